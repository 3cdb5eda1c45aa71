/**
 * A JSON reader for what JSON.parse cannot tell: Go's words for malformed text, keys given twice, integers beyond
 * 2^53 (as bigint) and numbers written with a fraction or exponent.
 * In: text. Out: the value, with the entries of objects that repeat a key.
 * Always: as strict as RFC 8259; depth is bounded.
 * Elsewhere: the fast way, which comes here only when it must (decodeJson.ts).
 */

/** Upstream's bound on nesting. */
export const maxDepth = 10_000

export class JsonSyntaxError extends Error {
  override name = 'JsonSyntaxError'
  /** Characters read before the offending one. */
  readonly offset: number
  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

/** A whole number written like a fraction, such as 1.0 or 1e3: no integer to Go. */
export class FractionText {
  readonly text: string
  readonly value: number
  constructor(text: string, value: number) {
    this.text = text
    this.value = value
  }
}

export interface ParsedJson {
  readonly value: unknown
  /** For objects that repeat a key: all entries as they were written. */
  readonly repeated: ReadonlyMap<object, readonly (readonly [string, unknown])[]>
}

export function parseJson(text: string): ParsedJson {
  const reader = new Reader(text)
  return { value: reader.document(), repeated: reader.repeated }
}

const simpleEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}

class Reader {
  readonly repeated = new Map<object, (readonly [string, unknown])[]>()
  private readonly text: string
  private at = 0
  private depth = 0

  constructor(text: string) {
    this.text = text
  }

  document(): unknown {
    const value = this.value()
    this.space()
    if (this.at < this.text.length) throw this.unexpected('after top-level value')
    return value
  }

  private unexpected(where: string): JsonSyntaxError {
    const code = this.text.codePointAt(this.at)
    if (code === undefined) return new JsonSyntaxError('unexpected end of JSON input', this.at)
    return new JsonSyntaxError(`invalid character ${quoteCharacter(code)} ${where}`, this.at)
  }

  private space(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at)
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return
      this.at++
    }
  }

  private value(): unknown {
    this.space()
    const char = this.text[this.at] ?? ''
    if (char === '{') return this.object()
    if (char === '[') return this.array()
    if (char === '"') return this.string()
    if (char === 't') return this.literal('true', true)
    if (char === 'f') return this.literal('false', false)
    if (char === 'n') return this.literal('null', null)
    if (/[-0-9]/.test(char)) return this.number()
    throw this.unexpected('looking for beginning of value')
  }

  private literal(word: string, value: unknown): unknown {
    for (let i = 0; i < word.length; i++, this.at++) {
      if (this.text[this.at] !== word[i]) {
        throw this.unexpected(
          i === 0 ? 'looking for beginning of value' : `in literal ${word} (expecting '${word[i]}')`,
        )
      }
    }
    return value
  }

  private enter(): void {
    if (++this.depth > maxDepth) throw new JsonSyntaxError('exceeded max depth', this.at)
    this.at++
    this.space()
  }

  private object(): Record<string, unknown> {
    this.enter()
    const result: Record<string, unknown> = {}
    const entries: [string, unknown][] = []
    let repeats = false
    if (this.text[this.at] !== '}') {
      for (;;) {
        this.space()
        if (this.text[this.at] !== '"') throw this.unexpected('looking for beginning of object key string')
        const key = this.string()
        this.space()
        if (this.text[this.at] !== ':') throw this.unexpected('after object key')
        this.at++
        const value = this.value()
        const before = Object.hasOwn(result, key) ? result[key] : undefined
        if (Object.hasOwn(result, key)) repeats = true
        entries.push([key, value])
        setOwn(result, key, before === undefined ? value : merged(before, value))
        this.space()
        const next = this.text[this.at]
        if (next === '}') break
        if (next !== ',') throw this.unexpected('after object key:value pair')
        this.at++
      }
    }
    this.at++
    this.depth--
    if (repeats) this.repeated.set(result, entries)
    return result
  }

  private array(): unknown[] {
    this.enter()
    const result: unknown[] = []
    if (this.text[this.at] !== ']') {
      for (;;) {
        result.push(this.value())
        this.space()
        const next = this.text[this.at]
        if (next === ']') break
        if (next !== ',') throw this.unexpected('after array element')
        this.at++
      }
    }
    this.at++
    this.depth--
    return result
  }

  private string(): string {
    let result = ''
    let start = ++this.at
    for (;;) {
      const code = this.text.charCodeAt(this.at)
      if (code === 34) {
        result += this.text.slice(start, this.at++)
        return result
      }
      if (code === 92) {
        result += this.text.slice(start, this.at++) + this.escape()
        start = this.at
      } else if (code < 32 || this.at >= this.text.length) {
        throw this.unexpected('in string literal')
      } else this.at++
    }
  }

  private escape(): string {
    const char = this.text[this.at]
    if (char === 'u') {
      this.at++
      for (let i = 0; i < 4; i++, this.at++) {
        if (!/[0-9a-fA-F]/.test(this.text[this.at] ?? '')) throw this.unexpected('in \\u hexadecimal character escape')
      }
      return String.fromCharCode(Number.parseInt(this.text.slice(this.at - 4, this.at), 16))
    }
    const plain = char === undefined ? undefined : simpleEscapes[char]
    if (plain === undefined) throw this.unexpected('in string escape code')
    this.at++
    return plain
  }

  private digits(): void {
    while (/\d/.test(this.text[this.at] ?? '')) this.at++
  }

  private number(): unknown {
    const start = this.at
    if (this.text[this.at] === '-') this.at++
    if (this.text[this.at] === '0') this.at++
    else if (/[1-9]/.test(this.text[this.at] ?? '')) this.digits()
    else throw this.unexpected('in numeric literal')
    let whole = true
    if (this.text[this.at] === '.') {
      whole = false
      this.at++
      if (!/\d/.test(this.text[this.at] ?? '')) throw this.unexpected('after decimal point in numeric literal')
      this.digits()
    }
    if (this.text[this.at] === 'e' || this.text[this.at] === 'E') {
      whole = false
      this.at++
      if (this.text[this.at] === '+' || this.text[this.at] === '-') this.at++
      if (!/\d/.test(this.text[this.at] ?? '')) throw this.unexpected('in exponent of numeric literal')
      this.digits()
    }
    const text = this.text.slice(start, this.at)
    const value = Number(text)
    if (whole) return Number.isSafeInteger(value) ? value : BigInt(text)
    return Number.isInteger(value) ? new FractionText(text, value) : value
  }
}

/** Assignment that does not mistake `__proto__` for the prototype. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
  } else target[key] = value
}

/** Go decodes a repeated object into the same struct, so both count; anything else is overwritten. */
function merged(before: unknown, after: unknown): unknown {
  if (!isObject(before) || !isObject(after)) return after
  const result = { ...before }
  for (const [key, value] of Object.entries(after)) {
    setOwn(result, key, Object.hasOwn(result, key) ? merged(result[key], value) : value)
  }
  return result
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof FractionText)
}

/** Go looks at bytes: of a character beyond ASCII it names the first one. */
function quoteCharacter(codePoint: number): string {
  if (codePoint === 39) return "'\\''"
  if (codePoint === 34) return "'\"'"
  const byte = codePoint < 0x80 ? codePoint : (new TextEncoder().encode(String.fromCodePoint(codePoint))[0] ?? 0)
  const named: Readonly<Record<number, string>> = {
    7: '\\a',
    8: '\\b',
    9: '\\t',
    10: '\\n',
    11: '\\v',
    12: '\\f',
    13: '\\r',
    92: '\\\\',
  }
  const name = named[byte]
  if (name !== undefined) return `'${name}'`
  if (byte < 32 || byte === 127) return `'\\x${byte.toString(16).padStart(2, '0')}'`
  if (byte >= 0x80 && (byte < 0xa1 || byte === 0xad)) return `'\\u00${byte.toString(16)}'`
  return `'${String.fromCharCode(byte)}'`
}
