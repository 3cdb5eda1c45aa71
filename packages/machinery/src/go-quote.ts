/**
 * Text as Go's fmt prints it: %q for strings, %v for numbers, %#v for maps, slices and structs.
 * In: JSON-shaped values. Out: text that stands in upstream's messages. Always: never throws, whatever the value is.
 */

const simpleEscapes: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
}

/** What Go's unicode.IsPrint accepts: letters, marks, numbers, punctuation, symbols, and of all spaces only U+0020. */
const printable = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u
const plainAscii = /^[ !#-[\]-~]*$/

/** Go's %q: double quotes, Go's escapes. */
export function goQuote(text: string): string {
  if (plainAscii.test(text)) return `"${text}"`
  let out = '"'
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    const simple = simpleEscapes[char]
    if (simple !== undefined) out += simple
    else if (code < 0x20 || code === 0x7f) out += `\\x${hex(code, 2)}`
    else if (printable.test(char)) out += char
    // A lone surrogate cannot be written as UTF-8; Go would have read it as the replacement character.
    else if (code >= 0xd800 && code <= 0xdfff) out += '\ufffd'
    else out += code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`
  }
  return `${out}"`
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, '0')
}

/** Go's %v of a number: whole numbers plainly, others as %g with the shortest digits. */
export function goNumber(value: number | bigint): string {
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return String(value)
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  const exponent = Math.floor(Math.log10(Math.abs(value)))
  if (exponent >= -5 && exponent < 21) {
    const text = String(value)
    if (!text.includes('e') && Math.abs(value) >= 1e-4) return text
  }
  const [digits = '', power = '+0'] = value.toExponential().split('e')
  const sign = power.startsWith('-') ? '-' : '+'
  return `${digits}e${sign}${power.replace(/^[+-]/, '').padStart(2, '0')}`
}

/**
 * Go's %#v of a JSON-shaped value. A map or list of strings only reads as `map[string]string{…}` or `[]string{…}`, which
 * is what nearly every such field is in Go; anything mixed reads as `map[string]interface {}{…}`.
 */
export function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)'
  if (typeof value === 'string') return goQuote(value)
  if (typeof value === 'number' || typeof value === 'bigint') return goNumber(value)
  if (typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) {
    const type = value.length > 0 && value.every((item) => typeof item === 'string') ? '[]string' : '[]interface {}'
    return `${type}{${value.map(goSyntax).join(', ')}}`
  }
  if (typeof value !== 'object') return goQuote(typeof value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  const type = entries.every(([, item]) => typeof item === 'string') ? 'map[string]string' : 'map[string]interface {}'
  return `${type}{${entries.map(([key, item]) => `${goQuote(key)}:${goSyntax(item)}`).join(', ')}}`
}

/** A value that goes into a message as the text given, unquoted; for structs whose Go form the caller knows. */
export class Verbatim {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  toString(): string {
    return this.text
  }
}

/** `verbatim('v1.LabelSelector{…}')`: see {@link Verbatim}. */
export function verbatim(text: string): Verbatim {
  return new Verbatim(text)
}

/** Go's %v of a JSON-shaped value: `map[a:1 b:[x y]]`, `<nil>`; strings bare, keys sorted. */
export function goValue(value: unknown): string {
  if (value === null || value === undefined) return '<nil>'
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint') return goNumber(value)
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`
  if (typeof value !== 'object') return String(value)
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `map[${entries.map(([key, item]) => `${key}:${goValue(item)}`).join(' ')}]`
}

/** Go's name for the type that holds a decoded JSON value. */
export function goTypeName(value: unknown): string {
  if (value === null || value === undefined) return '%!s(<nil>)'
  if (Array.isArray(value)) return '[]interface {}'
  if (typeof value === 'object') return 'map[string]interface {}'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string') return 'string'
  return typeof value === 'bigint' || Number.isInteger(value) ? 'int64' : 'float64'
}
