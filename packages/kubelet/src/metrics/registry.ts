/**
 * Numbers about this kubelet in the Prometheus text format. Names and help texts are upstream's.
 * Always: a metric is declared once; label values are escaped; output is sorted by name.
 */

export interface Metrics {
  count(name: string, labels?: Labels, by?: number): void
  set(name: string, value: number, labels?: Labels): void
  observe(name: string, seconds: number, labels?: Labels): void
  /** Forgets all series of a gauge, before it is filled anew. */
  reset(name: string): void
  text(): string
}

export type Labels = Readonly<Record<string, string>>

export interface MetricDeclaration {
  readonly name: string
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly help: string
  readonly buckets?: readonly number[]
}

interface Series {
  readonly labels: Labels
  value: number
  buckets: number[]
  count: number
}

const defaultBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export function metricsRegistry(declarations: readonly MetricDeclaration[]): Metrics {
  const metrics = new Map(
    declarations
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map((declaration) => [declaration.name, { declaration, series: new Map<string, Series>() }]),
  )
  const seriesOf = (name: string, labels: Labels): { series: Series; declaration: MetricDeclaration } => {
    const metric = metrics.get(name)
    if (!metric) throw new Error(`no metric ${name} is declared`)
    const key = labelText(labels)
    const series = metric.series.get(key) ?? { labels, value: 0, buckets: [], count: 0 }
    metric.series.set(key, series)
    return { series, declaration: metric.declaration }
  }
  return {
    count(name, labels = {}, by = 1) {
      seriesOf(name, labels).series.value += by
    },
    set(name, value, labels = {}) {
      seriesOf(name, labels).series.value = value
    },
    observe(name, seconds, labels = {}) {
      const { series, declaration } = seriesOf(name, labels)
      const buckets = declaration.buckets ?? defaultBuckets
      series.count++
      series.value += seconds
      for (const [index, bound] of buckets.entries()) {
        series.buckets[index] = (series.buckets[index] ?? 0) + (seconds <= bound ? 1 : 0)
      }
    },
    reset: (name) => metrics.get(name)?.series.clear(),
    text() {
      const lines: string[] = []
      for (const { declaration, series } of metrics.values()) {
        if (series.size === 0) continue
        lines.push(`# HELP ${declaration.name} ${declaration.help}`, `# TYPE ${declaration.name} ${declaration.type}`)
        for (const one of series.values()) lines.push(...seriesLines(declaration, one))
      }
      return lines.length === 0 ? '' : `${lines.join('\n')}\n`
    },
  }
}

function seriesLines({ name, type, buckets = defaultBuckets }: MetricDeclaration, series: Series): string[] {
  const { labels, value } = series
  if (type !== 'histogram') return [`${name}${labelText(labels)} ${value}`]
  return [
    ...buckets.map((le, i) => `${name}_bucket${labelText({ ...labels, le: String(le) })} ${series.buckets[i] ?? 0}`),
    `${name}_bucket${labelText({ ...labels, le: '+Inf' })} ${series.count}`,
    `${name}_sum${labelText(labels)} ${value}`,
    `${name}_count${labelText(labels)} ${series.count}`,
  ]
}

export function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(
    ([key, value]) => `${key}="${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`,
  )
  return parts.length === 0 ? '' : `{${parts.join(',')}}`
}
