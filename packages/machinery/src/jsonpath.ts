/**
 * Kubernetes' dialect of JSONPath: `{range .items[*]}{.metadata.name}{"\n"}{end}`.
 * In: a template, JSON-shaped data. Out: text, or the values found. Always: data is left alone; errors are those of the
 * original; maps are walked in the order of their keys in the data.
 * Elsewhere: the grammar (./jsonpath-parser.ts). @see client-go util/jsonpath
 */
import { goNumber, goTypeName, goValue } from './go-quote.ts'
import { deepEqual, getKey, isJsonObject, type Json } from './json.ts'
import { JsonPathError, parseTemplate, type PathNode } from './jsonpath-parser.ts'

export { JsonPathError } from './jsonpath-parser.ts'

export interface JsonPathOptions {
  /** A field that is not there gives nothing, instead of an error. */
  readonly allowMissingKeys?: boolean
}

export class JsonPath {
  private readonly nodes: readonly PathNode[]
  private readonly allowMissingKeys: boolean

  /** @throws JsonPathError */
  constructor(template: string, options: JsonPathOptions = {}) {
    this.nodes = parseTemplate(template)
    this.allowMissingKeys = options.allowMissingKeys === true
  }

  /** What each action and each text between actions gives. @throws JsonPathError */
  find(data: Json): Json[][] {
    return this.run(0, this.nodes.length, data)
  }

  /** The text of the template. @throws JsonPathError */
  print(data: Json): string {
    return this.find(data)
      .map((results) => results.map(printValue).join(' '))
      .join('')
  }

  private run(start: number, end: number, data: Json): Json[][] {
    const out: Json[][] = []
    for (let i = start; i < end; i++) {
      const node = this.nodes[i]
      if (node === undefined) break
      const word = keyword(node)
      if (word === 'end') throw new JsonPathError('not in range, nothing to end')
      const results = this.walk([data], node)
      if (word !== 'range') {
        out.push(results)
        continue
      }
      const close = this.closeOf(i, end)
      for (const item of results) out.push(...this.run(i + 1, close, item))
      i = close
    }
    return out
  }

  /** The index of the `{end}` that belongs to a range; without one the range goes on to the last node. */
  private closeOf(range: number, end: number): number {
    let depth = 1
    for (let i = range + 1; i < end; i++) {
      const word = keyword(this.nodes[i])
      if (word === 'range') depth++
      if (word === 'end' && --depth === 0) return i
    }
    return end
  }

  private walkAll(input: readonly Json[], nodes: readonly PathNode[]): Json[] {
    return nodes.reduce<Json[]>((current, node) => this.walk(current, node), [...input])
  }

  private walk(input: readonly Json[], node: PathNode): Json[] {
    switch (node.kind) {
      case 'text':
        return [node.text]
      case 'list':
        return this.walkAll(input, node.nodes)
      case 'value':
        return input.map(() => node.value)
      case 'field':
        return this.field(input, node.name)
      case 'identifier':
        if (node.name === 'range' || node.name === 'end') return node.name === 'range' ? [...input] : []
        throw new JsonPathError(`unrecognized identifier ${node.name}`)
      case 'slice':
        return input.flatMap((value) => slice(value, node))
      case 'wildcard':
        return input.flatMap(children)
      case 'recursive':
        return input.flatMap(descendants)
      case 'union':
        return node.branches.flatMap((branch) => this.walkAll(input, branch))
      case 'filter':
        return input.flatMap((value) => this.filter(value, node))
    }
  }

  private field(input: readonly Json[], name: string): Json[] {
    const found = input.flatMap((value) => {
      const item = isJsonObject(value) ? getKey(value, name) : undefined
      return item === undefined ? [] : [item]
    })
    if (found.length === 0 && input.length > 0 && !this.allowMissingKeys)
      throw new JsonPathError(`${name} is not found`)
    return found
  }

  private filter(value: Json, node: Extract<PathNode, { kind: 'filter' }>): Json[] {
    if (!Array.isArray(value)) {
      throw new JsonPathError(`${goValue(value)} is not array or slice and cannot be filtered`)
    }
    return value.filter((item) => this.passes(item, node))
  }

  private passes(item: Json, node: Extract<PathNode, { kind: 'filter' }>): boolean {
    if (node.operator === 'exists') return this.exists(item, node.left)
    const lefts = this.walkAll([item], node.left)
    if (lefts.length === 0) return false
    const rights = lefts.length > 1 ? [] : this.walkAll([item], node.right)
    if (lefts.length > 1 || rights.length > 1) throw new JsonPathError('can only compare one element at a time')
    const [left = null, right] = [lefts[0], rights[0]]
    return right !== undefined && compare(left, node.operator, right)
  }

  private exists(item: Json, path: readonly PathNode[]): boolean {
    try {
      return this.walkAll([item], path).length > 0
    } catch (error) {
      if (error instanceof JsonPathError) return false
      throw error
    }
  }
}

/** `range` or `end`, when that is what the action begins with. */
function keyword(node: PathNode | undefined): string | undefined {
  if (node?.kind !== 'list') return undefined
  const [first] = node.nodes
  return first?.kind === 'identifier' ? first.name : undefined
}

/** Of a text, its bytes: that is what Go finds in one. */
function children(value: Json): Json[] {
  if (Array.isArray(value)) return value
  if (typeof value === 'string') return [...Buffer.from(value)]
  return isJsonObject(value) ? Object.values(value) : []
}

/** The value itself and all maps and lists below it, outermost first. */
function descendants(value: Json): Json[] {
  const below = children(value)
  return below.length === 0 ? [] : [value, ...below.flatMap(descendants)]
}

function slice(value: Json, node: Extract<PathNode, { kind: 'slice' }>): Json[] {
  if (value === null) return []
  if (!Array.isArray(value)) throw new JsonPathError(`${goTypeName(value)} is not array or slice`)
  const { length } = value
  const from = node.from < 0 ? node.from + length : node.from
  let to = node.to ?? length
  if (to < 0 || (to === 0 && node.single)) to += length
  if (to === from) return []
  const outOfBounds = (index: number): JsonPathError =>
    new JsonPathError(`array index out of bounds: index ${index}, length ${length}`)
  if (from >= length || from < 0) throw outOfBounds(from)
  if (to > length || to < 0) throw outOfBounds(to - 1)
  if (from > to) throw new JsonPathError(`starting index ${from} is greater than ending index ${to}`)
  const step = node.step ?? 1
  if (step <= 0) throw new JsonPathError('step must be > 0')
  return value.slice(from, to).filter((_, i) => i % step === 0)
}

function compare(left: Json, operator: string, right: Json): boolean {
  if (!['<', '>', '==', '!=', '<=', '>='].includes(operator)) {
    throw new JsonPathError(`unrecognized filter operator ${operator}`)
  }
  const [a, b] = [comparable(left), comparable(right)]
  if (a.kind !== b.kind) throw new JsonPathError('incompatible types for comparison')
  if (operator === '==') return deepEqual(a.value, b.value)
  if (operator === '!=') return !deepEqual(a.value, b.value)
  if (a.kind === 'boolean') throw new JsonPathError('invalid type for comparison')
  const order = a.value < b.value ? -1 : a.value > b.value ? 1 : 0
  return operator.startsWith('<')
    ? order < 0 || (operator === '<=' && order === 0)
    : order > 0 || (operator === '>=' && order === 0)
}

function comparable(value: Json): { kind: string; value: string | number | bigint | boolean } {
  if (value === null || typeof value === 'object') throw new JsonPathError('invalid type for comparison')
  return { kind: typeof value === 'bigint' ? 'number' : typeof value, value }
}

/** Maps and lists as compact JSON with sorted keys, scalars as Go prints them. */
function printValue(value: Json): string {
  if (value === null) return 'null'
  if (typeof value === 'object') return goJson(value)
  return typeof value === 'number' || typeof value === 'bigint' ? goNumber(value) : String(value)
}

/** What Go's json.Marshal writes of decoded JSON: sorted keys, and no characters that HTML could take for its own. */
export function goJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(goJson).join(',')}]`
  if (typeof value === 'bigint') return String(value)
  if (!isJsonObject(value)) return escapeHtml(JSON.stringify(value))
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${escapeHtml(JSON.stringify(key))}:${goJson(item)}`).join(',')}}`
}

function escapeHtml(text: string): string {
  return text.replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** `x.y`, `.x.y`, `{x.y}` and `{.x.y}` all mean `{.x.y}` where a single path is wanted. @throws JsonPathError */
export function relaxedJsonPath(expression: string): string {
  if (expression === '') return expression
  const path = /^(?:\{\.?([^{}]+)\}|\.?([^{}]+))$/.exec(expression)
  if (path === null) {
    throw new JsonPathError(
      `unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`,
    )
  }
  return `{.${path[1] ?? path[2] ?? ''}}`
}
