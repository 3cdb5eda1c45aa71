/**
 * YAML bodies read as Go's YAML 1.1 reader reads them: `yes` and `off` are booleans, 0777 is octal, dates are text.
 * In: text. Out: a JSON value, or a YamlError in the words of that reader; keys given twice on request.
 */
import { FAILSAFE_SCHEMA, load, Type, YAMLException } from 'js-yaml'

const truths = /^(?:y|Y|yes|Yes|YES|true|True|TRUE|on|On|ON)$/
const falsehoods = /^(?:n|N|no|No|NO|false|False|FALSE|off|Off|OFF)$/
const integers = /^[-+]?(?:0b[01_]+|0o?[0-7_]+|0x[0-9a-fA-F_]+|(?:0|[1-9][0-9_]*))$/
const floats = /^[-+]?(?:\.[0-9]+|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?$/

const schema = FAILSAFE_SCHEMA.extend({
  implicit: [
    new Type('tag:yaml.org,2002:null', {
      kind: 'scalar',
      resolve: (text: string | null) => text === null || /^(?:|~|null|Null|NULL)$/.test(text),
      construct: () => null,
    }),
    new Type('tag:yaml.org,2002:bool', {
      kind: 'scalar',
      resolve: (text: string | null) => text !== null && (truths.test(text) || falsehoods.test(text)),
      construct: (text: string) => truths.test(text),
    }),
    new Type('tag:yaml.org,2002:int', {
      kind: 'scalar',
      resolve: (text: string | null) => text !== null && integers.test(text),
      construct: integer,
    }),
    new Type('tag:yaml.org,2002:float', {
      kind: 'scalar',
      resolve: (text: string | null) => text !== null && floats.test(text),
      construct: (text: string) => Number(text.replaceAll('_', '')),
    }),
    new Type('tag:yaml.org,2002:merge', {
      kind: 'scalar',
      resolve: (text: string | null) => text === '<<',
    }),
  ],
  explicit: [new Type('tag:yaml.org,2002:binary', { kind: 'scalar', construct: (text: string) => text })],
})

function integer(text: string): number | bigint {
  const plain = text.replaceAll('_', '')
  const negative = plain.startsWith('-')
  const digits = plain.replace(/^[-+]/, '')
  const prefixed = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits
  const value = BigInt(prefixed) * (negative ? -1n : 1n)
  const small = Number(value)
  return Number.isSafeInteger(small) ? small : value
}

/** What is wrong with a text as YAML, in the words of Go's reader where there are some. */
export class YamlError extends Error {
  override name = 'YamlError'
}

/** @throws YamlError */
export function parseYaml(text: string): unknown {
  let value: unknown
  try {
    value = load(text, { json: true, schema })
  } catch (error) {
    throw new YamlError(`yaml: ${error instanceof YAMLException ? inGoWords(error, text) : String(error)}`)
  }
  checkAliases(value)
  return value
}

/** Keys given twice in one map: `line 4: key "replicas" already set in map`, in the order of the text. */
export function repeatedYamlKeys(text: string): string[] {
  const found: string[] = []
  let rest = text
  while (found.length < mostRepeatedKeys) {
    try {
      load(rest, { schema })
      return found
    } catch (error) {
      if (!(error instanceof YAMLException) || error.reason !== 'duplicated mapping key') return found
      const { position, line } = error.mark
      const key = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^:,}\]\n]+)/
        .exec(rest.slice(position, position + 1024))?.[1]
        ?.trim()
      if (key === undefined) return found
      const bare = /^["']/.test(key) ? key.slice(1, -1) : key
      found.push(`line ${line + 1}: key ${JSON.stringify(bare)} already set in map`)
      // The key gets a name that is not there yet, and the text is read on.
      const at = position + (bare === key ? 0 : 1)
      rest = `${rest.slice(0, at)}again-${found.length}-${rest.slice(at)}`
    }
  }
  return found
}

const mostRepeatedKeys = 100

/** Where both readers know the same mistake, it gets Go's name; line numbers count as Go's do: none for the first line. */
function inGoWords({ reason, mark }: YAMLException, text: string): string {
  const scanned = (words: string): string => (mark.line === 0 ? words : `line ${mark.line + 1}: ${words}`)
  if (reason.startsWith('bad indentation of a mapping entry')) {
    return scanned('mapping values are not allowed in this context')
  }
  if (reason.startsWith('tab characters')) return scanned('found character that cannot start any token')
  if (/within a (?:single|double) quoted scalar/.test(reason)) return scanned('found unexpected end of stream')
  const alias = /unidentified alias "(.*)"/.exec(reason)?.[1]
  if (alias !== undefined) return `unknown anchor '${alias}' referenced`
  const parsed = mark.line === 0 ? '' : `line ${mark.line}: `
  if (reason.includes('within a flow collection')) {
    return `${parsed}did not find expected ',' or '${text.lastIndexOf('{') > text.lastIndexOf('[') ? '}' : ']'}'`
  }
  return `${parsed}${reason}`
}

/** Aliases share what they name; a small text must not stand for more than a large one could say, nor for itself. */
function checkAliases(root: unknown): void {
  const sizes = new Map<object, number>()
  const open = new Set<object>()
  let distinct = 0
  const sizeOf = (value: unknown): number => {
    if (typeof value !== 'object' || value === null) {
      distinct++
      return 1
    }
    const known = sizes.get(value)
    if (known !== undefined) return known
    if (open.has(value)) throw new YamlError('yaml: anchor value contains itself')
    if (open.size > deepest) throw new YamlError('yaml: exceeded max depth of 10000')
    open.add(value)
    distinct++
    let size = 1
    for (const item of Object.values(value)) size += sizeOf(item)
    open.delete(value)
    sizes.set(value, size)
    return size
  }
  const size = sizeOf(root)
  if (size > smallDocument && size > 10 * distinct) throw new YamlError('yaml: document contains excessive aliasing')
}

const smallDocument = 100_000
/** Far beyond any object, and before the stack ends. */
const deepest = 2000
