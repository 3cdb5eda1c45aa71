/**
 * Pods that permit plugins let wait after a node was found for them.
 * Always: a pod goes on when every plugin it waits for allowed it, or when one rejects it or takes too long.
 * @see kubernetes v1.31 pkg/scheduler/framework/runtime/waiting_pods_map.go
 */
import type { Clock, Timer } from '@elli/host/clock'
import type { PodInfo } from './pod-info.ts'
import { type Status, unschedulable } from './status.ts'

interface Waiting {
  readonly pending: Map<string, Timer>
  readonly settled: Promise<Status | undefined>
  settle(status: Status | undefined): void
}

export class WaitingPods {
  readonly #clock: Clock
  readonly #pods = new Map<string, Waiting>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /** @param waits milliseconds by plugin */
  add(pod: PodInfo, waits: ReadonlyMap<string, number>): void {
    const { promise: settled, resolve } = promised<Status | undefined>()
    const pending = new Map<string, Timer>()
    const settle = (status: Status | undefined): void => {
      for (const timer of pending.values()) timer.cancel()
      resolve(status)
    }
    for (const [plugin, ms] of waits) {
      const timeout = (): void =>
        settle(unschedulable(plugin, `rejected due to timeout after waiting ${ms / 1000}s at plugin ${plugin}`))
      pending.set(plugin, this.#clock.after(ms, timeout))
    }
    this.#pods.set(pod.uid, { pending, settled, settle })
  }

  allow(uid: string, plugin: string): void {
    const waiting = this.#pods.get(uid)
    waiting?.pending.get(plugin)?.cancel()
    waiting?.pending.delete(plugin)
    if (waiting?.pending.size === 0) waiting.settle(undefined)
  }

  /** @returns whether it was waiting */
  reject(uid: string, plugin: string, message: string): boolean {
    const waiting = this.#pods.get(uid)
    waiting?.settle(unschedulable(plugin, message))
    return waiting !== undefined
  }

  /** Resolves with undefined when the pod may go on; at once where it does not wait. */
  async wait(uid: string): Promise<Status | undefined> {
    try {
      return await this.#pods.get(uid)?.settled
    } finally {
      this.#pods.delete(uid)
    }
  }

  /** The scheduler ends: nobody waits any longer. */
  close(): void {
    for (const waiting of this.#pods.values()) waiting.settle(unschedulable('', 'the scheduler is stopping'))
  }
}

function promised<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {}
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
