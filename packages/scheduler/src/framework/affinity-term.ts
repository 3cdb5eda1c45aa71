/**
 * A term of inter-pod affinity, compiled: which pods it means, and by which topology.
 * Elsewhere: matchLabelKeys and mismatchLabelKeys, which the API server merged into the selector when the pod was made.
 * @see kubernetes v1.31 pkg/scheduler/framework/types.go, AffinityTerm
 */
import type { Pod, PodAffinityTerm } from '@elli/api/core/v1'
import { type LabelSelector, type Labels, selectorFromObject } from '@elli/machinery/labels'
import { affinityTermNamespaces } from '@elli/machinery/pod/topology'

/** Labels of a namespace; undefined when it has none or is not known. */
export type NamespaceLabels = (namespace: string) => Labels

export interface AffinityTerm {
  readonly namespaces: ReadonlySet<string>
  readonly namespaceSelector: LabelSelector
  readonly selector: LabelSelector
  readonly topologyKey: string
  /** Equal for terms that mean the same pods and the same topology. */
  readonly signature: string
}

export interface WeightedAffinityTerm extends AffinityTerm {
  readonly weight: number
}

/** @throws SelectorError when a selector cannot be read */
export function compileTerm(pod: Pod, term: PodAffinityTerm): AffinityTerm {
  const namespaces = affinityTermNamespaces(term, pod)
  const namespaceSelector = selectorFromObject(term.namespaceSelector)
  const selector = selectorFromObject(term.labelSelector)
  const { topologyKey } = term
  const text = (part: LabelSelector): string => `${part.selectable} ${part}`
  const signature = [topologyKey, [...namespaces].sort().join(), text(namespaceSelector), text(selector)].join(' | ')
  return { namespaces, namespaceSelector, selector, topologyKey, signature }
}

export function termMatches(term: AffinityTerm, pod: Pod, namespaceLabels: NamespaceLabels): boolean {
  const { namespace = '', labels } = pod.metadata
  if (!term.namespaces.has(namespace)) {
    if (!term.namespaceSelector.selectable || !term.namespaceSelector.matches(namespaceLabels(namespace))) return false
  }
  return term.selector.matches(labels)
}

/** No terms match nothing. */
export function allTermsMatch(terms: readonly AffinityTerm[], pod: Pod, namespaceLabels: NamespaceLabels): boolean {
  return terms.length > 0 && terms.every((term) => termMatches(term, pod, namespaceLabels))
}
