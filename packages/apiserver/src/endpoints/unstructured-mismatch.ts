/**
 * What upstream's converter says of values that do not fit a kind: strategic merge patches are read by it, not by the JSON reader.
 * In: a schema and a JSON value. Out: the first complaint, in the order of the fields; undefined when every type fits.
 * Elsewhere: values with a form of their own, such as quantities and times (@elli/api/schema/decodeJson).
 */
import { type FieldType, jsonFields, type MessageSchema } from '@elli/api/schema/schema'

export function unstructuredMismatch(schema: MessageSchema, value: unknown): string | undefined {
  if (!isMap(value)) return `cannot restore struct from: ${goKind(value)}`
  for (const { field } of jsonFields(schema)) {
    const item = value[field.name]
    if (item === undefined || item === null) continue
    const problem = mismatch(field.type, item)
    if (problem !== undefined) return problem
  }
  return undefined
}

function mismatch(type: FieldType, value: unknown): string | undefined {
  switch (type.kind) {
    case 'ref':
      return unstructuredMismatch(type.message(), value)
    case 'list':
      if (!Array.isArray(value)) return `cannot restore slice from ${goKind(value)}`
      return first(value, type.item)
    case 'map':
      if (!isMap(value)) return `cannot restore map from ${goKind(value)}`
      return first(Object.values(value), type.value)
    case 'string':
      return scalar(value, 'string', type.enumeration?.goName ?? 'string')
    case 'bool':
    case 'int32':
    case 'int64':
      return scalar(value, type.kind, type.kind)
    default:
      return undefined
  }
}

function first(values: readonly unknown[], type: FieldType): string | undefined {
  for (const value of values) {
    const problem = value === null ? undefined : mismatch(type, value)
    if (problem !== undefined) return problem
  }
  return undefined
}

/** Go converts numbers to each other and, by its own rules, to text; JSON's rules then forbid most of it. */
function scalar(value: unknown, wanted: 'string' | 'bool' | 'int32' | 'int64', goType: string): string | undefined {
  const given = goKind(value)
  if (given === 'string' || given === 'bool') return given === wanted ? undefined : `unrecognized type: ${wanted}`
  const integer = wanted === 'int32' || wanted === 'int64'
  if (given === 'int64') {
    if (integer) return undefined
    return wanted === 'string' ? `cannot convert int64 to ${goType}` : `unrecognized type: ${wanted}`
  }
  if (given === 'float64' && integer) return `cannot convert float64 to ${goType}`
  return `unrecognized type: ${wanted}`
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function goKind(value: unknown): string {
  if (Array.isArray(value)) return 'slice'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'object') return 'map'
  if (typeof value === 'string') return 'string'
  return typeof value === 'bigint' || Number.isInteger(value) ? 'int64' : 'float64'
}
