/**
 * Summaries: quantiles of what was observed, within 1 %.
 * In: observations. Out: the median, the 90th and the 99th percentile, sum and count.
 * Always: an observation is an addition; memory does not grow with their number. Quantiles are of all observations:
 * upstream forgets those older than five hours.
 */
import type { MetricDeclaration } from './declaration.ts'
import { goNumber } from './go-number.ts'
import { Held, line } from './held.ts'
import type { MetricRegistry } from './registry.ts'

const quantiles = [0.5, 0.9, 0.99]
/** Cells of equal ratio: from a nanosecond on, each 2 % above the one before. */
const least = 1e-9
const ratio = Math.log(1.02)
const cells = Math.ceil(Math.log(1e13) / ratio)

export class Quantiles {
  readonly #cells = new Uint32Array(cells)
  sum = 0
  count = 0

  observe(value: number): void {
    const cell = value <= least ? 0 : Math.min(cells - 1, Math.floor(Math.log(value / least) / ratio))
    this.#cells[cell] = (this.#cells[cell] as number) + 1
    this.sum += value
    this.count++
  }

  /** @returns NaN when nothing was observed */
  at(quantile: number): number {
    if (this.count === 0) return Number.NaN
    const rank = Math.max(1, Math.ceil(quantile * this.count))
    let below = 0
    for (let i = 0; i < cells; i++) {
      below += this.#cells[i] as number
      if (below >= rank) return least * Math.exp((i + 0.5) * ratio)
    }
    return Number.NaN
  }
}

export class HeldSummary extends Held<Quantiles> {
  constructor(declaration: MetricDeclaration, registry: MetricRegistry) {
    super('summary', declaration, registry)
  }

  protected make(): Quantiles {
    return new Quantiles()
  }

  protected refresh(): void {
    // What was observed is there.
  }

  protected lines(child: Quantiles, labels: string): string {
    const before = labels === '' ? '' : `${labels},`
    const told = quantiles.map((q) => `${this.name}{${before}quantile="${q}"} ${goNumber(child.at(q))}\n`)
    return told.join('') + line(`${this.name}_sum`, labels, child.sum) + line(`${this.name}_count`, labels, child.count)
  }
}
