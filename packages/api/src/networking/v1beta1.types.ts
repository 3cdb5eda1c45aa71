/** Types of networking.k8s.io/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */
import type { Protocol, TypedLocalObjectReference } from '../core/v1.types.ts'
import type { Condition, ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Upstream names "Exact", "Prefix", "ImplementationSpecific". */
export type PathType = string

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
  backend?: IngressBackend
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
  pathType?: PathType
  backend: IngressBackend
}

export interface IngressBackend {
  serviceName?: string
  servicePort?: number | string
  resource?: TypedLocalObjectReference
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
  scope: string
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

export interface IPAddress {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: IPAddressSpec
}

export interface IPAddressSpec {
  parentRef: ParentReference
}

export interface ParentReference {
  group?: string
  resource: string
  namespace?: string
  name: string
}

export interface IPAddressList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: IPAddress[]
}

export interface ServiceCIDR {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: ServiceCIDRSpec
  status?: ServiceCIDRStatus
}

export interface ServiceCIDRSpec {
  cidrs?: string[]
}

export interface ServiceCIDRStatus {
  conditions?: Condition[]
}

export interface ServiceCIDRList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: ServiceCIDR[]
}
