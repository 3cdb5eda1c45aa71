/** Why a text is no address, in the words of Go's parser. */
import { expect, test } from 'vitest'
import { addressProblem } from './address-problem.ts'

test.each([
  ['10.0.0.1', undefined],
  ['fd00::1', undefined],
  ['zz', 'unable to parse IP'],
  ['010.1.2.3', 'IPv4 field has octet with leading zero'],
  ['10.0.0.1/8', 'unexpected character (at "/8")'],
  ['1.2.3', 'IPv4 address too short'],
  ['1.2.3.4.5', 'IPv4 address too long'],
  ['1.2.3.256', 'IPv4 field has value >255'],
  ['1..2.3', 'IPv4 field must have at least one digit (at ".2.3")'],
])('%s', (text, problem) => {
  expect(addressProblem(text)).toBe(
    problem === undefined ? undefined : `ParseAddr(${JSON.stringify(text)}): ${problem}`,
  )
})
