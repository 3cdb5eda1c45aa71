/** Differences between two states of an object's owner references, told by uid. Pure. */
import type { OwnerReference } from '@elli/api/meta/v1'

export interface ReferenceChanges {
  added: OwnerReference[]
  removed: OwnerReference[]
  /** Removed, or no longer blocking: their owners may be able to go now. */
  unblocked: OwnerReference[]
}

export function referenceChanges(
  before: readonly OwnerReference[],
  after: readonly OwnerReference[],
): ReferenceChanges {
  if (before === after) return { added: [], removed: [], unblocked: [] }
  const now = new Map(after.map((reference) => [reference.uid, reference]))
  const known = new Set(before.map(({ uid }) => uid))
  return {
    added: after.filter(({ uid }) => !known.has(uid)),
    removed: before.filter(({ uid }) => !now.has(uid)),
    unblocked: before.filter(
      ({ uid, blockOwnerDeletion }) => blockOwnerDeletion === true && now.get(uid)?.blockOwnerDeletion !== true,
    ),
  }
}
