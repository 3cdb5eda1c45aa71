/**
 * What can be said about an object from its schema alone: required fields, types, closed lists of values, keys of
 * lists that are maps or sets.
 * In: an object and its schema. Out: problems with the path of the field, in the order of the schema.
 * Always: says nothing about what a value means.
 * Elsewhere: upstream's validation by hand, with its messages (the API server).
 */
import { parseQuantity, QuantityError } from '../quantity.ts'
import { parseDuration } from './durationText.ts'
import { isObject } from './parseJson.ts'
import { type Field, type FieldType, isScalar, jsonFields, type MessageSchema, type ScalarType } from './schema.ts'
import { parseTime } from './timeText.ts'

export type StructuralProblem =
  | { readonly kind: 'required'; readonly path: string }
  | { readonly kind: 'type'; readonly path: string; readonly value: unknown; readonly expected: string }
  | {
      readonly kind: 'notSupported'
      readonly path: string
      readonly value: string
      readonly supported: readonly string[]
    }
  | { readonly kind: 'duplicate'; readonly path: string; readonly value: unknown }
  | { readonly kind: 'unknown'; readonly path: string }

export function validateStructure(schema: MessageSchema, value: unknown): StructuralProblem[] {
  const problems: StructuralProblem[] = []
  visitMessage(schema, value, '', problems)
  return problems
}

function visitMessage(schema: MessageSchema, value: unknown, path: string, problems: StructuralProblem[]): void {
  if (!isObject(value)) {
    problems.push({ kind: 'type', path, value, expected: 'object' })
    return
  }
  const fields = jsonFields(schema)
  for (const { field } of fields) {
    const at = path === '' ? field.name : `${path}.${field.name}`
    const item = value[field.name]
    if (item === undefined || item === null) {
      if (field.required && !isOptionalInPractice(field)) problems.push({ kind: 'required', path: at })
    } else visitField(field, item, at, problems)
  }
  if (schema.open) return
  const names = new Set(fields.map(({ field }) => field.name))
  for (const key of Object.keys(value)) {
    if (!names.has(key)) problems.push({ kind: 'unknown', path: path === '' ? key : `${path}.${key}` })
  }
}

/** Upstream calls these required, yet takes objects without them: a zero says the same. */
function isOptionalInPractice({ type }: Field): boolean {
  return type.kind === 'time' || type.kind === 'bool' || /^(?:u?int|float)\d/.test(type.kind) || type.kind === 'ref'
}

function visitField(field: Field, value: unknown, path: string, problems: StructuralProblem[]): void {
  visit(field.type, value, path, problems)
  if (!Array.isArray(value)) return
  if (field.listType === 'set') reportRepeats(value, path, problems)
  if (field.listType === 'map') {
    const keys = value.map((item) =>
      isObject(item) ? JSON.stringify(field.listMapKeys.map((key) => item[key] ?? null)) : undefined,
    )
    reportRepeats(keys, path, problems)
  }
}

function reportRepeats(keys: readonly unknown[], path: string, problems: StructuralProblem[]): void {
  const seen = new Set<unknown>()
  for (const [index, key] of keys.entries()) {
    if (key !== undefined && seen.has(key)) problems.push({ kind: 'duplicate', path: `${path}[${index}]`, value: key })
    seen.add(key)
  }
}

function visit(type: FieldType, value: unknown, path: string, problems: StructuralProblem[]): void {
  if (isScalar(type)) {
    visitScalar(type, value, path, problems)
    return
  }
  switch (type.kind) {
    case 'ref':
      visitMessage(type.message(), value, path, problems)
      return
    case 'list':
      if (!Array.isArray(value)) problems.push({ kind: 'type', path, value, expected: 'array' })
      else for (const [index, item] of value.entries()) visit(type.item, item, `${path}[${index}]`, problems)
      return
    case 'map':
      if (!isObject(value)) problems.push({ kind: 'type', path, value, expected: 'object' })
      else for (const [key, item] of Object.entries(value)) visit(type.value, item, `${path}[${key}]`, problems)
      return
    case 'schemaOr':
      if (isObject(value)) visitMessage(type.message(), value, path, problems)
      else if (type.other === 'bool' ? typeof value !== 'boolean' : !Array.isArray(value)) {
        problems.push({
          kind: 'type',
          path,
          value,
          expected: type.other === 'bool' ? 'boolean or object' : 'array or object',
        })
      }
  }
}

function visitScalar(type: ScalarType, value: unknown, path: string, problems: StructuralProblem[]): void {
  const expected = expectedOf(type, value)
  if (expected !== undefined) problems.push({ kind: 'type', path, value, expected })
  else if (type.enumeration !== undefined && !type.enumeration.open && value !== '') {
    const { values } = type.enumeration
    if (typeof value === 'string' && !values.includes(value)) {
      problems.push({ kind: 'notSupported', path, value, supported: values })
    }
  }
}

/** What should have been there; undefined when the value is right. */
function expectedOf({ kind }: ScalarType, value: unknown): string | undefined {
  const need = (ok: boolean, name: string): string | undefined => (ok ? undefined : name)
  switch (kind) {
    case 'string':
      return need(typeof value === 'string', 'string')
    case 'bytes':
      return need(typeof value === 'string', 'base64 text')
    case 'bool':
      return need(typeof value === 'boolean', 'boolean')
    case 'int32':
    case 'uint32':
      return need(typeof value === 'number' && Number.isInteger(value), 'integer')
    case 'int64':
    case 'uint64':
      return need(typeof value === 'bigint' || Number.isInteger(value), 'integer')
    case 'float32':
    case 'float64':
      return need(typeof value === 'number', 'number')
    case 'time':
    case 'microtime':
      return need(typeof value === 'string' && parseTime(value) !== undefined, 'RFC 3339 time')
    case 'duration':
      return need(typeof value === 'string' && parseDuration(value) !== undefined, 'duration')
    case 'durationOrNanoseconds':
      return need(
        Number.isInteger(value) || (typeof value === 'string' && parseDuration(value) !== undefined),
        'duration',
      )
    case 'quantity':
      return need(typeof value === 'string' && isQuantity(value), 'quantity')
    case 'intOrString':
      return need(typeof value === 'string' || Number.isInteger(value), 'integer or string')
    case 'rawExtension':
    case 'fieldsV1':
      return need(isObject(value), 'object')
    case 'anyJson':
      return undefined
  }
}

function isQuantity(text: string): boolean {
  try {
    parseQuantity(text)
    return true
  } catch (error) {
    if (error instanceof QuantityError) return false
    throw error
  }
}
