/**
 * Bodies of requests as objects of the served version.
 * In: bytes with their content type, the field validation mode. Out: a fresh, defaulted hub object; 400, 413, 415 otherwise.
 * @see apiserver pkg/endpoints/handlers/create.go, rest.go (transformDecodeError)
 */
import { parseApiVersion, type ApiObject } from '@elli/api/object'
import { schemaOfKind } from '@elli/api/kinds'
import {
  decodeAnyJson,
  DecodeError,
  decodeJson,
  decodeValue,
  type Decoded,
  type FieldValidation,
} from '@elli/api/schema/decodeJson'
import { decodeEnvelope, decodeMessage, ProtobufError, type Envelope } from '@elli/api/schema/protobuf'
import type { MessageSchema } from '@elli/api/schema/schema'
import { badRequest, invalid, requestEntityTooLarge } from '@elli/machinery/errors'
import { at, invalid as invalidField } from '@elli/machinery/field'
import { goQuote } from '@elli/machinery/go-quote'
import { bodyType } from '../http/negotiation.ts'
import { parseYaml, repeatedYamlKeys, YamlError } from '../http/yaml.ts'
import type { Served } from '../registry/served.ts'
import type { Call } from './call.ts'

const maxBodyBytes = 3 * 1024 * 1024

/** What a body must be. */
export interface Expected {
  readonly apiVersion: string
  readonly kind: string
  readonly schema: MessageSchema<ApiObject>
  /** Custom resources: what their own schema does to a decoded object; paths of what it took out. */
  readonly admitFields?: (object: ApiObject) => string[]
}

export function expectedOf({ info, admitFields }: Served): Expected {
  const { apiVersion, kind, schema } = info
  return { apiVersion, kind, schema, ...(admitFields === undefined ? {} : { admitFields }) }
}

/** Decodes, and lets a custom resource's own schema have its say. */
function decoded(expected: Expected, plain: Decoded<ApiObject>): Decoded<ApiObject> {
  if (expected.admitFields === undefined) return plain
  const { object } = plain
  // The schema speaks about objects of the expected type only; others are refused by their type line.
  if (object.kind !== expected.kind || object.apiVersion !== expected.apiVersion) return plain
  const unknown = expected.admitFields(object).map((path) => `unknown field ${goQuote(path)}`)
  return { object, strictErrors: [...plain.strictErrors, ...unknown] }
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
  const form = type === 'application/yaml' ? yamlForm(body) : jsonForm(body)
  let read: Decoded<ApiObject>
  try {
    read = decoded(expected, form.decode(expected, lenient(mode)))
  } catch (error) {
    if (!(error instanceof DecodeError || error instanceof YamlError)) throw error
    read = explain(form, expected, error.message, body)
  }
  const { object, strictErrors } = read
  if (expected.admitFields !== undefined) checkCustomType(object, expected, body)
  const problem = versionProblem(object.apiVersion)
  if (problem !== undefined) throw unrecognized(expected, problem, body)
  checkKind(object, expected)
  const repeated = mode === 'ignore' ? [] : form.repeatedKeys()
  if (mode === 'strict' && strictErrors.length + repeated.length > 0) {
    const all = repeated.length === 0 ? strictErrors : [yamlErrors(repeated), ...strictErrors]
    throw handled(object, expected, `strict decoding error: ${all.join(', ')}`)
  }
  checkVersion(object, expected)
  if (mode === 'warn') call.warnings.push(...repeated, ...strictErrors)
  return object
}

/** One of the two texts that a body can be. */
interface Form {
  decode(expected: Expected, mode: FieldValidation): Decoded<ApiObject>
  /** The document without a schema. @throws DecodeError, YamlError */
  value(): unknown
  /** In words, where decoding cannot see them. */
  repeatedKeys(): string[]
}

function jsonForm(body: Uint8Array): Form {
  return {
    decode: ({ schema }, mode) => decodeJson(schema, body, mode),
    value: () => decodeAnyJson(body),
    repeatedKeys: () => [],
  }
}

function yamlForm(body: Uint8Array): Form {
  const text = textOf(body)
  return {
    decode: ({ schema }, mode) => decodeValue(schema, parseYaml(text), mode),
    value: () => parseYaml(text),
    repeatedKeys: () => repeatedYamlKeys(text),
  }
}

function yamlErrors(repeated: readonly string[]): string {
  return `yaml: unmarshal errors:\n${repeated.map((text) => `  ${text}`).join('\n')}`
}

/** An object that was put together from JSON values, such as a patched one. */
export function decodePatched(call: Call, expected: Expected, value: unknown): Decoded<ApiObject> {
  const mode = fieldValidation(call.info.query)
  return decoded(expected, decodeValue(expected.schema, value, lenient(mode)))
}

/** Strict mode is judged after kind and version, so that its message can name them. */
function lenient(mode: FieldValidation): FieldValidation {
  return mode === 'strict' ? 'warn' : mode
}

/**
 * A body could not be read as what was expected: upstream looks at the type line first, then at the rest.
 * @returns the object of a body that is null, which to Go is an empty one
 */
function explain(form: Form, expected: Expected, text: string, body: Uint8Array): Decoded<ApiObject> {
  let value: unknown
  try {
    value = form.value()
  } catch (error) {
    if (error instanceof YamlError) throw unrecognized(expected, error.message, body)
    throw unrecognized(expected, `couldn't get version/kind; json parse error: ${messageOf(error)}`, body)
  }
  if (value === null || value === undefined) return { object: { metadata: {} }, strictErrors: [] }
  const problem = typeLineProblem(value)
  if (problem !== undefined) throw unrecognized(expected, problem, body)
  const { apiVersion, kind } = value as { apiVersion?: string; kind?: string }
  const object: ApiObject = { metadata: {} }
  if (apiVersion !== undefined) object.apiVersion = apiVersion
  if (kind !== undefined) object.kind = kind
  checkKind(object, expected)
  throw handled(object, expected, text)
}

/** What upstream's first look at a document, for its version and kind only, finds wrong. */
function typeLineProblem(value: unknown): string | undefined {
  const wrong = (what: string, where: string): string =>
    `couldn't get version/kind; json parse error: json: cannot unmarshal ${what} into Go ${where}`
  const word = (item: unknown): string =>
    Array.isArray(item)
      ? 'array'
      : typeof item === 'boolean'
        ? 'bool'
        : typeof item === 'bigint'
          ? 'number'
          : typeof item
  if (typeof value !== 'object' || Array.isArray(value))
    return wrong(
      word(value),
      'value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }',
    )
  for (const field of ['apiVersion', 'kind'] as const) {
    const item = (value as Record<string, unknown>)[field]
    if (item !== undefined && item !== null && typeof item !== 'string')
      return wrong(word(item), `struct field .${field} of type string`)
  }
  const { apiVersion } = value as { apiVersion?: string | null }
  return versionProblem(apiVersion)
}

function versionProblem(apiVersion: string | null | undefined): string | undefined {
  return apiVersion && apiVersion.split('/').length > 2 ? `unexpected GroupVersion string: ${apiVersion}` : undefined
}

function decodeProtobufBody(body: Uint8Array, expected: Expected): ApiObject {
  if (body.length === 0) throw unrecognized(expected, 'empty data', body)
  let envelope: Envelope
  try {
    envelope = decodeEnvelope(body)
  } catch (error) {
    throw unrecognized(expected, messageOf(error), body)
  }
  if (body.length === envelopeMarkLength) throw unrecognized(expected, 'empty body', body)
  const { kind, raw } = envelope
  // A version that is none is as good as silence.
  const apiVersion = versionProblem(envelope.apiVersion) === undefined ? envelope.apiVersion : ''
  const head: ApiObject = { apiVersion, kind, metadata: {} }
  checkKind(head, expected)
  let object: ApiObject
  try {
    object = { ...head, ...decodeMessage(expected.schema, raw) }
  } catch (error) {
    if (!(error instanceof ProtobufError)) throw error
    throw handled(head, expected, messageOf(error))
  }
  object.metadata ??= {}
  checkVersion(object, expected)
  return object
}

/** `k8s` and a zero byte. */
const envelopeMarkLength = 4

/** Empty parts of the type line mean what is expected; a kind or version that nobody knows, or another kind, is refused. */
function checkKind(object: ApiObject, expected: Expected): void {
  object.metadata ??= {}
  object.kind ||= expected.kind
  object.apiVersion ||= expected.apiVersion
  const problem = conversionProblem(object as TypeLine, expected)
  if (problem !== undefined) throw handled(object, expected, problem)
}

function checkVersion(object: ApiObject, expected: Expected): void {
  if (object.apiVersion === expected.apiVersion) return
  throw badRequest(
    `the API version in the data (${object.apiVersion}) does not match the expected API version (${expected.apiVersion})`,
  )
}

/** Custom resources say what they are: nothing is assumed. */
function checkCustomType(object: ApiObject, expected: Expected, body: Uint8Array): void {
  const missing = object.kind ? (object.apiVersion ? undefined : 'apiVersion') : 'Kind'
  if (missing !== undefined) throw unrecognized(expected, `Object '${missing}' is missing in '${textOf(body)}'`, body)
  checkVersion(object, expected)
  if (object.kind === expected.kind) return
  const { group } = parseApiVersion(expected.apiVersion)
  const problem = invalidField(at('kind'), object.kind, `must be ${expected.kind}`)
  throw invalid({ group, kind: expected.kind }, object.metadata?.name ?? '', [problem])
}

export interface TypeLine {
  readonly apiVersion: string
  readonly kind: string
}

/** Why an object with this type line cannot become one of the expected kind; undefined when it can. */
export function conversionProblem(
  { apiVersion, kind }: TypeLine,
  expected: TypeLine & Pick<Expected, 'admitFields'>,
): string | undefined {
  if (kind === expected.kind && apiVersion === expected.apiVersion) return undefined
  // What a custom resource calls itself is judged with its own words.
  if (expected.admitFields !== undefined) return undefined
  const known = schemaOfKind({ ...parseApiVersion(apiVersion), kind })
  if (known === undefined)
    return `no kind ${goQuote(kind)} is registered for version ${goQuote(apiVersion)} in scheme "pkg/api/legacyscheme/scheme.go:30"`
  // Versions of one kind convert; everything else has nothing in common.
  const { group } = parseApiVersion(expected.apiVersion)
  if (kind === expected.kind && sameGroup(parseApiVersion(apiVersion).group, group)) return undefined
  return `converting (${known.goName}) to (${internalPackage(group)}.${expected.kind}): unknown conversion`
}

/** extensions is where today's apps, networking and policy kinds came from. */
function sameGroup(one: string, other: string): boolean {
  return one === other || one === 'extensions'
}

/** Upstream's name of the package with a group's internal types. */
function internalPackage(group: string): string {
  if (group === '') return 'core'
  if (group === 'internal.apiserver.k8s.io') return 'apiserverinternal'
  return group.split('.', 1)[0] as string
}

function handled(object: ApiObject, expected: Expected, text: string): Error {
  const { version } = parseApiVersion(object.apiVersion ?? expected.apiVersion)
  return badRequest(
    `${object.kind ?? expected.kind} in version ${goQuote(version)} cannot be handled as a ${expected.kind}: ${text}`,
  )
}

function unrecognized(expected: Expected, text: string, body: Uint8Array): Error {
  return badRequest(
    `the object provided is unrecognized (must be of type ${expected.kind}): ${text} (${summary(body)})`,
  )
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
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
