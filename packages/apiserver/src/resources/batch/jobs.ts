/** Jobs on the server: the generated selector, policies of switched-off features, the table. */
import { jobs } from '@elli/api/batch/v1.resources'
import { type Job, JobSpec } from '@elli/api/batch/v1'
import { at } from '@elli/machinery/field'
import { formatLabelSelector } from '@elli/machinery/labels'
import type { Instant } from '@elli/host/clock'
import type { Strategy, StrategyContext } from '../../registry/strategy.ts'
import { collect, type FieldPath, list } from '../checks.ts'
import { dropDisabledTemplateFields } from '../core/pod-disabled-fields.ts'
import { podValidationOptions } from '../core/pod-options.ts'
import { templateWarnings } from '../core/pod-warnings.ts'
import { semanticEqual } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import { hasInvalidSelectorValues } from '../label-selector.validation.ts'
import {
  ageColumn,
  ageOf,
  column,
  containerCells,
  containersColumn,
  humanDuration,
  imagesColumn,
  selectorColumn,
  table,
} from '../printing.ts'
import { podNameWarnings } from '../workload.validation.ts'
import {
  controllerUidLabel,
  jobNameLabel,
  type JobOptions,
  legacyControllerUidLabel,
  legacyJobNameLabel,
  validateJob,
  validateJobStatus,
  validateJobUpdate,
} from './jobs.validation.ts'

function options(context: StrategyContext, old?: Job): JobOptions {
  const base = podValidationOptions(context, old?.spec.template?.spec, old?.spec.template?.metadata)
  const labels = old?.spec.template?.metadata?.labels ?? {}
  return {
    ...base,
    allowInvalidLabelValueInSelector:
      base.allowInvalidLabelValueInSelector || hasInvalidSelectorValues(old?.spec.selector),
    allowMutableSchedulingDirectives: old?.spec.suspend === true && old.status?.startTime === undefined,
    requirePrefixedLabels: old === undefined || (jobNameLabel in labels && controllerUidLabel in labels),
  }
}

export const jobsStrategy: Strategy<Job> = {
  resource: jobs,
  // Clients of batch/v1 have always had to ask for the pods to go too.
  defaultPropagation: 'Orphan',
  prepareForCreate(job, context) {
    if (job.spec.manualSelector !== true) generateSelector(job)
    job.status = {}
    firstGeneration(job)
    dropDisabledFields(job, undefined, context)
  },
  validate: (job, context) => collect((errors) => validateJob(errors, job, options(context))),
  prepareForUpdate(job, old, context) {
    dropDisabledFields(job, old, context)
    if (!semanticEqual(JobSpec, job.spec, old.spec)) nextGeneration(job, old)
  },
  validateUpdate: (job, old, context) =>
    collect((errors) => validateJobUpdate(errors, job, old, options(context, old))),
  warnings(job, old) {
    if (old === undefined) return [...podNameWarnings(job.metadata.name), ...jobWarnings(at('spec'), job.spec)]
    return job.metadata.generation === old.metadata.generation ? [] : jobWarnings(at('spec'), job.spec)
  },
  status: { validateUpdate: (job, old) => collect((errors) => validateJobStatus(errors, job, old)) },
  fieldSelectors: { 'status.successful': (job) => String(job.status?.succeeded ?? 0) },
  table: table<Job>(
    [
      column('Status', 'How the job is doing.'),
      column('Completions', 'How many pods succeeded, of how many wanted.'),
      column('Duration', 'How long the job ran, or has been running.'),
      ageColumn,
      containersColumn,
      imagesColumn,
      selectorColumn,
    ],
    (job, now) => [
      statusText(job),
      completionsText(job),
      durationText(job, now),
      ageOf(job, now),
      ...containerCells(job.spec.template?.spec?.containers),
      formatLabelSelector(job.spec.selector),
    ],
  ),
}

/** The job's uid selects its pods, so no two jobs can ever fight over one. */
function generateSelector(job: Job): void {
  const { name = '', uid = '' } = job.metadata
  const template = (job.spec.template ??= { spec: { containers: [] } })
  const metadata = (template.metadata ??= {})
  metadata.labels = {
    [legacyJobNameLabel]: name,
    [jobNameLabel]: name,
    [legacyControllerUidLabel]: uid,
    [controllerUidLabel]: uid,
    // What the user wrote stays, for validation to complain about.
    ...metadata.labels,
  }
  const selector = (job.spec.selector ??= {})
  selector.matchLabels = { [controllerUidLabel]: uid, ...selector.matchLabels }
}

function dropDisabledFields(job: Job, old: Job | undefined, context: StrategyContext): void {
  const { spec } = job
  const drop = (
    gate: string,
    ...names: ('managedBy' | 'successPolicy' | 'backoffLimitPerIndex' | 'maxFailedIndexes' | 'podReplacementPolicy')[]
  ) => {
    if (context.featureEnabled(gate)) return
    for (const name of names) if (old?.spec[name] === undefined) delete spec[name]
  }
  drop('JobManagedBy', 'managedBy')
  drop('JobSuccessPolicy', 'successPolicy')
  drop('JobBackoffLimitPerIndex', 'backoffLimitPerIndex', 'maxFailedIndexes')
  drop('JobPodReplacementPolicy', 'podReplacementPolicy')
  dropDisabledTemplateFields(context, spec.template, old?.spec.template)
}

export function jobWarnings(path: FieldPath, spec: JobSpec): string[] {
  const found: string[] = []
  if (spec.completionMode === 'Indexed' && (spec.completions ?? 0) > 100_000 && (spec.parallelism ?? 0) > 10_000) {
    found.push(
      `${path}: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail`,
    )
  }
  return [...found, ...templateWarnings(path.child('template'), spec.template)]
}

function statusText(job: Job): string {
  const has = (type: string): boolean =>
    list(job.status?.conditions).find((condition) => condition.type === type)?.status === 'True'
  if (has('Complete')) return 'Complete'
  if (has('Failed')) return 'Failed'
  if (job.metadata.deletionTimestamp !== undefined) return 'Terminating'
  if (has('Suspended')) return 'Suspended'
  return has('FailureTarget') ? 'FailureTarget' : 'Running'
}

function completionsText({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`
  const parallelism = spec.parallelism ?? 0
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`
}

function durationText({ status }: Job, now: Instant): string {
  if (!status?.startTime) return ''
  const end = status.completionTime ? Date.parse(status.completionTime) : now
  return humanDuration(end - Date.parse(status.startTime))
}
