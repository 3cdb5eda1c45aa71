/** CronJobs on the server. */
import { cronjobs } from '@elli/api/batch/v1.resources'
import { type CronJob, CronJobSpec } from '@elli/api/batch/v1'
import { at, invalid, notSupported, required } from '@elli/machinery/field'
import { formatLabelSelector } from '@elli/machinery/labels'
import type { Strategy, StrategyContext } from '../../registry/strategy.ts'
import { collect, type Errors, type FieldPath, list, nonNegative, oneOf } from '../checks.ts'
import { dropDisabledTemplateFields } from '../core/pod-disabled-fields.ts'
import { podValidationOptions } from '../core/pod-options.ts'
import { semanticEqual } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import {
  ageColumn,
  ageOf,
  boolean,
  boolText,
  column,
  containerCells,
  containersColumn,
  imagesColumn,
  integer,
  selectorColumn,
  since,
  table,
} from '../printing.ts'
import { podNameWarnings } from '../workload.validation.ts'
import { isTimeZone, scheduleProblem } from './cron-schedule.ts'
import { jobWarnings } from './jobs.ts'
import { validateJobSpec } from './jobs.validation.ts'

const spec = at('spec')
const templateSpec = spec.child('jobTemplate', 'spec')

/** Eleven characters are kept for what the names of the jobs end in. */
const maxNameLength = 52

export const cronjobsStrategy: Strategy<CronJob> = {
  resource: cronjobs,
  prepareForCreate(cronJob, context) {
    cronJob.status = {}
    firstGeneration(cronJob)
    dropDisabledTemplateFields(context, cronJob.spec.jobTemplate?.spec?.template)
  },
  validate: (cronJob, context) =>
    collect((errors) => {
      validateSpec(errors, cronJob, undefined, context)
      const name = cronJob.metadata.name ?? ''
      if (name.length > maxNameLength) {
        errors.push(invalid(at('metadata', 'name'), name, `must be no more than ${maxNameLength} characters`))
      }
    }),
  prepareForUpdate(cronJob, old, context) {
    dropDisabledTemplateFields(context, cronJob.spec.jobTemplate?.spec?.template, old.spec.jobTemplate?.spec?.template)
    if (!semanticEqual(CronJobSpec, cronJob.spec, old.spec)) nextGeneration(cronJob, old)
  },
  validateUpdate: (cronJob, old, context) => collect((errors) => validateSpec(errors, cronJob, old, context)),
  warnings(cronJob, old) {
    const warnings = jobWarnings(templateSpec, cronJob.spec.jobTemplate.spec)
    if (old === undefined) return [...podNameWarnings(cronJob.metadata.name), ...warnings]
    return [
      ...(cronJob.metadata.generation === old.metadata.generation ? [] : warnings),
      ...(cronJob.spec.schedule.includes('TZ')
        ? [
            'cannot use TZ or CRON_TZ in spec.spec.schedule, use timeZone instead, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details',
          ]
        : []),
    ]
  },
  status: {},
  table: table<CronJob>(
    [
      column('Schedule', 'When jobs start.'),
      column('Timezone', 'Time zone of the schedule.'),
      column('Suspend', 'Whether no jobs are started at present.', boolean),
      column('Active', 'How many jobs run.', integer),
      column('Last Schedule', 'Time since a job was last started.'),
      ageColumn,
      containersColumn,
      imagesColumn,
      selectorColumn,
    ],
    (cronJob, now) => {
      const job = cronJob.spec.jobTemplate?.spec
      const last = cronJob.status?.lastScheduleTime
      return [
        cronJob.spec.schedule,
        cronJob.spec.timeZone ?? '<none>',
        boolText(cronJob.spec.suspend),
        list(cronJob.status?.active).length,
        last === undefined ? '<none>' : since(last, now),
        ageOf(cronJob, now),
        ...containerCells(job?.template?.spec?.containers),
        formatLabelSelector(job?.selector),
      ]
    },
  ),
}

function validateSpec(errors: Errors, cronJob: CronJob, old: CronJob | undefined, context: StrategyContext): void {
  const { schedule, timeZone, concurrencyPolicy, jobTemplate } = cronJob.spec
  if (!schedule) errors.push(required(spec.child('schedule'), ''))
  else validateSchedule(errors, spec.child('schedule'), cronJob, old?.spec.schedule.includes('TZ') === true)
  nonNegative(errors, spec.child('startingDeadlineSeconds'), cronJob.spec.startingDeadlineSeconds)
  if (old === undefined || old.spec.timeZone !== timeZone) validateTimeZone(errors, spec.child('timeZone'), timeZone)
  if (!concurrencyPolicy) errors.push(required(spec.child('concurrencyPolicy'), ''))
  else oneOf(errors, spec.child('concurrencyPolicy'), concurrencyPolicy, ['Allow', 'Forbid', 'Replace'])
  const oldTemplate = old?.spec.jobTemplate?.spec?.template
  const options = podValidationOptions(context, oldTemplate?.spec, oldTemplate?.metadata)
  validateJobSpec(errors, templateSpec, jobTemplate.spec, options)
  if (jobTemplate.spec.selector !== undefined) {
    const detail = '`selector` will be auto-generated'
    errors.push(invalid(templateSpec.child('selector'), jobTemplate.spec.selector, detail))
  }
  if (jobTemplate.spec.manualSelector === true) {
    errors.push(notSupported(templateSpec.child('manualSelector'), true, ['nil', 'false']))
  }
  nonNegative(errors, spec.child('successfulJobsHistoryLimit'), cronJob.spec.successfulJobsHistoryLimit)
  nonNegative(errors, spec.child('failedJobsHistoryLimit'), cronJob.spec.failedJobsHistoryLimit)
}

function validateSchedule(errors: Errors, path: FieldPath, cronJob: CronJob, allowZone: boolean): void {
  const { schedule, timeZone } = cronJob.spec
  const problem = scheduleProblem(schedule)
  if (problem !== undefined) errors.push(invalid(path, schedule, problem))
  if (!schedule.includes('TZ')) return
  if (!allowZone) {
    const detail = 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'
    errors.push(invalid(path, schedule, detail))
  } else if (timeZone !== undefined) {
    errors.push(invalid(path, schedule, 'cannot use both timeZone field and TZ or CRON_TZ in schedule'))
  }
}

function validateTimeZone(errors: Errors, path: FieldPath, zone: string | undefined): void {
  if (zone === undefined) return
  if (zone === '') {
    errors.push(invalid(path, zone, 'timeZone must be nil or non-empty string'))
    return
  }
  const sound = zone
    .split('/')
    .every((part) => part !== '.' && part !== '..' && !part.startsWith('-') && /^[A-Za-z.\-_0-9+]{1,14}$/.test(part))
  if (!sound) {
    errors.push(invalid(path, zone, `unknown time zone ${zone}`))
    return
  }
  if (zone.toLowerCase() === 'local') {
    const detail = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones'
    errors.push(invalid(path, zone, detail))
  }
  // Local is a zone to Go, so the complaint above is the only one about it.
  if (zone !== 'Local' && !isTimeZone(zone)) errors.push(invalid(path, zone, `unknown time zone ${zone}`))
}
