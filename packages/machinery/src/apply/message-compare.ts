/**
 * What differs between two decoded objects of a built-in kind; the hot path of create and update.
 * In: a MessageSchema, objects as decoded (absent is undefined). Out: a Delta, undefined when nothing differs.
 * Always: absent fields read as Go's structs show them: a struct that is no pointer is always there, a scalar without
 * omitempty is zero, a list without omitempty is null. So an object that is created differs from `{}`.
 * Compiled once per schema into closures; shared parts (`===`) are not looked into.
 * Elsewhere: the plain version on JSON, which says the same (./compare.ts; the test holds both together).
 */
import { encodeAnyJson, encodeJson, quote } from '@elli/api/schema/encodeJson'
import { type Field, type FieldType, isScalar, jsonFields, type MessageSchema } from '@elli/api/schema/schema'
import { deepEqual, type Json } from '../json.ts'
import { compareJson, wholeJson } from './compare.ts'
import { contentsOf, type Delta, DeltaBuilder, leafChanged, unionOfDeltas } from './delta.ts'
import { type FieldSet, type FieldSetBuilder, leaf } from './field-set.ts'
import { defaultOf, listRelationship, overridesStruct } from './message-topology.ts'
import { compareText, compareValues } from './path-element.ts'
import { deduced } from './topology.ts'
import { TypedError } from './typed-errors.ts'

type Struct = Readonly<Record<string, unknown>>

interface Walker {
  /** The node of a value that came or went whole. */
  whole(value: unknown): FieldSet
  /** Both are there; null is a nil list, map or pointer that is written. */
  compare(before: unknown, after: unknown): Delta | undefined
  /** The same as `whole`, as text: `{".":{}` and the parts, each after a comma; no brace at the end. Undefined: always a leaf. */
  readonly writeWhole: ((value: unknown, out: string[]) => void) | undefined
  /** The parts that are in the value and not in the zero one, each after a comma. Undefined: a leaf when it differs. */
  readonly writeFresh: ((value: unknown, out: string[]) => void) | undefined
}

/** @throws TypedError when an item of a keyed list has no key */
export function compareMessages(schema: MessageSchema, before: object, after: object): Delta | undefined {
  return walkerOf(schema).compare(before, after)
}

/**
 * What is set in an object that is created, as the text of FieldsV1: `compareMessages(schema, {}, object).changed` without
 * a tree in between.
 * @param without top-level fields that do not count
 * @param withoutMetadata fields of metadata that do not count
 * @throws TypedError
 */
export function createdFieldsText(
  schema: MessageSchema,
  object: object,
  without: ReadonlySet<string>,
  withoutMetadata: ReadonlySet<string>,
): string {
  const out: string[] = []
  for (const part of walkerOf(schema).parts) {
    if (without.has(part.name)) continue
    const value = read(part, (object as Struct)[part.name])
    if (value === undefined || value === part.zero) continue
    if (part.name !== 'metadata' || !(part.walker instanceof StructWalker)) {
      writeFreshPart(part, value, out)
      continue
    }
    out.push(part.next, '{')
    const from = out.length
    part.walker.writeFreshWithout(value as Struct, withoutMetadata, out)
    close(out, from)
  }
  return out.length === 0 ? '{}' : `{${out.join('').slice(1)}}`
}

/** Ends what began at `from` with a name and a brace: the first part has no comma, and without parts nothing is there. */
function close(out: string[], from: number): void {
  const first = out[from]
  if (first === undefined) {
    out.length = from - 2
    return
  }
  out[from] = first.slice(1)
  out.push('}')
}

function writeFreshPart(part: Part, value: unknown, out: string[]): void {
  const { zero, walker } = part
  if (zero === undefined) {
    writeWholePart(part, value, out)
    return
  }
  if (zero === null) {
    // It was there before, as null: all its parts are new, but not the place itself.
    const before = out.length
    writeWholePart(part, value, out)
    if (out.length > before + 3) out.splice(before + 1, 2, '{', (out[before + 2] as string).slice(1))
    return
  }
  if (walker.writeFresh === undefined) {
    if (walker.compare(zero, value) !== undefined) out.push(part.nextLeaf)
    return
  }
  out.push(part.next, '{')
  const from = out.length
  walker.writeFresh(value, out)
  close(out, from)
}

function writeWholePart(part: Part, value: unknown, out: string[]): void {
  const { writeWhole } = part.walker
  if (writeWhole === undefined) {
    out.push(part.nextLeaf)
    return
  }
  out.push(part.next)
  writeNode(writeWhole, value, out)
}

/** A node: `{}`, or itself and its parts. */
function writeNode(writeWhole: (value: unknown, out: string[]) => void, value: unknown, out: string[]): void {
  out.push(wholeStart)
  const from = out.length
  writeWhole(value, out)
  if (out.length === from) out[from - 1] = '{}'
  else out.push('}')
}

const walkers = new WeakMap<MessageSchema, StructWalker>()

function walkerOf(schema: MessageSchema): StructWalker {
  let walker = walkers.get(schema)
  if (walker === undefined) {
    walker = new StructWalker(schema)
    walkers.set(schema, walker)
  }
  return walker
}

interface Part {
  readonly name: string
  readonly element: string
  /** `,"f:name":` */
  readonly next: string
  /** `,"f:name":{}` */
  readonly nextLeaf: string
  /** Place in the order of sets. */
  readonly index: number
  readonly walker: Walker
  /** What an absent field reads as; undefined when it is left out. */
  readonly zero: unknown
  /** A value that is left out as well. */
  readonly isEmpty: ((value: unknown) => boolean) | undefined
}

function read(part: Part, value: unknown): unknown {
  if (value === undefined || value === null) return part.zero
  return part.isEmpty !== undefined && part.isEmpty(value) ? undefined : value
}

class StructWalker implements Walker {
  readonly #schema: MessageSchema
  #parts: readonly Part[] | undefined
  #byName: ReadonlyMap<string, Part> | undefined

  constructor(schema: MessageSchema) {
    this.#schema = schema
  }

  /** In the order of sets. Messages may contain themselves: compiled at first use. */
  get parts(): readonly Part[] {
    this.#parts ??= jsonFields(this.#schema)
      .map(({ field }) => field)
      .sort((a, b) => compareText(a.name, b.name))
      .map(partOf)
    return this.#parts
  }

  get #named(): ReadonlyMap<string, Part> {
    this.#byName ??= new Map(this.parts.map((part) => [part.name, part]))
    return this.#byName
  }

  whole(value: unknown): FieldSet {
    if (value === null || value === undefined) return leaf
    const out: FieldSetBuilder = { '.': leaf }
    let found = false
    for (const part of this.parts) {
      const item = read(part, (value as Struct)[part.name])
      if (item === undefined) continue
      found = true
      out[part.element] = part.walker.whole(item)
    }
    return found ? out : leaf
  }

  readonly writeWhole = (value: unknown, out: string[]): void => {
    if (value === null || value === undefined) return
    for (const part of this.parts) {
      const item = read(part, (value as Struct)[part.name])
      if (item !== undefined) writeWholePart(part, item, out)
    }
  }

  readonly writeFresh = (value: unknown, out: string[]): void => {
    for (const part of this.parts) {
      const item = read(part, (value as Struct)[part.name])
      if (item !== undefined && item !== part.zero) writeFreshPart(part, item, out)
    }
  }

  writeFreshWithout(value: Struct, without: ReadonlySet<string>, out: string[]): void {
    for (const part of this.parts) {
      if (without.has(part.name)) continue
      const item = read(part, value[part.name])
      if (item !== undefined && item !== part.zero) writeFreshPart(part, item, out)
    }
  }

  compare(before: unknown, after: unknown): Delta | undefined {
    if (before === after) return undefined
    // A nil pointer that is written has no parts, not even zero ones.
    if (before === null) return { changed: contentsOf(this.whole(after)), removed: undefined }
    if (after === null) {
      const gone = this.whole(before)
      return gone === leaf ? leafChanged : { changed: undefined, removed: contentsOf(gone) }
    }
    const old = before as Struct
    const now = after as Struct
    let found: Found[] | undefined
    for (const name in now) {
      const x = old[name]
      const y = now[name]
      if (x === y) continue
      const part = this.#named.get(name)
      const delta = part === undefined ? undefined : compareParts(part, x, y)
      if (delta !== undefined) (found ??= []).push({ part: part as Part, delta })
    }
    for (const name in old) {
      if (now[name] !== undefined || old[name] === undefined || Object.hasOwn(now, name)) continue
      const part = this.#named.get(name)
      const delta = part === undefined ? undefined : compareParts(part, old[name], undefined)
      if (delta !== undefined) (found ??= []).push({ part: part as Part, delta })
    }
    return found === undefined ? undefined : together(found)
  }
}

const wholeStart = '{".":{}'

interface Found {
  readonly part: Part
  readonly delta: Delta
}

function together(found: Found[]): Delta {
  if (found.length > 1) found.sort((a, b) => a.part.index - b.part.index)
  let changed: FieldSetBuilder | undefined
  let removed: FieldSetBuilder | undefined
  for (const { part, delta } of found) {
    if (delta.changed !== undefined) (changed ??= {})[part.element] = delta.changed
    if (delta.removed !== undefined) (removed ??= {})[part.element] = delta.removed
  }
  return { changed, removed }
}

function compareParts(part: Part, before: unknown, after: unknown): Delta | undefined {
  const old = read(part, before)
  const now = read(part, after)
  if (old === now) return undefined
  if (old === undefined) return { changed: part.walker.whole(now), removed: undefined }
  if (now === undefined) return { changed: undefined, removed: part.walker.whole(old) }
  return part.walker.compare(old, now)
}

function partOf(field: Field, index: number): Part {
  const walker = walkerOfField(field)
  const zero = zeroOf(field)
  return {
    name: field.name,
    element: `f:${field.name}`,
    next: `,${quote(`f:${field.name}`)}:`,
    nextLeaf: `,${quote(`f:${field.name}`)}:{}`,
    index,
    walker,
    zero,
    isEmpty: field.omitEmpty && !field.pointer ? emptiness(field.type) : undefined,
  }
}

/** Structs to Go, though JSON shows something else: never left out unless they are pointers. */
const structZeros: Readonly<Record<string, unknown>> = {
  time: null,
  microtime: null,
  rawExtension: null,
  fieldsV1: null,
  quantity: '0',
  duration: '0s',
  durationOrNanoseconds: '0s',
  intOrString: 0,
}

const emptyStruct: Struct = Object.freeze({})

function zeroOf({ pointer, omitEmpty, type }: Field): unknown {
  if (pointer) return omitEmpty ? undefined : null
  if (type.kind === 'ref') return emptyStruct
  if (Object.hasOwn(structZeros, type.kind)) return structZeros[type.kind]
  if (omitEmpty) return undefined
  if (type.kind === 'string') return ''
  if (type.kind === 'bool') return false
  return /^(?:u?int|float)\d/.test(type.kind) ? 0 : null
}

function emptiness({ kind }: FieldType): ((value: unknown) => boolean) | undefined {
  if (kind === 'string' || kind === 'bytes') return (value) => value === ''
  if (kind === 'bool') return (value) => value === false
  if (kind === 'list') return (value) => (value as unknown[]).length === 0
  if (kind === 'map') return (value) => hasNoKeys(value as object)
  return /^(?:u?int|float)\d/.test(kind) ? (value) => value === 0 : undefined
}

function hasNoKeys(value: object): boolean {
  for (const _ in value) return false
  return true
}

const leafText = { writeWhole: undefined, writeFresh: undefined }

const scalarWalker: Walker = {
  ...leafText,
  whole: () => leaf,
  compare: (before, after) => (before === after ? undefined : leafChanged),
}

/** Taken whole: compared as it would be written. */
function atomicWalker(type: FieldType): Walker {
  return {
    ...leafText,
    whole: () => leaf,
    compare: (before, after) =>
      before === after || deepEqual(before, after) || sameText(type, before, after) ? undefined : leafChanged,
  }
}

function sameText(type: FieldType, before: unknown, after: unknown): boolean {
  const x = textOf(type, before)
  return x !== undefined && x === textOf(type, after)
}

/** The JSON of a value, where it may have parts that are absent or zero; undefined where deepEqual has said all. */
function textOf(type: FieldType, value: unknown): string | undefined {
  if (value === null || value === undefined) return 'null'
  switch (type.kind) {
    case 'ref':
      return encodeJson(type.message(), value)
    case 'list':
      return innerText((value as unknown[]).map((item) => textOf(type.item, item)))
    case 'map': {
      const entries = Object.entries(value).sort(([a], [b]) => compareText(a, b))
      return innerText(entries.flatMap(([key, item]) => [quote(key), textOf(type.value, item)]))
    }
    default:
      return undefined
  }
}

function innerText(texts: readonly (string | undefined)[]): string | undefined {
  return texts.includes(undefined) ? undefined : `[${texts.join(',')}]`
}

/** Of no known form: maps are granular, everything else is taken whole. */
const deducedWalker: Walker = {
  writeWhole: writeDeduced,
  writeFresh: undefined,
  whole: (value) => wholeJson(deduced, value as Json),
  compare: (before, after) => compareJson(deduced, before as Json, after as Json),
}

function writeDeduced(value: unknown, out: string[]): void {
  const text = encodeAnyJson(wholeJson(deduced, value as Json))
  if (text !== '{}') out.push(text.slice(wholeStart.length, -1))
}

function walkerOfField(field: Field): Walker {
  const { type } = field
  switch (type.kind) {
    case 'list': {
      const { atomic, keys } = listRelationship(field)
      if (atomic) return atomicWalker(type)
      return new ListWalker(walkerOfType(type.item), itemsOf(type.item, keys))
    }
    case 'map':
      return overridesStruct(field) === 'atomic' ? atomicWalker(type) : mapWalker(walkerOfType(type.value))
    case 'ref':
      return structWalkerOf(type.message, overridesStruct(field), type)
    default:
      return walkerOfType(type)
  }
}

function walkerOfType(type: FieldType): Walker {
  if (isScalar(type)) {
    if (type.kind === 'anyJson') return deducedWalker
    return type.kind === 'rawExtension' || type.kind === 'fieldsV1' ? atomicWalker(type) : scalarWalker
  }
  switch (type.kind) {
    case 'list':
      return atomicWalker(type)
    case 'map':
      return mapWalker(walkerOfType(type.value))
    case 'ref':
      return structWalkerOf(type.message, undefined, type)
    case 'schemaOr':
      return deducedWalker
    default:
      return type satisfies never
  }
}

function structWalkerOf(
  message: () => MessageSchema,
  override: 'atomic' | 'granular' | undefined,
  type: FieldType,
): Walker {
  const schema = message()
  return (override ?? schema.structType) === 'atomic' ? atomicWalker(type) : walkerOf(schema)
}

function mapWalker(inner: Walker): Walker {
  const whole = (value: unknown): FieldSet => {
    const keys = value === null ? [] : Object.keys(value as object)
    if (keys.length === 0) return leaf
    if (keys.length > 1) keys.sort(compareText)
    const out: FieldSetBuilder = { '.': leaf }
    for (const key of keys) out[`f:${key}`] = inner.whole((value as Struct)[key])
    return out
  }
  const writeWhole = (value: unknown, out: string[]): void => {
    const keys = value === null ? [] : Object.keys(value as object)
    if (keys.length > 1) keys.sort(compareText)
    for (const key of keys) {
      if (inner.writeWhole === undefined) {
        out.push(`,${quote(`f:${key}`)}:{}`)
        continue
      }
      out.push(`,${quote(`f:${key}`)}:`)
      writeNode(inner.writeWhole, (value as Struct)[key], out)
    }
  }
  return {
    whole,
    writeWhole,
    writeFresh: undefined,
    compare(before, after) {
      if (before === null) return { changed: contentsOf(whole(after)), removed: undefined }
      if (after === null) {
        return hasNoKeys(before as object) ? leafChanged : { changed: undefined, removed: contentsOf(whole(before)) }
      }
      const old = before as Struct
      const now = after as Struct
      const keys: string[] = []
      for (const key in now) if (now[key] !== old[key] || !Object.hasOwn(old, key)) keys.push(key)
      for (const key in old) if (!Object.hasOwn(now, key)) keys.push(key)
      if (keys.length === 0) return undefined
      const delta = new DeltaBuilder()
      for (const key of keys.sort(compareText)) {
        if (!Object.hasOwn(old, key)) delta.changed(`f:${key}`, inner.whole(now[key]))
        else if (!Object.hasOwn(now, key)) delta.removed(`f:${key}`, inner.whole(old[key]))
        else {
          const found = inner.compare(old[key], now[key])
          if (found !== undefined) delta.add(`f:${key}`, found)
        }
      }
      return delta.result()
    },
  }
}

interface Items {
  /** @throws TypedError */
  element(item: unknown, index: number): string
  /** Order of path elements, told by the items themselves. */
  order(a: unknown, b: unknown): number
  hasKeys(item: unknown): boolean
  /** The path element of an item that has its keys, as a JSON string. */
  quoted(item: unknown): string
}

/** Needs no escape inside a string inside a string. */
const plain = /^[\w ./:@+=,()-]*$/

function refuse(index: number, message: string): TypedError {
  return new TypedError([{ path: '', message: `element ${index}: ${message}` }])
}

function itemsOf(type: FieldType, keys: readonly string[]): Items {
  if (keys.length === 0) {
    return {
      element: (item, index) => {
        if (typeof item === 'string') return `v:${quote(item)}`
        if (typeof item !== 'object') return `v:${String(item)}`
        throw refuse(index, "associative list without keys has an element that's a map type")
      },
      order: (a, b) => (a === b ? 0 : compareValues(a as Json, b as Json)),
      hasKeys: (item) => typeof item === 'string',
      quoted: (item) => {
        const text = item as string
        return plain.test(text) ? `"v:\\"${text}\\""` : quote(`v:${quote(text)}`)
      },
    }
  }
  if (type.kind !== 'ref') throw new Error('a keyed list of no structs')
  const declared = new Map(jsonFields(type.message()).map(({ field }) => [field.name, field]))
  const parts = [...keys].sort(compareText).map((name) => {
    const field = declared.get(name)
    if (field === undefined) throw new Error(`no field ${name} in ${type.message().name}`)
    const isEmpty = field.omitEmpty && !field.pointer ? emptiness(field.type) : undefined
    const prefix = `${quote(name)}:`
    return {
      name,
      prefix,
      quotedPrefix: quote(prefix).slice(1, -1),
      zero: zeroOf(field),
      isEmpty,
      default: defaultOf(field),
    }
  })
  type KeyPart = (typeof parts)[number]
  const keyOf = (part: KeyPart, item: unknown): unknown => {
    const value = (item as Struct)[part.name]
    if (value === undefined || value === null) return part.zero ?? part.default
    return part.isEmpty?.(value) === true ? part.default : value
  }
  return {
    element(item, index) {
      let text = 'k:{'
      for (const part of parts) {
        const value = keyOf(part, item)
        if (value === undefined) {
          throw refuse(
            index,
            `associative list with keys has an element that omits key field "${part.name}" (and doesn't have default value)`,
          )
        }
        if (text.length > 3) text += ','
        text += part.prefix
        text += typeof value === 'string' ? quote(value) : String(value)
      }
      return `${text}}`
    },
    order(a, b) {
      for (const part of parts) {
        const [x, y] = [keyOf(part, a), keyOf(part, b)]
        const result = x === y ? 0 : compareValues((x ?? null) as Json, (y ?? null) as Json)
        if (result !== 0) return result
      }
      return 0
    },
    hasKeys: (item) => parts.every((part) => keyOf(part, item) !== undefined),
    quoted(item) {
      let text = '"k:{'
      for (const part of parts) {
        const value = keyOf(part, item)
        if (text.length > 4) text += ','
        text += part.quotedPrefix
        if (typeof value !== 'string') text += String(value)
        else if (plain.test(value)) text += `\\"${value}\\"`
        else return quote(this.element(item, 0))
      }
      return `${text}}"`
    },
  }
}

class ListWalker implements Walker {
  readonly #inner: Walker
  readonly #items: Items

  constructor(inner: Walker, items: Items) {
    this.#inner = inner
    this.#items = items
  }

  whole(value: unknown): FieldSet {
    const list = value as readonly unknown[] | null
    if (list === null || list.length === 0) return leaf
    const out: FieldSetBuilder = { '.': leaf }
    if (list.length === 1) {
      out[this.#items.element(list[0], 0)] = this.#inner.whole(list[0])
      return out
    }
    const groups = [...this.#grouped(list).values()]
    groups.sort((a, b) => this.#items.order(a.items[0], b.items[0]))
    for (const { element, items } of groups) {
      out[element] = items.length > 1 ? leaf : this.#inner.whole(items[0])
    }
    return out
  }

  readonly writeWhole = (value: unknown, out: string[]): void => {
    const list = value as readonly unknown[] | null
    if (list === null || list.length === 0) return
    if (this.#distinct(list)) {
      for (const item of [...list].sort(this.#items.order)) this.#writeItem(this.#items.quoted(item), item, out)
      return
    }
    const groups = [...this.#grouped(list).values()]
    groups.sort((a, b) => this.#items.order(a.items[0], b.items[0]))
    for (const { element, items } of groups) {
      if (items.length > 1) out.push(`,${quote(element)}:{}`)
      else this.#writeItem(quote(element), items[0], out)
    }
  }

  readonly writeFresh = undefined

  /** Few items, all with keys, none twice. */
  #distinct(list: readonly unknown[]): boolean {
    if (list.length > mostPairs) return false
    for (let i = 0; i < list.length; i++) {
      if (!this.#items.hasKeys(list[i])) return false
      for (let j = 0; j < i; j++) if (this.#items.order(list[i], list[j]) === 0) return false
    }
    return true
  }

  #writeItem(quoted: string, item: unknown, out: string[]): void {
    const { writeWhole } = this.#inner
    if (writeWhole === undefined) {
      out.push(`,${quoted}:{}`)
      return
    }
    out.push(`,${quoted}:`)
    writeNode(writeWhole, item, out)
  }

  compare(before: unknown, after: unknown): Delta | undefined {
    const old = (before ?? []) as readonly unknown[]
    const now = (after ?? []) as readonly unknown[]
    if (this.#alike(old, now)) return this.#pairwise(old, now)
    // Null and an empty list are both empty, and not the same.
    if (old.length + now.length === 0) return before === null || after === null ? leafChanged : undefined
    if (old.length === 0) return { changed: contentsOf(this.whole(now)), removed: undefined }
    if (now.length === 0) return { changed: undefined, removed: contentsOf(this.whole(old)) }
    const olds = this.#grouped(old)
    const news = this.#grouped(now)
    const groups = [...olds.values()]
    for (const group of news.values()) if (!olds.has(group.element)) groups.push(group)
    if (groups.length > 1) groups.sort((a, b) => this.#items.order(a.items[0], b.items[0]))
    const delta = new DeltaBuilder()
    for (const { element } of groups) {
      const found = this.#compareGroups(olds.get(element)?.items ?? none, news.get(element)?.items ?? none)
      if (found !== undefined) delta.add(element, found)
    }
    return delta.result()
  }

  /** The same items in the same places, none of them twice: what an update mostly finds. */
  #alike(old: readonly unknown[], now: readonly unknown[]): boolean {
    const { length } = old
    if (length !== now.length || length === 0 || length > mostPairs) return false
    for (let i = 0; i < length; i++) {
      if (this.#items.order(old[i], now[i]) !== 0) return false
      for (let j = 0; j < i; j++) if (this.#items.order(old[i], old[j]) === 0) return false
    }
    return true
  }

  #pairwise(old: readonly unknown[], now: readonly unknown[]): Delta | undefined {
    let places: number[] | undefined
    const deltas: (Delta | undefined)[] = []
    for (let i = 0; i < old.length; i++) {
      // Keys are asked for even when nothing differs: an item without them is refused.
      if (!this.#items.hasKeys(now[i])) this.#items.element(now[i], i)
      const delta = old[i] === now[i] ? undefined : this.#inner.compare(old[i], now[i])
      deltas.push(delta)
      if (delta !== undefined) (places ??= []).push(i)
    }
    if (places === undefined) return undefined
    if (places.length > 1) places.sort((a, b) => this.#items.order(now[a], now[b]))
    const delta = new DeltaBuilder()
    for (const i of places) delta.add(this.#items.element(now[i], i), deltas[i] as Delta)
    return delta.result()
  }

  #compareGroups(before: readonly unknown[], after: readonly unknown[]): Delta | undefined {
    const [old] = before
    const [now] = after
    if (before.length === 1 && after.length === 1) return old === now ? undefined : this.#inner.compare(old, now)
    if (before.length > 1 && after.length > 1) {
      return deepEqual(before, after) ? undefined : leafChanged
    }
    const added: Delta | undefined =
      after.length === 0 ? undefined : { changed: after.length > 1 ? leaf : this.#inner.whole(now), removed: undefined }
    const gone: Delta | undefined =
      before.length === 0
        ? undefined
        : { changed: undefined, removed: before.length > 1 ? leaf : this.#inner.whole(old) }
    return unionOfDeltas(added, gone)
  }

  #grouped(list: readonly unknown[]): Map<string, Group> {
    const groups = new Map<string, Group>()
    for (let i = 0; i < list.length; i++) {
      const element = this.#items.element(list[i], i)
      const group = groups.get(element)
      if (group === undefined) groups.set(element, { element, items: [list[i]] })
      else group.items.push(list[i])
    }
    return groups
  }
}

/** Above this, finding items by their text is faster than looking at pairs. */
const mostPairs = 12

interface Group {
  readonly element: string
  readonly items: unknown[]
}

const none: readonly unknown[] = []
