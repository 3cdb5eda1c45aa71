/**
 * batch/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { UID } from '../apimachinery/types.ts'
import { ConditionStatus, ObjectReference, PodConditionType, PodTemplateSpec } from '../core/v1.ts'
import { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.ts'
import {
  apiPackage,
  type MessageSchema,
  bool,
  int32,
  int64,
  list,
  ref,
  string,
  stringOf,
  time,
} from '../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({ path: 'batch/v1', group: 'batch', version: 'v1', goPackage: 'k8s.io/api/batch/v1' })
export const packageInfo = pkg.package

export const CompletionMode = pkg.enumeration('CompletionMode', ['NonIndexed', 'Indexed'])
export type CompletionMode = T.CompletionMode

export const PodFailurePolicyAction = pkg.enumeration('PodFailurePolicyAction', [
  'FailJob',
  'FailIndex',
  'Ignore',
  'Count',
])
export type PodFailurePolicyAction = T.PodFailurePolicyAction

export const PodFailurePolicyOnExitCodesOperator = pkg.enumeration('PodFailurePolicyOnExitCodesOperator', [
  'In',
  'NotIn',
])
export type PodFailurePolicyOnExitCodesOperator = T.PodFailurePolicyOnExitCodesOperator

export const PodReplacementPolicy = pkg.enumeration('PodReplacementPolicy', ['TerminatingOrFailed', 'Failed'])
export type PodReplacementPolicy = T.PodReplacementPolicy

export const JobConditionType = pkg.enumeration(
  'JobConditionType',
  ['Suspended', 'Complete', 'Failed', 'FailureTarget', 'SuccessCriteriaMet'],
  { open: true },
)
export type JobConditionType = T.JobConditionType

export const ConcurrencyPolicy = pkg.enumeration('ConcurrencyPolicy', ['Allow', 'Forbid', 'Replace'])
export type ConcurrencyPolicy = T.ConcurrencyPolicy

export type Job = T.Job
export const Job: MessageSchema<Job> = pkg.message(
  'Job',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => JobSpec),
    status: ref(3, () => JobStatus),
  },
  { kind: true },
)

export type JobList = T.JobList
export const JobList: MessageSchema<JobList> = pkg.message(
  'JobList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => Job, { required: true }),
  },
  { kind: true },
)

export type PodFailurePolicyOnExitCodesRequirement = T.PodFailurePolicyOnExitCodesRequirement
export const PodFailurePolicyOnExitCodesRequirement: MessageSchema<PodFailurePolicyOnExitCodesRequirement> =
  pkg.message('PodFailurePolicyOnExitCodesRequirement', {
    containerName: string(1, { pointer: true }),
    operator: string(2, { required: true, enum: PodFailurePolicyOnExitCodesOperator }),
    values: list(3, 'int32', { required: true, listType: 'set' }),
  })

export type PodFailurePolicyOnPodConditionsPattern = T.PodFailurePolicyOnPodConditionsPattern
export const PodFailurePolicyOnPodConditionsPattern: MessageSchema<PodFailurePolicyOnPodConditionsPattern> =
  pkg.message('PodFailurePolicyOnPodConditionsPattern', {
    type: string(1, { required: true, enum: PodConditionType }),
    status: string(2, { required: true, enum: ConditionStatus }),
  })

export type PodFailurePolicyRule = T.PodFailurePolicyRule
export const PodFailurePolicyRule: MessageSchema<PodFailurePolicyRule> = pkg.message('PodFailurePolicyRule', {
  action: string(1, { required: true, enum: PodFailurePolicyAction }),
  onExitCodes: ref(2, () => PodFailurePolicyOnExitCodesRequirement, { pointer: true }),
  onPodConditions: list(3, () => PodFailurePolicyOnPodConditionsPattern, { listType: 'atomic' }),
})

export type PodFailurePolicy = T.PodFailurePolicy
export const PodFailurePolicy: MessageSchema<PodFailurePolicy> = pkg.message('PodFailurePolicy', {
  rules: list(1, () => PodFailurePolicyRule, { required: true, listType: 'atomic' }),
})

export type SuccessPolicy = T.SuccessPolicy
export const SuccessPolicy: MessageSchema<SuccessPolicy> = pkg.message('SuccessPolicy', {
  rules: list(1, () => SuccessPolicyRule, { required: true, listType: 'atomic' }),
})

export type SuccessPolicyRule = T.SuccessPolicyRule
export const SuccessPolicyRule: MessageSchema<SuccessPolicyRule> = pkg.message('SuccessPolicyRule', {
  succeededIndexes: string(1, { pointer: true }),
  succeededCount: int32(2, { pointer: true }),
})

export type JobSpec = T.JobSpec
export const JobSpec: MessageSchema<JobSpec> = pkg.message('JobSpec', {
  parallelism: int32(1, { pointer: true }),
  completions: int32(2, { pointer: true }),
  activeDeadlineSeconds: int64(3, { pointer: true }),
  podFailurePolicy: ref(11, () => PodFailurePolicy, { pointer: true }),
  successPolicy: ref(16, () => SuccessPolicy, { pointer: true }),
  backoffLimit: int32(7, { pointer: true }),
  backoffLimitPerIndex: int32(12, { pointer: true }),
  maxFailedIndexes: int32(13, { pointer: true }),
  selector: ref(4, () => LabelSelector, { pointer: true }),
  manualSelector: bool(5, { pointer: true }),
  template: ref(6, () => PodTemplateSpec, { required: true }),
  ttlSecondsAfterFinished: int32(8, { pointer: true }),
  completionMode: string(9, { pointer: true, enum: CompletionMode }),
  suspend: bool(10, { pointer: true }),
  podReplacementPolicy: string(14, { pointer: true, enum: PodReplacementPolicy }),
  managedBy: string(15, { pointer: true }),
})

export type JobStatus = T.JobStatus
export const JobStatus: MessageSchema<JobStatus> = pkg.message('JobStatus', {
  conditions: list(1, () => JobCondition, { listType: 'atomic', patchStrategy: ['merge'], patchMergeKey: 'type' }),
  startTime: time(2, { pointer: true }),
  completionTime: time(3, { pointer: true }),
  active: int32(4),
  succeeded: int32(5),
  failed: int32(6),
  terminating: int32(11, { pointer: true }),
  completedIndexes: string(7),
  failedIndexes: string(10, { pointer: true }),
  uncountedTerminatedPods: ref(8, () => UncountedTerminatedPods, { pointer: true }),
  ready: int32(9, { pointer: true }),
})

export type UncountedTerminatedPods = T.UncountedTerminatedPods
export const UncountedTerminatedPods: MessageSchema<UncountedTerminatedPods> = pkg.message('UncountedTerminatedPods', {
  succeeded: list(1, stringOf(UID), { listType: 'set' }),
  failed: list(2, stringOf(UID), { listType: 'set' }),
})

export type JobCondition = T.JobCondition
export const JobCondition: MessageSchema<JobCondition> = pkg.message('JobCondition', {
  type: string(1, { required: true, enum: JobConditionType }),
  status: string(2, { required: true, enum: ConditionStatus }),
  lastProbeTime: time(3),
  lastTransitionTime: time(4),
  reason: string(5),
  message: string(6),
})

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
