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
    write: (text) => void writeSync(file, text),
  })
  return { ...host, log }
}
