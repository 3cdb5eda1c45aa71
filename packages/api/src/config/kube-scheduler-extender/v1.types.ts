/** Types of v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { UID } from '../../apimachinery/types.types.ts'
import type { NodeList, Pod } from '../../core/v1.types.ts'

export interface ExtenderPreemptionResult {
  NodeNameToMetaVictims: Record<string, MetaVictims>
}

export interface ExtenderPreemptionArgs {
  Pod: Pod
  NodeNameToVictims: Record<string, Victims>
  NodeNameToMetaVictims: Record<string, MetaVictims>
}

export interface Victims {
  Pods: Pod[]
  NumPDBViolations: number
}

export interface MetaPod {
  UID: string
}

export interface MetaVictims {
  Pods: MetaPod[]
  NumPDBViolations: number
}

export interface ExtenderArgs {
  Pod: Pod
  Nodes: NodeList
  NodeNames: string[]
}

export interface ExtenderFilterResult {
  Nodes: NodeList
  NodeNames: string[]
  FailedNodes: Record<string, string>
  FailedAndUnresolvableNodes: Record<string, string>
  Error: string
}

export interface ExtenderBindingArgs {
  PodName: string
  PodNamespace: string
  PodUID: UID
  Node: string
}

export interface ExtenderBindingResult {
  Error: string
}

export interface HostPriority {
  Host: string
  Score: number
}
