/**
 * Expressions of webhooks and policies, compiled to see whether they will do.
 * In: sources, the expressions that the stored object had. Out: field errors with what the compiler says.
 * Always: what is new must do with this release's language; what was there before may also come from a newer release.
 * @see kubernetes pkg/apis/admissionregistration/validation
 */
import type { ValidatingAdmissionPolicy } from '@elli/api/admissionregistration/v1'
import type { CelEnvironment, CelType } from '@elli/machinery/cel/contract'
import { internal, invalid } from '@elli/machinery/field'
import {
  boolResult,
  compileExpression,
  type Expression,
  stringOrNullResult,
  stringResult,
} from '@elli/machinery/admission/compile'
import { admissionEnvironment, type ExpressionScope } from '@elli/machinery/admission/environment'
import { VariableTypes } from '@elli/machinery/admission/variable-types'
import { type Errors, type FieldPath, list } from '../checks.ts'

export interface ConditionScope {
  /** `params` is known. */
  readonly params: boolean
  readonly stored: ReadonlySet<string>
  /** The gate AuthorizeWithSelectors. */
  readonly selectors: boolean
}

export function validateMatchCondition(
  errors: Errors,
  path: FieldPath,
  source: string,
  { params, stored, selectors }: ConditionScope,
): void {
  const environment = admissionEnvironment({ params, authorizer: true, mode: modeOf(source, stored), selectors })
  tell(errors, path, source, compileExpression(environment, source, boolResult))
}

function modeOf(source: string, stored: ReadonlySet<string>): ExpressionScope['mode'] {
  return stored.has(source) ? 'stored' : 'new'
}

function tell(errors: Errors, path: FieldPath, shown: string, { problem, internal: broken }: Expression): void {
  if (problem === undefined) return
  errors.push(broken === true ? internal(path, problem) : invalid(path, shown, problem))
}

/** The expressions of one policy, which share its variables. */
export class PolicyExpressions {
  readonly conditions: ConditionScope
  readonly #params: boolean
  readonly #selectors: boolean
  readonly #variables: VariableTypes | undefined
  readonly #validations: ReadonlySet<string>
  readonly #messages: ReadonlySet<string>
  readonly #annotations: ReadonlySet<string>

  /** @param selectors the gate AuthorizeWithSelectors */
  constructor(params: boolean, hasVariables: boolean, old: ValidatingAdmissionPolicy | undefined, selectors: boolean) {
    this.#params = params
    this.#selectors = selectors
    this.#variables = hasVariables ? new VariableTypes() : undefined
    const { matchConditions, validations, auditAnnotations } = old?.spec ?? {}
    this.conditions = { params, selectors, stored: new Set(list(matchConditions).map(({ expression }) => expression)) }
    this.#validations = new Set(list(validations).map(({ expression }) => expression))
    this.#messages = new Set(list(validations).map(({ messageExpression = '' }) => messageExpression))
    this.#annotations = new Set(list(auditAnnotations).map(({ valueExpression }) => valueExpression))
  }

  variable(errors: Errors, path: FieldPath, name: string, source: string): void {
    const compiled = this.#compile(source, [], true, modeOf(source, this.#validations))
    this.#variables?.declare(name, compiled.program?.resultType)
    tell(errors, path, source, compiled)
  }

  validation(errors: Errors, path: FieldPath, source: string): void {
    tell(errors, path, source, this.#compile(source, boolResult, true, modeOf(source, this.#validations)))
  }

  message(errors: Errors, path: FieldPath, source: string): void {
    tell(errors, path, source, this.#compile(source, stringResult, false, modeOf(source, this.#messages)))
  }

  annotation(errors: Errors, path: FieldPath, source: string): void {
    const mode = modeOf(source, this.#annotations)
    tell(errors, path, source, this.#compile(source.trim(), stringOrNullResult, true, mode))
  }

  #compile(
    source: string,
    resultTypes: readonly CelType[],
    authorizer: boolean,
    mode: ExpressionScope['mode'],
  ): Expression {
    const scope = { params: this.#params, authorizer, mode, selectors: this.#selectors }
    return compileExpression(this.#environment(scope), source, resultTypes)
  }

  #environment(scope: ExpressionScope): CelEnvironment {
    const plain = admissionEnvironment(scope)
    return this.#variables?.in(plain) ?? plain
  }
}
