/**
 * Defaults of admissionregistration.k8s.io/v1alpha1 that are more than a field's own.
 * In: objects of the group version, which has policies only. Out: the same with upstream's v1.31 defaults.
 */
import { type DefaultRule, defaultRule } from '../schema/defaults.ts'
import { MatchResources, ParamRef, ValidatingAdmissionPolicySpec } from './v1alpha1.ts'

export const admissionregistrationV1alpha1Defaults: readonly DefaultRule[] = [
  defaultRule(ValidatingAdmissionPolicySpec, (spec) => {
    spec.failurePolicy ??= 'Fail'
  }),
  defaultRule(MatchResources, (match) => {
    match.matchPolicy ??= 'Equivalent'
    match.namespaceSelector ??= {}
    match.objectSelector ??= {}
  }),
  defaultRule(ParamRef, (reference) => {
    reference.parameterNotFoundAction ??= 'Deny'
  }),
]
