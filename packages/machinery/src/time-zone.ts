/**
 * Wall clocks of time zones, by the zone data that comes with the JavaScript engine.
 * In: IANA names, instants in milliseconds. Out: what the wall clock shows, and when it shows something.
 * Always: a wall time that a change of clocks skips is read as Go reads it, with the offset before or after the gap;
 * one that happens twice is read as the first.
 */

/** What a wall clock shows; months from 1, Sunday is 0. */
export interface WallTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
  readonly weekday: number
}

export class TimeZone {
  readonly name: string
  private readonly format: Intl.DateTimeFormat | undefined

  private constructor(name: string, format: Intl.DateTimeFormat | undefined) {
    this.name = name
    this.format = format
  }

  static readonly utc = new TimeZone('UTC', undefined)

  /** The zone of that name, or undefined when there is none. '' and `UTC` are UTC. */
  static find(name: string): TimeZone | undefined {
    if (name === '' || name === 'UTC') return TimeZone.utc
    // The engine would take offsets such as +02:00, which Go does not know as names.
    if (/^[+-]/.test(name)) return undefined
    try {
      const format = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
        timeZone: name,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      })
      return new TimeZone(name, format)
    } catch (error) {
      if (error instanceof RangeError) return undefined
      throw error
    }
  }

  /** What has to be added to UTC to get the wall clock, in milliseconds. */
  offsetAt(instant: number): number {
    if (this.format === undefined) return 0
    const parts = new Map(this.format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
    const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
    const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
    return wall - Math.floor(instant / 1000) * 1000
  }

  wallAt(instant: number): WallTime {
    const wall = new Date(instant + this.offsetAt(instant))
    return {
      year: wall.getUTCFullYear(),
      month: wall.getUTCMonth() + 1,
      day: wall.getUTCDate(),
      hour: wall.getUTCHours(),
      minute: wall.getUTCMinutes(),
      second: wall.getUTCSeconds(),
      weekday: wall.getUTCDay(),
    }
  }

  /** When the wall clock shows this; months and days beyond their range carry over. */
  instantOf(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number {
    const wall = Date.UTC(year, month - 1, day, hour, minute, second)
    const first = wall - this.offsetAt(wall)
    const guess = this.offsetAt(first)
    const second2 = wall - guess
    if (this.offsetAt(second2) === guess) return earliest(this, wall, second2)
    // Inside a gap no instant shows this wall time: take the offset that holds before it.
    return wall - Math.min(guess, this.offsetAt(second2))
  }
}

/** Of two instants that show the same wall time, the first. */
function earliest(zone: TimeZone, wall: number, found: number): number {
  const before = wall - zone.offsetAt(found - 3 * 3_600_000)
  return before < found && before + zone.offsetAt(before) === wall ? before : found
}
