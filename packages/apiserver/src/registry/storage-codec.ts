/**
 * What lies in the store: JSON of the hub version, kind and apiVersion first, without resourceVersion (the store's revision is it).
 * Elsewhere: the same objects on the wire (../endpoints/encode.ts). The etcd engine gets upstream's protobuf form here.
 */
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import { decodeJson } from '@elli/api/schema/decodeJson'
import { encodeJson } from '@elli/api/schema/encodeJson'
import { utf8 } from '../http/body.ts'

const encoder = new TextEncoder()

/** How every JSON of a kind begins. */
export function typeLine(apiVersion: string, kind: string): Uint8Array {
  return utf8(`{"kind":${JSON.stringify(kind)},"apiVersion":${JSON.stringify(apiVersion)},`)
}

/** @param object hub version; its resourceVersion is left out */
export function encodeStored(info: ResourceInfo<ApiObject>, object: ApiObject): Uint8Array {
  const { resourceVersion: _resourceVersion, ...metadata } = object.metadata
  return encoder.encode(encodeJson(info.schema, { ...object, kind: info.kind, apiVersion: info.apiVersion, metadata }))
}

export function decodeStored(info: ResourceInfo<ApiObject>, value: Uint8Array): ApiObject {
  return decodeJson(info.schema, value).object
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0
}
