/**
 * What a machine gives us, handed in. Every component receives one Host and reaches clock, randomness, files,
 * processes and the network through it only; that is what lets one seed and one virtual clock replay a whole cluster.
 * Real: ./node/host.ts. Simulated: ./simulated.ts (virtual clock, seeded random, memory files, no processes).
 */
import type { Clock } from './clock.ts'
import type { Files } from './files.ts'
import type { Logger } from './log.ts'
import type { Processes } from './processes.ts'
import type { RandomSource } from './random.ts'

export interface Host {
  readonly clock: Clock
  readonly random: RandomSource
  readonly files: Files
  readonly processes: Processes
  readonly log: Logger
}
