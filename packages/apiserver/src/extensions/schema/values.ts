/**
 * Values against a schema: types, formats, bounds, patterns, enums, required fields and logic.
 * In: JSONSchemaProps, compiled once; then plain JSON and, for updates, what it correlates with. Out: a ValueResult.
 * Always: what has not changed since the stored object is forgiven; patterns and bounds are upstream's, words included.
 * Elsewhere: numbers (./number-checks.ts), what problems become (./value-result.ts).
 * @see kube-openapi pkg/validation/validate
 */
import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import { goQuote } from '@elli/machinery/go-quote'
import { deepEqual, getKey, isJsonObject, type Json, type JsonObject } from '@elli/machinery/json'
import { compilePattern, type Pattern } from '@elli/machinery/re2-pattern'
import type { Correlation } from './correlation.ts'
import { hasFormat, isKnownFormat } from './formats.ts'
import { checkNumber, isInteger } from './number-checks.ts'
import { ValueResult } from './value-result.ts'

export interface CompileOptions {
  /**
   * Objects: formats nobody supports are ignored, int-or-string means these two types.
   * Defaults are judged by the structural schema, where neither is done.
   */
  readonly forObjects: boolean
}

export interface ValueSchema {
  /** @param path as it stands in sentences; empty for the whole object */
  validate(value: Json, path: string, correlation?: Correlation): ValueResult
}

export function compileValues(props: JSONSchemaProps, options: CompileOptions = { forObjects: true }): ValueSchema {
  const node = new Node(props, options)
  return { validate: (value, path, correlation) => node.validate(value, path, correlation) }
}

class Node {
  readonly #props: JSONSchemaProps
  readonly #types: readonly string[]
  readonly #format: string
  readonly #pattern: Pattern | { readonly problem: string } | undefined
  readonly #properties: ReadonlyMap<string, Node>
  readonly #items: Node | undefined
  readonly #additional: Node | undefined
  readonly #allOf: readonly Node[]
  readonly #anyOf: readonly Node[]
  readonly #oneOf: readonly Node[]
  readonly #not: Node | undefined

  constructor(props: JSONSchemaProps, options: CompileOptions) {
    this.#props = props
    const compile = (schema: JSONSchemaProps): Node => new Node(schema, options)
    const compileAll = (schemas: readonly JSONSchemaProps[] | undefined): Node[] => (schemas ?? []).map(compile)
    const { items, additionalProperties, pattern, format = '' } = props
    this.#types = typesOf(props, options)
    this.#format = options.forObjects && !isKnownFormat(format) ? '' : format
    this.#pattern = pattern ? compilePattern(pattern) : undefined
    this.#properties = new Map(Object.entries(props.properties ?? {}).map(([name, item]) => [name, compile(item)]))
    this.#items = items === undefined || Array.isArray(items) ? undefined : compile(items)
    this.#additional = typeof additionalProperties === 'object' ? compile(additionalProperties) : undefined
    this.#allOf = compileAll(props.allOf)
    this.#anyOf = compileAll(props.anyOf)
    this.#oneOf = compileAll(props.oneOf)
    this.#not = props.not === undefined ? undefined : compile(props.not)
  }

  validate(value: Json, path: string, correlation: Correlation | undefined): ValueResult {
    const result = this.#checks(value, path, correlation)
    return !result.isValid && correlation?.same() === true ? result.forgiven() : result
  }

  /** All checks; `correlation` matters to the parts below only. */
  #checks(value: Json, path: string, correlation: Correlation | undefined): ValueResult {
    const result = new ValueResult()
    if (value === null) {
      result.merge(this.#nullType(path))
      this.#enum(result, value, path)
      return result
    }
    if (this.#types.length > 0 || this.#format !== '') {
      result.merge(this.#type(value, path))
      result.passed()
    }
    result.merge(this.#logic(value, path))
    result.passed()
    if (typeof value === 'string') {
      this.#string(result, value, path)
      result.passed()
      if (this.#format !== '' && isKnownFormat(this.#format)) {
        if (!hasFormat(this.#format, value)) {
          const message = `${path} in body must be of type ${this.#format}: ${goQuote(value)}`
          result.add({ kind: 'type', name: path, message, value })
        }
        result.passed()
      }
    } else if (typeof value === 'number' || typeof value === 'bigint') {
      checkNumber(result, this.#props, value, path)
      result.passed()
      result.passed()
    } else if (Array.isArray(value)) {
      this.#list(result, value, path, correlation)
      result.passed()
      result.passed()
    }
    this.#enum(result, value, path)
    result.passed()
    if (isJsonObject(value)) {
      this.#object(result, value, path, correlation)
      result.passed()
    }
    result.passed()
    return result
  }

  #nullType(path: string): ValueResult {
    const result = new ValueResult()
    if (this.#types.length === 0 && this.#format === '') return result
    if (this.#types.length > 0 && this.#props.nullable !== true)
      this.#typeProblem(result, path, this.#types.join(','), 'null')
    else result.passed()
    return result
  }

  #type(value: Exclude<Json, null>, path: string): ValueResult {
    const result = new ValueResult()
    const word = typeWord(value)
    const format = word === 'integer' ? 'int64' : word === 'number' ? 'float64' : ''
    const isText = word === 'string' || word === 'array'
    const types = this.#types
    // A whole number is a number; a number without a fraction is told from a whole one by nobody here.
    const fits = types.includes(word) || (word === 'integer' && types.includes('number'))
    if (!isText && this.#format !== '' && !fits && format !== this.#format) {
      this.#typeProblem(result, path, this.#format, format)
      return result
    }
    const isNumeric = types.includes('number') || types.includes('integer')
    // Upstream leaves texts with a format to the format, and lists by mistake.
    if (!(isText && !isNumeric && this.#format !== '') && !fits) {
      this.#typeProblem(result, path, types.join(','), word)
      return result
    }
    result.passed()
    return result
  }

  #typeProblem(result: ValueResult, path: string, expected: string, actual: string): void {
    const message = `${path} in body must be of type ${expected}: ${goQuote(actual)}`
    result.add({ kind: 'type', name: path, message, value: actual })
  }

  /** As upstream: the first thing wrong is the only one told. */
  #string(result: ValueResult, value: string, path: string): void {
    const { maxLength, minLength, pattern } = this.#props
    const length = maxLength === undefined && minLength === undefined ? 0 : characters(value)
    if (maxLength !== undefined && length > maxLength) {
      const message = `${path} in body should be at most ${maxLength} chars long`
      result.add({ kind: 'tooLong', name: path, message, value, max: maxLength })
    } else if (minLength !== undefined && length < minLength) {
      const message = `${path} in body should be at least ${minLength} chars long`
      result.add({ kind: 'invalid', name: path, message, value })
    } else if (this.#pattern !== undefined) {
      const compiled = this.#pattern
      if ('matches' in compiled && compiled.matches(value)) return
      const shownPattern = 'problem' in compiled ? `${pattern}, but pattern is invalid: ${compiled.problem}` : pattern
      result.add({ kind: 'invalid', name: path, message: `${path} in body should match '${shownPattern}'`, value })
    }
  }

  #enum(result: ValueResult, value: Json, path: string): void {
    const allowed = this.#props.enum as readonly Json[] | undefined
    if (allowed === undefined || allowed.length === 0 || allowed.some((item) => sameEnumValue(value, item))) return
    const message = `${path} in body should be one of ${allowed.map(String).join(' ')}`
    result.add({ kind: 'enum', name: path, message, value, allowed })
  }

  #list(result: ValueResult, value: Json[], path: string, correlation: Correlation | undefined): void {
    if (this.#items !== undefined) {
      for (const [i, item] of value.entries()) {
        result.merge(this.#items.validate(item, `${path}[${i}]`, correlation?.index(i)))
      }
    }
    const { minItems, maxItems, uniqueItems } = this.#props
    const { length } = value
    if (minItems !== undefined && length < minItems) {
      const message = `${path} in body should have at least ${minItems} items`
      result.add({ kind: 'invalid', name: path, message, value: length })
    }
    if (maxItems !== undefined && length > maxItems) {
      const message = `${path} in body should have at most ${maxItems} items`
      result.add({ kind: 'tooMany', name: path, message, actual: length, max: maxItems })
    }
    if (uniqueItems === true && value.some((item, i) => value.findIndex((other) => deepEqual(item, other)) < i)) {
      result.add({ kind: 'invalid', name: path, message: `${path} in body shouldn't contain duplicates`, value: '' })
    }
  }

  #object(result: ValueResult, value: JsonObject, path: string, correlation: Correlation | undefined): void {
    const { minProperties, maxProperties, additionalProperties, required } = this.#props
    const keys = Object.keys(value)
    if (minProperties !== undefined && keys.length < minProperties) {
      const message = `${path} in body should have at least ${minProperties} properties`
      result.add({ kind: 'invalid', name: path, message, value: keys.length })
    }
    if (maxProperties !== undefined && keys.length > maxProperties) {
      const message = `${path} in body should have at most ${maxProperties} properties`
      result.add({ kind: 'tooMany', name: path, message, actual: keys.length, max: maxProperties })
    }
    // Type lines are not forgiven: old and new are shown in one version, whatever they were.
    const below = (key: string): Correlation | undefined =>
      path === '' && (key === 'kind' || key === 'apiVersion') ? undefined : correlation?.key(key)
    for (const key of keys) {
      if (this.#properties.has(key)) continue
      if (additionalProperties === false) {
        result.add({
          kind: 'invalid',
          name: path,
          message: `${path}.${key} in body is a forbidden property`,
          value: key,
        })
      } else if (this.#additional !== undefined) {
        result.merge(this.#additional.validate(value[key] ?? null, `${path}.${key}`, below(key)))
      }
    }
    for (const [name, property] of this.#properties) {
      const item = getKey(value, name)
      if (item === undefined) continue
      result.merge(property.validate(item, path === '' ? name : `${path}.${name}`, below(name)))
    }
    for (const name of required ?? []) {
      if (Object.hasOwn(value, name)) continue
      result.add({ kind: 'required', name: `${path}.${name}`, message: `${path}.${name} in body is required` })
    }
  }

  #logic(value: Json, path: string): ValueResult {
    const result = new ValueResult()
    const say = (message: string): void => result.add({ kind: 'invalid', name: undefined, message, value: '' })
    const quoted = goQuote(path)
    // Logic has no counterpart in the old object of its own: its parts are compared one by one.
    const check = (node: Node): ValueResult => node.#checks(value, path, undefined)
    if (this.#anyOf.length > 0) {
      const results = firstFitting(this.#anyOf, check)
      const fitting = results.find((item) => item.isValid)
      if (fitting === undefined) say(`${quoted} must validate at least one schema (anyOf)`)
      result.merge(fitting ?? closest(results))
    }
    if (this.#oneOf.length > 0) {
      const results = this.#oneOf.map(check)
      const fitting = results.filter((item) => item.isValid)
      if (fitting.length === 1) result.merge(fitting[0])
      else {
        const how = fitting.length === 0 ? 'Found none valid' : `Found ${fitting.length} valid alternatives`
        say(`${quoted} must validate one and only one schema (oneOf). ${how}`)
        if (fitting.length === 0) result.merge(closest(results))
      }
    }
    if (this.#allOf.length > 0) {
      const results = this.#allOf.map(check)
      for (const item of results) result.merge(item)
      const fitting = results.filter((item) => item.isValid).length
      if (fitting < results.length) {
        say(`${quoted} must validate all the schemas (allOf)${fitting === 0 ? '. None validated' : ''}`)
      }
    }
    if (this.#not !== undefined && check(this.#not).isValid) say(`${quoted} must not validate the schema (not)`)
    result.passed()
    return result
  }
}

function typesOf(props: JSONSchemaProps, options: CompileOptions): readonly string[] {
  if (options.forObjects && props['x-kubernetes-int-or-string'] === true) return ['integer', 'string']
  return props.type ? [props.type] : []
}

function typeWord(value: Exclude<Json, null>): string {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'object') return 'object'
  if (typeof value === 'number' || typeof value === 'bigint') return isInteger(value) ? 'integer' : 'number'
  return typeof value
}

/** Unicode code points; a text of more UTF-16 units than that has surrogate pairs. */
function characters(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}

/** Go converts the value to the enum's type first, which cuts fractions off. A null is never one of an enum. */
function sameEnumValue(value: Json, allowed: Json): boolean {
  if (allowed === null || value === null) return false
  if (typeof allowed === 'number' && typeof value === 'number') {
    return Number.isInteger(allowed) ? Math.trunc(value) === allowed : value === allowed
  }
  return deepEqual(value, allowed)
}

/** Results up to the first alternative that fits: upstream looks no further. */
function firstFitting(nodes: readonly Node[], check: (node: Node) => ValueResult): ValueResult[] {
  const results: ValueResult[] = []
  for (const node of nodes) {
    const result = check(node)
    results.push(result)
    if (result.isValid) break
  }
  return results
}

/** The alternative that passed the most checks; of equal ones the first. */
function closest(results: readonly ValueResult[]): ValueResult | undefined {
  return results.reduce<ValueResult | undefined>(
    (best, result) => (best === undefined || result.matches > best.matches ? result : best),
    undefined,
  )
}
