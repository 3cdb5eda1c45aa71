/**
 * What the validation of workloads has in common: amounts or percentages, counters of a status, selectors and templates.
 * Elsewhere: pod templates themselves (core/pod-template.validation.ts).
 */
import type { LabelSelector } from '@elli/api/meta/v1'
import { invalid } from '@elli/machinery/field'
import { type LabelSelector as Selector, SelectorError, selectorFromObject } from '@elli/machinery/labels'
import { checkDns1123Label, checkPercent } from '@elli/machinery/names'
import { type Errors, type FieldPath, nonNegative, say } from './checks.ts'

type IntOrString = number | string

export function intOrPercent(errors: Errors, path: FieldPath, value: IntOrString | undefined): void {
  if (typeof value === 'string') say(errors, path, value, checkPercent(value))
  else nonNegative(errors, path, value)
}

function percentOf(value: IntOrString | undefined): number | undefined {
  if (typeof value !== 'string' || checkPercent(value).length > 0) return undefined
  return Number.parseInt(value, 10)
}

/** The number, of a percentage the number before the sign; what is neither counts as 0. */
export function intOrPercentValue(value: IntOrString | undefined): number {
  if (typeof value === 'number') return value
  return percentOf(value) ?? (Number.parseInt(value ?? '', 10) || 0)
}

export function notMoreThan100Percent(errors: Errors, path: FieldPath, value: IntOrString | undefined): void {
  if ((percentOf(value) ?? 0) > 100) errors.push(invalid(path, value, 'must not be greater than 100%'))
}

/** The selector compiled, or undefined when it cannot be. */
export function compileSelector(selector: LabelSelector | undefined): Selector | undefined {
  try {
    return selectorFromObject(selector)
  } catch (error) {
    if (error instanceof SelectorError) return undefined
    throw error
  }
}

/** Whether pods of the template would be selected; undefined when there is nothing to compare. */
export function selects(
  selector: LabelSelector | undefined,
  labels: Readonly<Record<string, string>> | undefined,
): boolean | undefined {
  const compiled = compileSelector(selector)
  return compiled === undefined || compiled.empty ? undefined : compiled.matches(labels ?? {})
}

export function countersNotNegative<S extends object>(
  errors: Errors,
  path: FieldPath,
  status: S,
  names: readonly (keyof S & string)[],
): void {
  for (const name of names) {
    const value = status[name]
    if (typeof value === 'number') nonNegative(errors, path.child(name), value)
  }
}

/** Parts cannot be more than the whole. */
export function countersNotAbove<S extends { replicas?: number }>(
  errors: Errors,
  path: FieldPath,
  status: S,
  names: readonly (keyof S & string)[],
): void {
  for (const name of names) {
    const value = status[name]
    if (typeof value === 'number' && value > (status.replicas ?? 0)) {
      errors.push(invalid(path.child(name), value, 'cannot be greater than status.replicas'))
    }
  }
}

export function availableNotAboveReady(
  errors: Errors,
  path: FieldPath,
  status: { availableReplicas?: number; readyReplicas?: number },
  ready = 'readyReplicas',
): void {
  const available = status.availableReplicas ?? 0
  if (available > (status.readyReplicas ?? 0)) {
    errors.push(invalid(path.child('availableReplicas'), available, `cannot be greater than ${ready}`))
  }
}

/** Names of revisions are found by counting collisions; counting backwards would find the old ones again. */
export function collisionCountNotDecremented(
  errors: Errors,
  path: FieldPath,
  count: number | undefined,
  old: number | undefined,
): void {
  if (old !== undefined && (count === undefined || count < old)) {
    errors.push(invalid(path.child('collisionCount'), count ?? 0, 'cannot be decremented'))
  }
}

export function podNameWarnings(name: string | undefined): string[] {
  const messages = checkDns1123Label(name ?? '')
  if (messages.length === 0) return []
  return [
    `metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [${messages.join(' ')}]`,
  ]
}
