/** Types of batch/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */
import type { JobSpec } from './v1.types.ts'
import type { ObjectReference } from '../core/v1.types.ts'
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Upstream names "Allow", "Forbid", "Replace". */
export type ConcurrencyPolicy = string

/** What jobs made from it are like. */
export interface JobTemplateSpec {
  /** Name, labels and everything else that objects of all kinds have. */
  metadata?: ObjectMeta
  /** What the jobs are like. */
  spec: JobSpec
}

/** Makes jobs by a schedule. */
export interface CronJob {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: CronJobSpec
  /** What is; written by the system. */
  status?: CronJobStatus
}

/** A list of CronJob objects. */
export interface CronJobList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: CronJob[]
}

/** Which jobs are made, and when. */
export interface CronJobSpec {
  /** When to run, in cron's notation. */
  schedule: string
  /** Time zone of the schedule, such as Europe/Berlin; the controller's when absent. */
  timeZone?: string
  /** How many seconds late a run may start. */
  startingDeadlineSeconds?: number
  /** What to do when the last run is not over: Allow, Forbid or Replace. */
  concurrencyPolicy?: ConcurrencyPolicy
  /** Start no more runs; those running go on. Default: false. */
  suspend?: boolean
  /** The job to be made. */
  jobTemplate: JobTemplateSpec
  /** Successful jobs to keep. Default: 3. */
  successfulJobsHistoryLimit?: number
  /** Failed jobs to keep. Default: 1. */
  failedJobsHistoryLimit?: number
}

/** State of a cron job. */
export interface CronJobStatus {
  /** Jobs that are not done. */
  active?: ObjectReference[]
  /** When a run was last due. RFC 3339 time. */
  lastScheduleTime?: string
  /** When a run last succeeded. RFC 3339 time. */
  lastSuccessfulTime?: string
}
