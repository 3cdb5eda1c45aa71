/**
 * Where pods may go: node selectors, affinity, tolerations, taints, topology spread.
 * In: the parts of a pod or node spec. Out: field errors.
 * Elsewhere: matching (the scheduler), PersistentVolume node affinity uses `validateNodeSelector` too.
 */
import type * as core from '@elli/api/core/v1'
import type { LabelSelector } from '@elli/api/meta/v1'
import { duplicate, type FieldPath, forbidden, invalid, required } from '@elli/machinery/field'
import { checkLabelValue } from '@elli/machinery/names'
import {
  checkNamespaceName,
  dns1123Subdomain,
  type Errors,
  list,
  oneOf,
  positive,
  qualifiedName,
  say,
} from '../checks.ts'
import { goTaint } from '../go-structs.ts'
import { validateLabelSelector } from '../label-selector.validation.ts'
import type { PodValidationOptions } from './pod-options.ts'

function nodeSelectorRequirement(errors: Errors, path: FieldPath, requirement: core.NodeSelectorRequirement): void {
  const count = list(requirement.values).length
  const at = path.child('values')
  switch (requirement.operator) {
    case 'In':
    case 'NotIn':
      if (count === 0) errors.push(required(at, "must be specified when `operator` is 'In' or 'NotIn'"))
      break
    case 'Exists':
    case 'DoesNotExist':
      if (count > 0) {
        errors.push(forbidden(at, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
      }
      break
    case 'Gt':
    case 'Lt':
      if (count !== 1) errors.push(required(at, "must be specified single value when `operator` is 'Lt' or 'Gt'"))
      break
    default:
      errors.push(invalid(path.child('operator'), requirement.operator, 'not a valid selector operator'))
  }
  qualifiedName(errors, path.child('key'), requirement.key ?? '')
}

function nodeFieldRequirement(errors: Errors, path: FieldPath, requirement: core.NodeSelectorRequirement): void {
  const values = list(requirement.values)
  if (requirement.operator === 'In' || requirement.operator === 'NotIn') {
    if (values.length !== 1) {
      const detail = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"
      errors.push(required(path.child('values'), detail))
    }
  } else {
    errors.push(invalid(path.child('operator'), requirement.operator, 'not a valid selector operator'))
  }
  if (requirement.key !== 'metadata.name') {
    errors.push(invalid(path.child('key'), requirement.key, 'not a valid field selector key'))
    return
  }
  for (const [i, value] of values.entries()) dns1123Subdomain(errors, path.child('values').index(i), value)
}

function nodeSelectorTerm(errors: Errors, path: FieldPath, term: core.NodeSelectorTerm): void {
  for (const [i, item] of list(term.matchExpressions).entries()) {
    nodeSelectorRequirement(errors, path.child('matchExpressions').index(i), item)
  }
  for (const [i, item] of list(term.matchFields).entries()) {
    nodeFieldRequirement(errors, path.child('matchFields').index(i), item)
  }
}

export function validateNodeSelector(errors: Errors, path: FieldPath, selector: core.NodeSelector): void {
  const at = path.child('nodeSelectorTerms')
  const terms = list(selector.nodeSelectorTerms)
  if (terms.length === 0) errors.push(required(at, 'must have at least one node selector term'))
  for (const [i, term] of terms.entries()) nodeSelectorTerm(errors, at.index(i), term)
}

export function validateAffinity(
  errors: Errors,
  path: FieldPath,
  affinity: core.Affinity | undefined,
  options: PodValidationOptions,
): void {
  const node = affinity?.nodeAffinity
  if (node !== undefined) {
    const at = path.child('nodeAffinity')
    if (node.requiredDuringSchedulingIgnoredDuringExecution !== undefined) {
      validateNodeSelector(
        errors,
        at.child('requiredDuringSchedulingIgnoredDuringExecution'),
        node.requiredDuringSchedulingIgnoredDuringExecution,
      )
    }
    const preferred = at.child('preferredDuringSchedulingIgnoredDuringExecution')
    for (const [i, term] of list(node.preferredDuringSchedulingIgnoredDuringExecution).entries()) {
      weight(errors, preferred.index(i), term.weight)
      nodeSelectorTerm(errors, preferred.index(i).child('preference'), term.preference ?? {})
    }
  }
  podAffinity(errors, path.child('podAffinity'), affinity?.podAffinity, options)
  podAffinity(errors, path.child('podAntiAffinity'), affinity?.podAntiAffinity, options)
}

function weight(errors: Errors, path: FieldPath, value: number): void {
  if (!(value > 0 && value <= 100)) errors.push(invalid(path.child('weight'), value, 'must be in the range 1-100'))
}

function podAffinity(
  errors: Errors,
  path: FieldPath,
  affinity: core.PodAffinity | core.PodAntiAffinity | undefined,
  options: PodValidationOptions,
): void {
  const requiredPath = path.child('requiredDuringSchedulingIgnoredDuringExecution')
  for (const [i, term] of list(affinity?.requiredDuringSchedulingIgnoredDuringExecution).entries()) {
    podAffinityTerm(errors, requiredPath.index(i), term, options)
  }
  const preferredPath = path.child('preferredDuringSchedulingIgnoredDuringExecution')
  for (const [i, item] of list(affinity?.preferredDuringSchedulingIgnoredDuringExecution).entries()) {
    weight(errors, preferredPath.index(i), item.weight)
    podAffinityTerm(errors, preferredPath.index(i).child('podAffinityTerm'), item.podAffinityTerm, options)
  }
}

function podAffinityTerm(
  errors: Errors,
  path: FieldPath,
  term: core.PodAffinityTerm,
  options: PodValidationOptions,
): void {
  const selectors = { allowInvalidValues: options.allowInvalidLabelValueInSelector }
  validateLabelSelector(errors, path.child('labelSelector'), term.labelSelector, selectors)
  validateLabelSelector(errors, path.child('namespaceSelector'), term.namespaceSelector, selectors)
  for (const name of list(term.namespaces)) say(errors, path.child('namespace'), name, checkNamespaceName(name))
  matchAndMismatchLabelKeys(errors, path, term)
  if (!term.topologyKey) errors.push(required(path.child('topologyKey'), 'can not be empty'))
  qualifiedName(errors, path.child('topologyKey'), term.topologyKey ?? '')
}

function matchAndMismatchLabelKeys(errors: Errors, path: FieldPath, term: core.PodAffinityTerm): void {
  const match = list(term.matchLabelKeys)
  const mismatch = list(term.mismatchLabelKeys)
  labelKeys(errors, path.child('matchLabelKeys'), match, term.labelSelector)
  labelKeys(errors, path.child('mismatchLabelKeys'), mismatch, term.labelSelector)
  // The server itself writes matchLabelKeys into the selector, once; a second mention comes from the user.
  const seen = new Set(Object.keys(term.labelSelector?.matchLabels ?? {}))
  for (const { key } of list(term.labelSelector?.matchExpressions)) {
    const i = match.lastIndexOf(key)
    if (i >= 0 && seen.has(key)) {
      errors.push(invalid(path.index(i), key, 'exists in both matchLabelKeys and labelSelector'))
    }
    seen.add(key)
  }
  for (const [i, key] of match.entries()) {
    if (mismatch.includes(key)) {
      const detail = 'exists in both matchLabelKeys and mismatchLabelKeys'
      errors.push(invalid(path.child('matchLabelKeys').index(i), key, detail))
    }
  }
}

function labelKeys(
  errors: Errors,
  path: FieldPath,
  keys: readonly string[],
  selector: LabelSelector | undefined,
): void {
  if (keys.length === 0) return
  if (selector === undefined) {
    errors.push(forbidden(path, 'must not be specified when labelSelector is not set'))
    return
  }
  for (const [i, key] of keys.entries()) qualifiedName(errors, path.index(i), key)
}

export function validateTaintEffect(
  errors: Errors,
  path: FieldPath,
  effect: string | undefined,
  allowEmpty: boolean,
): void {
  if (!effect) {
    if (!allowEmpty) errors.push(required(path, ''))
    return
  }
  oneOf(errors, path, effect, ['NoSchedule', 'PreferNoSchedule', 'NoExecute'])
}

export function validateTaints(errors: Errors, path: FieldPath, taints: readonly core.Taint[]): void {
  const seen = new Set<string>()
  for (const [i, taint] of taints.entries()) {
    const at = path.index(i)
    qualifiedName(errors, at.child('key'), taint.key ?? '')
    const value = checkLabelValue(taint.value ?? '')
    if (value.length > 0) errors.push(invalid(at.child('value'), taint.value, value.join(';')))
    validateTaintEffect(errors, at.child('effect'), taint.effect, false)
    const pair = `${taint.effect}/${taint.key}`
    if (seen.has(pair)) {
      errors.push({ ...duplicate(at, goTaint(taint)), detail: 'taints must be unique by key and effect pair' })
    }
    seen.add(pair)
  }
}

export function validateTolerations(errors: Errors, path: FieldPath, tolerations: readonly core.Toleration[]): void {
  for (const [i, toleration] of tolerations.entries()) {
    const at = path.index(i)
    if (toleration.key) qualifiedName(errors, at.child('key'), toleration.key)
    else if (toleration.operator !== 'Exists') {
      errors.push(
        invalid(
          at.child('operator'),
          toleration.operator ?? '',
          'operator must be Exists when `key` is empty, which means "match all values and all keys"',
        ),
      )
    }
    if (toleration.tolerationSeconds !== undefined && toleration.effect !== 'NoExecute') {
      errors.push(
        invalid(
          at.child('effect'),
          toleration.effect ?? '',
          "effect must be 'NoExecute' when `tolerationSeconds` is set",
        ),
      )
    }
    const operator: string = toleration.operator || 'Equal'
    if (operator === 'Equal') {
      const messages = checkLabelValue(toleration.value ?? '')
      if (messages.length > 0) errors.push(invalid(at.child('operator'), toleration.value, messages.join(';')))
    } else if (operator === 'Exists') {
      if (toleration.value) {
        errors.push(invalid(at.child('operator'), toleration, "value must be empty when `operator` is 'Exists'"))
      }
    } else {
      oneOf(errors, at.child('operator'), operator, ['Equal', 'Exists'])
    }
    validateTaintEffect(errors, at.child('effect'), toleration.effect, true)
  }
}

export function validateTopologySpread(
  errors: Errors,
  path: FieldPath,
  constraints: readonly core.TopologySpreadConstraint[],
  options: PodValidationOptions,
): void {
  for (const [i, constraint] of constraints.entries()) {
    const at = path.index(i)
    const { topologyKey, whenUnsatisfiable, minDomains } = constraint
    positive(errors, at.child('maxSkew'), constraint.maxSkew ?? 0)
    if (!topologyKey) errors.push(required(at.child('topologyKey'), 'can not be empty'))
    oneOf(errors, at.child('whenUnsatisfiable'), whenUnsatisfiable ?? '', ['DoNotSchedule', 'ScheduleAnyway'])
    const repeated = constraints
      .slice(i + 1)
      .some((other) => other.topologyKey === topologyKey && other.whenUnsatisfiable === whenUnsatisfiable)
    if (repeated) {
      errors.push(duplicate(at.child('{topologyKey, whenUnsatisfiable}'), `{${topologyKey}, ${whenUnsatisfiable}}`))
    }
    if (minDomains !== undefined) {
      positive(errors, at.child('minDomains'), minDomains)
      if (whenUnsatisfiable !== 'DoNotSchedule') {
        const detail = `can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ${whenUnsatisfiable}`
        errors.push(invalid(at.child('minDomains'), minDomains, detail))
      }
    }
    for (const name of ['nodeAffinityPolicy', 'nodeTaintsPolicy'] as const) {
      const policy = constraint[name]
      if (policy !== undefined) oneOf(errors, at.child(name), policy, ['Honor', 'Ignore'])
    }
    spreadLabelKeys(errors, at.child('matchLabelKeys'), list(constraint.matchLabelKeys), constraint.labelSelector)
    if (!options.allowInvalidTopologySpreadConstraintLabelSelector) {
      validateLabelSelector(errors, at.child('labelSelector'), constraint.labelSelector)
    }
  }
}

function spreadLabelKeys(
  errors: Errors,
  path: FieldPath,
  keys: readonly string[],
  selector: LabelSelector | undefined,
): void {
  if (keys.length === 0) return
  if (selector === undefined) errors.push(forbidden(path, 'must not be specified when labelSelector is not set'))
  const selected = new Set([
    ...Object.keys(selector?.matchLabels ?? {}),
    ...list(selector?.matchExpressions).map((item) => item.key),
  ])
  for (const [i, key] of keys.entries()) {
    qualifiedName(errors, path.index(i), key)
    if (selected.has(key)) {
      errors.push(invalid(path.index(i), key, 'exists in both matchLabelKeys and labelSelector'))
    }
  }
}
