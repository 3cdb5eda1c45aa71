/** Types of batch/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { UID } from '../apimachinery/types.types.ts'
import type { ConditionStatus, ObjectReference, PodConditionType, PodTemplateSpec } from '../core/v1.types.ts'
import type { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.types.ts'

export type CompletionMode = 'NonIndexed' | 'Indexed'

export type PodFailurePolicyAction = 'FailJob' | 'FailIndex' | 'Ignore' | 'Count'

export type PodFailurePolicyOnExitCodesOperator = 'In' | 'NotIn'

export type PodReplacementPolicy = 'TerminatingOrFailed' | 'Failed'

/** Upstream names "Suspended", "Complete", "Failed", "FailureTarget", "SuccessCriteriaMet". */
export type JobConditionType = string

export type ConcurrencyPolicy = 'Allow' | 'Forbid' | 'Replace'

/** Runs pods until enough of them have succeeded. */
export interface Job {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: JobSpec
  /** What is; written by the system. */
  status?: JobStatus
}

/** A list of Job objects. */
export interface JobList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: Job[]
}

/** A condition on exit codes. */
export interface PodFailurePolicyOnExitCodesRequirement {
  /** Container meant; all when absent. */
  containerName?: string
  /** In or NotIn. */
  operator: PodFailurePolicyOnExitCodesOperator
  /** Exit codes. */
  values: number[]
}

/** A condition of a pod to match. */
export interface PodFailurePolicyOnPodConditionsPattern {
  /** Type of the pod's condition, such as DisruptionTarget. */
  type: PodConditionType
  /** True, False or Unknown. */
  status: ConditionStatus
}

/** What one kind of failure means. */
export interface PodFailurePolicyRule {
  /** What a match means: FailJob, FailIndex, Ignore or Count. */
  action: PodFailurePolicyAction
  /** Condition on exit codes of containers. */
  onExitCodes?: PodFailurePolicyOnExitCodesRequirement
  /** Conditions of the pod; one must match. */
  onPodConditions?: PodFailurePolicyOnPodConditionsPattern[]
}

/** What failures of pods mean for a job. */
export interface PodFailurePolicy {
  /** The rules. */
  rules: PodFailurePolicyRule[]
}

/** When a job is done early. */
export interface SuccessPolicy {
  /** The rules. */
  rules: SuccessPolicyRule[]
}

/** Indexes that must succeed. */
export interface SuccessPolicyRule {
  /** Indexes of which all must succeed, such as 1,3-5. */
  succeededIndexes?: string
  /** How many indexes must succeed. */
  succeededCount?: number
}

/** Which pods a job runs, and until when. */
export interface JobSpec {
  /** Most pods that run at one time. */
  parallelism?: number
  /** Successful pods that are needed. */
  completions?: number
  /** Seconds after which the job counts as failed. */
  activeDeadlineSeconds?: number
  /** What a failed pod means; the first rule that matches decides. */
  podFailurePolicy?: PodFailurePolicy
  /** When the job counts as done although not all indexes are. */
  successPolicy?: SuccessPolicy
  /** Retries until the job counts as failed. Default: 6. */
  backoffLimit?: number
  /** Retries for each index. */
  backoffLimitPerIndex?: number
  /** Failed indexes until the job counts as failed. */
  maxFailedIndexes?: number
  /** Labels of its pods; made by the server. */
  selector?: LabelSelector
  /** Selector and labels are the writer's own. Default: false. */
  manualSelector?: boolean
  /** The pods to be made. */
  template: PodTemplateSpec
  /** Seconds after the end until the job is deleted; never when absent. */
  ttlSecondsAfterFinished?: number
  /** NonIndexed, or Indexed to give each pod a number. */
  completionMode?: CompletionMode
  /** Start nothing for now. Default: false. */
  suspend?: boolean
  /** When a lost pod is replaced: TerminatingOrFailed, or Failed only once it is gone. */
  podReplacementPolicy?: PodReplacementPolicy
  /** Controller that handles the job; the built-in one when absent. */
  managedBy?: string
}

/** State of a job. */
export interface JobStatus {
  /** Latest observations, one for each type. */
  conditions?: JobCondition[]
  /** When the job began; anew after a suspension. RFC 3339 time. */
  startTime?: string
  /** When the job was completed. RFC 3339 time. */
  completionTime?: string
  /** Pods that are not done. */
  active?: number
  /** Pods that succeeded. */
  succeeded?: number
  /** Pods that failed. */
  failed?: number
  /** Pods on their way out. */
  terminating?: number
  /** Indexes that are done, such as 1,3-5. */
  completedIndexes?: string
  /** Indexes that have failed, such as 1,3-5. */
  failedIndexes?: string
  /** Pods that have ended but are not in the counters yet. */
  uncountedTerminatedPods?: UncountedTerminatedPods
  /** Pods that are ready. */
  ready?: number
}

/** Pods that have ended but are not counted yet. */
export interface UncountedTerminatedPods {
  /** Uids of pods that succeeded. */
  succeeded?: UID[]
  /** Uids of pods that failed. */
  failed?: UID[]
}

/** One observation about a job. */
export interface JobCondition {
  /** What is observed, such as Complete, Failed, Suspended, FailureTarget or SuccessCriteriaMet. */
  type: JobConditionType
  /** True, False or Unknown. */
  status: ConditionStatus
  /** When it was last looked at. RFC 3339 time. */
  lastProbeTime?: string
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

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
