/**
 * How long rules take to reach the kernel: `npm run bench proxy`. Needs root and nft; works in a network namespace of its own.
 * Guess: nft reads some 200,000 commands a second, so 10,000 Services with 2 endpoints (11 commands each) take about a second at the
 * start, and one changed Service some 30 ms. Found: right for the change; the start is quadratic, it seems because the kernel (6.18) names every
 * anonymous map of a Service with several endpoints by walking all sets of the table. 10,000 of them take minutes all in all.
 */
import type { Service } from '@elli/api/core/v1'
import type { EndpointSlice } from '@elli/api/discovery/v1'
import type { Host } from '@elli/host/host'
import { realHost } from '@elli/host/node/host'
import { Fragments } from '@elli/proxy/fragments'
import { FamilyTable } from '@elli/proxy/node/family-table'
import { silentObserver } from '@elli/proxy/observer'
import type { ProxyTable } from '@elli/proxy/table'
import { makeNetwork, whyNoNetwork } from '@elli/proxy/testing/network'

const nodeIps = ['192.0.2.1']
const settings = {
  family: 'ip',
  nodeIp: '192.0.2.1',
  zone: undefined,
  masqueradeAll: false,
  clusterCidrs: ['10.244.0.0/16'],
} as const

function service(i: number): Service {
  const spec = {
    clusterIP: `10.96.${i >> 8}.${i & 255}`,
    ports: [{ name: 'http', port: 80, protocol: 'TCP' as const }],
  }
  return { metadata: { namespace: 'default', name: `service-${i}` }, spec }
}

function slices(i: number, count: number): EndpointSlice[] {
  const endpoints = Array.from({ length: count }, (_, j) => ({
    addresses: [`10.${200 + j}.${i >> 8}.${i & 255}`],
    conditions: { ready: true },
  }))
  return [{ metadata: {}, addressType: 'IPv4', ports: [{ name: 'http', port: 8080, protocol: 'TCP' }], endpoints }]
}

/** What the kernel is to hold for one set of objects. */
function cluster(count: number) {
  const fragments = new Fragments()
  const services = Array.from({ length: count }, (_, i) => service(i))
  const bySlices = new Map(services.map((_, i) => [`default/service-${i}`, slices(i, 2)]))
  return {
    change: (i: number, endpoints: number) => void bySlices.set(`default/service-${i}`, slices(i, endpoints)),
    wanted: (): ProxyTable => fragments.table(services, (key) => bySlices.get(key) ?? [], 'me', settings),
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

const milliseconds = (value: number): string => `${value.toFixed(1)} ms`
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

async function measure(nodeHost: Host, count: number): Promise<Record<string, string>> {
  const family = {
    family: 'ip' as const,
    nodeIps,
    masqueradeBit: 14,
    nodePortAddresses: async () => nodeIps,
    serviceCidrs: () => [],
  }
  const { change, wanted } = cluster(count)
  const table = new FamilyTable(nodeHost, family, silentObserver)
  const full = await timed(() => table.sync(wanted()))
  const changed: number[] = []
  const computed: number[] = []
  for (let i = 0; i < 11; i++) {
    change(i, 1)
    computed.push(await timed(async () => void wanted()))
    changed.push(await timed(() => table.sync(wanted())))
  }
  const again = new FamilyTable(nodeHost, family, silentObserver)
  const restart = await timed(() => again.sync(wanted()))
  await nodeHost.processes.run('nft', ['delete', 'table', 'ip', 'kube-proxy'])
  return {
    services: String(count),
    'full, empty kernel': milliseconds(full),
    'one changed': milliseconds(median(changed)),
    'of that computing': milliseconds(median(computed)),
    'full, after a restart': milliseconds(restart),
  }
}

/** How many Services; fewer by `ELLI_BENCH_SERVICES=100,1000`. */
const sizes = (process.env['ELLI_BENCH_SERVICES'] ?? '100,1000,10000').split(',').map(Number)
const host = realHost()
const why = await whyNoNetwork(host, ['ip', 'nft', 'sysctl'])
if (why) console.log(`skipped: ${why}`)
else {
  const network = await makeNetwork(host, `elli-bench-${process.pid}`)
  try {
    const rows: Record<string, string>[] = []
    for (const count of sizes) rows.push(await measure(network.nodeHost, count))
    console.table(rows)
  } finally {
    await network.remove()
  }
}
