/**
 * Defaults of admissionregistration.k8s.io/v1beta1 that are more than a field's own.
 * In: objects of the group version, which has policies only. Out: the same with upstream's v1.31 defaults.
 */
import { type DefaultRule, defaultRule } from '../schema/defaults.ts'
import { MatchResources, ValidatingAdmissionPolicySpec } from './v1beta1.ts'

export const admissionregistrationV1beta1Defaults: readonly DefaultRule[] = [
  defaultRule(ValidatingAdmissionPolicySpec, (spec) => {
    spec.failurePolicy ??= 'Fail'
  }),
  defaultRule(MatchResources, (match) => {
    match.matchPolicy ??= 'Equivalent'
    match.namespaceSelector ??= {}
    match.objectSelector ??= {}
  }),
]
