/**
 * Patches: JSON, merge, strategic merge, onto an object of the served version.
 * In: a call and the present object as JSON. Out: a fresh object; 400, 415 and 422 with upstream's words.
 * Always: the content type is judged at once, the body only when there is an object to patch.
 * Elsewhere: the algorithms (@elli/machinery/patch); server-side apply (./apply.ts).
 * @see apiserver pkg/endpoints/handlers/patch.go
 */
import type { ApiObject } from '@elli/api/object'
import { decodeAnyJsonStrict, DecodeError } from '@elli/api/schema/decodeJson'
import {
  type ApiError,
  badRequest,
  genericResponse,
  invalid,
  requestEntityTooLarge,
  unsupportedMediaType,
} from '@elli/machinery/errors'
import { at, invalid as invalidField } from '@elli/machinery/field'
import { goValue } from '@elli/machinery/go-quote'
import {
  applyJsonPatch,
  decodeJsonPatch,
  maxJsonPatchOperations,
  type JsonPatchOperation,
} from '@elli/machinery/patch/json-patch'
import { applyMergePatch } from '@elli/machinery/patch/merge-patch'
import type { PatchSchema } from '@elli/machinery/patch/patch-schema'
import { StrategicPatchError } from '@elli/machinery/patch/strategic-error'
import { applyStrategicMergePatch } from '@elli/machinery/patch/strategic-merge'
import { unroutedMediaType } from '../http/negotiation.ts'
import { applyPatchType } from './apply.ts'
import type { Call } from './call.ts'
import { bodyOf, conversionProblem, decodePatched, type Expected, fieldValidation, messageOf } from './decode.ts'
import { unstructuredMismatch } from './unstructured-mismatch.ts'

export interface Patch {
  readonly kind: 'json' | 'merge' | 'strategic'
  readonly body: Uint8Array
}

/** A configuration is read when it is applied. */
export type PatchBody = Patch | { readonly kind: 'apply' }

type ReadPatch = { readonly strictErrors: readonly string[] } & (
  | { readonly kind: 'json'; readonly operations: readonly JsonPatchOperation[] }
  | { readonly kind: 'merge' | 'strategic'; readonly value: unknown }
)

const kinds = {
  'application/json-patch+json': 'json',
  'application/merge-patch+json': 'merge',
  'application/strategic-merge-patch+json': 'strategic',
  [applyPatchType]: 'apply',
} as const

/** @param strategic custom resources know no strategic merge */
export function readPatch(call: Call, strategic = true): PatchBody {
  const type = call.request.headers['content-type']?.split(';', 1)[0] ?? ''
  const kind = Object.hasOwn(kinds, type) ? kinds[type as keyof typeof kinds] : undefined
  if (kind === undefined || (kind === 'strategic' && !strategic)) {
    // The router of paths knows what built-in resources take.
    if (strategic) throw unroutedMediaType()
    throw unsupportedMediaType(Object.keys(kinds).filter((item) => !item.includes('strategic')))
  }
  return kind === 'apply' ? { kind } : { kind, body: bodyOf(call) }
}

/** What a patch is applied to. */
export interface Patchable extends Expected {
  readonly patchSchema: PatchSchema
}

/** @param current the present object as JSON values; left alone */
export function patched(target: Patchable, call: Call, patch: Patch, current: Record<string, unknown>): ApiObject {
  const mode = fieldValidation(call.info.query)
  const read = decodePatch(patch, mode !== 'ignore')
  const changed = apply(target, read, current)
  const refuse = (problem: string): ApiError =>
    invalid({ group: '', kind: '' }, '', [invalidField(at('patch'), shown(read, changed), problem)])
  const problem =
    read.kind === 'strategic' ? unstructuredMismatch(target.schema, changed) : typeLineProblem(target, changed)
  if (problem !== undefined) throw refuse(problem)
  try {
    const { object, strictErrors } = decodePatched(call, target, changed)
    const all = mode === 'ignore' ? [] : [...read.strictErrors, ...strictErrors]
    if (all.length > 0 && mode === 'strict') throw refuse(`strict decoding error: ${all.join(', ')}`)
    for (const text of all) if (!call.warnings.includes(text)) call.warnings.push(text)
    object.metadata ??= {}
    object.kind = target.kind
    object.apiVersion = target.apiVersion
    return object
  } catch (error) {
    throw error instanceof DecodeError ? refuse(error.message) : error
  }
}

/** A patch may not turn the object into one of another kind. */
function typeLineProblem(target: Patchable, changed: unknown): string | undefined {
  if (typeof changed !== 'object' || changed === null) return undefined
  const { apiVersion, kind } = changed as { apiVersion?: unknown; kind?: unknown }
  return conversionProblem(
    {
      apiVersion: typeof apiVersion === 'string' && apiVersion !== '' ? apiVersion : target.apiVersion,
      kind: typeof kind === 'string' && kind !== '' ? kind : target.kind,
    },
    target,
  )
}

function shown(patch: ReadPatch, changed: unknown): string {
  return patch.kind === 'strategic' ? goValue(patch.value) : JSON.stringify(sorted(changed))
}

/** Keys in the order in which upstream's patch library writes them. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]))
}

function decodePatch({ kind, body }: Patch, careful: boolean): ReadPatch {
  const prefix = careful && kind !== 'strategic' ? 'error decoding patch: ' : ''
  let value: unknown
  let strictErrors: readonly string[]
  try {
    ;({ value, strictErrors } = decodeAnyJsonStrict(body))
  } catch (error) {
    if (kind === 'merge' && !careful) throw badRequest('Invalid JSON Patch')
    throw badRequest(prefix + messageOf(error))
  }
  if (kind === 'json') {
    if (careful) {
      const problem = operationsProblem(value)
      if (problem !== undefined) throw badRequest(prefix + problem)
      strictErrors = [...unknownOperationFields(value), ...strictErrors].map((text) => `json patch ${text}`)
    }
    return { kind, strictErrors, operations: operationsOf(value) }
  }
  const isMap = typeof value === 'object' && !Array.isArray(value)
  if (!isMap && (careful || kind === 'strategic'))
    throw badRequest(`${prefix}json: cannot unmarshal ${jsonWord(value)} into Go value of type map[string]interface {}`)
  // To Go a null is an empty map.
  return { kind, strictErrors, value: kind === 'strategic' ? (value ?? {}) : value }
}

function operationsOf(value: unknown): JsonPatchOperation[] {
  let operations: JsonPatchOperation[]
  try {
    operations = decodeJsonPatch(value)
  } catch (error) {
    throw badRequest(messageOf(error))
  }
  if (operations.length <= maxJsonPatchOperations) return operations
  throw requestEntityTooLarge(
    `The allowed maximum operations in a JSON patch is ${maxJsonPatchOperations}, got ${operations.length}`,
  )
}

const operationFields: ReadonlySet<string> = new Set(['op', 'path', 'from', 'value'])

function operationsProblem(value: unknown): string | undefined {
  const wrong = (item: unknown, where: string): string => `json: cannot unmarshal ${jsonWord(item)} into Go ${where}`
  if (value === null) return undefined
  if (!Array.isArray(value)) return wrong(value, 'value of type []handlers.jsonPatchOp')
  for (const item of value as unknown[]) {
    if (item === null) continue
    if (typeof item !== 'object' || Array.isArray(item)) return wrong(item, 'value of type handlers.jsonPatchOp')
    for (const field of ['op', 'path', 'from']) {
      const text = (item as Record<string, unknown>)[field]
      if (text !== undefined && text !== null && typeof text !== 'string')
        return wrong(text, `struct field jsonPatchOp.${field} of type string`)
    }
  }
  return undefined
}

function unknownOperationFields(value: unknown): string[] {
  return ((value ?? []) as (object | null)[]).flatMap((item, index) =>
    Object.keys(item ?? {})
      .filter((key) => !operationFields.has(key))
      .map((key) => `unknown field ${JSON.stringify(`[${index}].${key}`)}`),
  )
}

function jsonWord(value: unknown): string {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'boolean') return 'bool'
  return typeof value === 'bigint' ? 'number' : typeof value
}

function apply({ patchSchema }: Patchable, patch: ReadPatch, current: Record<string, unknown>): unknown {
  try {
    switch (patch.kind) {
      case 'json':
        return applyJsonPatch(current, patch.operations)
      case 'merge':
        return applyMergePatch(current, patch.value)
      case 'strategic':
        return applyStrategicMergePatch(current, patch.value, patchSchema)
      default:
        return patch satisfies never
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error
    // A test that fails or a path that is not there: the request was understood but cannot be done.
    if (patch.kind === 'json' || (error instanceof StrategicPatchError && error.code === 422))
      throw genericResponse({ code: 422, verb: '', serverMessage: error.message, unexpected: false })
    throw badRequest(error.message)
  }
}
