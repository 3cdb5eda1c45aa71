/** What calendars and clocks show of timestamps, in UTC or a named zone, and units of durations. */
import { globalOverload, type FunctionDeclaration, type Library, memberOverload } from '../declarations.ts'
import { intOf } from '../numbers.ts'
import { type WallClock, wallClock, wallClockIn } from '../times.ts'
import { durationType, intType, stringType, timestampType } from '../types.ts'
import { EvalError } from '../values.ts'
import { duration, text, timestamp } from './arguments.ts'

type Read = (wall: WallClock) => number

function accessor(name: string, id: string, read: Read, unit?: { id: string; nanos: bigint }): FunctionDeclaration {
  const overloads: ReturnType<typeof globalOverload>[] = [
    memberOverload(id, [timestampType], intType, (time) => read(wallClock(timestamp(time).nanos, 0))),
    memberOverload(`${id}_with_tz`, [timestampType, stringType], intType, (time, zone) => {
      const wall = wallClockIn(timestamp(time).nanos, text(zone))
      return wall instanceof EvalError ? wall : read(wall)
    }),
  ]
  if (unit !== undefined) {
    overloads.push(
      memberOverload(unit.id, [durationType], intType, (value) => intOf(duration(value).nanos / unit.nanos)),
    )
  }
  return { name, overloads }
}

export const timeLibrary: Library = {
  functions: [
    accessor('getFullYear', 'timestamp_to_year', (wall) => wall.year),
    accessor('getMonth', 'timestamp_to_month', (wall) => wall.month - 1),
    accessor('getDayOfYear', 'timestamp_to_day_of_year', (wall) => wall.dayOfYear),
    accessor('getDayOfMonth', 'timestamp_to_day_of_month', (wall) => wall.day - 1),
    accessor('getDate', 'timestamp_to_day_of_month_1_based', (wall) => wall.day),
    accessor('getDayOfWeek', 'timestamp_to_day_of_week', (wall) => wall.weekday),
    accessor('getHours', 'timestamp_to_hours', (wall) => wall.hour, {
      id: 'duration_to_hours',
      nanos: 3_600_000_000_000n,
    }),
    accessor('getMinutes', 'timestamp_to_minutes', (wall) => wall.minute, {
      id: 'duration_to_minutes',
      nanos: 60_000_000_000n,
    }),
    accessor('getSeconds', 'timestamp_to_seconds', (wall) => wall.second, {
      id: 'duration_to_seconds',
      nanos: 1_000_000_000n,
    }),
    accessor('getMilliseconds', 'timestamp_to_milliseconds', (wall) => Math.floor(wall.nanos / 1_000_000), {
      id: 'duration_to_milliseconds',
      nanos: 1_000_000n,
    }),
  ],
}
