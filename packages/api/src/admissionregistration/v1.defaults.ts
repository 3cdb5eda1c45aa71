/**
 * Defaults of admissionregistration.k8s.io/v1 that are more than a field's own.
 * In: objects of the group version. Out: the same with upstream's v1.31 defaults.
 */
import { type DefaultRule, defaultRule } from '../schema/defaults.ts'
import {
  MatchResources,
  MutatingWebhook,
  Rule,
  ServiceReference,
  ValidatingAdmissionPolicySpec,
  ValidatingWebhook,
} from './v1.ts'

function webhook(hook: ValidatingWebhook | MutatingWebhook): void {
  hook.failurePolicy ??= 'Fail'
  hook.matchPolicy ??= 'Equivalent'
  hook.namespaceSelector ??= {}
  hook.objectSelector ??= {}
  hook.timeoutSeconds ??= 10
}

export const admissionregistrationV1Defaults: readonly DefaultRule[] = [
  defaultRule(ValidatingWebhook, webhook),
  defaultRule(MutatingWebhook, (hook) => {
    webhook(hook)
    hook.reinvocationPolicy ??= 'Never'
  }),
  defaultRule(Rule, (rule) => {
    rule.scope ??= '*'
  }),
  defaultRule(ServiceReference, (reference) => {
    reference.port ??= 443
  }),
  defaultRule(ValidatingAdmissionPolicySpec, (spec) => {
    spec.failurePolicy ??= 'Fail'
  }),
  defaultRule(MatchResources, (match) => {
    match.matchPolicy ??= 'Equivalent'
    match.namespaceSelector ??= {}
    match.objectSelector ??= {}
  }),
]
