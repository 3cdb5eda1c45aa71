/**
 * Two adjustments of field sets to a topology.
 * `withNamedFields`: fields of structs on the way to an owned field count as owned, since nobody names them by themselves.
 * `reconciled`: a set that was written when a place was still granular, now that it is taken whole.
 */
import { below, type FieldSet, type FieldSetBuilder, hasChildren, isMember, leaf, withSelf } from './field-set.ts'
import type { PathElement } from './path-element.ts'
import { deduced, type Topology } from './topology.ts'

export function withNamedFields(set: FieldSet, topology: Topology | undefined): FieldSet {
  const out: FieldSetBuilder = {}
  for (const key in set) {
    if (key === '.') {
      out[key] = leaf
      continue
    }
    const node = set[key] as FieldSet
    if (!hasChildren(node)) {
      out[key] = node
      continue
    }
    const named = key.startsWith('f:') && topology?.map?.fields.has(key.slice(2)) === true
    const inner = withNamedFields(below(node), step(topology, key))
    out[key] = named || isMember(node) ? withSelf(inner) : inner
  }
  return out
}

function step(topology: Topology | undefined, element: PathElement): Topology | undefined {
  if (element.startsWith('f:')) {
    const { map } = topology ?? {}
    return map === undefined ? undefined : (map.fields.get(element.slice(2))?.type() ?? map.element())
  }
  return element.startsWith('k:') ? topology?.list?.item() : undefined
}

/** The same set when there is nothing to mend. */
export function reconciled(set: FieldSet, topology: Topology): FieldSet {
  let out: FieldSetBuilder | undefined
  const { map, list } = topology
  if (map?.deduced === true || topology === deduced) return set
  for (const key in set) {
    if (key === '.') continue
    const node = set[key] as FieldSet
    if (!hasChildren(node)) continue
    const inner =
      map !== undefined
        ? key.startsWith('f:')
          ? (map.fields.get(key.slice(2))?.type() ?? map.element())
          : map.element()
        : list?.item()
    if (inner === undefined) continue
    const mended = isWhole(inner) ? leaf : mend(node, inner)
    if (mended === node) continue
    out ??= { ...set }
    out[key] = mended
  }
  return out ?? set
}

function isWhole({ map, scalar, list }: Topology): boolean {
  if (map !== undefined) return map.atomic && !map.deduced
  return scalar === undefined && list?.atomic === true
}

function mend(node: FieldSet, topology: Topology): FieldSet {
  const inner = below(node)
  const mended = reconciled(inner, topology)
  if (mended === inner) return node
  return isMember(node) ? withSelf(mended) : mended
}
