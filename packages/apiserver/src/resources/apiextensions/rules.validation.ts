/**
 * x-kubernetes-validations of one node of a CRD's schema: their form, whether they compile, what they may cost.
 * In: the node, its path, what it may cost. Out: field errors; those of form apart from those of CEL.
 * @see apiextensions-apiserver pkg/apis/apiextensions/validation
 */
import type { JSONSchemaProps, ValidationRule } from '@elli/api/apiextensions/v1'
import {
  type FieldError,
  type FieldPath,
  forbidden,
  internal,
  invalid,
  notSupported,
  required,
} from '@elli/machinery/field'
import { goQuote, type Verbatim, verbatim } from '@elli/machinery/go-quote'
import type { ExpressionAge, RuleEngine } from '../../extensions/schema/cel-engine.ts'
import { findField } from '../../extensions/schema/field-path.ts'
import { type CompiledRule, compileRules } from '../../extensions/schema/rule-compiler.ts'
import { NotStructuralError, structuralOf } from '../../extensions/schema/structural.ts'
import { type Errors, list } from '../checks.ts'
import { type CostContext, costMessage, expressionCost, expressionLimit } from './rule-costs.ts'

const reasons = ['FieldValueDuplicate', 'FieldValueForbidden', 'FieldValueInvalid', 'FieldValueRequired']

const hasNewline = (text: string): boolean => /[\n\r]/.test(text)

export function ruleFormErrors(schema: JSONSchemaProps, path: FieldPath): FieldError[] {
  const errors: Errors = []
  for (const [i, rule] of list(schema['x-kubernetes-validations']).entries()) {
    ruleForm(errors, path.child('x-kubernetes-validations').index(i), rule, schema)
  }
  return errors
}

function ruleForm(errors: Errors, path: FieldPath, rule: ValidationRule, schema: JSONSchemaProps): void {
  const text = (rule.rule ?? '').trim()
  const message = (rule.message ?? '').trim()
  if (text === '') errors.push(required(path.child('rule'), 'rule is not specified'))
  else if (rule.message && message === '') {
    errors.push(invalid(path.child('message'), rule.message, 'message must be non-empty if specified'))
  } else if (hasNewline(message)) {
    errors.push(invalid(path.child('message'), rule.message, 'message must not contain line breaks'))
  } else if (hasNewline(text) && message === '') {
    errors.push(required(path.child('message'), 'message must be specified if rule contains line breaks'))
  }
  if (rule.messageExpression && rule.messageExpression.trim() === '') {
    errors.push(required(path.child('messageExpression'), 'messageExpression must be non-empty if specified'))
  }
  if (rule.reason !== undefined && !reasons.includes(rule.reason)) {
    errors.push(notSupported(path.child('reason'), rule.reason, reasons))
  }
  const { fieldPath } = rule
  if (!fieldPath) return
  const at = path.child('fieldPath')
  if (fieldPath.trim() === '') errors.push(invalid(at, fieldPath, 'fieldPath must be non-empty if specified'))
  if (hasNewline(fieldPath)) errors.push(invalid(at, fieldPath, 'fieldPath must not contain line breaks'))
  if (!leadsSomewhere(schema, fieldPath)) errors.push(invalid(at, fieldPath, 'fieldPath must be a valid path'))
}

function leadsSomewhere(schema: JSONSchemaProps, fieldPath: string): boolean {
  try {
    return !('problem' in findField(fieldPath, structuralOf(schema)))
  } catch (error) {
    if (error instanceof NotStructuralError) return true
    throw error
  }
}

export interface RuleCompileOptions {
  readonly engine: RuleEngine
  readonly isResourceRoot: boolean
  readonly costs: CostContext
  /** The version's schema has not changed: what it costs was taken before. */
  readonly suppressPerExpressionCost: boolean
  /** The nearest node above that an old value cannot be told for. */
  readonly uncorrelatable: FieldPath | undefined
  ageOf(expression: string, of: 'rule' | 'messageExpression'): ExpressionAge
}

/** Only asked of nodes whose schema is fine down to the leaves. */
export function ruleErrors(schema: JSONSchemaProps, path: FieldPath, options: RuleCompileOptions): FieldError[] {
  const at = path.child('x-kubernetes-validations')
  const compiled = compileRules(structuralOf(schema), options)
  if (compiled === undefined) {
    const text = 'unable to convert structural schema to CEL declarations'
    const about = 'internal error: failed to construct type information for x-kubernetes-validations rules'
    return [internal(at, `${about}: ${text}`)]
  }
  const errors: Errors = []
  for (const [i, rule] of compiled.rules.entries()) {
    const cost = expressionCost(rule.maxCost, options.costs, compiled.maxCardinality)
    compiledRuleErrors(errors, at.index(i), rule, cost, options)
  }
  return errors
}

function compiledRuleErrors(
  errors: Errors,
  path: FieldPath,
  compiled: CompiledRule,
  cost: number,
  options: RuleCompileOptions,
): void {
  const { rule } = compiled
  const rulePath = path.child('rule')
  const limit = (where: FieldPath, what: string, value: number): void => {
    if (!options.suppressPerExpressionCost && value > expressionLimit) {
      errors.push(forbidden(where, costMessage(what, value, expressionLimit)))
    }
    options.costs.total.observe(where, value)
  }
  limit(rulePath, 'estimated rule cost', cost)
  if (compiled.problem !== undefined) errors.push(invalid(rulePath, goRule(rule), compiled.problem))
  const messagePath = path.child('messageExpression')
  if (compiled.messageProblem !== undefined) {
    errors.push(invalid(messagePath, goRule(rule), compiled.messageProblem))
  } else if (compiled.message !== undefined) {
    limit(messagePath, 'estimated messageExpression cost', compiled.messageMaxCost)
  }
  if (compiled.usesOldSelf) {
    if (options.uncorrelatable !== undefined) {
      const detail = `oldSelf cannot be used on the uncorrelatable portion of the schema within ${options.uncorrelatable}`
      errors.push(invalid(rulePath, rule.rule, detail))
    }
  } else if (rule.optionalOldSelf !== undefined) {
    const detail = 'may not be set if oldSelf is not used in rule'
    errors.push(invalid(path.child('optionalOldSelf'), rule.optionalOldSelf, detail))
  }
}

/** The rule as upstream prints it; where a pointer is set upstream prints its address, which says nothing to anyone. */
function goRule(rule: ValidationRule): Verbatim {
  const reason = rule.reason === undefined ? 'nil' : '0xc000000000'
  const optional = rule.optionalOldSelf === undefined ? 'nil' : '0xc000000000'
  return verbatim(
    `apiextensions.ValidationRule{Rule:${goQuote(rule.rule)}, Message:${goQuote(rule.message ?? '')}, MessageExpression:${goQuote(rule.messageExpression ?? '')}, Reason:(*apiextensions.FieldValueErrorReason)(${reason}), FieldPath:${goQuote(rule.fieldPath ?? '')}, OptionalOldSelf:(*bool)(${optional})}`,
  )
}
