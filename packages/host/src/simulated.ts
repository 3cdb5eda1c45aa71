/**
 * A host for tests and simulation: virtual clock, seeded random, files in memory, scripted processes, kept logs.
 * The same seed and the same calls give the same run. It costs microseconds to make, so every test takes its own.
 */
import type { Instant } from './clock.ts'
import type { Host } from './host.ts'
import type { LogFields, Logger } from './log.ts'
import { type MemoryFiles, memoryFiles } from './memory-files.ts'
import { seededRandom } from './random.ts'
import { type ScriptedProcesses, scriptedProcesses } from './scripted-processes.ts'
import { VirtualClock } from './virtual-clock.ts'

export interface LogEntry {
  level: 'error' | 'warn' | 'info' | 'debug'
  at: Instant
  component: string
  message: string
  fields: LogFields
}

export interface SimulatedHost extends Host {
  readonly clock: VirtualClock
  readonly files: MemoryFiles
  readonly processes: ScriptedProcesses
  /** The newest log entries, oldest first. */
  readonly logged: readonly LogEntry[]
  /** Lets virtual milliseconds pass; see VirtualClock.advance. */
  advance(ms: number): Promise<void>
  /** Lets time pass until the condition holds; throws after `limitMs` virtual milliseconds. @returns how many passed */
  runUntil(condition: () => boolean | Promise<boolean>, limitMs: number): Promise<number>
  /** Lets time pass until the promise settles, and hands on its outcome. */
  complete<T>(work: Promise<T>, limitMs?: number): Promise<T>
  /** Lets everything that needs no time run. */
  settle(): Promise<void>
  /** What is still open: timers, sleeps, file watches, processes. Empty when everything was closed. */
  pending(): string[]
}

/** Longest a `complete` lets pass unless told otherwise: an hour. */
const defaultLimitMs = 3_600_000

export function simulatedHost(options: { seed: number; start?: Instant }): SimulatedHost {
  const clock = new VirtualClock(options.start)
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
    advance: (ms) => clock.advance(ms),
    runUntil: (condition, limitMs) => clock.runUntil(condition, limitMs),
    complete: (work, limitMs = defaultLimitMs) => clock.complete(work, limitMs),
    settle: () => clock.settle(),
    pending: () => [...clock.pending(), ...files.pending(), ...processes.pending()],
  }
}

/** Entries kept at most; older ones are dropped so that a long simulation does not grow for ever. */
const keptEntries = 10_000

export function keptLog(now: () => Instant): { log: Logger; entries: readonly LogEntry[] } {
  const entries: LogEntry[] = []
  const logger = (component: string): Logger => {
    const write =
      (level: LogEntry['level']) =>
      (message: string, fields: LogFields = {}): void => {
        if (entries.length >= 2 * keptEntries) entries.splice(0, keptEntries)
        entries.push({ level, at: now(), component, message, fields })
      }
    return {
      error: write('error'),
      warn: write('warn'),
      info: write('info'),
      debug: write('debug'),
      child: (name) => logger(name),
    }
  }
  return { log: logger(''), entries }
}
