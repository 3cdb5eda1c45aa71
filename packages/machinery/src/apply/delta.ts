/**
 * What differs between two states of an object, as sets of fields.
 * `changed`: fields that are new or have another value. `removed`: fields that are gone. Undefined where there are none.
 */
import {
  type FieldSet,
  type FieldSetBuilder,
  hasChildren,
  leaf,
  recursiveDifference,
  isEmptySet,
  union,
} from './field-set.ts'

export interface Delta {
  readonly changed: FieldSet | undefined
  readonly removed: FieldSet | undefined
}

/** The place itself has another value. */
export const leafChanged: Delta = { changed: leaf, removed: undefined }

export const noDelta: Delta = { changed: undefined, removed: undefined }

/** Puts the differences of parts together, in the order in which they come. */
export class DeltaBuilder {
  #changed: FieldSetBuilder | undefined
  #removed: FieldSetBuilder | undefined

  changed(element: string, node: FieldSet): void {
    this.#changed ??= {}
    this.#changed[element] = node
  }

  removed(element: string, node: FieldSet): void {
    this.#removed ??= {}
    this.#removed[element] = node
  }

  add(element: string, { changed, removed }: Delta): void {
    if (changed !== undefined) this.changed(element, changed)
    if (removed !== undefined) this.removed(element, removed)
  }

  result(): Delta | undefined {
    if (this.#changed === undefined && this.#removed === undefined) return undefined
    return { changed: this.#changed, removed: this.#removed }
  }
}

/** Both at the same place. */
export function unionOfDeltas(a: Delta | undefined, b: Delta | undefined): Delta | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return { changed: unionOfNodes(a.changed, b.changed), removed: unionOfNodes(a.removed, b.removed) }
}

function unionOfNodes(a: FieldSet | undefined, b: FieldSet | undefined): FieldSet | undefined {
  if (a === undefined || b === undefined) return a ?? b
  // Nodes, not roots: wrapped so that "the place itself" counts.
  return union({ 'f:': a }, { 'f:': b })['f:']
}

/** Without the fields that are reset anyway, and what is below them. */
export function withoutFields(delta: Delta, ignored: FieldSet): Delta {
  if (isEmptySet(ignored)) return delta
  const rest = (set: FieldSet | undefined): FieldSet | undefined => {
    if (set === undefined) return undefined
    const kept = recursiveDifference(set, ignored)
    return isEmptySet(kept) ? undefined : kept
  }
  return { changed: rest(delta.changed), removed: rest(delta.removed) }
}

/** The part of a node below itself, or the node when there is none: for containers that were there before. */
export function contentsOf(node: FieldSet): FieldSet {
  if (!hasChildren(node)) return node
  if (node['.'] === undefined) return node
  const { '.': _self, ...rest } = node
  return rest
}
