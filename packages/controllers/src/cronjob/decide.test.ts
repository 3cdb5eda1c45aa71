import { expect, test } from 'vitest'
import type { CronJob, CronJobSpec, CronJobStatus, Job } from '@elli/api/batch/v1'
import { fromTime } from '@elli/host/time'
import { parseCron } from '@elli/machinery/cron'
import { decideStart, jobFor, jobName, reviewJobs, surplusJobs } from './decide.ts'
import { nextCheckMs } from './schedule.ts'

const at = (time: string): number => fromTime(`2024-08-13T${time}Z`)
function cronJob(spec: Partial<CronJobSpec> = {}, status: CronJobStatus = {}): CronJob {
  return {
    metadata: { name: 'tick', namespace: 'default', uid: 'cron', creationTimestamp: '2024-08-13T10:00:00Z' },
    spec: {
      schedule: '0 * * * ?',
      concurrencyPolicy: 'Allow',
      jobTemplate: { spec: { template: { spec: { containers: [] } } } },
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      ...spec,
    },
    status,
  }
}
const last = (time: string, ...active: string[]): CronJobStatus => ({
  lastScheduleTime: `2024-08-13T${time}Z`,
  active: active.map((name) => ({ name, uid: name, namespace: 'default' })),
})

function decided(object: CronJob, now: number): string {
  const decision = decideStart(object, now)
  const told = decision.events.map(({ reason }) => ` ${reason}`).join('')
  switch (decision.kind) {
    case 'start':
      return `start ${new Date(decision.at).toISOString().slice(11, 16)}${decision.replace.length > 0 ? ' replacing' : ''}${told}`
    case 'wait':
      return `wait ${decision.ms}${told}`
    case 'stop':
      return `stop${told}`
    default:
      return decision satisfies never
  }
}

for (const [name, object, now, expected] of [
  ['waits for the first time', cronJob(), at('10:30:00'), 'wait 1800100'],
  ['starts on time', cronJob(), at('11:00:00'), 'start 11:00'],
  ['starts the latest of those it missed', cronJob(), at('13:20:00'), 'start 13:00'],
  ['does not start one twice', cronJob({}, last('11:00:00')), at('11:00:30'), 'wait 3570100'],
  [
    'nor when it runs already',
    cronJob({}, last('10:00:00', jobName(cronJob(), at('11:00:00')))),
    at('11:00:05'),
    'wait 3595100',
  ],
  ['does nothing suspended', cronJob({ suspend: true }), at('11:00:00'), 'stop'],
  [
    'misses what is too late',
    cronJob({ startingDeadlineSeconds: 60 }, last('10:00:00')),
    at('11:02:00'),
    'wait 3480100',
  ],
  [
    'starts what is not too late',
    cronJob({ startingDeadlineSeconds: 300 }, last('10:00:00')),
    at('11:02:00'),
    'start 11:00',
  ],
  [
    'forbids',
    cronJob({ concurrencyPolicy: 'Forbid' }, last('10:00:00', 'x')),
    at('11:00:00'),
    'wait 3600100 JobAlreadyActive',
  ],
  [
    'replaces',
    cronJob({ concurrencyPolicy: 'Replace' }, last('10:00:00', 'x')),
    at('11:00:00'),
    'start 11:00 replacing',
  ],
  [
    'tells of a schedule that it cannot read',
    cronJob({ schedule: 'often' }),
    at('11:00:00'),
    'stop UnparseableSchedule',
  ],
  ['tells of a day that never comes', cronJob({ schedule: '0 0 31 2 *' }), at('11:00:00'), 'stop InvalidSchedule'],
  ['tells of a zone that it does not know', cronJob({ timeZone: 'Mars/Base' }), at('11:00:00'), 'stop UnknownTimeZone'],
  [
    'warns of a zone in the schedule',
    cronJob({ schedule: 'TZ=UTC 0 * * * *' }),
    at('11:00:00'),
    'start 11:00 UnsupportedSchedule',
  ],
  ['tells of very many missed', cronJob({ schedule: '* * * * *' }), at('12:00:00'), 'start 12:00 TooManyMissedTimes'],
  ['knows zones', cronJob({ schedule: '0 13 * * *', timeZone: 'Europe/Berlin' }), at('11:00:00'), 'start 11:00'],
] satisfies [string, CronJob, number, string][]) {
  test(`cronjob ${name}`, () => expect(decided(object, now)).toBe(expected))
}

test('every minute after a long sleep is counted, not walked', () => {
  const object = cronJob({ schedule: '@every 1m' }, { lastScheduleTime: '1990-01-01T00:00:00Z' })
  expect(decided(object, at('11:00:00'))).toBe('start 11:00 TooManyMissedTimes')
  expect(nextCheckMs(object, at('11:00:00'), parseCron('@every 1m'))).toBe(60_100)
})

const job = (name: string, type?: 'Complete' | 'Failed', startTime?: string): Job => ({
  metadata: { name, uid: name, namespace: 'default' },
  spec: { template: { spec: { containers: [] } } },
  status: {
    ...(startTime ? { startTime } : {}),
    ...(type ? { conditions: [{ type, status: 'True' }] } : {}),
    ...(type === 'Complete' ? { completionTime: '2024-08-13T10:30:00Z' } : {}),
  },
})

test('keeps its list of running jobs true', () => {
  const { status, events, changed } = reviewJobs(
    last('10:00:00', 'done', 'gone', 'runs'),
    [job('done', 'Complete'), job('runs'), job('stranger')],
    new Set(['gone']),
  )
  expect(status.active?.map(({ name }) => name)).toEqual(['runs'])
  expect(status.lastSuccessfulTime).toBe('2024-08-13T10:30:00Z')
  expect(events.map(({ reason, message }) => `${reason}: ${message}`)).toEqual([
    'SawCompletedJob: Saw completed job: done, condition: Complete',
    'UnexpectedJob: Saw a job that the controller did not create or forgot: stranger',
    'MissingJob: Active job went missing: gone',
  ])
  expect(changed).toBe(true)
})

test('keeps the newest of its finished jobs', () => {
  const jobs = ['12', '10', '11', '13'].map((hour) => job(`c${hour}`, 'Complete', `2024-08-13T${hour}:00:00Z`))
  const failed = ['11', '10'].map((hour) => job(`f${hour}`, 'Failed', `2024-08-13T${hour}:00:00Z`))
  expect(surplusJobs(cronJob(), [...jobs, ...failed, job('runs')]).map(({ metadata }) => metadata.name)).toEqual([
    'c10',
    'f10',
  ])
})

test('a job carries its time and its owner', () => {
  const { metadata } = jobFor(cronJob({ timeZone: 'America/New_York' }), at('11:00:00'))
  expect(metadata.name).toBe('tick-28725780')
  expect(metadata.annotations).toEqual({
    'batch.kubernetes.io/cronjob-scheduled-timestamp': '2024-08-13T07:00:00-04:00',
  })
  expect(metadata.ownerReferences?.[0]).toMatchObject({ kind: 'CronJob', uid: 'cron', controller: true })
})
