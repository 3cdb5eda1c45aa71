/**
 * A ratio over time: how long (in nanoseconds, as observations) the numerator stood at each fraction of the denominator.
 * Times come from the caller, who has just looked at the clock.
 */
import type { MetricDeclaration } from './declaration.ts'
import { goNumber } from './go-number.ts'
import { Distribution, distributionLines, Held } from './held.ts'
import type { MetricRegistry } from './registry.ts'

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
  readonly #ends: readonly string[]
  readonly #nowMs: () => number

  constructor(
    declaration: MetricDeclaration & { buckets: readonly number[]; nowMs: () => number },
    registry: MetricRegistry,
  ) {
    super('histogram', { ...declaration, experimental: true }, registry)
    this.#bounds = declaration.buckets
    this.#ends = declaration.buckets.map(goNumber)
    this.#nowMs = declaration.nowMs
  }

  protected make(): TimedRatio {
    return new TimedRatio(this.#bounds, this.#nowMs())
  }

  protected refresh(): void {
    // Each ratio is brought up to the present as it is written.
  }

  protected lines(child: TimedRatio, labels: string): string {
    child.settle(this.#nowMs())
    return distributionLines(this.name, labels, this.#ends, child.distribution)
  }
}
