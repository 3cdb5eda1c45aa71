/** The plugins there are, by name: how each is made from its arguments. A new plugin is a file of its own and a line here. */
import type {
  InterPodAffinityArgs,
  NodeAffinityArgs,
  NodeResourcesBalancedAllocationArgs,
  NodeResourcesFitArgs,
  PodTopologySpreadArgs,
  DefaultPreemptionArgs,
} from '@elli/api/config/kube-scheduler-config/v1'
import type { Handle } from '../framework/handle.ts'
import type { Plugin } from '../framework/plugin.ts'
import { defaultBinder } from './default-binder.ts'
import { defaultPreemption } from './default-preemption.ts'
import { imageLocality } from './image-locality.ts'
import { interPodAffinity } from './inter-pod-affinity.ts'
import { nodeAffinity } from './node-affinity.ts'
import { nodeName } from './node-name.ts'
import { nodePorts } from './node-ports.ts'
import { nodeResourcesBalancedAllocation } from './node-resources-balanced-allocation.ts'
import { nodeResourcesFit } from './node-resources-fit.ts'
import { nodeUnschedulable } from './node-unschedulable.ts'
import { podTopologySpread } from './pod-topology-spread.ts'
import { prioritySort } from './priority-sort.ts'
import { schedulingGates } from './scheduling-gates.ts'
import { taintToleration } from './taint-toleration.ts'
import { volumeBinding } from './volume-binding.ts'

/** Arguments as the configuration file has them; their shape was checked when it was read. */
export type PluginArgs = Record<string, unknown>
export type PluginFactory = (handle: Handle, args: PluginArgs) => Plugin

export type Registry = ReadonlyMap<string, PluginFactory>

export const inTreePlugins: Registry = new Map<string, PluginFactory>([
  ['SchedulingGates', () => schedulingGates],
  ['PrioritySort', () => prioritySort],
  ['NodeUnschedulable', () => nodeUnschedulable],
  ['NodeName', () => nodeName],
  ['TaintToleration', () => taintToleration],
  ['NodeAffinity', (_handle, args) => nodeAffinity(args as Partial<NodeAffinityArgs>)],
  ['NodePorts', () => nodePorts],
  ['NodeResourcesFit', (_handle, args) => nodeResourcesFit(args as Partial<NodeResourcesFitArgs>)],
  [
    'NodeResourcesBalancedAllocation',
    (_handle, args) => nodeResourcesBalancedAllocation(args as Partial<NodeResourcesBalancedAllocationArgs>),
  ],
  ['ImageLocality', ({ cache }) => imageLocality(() => cache.nodes().length)],
  ['VolumeBinding', volumeBinding],
  ['PodTopologySpread', (handle, args) => podTopologySpread(handle, args as Partial<PodTopologySpreadArgs>)],
  ['InterPodAffinity', (handle, args) => interPodAffinity(handle, args as Partial<InterPodAffinityArgs>)],
  ['DefaultPreemption', (handle, args) => defaultPreemption(handle, args as Partial<DefaultPreemptionArgs>)],
  ['DefaultBinder', ({ client }) => defaultBinder(client)],
])
