/**
 * Logs of a real process: klog text by default, JSON through pino (loaded only when asked for), to standard error.
 * Always: lines keep their order, are written at the latest at the end of the event loop's turn, and on exit.
 */
import { writeSync } from 'node:fs'
import type { Clock } from '../clock.ts'
import { errorText, klogLine, type LogLevel } from '../klog.ts'
import type { LogFields, Logger } from '../log.ts'

export interface LogOptions {
  /** The least important level that is written; default `info`. */
  logLevel?: LogLevel
  logFormat?: 'text' | 'json'
  component?: string
  /** Where complete lines go; default standard error. Tests give their own. */
  write?: (text: string) => void
}

const ranks: Readonly<Record<LogLevel, number>> = { error: 3, warn: 2, info: 1, debug: 0 }

type Sink = (level: LogLevel, component: string, message: string, fields: LogFields | undefined) => void

export function realLog(clock: Clock, options: LogOptions = {}): Logger {
  const lines = batchedLines(options.write ?? writeToStandardError)
  const sink = options.logFormat === 'json' ? jsonSink(clock, lines) : textSink(clock, lines.add)
  const least = ranks[options.logLevel ?? 'info']
  const logger = (component: string): Logger => {
    const write =
      (level: LogLevel) =>
      (message: string, fields?: LogFields): void => {
        if (ranks[level] >= least) sink(level, component, message, fields)
      }
    return {
      error: write('error'),
      warn: write('warn'),
      info: write('info'),
      debug: write('debug'),
      child: logger,
    }
  }
  return logger(options.component ?? 'elli')
}

function textSink(clock: Clock, add: (line: string) => void): Sink {
  return (level, component, message, fields) =>
    add(klogLine(level, clock.now(), process.pid, component, message, fields))
}

interface Lines {
  add(line: string): void
  flush(): void
}

function batchedLines(write: (text: string) => void): Lines {
  let waiting = ''
  let scheduled = false
  const flush = (): void => {
    const text = waiting
    waiting = ''
    if (text !== '') write(text)
  }
  return {
    flush,
    add(line) {
      waiting += line
      if (scheduled) return
      scheduled = true
      process.once('exit', flush)
      setImmediate(() => {
        scheduled = false
        process.removeListener('exit', flush)
        flush()
      })
    },
  }
}

/** JSON with the keys of Kubernetes' own (`ts`, `v`, `msg`, `err`), one pino for all components. */
function jsonSink(clock: Clock, lines: Lines): Sink {
  type Entry = { level: LogLevel; ts: number; component: string; message: string; fields: LogFields | undefined }
  let queued: Entry[] = []
  let pinoWrite: ((entry: Entry) => void) | undefined
  const plainly = (entry: Entry): void =>
    lines.add(`${JSON.stringify({ level: entry.level, ...record(entry), msg: entry.message })}\n`)
  const load = async (): Promise<void> => {
    const { pino } = await import('pino')
    const log = pino(
      {
        level: 'debug',
        messageKey: 'msg',
        base: null,
        timestamp: false,
        formatters: { level: (level) => ({ level }) },
        serializers: { err: errorValue },
      },
      { write: (line: string) => lines.add(line) },
    )
    pinoWrite = (entry) => log[entry.level](record(entry), entry.message)
  }
  const drain = (): void => {
    const entries = queued
    queued = []
    // The process may end before pino is loaded: the same record, written plainly, is better than none.
    for (const entry of entries) {
      if (pinoWrite) pinoWrite(entry)
      else plainly(entry)
    }
  }
  const onExit = (): void => {
    drain()
    lines.flush()
  }
  process.once('exit', onExit)
  load()
    .catch((error: unknown) => {
      // A broken installation must not cost the logs.
      pinoWrite = plainly
      queued.unshift({
        level: 'warn',
        ts: clock.now(),
        component: 'elli',
        message: 'cannot load pino',
        fields: { error },
      })
    })
    .then(() => {
      drain()
      process.removeListener('exit', onExit)
    })
    .catch(onExit)
  return (level, component, message, fields) => {
    const entry: Entry = { level, ts: clock.now(), component, message, fields }
    if (pinoWrite) pinoWrite(entry)
    else queued.push(entry)
  }

  function record(entry: Entry): LogFields {
    const out: LogFields = { ts: entry.ts, logger: entry.component }
    if (entry.level !== 'error') out.v = entry.level === 'debug' ? 4 : 0
    for (const [key, value] of Object.entries(entry.fields ?? {}))
      out[key === 'error' ? 'err' : key] = value instanceof Error ? errorText(value) : value
    return out
  }
}

function errorValue(value: unknown): unknown {
  return value instanceof Error ? errorText(value) : value
}

/** Standard error may be a full pipe that refuses for now (EAGAIN): wait a millisecond and go on, logs are not dropped. */
function writeToStandardError(text: string): void {
  let rest: Uint8Array = Buffer.from(text)
  const pause = new Int32Array(new SharedArrayBuffer(4))
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(2, rest))
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      // Whoever read our output is gone: there is nobody left to tell.
      if (code === 'EPIPE' || code === 'EBADF' || code === 'EIO') return
      if (code !== 'EAGAIN') throw error
      Atomics.wait(pause, 0, 0, 1)
    }
  }
}
