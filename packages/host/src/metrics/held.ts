/**
 * Metrics whose labelled children are held by whoever counts: an increment is an addition, and labels are looked up once.
 * In: declarations by upstream's names. Out: lines of the exposition format, for the registry they were made for.
 * Always: children exist from their first look-up on and are never forgotten unless told to; label values come in the declared
 * order; a metric without labels is there from the start; label values outside their allow list are one series.
 */
import type { Constrain } from './label-limits.ts'
import { type MetricDeclaration, helpText } from './declaration.ts'
import { goNumber } from './go-number.ts'
import type { MetricRegistry } from './registry.ts'

export interface HeldDeclaration<Self> extends MetricDeclaration {
  /** Brings the numbers up to date; called whenever somebody reads them. */
  readonly collect?: (self: Self) => void
  /** The same for numbers that must be asked for; a failure leaves the numbers of before. */
  readonly ask?: (self: Self) => Promise<void>
}

/** One time series. */
export class HeldValue {
  value = 0

  add(by: number): void {
    this.value += by
  }
}

interface Series<Child> {
  /** First label value as it was given, for `forget`. */
  readonly first: string | undefined
  /** `a="x",b="y"`, sorted by name. */
  readonly text: string
  readonly child: Child
}

/** What every held metric has in common: its children by their label values. */
export abstract class Held<Child> {
  readonly name: string
  readonly declaration: MetricDeclaration
  readonly type: string
  readonly #head: string
  readonly #labels: readonly string[]
  /** Positions of the labels, sorted by name. */
  readonly #order: readonly number[]
  readonly #constrain: Constrain | undefined
  readonly #children = new Map<string, Series<Child>>()

  protected constructor(type: string, declaration: MetricDeclaration, registry: MetricRegistry) {
    const { name, labels } = declaration
    this.name = name
    this.declaration = declaration
    this.type = type
    this.#head = `# HELP ${name} ${escape(helpText(declaration))}\n# TYPE ${name} ${type}\n`
    this.#labels = labels
    this.#order = labels.map((_, i) => i).sort((a, b) => ((labels[a] as string) < (labels[b] as string) ? -1 : 1))
    this.#constrain = registry.limits.of(name, labels)
    registry.declare(this)
  }

  protected abstract make(): Child
  protected abstract lines(child: Child, labels: string): string
  protected abstract refresh(): void

  /** Before `text`, where numbers must be asked for. */
  prepare(): Promise<void> | undefined {
    return undefined
  }

  /** Every look-up of a value that is not allowed is counted as one; who holds the child looked it up once. */
  child(...values: readonly string[]): Child {
    return this.#series(this.#constrain === undefined ? values : this.#constrain(values))
  }

  #series(values: readonly string[]): Child {
    const key = values.length === 1 ? (values[0] as string) : values.join('\0')
    let series = this.#children.get(key)
    if (series === undefined) {
      const text = this.#order.map((i) => `${this.#labels[i]}="${escapeValue(values[i] ?? '')}"`).join(',')
      series = { first: values[0], text, child: this.make() }
      this.#children.set(key, series)
    }
    return series.child
  }

  /** Forgets the series whose first label has this value. */
  forget(first: string): void {
    for (const [key, series] of this.#children) if (series.first === first) this.#children.delete(key)
  }

  reset(): void {
    this.#children.clear()
  }

  /** Everything as text; nothing where there is no series. */
  text(): string {
    this.refresh()
    if (this.#labels.length === 0) this.#series([])
    if (this.#children.size === 0) return ''
    let text = this.#head
    for (const series of this.#children.values()) text += this.lines(series.child, series.text)
    return text
  }
}

/** `name{labels} value` */
export function line(name: string, labels: string, value: number): string {
  return labels === '' ? `${name} ${goNumber(value)}\n` : `${name}{${labels}} ${goNumber(value)}\n`
}

abstract class HeldValues extends Held<HeldValue> {
  protected make(): HeldValue {
    return new HeldValue()
  }

  protected lines(child: HeldValue, labels: string): string {
    return line(this.name, labels, child.value)
  }
}

export class HeldCounter extends HeldValues {
  readonly #collect: ((self: HeldCounter) => void) | undefined

  constructor(declaration: HeldDeclaration<HeldCounter>, registry: MetricRegistry) {
    super('counter', declaration, registry)
    this.#collect = declaration.collect
  }

  protected refresh(): void {
    this.#collect?.(this)
  }
}

export class HeldGauge extends HeldValues {
  readonly #collect: ((self: HeldGauge) => void) | undefined
  readonly #ask: ((self: HeldGauge) => Promise<void>) | undefined

  constructor(declaration: HeldDeclaration<HeldGauge>, registry: MetricRegistry) {
    super('gauge', declaration, registry)
    this.#collect = declaration.collect
    this.#ask = declaration.ask
  }

  protected refresh(): void {
    this.#collect?.(this)
  }

  override prepare(): Promise<void> | undefined {
    return this.#ask?.(this)
  }

  set(value: number, ...labels: readonly string[]): void {
    this.child(...labels).value = value
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

/** Lines of a distribution. @param ends the bounds as they are written */
export function distributionLines(
  name: string,
  labels: string,
  ends: readonly string[],
  numbers: Distribution,
): string {
  const before = labels === '' ? '' : `${labels},`
  let text = ''
  let below = 0
  for (let i = 0; i < ends.length; i++) {
    below += numbers.counts[i] as number
    text += `${name}_bucket{${before}le="${ends[i]}"} ${goNumber(below)}\n`
  }
  text += `${name}_bucket{${before}le="+Inf"} ${goNumber(numbers.count)}\n`
  return text + line(`${name}_sum`, labels, numbers.sum) + line(`${name}_count`, labels, numbers.count)
}

export class HeldHistogram extends Held<Distribution> {
  readonly #bounds: readonly number[]
  readonly #ends: readonly string[]

  constructor(declaration: MetricDeclaration & { buckets: readonly number[] }, registry: MetricRegistry) {
    super('histogram', declaration, registry)
    this.#bounds = declaration.buckets
    this.#ends = declaration.buckets.map(goNumber)
  }

  protected make(): Distribution {
    return new Distribution(this.#bounds)
  }

  protected refresh(): void {
    // What was observed is there.
  }

  protected lines(child: Distribution, labels: string): string {
    return distributionLines(this.name, labels, this.#ends, child)
  }
}

/** `count` bounds, each `factor` times the one before. */
export function exponentialBounds(start: number, factor: number, count: number): number[] {
  const bounds: number[] = []
  for (let i = 0, bound = start; i < count; i++, bound *= factor) bounds.push(bound)
  return bounds
}

/** `count` bounds at a distance of `width`. */
export function linearBounds(start: number, width: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => start + i * width)
}

/** client_golang's bounds where nobody says others. */
export const defaultBounds: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

function escape(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')
}

function escapeValue(text: string): string {
  return escape(text).replaceAll('"', '\\"')
}
