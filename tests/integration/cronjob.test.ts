/** CronJobs on the virtual clock: when they start, what they do while a run is not over, what they keep. */
import type { CronJob, CronJobSpec, Job } from '@elli/api/batch/v1'
import { cronjobs, jobs } from '@elli/api/batch/v1.resources'
import { type Cluster, createCluster } from 'elli'
import { expect, test } from 'vitest'
import { eventsAbout, namesOf, namespace, template } from './workloads.ts'

const start = Date.parse('2024-08-13T12:00:30Z')
const make = (): Promise<Cluster> => createCluster({ clock: 'virtual', start })
const runs = (seconds: number | undefined): CronJobSpec['jobTemplate'] => ({
  spec: {
    template: template('tick', {
      restartPolicy: 'Never',
      does: seconds === undefined ? {} : { 'exit-after-seconds': String(seconds) },
    }),
  },
})
const create = (cluster: Cluster, spec: Partial<CronJobSpec>): Promise<CronJob> =>
  cluster.client
    .for(cronjobs)
    .create({ metadata: { name: 'tick', namespace }, spec: { schedule: '*/1 * * * ?', jobTemplate: runs(5), ...spec } })
const jobsOf = async (cluster: Cluster): Promise<Job[]> => (await cluster.client.for(jobs).list({ namespace })).items
const read = (cluster: Cluster): Promise<CronJob> => cluster.client.for(cronjobs).get('tick', { namespace })
const minute = Math.floor(start / 60_000)

test('starts each minute, names jobs by it, and keeps the last three', async () => {
  await using cluster = await make()
  await create(cluster, {})
  await cluster.passes({ seconds: 20 })
  expect(await jobsOf(cluster)).toEqual([])
  await cluster.passes({ seconds: 15 })
  const [job] = await jobsOf(cluster)
  expect(job?.metadata.name).toBe(`tick-${minute + 1}`)
  expect(job?.metadata.annotations?.['batch.kubernetes.io/cronjob-scheduled-timestamp']).toBe('2024-08-13T12:01:00Z')
  expect((await read(cluster)).status).toMatchObject({
    lastScheduleTime: '2024-08-13T12:01:00Z',
    active: [{ kind: 'Job', name: job?.metadata.name, uid: job?.metadata.uid }],
  })
  await cluster.passes({ minutes: 4, seconds: 50 })
  expect(namesOf(await jobsOf(cluster))).toEqual([3, 4, 5].map((i) => `tick-${minute + i}`))
  const { status } = await read(cluster)
  expect(status?.active).toBeUndefined()
  expect(Date.parse(status?.lastSuccessfulTime ?? '')).toBeGreaterThan(Date.parse('2024-08-13T12:05:00Z'))
})

test('Forbid leaves the running one alone and says so', async () => {
  await using cluster = await make()
  await create(cluster, { concurrencyPolicy: 'Forbid', jobTemplate: runs(undefined) })
  await cluster.passes({ minutes: 3 })
  expect(namesOf(await jobsOf(cluster))).toEqual([`tick-${minute + 1}`])
  expect((await eventsAbout(cluster, 'tick')).map(({ reason }) => reason)).toContain('JobAlreadyActive')
})

test('Replace ends the running one', async () => {
  await using cluster = await make()
  await create(cluster, { concurrencyPolicy: 'Replace', jobTemplate: runs(undefined) })
  await cluster.passes({ minutes: 2, seconds: 50 })
  await cluster.until(async () => namesOf(await jobsOf(cluster)).join() === `tick-${minute + 3}`)
  expect((await read(cluster)).status?.active).toHaveLength(1)
})

test('suspended it starts nothing; a start that is too late is missed', async () => {
  await using cluster = await make()
  await create(cluster, { suspend: true, schedule: '0 * * * *', startingDeadlineSeconds: 60 })
  await cluster.passes({ hours: 1, minutes: 30 })
  await cluster.client.for(cronjobs).patch('tick', { type: 'merge', body: { spec: { suspend: false } } }, { namespace })
  await cluster.passes({ minutes: 10 })
  expect(await jobsOf(cluster)).toEqual([])
  await cluster.passes({ minutes: 25 })
  expect(await jobsOf(cluster)).toHaveLength(1)
})

test('time zones count', async () => {
  await using cluster = await make()
  await create(cluster, { schedule: '30 14 * * *', timeZone: 'Europe/Berlin' })
  await cluster.passes({ minutes: 29 })
  expect(await jobsOf(cluster)).toEqual([])
  await cluster.passes({ minutes: 2 })
  const [job] = await jobsOf(cluster)
  expect(job?.metadata.annotations?.['batch.kubernetes.io/cronjob-scheduled-timestamp']).toBe(
    '2024-08-13T14:30:00+02:00',
  )
})
