/**
 * Reads Kubernetes' dialect of JSONPath templates: text with `{…}` actions.
 * In: a template. Out: a tree of nodes. Always: errors are those of the original.
 * Elsewhere: running it (./jsonpath.ts). @see client-go util/jsonpath
 */

export type PathNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly nodes: PathNode[] }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'identifier'; readonly name: string }
  | { readonly kind: 'value'; readonly value: number | boolean }
  | {
      readonly kind: 'slice'
      readonly from: number
      readonly to: number | undefined
      readonly single: boolean
      readonly step: number | undefined
    }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'recursive' }
  | { readonly kind: 'union'; readonly branches: readonly PathNode[][] }
  | { readonly kind: 'filter'; readonly left: PathNode[]; readonly right: PathNode[]; readonly operator: string }

export class JsonPathError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'JsonPathError'
  }
}

/** The template's top-level nodes: texts, and a list for each action. @throws JsonPathError */
export function parseTemplate(text: string): PathNode[] {
  const nodes: PathNode[] = []
  let position = 0
  while (position < text.length) {
    const open = text.indexOf('{', position)
    if (open < 0) {
      nodes.push({ kind: 'text', text: text.slice(position) })
      break
    }
    if (open > position) nodes.push({ kind: 'text', text: text.slice(position, open) })
    const action = new ActionReader(text, open + 1)
    nodes.push({ kind: 'list', nodes: action.read() })
    position = action.position
  }
  return nodes
}

/** The nodes of one action given without its braces. */
function parseAction(text: string): PathNode[] {
  return new ActionReader(`${text}}`, 0).read()
}

const spaces = ' \t'
const lineEnds = '\r\n'
const terminators = `${spaces}${lineEnds}.,[]$@{}`

class ActionReader {
  position: number
  private readonly text: string

  constructor(text: string, position: number) {
    this.text = text
    this.position = position
  }

  /** Up to and over the closing brace. */
  read(): PathNode[] {
    const nodes: PathNode[] = []
    for (;;) {
      if (this.skip('}')) return nodes
      if (this.skip('[?(')) nodes.push(this.filter())
      else if (this.skip('..')) this.recursive(nodes)
      else this.one(nodes)
    }
  }

  private one(nodes: PathNode[]): void {
    const char = this.peek()
    if (char === '' || lineEnds.includes(char)) throw new JsonPathError('unclosed action')
    if (char === '[') nodes.push(...this.array())
    else if (char === '"' || char === "'") nodes.push({ kind: 'text', text: this.quoted(char) })
    else if (char === '.') {
      this.position++
      nodes.push(this.field())
    } else if (/[-+\p{Nd}]/u.test(char)) nodes.push(this.number())
    else if (/[_\p{L}]/u.test(char)) nodes.push(this.identifier())
    else if (char === ' ' || char === '@' || char === '$') this.position++
    else {
      const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
      throw new JsonPathError(`unrecognized character in action: U+${code} '${char}'`)
    }
  }

  private recursive(nodes: PathNode[]): void {
    if (nodes.at(-1)?.kind === 'recursive') throw new JsonPathError('invalid multiple recursive descent')
    nodes.push({ kind: 'recursive' })
    if (/^[_\p{L}\p{Nd}]/u.test(this.peek())) nodes.push(this.field())
  }

  /** A backslash takes the next character as it is: `.metadata.labels.app\.kubernetes\.io/name`. */
  private field(): PathNode {
    const start = this.position
    for (;;) {
      const char = this.peek()
      if (char === '\\') this.position += 2
      else if (char === '' || terminators.includes(char)) break
      else this.position++
    }
    const name = this.text.slice(start, this.position)
    return name === '*' ? { kind: 'wildcard' } : { kind: 'field', name: name.replaceAll('\\', '') }
  }

  private identifier(): PathNode {
    const start = this.position
    while (this.peek() !== '' && !terminators.includes(this.peek())) this.position++
    const name = this.text.slice(start, this.position)
    if (name === 'true' || name === 'false') return { kind: 'value', value: name === 'true' }
    return { kind: 'identifier', name }
  }

  private number(): PathNode {
    const text = /^[-+]?[0-9.]*/.exec(this.text.slice(this.position))?.[0] ?? ''
    this.position += text.length
    if (/^[-+]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/.test(text)) return { kind: 'value', value: Number(text) }
    throw new JsonPathError(`cannot parse number ${text}`)
  }

  private quoted(quote: string): string {
    const start = ++this.position
    for (;;) {
      const char = this.peek()
      if (char === '' || char === '\n') throw new JsonPathError('unterminated quoted string')
      if (char === quote && this.text[this.position - 1] !== '\\') break
      this.position++
    }
    const inner = this.text.slice(start, this.position)
    this.position++
    return unquote(inner, quote)
  }

  private array(): PathNode[] {
    const start = this.position + 1
    for (;;) {
      const char = this.peek()
      if (char === '' || char === '\n') throw new JsonPathError('unterminated array')
      this.position++
      if (char === ']') break
    }
    return arrayNodes(this.text.slice(start, this.position - 1))
  }

  private filter(): PathNode {
    const start = this.position
    let quote = ''
    let closed = false
    for (;;) {
      const char = this.peek()
      if (char === '' || char === '\n') throw new JsonPathError('unterminated filter')
      this.position++
      if (char === '"' || char === "'") {
        if (quote === '') quote = char
        else if (char === quote && this.text[this.position - 2] !== '\\') closed = true
      } else if (char === ')' && (quote === '' || closed)) break
    }
    const text = this.text.slice(start, this.position - 1)
    if (!this.skip(']')) throw new JsonPathError('unclosed array expect ]')
    const match = /^([^!<>=]+)([!<>=]+)(.+?)$/.exec(text)
    if (match === null) return { kind: 'filter', left: parseAction(text), right: [], operator: 'exists' }
    const [, left = '', operator = '', right = ''] = match
    return { kind: 'filter', left: parseAction(left), right: parseAction(right), operator }
  }

  private peek(): string {
    return this.text.slice(this.position, this.position + 1)
  }

  private skip(text: string): boolean {
    if (!this.text.startsWith(text, this.position)) return false
    this.position += text.length
    return true
  }
}

/** What stands between brackets: `*`, `0`, `-1`, `1:5:2`, `'key'`, or several of them with commas. */
function arrayNodes(text: string): PathNode[] {
  const parts = text.split(',')
  if (parts.length > 1) {
    return [{ kind: 'union', branches: parts.map((part) => parseAction(`[${part.replace(/^ +| +$/g, '')}]`)) }]
  }
  const key = /^'([^']*)'$/.exec(text)?.[1]
  if (key !== undefined) return parseAction(`.${key}`)
  const match = /^(-?[0-9]*)(:-?[0-9]*)?(:-?[0-9]*)?$/.exec(text === '*' ? ':' : text)
  if (match === null) throw new JsonPathError(`invalid array index ${text}`)
  const [, first = '', second, third] = match
  const index = (part: string): number => {
    if (!/^-?[0-9]+$/.test(part)) throw new JsonPathError(`array index ${part} is not a number`)
    return Number(part)
  }
  const given = (part: string | undefined): number | undefined =>
    part === undefined || part === ':' ? undefined : index(part.slice(1))
  const from = first === '' ? 0 : index(first)
  return [
    {
      kind: 'slice',
      from,
      to: second === undefined ? from + 1 : given(second),
      single: second === undefined,
      step: given(third),
    },
  ]
}

const escapes: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
}

/** Go's escapes; only the quote in use may be escaped. */
function unquote(text: string, quote: string): string {
  return text.replace(
    /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|[\s\S]|$)/g,
    (whole, code: string) => {
      if (/^[xuU]./.test(code)) return String.fromCodePoint(Number.parseInt(code.slice(1), 16))
      if (/^[0-7]{3}$/.test(code)) return String.fromCodePoint(Number.parseInt(code, 8))
      const plain = code === quote ? quote : escapes[code]
      if (plain === undefined) throw new JsonPathError(`unquote string ${quote}${text}${quote} error invalid syntax`)
      return plain
    },
  )
}
