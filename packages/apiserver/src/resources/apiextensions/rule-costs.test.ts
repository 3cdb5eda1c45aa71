import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { at } from '@elli/machinery/field'
import { expect, test } from 'vitest'
import { costMessage, costsBelow, expressionCost, rootCosts, TotalCost } from './rule-costs.ts'

for (const [name, parents, expected] of [
  ['a field of the root', [{ type: 'object' }], 1],
  ['items of a bounded list', [{ type: 'object' }, { type: 'array', maxItems: 5 }], 5],
  [
    'lists in maps',
    [
      { type: 'array', maxItems: 5 },
      { type: 'object', maxProperties: 4, additionalProperties: {} },
    ],
    20,
  ],
  ['an unbounded list', [{ type: 'array' }, { type: 'array', maxItems: 5 }], 1000],
  ['an unbounded map', [{ type: 'object', additionalProperties: {} }], 1000],
  ['a negative bound', [{ type: 'array', maxItems: -1 }], 0],
] as const satisfies readonly (readonly [string, readonly JSONSchemaProps[], number])[]) {
  test(`how often: ${name}`, () => {
    const schemas: readonly JSONSchemaProps[] = parents
    const context = schemas.reduce((outer, schema) => costsBelow(outer, schema), rootCosts())
    expect(expressionCost(1, context, 1000)).toBe(expected)
  })
}

test('the four most expensive are remembered, cheap ones are not', () => {
  const total = new TotalCost()
  for (const [i, cost] of [2e6, 5e6, 1, 3e6, 9e6, 4e6].entries()) total.observe(at('rule').index(i), cost)
  expect(total.total).toBe(23_000_001)
  expect(total.mostExpensive.map(({ path }) => path.toString())).toEqual(['rule[4]', 'rule[1]', 'rule[5]', 'rule[3]'])
})

for (const [cost, factor] of [
  [10_100_000, '1.010000x'],
  [25_000_000, '2.5x'],
  [1_000_000_001, 'more than 100x'],
] as const) {
  test(`factor ${factor}`, () => {
    expect(costMessage('estimated rule cost', cost, 10_000_000)).toBe(
      `estimated rule cost exceeds budget by factor of ${factor} (try simplifying the rule, or adding maxItems, maxProperties, and maxLength where arrays, maps, and strings are declared)`,
    )
  })
}
