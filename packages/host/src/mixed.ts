/**
 * A host with the real clock and everything else simulated: seeded random, files in memory, scripted processes, kept logs.
 * For in-process clusters that run in real time but must not touch the machine.
 */
import type { Host } from './host.ts'
import { type MemoryFiles, memoryFiles } from './memory-files.ts'
import { seededRandom } from './random.ts'
import { realClock } from './real-clock.ts'
import { type ScriptedProcesses, scriptedProcesses } from './scripted-processes.ts'
import { keptLog, type LogEntry } from './simulated.ts'

export interface MixedHost extends Host {
  readonly files: MemoryFiles
  readonly processes: ScriptedProcesses
  readonly logged: readonly LogEntry[]
  /** What is still open: timers, sleeps, file watches, processes. */
  pending(): string[]
}

export function mixedHost(options: { seed: number }): MixedHost {
  const clock = realClock()
  const files = memoryFiles(clock)
  const processes = scriptedProcesses()
  const kept = keptLog(() => clock.now())
  return {
    clock,
    random: seededRandom(options.seed),
    files,
    processes,
    log: kept.log,
    logged: kept.entries,
    pending: () => [...clock.pending(), ...files.pending(), ...processes.pending()],
  }
}
