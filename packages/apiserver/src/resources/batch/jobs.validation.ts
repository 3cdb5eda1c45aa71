/**
 * Jobs, also inside CronJobs: counts, completion modes, failure and success policies, what may change.
 * In: a Job whose selector was generated, and the stored one. Out: field errors in upstream's order.
 */
import { goIntegers, goLabels } from '../go-structs.ts'
import * as batch from '@elli/api/batch/v1'
import { PodTemplateSpec } from '@elli/api/core/v1'
import {
  at,
  duplicate,
  invalid,
  notSupported,
  omitValue,
  required,
  tooLong,
  tooLongMaxLength,
  tooMany,
} from '@elli/machinery/field'
import { goQuote } from '@elli/machinery/go-quote'
import { deepCopy } from '@elli/machinery/json'
import { checkDns1123Label, validateDomainPrefixedPath } from '@elli/machinery/names'
import { type Errors, type FieldPath, immutable, list, nonNegative, oneOf, qualifiedName } from '../checks.ts'
import type { PodValidationOptions } from '../core/pod-options.ts'
import { validatePodTemplate } from '../core/pod-template.validation.ts'
import { semanticEqual } from '../equality.ts'
import { sameSelector, validateLabelSelector } from '../label-selector.validation.ts'
import { compileSelector } from '../workload.validation.ts'
import { countIndexes } from './job-indexes.ts'

export const jobNameLabel = 'batch.kubernetes.io/job-name'
export const controllerUidLabel = 'batch.kubernetes.io/controller-uid'
export const legacyJobNameLabel = 'job-name'
export const legacyControllerUidLabel = 'controller-uid'

export interface JobOptions extends PodValidationOptions {
  /** A suspended Job that never ran may still be told where to run. */
  allowMutableSchedulingDirectives: boolean
  /** Jobs from before the labels had a prefix go without them. */
  requirePrefixedLabels: boolean
}

const spec = at('spec')

export function validateJob(errors: Errors, job: batch.Job, options: JobOptions): void {
  validateGeneratedSelector(errors, job, options.requirePrefixedLabels)
  validateSpecAndSelector(errors, job, options)
  const { completionMode, completions } = job.spec
  if (completionMode !== 'Indexed' || completions === undefined || completions <= 0) return
  const last = `${job.metadata.name}-${completions - 1}`
  if (checkDns1123Label(last).length > 0) {
    const detail = `will not able to create pod with invalid DNS label: ${last}`
    errors.push(invalid(at('metadata', 'name'), job.metadata.name, detail))
  }
}

function validateGeneratedSelector(errors: Errors, job: batch.Job, prefixed: boolean): void {
  if (job.spec.manualSelector === true || job.spec.selector === undefined) return
  const { uid = '', name = '' } = job.metadata
  if (uid === '') errors.push(required(at('metadata', 'uid'), ''))
  const expected: Record<string, string> = { [legacyControllerUidLabel]: uid, [legacyJobNameLabel]: name }
  if (prefixed) Object.assign(expected, { [controllerUidLabel]: uid, [jobNameLabel]: name })
  const labels = job.spec.template?.metadata?.labels ?? {}
  for (const [key, value] of Object.entries(expected)) {
    const path = spec.child('template', 'metadata', 'labels').key(key)
    if (labels[key] === undefined) errors.push(required(path, `must be '${value}'`))
    else if (labels[key] !== value) errors.push(invalid(path, labels, `must be '${value}'`))
  }
  if (compileSelector(job.spec.selector)?.matches(expected) === false) {
    errors.push(invalid(spec.child('selector'), job.spec.selector, '`selector` not auto-generated'))
  }
}

function validateSpecAndSelector(errors: Errors, job: batch.Job, options: JobOptions): void {
  validateJobSpec(errors, spec, job.spec, options)
  const { selector, template } = job.spec
  if (selector === undefined) errors.push(required(spec.child('selector'), ''))
  else {
    validateLabelSelector(errors, spec.child('selector'), selector, {
      allowInvalidValues: options.allowInvalidLabelValueInSelector,
    })
  }
  const labels = template?.metadata?.labels ?? {}
  if (compileSelector(selector)?.matches(labels) === false) {
    const detail = '`selector` does not match template `labels`'
    errors.push(invalid(spec.child('template', 'metadata', 'labels'), goLabels(template?.metadata?.labels), detail))
  }
}

const countNames = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
] as const

export function validateJobSpec(
  errors: Errors,
  path: FieldPath,
  job: batch.JobSpec,
  options: PodValidationOptions,
): void {
  for (const name of countNames) nonNegative(errors, path.child(name), job[name])
  if (job.maxFailedIndexes !== undefined && job.backoffLimitPerIndex === undefined) {
    errors.push(required(path.child('backoffLimitPerIndex'), 'when maxFailedIndexes is specified'))
  }
  if (job.managedBy !== undefined) {
    const managedBy = path.child('managedBy')
    errors.push(...validateDomainPrefixedPath(managedBy, job.managedBy))
    if (job.managedBy.length > 63) errors.push(tooLongMaxLength(managedBy, job.managedBy, 63))
  }
  validateCompletionMode(errors, path, job)
  if (job.podFailurePolicy !== undefined) validateFailurePolicy(errors, path.child('podFailurePolicy', 'rules'), job)
  if (job.successPolicy !== undefined) {
    const successPolicy = path.child('successPolicy')
    if (job.completionMode !== 'Indexed') {
      errors.push(invalid(successPolicy, job.successPolicy, 'requires indexed completion mode'))
    } else validateSuccessPolicy(errors, successPolicy.child('rules'), job)
  }
  if (job.podReplacementPolicy !== undefined) {
    const allowed = job.podFailurePolicy === undefined ? ['Failed', 'TerminatingOrFailed'] : ['Failed']
    oneOf(errors, path.child('podReplacementPolicy'), job.podReplacementPolicy, allowed)
  }
  validatePodTemplate(errors, path.child('template'), job.template ?? { spec: { containers: [] } }, options)
  const restartPolicy = job.template?.spec?.restartPolicy
  const restartPath = path.child('template', 'spec', 'restartPolicy')
  if (!restartPolicy || restartPolicy === 'Always') {
    errors.push(required(restartPath, 'valid values: "OnFailure", "Never"'))
  } else if (restartPolicy !== 'OnFailure' && restartPolicy !== 'Never') {
    errors.push(notSupported(restartPath, restartPolicy, ['OnFailure', 'Never']))
  } else if (job.podFailurePolicy !== undefined && restartPolicy !== 'Never') {
    const detail = 'only "Never" is supported when podFailurePolicy is specified'
    errors.push(invalid(restartPath, restartPolicy, detail))
  }
}

const manyCompletions = 100_000
const limitForMany = 10_000

function validateCompletionMode(errors: Errors, path: FieldPath, job: batch.JobSpec): void {
  const { completionMode, completions, parallelism, maxFailedIndexes, backoffLimitPerIndex } = job
  const tooMuch = (name: string, value: number | undefined, limit: number, detail: string): void => {
    if (value !== undefined && value > limit) errors.push(invalid(path.child(name), value, detail))
  }
  if (completionMode !== undefined)
    oneOf(errors, path.child('completionMode'), completionMode, ['NonIndexed', 'Indexed'])
  if (completionMode === 'Indexed') {
    if (completions === undefined) {
      errors.push(required(path.child('completions'), 'when completion mode is Indexed'))
    }
    const atMost = 'must be less than or equal to'
    tooMuch('parallelism', parallelism, 100_000, `${atMost} 100000 when completion mode is Indexed`)
    if (completions !== undefined) tooMuch('maxFailedIndexes', maxFailedIndexes, completions, `${atMost} completions`)
    tooMuch('maxFailedIndexes', maxFailedIndexes, 100_000, `${atMost} 100000`)
    if (completions !== undefined && completions > manyCompletions && backoffLimitPerIndex !== undefined) {
      if (maxFailedIndexes === undefined) {
        const detail = `must be specified when completions is above ${manyCompletions}`
        errors.push(required(path.child('maxFailedIndexes'), detail))
      }
      const detail = `${atMost} ${limitForMany} when completions are above ${manyCompletions} and used with backoff limit per index`
      tooMuch('parallelism', parallelism, limitForMany, detail)
      tooMuch('maxFailedIndexes', maxFailedIndexes, limitForMany, detail)
    }
  }
  if (completionMode === undefined || completionMode === 'NonIndexed') {
    for (const name of ['backoffLimitPerIndex', 'maxFailedIndexes'] as const) {
      if (job[name] !== undefined) {
        errors.push(invalid(path.child(name), job[name], 'requires indexed completion mode'))
      }
    }
  }
}

function validValues(values: readonly string[]): string {
  return `valid values: [${values.map(goQuote).join(' ')}]`
}

const failureActions = ['Count', 'FailIndex', 'FailJob', 'Ignore']

function validateFailurePolicy(errors: Errors, path: FieldPath, job: batch.JobSpec): void {
  const rules = list(job.podFailurePolicy?.rules)
  if (rules.length > 20) {
    errors.push(tooMany(path, rules.length, 20))
    return
  }
  const podSpec = job.template?.spec
  const containers = new Set([...list(podSpec?.containers), ...list(podSpec?.initContainers)].map((c) => c.name))
  for (const [i, rule] of rules.entries()) {
    const where = path.index(i)
    const action: string = rule.action ?? ''
    if (action === '') errors.push(required(where.child('action'), validValues(failureActions)))
    else if (action === 'FailIndex') {
      if (job.backoffLimitPerIndex === undefined) {
        errors.push(invalid(where.child('action'), action, 'requires the backoffLimitPerIndex to be set'))
      }
    } else oneOf(errors, where.child('action'), action, failureActions)
    const conditions = list(rule.onPodConditions)
    if (rule.onExitCodes !== undefined) {
      validateExitCodes(errors, where.child('onExitCodes'), rule.onExitCodes, containers)
    }
    validateConditionPatterns(errors, where.child('onPodConditions'), conditions)
    if (rule.onExitCodes !== undefined && conditions.length > 0) {
      const detail = 'specifying both OnExitCodes and OnPodConditions is not supported'
      errors.push(invalid(where, omitValue, detail))
    }
    if (rule.onExitCodes === undefined && conditions.length === 0) {
      errors.push(invalid(where, omitValue, 'specifying one of OnExitCodes and OnPodConditions is required'))
    }
  }
}

function validateConditionPatterns(
  errors: Errors,
  path: FieldPath,
  patterns: readonly batch.PodFailurePolicyOnPodConditionsPattern[],
): void {
  if (patterns.length > 20) {
    errors.push(tooMany(path, patterns.length, 20))
    return
  }
  const statuses = ['False', 'True', 'Unknown']
  for (const [i, { type, status }] of patterns.entries()) {
    qualifiedName(errors, path.index(i).child('type'), type ?? '')
    if (!status) errors.push(required(path.index(i).child('status'), validValues(statuses)))
    else oneOf(errors, path.index(i).child('status'), status, statuses)
  }
}

function validateExitCodes(
  errors: Errors,
  path: FieldPath,
  requirement: batch.PodFailurePolicyOnExitCodesRequirement,
  containers: ReadonlySet<string>,
): void {
  const { operator, containerName } = requirement
  const operators = ['In', 'NotIn']
  if (!operator) errors.push(required(path.child('operator'), validValues(operators)))
  else oneOf(errors, path.child('operator'), operator, operators)
  if (containerName !== undefined && !containers.has(containerName)) {
    const detail = 'must be one of the container or initContainer names in the pod template'
    errors.push(invalid(path.child('containerName'), containerName, detail))
  }
  const values = list(requirement.values)
  const valuesPath = path.child('values')
  if (values.length === 0)
    errors.push(invalid(valuesPath, goIntegers('int32', requirement.values), 'at least one value is required'))
  else if (values.length > 255) errors.push(tooMany(valuesPath, values.length, 255))
  for (const [i, value] of values.entries()) {
    if (operator === 'In' && value === 0) {
      errors.push(invalid(valuesPath.index(i), value, 'must not be 0 for the In operator'))
    }
    if (values.indexOf(value) < i) errors.push(duplicate(valuesPath.index(i), value))
  }
  if (values.some((value, i) => i > 0 && (values[i - 1] ?? 0) > value)) {
    errors.push(invalid(valuesPath, goIntegers('int32', values), 'must be ordered'))
  }
}

function validateSuccessPolicy(errors: Errors, path: FieldPath, job: batch.JobSpec): void {
  const rules = list(job.successPolicy?.rules)
  if (rules.length === 0) {
    errors.push(required(path, 'at least one rules must be specified when the successPolicy is specified'))
  }
  if (rules.length > 20) errors.push(tooMany(path, rules.length, 20))
  const completions = job.completions ?? 0
  for (const [i, { succeededCount, succeededIndexes }] of rules.entries()) {
    const where = path.index(i)
    if (succeededCount === undefined && succeededIndexes === undefined) {
      errors.push(required(where, 'at least one of succeededCount or succeededIndexes must be specified'))
    }
    let total = 0
    if (succeededIndexes !== undefined) {
      const indexesPath = where.child('succeededIndexes')
      if (succeededIndexes.length > 64 * 1024) errors.push(tooLong(indexesPath, succeededIndexes, 64 * 1024))
      const counted = countIndexes(succeededIndexes, completions)
      if (typeof counted === 'number') total = counted
      else errors.push(invalid(indexesPath, succeededIndexes, `error parsing succeededIndexes: ${counted}`))
    }
    if (succeededCount === undefined) continue
    const countPath = where.child('succeededCount')
    nonNegative(errors, countPath, succeededCount)
    if (succeededCount > completions) {
      const detail = `must be less than or equal to ${completions} (the number of specified completions)`
      errors.push(invalid(countPath, succeededCount, detail))
    }
    if (succeededIndexes !== undefined && succeededCount > total) {
      const detail = `must be less than or equal to ${total} (the number of indexes in the specified succeededIndexes field)`
      errors.push(invalid(countPath, succeededCount, detail))
    }
  }
}

export function validateJobUpdate(errors: Errors, job: batch.Job, old: batch.Job, options: JobOptions): void {
  validateJob(errors, job, options)
  validateSpecAndSelector(errors, job, options)
  validateCompletionsUpdate(errors, spec.child('completions'), job.spec, old.spec)
  sameSelector(errors, spec.child('selector'), job.spec.selector, old.spec.selector)
  const before = options.allowMutableSchedulingDirectives
    ? withSchedulingOf(old.spec.template, job.spec.template)
    : old.spec.template
  immutable(errors, spec.child('template'), job.spec.template, before, (a, b) =>
    semanticEqual(PodTemplateSpec, a as PodTemplateSpec, b as PodTemplateSpec),
  )
  const fixed = ['completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'managedBy', 'successPolicy'] as const
  for (const name of fixed) immutable(errors, spec.child(name), job.spec[name], old.spec[name])
}

/** An Indexed Job can grow or shrink while completions and parallelism go together. */
function validateCompletionsUpdate(errors: Errors, path: FieldPath, job: batch.JobSpec, old: batch.JobSpec): void {
  if (job.completionMode !== 'Indexed') {
    immutable(errors, path, job.completions, old.completions)
    return
  }
  if (job.completions === undefined || job.completions === old.completions) return
  if (job.completions !== job.parallelism) {
    errors.push(invalid(path, job.completions, 'can only be modified in tandem with spec.parallelism'))
  }
}

function withSchedulingOf(old: PodTemplateSpec, template: PodTemplateSpec): PodTemplateSpec {
  const copy = deepCopy(old)
  const nodeAffinity = template.spec.affinity?.nodeAffinity
  if (copy.spec.affinity !== undefined || template.spec.affinity !== undefined) {
    const { nodeAffinity: _old, ...others } = copy.spec.affinity ?? {}
    copy.spec.affinity = nodeAffinity === undefined ? others : { ...others, nodeAffinity }
    if (template.spec.affinity === undefined && Object.keys(others).length === 0) delete copy.spec.affinity
  }
  const take = <T extends object, K extends keyof T>(from: T, to: T, key: K): void => {
    if (from[key] === undefined) delete to[key]
    else to[key] = from[key]
  }
  take(template.spec, copy.spec, 'nodeSelector')
  take(template.spec, copy.spec, 'tolerations')
  take(template.spec, copy.spec, 'schedulingGates')
  const metadata = (copy.metadata ??= {})
  take(template.metadata ?? {}, metadata, 'annotations')
  take(template.metadata ?? {}, metadata, 'labels')
  return copy
}

function isTrue(job: batch.Job, type: string): boolean {
  return list(job.status?.conditions).some((condition) => condition.type === type && condition.status === 'True')
}

export function validateJobStatus(errors: Errors, job: batch.Job, old: batch.Job): void {
  const path = at('status')
  const status = job.status ?? {}
  for (const name of ['active', 'succeeded', 'failed', 'ready', 'terminating'] as const) {
    nonNegative(errors, path.child(name), status[name])
  }
  const seen = new Set<string>()
  for (const name of ['succeeded', 'failed'] as const) {
    for (const [i, uid] of list(status.uncountedTerminatedPods?.[name]).entries()) {
      const where = path.child('uncountedTerminatedPods', name).index(i)
      if (uid === '') errors.push(invalid(where, uid, 'must not be empty'))
      else if (seen.has(uid)) errors.push(duplicate(where, uid))
      seen.add(uid)
    }
  }
  const refuse = (when: boolean, detail: string): void => {
    if (when) errors.push(invalid(path.child('conditions'), omitValue, detail))
  }
  const met = isTrue(job, 'SuccessCriteriaMet')
  const wasMet = isTrue(old, 'SuccessCriteriaMet')
  refuse(met && isTrue(job, 'Failed'), 'cannot set SuccessCriteriaMet=True and Failed=true conditions')
  refuse(met && isTrue(job, 'FailureTarget'), 'cannot set SuccessCriteriaMet=True and FailureTarget=true conditions')
  refuse(
    job.spec.successPolicy !== undefined && !met && isTrue(job, 'Complete'),
    'cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True',
  )
  refuse(wasMet && !met, 'cannot disable the SuccessCriteriaMet=True condition')
  refuse(
    isTrue(old, 'Complete') && !wasMet && met,
    'cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions',
  )
}
