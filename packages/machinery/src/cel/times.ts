/**
 * Timestamps and durations: texts, ranges, arithmetic, what clocks and calendars show.
 * Always: nanoseconds as BigInt; timestamps from 0001-01-01 to 9999-12-31, durations of 64 bits.
 */
import { DurationError, parseGoDurationNanos } from '../go-duration.ts'
import { TimeZone } from '../time-zone.ts'
import { maxInt, minInt } from './numbers.ts'
import { Duration, EvalError, Timestamp } from './values.ts'

const second = 1_000_000_000n
const minInstant = -62_135_596_800n * second
const maxInstant = 253_402_300_800n * second - 1n

export const timestampOverflow = new EvalError('timestamp overflow')
export const durationOverflow = new EvalError('duration overflow')

export function timestampOf(nanos: bigint, offsetMinutes = 0): Timestamp | EvalError {
  return nanos < minInstant || nanos > maxInstant ? timestampOverflow : new Timestamp(nanos, offsetMinutes)
}

export function durationOf(nanos: bigint): Duration | EvalError {
  return nanos < minInt || nanos > maxInt ? durationOverflow : new Duration(nanos)
}

const rfc3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{1,2}):(\d{2}):(\d{2})(?:[.,](\d+))?(?:(Z)|([+-])(\d{2}):(\d{2}))$/

/** RFC 3339 as Go reads it; undefined when it is none. */
export function parseTimestamp(text: string): Timestamp | EvalError | undefined {
  const match = rfc3339.exec(text)
  if (match === null) return undefined
  const part = (index: number): number => Number(match[index] ?? 0)
  const [year, month, day, hour, minute, seconds] = [part(1), part(2), part(3), part(4), part(5), part(6)]
  const offset = (match[9] === '-' ? -1 : 1) * (part(10) * 60 + part(11))
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined
  if (hour > 23 || minute > 59 || seconds > 59 || part(10) > 24 || part(11) > 59) return undefined
  const nanos = BigInt((match[7] ?? '').slice(0, 9).padEnd(9, '0'))
  const whole = daysFromCivil(year, month, day) * 86_400 + hour * 3600 + minute * 60 + seconds - offset * 60
  return timestampOf(BigInt(whole) * second + nanos, offset)
}

/** `2006-01-02`, at midnight. */
export function parseDate(text: string): Timestamp | undefined {
  const parsed = /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseTimestamp(`${text}T00:00:00Z`) : undefined
  return parsed instanceof Timestamp ? parsed : undefined
}

export function formatTimestamp({ nanos, offsetMinutes }: Timestamp): string {
  const wall = wallClock(nanos, offsetMinutes * 60)
  const pad = (value: number, width = 2): string => String(value).padStart(width, '0')
  const fraction = wall.nanos === 0 ? '' : `.${pad(wall.nanos, 9).replace(/0+$/, '')}`
  const away = Math.abs(offsetMinutes)
  const sign = offsetMinutes < 0 ? '-' : '+'
  const zone = offsetMinutes === 0 ? 'Z' : `${sign}${pad(Math.floor(away / 60))}:${pad(away % 60)}`
  const date = `${pad(wall.year, 4)}-${pad(wall.month)}-${pad(wall.day)}`
  return `${date}T${pad(wall.hour)}:${pad(wall.minute)}:${pad(wall.second)}${fraction}${zone}`
}

/** Go's text, such as `1h30m`; undefined when it is none. */
export function parseDuration(text: string): Duration | undefined {
  try {
    return new Duration(parseGoDurationNanos(text))
  } catch (error) {
    if (error instanceof DurationError) return undefined
    throw error
  }
}

/** Seconds, as in `5400s` or `0.5s`. */
export function formatDuration({ nanos }: Duration): string {
  return `${plainDecimal(durationSeconds(nanos))}s`
}

/** As Go's Duration.Seconds: the nearest double. */
function durationSeconds(nanos: bigint): number {
  const whole = nanos / second
  return Number(whole) + Number(nanos % second) / 1e9
}

/** Shortest digits without an exponent. */
export function plainDecimal(value: number): string {
  const text = String(value)
  if (!text.includes('e')) return text
  const [digits = '', power = '0'] = Math.abs(value).toExponential().split('e')
  const plain = digits.replace('.', '')
  const exponent = Number(power)
  const sign = value < 0 ? '-' : ''
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${plain}`
  return `${sign}${plain.padEnd(exponent + 1, '0')}`
}

export interface WallClock {
  readonly year: number
  /** From 1. */
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly nanos: number
  /** Sunday is 0. */
  readonly weekday: number
  /** From 0. */
  readonly dayOfYear: number
}

export function wallClock(nanos: bigint, offsetSeconds: number): WallClock {
  const seconds = floorDivide(nanos, second)
  const local = Number(seconds) + offsetSeconds
  const days = Math.floor(local / 86_400)
  const inDay = local - days * 86_400
  const { year, month, day } = civilFromDays(days)
  return {
    year,
    month,
    day,
    hour: Math.floor(inDay / 3600),
    minute: Math.floor(inDay / 60) % 60,
    second: inDay % 60,
    nanos: Number(nanos - seconds * second),
    weekday: (((days + 4) % 7) + 7) % 7,
    dayOfYear: days - daysFromCivil(year, 1, 1),
  }
}

/** The wall clock of a zone, by name or as `+02:00`. */
export function wallClockIn(nanos: bigint, zone: string): WallClock | EvalError {
  const colon = zone.indexOf(':')
  if (colon < 0) {
    const found = TimeZone.find(zone === 'Local' ? '' : zone)
    if (found === undefined) return new EvalError(`unknown time zone ${zone}`)
    const milliseconds = Number(floorDivide(nanos, 1_000_000n))
    return wallClock(nanos, Math.round(found.offsetAt(milliseconds) / 1000))
  }
  const [hours, minutes] = [zone.slice(0, colon), zone.slice(colon + 1)]
  for (const text of [hours, minutes]) {
    if (!/^[+-]?\d+$/.test(text)) return new EvalError(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`)
  }
  const offset = zone.startsWith('-') ? Number(hours) * 60 - Number(minutes) : Number(hours) * 60 + Number(minutes)
  return wallClock(nanos, offset * 60)
}

function floorDivide(value: bigint, divisor: bigint): bigint {
  const quotient = value / divisor
  return value % divisor < 0n ? quotient - 1n : quotient
}

function daysInMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
}

/** Days since 1970 of a date in the Gregorian calendar, counted in eras of 400 years that begin in March. */
function daysFromCivil(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

function civilFromDays(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  }
}
