import type { CronJob, Job, JobSpec } from '@elli/api/batch/v1'
import { cronjobs, jobs } from '@elli/api/batch/v1.resources'
import { expect, test } from 'vitest'
import { cells, ago, context, createErrors, defaulted, template, updateErrors } from '../examples.ts'
import { cronjobsStrategy } from './cronjobs.ts'
import { jobsStrategy } from './jobs.ts'
import { countIndexes } from './job-indexes.ts'
import { scheduleProblem } from './cron-schedule.ts'

const once = template({ restartPolicy: 'Never' })

const job = (spec: Partial<JobSpec> = {}): Job =>
  defaulted(jobs, {
    metadata: { name: 'sum', namespace: 'default', uid: 'u1', creationTimestamp: ago(60) },
    spec: { template: structuredClone(once), ...spec },
  })

test('a job selects its pods by its uid', () => {
  const one = job()
  jobsStrategy.prepareForCreate?.(one, context())
  expect(one.spec.selector).toEqual({ matchLabels: { 'batch.kubernetes.io/controller-uid': 'u1' } })
  expect(one.spec.template.metadata?.labels).toEqual({
    app: 'web',
    'batch.kubernetes.io/controller-uid': 'u1',
    'batch.kubernetes.io/job-name': 'sum',
    'controller-uid': 'u1',
    'job-name': 'sum',
  })
})

test.each<[what: string, spec: Partial<JobSpec>, errors: string[]]>([
  ['nothing odd', {}, []],
  [
    'pods that never end',
    { template: template({ restartPolicy: 'Always' }) },
    ['spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"'],
  ],
  [
    'negative numbers',
    { parallelism: -1, backoffLimit: -2 },
    [
      'spec.parallelism: Invalid value: -1: must be greater than or equal to 0',
      'spec.backoffLimit: Invalid value: -2: must be greater than or equal to 0',
    ],
  ],
  [
    'indexes without completions',
    { completionMode: 'Indexed', parallelism: 2 },
    ['spec.completions: Required value: when completion mode is Indexed'],
  ],
  [
    'a limit for indexes it does not have',
    { backoffLimitPerIndex: 1 },
    ['spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode'],
  ],
])('a job with %s', (_what, spec, errors) => {
  expect(createErrors(jobsStrategy, job(spec))).toEqual(errors)
})

test('completions stay, unless a job with indexes grows with its parallelism', () => {
  const prepared = (spec: Partial<JobSpec>): Job => {
    const one = job(spec)
    jobsStrategy.prepareForCreate?.(one, context())
    return one
  }
  const [error] = updateErrors(jobsStrategy, prepared({ completions: 3 }), prepared({ completions: 2 }))
  expect(error).toBe('spec.completions: Invalid value: 3: field is immutable')
  const indexed = (count: number): Job =>
    prepared({ completionMode: 'Indexed', completions: count, parallelism: count })
  expect(updateErrors(jobsStrategy, indexed(3), indexed(2))).toEqual([])
})

const cronJob = (spec: Partial<CronJob['spec']>): CronJob =>
  defaulted(cronjobs, {
    metadata: { name: 'tick', namespace: 'default' },
    spec: { schedule: '* * * * *', jobTemplate: { spec: { template: structuredClone(once) } }, ...spec },
  })

test.each<[what: string, spec: Partial<CronJob['spec']>, errors: string[]]>([
  ['nothing odd', {}, []],
  ['no schedule', { schedule: '' }, ['spec.schedule: Required value']],
  [
    'a short schedule',
    { schedule: '* *' },
    ['spec.schedule: Invalid value: "* *": expected exactly 5 fields, found 2: [* *]'],
  ],
  [
    'a zone inside the schedule',
    { schedule: 'TZ=UTC * * * * *' },
    [
      'spec.schedule: Invalid value: "TZ=UTC * * * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
    ],
  ],
  [
    'an unknown zone',
    { timeZone: 'Mars/Base' },
    ['spec.timeZone: Invalid value: "Mars/Base": unknown time zone Mars/Base'],
  ],
  [
    'an unknown policy',
    { concurrencyPolicy: 'Maybe' as 'Allow' },
    ['spec.concurrencyPolicy: Unsupported value: "Maybe": supported values: "Allow", "Forbid", "Replace"'],
  ],
])('a cron job with %s', (_what, spec, errors) => {
  expect(createErrors(cronjobsStrategy, cronJob(spec))).toEqual(errors)
})

test.each([
  ['0 0 1 1 *', undefined],
  ['@daily', undefined],
  ['*/5 0-6 * JAN MON-FRI', undefined],
  ['60 * * * *', 'end of range (60) above maximum (59): 60'],
  ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
  ['*/0 * * * *', 'step of range should be a positive number: */0'],
])('schedule %s', (schedule, problem) => {
  expect(scheduleProblem(schedule)).toBe(problem)
})

test.each([
  ['', 0],
  ['0,2-4', 4],
  ['7', 1],
])('indexes %j are %d', (text, count) => {
  expect(countIndexes(text, 10)).toBe(count)
})

test('rows as kubectl shows them', () => {
  const one: Job = {
    ...job({ completions: 3 }),
    status: { succeeded: 1, startTime: ago(50), conditions: [] },
  }
  expect(cells(jobsStrategy, one).slice(0, 5)).toEqual(['sum', 'Running', '1/3', '50s', '60s'])
  const done: Job = {
    ...one,
    status: {
      succeeded: 3,
      startTime: ago(50),
      completionTime: ago(20),
      conditions: [{ type: 'Complete', status: 'True' }],
    },
  }
  expect(cells(jobsStrategy, done).slice(0, 5)).toEqual(['sum', 'Complete', '3/3', '30s', '60s'])
})
