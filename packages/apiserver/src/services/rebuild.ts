/**
 * What a range should say is taken, from what Services have and from what it says now. Pure.
 * Always: what a Service has is taken; what nobody has stays taken for two looks, since its Service may just be in the making.
 */
import type { Bitmap } from './bitmap.ts'

export interface Claim<Owner> {
  readonly owner: Owner
  /** The address or port. */
  readonly what: string
  /** Undefined outside the range. */
  readonly offset: number | undefined
}

export interface Problem<Owner> {
  /** By the names of upstream's metric. */
  readonly kind: 'repair' | 'duplicate' | 'outOfRange'
  readonly claim: Claim<Owner>
}

export interface Rebuilt<Owner> {
  readonly bitmap: Bitmap
  readonly problems: readonly Problem<Owner>[]
  /** Offsets without an owner → how many more looks they stay. */
  readonly suspects: ReadonlyMap<number, number>
  /** Offsets that are free again. */
  readonly leaked: readonly number[]
}

/** How often something must be seen without an owner before it is free. */
const looksBeforeRelease = 3

export function rebuild<Owner>(
  stored: Bitmap,
  claims: readonly Claim<Owner>[],
  suspects: ReadonlyMap<number, number>,
): Rebuilt<Owner> {
  const bitmap = stored.blank()
  const problems: Problem<Owner>[] = []
  for (const claim of claims) {
    const { offset } = claim
    if (offset === undefined) problems.push({ kind: 'outOfRange', claim })
    else if (!bitmap.take(offset)) problems.push({ kind: 'duplicate', claim })
    else if (!stored.has(offset)) problems.push({ kind: 'repair', claim })
  }
  const still = new Map<number, number>()
  const leaked: number[] = []
  for (const offset of stored.offsets()) {
    if (bitmap.has(offset)) continue
    const left = suspects.get(offset) ?? looksBeforeRelease - 1
    if (left === 0) leaked.push(offset)
    else still.set(offset, left - 1)
  }
  for (const offset of still.keys()) bitmap.take(offset)
  return { bitmap, problems, suspects: still, leaked }
}
