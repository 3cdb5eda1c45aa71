/**
 * What lies in the store: objects of the hub version without resourceVersion (the store's revision is it), in one of two forms.
 * JSON with kind and apiVersion first is what caches and lists work with, so our own stores keep that; an etcd that is shared
 * with kube-apiservers gets upstream's form: protobuf in its envelope, JSON where upstream has JSON.
 * Always: both forms are read whatever is written, in every version that upstream ever stored of what we serve.
 * Elsewhere: the same objects on the wire (../endpoints/encode.ts), keys (./keys.ts), custom resources (../extensions/).
 */
import { CustomResourceDefinition as CustomResourceDefinitionV1beta1 } from '@elli/api/apiextensions/v1beta1'
import { convert } from '@elli/api/conversion'
import type { ApiObject } from '@elli/api/object'
import { allResources, type ResourceInfo } from '@elli/api/resources'
import { decodeAnyJson, decodeJson } from '@elli/api/schema/decodeJson'
import { encodeJson } from '@elli/api/schema/encodeJson'
import { decodeEnvelope, decodeMessage, encodeProtobuf, isProtobuf } from '@elli/api/schema/protobuf'
import type { CustomResourceDefinition } from '@elli/api/apiextensions/v1'
import { utf8 } from '../http/body.ts'
import { definitionFromV1beta1, definitionToV1beta1 } from './stored-definitions.ts'

/** `--storage-media-type`. */
export type StorageMediaType = 'application/json' | 'application/vnd.kubernetes.protobuf'

export const storageMediaTypes: readonly StorageMediaType[] = [
  'application/json',
  'application/vnd.kubernetes.protobuf',
]

/** Groups that upstream stores as JSON whatever the media type. */
const jsonGroups: ReadonlySet<string> = new Set(['apiextensions.k8s.io', 'apiregistration.k8s.io'])

const encoder = new TextEncoder()

/** How every JSON of a kind begins. */
export function typeLine(apiVersion: string, kind: string): Uint8Array {
  return utf8(`{"kind":${JSON.stringify(kind)},"apiVersion":${JSON.stringify(apiVersion)},`)
}

/** @param object hub version; its resourceVersion is left out */
export function encodeStored(info: ResourceInfo<ApiObject>, object: ApiObject): Uint8Array {
  return encoder.encode(encodeJson(info.schema, withoutVersion(info, object)))
}

/** Writes objects of a kind as upstream would for this media type. */
export function storedEncoder(
  info: ResourceInfo<ApiObject>,
  mediaType: StorageMediaType,
): (object: ApiObject) => Uint8Array {
  if (mediaType === 'application/json') return (object) => encodeStored(info, object)
  if (isDefinition(info)) return (object) => encodeDefinition(withoutVersion(info, object))
  if (jsonGroups.has(info.group)) return (object) => line(encodeJson(info.schema, withoutVersion(info, object)))
  return (object) => encodeProtobuf(info.schema, withoutVersion(info, object))
}

function withoutVersion(info: ResourceInfo<ApiObject>, object: ApiObject): ApiObject {
  const { resourceVersion: _resourceVersion, ...metadata } = object.metadata
  return { ...object, kind: info.kind, apiVersion: info.apiVersion, metadata }
}

function isDefinition({ group, resource }: ResourceInfo): boolean {
  return group === 'apiextensions.k8s.io' && resource === 'customresourcedefinitions'
}

/** Definitions are still kept in their first version, which says what versions have in common only once. */
function encodeDefinition(object: ApiObject): Uint8Array {
  const old = definitionToV1beta1(object as CustomResourceDefinition)
  return line(encodeJson(CustomResourceDefinitionV1beta1, old))
}

/** Upstream's JSON ends its line. */
function line(json: string): Uint8Array {
  return encoder.encode(`${json}\n`)
}

/** A stored value of any form, in the hub version. @throws for what is no object of this resource */
export function decodeStored(info: ResourceInfo<ApiObject>, value: Uint8Array): ApiObject {
  if (isProtobuf(value)) {
    const { apiVersion, kind, raw } = decodeEnvelope(value)
    const stored = storedInfo(info, apiVersion, kind)
    return toHub(stored, info, { kind, apiVersion, ...decodeMessage(stored.schema, raw) })
  }
  const decoded = decodeJson(info.schema, value).object
  if (decoded.apiVersion === info.apiVersion) return decoded
  if (isDefinition(info)) {
    return definitionFromV1beta1(decodeJson(CustomResourceDefinitionV1beta1, value).object)
  }
  const { apiVersion = '', kind = '' } = decodeAnyJson(value) as { apiVersion?: string; kind?: string }
  const stored = storedInfo(info, apiVersion, kind)
  return toHub(stored, info, decodeJson(stored.schema, value).object)
}

/** A stored value as the cache wants it: the hub's JSON, kind and apiVersion first, with its object. */
export function readStored(
  info: ResourceInfo<ApiObject>,
  value: Uint8Array,
  known: ApiObject | undefined,
  applyDefaults: (object: ApiObject) => void,
): { json: Uint8Array; object: ApiObject } {
  if (known !== undefined) return { json: encodeStored(info, known), object: known }
  const object = decodeStored(info, value)
  // Another server wrote it, perhaps one that did not know all of today's fields.
  applyDefaults(object)
  return { json: encodeStored(info, object), object }
}

function storedInfo(hub: ResourceInfo<ApiObject>, apiVersion: string, kind: string): ResourceInfo<ApiObject> {
  if (apiVersion === hub.apiVersion && kind === hub.kind) return hub
  const found = allResources.find(
    (item) => item.apiVersion === apiVersion && item.kind === kind && item.verbs.includes('get'),
  )
  if (found === undefined)
    throw new Error(`stored object of ${apiVersion} ${kind} where ${hub.apiVersion} ${hub.kind} belongs`)
  return found as ResourceInfo<ApiObject>
}

function toHub(stored: ResourceInfo<ApiObject>, hub: ResourceInfo<ApiObject>, object: ApiObject): ApiObject {
  return stored === hub ? object : convert(object, stored, hub)
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0
}
