/** The real host: this machine's clock, randomness, files, processes and standard error. Made once per process, at the top. */
import type { Host } from '../host.ts'
import { realClock } from '../real-clock.ts'
import { realFiles } from './files.ts'
import { type LogOptions, realLog } from './log.ts'
import { realProcesses } from './processes.ts'
import { systemRandom } from './random.ts'

export type RealHostOptions = Pick<LogOptions, 'logLevel' | 'logFormat' | 'component'>

export function realHost(options: RealHostOptions = {}): Host {
  const clock = realClock()
  const random = systemRandom()
  return {
    clock,
    random,
    files: realFiles(random.stream('host/files')),
    processes: realProcesses(),
    log: realLog(clock, options),
  }
}
