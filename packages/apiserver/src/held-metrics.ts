/**
 * Metrics whose labelled children are held by whoever counts: an increment is an addition, and labels are looked up once.
 * In: names as upstream's. Out: what the registry of prom-client prints.
 * Always: children exist from their first look-up on and are never forgotten unless told to; labels come in the declared order.
 */
import type { Metric, Registry } from 'prom-client'

interface Sample {
  metricName?: string
  labels: Record<string, string | number>
  value: number
}

interface Description {
  readonly name: string
  readonly help: string
  readonly labels: readonly string[]
}

/** One time series. */
export class HeldValue {
  value = 0

  add(by: number): void {
    this.value += by
  }
}

/** What every held metric has in common: its children by their label values. */
abstract class Held<Child> {
  readonly name: string
  readonly help: string
  readonly #labels: readonly string[]
  readonly #type: string
  readonly #children = new Map<string, { values: readonly string[]; child: Child }>()

  constructor(type: string, { name, help, labels }: Description, registry: Registry) {
    this.name = name
    this.help = help
    this.#labels = labels
    this.#type = type
    // The registry asks a metric for its name and its numbers only; its type names the library's own classes.
    registry.registerMetric(this as unknown as Metric)
  }

  protected abstract make(): Child
  protected abstract samples(child: Child, labels: Record<string, string>): Sample[]

  child(...values: readonly string[]): Child {
    const key = values.join('\0')
    let held = this.#children.get(key)
    if (held === undefined) {
      held = { values, child: this.make() }
      this.#children.set(key, held)
    }
    return held.child
  }

  /** Forgets the series whose first label has this value. */
  forget(first: string): void {
    for (const [key, { values }] of this.#children) if (values[0] === first) this.#children.delete(key)
  }

  /** Asked by the registry. */
  get(): Promise<{ name: string; help: string; type: string; values: Sample[]; aggregator: string }> {
    const values: Sample[] = []
    for (const held of this.#children.values()) {
      const labels = Object.fromEntries(this.#labels.map((label, i) => [label, held.values[i] ?? '']))
      values.push(...this.samples(held.child, labels))
    }
    return Promise.resolve({ name: this.name, help: this.help, type: this.#type, values, aggregator: 'sum' })
  }

  reset(): void {
    this.#children.clear()
  }
}

export class HeldCounter extends Held<HeldValue> {
  constructor(description: Description, registry: Registry) {
    super('counter', description, registry)
  }

  protected make(): HeldValue {
    return new HeldValue()
  }

  protected samples(child: HeldValue, labels: Record<string, string>): Sample[] {
    return [{ labels, value: child.value }]
  }
}

export class HeldGauge extends Held<HeldValue> {
  constructor(description: Description, registry: Registry) {
    super('gauge', description, registry)
  }

  protected make(): HeldValue {
    return new HeldValue()
  }

  protected samples(child: HeldValue, labels: Record<string, string>): Sample[] {
    return [{ labels, value: child.value }]
  }
}

/** How often values fell up to each bound. */
export class Distribution {
  readonly counts: number[]
  readonly bounds: readonly number[]
  sum = 0
  count = 0

  constructor(bounds: readonly number[]) {
    this.bounds = bounds
    this.counts = bounds.map(() => 0)
  }

  /** @param weight how many observations of this value */
  observe(value: number, weight = 1): void {
    const { bounds, counts } = this
    let i = 0
    while (i < bounds.length && value > (bounds[i] as number)) i++
    if (i < counts.length) counts[i] = (counts[i] as number) + weight
    this.sum += value * weight
    this.count += weight
  }
}

export class HeldHistogram extends Held<Distribution> {
  readonly #bounds: readonly number[]

  constructor(description: Description & { buckets: readonly number[] }, registry: Registry) {
    super('histogram', description, registry)
    this.#bounds = description.buckets
  }

  protected make(): Distribution {
    return new Distribution(this.#bounds)
  }

  protected samples(child: Distribution, labels: Record<string, string>): Sample[] {
    const samples: Sample[] = []
    let below = 0
    for (const [i, bound] of this.#bounds.entries()) {
      below += child.counts[i] ?? 0
      samples.push({ metricName: `${this.name}_bucket`, labels: { ...labels, le: bound }, value: below })
    }
    samples.push({ metricName: `${this.name}_bucket`, labels: { ...labels, le: '+Inf' }, value: child.count })
    samples.push({ metricName: `${this.name}_sum`, labels, value: child.sum })
    samples.push({ metricName: `${this.name}_count`, labels, value: child.count })
    return samples
  }
}

/**
 * A ratio over time: how long (in nanoseconds, as observations) the numerator stood at each fraction of the denominator.
 * Times come from the caller, who has just looked at the clock.
 */
export class TimedRatio {
  readonly distribution: Distribution
  #numerator = 0
  #denominator = 1
  #sinceMs: number

  constructor(bounds: readonly number[], nowMs: number) {
    this.distribution = new Distribution(bounds)
    this.#sinceMs = nowMs
  }

  set(numerator: number, nowMs: number): void {
    this.#pass(nowMs)
    this.#numerator = numerator
  }

  add(by: number, nowMs: number): void {
    this.#pass(nowMs)
    this.#numerator += by
  }

  setDenominator(denominator: number, nowMs: number): void {
    this.#pass(nowMs)
    this.#denominator = denominator
  }

  #pass(nowMs: number): void {
    const elapsed = nowMs - this.#sinceMs
    this.#sinceMs = nowMs
    if (elapsed > 0) this.distribution.observe(this.#numerator / this.#denominator, Math.round(elapsed * 1e6))
  }

  /** Counts what has passed until now. */
  settle(nowMs: number): void {
    this.#pass(nowMs)
  }
}

/** Timed ratios by label; asked for its numbers, it first brings them up to the present. */
export class HeldTimedRatios extends Held<TimedRatio> {
  readonly #bounds: readonly number[]
  readonly #nowMs: () => number

  constructor(description: Description & { buckets: readonly number[]; nowMs: () => number }, registry: Registry) {
    super('histogram', description, registry)
    this.#bounds = description.buckets
    this.#nowMs = description.nowMs
  }

  protected make(): TimedRatio {
    return new TimedRatio(this.#bounds, this.#nowMs())
  }

  protected samples(child: TimedRatio, labels: Record<string, string>): Sample[] {
    child.settle(this.#nowMs())
    const { distribution } = child
    const samples: Sample[] = []
    let below = 0
    for (const [i, bound] of this.#bounds.entries()) {
      below += distribution.counts[i] ?? 0
      samples.push({ metricName: `${this.name}_bucket`, labels: { ...labels, le: bound }, value: below })
    }
    samples.push({ metricName: `${this.name}_bucket`, labels: { ...labels, le: '+Inf' }, value: distribution.count })
    samples.push({ metricName: `${this.name}_sum`, labels, value: distribution.sum })
    samples.push({ metricName: `${this.name}_count`, labels, value: distribution.count })
    return samples
  }
}
