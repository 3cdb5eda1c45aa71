/**
 * One node's turn: is it there, who of its owners is, and what follows from that.
 * In: a node from the queue. Throws to have it tried again. Elsewhere: the judgement itself (./decide.ts).
 */
import type { OwnerReference } from '@elli/api/meta/v1'
import { type Actions, NamespacedOwnerError } from './act.ts'
import { decide, type OwnerState } from './decide.ts'
import { blockingDependents, type DependencyGraph, foregroundFinalizer, type GraphNode } from './graph.ts'
import { type Identity, identityOf, identityText } from './identity.ts'

/** @param again puts a node into the queue */
export function collector(
  graph: DependencyGraph,
  actions: Actions,
  again: (node: GraphNode) => void,
): (node: GraphNode) => Promise<void> {
  return async (node) => {
    if (node.virtual) {
      const current = graph.get(node.identity.uid)
      // Meanwhile seen, gone, or known by another name: the node in the graph has its own turn.
      if (current === undefined || !current.virtual) return
    }
    try {
      if (!(await attempt(node))) return
    } catch (error) {
      if (error instanceof NamespacedOwnerError) return
      throw error
    }
    // Objects that came and went unseen would stay virtual for ever if nobody asked again.
    if (node.virtual) throw new Error(`item hasn't been observed via informer yet: ${identityText(node.identity)}`)
  }

  /** @returns false when the server does not have the object */
  async function attempt(node: GraphNode): Promise<boolean> {
    // From here to its end an object is on its way; only foreground deletion needs us.
    if (node.beingDeleted && !node.deletingDependents) return true
    const latest = await actions.get(node.identity)
    if (latest === undefined) {
      graph.disprove(node.identity)
      return false
    }
    if (node.deletingDependents) {
      const blocking = blockingDependents(node)
      if (blocking.length === 0) await actions.removeFinalizer(node.identity, foregroundFinalizer)
      for (const dependent of blocking) if (!dependent.deletingDependents) again(dependent)
      return true
    }
    const references = latest.metadata.ownerReferences ?? []
    if (references.length === 0) return true
    const owners: OwnerState[] = []
    for (const reference of references) owners.push(await stateOf(reference, node.identity.namespace))
    const verdict = decide(latest, owners, node.dependents)
    switch (verdict.kind) {
      case 'keep':
        break
      case 'drop-references':
        await actions.dropReferences(node.identity, verdict.uids)
        break
      case 'delete':
        if (verdict.unblock) await actions.unblockOwners(node)
        await actions.delete(node.identity, verdict.policy)
        break
      default:
        return verdict satisfies never
    }
    return true
  }

  async function stateOf(reference: OwnerReference, namespace: string): Promise<OwnerState> {
    const absent = (place: string): Identity => identityOf(reference, place)
    if (graph.isAbsent(absent('')) || graph.isAbsent(absent(namespace))) return { reference, owner: undefined }
    const { namespaced } = actions.resource(reference.apiVersion, reference.kind)
    const identity = absent(namespaced ? namespace : '')
    const owner = await actions.get(identity)
    if (owner === undefined) graph.markAbsent(identity)
    return { reference, owner }
  }
}
