import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCron } from './cron.ts'
import { formatGoDuration, formatGoDurationNanos, parseGoDuration, parseGoDurationNanos } from './go-duration.ts'
import { TimeZone } from './time-zone.ts'

function next(spec: string, from: string): string | undefined {
  const instant = parseCron(spec).next(Date.parse(from))
  return instant === undefined ? undefined : new Date(instant).toISOString().replace('.000', '')
}

describe('next', () => {
  for (const [spec, from, expected] of [
    ['*/1 * * * ?', '2024-02-28T23:59:30Z', '2024-02-29T00:00:00Z'],
    ['* * * * *', '2024-02-28T10:00:00Z', '2024-02-28T10:01:00Z'],
    ['* * * * *', '2024-02-28T10:00:00.500Z', '2024-02-28T10:01:00Z'],
    ['0/15 * * * *', '2024-07-09T14:45:00Z', '2024-07-09T15:00:00Z'],
    ['20-35/15 * * * *', '2024-07-09T14:45:00Z', '2024-07-09T15:20:00Z'],
    ['30 6 * * *', '2024-07-09T06:30:00Z', '2024-07-10T06:30:00Z'],
    ['0 0 29 2 *', '2024-03-01T00:00:00Z', '2028-02-29T00:00:00Z'],
    ['0 0 30 2 *', '2024-03-01T00:00:00Z', undefined],
    ['0 0 1 JAN-MAR/2 *', '2024-01-01T00:00:00Z', '2024-03-01T00:00:00Z'],
    ['0 0 * * Mon,fri', '2024-07-09T00:00:00Z', '2024-07-12T00:00:00Z'],
    ['0 0 13 * 5', '2024-07-09T00:00:00Z', '2024-07-12T00:00:00Z'],
    ['0 0 */2 * 5', '2024-07-06T00:00:00Z', '2024-07-07T00:00:00Z'],
    ['0 0 13 * *', '2024-07-09T00:00:00Z', '2024-07-13T00:00:00Z'],
    ['@hourly', '2024-07-09T14:45:00Z', '2024-07-09T15:00:00Z'],
    ['@daily', '2024-07-09T14:45:00Z', '2024-07-10T00:00:00Z'],
    ['@weekly', '2024-07-09T14:45:00Z', '2024-07-14T00:00:00Z'],
    ['@monthly', '2024-07-09T14:45:00Z', '2024-08-01T00:00:00Z'],
    ['@yearly', '2024-07-09T14:45:00Z', '2025-01-01T00:00:00Z'],
    ['@every 90s', '2024-07-09T14:45:00.7Z', '2024-07-09T14:46:30Z'],
    ['@every 5ms', '2024-07-09T14:45:00Z', '2024-07-09T14:45:01Z'],
    ['TZ=America/New_York 0 9 * * *', '2024-07-09T00:00:00Z', '2024-07-09T13:00:00Z'],
    ['CRON_TZ=Asia/Kolkata 30 5 * * *', '2024-07-09T00:00:00Z', '2024-07-10T00:00:00Z'],
    // Clocks go from 2:00 to 3:00: there is no 2:30 on that day.
    ['TZ=America/New_York 30 2 * * *', '2024-03-10T05:00:00Z', '2024-03-11T06:30:00Z'],
    // Clocks go from 2:00 back to 1:00: 1:30 comes twice.
    ['TZ=America/New_York 30 1 * * *', '2024-11-03T04:00:00Z', '2024-11-03T05:30:00Z'],
    ['TZ=America/New_York 30 1 * * *', '2024-11-03T05:30:00Z', '2024-11-03T06:30:00Z'],
    ['TZ=America/New_York 0 * * * *', '2024-03-10T06:30:00Z', '2024-03-10T07:00:00Z'],
    // Midnight is skipped in Sao Paulo: the day begins at 1:00.
    ['TZ=America/Sao_Paulo 0 0 4 11 *', '2018-11-03T12:00:00Z', '2019-11-04T03:00:00Z'],
    ['TZ=America/Sao_Paulo 0 1 4 11 *', '2018-11-03T12:00:00Z', '2018-11-04T03:00:00Z'],
  ] as const) {
    test(`${spec} after ${from}`, () => expect(next(spec, from)).toBe(expected))
  }
})

describe('refused', () => {
  for (const [spec, message] of [
    ['', 'empty spec string'],
    ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
    ['xyz * * * *', 'failed to parse int from xyz: strconv.Atoi: parsing "xyz": invalid syntax'],
    ['60 * * * *', 'end of range (60) above maximum (59): 60'],
    ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
    ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
    ['*/0 * * * *', 'step of range should be a positive number: */0'],
    ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
    ['1/2/3 * * * *', 'too many slashes: 1/2/3'],
    ['* * * * 7', 'end of range (7) above maximum (6): 7'],
    ['@unrecognized', 'unrecognized descriptor: @unrecognized'],
    ['@every x', 'failed to parse duration @every x: time: invalid duration "x"'],
    ['TZ=Mars/Base 0 0 * * *', 'provided bad location Mars/Base: unknown time zone Mars/Base'],
  ] as const) {
    test(spec || 'empty', () => expect(() => parseCron(spec)).toThrow(expect.objectContaining({ message })))
  }
})

test('next agrees with trying every minute', () => {
  const field = (min: number, max: number) =>
    fc.oneof(
      fc.constant('*'),
      fc.integer({ min, max }).map(String),
      fc.integer({ min: 2, max: 7 }).map((n) => `*/${n}`),
    )
  const spec = fc.tuple(field(0, 59), field(0, 23), field(1, 28), fc.constant('*'), field(0, 6))
  const start = Date.UTC(2024, 1, 20)
  fc.assert(
    fc.property(spec, fc.integer({ min: 0, max: 86_400_000 }), (fields, offset) => {
      const schedule = parseCron(fields.join(' '))
      const from = start + offset
      const found = schedule.next(from)
      if (found === undefined) throw new Error('never due')
      expect(found).toBeGreaterThan(from)
      const matches = (instant: number): boolean => schedule.next(instant - 1) === instant
      expect(matches(found)).toBe(true)
      const limit = Math.min(found, from + 2 * 3_600_000)
      for (let at = Math.floor(from / 60_000) * 60_000 + 60_000; at < limit; at += 60_000)
        expect(matches(at)).toBe(false)
    }),
    { numRuns: 40 },
  )
})

test('wall clocks go there and back', () => {
  const zones = ['UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Australia/Lord_Howe'].map((name) =>
    TimeZone.find(name),
  )
  fc.assert(
    fc.property(fc.constantFrom(...zones), fc.integer({ min: 0, max: 2_000_000_000 }), (zone, seconds) => {
      if (zone === undefined) throw new Error('no such zone')
      const wall = zone.wallAt(seconds * 1000)
      const instant = zone.instantOf(wall.year, wall.month, wall.day, wall.hour, wall.minute, wall.second)
      expect(zone.wallAt(instant)).toEqual(wall)
      expect(instant).toBeLessThanOrEqual(seconds * 1000)
    }),
  )
  expect(TimeZone.find('+02:00')).toBeUndefined()
})

describe('durations', () => {
  for (const [text, ms, printed] of [
    ['1h30m', 5_400_000, '1h30m0s'],
    ['1.5s', 1500, '1.5s'],
    ['300ms', 300, '300ms'],
    ['-1m', -60_000, '-1m0s'],
    ['0', 0, '0s'],
    ['.5h', 1_800_000, '30m0s'],
    ['2us', 0.002, '2µs'],
  ] as const) {
    test(text, () => {
      expect(parseGoDuration(text)).toBe(ms)
      expect(formatGoDuration(ms)).toBe(printed)
    })
  }
  for (const [text, message] of [
    ['', 'time: invalid duration ""'],
    ['3', 'time: missing unit in duration "3"'],
    ['3x', 'time: unknown unit "x" in duration "3x"'],
    ['.s', 'time: invalid duration ".s"'],
  ] as const) {
    test(`refuses ${JSON.stringify(text)}`, () => expect(() => parseGoDuration(text)).toThrow(message))
  }
  test('printing and reading again', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), (nanos) => {
        expect(parseGoDurationNanos(formatGoDurationNanos(nanos))).toBe(nanos)
      }),
    )
  })
})
