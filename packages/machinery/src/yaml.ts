/**
 * Reads YAML as Go's library does: YAML 1.1 words for booleans, Go's integers, no dates, keys as text.
 * In: text. Out: JSON-shaped values; whole numbers beyond 2^53 as bigint.
 * Always: nothing in the result is shared, however the text uses aliases; the last of repeated keys wins, and strict
 * reading reports every repeat.
 * Elsewhere: writing YAML; decoding into kinds (@elli/api). @see sigs.k8s.io/yaml, goyaml.v2 resolve.go
 */
import { FAILSAFE_SCHEMA, load, type LoadOptions, type Schema, Type, YAMLException } from 'js-yaml'
import { goQuote } from './go-quote.ts'
import { isJsonObject, type Json, type JsonObject, setKey } from './json.ts'

export class YamlError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'YamlError'
  }
}

export interface YamlResult {
  readonly value: Json
  /** Keys given more than once, in the words of strict reading: `line 3: key "a" already set in map`. */
  readonly duplicates: readonly string[]
}

/** One document; an empty one is null. @throws YamlError `yaml: line 3: …` */
export function parseYaml(text: string): Json {
  return read(text, { json: true })
}

/** One document, and what strict reading has against it. @throws YamlError */
export function parseYamlReporting(text: string): YamlResult {
  const duplicates: string[] = []
  let marked = text
  while (duplicates.length < maxDuplicates) {
    try {
      const value = read(marked, {})
      return { value: duplicates.length === 0 ? value : parseYaml(text), duplicates }
    } catch (error) {
      if (!(error instanceof DuplicateKey)) {
        // A mark that changed the meaning of the text ends the search; without marks the text itself is wrong.
        if (duplicates.length === 0) throw error
        break
      }
      duplicates.push(error.message)
      // The parser stops at the first repeat. Under another name the key is out of the way of the next one.
      marked = `${marked.slice(0, error.nameEnd)}-repeat-${duplicates.length}${marked.slice(error.nameEnd)}`
    }
  }
  return { value: parseYaml(text), duplicates }
}

/** Beyond this many repeated keys nobody reads the list. */
const maxDuplicates = 100

/** One document; repeated keys are an error. @throws YamlError */
export function parseYamlStrict(text: string): Json {
  const { value, duplicates } = parseYamlReporting(text)
  if (duplicates.length > 0) throw new YamlError(`yaml: unmarshal errors:\n  ${duplicates.join('\n  ')}`)
  return value
}

/** The documents of a stream; those that are empty or only comments are left out. @throws YamlError */
export function parseYamlDocuments(text: string): Json[] {
  return splitYamlDocuments(text)
    .map(parseYaml)
    .filter((value) => value !== null)
}

/**
 * The texts between lines of `---`. Only a comment may follow the dashes; what does otherwise is part of a document.
 * Nothing stands before the first separator of a file that begins with one.
 */
export function splitYamlDocuments(text: string): string[] {
  const documents: string[] = []
  let current: string[] = []
  for (const line of text.split('\n')) {
    if (!/^---\s*(?:#.*)?$/.test(line)) current.push(line)
    else {
      if (current.length > 0) documents.push(current.join('\n'))
      current = []
    }
  }
  if (current.some((line) => line.trim() !== '')) documents.push(current.join('\n'))
  return documents
}

/** The first key that a map has twice; thrown while reading strictly. */
class DuplicateKey extends Error {
  /** Where the text of the key ends, inside its quotes. */
  readonly nameEnd: number
  constructor(message: string, nameEnd: number) {
    super(message)
    this.nameEnd = nameEnd
  }
}

function read(text: string, options: LoadOptions): Json {
  let value: unknown
  try {
    value = load(text, { ...options, schema: goSchema() })
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    throw translate(error, text)
  }
  return new Converter().convert(value)
}

function translate(error: YAMLException, text: string): Error {
  const line = error.mark === undefined ? 1 : error.mark.line + 1
  if (error.reason === 'duplicated mapping key') {
    const { shown, end } = keyAt(text, error.mark?.position ?? 0)
    return new DuplicateKey(`line ${line + linesToValue(text, end)}: key ${shown} already set in map`, end)
  }
  return new YamlError(`yaml: line ${line}: ${goReasons.get(error.reason) ?? error.reason}`)
}

/** Go's words for the mistakes that people make most. */
const goReasons: ReadonlyMap<string, string> = new Map([
  ['bad indentation of a mapping entry', 'mapping values are not allowed in this context'],
  ['tab characters must not be used in indentation', 'found character that cannot start any token'],
  ['unexpected end of the stream within a double quoted scalar', 'found unexpected end of stream'],
  ['unexpected end of the stream within a single quoted scalar', 'found unexpected end of stream'],
  ['unexpected end of the stream within a flow collection', "did not find expected ',' or ']'"],
])

/** The key that begins here: as Go's %#v shows it, and where its text ends. */
function keyAt(text: string, position: number): { shown: string; end: number } {
  const quoted = /^("(?:[^"\\]|\\.)*|'(?:[^']|'')*)["']/.exec(text.slice(position))?.[1]
  if (quoted !== undefined) {
    const inner = quoted.slice(1)
    const name = quoted.startsWith('"') ? inner : inner.replaceAll("''", "'")
    return { shown: goQuote(name), end: position + quoted.length }
  }
  const plain = /^.*?(?=\s*(?::(?:\s|$)|[\n,}]|$))/.exec(text.slice(position))?.[0] ?? ''
  const value = readBool(plain)?.value ?? readInt(plain)?.value ?? readFloat(plain)?.value
  return { shown: value === undefined ? goQuote(plain) : String(value), end: position + plain.length }
}

/** Go names the line on which the value begins: how many lines that is below the end of its key. */
function linesToValue(text: string, keyEnd: number): number {
  const between = /^["']?\s*:((?:\s|#.*)*)/.exec(text.slice(keyEnd))?.[1] ?? ''
  return between.split('\n').length - 1
}

/** Copies what the parser gives, so that aliases share nothing, and turns down what JSON cannot hold. */
class Converter {
  private visited = 0
  private readonly distinct = new Set<object>()
  private readonly open = new Set<object>()

  convert(value: unknown): Json {
    if (value === undefined || value === null) return null
    if (typeof value === 'number' && !Number.isFinite(value)) {
      const name = Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'
      throw new YamlError(`json: unsupported value: ${name}`)
    }
    if (typeof value !== 'object') return value as Json
    this.enter(value)
    const out = Array.isArray(value) ? value.map((item: unknown) => this.convert(item)) : this.convertMap(value)
    this.open.delete(value)
    return out
  }

  private convertMap(value: object): JsonObject {
    const out: JsonObject = {}
    if (isJsonObject(value)) for (const key of Object.keys(value)) setKey(out, key, this.convert(value[key]))
    return out
  }

  private enter(value: object): void {
    if (this.open.has(value)) throw new YamlError('yaml: anchor value contains itself')
    this.open.add(value)
    this.distinct.add(value)
    this.visited++
    // A few lines of aliases to aliases stand for billions of values; nobody who means well writes those.
    if (this.visited > 100_000 && this.visited > 10 * this.distinct.size) {
      throw new YamlError('yaml: document contains excessive aliasing')
    }
  }
}

/** Made per read: the library's types are plain values, and making them costs next to nothing. */
function goSchema(): Schema {
  return FAILSAFE_SCHEMA.extend({
    implicit: [
      scalar('null', readNull),
      scalar('bool', readBool),
      scalar('int', readInt),
      scalar('float', readFloat),
      merge(),
    ],
    explicit: [
      new Type('tag:yaml.org,2002:binary', {
        kind: 'scalar',
        construct: (text: string) => Buffer.from(text, 'base64').toString('utf8'),
      }),
      new Type('tag:yaml.org,2002:timestamp', { kind: 'scalar' }),
      // Tags that nobody knows leave the value as it is.
      new Type('!', { kind: 'scalar', multi: true, construct: (text: unknown) => text ?? '' }),
      new Type('!', { kind: 'sequence', multi: true }),
      new Type('!', { kind: 'mapping', multi: true, construct: (map: unknown) => map ?? {} }),
    ],
  })
}

/** An untagged word that `read` understands; `undefined` passes it on. */
function scalar(name: string, read: (text: string) => { value: unknown } | undefined): Type {
  return new Type(`tag:yaml.org,2002:${name}`, {
    kind: 'scalar',
    resolve: (text: unknown) =>
      text === null ? name === 'null' : typeof text === 'string' && read(text) !== undefined,
    construct: (text: unknown) => (typeof text === 'string' ? read(text)?.value : null),
  })
}

function merge(): Type {
  return new Type('tag:yaml.org,2002:merge', {
    kind: 'scalar',
    resolve: (text: unknown) => text === '<<' || text === null,
  })
}

function readNull(text: string): { value: null } | undefined {
  return /^(?:~|null|Null|NULL|)$/.test(text) ? { value: null } : undefined
}

function readBool(text: string): { value: boolean } | undefined {
  if (/^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/.test(text)) return { value: true }
  if (/^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/.test(text)) return { value: false }
  return undefined
}

/** Go's integers: 0x, 0o, 0b and a leading 0 for octal, underscores anywhere but in front; 64 bits. */
function readInt(text: string): { value: number | bigint } | undefined {
  if (!/^[-+0-9]/.test(text)) return undefined
  const match = /^([-+]?)(0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|0[0-7]*|[1-9][0-9]*)$/.exec(text.replaceAll('_', ''))
  if (match === null) return undefined
  const [, sign = '', digits = ''] = match
  const magnitude = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits)
  const value = sign === '-' ? -magnitude : magnitude
  if (value < -(1n << 63n) || value >= 1n << (sign === '' ? 64n : 63n)) return undefined
  const number = Number(value)
  return { value: Number.isSafeInteger(number) ? number : value }
}

function readFloat(text: string): { value: number } | undefined {
  if (/^[-+]?\.(?:inf|Inf|INF)$/.test(text)) {
    return { value: text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY }
  }
  if (/^\.(?:nan|NaN|NAN)$/.test(text)) return { value: Number.NaN }
  if (!/^[-+.0-9]/.test(text)) return undefined
  const plain = text.startsWith('.') ? text : text.replaceAll('_', '')
  if (!/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(plain)) return undefined
  const value = Number(plain)
  // Beyond the range of doubles Go's parser gives up, and the word stays a word.
  return Number.isFinite(value) ? { value } : undefined
}
