/** The layer of declarations: what is printed, what allow lists, disabled and hidden metrics do (KEP-2305, checks 1, 6 and 7). */
import { expect, test } from 'vitest'
import { helpText, isHidden } from './declaration.ts'
import { goNumber } from './go-number.ts'
import { HeldCounter, HeldGauge, HeldHistogram } from './held.ts'
import { allowedLabelProblems } from './label-limits.ts'
import { MetricRegistry } from './registry.ts'
import { HeldSummary, Quantiles } from './summary.ts'

const requests = { name: 'requests_total', help: 'Requests.', labels: ['verb', 'code'] } as const

test('numbers are written as Go writes them', () => {
  expect([0, 3, 0.005, 999_999, 1_000_000, 1_048_576, 1e-5, 2.5, -1e7, Infinity, Number.NaN].map(goNumber)).toEqual([
    '0',
    '3',
    '0.005',
    '999999',
    '1e+06',
    '1.048576e+06',
    '1e-05',
    '2.5',
    '-1e+07',
    '+Inf',
    'NaN',
  ])
})

test('help says how stable a metric is, and since when it is deprecated', () => {
  expect(helpText({ ...requests, stability: 'STABLE' })).toBe('[STABLE] Requests.')
  expect(helpText(requests)).toBe('[ALPHA] Requests.')
  expect(helpText({ ...requests, deprecated: '1.27.0' })).toBe('[ALPHA] (Deprecated since 1.27.0) Requests.')
  expect(helpText({ ...requests, experimental: true })).toBe('EXPERIMENTAL: [ALPHA] Requests.')
})

test('a metric is hidden one release after its deprecation', () => {
  const deprecatedIn = (deprecated: string): boolean => isHidden({ ...requests, deprecated })
  expect([deprecatedIn('1.30.0'), deprecatedIn('1.31.0'), deprecatedIn('1.32.0'), isHidden(requests)]).toEqual([
    true,
    false,
    false,
    false,
  ])
})

test('families are sorted, labels too; what has no series is not there, what has no labels is', async () => {
  const registry = new MetricRegistry({}, { own: false })
  const counter = new HeldCounter(requests, registry)
  new HeldCounter({ name: 'empty_total', help: 'None.', labels: ['a'] }, registry)
  new HeldCounter({ name: 'plain_total', help: 'One\nline.', labels: [] }, registry)
  const sizes = new HeldHistogram({ name: 'sizes', help: 'Sizes.', labels: ['of'], buckets: [1, 1e6] }, registry)
  counter.child('GET', '200').add(2)
  counter.child('say "x"\\', '200').add(1)
  for (const size of [0.5, 1, 7, 1e7]) sizes.child('it').observe(size)
  expect(await registry.metrics()).toBe(`# HELP plain_total [ALPHA] One\\nline.
# TYPE plain_total counter
plain_total 0
# HELP requests_total [ALPHA] Requests.
# TYPE requests_total counter
requests_total{code="200",verb="GET"} 2
requests_total{code="200",verb="say \\"x\\"\\\\"} 1
# HELP sizes [ALPHA] Sizes.
# TYPE sizes histogram
sizes_bucket{of="it",le="1"} 2
sizes_bucket{of="it",le="1e+06"} 3
sizes_bucket{of="it",le="+Inf"} 4
sizes_sum{of="it"} 1.00000085e+07
sizes_count{of="it"} 4
`)
})

test('values that are not allowed are one series, and counted; others stay as they are', async () => {
  const registry = new MetricRegistry({ allowedLabels: { 'requests_total,code': '200', 'nobody,knows': 'x' } })
  const counter = new HeldCounter(requests, registry)
  const other = new HeldGauge({ name: 'other', help: 'Other.', labels: ['code'] }, registry)
  counter.child('GET', '200').add(1)
  counter.child('GET', '404').add(1)
  counter.child('GET', '500').add(1)
  counter.child('GET', ' 200').add(1)
  other.set(7, '404')
  const text = await registry.metrics()
  expect(text).toContain('requests_total{code="200",verb="GET"} 1\n')
  expect(text).toContain('requests_total{code="unexpected",verb="GET"} 3\n')
  expect(text).not.toContain('requests_total{code="404"')
  expect(text).toContain('other{code="404"} 7\n')
  expect(text).toContain('\ncardinality_enforcement_unexpected_categorizations_total 3\n')
})

test('histograms and summaries have their lists too; bounds are no labels of theirs', async () => {
  const registry = new MetricRegistry({
    allowedLabels: { 'seconds,verb': 'GET', 'seconds,le': '1', 'quantiles,verb': 'GET' },
  })
  const seconds = new HeldHistogram({ name: 'seconds', help: 'S.', labels: ['verb'], buckets: [1, 2] }, registry)
  const quantiles = new HeldSummary({ name: 'quantiles', help: 'Q.', labels: ['verb'] }, registry)
  for (const verb of ['GET', 'PUT', 'POST']) {
    seconds.child(verb).observe(1.5)
    quantiles.child(verb).observe(1.5)
  }
  const text = await registry.metrics()
  expect(text).toContain('seconds_bucket{verb="unexpected",le="2"} 2\n')
  expect(text).toContain('quantiles_count{verb="unexpected"} 2\n')
})

test('keys of the flag are a metric and a label', () => {
  expect(allowedLabelProblems({ 'a:b_total,code': '200', '_m,_l': '' })).toEqual([])
  for (const key of ['bad-key', 'metric', 'metric,', 'm,l,x', '1m,l'])
    expect(allowedLabelProblems({ [key]: '' })).toHaveLength(1)
})

test('disabled metrics are not shown, hidden ones only when asked for; both are counted', async () => {
  const old = { name: 'old_total', help: 'Old.', labels: [], deprecated: '1.27.0' } as const
  const make = (showHidden: boolean): MetricRegistry => {
    const registry = new MetricRegistry({ disabled: ['requests_total', 'nobody'], showHidden })
    new HeldCounter(requests, registry).child('GET', '200').add(1)
    new HeldCounter(old, registry)
    return registry
  }
  const text = await make(false).metrics()
  expect(text).not.toContain('requests_total')
  expect(text).not.toContain('old_total')
  expect(text).toContain('\ndisabled_metrics_total 2\n')
  expect(text).toContain('\nhidden_metrics_total 1\n')
  const shown = await make(true).metrics()
  expect(shown).toContain('# HELP old_total [ALPHA] (Deprecated since 1.27.0) Old.\n')
  expect(shown).toContain('registered_metrics_total{deprecated_version="1.27.0",stability_level="ALPHA"} 1\n')
})

test('a name is taken once', () => {
  const registry = new MetricRegistry()
  new HeldCounter(requests, registry)
  expect(() => new HeldCounter(requests, registry)).toThrow('A metric with the name requests_total has already')
})

test('gauges are brought up to date when they are read', async () => {
  const registry = new MetricRegistry({}, { own: false })
  let present = ['a', 'b']
  new HeldGauge(
    {
      name: 'present',
      help: 'P.',
      labels: ['who'],
      collect(gauge) {
        gauge.reset()
        for (const who of present) gauge.set(1, who)
      },
    },
    registry,
  )
  expect(await registry.getSingleMetricAsString('present')).toContain('present{who="a"} 1\npresent{who="b"} 1\n')
  present = ['b']
  expect(await registry.getSingleMetricAsString('present')).not.toContain('who="a"')
})

test('numbers that must be asked for are waited for; a failure leaves those of before', async () => {
  const registry = new MetricRegistry({}, { own: false })
  let size: () => Promise<number> = () => Promise.resolve(7)
  const ask = async (gauge: HeldGauge): Promise<void> => gauge.set(await size())
  new HeldGauge({ name: 'size', help: 'S.', labels: [], ask }, registry)
  expect(await registry.metrics()).toContain('\nsize 7\n')
  size = () => Promise.reject(new Error('gone'))
  expect(await registry.metrics()).toContain('\nsize 7\n')
})

test('quantiles are right within a hundredth', () => {
  const quantiles = new Quantiles()
  expect(quantiles.at(0.5)).toBeNaN()
  for (let i = 1; i <= 1000; i++) quantiles.observe(i / 1000)
  for (const q of [0.5, 0.9, 0.99]) expect(Math.abs(quantiles.at(q) / q - 1)).toBeLessThan(0.011)
  quantiles.observe(0)
  expect(quantiles.count).toBe(1001)
})
