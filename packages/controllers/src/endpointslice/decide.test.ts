import { expect, test } from 'vitest'
import type { Node, Pod, Service, ServiceSpec } from '@elli/api/core/v1'
import type { EndpointSlice } from '@elli/api/discovery/v1'
import { decide, type SliceChanges } from './decide.ts'

const service = (spec: Partial<ServiceSpec> = {}, labels?: Record<string, string>): Service => ({
  metadata: { name: 'web', namespace: 'default', uid: 'svc', ...(labels ? { labels } : {}) },
  spec: {
    clusterIP: '10.96.0.10',
    ipFamilies: ['IPv4'],
    selector: { app: 'web' },
    ports: [{ name: 'http', port: 80, targetPort: 8080, protocol: 'TCP' }],
    ...spec,
  },
})
interface PodGiven {
  ready?: boolean
  leaving?: boolean
  phase?: 'Running' | 'Failed'
  node?: string
  port?: number
  v6?: boolean
}
function pod(i: number, { ready = true, leaving, phase = 'Running', node = 'n', port, v6 }: PodGiven = {}): Pod {
  return {
    metadata: {
      name: `p${i}`,
      uid: `p${i}`,
      namespace: 'default',
      ...(leaving ? { deletionTimestamp: '2024-08-13T12:00:00Z' } : {}),
    },
    spec: {
      nodeName: node,
      containers: [
        {
          name: 'c',
          ...(port === undefined ? {} : { ports: [{ name: 'named', containerPort: port, protocol: 'TCP' }] }),
        },
      ],
    },
    status: {
      phase,
      podIPs: [{ ip: `10.0.0.${i}` }, ...(v6 ? [{ ip: `fd00::${i}` }] : [])],
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
    },
  }
}
const node = (name: string): Node => ({
  metadata: { name, labels: { 'topology.kubernetes.io/zone': `zone-${name}` } },
  spec: {},
})
const run = (
  object: Service,
  pods: readonly Pod[],
  slices: readonly EndpointSlice[] = [],
  maxPerSlice = 100,
): SliceChanges =>
  decide({
    service: object,
    pods,
    slices,
    node: (name) => (name === 'gone' ? undefined : node(name)),
    maxPerSlice,
  })
/** What the server would hold after the changes. */
function after(slices: readonly EndpointSlice[], changes: SliceChanges): EndpointSlice[] {
  const names = new Set([...changes.remove, ...changes.update].map(({ metadata }) => metadata.name))
  const made = changes.create.map((slice, i) => ({
    ...slice,
    metadata: { ...slice.metadata, name: `${slice.metadata.generateName}${slices.length + i}` },
  }))
  return [...slices.filter(({ metadata }) => !names.has(metadata.name)), ...changes.update, ...made]
}
const shape = ({ create, update, remove }: SliceChanges): string =>
  [
    ...create.map(({ endpoints }) => `+${endpoints.length}`),
    ...update.map(({ endpoints }) => `~${endpoints.length}`),
    ...remove.map(() => '-'),
  ].join(' ')
const many = (count: number, from = 1): Pod[] => Array.from({ length: count }, (_, i) => pod(from + i))

test('an endpoint tells all about its pod', () => {
  const [slice] = run(service(), [pod(1)]).create
  expect(slice).toMatchObject({
    addressType: 'IPv4',
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    metadata: {
      generateName: 'web-',
      labels: {
        'kubernetes.io/service-name': 'web',
        'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
      },
      ownerReferences: [{ kind: 'Service', uid: 'svc', controller: true }],
    },
    endpoints: [
      {
        addresses: ['10.0.0.1'],
        conditions: { ready: true, serving: true, terminating: false },
        nodeName: 'n',
        zone: 'zone-n',
        targetRef: { kind: 'Pod', name: 'p1' },
      },
    ],
  })
})

for (const [name, given, conditions] of [
  ['an unready pod', { ready: false }, { ready: false, serving: false, terminating: false }],
  ['a pod that serves to the end', { leaving: true }, { ready: false, serving: true, terminating: true }],
] as const) {
  test(name, () => expect(run(service(), [pod(1, given)]).create[0]?.endpoints[0]?.conditions).toEqual(conditions))
}

test('unready addresses are ready where they are published', () => {
  const object = service({ publishNotReadyAddresses: true })
  expect(run(object, [pod(1, { ready: false })]).create[0]?.endpoints[0]?.conditions?.ready).toBe(true)
})

test('finished pods offer nothing, and no endpoints at all are one empty slice that stays', () => {
  const first = run(service(), [pod(1, { phase: 'Failed' })])
  expect(shape(first)).toBe('+0')
  expect(shape(run(service(), [], after([], first)))).toBe('')
})

test('slices hold so many, and are filled before new ones are made', () => {
  const first = run(service(), many(5), [], 3)
  expect(shape(first)).toBe('+3 +2')
  const slices = after([], first)
  expect(shape(run(service(), many(5), slices, 3))).toBe('')
  expect(shape(run(service(), many(6), slices, 3))).toBe('~3')
  expect(shape(run(service(), many(3), slices, 3))).toBe('-')
  // Two go, two come: the same slice takes them.
  expect(shape(run(service(), many(5, 3), slices, 3))).toBe('~3')
})

test('both families have slices of their own', () => {
  const { create } = run(service({ ipFamilies: ['IPv4', 'IPv6'] }), [pod(1, { v6: true })])
  expect(create.map(({ addressType, endpoints }) => `${addressType} ${endpoints[0]?.addresses[0]}`)).toEqual([
    'IPv4 10.0.0.1',
    'IPv6 fd00::1',
  ])
})

test('pods whose named port differs do not share a slice', () => {
  const object = service({ ports: [{ name: 'http', port: 80, targetPort: 'named', protocol: 'TCP' }] })
  const { create } = run(object, [pod(1, { port: 81 }), pod(2, { port: 82 }), pod(3)])
  expect(create.map(({ ports }) => ports?.[0]?.port)).toEqual([81, 82, undefined])
})

test('a pod on an unknown node waits, and says so', () => {
  const changes = run(service(), [pod(1, { node: 'gone' }), pod(2)])
  expect(changes.withoutNode).toEqual(['p1'])
  expect(shape(changes)).toBe('+1')
})

test('labels of the Service are carried over, and headless is said', () => {
  const slices = after([], run(service({}, { team: 'a' }), [pod(1)]))
  expect(slices[0]?.metadata.labels?.team).toBe('a')
  expect(run(service({}, { team: 'b' }), [pod(1)], slices).update[0]?.metadata.labels?.team).toBe('b')
  expect(run(service({ clusterIP: 'None' }), []).create[0]?.metadata.labels).toHaveProperty(
    'service.kubernetes.io/headless',
  )
})

test('PreferClose hints at the own zone, and hints go when it does', () => {
  const near = service({ trafficDistribution: 'PreferClose' })
  const slices = after([], run(near, [pod(1), pod(2, { ready: false })]))
  expect(slices[0]?.endpoints.map(({ hints }) => hints)).toEqual([{ forZones: [{ name: 'zone-n' }] }, undefined])
  const plain = run(service(), [pod(1), pod(2, { ready: false })], slices)
  expect(plain.update[0]?.endpoints.map(({ hints }) => hints)).toEqual([undefined, undefined])
})
