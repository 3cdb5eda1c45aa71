/**
 * How health checks went, for `/metrics/slis`: the last result of each, and how many there were of each sort.
 * @see component-base metrics/prometheus/slis
 */
import { HeldCounter, HeldGauge } from '@elli/host/metrics/held'
import { MetricRegistry } from '@elli/host/metrics/registry'

export class HealthSlis {
  readonly #registry = new MetricRegistry({}, { own: false })
  readonly #last: HeldGauge
  readonly #all: HeldCounter

  constructor() {
    this.#last = new HeldGauge(
      {
        name: 'kubernetes_healthcheck',
        help: 'This metric records the result of a single healthcheck.',
        stability: 'STABLE',
        labels: ['name', 'type'],
      },
      this.#registry,
    )
    this.#all = new HeldCounter(
      {
        name: 'kubernetes_healthchecks_total',
        help: 'This metric records the results of all healthcheck.',
        stability: 'STABLE',
        labels: ['name', 'type', 'status'],
      },
      this.#registry,
    )
  }

  /** @param type `healthz`, `livez` or `readyz` */
  checked(name: string, type: string, ok: boolean): void {
    this.#last.set(ok ? 1 : 0, name, type)
    this.#all.child(name, type, ok ? 'success' : 'error').add(1)
  }

  text(): Promise<string> {
    return this.#registry.metrics()
  }
}
