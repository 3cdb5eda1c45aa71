/**
 * Whether defaults are right: no unknown fields, valid metadata, valid values, and no rule against them.
 * In: a structural schema and its path in the CRD. Out: field errors at `…default`.
 * Always: defaults below metadata are tried in a whole object, since metadata is only valid as a whole.
 * @see apiextensions-apiserver pkg/apiserver/schema/defaulting/validation.go
 */
import { aggregateErrors, errorText, type FieldError, type FieldPath, invalid } from '@elli/machinery/field'
import { deepCopy, deepEqual, isJsonObject, type Json, setKey } from '@elli/machinery/json'
import { type RuleEngine, runtimeBudget } from './cel-engine.ts'
import { coerceMetadata, validateMetadata } from './embedded-metadata.ts'
import { shown } from './go-values.ts'
import { prune } from './pruning.ts'
import { compileRuleSet } from './rules.ts'
import { asResourceRoot, type Structural } from './structural.ts'
import { fieldErrors } from './value-result.ts'
import { compileValues } from './values.ts'

export interface DefaultRuleOptions {
  readonly engine: RuleEngine
  readonly ratcheting: boolean
  /** Defaults with unknown fields are refused, unless some are stored already. */
  readonly requirePruned: boolean
}

export function defaultErrors(path: FieldPath, schema: Structural, options: DefaultRuleOptions): FieldError[] {
  const root = asResourceRoot(schema)
  const check = new DefaultCheck(options)
  check.visit(root, path, { root, surround: withTypeMeta, insideMeta: false })
  return check.errors
}

interface Place {
  /** The resource that the default would be a part of. */
  readonly root: Structural
  /** Puts a value where the schema's node is in that resource. */
  surround(value: Json): Json
  readonly insideMeta: boolean
}

/** Type lines and metadata are only valid together. */
function withTypeMeta(value: Json): Json {
  return isJsonObject(value) ? { kind: 'Validation', apiVersion: 'validation/v1', ...value } : value
}

class DefaultCheck {
  readonly errors: FieldError[] = []
  readonly #options: DefaultRuleOptions
  #budget = runtimeBudget

  constructor(options: DefaultRuleOptions) {
    this.#options = options
  }

  visit(schema: Structural, path: FieldPath, outer: Place): void {
    const place = schema.embeddedResource ? { root: schema, surround: withTypeMeta, insideMeta: false } : outer
    if (schema.default !== undefined) this.#default(schema, schema.default, path.child('default'), place)
    if (this.#budget < 0) return
    // Below additionalProperties there are no defaults.
    if (schema.items !== undefined) {
      const surround = (value: Json): Json => place.surround([value])
      this.visit(schema.items, path.child('items'), { ...place, surround })
    }
    for (const [name, property] of schema.properties) {
      if (this.#budget < 0) return
      const isMeta = schema.embeddedResource && ['metadata', 'apiVersion', 'kind'].includes(name)
      const surround = (value: Json): Json => {
        const object = {}
        setKey(object, name, value)
        return place.surround(object)
      }
      const next = { root: place.root, surround, insideMeta: place.insideMeta || isMeta }
      this.visit(property, path.child('properties').key(name), next)
    }
  }

  #default(schema: Structural, value: Json, path: FieldPath, place: Place): void {
    if (place.insideMeta) {
      const problem = metadataProblem(place, value)
      if (problem !== undefined) {
        this.errors.push(invalid(path, shown(value), `must result in valid metadata: ${problem}`))
        return
      }
    } else if (!this.#metadata(schema, value, path)) return
    const { problems } = compileValues(schema.source, { forObjects: false }).validate(value, '')
    if (problems.length > 0) this.errors.push(...fieldErrors(problems, path))
    else this.#rules(schema, value, path, schema === place.root)
  }

  /** @returns whether there was nothing wrong with embedded metadata */
  #metadata(schema: Structural, value: Json, path: FieldPath): boolean {
    if (this.#options.requirePruned) {
      const pruned = deepCopy(value)
      prune(pruned, schema, schema.embeddedResource)
      if (!deepEqual(pruned, value)) this.errors.push(invalid(path, shown(value), 'must not have unknown fields'))
    }
    const copy = deepCopy(value)
    const { error } = coerceMetadata(copy, schema, { dropInvalid: false, path })
    const found = error === undefined ? validateMetadata(copy, schema, path) : [error]
    this.errors.push(...found)
    return found.length === 0
  }

  /** As an unchanged value, and as a new one, for rules may take an optional old value. */
  #rules(schema: Structural, value: Json, path: FieldPath, isResourceRoot: boolean): void {
    const { engine, ratcheting } = this.#options
    const rules = compileRuleSet(schema, { engine, ratcheting, isResourceRoot })
    if (rules === undefined) return
    const unchanged = rules.run(value, value, this.#budget, { path })
    this.errors.push(...unchanged.errors)
    let { remaining } = unchanged
    if (unchanged.errors.length === 0 && ratcheting) {
      const introduced = rules.run(value, undefined, this.#budget, { path })
      this.errors.push(...introduced.errors)
      remaining = Math.min(remaining, introduced.remaining)
    }
    this.#budget = remaining
  }
}

function metadataProblem(place: Place, value: Json): string | undefined {
  const object = place.surround(deepCopy(value))
  const root = asResourceRoot(place.root)
  const { error } = coerceMetadata(object, root, { dropInvalid: false })
  if (error !== undefined) return errorText(error)
  return aggregateErrors(validateMetadata(object, root))
}
