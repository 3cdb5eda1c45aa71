/** Conformance tests of Jobs and CronJobs, by a clock that goes as fast as it can. */
import type { CronJob, CronJobSpec, Job, JobSpec } from '@elli/api/batch/v1'
import { cronjobs, jobs } from '@elli/api/batch/v1.resources'
import { pods } from '@elli/api/core/v1.resources'
import { describe, expect } from 'vitest'
import { conformance } from '../conformance.ts'
import { changed, walkLifecycle } from '../lifecycle.ts'
import { type Does, isReady, podsOf, podTemplate } from '../pods.ts'
import { sharedCluster } from '../shared-cluster.ts'
import { watching } from '../watching.ts'

const shared = sharedCluster({ nodes: 2, clock: 'virtual', start: Date.parse('2024-08-13T12:00:05Z') })
const real = sharedCluster({ nodes: 1 })
const spec = (more: Partial<JobSpec> = {}, does: Does = {}): JobSpec => ({
  parallelism: 2,
  completions: 4,
  backoffLimit: 6,
  template: podTemplate({ kind: 'job' }, { restartPolicy: 'Never' }, does),
  ...more,
})
const succeeds: Does = { 'exit-after-seconds': '1' }

describe('jobs', () => {
  const words = (what: string): string => `[sig-apps] Job should ${what} [Conformance]`
  const api = () => shared.client.for(jobs)
  const create = (namespace: string, name: string, given: JobSpec): Promise<Job> =>
    api().create({ metadata: { name, namespace }, spec: given })
  const condition = async (namespace: string, name: string, type: string) =>
    (await api().get(name, { namespace })).status?.conditions?.find(
      (item) => item.type === type && item.status === 'True',
    )
  const active = (namespace: string, count: number): Promise<void> =>
    shared.until(async () => (await podsOf(shared.client, namespace)).filter(isReady).length === count)

  conformance(words('create pods for an Indexed job with completion indexes and specified hostname'), async () => {
    const namespace = await shared.namespace()
    await create(namespace, 'indexed', spec({ completionMode: 'Indexed' }, succeeds))
    await shared.until(async () => (await condition(namespace, 'indexed', 'Complete')) !== undefined)
    const all = await podsOf(shared.client, namespace, 'job-name=indexed')
    const index = 'batch.kubernetes.io/job-completion-index'
    const done = all.filter(({ status }) => status?.phase === 'Succeeded')
    expect(done.map(({ metadata }) => metadata.annotations?.[index]).sort()).toEqual(['0', '1', '2', '3'])
    for (const { metadata, spec: pod } of done) {
      const value = metadata.annotations?.[index]
      expect(pod.hostname).toBe(`indexed-${value}`)
      expect(metadata.labels?.[index]).toBe(value)
      expect(pod.containers[0]?.env?.map(({ name }) => name)).toContain('JOB_COMPLETION_INDEX')
    }
    expect((await api().get('indexed', { namespace })).status).toMatchObject({ succeeded: 4, completedIndexes: '0-3' })
  })

  conformance(words('delete a job'), async () => {
    const namespace = await shared.namespace()
    await create(namespace, 'deleted', spec())
    await active(namespace, 2)
    await api().delete('deleted', { namespace, propagationPolicy: 'Foreground' })
    await shared.until(async () => (await api().list({ namespace })).items.length === 0)
    // Nothing holds them: no finalizer is left behind.
    await shared.until(async () => (await podsOf(shared.client, namespace)).length === 0)
  })

  conformance(words('adopt matching orphans and release non-matching pods'), async () => {
    const namespace = await shared.namespace()
    const made = await create(namespace, 'adopts', spec({ completions: 2 }))
    await active(namespace, 2)
    const [pod] = await podsOf(shared.client, namespace)
    const name = pod?.metadata.name ?? ''
    const owner = async () => (await shared.client.for(pods).get(name, { namespace })).metadata.ownerReferences
    await shared.client
      .for(pods)
      .patch(name, { type: 'merge', body: { metadata: { ownerReferences: null } } }, { namespace })
    await shared.until(async () => (await owner()) !== undefined)
    expect(await owner()).toMatchObject([{ kind: 'Job', uid: made.metadata.uid, controller: true }])
    await shared.client.for(pods).patch(name, { type: 'merge', body: { metadata: { labels: null } } }, { namespace })
    await shared.until(async () => (await owner()) === undefined)
    expect((await shared.client.for(pods).get(name, { namespace })).metadata.finalizers).toBeUndefined()
    await shared.until(async () => (await podsOf(shared.client, namespace, 'job-name=adopts')).length === 2)
  })

  conformance(words('allow to use the pod failure policy on exit code to fail the job early'), async () => {
    const namespace = await shared.namespace()
    const podFailurePolicy: JobSpec['podFailurePolicy'] = {
      rules: [{ action: 'FailJob', onExitCodes: { containerName: 'main', operator: 'In', values: [1] } }],
    }
    const fails = { 'exit-after-seconds': '1', 'exit-code': '1' }
    await create(namespace, 'early', spec({ parallelism: 1, completions: 1, podFailurePolicy }, fails))
    await shared.until(async () => (await condition(namespace, 'early', 'Failed')) !== undefined)
    expect((await condition(namespace, 'early', 'Failed'))?.reason).toBe('PodFailurePolicy')
    await shared.cluster.passes({ minutes: 2 })
    expect(await podsOf(shared.client, namespace)).toHaveLength(1)
  })

  conformance(words('apply changes to a job status'), async () => {
    const namespace = await shared.namespace()
    await create(namespace, 'status', spec())
    await active(namespace, 2)
    const before = await api().subresource<Job>('get', 'status', 'status', { namespace })
    expect(before.status?.active).toBe(2)
    const mine = { type: 'CustomConditionType', status: 'True' as const }
    const body = {
      metadata: { annotations: { patchedstatus: 'true' } },
      spec: { parallelism: 9 },
      status: { conditions: [mine] },
    }
    const patched = await api().patch('status', { type: 'merge', body }, { namespace, subresource: 'status' })
    expect(patched.status?.conditions).toMatchObject([mine])
    expect([patched.metadata.annotations?.['patchedstatus'], patched.spec?.parallelism]).toEqual(['true', 2])
    const other = { type: 'OtherConditionType', status: 'True' as const }
    const updated = await changed(shared.client, { resource: jobs, namespace }, 'status', (object) =>
      api().updateStatus({ ...object, status: { ...object.status, conditions: [mine, other] } }),
    )
    expect(updated.status?.conditions?.map(({ type }) => type)).toEqual([mine.type, other.type])
    expect(updated.status?.startTime).toBe(before.status?.startTime)
  })

  conformance(words('manage the lifecycle of a job'), async () => {
    const namespace = await shared.namespace()
    const { resourceVersion = '' } = (await api().list({ namespace })).metadata
    await using seen = watching(shared.client, jobs, { namespace, resourceVersion })
    const labels = { 'e2e-job': 'life' }
    await api().create({
      metadata: { name: 'life', namespace, labels },
      spec: spec({ suspend: true, completions: 2 }, succeeds),
    })
    await shared.until(async () => (await condition(namespace, 'life', 'Suspended')) !== undefined)
    expect(await podsOf(shared.client, namespace)).toEqual([])
    const body = { metadata: { labels: { 'e2e-patched': 'true' } }, spec: { suspend: false } }
    await api().patch('life', { type: 'strategic', body }, { namespace })
    await changed(shared.client, { resource: jobs, namespace }, 'life', (object) =>
      api().update({ ...object, metadata: { ...object.metadata, annotations: { updated: 'true' } } }),
    )
    await shared.until(async () => (await condition(namespace, 'life', 'Complete')) !== undefined)
    expect((await api().list({ labelSelector: 'e2e-patched=true' })).items).toMatchObject([
      { metadata: { annotations: { updated: 'true' } }, status: { succeeded: 2 } },
    ])
    await api().deleteCollection({ namespace, labelSelector: 'e2e-job=life', propagationPolicy: 'Background' })
    await shared.until(() => seen.events.at(-1)?.type === 'DELETED')
    expect(seen.events[0]?.type).toBe('ADDED')
    await shared.until(async () => (await podsOf(shared.client, namespace)).length === 0)
  })
})

describe('cron jobs', () => {
  const words = (what: string): string => `[sig-apps] CronJob should ${what} [Conformance]`
  const api = () => shared.client.for(cronjobs)
  const jobsOf = async (namespace: string): Promise<Job[]> => (await shared.client.for(jobs).list({ namespace })).items
  /** Its jobs last five minutes. */
  const make = (more: Partial<CronJobSpec>): CronJobSpec => ({
    schedule: '*/1 * * * ?',
    jobTemplate: { spec: spec({ parallelism: 1, completions: 1 }, { 'exit-after-seconds': '300' }) },
    ...more,
  })
  const create = (namespace: string, more: Partial<CronJobSpec>): Promise<CronJob> =>
    api().create({ metadata: { name: 'tick', namespace }, spec: make(more) })
  const active = async (namespace: string) => (await api().get('tick', { namespace })).status?.active ?? []
  const end = async (namespace: string): Promise<void> => {
    await api().delete('tick', { namespace, propagationPolicy: 'Background' })
    await shared.until(async () => (await jobsOf(namespace)).length === 0)
  }

  conformance(words('schedule multiple jobs concurrently'), async () => {
    const namespace = await shared.namespace()
    await create(namespace, { concurrencyPolicy: 'Allow' })
    await shared.until(async () => (await active(namespace)).length > 1, 300_000)
    const going = (await jobsOf(namespace)).filter(({ status }) => (status?.active ?? 0) > 0)
    expect(going.length).toBeGreaterThan(1)
    await end(namespace)
  })

  conformance(words('not schedule jobs when suspended [Slow]'), async () => {
    const namespace = await shared.namespace()
    await create(namespace, { suspend: true })
    await shared.cluster.passes({ minutes: 5 })
    expect(await active(namespace)).toEqual([])
    expect(await jobsOf(namespace)).toEqual([])
    await end(namespace)
  })

  conformance(words('not schedule new jobs when ForbidConcurrent [Slow]'), async () => {
    const namespace = await shared.namespace()
    await create(namespace, { concurrencyPolicy: 'Forbid' })
    await shared.until(async () => (await active(namespace)).length === 1, 120_000)
    const [first] = await active(namespace)
    // Two more minutes strike while the first goes on.
    await shared.cluster.passes({ minutes: 2, seconds: 30 })
    expect((await active(namespace)).map(({ uid }) => uid)).toEqual([first?.uid])
    expect(await jobsOf(namespace)).toHaveLength(1)
    await end(namespace)
  })

  conformance(words('replace jobs when ReplaceConcurrent'), async () => {
    const namespace = await shared.namespace()
    await create(namespace, { concurrencyPolicy: 'Replace' })
    await shared.until(async () => (await active(namespace)).length === 1, 120_000)
    const [first] = await active(namespace)
    await shared.until(async () => {
      const now = await active(namespace)
      return now.length === 1 && now[0]?.uid !== first?.uid
    }, 120_000)
    await shared.until(async () => !(await jobsOf(namespace)).some(({ metadata }) => metadata.uid === first?.uid))
    await end(namespace)
  })

  conformance(words('support CronJob API operations'), async () =>
    walkLifecycle<CronJob>(real.client, {
      resource: cronjobs,
      namespace: await real.namespace(),
      make: () => ({ spec: make({ schedule: '0 0 1 1 ?' }) }),
      statusPatch: { lastScheduleTime: '2024-08-13T12:00:00Z' },
    }),
  )
})
