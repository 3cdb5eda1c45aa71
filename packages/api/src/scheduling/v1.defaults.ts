/**
 * Defaults of scheduling.k8s.io/v1 that are more than a field's own.
 * In: objects of the group. Out: the same with upstream's v1.31 defaults.
 */
import { type DefaultRule, defaultRule } from '../schema/defaults.ts'
import { PriorityClass } from './v1.ts'

export const schedulingV1Defaults: readonly DefaultRule[] = [
  defaultRule(PriorityClass, (priorityClass) => {
    priorityClass.preemptionPolicy ??= 'PreemptLowerPriority'
  }),
]
