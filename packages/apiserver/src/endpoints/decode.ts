/**
 * Bodies of requests as objects of the served version.
 * In: bytes with their content type, the field validation mode. Out: a fresh, defaulted hub object; 400, 413, 415 otherwise.
 * @see apiserver pkg/endpoints/handlers/create.go, rest.go (transformDecodeError)
 */
import { parseApiVersion, type ApiObject } from '@elli/api/object'
import { decodeJson, decodeValue, type Decoded, type FieldValidation } from '@elli/api/schema/decodeJson'
import { decodeEnvelope, decodeMessage } from '@elli/api/schema/protobuf'
import type { MessageSchema } from '@elli/api/schema/schema'
import { badRequest, requestEntityTooLarge } from '@elli/machinery/errors'
import { goQuote } from '@elli/machinery/go-quote'
import { bodyType } from '../http/negotiation.ts'
import { parseYaml } from '../http/yaml.ts'
import type { Served } from '../registry/served.ts'
import type { Call } from './call.ts'

const maxBodyBytes = 3 * 1024 * 1024

/** What a body must be. */
export interface Expected {
  readonly apiVersion: string
  readonly kind: string
  readonly schema: MessageSchema<ApiObject>
}

export function expectedOf({ info }: Served): Expected {
  return { apiVersion: info.apiVersion, kind: info.kind, schema: info.schema }
}

export function bodyOf(call: Call): Uint8Array {
  const body = call.request.body ?? new Uint8Array()
  if (body.length > maxBodyBytes) throw requestEntityTooLarge(`limit is ${maxBodyBytes}`)
  return body
}

export function fieldValidation(query: URLSearchParams): FieldValidation {
  const value = query.get('fieldValidation') ?? ''
  if (value === 'Strict') return 'strict'
  return value === 'Ignore' ? 'ignore' : 'warn'
}

/** The object in the body, version as sent, not defaulted. Unknown fields become warnings or a refusal. */
export function decodeBody(call: Call, expected: Expected): ApiObject {
  const type = bodyType(call.request.headers['content-type'])
  const body = bodyOf(call)
  const mode = fieldValidation(call.info.query)
  if (type === 'application/vnd.kubernetes.protobuf') return decodeProtobufBody(body, expected)
  return type === 'application/yaml'
    ? finish(call, expected, body, () => decodeValue(expected.schema, parseYaml(textOf(body)), lenient(mode)), mode)
    : finish(call, expected, body, () => decodeJson(expected.schema, body, lenient(mode)), mode)
}

/** An object that was put together from JSON values, such as a patched one. */
export function decodePatched(call: Call, expected: Expected, value: unknown): Decoded<ApiObject> {
  const mode = fieldValidation(call.info.query)
  return decodeValue(expected.schema, value, lenient(mode))
}

/** Strict mode is judged after kind and version, so that its message can name them. */
function lenient(mode: FieldValidation): FieldValidation {
  return mode === 'strict' ? 'warn' : mode
}

function finish(
  call: Call,
  expected: Expected,
  body: Uint8Array,
  decode: () => Decoded<ApiObject>,
  mode: FieldValidation,
): ApiObject {
  let decoded: Decoded<ApiObject>
  try {
    decoded = decode()
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'DecodeError') throw error
    throw undecodable(expected, body, error.message)
  }
  const { object, strictErrors } = decoded
  checkType(object, expected)
  if (strictErrors.length > 0 && mode === 'strict') {
    throw handled(object, expected, `strict decoding error: ${strictErrors.join(', ')}`)
  }
  if (mode === 'warn') call.warnings.push(...strictErrors)
  return object
}

function decodeProtobufBody(body: Uint8Array, expected: Expected): ApiObject {
  let object: ApiObject
  try {
    const { apiVersion, kind, raw } = decodeEnvelope(body)
    object = { apiVersion, kind, ...decodeMessage(expected.schema, raw) }
  } catch (error) {
    throw badRequest(
      `the object provided is unrecognized (must be of type ${expected.kind}): ${error instanceof Error ? error.message : String(error)} (${summary(body)})`,
    )
  }
  checkType(object, expected)
  return object
}

function checkType(object: ApiObject, expected: Expected): void {
  object.metadata ??= {}
  const { apiVersion = '', kind = '' } = object
  if (kind !== '' && kind !== expected.kind) {
    const { version } = parseApiVersion(apiVersion)
    throw handled(object, expected, `no kind ${goQuote(expected.kind)} is registered for version ${goQuote(version)}`)
  }
  if (apiVersion !== '' && apiVersion !== expected.apiVersion) {
    throw badRequest(
      `the API version in the data (${apiVersion}) does not match the expected API version (${expected.apiVersion})`,
    )
  }
  object.kind = expected.kind
  object.apiVersion = expected.apiVersion
}

function handled(object: ApiObject, expected: Expected, text: string): Error {
  const { version } = parseApiVersion(object.apiVersion ?? expected.apiVersion)
  const kind = object.kind ?? expected.kind
  return badRequest(`${kind} in version ${goQuote(version)} cannot be handled as a ${expected.kind}: ${text}`)
}

/** The body could not be read: named by its own type line where that much can be seen. */
function undecodable(expected: Expected, body: Uint8Array, text: string): Error {
  const head = textOf(body.subarray(0, 4096))
  const kind = /"?kind"?\s*:\s*"?([A-Za-z0-9]+)/.exec(head)?.[1]
  const apiVersion = /"?apiVersion"?\s*:\s*"?([A-Za-z0-9./-]+)/.exec(head)?.[1]
  if (kind !== undefined && apiVersion !== undefined) {
    const { version } = parseApiVersion(apiVersion)
    return badRequest(`${kind} in version ${goQuote(version)} cannot be handled as a ${expected.kind}: ${text}`)
  }
  return badRequest(
    `the object provided is unrecognized (must be of type ${expected.kind}): ${text} (${summary(body)})`,
  )
}

/** The beginning of a body, in hex as upstream shows it, when it is no printable JSON. */
function summary(body: Uint8Array): string {
  const first = body[0]
  const limit = 30
  if (first === undefined) return '<empty>'
  if (first === 0x7b) {
    const text = textOf(body)
    return text.length > limit ? `${text.slice(0, limit)} ...` : text
  }
  const hex = Buffer.from(body.subarray(0, limit)).toString('hex')
  return body.length > limit ? `${hex} ...` : hex
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}
