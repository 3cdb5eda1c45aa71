/** SchedulingGates: a pod with gates does not enter the queue; it is looked at again when it changes. */
import type { Plugin } from '../framework/plugin.ts'
import { unresolvable } from '../framework/status.ts'

const name = 'SchedulingGates'

export const schedulingGates: Plugin = {
  name,
  // A gate leaves by an update of the pod itself, which the queue looks at without being asked.
  events: [],
  preEnqueue(pod) {
    const gates = pod.spec.schedulingGates ?? []
    if (gates.length === 0) return undefined
    return unresolvable(name, `waiting for scheduling gates: [${gates.map((gate) => gate.name).join(' ')}]`)
  },
}
