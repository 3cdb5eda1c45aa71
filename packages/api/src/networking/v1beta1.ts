/**
 * networking.k8s.io/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { Protocol, TypedLocalObjectReference } from '../core/v1.ts'
import { Condition, ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, inline, int32, intOrString, list, ref, string } from '../schema/schema.ts'
import type * as T from './v1beta1.types.ts'

const pkg = apiPackage({
  path: 'networking/v1beta1',
  group: 'networking.k8s.io',
  version: 'v1beta1',
  goPackage: 'k8s.io/api/networking/v1beta1',
})
export const packageInfo = pkg.package

export const PathType = pkg.enumeration('PathType', ['Exact', 'Prefix', 'ImplementationSpecific'], { open: true })
export type PathType = T.PathType

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
  backend: ref(1, () => IngressBackend, { pointer: true }),
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
  pathType: string(3, { pointer: true, enum: PathType }),
  backend: ref(2, () => IngressBackend, { required: true }),
})

export type IngressBackend = T.IngressBackend
export const IngressBackend: MessageSchema<IngressBackend> = pkg.message('IngressBackend', {
  serviceName: string(1),
  servicePort: intOrString(2),
  resource: ref(3, () => TypedLocalObjectReference, { pointer: true }),
})

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
    scope: string(4, { required: true, pointer: true }),
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

export type IPAddress = T.IPAddress
export const IPAddress: MessageSchema<IPAddress> = pkg.message(
  'IPAddress',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => IPAddressSpec),
  },
  { kind: true },
)

export type IPAddressSpec = T.IPAddressSpec
export const IPAddressSpec: MessageSchema<IPAddressSpec> = pkg.message('IPAddressSpec', {
  parentRef: ref(1, () => ParentReference, { required: true, omitEmpty: true, pointer: true }),
})

export type ParentReference = T.ParentReference
export const ParentReference: MessageSchema<ParentReference> = pkg.message('ParentReference', {
  group: string(1),
  resource: string(2, { required: true, omitEmpty: true }),
  namespace: string(3),
  name: string(4, { required: true, omitEmpty: true }),
})

export type IPAddressList = T.IPAddressList
export const IPAddressList: MessageSchema<IPAddressList> = pkg.message(
  'IPAddressList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => IPAddress, { required: true }),
  },
  { kind: true },
)

export type ServiceCIDR = T.ServiceCIDR
export const ServiceCIDR: MessageSchema<ServiceCIDR> = pkg.message(
  'ServiceCIDR',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => ServiceCIDRSpec),
    status: ref(3, () => ServiceCIDRStatus),
  },
  { kind: true },
)

export type ServiceCIDRSpec = T.ServiceCIDRSpec
export const ServiceCIDRSpec: MessageSchema<ServiceCIDRSpec> = pkg.message('ServiceCIDRSpec', {
  cidrs: list(1, 'string', { listType: 'atomic' }),
})

export type ServiceCIDRStatus = T.ServiceCIDRStatus
export const ServiceCIDRStatus: MessageSchema<ServiceCIDRStatus> = pkg.message('ServiceCIDRStatus', {
  conditions: list(1, () => Condition, {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: ['merge'],
    patchMergeKey: 'type',
  }),
})

export type ServiceCIDRList = T.ServiceCIDRList
export const ServiceCIDRList: MessageSchema<ServiceCIDRList> = pkg.message(
  'ServiceCIDRList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => ServiceCIDR, { required: true }),
  },
  { kind: true },
)
