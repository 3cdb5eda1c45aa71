/** ValidatingAdmissionPolicyBindings on the server. */
import { validatingadmissionpolicybindings } from '@elli/api/admissionregistration/v1.resources'
import {
  type ParamRef,
  type ValidatingAdmissionPolicyBinding,
  ValidatingAdmissionPolicyBindingSpec,
} from '@elli/api/admissionregistration/v1'
import { at, duplicate, forbidden, invalid, required } from '@elli/machinery/field'
import { formatLabelSelector } from '@elli/machinery/labels'
import { checkPathSegmentName } from '@elli/machinery/names'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, dns1123Subdomain, type Errors, type FieldPath, list, oneOf, say } from '../checks.ts'
import { semanticEqual } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import { validateLabelSelector } from '../label-selector.validation.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'
import { validateMatchResources } from './rules.validation.ts'

const spec = at('spec')
const validate = (binding: ValidatingAdmissionPolicyBinding): Errors =>
  collect((errors) => validateSpec(errors, binding))

export const validatingadmissionpolicybindingsStrategy: Strategy<ValidatingAdmissionPolicyBinding> = {
  resource: validatingadmissionpolicybindings,
  allowUnconditionalUpdate: false,
  prepareForCreate: firstGeneration,
  validate,
  prepareForUpdate(binding, old) {
    if (!semanticEqual(ValidatingAdmissionPolicyBindingSpec, binding.spec, old.spec)) nextGeneration(binding, old)
  },
  validateUpdate: validate,
  table: table<ValidatingAdmissionPolicyBinding>(
    [column('PolicyName', 'Policy that is bound.'), column('ParamRef', 'Object with its parameters.'), ageColumn],
    (binding, now) => [binding.spec.policyName ?? '', paramText(binding.spec.paramRef), ageOf(binding, now)],
  ),
}

function paramText(param: ParamRef | undefined): string {
  if (param?.name) return `${param.namespace || '*'}/${param.name}`
  return param?.selector === undefined ? '<unset>' : formatLabelSelector(param.selector)
}

function validateSpec(errors: Errors, binding: ValidatingAdmissionPolicyBinding): void {
  const { policyName, paramRef, matchResources } = binding.spec
  if (!policyName) errors.push(required(spec.child('policyName'), ''))
  else dns1123Subdomain(errors, spec.child('policyName'), policyName)
  if (paramRef !== undefined) validateParamRef(errors, spec.child('paramRef'), paramRef)
  // Misspelt upstream, and so in every message since.
  validateMatchResources(errors, spec.child('matchResouces'), matchResources)
  const actions = list(binding.spec.validationActions)
  const path = spec.child('validationActions')
  for (const [i, action] of actions.entries()) {
    oneOf(errors, path.index(i), action, ['Audit', 'Deny', 'Warn'])
    if (actions.indexOf(action) < i) errors.push(duplicate(path.index(i), action))
  }
  if (actions.includes('Deny') && actions.includes('Warn')) {
    const detail =
      'must not contain both Deny and Warn (repeating the same validation failure information in the API response and headers serves no purpose)'
    errors.push(invalid(path, actions, detail))
  }
  if (actions.length === 0) errors.push(required(path, 'at least one validation action is required'))
}

function validateParamRef(errors: Errors, path: FieldPath, param: ParamRef): void {
  const { name, selector, parameterNotFoundAction: action } = param
  const exclusive = 'name and selector are mutually exclusive'
  if (name) {
    say(errors, path.child('name'), name, checkPathSegmentName(name))
    if (selector !== undefined) errors.push(forbidden(path.child('name'), exclusive))
  }
  if (selector !== undefined) {
    validateLabelSelector(errors, path.child('selector'), selector)
    if (name) errors.push(forbidden(path.child('selector'), exclusive))
  }
  if (!name && selector === undefined) errors.push(required(path, 'one of name or selector must be specified'))
  if (!action) errors.push(required(path.child('parameterNotFoundAction'), ''))
  else oneOf(errors, path.child('parameterNotFoundAction'), action, ['Deny', 'Allow'])
}
