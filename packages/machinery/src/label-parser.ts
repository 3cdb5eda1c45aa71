/**
 * The text form of label selectors: `app=web,tier in (a, b),!legacy,gen>3`.
 * In: a text. Out: requirements, sorted by key, or a thrown SelectorError with upstream's words.
 * Always: values of a set are sorted and distinct, as upstream's string sets list them.
 * Elsewhere: matching (./labels.ts).
 * @see apimachinery pkg/labels/selector.go
 */
import { makeRequirement, type Requirement, SelectorError } from './label-requirement.ts'
import { checkQualifiedName } from './names.ts'
import { goQuote } from './go-quote.ts'

type TokenKind = 'end' | ')' | ',' | '!' | '==' | '=' | '>' | '<' | '!=' | '(' | 'in' | 'notin' | 'identifier' | 'error'

interface Token {
  readonly kind: TokenKind
  readonly text: string
}

const symbols = new Set<string>([')', ',', '!', '==', '=', '>', '<', '!=', '('])

function tokenize(text: string): Token[] {
  const tokens: Token[] = []
  let pos = 0
  while (pos < text.length) {
    const rest = text.slice(pos)
    const space = /^[ \t\r\n]+/.exec(rest)?.[0]
    if (space !== undefined) {
      pos += space.length
      continue
    }
    const token = scanSymbol(rest) ?? scanWord(rest)
    tokens.push(token.token)
    pos += token.length
  }
  tokens.push({ kind: 'end', text: '' })
  return tokens
}

function scanSymbol(rest: string): { token: Token; length: number } | undefined {
  const two = rest.slice(0, 2)
  if (two.length === 2 && symbols.has(two)) return { token: { kind: two as TokenKind, text: two }, length: 2 }
  const one = rest.slice(0, 1)
  return symbols.has(one) ? { token: { kind: one as TokenKind, text: one }, length: 1 } : undefined
}

function scanWord(rest: string): { token: Token; length: number } {
  const word = /^[^=!(),><\s]+/.exec(rest)?.[0] ?? rest.slice(0, 1)
  const kind: TokenKind = word === 'in' || word === 'notin' ? word : 'identifier'
  return { token: { kind, text: word }, length: word.length }
}

/** @throws SelectorError */
export function parseRequirements(text: string): Requirement[] {
  const parser = new Parser(tokenize(text))
  return parser.parse().sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
}

const operatorList = 'in, notin, =, ==, !=, gt, lt'

class Parser {
  private readonly tokens: readonly Token[]
  private position = 0

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens
  }

  parse(): Requirement[] {
    const requirements: Requirement[] = []
    for (;;) {
      const next = this.peek()
      if (next.kind === 'end') return requirements
      if (next.kind !== 'identifier' && next.kind !== '!') {
        throw new SelectorError(`found '${next.text}', expected: !, identifier, or 'end of string'`)
      }
      requirements.push(this.wrapped())
      const after = this.take()
      if (after.kind === 'end') return requirements
      if (after.kind !== ',') throw new SelectorError(`found '${after.text}', expected: ',' or 'end of string'`)
      const following = this.peek()
      if (following.kind !== 'identifier' && following.kind !== '!') {
        throw new SelectorError(`found '${following.text}', expected: identifier after ','`)
      }
    }
  }

  private wrapped(): Requirement {
    try {
      return this.requirement()
    } catch (error) {
      if (!(error instanceof SelectorError)) throw error
      throw new SelectorError(`unable to parse requirement: ${error.message}`)
    }
  }

  private requirement(): Requirement {
    let token = this.take()
    const negated = token.kind === '!'
    if (negated) token = this.take()
    if (token.kind !== 'identifier') throw new SelectorError(`found '${token.text}', expected: identifier`)
    const key = token.text
    const wrong = checkQualifiedName(key)
    // The path is Go's nil path: upstream prints it so.
    if (wrong.length > 0) throw new SelectorError(`<nil>: Invalid value: ${goQuote(key)}: ${wrong.join('; ')}`)
    // What follows `!key` is left for the caller, who accepts only a comma or the end.
    if (negated) return makeRequirement(key, '!', [])
    const next = this.peek()
    if (next.kind === 'end' || next.kind === ',') return makeRequirement(key, 'exists', [])
    return this.comparison(key)
  }

  private comparison(key: string): Requirement {
    const { kind, text } = this.takeOperator()
    if (kind === 'in' || kind === 'notin') return makeRequirement(key, kind, this.valueSet())
    const operator = kind === '>' ? 'gt' : kind === '<' ? 'lt' : kind
    if (operator !== '=' && operator !== '==' && operator !== '!=' && operator !== 'gt' && operator !== 'lt') {
      throw new SelectorError(`found '${text}', expected: ${operatorList}`)
    }
    return makeRequirement(key, operator, [this.exactValue()])
  }

  private exactValue(): string {
    const next = this.peek()
    if (next.kind === 'end' || next.kind === ',') return ''
    const token = this.take()
    if (token.kind !== 'identifier') throw new SelectorError(`found '${token.text}', expected: identifier`)
    return token.text
  }

  private valueSet(): string[] {
    const open = this.take()
    if (open.kind !== '(') throw new SelectorError(`found '${open.text}' expected: '('`)
    const first = this.peek()
    if (first.kind === ')') {
      this.take()
      return ['']
    }
    if (first.kind !== 'identifier' && first.kind !== ',') {
      throw new SelectorError(`found '${first.text}', expected: ',', ')' or identifier`)
    }
    const values = this.identifiers()
    if (this.take().kind !== ')') throw new SelectorError(`found '${first.text}', expected: ')'`)
    return [...values].sort()
  }

  private identifiers(): Set<string> {
    const values = new Set<string>()
    for (;;) {
      const token = this.take()
      if (token.kind === 'identifier') {
        values.add(token.text)
        const next = this.peek()
        if (next.kind === ',') continue
        if (next.kind === ')') return values
        throw new SelectorError(`found '${next.text}', expected: ',' or ')'`)
      }
      if (token.kind !== ',') throw new SelectorError(`found '${token.text}', expected: ',', or identifier`)
      if (values.size === 0) values.add('')
      const next = this.peek()
      if (next.kind === ')') {
        values.add('')
        return values
      }
      if (next.kind === ',') {
        this.take()
        values.add('')
      }
    }
  }

  /** `in` and `notin` are words like any other, except where an operator is due. */
  private peek(): Token {
    const token = this.tokens[this.position] ?? { kind: 'end', text: '' }
    return token.kind === 'in' || token.kind === 'notin' ? { kind: 'identifier', text: token.text } : token
  }

  private take(): Token {
    const token = this.peek()
    this.position++
    return token
  }

  private takeOperator(): Token {
    const token = this.tokens[this.position] ?? { kind: 'end', text: '' }
    this.position++
    return token
  }
}
