/**
 * Bodies and answers of subresources whose kind is not the resource's own: Scale, Binding, Eviction, TokenRequest, reviews.
 * In: a call and a schema. Out: a decoded, defaulted object; an answer in JSON or protobuf.
 */
import { applyDefaults } from '@elli/api/defaults'
import type { ApiObject } from '@elli/api/object'
import { encodeJson } from '@elli/api/schema/encodeJson'
import { encodeProtobuf } from '@elli/api/schema/protobuf'
import type { MessageSchema } from '@elli/api/schema/schema'
import type { WireResponse } from '@elli/host/wire'
import type { Call } from '../endpoints/call.ts'
import { decodeBody } from '../endpoints/decode.ts'
import { toYaml } from '../endpoints/yaml-answer.ts'
import { utf8 } from '../http/body.ts'
import { negotiate } from '../http/negotiation.ts'
import { specFiller } from '../registry/plain-structs.ts'
import { typedResponse } from '../http/answers.ts'
import { bytesResponse } from '../http/responses.ts'

export interface ObjectKind<T> {
  readonly apiVersion: string
  readonly kind: string
  readonly schema: MessageSchema<T>
}

export function readObject<T>(call: Call, kind: ObjectKind<T>, gates: (gate: string) => boolean): T {
  const object = decodeBody(call, kind as unknown as ObjectKind<ApiObject>)
  specFiller(kind.schema)(object)
  applyDefaults(kind, object, gates)
  return object as T
}

export function objectResponse<T extends object>(
  call: Call,
  status: number,
  kind: ObjectKind<T>,
  object: T,
): WireResponse {
  const { mediaType } = negotiate(call.request.headers['accept'], 'none')
  const typed = { ...object, apiVersion: kind.apiVersion, kind: kind.kind }
  switch (mediaType) {
    case 'application/json':
      return bytesResponse(status, mediaType, [utf8(`${encodeJson(kind.schema, typed)}\n`)])
    case 'application/yaml':
      return bytesResponse(status, mediaType, [toYaml(typed)])
    case 'application/vnd.kubernetes.protobuf':
      return bytesResponse(status, mediaType, [encodeProtobuf(kind.schema, typed)])
    default:
      return mediaType satisfies never
  }
}

/** `Status` of a success that has nothing else to say. */
export function successResponse(call: Call, status: number): WireResponse {
  const { mediaType } = negotiate(call.request.headers['accept'], 'none')
  const value = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: status }
  return typedResponse(mediaType, status, value)
}
