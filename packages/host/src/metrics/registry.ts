/**
 * The metrics of one component: prom-client's registry, with what kube components do about metrics on top.
 * In: what the flags of a component say about metrics. Out: the text of `/metrics`, sorted by name.
 * Always: disabled metrics and those hidden for their age count on but are not shown; how many there are of each is told,
 * and how often a label value was none of those allowed.
 * @see component-base metrics/registry.go
 */
import { Registry } from 'prom-client'
import { isHidden } from './declaration.ts'
import { type Held, HeldCounter } from './held.ts'
import { type AllowedLabels, LabelLimits } from './label-limits.ts'

export interface MetricOptions {
  /** `--allow-metric-labels`, or what its manifest says. */
  readonly allowedLabels?: AllowedLabels
  /** `--disabled-metrics`. */
  readonly disabled?: readonly string[]
  /** `--show-hidden-metrics-for-version`: metrics deprecated in earlier releases are shown. */
  readonly showHidden?: boolean
}

export class MetricRegistry extends Registry {
  readonly limits: LabelLimits
  readonly #disabled: ReadonlySet<string>
  readonly #showHidden: boolean
  readonly #held = new Map<string, Held<unknown>>()
  #hidden = 0

  /** @param own whether it tells about itself as well */
  constructor({ allowedLabels, disabled = [], showHidden = false }: MetricOptions = {}, { own = true } = {}) {
    super()
    this.limits = new LabelLimits(allowedLabels)
    this.#disabled = new Set(disabled)
    this.#showHidden = showHidden
    if (own) this.#tellOfItself()
  }

  #tellOfItself(): void {
    const total = (name: string, help: string, count: () => number, stability: 'ALPHA' | 'BETA'): void => {
      new HeldCounter(
        { name, help, labels: [], stability, collect: (self) => void (self.child().value = count()) },
        this,
      )
    }
    total('disabled_metrics_total', 'The count of disabled metrics.', () => this.#disabled.size, 'BETA')
    total('hidden_metrics_total', 'The count of hidden metrics.', () => this.#hidden, 'BETA')
    total(
      'cardinality_enforcement_unexpected_categorizations_total',
      'The count of unexpected categorizations during cardinality enforcement.',
      () => this.limits.replaced,
      'ALPHA',
    )
    new HeldCounter(
      {
        name: 'registered_metrics_total',
        help: 'The count of registered metrics broken by stability level and deprecation version.',
        labels: ['stability_level', 'deprecated_version'],
        stability: 'BETA',
        collect: (self) => this.#countRegistered(self),
      },
      this,
    )
  }

  /** Called by metrics as they are made. */
  declare(metric: Held<unknown>): void {
    const { name, declaration } = metric
    if (this.#held.has(name)) throw new Error(`A metric with the name ${name} has already been registered.`)
    if (this.#disabled.has(name)) return
    if (isHidden(declaration) && !this.#showHidden) {
      this.#hidden++
      return
    }
    this.#held.set(name, metric)
  }

  /** Whether anybody sees the metric: if not, counting it is not worth the work. */
  shows(metric: Held<unknown>): boolean {
    return this.#held.get(metric.name) === metric
  }

  #countRegistered(counter: HeldCounter): void {
    counter.reset()
    for (const { declaration } of this.#held.values())
      counter.child(declaration.stability ?? 'ALPHA', declaration.deprecated ?? '').add(1)
  }

  /** The text of `/metrics`. */
  override async metrics(): Promise<string> {
    await Promise.allSettled([...this.#held.values()].map(async (metric) => metric.prepare()))
    const others = this.getMetricsAsArray().map(({ name }) => name)
    let text = ''
    for (const name of [...this.#held.keys(), ...others].sort()) {
      text += this.#held.get(name)?.text() ?? `${await super.getSingleMetricAsString(name)}\n`
    }
    return text
  }

  /** One metric's text; nothing when it is not shown. */
  override async getSingleMetricAsString(name: string): Promise<string> {
    return this.#held.get(name)?.text() ?? super.getSingleMetricAsString(name)
  }
}
