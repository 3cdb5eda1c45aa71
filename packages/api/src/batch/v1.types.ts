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

export interface Job {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: JobSpec
  status?: JobStatus
}

export interface JobList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: Job[]
}

export interface PodFailurePolicyOnExitCodesRequirement {
  containerName?: string
  operator: PodFailurePolicyOnExitCodesOperator
  values: number[]
}

export interface PodFailurePolicyOnPodConditionsPattern {
  type: PodConditionType
  status: ConditionStatus
}

export interface PodFailurePolicyRule {
  action: PodFailurePolicyAction
  onExitCodes?: PodFailurePolicyOnExitCodesRequirement
  onPodConditions?: PodFailurePolicyOnPodConditionsPattern[]
}

export interface PodFailurePolicy {
  rules: PodFailurePolicyRule[]
}

export interface SuccessPolicy {
  rules: SuccessPolicyRule[]
}

export interface SuccessPolicyRule {
  succeededIndexes?: string
  succeededCount?: number
}

export interface JobSpec {
  parallelism?: number
  completions?: number
  activeDeadlineSeconds?: number
  podFailurePolicy?: PodFailurePolicy
  successPolicy?: SuccessPolicy
  backoffLimit?: number
  backoffLimitPerIndex?: number
  maxFailedIndexes?: number
  selector?: LabelSelector
  manualSelector?: boolean
  template: PodTemplateSpec
  ttlSecondsAfterFinished?: number
  completionMode?: CompletionMode
  suspend?: boolean
  podReplacementPolicy?: PodReplacementPolicy
  managedBy?: string
}

export interface JobStatus {
  conditions?: JobCondition[]
  /** RFC 3339 time. */
  startTime?: string
  /** RFC 3339 time. */
  completionTime?: string
  active?: number
  succeeded?: number
  failed?: number
  terminating?: number
  completedIndexes?: string
  failedIndexes?: string
  uncountedTerminatedPods?: UncountedTerminatedPods
  ready?: number
}

export interface UncountedTerminatedPods {
  succeeded?: UID[]
  failed?: UID[]
}

export interface JobCondition {
  type: JobConditionType
  status: ConditionStatus
  /** RFC 3339 time. */
  lastProbeTime?: string
  /** RFC 3339 time. */
  lastTransitionTime?: string
  reason?: string
  message?: string
}

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
