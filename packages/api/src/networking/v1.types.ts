/** Types of networking.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { Protocol, TypedLocalObjectReference } from '../core/v1.types.ts'
import type { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.types.ts'

export type PolicyType = 'Ingress' | 'Egress'

export type PathType = 'Exact' | 'Prefix' | 'ImplementationSpecific'

/** What pods may connect to and be connected from. */
export interface NetworkPolicy {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: NetworkPolicySpec
}

/** Which pods are limited, and to what. */
export interface NetworkPolicySpec {
  /** Labels of the pods it is for; all of the namespace when empty. */
  podSelector: LabelSelector
  /** What may connect to the pods. */
  ingress?: NetworkPolicyIngressRule[]
  /** What the pods may connect to. */
  egress?: NetworkPolicyEgressRule[]
  /** Whether Ingress, Egress or both are limited. */
  policyTypes?: PolicyType[]
}

/** Connections let in. */
export interface NetworkPolicyIngressRule {
  /** The ports. */
  ports?: NetworkPolicyPort[]
  /** Where connections may come from; everywhere when empty. */
  from?: NetworkPolicyPeer[]
}

/** Connections let out. */
export interface NetworkPolicyEgressRule {
  /** The ports. */
  ports?: NetworkPolicyPort[]
  /** Where connections may go; everywhere when empty. */
  to?: NetworkPolicyPeer[]
}

/** A port or range of ports. */
export interface NetworkPolicyPort {
  /** TCP, UDP or SCTP. Default: TCP. */
  protocol?: Protocol
  /** Port by number or name; all ports when absent. */
  port?: number | string
  /** Last port of a range that begins with port. */
  endPort?: number
}

/** A range of addresses, with exceptions. */
export interface IPBlock {
  /** Address range, such as 192.168.0.0/16. */
  cidr: string
  /** Ranges within it that are left out. */
  except?: string[]
}

/** The other end of a connection. */
export interface NetworkPolicyPeer {
  /** Labels of pods. */
  podSelector?: LabelSelector
  /** Labels of the namespaces whose pods are meant. */
  namespaceSelector?: LabelSelector
  /** Address range; excludes the selectors. */
  ipBlock?: IPBlock
}

/** A list of NetworkPolicy objects. */
export interface NetworkPolicyList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: NetworkPolicy[]
}

/** Leads HTTP requests from outside to services, by host and path. */
export interface Ingress {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: IngressSpec
  /** What is; written by the system. */
  status?: IngressStatus
}

/** A list of Ingress objects. */
export interface IngressList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: Ingress[]
}

/** Where requests lead. */
export interface IngressSpec {
  /** Class of the controller that serves it. */
  ingressClassName?: string
  /** Where requests go that no rule matches. */
  defaultBackend?: IngressBackend
  /** Certificates by host. */
  tls?: IngressTLS[]
  /** Hosts and paths, and where they lead. */
  rules?: IngressRule[]
}

/** A certificate and its hosts. */
export interface IngressTLS {
  /** Hosts the certificate is for. */
  hosts?: string[]
  /** Secret with certificate and key. */
  secretName?: string
}

/** State of an ingress. */
export interface IngressStatus {
  /** State of the load balancer. */
  loadBalancer?: IngressLoadBalancerStatus
}

/** Entry points of an ingress. */
export interface IngressLoadBalancerStatus {
  /** Entry points. */
  ingress?: IngressLoadBalancerIngress[]
}

/** An entry point of an ingress. */
export interface IngressLoadBalancerIngress {
  /** IP address. */
  ip?: string
  /** Name of the entry point, where it has no address. */
  hostname?: string
  /** States of the ports. */
  ports?: IngressPortStatus[]
}

/** State of an ingress's port. */
export interface IngressPortStatus {
  /** Number of the port. */
  port: number
  /** TCP, UDP or SCTP. Default: TCP. */
  protocol: Protocol
  /** What went wrong; empty when nothing did. */
  error?: string
}

/** Where requests for one host lead. */
export interface IngressRule extends IngressRuleValue {
  /** Host of the requests; * at the start stands for one label, empty for all hosts. */
  host?: string
}

/** How requests of a rule are told apart. */
export interface IngressRuleValue {
  /** Paths and where they lead. */
  http?: HTTPIngressRuleValue
}

/** Paths and where they lead. */
export interface HTTPIngressRuleValue {
  /** The paths. */
  paths: HTTPIngressPath[]
}

/** A path and where it leads. */
export interface HTTPIngressPath {
  /** Path of the requests; must begin with a slash. */
  path?: string
  /** Exact, Prefix or ImplementationSpecific. */
  pathType: PathType
  /** Where requests go. */
  backend: IngressBackend
}

/** A service or another object that takes requests. */
export interface IngressBackend {
  /** A service of the same namespace. */
  service?: IngressServiceBackend
  /** Another object of the same namespace. */
  resource?: TypedLocalObjectReference
}

/** A service that takes requests. */
export interface IngressServiceBackend {
  /** Name of the service, in the namespace of the Ingress. */
  name: string
  /** Port of the service. */
  port?: ServiceBackendPort
}

/** A port of a service, by name or number. */
export interface ServiceBackendPort {
  /** Name of the port. */
  name?: string
  /** Port number. */
  number?: number
}

/** A kind of ingress controller. */
export interface IngressClass {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: IngressClassSpec
}

/** Which controller, with which settings. */
export interface IngressClassSpec {
  /** Name of the controller, such as example.com/ingress. */
  controller?: string
  /** Object with settings of the controller. */
  parameters?: IngressClassParametersReference
}

/** The object with a controller's settings. */
export interface IngressClassParametersReference {
  /** API group of the object; empty is the core group. */
  apiGroup?: string
  /** Kind of the object, in CamelCase. */
  kind: string
  /** Name of the object. */
  name: string
  /** Cluster or Namespace. */
  scope?: string
  /** Namespace of the object. */
  namespace?: string
}

/** A list of IngressClass objects. */
export interface IngressClassList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: IngressClass[]
}
