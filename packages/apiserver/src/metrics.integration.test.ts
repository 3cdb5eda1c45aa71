/**
 * What a server tells of itself under /metrics: KEP-2305's checks on real requests, long-running requests, requests in flight,
 * health for /metrics/slis.
 */
import { expect, test } from 'vitest'
import { testServer, type TestServer } from './testing/server.ts'

const maps = '/api/v1/namespaces/default/configmaps'
const metricsOf = async (server: TestServer): Promise<string> => (await server.call('GET', '/metrics')).text
const valueOf = (text: string, series: RegExp): number[] =>
  text
    .split('\n')
    .filter((line) => series.test(line))
    .map((line) => Number(line.split(' ').at(-1)))

test('codes that are not allowed are one series with their sum; other labels and metrics stay as they are', async () => {
  await using server = await testServer({ metrics: { allowedLabels: { 'apiserver_request_total,code': '200' } } })
  await server.call('GET', `${maps}/missing`)
  await server.call('GET', `${maps}/missing`)
  await server.call('POST', maps, { metadata: { name: 'a' } })
  await server.call('POST', maps, { metadata: { name: 'a' } })
  await server.call('GET', `${maps}/a`)
  const text = await metricsOf(server)
  const of = (verb: string, code: string): number[] =>
    valueOf(text, new RegExp(`^apiserver_request_total\\{code="${code}",.*resource="configmaps",.*verb="${verb}"`))
  expect(of('GET', 'unexpected')).toEqual([2])
  expect(of('POST', 'unexpected')).toEqual([2])
  expect(of('GET', '200')).toEqual([1])
  expect(text).not.toMatch(/apiserver_request_total\{code="(404|201|409)"/)
  expect(valueOf(text, /^cardinality_enforcement_unexpected_categorizations_total /)[0]).toBeGreaterThanOrEqual(2)
  expect(valueOf(text, /^apiserver_request_duration_seconds_count\{.*resource="configmaps",.*verb="GET"/)).toEqual([3])
})

test('without lists nothing is unexpected', async () => {
  await using server = await testServer()
  await server.call('GET', `${maps}/missing`)
  const text = await metricsOf(server)
  expect(text).toMatch(/apiserver_request_total\{code="404",.*resource="configmaps"/)
  expect(text).toContain('\ncardinality_enforcement_unexpected_categorizations_total 0\n')
  expect(text).not.toContain('unexpected"')
})

test('hidden metrics are shown when asked for, disabled ones never', async () => {
  await using server = await testServer({ metrics: { showHidden: true, disabled: ['apiserver_request_total'] } })
  await server.call('GET', maps)
  const text = await metricsOf(server)
  expect(text).toContain('# HELP apiserver_request_slo_duration_seconds [ALPHA] (Deprecated since 1.27.0) Response')
  expect(text).not.toContain('apiserver_request_total')
  await using plain = await testServer()
  await plain.call('GET', maps)
  expect(await metricsOf(plain)).not.toContain('slo_duration')
})

test('requests are counted by verb, scope and size, watches while they last and when they end', async () => {
  await using server = await testServer()
  await server.call('POST', maps, { metadata: { name: 'a' } })
  await server.call('GET', maps)
  await server.call(
    'PATCH',
    `${maps}/a?fieldManager=me&dryRun=All`,
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { x: 'y' } },
    { 'content-type': 'application/apply-patch+yaml' },
  )
  const watch = await server.watch(`${maps}?watch=true`)
  await watch.next()
  const open = /^apiserver_longrunning_requests\{.*resource="configmaps",scope="namespace",.*verb="WATCH"/
  const done = /^apiserver_request_total\{.*resource="configmaps",.*verb="WATCH"/
  let text = await metricsOf(server)
  expect([valueOf(text, open), valueOf(text, done)]).toEqual([[1], []])
  watch.close()
  await server.host.settle()
  text = await metricsOf(server)
  expect([valueOf(text, open), valueOf(text, done)]).toEqual([[0], [1]])
  expect(text).toContain(
    'apiserver_request_total{code="201",component="apiserver",dry_run="",group="",resource="configmaps",scope="resource",subresource="",verb="POST",version="v1"} 1\n',
  )
  expect(text).toContain(
    'apiserver_request_total{code="200",component="apiserver",dry_run="All",group="",resource="configmaps",scope="resource",subresource="",verb="APPLY",version="v1"} 1\n',
  )
  expect(
    valueOf(text, /^apiserver_response_sizes_count\{.*resource="configmaps",scope="namespace",.*verb="LIST"/),
  ).toEqual([1])
  expect(valueOf(text, /^apiserver_request_body_size_bytes_count\{resource="configmaps",verb="create"/)).toEqual([1])
  expect(valueOf(text, /^etcd_requests_total\{operation="create",type="configmaps"/)).toEqual([1])
  expect(text).toContain('apiserver_current_inflight_requests{request_kind="readOnly"} ')
  expect(text).toContain('apiserver_storage_size_bytes{storage_cluster_id="etcd-0"} ')
})

test('health checks are told under /metrics/slis, once they were asked together', async () => {
  await using server = await testServer()
  await server.call('GET', '/readyz')
  await server.call('GET', '/livez?exclude=etcd')
  const { text, status } = await server.call('GET', '/metrics/slis')
  expect(status).toBe(200)
  expect(text).toContain(
    '# HELP kubernetes_healthcheck [STABLE] This metric records the result of a single healthcheck.\n',
  )
  expect(text).toContain('kubernetes_healthcheck{name="etcd",type="readyz"} 1\n')
  expect(text).toContain('kubernetes_healthchecks_total{name="ping",status="success",type="livez"} 1\n')
  expect(text).not.toContain('name="etcd",type="livez"')
  expect(text).not.toContain('registered_metrics_total')
})
