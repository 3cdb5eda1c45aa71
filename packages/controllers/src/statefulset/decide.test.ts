import { expect, test } from 'vitest'
import type { ControllerRevision, StatefulSet, StatefulSetSpec } from '@elli/api/apps/v1'
import type { PersistentVolumeClaim, Pod } from '@elli/api/core/v1'
import type { OwnerReference } from '@elli/api/meta/v1'
import { toTime } from '@elli/host/time'
import { ownersUpToDate, wantedReferences } from './claims.ts'
import { decide, type StatefulDecision } from './decide.ts'
import { newPod } from './identity.ts'

const now = Date.parse('2024-08-13T12:00:00Z')
const revision = (name: string, image: string): ControllerRevision => ({
  metadata: { name },
  revision: 1,
  data: { spec: { template: { $patch: 'replace', spec: { containers: [{ name: 'db', image }] } } } },
})
const [before, after] = [revision('db-1', 'db:1'), revision('db-2', 'db:2')]

function stateful(spec: Partial<StatefulSetSpec> = {}): StatefulSet {
  return {
    metadata: { name: 'db', namespace: 'default', uid: 'set', generation: 3 },
    spec: {
      replicas: 3,
      serviceName: 'db',
      selector: { matchLabels: { app: 'db' } },
      template: { spec: { containers: [{ name: 'db', image: 'db:2' }] } },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      ...spec,
    },
  }
}

type State = 'ready' | 'unready' | 'pending' | 'failed' | 'leaving'
function pod(ordinal: number, state: State = 'ready', rev = after): Pod {
  const made = newPod(stateful(), { spec: { containers: [] } }, rev.metadata.name ?? '', ordinal)
  const phase = state === 'pending' ? 'Pending' : state === 'failed' ? 'Failed' : 'Running'
  return {
    ...made,
    metadata: {
      ...made.metadata,
      uid: `pod-${ordinal}`,
      ...(state === 'leaving' ? { deletionTimestamp: toTime(now) } : {}),
    },
    status: {
      phase,
      conditions: [
        {
          type: 'Ready',
          status: state === 'ready' || state === 'leaving' ? 'True' : 'False',
          lastTransitionTime: toTime(now - 60_000),
        },
      ],
    },
  }
}

interface Given {
  spec?: Partial<StatefulSetSpec>
  pods: readonly Pod[]
  current?: ControllerRevision
  claims?: readonly PersistentVolumeClaim[]
}
function run({ spec, pods, current = after, claims = [] }: Given): StatefulDecision {
  return decide(
    {
      set: stateful(spec),
      current,
      update: after,
      collisionCount: 0,
      pods,
      claim: (name) => claims.find(({ metadata }) => metadata.name === name),
    },
    now,
  )
}
const acts = ({ phases }: StatefulDecision): string =>
  phases
    .flat()
    .map(({ kind, pod: { metadata } }) => `${kind} ${metadata.name?.slice(3)}`)
    .join(', ')
const rolling = (partition: number) => ({
  updateStrategy: { type: 'RollingUpdate' as const, rollingUpdate: { partition } },
})

for (const [name, given, expected] of [
  ['starts with the first', { pods: [] }, 'create 0'],
  ['waits for the first to be ready', { pods: [pod(0, 'unready')] }, ''],
  ['goes on with the second', { pods: [pod(0)] }, 'create 1'],
  ['fills a gap before it goes on', { pods: [pod(0), pod(2)] }, 'create 1'],
  [
    'starts all at once when told to',
    { spec: { podManagementPolicy: 'Parallel' }, pods: [] },
    'create 0, create 1, create 2',
  ],
  ['counts from its first ordinal', { spec: { ordinals: { start: 5 } }, pods: [] }, 'create 5'],
  ['waits for a pod on its way out', { pods: [pod(0, 'leaving')] }, ''],
  ['removes a failed pod so that it can come again', { pods: [pod(0), pod(1, 'failed')] }, 'delete 1'],
  ['shrinks from the end', { spec: { replicas: 1 }, pods: [pod(0), pod(1), pod(2)] }, 'delete 2'],
  [
    'does not shrink over an unready pod below',
    { spec: { replicas: 2 }, pods: [pod(0), pod(1, 'unready'), pod(2)] },
    '',
  ],
  ['removes the unready one itself', { spec: { replicas: 2 }, pods: [pod(0), pod(1), pod(2, 'unready')] }, 'delete 2'],
  [
    'shrinks at once when told to',
    { spec: { replicas: 1, podManagementPolicy: 'Parallel' }, pods: [pod(0), pod(1), pod(2)] },
    'delete 2, delete 1',
  ],
  ['updates from the end', { current: before, pods: [0, 1, 2].map((i) => pod(i, 'ready', before)) }, 'delete 2'],
  [
    'goes on downwards',
    { current: before, pods: [pod(0, 'ready', before), pod(1, 'ready', before), pod(2)] },
    'delete 1',
  ],
  [
    'stops at the partition',
    { spec: rolling(2), current: before, pods: [pod(0, 'ready', before), pod(1, 'ready', before), pod(2)] },
    '',
  ],
  [
    'does not update when told not to',
    {
      spec: { updateStrategy: { type: 'OnDelete' } },
      current: before,
      pods: [0, 1, 2].map((i) => pod(i, 'ready', before)),
    },
    '',
  ],
  [
    'updates several at a time where that is allowed',
    {
      spec: { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0, maxUnavailable: 2 } } },
      current: before,
      pods: [0, 1, 2].map((i) => pod(i, 'ready', before)),
    },
    'delete 2, delete 1',
  ],
  ['waits for minReadySeconds', { spec: { minReadySeconds: 100 }, pods: [pod(0)] }, ''],
] satisfies [string, Given, string][]) {
  test(`statefulset ${name}`, () => expect(acts(run(given))).toBe(expected))
}

test('below the partition pods come from the current revision, above it from the new one', () => {
  const decision = run({ spec: { ...rolling(1), podManagementPolicy: 'Parallel' }, current: before, pods: [] })
  const made = decision.phases
    .flat()
    .map(({ pod: { metadata, spec } }) => [metadata.labels?.['controller-revision-hash'], spec.containers[0]?.image])
  expect(made).toEqual([
    ['db-1', 'db:1'],
    ['db-2', 'db:2'],
    ['db-2', 'db:2'],
  ])
})

test('status counts revisions, and a complete update makes the new one current', () => {
  const half = run({ current: before, pods: [pod(0, 'ready', before), pod(1, 'ready', before), pod(2, 'unready')] })
  expect(half.status).toMatchObject({
    replicas: 3,
    readyReplicas: 2,
    currentReplicas: 2,
    updatedReplicas: 1,
    currentRevision: 'db-1',
    updateRevision: 'db-2',
    observedGeneration: 3,
  })
  expect(run({ current: before, pods: [pod(0), pod(1), pod(2)] }).status).toMatchObject({
    currentRevision: 'db-2',
    currentReplicas: 3,
  })
})

const withClaims = { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: {} }] }
const claim = (ordinal: number, ownerReferences: OwnerReference[] = []): PersistentVolumeClaim => ({
  metadata: { name: `data-db-${ordinal}`, namespace: 'default', ownerReferences },
  spec: {},
})
const reference = (kind: 'Pod' | 'StatefulSet', name: string, uid: string): OwnerReference => ({
  apiVersion: kind === 'Pod' ? 'v1' : 'apps/v1',
  kind,
  name,
  uid,
  controller: true,
  blockOwnerDeletion: true,
})

test('a pod waits for the claim of its predecessor to go', () => {
  const spec = { ...withClaims, persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete', whenDeleted: 'Retain' } }
  expect(acts(run({ spec, pods: [], claims: [claim(0, [reference('Pod', 'db-0', 'earlier')])] }))).toBe('')
  expect(acts(run({ spec, pods: [], claims: [claim(0)] }))).toBe('create 0')
})

test('missing claims of a waiting pod are made', () => {
  const waiting = newPod(stateful(withClaims), { spec: { containers: [] } }, 'db-2', 0)
  const pods = [{ ...waiting, status: { phase: 'Pending' as const } }]
  expect(acts(run({ spec: withClaims, pods }))).toBe('makeClaims 0')
  expect(acts(run({ spec: withClaims, pods, claims: [claim(0)] }))).toBe('')
})

for (const [whenScaled, whenDeleted, ordinal, expected] of [
  ['Retain', 'Retain', 0, []],
  ['Retain', 'Delete', 0, ['StatefulSet']],
  ['Retain', 'Delete', 7, ['StatefulSet']],
  ['Delete', 'Retain', 0, []],
  ['Delete', 'Retain', 7, ['Pod']],
  ['Delete', 'Delete', 0, ['StatefulSet']],
  ['Delete', 'Delete', 7, ['Pod']],
] as const) {
  test(`claims of pod ${ordinal}, scaled ${whenScaled}, deleted ${whenDeleted}: owned by ${expected.join() || 'nobody'}`, () => {
    const set = stateful({ ...withClaims, persistentVolumeClaimRetentionPolicy: { whenScaled, whenDeleted } })
    const owners = wantedReferences(claim(ordinal), set, pod(ordinal))
    expect(owners.map(({ kind }) => kind)).toEqual(expected)
    expect(ownersUpToDate(claim(ordinal, owners), set, pod(ordinal))).toBe(true)
    expect(ownersUpToDate(claim(ordinal), set, pod(ordinal))).toBe(expected.length === 0)
  })
}
