/**
 * Cron schedules as CronJobs write them: five fields, `?`, names, ranges, steps, `@hourly` and its kin, `@every 1h`,
 * `TZ=` and `CRON_TZ=` in front.
 * In: a text. Out: a schedule that tells when it is due next. Always: whole seconds; errors are those of the original.
 * Elsewhere: zones (./time-zone.ts). @see robfig/cron v3, standard parser
 */
import { parseGoDurationNanos, DurationError } from './go-duration.ts'
import { goQuote } from './go-quote.ts'
import { TimeZone, type WallTime } from './time-zone.ts'

export class CronError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'CronError'
  }
}

export interface Schedule {
  /** The first instant after `instant` (milliseconds) that is due; undefined when there is none within five years. */
  next(instant: number): number | undefined
}

interface Field {
  readonly values: ReadonlySet<number>
  /** The field says "any"; days of month and of week are then ANDed instead of ORed. */
  readonly star: boolean
}

interface Bounds {
  readonly min: number
  readonly max: number
  readonly names: readonly string[]
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const bounds = {
  minute: { min: 0, max: 59, names: [] },
  hour: { min: 0, max: 23, names: [] },
  day: { min: 1, max: 31, names: [] },
  month: { min: 1, max: 12, names: months },
  weekday: { min: 0, max: 6, names: weekdays },
} satisfies Record<string, Bounds>

const descriptors: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
}

/**
 * @param local the zone of schedules that name none
 * @throws CronError with the original's text
 */
export function parseCron(text: string, local: TimeZone = TimeZone.utc): Schedule {
  if (text === '') throw new CronError('empty spec string')
  const { zone, spec } = splitZone(text, local)
  if (spec.startsWith('@')) return parseDescriptor(spec, zone)
  return parseFields(spec, zone)
}

/** Whether a schedule names a zone itself, which a CronJob with `timeZone` may not. */
export function cronNamesZone(text: string): boolean {
  return text.includes('TZ')
}

function splitZone(text: string, local: TimeZone): { zone: TimeZone; spec: string } {
  const match = /^(?:CRON_)?TZ=([^ ]*)(.*)$/s.exec(text)
  if (match === null) return { zone: local, spec: text }
  const [, name = '', rest = ''] = match
  // Without anything behind the zone the original would crash; to us it is a schedule without fields.
  const zone = name === 'Local' ? local : TimeZone.find(name)
  if (zone === undefined) throw new CronError(`provided bad location ${name}: unknown time zone ${name}`)
  return { zone, spec: rest.trim() }
}

function parseDescriptor(spec: string, zone: TimeZone): Schedule {
  const fields = Object.hasOwn(descriptors, spec) ? descriptors[spec] : undefined
  if (fields !== undefined) return parseFields(fields, zone)
  const every = '@every '
  if (!spec.startsWith(every)) throw new CronError(`unrecognized descriptor: ${spec}`)
  try {
    return constantDelay(parseGoDurationNanos(spec.slice(every.length)))
  } catch (error) {
    if (!(error instanceof DurationError)) throw error
    throw new CronError(`failed to parse duration ${spec}: ${error.message}`)
  }
}

/** Whole seconds, one at least; due that long after the second in which it is asked. */
function constantDelay(nanos: bigint): Schedule {
  const seconds = Math.max(1, Number(nanos / 1_000_000_000n))
  return { next: (instant) => (Math.floor(instant / 1000) + seconds) * 1000 }
}

function parseFields(spec: string, zone: TimeZone): Schedule {
  const fields = spec.split(/\s+/).filter((field) => field !== '')
  if (fields.length !== 5) {
    throw new CronError(`expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`)
  }
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = fields
  return new FieldSchedule(
    {
      minute: parseField(minute, bounds.minute),
      hour: parseField(hour, bounds.hour),
      day: parseField(day, bounds.day),
      month: parseField(month, bounds.month),
      weekday: parseField(weekday, bounds.weekday),
    },
    zone,
  )
}

function parseField(text: string, bound: Bounds): Field {
  const values = new Set<number>()
  let star = false
  for (const part of text.split(',').filter((item) => item !== '')) {
    const range = parseRange(part, bound)
    for (let value = range.start; value <= range.end; value += range.step) values.add(value)
    star ||= range.star
  }
  return { values, star }
}

function parseRange(text: string, bound: Bounds): { start: number; end: number; step: number; star: boolean } {
  const [span = '', stepText, ...moreSlashes] = text.split('/')
  const [low = '', high, ...moreHyphens] = span.split('-')
  const star = low === '*' || low === '?'
  let start = bound.min
  let end = bound.max
  if (!star) {
    start = parseNumber(low, bound.names, bound.min)
    if (moreHyphens.length > 0) throw new CronError(`too many hyphens: ${text}`)
    end = high === undefined ? start : parseNumber(high, bound.names, bound.min)
  }
  let step = 1
  if (moreSlashes.length > 0) throw new CronError(`too many slashes: ${text}`)
  if (stepText !== undefined) {
    step = parseNumber(stepText, [], 0)
    // `N/step` means from N to the end.
    if (high === undefined) end = bound.max
  }
  if (start < bound.min) throw new CronError(`beginning of range (${start}) below minimum (${bound.min}): ${text}`)
  if (end > bound.max) throw new CronError(`end of range (${end}) above maximum (${bound.max}): ${text}`)
  if (start > end) throw new CronError(`beginning of range (${start}) beyond end of range (${end}): ${text}`)
  if (step === 0) throw new CronError(`step of range should be a positive number: ${text}`)
  return { start, end, step, star: star && step === 1 }
}

function parseNumber(text: string, names: readonly string[], first: number): number {
  const named = names.indexOf(text.toLowerCase())
  if (named >= 0) return named + first
  if (!/^[+-]?[0-9]+$/.test(text)) {
    const cause = `strconv.Atoi: parsing ${goQuote(text)}: invalid syntax`
    throw new CronError(`failed to parse int from ${text}: ${cause}`)
  }
  const value = Number(text)
  if (value < 0) throw new CronError(`negative number (${value}) not allowed: ${text}`)
  return value
}

type Fields = Readonly<Record<'minute' | 'hour' | 'day' | 'month' | 'weekday', Field>>

/** How far ahead a schedule such as "30 February" is looked for. */
const yearsAhead = 5
const minuteMs = 60_000
const hourMs = 3_600_000

class FieldSchedule implements Schedule {
  private readonly fields: Fields
  private readonly zone: TimeZone

  constructor(fields: Fields, zone: TimeZone) {
    this.fields = fields
    this.zone = zone
  }

  /** Walks days on the wall clock, then hours and minutes in real time, so that changes of clocks are lived through. */
  next(instant: number): number | undefined {
    const start = (Math.floor(instant / 1000) + 1) * 1000
    const from = this.zone.wallAt(start)
    for (let dayOffset = 0; ; dayOffset++) {
      const date = calendarDate(from, dayOffset)
      if (date.year > from.year + yearsAhead) return undefined
      if (!this.fields.month.values.has(date.month)) {
        dayOffset += daysLeftInMonth(date)
        continue
      }
      if (!this.dayMatches(date)) continue
      const found = this.withinDay(date, dayOffset === 0 ? start : undefined)
      if (found !== undefined) return found
    }
  }

  private dayMatches(date: CalendarDate): boolean {
    const { day, weekday } = this.fields
    const [byDay, byWeekday] = [day.values.has(date.day), weekday.values.has(date.weekday)]
    return day.star || weekday.star ? byDay && byWeekday : byDay || byWeekday
  }

  /** The first due minute of a day, not before `start`. */
  private withinDay(date: CalendarDate, start: number | undefined): number | undefined {
    const { zone } = this
    const begin = start ?? zone.instantOf(date.year, date.month, date.day)
    let instant = Math.ceil(begin / minuteMs) * minuteMs
    while (true) {
      const wall = zone.wallAt(instant)
      if (!sameDate(wall, date)) return undefined
      if (!this.fields.hour.values.has(wall.hour)) instant += hourMs - wall.minute * minuteMs - wall.second * 1000
      else if (!this.fields.minute.values.has(wall.minute)) instant += minuteMs - wall.second * 1000
      else if (wall.second !== 0) instant += minuteMs - wall.second * 1000
      else return instant
    }
  }
}

type CalendarDate = Pick<WallTime, 'year' | 'month' | 'day' | 'weekday'>

function calendarDate(from: CalendarDate, offset: number): CalendarDate {
  const date = new Date(Date.UTC(from.year, from.month - 1, from.day + offset))
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
  }
}

function daysLeftInMonth(date: CalendarDate): number {
  return new Date(Date.UTC(date.year, date.month, 0)).getUTCDate() - date.day
}

function sameDate(wall: WallTime, date: CalendarDate): boolean {
  return wall.year === date.year && wall.month === date.month && wall.day === date.day
}
