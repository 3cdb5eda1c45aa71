/** The loop of the proxy on a virtual clock, with scripted nft and conntrack: when it writes, what it does after failures. */
import type { Node, Service, ServiceSpec } from '@elli/api/core/v1'
import { nodes, services } from '@elli/api/core/v1.resources'
import type { EndpointSlice } from '@elli/api/discovery/v1'
import { endpointslices } from '@elli/api/discovery/v1.resources'
import { restClient } from '@elli/client/rest'
import { sharedInformers } from '@elli/client/shared-informers'
import { FakeApiServer } from '@elli/client/testing/fake-transport'
import { type SimulatedHost, simulatedHost } from '@elli/host/simulated'
import { TaskGroup } from '@elli/host/tasks'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type ProxyConfig, runProxy } from './proxy.ts'

describe('proxy loop', () => {
  let host: SimulatedHost
  let api: FakeApiServer
  let tasks: TaskGroup
  /** Families and texts of transactions, in order. */
  let written: string[]
  let conntrack: string[]
  let failing = false
  let tablesThere = true

  beforeEach(() => {
    host = simulatedHost({ seed: 1 })
    api = new FakeApiServer(host.clock)
    tasks = new TaskGroup()
    written = []
    conntrack = []
    failing = false
    tablesThere = true
    host.processes.onRun('nft', (args, { input }) => {
      if (args.includes('tables')) {
        const family = args.at(-1)
        return { stdout: JSON.stringify({ nftables: tablesThere ? [{ table: { family, name: 'kube-proxy' } }] : [] }) }
      }
      if (args.includes('list')) return { code: 1, stderr: 'Error: No such file or directory' }
      if (failing) return { code: 1, stderr: 'Error: Could not process rule' }
      written.push(String(input))
      return {}
    })
    host.processes.onRun('conntrack', (args) => {
      conntrack.push(args.join(' '))
      return { stdout: '' }
    })
  })
  afterEach(async () => {
    const stopped = tasks.stop()
    await host.complete(stopped)
    expect(host.pending()).toEqual([])
  })

  const client = () => restClient(api)
  async function start(config: Partial<ProxyConfig> = {}): Promise<void> {
    const informers = sharedInformers(client(), host)
    const whole = { nodeName: 'me', nodeIps: ['192.0.2.1'], clusterCidrs: ['10.244.0.0/16'], ...config }
    tasks.start((signal) => runProxy({ host, informers, config: whole }, signal))
    tasks.start((signal) => informers.run(signal))
    await host.settle()
  }
  const add = (name: string, ip: string, spec: Partial<ServiceSpec> = {}) =>
    client()
      .for(services)
      .create(service(name, ip, spec))

  test('starts with one transaction that holds frame and content', async () => {
    await add('web', '10.96.0.1')
    await start()
    expect(written).toHaveLength(1)
    expect(written[0]).toContain('add chain ip kube-proxy nat-prerouting')
    expect(written[0]).toContain('10.96.0.1 . tcp . 80')
  })

  test('many changes are few transactions: two at once, then one a second', async () => {
    await start()
    for (let i = 0; i < 50; i++) {
      await add(`s${i}`, `10.96.1.${i}`)
      await host.settle()
    }
    expect(written).toHaveLength(2)
    await host.advance(1000)
    expect(written).toHaveLength(3)
    expect(written[2]?.match(/10\.96\.1\.\d+ . tcp/g)).toHaveLength(49)
    await host.advance(60_000)
    expect(written).toHaveLength(3)
  })

  test('after a failure everything is written again, with the next change or after the period', async () => {
    await add('web', '10.96.0.1')
    await start()
    failing = true
    await host.advance(5000)
    await add('other', '10.96.0.2')
    await host.settle()
    failing = false
    await host.advance(29_000)
    expect(written).toHaveLength(1)
    await host.advance(1000)
    expect(written).toHaveLength(2)
    expect(written[1]).toContain('add chain ip kube-proxy nat-prerouting')
    expect(written[1]).toContain('10.96.0.1 . tcp . 80')
    expect(host.logged.filter(({ level }) => level === 'error')).toHaveLength(1)
    failing = true
    await add('third', '10.96.0.3')
    await host.settle()
    failing = false
    await add('fourth', '10.96.0.4')
    await host.advance(1000)
    expect(written.at(-1)).toContain('10.96.0.3 . tcp . 80')
  })

  test('a table that cannot be taken over is made anew', async () => {
    failing = true
    await add('web', '10.96.0.1')
    await start()
    await host.advance(30_000)
    failing = false
    await host.advance(30_000)
    expect(written).toHaveLength(1)
    expect(written[0]).toMatch(/^add table ip kube-proxy\ndelete table ip kube-proxy\n/)
  })

  test('rules that somebody flushed come back', async () => {
    await add('web', '10.96.0.1')
    await start()
    tablesThere = false
    await host.advance(31_000)
    tablesThere = true
    expect(written.length).toBeGreaterThan(1)
    expect(written.at(-1)).toContain('10.96.0.1 . tcp . 80')
  })

  test('unused chains are flushed at once and deleted a second later', async () => {
    await add('web', '10.96.0.1')
    await client().for(endpointslices).create(slice('web'))
    await start()
    await host.advance(5000)
    await client().for(services).delete('web', { namespace: 'default' })
    await host.settle()
    expect(written).toHaveLength(2)
    expect(written[1]).toMatch(/flush chain ip kube-proxy service-/)
    expect(written[1]).not.toContain('delete chain')
    await host.advance(1100)
    expect(written).toHaveLength(3)
    expect(written[2]).toMatch(/^delete chain ip kube-proxy [a-z]+-/)
    await host.advance(60_000)
    expect(written).toHaveLength(3)
  })

  test('the zone of the node counts, its heartbeats do not', async () => {
    await client().for(nodes).create(node({}))
    await add('web', '10.96.0.1')
    await client()
      .for(endpointslices)
      .create(slice('web', ['a', 'b']))
    await start()
    expect(written[0]).toContain('mod 2')
    await host.advance(5000)
    await client()
      .for(nodes)
      .update({ ...node({}), status: { phase: 'Running' } })
    await host.settle()
    expect(written).toHaveLength(1)
    await client()
      .for(nodes)
      .update(node({ 'topology.kubernetes.io/zone': 'a' }))
    await host.settle()
    expect(written).toHaveLength(2)
    expect(written[1]).toMatch(/add rule ip kube-proxy service-\S+ goto endpoint-/)
  })

  test('one table per family of the node', async () => {
    await add('web', '10.96.0.1', { clusterIPs: ['10.96.0.1', 'fd00::1'] })
    await start({ nodeIps: ['192.0.2.1', '2001:db8::1'], clusterCidrs: [] })
    expect(written).toHaveLength(2)
    expect(written[1]).toContain('fd00::1 . tcp . 80')
    expect(written[1]).toContain('type ipv6_addr')
    expect(written.join()).not.toContain('saddr !=')
  })

  test('without conntrack Services work all the same, and it is said once', async () => {
    host.processes.onRun('conntrack', () => ({ code: 127, stderr: 'not there' }))
    await add('dns', '10.96.0.10', { ports: [{ name: 'p80', port: 53, protocol: 'UDP' }] })
    await client()
      .for(endpointslices)
      .create(slice('dns', undefined, 'UDP'))
    await start()
    await host.advance(2000)
    await client().for(endpointslices).delete('dns', { namespace: 'default' })
    await host.advance(2000)
    expect(written.length).toBeGreaterThan(1)
    expect(host.logged.filter(({ level }) => level === 'error')).toHaveLength(1)
  })

  test('conntrack is asked only when UDP endpoints went', async () => {
    await add('web', '10.96.0.1')
    await client().for(endpointslices).create(slice('web'))
    await start()
    await client().for(endpointslices).delete('web', { namespace: 'default' })
    await host.advance(2000)
    expect(conntrack).toEqual([])
  })
})

function service(name: string, ip: string, spec: Partial<ServiceSpec>): Service {
  return {
    metadata: { namespace: 'default', name },
    spec: { clusterIP: ip, ports: [{ name: 'p80', port: 80, protocol: 'TCP' }], ...spec },
  }
}

function slice(name: string, zones: string[] = [], protocol: 'TCP' | 'UDP' = 'TCP'): EndpointSlice {
  const endpoints = (zones.length > 0 ? zones : [undefined]).map((zone, i) => ({
    addresses: [`10.244.0.${i + 1}`],
    conditions: { ready: true },
    ...(zone ? { hints: { forZones: [{ name: zone }] } } : {}),
  }))
  return {
    metadata: { namespace: 'default', name, labels: { 'kubernetes.io/service-name': name } },
    addressType: 'IPv4',
    ports: [{ name: 'p80', port: 8080, protocol }],
    endpoints,
  }
}

function node(labels: Record<string, string>): Node {
  return { metadata: { name: 'me', labels }, spec: {} }
}
