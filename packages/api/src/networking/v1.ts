/**
 * networking.k8s.io/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { Protocol, TypedLocalObjectReference } from '../core/v1.ts'
import { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.ts'
import {
  apiPackage,
  type MessageSchema,
  inline,
  int32,
  intOrString,
  list,
  ref,
  string,
  stringOf,
} from '../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'networking/v1',
  group: 'networking.k8s.io',
  version: 'v1',
  goPackage: 'k8s.io/api/networking/v1',
})
export const packageInfo = pkg.package

export const PolicyType = pkg.enumeration('PolicyType', ['Ingress', 'Egress'])
export type PolicyType = T.PolicyType

export const PathType = pkg.enumeration('PathType', ['Exact', 'Prefix', 'ImplementationSpecific'])
export type PathType = T.PathType

export type NetworkPolicy = T.NetworkPolicy
export const NetworkPolicy: MessageSchema<NetworkPolicy> = pkg.message(
  'NetworkPolicy',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => NetworkPolicySpec),
  },
  { kind: true },
)

export type NetworkPolicySpec = T.NetworkPolicySpec
export const NetworkPolicySpec: MessageSchema<NetworkPolicySpec> = pkg.message('NetworkPolicySpec', {
  podSelector: ref(1, () => LabelSelector, { required: true }),
  ingress: list(2, () => NetworkPolicyIngressRule, { listType: 'atomic' }),
  egress: list(3, () => NetworkPolicyEgressRule, { listType: 'atomic' }),
  policyTypes: list(4, stringOf(PolicyType), { listType: 'atomic' }),
})

export type NetworkPolicyIngressRule = T.NetworkPolicyIngressRule
export const NetworkPolicyIngressRule: MessageSchema<NetworkPolicyIngressRule> = pkg.message(
  'NetworkPolicyIngressRule',
  {
    ports: list(1, () => NetworkPolicyPort, { listType: 'atomic' }),
    from: list(2, () => NetworkPolicyPeer, { listType: 'atomic' }),
  },
)

export type NetworkPolicyEgressRule = T.NetworkPolicyEgressRule
export const NetworkPolicyEgressRule: MessageSchema<NetworkPolicyEgressRule> = pkg.message('NetworkPolicyEgressRule', {
  ports: list(1, () => NetworkPolicyPort, { listType: 'atomic' }),
  to: list(2, () => NetworkPolicyPeer, { listType: 'atomic' }),
})

export type NetworkPolicyPort = T.NetworkPolicyPort
export const NetworkPolicyPort: MessageSchema<NetworkPolicyPort> = pkg.message('NetworkPolicyPort', {
  protocol: string(1, { pointer: true, enum: Protocol }),
  port: intOrString(2, { pointer: true }),
  endPort: int32(3, { pointer: true }),
})

export type IPBlock = T.IPBlock
export const IPBlock: MessageSchema<IPBlock> = pkg.message('IPBlock', {
  cidr: string(1, { required: true }),
  except: list(2, 'string', { listType: 'atomic' }),
})

export type NetworkPolicyPeer = T.NetworkPolicyPeer
export const NetworkPolicyPeer: MessageSchema<NetworkPolicyPeer> = pkg.message('NetworkPolicyPeer', {
  podSelector: ref(1, () => LabelSelector, { pointer: true }),
  namespaceSelector: ref(2, () => LabelSelector, { pointer: true }),
  ipBlock: ref(3, () => IPBlock, { pointer: true }),
})

export type NetworkPolicyList = T.NetworkPolicyList
export const NetworkPolicyList: MessageSchema<NetworkPolicyList> = pkg.message(
  'NetworkPolicyList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => NetworkPolicy, { required: true }),
  },
  { kind: true },
)

export type Ingress = T.Ingress
export const Ingress: MessageSchema<Ingress> = pkg.message(
  'Ingress',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => IngressSpec),
    status: ref(3, () => IngressStatus),
  },
  { kind: true },
)

export type IngressList = T.IngressList
export const IngressList: MessageSchema<IngressList> = pkg.message(
  'IngressList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => Ingress, { required: true }),
  },
  { kind: true },
)

export type IngressSpec = T.IngressSpec
export const IngressSpec: MessageSchema<IngressSpec> = pkg.message('IngressSpec', {
  ingressClassName: string(4, { pointer: true }),
  defaultBackend: ref(1, () => IngressBackend, { pointer: true }),
  tls: list(2, () => IngressTLS, { listType: 'atomic' }),
  rules: list(3, () => IngressRule, { listType: 'atomic' }),
})

export type IngressTLS = T.IngressTLS
export const IngressTLS: MessageSchema<IngressTLS> = pkg.message('IngressTLS', {
  hosts: list(1, 'string', { listType: 'atomic' }),
  secretName: string(2),
})

export type IngressStatus = T.IngressStatus
export const IngressStatus: MessageSchema<IngressStatus> = pkg.message('IngressStatus', {
  loadBalancer: ref(1, () => IngressLoadBalancerStatus),
})

export type IngressLoadBalancerStatus = T.IngressLoadBalancerStatus
export const IngressLoadBalancerStatus: MessageSchema<IngressLoadBalancerStatus> = pkg.message(
  'IngressLoadBalancerStatus',
  {
    ingress: list(1, () => IngressLoadBalancerIngress, { listType: 'atomic' }),
  },
)

export type IngressLoadBalancerIngress = T.IngressLoadBalancerIngress
export const IngressLoadBalancerIngress: MessageSchema<IngressLoadBalancerIngress> = pkg.message(
  'IngressLoadBalancerIngress',
  {
    ip: string(1),
    hostname: string(2),
    ports: list(4, () => IngressPortStatus, { listType: 'atomic' }),
  },
)

export type IngressPortStatus = T.IngressPortStatus
export const IngressPortStatus: MessageSchema<IngressPortStatus> = pkg.message('IngressPortStatus', {
  port: int32(1, { required: true }),
  protocol: string(2, { required: true, enum: Protocol }),
  error: string(3, { pointer: true }),
})

export type IngressRule = T.IngressRule
export const IngressRule: MessageSchema<IngressRule> = pkg.message('IngressRule', {
  host: string(1),
  ingressRuleValue: inline(2, () => IngressRuleValue),
})

export type IngressRuleValue = T.IngressRuleValue
export const IngressRuleValue: MessageSchema<IngressRuleValue> = pkg.message('IngressRuleValue', {
  http: ref(1, () => HTTPIngressRuleValue, { pointer: true }),
})

export type HTTPIngressRuleValue = T.HTTPIngressRuleValue
export const HTTPIngressRuleValue: MessageSchema<HTTPIngressRuleValue> = pkg.message('HTTPIngressRuleValue', {
  paths: list(1, () => HTTPIngressPath, { required: true, listType: 'atomic' }),
})

export type HTTPIngressPath = T.HTTPIngressPath
export const HTTPIngressPath: MessageSchema<HTTPIngressPath> = pkg.message('HTTPIngressPath', {
  path: string(1),
  pathType: string(3, { required: true, pointer: true, enum: PathType }),
  backend: ref(2, () => IngressBackend, { required: true }),
})

export type IngressBackend = T.IngressBackend
export const IngressBackend: MessageSchema<IngressBackend> = pkg.message('IngressBackend', {
  service: ref(4, () => IngressServiceBackend, { pointer: true }),
  resource: ref(3, () => TypedLocalObjectReference, { pointer: true }),
})

export type IngressServiceBackend = T.IngressServiceBackend
export const IngressServiceBackend: MessageSchema<IngressServiceBackend> = pkg.message('IngressServiceBackend', {
  name: string(1, { required: true }),
  port: ref(2, () => ServiceBackendPort),
})

export type ServiceBackendPort = T.ServiceBackendPort
export const ServiceBackendPort: MessageSchema<ServiceBackendPort> = pkg.message(
  'ServiceBackendPort',
  {
    name: string(1),
    number: int32(2),
  },
  { structType: 'atomic' },
)

export type IngressClass = T.IngressClass
export const IngressClass: MessageSchema<IngressClass> = pkg.message(
  'IngressClass',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => IngressClassSpec),
  },
  { kind: true },
)

export type IngressClassSpec = T.IngressClassSpec
export const IngressClassSpec: MessageSchema<IngressClassSpec> = pkg.message('IngressClassSpec', {
  controller: string(1),
  parameters: ref(2, () => IngressClassParametersReference, { pointer: true }),
})

export type IngressClassParametersReference = T.IngressClassParametersReference
export const IngressClassParametersReference: MessageSchema<IngressClassParametersReference> = pkg.message(
  'IngressClassParametersReference',
  {
    apiGroup: string(1, { pointer: true }),
    kind: string(2, { required: true }),
    name: string(3, { required: true }),
    scope: string(4, { keepEmpty: true, pointer: true }),
    namespace: string(5, { pointer: true }),
  },
)

export type IngressClassList = T.IngressClassList
export const IngressClassList: MessageSchema<IngressClassList> = pkg.message(
  'IngressClassList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => IngressClass, { required: true }),
  },
  { kind: true },
)
