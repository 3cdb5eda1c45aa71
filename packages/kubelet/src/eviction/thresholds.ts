/**
 * Eviction thresholds: `memory.available<100Mi`, `nodefs.available<10%`.
 * Pure. Elsewhere: what is available (./signals.ts), which pods go (./rank.ts).
 */
import { quantityValue } from '@elli/machinery/quantity'
import type { ResolvedOptions } from '../options.ts'

export const signals = [
  'memory.available',
  'nodefs.available',
  'nodefs.inodesFree',
  'imagefs.available',
  'imagefs.inodesFree',
  'pid.available',
] as const
export type Signal = (typeof signals)[number]

export interface Threshold {
  readonly signal: Signal
  /** A quantity or a percentage. */
  readonly value: string
  /** 0 for hard ones. */
  readonly graceMs: number
}

export function thresholdsOf(options: ResolvedOptions): Threshold[] {
  const known = (signal: string): signal is Signal => (signals as readonly string[]).includes(signal)
  const hard = Object.entries(options.evictionHard).flatMap(([signal, value]) =>
    known(signal) ? [{ signal, value, graceMs: 0 }] : [],
  )
  const soft = Object.entries(options.evictionSoft).flatMap(([signal, value]) =>
    known(signal) ? [{ signal, value, graceMs: (options.evictionSoftGracePeriod[signal] ?? 0) * 1000 }] : [],
  )
  return [...hard, ...soft]
}

/** A threshold in units, of a capacity where it is a percentage; nothing asked is 0. */
export function thresholdBytes(value: string | undefined, capacity: number): number {
  if (value === undefined) return 0
  if (value.endsWith('%')) return Math.floor((capacity * Number(value.slice(0, -1))) / 100)
  return quantityValue(value)
}
