import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as q from './quantity.ts'

describe('upstream writes back', () => {
  for (const [input, output] of [
    ['0', '0'],
    ['0Mi', '0'],
    ['100m', '100m'],
    ['1.5', '1500m'],
    ['1.500', '1.500'],
    ['0.5', '500m'],
    ['1000m', '1'],
    ['1000', '1k'],
    ['1500000', '1500k'],
    ['1e3', '1e3'],
    ['1e2', '100'],
    ['12E6', '12E6'],
    ['1024', '1024'],
    ['1Ki', '1Ki'],
    ['1024Ki', '1Mi'],
    ['1025Ki', '1025Ki'],
    ['1.5Gi', '1536Mi'],
    ['0.5Ki', '512'],
    ['0.1Mi', '104857600m'],
    ['8Mi', '8Mi'],
    ['1024Gi', '1Ti'],
    ['0.0000000001', '1n'],
    ['-1.5', '-1500m'],
    ['+5', '+5'],
    ['0005', '0005'],
    ['9Ei', '9223372036854775807'],
    ['1000E', '1000E'],
    ['.5', '500m'],
    ['5.', '5.'],
    [' 1 ', '1'],
  ] as const) {
    test(`${input} as ${output}`, () => expect(q.canonicalQuantity(input)).toBe(output))
  }
})

for (const [input, message] of [
  ['', /must match the regular expression/],
  ['abc', /must match the regular expression/],
  ['1.2.3', /must match the regular expression/],
  ['1 Mi', /must match the regular expression/],
  ['1i', /unable to parse quantity's suffix/],
  ['1MiB', /must match the regular expression/],
  ['1e', /unable to parse quantity's suffix/],
  ['1e99999', /unable to parse numeric part of quantity/],
] as const) {
  test(`refuses ${JSON.stringify(input)}`, () => expect(() => q.parseQuantity(input)).toThrow(message))
}

test('values round away from zero', () => {
  expect(q.quantityValue('1.1')).toBe(2)
  expect(q.quantityValue('-1.1')).toBe(-2)
  expect(q.milliValue('0.0001')).toBe(1)
  expect(q.milliValue('2')).toBe(2000)
  expect(q.scaledValue('1Gi', 6)).toBe(1074n)
})

test('sums take the format of the first that is not zero', () => {
  expect(q.quantityText(q.addQuantities('0', '1Gi'))).toBe('1Gi')
  expect(q.quantityText(q.addQuantities('1Gi', '1G'))).toBe('2073741824')
  expect(q.quantityText(q.addQuantities('500m', '500m'))).toBe('1')
  expect(q.quantityText(q.subQuantities('1', '100m'))).toBe('900m')
})

const amount = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    fc.bigInt({ min: 0n, max: 10n ** 20n }),
    fc.option(fc.stringMatching(/^[0-9]{1,12}$/), { nil: undefined }),
    fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'e3', 'E-3', 'e0'),
  )
  .map(([sign, whole, fraction, suffix]) => `${sign}${whole}${fraction === undefined ? '' : `.${fraction}`}${suffix}`)

test('canonical text means the same amount and is stable', () => {
  fc.assert(
    fc.property(amount, (text) => {
      const first = q.parseQuantity(text)
      const again = q.parseQuantity(q.quantityText(first))
      expect(again.nanos).toBe(first.nanos)
      expect(q.quantityText(again)).toBe(q.quantityText(first))
      const bare = q.quantityText({ nanos: first.nanos, format: first.format })
      expect(q.parseQuantity(bare).nanos).toBe(first.nanos)
    }),
  )
})

test('add and sub undo one another, compare agrees with sub', () => {
  fc.assert(
    fc.property(amount, amount, (a, b) => {
      expect(q.compareQuantities(q.subQuantities(q.addQuantities(a, b), b), a)).toBe(0)
      expect(q.compareQuantities(a, b)).toBe(q.quantitySign(q.subQuantities(a, b)))
    }),
  )
})
