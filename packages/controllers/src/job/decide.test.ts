import { expect, test } from 'vitest'
import type { Job, JobSpec, JobStatus } from '@elli/api/batch/v1'
import type { Pod } from '@elli/api/core/v1'
import { toTime } from '@elli/host/time'
import { nextRecord, remainingMs } from './back-off.ts'
import { assess, type Assessment, isComplete, type JobView, plan } from './decide.ts'
import { matchFailurePolicy } from './failure-policy.ts'
import { newPod, trackingFinalizer } from './pods.ts'
import { countReleased, track } from './track.ts'

const now = Date.parse('2024-08-13T12:00:00Z')
const job = (spec: Partial<JobSpec> = {}, status: JobStatus = {}): Job => ({
  metadata: { name: 'work', namespace: 'default', uid: 'job' },
  spec: {
    parallelism: 2,
    completions: 4,
    backoffLimit: 6,
    template: { spec: { containers: [{ name: 'main', image: 'i' }], restartPolicy: 'Never' } },
    ...spec,
  },
  status: { startTime: toTime(now - 100_000), ...status },
})
const indexed = (spec: Partial<JobSpec> = {}, status: JobStatus = {}): Job =>
  job({ completionMode: 'Indexed', ...spec }, status)

interface Given {
  phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed'
  index?: number
  leaving?: boolean
  counted?: boolean
  exitCode?: number
  endedAgo?: number
  failures?: number
  conditions?: NonNullable<Pod['status']>['conditions'] & object
  restarts?: number
}
function pod(name: string, given: Given = {}): Pod {
  const { phase = 'Running', index, leaving, counted, exitCode = 1, endedAgo = 3600, failures = 0 } = given
  const ended = phase === 'Succeeded' || phase === 'Failed'
  return {
    metadata: {
      name,
      uid: name,
      namespace: 'default',
      creationTimestamp: toTime(now - 3_600_000),
      finalizers: counted ? [] : [trackingFinalizer],
      ...(leaving ? { deletionTimestamp: toTime(now) } : {}),
      annotations:
        index === undefined
          ? {}
          : {
              'batch.kubernetes.io/job-completion-index': String(index),
              'batch.kubernetes.io/job-index-failure-count': String(failures),
            },
    },
    spec: { containers: [] },
    status: {
      phase,
      conditions: given.conditions ?? [],
      containerStatuses: [
        {
          name: 'main',
          ready: false,
          image: '',
          imageID: '',
          restartCount: given.restarts ?? 0,
          ...(ended
            ? {
                state: {
                  terminated: {
                    exitCode: phase === 'Failed' ? exitCode : 0,
                    finishedAt: toTime(now - endedAgo * 1000),
                  },
                },
              }
            : {}),
        },
      ],
    },
  }
}
const view = (object: Job, pods: readonly Pod[], more: Partial<JobView> = {}): JobView => ({
  job: object,
  pods,
  expectedReleased: new Set(),
  mayAct: true,
  backOff: { failures: 0 },
  ...more,
})

function act(given: JobView): string {
  const seen = assess(given, now)
  const todo = plan(given, seen, now)
  const why = seen.finished ? `${seen.finished.reason}: ` : ''
  switch (todo.kind) {
    case 'create':
      return `create ${todo.indexes ? todo.indexes.join() : todo.count}`
    case 'wait':
      return `wait ${todo.ms}`
    case 'end':
    case 'remove':
      return `${why}${todo.kind} ${todo.pods.map(({ metadata }) => metadata.name).join(' ')}`.trimEnd()
    case 'nothing':
      return 'nothing'
    default:
      return todo satisfies never
  }
}

const running = pod('r')
const done = (name: string, more: Given = {}): Pod => pod(name, { phase: 'Succeeded', ...more })
const broken = (name: string, more: Given = {}): Pod => pod(name, { phase: 'Failed', ...more })
const failJob = {
  podFailurePolicy: { rules: [{ action: 'FailJob' as const, onExitCodes: { operator: 'In' as const, values: [42] } }] },
}

for (const [name, given, expected] of [
  ['starts as many as may run', view(job(), []), 'create 2'],
  ['starts no more than are needed', view(job({ completions: 1 }), []), 'create 1'],
  ['fills up', view(job(), [running]), 'create 1'],
  ['counts what succeeded', view(job({ completions: 3 }), [done('a'), done('b'), running]), 'nothing'],
  ['does not count what was counted', view(job({}, { succeeded: 3 }), [done('a', { counted: true })]), 'create 1'],
  ['removes what is too much', view(job({ parallelism: 1 }), [running, pod('p', { phase: 'Pending' })]), 'remove p'],
  ['waits until its acts are seen', view(job(), [], { mayAct: false }), 'nothing'],
  ['suspended removes all', view(job({ suspend: true }), [running]), 'remove r'],
  [
    'counts a pod on its way out as failed',
    view(job(), [running, pod('l', { leaving: true, phase: 'Running' })], {}),
    'wait 10000',
  ],
  [
    'replaces it only once it has failed when asked to',
    view(job({ podReplacementPolicy: 'Failed' }), [running, pod('l', { leaving: true })]),
    'nothing',
  ],
  ['waits after a failure', view(job(), [broken('f', { endedAgo: 4 })]), 'wait 6000'],
  [
    'waits twice as long after two',
    view(job(), [broken('f', { endedAgo: 4 }), broken('g', { endedAgo: 5 })]),
    'wait 16000',
  ],
  [
    'ends beyond the limit',
    view(job({ backoffLimit: 1 }), [running, broken('a'), broken('b')]),
    'BackoffLimitExceeded: end r',
  ],
  [
    'counts restarts in place',
    view(job({ backoffLimit: 2, template: { spec: { containers: [], restartPolicy: 'OnFailure' } } }), [
      pod('r', { restarts: 2 }),
    ]),
    'BackoffLimitExceeded: end r',
  ],
  ['ends at its deadline', view(job({ activeDeadlineSeconds: 100 }), [running]), 'DeadlineExceeded: end r'],
  ['the deadline rests while suspended', view(job({ activeDeadlineSeconds: 1, suspend: true }), []), 'nothing'],
  [
    'ends by its failure policy',
    view(job(failJob), [running, broken('f', { exitCode: 42 })]),
    'PodFailurePolicy: end r',
  ],
  ['without completions, one success stops new pods', view(workQueueJob(), [done('a'), running]), 'nothing'],
  ['gives the first free indexes', view(indexed(), [done('a', { index: 0 }), pod('b', { index: 2 })]), 'create 1'],
  [
    'removes doubles of an index',
    view(indexed(), [pod('a', { index: 1 }), pod('b', { index: 1, phase: 'Pending' })]),
    'remove b',
  ],
  [
    'removes pods beyond the last index',
    view(indexed({ completions: 1 }), [pod('a', { index: 0 }), pod('b', { index: 1 })]),
    'remove b',
  ],
  [
    'counts failures per index',
    view(indexed({ backoffLimitPerIndex: 1 }), [broken('a', { index: 0 }), broken('b', { index: 1, failures: 1 })]),
    'create 0,2',
  ],
  [
    'an index waits alone',
    view(indexed({ backoffLimitPerIndex: 1 }), [broken('a', { index: 0, endedAgo: 4 })]),
    'create 1',
  ],
  [
    'ends when all indexes are done and some failed',
    view(indexed({ completions: 2, backoffLimitPerIndex: 0 }), [broken('a', { index: 0 }), done('b', { index: 1 })]),
    'FailedIndexes: end',
  ],
  [
    'ends when too many indexes failed',
    view(indexed({ maxFailedIndexes: 0, backoffLimitPerIndex: 0 }), [broken('a', { index: 0 })]),
    'MaxFailedIndexesExceeded: end',
  ],
  [
    'ends by its success policy',
    view(indexed({ successPolicy: { rules: [{ succeededIndexes: '1-3', succeededCount: 1 }] } }), [
      done('a', { index: 2 }),
      pod('b', { index: 0 }),
    ]),
    'SuccessPolicy: end b',
  ],
] satisfies [string, JobView, string][]) {
  test(`job ${name}`, () => expect(act(given)).toBe(expected))
}

function workQueueJob(): Job {
  const { spec, ...rest } = job()
  const { completions: _, ...open } = spec
  return { ...rest, spec: open }
}

test('is complete with enough successes and no pod left', () => {
  expect([isComplete(job(), 4, 1), isComplete(job(), 4, 0), isComplete(workQueueJob(), 1, 0)]).toEqual([
    false,
    true,
    true,
  ])
})

test('what was found before stays found', () => {
  const target = { type: 'FailureTarget', status: 'True' as const, reason: 'DeadlineExceeded', message: 'm' }
  expect(assess(view(job({}, { conditions: [target] }), []), now).finished).toMatchObject({
    type: 'Failed',
    reason: 'DeadlineExceeded',
  })
})

for (const [name, given, expected] of [
  ['exit codes in a list', { onExitCodes: { operator: 'In' as const, values: [3] } }, true],
  ['exit codes not in a list', { onExitCodes: { operator: 'NotIn' as const, values: [4] } }, true],
  ['another container', { onExitCodes: { containerName: 'side', operator: 'In' as const, values: [3] } }, false],
  ['a condition', { onPodConditions: [{ type: 'DisruptionTarget', status: 'True' as const }] }, true],
  [
    'a condition of another status',
    { onPodConditions: [{ type: 'DisruptionTarget', status: 'False' as const }] },
    false,
  ],
] as const) {
  test(`failure policy: ${name}`, () => {
    const failed = broken('f', { exitCode: 3, conditions: [{ type: 'DisruptionTarget', status: 'True' }] })
    const rule = { action: 'Ignore' as const, ...structuredClone(given) }
    const meaning = matchFailurePolicy({ rules: [rule as never] }, failed)
    expect(meaning.counts).toBe(!expected)
  })
}

test('back-off starts anew with a success', () => {
  const record = nextRecord(
    { failures: 5, lastFailure: now },
    [done('s', { endedAgo: 10 })],
    [broken('a', { endedAgo: 5 }), broken('b', { endedAgo: 20 })],
  )
  expect(record).toEqual({ failures: 1, lastFailure: now - 5000 })
  expect(remainingMs({ failures: 30, lastFailure: now }, now)).toBe(600_000)
})

function tracked(object: Job, pods: readonly Pod[], change: Partial<Assessment> = {}) {
  const seen = { ...assess(view(object, pods), now), ...change }
  const { status, release, finished } = track(object, pods, seen, new Set(), now)
  return { status, released: release.map(({ metadata }) => metadata.name), finished }
}

test('ended pods are listed before their finalizers go, and counted after', () => {
  const first = tracked(job(), [done('a'), broken('b'), running])
  expect(first.released).toEqual(['a', 'b'])
  expect(first.status.uncountedTerminatedPods).toEqual({ succeeded: ['a'], failed: ['b'] })
  expect(first.status.succeeded).toBeUndefined()
  const { status } = countReleased(first.status, new Set(['b']))
  expect(status).toMatchObject({ succeeded: 1, uncountedTerminatedPods: { failed: ['b'] } })
})

test('an ignored failure is let go without being counted', () => {
  const policy = {
    podFailurePolicy: { rules: [{ action: 'Ignore' as const, onExitCodes: { operator: 'In' as const, values: [1] } }] },
  }
  const { status, released } = tracked(job(policy), [broken('b')])
  expect([released, status.uncountedTerminatedPods]).toEqual([['b'], {}])
})

test('a failed pod of an index stays until its successor knows the count', () => {
  const object = indexed({ backoffLimitPerIndex: 2 })
  const failed = broken('a', { index: 0, failures: 1 })
  expect(tracked(object, [failed]).released).toEqual([])
  expect(newPod(object, 0, failed).metadata.annotations).toMatchObject({
    'batch.kubernetes.io/job-index-failure-count': '2',
  })
  expect(tracked(object, [failed, pod('b', { index: 0 })]).released).toEqual(['a'])
})

test('succeeded indexes are counted by themselves', () => {
  const { status } = tracked(indexed({}, { completedIndexes: '0', succeeded: 1 }), [
    done('a', { index: 1 }),
    done('b', { index: 0 }),
  ])
  expect(status).toMatchObject({ completedIndexes: '0,1', succeeded: 2, uncountedTerminatedPods: {} })
})

test('fewer completions take back indexes beyond', () => {
  const { status } = tracked(indexed({ completions: 2, parallelism: 2 }, { completedIndexes: '0,3', succeeded: 2 }), [])
  expect(status).toMatchObject({ completedIndexes: '0', succeeded: 1 })
})

test('the end is announced before it is final', () => {
  const { status, finished } = tracked(job({ backoffLimit: 0 }), [broken('a')])
  expect(status.conditions?.map(({ type }) => type)).toEqual(['FailureTarget'])
  expect(finished?.type).toBe('Failed')
})

test('an indexed pod is named and told by its number', () => {
  const made = newPod(indexed(), 3, undefined)
  expect(made.metadata.generateName).toBe('work-3-')
  expect(made.spec.hostname).toBe('work-3')
  expect(made.metadata.finalizers).toEqual([trackingFinalizer])
  expect(made.spec.containers[0]?.env).toEqual([
    {
      name: 'JOB_COMPLETION_INDEX',
      valueFrom: { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-completion-index']" } },
    },
  ])
})
