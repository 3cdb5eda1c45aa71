import { expect, test } from 'vitest'
import type { Deployment, DeploymentSpec, DeploymentStatus, ReplicaSet } from '@elli/api/apps/v1'
import type { Pod, PodTemplateSpec } from '@elli/api/core/v1'
import { toTime } from '@elli/host/time'
import { decide, type DeploymentDecision } from './decide.ts'
import { desiredReplicasAnnotation, maxReplicasAnnotation, nextRevision, revisionAnnotation } from './revision.ts'

const now = Date.parse('2024-08-13T12:00:00Z')
const template = (image: string): PodTemplateSpec => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'web', image }] },
})

function deployment(spec: Partial<DeploymentSpec> = {}, status: Partial<DeploymentStatus> = {}): Deployment {
  return {
    metadata: { name: 'web', namespace: 'default', uid: 'd', generation: 1 },
    spec: {
      replicas: 4,
      selector: { matchLabels: { app: 'web' } },
      template: template('web:2'),
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } },
      progressDeadlineSeconds: 600,
      revisionHistoryLimit: 10,
      ...spec,
    },
    status: { observedGeneration: 1, ...status },
  }
}

interface SetGiven {
  image?: string
  available?: number
  running?: number
  age?: number
  revision?: string
  /** What the set was told of the whole: replicas and most replicas. */
  told?: readonly [number, number]
}

function set(name: string, replicas: number, given: SetGiven = {}): ReplicaSet {
  const { available = replicas, running = replicas, revision = '1', told = [4, 5], age = 0 } = given
  return {
    metadata: {
      name,
      uid: name,
      namespace: 'default',
      generation: 1,
      creationTimestamp: toTime(now - age * 1000),
      annotations: {
        [revisionAnnotation]: revision,
        [desiredReplicasAnnotation]: String(told[0]),
        [maxReplicasAnnotation]: String(told[1]),
      },
    },
    spec: {
      replicas,
      minReadySeconds: 0,
      selector: { matchLabels: { app: 'web' } },
      template: template(given.image ?? 'web:1'),
    },
    status: { replicas: running, readyReplicas: available, availableReplicas: available, observedGeneration: 1 },
  }
}
const next = (replicas: number, given: SetGiven = {}): ReplicaSet =>
  set('new', replicas, { image: 'web:2', revision: '2', ...given })
const old = (replicas: number, given: SetGiven = {}): ReplicaSet => set('old', replicas, { age: 60, ...given })

const run = (object: Deployment, sets: readonly ReplicaSet[], pods: Record<string, Pod[]> = {}): DeploymentDecision =>
  decide({ deployment: object, sets, podsOf: (uid) => pods[uid] ?? [] }, now)
const steps = ({ create, scale }: DeploymentDecision): string =>
  [
    ...(create ? [`create ${create.spec.replicas}`] : []),
    ...scale.map((step) => `${step.set.metadata.name} ${step.replicas}`),
  ].join(', ')

for (const [name, object, sets, expected] of [
  ['makes the first set whole', deployment(), [], 'create 4'],
  ['makes the new set as large as surge allows', deployment(), [old(4)], 'create 1'],
  ['lets old pods go as far as unavailability allows', deployment(), [old(4), next(1, { available: 0 })], 'old 3'],
  ['goes on with the new set when there is room', deployment(), [old(3), next(1, { available: 0 })], 'new 2'],
  ['waits while too few are available', deployment(), [old(3), next(2, { available: 0 })], ''],
  ['removes what is broken first', deployment(), [old(4, { available: 0 }), next(1)], 'old 2'],
  ['is done', deployment(), [next(4), old(0)], ''],
  ['shrinks a new set that is too large', deployment(), [next(6, { told: [4, 5] })], 'new 4'],
  ['does nothing while paused', deployment({ paused: true }), [old(4)], ''],
  ['scales while paused', deployment({ paused: true, replicas: 6 }), [old(4)], 'old 6'],
  ['scales the only active set', deployment({ replicas: 6 }), [next(4)], 'new 6'],
  ['Recreate lets all go first', deployment({ strategy: { type: 'Recreate' } }), [old(4)], 'old 0'],
  [
    'Recreate waits for the last pod',
    deployment({ strategy: { type: 'Recreate' } }),
    [old(0, { running: 1, available: 0 })],
    '',
  ],
  ['Recreate then makes all', deployment({ strategy: { type: 'Recreate' } }), [old(0)], 'create 4'],
  [
    // 10 of 13 and 3 of 13 become shares of 18: 13.8 and 4.2, and the rest goes to the largest.
    'scales in proportion during a rollout',
    deployment({
      replicas: 15,
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } },
    }),
    [old(8, { told: [10, 13] }), next(5, { available: 0, told: [10, 13] })],
    'old 11, new 7',
  ],
] as const) {
  test(`deployment ${name}`, () => expect(steps(run(object, sets))).toBe(expected))
}

test('Recreate waits for a pod whose set has forgotten it', () => {
  const object = deployment({ strategy: { type: 'Recreate' } })
  const pod = { metadata: { name: 'p' }, spec: { containers: [] }, status: { phase: 'Running' } } as Pod
  expect(run(object, [old(0)], { old: [pod] }).create).toBeUndefined()
  const over = { ...pod, status: { phase: 'Failed' } } as Pod
  expect(run(object, [old(0)], { old: [over] }).create).toBeDefined()
})

test('revisions are counted beyond what a double can hold', () => {
  const revision = '3546343826724305832'
  expect(nextRevision([set('a', 1, { revision }), set('b', 1, { revision: 'nonsense' })])).toBe('3546343826724305833')
  expect(run(deployment(), [old(4, { revision })]).create?.metadata.annotations?.[revisionAnnotation]).toBe(
    '3546343826724305833',
  )
})

test('a set that comes back into use gets the newest revision, and remembers its old one', () => {
  const back = next(0, { revision: '1', age: 90 })
  expect(run(deployment(), [old(4, { revision: '2' }), back]).correct?.metadata.annotations).toMatchObject({
    [revisionAnnotation]: '3',
    'deployment.kubernetes.io/revision-history': '1',
  })
})

test('a new set inherits annotations, but for those that are not its own', () => {
  const object = deployment()
  object.metadata.annotations = { team: 'a', 'kubectl.kubernetes.io/last-applied-configuration': '{}' }
  expect(run(object, []).create?.metadata.annotations).toEqual({
    team: 'a',
    [revisionAnnotation]: '1',
    [desiredReplicasAnnotation]: '4',
    [maxReplicasAnnotation]: '5',
  })
})

const condition = (decision: DeploymentDecision, type: string) =>
  decision.status.conditions?.find((entry) => entry.type === type)

test('tells of the deadline: when it is over, and when it has to be looked at again', () => {
  const since = (seconds: number) => ({
    replicas: 4,
    updatedReplicas: 1,
    readyReplicas: 3,
    availableReplicas: 3,
    conditions: [
      {
        type: 'Progressing',
        status: 'True' as const,
        reason: 'ReplicaSetUpdated',
        message: '',
        lastUpdateTime: toTime(now - seconds * 1000),
        lastTransitionTime: toTime(now - seconds * 1000),
      },
    ],
  })
  const sets = [old(3), next(1, { available: 0 })]
  expect(condition(run(deployment({}, since(601)), sets), 'Progressing')).toMatchObject({
    status: 'False',
    reason: 'ProgressDeadlineExceeded',
    message: 'ReplicaSet "new" has timed out progressing.',
  })
  const waiting = run(deployment({}, since(590)), sets)
  expect(condition(waiting, 'Progressing')?.reason).toBe('ReplicaSetUpdated')
  expect(waiting.checkAgainMs).toBe(11_000)
})

test('pausing and resuming leave their marks, and the end says so', () => {
  expect(condition(run(deployment({ paused: true }), [old(4)]), 'Progressing')).toMatchObject({
    status: 'Unknown',
    reason: 'DeploymentPaused',
  })
  const done = run(deployment({}, { updatedReplicas: 4, replicas: 4, availableReplicas: 4 }), [next(4)])
  expect(condition(done, 'Progressing')).toMatchObject({
    reason: 'NewReplicaSetAvailable',
    message: 'ReplicaSet "new" has successfully progressed.',
  })
  expect(condition(done, 'Available')?.status).toBe('True')
})

test('forgets the oldest empty sets beyond the limit', () => {
  const sets = [
    next(4, { revision: '9' }),
    set('a', 0, { revision: '3' }),
    set('b', 0, { revision: '1' }),
    set('c', 0, { revision: '2', running: 1 }),
  ]
  const status = { updatedReplicas: 4, replicas: 4, availableReplicas: 4 }
  const { forget } = run(deployment({ revisionHistoryLimit: 1 }, status), sets)
  expect(forget.map(({ metadata }) => metadata.name)).toEqual(['b'])
})
