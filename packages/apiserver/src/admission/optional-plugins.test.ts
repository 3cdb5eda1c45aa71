/** The plugins that are off by default, each by the sentences of its specification. */
import type { Event, Namespace, Pod, Service, Toleration } from '@elli/api/core/v1'
import { configmaps, events, namespaces, pods, services } from '@elli/api/core/v1.resources'
import { replicasets } from '@elli/api/apps/v1.resources'
import type { SimulatedHost } from '@elli/host/simulated'
import { expect, test } from 'vitest'
import type { Attributes } from '../authorization/authorizer.ts'
import { pod, refusalOf, request, run, stage } from './admission.fixtures.ts'
import { alwaysDeny } from './always-deny.ts'
import { alwaysPullImages } from './always-pull-images.ts'
import { denyServiceExternalIps } from './deny-service-external-ips.ts'
import { eventRateLimit, parseEventRateLimitConfiguration } from './event-rate-limit.ts'
import { extendedResourceToleration } from './extended-resource-toleration.ts'
import { limitPodHardAntiAffinityTopology } from './limit-pod-hard-anti-affinity-topology.ts'
import { namespaceAutoProvision } from './namespace-auto-provision.ts'
import { namespaceExists } from './namespace-exists.ts'
import { ownerReferencesPermissionEnforcement } from './owner-references-permission-enforcement.ts'
import { parsePodNodeSelectorConfiguration, podNodeSelector } from './pod-node-selector.ts'
import {
  mergeTolerations,
  parsePodTolerationRestrictionConfiguration,
  podTolerationRestriction,
} from './pod-toleration-restriction.ts'

const namespace = (annotations: Record<string, string> = {}): Namespace => ({
  metadata: { name: 'ns', annotations },
  spec: {},
})

function inNamespace(annotations: Record<string, string> = {}) {
  const made = stage()
  made.put(namespaces, namespace(annotations))
  return made
}

test('AlwaysDeny refuses everything', async () => {
  expect(await refusalOf([alwaysDeny, stage()], request(pods, { object: pod() }))).toBe(
    'pods "web" is forbidden: admission control is denying all modifications',
  )
})

test('AlwaysPullImages has every image pulled, those of volumes too', async () => {
  const object = pod({
    initContainers: [{ name: 'init', image: 'a', imagePullPolicy: 'Never' }],
    volumes: [{ name: 'v', image: { reference: 'b', pullPolicy: 'IfNotPresent' } }],
  })
  await run([alwaysPullImages, stage()], request(pods, { object }))
  expect(object.spec.initContainers?.[0]?.imagePullPolicy).toBe('Always')
  expect(object.spec.containers[0]?.imagePullPolicy).toBe('Always')
  expect(object.spec.volumes?.[0]?.image?.pullPolicy).toBe('Always')
})

test('AlwaysPullImages leaves an update alone that brings no image, and finds what others changed back', async () => {
  const old = pod()
  const same = pod({ containers: [{ name: 'app', image: 'web:1', imagePullPolicy: 'Never' }] })
  await run([alwaysPullImages, stage()], request(pods, { operation: 'UPDATE', object: same, oldObject: old }))
  expect(same.spec.containers[0]?.imagePullPolicy).toBe('Never')
  const plugin = alwaysPullImages(stage().context)
  const changed = pod({ containers: [{ name: 'app', image: 'web:2', imagePullPolicy: 'Never' }] })
  expect(() => plugin.validate?.(request(pods, { object: changed }))).toThrow(
    'pods "web" is forbidden: spec.containers[0].imagePullPolicy: Unsupported value: "Never": supported values: "Always"',
  )
})

test('LimitPodHardAntiAffinityTopology takes nodes only', async () => {
  const apart = (topologyKey: string): Pod =>
    pod({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey }] } } })
  const answer = (key: string) =>
    refusalOf([limitPodHardAntiAffinityTopology, stage()], request(pods, { object: apart(key) }))
  expect(await answer('kubernetes.io/hostname')).toBeUndefined()
  expect(await answer('zone')).toBe(
    'pods "web" is forbidden: affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey zone but only key kubernetes.io/hostname is allowed',
  )
})

test('DenyServiceExternalIPs lets a Service keep what it has', async () => {
  const service = (...externalIPs: string[]): Service => ({
    metadata: { name: 's', namespace: 'ns' },
    spec: { externalIPs },
  })
  const answer = (object: Service, oldObject?: Service) =>
    refusalOf(
      [denyServiceExternalIps, stage()],
      request(services, oldObject === undefined ? { object } : { operation: 'UPDATE', object, oldObject }),
    )
  expect(await answer(service())).toBeUndefined()
  expect(await answer(service('1.2.3.4'), service('5.6.7.8', '1.2.3.4'))).toBeUndefined()
  const refused = 'services "s" is forbidden: Use of external IPs is denied by admission control'
  expect(await answer(service('1.2.3.4'))).toBe(refused)
  expect(await answer(service('1.2.3.4'), service('5.6.7.8'))).toBe(refused)
})

test('NamespaceExists wants the namespace, NamespaceAutoProvision makes it', async () => {
  const empty = stage()
  const asked = () => request(configmaps, { object: { metadata: { name: 'c', namespace: 'ns' } } })
  expect(await refusalOf([namespaceExists, empty], asked())).toBe('namespaces "ns" not found')
  await run([namespaceAutoProvision, empty], { ...asked(), dryRun: true })
  expect(empty.get(namespaces, undefined, 'ns')).toBeUndefined()
  await run([namespaceAutoProvision, empty], asked())
  expect(empty.get(namespaces, undefined, 'ns')?.metadata.name).toBe('ns')
  expect(await refusalOf([namespaceExists, empty], asked())).toBeUndefined()
})

test('ExtendedResourceToleration tolerates the taints of the devices that are asked for', async () => {
  const asks = (requests: Record<string, string>) => ({ resources: { requests } })
  const object = pod({
    containers: [{ name: 'a', ...asks({ 'example.com/gpu': '1', cpu: '1' }) }],
    initContainers: [{ name: 'i', ...asks({ 'example.com/fpga': '1' }) }],
    tolerations: [{ key: 'example.com/gpu', operator: 'Exists', effect: 'NoSchedule' }],
  })
  await run([extendedResourceToleration, stage()], request(pods, { object }))
  expect(object.spec.tolerations).toEqual([
    { key: 'example.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
    { key: 'example.com/fpga', operator: 'Exists', effect: 'NoSchedule' },
  ])
})

const selectorConfiguration = parsePodNodeSelectorConfiguration(
  'podNodeSelectorPluginConfig:\n  clusterDefaultNodeSelector: pool=shared\n  ns: "pool=own,disk=fast"\n',
)

test('PodNodeSelector gives the selector of the namespace, or else that of the cluster', async () => {
  const own = pod()
  const annotated = inNamespace({ 'scheduler.alpha.kubernetes.io/node-selector': 'pool=own' })
  await run([podNodeSelector(selectorConfiguration), annotated], request(pods, { object: own }))
  expect(own.spec.nodeSelector).toEqual({ pool: 'own' })
  const fallen = pod({ nodeSelector: { disk: 'fast' } })
  const plain = podNodeSelector({ clusterDefaultNodeSelector: 'pool=shared' })
  await run([plain, inNamespace()], request(pods, { object: fallen }))
  expect(fallen.spec.nodeSelector).toEqual({ pool: 'shared', disk: 'fast' })
})

for (const [name, annotation, nodeSelector, expected] of [
  ['a conflict', 'pool=own', { pool: 'x' }, 'pod node label selector conflicts with its namespace node label selector'],
  [
    'a label that is not listed',
    'pool=own',
    { zone: 'a' },
    'pod node label selector labels conflict with its namespace whitelist',
  ],
  [
    'a value that is not listed',
    'pool=own',
    { disk: 'slow' },
    'pod node label selector labels conflict with its namespace whitelist',
  ],
] as const) {
  test(`PodNodeSelector refuses ${name}`, async () => {
    const made = inNamespace({ 'scheduler.alpha.kubernetes.io/node-selector': annotation })
    const object = pod({ nodeSelector })
    expect(await refusalOf([podNodeSelector(selectorConfiguration), made], request(pods, { object }))).toBe(
      `pods "web" is forbidden: ${expected}`,
    )
  })
}

test('PodNodeSelector says what it cannot read', async () => {
  const made = inNamespace({ 'scheduler.alpha.kubernetes.io/node-selector': 'a=b=c' })
  expect(await refusalOf([podNodeSelector(), made], request(pods, { object: pod() }))).toBe('invalid selector: [a b c]')
})

const memory = { key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' }

test('PodTolerationRestriction adds the defaults of the namespace, or those of the cluster', async () => {
  const cluster = podTolerationRestriction({ default: [{ key: 'c', operator: 'Exists' }], whitelist: [] })
  const byNamespace = pod()
  const annotations = { 'scheduler.alpha.kubernetes.io/defaultTolerations': '[{"key":"n","operator":"Exists"}]' }
  await run([cluster, inNamespace(annotations)], request(pods, { object: byNamespace }))
  expect(byNamespace.spec.tolerations).toEqual([{ key: 'n', operator: 'Exists' }])
  const byCluster = pod({ containers: [{ name: 'a', resources: { requests: { cpu: '1' } } }] })
  await run([cluster, inNamespace()], request(pods, { object: byCluster }))
  expect(byCluster.spec.tolerations).toEqual([{ key: 'c', operator: 'Exists' }, memory])
})

test('PodTolerationRestriction refuses what the whitelist does not cover', async () => {
  const annotations = { 'scheduler.alpha.kubernetes.io/tolerationsWhitelist': '[{"key":"a","operator":"Exists"}]' }
  const object = pod({ tolerations: [{ key: 'b', operator: 'Exists' }] })
  expect(await refusalOf([podTolerationRestriction(), inNamespace(annotations)], request(pods, { object }))).toBe(
    'pod tolerations (possibly merged with namespace default tolerations) conflict with its namespace whitelist',
  )
  const fine = pod({ tolerations: [{ key: 'a', operator: 'Equal', value: 'x', effect: 'NoSchedule' }] })
  expect(
    await refusalOf([podTolerationRestriction(), inNamespace(annotations)], request(pods, { object: fine })),
  ).toBeUndefined()
})

test('of tolerations that cover one another the wider one stays', () => {
  const wide: Toleration = { operator: 'Exists' }
  const narrow: Toleration = { key: 'a', operator: 'Equal', value: 'x', effect: 'NoSchedule' }
  expect(mergeTolerations([narrow], [wide])).toEqual([wide])
  expect(mergeTolerations([wide], [narrow])).toEqual([wide])
  expect(mergeTolerations([narrow], [{ ...narrow }])).toEqual([narrow])
  const short: Toleration = { key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 10 }
  const long = { ...short, tolerationSeconds: 20 }
  expect(mergeTolerations([short], [long])).toEqual([long])
})

test('the configuration of PodTolerationRestriction is checked', () => {
  const head = 'apiVersion: podtolerationrestriction.admission.k8s.io/v1alpha1\nkind: Configuration\n'
  expect(
    parsePodTolerationRestrictionConfiguration(`${head}default: [{key: a, operator: Exists}]`).default,
  ).toHaveLength(1)
  expect(() => parsePodTolerationRestrictionConfiguration(`${head}whitelist: [{operator: Equal}]`)).toThrow(
    'invalid config: [podtolerationrestriction.whitelist[0].operator: Invalid value',
  )
})

const limits = (text: string) =>
  parseEventRateLimitConfiguration(
    `apiVersion: eventratelimit.admission.k8s.io/v1alpha1\nkind: Configuration\nlimits: ${text}`,
  )

test('EventRateLimit counts per limit, and fills up again with time', async () => {
  const made = stage()
  const plugin = eventRateLimit(limits('[{type: Namespace, qps: 1, burst: 2}, {type: User, qps: 1, burst: 3}]'))(
    made.context,
  )
  const event: Event = { metadata: { name: 'e', namespace: 'ns' }, involvedObject: {} }
  const send = (more: { namespace?: string; dryRun?: boolean } = {}) =>
    refusalOf(plugin, request(events, { object: event, ...more }))
  expect(await send()).toBeUndefined()
  expect(await send({ dryRun: true })).toBeUndefined()
  expect(await send()).toBeUndefined()
  expect(await send()).toBe('Too many requests: limit reached on type Namespace for key ns')
  expect(await send({ namespace: 'other' })).toBe('Too many requests: limit reached on type User for key ann')
  await (made.context.host as SimulatedHost).advance(2000)
  expect(await send()).toBeUndefined()
})

test('EventRateLimit looks at events only', () => {
  const plugin = eventRateLimit(limits('[{type: Server, qps: 1, burst: 1}]'))(stage().context)
  expect(plugin.handles('CREATE', pods, '')).toBe(false)
  expect(plugin.handles('DELETE', events, '')).toBe(false)
})

for (const [text, expected] of [
  ['[]', 'limits: Invalid value: []interface {}{}: must not be empty'],
  ['[{type: Server, qps: 0, burst: 1}]', 'limits[0].qps: Invalid value: 0: must be positive'],
  ['[{type: User, qps: 1, burst: 1, cacheSize: -1}]', 'limits[0].cacheSize: Invalid value: -1: must not be negative'],
  ['[{type: Galaxy, qps: 1, burst: 1}]', 'limits[0].type: Unsupported value: "Galaxy"'],
] as const) {
  test(`limits of events are checked: ${text}`, () => expect(() => limits(text)).toThrow(expected))
}

function holding(...allowed: string[]) {
  const seen: string[] = []
  const made = stage({
    authorizer: {
      name: 'some',
      authorize({ verb, resource, subresource, namespace: where, name }: Attributes) {
        const asked = `${verb} ${resource}${subresource === '' ? '' : `/${subresource}`} ${where}/${name}`
        seen.push(asked)
        return { decision: allowed.includes(asked) ? ('allow' as const) : ('no-opinion' as const), reason: 'no way' }
      },
    },
  })
  made.context.versions.ofKind = ({ kind }) => (kind === 'ReplicaSet' ? replicasets : undefined)
  return { made, seen }
}

const owner = (blockOwnerDeletion = false, kind = 'ReplicaSet') => ({
  apiVersion: 'apps/v1',
  kind,
  name: 'rs',
  uid: 'u',
  ...(blockOwnerDeletion ? { blockOwnerDeletion } : {}),
})
const owned = (...ownerReferences: ReturnType<typeof owner>[]): Pod => pod({}, { ownerReferences })

test('an object may be made with an owner, but only who may delete it may give it one later', async () => {
  const plugin = ownerReferencesPermissionEnforcement
  expect(await refusalOf([plugin, holding().made], request(pods, { object: owned(owner()) }))).toBeUndefined()
  const later = request(pods, { operation: 'UPDATE', object: owned(owner()), oldObject: pod() })
  expect(await refusalOf([plugin, holding().made], later)).toBe(
    'pods "web" is forbidden: cannot set an ownerRef on a resource you can\'t delete: no way, <nil>',
  )
  expect(await refusalOf([plugin, holding('delete pods ns/web').made], later)).toBeUndefined()
  const same = request(pods, { operation: 'UPDATE', object: owned(owner()), oldObject: owned(owner()) })
  expect(await refusalOf([plugin, holding().made], same)).toBeUndefined()
})

test('only who may write the finalizers of an owner may have it blocked', async () => {
  const plugin = ownerReferencesPermissionEnforcement
  const asked = request(pods, { object: owned(owner(true)) })
  expect(await refusalOf([plugin, holding().made], asked)).toBe(
    'pods "web" is forbidden: cannot set blockOwnerDeletion if an ownerReference refers to a resource you can\'t set finalizers on: no way, <nil>',
  )
  expect(await refusalOf([plugin, holding('update replicasets/finalizers ns/rs').made], asked)).toBeUndefined()
  const everything = holding('update */finalizers /*')
  expect(await refusalOf([plugin, everything.made], asked)).toBeUndefined()
  expect(everything.seen).toHaveLength(1)
  const unknown = request(pods, { object: owned(owner(true, 'Galaxy')) })
  expect(await refusalOf([plugin, holding().made], unknown)).toContain(
    'cannot set blockOwnerDeletion in this case because cannot find RESTMapping for APIVersion apps/v1 Kind Galaxy: no matches for kind "Galaxy" in version "apps/v1"',
  )
})
