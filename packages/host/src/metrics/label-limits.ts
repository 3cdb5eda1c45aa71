/**
 * Which values labels may have, so that a label that grows without bound cannot fill memory (KEP-2305).
 * In: `<metric>,<label>` → comma-separated values, as `--allow-metric-labels` and its manifest say it.
 * Out: label values of a new series, where what is not allowed is `unexpected`; each replacement is told.
 * Always: values are compared exactly, spaces and all; metrics and labels that nobody has are no mistake.
 */

export const unexpected = 'unexpected'

export type AllowedLabels = Readonly<Record<string, string>>

/** The complaint about keys of the flag; of a manifest nobody asks. */
export function allowedLabelProblems(given: AllowedLabels): string[] {
  const wrong = Object.keys(given).some((key) => !/^[a-zA-Z_:][a-zA-Z0-9_:]*,[a-zA-Z_][a-zA-Z0-9_]*$/.test(key))
  return wrong
    ? [
        '--allow-metric-labels must have a list of kv pair with format `metricName:labelName=labelValue, labelValue,...`',
      ]
    : []
}

/** Puts the values of a series in their bounds. */
export type Constrain = (values: readonly string[]) => readonly string[]

export class LabelLimits {
  /** By metric, then by label. */
  readonly #allowed = new Map<string, Map<string, ReadonlySet<string>>>()
  /** How many values were replaced. */
  replaced = 0

  constructor(given: AllowedLabels = {}) {
    for (const [key, values] of Object.entries(given)) {
      const comma = key.indexOf(',')
      if (comma < 0) continue
      const metric = key.slice(0, comma)
      const labels = this.#allowed.get(metric) ?? new Map<string, ReadonlySet<string>>()
      labels.set(key.slice(comma + 1), new Set(values.split(',')))
      this.#allowed.set(metric, labels)
    }
  }

  /** Undefined when every value of every label of the metric is welcome. */
  of(metric: string, labels: readonly string[]): Constrain | undefined {
    const allowed = this.#allowed.get(metric)
    if (allowed === undefined || !labels.some((label) => allowed.has(label))) return undefined
    const sets = labels.map((label) => allowed.get(label))
    return (values) =>
      values.map((value, i) => {
        const set = sets[i]
        if (set === undefined || set.has(value)) return value
        this.replaced++
        return unexpected
      })
  }
}
