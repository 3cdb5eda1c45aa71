/**
 * Defaults of networking.k8s.io/v1 that are more than a field's own.
 * In: objects of the group. Out: the same with upstream's v1.31 defaults.
 */
import { type DefaultRule, defaultRule } from '../schema/defaults.ts'
import { IngressClassParametersReference, NetworkPolicyPort, NetworkPolicySpec } from './v1.ts'

export const networkingV1Defaults: readonly DefaultRule[] = [
  defaultRule(NetworkPolicyPort, (port) => {
    port.protocol ??= 'TCP'
  }),
  defaultRule(NetworkPolicySpec, (spec) => {
    if ((spec.policyTypes ?? []).length > 0) return
    // A policy always limits what comes in; what goes out only when it says so.
    spec.policyTypes = (spec.egress ?? []).length > 0 ? ['Ingress', 'Egress'] : ['Ingress']
  }),
  defaultRule(IngressClassParametersReference, (reference) => {
    reference.scope ??= 'Cluster'
  }),
]
