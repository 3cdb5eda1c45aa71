/**
 * Sets of fields, in the shape that FieldsV1 has as JSON: `{"f:spec":{".":{},"f:replicas":{}}}`.
 * A node without keys, or with the key ".", stands for a field in the set; other keys lead to fields below it.
 * Always: immutable, keys canonical and in order (./path-element.ts); the root stands for no field, so it has no ".".
 * No node is there for nothing: each leads to a field of the set.
 * Elsewhere: FieldsV1 from clients (./fields-v1.ts).
 */
import { compareElements, type Path, type PathElement } from './path-element.ts'

export interface FieldSet {
  readonly [element: PathElement]: FieldSet
}

/** While it is being put together. */
export interface FieldSetBuilder {
  [element: PathElement]: FieldSet
}

/** A field with nothing below it. */
export const leaf: FieldSet = Object.freeze({})

/** The set without fields. */
export const emptySet: FieldSet = leaf

export function isEmptySet(set: FieldSet): boolean {
  for (const _ in set) return false
  return true
}

/** Whether the node itself is a field of the set. */
export function isMember(node: FieldSet): boolean {
  if (node['.'] !== undefined) return true
  for (const _ in node) return false
  return true
}

/** Whether the node leads to others. */
export function hasChildren(node: FieldSet): boolean {
  for (const key in node) if (key !== '.') return true
  return false
}

/** The set below a node. */
export function below(node: FieldSet): FieldSet {
  if (node['.'] === undefined) return node
  const { '.': _self, ...rest } = node
  return rest
}

/** A node that is a field, and leads to the fields below. */
export function withSelf(set: FieldSet): FieldSet {
  return set['.'] !== undefined || isEmptySet(set) ? set : { '.': leaf, ...set }
}

export function setOf(paths: Iterable<Path>): FieldSet {
  let set = emptySet
  for (const path of paths) set = union(set, single(path))
  return set
}

function single(path: Path): FieldSet {
  let node = leaf
  for (let i = path.length - 1; i >= 0; i--) node = { [path[i] as PathElement]: node }
  return node
}

export function has(set: FieldSet, path: Path): boolean {
  let node: FieldSet | undefined = set
  for (const element of path) {
    node = node[element]
    if (node === undefined) return false
  }
  return path.length > 0 && isMember(node)
}

export function union(a: FieldSet, b: FieldSet): FieldSet {
  if (a === b || isEmptySet(b)) return a
  if (isEmptySet(a)) return b
  return unionInto({}, a, b)
}

function unionInto(out: FieldSetBuilder, a: FieldSet, b: FieldSet): FieldSet {
  const keys: PathElement[] = []
  for (const key in a) if (key !== '.') keys.push(key)
  const known = keys.length
  for (const key in b) if (key !== '.' && a[key] === undefined) keys.push(key)
  if (keys.length > known && known > 0) keys.sort(compareElements)
  for (const key of keys) {
    const x = a[key]
    const y = b[key]
    out[key] = x === undefined ? (y as FieldSet) : y === undefined ? x : unionOfNodes(x, y)
  }
  return out
}

function unionOfNodes(a: FieldSet, b: FieldSet): FieldSet {
  if (a === b) return a
  const member = isMember(a) || isMember(b)
  if (isEmptySet(a)) return withSelf(b)
  if (isEmptySet(b)) return withSelf(a)
  const out = unionInto(member ? { '.': leaf } : {}, a, b)
  return hasChildren(out) ? out : leaf
}

/** Fields of `a` that are not in `b`; a field that goes takes nothing below it along. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  return subtract(a, b, false)
}

/** Fields of `a` that are not in `b` and not below a field of `b`. */
export function recursiveDifference(a: FieldSet, b: FieldSet): FieldSet {
  return subtract(a, b, true)
}

function subtract(a: FieldSet, b: FieldSet, recursive: boolean): FieldSet {
  if (isEmptySet(b)) return a
  const out: FieldSetBuilder = {}
  let same = true
  for (const key in a) {
    const x = a[key] as FieldSet
    const y = key === '.' ? undefined : b[key]
    if (y === undefined) {
      out[key] = x
      continue
    }
    const rest = subtractNode(x, y, recursive)
    if (rest !== x) same = false
    if (rest !== undefined) out[key] = rest
  }
  return same ? a : out
}

function subtractNode(a: FieldSet, b: FieldSet, recursive: boolean): FieldSet | undefined {
  const gone = isMember(b)
  if (gone && recursive) return undefined
  const self = isMember(a) && !gone
  const inner = below(a)
  const rest = hasChildren(b) ? subtract(inner, below(b), recursive) : inner
  if (rest === inner && self === isMember(a)) return a
  if (isEmptySet(rest)) return self ? leaf : undefined
  return self ? { '.': leaf, ...rest } : rest
}

export function intersection(a: FieldSet, b: FieldSet): FieldSet {
  const out: FieldSetBuilder = {}
  for (const key in a) {
    if (key === '.') continue
    const y = b[key]
    if (y === undefined) continue
    const x = a[key] as FieldSet
    const self = isMember(x) && isMember(y)
    const common = isEmptySet(x) || isEmptySet(y) ? emptySet : intersection(x, y)
    if (!isEmptySet(common)) out[key] = self ? { '.': leaf, ...common } : common
    else if (self) out[key] = leaf
  }
  return out
}

/** Calls back once for each field: those of a level before those further below. */
export function forEachPath(set: FieldSet, found: (path: Path) => void, prefix: Path = []): void {
  for (const key in set) if (key !== '.' && isMember(set[key] as FieldSet)) found([...prefix, key])
  for (const key in set) {
    if (key === '.') continue
    const node = set[key] as FieldSet
    if (hasChildren(node)) forEachPath(node, found, [...prefix, key])
  }
}
