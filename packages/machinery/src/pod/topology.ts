/**
 * Topology of pods: the keys that constraints spread by, and which nodes and pods a constraint looks at.
 * In: pods, nodes, terms. Out: answers. Always: everything is left alone.
 * @see kubernetes v1.31 scheduler plugins podtopologyspread, interpodaffinity
 */
import type { Node, Pod, PodAffinityTerm, TopologySpreadConstraint } from '@elli/api/core/v1'
import {
  type LabelSelector,
  type LabelSelectorLike,
  requirement,
  type Requirement,
  selectorFromObject,
} from '../labels.ts'

export const hostnameLabel = 'kubernetes.io/hostname'
export const zoneLabel = 'topology.kubernetes.io/zone'
export const regionLabel = 'topology.kubernetes.io/region'

/** The value of a node for a topology key; undefined when it has none, and so is in no domain. */
export function topologyDomain(node: Pick<Node, 'metadata'>, key: string): string | undefined {
  const labels = node.metadata.labels
  return labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined
}

/** A node's zone as one text, '' when it has neither region nor zone. */
export function nodeZone(node: Pick<Node, 'metadata'>): string {
  const [region = '', zone = ''] = [topologyDomain(node, regionLabel), topologyDomain(node, zoneLabel)]
  // The separator cannot stand in a label value, so no two pairs read alike.
  return region === '' && zone === '' ? '' : `${region}:\u0000:${zone}`
}

/** Both nodes are in one domain of the key. */
export function sameTopology(a: Pick<Node, 'metadata'>, b: Pick<Node, 'metadata'>, key: string): boolean {
  const domain = topologyDomain(a, key)
  return domain !== undefined && domain !== '' && domain === topologyDomain(b, key)
}

/** Requirements that the values of the pod's own labels add to a selector. */
function ownValues(pod: Pod, keys: readonly string[] | undefined, operator: 'in' | 'notin'): Requirement[] {
  return (keys ?? []).flatMap((key) => {
    const value = pod.metadata.labels?.[key]
    return value === undefined ? [] : [requirement(key, operator, [value])]
  })
}

/** The pods a spread constraint counts: its selector, narrowed by matchLabelKeys to the pod's own values. */
export function spreadSelector(constraint: TopologySpreadConstraint, pod: Pod): LabelSelector {
  return selectorFromObject(constraint.labelSelector).and(...ownValues(pod, constraint.matchLabelKeys, 'in'))
}

/** The pods a term of inter-pod affinity means: matchLabelKeys narrow it, mismatchLabelKeys exclude own kin. */
export function affinityTermSelector(term: PodAffinityTerm, pod: Pod): LabelSelector {
  return selectorFromObject(term.labelSelector as LabelSelectorLike | undefined).and(
    ...ownValues(pod, term.matchLabelKeys, 'in'),
    ...ownValues(pod, term.mismatchLabelKeys, 'notin'),
  )
}

/** The namespaces a term means: those listed, or the pod's own when it says neither names nor a selector. */
export function affinityTermNamespaces(term: PodAffinityTerm, pod: Pod): Set<string> {
  if ((term.namespaces ?? []).length === 0 && term.namespaceSelector === undefined) {
    return new Set([pod.metadata.namespace ?? ''])
  }
  return new Set(term.namespaces)
}
