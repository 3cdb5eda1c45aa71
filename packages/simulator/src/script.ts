/**
 * What a simulated pod is to do: from its annotations, and from what a test has told it.
 * Always: a value that is no number counts as absent; what was told wins over what is annotated.
 */
import type { Pod } from '@elli/api/core/v1'

export const annotations = {
  /** Seconds each container waits before it starts. */
  startDelaySeconds: 'simulator.elli.dev/start-delay-seconds',
  /** Seconds each init container runs; 0 when absent. */
  initSeconds: 'simulator.elli.dev/init-seconds',
  /** Seconds each container runs before it ends by itself; for ever when absent. */
  exitAfterSeconds: 'simulator.elli.dev/exit-after-seconds',
  /** Exit code when it ends by itself; 0 when absent. */
  exitCode: 'simulator.elli.dev/exit-code',
  /** Seconds a container runs before it is ready; 0 when absent. */
  readyAfterSeconds: 'simulator.elli.dev/ready-after-seconds',
  /** Seconds a container takes to end when asked to; 0 when absent. */
  terminationSeconds: 'simulator.elli.dev/termination-seconds',
  /** Exit code when it was asked to end; 143 when absent, as of a program that SIGTERM ends. */
  terminationExitCode: 'simulator.elli.dev/termination-exit-code',
} as const

/** An end of containers that was asked for from outside. */
export interface Exit {
  /** All running ones when absent. */
  container?: string
  exitCode: number
  reason?: string
  message?: string
}

/** What a test has told one pod. */
export interface Orders {
  /** Happen once. */
  exits?: readonly Exit[]
  /** Forces readiness either way. */
  ready?: boolean
  /** Containers (or the one named) end with this code each time, after so many seconds. */
  crashLoop?: { container?: string; exitCode: number; afterSeconds: number }
  /** The node throws the pod out. */
  eviction?: { reason: string; message: string }
}

export interface Behaviour {
  startDelaySeconds: number
  initSeconds: number
  exitAfterSeconds: number | undefined
  exitCode: number
  readyAfterSeconds: number
  terminationSeconds: number
  terminationExitCode: number
}

export function behaviourOf({ metadata }: Pod, defaultStartDelaySeconds: number): Behaviour {
  const number = (name: string): number | undefined => {
    const text = metadata.annotations?.[name]
    const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text)
    return Number.isFinite(value) ? value : undefined
  }
  return {
    startDelaySeconds: number(annotations.startDelaySeconds) ?? defaultStartDelaySeconds,
    initSeconds: number(annotations.initSeconds) ?? 0,
    exitAfterSeconds: number(annotations.exitAfterSeconds),
    exitCode: number(annotations.exitCode) ?? 0,
    readyAfterSeconds: number(annotations.readyAfterSeconds) ?? 0,
    terminationSeconds: number(annotations.terminationSeconds) ?? 0,
    terminationExitCode: number(annotations.terminationExitCode) ?? 143,
  }
}
