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
export const JobTemplateSpec: MessageSchema<JobTemplateSpec> = pkg.message('JobTemplateSpec', {
  metadata: ref(1, () => ObjectMeta),
  spec: ref(2, () => JobSpec),
})

export type CronJob = T.CronJob
export const CronJob: MessageSchema<CronJob> = pkg.message(
  'CronJob',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => CronJobSpec),
    status: ref(3, () => CronJobStatus),
  },
  { kind: true },
)

export type CronJobList = T.CronJobList
export const CronJobList: MessageSchema<CronJobList> = pkg.message(
  'CronJobList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => CronJob, { required: true }),
  },
  { kind: true },
)

export type CronJobSpec = T.CronJobSpec
export const CronJobSpec: MessageSchema<CronJobSpec> = pkg.message('CronJobSpec', {
  schedule: string(1, { required: true }),
  timeZone: string(8, { pointer: true }),
  startingDeadlineSeconds: int64(2, { pointer: true }),
  concurrencyPolicy: string(3, { enum: ConcurrencyPolicy }),
  suspend: bool(4, { pointer: true }),
  jobTemplate: ref(5, () => JobTemplateSpec, { required: true }),
  successfulJobsHistoryLimit: int32(6, { pointer: true }),
  failedJobsHistoryLimit: int32(7, { pointer: true }),
})

export type CronJobStatus = T.CronJobStatus
export const CronJobStatus: MessageSchema<CronJobStatus> = pkg.message('CronJobStatus', {
  active: list(1, () => ObjectReference, { listType: 'atomic' }),
  lastScheduleTime: time(4, { pointer: true }),
  lastSuccessfulTime: time(5, { pointer: true }),
})
