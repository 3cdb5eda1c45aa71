/**
 * What literals in an expression mean: numbers with their ranges, strings and bytes with their escapes.
 * In: tokens' texts. Out: values, or the reason why there is none.
 */
import { Double, Uint, type Value } from './values.ts'
import { intOf, maxInt, maxUint, minInt } from './numbers.ts'

export type LiteralOutcome = { readonly value: Value } | { readonly problem: string }

export function intLiteral(text: string, negative: boolean): LiteralOutcome {
  const magnitude = BigInt(text)
  const value = negative ? -magnitude : magnitude
  if (value < minInt || value > maxInt) return { problem: 'invalid int literal' }
  return { value: intOf(value) }
}

export function uintLiteral(text: string): LiteralOutcome {
  const value = BigInt(text.slice(0, -1))
  return value > maxUint ? { problem: 'invalid uint literal' } : { value: new Uint(value) }
}

export function doubleLiteral(text: string, negative: boolean): LiteralOutcome {
  const value = Number(text)
  if (!Number.isFinite(value)) return { problem: 'invalid double literal' }
  return { value: new Double(negative ? -value : value) }
}

export function stringLiteral(text: string): LiteralOutcome {
  const { raw, body } = unquote(text)
  if (raw) return { value: body }
  const characters: string[] = []
  for (const unit of units(body)) {
    if (unit.code > 0x10ffff || (unit.code >= 0xd800 && unit.code <= 0xdfff)) {
      return { problem: 'invalid unicode code point' }
    }
    characters.push(String.fromCodePoint(unit.code))
  }
  return { value: characters.join('') }
}

/** Escapes of characters are written in UTF-8, `\x` and octal ones are bytes as they are. */
export function bytesLiteral(text: string): LiteralOutcome {
  const { raw, body } = unquote(text)
  const encoder = new TextEncoder()
  if (raw) return { value: encoder.encode(body) }
  const bytes: number[] = []
  for (const unit of units(body)) {
    if (unit.byte) bytes.push(unit.code)
    else if (unit.escaped) return { problem: 'unable to unescape string' }
    else bytes.push(...encoder.encode(String.fromCodePoint(unit.code)))
  }
  return { value: Uint8Array.from(bytes) }
}

function unquote(text: string): { raw: boolean; body: string } {
  const start = text.search(/["']/)
  const triple = /^("""|''')/.test(text.slice(start)) && text.length - start >= 6
  const width = triple ? 3 : 1
  return { raw: /r/i.test(text.slice(0, start)), body: text.slice(start + width, text.length - width) }
}

const simpleEscapes: Readonly<Record<string, number>> = {
  a: 7,
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  v: 11,
}

interface Unit {
  readonly code: number
  /** Written as `\x` or octal. */
  readonly byte: boolean
  /** Written as `\u` or `\U`, which bytes may not be. */
  readonly escaped: boolean
}

function* units(body: string): Generator<Unit> {
  for (let i = 0; i < body.length; ) {
    const code = body.codePointAt(i) ?? 0
    if (code !== 0x5c) {
      // Line ends read the same whichever way they were written.
      if (code === 0x0d) {
        yield { code: 0x0a, byte: false, escaped: false }
        i += body[i + 1] === '\n' ? 2 : 1
        continue
      }
      yield { code, byte: false, escaped: false }
      i += code > 0xffff ? 2 : 1
      continue
    }
    const kind = body[i + 1] ?? ''
    const digits = { x: 2, X: 2, u: 4, U: 8 }[kind]
    if (digits !== undefined) {
      const value = Number.parseInt(body.slice(i + 2, i + 2 + digits), 16)
      yield { code: value, byte: digits === 2, escaped: digits > 2 }
      i += 2 + digits
    } else if (kind >= '0' && kind <= '3') {
      yield { code: Number.parseInt(body.slice(i + 1, i + 4), 8), byte: true, escaped: false }
      i += 4
    } else {
      yield { code: simpleEscapes[kind] ?? kind.charCodeAt(0), byte: false, escaped: false }
      i += 2
    }
  }
}
