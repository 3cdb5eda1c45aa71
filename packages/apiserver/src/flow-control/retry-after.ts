/**
 * Retry-After of refused requests: the more are refused, the longer the rest is told to stay away.
 * In: each refusal of a priority level. Out: seconds, from 1, doubled and reduced by one as refusals come and go, 32 at most.
 */
import type { Clock } from '@elli/host/clock'

const longest = 32

interface Level {
  second: number
  count: number
  history: { second: number; count: number }[]
  retryAfter: number
  changedAt: number
}

export class RetryAfter {
  readonly #clock: Clock
  readonly #levels = new Map<string, Level>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** Notes a refusal. @returns the seconds to tell */
  refused(levelName: string): number {
    const now = Math.floor(this.#clock.now() / 1000)
    let level = this.#levels.get(levelName)
    if (level === undefined) {
      level = { second: 0, count: 0, history: [], retryAfter: 1, changedAt: 0 }
      this.#levels.set(levelName, level)
    }
    if (level.second === now) level.count++
    else {
      remember(level)
      level.second = now
      level.count = 1
      adjust(level, now)
    }
    return level.retryAfter
  }
}

function remember(level: Level): void {
  level.history.push({ second: level.second, count: level.count })
  const kept = Math.min(2 * level.retryAfter, longest)
  level.history = level.history.filter(({ second }) => level.second - second <= kept)
}

/** Looks at what was refused in full seconds since clients were last told to come back. */
function adjust(level: Level, now: number): void {
  const { retryAfter } = level
  let refused = 0
  for (const { second, count } of level.history) {
    if (now - second <= retryAfter && second < now) refused += count
  }
  if (now - level.changedAt >= retryAfter && refused >= 3 * retryAfter) {
    level.retryAfter = Math.min(2 * retryAfter, longest)
    level.changedAt = now
  } else if (refused < retryAfter && retryAfter > 1) level.retryAfter--
}
