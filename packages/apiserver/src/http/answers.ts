/**
 * One API object as an answer, in the form that was asked for.
 * In: a media type and a value with its type line. Out: WireResponse in JSON, YAML or protobuf.
 * Elsewhere: objects of the registry, whose bytes may exist already (../endpoints/encode.ts).
 */
import { schemaOfKind } from '@elli/api/kinds'
import { parseApiVersion } from '@elli/api/object'
import { encodeProtobuf } from '@elli/api/schema/protobuf'
import type { WireResponse } from '@elli/host/wire'
import { toStatus, type Status } from '@elli/machinery/errors'
import { toYaml } from '../endpoints/yaml-answer.ts'
import { utf8 } from './body.ts'
import { errorMediaType, type MediaType } from './negotiation.ts'
import { bytesResponse, jsonResponse, statusHeaders } from './responses.ts'

export interface Typed {
  readonly kind?: string
  readonly apiVersion?: string
}

export function typedResponse(
  mediaType: MediaType,
  status: number,
  value: Typed,
  headers: Record<string, string> = {},
): WireResponse {
  switch (mediaType) {
    case 'application/json':
      return jsonResponse(status, value, headers)
    case 'application/yaml':
      return bytesResponse(status, mediaType, [toYaml(value)], headers)
    case 'application/vnd.kubernetes.protobuf':
      return bytesResponse(status, mediaType, [typedProtobuf(value)], headers)
    default:
      return mediaType satisfies never
  }
}

/** @throws Error for a kind without a schema, which has no protobuf form */
export function typedProtobuf(value: Typed): Uint8Array {
  const { kind = '', apiVersion = '' } = value
  const schema = schemaOfKind({ ...parseApiVersion(apiVersion), kind })
  if (schema === undefined) throw new Error(`${apiVersion} ${kind} has no protobuf form`)
  return encodeProtobuf(schema, value)
}

/** The answer to whatever was thrown, in a form that the client reads. */
export function errorAnswer(error: unknown, accept: string | undefined): WireResponse {
  const status: Status = toStatus(error)
  const code = status.code ?? 500
  const mediaType = errorMediaType(accept)
  const headers = statusHeaders(status)
  if (mediaType !== undefined) return typedResponse(mediaType, code, status, headers)
  return bytesResponse(code, 'application/json', [utf8(JSON.stringify(status, undefined, 2))], headers)
}
