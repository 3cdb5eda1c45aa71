import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { EvalError } from '@elli/machinery/cel/values'
import type { Json } from '@elli/machinery/json'
import { expect, test } from 'vitest'
import { ruleValue } from './rule-values.ts'
import { structuralOf } from './structural.ts'

for (const [schema, value, problem] of [
  [{ type: 'integer' }, 5, undefined],
  [{ type: 'integer' }, 1.5, 'invalid data, expected int, got float64'],
  [{ type: 'number' }, 5, undefined],
  [{ type: 'number' }, 'x', 'invalid data, expected float, got string'],
  [{ type: 'string' }, 5, 'invalid data, expected string, got int64'],
  [{ type: 'boolean' }, [], 'invalid data, expected bool, got []interface {}'],
  [{ type: 'object' }, 'x', 'invalid data, expected a map for the provided schema with type=object'],
  [{ type: 'array' }, {}, 'invalid data, expected an array for the provided schema with type=array'],
  [{ 'x-kubernetes-int-or-string': true }, '5', undefined],
  [
    { 'x-kubernetes-int-or-string': true },
    true,
    'invalid data, expected XIntOrString value to be either a string or integer',
  ],
] as const satisfies readonly (readonly [JSONSchemaProps, Json, string | undefined])[]) {
  test(`rules read ${JSON.stringify(value)} by ${JSON.stringify(schema)}`, () => {
    const read = ruleValue(structuralOf(schema), value as Json)
    if (problem === undefined) expect(read).toBe(value)
    else expect(read).toEqual(new EvalError(problem))
  })
}
