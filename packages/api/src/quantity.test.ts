/** Rows are upstream's behaviour; the properties hold for any amount. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalQuantity, formatQuantity, parseQuantity, QuantityError, sameQuantity } from './quantity.ts'

test.each([
  ['0', '0'],
  ['00', '0'],
  ['0.0', '0'],
  ['0Ki', '0'],
  ['-0', '0'],
  ['1', '1'],
  ['0.5', '500m'],
  ['.5', '500m'],
  ['1.5', '1500m'],
  ['-1.5', '-1500m'],
  ['100m', '100m'],
  ['1000m', '1'],
  ['1000', '1k'],
  ['1024', '1024'],
  ['1500', '1500'],
  ['1Ki', '1Ki'],
  ['8Mi', '8Mi'],
  ['1024Mi', '1Gi'],
  ['1025Ki', '1025Ki'],
  ['1.5Gi', '1536Mi'],
  ['0.5Ki', '512'],
  ['1.25Ki', '1280'],
  ['0.1Ki', '102400m'],
  ['1e3', '1e3'],
  ['1000e3', '1e6'],
  ['12E2', '1200'],
  ['1E', '1E'],
  ['1000E', '1000E'],
  ['1000P', '1E'],
  ['0.0000000001', '1n'],
  ['1.0000000001', '1000000001n'],
  ['-0.0000000001', '-1n'],
  ['9223372036854775807', '9223372036854775807'],
  ['10Ei', '9223372036854775807'],
  ['123456789012345678901', '123456789012345678901'],
  // Upstream keeps what looks canonical to it.
  ['1.500', '1.500'],
  ['+5', '+5'],
])('%s is written %s', (given, expected) => expect(canonicalQuantity(given)).toBe(expected))

test.each(['', 'x', '1x', '1.2.3', '1 Gi', '1ki', '--1', '1e', '1e1.5', '1Kii', '0x10'])(
  '%j is no quantity',
  (given) => {
    expect(() => canonicalQuantity(given)).toThrow(QuantityError)
  },
)

test('upstream says what is wrong', () => {
  expect(() => parseQuantity('1.2.3')).toThrow('quantities must match the regular expression')
  expect(() => parseQuantity('1ki')).toThrow("unable to parse quantity's suffix")
})

test('an exponent without end is refused, not computed', () => {
  expect(() => parseQuantity('1e999999999')).toThrow(QuantityError)
})

const amount = fc
  .tuple(
    fc.bigInt(-(10n ** 15n), 10n ** 15n),
    fc.constantFrom('n', 'u', 'm', '', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e3', 'e-3'),
  )
  .map(([number, suffix]) => `${number}${suffix}`)

test('the canonical text means the same amount', () => {
  fc.assert(fc.property(amount, (text) => sameQuantity(text, canonicalQuantity(text))))
})

test('the canonical text is its own canonical text', () => {
  fc.assert(
    fc.property(amount, (text) => {
      const once = formatQuantity(parseQuantity(text))
      return canonicalQuantity(once) === once
    }),
  )
})
