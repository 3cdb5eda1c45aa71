/**
 * Fields of objects as expressions name them. Types made of schemas have their fields escaped: `__dot__` for `.`, words
 * of the language between double underscores.
 * @see apiserver pkg/cel/escaping.go for the rules
 */
import type { CelField, CelObjectType } from './contract.ts'

const words = new Set(
  (
    'true false null in as break const continue else for function if import let loop package namespace return var ' +
    'void while'
  ).split(' '),
)
const escapes: Readonly<Record<string, string>> = {
  __: '__underscores__',
  '.': '__dot__',
  '-': '__dash__',
  '/': '__slash__',
}
const unescapes: Readonly<Record<string, string>> = {
  __underscores__: '__',
  __dot__: '.',
  __dash__: '-',
  __slash__: '/',
}

/** How expressions write a JSON name; undefined when they cannot. */
export function escapeFieldName(name: string): string | undefined {
  if (words.has(name)) return `__${name}__`
  const escaped = name.replaceAll(/__|[.\-/]/g, (match) => escapes[match] ?? match)
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(escaped) ? escaped : undefined
}

/** The JSON name behind an escaped one; undefined when it is no escaped name. */
export function unescapeFieldName(escaped: string): string | undefined {
  const word = /^__(.+)__$/.exec(escaped)?.[1]
  if (word !== undefined && words.has(word)) return word
  const name = escaped.replaceAll(/__(?:underscores|dot|dash|slash)__/g, (match) => unescapes[match] ?? match)
  return escapeFieldName(name) === escaped ? name : undefined
}

/**
 * The field that an expression means by `written`, with its JSON name.
 * @param keywords words of the language may also be written as they are
 */
export function fieldNamed(
  type: CelObjectType,
  written: string,
  keywords = false,
): { name: string; field: CelField } | undefined {
  const fields = type.fields()
  const name = type.escaped === true ? unescapeFieldName(written) : written
  const field = name === undefined ? undefined : fields.get(name)
  if (name !== undefined && field !== undefined) return { name, field }
  const plain = keywords && words.has(written) ? fields.get(written) : undefined
  return plain === undefined ? undefined : { name: written, field: plain }
}
