/** NodeName: a pod that names its node runs on no other. */
import { action } from '../framework/cluster-event.ts'
import type { Plugin } from '../framework/plugin.ts'
import { unresolvable } from '../framework/status.ts'

const name = 'NodeName'
const refusal = unresolvable(name, "node(s) didn't match the requested node name")

export const nodeName: Plugin = {
  name,
  events: [{ resource: 'Node', actions: action.add | action.update }],
  filter: (_state, pod, node) => (pod.nodeName === '' || pod.nodeName === node.name ? undefined : refusal),
}
