/**
 * Tokens one by one, with the ways in which the original's generated parser mends small slips.
 * In: the tokens. Out: the next one, or that parsing cannot go on here (GivenUp); mistakes are reported to the source.
 * Always: a token too many is dropped, one that is missing is imagined; behind a mistake nothing is reported until
 * something fits again.
 */
import type { Token } from './lexer.ts'
import type { Source } from './source.ts'

/** Token names in the order in which messages list them. */
const tokenOrder = [
  ...["'=='", "'!='", "'in'", "'<'", "'<='", "'>='", "'>'", "'&&'", "'||'", "'['", "']'", "'{'", "'}'", "'('", "')'"],
  ...["'.'", "','", "'-'", "'!'", "'?'", "':'", "'+'", "'*'", "'/'", "'%'", "'true'", "'false'", "'null'"],
  ...['NUM_FLOAT', 'NUM_INT', 'NUM_UINT', 'STRING', 'BYTES', 'IDENTIFIER'],
]
const kindNames = {
  symbol: '',
  identifier: 'IDENTIFIER',
  int: 'NUM_INT',
  uint: 'NUM_UINT',
  double: 'NUM_FLOAT',
  string: 'STRING',
  bytes: 'BYTES',
  end: '<EOF>',
}
export const startsExpression: readonly string[] = [
  ...["'['", "'{'", "'('", "'.'", "'-'", "'!'", "'true'", "'false'", "'null'"],
  ...['NUM_FLOAT', 'NUM_INT', 'NUM_UINT', 'STRING', 'BYTES', 'IDENTIFIER'],
]
const continuesExpression = new Set([
  ...["'=='", "'!='", "'in'", "'<'", "'<='", "'>='", "'>'", "'&&'", "'||'", "'['"],
  ...["'.'", "'-'", "'?'", "'+'", "'*'", "'/'", "'%'"],
])
/** Thrown where parsing cannot go on; what is wrong has been reported. */
export class GivenUp extends Error {
  /** Nothing of the rest is looked at. */
  readonly final: boolean
  constructor(final = false) {
    super()
    this.final = final
  }
}

/** As messages name it: `'+'`, `IDENTIFIER`. */
export const nameOf = (token: Token): string => (token.kind === 'symbol' ? `'${token.text}'` : kindNames[token.kind])

export class TokenReader {
  private readonly source: Source
  private readonly tokens: readonly Token[]
  private position = 0
  private recovering = false
  /** What may follow the expression that is being read, innermost last. */
  private readonly follows: string[][] = [['<EOF>']]

  constructor(source: Source, tokens: readonly Token[]) {
    this.source = source
    this.tokens = tokens
  }

  /** @param ahead 0 is the token that comes next */
  peek(ahead: number): Token {
    return this.tokens[Math.min(Math.max(0, this.position + ahead), this.tokens.length - 1)] ?? endToken
  }

  get current(): Token {
    return this.peek(0)
  }

  next(): Token {
    const token = this.current
    this.position++
    this.recovering = false
    return token
  }

  at(symbol: string): boolean {
    const token = this.current
    return token.kind === 'symbol' && token.text === symbol
  }

  accept(symbol: string): Token | undefined {
    return this.at(symbol) ? this.next() : undefined
  }

  syntaxError(token: Token, message: string): void {
    if (!this.recovering) this.source.report(token.offset, `Syntax error: ${message}`)
    this.recovering = true
  }

  /** Goes on where something that may follow the broken part stands. */
  recover(): void {
    const mayFollow = new Set(this.follows.flat())
    for (; this.current.kind !== 'end'; this.position++) {
      const name = nameOf(this.current)
      if (mayFollow.has(name) || continuesExpression.has(name)) return
    }
  }

  /** Reads a part; when it is given up, goes on behind it. */
  guarded(read: () => void): void {
    try {
      read()
    } catch (error) {
      if (!(error instanceof GivenUp) || error.final) throw error
      this.recover()
    }
  }

  giveUp(token: Token, message: string): never {
    this.syntaxError(token, message)
    throw new GivenUp()
  }

  /** Makes sure that one of the expected comes next; one stray token in front of it is reported and dropped. */
  expectOneOf(expected: readonly string[]): void {
    const token = this.current
    if (expected.includes(nameOf(token))) return
    const names = tokenOrder.filter((name) => expected.includes(name))
    const shown = names.length === 1 ? names[0] : `{${names.join(', ')}}`
    if (token.kind !== 'end' && expected.includes(nameOf(this.peek(1)))) {
      this.syntaxError(token, `extraneous input '${token.text}' expecting ${shown}`)
      this.position++
      return
    }
    this.giveUp(token, `mismatched input '${token.text}' expecting ${shown}`)
  }

  /** Reads a closing token, with the mending of one stray or one missing token. */
  close(expected: string, mayFollow: readonly string[] = this.follows.at(-1) ?? []): Token {
    const token = this.current
    if (nameOf(token) === expected) return this.next()
    if (token.kind !== 'end' && nameOf(this.peek(1)) === expected) {
      this.syntaxError(token, `extraneous input '${token.text}' expecting ${expected}`)
      this.position++
      return this.next()
    }
    if (expected !== '<EOF>' && (continuesExpression.has(nameOf(token)) || mayFollow.includes(nameOf(token)))) {
      this.syntaxError(token, `missing ${expected} at '${token.text}'`)
      return token
    }
    return this.giveUp(token, `mismatched input '${token.text}' expecting ${expected}`)
  }

  within<T>(follow: string[], read: () => T): T {
    this.follows.push(follow)
    try {
      return read()
    } finally {
      this.follows.pop()
    }
  }

  skip(count: number): void {
    this.position += count
  }
}

const endToken: Token = { kind: 'end', text: '<EOF>', offset: 0 }
