/**
 * Values that rules cannot read, because they are not what the schema says: stored before the schema said so, and let pass.
 * In: a node and its value. Out: the value, or an error that a rule meets when it reads it.
 * @see apiserver pkg/cel/common/values.go
 */
import { EvalError } from '@elli/machinery/cel/values'
import { goTypeName } from '@elli/machinery/go-quote'
import { isJsonObject, type Json } from '@elli/machinery/json'
import { isInteger } from './number-checks.ts'
import type { Structural } from './structural.ts'

export function ruleValue(schema: Structural, value: Json): unknown {
  const problem = problemOf(schema, value)
  return problem === undefined ? value : new EvalError(problem)
}

function problemOf(schema: Structural, value: Json): string | undefined {
  const isNumber = typeof value === 'number' || typeof value === 'bigint'
  const isWhole = isNumber && isInteger(value)
  if (schema.intOrString) {
    const fits = typeof value === 'string' || isWhole
    return fits ? undefined : 'invalid data, expected XIntOrString value to be either a string or integer'
  }
  const unless = (fits: boolean, expected: string): string | undefined =>
    fits ? undefined : `invalid data, expected ${expected}, got ${goTypeName(value)}`
  switch (schema.type) {
    case 'object':
      return isJsonObject(value) ? undefined : 'invalid data, expected a map for the provided schema with type=object'
    case 'array':
      return Array.isArray(value)
        ? undefined
        : 'invalid data, expected an array for the provided schema with type=array'
    case 'string':
      return unless(typeof value === 'string', 'string')
    case 'number':
      return unless(isNumber, 'float')
    case 'integer':
      return unless(isWhole, 'int')
    case 'boolean':
      return unless(typeof value === 'boolean', 'bool')
    default:
      return undefined
  }
}
