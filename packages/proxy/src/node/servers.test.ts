/** Health and metrics ports of the proxy, over real sockets on loopback; and what they are made of. */
import type { Service } from '@elli/api/core/v1'
import type { EndpointSlice } from '@elli/api/discovery/v1'
import { silentLog } from '@elli/host/log'
import { realHost } from '@elli/host/node/host'
import { simulatedHost } from '@elli/host/simulated'
import { TaskGroup } from '@elli/host/tasks'
import { createServer } from 'node:net'
import { describe, expect, test } from 'vitest'
import { Fragments } from '../fragments.ts'
import { ProxyHealth } from '../health.ts'
import { nodePortAddressesOf, parseLocalAddresses } from '../node-port-addresses.ts'
import { proxyMetrics } from './metrics.ts'
import { healthHandler, metricsHandler, serveHttp } from './servers.ts'
import { ServiceHealthServers, serviceHealthPorts } from './service-health.ts'

const address = '127.0.0.1'

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, address, resolve))
  const at = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof at === 'object' && at ? at.port : 0
}

async function get(port: number, path: string): Promise<string> {
  const answer = await fetch(`http://${address}:${port}${path}`)
  return `${answer.status} ${(await answer.text()).trim()}`
}

describe('health', () => {
  test('is lost when a change waits too long, and regained', async () => {
    const host = simulatedHost({ seed: 1 })
    const health = new ProxyHealth(host.clock, 60_000)
    health.queued()
    await host.advance(90_000)
    expect(health.livez().code).toBe(200) // it is still starting
    health.updated()
    health.queued()
    await host.advance(59_000)
    health.queued()
    expect(health.livez().code).toBe(200)
    await host.advance(1000)
    expect([health.livez().code, health.healthz().code]).toEqual([503, 503])
    health.updated()
    expect(health.healthz()).toEqual({
      code: 200,
      body: '{"lastUpdated": "2024-08-13T00:02:30Z","currentTime": "2024-08-13T00:02:30Z", "nodeEligible": true}',
    })
  })

  test('a node that is going gets no new connections, but is alive', () => {
    const health = new ProxyHealth(simulatedHost({ seed: 1 }).clock, 60_000)
    const taints = [{ key: 'ToBeDeletedByClusterAutoscaler', effect: 'NoSchedule' as const }]
    health.nodeSeen({ metadata: {}, spec: { taints } })
    expect([health.healthz().code, health.livez().code]).toEqual([503, 200])
    health.nodeSeen({ metadata: {}, spec: {} })
    expect(health.healthz().code).toBe(200)
  })
})

test('ports for people: health, metrics, mode', async () => {
  const metrics = proxyMetrics()
  const health = new ProxyHealth(realHost().clock, 60_000)
  const [healthPort, metricsPort] = [await freePort(), await freePort()]
  await using tasks = new TaskGroup()
  await serveHttp({ address, port: healthPort }, healthHandler(health, metrics), tasks)
  await serveHttp({ address, port: metricsPort }, metricsHandler(metrics), tasks)
  metrics.observer.synced('ip', 'full', 0.5)
  metrics.observer.changed('endpoints', 5000)
  expect(await get(healthPort, '/healthz')).toMatch(/^200 .*"nodeEligible": true/)
  expect(await get(healthPort, '/livez')).toMatch(/^200 /)
  expect(await get(healthPort, '/other')).toMatch(/^404 /)
  expect(await get(metricsPort, '/healthz')).toBe('200 ok')
  expect(await get(metricsPort, '/proxyMode')).toBe('200 nftables')
  const text = await get(metricsPort, '/metrics')
  expect(text).toContain('kubeproxy_sync_full_proxy_rules_duration_seconds_count 1')
  expect(text).toContain('kubeproxy_sync_proxy_rules_endpoint_changes_pending 1')
  expect(text).toContain('kubeproxy_proxy_healthz_total{code="200"} 1')
  await expect(serveHttp({ address, port: healthPort }, healthHandler(health, metrics), tasks)).rejects.toThrow(
    /EADDRINUSE/,
  )
})

test('healthCheckNodePorts say how many endpoints are here', async () => {
  const port = await freePort()
  const spec = { type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: port } as const
  const service: Service = { metadata: { namespace: 'default', name: 'web' }, spec }
  const slice = (nodeName: string): EndpointSlice => ({
    metadata: {},
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.244.0.1'], nodeName }],
  })
  const servers = new ServiceHealthServers({ ...realHost(), log: silentLog }, address, () => true)
  await servers.sync(serviceHealthPorts([service], () => [slice('me')], 'me'))
  expect(await get(port, '/')).toBe(
    '200 {"service":{"namespace":"default","name":"web"},"localEndpoints":1,"serviceProxyHealthy":true}',
  )
  await servers.sync(serviceHealthPorts([service], () => [slice('other')], 'me'))
  expect(await get(port, '/')).toMatch(/^503 .*"localEndpoints":0/)
  await servers.sync([])
  await expect(get(port, '/')).rejects.toThrow()
})

describe('NodePort addresses', () => {
  const local = ['127.0.0.1', '192.0.2.1', '198.51.100.1', '::1', 'fd00::1']
  for (const [setting, family, expected] of [
    ['primary', 'ip', ['192.0.2.1']],
    [['0.0.0.0/0'], 'ip', 'all'],
    [['198.51.100.0/24', '127.0.0.0/8'], 'ip', ['198.51.100.1']],
    [['fd00::/8', '::1/128'], 'ip6', ['fd00::1']],
    [['fd00::/8'], 'ip', []],
  ] as const)
    test(`${setting} ${family}`, () =>
      expect(nodePortAddressesOf(setting, family, ['192.0.2.1'], local)).toEqual(expected))

  test('are read from ip', () =>
    expect(parseLocalAddresses('[{"addr_info":[{"local":"192.0.2.1"},{}]},{}]')).toEqual(['192.0.2.1']))
})

test('only what changed is computed again', () => {
  const service = (name: string): Service => ({
    metadata: { namespace: 'default', name },
    spec: { clusterIP: `10.96.0.${name}`, ports: [{ port: 80, protocol: 'TCP' }] },
  })
  const slices = new Map([['default/1', [] as EndpointSlice[]]])
  const settings = { family: 'ip', nodeIp: '', zone: undefined, masqueradeAll: false, clusterCidrs: [] } as const
  const [one, two] = [service('1'), service('2')]
  const fragments = new Fragments()
  const table = (objects: Service[], zone?: string) =>
    fragments.table(objects, (key) => slices.get(key) ?? [], 'me', { ...settings, zone })
  table([one, two])
  expect(fragments.computed).toBe(2)
  table([one, two])
  expect(fragments.computed).toBe(2)
  slices.set('default/1', [{ metadata: {}, addressType: 'IPv4', endpoints: [] }])
  table([one, two])
  expect(fragments.computed).toBe(3)
  table([one, service('2')])
  expect(fragments.computed).toBe(4)
  expect([...table([one], 'a').elements['cluster-ips'].keys()]).toEqual(['10.96.0.1'])
  expect(fragments.computed).toBe(5)
})
