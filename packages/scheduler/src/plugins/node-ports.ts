/** NodePorts: two pods of a node cannot have one port of the host. */
import { conflictingPort, podHostPorts } from '@elli/machinery/pod/host-ports'
import { action } from '../framework/cluster-event.ts'
import type { Plugin } from '../framework/plugin.ts'
import { skip, unschedulable } from '../framework/status.ts'

const name = 'NodePorts'
const refusal = unschedulable(name, "node(s) didn't have free ports for the requested pod ports")

export const nodePorts: Plugin = {
  name,
  events: [
    {
      resource: 'Pod',
      actions: action.delete,
      hint: (pod, before) =>
        before !== undefined &&
        (before.spec.nodeName ?? '') !== '' &&
        conflictingPort(pod.hostPorts, podHostPorts(before)) !== undefined,
    },
    { resource: 'Node', actions: action.add | action.update },
  ],
  preFilter: (_state, pod) => (pod.hostPorts.length === 0 ? skip : undefined),
  filter: (_state, pod, node) => (pod.hostPorts.some((port) => node.hasPortConflict(port)) ? refusal : undefined),
}
