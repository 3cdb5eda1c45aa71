/**
 * How many pods of a namespace match a selector, node by node, kept up to date instead of counted anew for every pod.
 * In: pods coming to nodes and leaving them. Out: counts by node name, for selectors that are asked for.
 * Always: whether terminating pods count is up to who asks. The selectors asked for least recently are forgotten beyond a limit.
 * Elsewhere: spreading (../plugins/pod-topology-spread.ts) and affinity (../plugins/inter-pod-affinity.ts), which ask.
 */
import type { LabelSelector } from '@elli/machinery/labels'
import type { PodInfo } from '../framework/pod-info.ts'

export type Terminating = 'with terminating' | 'without terminating'

interface Entry {
  readonly selector: LabelSelector
  readonly terminating: Terminating
  /** Nodes without a matching pod are absent. */
  readonly counts: Map<string, number>
}

/** Selectors remembered at most, per namespace: a few per workload that is being scaled. */
const limitPerNamespace = 64

export class SelectorIndex {
  readonly #byNamespace = new Map<string, Map<string, Entry>>()

  /** @param scan all pods of the namespace that are on nodes, for a selector that is new */
  counts(
    namespace: string,
    selector: LabelSelector,
    terminating: Terminating,
    scan: () => Iterable<PodInfo>,
  ): ReadonlyMap<string, number> {
    let entries = this.#byNamespace.get(namespace)
    if (entries === undefined) this.#byNamespace.set(namespace, (entries = new Map()))
    const key = `${terminating} ${selector.selectable} ${selector}`
    let entry = entries.get(key)
    if (entry === undefined) {
      entry = { selector, terminating, counts: new Map() }
      for (const pod of scan()) count(entry, pod, 1)
    } else entries.delete(key)
    // A Map keeps its order of insertion: what is asked for goes to the end, the first is the least recent.
    entries.set(key, entry)
    if (entries.size > limitPerNamespace) entries.delete(entries.keys().next().value ?? '')
    return entry.counts
  }

  add(pod: PodInfo): void {
    for (const entry of this.#byNamespace.get(pod.namespace)?.values() ?? []) count(entry, pod, 1)
  }

  remove(pod: PodInfo): void {
    for (const entry of this.#byNamespace.get(pod.namespace)?.values() ?? []) count(entry, pod, -1)
  }

  /** The namespace has no pods left. */
  forget(namespace: string): void {
    this.#byNamespace.delete(namespace)
  }
}

function count({ selector, terminating, counts }: Entry, pod: PodInfo, change: 1 | -1): void {
  const { labels, deletionTimestamp } = pod.pod.metadata
  if (deletionTimestamp !== undefined && terminating === 'without terminating') return
  if (!selector.matches(labels)) return
  const left = (counts.get(pod.nodeName) ?? 0) + change
  if (left > 0) counts.set(pod.nodeName, left)
  else counts.delete(pod.nodeName)
}
