/**
 * Whether a text is a cron schedule, in the grammar of five fields and @-words that CronJobs take.
 * In: the text. Out: undefined when it is one, else why not, in the words of the library that upstream uses.
 * Elsewhere: when a schedule fires (the cronjob controller).
 */
import { parseDuration } from '@elli/api/schema/durationText'
import { goQuote } from '@elli/machinery/go-quote'

interface Bounds {
  min: number
  max: number
  names?: Readonly<Record<string, number>>
}

const monthNames = numbered(['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'], 1)
const dayNames = numbered(['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'], 0)

const fields: readonly Bounds[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: monthNames },
  { min: 0, max: 6, names: dayNames },
]

function numbered(names: readonly string[], from: number): Record<string, number> {
  return Object.fromEntries(names.map((name, i) => [name, i + from]))
}

const descriptors = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly']

export function scheduleProblem(schedule: string): string | undefined {
  let text = schedule
  if (text === '') return 'empty spec string'
  if (text.startsWith('TZ=') || text.startsWith('CRON_TZ=')) {
    const space = text.indexOf(' ')
    const zone = text.slice(text.indexOf('=') + 1, space < 0 ? undefined : space)
    if (!isTimeZone(zone)) return `provided bad location ${zone}: unknown time zone ${zone}`
    text = space < 0 ? '' : text.slice(space).trim()
  }
  if (text.startsWith('@')) return descriptorProblem(text)
  const parts = text.split(/\s+/).filter((part) => part !== '')
  if (parts.length !== fields.length) {
    return `expected exactly ${fields.length} fields, found ${parts.length}: [${parts.join(' ')}]`
  }
  for (const [i, bounds] of fields.entries()) {
    for (const expression of (parts[i] ?? '').split(',')) {
      if (expression === '') continue
      const problem = rangeProblem(expression, bounds)
      if (problem !== undefined) return problem
    }
  }
  return undefined
}

function descriptorProblem(text: string): string | undefined {
  if (descriptors.includes(text)) return undefined
  const every = '@every '
  if (!text.startsWith(every)) return `unrecognized descriptor: ${text}`
  const duration = text.slice(every.length)
  if (parseDuration(duration) !== undefined) return undefined
  return `failed to parse duration ${text}: time: invalid duration ${goQuote(duration)}`
}

/** One of `n`, `a-b`, `*`, each with an optional `/step`. */
function rangeProblem(expression: string, bounds: Bounds): string | undefined {
  const [range = '', step, ...moreSteps] = expression.split('/')
  const [low = '', high, ...moreHighs] = range.split('-')
  let start: number | string
  let end: number | string
  if (low === '*' || low === '?') {
    start = bounds.min
    end = bounds.max
  } else {
    start = numberOrName(low, bounds)
    if (typeof start === 'string') return start
    end = high === undefined ? start : numberOrName(high, bounds)
    if (moreHighs.length > 0) return `too many hyphens: ${expression}`
    if (typeof end === 'string') return end
  }
  if (step !== undefined) {
    if (moreSteps.length > 0) return `too many slashes: ${expression}`
    const every = plainNumber(step)
    if (typeof every === 'string') return every
    // `n/step` runs from n to the end.
    if (high === undefined) end = bounds.max
    if (every === 0) return `step of range should be a positive number: ${expression}`
  }
  if (start < bounds.min) return `beginning of range (${start}) below minimum (${bounds.min}): ${expression}`
  if (end > bounds.max) return `end of range (${end}) above maximum (${bounds.max}): ${expression}`
  if (start > end) return `beginning of range (${start}) beyond end of range (${end}): ${expression}`
  return undefined
}

function numberOrName(text: string, bounds: Bounds): number | string {
  return bounds.names?.[text.toLowerCase()] ?? plainNumber(text)
}

function plainNumber(text: string): number | string {
  if (!/^[+-]?\d+$/.test(text)) {
    return `failed to parse int from ${text}: strconv.Atoi: parsing ${goQuote(text)}: invalid syntax`
  }
  const value = Number(text)
  return value < 0 ? `negative number (${value}) not allowed: ${text}` : value
}

/** Names of the IANA database; Go's own `Local` and UTC are handled by the caller. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
