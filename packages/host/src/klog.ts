/**
 * Log lines as klog writes them, Kubernetes' default format: `I1121 23:01:02.123456   PID component] message key="value"`.
 * Pure: the instant and the process id are given.
 */
import type { Instant } from './clock.ts'
import type { LogFields } from './log.ts'

export type LogLevel = 'error' | 'warn' | 'info' | 'debug'

const letters: Readonly<Record<LogLevel, string>> = { error: 'E', warn: 'W', info: 'I', debug: 'I' }

/** One line, with its newline. The time is UTC; values are quoted as Go's %q would, numbers and booleans bare. */
export function klogLine(
  level: LogLevel,
  at: Instant,
  pid: number,
  component: string,
  message: string,
  fields: LogFields | undefined,
): string {
  const time = new Date(at).toISOString()
  const head = `${letters[level]}${time.slice(5, 7)}${time.slice(8, 10)} ${time.slice(11, 23)}000 ${String(pid).padStart(7)} ${component}] `
  let line = head + quoteLineBreaks(message)
  if (fields !== undefined)
    for (const key of Object.keys(fields)) {
      const value = fields[key]
      if (value !== undefined) line += ` ${key}=${formatValue(value)}`
    }
  return `${line}\n`
}

/** A message stays bare for reading, but must not be able to forge a second line. */
function quoteLineBreaks(message: string): string {
  return /[\n\r]/.test(message) ? JSON.stringify(message) : message
}

function formatValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  return JSON.stringify(value instanceof Error ? errorText(value) : value) ?? String(value)
}

/** An error in one line, with the chain of what caused it. */
export function errorText(error: Error): string {
  let text = error.message === '' ? error.name : error.message
  let cause = error.cause
  for (let depth = 0; cause instanceof Error && depth < 5; depth++) {
    if (!text.includes(cause.message)) text += `: ${cause.message}`
    cause = cause.cause
  }
  return text
}
