/** Types of networking.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { Protocol, TypedLocalObjectReference } from '../core/v1.types.ts'
import type { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.types.ts'

export type PolicyType = 'Ingress' | 'Egress'

export type PathType = 'Exact' | 'Prefix' | 'ImplementationSpecific'

export interface NetworkPolicy {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: NetworkPolicySpec
}

export interface NetworkPolicySpec {
  podSelector: LabelSelector
  ingress?: NetworkPolicyIngressRule[]
  egress?: NetworkPolicyEgressRule[]
  policyTypes?: PolicyType[]
}

export interface NetworkPolicyIngressRule {
  ports?: NetworkPolicyPort[]
  from?: NetworkPolicyPeer[]
}

export interface NetworkPolicyEgressRule {
  ports?: NetworkPolicyPort[]
  to?: NetworkPolicyPeer[]
}

export interface NetworkPolicyPort {
  protocol?: Protocol
  port?: number | string
  endPort?: number
}

export interface IPBlock {
  cidr: string
  except?: string[]
}

export interface NetworkPolicyPeer {
  podSelector?: LabelSelector
  namespaceSelector?: LabelSelector
  ipBlock?: IPBlock
}

export interface NetworkPolicyList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: NetworkPolicy[]
}

export interface Ingress {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: IngressSpec
  status?: IngressStatus
}

export interface IngressList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: Ingress[]
}

export interface IngressSpec {
  ingressClassName?: string
  defaultBackend?: IngressBackend
  tls?: IngressTLS[]
  rules?: IngressRule[]
}

export interface IngressTLS {
  hosts?: string[]
  secretName?: string
}

export interface IngressStatus {
  loadBalancer?: IngressLoadBalancerStatus
}

export interface IngressLoadBalancerStatus {
  ingress?: IngressLoadBalancerIngress[]
}

export interface IngressLoadBalancerIngress {
  ip?: string
  hostname?: string
  ports?: IngressPortStatus[]
}

export interface IngressPortStatus {
  port: number
  protocol: Protocol
  error?: string
}

export interface IngressRule extends IngressRuleValue {
  host?: string
}

export interface IngressRuleValue {
  http?: HTTPIngressRuleValue
}

export interface HTTPIngressRuleValue {
  paths: HTTPIngressPath[]
}

export interface HTTPIngressPath {
  path?: string
  pathType: PathType
  backend: IngressBackend
}

export interface IngressBackend {
  service?: IngressServiceBackend
  resource?: TypedLocalObjectReference
}

export interface IngressServiceBackend {
  name: string
  port?: ServiceBackendPort
}

export interface ServiceBackendPort {
  name?: string
  number?: number
}

export interface IngressClass {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: IngressClassSpec
}

export interface IngressClassSpec {
  controller?: string
  parameters?: IngressClassParametersReference
}

export interface IngressClassParametersReference {
  apiGroup?: string
  kind: string
  name: string
  scope?: string
  namespace?: string
}

export interface IngressClassList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: IngressClass[]
}
