/**
 * Conditions of a CustomResourceDefinition: reading, setting, and what version it is asked in.
 * Always: lastTransitionTime moves when the status of a condition does, and only then.
 */
import type { CustomResourceDefinition, CustomResourceDefinitionCondition } from '@elli/api/apiextensions/v1'
import type { Instant } from '@elli/host/clock'
import { toTime } from '@elli/host/time'

export type Condition = Omit<CustomResourceDefinitionCondition, 'lastTransitionTime'>

export function conditionOf(
  crd: CustomResourceDefinition,
  type: string,
): CustomResourceDefinitionCondition | undefined {
  return crd.status?.conditions?.find((item) => item.type === type)
}

export function isTrue(crd: CustomResourceDefinition, type: string): boolean {
  return conditionOf(crd, type)?.status === 'True'
}

/** Whether setting it would change anything. */
export function isSet(crd: CustomResourceDefinition, wanted: Condition): boolean {
  const present = conditionOf(crd, wanted.type)
  return (
    present !== undefined &&
    present.status === wanted.status &&
    (present.reason ?? '') === (wanted.reason ?? '') &&
    (present.message ?? '') === (wanted.message ?? '')
  )
}

/** Changes the object, which is the caller's own. */
export function setCondition(crd: CustomResourceDefinition, wanted: Condition, now: Instant): void {
  const conditions = crd.status?.conditions ?? []
  const present = conditions.find((item) => item.type === wanted.type)
  const lastTransitionTime =
    present?.status === wanted.status && present.lastTransitionTime !== undefined
      ? present.lastTransitionTime
      : toTime(now)
  const made: CustomResourceDefinitionCondition = { ...wanted, lastTransitionTime }
  const all =
    present === undefined ? [...conditions, made] : conditions.map((item) => (item.type === wanted.type ? made : item))
  crd.status = { ...crd.status, conditions: all }
}

export function removeCondition(crd: CustomResourceDefinition, type: string): void {
  const conditions = crd.status?.conditions
  if (conditions === undefined) return
  crd.status = { ...crd.status, conditions: conditions.filter((item) => item.type !== type) }
}
