import type {
  Event,
  LimitRange,
  Namespace,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  ResourceQuota,
  Secret,
} from '@elli/api/core/v1'
import { nodes, persistentvolumeclaims, persistentvolumes, secrets } from '@elli/api/core/v1.resources'
import { expect, test } from 'vitest'
import { configMap, context, createErrors, defaulted, texts, updateErrors } from '../examples.ts'
import { configmapsStrategy } from './configmaps.ts'
import { eventsStrategy } from './events.ts'
import { limitrangesStrategy } from './limitranges.ts'
import { namespaceFinalizeStrategy, namespacesStrategy } from './namespaces.ts'
import { nodesStrategy } from './nodes.ts'
import { persistentvolumeclaimsStrategy } from './persistentvolumeclaims.ts'
import { persistentvolumesStrategy } from './persistentvolumes.ts'
import { resourcequotasStrategy } from './resourcequotas.ts'
import { secretsStrategy } from './secrets.ts'
import { validateTokenRequest } from './serviceaccounts.ts'

const metadata = { name: 'one', namespace: 'default' }

test('config map keys are file names, once', () => {
  expect(createErrors(configmapsStrategy, configMap({ data: { 'a b': '' } }))).toEqual([
    "data[a b]: Invalid value: \"a b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
  ])
  expect(createErrors(configmapsStrategy, configMap({ data: { a: '' }, binaryData: { a: '' } }))).toEqual([
    'data[a]: Invalid value: "a": duplicate of key present in binaryData',
  ])
  expect(createErrors(configmapsStrategy, configMap({ data: { a: 'x'.repeat(1024 * 1024 + 1) } }))).toEqual([
    ': Too long: must have at most 1048576 bytes',
  ])
})

test('an immutable config map stays as it is', () => {
  const old = configMap({ immutable: true, data: { a: '1' } })
  expect(updateErrors(configmapsStrategy, configMap({ data: { a: '2' } }), old)).toEqual([
    'immutable: Forbidden: field is immutable when `immutable` is set',
    'data: Forbidden: field is immutable when `immutable` is set',
  ])
})

const secret = (change: Partial<Secret>): Secret => defaulted(secrets, { metadata, ...change })

test('secrets of a known type carry what the type asks', () => {
  expect(createErrors(secretsStrategy, secret({ type: 'kubernetes.io/tls' }))).toEqual([
    'data[tls.crt]: Required value',
    'data[tls.key]: Required value',
  ])
  expect(createErrors(secretsStrategy, secret({ type: 'kubernetes.io/dockerconfigjson' }))).toEqual([
    'data[.dockerconfigjson]: Required value',
  ])
  expect(createErrors(secretsStrategy, secret({ type: 'kubernetes.io/service-account-token' }))).toEqual([
    'metadata.annotations[kubernetes.io/service-account.name]: Required value',
  ])
})

test('plain text of a secret is folded into its data', () => {
  const one = secret({ stringData: { a: 'x' }, data: { b: 'eQ==' } })
  secretsStrategy.prepareForCreate?.(one, context())
  expect(one).toMatchObject({ data: { a: 'eA==', b: 'eQ==' } })
  expect(one.stringData).toBeUndefined()
})

test('the type of a secret never changes', () => {
  expect(updateErrors(secretsStrategy, secret({ type: 'x' }), secret({ type: 'Opaque' }))).toEqual([
    'type: Invalid value: "x": field is immutable',
  ])
})

test('a namespace is born with its finalizer, and only loses it while it goes', () => {
  const one: Namespace = { metadata: { name: 'one' }, spec: {} }
  namespacesStrategy.prepareForCreate?.(one, context({ namespace: undefined }))
  expect(one).toMatchObject({ spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } })
  const without: Namespace = { ...one, spec: { finalizers: ['Kube'] } }
  expect(texts(namespaceFinalizeStrategy.validateUpdate?.(without, one, context()))).toEqual([
    'spec.finalizers[0]: Invalid value: "Kube": name is neither a standard finalizer name nor is it fully qualified',
  ])
})

const node = (spec: Node['spec']): Node => defaulted(nodes, { metadata: { name: 'one' }, spec })

test('a node keeps its pod range and provider, and each taint once', () => {
  expect(updateErrors(nodesStrategy, node({ podCIDRs: ['10.1.0.0/24'] }), node({ podCIDRs: ['10.2.0.0/24'] }))).toEqual(
    ['spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid'],
  )
  expect(updateErrors(nodesStrategy, node({ providerID: 'b' }), node({ providerID: 'a' }))).toEqual([
    'spec.providerID: Forbidden: node updates may not change providerID except from "" to valid',
  ])
  const taint = { key: 'a', effect: 'NoSchedule' as const }
  expect(createErrors(nodesStrategy, node({ taints: [taint, taint] }))).toEqual([
    'metadata.taints[1]: Duplicate value: core.Taint{Key:"a", Value:"", Effect:"NoSchedule", TimeAdded:<nil>}: taints must be unique by key and effect pair',
  ])
  expect(createErrors(nodesStrategy, node({ taints: [{ key: 'a', effect: 'Never' as 'NoSchedule' }] }))).toEqual([
    'metadata.taints[0].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
  ])
})

const claim = (spec: PersistentVolumeClaim['spec']): PersistentVolumeClaim =>
  defaulted(persistentvolumeclaims, { metadata, spec })

test('a claim says how and how much', () => {
  expect(createErrors(persistentvolumeclaimsStrategy, claim({}))).toEqual([
    'spec.accessModes: Required value: at least 1 access mode is required',
    'spec.resources[storage]: Required value',
  ])
  expect(
    createErrors(
      persistentvolumeclaimsStrategy,
      claim({ accessModes: ['ReadWriteOncePod', 'ReadWriteOnce'], resources: { requests: { storage: '0' } } }),
    ),
  ).toEqual([
    'spec.accessModes: Forbidden: may not use ReadWriteOncePod with other access modes',
    'spec.resources[storage]: Invalid value: "0": must be greater than zero',
  ])
})

test('a claim once made may only grow when bound', () => {
  const old = claim({ accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, volumeName: 'v' })
  const spec = { ...old.spec, accessModes: ['ReadWriteMany' as const] }
  const [error] = updateErrors(persistentvolumeclaimsStrategy, { ...old, spec }, old)
  expect(error).toMatch(
    /^spec: Forbidden: spec is immutable after creation except resources\.requests and volumeAttributesClassName for bound claims\n/,
  )
  const less = { ...old.spec, resources: { requests: { storage: '1Mi' } } }
  const bound = { ...old, status: { phase: 'Bound' as const } }
  expect(updateErrors(persistentvolumeclaimsStrategy, { ...bound, spec: less }, bound)).toEqual([
    'spec.resources.requests.storage: Forbidden: field can not be less than previous value',
  ])
})

const volume = (spec: PersistentVolume['spec']): PersistentVolume =>
  defaulted(persistentvolumes, { metadata: { name: 'one' }, spec })

test('a volume has a source, a size and modes', () => {
  expect(createErrors(persistentvolumesStrategy, volume({}))).toEqual([
    'spec.accessModes: Required value',
    'spec.capacity: Required value',
    'spec.capacity: Unsupported value: core.ResourceList(nil): supported values: "storage"',
    'spec: Required value: must specify a volume type',
  ])
  expect(
    createErrors(
      persistentvolumesStrategy,
      volume({
        accessModes: ['ReadWriteOnce'],
        capacity: { storage: '1Gi' },
        hostPath: { path: '/', type: '' },
        persistentVolumeReclaimPolicy: 'Recycle',
      }),
    ),
  ).toEqual(["spec.persistentVolumeReclaimPolicy: Forbidden: may not be 'recycle' for a hostPath mount of '/'"])
})

const quota = (spec: ResourceQuota['spec']): ResourceQuota => ({ metadata, spec })

test('a quota counts known things in known scopes', () => {
  expect(createErrors(resourcequotasStrategy, quota({ hard: { pods: '1.5', apples: '1' } }))).toEqual([
    'spec.hard[pods]: Invalid value: resource.Quantity{i:resource.int64Amount{value:15, scale:-1}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:"", Format:"DecimalSI"}: must be an integer',
    'spec.hard[apples]: Invalid value: apples: must be a standard resource type or fully qualified',
    'spec.hard[apples]: Invalid value: apples: must be a standard resource for quota',
  ])
  expect(createErrors(resourcequotasStrategy, quota({ hard: {}, scopes: ['BestEffort', 'NotBestEffort'] }))).toEqual([
    'spec.scopes: Invalid value: []core.ResourceQuotaScope{"BestEffort", "NotBestEffort"}: conflicting scopes',
  ])
})

const limits = (limits: NonNullable<LimitRange['spec']>['limits']): LimitRange => ({ metadata, spec: { limits } })

test('a limit range is ordered', () => {
  expect(
    createErrors(limitrangesStrategy, limits([{ type: 'Container', min: { cpu: '2' }, max: { cpu: '1' } }])),
  ).toEqual([
    'spec.limits[0].min[cpu]: Invalid value: resource.Quantity{i:resource.int64Amount{value:2, scale:0}, d:resource.infDecAmount{Dec:(*inf.Dec)(nil)}, s:"2", Format:"DecimalSI"}: min value 2 is greater than max value 1',
  ])
  expect(createErrors(limitrangesStrategy, limits([{ type: 'Pod', default: { cpu: '2' } }]))).toEqual([
    "spec.limits[0].default: Forbidden: may not be specified when `type` is 'Pod'",
  ])
})

const event = (change: Partial<Event>): Event => ({
  metadata,
  involvedObject: { kind: 'Pod', namespace: 'default', name: 'web', apiVersion: 'v1' },
  ...change,
})

test('an event lives where its object lives', () => {
  expect(createErrors(eventsStrategy, event({}))).toEqual([])
  expect(
    createErrors(
      eventsStrategy,
      event({ involvedObject: { kind: 'Pod', namespace: 'other', name: 'web', apiVersion: 'v1' } }),
    ),
  ).toEqual(['involvedObject.namespace: Invalid value: "other": does not match event.namespace'])
  expect(createErrors(eventsStrategy, event({}), context({ requestApiVersion: 'events.k8s.io/v1' }))).toEqual([
    'eventTime: Required value',
    'type: Invalid value: "": has invalid value: ',
  ])
  const timed = event({ eventTime: '2024-08-13T12:00:00.000000Z', type: 'Normal' })
  expect(createErrors(eventsStrategy, timed, context({ requestApiVersion: 'events.k8s.io/v1' }))).toEqual([
    'reportingController: Required value',
    'reportingController: Invalid value: "": name part must be non-empty',
    "reportingController: Invalid value: \"\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    'reportingInstance: Required value',
    'action: Required value',
    'reason: Required value',
  ])
})

test.each([
  [0, ['spec.expirationSeconds: Invalid value: 0: may not specify a duration less than 10 minutes']],
  [600, []],
  [2 ** 33, ['spec.expirationSeconds: Invalid value: 8589934592: may not specify a duration larger than 2^32 seconds']],
])('a token for %d seconds', (expirationSeconds, errors) => {
  expect(texts(validateTokenRequest({ metadata: {}, spec: { audiences: ['a'], expirationSeconds } }))).toEqual(errors)
})
