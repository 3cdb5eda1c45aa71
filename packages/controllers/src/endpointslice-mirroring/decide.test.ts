import type { Endpoints } from '@elli/api/core/v1'
import type { EndpointSlice } from '@elli/api/discovery/v1'
import { expect, it } from 'vitest'
import { decide, shouldMirror } from './decide.ts'

function endpoints(subsets: Endpoints['subsets'], metadata: Endpoints['metadata'] = {}): Endpoints {
  return { metadata: { name: 'e', namespace: 'ns', uid: 'u', ...metadata }, subsets: subsets ?? [] }
}
const http = [{ name: 'http', port: 80 }]

/** The slice as the server keeps it. */
function kept(subsets: Endpoints['subsets'], name = 's'): EndpointSlice {
  const [slice] = decide(endpoints(subsets), []).create
  if (!slice) throw new Error('nothing to create')
  const { generateName: _, ...metadata } = slice.metadata
  return { ...slice, metadata: { ...metadata, name, resourceVersion: '7' } }
}

it('makes a slice for each kind of address and set of ports', () => {
  const { create, update, remove } = decide(
    endpoints(
      [
        { addresses: [{ ip: '10.0.0.1', hostname: 'a' }, { ip: 'fd00::1' }], ports: http },
        { notReadyAddresses: [{ ip: '10.0.0.2', nodeName: 'n' }], ports: http },
      ],
      { labels: { app: 'x' }, annotations: { keep: '1', 'kubectl.kubernetes.io/last-applied-configuration': '{}' } },
    ),
    [],
  )
  expect([update, remove]).toEqual([[], []])
  expect(create.map(({ addressType }) => addressType)).toEqual(['IPv4', 'IPv6'])
  expect(create[0]).toMatchObject({
    metadata: {
      generateName: 'e-',
      labels: {
        app: 'x',
        'kubernetes.io/service-name': 'e',
        'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
      },
      annotations: { keep: '1' },
    },
    endpoints: [
      { addresses: ['10.0.0.1'], conditions: { ready: true }, hostname: 'a' },
      { addresses: ['10.0.0.2'], conditions: { ready: false }, nodeName: 'n' },
    ],
    ports: [{ name: 'http', port: 80, protocol: 'TCP' }],
  })
  expect(create[0]?.metadata.annotations).toEqual({ keep: '1' })
})

it('leaves a mirror alone, updates one that differs, and re-uses one with other ports', () => {
  const one = [{ addresses: [{ ip: '10.0.0.1' }], ports: http }]
  const slice = kept(one)
  expect(decide(endpoints(one), [slice])).toMatchObject({ create: [], update: [], remove: [] })
  const two = decide(endpoints([{ addresses: [{ ip: '10.0.0.2' }], ports: http }]), [slice, kept(one, 'extra')])
  expect(two.update.map(({ metadata }) => [metadata.name, metadata.resourceVersion])).toEqual([['s', '7']])
  expect(two.remove.map(({ metadata }) => metadata.name)).toEqual(['extra'])
  const other = decide(endpoints([{ addresses: [{ ip: '10.0.0.1' }], ports: [{ port: 81 }] }]), [slice])
  expect(other.create).toEqual([])
  expect(other.update.map(({ metadata, ports }) => [metadata.name, ports?.[0]?.port])).toEqual([['s', 81]])
  expect(decide(endpoints([]), [slice]).remove).toEqual([slice])
})

it('tells of addresses it cannot mirror', () => {
  const addresses = Array.from({ length: 1001 }, (_, i) => ({ ip: `10.0.${i >> 8}.${i & 255}` }))
  const decision = decide(endpoints([{ addresses: [{ ip: 'nonsense' }, ...addresses], ports: http }]), [])
  expect(decision).toMatchObject({ invalidAddresses: 1, skippedAddresses: 2 })
  expect(decision.create[0]?.endpoints).toHaveLength(1000)
})

it('does not mirror what asks not to be, or is a lock', () => {
  expect(shouldMirror(endpoints([]))).toBe(true)
  expect(shouldMirror(endpoints([], { labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } }))).toBe(false)
  expect(shouldMirror(endpoints([], { annotations: { 'control-plane.alpha.kubernetes.io/leader': '' } }))).toBe(false)
})
