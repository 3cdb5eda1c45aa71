/** TaintToleration: keeps pods off nodes whose taints they do not bear, and away from those whose PreferNoSchedule taints they do not. */
import type { Toleration } from '@elli/api/core/v1'
import { isTolerated, repels, untoleratedTaint } from '@elli/machinery/pod/taints'
import { action } from '../framework/cluster-event.ts'
import { stateKey } from '../framework/cycle-state.ts'
import { defaultNormalize, type Plugin } from '../framework/plugin.ts'
import { unresolvable } from '../framework/status.ts'

const name = 'TaintToleration'
/** Tolerations that bear on PreferNoSchedule taints. */
const preferences = stateKey<readonly Toleration[]>(`PreScore${name}`)

export const taintToleration: Plugin = {
  name,
  events: [
    {
      resource: 'Node',
      actions: action.add | action.update,
      hint({ pod }, before, after) {
        const isUntolerated = (node: typeof after) =>
          untoleratedTaint(node?.spec?.taints, pod.spec.tolerations, repels) !== undefined
        return (before === undefined || isUntolerated(before)) && !isUntolerated(after)
      },
    },
  ],
  filter(_state, { pod }, { node }) {
    const taints = node?.spec?.taints
    if (taints === undefined || taints.length === 0) return undefined
    const taint = untoleratedTaint(taints, pod.spec.tolerations, repels)
    return taint && unresolvable(name, `node(s) had untolerated taint {${taint.key}: ${taint.value ?? ''}}`)
  },
  preScore(state, { pod }) {
    const tolerations = pod.spec.tolerations ?? []
    state.write(
      preferences,
      tolerations.filter(({ effect = '' }) => effect === '' || effect === 'PreferNoSchedule'),
    )
    return undefined
  },
  score(state, _pod, { node }) {
    const taints = node?.spec?.taints
    if (taints === undefined || taints.length === 0) return 0
    const tolerations = state.must(preferences)
    return taints.filter((taint) => taint.effect === 'PreferNoSchedule' && !isTolerated(taint, tolerations)).length
  },
  normalize: (_state, _pod, scores) => defaultNormalize(scores, true),
}
