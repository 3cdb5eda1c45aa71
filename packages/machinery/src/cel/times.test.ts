import { describe, expect, test } from 'vitest'
import {
  formatDuration,
  formatTimestamp,
  parseDuration,
  parseTimestamp,
  timestampOf,
  wallClock,
  wallClockIn,
} from './times.ts'
import { Duration, EvalError, Timestamp } from './values.ts'

describe('timestamps', () => {
  test.each([
    ['2009-02-13T23:31:30Z', '2009-02-13T23:31:30Z'],
    ['2009-02-13T23:31:30.120Z', '2009-02-13T23:31:30.12Z'],
    ['2009-02-13T23:31:30.000000001+05:30', '2009-02-13T23:31:30.000000001+05:30'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
    ['9999-12-31T23:59:59.999999999Z', '9999-12-31T23:59:59.999999999Z'],
    ['2000-02-29T12:00:00-08:00', '2000-02-29T12:00:00-08:00'],
  ])('%s', (text, written) => {
    const time = parseTimestamp(text)
    expect(time instanceof Timestamp && formatTimestamp(time)).toBe(written)
  })

  test.each([
    '',
    '2009-02-13',
    '2009-02-30T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2009-02-13T24:00:00Z',
    '2009-02-13t00:00:00z',
  ])('%j is none', (text) => {
    expect(parseTimestamp(text)).toBeUndefined()
  })

  test('the ends of time', () => {
    expect(timestampOf(-62_135_596_800_000_000_000n)).toBeInstanceOf(Timestamp)
    expect(timestampOf(-62_135_596_800_000_000_001n)).toBeInstanceOf(EvalError)
    expect(timestampOf(253_402_300_800_000_000_000n)).toBeInstanceOf(EvalError)
  })

  test('calendars', () => {
    expect(wallClock(0n, 0)).toMatchObject({ year: 1970, month: 1, day: 1, weekday: 4, dayOfYear: 0 })
    expect(wallClock(-1n, 0)).toMatchObject({
      year: 1969,
      month: 12,
      day: 31,
      hour: 23,
      second: 59,
      nanos: 999_999_999,
    })
    expect(wallClock(951_827_696n * 1_000_000_000n, 0)).toMatchObject({ year: 2000, month: 2, day: 29, dayOfYear: 59 })
  })

  test('zones', () => {
    const summer = 1_720_000_000_000_000_000n
    expect(wallClockIn(summer, 'Europe/Berlin')).toMatchObject({ hour: 11, minute: 46 })
    expect(wallClockIn(summer, '-03:30')).toMatchObject({ hour: 6, minute: 16 })
    expect(wallClockIn(summer, '02:00')).toMatchObject({ hour: 11 })
    expect(wallClockIn(summer, 'Nowhere/Else')).toEqual(new EvalError('unknown time zone Nowhere/Else'))
  })
})

test.each([
  ['1h2m3s4ms', '3723.004s'],
  ['-1.5h', '-5400s'],
  ['0', '0s'],
  ['1ns', '0.000000001s'],
])('duration %s', (text, written) => {
  const duration = parseDuration(text)
  expect(duration instanceof Duration && formatDuration(duration)).toBe(written)
})
