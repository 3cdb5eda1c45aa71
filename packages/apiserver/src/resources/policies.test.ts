/** Examples of the kinds that grant, ration and configure: rbac, certificates, policy, autoscaling, scheduling, storage. */
import type { HorizontalPodAutoscaler } from '@elli/api/autoscaling/v2'
import { horizontalpodautoscalers } from '@elli/api/autoscaling/v2.resources'
import type { CertificateSigningRequest } from '@elli/api/certificates/v1'
import { certificatesigningrequests } from '@elli/api/certificates/v1.resources'
import type { Lease } from '@elli/api/coordination/v1'
import type { PodDisruptionBudget } from '@elli/api/policy/v1'
import { poddisruptionbudgets } from '@elli/api/policy/v1.resources'
import type { ClusterRole, Role, RoleBinding } from '@elli/api/rbac/v1'
import { rolebindings } from '@elli/api/rbac/v1.resources'
import type { PriorityClass } from '@elli/api/scheduling/v1'
import type { StorageClass } from '@elli/api/storage/v1'
import { storageclasses } from '@elli/api/storage/v1.resources'
import { expect, test } from 'vitest'
import { horizontalpodautoscalersStrategy } from './autoscaling/horizontalpodautoscalers.ts'
import { approvalStrategy, certificatesigningrequestsStrategy } from './certificates/certificatesigningrequests.ts'
import { leasesStrategy } from './coordination/leases.ts'
import { context, createErrors, defaulted, now, texts, updateErrors } from './examples.ts'
import { poddisruptionbudgetsStrategy } from './policy/poddisruptionbudgets.ts'
import { clusterrolesStrategy } from './rbac/clusterroles.ts'
import { rolebindingsStrategy } from './rbac/rolebindings.ts'
import { rolesStrategy } from './rbac/roles.ts'
import { priorityclassesStrategy } from './scheduling/priorityclasses.ts'
import { storageclassesStrategy } from './storage/storageclasses.ts'

const metadata = { name: 'one', namespace: 'default' }
const clusterwide = { name: 'one' }

test('rules name verbs, groups and resources', () => {
  const role: Role = { metadata, rules: [{ verbs: [], apiGroups: [], resources: [] }] }
  expect(createErrors(rolesStrategy, role)).toEqual([
    'rules[0].verbs: Required value: verbs must contain at least one value',
    'rules[0].apiGroups: Required value: resource rules must supply at least one api group',
    'rules[0].resources: Required value: resource rules must supply at least one resource',
  ])
  const urls: Role = { metadata, rules: [{ verbs: ['get'], nonResourceURLs: ['/a'] }] }
  expect(createErrors(rolesStrategy, urls)).toEqual([
    'rules[0].nonResourceURLs: Invalid value: []string{"/a"}: namespaced rules cannot apply to non-resource URLs',
  ])
  const both: ClusterRole = {
    metadata: clusterwide,
    rules: [{ verbs: ['get'], nonResourceURLs: ['/a'], apiGroups: [''], resources: ['pods'] }],
  }
  expect(createErrors(clusterrolesStrategy, both)).toEqual([
    'rules[0].nonResourceURLs: Invalid value: []string{"/a"}: rules cannot apply to both regular resources and non-resource URLs',
  ])
})

const binding = (change: Partial<RoleBinding>): RoleBinding =>
  defaulted(rolebindings, {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'a' },
    subjects: [],
    ...change,
  })

test('bindings name who and what, and keep what', () => {
  expect(createErrors(rolebindingsStrategy, binding({}))).toEqual([])
  expect(createErrors(rolebindingsStrategy, binding({ subjects: [{ kind: 'ServiceAccount', name: '' }] }))).toEqual([
    'subjects[0].name: Required value',
  ])
  expect(createErrors(rolebindingsStrategy, binding({ subjects: [{ kind: 'Robot', name: 'x' }] }))).toEqual([
    'subjects[0].kind: Unsupported value: "Robot": supported values: "ServiceAccount", "User", "Group"',
  ])
  const other = binding({ roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'b' } })
  expect(updateErrors(rolebindingsStrategy, other, binding({}))).toEqual([
    'roleRef: Invalid value: rbac.RoleRef{APIGroup:"rbac.authorization.k8s.io", Kind:"Role", Name:"b"}: cannot change roleRef',
  ])
})

const pem = '-----BEGIN CERTIFICATE REQUEST-----\nMAA=\n-----END CERTIFICATE REQUEST-----\n'
const request = (change: Partial<CertificateSigningRequest['spec']> = {}): CertificateSigningRequest =>
  defaulted(certificatesigningrequests, {
    metadata: clusterwide,
    spec: {
      request: Buffer.from(pem).toString('base64'),
      signerName: 'example.com/signer',
      usages: ['client auth'],
      ...change,
    },
  })

test('a signing request tells who asks, whatever it says itself', () => {
  const one = request({ username: 'root', groups: ['masters'] })
  certificatesigningrequestsStrategy.prepareForCreate?.(one, context())
  expect(one.spec).toMatchObject({ username: 'jane', uid: '7', groups: ['devs'], extra: { scopes: ['a'] } })
})

test.each<[what: string, change: Partial<CertificateSigningRequest['spec']>, errors: string[]]>([
  ['nothing odd', {}, []],
  ['no usages', { usages: [] }, ['spec.usages: Required value']],
  ['usages twice', { usages: ['client auth', 'client auth'] }, ['spec.usages[1]: Duplicate value: "client auth"']],
  [
    'a signer without domain',
    { signerName: 'signer' },
    [
      'spec.signerName: Invalid value: "signer": must be a fully qualified domain and path of the form \'example.com/signer-name\'',
    ],
  ],
  [
    'a life too short',
    { expirationSeconds: 60 },
    ['spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 600 seconds (10 minutes)'],
  ],
])('a signing request with %s', (_what, change, errors) => {
  expect(createErrors(certificatesigningrequestsStrategy, request(change))).toEqual(errors)
})

test('a verdict is final', () => {
  const old = request()
  old.status = { conditions: [{ type: 'Approved', status: 'True', reason: 'ok' }] }
  const both = structuredClone(old)
  both.status!.conditions!.push({ type: 'Denied', status: 'True', reason: 'no' })
  const errors = texts(approvalStrategy.validateUpdate?.(both, old, context()))
  expect(errors).toEqual([
    'status.conditions[1].type: Invalid value: "Denied": Approved and Denied conditions are mutually exclusive',
  ])
})

const budget = (spec: PodDisruptionBudget['spec']): PodDisruptionBudget =>
  defaulted(poddisruptionbudgets, { metadata, spec })

test('a budget counts one way', () => {
  expect(createErrors(poddisruptionbudgetsStrategy, budget({ minAvailable: 1, maxUnavailable: 1 }))).toEqual([
    'spec: Invalid value: {"minAvailable":1,"maxUnavailable":1}: minAvailable and maxUnavailable cannot be both set',
  ])
  expect(createErrors(poddisruptionbudgetsStrategy, budget({ maxUnavailable: '150%' }))).toEqual([
    'spec.maxUnavailable: Invalid value: "150%": must not be greater than 100%',
  ])
})

const autoscaler = (spec: Partial<HorizontalPodAutoscaler['spec']>): HorizontalPodAutoscaler =>
  defaulted(horizontalpodautoscalers, {
    metadata,
    spec: { scaleTargetRef: { kind: 'Deployment', name: 'web', apiVersion: 'apps/v1' }, maxReplicas: 3, ...spec },
  })

test.each<[what: string, spec: Partial<HorizontalPodAutoscaler['spec']>, errors: string[]]>([
  ['nothing odd', {}, []],
  [
    'more at least than at most',
    { minReplicas: 5 },
    ['spec.maxReplicas: Invalid value: 3: must be greater than or equal to `minReplicas`'],
  ],
  [
    'no target',
    { scaleTargetRef: { kind: '', name: '' } },
    ['spec.scaleTargetRef.kind: Required value', 'spec.scaleTargetRef.name: Required value'],
  ],
  [
    'a metric without source',
    { metrics: [{ type: 'Resource' }] },
    ['spec.metrics[0].resource: Required value: must populate information for the given metric source'],
  ],
])('an autoscaler with %s', (_what, spec, errors) => {
  expect(createErrors(horizontalpodautoscalersStrategy, autoscaler(spec))).toEqual(errors)
})

test('a priority keeps its value and leaves the system its own', () => {
  const priority = (value: number, name = 'one'): PriorityClass => ({ metadata: { name }, value })
  expect(createErrors(priorityclassesStrategy, priority(2_000_000_000))).toEqual([
    'value: Forbidden: maximum allowed value of a user defined priority is 1000000000',
  ])
  expect(createErrors(priorityclassesStrategy, priority(1, 'system-x'))).toEqual([
    "metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-x is not a known system priority class",
  ])
  expect(updateErrors(priorityclassesStrategy, priority(2), priority(1))).toEqual([
    'value: Forbidden: may not be changed in an update.',
  ])
})

test('a storage class keeps what volumes were made with', () => {
  const storageClass = (change: Partial<StorageClass>): StorageClass =>
    defaulted(storageclasses, { metadata: clusterwide, provisioner: 'example.com/disk', ...change })
  expect(createErrors(storageclassesStrategy, storageClass({ provisioner: '' }))).toEqual([
    'provisioner: Required value',
  ])
  expect(updateErrors(storageclassesStrategy, storageClass({ parameters: { a: '1' } }), storageClass({}))).toEqual([
    'parameters: Forbidden: updates to parameters are forbidden.',
  ])
})

test('a lease lasts', () => {
  const lease: Lease = {
    metadata,
    spec: { leaseDurationSeconds: 0, leaseTransitions: -1, acquireTime: new Date(now).toISOString() },
  }
  expect(createErrors(leasesStrategy, lease)).toEqual([
    'spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0',
    'spec.leaseTransitions: Invalid value: -1: must be greater than or equal to 0',
  ])
})
