/** ValidatingAdmissionPolicies on the server. Elsewhere: their expressions (./expressions.validation.ts), the rules they match by (./rules.validation.ts). */
import { validatingadmissionpolicies } from '@elli/api/admissionregistration/v1.resources'
import {
  type ParamKind,
  type ValidatingAdmissionPolicy,
  ValidatingAdmissionPolicySpec,
  type Validation,
  type Variable,
} from '@elli/api/admissionregistration/v1'
import { at, duplicate, invalid, required } from '@elli/machinery/field'
import { JsonPathError, parseTemplate } from '@elli/machinery/jsonpath-parser'
import type { Strategy, StrategyContext } from '../../registry/strategy.ts'
import {
  checkDns1035Label,
  checkDns1123Subdomain,
  collect,
  type Errors,
  type FieldPath,
  list,
  oneOf,
  qualifiedName,
  text,
} from '../checks.ts'
import { validateConditions } from '../conditions.validation.ts'
import { plainEqual, semanticEqual } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import { ageColumn, ageOf, column, integer, table } from '../printing.ts'
import { PolicyExpressions } from './expressions.validation.ts'
import { failurePolicies, validateMatchConditions, validateMatchResources } from './rules.validation.ts'

const spec = at('spec')

export const validatingadmissionpoliciesStrategy: Strategy<ValidatingAdmissionPolicy> = {
  resource: validatingadmissionpolicies,
  allowUnconditionalUpdate: false,
  prepareForCreate(policy) {
    policy.status = {}
    firstGeneration(policy)
  },
  validate: (policy, context) => collect((errors) => validate(errors, policy, undefined, context)),
  prepareForUpdate(policy, old) {
    if (!semanticEqual(ValidatingAdmissionPolicySpec, policy.spec, old.spec)) nextGeneration(policy, old)
  },
  validateUpdate: (policy, old, context) => collect((errors) => validate(errors, policy, old, context)),
  status: {
    validateUpdate: ({ status }) =>
      collect((errors) => {
        for (const [i, item] of list(status?.typeChecking?.expressionWarnings).entries()) {
          const path = at('status', 'typeChecking', 'expressionWarnings').index(i)
          if (!item.warning) errors.push(required(path.child('warning'), ''))
          validateFieldRef(errors, path.child('fieldRef'), (item.fieldRef ?? '').trim())
        }
        validateConditions(errors, at('status', 'conditions'), status?.conditions)
      }),
  },
  table: table<ValidatingAdmissionPolicy>(
    [
      column('Validations', 'How many validations the policy has.', integer),
      column('ParamKind', 'Kind of the objects with its parameters.'),
      ageColumn,
    ],
    (policy, now) => {
      const kind = policy.spec.paramKind
      return [
        list(policy.spec.validations).length,
        kind === undefined ? '<unset>' : `${kind.apiVersion ?? ''}/${kind.kind ?? ''}`,
        ageOf(policy, now),
      ]
    },
  ),
}

/** Less than what an annotation may hold: expressions that join texts often give longer ones than they are. */
const longestValueExpression = 5 * 1024

const reservedWords = new Set(
  'true false null in as break const continue else for function if import let loop package namespace return var void while'.split(
    ' ',
  ),
)

function validate(
  errors: Errors,
  policy: ValidatingAdmissionPolicy,
  old: ValidatingAdmissionPolicy | undefined,
  { featureEnabled }: Pick<StrategyContext, 'featureEnabled'>,
): void {
  const { failurePolicy, paramKind, matchConstraints, matchConditions } = policy.spec
  if (failurePolicy === undefined) errors.push(required(spec.child('failurePolicy'), ''))
  else oneOf(errors, spec.child('failurePolicy'), failurePolicy, failurePolicies)
  if (paramKind !== undefined) validateParamKind(errors, spec.child('paramKind'), paramKind)
  if (matchConstraints === undefined) errors.push(required(spec.child('matchConstraints'), ''))
  else {
    validateMatchResources(errors, spec.child('matchConstraints'), matchConstraints)
    if (list(matchConstraints.resourceRules).length === 0) {
      errors.push(required(spec.child('matchConstraints', 'resourceRules'), ''))
    }
  }
  const hasVariables = list(policy.spec.variables).length > 0
  const selectors = featureEnabled('AuthorizeWithSelectors')
  const expressions = new PolicyExpressions(paramKind !== undefined, hasVariables, old, selectors)
  const same =
    old !== undefined &&
    plainEqual(paramKind, old.spec.paramKind) &&
    plainEqual(matchConditions, old.spec.matchConditions)
  if (!same) validateMatchConditions(errors, spec.child('matchConditions'), matchConditions, expressions.conditions)
  for (const [i, variable] of list(policy.spec.variables).entries()) {
    validateVariable(errors, spec.child('variables').index(i), variable, expressions)
  }
  validateOutcomes(errors, policy, expressions)
}

function validateVariable(errors: Errors, path: FieldPath, variable: Variable, expressions: PolicyExpressions): void {
  const [name, expression] = [text(variable.name), text(variable.expression)]
  if (name.trim() === '') errors.push(required(path.child('name'), 'name is not specified'))
  else if (!/^[_a-zA-Z][_a-zA-Z0-9]*$/.test(name) || reservedWords.has(name)) {
    errors.push(invalid(path.child('name'), name, 'name is not a valid CEL identifier'))
  }
  if (expression.trim() === '') errors.push(required(path.child('expression'), 'expression is not specified'))
  else expressions.variable(errors, path.child('expression'), name, expression)
}

function validateFieldRef(errors: Errors, path: FieldPath, fieldRef: string): void {
  if (fieldRef === '') {
    errors.push(required(path, ''))
    return
  }
  try {
    parseTemplate(`{${fieldRef}}`)
  } catch (error) {
    if (!(error instanceof JsonPathError)) throw error
    errors.push(invalid(path, fieldRef, `invalid JSONPath: ${error.message}`))
  }
}

function validateOutcomes(errors: Errors, policy: ValidatingAdmissionPolicy, expressions: PolicyExpressions): void {
  const validations = list(policy.spec.validations)
  const annotations = list(policy.spec.auditAnnotations)
  const annotationsPath = spec.child('auditAnnotations')
  if (validations.length === 0 && annotations.length === 0) {
    const detail = 'validations or auditAnnotations must contain at least one item'
    errors.push(required(spec.child('validations'), detail), required(annotationsPath, detail))
    return
  }
  for (const [i, item] of validations.entries()) {
    validateValidation(errors, spec.child('validations').index(i), item, expressions)
  }
  if (annotations.length > 20) {
    errors.push(invalid(annotationsPath, annotations, 'must not have more than 20 auditAnnotations'))
  }
  const keys = new Set<string>()
  for (const [i, { key = '', valueExpression = '' }] of annotations.entries()) {
    const path = annotationsPath.index(i)
    const { name } = policy.metadata
    if (name) qualifiedName(errors, path.child('key'), `${name}/${key}`)
    else errors.push(invalid(path.child('key'), key, 'requires metadata.name be non-empty'))
    const where = path.child('valueExpression')
    const source = valueExpression.trim()
    if (source === '') errors.push(required(where, 'valueExpression is not specified'))
    else if (Buffer.byteLength(source) > longestValueExpression)
      errors.push(required(where, `must not exceed ${longestValueExpression} bytes in length`))
    else expressions.annotation(errors, where, valueExpression)
    if (keys.has(key)) errors.push(duplicate(path.child('key'), key))
    keys.add(key)
  }
}

function validateValidation(errors: Errors, path: FieldPath, item: Validation, expressions: PolicyExpressions): void {
  const { message = '', messageExpression = '', reason } = item
  const expression = text(item.expression)
  if (expression.trim() === '') errors.push(required(path.child('expression'), 'expression is not specified'))
  else expressions.validation(errors, path.child('expression'), expression)
  if (messageExpression !== '' && messageExpression.trim() === '') {
    errors.push(invalid(path.child('messageExpression'), messageExpression, 'must be non-empty if specified'))
  } else if (messageExpression !== '') {
    expressions.message(errors, path.child('messageExpression'), messageExpression)
  }
  const where = path.child('message')
  if (message !== '' && message.trim() === '') {
    errors.push(invalid(where, message, 'message must be non-empty if specified'))
  } else if (/[\n\r]/.test(message.trim())) {
    errors.push(invalid(where, message, 'message must not contain line breaks'))
  }
  if (reason !== undefined) {
    oneOf(errors, path.child('reason'), reason, ['Forbidden', 'Invalid', 'RequestEntityTooLarge'])
  }
}

function validateParamKind(errors: Errors, path: FieldPath, { apiVersion = '', kind = '' }: ParamKind): void {
  const where = path.child('apiVersion')
  const parts = apiVersion.split('/')
  if (apiVersion === '') errors.push(required(where, ''))
  else if (parts.length > 2) {
    errors.push(invalid(where, apiVersion, `unexpected GroupVersion string: ${apiVersion}`))
  } else {
    const [group, version] = parts.length === 2 ? parts : ['', parts[0]]
    const groupProblems = group ? checkDns1123Subdomain(group) : []
    if (groupProblems.length > 0) errors.push(invalid(where, group, groupProblems.join(',')))
    const versionProblems = version ? checkDns1035Label(version) : []
    if (!version) errors.push(invalid(where, apiVersion, 'version must be specified'))
    else if (versionProblems.length > 0) errors.push(invalid(where, version, versionProblems.join(',')))
  }
  const kindProblems = checkDns1035Label(kind.toLowerCase())
  if (kind === '') errors.push(required(path.child('kind'), ''))
  else if (kindProblems.length > 0) {
    const detail = `may have mixed case, but should otherwise match: ${kindProblems.join(',')}`
    errors.push(invalid(path.child('kind'), kind, detail))
  }
}
