/**
 * Checks of labels and LabelSelector objects inside API objects.
 * In: what the object says and where. Out: field errors with upstream's texts. Always: never throws.
 * @see apimachinery pkg/apis/meta/v1/validation
 */
import { type FieldError, type FieldPath, forbidden, invalid, required } from './field.ts'
import type { Labels, LabelExpression, LabelSelectorLike } from './labels.ts'
import { checkLabelValue, checkQualifiedName } from './names.ts'

export interface LabelSelectorRules {
  /** An object stored with a bad value may keep it. */
  readonly allowInvalidLabelValue?: boolean
  /** Someone else judges the operator (access reviews). */
  readonly allowUnknownOperator?: boolean
}

export function validateLabelName(name: string, path: FieldPath): FieldError[] {
  return checkQualifiedName(name).map((message) => invalid(path, name, message))
}

export function validateLabels(labels: Labels, path: FieldPath): FieldError[] {
  return Object.entries(labels ?? {}).flatMap(([name, value]) => [
    ...validateLabelName(name, path),
    ...checkLabelValue(value).map((message) => invalid(path, value, message)),
  ])
}

/** An absent selector is fine; that it must be there is its owner's rule. */
export function validateLabelSelector(
  selector: LabelSelectorLike | undefined,
  rules: LabelSelectorRules,
  path: FieldPath,
): FieldError[] {
  if (selector === undefined) return []
  return [
    ...validateLabels(selector.matchLabels, path.child('matchLabels')),
    ...(selector.matchExpressions ?? []).flatMap((expression, i) =>
      validateLabelRequirement(expression, rules, path.child('matchExpressions').index(i)),
    ),
  ]
}

/** One expression of a selector, or one requirement of an access review. */
export function validateLabelRequirement(
  expression: LabelExpression,
  rules: LabelSelectorRules,
  path: FieldPath,
): FieldError[] {
  const { key, operator, values = [] } = expression
  const errors: FieldError[] = []
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) {
      errors.push(required(path.child('values'), "must be specified when `operator` is 'In' or 'NotIn'"))
    }
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0) {
      errors.push(forbidden(path.child('values'), "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"))
    }
  } else if (rules.allowUnknownOperator !== true) {
    errors.push(invalid(path.child('operator'), operator, 'not a valid selector operator'))
  }
  errors.push(...validateLabelName(key, path.child('key')))
  if (rules.allowInvalidLabelValue !== true) {
    for (const [i, value] of values.entries()) {
      for (const message of checkLabelValue(value)) errors.push(invalid(path.child('values').index(i), value, message))
    }
  }
  return errors
}

/** Whether an expression holds a value that is no label value, for rules that spare what is stored already. */
export function hasInvalidLabelValue(selector: LabelSelectorLike | undefined): boolean {
  return (selector?.matchExpressions ?? []).some(({ values }) =>
    (values ?? []).some((value) => checkLabelValue(value).length > 0),
  )
}
