import type { ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet } from '@elli/api/apps/v1'
import { controllerrevisions, daemonsets, deployments, replicasets, statefulsets } from '@elli/api/apps/v1.resources'
import { replicationcontrollers } from '@elli/api/core/v1.resources'
import { expect, test } from 'vitest'
import { replicationcontrollersStrategy } from '../core/replicationcontrollers.ts'
import { ago, cells, context, createErrors, defaulted, template, texts, updateErrors } from '../examples.ts'
import { controllerrevisionsStrategy } from './controllerrevisions.ts'
import { daemonsetsStrategy } from './daemonsets.ts'
import { deploymentsStrategy } from './deployments.ts'
import { replicasetsStrategy } from './replicasets.ts'
import { statefulsetsStrategy } from './statefulsets.ts'

const metadata = { name: 'web', namespace: 'default', creationTimestamp: ago(3600) }
const selector = { matchLabels: { app: 'web' } }

const deployment = (spec: Partial<Deployment['spec']> = {}): Deployment =>
  defaulted(deployments, { metadata, spec: { selector, template: template(), ...spec } })
const replicaSet = (spec: Partial<ReplicaSet['spec']> = {}): ReplicaSet =>
  defaulted(replicasets, { metadata, spec: { selector, template: template(), ...spec } })
const daemonSet = (spec: Partial<DaemonSet['spec']> = {}): DaemonSet =>
  defaulted(daemonsets, { metadata, spec: { selector, template: template(), ...spec } })
const statefulSet = (spec: Partial<StatefulSet['spec']> = {}): StatefulSet =>
  defaulted(statefulsets, { metadata, spec: { selector, template: template(), serviceName: 'web', ...spec } })

const foreign = template({}, { app: 'other' })

test.each<[what: string, spec: Partial<Deployment['spec']>, errors: string[]]>([
  ['nothing odd', {}, []],
  [
    'labels the selector misses',
    { template: foreign },
    [
      'spec.template.metadata.labels: Invalid value: map[string]string{"app":"other"}: `selector` does not match template `labels`',
    ],
  ],
  [
    'an empty selector',
    { selector: {} },
    [
      'spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string(nil), MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: empty selector is invalid for deployment',
    ],
  ],
  ['fewer than none', { replicas: -1 }, ['spec.replicas: Invalid value: -1: must be greater than or equal to 0']],
  [
    'pods that end',
    { template: template({ restartPolicy: 'Never' }) },
    ['spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"'],
  ],
  [
    'a deadline of its pods',
    { template: template({ activeDeadlineSeconds: 5 }) },
    ['spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ReplicaSet is not Supported'],
  ],
  [
    'no room to roll',
    { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } } },
    ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0'],
  ],
  [
    'rolling while recreating',
    { strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } },
    ["spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"],
  ],
  [
    'a deadline before readiness',
    { minReadySeconds: 10, progressDeadlineSeconds: 10 },
    ['spec.progressDeadlineSeconds: Invalid value: 10: must be greater than minReadySeconds'],
  ],
])('a deployment with %s', (_what, spec, errors) => {
  expect(createErrors(deploymentsStrategy, deployment(spec))).toEqual(errors)
})

test('a selector stays, in every workload', () => {
  const other = { selector: { matchLabels: { app: 'other' } }, template: foreign }
  const refusal = [
    'spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{"app":"other"}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: field is immutable',
  ]
  expect(updateErrors(deploymentsStrategy, deployment(other), deployment())).toEqual(refusal)
  expect(updateErrors(replicasetsStrategy, replicaSet(other), replicaSet())).toEqual(refusal)
  expect(updateErrors(daemonsetsStrategy, daemonSet(other), daemonSet())).toEqual(refusal)
  expect(updateErrors(statefulsetsStrategy, statefulSet(other), statefulSet())).toEqual([
    "spec: Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
  ])
})

test('the generation counts changes of the spec', () => {
  const old = deployment()
  deploymentsStrategy.prepareForCreate?.(old, context())
  expect(old.metadata.generation).toBe(1)
  expect(old.status).toEqual({})
  const same = structuredClone(old)
  deploymentsStrategy.prepareForUpdate?.(same, old, context())
  expect(same.metadata.generation).toBe(1)
  const more = deployment({ replicas: 5 })
  more.metadata.generation = 1
  deploymentsStrategy.prepareForUpdate?.(more, old, context())
  expect(more.metadata.generation).toBe(2)
})

test('a collision count never falls', () => {
  const old: Deployment = { ...deployment(), status: { collisionCount: 2 } }
  const less: Deployment = { ...old, status: { collisionCount: 1 } }
  expect(texts(deploymentsStrategy.status!.validateUpdate?.(less, old, context()))).toEqual([
    'status.collisionCount: Invalid value: 1: cannot be decremented',
  ])
})

test('replica counts of a status add up', () => {
  const old = replicaSet()
  const odd: ReplicaSet = { ...old, status: { replicas: 1, readyReplicas: 2, availableReplicas: 3 } }
  expect(texts(replicasetsStrategy.status!.validateUpdate?.(odd, old, context()))).toEqual([
    'status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas',
    'status.availableReplicas: Invalid value: 3: cannot be greater than status.replicas',
    'status.availableReplicas: Invalid value: 3: cannot be greater than readyReplicas',
  ])
})

test.each<[what: string, spec: Partial<DaemonSet['spec']>, errors: string[]]>([
  ['nothing odd', {}, []],
  [
    'an empty selector',
    { selector: {} },
    [
      'spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string(nil), MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: empty selector is invalid for daemonset',
    ],
  ],
  [
    'both ways to roll',
    { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } },
    ['spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero'],
  ],
])('a daemon set with %s', (_what, spec, errors) => {
  expect(createErrors(daemonsetsStrategy, daemonSet(spec))).toEqual(errors)
})

test.each<[what: string, spec: Partial<StatefulSet['spec']>, errors: string[]]>([
  ['nothing odd', {}, []],
  [
    'an unknown way to manage pods',
    { podManagementPolicy: 'Any' as 'Parallel' },
    [`spec.podManagementPolicy: Invalid value: "Any": must be 'OrderedReady' or 'Parallel'`],
  ],
  [
    'a deadline of its pods',
    { template: template({ activeDeadlineSeconds: 5 }) },
    ['spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in StatefulSet is not Supported'],
  ],
  [
    'a negative first number',
    { ordinals: { start: -1 } },
    ['spec.ordinals.start: Invalid value: -1: must be greater than or equal to 0'],
  ],
])('a stateful set with %s', (_what, spec, errors) => {
  expect(createErrors(statefulsetsStrategy, statefulSet(spec))).toEqual(errors)
})

test('a controller revision keeps its data', () => {
  const revision = (data: object): ControllerRevision =>
    defaulted(controllerrevisions, { metadata, revision: 1, data } as ControllerRevision)
  const [error] = updateErrors(controllerrevisionsStrategy, revision({ a: 1 }), revision({ a: 2 }))
  expect(error).toMatch(/^data: Invalid value: .*: field is immutable$/)
})

test('a replication controller needs a selector that fits', () => {
  const controller = defaulted(replicationcontrollers, {
    metadata,
    spec: { replicas: 1, selector: { app: 'web' }, template: foreign },
  })
  expect(createErrors(replicationcontrollersStrategy, controller)).toEqual([
    'spec.template.metadata.labels: Invalid value: map[string]string{"app":"other"}: `selector` does not match template `labels`',
  ])
})

test('scale speaks of replicas', () => {
  const one: Deployment = { ...deployment({ replicas: 3 }), status: { replicas: 2 } }
  expect(deploymentsStrategy.scale?.read(one)).toEqual({ specReplicas: 3, statusReplicas: 2, selector: 'app=web' })
  deploymentsStrategy.scale?.write(one, 7)
  expect(one.spec.replicas).toBe(7)
})

test('rows as kubectl shows them', () => {
  const one: Deployment = {
    ...deployment({ replicas: 3 }),
    status: { replicas: 3, readyReplicas: 2, updatedReplicas: 1, availableReplicas: 2 },
  }
  expect(cells(deploymentsStrategy, one)).toEqual(['web', '2/3', 1, 2, '60m', 'app', 'app:1', 'app=web'])
  const set: StatefulSet = { ...statefulSet({ replicas: 2 }), status: { replicas: 2, readyReplicas: 1 } }
  expect(cells(statefulsetsStrategy, set)).toEqual(['web', '1/2', '60m', 'app', 'app:1'])
})
