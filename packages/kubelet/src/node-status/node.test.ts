import { expect, test } from 'vitest'
import {
  cgroupfsPodPath,
  cpuQuotaMicros,
  cpuShares,
  cpuWeight,
  sliceFolder,
  systemdPodSlice,
} from '../cgroups/values.ts'
import { evictionMessage, localStorageViolation, rankForEviction, type Candidate } from '../eviction/rank.ts'
import { thresholdBytes } from '../eviction/thresholds.ts'
import { cniConflist } from '../network/cni.ts'
import { podNetworkRules } from '../network/nftables.ts'
import { resolveOptions } from '../options.ts'
import { BackOff } from '../pods/back-off.ts'
import { goDuration } from '../pods/go-duration.ts'
import { parseStaticPod, mirrorOf, isMirrorOf } from '../pods/static-pod.ts'
import { container, pod, t0 } from '../pods/testing.ts'
import { attributesOf, forbiddenText } from '../server/attributes.ts'
import { logTarget } from '../server/log-target.ts'
import { nodeAllocatable } from './node-status.ts'
import { nodeStatusPatch } from './node-reporter.ts'

test('back-off doubles up to its limit, and is forgotten', () => {
  const backOff = new BackOff(10_000, 300_000)
  expect(backOff.isWaiting('k', t0, t0)).toBe(false)
  const delays: number[] = []
  let now = t0
  for (let i = 0; i < 7; i++) {
    backOff.next('k', now, now)
    delays.push(backOff.delayMs('k') / 1000)
    expect(backOff.isWaiting('k', now, now + backOff.delayMs('k') - 1)).toBe(true)
    now += backOff.delayMs('k')
    expect(backOff.isWaiting('k', now - backOff.delayMs('k'), now)).toBe(false)
  }
  expect(delays).toEqual([10, 20, 40, 80, 160, 300, 300])
  backOff.next('k', now + 700_000, now + 700_000)
  expect(backOff.delayMs('k')).toBe(10_000)
})

for (const [ms, text] of [
  [10_000, '10s'],
  [80_000, '1m20s'],
  [300_000, '5m0s'],
  [3_600_000, '1h0m0s'],
  [1_500, '1.5s'],
  [250, '250ms'],
] as const) {
  test(`${ms} ms are ${text}`, () => expect(goDuration(ms)).toBe(text))
}

test('cgroups: numbers and places', () => {
  expect([cpuShares(0), cpuShares(1000), cpuShares(1e9)]).toEqual([2, 1024, 262_144])
  expect([cpuQuotaMicros(0), cpuQuotaMicros(1), cpuQuotaMicros(1500)]).toEqual([0, 1000, 150_000])
  expect([cpuWeight(2), cpuWeight(262_144)]).toEqual([1, 10_000])
  const burstable = pod(
    { containers: [container('a', { resources: { requests: { cpu: '1' } } })] },
    { metadata: { uid: 'a-b' } },
  )
  expect(cgroupfsPodPath('/', burstable)).toBe('/kubepods/burstable/poda-b')
  expect(systemdPodSlice(burstable)).toBe('kubepods-burstable-poda_b.slice')
  expect(sliceFolder('kubepods-burstable-poda_b.slice')).toBe(
    'kubepods.slice/kubepods-burstable.slice/kubepods-burstable-poda_b.slice',
  )
})

test('allocatable is what is left after reserves and eviction', () => {
  const options = resolveOptions({
    nodeName: 'n',
    rootDir: '/k',
    criEndpoint: '',
    kubeReserved: { cpu: '100m', memory: '100Mi' },
    systemReserved: { cpu: '200m' },
  })
  const capacity = { cpu: '2', memory: '1048576Ki', pods: '110', 'ephemeral-storage': '1000Ki' }
  expect(nodeAllocatable(capacity, options)).toEqual({
    cpu: '1700m',
    memory: `${1048576 - 200 * 1024}Ki`,
    pods: '110',
    'ephemeral-storage': '921600',
  })
  expect(thresholdBytes('10%', 999)).toBe(99)
})

test('a node patch carries heartbeats and differences only', () => {
  const before = {
    capacity: { cpu: '2', old: '1' },
    phase: 'Running',
    addresses: [{ type: 'ExternalIP', address: 'x' }],
  } as const
  const after = { capacity: { cpu: '2' }, addresses: [{ type: 'InternalIP', address: 'y' }], images: [] } as const
  expect(nodeStatusPatch(structuredClone(before) as object, structuredClone(after) as object)).toEqual({
    conditions: [],
    capacity: { cpu: '2', old: null },
    addresses: [
      { type: 'InternalIP', address: 'y' },
      { type: 'ExternalIP', $patch: 'delete' },
    ],
    '$setElementOrder/addresses': [{ type: 'InternalIP' }],
    images: [],
  })
})

test('eviction: over the request first, then priority, then how far over', () => {
  const using = (name: string, bytes: number, spec: { priority?: number; request?: string } = {}): Candidate => ({
    pod: pod(
      {
        priority: spec.priority ?? 0,
        containers: [container('a', { resources: { requests: { memory: spec.request ?? '0' } } })],
      },
      { metadata: { name } },
    ),
    stats: {
      podRef: { name, namespace: 'ns', uid: name },
      startTime: '',
      containers: [{ name: 'a', startTime: '', memory: { time: '', workingSetBytes: bytes } }],
      memory: { time: '', workingSetBytes: bytes },
    },
  })
  const order = rankForEviction(
    [
      using('within', 50, { request: '100' }),
      using('important', 500, { priority: 9 }),
      using('some', 100),
      using('most', 200),
    ],
    'memory.available',
  )
  expect(order.map((one) => one.pod.metadata.name)).toEqual(['most', 'some', 'important', 'within'])
  const shortage = {
    signal: 'memory.available',
    available: 80 * 1024 * 1024,
    thresholdUnits: 100 * 1024 * 1024,
  } as const
  expect(evictionMessage(using('x', 200 * 1024 * 1024), shortage)).toBe(
    'The node was low on resource: memory. Threshold quantity: 100Mi, available: 81920Ki. Container a was using 204800Ki, request is 0, has larger consumption of memory. ',
  )
})

test('a pod over its own local storage', () => {
  const subject = pod({
    volumes: [{ name: 'e', emptyDir: { sizeLimit: '1Mi' } }],
    containers: [container('a', { volumeMounts: [{ name: 'e', mountPath: '/e' }] })],
  })
  const stats = {
    podRef: { name: 'p', namespace: 'ns', uid: 'u1' },
    startTime: '',
    containers: [],
    volume: [{ name: 'e', time: '', usedBytes: 2 * 1024 * 1024 }],
  }
  expect(localStorageViolation({ pod: subject, stats })).toBe('Usage of EmptyDir volume "e" exceeds the limit "1Mi". ')
})

test('network: what the runtime and the kernel are told', () => {
  const conflist = JSON.parse(
    cniConflist({ podCIDRs: ['10.244.1.0/24'], bridge: 'b0', ipamDir: '/ipam', mtu: 1400 }),
  ) as { plugins: { type: string; mtu: number; ipam: { ranges: unknown } }[] }
  expect(conflist.plugins[0]).toMatchObject({
    type: 'bridge',
    mtu: 1400,
    ipam: { ranges: [[{ subnet: '10.244.1.0/24' }]] },
  })
  const rules = podNetworkRules({
    bridge: 'b0',
    podCIDRs: ['10.244.1.0/24'],
    clusterCIDRs: ['10.244.0.0/16'],
    hostPorts: [{ protocol: 'TCP', hostPort: 8080, hostIp: '', podIp: '10.244.1.2', containerPort: 80 }],
  })
  expect(rules).toContain('meta nfproto ipv4 tcp dport 8080 dnat ip to 10.244.1.2:80')
  expect(rules).toContain(
    'ip saddr 10.244.1.0/24 ip daddr != { 10.244.1.0/24, 10.244.0.0/16 } oifname != "b0" masquerade',
  )
})

const source = {
  file: '/m/web.yaml',
  nodeName: 'N1',
  hash: (text: string) => String(text.length),
  now: '2024-08-13T09:00:00Z',
}

test('static pods get the node’s name, a uid of their content, and a mirror', () => {
  const web = parseStaticPod(
    'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: a, image: b}]}',
    source,
  )
  expect(web.metadata).toMatchObject({
    name: 'web-n1',
    namespace: 'default',
    annotations: { 'kubernetes.io/config.source': 'file' },
  })
  expect(web.spec.tolerations).toEqual([{ operator: 'Exists', effect: 'NoExecute' }])
  const mirror = mirrorOf(web, { metadata: { name: 'n1', uid: 'nu' }, spec: {} })
  expect(mirror.metadata.uid).toBeUndefined()
  expect(mirror.metadata.ownerReferences?.[0]).toMatchObject({ kind: 'Node', controller: true })
  expect(isMirrorOf(mirror, web)).toBe(true)
  expect(() => parseStaticPod('kind: Service\napiVersion: v1', source)).toThrow(/couldn't parse as pod/)
  expect(() => parseStaticPod('a: [', source)).toThrow(/couldn't parse as pod/)
})

test('what requests mean to the authorizer', () => {
  expect(attributesOf('GET', '/stats/summary')).toEqual({ verb: 'get', subresource: 'stats' })
  expect(attributesOf('POST', '/exec/ns/p/c')).toEqual({ verb: 'create', subresource: 'proxy' })
  expect(attributesOf('GET', '/metricsx')).toEqual({ verb: 'get', subresource: 'proxy' })
  expect(forbiddenText('bob', { verb: 'get', subresource: 'log' })).toBe(
    'Forbidden (user=bob, verb=get, resource=nodes, subresource=log)',
  )
})

const base = { name: 'c', ready: false, restartCount: 0, image: '', imageID: '' }
const end = (id?: string) => ({
  terminated: { exitCode: 0, ...(id !== undefined && { containerID: `containerd://${id}` }) },
})

for (const [what, state, lastState, previous, expected] of [
  ['running', { running: {} }, {}, false, { id: 'now' }],
  ['ended', end('old'), {}, false, { id: 'old' }],
  ['waiting to restart', { waiting: { reason: 'CrashLoopBackOff' } }, end('old'), false, { id: 'old' }],
  ['previous', { running: {} }, end('old'), true, { id: 'old' }],
  ['no previous', { running: {} }, {}, true, { refusal: 'previous terminated container "c" in pod "p" not found' }],
  [
    'creating',
    { waiting: { reason: 'ContainerCreating' } },
    {},
    false,
    { refusal: 'container "c" in pod "p" is waiting to start: ContainerCreating' },
  ],
  [
    'pull error',
    { waiting: { reason: 'ErrImagePull' } },
    {},
    false,
    { refusal: 'container "c" in pod "p" is waiting to start: image can\'t be pulled' },
  ],
  [
    'pull back-off',
    { waiting: { reason: 'ImagePullBackOff' } },
    {},
    false,
    { refusal: 'container "c" in pod "p" is waiting to start: trying and failing to pull image' },
  ],
  ['nothing known', {}, {}, false, { refusal: 'container "c" in pod "p" is waiting to start - no logs yet' }],
] as const) {
  test(`logs of a container: ${what}`, () => {
    const status = { containerStatuses: [{ ...base, containerID: 'containerd://now', state, lastState }] }
    expect(logTarget('p', 'c', status, previous)).toEqual(expected)
  })
}

test('logs of a container that has no status', () => {
  expect(logTarget('p', 'c', {}, false)).toEqual({ refusal: 'container "c" in pod "p" is not available' })
})
