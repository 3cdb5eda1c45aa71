/**
 * Whether the proxy does its work: healthy while no change has waited longer than the limit. Pure but for the clock.
 * @see kubernetes v1.31 /healthz and /livez of kube-proxy, KEP-3836
 */
import type { Node } from '@elli/api/core/v1'
import type { Clock } from '@elli/host/clock'
import { toTime } from '@elli/host/time'

const toBeDeletedTaint = 'ToBeDeletedByClusterAutoscaler'

export interface HealthAnswer {
  code: 200 | 503
  body: string
}

export class ProxyHealth {
  readonly #clock: Clock
  readonly #limitMs: number
  #waitingSince: number | undefined
  #lastUpdated: number | undefined
  #nodeEligible = true

  /** @param limitMs how long a change may wait to be written */
  constructor(clock: Clock, limitMs: number) {
    this.#clock = clock
    this.#limitMs = limitMs
  }

  queued(): void {
    this.#waitingSince ??= this.#clock.now()
  }

  updated(): void {
    this.#waitingSince = undefined
    this.#lastUpdated = this.#clock.now()
  }

  nodeSeen(node: Node): void {
    const leaving = (node.spec?.taints ?? []).some((taint) => taint.key === toBeDeletedTaint)
    this.#nodeEligible = node.metadata.deletionTimestamp === undefined && !leaving
  }

  /** True while it starts, too. */
  get healthy(): boolean {
    if (this.#lastUpdated === undefined || this.#waitingSince === undefined) return true
    return this.#clock.now() - this.#waitingSince < this.#limitMs
  }

  /** Load balancers ask this one: a node on its way out gets no new connections. */
  healthz(): HealthAnswer {
    const ok = this.healthy && this.#nodeEligible
    return { code: ok ? 200 : 503, body: `{${this.#times(ok)}, "nodeEligible": ${this.#nodeEligible}}` }
  }

  livez(): HealthAnswer {
    return { code: this.healthy ? 200 : 503, body: `{${this.#times(this.healthy)}}` }
  }

  #times(ok: boolean): string {
    const now = this.#clock.now()
    const lastUpdated = ok ? now : (this.#lastUpdated ?? now)
    return `"lastUpdated": ${JSON.stringify(toTime(lastUpdated))},"currentTime": ${JSON.stringify(toTime(now))}`
  }
}
