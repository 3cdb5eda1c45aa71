/**
 * The schema of one version of a custom resource, compiled: everything the server does to an object because of it.
 * In: `schema.openAPIV3Schema` of a CRD's version. Out: pruning, defaulting, coercing and validation of objects.
 * Always: pure; the object in hand is changed in place by `admitFields`, `repairStored` and `applyDefaults`, and by nothing else.
 * Elsewhere: the strategy around it (./custom-strategy.ts), OpenAPI documents (./publish.ts), whether the CRD itself is
 * right (resources/apiextensions).
 */
import type { JSONSchemaProps } from '@elli/api/apiextensions/v1'
import type { ApiObject } from '@elli/api/object'
import { DecodeError } from '@elli/api/schema/decodeJson'
import { at, errorText, type FieldError, invalid, type FieldErrorType } from '@elli/machinery/field'
import { isJsonObject, type Json, type JsonObject } from '@elli/machinery/json'
import { type RuleEngine, runtimeBudget } from './cel-engine.ts'
import { Correlation } from './correlation.ts'
import { applyDefaults, dropForbiddenNulls, withPrunedDefaults } from './defaulting.ts'
import { coerceMetadata, validateMetadata } from './embedded-metadata.ts'
import { validateUniqueness } from './list-uniqueness.ts'
import { prune } from './pruning.ts'
import { ruleEngine } from './rule-engine.ts'
import { compileRuleSet, type RuleSet } from './rules.ts'
import { emptyStructural, NotStructuralError, type Structural, structuralOf } from './structural.ts'
import { fieldErrors, noPath } from './value-result.ts'
import { compileValues, type ValueSchema } from './values.ts'

export interface CustomSchemaOptions {
  /** spec.preserveUnknownFields of old CRDs: nothing is pruned, and an unstructural schema is let pass. */
  readonly preserveUnknownFields?: boolean
  featureEnabled(gate: string): boolean
  /** For tests of everything but CEL. */
  readonly engine?: RuleEngine
}

/** Where warnings about unchanged parts that break a rule go. */
export type Warn = (text: string) => void

export interface CustomSchema {
  /** Undefined: the version has no schema, or (old CRDs) one that is not structural. */
  readonly structural: Structural | undefined
  /**
   * What decoding does to an object from a client or from a converter: prunes unknown fields and nulls that are neither
   * allowed nor defaulted, and coerces metadata of embedded resources. Changes the object; its own type line and
   * metadata are its reader's business.
   * @returns paths of dropped fields, such as `spec.x`, for `unknown field "spec.x"`
   * @throws DecodeError when metadata of an embedded resource has the wrong type
   */
  admitFields(object: ApiObject): string[]
  /** The same for what the store gives: malformed embedded metadata is dropped instead of refused; a generation is given. */
  repairStored(object: ApiObject): void
  /** Defaults, on write and on read alike. Changes the object. */
  applyDefaults(object: ApiObject): void
  /** All of upstream's validation of a custom resource by its schema: values, list types, embedded metadata, CEL rules. */
  validate(object: ApiObject): FieldError[]
  /** With ratcheting: what has not changed is not complained about. */
  validateUpdate(object: ApiObject, old: ApiObject, warn?: Warn): FieldError[]
  /** Writes of /status: by the schema of status alone, and the CEL rules of the whole. */
  validateStatusUpdate(object: ApiObject, old: ApiObject, warn?: Warn): FieldError[]
}

/** @throws NotStructuralError when the schema is not structural: CRD validation lets no such CRD serve. */
export function compileCustomSchema(props: JSONSchemaProps | undefined, options: CustomSchemaOptions): CustomSchema {
  return new Compiled(props, options)
}

class Compiled implements CustomSchema {
  readonly structural: Structural | undefined
  readonly #prunes: boolean
  readonly #ratcheting: boolean
  readonly #values: ValueSchema
  readonly #status: ValueSchema | undefined
  readonly #compileRules: () => RuleSet | undefined
  /** Undefined: not asked for yet; null: there are none. */
  #rules: RuleSet | null | undefined

  constructor(props: JSONSchemaProps | undefined, options: CustomSchemaOptions) {
    this.#prunes = options.preserveUnknownFields !== true
    this.#ratcheting = options.featureEnabled('CRDValidationRatcheting')
    this.structural = props === undefined ? undefined : this.#structuralOf(props)
    this.#values = compileValues(props ?? {})
    const status = props?.properties?.status
    this.#status = status === undefined ? undefined : compileValues(status)
    const { structural } = this
    const ratcheting = this.#ratcheting
    const engine = options.engine ?? ruleEngine
    this.#compileRules = () =>
      structural === undefined ? undefined : compileRuleSet(structural, { engine, ratcheting, isResourceRoot: true })
  }

  #structuralOf(props: JSONSchemaProps): Structural | undefined {
    try {
      const structural = structuralOf(props)
      return this.#prunes ? withPrunedDefaults(structural) : structural
    } catch (error) {
      if (error instanceof NotStructuralError && !this.#prunes) return undefined
      throw error
    }
  }

  admitFields(object: ApiObject): string[] {
    return this.#admit(json(object), false)
  }

  repairStored(object: ApiObject): void {
    const value = json(object)
    this.#admit(value, true)
    if (isJsonObject(value.metadata) && !value.metadata.generation) value.metadata.generation = 1
  }

  #admit(object: JsonObject, dropInvalid: boolean): string[] {
    const dropped: string[] = []
    if (this.#prunes) {
      dropped.push(...prune(object, this.structural, true))
      dropForbiddenNulls(object, this.structural)
    }
    const { error, unknown } = coerceMetadata(object, this.structural, { dropInvalid })
    if (error !== undefined) throw new DecodeError('value', errorText(error))
    return [...dropped, ...unknown]
  }

  applyDefaults(object: ApiObject): void {
    applyDefaults(json(object), this.structural)
  }

  validate(object: ApiObject): FieldError[] {
    const value = json(object)
    const errors = [
      ...fieldErrors(this.#values.validate(value, '').problems, undefined),
      ...validateMetadata(value, this.structural),
      ...validateUniqueness(value, this.structural),
    ]
    return this.#withRules(errors, value, undefined, undefined, undefined)
  }

  validateUpdate(object: ApiObject, old: ApiObject, warn?: Warn): FieldError[] {
    const [value, before] = [json(object), json(old)]
    const correlation = this.#correlate(value, before)
    const errors = [
      ...fieldErrors(this.#values.validate(value, '', correlation).problems, undefined),
      ...validateMetadata(value, this.structural),
      ...this.#newRepetitions(value, before),
    ]
    return this.#withRules(errors, value, before, correlation, warn)
  }

  validateStatusUpdate(object: ApiObject, old: ApiObject, warn?: Warn): FieldError[] {
    const [value, before] = [json(object), json(old)]
    const correlation = this.#correlate(value, before)
    const { status } = value
    const errors: FieldError[] = []
    if (status !== undefined && this.#status !== undefined) {
      const { problems } = this.#status.validate(status, '', correlation?.key('status'))
      errors.push(...fieldErrors(problems, at('status')))
    }
    errors.push(...this.#newRepetitions(value, before))
    return this.#withRules(errors, value, before, correlation, warn)
  }

  #correlate(value: Json, old: Json): Correlation | undefined {
    return this.#ratcheting ? new Correlation(value, old, this.structural ?? emptyStructural) : undefined
  }

  /** A stored object whose lists repeat themselves already may stay so. */
  #newRepetitions(value: Json, old: Json): FieldError[] {
    const errors = validateUniqueness(value, this.structural)
    return errors.length > 0 && validateUniqueness(old, this.structural).length > 0 ? [] : errors
  }

  #withRules(
    errors: FieldError[],
    value: Json,
    old: Json | undefined,
    correlation: Correlation | undefined,
    warn: Warn | undefined,
  ): FieldError[] {
    // Rules of large definitions take a while; who only reads need not wait for them.
    this.#rules ??= this.#compileRules() ?? null
    if (this.#rules === null) return errors
    if (errors.some(({ type }) => blocking.has(type))) return [...errors, notAllChecked]
    const run = this.#rules.run(value, old, runtimeBudget, { correlation })
    for (const text of run.warnings) warn?.(text)
    return [...errors, ...run.errors]
  }
}

/** After these, values may not have the types that rules count on. */
const blocking: ReadonlySet<FieldErrorType> = new Set([
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
])

const notAllChecked = invalid(
  noPath,
  null,
  'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
)

/** Custom resources are JSON through and through; their type only says what of them is known. */
function json(object: ApiObject): JsonObject {
  return object as unknown as JsonObject
}
