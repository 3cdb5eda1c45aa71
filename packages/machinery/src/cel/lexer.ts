/**
 * Tokens of an expression. In: a text. Out: tokens with their offsets, ending with one of kind `end`.
 * Always: what is no token is reported and left out. Elsewhere: what literals mean (./literals.ts).
 */
import { maxProblems, type Source } from './source.ts'

export type TokenKind = 'symbol' | 'identifier' | 'int' | 'uint' | 'double' | 'string' | 'bytes' | 'end'

export interface Token {
  readonly kind: TokenKind
  /** Of symbols and of the words true, false, null, in: the text itself; else as written. */
  readonly text: string
  readonly offset: number
}

const symbolWords = new Set(['true', 'false', 'null', 'in'])
const space = /[\t\n\f\r ]+|\/\/[^\n]*/y
const symbol = /==|!=|<=|>=|&&|\|\||[<>[\]{}().,\-!?:+*/%]/y
const word = /[a-zA-Z_][a-zA-Z0-9_]*/y
const double = /(?:[0-9]+\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+[eE][+-]?[0-9]+|\.[0-9]+(?:[eE][+-]?[0-9]+)?)/y
const integer = /(0x[0-9a-fA-F]+|[0-9]+)([uU]?)/y

const escape = String.raw`\\(?:[abfnrtv"'\\?\`]|x[0-9a-fA-F]{2}|X[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2})`
const quoted = new RegExp(
  [
    String.raw`"""(?:[^\\]|${escape})*?"""`,
    String.raw`'''(?:[^\\]|${escape})*?'''`,
    String.raw`"(?:[^\\"\n\r]|${escape})*"`,
    String.raw`'(?:[^\\'\n\r]|${escape})*'`,
  ].join('|'),
  'y',
)
const rawQuoted = /"""[^]*?"""|'''[^]*?'''|"[^"\n\r]*"|'[^'\n\r]*'/y

/** @returns the tokens; as far as they were read when there are too many mistakes */
export function tokenize(source: Source): Token[] {
  const { text } = source
  const tokens: Token[] = []
  let offset = 0
  let mistakes = 0
  const take = (pattern: RegExp, from = offset): string | undefined => {
    pattern.lastIndex = from
    return pattern.exec(text)?.[0]
  }
  const add = (kind: TokenKind, length: number): void => {
    tokens.push({ kind, text: text.slice(offset, offset + length), offset })
    offset += length
  }
  while (offset < text.length) {
    const blank = take(space)
    if (blank !== undefined) {
      offset += blank.length
      continue
    }
    const literal = takeString(text, offset)
    if (literal !== undefined) {
      add(literal.kind, literal.length)
      continue
    }
    const name = take(word)
    if (name !== undefined) {
      add(symbolWords.has(name) ? 'symbol' : 'identifier', name.length)
      continue
    }
    const float = take(double)
    if (float !== undefined) {
      add('double', float.length)
      continue
    }
    const number = take(integer)
    if (number !== undefined) {
      add(/u$/i.test(number) ? 'uint' : 'int', number.length)
      continue
    }
    const sign = take(symbol)
    if (sign !== undefined) {
      add('symbol', sign.length)
      continue
    }
    if (++mistakes > maxProblems) {
      source.report(offset, `Syntax error: More than ${maxProblems} syntax errors`)
      break
    }
    offset += reportBadToken(source, offset)
  }
  tokens.push({ kind: 'end', text: '<EOF>', offset: text.length })
  return tokens
}

function takeString(text: string, offset: number): { kind: 'string' | 'bytes'; length: number } | undefined {
  const prefix = /(?:[bB][rR]?|[rR])?(?=["'])/y
  prefix.lastIndex = offset
  const found = prefix.exec(text)?.[0]
  if (found === undefined) return undefined
  const pattern = /r/i.test(found) ? rawQuoted : quoted
  pattern.lastIndex = offset + found.length
  const body = pattern.exec(text)?.[0]
  if (body === undefined) return undefined
  return { kind: /b/i.test(found) ? 'bytes' : 'string', length: found.length + body.length }
}

/** An unfinished string is given up where it stops making sense; a half operator takes the next character with it. */
function reportBadToken(source: Source, offset: number): number {
  const { text } = source
  const rest = text.slice(offset)
  const first = String.fromCodePoint(rest.codePointAt(0) ?? 0)
  let bad = first
  if (first === '"' || first === "'") {
    const good = new RegExp(`${first}(?:[^\\\\${first}\\n\\r]|${escape})*`, 'y').exec(rest)?.[0] ?? first
    const tail = rest.slice(good.length)
    // The character that cannot go on is part of what is shown.
    const broken =
      /^\\(?:[xX][0-9a-fA-F]?|u[0-9a-fA-F]{0,3}|U[0-9a-fA-F]{0,7}|[0-3][0-7]?)?[^]?/u.exec(tail)?.[0] ??
      tail.slice(0, 1)
    bad = good + broken
  } else if ((first === '|' || first === '&' || first === '=') && rest.length > 1) {
    bad = String.fromCodePoint(
      ...Array.from(rest)
        .slice(0, 2)
        .map((character) => character.codePointAt(0) ?? 0),
    )
  }
  const shown = bad.replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')
  source.report(offset, `Syntax error: token recognition error at: '${shown}'`)
  return bad.length
}
