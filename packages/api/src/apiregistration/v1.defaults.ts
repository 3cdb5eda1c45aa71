/**
 * Defaults of apiregistration.k8s.io/v1 that are more than a field's own.
 * In: objects of the group. Out: the same with upstream's v1.31 defaults.
 */
import { type DefaultRule, defaultRule } from '../schema/defaults.ts'
import { ServiceReference } from './v1.ts'

export const apiregistrationV1Defaults: readonly DefaultRule[] = [
  defaultRule(ServiceReference, (reference) => {
    reference.port ??= 443
  }),
]
