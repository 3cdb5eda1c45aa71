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
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => IngressSpec, { description: 'What is wanted.' }),
    status: ref(3, () => IngressStatus, { description: 'What is; written by the system.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.14',
      deprecated: '1.19',
      removed: '1.22',
      replacement: { group: 'networking.k8s.io', version: 'v1', kind: 'Ingress' },
    },
    description: 'Leads HTTP requests from outside to services, by host and path.',
  },
)

export type IngressList = T.IngressList
export const IngressList: MessageSchema<IngressList> = pkg.message(
  'IngressList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => Ingress, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.14',
      deprecated: '1.19',
      removed: '1.22',
      replacement: { group: 'networking.k8s.io', version: 'v1', kind: 'IngressList' },
    },
    description: 'A list of Ingress objects.',
  },
)

export type IngressSpec = T.IngressSpec
export const IngressSpec: MessageSchema<IngressSpec> = pkg.message(
  'IngressSpec',
  {
    ingressClassName: string(4, { pointer: true, description: 'Class of the controller that serves it.' }),
    backend: ref(1, () => IngressBackend, { pointer: true, description: 'Where requests go.' }),
    tls: list(2, () => IngressTLS, { listType: 'atomic', description: 'Certificates by host.' }),
    rules: list(3, () => IngressRule, { listType: 'atomic', description: 'Hosts and paths, and where they lead.' }),
  },
  { description: 'Where requests lead.' },
)

export type IngressTLS = T.IngressTLS
export const IngressTLS: MessageSchema<IngressTLS> = pkg.message(
  'IngressTLS',
  {
    hosts: list(1, 'string', { listType: 'atomic', description: 'Hosts the certificate is for.' }),
    secretName: string(2, { description: 'Secret with certificate and key.' }),
  },
  { description: 'A certificate and its hosts.' },
)

export type IngressStatus = T.IngressStatus
export const IngressStatus: MessageSchema<IngressStatus> = pkg.message(
  'IngressStatus',
  {
    loadBalancer: ref(1, () => IngressLoadBalancerStatus, { description: 'State of the load balancer.' }),
  },
  { description: 'State of an ingress.' },
)

export type IngressLoadBalancerStatus = T.IngressLoadBalancerStatus
export const IngressLoadBalancerStatus: MessageSchema<IngressLoadBalancerStatus> = pkg.message(
  'IngressLoadBalancerStatus',
  {
    ingress: list(1, () => IngressLoadBalancerIngress, { listType: 'atomic', description: 'Entry points.' }),
  },
  { description: 'Entry points of an ingress.' },
)

export type IngressLoadBalancerIngress = T.IngressLoadBalancerIngress
export const IngressLoadBalancerIngress: MessageSchema<IngressLoadBalancerIngress> = pkg.message(
  'IngressLoadBalancerIngress',
  {
    ip: string(1, { description: 'IP address.' }),
    hostname: string(2, { description: 'Name of the entry point, where it has no address.' }),
    ports: list(4, () => IngressPortStatus, { listType: 'atomic', description: 'States of the ports.' }),
  },
  { description: 'An entry point of an ingress.' },
)

export type IngressPortStatus = T.IngressPortStatus
export const IngressPortStatus: MessageSchema<IngressPortStatus> = pkg.message(
  'IngressPortStatus',
  {
    port: int32(1, { required: true, description: 'Number of the port.' }),
    protocol: string(2, { required: true, enum: Protocol, description: 'TCP, UDP or SCTP. Default: TCP.' }),
    error: string(3, { pointer: true, description: 'What went wrong; empty when nothing did.' }),
  },
  { description: "State of an ingress's port." },
)

export type IngressRule = T.IngressRule
export const IngressRule: MessageSchema<IngressRule> = pkg.message(
  'IngressRule',
  {
    host: string(1, { description: 'Host of the requests; * at the start stands for one label, empty for all hosts.' }),
    ingressRuleValue: inline(2, () => IngressRuleValue),
  },
  { description: 'Where requests for one host lead.' },
)

export type IngressRuleValue = T.IngressRuleValue
export const IngressRuleValue: MessageSchema<IngressRuleValue> = pkg.message(
  'IngressRuleValue',
  {
    http: ref(1, () => HTTPIngressRuleValue, { pointer: true, description: 'Paths and where they lead.' }),
  },
  { description: 'How requests of a rule are told apart.' },
)

export type HTTPIngressRuleValue = T.HTTPIngressRuleValue
export const HTTPIngressRuleValue: MessageSchema<HTTPIngressRuleValue> = pkg.message(
  'HTTPIngressRuleValue',
  {
    paths: list(1, () => HTTPIngressPath, { required: true, listType: 'atomic', description: 'The paths.' }),
  },
  { description: 'Paths and where they lead.' },
)

export type HTTPIngressPath = T.HTTPIngressPath
export const HTTPIngressPath: MessageSchema<HTTPIngressPath> = pkg.message(
  'HTTPIngressPath',
  {
    path: string(1, { description: 'Path of the requests; must begin with a slash.' }),
    pathType: string(3, { pointer: true, enum: PathType, description: 'Exact, Prefix or ImplementationSpecific.' }),
    backend: ref(2, () => IngressBackend, { required: true, description: 'Where requests go.' }),
  },
  { description: 'A path and where it leads.' },
)

export type IngressBackend = T.IngressBackend
export const IngressBackend: MessageSchema<IngressBackend> = pkg.message(
  'IngressBackend',
  {
    serviceName: string(1, { description: 'Headless service that gives the pods their names.' }),
    servicePort: intOrString(2, { description: 'Port of the service.' }),
    resource: ref(3, () => TypedLocalObjectReference, {
      pointer: true,
      description: 'Another object of the same namespace.',
    }),
  },
  { description: 'A service or another object that takes requests.' },
)

export type IngressClass = T.IngressClass
export const IngressClass: MessageSchema<IngressClass> = pkg.message(
  'IngressClass',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => IngressClassSpec, { description: 'What is wanted.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.18',
      deprecated: '1.19',
      removed: '1.22',
      replacement: { group: 'networking.k8s.io', version: 'v1', kind: 'IngressClassList' },
    },
    description: 'A kind of ingress controller.',
  },
)

export type IngressClassSpec = T.IngressClassSpec
export const IngressClassSpec: MessageSchema<IngressClassSpec> = pkg.message(
  'IngressClassSpec',
  {
    controller: string(1, { description: 'Name of the controller, such as example.com/ingress.' }),
    parameters: ref(2, () => IngressClassParametersReference, {
      pointer: true,
      description: 'Object with settings of the controller.',
    }),
  },
  { description: 'Which controller, with which settings.' },
)

export type IngressClassParametersReference = T.IngressClassParametersReference
export const IngressClassParametersReference: MessageSchema<IngressClassParametersReference> = pkg.message(
  'IngressClassParametersReference',
  {
    apiGroup: string(1, { pointer: true, description: 'API group of the object; empty is the core group.' }),
    kind: string(2, { required: true, description: 'Kind of the object, in CamelCase.' }),
    name: string(3, { required: true, description: 'Name of the object.' }),
    scope: string(4, { required: true, pointer: true, description: 'Cluster or Namespace.' }),
    namespace: string(5, { pointer: true, description: 'Namespace of the object.' }),
  },
  { description: "The object with a controller's settings." },
)

export type IngressClassList = T.IngressClassList
export const IngressClassList: MessageSchema<IngressClassList> = pkg.message(
  'IngressClassList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => IngressClass, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.18',
      deprecated: '1.19',
      removed: '1.22',
      replacement: { group: 'networking.k8s.io', version: 'v1', kind: 'IngressClassList' },
    },
    description: 'A list of IngressClass objects.',
  },
)

export type IPAddress = T.IPAddress
export const IPAddress: MessageSchema<IPAddress> = pkg.message(
  'IPAddress',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => IPAddressSpec, { description: 'What is wanted.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.31', deprecated: '1.34', removed: '1.37' },
    description: 'An address taken by a service.',
  },
)

export type IPAddressSpec = T.IPAddressSpec
export const IPAddressSpec: MessageSchema<IPAddressSpec> = pkg.message(
  'IPAddressSpec',
  {
    parentRef: ref(1, () => ParentReference, {
      required: true,
      omitEmpty: true,
      pointer: true,
      description: 'Object that uses the address.',
    }),
  },
  { description: 'Who uses an address.' },
)

export type ParentReference = T.ParentReference
export const ParentReference: MessageSchema<ParentReference> = pkg.message(
  'ParentReference',
  {
    group: string(1, { description: 'API group.' }),
    resource: string(2, { required: true, omitEmpty: true, description: 'The resource.' }),
    namespace: string(3, { description: 'Namespace of the object.' }),
    name: string(4, { required: true, omitEmpty: true, description: 'Name of the object.' }),
  },
  { description: 'The object an address belongs to.' },
)

export type IPAddressList = T.IPAddressList
export const IPAddressList: MessageSchema<IPAddressList> = pkg.message(
  'IPAddressList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => IPAddress, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.31', deprecated: '1.34', removed: '1.37' },
    description: 'A list of IPAddress objects.',
  },
)

export type ServiceCIDR = T.ServiceCIDR
export const ServiceCIDR: MessageSchema<ServiceCIDR> = pkg.message(
  'ServiceCIDR',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => ServiceCIDRSpec, { description: 'What is wanted.' }),
    status: ref(3, () => ServiceCIDRStatus, { description: 'What is; written by the system.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.31', deprecated: '1.34', removed: '1.37' },
    description: 'Address ranges for services.',
  },
)

export type ServiceCIDRSpec = T.ServiceCIDRSpec
export const ServiceCIDRSpec: MessageSchema<ServiceCIDRSpec> = pkg.message(
  'ServiceCIDRSpec',
  {
    cidrs: list(1, 'string', { listType: 'atomic', description: 'Address ranges, one for each family.' }),
  },
  { description: 'Address ranges for services.' },
)

export type ServiceCIDRStatus = T.ServiceCIDRStatus
export const ServiceCIDRStatus: MessageSchema<ServiceCIDRStatus> = pkg.message(
  'ServiceCIDRStatus',
  {
    conditions: list(1, () => Condition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Latest observations, one for each type.',
    }),
  },
  { description: 'State of the ranges.' },
)

export type ServiceCIDRList = T.ServiceCIDRList
export const ServiceCIDRList: MessageSchema<ServiceCIDRList> = pkg.message(
  'ServiceCIDRList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => ServiceCIDR, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.31', deprecated: '1.34', removed: '1.37' },
    description: 'A list of ServiceCIDR objects.',
  },
)
