/**
 * Defaults of autoscaling/v1 that are more than a field's own.
 * In: objects of the group version. Out: the same with upstream's v1.31 defaults.
 */
import { type DefaultRule, defaultRule } from '../schema/defaults.ts'
import { HorizontalPodAutoscalerSpec } from './v1.ts'

export const autoscalingV1Defaults: readonly DefaultRule[] = [
  defaultRule(HorizontalPodAutoscalerSpec, (spec) => {
    spec.minReplicas ??= 1
  }),
]
