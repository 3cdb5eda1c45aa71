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
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => JobSpec, { description: 'What is wanted.' }),
    status: ref(3, () => JobStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'Runs pods until enough of them have succeeded.' },
)

export type JobList = T.JobList
export const JobList: MessageSchema<JobList> = pkg.message(
  'JobList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => Job, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of Job objects.' },
)

export type PodFailurePolicyOnExitCodesRequirement = T.PodFailurePolicyOnExitCodesRequirement
export const PodFailurePolicyOnExitCodesRequirement: MessageSchema<PodFailurePolicyOnExitCodesRequirement> =
  pkg.message(
    'PodFailurePolicyOnExitCodesRequirement',
    {
      containerName: string(1, { pointer: true, description: 'Container meant; all when absent.' }),
      operator: string(2, { required: true, enum: PodFailurePolicyOnExitCodesOperator, description: 'In or NotIn.' }),
      values: list(3, 'int32', { required: true, listType: 'set', description: 'Exit codes.' }),
    },
    { description: 'A condition on exit codes.' },
  )

export type PodFailurePolicyOnPodConditionsPattern = T.PodFailurePolicyOnPodConditionsPattern
export const PodFailurePolicyOnPodConditionsPattern: MessageSchema<PodFailurePolicyOnPodConditionsPattern> =
  pkg.message(
    'PodFailurePolicyOnPodConditionsPattern',
    {
      type: string(1, {
        required: true,
        enum: PodConditionType,
        description: "Type of the pod's condition, such as DisruptionTarget.",
      }),
      status: string(2, { required: true, enum: ConditionStatus, description: 'True, False or Unknown.' }),
    },
    { description: 'A condition of a pod to match.' },
  )

export type PodFailurePolicyRule = T.PodFailurePolicyRule
export const PodFailurePolicyRule: MessageSchema<PodFailurePolicyRule> = pkg.message(
  'PodFailurePolicyRule',
  {
    action: string(1, {
      required: true,
      enum: PodFailurePolicyAction,
      description: 'What a match means: FailJob, FailIndex, Ignore or Count.',
    }),
    onExitCodes: ref(2, () => PodFailurePolicyOnExitCodesRequirement, {
      pointer: true,
      description: 'Condition on exit codes of containers.',
    }),
    onPodConditions: list(3, () => PodFailurePolicyOnPodConditionsPattern, {
      listType: 'atomic',
      description: 'Conditions of the pod; one must match.',
    }),
  },
  { description: 'What one kind of failure means.' },
)

export type PodFailurePolicy = T.PodFailurePolicy
export const PodFailurePolicy: MessageSchema<PodFailurePolicy> = pkg.message(
  'PodFailurePolicy',
  {
    rules: list(1, () => PodFailurePolicyRule, { required: true, listType: 'atomic', description: 'The rules.' }),
  },
  { description: 'What failures of pods mean for a job.' },
)

export type SuccessPolicy = T.SuccessPolicy
export const SuccessPolicy: MessageSchema<SuccessPolicy> = pkg.message(
  'SuccessPolicy',
  {
    rules: list(1, () => SuccessPolicyRule, { required: true, listType: 'atomic', description: 'The rules.' }),
  },
  { description: 'When a job is done early.' },
)

export type SuccessPolicyRule = T.SuccessPolicyRule
export const SuccessPolicyRule: MessageSchema<SuccessPolicyRule> = pkg.message(
  'SuccessPolicyRule',
  {
    succeededIndexes: string(1, { pointer: true, description: 'Indexes of which all must succeed, such as 1,3-5.' }),
    succeededCount: int32(2, { pointer: true, description: 'How many indexes must succeed.' }),
  },
  { description: 'Indexes that must succeed.' },
)

export type JobSpec = T.JobSpec
export const JobSpec: MessageSchema<JobSpec> = pkg.message(
  'JobSpec',
  {
    parallelism: int32(1, { pointer: true, description: 'Most pods that run at one time.' }),
    completions: int32(2, { pointer: true, description: 'Successful pods that are needed.' }),
    activeDeadlineSeconds: int64(3, { pointer: true, description: 'Seconds after which the job counts as failed.' }),
    podFailurePolicy: ref(11, () => PodFailurePolicy, {
      pointer: true,
      description: 'What a failed pod means; the first rule that matches decides.',
    }),
    successPolicy: ref(16, () => SuccessPolicy, {
      pointer: true,
      description: 'When the job counts as done although not all indexes are.',
    }),
    backoffLimit: int32(7, { pointer: true, description: 'Retries until the job counts as failed. Default: 6.' }),
    backoffLimitPerIndex: int32(12, { pointer: true, description: 'Retries for each index.' }),
    maxFailedIndexes: int32(13, { pointer: true, description: 'Failed indexes until the job counts as failed.' }),
    selector: ref(4, () => LabelSelector, { pointer: true, description: 'Labels of its pods; made by the server.' }),
    manualSelector: bool(5, {
      pointer: true,
      description: "Selector and labels are the writer's own. Default: false.",
    }),
    template: ref(6, () => PodTemplateSpec, { required: true, description: 'The pods to be made.' }),
    ttlSecondsAfterFinished: int32(8, {
      pointer: true,
      description: 'Seconds after the end until the job is deleted; never when absent.',
    }),
    completionMode: string(9, {
      pointer: true,
      enum: CompletionMode,
      description: 'NonIndexed, or Indexed to give each pod a number.',
    }),
    suspend: bool(10, { pointer: true, description: 'Start nothing for now. Default: false.' }),
    podReplacementPolicy: string(14, {
      pointer: true,
      enum: PodReplacementPolicy,
      description: 'When a lost pod is replaced: TerminatingOrFailed, or Failed only once it is gone.',
    }),
    managedBy: string(15, {
      pointer: true,
      description: 'Controller that handles the job; the built-in one when absent.',
    }),
  },
  { description: 'Which pods a job runs, and until when.' },
)

export type JobStatus = T.JobStatus
export const JobStatus: MessageSchema<JobStatus> = pkg.message(
  'JobStatus',
  {
    conditions: list(1, () => JobCondition, {
      listType: 'atomic',
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Latest observations, one for each type.',
    }),
    startTime: time(2, { pointer: true, description: 'When the job began; anew after a suspension.' }),
    completionTime: time(3, { pointer: true, description: 'When the job was completed.' }),
    active: int32(4, { description: 'Pods that are not done.' }),
    succeeded: int32(5, { description: 'Pods that succeeded.' }),
    failed: int32(6, { description: 'Pods that failed.' }),
    terminating: int32(11, { pointer: true, description: 'Pods on their way out.' }),
    completedIndexes: string(7, { description: 'Indexes that are done, such as 1,3-5.' }),
    failedIndexes: string(10, { pointer: true, description: 'Indexes that have failed, such as 1,3-5.' }),
    uncountedTerminatedPods: ref(8, () => UncountedTerminatedPods, {
      pointer: true,
      description: 'Pods that have ended but are not in the counters yet.',
    }),
    ready: int32(9, { pointer: true, description: 'Pods that are ready.' }),
  },
  { description: 'State of a job.' },
)

export type UncountedTerminatedPods = T.UncountedTerminatedPods
export const UncountedTerminatedPods: MessageSchema<UncountedTerminatedPods> = pkg.message(
  'UncountedTerminatedPods',
  {
    succeeded: list(1, stringOf(UID), { listType: 'set', description: 'Uids of pods that succeeded.' }),
    failed: list(2, stringOf(UID), { listType: 'set', description: 'Uids of pods that failed.' }),
  },
  { description: 'Pods that have ended but are not counted yet.' },
)

export type JobCondition = T.JobCondition
export const JobCondition: MessageSchema<JobCondition> = pkg.message(
  'JobCondition',
  {
    type: string(1, {
      required: true,
      enum: JobConditionType,
      description: 'What is observed, such as Complete, Failed, Suspended, FailureTarget or SuccessCriteriaMet.',
    }),
    status: string(2, { required: true, enum: ConditionStatus, description: 'True, False or Unknown.' }),
    lastProbeTime: time(3, { description: 'When it was last looked at.' }),
    lastTransitionTime: time(4, { description: 'When the status last changed.' }),
    reason: string(5, { description: 'One CamelCase word for programs.' }),
    message: string(6, { description: 'Explanation for people.' }),
  },
  { description: 'One observation about a job.' },
)

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
  { kind: true, description: 'Makes jobs by a schedule.' },
)

export type CronJobList = T.CronJobList
export const CronJobList: MessageSchema<CronJobList> = pkg.message(
  'CronJobList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => CronJob, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of CronJob objects.' },
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
