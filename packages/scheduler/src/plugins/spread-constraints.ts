/**
 * Spread constraints, compiled: what a pod says itself, or the defaults with a selector found by who owns the pod.
 * @see kubernetes v1.31 plugins/podtopologyspread/common.go, plugins/helper/spread.go
 */
import type { Pod, TopologySpreadConstraint } from '@elli/api/core/v1'
import { everything, LabelSelector, selectorFromObject, selectorFromSet } from '@elli/machinery/labels'
import { getControllerOf } from '@elli/machinery/owner'
import { repels, untoleratedTaint } from '@elli/machinery/pod/taints'
import { hostnameLabel, spreadSelector, zoneLabel } from '@elli/machinery/pod/topology'
import type { Listers } from '../framework/handle.ts'
import type { NodeInfo } from '../framework/node-info.ts'
import type { PodInfo } from '../framework/pod-info.ts'

export interface Constraint {
  readonly maxSkew: number
  readonly topologyKey: string
  readonly selector: LabelSelector
  readonly minDomains: number
  readonly honorsAffinity: boolean
  readonly honorsTaints: boolean
}

export const systemDefaultConstraints: readonly TopologySpreadConstraint[] = [
  { topologyKey: hostnameLabel, whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 3 },
  { topologyKey: zoneLabel, whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 5 },
]

/** @throws SelectorError when a selector cannot be read */
export function ownConstraints(pod: Pod, action: string): Constraint[] {
  return (pod.spec.topologySpreadConstraints ?? [])
    .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === action)
    .map((constraint) => compile(constraint, spreadSelector(constraint, pod)))
}

/** None when nothing is known to belong together with the pod. */
export function defaultConstraints(
  defaults: readonly TopologySpreadConstraint[],
  pod: Pod,
  action: string,
  listers: Listers,
): Constraint[] {
  const chosen = defaults.filter(({ whenUnsatisfiable }) => whenUnsatisfiable === action)
  if (chosen.length === 0) return []
  const selector = defaultSelector(pod, listers)
  return selector.empty ? [] : chosen.map((constraint) => compile(constraint, selector))
}

function compile(constraint: TopologySpreadConstraint, selector: LabelSelector): Constraint {
  return {
    maxSkew: constraint.maxSkew,
    topologyKey: constraint.topologyKey,
    selector,
    minDomains: constraint.minDomains ?? 1,
    honorsAffinity: (constraint.nodeAffinityPolicy ?? 'Honor') === 'Honor',
    honorsTaints: (constraint.nodeTaintsPolicy ?? 'Ignore') === 'Honor',
  }
}

/** Whether pods on the node count for the constraint, by its inclusion policies. */
export function includesNode(constraint: Constraint, pod: PodInfo, { node }: NodeInfo): boolean {
  if (node === undefined) return false
  if (constraint.honorsAffinity && !pod.matchesNode(node)) return false
  return !constraint.honorsTaints || untoleratedTaint(node.spec?.taints, pod.pod.spec.tolerations, repels) === undefined
}

/** The node is in some domain of every constraint. */
export function hasAllKeys(node: NodeInfo, constraints: readonly Constraint[]): boolean {
  for (const { topologyKey } of constraints) if (node.domain(topologyKey) === undefined) return false
  return true
}

/** The selector of the pod's services and of its controller, together. */
export function defaultSelector(pod: Pod, listers: Listers): LabelSelector {
  const { namespace, labels = {} } = pod.metadata
  const set: Record<string, string> = {}
  for (const { spec } of listers.services.list(namespace)) {
    const selector = spec?.selector
    if (selector === undefined || !Object.entries(selector).every(([key, value]) => labels[key] === value)) continue
    Object.assign(set, selector)
  }
  const owner = getControllerOf(pod)
  const selected = (more: LabelSelector): LabelSelector => selectorFromSet(set).and(...more.requirements)
  switch (`${owner?.apiVersion}/${owner?.kind}`) {
    case 'v1/ReplicationController':
      Object.assign(set, listers.replicationControllers.get(namespace, owner?.name ?? '')?.spec?.selector)
      return selectorFromSet(set)
    case 'apps/v1/ReplicaSet': {
      const found = listers.replicaSets.get(namespace, owner?.name ?? '')
      return selected(found === undefined ? everything : selectorFromObject(found.spec?.selector))
    }
    case 'apps/v1/StatefulSet': {
      const found = listers.statefulSets.get(namespace, owner?.name ?? '')
      return selected(found === undefined ? everything : selectorFromObject(found.spec?.selector))
    }
    default:
      return selectorFromSet(set)
  }
}
