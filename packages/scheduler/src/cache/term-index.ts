/**
 * The affinity terms of pods that are on nodes, equal ones together: a thousand replicas that refuse each other are one term here.
 * Out: each distinct term with how many pods have it, by name of node. Always: terms and nodes without pods are absent.
 */
import type { AffinityTerm } from '../framework/affinity-term.ts'

export interface TermGroup {
  readonly term: AffinityTerm
  /** What it weighs in scores; negative for anti-affinity, 0 for required terms. */
  readonly weight: number
  readonly counts: ReadonlyMap<string, number>
}

interface Group extends TermGroup {
  readonly counts: Map<string, number>
}

export class TermIndex {
  readonly #groups = new Map<string, Group>()

  groups(): Iterable<TermGroup> {
    return this.#groups.values()
  }

  count(term: AffinityTerm, weight: number, nodeName: string, change: 1 | -1): void {
    const key = `${weight} ${term.signature}`
    let group = this.#groups.get(key)
    if (group === undefined) this.#groups.set(key, (group = { term, weight, counts: new Map() }))
    const left = (group.counts.get(nodeName) ?? 0) + change
    if (left > 0) group.counts.set(nodeName, left)
    else group.counts.delete(nodeName)
    if (group.counts.size === 0) this.#groups.delete(key)
  }
}
