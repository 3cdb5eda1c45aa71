import { describe, expect, test } from 'vitest'
import type { Service } from '@elli/api/core/v1'
import type { Endpoint, EndpointSlice } from '@elli/api/discovery/v1'
import { categorize, endpointsByPort } from './endpoints.ts'
import { chainNames } from './names.ts'
import { type ServicePortInfo, servicePorts } from './service-ports.ts'
import { type ProxyTable, type TableSettings, emptyTable, proxyTable } from './table.ts'
import { transition } from './transaction.ts'

const settings: TableSettings = {
  family: 'ip',
  nodeIp: '192.0.2.2',
  zone: undefined,
  masqueradeAll: false,
  clusterCidrs: ['10.244.0.0/16'],
}

function service(spec: Partial<Service['spec']> = {}): Service {
  return {
    metadata: { namespace: 'ns1', name: 'svc1' },
    spec: { clusterIP: '10.96.0.5', ports: [{ name: 'p80', port: 80, protocol: 'TCP' }], ...spec },
  }
}

function slice(endpoints: Endpoint[], protocol: 'TCP' | 'UDP' = 'TCP'): EndpointSlice {
  return { metadata: {}, addressType: 'IPv4', ports: [{ name: 'p80', port: 8080, protocol }], endpoints }
}

const here = (address: string): Endpoint => ({ addresses: [address], nodeName: 'me', conditions: { ready: true } })
const away = (address: string): Endpoint => ({ addresses: [address], nodeName: 'other', conditions: { ready: true } })
const dying = (address: string): Endpoint => ({
  addresses: [address],
  nodeName: 'me',
  conditions: { ready: false, serving: true, terminating: true },
})

function table(object: Service, endpoints: Endpoint[], protocol: 'TCP' | 'UDP' = 'TCP'): ProxyTable {
  return proxyTable(
    [{ ports: servicePorts(object, 'ip'), endpoints: endpointsByPort([slice(endpoints, protocol)], 'ip', 'me') }],
    settings,
  )
}

describe('names', () => {
  test('are those of upstream', () => {
    const [port] = servicePorts(service(), 'ip') as [ServicePortInfo]
    expect(chainNames(port).cluster).toBe('service-ULMVA6XW-ns1/svc1/tcp/p80')
  })
})

describe('proxy table', () => {
  test('spreads over all endpoints of a ClusterIP', () => {
    const made = table(service(), [here('10.244.0.1'), away('10.244.1.1')])
    expect([...made.elements['service-ips']]).toEqual([
      ['10.96.0.5 . tcp . 80', { verdict: 'goto service-ULMVA6XW-ns1/svc1/tcp/p80' }],
    ])
    const rules = made.chains.get('service-ULMVA6XW-ns1/svc1/tcp/p80') ?? []
    expect(rules[0]).toBe('ip daddr 10.96.0.5 tcp dport 80 ip saddr != 10.244.0.0/16 jump mark-for-masquerade')
    expect(rules.at(-1)).toMatch(
      /^numgen random mod 2 vmap \{ 0 : goto endpoint-.*10\.244\.0\.1\/8080, 1 : goto endpoint-.*10\.244\.1\.1\/8080 \}$/,
    )
  })

  test('rejects without endpoints', () => {
    const made = table(service(), [])
    expect(made.elements['no-endpoint-services'].get('10.96.0.5 . tcp . 80')).toEqual({
      verdict: 'goto reject-chain',
      comment: 'ns1/svc1:p80',
    })
    expect(made.elements['service-ips'].size).toBe(0)
  })

  test('drops NodePort traffic with policy Local and no endpoint here, but serves pods', () => {
    const made = table(
      service({
        type: 'NodePort',
        externalTrafficPolicy: 'Local',
        ports: [{ name: 'p80', port: 80, nodePort: 30080 }],
      }),
      [away('10.244.1.1')],
    )
    expect(made.elements['no-endpoint-nodeports'].get('tcp . 30080')).toEqual({
      verdict: 'drop',
      comment: 'ns1/svc1:p80',
    })
    expect(made.elements['service-nodeports'].get('tcp . 30080')).toEqual({
      verdict: 'goto external-ULMVA6XW-ns1/svc1/tcp/p80',
    })
    expect(made.chains.get('external-ULMVA6XW-ns1/svc1/tcp/p80')?.[0]).toContain('short-circuit pod traffic')
  })

  test('keeps a client with its endpoint', () => {
    const made = table(
      service({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } } }),
      [here('10.244.0.1')],
    )
    expect([...made.affinitySets.values()]).toEqual([60])
    const [set] = [...made.affinitySets.keys()]
    expect(made.chains.get('service-ULMVA6XW-ns1/svc1/tcp/p80')).toContainEqual(
      expect.stringContaining(`ip saddr @${set} goto endpoint-`),
    )
  })

  test('headless and ExternalName services have no rules', () => {
    expect(servicePorts(service({ clusterIP: 'None' }), 'ip')).toEqual([])
    expect(servicePorts(service({ type: 'ExternalName', externalName: 'x' }), 'ip')).toEqual([])
  })

  test('falls back to endpoints that still serve while they end', () => {
    const [port] = servicePorts(service(), 'ip') as [ServicePortInfo]
    const endpoints = endpointsByPort([slice([dying('10.244.0.1')])], 'ip', 'me').get('tcp/p80') ?? []
    expect(categorize(endpoints, port, undefined).cluster.map((endpoint) => endpoint.ip)).toEqual(['10.244.0.1'])
  })

  test('keeps traffic in the zone when all endpoints carry hints', () => {
    const [port] = servicePorts(service(), 'ip') as [ServicePortInfo]
    const hinted = (address: string, zone: string): Endpoint => ({
      ...away(address),
      hints: { forZones: [{ name: zone }] },
    })
    const endpoints =
      endpointsByPort([slice([hinted('10.244.0.1', 'a'), hinted('10.244.0.2', 'b')])], 'ip', 'me').get('tcp/p80') ?? []
    expect(categorize(endpoints, port, 'b').cluster.map((endpoint) => endpoint.ip)).toEqual(['10.244.0.2'])
    expect(categorize(endpoints, port, 'c').cluster).toHaveLength(2)
  })
})

describe('transaction', () => {
  test('writes nothing when nothing changed', () => {
    const made = table(service(), [here('10.244.0.1')])
    expect(transition('ip', made, table(service(), [here('10.244.0.1')])).commands).toEqual([])
  })

  test('empties chains of a vanished service and keeps them for a second', () => {
    const { commands, staleChains } = transition('ip', table(service(), [here('10.244.0.1')]), emptyTable())
    expect(staleChains).toHaveLength(2)
    expect(commands).toContain('delete element ip kube-proxy service-ips { 10.96.0.5 . tcp . 80 }')
    expect(commands.filter((command) => command.startsWith('flush chain'))).toHaveLength(2)
    expect(commands.some((command) => command.startsWith('delete chain'))).toBe(false)
  })

  test('a changed verdict is taken out and put in again', () => {
    const { commands } = transition('ip', table(service(), []), table(service(), [here('10.244.0.1')]))
    expect(commands).toContain('delete element ip kube-proxy no-endpoint-services { 10.96.0.5 . tcp . 80 }')
    expect(commands.at(-1)).toContain('no-endpoint-services')
  })
})
