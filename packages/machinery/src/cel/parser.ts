/**
 * From text to syntax tree, macros expanded.
 * In: the source; the macros that are known. Out: the tree; everything wrong is reported to the source.
 * Always: messages read like those of the original's generated parser, which mends small slips (one token too many or
 * too few) and goes on; behind a larger mistake this one stops, so that only the first of them is told.
 * @see the CEL language definition's grammar; cel-go v0.20 parser
 */
import { type CallExpr, type Expr, type MapEntry, operators, type StructField } from './ast.ts'
import { tokenize, type Token } from './lexer.ts'
import { GivenUp, nameOf, startsExpression, TokenReader } from './token-reader.ts'
import { bytesLiteral, doubleLiteral, intLiteral, type LiteralOutcome, stringLiteral, uintLiteral } from './literals.ts'
import { expandMacro, type MacroTable } from './macro.ts'
import type { Source } from './source.ts'

const defaultDepth = 250
const maxCodePoints = 100_000

const reserved = new Set(
  (
    'as break const continue else false for function if import in let loop package namespace null return true var ' +
    'void while'
  ).split(' '),
)

const relations: Readonly<Record<string, string>> = {
  '<': operators.less,
  '<=': operators.lessEquals,
  '>': operators.greater,
  '>=': operators.greaterEquals,
  '==': operators.equals,
  '!=': operators.notEquals,
  in: operators.in,
}
const products: Readonly<Record<string, string>> = {
  '*': operators.multiply,
  '/': operators.divide,
  '%': operators.modulo,
}
const sums: Readonly<Record<string, string>> = { '+': operators.add, '-': operators.subtract }

export interface ParseOptions {
  readonly macros: MacroTable
  readonly optionalSyntax: boolean
  /** How deep expressions may be nested; default 250. */
  readonly maxDepth?: number
}

/** @returns the tree, of use only when nothing was reported to the source */
export function parse(source: Source, options: ParseOptions): Expr {
  const missing: Expr = { id: 0, kind: 'missing' }
  const length = source.text.length > maxCodePoints ? Array.from(source.text).length : 0
  if (length > maxCodePoints) {
    source.reportNowhere(`expression code point size exceeds limit: size: ${length}, limit ${maxCodePoints}`)
    return missing
  }
  try {
    return new Parser(source, options).start()
  } catch (error) {
    if (error instanceof GivenUp) return missing
    throw error
  }
}

class Parser {
  private readonly source: Source
  private readonly options: ParseOptions
  private readonly input: TokenReader
  private readonly maxDepth: number
  private depth = 0

  constructor(source: Source, options: ParseOptions) {
    this.source = source
    this.options = options
    this.maxDepth = options.maxDepth ?? defaultDepth
    this.input = new TokenReader(source, tokenize(source))
  }

  start(): Expr {
    const expr = this.expression()
    if (this.input.current.kind !== 'end') this.input.close('<EOF>')
    return expr
  }

  private expression(): Expr {
    if (++this.depth > this.maxDepth) {
      this.source.reportNowhere(`expression recursion limit exceeded: ${this.maxDepth}`)
      throw new GivenUp(true)
    }
    const condition = this.logical(operators.or, '||', () => this.logical(operators.and, '&&', () => this.relation()))
    const question = this.input.accept('?')
    let result = condition
    if (question !== undefined) {
      const id = this.source.newId(question.offset)
      const whenTrue = this.input.within(["':'"], () =>
        this.logical(operators.or, '||', () => this.logical(operators.and, '&&', () => this.relation())),
      )
      this.input.close("':'", startsExpression)
      result = this.call(id, operators.conditional, undefined, [condition, whenTrue, this.expression()])
    }
    this.depth--
    return result
  }

  /** A chain of the same operator, as a balanced tree. */
  private logical(operator: string, symbol: string, operand: () => Expr): Expr {
    const terms = [operand()]
    const ids: number[] = []
    while (true) {
      const token = this.input.accept(symbol)
      if (token === undefined) break
      terms.push(operand())
      ids.push(this.source.newId(token.offset))
    }
    const build = (low: number, high: number): Expr => {
      const middle = Math.floor((low + high + 1) / 2)
      const left = middle === low ? terms[middle] : build(low, middle - 1)
      const right = middle === high ? terms[middle + 1] : build(middle + 1, high)
      return {
        id: ids[middle] ?? 0,
        kind: 'call',
        name: operator,
        target: undefined,
        args: [left ?? none, right ?? none],
      }
    }
    return ids.length === 0 ? (terms[0] ?? none) : build(0, ids.length - 1)
  }

  private binary(table: Readonly<Record<string, string>>, operand: () => Expr): Expr {
    let left = operand()
    for (let chained = 0; ; chained++) {
      const token = this.input.current
      const operator = token.kind === 'symbol' && Object.hasOwn(table, token.text) ? table[token.text] : undefined
      if (operator === undefined) return left
      this.limitChain(chained)
      this.input.next()
      const id = this.source.newId(token.offset)
      left = this.call(id, operator, undefined, [left, operand()])
    }
  }

  private limitChain(length: number): void {
    if (length < this.maxDepth) return
    this.source.reportNowhere('max recursion depth exceeded')
    throw new GivenUp(true)
  }

  private relation(): Expr {
    return this.binary(relations, () => this.binary(sums, () => this.binary(products, () => this.unary())))
  }

  private unary(): Expr {
    let started = false
    this.input.guarded(() => {
      this.input.expectOneOf(startsExpression)
      started = true
    })
    if (!started) return none
    const first = this.input.current
    if (this.input.at('!')) return this.repeated('!', first, operators.not)
    if (this.input.at('-')) {
      const following = this.input.peek(1).kind
      if (following !== 'int' && following !== 'double') return this.repeated('-', first, operators.negate)
    }
    return this.member()
  }

  private repeated(symbol: string, first: Token, operator: string): Expr {
    let count = 0
    while (this.input.accept(symbol) !== undefined) count++
    if (symbol === '-' && !startsExpression.includes(nameOf(this.input.current))) {
      this.source.report(this.input.current.offset, "Syntax error: no viable alternative at input '-'")
    }
    this.input.expectOneOf(startsExpression)
    const operand = this.input.at('!') || this.input.at('-') ? this.unary() : this.member()
    if (count % 2 === 0) return operand
    return this.call(this.source.newId(first.offset), operator, undefined, [operand])
  }

  private member(): Expr {
    let expr = this.primary()
    for (let chained = 0; ; chained++) {
      this.limitChain(chained)
      const token = this.input.current
      if (this.input.accept('.') !== undefined) expr = this.selection(expr, token)
      else if (this.input.accept('[') !== undefined) expr = this.indexing(expr, token)
      else return expr
    }
  }

  private selection(operand: Expr, dot: Token): Expr {
    const optional = this.input.accept('?')
    if (this.input.current.kind !== 'identifier') this.badField(dot)
    const name = this.input.next()
    if (optional !== undefined) {
      if (!this.options.optionalSyntax) return this.report(dot, "unsupported syntax '.?'")
      const id = this.source.newId(dot.offset)
      const field: Expr = { id: this.source.newId(name.offset), kind: 'literal', value: name.text }
      return { id, kind: 'call', name: operators.optionalSelect, target: undefined, args: [operand, field] }
    }
    const open = this.input.accept('(')
    if (open === undefined) {
      const id = this.source.newId(dot.offset)
      return { id, kind: 'select', operand, field: name.text, testOnly: false }
    }
    return this.call(this.source.newId(open.offset), name.text, operand, this.argumentsOfCall())
  }

  private badField(dot: Token): never {
    const token = this.input.current
    if (token.text === 'true' || token.text === 'false' || token.text === 'null') {
      return this.input.giveUp(token, `mismatched input '${token.text}' expecting IDENTIFIER`)
    }
    const shown = token.kind === 'end' ? '' : token.text
    const optional = this.input.peek(-1).text === '?' ? '?' : ''
    return this.input.giveUp(token, `no viable alternative at input '${dot.text}${optional}${shown}'`)
  }

  private indexing(target: Expr, bracket: Token): Expr {
    const optional = this.input.accept('?')
    const id = this.source.newId(bracket.offset)
    const index = this.input.within(["']'"], () => this.expression())
    this.input.close("']'")
    if (optional !== undefined && !this.options.optionalSyntax) return this.report(bracket, "unsupported syntax '[?'")
    return this.call(id, optional === undefined ? operators.index : operators.optionalIndex, target, [index], true)
  }

  /** Behind the opening parenthesis, up to and with the closing one. */
  private argumentsOfCall(): Expr[] {
    const args: Expr[] = []
    this.input.expectOneOf([...startsExpression, "')'"])
    if (!this.input.at(')')) {
      this.input.within(["','", "')'"], () => {
        do args.push(this.expression())
        while (this.input.accept(',') !== undefined)
      })
    }
    this.input.close("')'")
    return args
  }

  private primary(): Expr {
    const token = this.input.current
    switch (token.kind) {
      case 'identifier':
        return this.identifier()
      case 'int':
      case 'uint':
      case 'double':
      case 'string':
      case 'bytes':
        return this.literal(this.input.next(), false, token)
      default:
        break
    }
    switch (token.text) {
      case '-':
        this.input.next()
        return this.literal(this.input.next(), true, token)
      case '.':
        return this.identifier()
      case '(': {
        this.input.next()
        const inner = this.input.within(["')'"], () => this.expression())
        this.input.close("')'")
        return inner
      }
      case '[':
        return this.list(this.input.next())
      case '{':
        return this.map(this.input.next())
      case 'true':
      case 'false':
      case 'null': {
        this.input.next()
        const value = token.text === 'null' ? null : token.text === 'true'
        return { id: this.source.newId(token.offset), kind: 'literal', value }
      }
      default:
        this.input.expectOneOf(startsExpression)
        return this.unary()
    }
  }

  private literal(token: Token, negative: boolean, start: Token): Expr {
    const outcome = readLiteral(token, negative)
    if ('problem' in outcome) return this.report(start, outcome.problem)
    return { id: this.source.newId(start.offset), kind: 'literal', value: outcome.value }
  }

  private identifier(): Expr {
    const start = this.input.current
    const dot = this.input.accept('.') === undefined ? '' : '.'
    if (this.input.current.kind !== 'identifier') {
      if (dot === '') this.input.expectOneOf(['IDENTIFIER'])
      else this.badField(start)
    }
    const struct = this.structName(dot)
    if (struct !== undefined) return this.struct(struct)
    const name = this.input.next()
    if (reserved.has(name.text)) return this.report(start, `reserved identifier: ${name.text}`)
    const open = this.input.accept('(')
    if (open === undefined) return { id: this.source.newId(name.offset), kind: 'ident', name: dot + name.text }
    return this.call(this.source.newId(open.offset), dot + name.text, undefined, this.argumentsOfCall())
  }

  /** The name in front of `{`, as in `a.b.C{…}`; takes it when it is one. */
  private structName(dot: string): string | undefined {
    const names: string[] = []
    let ahead = 0
    for (; ; ahead += 2) {
      const name = this.input.peek(ahead)
      if (name.kind !== 'identifier') return undefined
      names.push(name.text)
      const symbol = this.input.peek(ahead + 1)
      if (symbol.kind !== 'symbol') return undefined
      if (symbol.text === '{') break
      if (symbol.text !== '.') return undefined
    }
    this.input.skip(ahead + 1)
    return dot + names.join('.')
  }

  private struct(typeName: string): Expr {
    const id = this.source.newId(this.input.next().offset)
    const fields: StructField[] = []
    this.input.expectOneOf(["'}'", "','", "'?'", 'IDENTIFIER'])
    this.entries("'}'", () => {
      const optional = this.optionalMark()
      if (this.input.current.kind !== 'identifier') this.input.expectOneOf(['IDENTIFIER'])
      const name = this.input.next()
      const fieldId = this.source.newId(this.input.close("':'", startsExpression).offset)
      const value = this.input.within(["','", "'}'"], () => this.expression())
      fields.push({ id: fieldId, name: name.text, value, optional })
    })
    return { id, kind: 'struct', typeName, fields }
  }

  private list(bracket: Token): Expr {
    const id = this.source.newId(bracket.offset)
    const elements: { value: Expr; optional: boolean }[] = []
    this.input.expectOneOf([...startsExpression, "']'", "','", "'?'"])
    this.entries("']'", () => {
      const optional = this.optionalMark()
      elements.push({ value: this.input.within(["','", "']'"], () => this.expression()), optional })
    })
    return { id, kind: 'list', elements }
  }

  private map(brace: Token): Expr {
    const id = this.source.newId(brace.offset)
    const entries: MapEntry[] = []
    this.input.expectOneOf([...startsExpression, "'}'", "','", "'?'"])
    this.entries("'}'", () => {
      const optional = this.optionalMark()
      const key = this.input.within(["':'"], () => this.expression())
      const entryId = this.source.newId(this.input.close("':'", startsExpression).offset)
      const value = this.input.within(["','", "'}'"], () => this.expression())
      entries.push({ id: entryId, key, value, optional })
    })
    return { id, kind: 'map', entries }
  }

  /** Entries with commas between, one comma allowed behind them, up to and with the closing token. */
  private entries(closing: string, readEntry: () => void): void {
    this.input.within(["','", closing], () =>
      this.input.guarded(() => {
        while (nameOf(this.input.current) !== closing && !this.input.at(',')) {
          readEntry()
          if (!this.input.at(',') || nameOf(this.input.peek(1)) === closing) break
          this.input.next()
        }
      }),
    )
    this.input.expectOneOf([closing, "','"])
    this.input.accept(',')
    this.input.close(closing)
  }

  private optionalMark(): boolean {
    const mark = this.input.accept('?')
    if (mark === undefined) return false
    if (!this.options.optionalSyntax) this.report(mark, "unsupported syntax '?'")
    return true
  }

  private report(token: Token, message: string): Expr {
    const id = this.source.newId(token.offset)
    this.source.reportAt(id, message)
    return { id, kind: 'missing' }
  }

  /** A call, or what its macro makes of it. `operator`: the target is the first argument of a global function. */
  private call(id: number, name: string, target: Expr | undefined, args: readonly Expr[], operator = false): Expr {
    const call: CallExpr =
      operator && target !== undefined
        ? { id, kind: 'call', name, target: undefined, args: [target, ...args] }
        : { id, kind: 'call', name, target, args }
    return expandMacro(this.options.macros, this.source, call)
  }
}

const none: Expr = { id: 0, kind: 'missing' }

function readLiteral(token: Token, negative: boolean): LiteralOutcome {
  switch (token.kind) {
    case 'int':
      return intLiteral(token.text, negative)
    case 'uint':
      return uintLiteral(token.text)
    case 'double':
      return doubleLiteral(token.text, negative)
    case 'bytes':
      return bytesLiteral(token.text)
    default:
      return stringLiteral(token.text)
  }
}
