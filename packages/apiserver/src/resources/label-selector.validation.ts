/**
 * Label selectors inside objects. In: a LabelSelector, its path. Out: field errors.
 * Elsewhere: matching with it (@elli/machinery/labels).
 */
import { LabelSelector, type LabelSelectorRequirement } from '@elli/api/meta/v1'
import { type FieldPath, forbidden, invalid, required } from '@elli/machinery/field'
import { checkLabelValue, immutableMessage } from '@elli/machinery/names'
import { collect, type Errors, labels, list, qualifiedName, say } from './checks.ts'
import { semanticEqual } from './equality.ts'
import { goLabelSelector } from './go-structs.ts'

export interface LabelSelectorOptions {
  /** For objects stored before values were checked. */
  allowInvalidValues?: boolean
}

export function validateLabelSelector(
  errors: Errors,
  path: FieldPath,
  selector: LabelSelector | undefined,
  options: LabelSelectorOptions = {},
): void {
  if (selector === undefined) return
  labels(errors, path.child('matchLabels'), selector.matchLabels)
  for (const [i, requirement] of list(selector.matchExpressions).entries()) {
    validateRequirement(errors, path.child('matchExpressions').index(i), requirement, options)
  }
}

/** What a workload owns hangs on its selector, so it stays. */
export function sameSelector(
  errors: Errors,
  path: FieldPath,
  selector: LabelSelector | undefined,
  old: LabelSelector | undefined,
): void {
  if (semanticEqual(LabelSelector, selector, old)) return
  errors.push(invalid(path, selector === undefined ? undefined : goLabelSelector(selector), immutableMessage))
}

function validateRequirement(
  errors: Errors,
  path: FieldPath,
  requirement: LabelSelectorRequirement,
  options: LabelSelectorOptions,
): void {
  const values = list(requirement.values)
  switch (requirement.operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) {
        errors.push(required(path.child('values'), "must be specified when `operator` is 'In' or 'NotIn'"))
      }
      break
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) {
        errors.push(
          forbidden(path.child('values'), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"),
        )
      }
      break
    default:
      errors.push(invalid(path.child('operator'), requirement.operator ?? '', 'not a valid selector operator'))
  }
  qualifiedName(errors, path.child('key'), requirement.key ?? '')
  if (options.allowInvalidValues) return
  for (const [i, value] of values.entries()) {
    say(errors, path.child('values').index(i), value, checkLabelValue(value))
  }
}

/** Whether a stored selector would not pass today; then an update may keep it. */
export function hasInvalidSelectorValues(selector: LabelSelector | undefined): boolean {
  return list(selector?.matchExpressions).some((item) =>
    list(item.values).some((value) => checkLabelValue(value).length > 0),
  )
}

export function isInvalidSelector(path: FieldPath, selector: LabelSelector | undefined): boolean {
  return collect((errors) => validateLabelSelector(errors, path, selector)).length > 0
}

/** No requirement at all: selects everything. */
export function isEmptySelector(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length + list(selector.matchExpressions).length === 0
}
