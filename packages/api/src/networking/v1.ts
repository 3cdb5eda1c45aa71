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
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => NetworkPolicySpec, { description: 'What is wanted.' }),
  },
  { kind: true, description: 'What pods may connect to and be connected from.' },
)

export type NetworkPolicySpec = T.NetworkPolicySpec
export const NetworkPolicySpec: MessageSchema<NetworkPolicySpec> = pkg.message(
  'NetworkPolicySpec',
  {
    podSelector: ref(1, () => LabelSelector, {
      required: true,
      description: 'Labels of the pods it is for; all of the namespace when empty.',
    }),
    ingress: list(2, () => NetworkPolicyIngressRule, {
      listType: 'atomic',
      description: 'What may connect to the pods.',
    }),
    egress: list(3, () => NetworkPolicyEgressRule, {
      listType: 'atomic',
      description: 'What the pods may connect to.',
    }),
    policyTypes: list(4, stringOf(PolicyType), {
      listType: 'atomic',
      description: 'Whether Ingress, Egress or both are limited.',
    }),
  },
  { description: 'Which pods are limited, and to what.' },
)

export type NetworkPolicyIngressRule = T.NetworkPolicyIngressRule
export const NetworkPolicyIngressRule: MessageSchema<NetworkPolicyIngressRule> = pkg.message(
  'NetworkPolicyIngressRule',
  {
    ports: list(1, () => NetworkPolicyPort, { listType: 'atomic', description: 'The ports.' }),
    from: list(2, () => NetworkPolicyPeer, {
      listType: 'atomic',
      description: 'Where connections may come from; everywhere when empty.',
    }),
  },
  { description: 'Connections let in.' },
)

export type NetworkPolicyEgressRule = T.NetworkPolicyEgressRule
export const NetworkPolicyEgressRule: MessageSchema<NetworkPolicyEgressRule> = pkg.message(
  'NetworkPolicyEgressRule',
  {
    ports: list(1, () => NetworkPolicyPort, { listType: 'atomic', description: 'The ports.' }),
    to: list(2, () => NetworkPolicyPeer, {
      listType: 'atomic',
      description: 'Where connections may go; everywhere when empty.',
    }),
  },
  { description: 'Connections let out.' },
)

export type NetworkPolicyPort = T.NetworkPolicyPort
export const NetworkPolicyPort: MessageSchema<NetworkPolicyPort> = pkg.message(
  'NetworkPolicyPort',
  {
    protocol: string(1, { pointer: true, enum: Protocol, description: 'TCP, UDP or SCTP. Default: TCP.' }),
    port: intOrString(2, { pointer: true, description: 'Port by number or name; all ports when absent.' }),
    endPort: int32(3, { pointer: true, description: 'Last port of a range that begins with port.' }),
  },
  { description: 'A port or range of ports.' },
)

export type IPBlock = T.IPBlock
export const IPBlock: MessageSchema<IPBlock> = pkg.message(
  'IPBlock',
  {
    cidr: string(1, { required: true, description: 'Address range, such as 192.168.0.0/16.' }),
    except: list(2, 'string', { listType: 'atomic', description: 'Ranges within it that are left out.' }),
  },
  { description: 'A range of addresses, with exceptions.' },
)

export type NetworkPolicyPeer = T.NetworkPolicyPeer
export const NetworkPolicyPeer: MessageSchema<NetworkPolicyPeer> = pkg.message(
  'NetworkPolicyPeer',
  {
    podSelector: ref(1, () => LabelSelector, { pointer: true, description: 'Labels of pods.' }),
    namespaceSelector: ref(2, () => LabelSelector, {
      pointer: true,
      description: 'Labels of the namespaces whose pods are meant.',
    }),
    ipBlock: ref(3, () => IPBlock, { pointer: true, description: 'Address range; excludes the selectors.' }),
  },
  { description: 'The other end of a connection.' },
)

export type NetworkPolicyList = T.NetworkPolicyList
export const NetworkPolicyList: MessageSchema<NetworkPolicyList> = pkg.message(
  'NetworkPolicyList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => NetworkPolicy, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of NetworkPolicy objects.' },
)

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
  { kind: true, description: 'Leads HTTP requests from outside to services, by host and path.' },
)

export type IngressList = T.IngressList
export const IngressList: MessageSchema<IngressList> = pkg.message(
  'IngressList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => Ingress, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of Ingress objects.' },
)

export type IngressSpec = T.IngressSpec
export const IngressSpec: MessageSchema<IngressSpec> = pkg.message(
  'IngressSpec',
  {
    ingressClassName: string(4, { pointer: true, description: 'Class of the controller that serves it.' }),
    defaultBackend: ref(1, () => IngressBackend, {
      pointer: true,
      description: 'Where requests go that no rule matches.',
    }),
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
    pathType: string(3, {
      required: true,
      pointer: true,
      enum: PathType,
      description: 'Exact, Prefix or ImplementationSpecific.',
    }),
    backend: ref(2, () => IngressBackend, { required: true, description: 'Where requests go.' }),
  },
  { description: 'A path and where it leads.' },
)

export type IngressBackend = T.IngressBackend
export const IngressBackend: MessageSchema<IngressBackend> = pkg.message(
  'IngressBackend',
  {
    service: ref(4, () => IngressServiceBackend, { pointer: true, description: 'A service of the same namespace.' }),
    resource: ref(3, () => TypedLocalObjectReference, {
      pointer: true,
      description: 'Another object of the same namespace.',
    }),
  },
  { description: 'A service or another object that takes requests.' },
)

export type IngressServiceBackend = T.IngressServiceBackend
export const IngressServiceBackend: MessageSchema<IngressServiceBackend> = pkg.message(
  'IngressServiceBackend',
  {
    name: string(1, { required: true, description: 'Name of the service, in the namespace of the Ingress.' }),
    port: ref(2, () => ServiceBackendPort, { description: 'Port of the service.' }),
  },
  { description: 'A service that takes requests.' },
)

export type ServiceBackendPort = T.ServiceBackendPort
export const ServiceBackendPort: MessageSchema<ServiceBackendPort> = pkg.message(
  'ServiceBackendPort',
  {
    name: string(1, { description: 'Name of the port.' }),
    number: int32(2, { description: 'Port number.' }),
  },
  { structType: 'atomic', description: 'A port of a service, by name or number.' },
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
  { kind: true, description: 'A kind of ingress controller.' },
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
    scope: string(4, { keepEmpty: true, pointer: true, description: 'Cluster or Namespace.' }),
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
  { kind: true, description: 'A list of IngressClass objects.' },
)
