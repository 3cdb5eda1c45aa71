/** NodeUnschedulable: cordoned nodes take only pods that tolerate it. */
import { isTolerated } from '@elli/machinery/pod/taints'
import { action } from '../framework/cluster-event.ts'
import type { Plugin } from '../framework/plugin.ts'
import { unresolvable } from '../framework/status.ts'

const name = 'NodeUnschedulable'
const refusal = unresolvable(name, 'node(s) were unschedulable')
const taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' } as const

export const nodeUnschedulable: Plugin = {
  name,
  events: [
    {
      resource: 'Node',
      actions: action.add | action.update,
      hint: (_pod, _before, after) => after?.spec?.unschedulable !== true,
    },
  ],
  filter(_state, { pod }, { node }) {
    if (node?.spec?.unschedulable !== true) return undefined
    return isTolerated(taint, pod.spec.tolerations) ? undefined : refusal
  },
}
