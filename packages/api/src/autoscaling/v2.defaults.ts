/**
 * Defaults of autoscaling/v2 that are more than a field's own.
 * In: objects of the group version. Out: the same with upstream's v1.31 defaults.
 */
import { type DefaultRule, defaultRule } from '../schema/defaults.ts'
import { type HPAScalingRules, HorizontalPodAutoscalerSpec } from './v2.ts'

/** Percent of the requested CPU, where no metric is named. */
export const defaultCpuUtilization = 80

/** By 4 pods or 100 %, whichever is more, every 15 seconds. */
export function scaleUpRules(given: HPAScalingRules | undefined): HPAScalingRules {
  return {
    stabilizationWindowSeconds: 0,
    selectPolicy: 'Max',
    policies: [
      { type: 'Pods', value: 4, periodSeconds: 15 },
      { type: 'Percent', value: 100, periodSeconds: 15 },
    ],
    ...given,
  }
}

/** Down to any size every 15 seconds; how long to wait first is the controller's setting. */
export function scaleDownRules(given: HPAScalingRules | undefined): HPAScalingRules {
  return { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }], ...given }
}

export const autoscalingV2Defaults: readonly DefaultRule[] = [
  defaultRule(HorizontalPodAutoscalerSpec, (spec) => {
    spec.minReplicas ??= 1
    if ((spec.metrics ?? []).length === 0) {
      const target = { type: 'Utilization', averageUtilization: defaultCpuUtilization } as const
      spec.metrics = [{ type: 'Resource', resource: { name: 'cpu', target } }]
    }
    if (spec.behavior !== undefined) {
      spec.behavior.scaleUp = scaleUpRules(spec.behavior.scaleUp)
      spec.behavior.scaleDown = scaleDownRules(spec.behavior.scaleDown)
    }
  }),
]
