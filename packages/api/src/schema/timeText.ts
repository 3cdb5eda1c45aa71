/**
 * Times of the API as text: RFC 3339 in, upstream's form out (UTC; whole seconds, or six digits of fraction).
 * In: text, or seconds since 1970 with nanoseconds as the wire has them. Out: the other one.
 * Always: plain calendar arithmetic, years 1 to 9999; no clock.
 */

export interface Instant {
  /** Since 1970-01-01T00:00:00Z; negative before. */
  readonly seconds: number
  readonly nanos: number
}

/** Year 1, which Go takes for "no time". */
export const zeroTimeSeconds = -62_135_596_800

const utcSeconds = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/
const utcMicros = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/
const rfc3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:[.,](\d+))?(Z|[+-]\d{2}:\d{2})$/

/** undefined when the text is no RFC 3339 time. */
export function parseTime(text: string): Instant | undefined {
  const match = rfc3339.exec(text)
  if (match === null) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number)
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return undefined
  if (hour > 23 || minute > 59 || second > 59) return undefined
  const zone = match[8] ?? 'Z'
  let offset = 0
  if (zone !== 'Z') {
    const [hours = 0, minutes = 0] = zone.slice(1).split(':').map(Number)
    if (hours > 24 || minutes > 60) return undefined
    offset = (hours * 3600 + minutes * 60) * (zone.startsWith('-') ? -1 : 1)
  }
  const nanos = Number((match[7] ?? '').slice(0, 9).padEnd(9, '0'))
  return { seconds: dayNumber(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset, nanos }
}

/** `2024-01-02T03:04:05Z` */
export function formatTime(seconds: number): string {
  const days = Math.floor(seconds / 86_400)
  const rest = seconds - days * 86_400
  const { year, month, day } = calendarDay(days)
  return `${digits(year, 4)}-${digits(month, 2)}-${digits(day, 2)}T${digits(Math.floor(rest / 3600), 2)}:${digits(
    Math.floor(rest / 60) % 60,
    2,
  )}:${digits(rest % 60, 2)}Z`
}

/** `2024-01-02T03:04:05.000006Z` */
export function formatMicroTime({ seconds, nanos }: Instant): string {
  return `${formatTime(seconds).slice(0, -1)}.${digits(Math.floor(nanos / 1000), 6)}Z`
}

/** Upstream's form of a time; '' for the zero time; undefined when the text is no time. */
export function normalTime(text: string): string | undefined {
  if (utcSeconds.test(text) && !text.startsWith('0001-')) return text
  const instant = parseTime(text)
  if (instant === undefined) return undefined
  return instant.seconds === zeroTimeSeconds && instant.nanos === 0 ? '' : formatTime(instant.seconds)
}

/** The same with microseconds. Text without a fraction is taken too. */
export function normalMicroTime(text: string): string | undefined {
  if (utcMicros.test(text) && !text.startsWith('0001-')) return text
  const instant = parseTime(text)
  if (instant === undefined) return undefined
  return instant.seconds === zeroTimeSeconds && instant.nanos === 0 ? '' : formatMicroTime(instant)
}

function digits(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** Days since 1970-01-01. Years are counted from March, so that the leap day comes last. */
function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

function calendarDay(days: number): { year: number; month: number; day: number } {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const fromMarch = Math.floor((5 * dayOfYear + 2) / 153)
  const month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * fromMarch + 2) / 5) + 1,
  }
}
