/**
 * x-kubernetes-validations of a whole schema, run against an object.
 * In: a schema, compiled once; then the object, the stored one where there is one, what correlates, a budget.
 * Out: field errors, what is left of the budget, and warnings for errors of parts that have not changed.
 * Always: a rule that reads oldSelf runs only where there is an old value, unless it takes an optional one; when the
 * budget is spent, nothing more is run and the last error says so.
 * @see apiextensions-apiserver pkg/apiserver/schema/cel/validation.go
 */
import type { ValidationRule } from '@elli/api/apiextensions/v1'
import type { CelProgram } from '@elli/machinery/cel/contract'
import { Optional } from '@elli/machinery/cel/values'
import {
  duplicate,
  errorText,
  type FieldError,
  type FieldPath,
  forbidden,
  invalid,
  required,
  root,
} from '@elli/machinery/field'
import { goQuote } from '@elli/machinery/go-quote'
import { getKey, isJsonObject, type Json } from '@elli/machinery/json'
import { minSerializedSize, perCallLimit, type RuleEngine } from './cel-engine.ts'
import { type Correlation, correlatedItem, itemsByKey } from './correlation.ts'
import { type CompiledRule, compileRules, noDeclarationProblem } from './rule-compiler.ts'
import { ruleValue } from './rule-values.ts'
import { additionalSchema, type Structural } from './structural.ts'
import { noPath } from './value-result.ts'

interface Node {
  readonly schema: Structural
  /** Undefined where there is nothing to run at the node itself. */
  readonly rules: readonly CompiledRule[] | undefined
  readonly problem: string | undefined
  readonly items: Node | undefined
  readonly properties: ReadonlyMap<string, Node>
  readonly additional: Node | undefined
}

export interface RuleOptions {
  readonly engine: RuleEngine
  /** CRDValidationRatcheting: rules with an optional old value run without one. */
  readonly ratcheting: boolean
  readonly isResourceRoot: boolean
}

export interface RuleRun {
  readonly errors: readonly FieldError[]
  /** Negative: nothing more may be run. */
  readonly remaining: number
  readonly warnings: readonly string[]
}

export interface RuleSet {
  run(
    value: Json,
    old: Json | undefined,
    budget: number,
    options?: { readonly correlation?: Correlation | undefined; readonly path?: FieldPath },
  ): RuleRun
}

/** Undefined: the schema has no rules at all. */
export function compileRuleSet(schema: Structural, options: RuleOptions): RuleSet | undefined {
  const node = compileNode(schema, options.isResourceRoot, options)
  if (node === undefined) return undefined
  return {
    run(value, old, budget, { correlation, path = root } = {}) {
      const run = new Run(budget, options.ratcheting)
      run.node(node, path, value, old, { current: correlation, parent: undefined })
      return { errors: run.errors, remaining: run.remaining, warnings: run.warnings }
    },
  }
}

/** Only nodes with rules at or below them are kept. */
function compileNode(schema: Structural, isResourceRoot: boolean, options: RuleOptions): Node | undefined {
  const below = (child: Structural | undefined): Node | undefined =>
    child === undefined ? undefined : compileNode(child, child.embeddedResource, options)
  const properties = new Map<string, Node>()
  for (const [name, property] of schema.properties) {
    // A property without a type is invisible to rules, and so is all below it.
    const node = minSerializedSize(property) === undefined ? undefined : below(property)
    if (node !== undefined) properties.set(name, node)
  }
  const [items, additional] = [below(schema.items), below(additionalSchema(schema))]
  const compiled =
    schema.rules.length === 0
      ? undefined
      : compileRules(schema, { engine: options.engine, isResourceRoot, ageOf: () => 'stored' })
  const problem = schema.rules.length > 0 && compiled === undefined ? noDeclarationProblem : undefined
  if (schema.rules.length === 0 && items === undefined && additional === undefined && properties.size === 0) {
    return undefined
  }
  return { schema, rules: compiled?.rules, problem, items, properties, additional }
}

/** Where we are in the old object; `parent` is the nearest ancestor that correlates. */
interface Place {
  readonly current: Correlation | undefined
  readonly parent: Correlation | undefined
}

const outOfBudget = 'validation failed due to running out of cost budget, no further validation rules will be run'

class Run {
  readonly errors: FieldError[] = []
  readonly warnings: string[] = []
  remaining: number
  readonly #ratcheting: boolean

  constructor(budget: number, ratcheting: boolean) {
    this.remaining = budget
    this.#ratcheting = ratcheting
  }

  node(node: Node, path: FieldPath, value: Json, old: Json | undefined, place: Place): void {
    // Null is judged by what holds it.
    if (value === null || this.remaining < 0) return
    this.#rules(node, path, value, old ?? undefined, place)
    if (this.remaining < 0) return
    if (Array.isArray(value)) this.#list(node, path, value, old, place)
    else if (isJsonObject(value)) {
      const oldMap = isJsonObject(old) && isCorrelatable(node.schema.mapType) ? old : {}
      for (const [key, item] of Object.entries(value)) {
        const oldItem = getKey(oldMap, key)
        if (node.additional !== undefined) this.node(node.additional, path.key(key), item, oldItem, below(place, key))
        const property = node.properties.get(key)
        if (property !== undefined) this.node(property, path.child(key), item, oldItem, below(place, key))
      }
    }
  }

  #list(node: Node, path: FieldPath, value: readonly Json[], old: Json | undefined, place: Place): void {
    if (node.items === undefined) return
    const oldItems = itemsByKey(node.schema, Array.isArray(old) ? old : [])
    for (const [i, item] of value.entries()) {
      const next = place.current === undefined ? place : { current: place.current.index(i), parent: place.current }
      this.node(node.items, path.index(i), item, correlatedItem(node.schema, oldItems, item), next)
    }
  }

  #rules(node: Node, path: FieldPath, self: Json, old: Json | undefined, place: Place): void {
    const { type } = node.schema
    const say = (text: string): void => void this.errors.push(invalid(shownPath(path), type, text))
    if (node.problem !== undefined) {
      say(`rule compiler initialization error: ${node.problem}`)
      return
    }
    if (node.rules === undefined || node.rules.length === 0) return
    if (this.remaining <= 0) {
      say(outOfBudget)
      this.remaining = -1
      return
    }
    for (const compiled of node.rules) {
      this.#rule(compiled, path, node.schema, self, old, place, say)
      if (this.remaining < 0) return
    }
  }

  #rule(
    compiled: CompiledRule,
    path: FieldPath,
    schema: Structural,
    self: Json,
    old: Json | undefined,
    place: Place,
    say: (text: string) => void,
  ): void {
    const { rule, program } = compiled
    if (compiled.problem !== undefined) {
      say(`rule compile error: ${compiled.problem}`)
      return
    }
    if (program === undefined) return
    const optional = rule.optionalOldSelf === true
    if (compiled.usesOldSelf && old === undefined && !(this.#ratcheting && optional)) return
    const oldSelf = old === undefined ? (optional ? Optional.none : undefined) : ruleValue(schema, old)
    const bindings = { self: ruleValue(schema, self), oldSelf }
    const outcome = program.evaluate(bindings, { costLimit: perCallLimit })
    if (outcome.cost > this.remaining) {
      say(outOfBudget)
      this.remaining = -1
      return
    }
    this.remaining -= outcome.cost
    if ('error' in outcome) {
      const about = ruleText(rule)
      if (outcome.overBudget) {
        say(
          `'${outcome.error}': no further validation rules will be run due to call cost exceeds limit for rule: ${about}`,
        )
        this.remaining = -1
      } else if (outcome.error.startsWith('no such overload')) {
        const hint = 'call arguments did not match a supported operator, function or macro signature for rule'
        say(`'${outcome.error}': ${hint}: ${about}`)
      } else say(`${outcome.error} evaluating rule: ${about}`)
      return
    }
    if (outcome.value === true) return
    const where = compiled.fieldPath === '' ? path : path.child(compiled.fieldPath)
    const error = this.#failure(compiled, shownPath(where), schema.type, bindings)
    // A rule that compares with the old value has something to say about the change.
    if (!compiled.usesOldSelf && (place.current ?? place.parent)?.same() === true) this.warnings.push(errorText(error))
    else this.errors.push(error)
  }

  #failure(
    compiled: CompiledRule,
    path: FieldPath | string,
    type: string,
    bindings: Record<string, unknown>,
  ): FieldError {
    const { rule, message } = compiled
    const fixed = rule.message ? rule.message.trim() : `failed rule: ${ruleText(rule)}`
    if (message === undefined) return forReason(rule, path, type, fixed)
    const text = this.#message(message, bindings)
    if (typeof text === 'string') return forReason(rule, path, type, text)
    return text === undefined ? forReason(rule, path, type, fixed) : text(path, type)
  }

  /** The text; undefined when it cannot be used; an error of its own when the budget is spent. */
  #message(
    program: CelProgram,
    bindings: Record<string, unknown>,
  ): string | undefined | ((path: FieldPath | string, type: string) => FieldError) {
    const outcome = program.evaluate(bindings, { costLimit: perCallLimit })
    if (outcome.cost > this.remaining) {
      this.remaining = -1
      return (path, type) =>
        invalid(
          path,
          type,
          'messageExpression evaluation failed due to running out of cost budget, no further validation rules will be run',
        )
    }
    if ('error' in outcome) {
      if (outcome.overBudget) {
        this.remaining = -1
        const text = `no further validation rules will be run due to call cost exceeds limit for messageExpression: ${goQuote(program.source)}`
        return (path, type) => invalid(path, type, text)
      }
      this.remaining -= outcome.cost
      return undefined
    }
    this.remaining -= outcome.cost
    if (typeof outcome.value !== 'string') return undefined
    const text = outcome.value.trim()
    return text === '' || text.includes('\n') || Buffer.byteLength(text) > maxMessageBytes ? undefined : text
  }
}

const maxMessageBytes = 5 * 1024

/** An object as a whole has no path; upstream prints that so. */
function shownPath(path: FieldPath): FieldPath | string {
  return path.toString() === '' ? noPath : path
}

function ruleText(rule: ValidationRule): string {
  return (rule.message || rule.rule).trim()
}

function forReason(rule: ValidationRule, path: FieldPath | string, type: string, detail: string): FieldError {
  switch (rule.reason) {
    case 'FieldValueForbidden':
      return forbidden(path, detail)
    case 'FieldValueRequired':
      return required(path, detail)
    case 'FieldValueDuplicate':
      return duplicate(path, type)
    default:
      return invalid(path, type, detail)
  }
}

function isCorrelatable(mapType: string | undefined): boolean {
  return mapType === undefined || mapType === 'granular' || mapType === 'atomic'
}

/** The type line of a whole object is never forgiven: old and new are shown in one version, whatever they were. */
function below(place: Place, key: string): Place {
  if (place.current === undefined) return place
  if (place.parent === undefined && (key === 'apiVersion' || key === 'kind')) {
    return { current: undefined, parent: undefined }
  }
  return { current: place.current.key(key), parent: place.current }
}
