import { describe, expect, test } from 'vitest'
import type { Service } from '@elli/api/core/v1'
import type { EndpointSlice } from '@elli/api/discovery/v1'
import { endpointsOf, reversedAddress } from './records.ts'
import { type ClusterView, resolve } from './zone.ts'

const zone = { domain: 'cluster.local', dnsIp: '10.96.0.10' }

const web: Service = {
  metadata: { namespace: 'default', name: 'web' },
  spec: {
    clusterIP: '10.96.0.5',
    clusterIPs: ['10.96.0.5', 'fd00::5'],
    ports: [{ name: 'http', port: 80, protocol: 'TCP' }],
  },
}
const db: Service = {
  metadata: { namespace: 'default', name: 'db' },
  spec: { clusterIP: 'None', ports: [{ name: 'sql', port: 5432 }] },
}
const empty: Service = { metadata: { namespace: 'default', name: 'empty' }, spec: { clusterIP: 'None' } }
const out: Service = {
  metadata: { namespace: 'default', name: 'out' },
  spec: { type: 'ExternalName', externalName: 'example.org' },
}
const slices: EndpointSlice[] = [
  {
    metadata: {},
    addressType: 'IPv4',
    ports: [{ name: 'sql', port: 5432, protocol: 'TCP' }],
    endpoints: [
      { addresses: ['10.244.0.7'], hostname: 'db-0', conditions: { ready: true } },
      { addresses: ['10.244.0.8'], conditions: { ready: true } },
      { addresses: ['10.244.0.9'], conditions: { ready: false } },
    ],
  },
]
const all = [web, db, empty, out]
const endpoints = (name: string) => (name === 'db' ? endpointsOf(slices) : [])
const view: ClusterView = {
  service: (namespace, name) =>
    all.find((service) => service.metadata.namespace === namespace && service.metadata.name === name),
  endpoints: (_, name) => endpoints(name),
  namespaceExists: (name) => name === 'default',
  servicesWithIp: (ip) => all.filter((service) => service.spec.clusterIPs?.includes(ip)),
  endpointsWithIp: (ip) =>
    endpoints('db')
      .filter((endpoint) => endpoint.address === ip)
      .map((endpoint) => ({ service: db, endpoint })),
}

/** `CODE type=data …`, so that one row is one sentence of the specification. */
function ask(name: string, type: string): string {
  const answer = resolve(zone, view, name, type)
  if (!answer) return 'not ours'
  const records = answer.answers.map(
    (record) =>
      `${record.type}=${typeof record.data === 'string' ? record.data : 'target' in record.data ? `${record.data.port} ${record.data.target}` : 'soa'}`,
  )
  return [answer.code, ...records].join(' ')
}

describe('kubernetes zone', () => {
  for (const [name, type, expected] of [
    ['web.default.svc.cluster.local', 'A', 'NOERROR A=10.96.0.5'],
    ['WEB.default.svc.cluster.local', 'A', 'NOERROR A=10.96.0.5'],
    ['web.default.svc.cluster.local', 'AAAA', 'NOERROR AAAA=fd00::5'],
    ['web.default.svc.cluster.local', 'MX', 'NOERROR'],
    ['_http._tcp.web.default.svc.cluster.local', 'SRV', 'NOERROR SRV=80 web.default.svc.cluster.local'],
    ['_http._udp.web.default.svc.cluster.local', 'SRV', 'NXDOMAIN'],
    ['no.default.svc.cluster.local', 'A', 'NXDOMAIN'],
    ['default.svc.cluster.local', 'A', 'NOERROR'],
    ['nowhere.svc.cluster.local', 'A', 'NXDOMAIN'],
    ['db.default.svc.cluster.local', 'A', 'NOERROR A=10.244.0.7 A=10.244.0.8'],
    ['empty.default.svc.cluster.local', 'A', 'NXDOMAIN'],
    ['db-0.db.default.svc.cluster.local', 'A', 'NOERROR A=10.244.0.7'],
    ['10-244-0-8.db.default.svc.cluster.local', 'A', 'NOERROR A=10.244.0.8'],
    ['db-9.db.default.svc.cluster.local', 'A', 'NXDOMAIN'],
    [
      '_sql._tcp.db.default.svc.cluster.local',
      'SRV',
      'NOERROR SRV=5432 db-0.db.default.svc.cluster.local SRV=5432 10-244-0-8.db.default.svc.cluster.local',
    ],
    ['out.default.svc.cluster.local', 'A', 'NOERROR CNAME=example.org'],
    ['out.default.svc.cluster.local', 'CNAME', 'NOERROR CNAME=example.org'],
    ['10-244-0-99.default.pod.cluster.local', 'A', 'NOERROR A=10.244.0.99'],
    ['x.default.pod.cluster.local', 'A', 'NXDOMAIN'],
    ['dns-version.cluster.local', 'TXT', 'NOERROR TXT=1.1.0'],
    ['5.0.96.10.in-addr.arpa', 'PTR', 'NOERROR PTR=web.default.svc.cluster.local'],
    ['7.0.244.10.in-addr.arpa', 'PTR', 'NOERROR PTR=db-0.db.default.svc.cluster.local'],
    ['8.8.8.8.in-addr.arpa', 'PTR', 'not ours'],
    ['cluster.local', 'NS', 'NOERROR NS=ns.dns.cluster.local'],
    ['example.org', 'A', 'not ours'],
    ['notcluster.local', 'A', 'not ours'],
  ] as const) {
    test(`${name} ${type}`, () => expect(ask(name, type)).toBe(expected))
  }

  test('says nothing with the SOA', () => {
    expect(resolve(zone, view, 'no.default.svc.cluster.local', 'A')?.authorities.map((record) => record.type)).toEqual([
      'SOA',
    ])
  })

  test('an SRV answer brings the addresses along', () => {
    expect(resolve(zone, view, '_sql._tcp.db.default.svc.cluster.local', 'SRV')?.additionals).toContainEqual({
      type: 'A',
      name: 'db-0.db.default.svc.cluster.local',
      data: '10.244.0.7',
    })
  })
})

test('reverse names of IPv6', () => {
  expect(reversedAddress('5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa')).toBe('fd00::5')
})
