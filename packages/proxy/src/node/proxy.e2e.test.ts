/**
 * The proxy against a real kernel: nftables in network namespaces of its own, real servers and clients around it.
 * Skipped, with the reason, without root, nft, ip or conntrack.
 */
import type { Node, Service, ServicePort, ServiceSpec } from '@elli/api/core/v1'
import { nodes, services } from '@elli/api/core/v1.resources'
import type { Endpoint, EndpointSlice } from '@elli/api/discovery/v1'
import { endpointslices } from '@elli/api/discovery/v1.resources'
import { restClient } from '@elli/client/rest'
import { sharedInformers } from '@elli/client/shared-informers'
import { FakeApiServer } from '@elli/client/testing/fake-transport'
import type { Host } from '@elli/host/host'
import { silentLog } from '@elli/host/log'
import { realHost } from '@elli/host/node/host'
import { TaskGroup } from '@elli/host/tasks'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Network, addresses, makeNetwork, whyNoNetwork } from '../testing/network.ts'
import { type ProxyConfig, removeProxyTables, runProxy } from './proxy.ts'

const host: Host = { ...realHost(), log: silentLog }
const why = await whyNoNetwork(host, ['ip', 'nft', 'conntrack', 'sysctl'])

/** Answers every TCP connection (as HTTP) and datagram on its port with its name and who it was asked by. */
const serverSource = `
const [, name, port] = process.argv
const plain = (a) => a.replace(/^::ffff:/, '')
require('node:http').createServer((q, r) => { r.setHeader('connection', 'close'); r.end(name + ' ' + plain(q.socket.remoteAddress)) }).listen(+port, '::')
const udp = require('node:dgram').createSocket('udp6')
udp.on('message', (m, peer) => udp.send(name + ' ' + plain(peer.address), peer.port, peer.address))
udp.bind(+port)
`

/** One HTTP request without keep-alive; prints the answer or how it failed. */
const getSource = `
const [, host, port] = process.argv
const end = (text) => { console.log(text); process.exit(0) }
require('node:http').get({ host, port: +port, agent: false, timeout: 1000 }, (r) => r.on('data', (d) => end(String(d))))
  .on('error', (e) => end({ ECONNREFUSED: 'refused', ETIMEDOUT: 'timeout' }[e.code] ?? e.code)).on('timeout', () => end('timeout'))
`

/** Sends a datagram from a fixed port, twice at most, and prints the answer or the error. */
const askSource = `
const [, from, address, port] = process.argv
const udp = require('node:dgram').createSocket(address.includes(':') ? 'udp6' : 'udp4')
const end = (text) => { console.log(text); process.exit(0) }
udp.on('message', (m) => end(String(m)))
udp.on('error', (e) => end(e.code))
udp.bind(+from, () => udp.connect(+port, address, () => { udp.send('?'); setTimeout(() => udp.send('?'), 500) }))
setTimeout(() => end('timeout'), 1000)
`

/** Connects again and again until its input ends, then prints how often it was and how often it failed. */
const hammerSource = `
const [, address, port] = process.argv
const net = require('node:net')
let count = 0, failed = 0, over = false
const go = () => {
  if (over) { console.log(JSON.stringify({ count, failed })); process.exit(0) }
  count++
  const socket = net.connect({ host: address, port: +port, timeout: 2000 })
  const end = (ok) => { socket.destroy(); if (!ok) failed++; setTimeout(go, 2) }
  socket.once('connect', () => end(true)).once('error', () => end(false)).once('timeout', () => end(false))
}
setTimeout(() => { over = true }, 3000)
go()
`

describe.skipIf(why !== undefined)(`proxy in the kernel${why ? ` (skipped: ${why})` : ''}`, () => {
  let network: Network
  let proxyHost: Host
  let api: FakeApiServer
  let inputs: string[] = []
  let breakNft = false
  let stopped: (() => Promise<void>) | undefined

  beforeAll(async () => {
    network = await makeNetwork(host, `elli-e2e-${process.pid}`)
    for (const [name, number] of [
      ['a', 10],
      ['b', 11],
    ] as const) {
      await network.addPod(name, number)
      await network.start(name, 'node', '-e', serverSource, name, '8080')
    }
    for (const ip of ['10.244.0.10', '10.244.0.11']) await eventually(() => get('node', ip, 8080), /^[ab] /)
    const { processes } = network.nodeHost
    proxyHost = {
      ...network.nodeHost,
      processes: {
        ...processes,
        async run(command, args, options) {
          if (command === 'nft' && args[0] === '-f') {
            if (breakNft) return { code: 1, stdout: '', stderr: 'broken by the test' }
            inputs.push(String(options?.input))
          }
          return processes.run(command, args, options)
        },
      },
    }
  })
  afterAll(async () => {
    await network?.remove()
  })
  afterEach(async () => {
    await stopped?.()
    stopped = undefined
    breakNft = false
    await removeProxyTables(network.nodeHost)
    await network.run('node', 'conntrack', '-F')
  })

  /** Starts a proxy over the objects of the fake API server, and waits for its first transactions. */
  async function startProxy(config: Partial<ProxyConfig> = {}): Promise<() => Promise<void>> {
    inputs = []
    const informers = sharedInformers(restClient(api), host)
    const tasks = new TaskGroup()
    const whole: ProxyConfig = {
      nodeName: 'me',
      nodeIps: [addresses.node, addresses.node6],
      clusterCidrs: [addresses.podCidr, addresses.podCidr6],
      minSyncPeriodMs: 20,
      ...config,
    }
    let rulesWritten = 0
    const observer = {
      changed() {},
      synced: () => void rulesWritten++,
      syncFailed() {},
      cleanupFailed() {},
      programmed() {},
    }
    tasks.start((signal) => runProxy({ host: proxyHost, informers, config: whole, observer }, signal))
    tasks.start((signal) => informers.run(signal))
    stopped = () => tasks.stop()
    await until(async () => rulesWritten >= 2 || breakNft)
    return stopped
  }

  function newCluster(): void {
    api = new FakeApiServer(host.clock)
  }
  const client = () => restClient(api)
  async function expose(name: string, spec: Partial<ServiceSpec>, ...endpoints: Endpoint[]): Promise<void> {
    await client().for(services).create(service(name, spec))
    await client()
      .for(endpointslices)
      .create(slice(name, 'IPv4', endpoints))
  }
  async function setEndpoints(name: string, ...endpoints: Endpoint[]): Promise<void> {
    await client()
      .for(endpointslices)
      .update(slice(name, 'IPv4', endpoints))
  }

  /** `name source-address` of the server that answered, or how it failed. */
  async function get(from: string, address: string, port: number): Promise<string> {
    return (await network.run(from, 'node', '-e', getSource, address, String(port))).stdout.trim()
  }
  async function ask(from: string, address: string, port: number, sourcePort = 0): Promise<string> {
    const args = ['-e', askSource, String(sourcePort), address, String(port)]
    return (await network.run(from, 'node', ...args)).stdout.trim()
  }
  async function eventually(what: () => Promise<string>, wanted: RegExp): Promise<void> {
    let last = ''
    await until(async () => wanted.test((last = await what()))).catch((error: unknown) => {
      throw new Error(`wanted ${wanted}, last was ${last}`, { cause: error })
    })
  }
  const rules = async (family = 'ip') =>
    (await network.run('node', 'nft', 'list', 'table', family, 'kube-proxy')).stdout

  test('ClusterIP: TCP and UDP, from pods, node and outside; own pod by hairpin', async () => {
    newCluster()
    await expose('web', { clusterIP: '10.96.0.10', ports: bothProtocols }, pod('a'), pod('b'))
    await expose('own', { clusterIP: '10.96.0.11', ports: bothProtocols }, pod('a'))
    await startProxy()
    const seen = new Set<string>()
    await until(async () => seen.add(await get('b', '10.96.0.10', 80)).size >= 2)
    // A pod keeps its own address; b talking to itself comes back as the node's.
    expect([...seen].sort()).toEqual(['a 10.244.0.11', 'b 10.244.0.1'])
    expect(await get('a', '10.96.0.11', 80)).toBe('a 10.244.0.1')
    expect(await ask('a', '10.96.0.11', 80)).toBe('a 10.244.0.1')
    expect(await ask('b', '10.96.0.11', 80)).toBe('a 10.244.0.11')
    expect(await get('node', '10.96.0.11', 80)).toMatch(/^a 10\.244\.0\.1$/)
    // From outside the pod network it is masqueraded.
    expect(await get('client', '10.96.0.11', 80)).toBe('a 10.244.0.1')
  })

  test('no endpoints: refused, at once, until there are some; a wrong port of a ClusterIP is refused', async () => {
    newCluster()
    await expose('web', { type: 'NodePort', clusterIP: '10.96.0.10', ports: withNodePort(30080) })
    await startProxy()
    for (const from of ['a', 'node', 'client']) expect(await get(from, '10.96.0.10', 80), from).toBe('refused')
    expect(await get('client', addresses.node, 30080)).toBe('refused')
    expect(await ask('b', '10.96.0.10', 80)).toBe('ECONNREFUSED')
    await setEndpoints('web', pod('a'))
    await eventually(() => get('b', '10.96.0.10', 80), /^a /)
    expect(await get('b', '10.96.0.10', 81)).toBe('refused')
    expect(await ask('b', '10.96.0.10', 80)).toMatch(/^a /)
    await setEndpoints('web')
    await eventually(() => get('b', '10.96.0.10', 80), /^refused$/)
  })

  test('NodePort: on the primary address only, over both families; all addresses on request', async () => {
    newCluster()
    await expose(
      'web',
      {
        type: 'NodePort',
        clusterIP: '10.96.0.10',
        clusterIPs: ['10.96.0.10', 'fd00:96::10'],
        ports: withNodePort(30080),
      },
      pod('a'),
    )
    await client()
      .for(endpointslices)
      .create(slice('web', 'IPv6', [{ ...pod('a'), addresses: ['fd00:244::10'] }]))
    await startProxy()
    expect(await get('client', addresses.node, 30080)).toBe('a 10.244.0.1')
    expect(await ask('client', addresses.node, 30080)).toBe('a 10.244.0.1')
    expect(await get('node', addresses.node, 30080)).toBe('a 10.244.0.1')
    expect(await get('client', addresses.nodeSecond, 30080)).toBe('refused')
    expect(await get('node', '127.0.0.1', 30080)).toBe('refused')
    expect(await get('client', addresses.node6, 30080)).toBe('a fd00:244::1')
    expect(await get('b', 'fd00:96::10', 80)).toMatch(/^a fd00:244::(11|b)$/)
    await stopped?.()
    await startProxy({ nodePortAddresses: ['0.0.0.0/0', '::/0'] })
    expect(await get('client', addresses.nodeSecond, 30080)).toBe('a 10.244.0.1')
    await stopped?.()
    await startProxy({ nodePortAddresses: [`${addresses.nodeSecond}/32`, '127.0.0.0/8'] })
    expect(await get('client', addresses.nodeSecond, 30080)).toBe('a 10.244.0.1')
    expect(await get('client', addresses.node, 30080)).toBe('refused')
  })

  test('external policy Local: source kept, dropped without endpoint here, pods and node served everywhere', async () => {
    newCluster()
    const spec = {
      type: 'NodePort',
      externalTrafficPolicy: 'Local',
      clusterIP: '10.96.0.10',
      ports: withNodePort(30080),
    } as const
    await expose('web', spec, pod('a'))
    await startProxy()
    expect(await get('client', addresses.node, 30080)).toBe(`a ${addresses.client}`)
    await setEndpoints('web', { ...pod('a'), nodeName: 'other' })
    await eventually(() => get('client', addresses.node, 30080), /^timeout$/)
    expect(await get('b', addresses.node, 30080)).toMatch(/^a /)
    expect(await get('node', addresses.node, 30080)).toMatch(/^a /)
    expect(await get('client', '10.96.0.10', 80)).toMatch(/^a /)
  })

  test('session affinity: on, off, and kept over a restart that nobody notices', async () => {
    newCluster()
    await expose('web', { clusterIP: '10.96.0.10', ports: bothProtocols }, pod('a'), pod('b'))
    await startProxy()
    const server = async (): Promise<string> => (await get('client', '10.96.0.10', 80)).charAt(0)
    const several = async (): Promise<string> => new Set(await sequence(8, server)).size.toString()
    await eventually(several, /^2$/)
    await client()
      .for(services)
      .update(
        service('web', {
          clusterIP: '10.96.0.10',
          ports: bothProtocols,
          sessionAffinity: 'ClientIP',
          sessionAffinityConfig: { clientIP: { timeoutSeconds: 600 } },
        }),
      )
    await until(async () => /affinity-/.test(await rules()))
    const [first] = await sequence(1, server)
    expect(new Set(await sequence(8, server))).toEqual(new Set([first]))
    const hammer = network.run('client', 'node', '-e', hammerSource, '10.96.0.10', '80')
    for (let i = 0; i < 5; i++) {
      await stopped?.()
      await startProxy()
    }
    const { count, failed } = JSON.parse((await hammer).stdout) as { count: number; failed: number }
    expect(failed).toBe(0)
    expect(count).toBeGreaterThan(50)
    expect(new Set(await sequence(8, server))).toEqual(new Set([first]))
    // The endpoint that goes takes its clients' memory along.
    await setEndpoints('web', pod(first === 'a' ? 'b' : 'a'))
    await eventually(server, first === 'a' ? /^b$/ : /^a$/)
    await setEndpoints('web', pod('a'), pod('b'))
    await client()
      .for(services)
      .update(service('web', { clusterIP: '10.96.0.10', ports: bothProtocols }))
    await until(async () => !/affinity-/.test(await rules()))
    await eventually(several, /^2$/)
  })

  test('UDP clients that never change their port follow endpoints that come and go', async () => {
    newCluster()
    await startProxy()
    // Before the Service exists: the flow is remembered without translation.
    expect(await ask('client', '10.96.0.10', 80, 40_000)).toMatch(/timeout|EHOSTUNREACH|ECONNREFUSED/)
    await expose('web', { type: 'NodePort', clusterIP: '10.96.0.10', ports: withNodePort(30080) }, pod('a'))
    await eventually(() => ask('client', '10.96.0.10', 80, 40_000), /^a /)
    expect(await ask('client', addresses.node, 30080, 40_001)).toMatch(/^a /)
    await setEndpoints('web', pod('b'))
    await eventually(() => ask('client', '10.96.0.10', 80, 40_000), /^b /)
    expect(await ask('client', addresses.node, 30080, 40_001)).toMatch(/^b /)
    // Also when the endpoint changed while no proxy ran.
    await stopped?.()
    await setEndpoints('web', pod('a'))
    await startProxy()
    await eventually(() => ask('client', '10.96.0.10', 80, 40_000), /^a /)
    // UDP goes, TCP on the same number stays.
    await client()
      .for(services)
      .update(service('web', { type: 'NodePort', clusterIP: '10.96.0.10', ports: withNodePort(30080).slice(0, 1) }))
    await eventually(() => ask('client', '10.96.0.10', 80, 40_000), /ECONNREFUSED/)
    expect(await get('client', '10.96.0.10', 80)).toMatch(/^a /)
  })

  test('a Service changes its type, and goes', async () => {
    newCluster()
    await expose('web', { clusterIP: '10.96.0.10', ports: bothProtocols }, pod('a'))
    await startProxy()
    expect(await get('client', addresses.node, 30080)).toBe('refused')
    await client()
      .for(services)
      .update(service('web', { type: 'NodePort', clusterIP: '10.96.0.10', ports: withNodePort(30080) }))
    await eventually(() => get('client', addresses.node, 30080), /^a /)
    await client()
      .for(services)
      .update(
        service('web', {
          type: 'LoadBalancer',
          clusterIP: '10.96.0.10',
          ports: withNodePort(30080),
          externalIPs: ['198.51.100.7'],
          loadBalancerSourceRanges: ['203.0.113.0/24'],
        }),
      )
    const balanced = api.object('/api/v1/services', 'default/web') as unknown as Service
    await client()
      .for(services)
      .updateStatus({ ...balanced, status: { loadBalancer: { ingress: [{ ip: '198.51.100.8' }] } } })
    await eventually(() => get('client', '198.51.100.7', 80), /^a /)
    await eventually(() => get('client', '198.51.100.8', 80), /^timeout$/)
    expect(await get('client', addresses.node, 30080)).toMatch(/^a /)
    await client()
      .for(services)
      .update(service('web', { type: 'ExternalName', externalName: 'example.org' }))
    await until(async () => !(await rules()).includes('default/web'))
    expect(await get('client', addresses.node, 30080)).toBe('refused')
  })

  test('starts over leftovers of any kind, heals after a flushed rule set and after nft failed', async () => {
    newCluster()
    await expose('web', { clusterIP: '10.96.0.10', ports: bothProtocols }, pod('a'))
    const leftover = [
      'add table ip kube-proxy',
      'add chain ip kube-proxy nat-output { type filter hook output priority 5 ; }',
      'add set ip kube-proxy cluster-ips { type inet_service ; }',
      'add chain ip kube-proxy service-X/old',
      'add rule ip kube-proxy services-old drop',
    ]
    await network.nodeHost.processes.run('nft', ['-f', '-'], { input: `${leftover.slice(0, 4).join('\n')}\n` })
    await startProxy({ syncPeriodMs: 100 })
    await eventually(() => get('b', '10.96.0.10', 80), /^a /)
    expect(await rules()).not.toContain('service-X/old')
    await network.run('node', 'nft', 'flush', 'ruleset')
    await eventually(() => get('b', '10.96.0.10', 80), /^a /)
    breakNft = true
    await setEndpoints('web', pod('b'))
    await expose('more', { clusterIP: '10.96.0.12', ports: bothProtocols }, pod('a'))
    breakNft = false
    await eventually(() => get('b', '10.96.0.12', 80), /^a /)
    expect(await get('a', '10.96.0.10', 80)).toMatch(/^b /)
  })

  test('among 1,000 services, one change is one small transaction, and vanished chains go', async () => {
    newCluster()
    for (let i = 0; i < 1000; i++)
      await expose(`s${i}`, { clusterIP: `10.97.${i >> 8}.${i & 255}`, ports: bothProtocols }, pod('a'), pod('b'))
    await startProxy()
    expect(await get('client', '10.97.1.44', 80)).toMatch(/^[ab] /)
    inputs.length = 0
    await setEndpoints('s300', pod('b'))
    await until(async () => inputs.length > 0)
    expect(await get('client', '10.97.1.44', 80)).toMatch(/^b /)
    expect(inputs[0]?.split('\n').length).toBeLessThan(15)
    expect(inputs[0]).not.toContain('s301')
    await until(async () => !(await rules()).includes('s300/tcp/p80__10.244.0.10/8080'))
    await client().for(services).delete('s300', { namespace: 'default' })
    await eventually(() => get('client', '10.97.1.44', 80), /timeout|unreachable/)
    await until(async () => !(await rules()).includes('/s300/'))
  })

  test('stopping leaves the rules; the node has its frame as documented', async () => {
    newCluster()
    await client().for(nodes).create(node({}))
    await expose('web', { clusterIP: '10.96.0.10', ports: bothProtocols }, pod('a'))
    await (await startProxy())()
    expect(await get('b', '10.96.0.10', 80)).toMatch(/^a /)
    const text = await rules()
    for (const [chain, hook] of [
      ['filter-prerouting', 'type filter hook prerouting priority dstnat - 10'],
      ['filter-output-post-dnat', 'type filter hook output priority -90'],
      ['nat-prerouting', 'type nat hook prerouting priority dstnat'],
      ['nat-postrouting', 'type nat hook postrouting priority srcnat'],
    ] as const)
      expect(text).toMatch(new RegExp(`chain ${chain} \\{\\s+${hook}`))
    await removeProxyTables(network.nodeHost)
    expect((await network.run('node', 'nft', 'list', 'tables')).stdout).toBe('')
  })
})

const bothProtocols: ServicePort[] = [
  { name: 'p80', port: 80, protocol: 'TCP' },
  { name: 'p80', port: 80, protocol: 'UDP' },
]

function withNodePort(nodePort: number): ServicePort[] {
  return bothProtocols.map((port) => ({ ...port, nodePort }))
}

function service(name: string, spec: Partial<ServiceSpec>): Service {
  return { apiVersion: 'v1', kind: 'Service', metadata: { namespace: 'default', name }, spec }
}

function slice(name: string, addressType: 'IPv4' | 'IPv6', endpoints: Endpoint[]): EndpointSlice {
  const labels = { 'kubernetes.io/service-name': name }
  return {
    metadata: { namespace: 'default', name: `${name}-${addressType.toLowerCase()}`, labels },
    addressType,
    ports: [
      { name: 'p80', port: 8080, protocol: 'TCP' },
      { name: 'p80', port: 8080, protocol: 'UDP' },
    ],
    endpoints,
  }
}

function pod(name: string): Endpoint {
  return { addresses: [name === 'a' ? '10.244.0.10' : '10.244.0.11'], nodeName: 'me', conditions: { ready: true } }
}

function node(labels: Record<string, string>): Node {
  return { metadata: { name: 'me', labels }, spec: {} }
}

async function sequence<T>(count: number, work: () => Promise<T>): Promise<T[]> {
  const results: T[] = []
  for (let i = 0; i < count; i++) results.push(await work())
  return results
}

/** Asks again and again, for a minute at most: what has not come by then never does. */
async function until(condition: () => Promise<boolean>): Promise<void> {
  const limit = host.clock.monotonicMs() + 60_000
  while (!(await condition())) {
    if (host.clock.monotonicMs() > limit) throw new Error(`never true: ${condition}`)
    await host.clock.sleep(20, AbortSignal.timeout(60_000))
  }
}
