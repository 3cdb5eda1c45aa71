/** The real host of one of Elli's processes, its log going to a file (or to standard error when none is named). */
import { mkdirSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Host } from '@elli/host/host'
import { realHost } from '@elli/host/node/host'
import { realLog } from '@elli/host/node/log'

export function componentHost(options: { logFile?: string | undefined; verbose: boolean; component: string }): Host {
  const logLevel = options.verbose ? ('debug' as const) : ('info' as const)
  const host = realHost({ component: options.component, logLevel })
  if (options.logFile === undefined) return host
  mkdirSync(dirname(options.logFile), { recursive: true })
  const file = openSync(options.logFile, 'a', 0o644)
  const log = realLog(host.clock, {
    component: options.component,
    logLevel,
    write: keepWriting(file),
  })
  return { ...host, log }
}

/** A disk that takes no more must not end a process by way of its log: what is lost is counted, and told when there is room again. */
function keepWriting(file: number): (text: string) => void {
  let lost = 0
  return (text) => {
    try {
      if (lost > 0) writeSync(file, `${JSON.stringify({ level: 'warn', msg: 'log lines were lost', lines: lost })}\n`)
      lost = 0
      writeSync(file, text)
    } catch {
      lost++
    }
  }
}
