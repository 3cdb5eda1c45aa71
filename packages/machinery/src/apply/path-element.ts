/**
 * Path elements: one step from a value to a part of it, in the text that FieldsV1 has for it.
 * `f:name` a field or key, `k:{"name":"a"}` the list item with these keys, `v:"a"` the set item of this value, `i:0` an index.
 * In and out: canonical texts, so that equal elements are equal strings. Always: fields sort before keys, keys before
 * values, values before indexes; names by bytes, numbers as numbers.
 * @see sigs.k8s.io/structured-merge-diff fieldpath
 */
import { quote } from '@elli/api/schema/encodeJson'
import { goQuote } from '../go-quote.ts'
import { isJsonObject, type Json } from '../json.ts'

/** Canonical text of one path element. */
export type PathElement = string

/** From the whole object down. */
export type Path = readonly PathElement[]

export function fieldElement(name: string): PathElement {
  return `f:${name}`
}

export function valueElement(value: Json): PathElement {
  return `v:${jsonText(value)}`
}

/** @param entries sorted by name */
export function keyElement(entries: readonly (readonly [name: string, value: Json])[]): PathElement {
  let text = 'k:{'
  for (const [name, value] of entries) {
    if (text.length > 3) text += ','
    text += `${quote(name)}:${jsonText(value)}`
  }
  return `${text}}`
}

/** A path of field names. */
export function fieldPath(...names: readonly string[]): Path {
  return names.map(fieldElement)
}

function jsonText(value: Json): string {
  if (typeof value === 'string') return quote(value)
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`
  if (isJsonObject(value)) {
    const entries = Object.entries(value).sort(([a], [b]) => compareText(a, b))
    return `{${entries.map(([key, item]) => `${quote(key)}:${jsonText(item)}`).join(',')}}`
  }
  return String(value)
}

export class PathElementError extends Error {
  override name = 'PathElementError'
}

/**
 * The canonical text of an element that a client has written.
 * @returns undefined when nobody knows what it means: such elements are passed over
 * @throws PathElementError
 */
export function canonicalElement(text: string): PathElement | undefined {
  if (text.length < 2) throw new PathElementError('key must be 2 characters long:')
  if (text[1] !== ':') throw new PathElementError(`missing colon: ${text}`)
  const rest = text.slice(2)
  switch (text[0]) {
    case 'f':
      return text
    case 'v':
      return valueElement(parse(rest))
    case 'k': {
      const keys = parse(rest)
      if (!isJsonObject(keys)) throw new PathElementError(`expected keys, got ${rest}`)
      return keyElement(sortedEntries(keys))
    }
    case 'i': {
      if (!/^[+-]?\d+$/.test(rest)) {
        throw new PathElementError(`strconv.Atoi: parsing ${goQuote(rest)}: invalid syntax`)
      }
      return `i:${Number(rest)}`
    }
    default:
      return undefined
  }
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch (error) {
    throw new PathElementError(error instanceof Error ? error.message : String(error), { cause: error })
  }
}

function sortedEntries(keys: Readonly<Record<string, Json>>): [string, Json][] {
  return Object.entries(keys).sort(([a], [b]) => compareText(a, b))
}

const ranks: Readonly<Record<string, number>> = { f: 0, k: 1, v: 2, i: 3 }

/** Order of canonical elements, as upstream writes them. */
export function compareElements(a: PathElement, b: PathElement): number {
  if (a === b) return 0
  const rank = (ranks[a[0] ?? ''] ?? 4) - (ranks[b[0] ?? ''] ?? 4)
  if (rank !== 0) return rank
  switch (a[0]) {
    case 'k':
      return compareKeys(parse(a.slice(2)) as Record<string, Json>, parse(b.slice(2)) as Record<string, Json>)
    case 'v':
      return compareValues(parse(a.slice(2)), parse(b.slice(2)))
    case 'i':
      return Number(a.slice(2)) - Number(b.slice(2))
    default:
      return compareText(a, b)
  }
}

function compareKeys(a: Readonly<Record<string, Json>>, b: Readonly<Record<string, Json>>): number {
  const left = Object.entries(a)
  const right = Object.entries(b)
  for (let i = 0; ; i++) {
    const x = left[i]
    const y = right[i]
    if (x === undefined) return y === undefined ? 0 : -1
    if (y === undefined) return 1
    const order = compareText(x[0], y[0]) || compareValues(x[1], y[1])
    if (order !== 0) return order
  }
}

/** Numbers, strings, booleans, lists, maps, null: in this order, and among themselves. */
export function compareValues(a: Json, b: Json): number {
  const rank = valueRank(a) - valueRank(b)
  if (rank !== 0) return rank
  if (typeof a === 'string') return compareText(a, b as string)
  if (Array.isArray(a)) {
    const other = b as Json[]
    for (let i = 0; i < a.length && i < other.length; i++) {
      const order = compareValues(a[i] as Json, other[i] as Json)
      if (order !== 0) return order
    }
    return a.length - other.length
  }
  if (isJsonObject(a)) {
    return compareKeys(
      Object.fromEntries(sortedEntries(a)),
      Object.fromEntries(sortedEntries(b as Record<string, Json>)),
    )
  }
  if (a === null) return 0
  // Numbers of either kind, or two booleans.
  const [x, y] = [a, b as typeof a] as [number, number]
  return x < y ? -1 : x > y ? 1 : 0
}

function valueRank(value: Json): number {
  if (typeof value === 'number' || typeof value === 'bigint') return 0
  if (typeof value === 'string') return 1
  if (typeof value === 'boolean') return 2
  if (Array.isArray(value)) return 3
  return value === null ? 5 : 4
}

/** Order of the UTF-8 of two texts, which is that of their code points. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i)
    const y = b.charCodeAt(i)
    if (x === y) continue
    return placeOf(x) - placeOf(y)
  }
  return a.length - b.length
}

/** Halves of surrogate pairs stand for code points above all others. */
function placeOf(code: number): number {
  return code >= 0xd800 && code <= 0xdfff ? code + 0x10000 : code
}

/** For people: `.spec`, `[name="a"]`, `[="a"]`, `[0]`. */
export function displayElement(element: PathElement): string {
  const rest = element.slice(2)
  switch (element[0]) {
    case 'f':
      return `.${rest}`
    case 'k': {
      const entries = Object.entries(parse(rest) as Record<string, Json>)
      return `[${entries.map(([name, value]) => `${name}=${displayValue(value)}`).join(',')}]`
    }
    case 'v':
      return `[=${displayValue(parse(rest))}]`
    default:
      return `[${rest}]`
  }
}

export function displayPath(path: Path): string {
  return path.map(displayElement).join('')
}

function displayValue(value: Json): string {
  if (typeof value === 'string') return goQuote(value)
  if (Array.isArray(value)) return `[${value.map(displayValue).join(',')}]`
  if (isJsonObject(value)) {
    return Object.entries(value)
      .map(([key, item]) => `${key}=${displayValue(item)}`)
      .join('')
  }
  return String(value)
}
