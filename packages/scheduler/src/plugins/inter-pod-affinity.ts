/**
 * InterPodAffinity: pods that want to be near others, or away from them, and those others' own wishes.
 * In: terms of the pod and of the pods that are there. Out: nodes that satisfy the required ones, scores by the preferred ones.
 * Always: both sides count: a pod that is there may refuse one that comes. Elsewhere: compiled terms (../framework/affinity-term.ts).
 * @see kubernetes v1.31 plugins/interpodaffinity
 */
import type { InterPodAffinityArgs } from '@elli/api/config/kube-scheduler-config/v1'
import type { Pod } from '@elli/api/core/v1'
import type { SchedulerCache } from '../cache/cache.ts'
import type { TermGroup, TermIndex } from '../cache/term-index.ts'
import { type AffinityTerm, allTermsMatch, type NamespaceLabels, termMatches } from '../framework/affinity-term.ts'
import { action } from '../framework/cluster-event.ts'
import { stateKey } from '../framework/cycle-state.ts'
import type { NodeInfo } from '../framework/node-info.ts'
import { maxNodeScore, type Plugin } from '../framework/plugin.ts'
import { PodInfo } from '../framework/pod-info.ts'
import { skip, unresolvable, unschedulable } from '../framework/status.ts'
import { TopologyCounts } from '../framework/topology-counts.ts'

const name = 'InterPodAffinity'
const affinityUnmet = unresolvable(name, "node(s) didn't match pod affinity rules")
const antiAffinityUnmet = unschedulable(name, "node(s) didn't match pod anti-affinity rules")
const existingAntiAffinityUnmet = unschedulable(name, "node(s) didn't satisfy existing pods anti-affinity rules")

interface Counts {
  /** Pods there that refuse this one, by the domains they refuse it in. */
  readonly existingAnti: TopologyCounts
  /** Pods there that all the affinity terms mean. */
  readonly affinity: TopologyCounts
  readonly anti: TopologyCounts
}

const countsKey = stateKey<Counts>(`PreFilter${name}`, ({ existingAnti, affinity, anti }) => ({
  existingAnti: existingAnti.clone(),
  affinity: affinity.clone(),
  anti: anti.clone(),
}))
const scoresKey = stateKey<TopologyCounts>(`PreScore${name}`)

export function interPodAffinity(
  { cache, namespaceLabels }: { cache: SchedulerCache; namespaceLabels: NamespaceLabels },
  args: Partial<Pick<InterPodAffinityArgs, 'hardPodAffinityWeight' | 'ignorePreferredTermsOfExistingPods'>>,
): Plugin {
  const hardWeight = args.hardPodAffinityWeight ?? 1
  const matches = (term: AffinityTerm, pod: Pod): boolean => termMatches(term, pod, namespaceLabels)

  function countPod(counts: Counts, pod: PodInfo, other: PodInfo, node: NodeInfo, change: 1 | -1): void {
    for (const term of other.requiredAntiAffinityTerms)
      if (matches(term, pod.pod)) bump(counts.existingAnti, term, node, change)
    if (allTermsMatch(pod.requiredAffinityTerms, other.pod, namespaceLabels)) {
      for (const term of pod.requiredAffinityTerms) bump(counts.affinity, term, node, change)
    }
    for (const term of pod.requiredAntiAffinityTerms)
      if (matches(term, other.pod)) bump(counts.anti, term, node, change)
  }

  /** Adds, for every pod the term means, `weight` to the domain of its node. */
  function addMatching(counts: TopologyCounts, term: AffinityTerm, weight: number): void {
    for (const namespace of namespacesOf(cache, term, namespaceLabels)) {
      for (const [nodeName, count] of cache.matchCounts(namespace, term.selector, 'with terminating')) {
        const node = cache.node(nodeName)
        if (node !== undefined) bump(counts, term, node, weight * count)
      }
    }
  }

  /** Several affinity terms must all mean the same pod, which counts by term cannot tell. */
  function addMatchingAll(counts: TopologyCounts, terms: readonly AffinityTerm[]): void {
    const [first] = terms
    if (first === undefined) return
    if (terms.length === 1) {
      addMatching(counts, first, 1)
      return
    }
    for (const namespace of namespacesOf(cache, first, namespaceLabels)) {
      for (const other of cache.podsOf(namespace)) {
        const node = cache.node(other.nodeName)
        if (node === undefined || !allTermsMatch(terms, other.pod, namespaceLabels)) continue
        for (const term of terms) bump(counts, term, node, 1)
      }
    }
  }

  /** Adds, for every pod there with a term that means this pod, the term's weight to the domain of its node. */
  function addFrom(
    counts: TopologyCounts,
    index: TermIndex,
    pod: PodInfo,
    weightOf: (group: TermGroup) => number,
  ): void {
    for (const group of index.groups()) {
      if (!matches(group.term, pod.pod)) continue
      const weight = weightOf(group)
      for (const [nodeName, count] of group.counts) {
        const node = cache.node(nodeName)
        if (node !== undefined) bump(counts, group.term, node, weight * count)
      }
    }
  }

  return {
    name,
    events: [
      { resource: 'Pod', actions: action.add | action.delete | action.updatePodLabel, hint: podChangeHelps },
      {
        resource: 'Node',
        actions: action.add | action.updateNodeLabel | action.updateNodeTaint,
        hint(pod, _before, after) {
          const has = (term: AffinityTerm): boolean => after?.metadata.labels?.[term.topologyKey] !== undefined
          // A node without pods also satisfies whatever pods elsewhere refuse.
          const own = [...pod.requiredAffinityTerms, ...pod.requiredAntiAffinityTerms]
          return own.length === 0 || own.some(has)
        },
      },
    ],

    preFilter(state, pod) {
      if (pod.affinityError !== undefined) return unresolvable(name, `parsing pod: ${pod.affinityError}`)
      const counts: Counts = {
        existingAnti: new TopologyCounts(),
        affinity: new TopologyCounts(),
        anti: new TopologyCounts(),
      }
      addFrom(counts.existingAnti, cache.requiredAntiAffinity, pod, () => 1)
      addMatchingAll(counts.affinity, pod.requiredAffinityTerms)
      for (const term of pod.requiredAntiAffinityTerms) addMatching(counts.anti, term, 1)
      const hasOwn = pod.requiredAffinityTerms.length + pod.requiredAntiAffinityTerms.length > 0
      if (counts.existingAnti.isEmpty && !hasOwn) return skip
      state.write(countsKey, counts)
      return undefined
    },
    addPod: (state, pod, other, node) => countPod(state.must(countsKey), pod, other, node, 1),
    removePod: (state, pod, other, node) => countPod(state.must(countsKey), pod, other, node, -1),

    filter(state, pod, node) {
      const { existingAnti, affinity, anti } = state.must(countsKey)
      if (!satisfiesAffinity(affinity, pod, node, namespaceLabels)) return affinityUnmet
      for (const { topologyKey } of pod.requiredAntiAffinityTerms)
        if (isInDomain(anti, topologyKey, node)) return antiAffinityUnmet
      for (const key of existingAnti.keys()) if (isInDomain(existingAnti, key, node)) return existingAntiAffinityUnmet
      return undefined
    },

    preScore(state, pod) {
      const { preferredAffinityTerms, preferredAntiAffinityTerms } = pod
      if (
        args.ignorePreferredTermsOfExistingPods === true &&
        preferredAffinityTerms.length + preferredAntiAffinityTerms.length === 0
      ) {
        return skip
      }
      const scores = new TopologyCounts()
      for (const term of preferredAffinityTerms) addMatching(scores, term, term.weight)
      for (const term of preferredAntiAffinityTerms) addMatching(scores, term, -term.weight)
      if (hardWeight > 0) addFrom(scores, cache.requiredAffinity, pod, () => hardWeight)
      addFrom(scores, cache.preferredAffinity, pod, ({ weight }) => weight)
      if (scores.isEmpty) return skip
      state.write(scoresKey, scores)
      return undefined
    },
    score(state, _pod, node) {
      const scores = state.must(scoresKey)
      let sum = 0
      for (const key of scores.keys()) {
        const value = node.domain(key)
        if (value !== undefined) sum += scores.get(key, value)
      }
      return sum
    },
    normalize(_state, _pod, scores) {
      let [lowest, highest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
      for (const score of scores) {
        if (score < lowest) lowest = score
        if (score > highest) highest = score
      }
      const range = highest - lowest
      for (let i = 0; i < scores.length; i++) {
        scores[i] = range > 0 ? Math.trunc(maxNodeScore * (((scores[i] ?? 0) - lowest) / range)) : 0
      }
    },
  }

  function podChangeHelps(pod: PodInfo, before: Pod | undefined, after: Pod | undefined): boolean {
    const isElsewhere = (other: Pod | undefined): boolean => other !== undefined && (other.spec.nodeName ?? '') === ''
    if (isElsewhere(before) || isElsewhere(after)) return false
    const { requiredAffinityTerms: terms, requiredAntiAffinityTerms: antiTerms } = pod
    const isWanted = (other: Pod | undefined): boolean =>
      other !== undefined && allTermsMatch(terms, other, namespaceLabels)
    const isUnwanted = (other: Pod | undefined): boolean =>
      other !== undefined && antiTerms.some((term) => matches(term, other))
    if (!isWanted(before) && isWanted(after)) return true
    if (isUnwanted(before) && !isUnwanted(after)) return true
    // The one that refused it is gone, or its labels do not hold any more.
    return before !== undefined && after === undefined && PodInfo.of(before).requiredAntiAffinityTerms.length > 0
  }
}

function bump(counts: TopologyCounts, { topologyKey }: AffinityTerm, node: NodeInfo, change: number): void {
  const value = node.domain(topologyKey)
  if (value !== undefined) counts.add(topologyKey, value, change)
}

function isInDomain(counts: TopologyCounts, key: string, node: NodeInfo): boolean {
  const value = node.domain(key)
  return value !== undefined && counts.get(key, value) > 0
}

function* namespacesOf(cache: SchedulerCache, term: AffinityTerm, labels: NamespaceLabels): Generator<string> {
  if (!term.namespaceSelector.selectable) {
    yield* term.namespaces
    return
  }
  for (const namespace of cache.namespacesWithPods()) {
    if (term.namespaces.has(namespace) || term.namespaceSelector.matches(labels(namespace))) yield namespace
  }
}

function satisfiesAffinity(affinity: TopologyCounts, pod: PodInfo, node: NodeInfo, labels: NamespaceLabels): boolean {
  let everyTermHasPods = true
  for (const { topologyKey } of pod.requiredAffinityTerms) {
    const value = node.domain(topologyKey)
    if (value === undefined) return false
    if (affinity.get(topologyKey, value) <= 0) everyTermHasPods = false
  }
  if (everyTermHasPods) return true
  // The first of a group that wants to be together has nobody to join but itself.
  return affinity.isEmpty && allTermsMatch(pod.requiredAffinityTerms, pod.pod, labels)
}
