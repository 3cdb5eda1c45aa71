/**
 * Reading members of values by name or index, plainly or only if present.
 * Always: through an optional, what is missing gives optional.none() instead of an error.
 */
import { isList, isMap, listAt, listLength, mapGet, noSuchKey } from './containers.ts'
import { CelMap, Double, EvalError, Optional, typeNameOf, Uint, type Value } from './values.ts'

/** The member, undefined when there is none, or an error. */
export function findMember(value: Value, key: Value): Value | undefined {
  if (value instanceof EvalError) return value
  if (isMap(value)) return mapGet(value, key)
  if (isList(value)) {
    const index = indexOf(key)
    if (index instanceof EvalError) return index
    return index >= 0 && index < listLength(value) ? listAt(value, index) : undefined
  }
  return undefined
}

function indexOf(key: Value): number | EvalError {
  if (typeof key === 'number' && Number.isInteger(key)) return key
  if (typeof key === 'bigint') return Number(key)
  if (key instanceof Uint) return Number(key.value)
  if (key instanceof Double || typeof key === 'number') {
    const number = typeof key === 'number' ? key : key.value
    return Number.isInteger(number) ? number : new EvalError(`unsupported index value ${number} in list`)
  }
  return new EvalError(`unsupported index type '${typeNameOf(key)}' in list`)
}

/** `value.name` by a name that is known when the expression is compiled: the quick way for objects of JSON. */
export function selectField(value: Value, name: string, shown: string): Value {
  if (value instanceof Optional) return throughOptional(value, name)
  const found = value instanceof CelMap ? value.get(name) : findMember(value, name)
  return found ?? (found === null ? null : noSuchKey(shown))
}

/** `value[key]`. */
export function selectIndex(value: Value, key: Value): Value {
  if (value instanceof Optional) return throughOptional(value, key)
  const found = findMember(value, key)
  if (found !== undefined) return found
  return isList(value) ? new EvalError(`index out of bounds: ${keyText(key)}`) : noSuchKey(keyText(key))
}

/** `value.?name` and `value[?key]`. */
export function selectOptional(value: Value, key: Value): Value {
  if (value instanceof Optional) return throughOptional(value, key)
  const found = findMember(value, key)
  if (found instanceof EvalError) return found
  return found === undefined ? Optional.none : Optional.of(found)
}

function throughOptional(value: Optional, key: Value): Value {
  return value.value === undefined ? value : selectOptional(value.value, key)
}

/** `has(value.name)`. */
export function hasField(value: Value, name: string, nullIsAbsent: boolean): Value {
  if (value instanceof Optional) return value.value === undefined ? false : hasField(value.value, name, nullIsAbsent)
  const found = findMember(value, name)
  if (found instanceof EvalError) return found
  return found !== undefined && !(nullIsAbsent && found === null)
}

export function keyText(key: Value): string {
  return key instanceof Uint || key instanceof Double ? String(key.value) : String(key)
}
