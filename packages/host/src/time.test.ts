import { expect, test } from 'vitest'
import { nameSuffix, seededRandom, uuid } from './random.ts'
import { fromTime, toMicroTime, toTime } from './time.ts'

test('times round trip as the API writes them', () => {
  const at = Date.UTC(2024, 7, 13, 9, 12, 33, 250)
  expect(toTime(at)).toBe('2024-08-13T09:12:33Z')
  expect(toMicroTime(at)).toBe('2024-08-13T09:12:33.250000Z')
  expect(fromTime(toMicroTime(at))).toBe(at)
  expect(fromTime(null)).toBeUndefined()
  expect(() => fromTime('yesterday')).toThrow(RangeError)
})

test('generated names and UUIDs have their form', () => {
  const random = seededRandom(3).stream('names')
  expect(uuid(random)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(nameSuffix(random)).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{5}$/)
})
