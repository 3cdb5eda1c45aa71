/** Jobs on a whole cluster: completion, indexes, limits, policies, suspension, tracking, and what comes after their end. */
import type { Job, JobSpec } from '@elli/api/batch/v1'
import { jobs } from '@elli/api/batch/v1.resources'
import type { Pod } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import { type Cluster, createCluster } from 'elli'
import { expect, test } from 'vitest'
import { eventsAbout, namespace, podsOf, template } from './workloads.ts'

const work = (does: Record<string, string>) => template('work', { restartPolicy: 'Never', does })
const succeeds = work({ 'exit-after-seconds': '3' })
const fails = work({ 'exit-after-seconds': '3', 'exit-code': '42' })
const endless = work({})

const create = (cluster: Cluster, spec: JobSpec): Promise<Job> =>
  cluster.client.for(jobs).create({ metadata: { name: 'work', namespace }, spec })
const read = (cluster: Cluster): Promise<Job> => cluster.client.for(jobs).get('work', { namespace })
const has = (type: string) => async (cluster: Cluster) =>
  (await read(cluster)).status?.conditions?.some((entry) => entry.type === type && entry.status === 'True') === true
const complete = has('Complete')
const failed = has('Failed')
const finalizers = (list: readonly Pod[]): string[] => list.flatMap(({ metadata }) => metadata.finalizers ?? [])
const make = (): Promise<Cluster> => createCluster({ clock: 'virtual', nodes: 2 })

test('runs until enough have succeeded, and leaves no finalizer behind', async () => {
  await using cluster = await make()
  await create(cluster, { completions: 5, parallelism: 2, template: succeeds })
  await cluster.until(async () => {
    expect((await read(cluster)).status?.active ?? 0).toBeLessThanOrEqual(2)
    return complete(cluster)
  }, 120_000)
  const { status } = await read(cluster)
  expect(status).toMatchObject({ succeeded: 5, ready: 0, terminating: 0, uncountedTerminatedPods: {} })
  expect(status?.conditions?.map(({ type, reason }) => [type, reason])).toEqual([
    ['SuccessCriteriaMet', 'CompletionsReached'],
    ['Complete', 'CompletionsReached'],
  ])
  expect(status?.completionTime).toBeDefined()
  const list = await podsOf(cluster, 'work')
  expect(list).toHaveLength(5)
  expect(finalizers(list)).toEqual([])
  await cluster.passes({ seconds: 2 })
  expect((await eventsAbout(cluster, 'work')).map(({ reason }) => reason)).toContain('Completed')
})

test('an Indexed job gives each pod its number', async () => {
  await using cluster = await make()
  await create(cluster, { completions: 3, parallelism: 3, completionMode: 'Indexed', template: succeeds })
  await cluster.until(() => complete(cluster), 120_000)
  expect((await read(cluster)).status).toMatchObject({ completedIndexes: '0-2', succeeded: 3 })
  const key = 'batch.kubernetes.io/job-completion-index'
  const list = await podsOf(cluster, 'work')
  expect(list.map(({ metadata }) => [metadata.labels?.[key], metadata.annotations?.[key]])).toEqual([
    ['0', '0'],
    ['1', '1'],
    ['2', '2'],
  ])
  expect(list.map(({ spec }) => spec.hostname)).toEqual(['work-0', 'work-1', 'work-2'])
  expect(list[0]?.spec.containers[0]?.env?.map(({ name }) => name)).toEqual(['JOB_COMPLETION_INDEX'])
})

test('fails beyond the back-off limit, waiting longer each time', async () => {
  await using cluster = await make()
  await create(cluster, { backoffLimit: 2, template: fails })
  await cluster.until(() => failed(cluster), 300_000)
  const { status } = await read(cluster)
  expect(status?.failed).toBe(3)
  expect(status?.conditions?.map(({ type, reason, message }) => [type, reason, message])).toEqual([
    ['FailureTarget', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit'],
    ['Failed', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit'],
  ])
  const starts = (await podsOf(cluster, 'work')).map(({ status: pod }) => Date.parse(pod?.startTime ?? '')).sort()
  expect((starts[1] ?? 0) - (starts[0] ?? 0)).toBeGreaterThanOrEqual(10_000)
  expect((starts[2] ?? 0) - (starts[1] ?? 0)).toBeGreaterThanOrEqual(20_000)
})

test('a failure policy ends the job at once, or ignores a failure', async () => {
  await using cluster = await make()
  const onExitCodes = { operator: 'In' as const, values: [42] }
  await create(cluster, {
    backoffLimit: 6,
    template: fails,
    podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes }] },
  })
  await cluster.until(() => failed(cluster))
  const [condition] = (await read(cluster)).status?.conditions ?? []
  const [pod, ...others] = await podsOf(cluster, 'work')
  expect(others).toEqual([])
  expect(condition).toMatchObject({
    type: 'FailureTarget',
    reason: 'PodFailurePolicy',
    message: `Container main for pod default/${pod?.metadata.name} failed with exit code 42 matching FailJob rule at index 0`,
  })
})

test('a limit per index fails indexes alone, and the job when all are done', async () => {
  await using cluster = await make()
  await create(cluster, {
    completions: 2,
    parallelism: 2,
    completionMode: 'Indexed',
    backoffLimitPerIndex: 1,
    template: endless,
  })
  await cluster.until(
    async () => (await podsOf(cluster, 'work')).filter((pod) => pod.status?.phase === 'Running').length === 2,
  )
  const [zero, one] = await podsOf(cluster, 'work')
  cluster.simulator.pod(namespace, one?.metadata.name ?? '').succeed()
  cluster.simulator.pod(namespace, zero?.metadata.name ?? '').fail({ exitCode: 1 })
  const second = async () =>
    (await podsOf(cluster, 'work')).find(
      (pod) =>
        pod.status?.phase === 'Running' && pod.metadata.labels?.['batch.kubernetes.io/job-completion-index'] === '0',
    )
  await cluster.until(async () => (await second()) !== undefined, 120_000)
  const again = await second()
  expect(again?.metadata.annotations?.['batch.kubernetes.io/job-index-failure-count']).toBe('1')
  cluster.simulator.pod(namespace, again?.metadata.name ?? '').fail({ exitCode: 1 })
  await cluster.until(() => failed(cluster), 120_000)
  expect((await read(cluster)).status).toMatchObject({ completedIndexes: '1', failedIndexes: '0', failed: 2 })
  expect(finalizers(await podsOf(cluster, 'work'))).toEqual([])
})

test('a success policy ends the job before all indexes are done', async () => {
  await using cluster = await make()
  await create(cluster, {
    completions: 3,
    parallelism: 3,
    completionMode: 'Indexed',
    successPolicy: { rules: [{ succeededIndexes: '1' }] },
    template: endless,
  })
  await cluster.until(
    async () =>
      (await podsOf(cluster, 'work')).every((pod) => pod.status?.phase === 'Running') &&
      (await podsOf(cluster, 'work')).length === 3,
  )
  cluster.simulator.pod(namespace, (await podsOf(cluster, 'work'))[1]?.metadata.name ?? '').succeed()
  await cluster.until(() => complete(cluster))
  const { status } = await read(cluster)
  expect(status?.completedIndexes).toBe('1')
  expect(status?.conditions?.[0]).toMatchObject({ type: 'SuccessCriteriaMet', reason: 'SuccessPolicy' })
  expect((await podsOf(cluster, 'work')).filter((pod) => pod.status?.phase === 'Running')).toEqual([])
})

test('suspended it has no pods; resumed its time starts anew; the deadline ends it', async () => {
  await using cluster = await make()
  await create(cluster, { suspend: true, activeDeadlineSeconds: 30, template: endless })
  await cluster.until(() => has('Suspended')(cluster))
  await cluster.passes({ minutes: 2 })
  expect(await podsOf(cluster, 'work')).toEqual([])
  expect((await read(cluster)).status?.startTime).toBeUndefined()
  await cluster.client.for(jobs).patch('work', { type: 'merge', body: { spec: { suspend: false } } }, { namespace })
  await cluster.until(async () => (await podsOf(cluster, 'work')).length === 1)
  await cluster.until(() => failed(cluster))
  const { status } = await read(cluster)
  expect(status?.conditions?.find(({ type }) => type === 'Suspended')).toMatchObject({
    status: 'False',
    reason: 'JobResumed',
  })
  expect(status?.conditions?.find(({ type }) => type === 'Failed')?.reason).toBe('DeadlineExceeded')
})

test('a pod that is deleted is replaced and counted as failed', async () => {
  await using cluster = await make()
  await create(cluster, { template: endless })
  await cluster.until(async () => (await podsOf(cluster, 'work'))[0]?.status?.phase === 'Running')
  const [pod] = await podsOf(cluster, 'work')
  await cluster.client.for(pods).delete(pod?.metadata.name ?? '', { namespace })
  await cluster.until(async () => {
    const list = await podsOf(cluster, 'work')
    return list.length === 1 && list[0]?.metadata.uid !== pod?.metadata.uid && list[0]?.status?.phase === 'Running'
  })
  await cluster.until(async () => (await read(cluster)).status?.failed === 1)
})

test('goes with its pods when its time after the end is over', async () => {
  await using cluster = await make()
  await create(cluster, { ttlSecondsAfterFinished: 20, template: succeeds })
  await cluster.until(() => complete(cluster))
  await cluster.passes({ seconds: 10 })
  expect((await cluster.client.for(jobs).list({ namespace })).items).toHaveLength(1)
  await cluster.until(async () => (await cluster.client.for(jobs).list({ namespace })).items.length === 0)
  await cluster.until(async () => (await podsOf(cluster, 'work')).length === 0)
})
