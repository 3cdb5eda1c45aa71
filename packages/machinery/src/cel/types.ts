/**
 * Types as the checker handles them: constants, constructors, names in messages, sameness.
 * Always: a type is data (see ./contract.ts); `size` and `listType` have no part in what a type is.
 * Elsewhere: which type may stand for which (./unify.ts).
 */
import type { CelObjectType, CelType } from './contract.ts'

export const dynType: CelType = { kind: 'dyn' }
export const nullType: CelType = { kind: 'null' }
export const boolType: CelType = { kind: 'bool' }
export const intType: CelType = { kind: 'int' }
export const uintType: CelType = { kind: 'uint' }
export const doubleType: CelType = { kind: 'double' }
export const stringType: CelType = { kind: 'string' }
export const bytesType: CelType = { kind: 'bytes' }
export const timestampType: CelType = { kind: 'timestamp' }
export const durationType: CelType = { kind: 'duration' }
export const typeType: CelType = { kind: 'type' }

/** What an expression has that was reported as wrong already; fits everywhere, so that one mistake is told once. */
export const errorType: CelType = { kind: 'opaque', name: '!error!' }

export const listOf = (element: CelType): CelType => ({ kind: 'list', element })
export const mapOf = (key: CelType, value: CelType): CelType => ({ kind: 'map', key, value })
export const optionalOf = (of: CelType): CelType => ({ kind: 'optional', of })
export const parameter = (name: string): CelType => ({ kind: 'parameter', name })
export const typeOf = (of: CelType): CelType => ({ kind: 'type', of })
export const opaque = (name: string): CelType => ({ kind: 'opaque', name })

export function objectType(name: string, fields: CelObjectType['fields']): CelObjectType {
  return { kind: 'object', name, fields }
}

export const isDynOrError = (type: CelType): boolean => type.kind === 'dyn' || type === errorType

/** The types inside, in order: element, key and value, and so on. */
export function typeParameters(type: CelType): readonly CelType[] {
  switch (type.kind) {
    case 'list':
      return [type.element]
    case 'map':
      return [type.key, type.value]
    case 'optional':
      return [type.of]
    case 'type':
      return type.of === undefined ? [] : [type.of]
    case 'opaque':
      return type.parameters ?? []
    default:
      return []
  }
}

/** As messages of the checker write it: `map(string, int)`, `timestamp`. */
export function formatType(type: CelType): string {
  const name = type.kind === 'object' || type.kind === 'opaque' || type.kind === 'parameter' ? type.name : undefined
  const parameters = typeParameters(type)
  const plain = name ?? (type.kind === 'optional' ? 'optional_type' : type.kind)
  return parameters.length === 0 ? plain : `${plain}(${parameters.map(formatType).join(', ')})`
}

/** As `type(x)` and run-time messages name it: `google.protobuf.Timestamp`, `null_type`, `list`. */
export function runtimeTypeName(type: CelType): string {
  switch (type.kind) {
    case 'timestamp':
      return 'google.protobuf.Timestamp'
    case 'duration':
      return 'google.protobuf.Duration'
    case 'null':
      return 'null_type'
    case 'optional':
      return 'optional_type'
    case 'object':
    case 'opaque':
    case 'parameter':
      return type.name
    default:
      return type.kind
  }
}

export function sameType(a: CelType, b: CelType): boolean {
  if (a === b) return true
  if (a.kind !== b.kind || runtimeTypeName(a) !== runtimeTypeName(b)) return false
  const [left, right] = [typeParameters(a), typeParameters(b)]
  return left.length === right.length && left.every((type, i) => sameType(type, right[i] ?? errorType))
}

/** `(int, string)`, or `list(int).(string)` for a member function. */
export function formatSignature(types: readonly CelType[], member: boolean): string {
  const [target, ...rest] = types
  if (member && target !== undefined) return `${formatType(target)}.(${rest.map(formatType).join(', ')})`
  return `(${types.map(formatType).join(', ')})`
}
