/**
 * Defaults of batch/v1 that are more than a field's own.
 * In: objects of the group. Out: the same with upstream's v1.31 defaults.
 * Elsewhere: what is inside pod templates (../core/v1.defaults.ts).
 */
import { type DefaultRule, defaultRule, type GateLookup } from '../schema/defaults.ts'
import { CronJobSpec, Job } from './v1.ts'

const maxInt32 = 2 ** 31 - 1

function job(j: Job, gates: GateLookup): void {
  const { spec } = j
  // One pod, once, unless the writer says something about how many.
  if (spec.completions === undefined && spec.parallelism === undefined) spec.completions = 1
  spec.parallelism ??= 1
  spec.backoffLimit ??= spec.backoffLimitPerIndex === undefined ? 6 : maxInt32
  const labels = spec.template?.metadata?.labels
  if (labels !== undefined && Object.keys(j.metadata?.labels ?? {}).length === 0) {
    j.metadata = { ...j.metadata, labels: { ...labels } }
  }
  spec.completionMode ??= 'NonIndexed'
  spec.suspend ??= false
  for (const pattern of spec.podFailurePolicy?.rules?.flatMap((rule) => rule.onPodConditions ?? []) ?? []) {
    pattern.status ||= 'True'
  }
  if (gates('JobPodReplacementPolicy')) {
    spec.podReplacementPolicy ??= spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed'
  }
  spec.manualSelector ??= false
}

export const batchV1Defaults: readonly DefaultRule[] = [
  // Not on JobSpec: the template of a CronJob gets its defaults when it becomes a Job.
  defaultRule(Job, job),
  defaultRule(CronJobSpec, (spec) => {
    spec.concurrencyPolicy ||= 'Allow'
    spec.suspend ??= false
    spec.successfulJobsHistoryLimit ??= 3
    spec.failedJobsHistoryLimit ??= 1
  }),
]
