/** Types of batch/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */
import type { JobSpec } from './v1.types.ts'
import type { ObjectReference } from '../core/v1.types.ts'
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Upstream names "Allow", "Forbid", "Replace". */
export type ConcurrencyPolicy = string

export interface JobTemplateSpec {
  metadata?: ObjectMeta
  spec: JobSpec
}

export interface CronJob {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: CronJobSpec
  status?: CronJobStatus
}

export interface CronJobList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: CronJob[]
}

export interface CronJobSpec {
  schedule: string
  timeZone?: string
  startingDeadlineSeconds?: number
  concurrencyPolicy?: ConcurrencyPolicy
  suspend?: boolean
  jobTemplate: JobTemplateSpec
  successfulJobsHistoryLimit?: number
  failedJobsHistoryLimit?: number
}

export interface CronJobStatus {
  active?: ObjectReference[]
  /** RFC 3339 time. */
  lastScheduleTime?: string
  /** RFC 3339 time. */
  lastSuccessfulTime?: string
}
