/**
 * NodeAffinity: the pod's nodeSelector and node affinity, and affinity that the profile adds to every pod.
 * @see kubernetes v1.31 plugins/nodeaffinity/node_affinity.go
 */
import type { NodeSelectorTerm } from '@elli/api/core/v1'
import type { NodeAffinityArgs } from '@elli/api/config/kube-scheduler-config/v1'
import { CompiledNodeSelector, PreferredNodeAffinity } from '@elli/machinery/pod/node-affinity'
import { action } from '../framework/cluster-event.ts'
import { stateKey } from '../framework/cycle-state.ts'
import { defaultNormalize, type Plugin } from '../framework/plugin.ts'
import { skip, unresolvable } from '../framework/status.ts'

const name = 'NodeAffinity'
const mismatch = unresolvable(name, "node(s) didn't match Pod's node affinity/selector")
const enforcedMismatch = unresolvable(name, "node(s) didn't match scheduler-enforced node affinity")
const conflict = unresolvable(name, 'pod affinity terms conflict')
const preference = stateKey<PreferredNodeAffinity | undefined>(`PreScore${name}`)

/** @throws SelectorError when addedAffinity cannot be read */
export function nodeAffinity(args: Pick<NodeAffinityArgs, 'addedAffinity'>): Plugin {
  const {
    requiredDuringSchedulingIgnoredDuringExecution: required,
    preferredDuringSchedulingIgnoredDuringExecution: preferred,
  } = args.addedAffinity ?? {}
  const enforced = required === undefined ? undefined : new CompiledNodeSelector(required)
  const added = preferred === undefined || preferred.length === 0 ? undefined : new PreferredNodeAffinity(preferred)
  return {
    name,
    events: [
      {
        resource: 'Node',
        actions: action.add | action.update,
        hint: (pod, _before, after) =>
          after !== undefined && (enforced === undefined || enforced.matches(after)) && pod.matchesNode(after),
      },
    ],
    preFilter(_state, { pod }) {
      const selector = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
      if (selector === undefined && enforced === undefined && pod.spec.nodeSelector === undefined) return skip
      const nodeNames = namedNodes(selector?.nodeSelectorTerms ?? [])
      if (nodeNames === undefined) return undefined
      return nodeNames.size === 0 ? conflict : { nodeNames }
    },
    filter(_state, pod, { node }) {
      if (node === undefined) return mismatch
      if (enforced !== undefined && !enforced.matches(node)) return enforcedMismatch
      return pod.matchesNode(node) ? undefined : mismatch
    },
    preScore(state, { pod }) {
      const terms = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution
      if (terms === undefined && added === undefined) return skip
      state.write(preference, terms === undefined ? undefined : new PreferredNodeAffinity(terms))
      return undefined
    },
    score(state, _pod, { node }) {
      if (node === undefined) return 0
      return (added?.score(node) ?? 0) + (state.read(preference)?.score(node) ?? 0)
    },
    normalize: (_state, _pod, scores) => defaultNormalize(scores, false),
  }
}

/** The nodes the terms name, where every one of them names some; DaemonSet pods do, and need no search. */
function namedNodes(terms: readonly NodeSelectorTerm[]): Set<string> | undefined {
  if (terms.length === 0) return undefined
  const all = new Set<string>()
  for (const term of terms) {
    const lists = (term.matchFields ?? []).flatMap(({ key, operator, values = [] }) =>
      key === 'metadata.name' && operator === 'In' ? [values] : [],
    )
    const [first, ...rest] = lists
    if (first === undefined) return undefined
    for (const value of first) if (rest.every((values) => values.includes(value))) all.add(value)
  }
  return all
}
