/**
 * One probe of one container as a state machine: what the last stable result is, and whether to probe now.
 * In: the container as its status shows it, results of probes. Out: decisions and stable results. Pure but for its own state.
 * Elsewhere: timers (./probe-manager.ts), doing a probe (./prober.ts). Source: kubernetes v1.31 pkg/kubelet/prober/worker.go (rules).
 */
import type { Probe } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'

export type ProbeKind = 'liveness' | 'readiness' | 'startup'

export interface ProbedContainer {
  /** undefined while it was never started. */
  readonly id: string | undefined
  readonly running: boolean
  readonly startedAt: Instant
  readonly started: boolean
  /** Ended, and the pod's restart policy will not bring it back. */
  readonly gone: boolean
  readonly podDeleted: boolean
}

/** `skip`: nothing to do this time; `stop`: never again; `probe`: do it now. */
export type ProbeStep = 'skip' | 'stop' | 'probe'

export class ProbeWorker {
  readonly kind: ProbeKind
  readonly #probe: Probe
  #containerId: string | undefined
  #stable: boolean | undefined
  #onHold = false
  #last: boolean | undefined
  #run = 0

  constructor(kind: ProbeKind, probe: Probe) {
    this.kind = kind
    this.#probe = probe
  }

  get periodMs(): number {
    return (this.#probe.periodSeconds ?? 10) * 1000
  }

  /** The last stable result for this container; undefined when there is none. */
  result(containerId: string): boolean | undefined {
    return containerId === this.#containerId ? this.#stable : undefined
  }

  get containerId(): string | undefined {
    return this.#containerId
  }

  /** @param changed told when the stable result is another than before */
  step(container: ProbedContainer, now: Instant, changed: () => void): ProbeStep {
    if (container.id === undefined) return 'skip'
    if (container.id !== this.#containerId) {
      this.#containerId = container.id
      this.#stable = this.#initialResult()
      this.#onHold = false
      this.#last = undefined
      this.#run = 0
    }
    if (this.#onHold) return 'skip'
    if (!container.running) {
      this.#set(false, changed)
      return container.gone ? 'stop' : 'skip'
    }
    if (container.podDeleted && this.kind !== 'readiness') {
      this.#set(true, changed)
      return 'stop'
    }
    if (now - container.startedAt < (this.#probe.initialDelaySeconds ?? 0) * 1000) return 'skip'
    // A startup probe is over once the container counts as started; the others wait for that.
    if (container.started === (this.kind === 'startup')) return 'skip'
    return 'probe'
  }

  /** Takes the result of a probe; a failed liveness or a decided startup probe waits for the next container. */
  take(success: boolean, changed: () => void): void {
    if (this.#last === success) this.#run++
    else {
      this.#last = success
      this.#run = 1
    }
    const threshold = success ? (this.#probe.successThreshold ?? 1) : (this.#probe.failureThreshold ?? 3)
    if (this.#run < threshold) return
    this.#set(success, changed)
    if ((this.kind === 'liveness' && !success) || this.kind === 'startup') {
      this.#onHold = true
      this.#run = 0
    }
  }

  #initialResult(): boolean | undefined {
    if (this.kind === 'startup') return undefined
    return this.kind === 'liveness'
  }

  #set(success: boolean, changed: () => void): void {
    if (this.#stable === success) return
    this.#stable = success
    changed()
  }
}
