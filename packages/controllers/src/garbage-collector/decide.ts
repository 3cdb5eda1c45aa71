/**
 * What to do about a node whose owners the server has been asked about. Pure.
 * In: the object as the server has it, the state of each of its owners, its dependents in the graph. Out: one Verdict.
 */
import type { OwnerReference } from '@elli/api/meta/v1'
import type { ApiObject } from '@elli/api/object'
import type { DeleteOptions } from '@elli/client/client'
import { foregroundFinalizer, type GraphNode, hasFinalizer, isBeingDeleted, orphanFinalizer } from './graph.ts'

export interface OwnerState {
  readonly reference: OwnerReference
  /** As the server has it; undefined when it does not exist. */
  readonly owner: ApiObject | undefined
}

export type Verdict =
  /** A live owner holds it. */
  | { kind: 'keep' }
  /** A live owner holds it, and references to others would block these for ever. */
  | { kind: 'drop-references'; uids: string[] }
  | {
      kind: 'delete'
      policy: NonNullable<DeleteOptions['propagationPolicy']>
      /** References of this object stop blocking first, for a dependent of it waits as well and the two might wait for each other. */
      unblock: boolean
    }

export function decide(latest: ApiObject, owners: readonly OwnerState[], dependents: ReadonlySet<GraphNode>): Verdict {
  const dangling: string[] = []
  const waiting: string[] = []
  for (const { reference, owner } of owners) {
    if (owner === undefined) dangling.push(reference.uid)
    else if (isBeingDeleted(owner) && hasFinalizer(owner, foregroundFinalizer)) waiting.push(reference.uid)
  }
  if (dangling.length + waiting.length < owners.length) {
    const uids = [...dangling, ...waiting]
    return uids.length === 0 ? { kind: 'keep' } : { kind: 'drop-references', uids }
  }
  if (waiting.length > 0 && dependents.size > 0)
    return { kind: 'delete', policy: 'Foreground', unblock: [...dependents].some((node) => node.deletingDependents) }
  // What somebody asked for on the object itself is honoured.
  if (hasFinalizer(latest, orphanFinalizer)) return { kind: 'delete', policy: 'Orphan', unblock: false }
  if (hasFinalizer(latest, foregroundFinalizer)) return { kind: 'delete', policy: 'Foreground', unblock: false }
  return { kind: 'delete', policy: 'Background', unblock: false }
}
