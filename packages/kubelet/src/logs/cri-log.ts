/**
 * Lines of container logs as the runtime writes them: `<RFC3339Nano> stdout|stderr P|F <text>`.
 * In: bytes of one line, without its newline. Out: time, stream, text; undefined for what is no such line. Pure.
 * Elsewhere: reading and following files (../node/log-reader.ts).
 */

export interface LogLine {
  /** As written, nanoseconds included. */
  readonly time: string
  readonly stream: 'stdout' | 'stderr'
  /** More of the same line follows. */
  readonly partial: boolean
  readonly text: Buffer
}

const space = 0x20

export function parseLogLine(line: Buffer): LogLine | undefined {
  const first = line.indexOf(space)
  const second = line.indexOf(space, first + 1)
  if (first <= 0 || second < 0) return undefined
  const stream = line.toString('latin1', first + 1, second)
  if (stream !== 'stdout' && stream !== 'stderr') return undefined
  const third = line.indexOf(space, second + 1)
  const tags = line.toString('latin1', second + 1, third < 0 ? line.length : third).split(':')
  return {
    time: line.toString('latin1', 0, first),
    stream,
    partial: tags[0] === 'P',
    text: third < 0 ? Buffer.alloc(0) : line.subarray(third + 1),
  }
}

/** Milliseconds and the nanoseconds below them, for exact comparison. */
export function logTime(text: string): { ms: number; nanos: number } {
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? ''
  const nanos = Number(fraction.padEnd(9, '0').slice(0, 9))
  return { ms: Date.parse(text.replace(/\.\d+/, '')) + Math.floor(nanos / 1e6), nanos: nanos % 1e6 }
}

/** Nine decimals always, as clients see times. */
export function fixedNanos(time: string): string {
  const match = /^(.*?)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(time)
  if (!match) return time
  const [, base = '', fraction = '', zone = 'Z'] = match
  return `${base}.${fraction.padEnd(9, '0')}${zone}`
}

export interface LogOptions {
  readonly tailLines?: number | undefined
  /** Nothing before this instant. */
  readonly sinceMs?: number | undefined
  readonly limitBytes?: number | undefined
  readonly timestamps?: boolean | undefined
  readonly follow?: boolean | undefined
}

/** Turns log lines into what the reader gets; remembers whether a line was left open, and how much is still allowed. */
export class LogWriter {
  readonly #options: LogOptions
  #open = false
  #left: number
  #linesLeft: number

  constructor(options: LogOptions) {
    this.#options = options
    this.#left = options.limitBytes ?? Number.POSITIVE_INFINITY
    // A container writes on while its last lines are read: what comes after them was not asked for.
    this.#linesLeft =
      options.follow === true ? Number.POSITIVE_INFINITY : (options.tailLines ?? Number.POSITIVE_INFINITY)
  }

  /** No more may be given. */
  get full(): boolean {
    return this.#left <= 0 || this.#linesLeft <= 0
  }

  /** @returns bytes to give out, empty when the line is before `sinceMs` */
  take(line: LogLine): Buffer {
    const { sinceMs, timestamps } = this.#options
    this.#linesLeft--
    if (sinceMs !== undefined && logTime(line.time).ms < sinceMs) return Buffer.alloc(0)
    const parts = [line.text]
    if (timestamps === true && !this.#open) parts.unshift(Buffer.from(`${fixedNanos(line.time)} `))
    if (!line.partial) parts.push(Buffer.from('\n'))
    this.#open = line.partial
    const bytes = Buffer.concat(parts).subarray(0, this.#left)
    this.#left -= bytes.length
    return bytes
  }
}
