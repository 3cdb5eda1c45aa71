/**
 * batch/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ObjectReference } from '../core/v1.ts'
import { ListMeta, ObjectMeta } from '../meta/v1.ts'
import { JobSpec } from './v1.ts'
import { apiPackage, type MessageSchema, bool, int32, int64, list, ref, string, time } from '../schema/schema.ts'
import type * as T from './v1beta1.types.ts'

const pkg = apiPackage({
  path: 'batch/v1beta1',
  group: 'batch',
  version: 'v1beta1',
  goPackage: 'k8s.io/api/batch/v1beta1',
})
export const packageInfo = pkg.package

export const ConcurrencyPolicy = pkg.enumeration('ConcurrencyPolicy', ['Allow', 'Forbid', 'Replace'], { open: true })
export type ConcurrencyPolicy = T.ConcurrencyPolicy

export type JobTemplateSpec = T.JobTemplateSpec
export const JobTemplateSpec: MessageSchema<JobTemplateSpec> = pkg.message(
  'JobTemplateSpec',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => JobSpec, { description: 'What the jobs are like.' }),
  },
  { description: 'What jobs made from it are like.' },
)

export type CronJob = T.CronJob
export const CronJob: MessageSchema<CronJob> = pkg.message(
  'CronJob',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => CronJobSpec, { description: 'What is wanted.' }),
    status: ref(3, () => CronJobStatus, { description: 'What is; written by the system.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.8',
      deprecated: '1.21',
      removed: '1.25',
      replacement: { group: 'batch', version: 'v1', kind: 'CronJob' },
    },
    description: 'Makes jobs by a schedule.',
  },
)

export type CronJobList = T.CronJobList
export const CronJobList: MessageSchema<CronJobList> = pkg.message(
  'CronJobList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => CronJob, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.8',
      deprecated: '1.21',
      removed: '1.25',
      replacement: { group: 'batch', version: 'v1', kind: 'CronJobList' },
    },
    description: 'A list of CronJob objects.',
  },
)

export type CronJobSpec = T.CronJobSpec
export const CronJobSpec: MessageSchema<CronJobSpec> = pkg.message(
  'CronJobSpec',
  {
    schedule: string(1, { required: true, description: "When to run, in cron's notation." }),
    timeZone: string(8, {
      pointer: true,
      description: "Time zone of the schedule, such as Europe/Berlin; the controller's when absent.",
    }),
    startingDeadlineSeconds: int64(2, { pointer: true, description: 'How many seconds late a run may start.' }),
    concurrencyPolicy: string(3, {
      enum: ConcurrencyPolicy,
      description: 'What to do when the last run is not over: Allow, Forbid or Replace.',
    }),
    suspend: bool(4, { pointer: true, description: 'Start no more runs; those running go on. Default: false.' }),
    jobTemplate: ref(5, () => JobTemplateSpec, { required: true, description: 'The job to be made.' }),
    successfulJobsHistoryLimit: int32(6, { pointer: true, description: 'Successful jobs to keep. Default: 3.' }),
    failedJobsHistoryLimit: int32(7, { pointer: true, description: 'Failed jobs to keep. Default: 1.' }),
  },
  { description: 'Which jobs are made, and when.' },
)

export type CronJobStatus = T.CronJobStatus
export const CronJobStatus: MessageSchema<CronJobStatus> = pkg.message(
  'CronJobStatus',
  {
    active: list(1, () => ObjectReference, { listType: 'atomic', description: 'Jobs that are not done.' }),
    lastScheduleTime: time(4, { pointer: true, description: 'When a run was last due.' }),
    lastSuccessfulTime: time(5, { pointer: true, description: 'When a run last succeeded.' }),
  },
  { description: 'State of a cron job.' },
)
