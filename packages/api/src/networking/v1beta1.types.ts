/** Types of networking.k8s.io/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */
import type { Protocol, TypedLocalObjectReference } from '../core/v1.types.ts'
import type { Condition, ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Upstream names "Exact", "Prefix", "ImplementationSpecific". */
export type PathType = string

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
  /** Where requests go. */
  backend?: IngressBackend
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
  pathType?: PathType
  /** Where requests go. */
  backend: IngressBackend
}

/** A service or another object that takes requests. */
export interface IngressBackend {
  /** Headless service that gives the pods their names. */
  serviceName?: string
  /** Port of the service. */
  servicePort?: number | string
  /** Another object of the same namespace. */
  resource?: TypedLocalObjectReference
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
  scope: string
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

/** An address taken by a service. */
export interface IPAddress {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: IPAddressSpec
}

/** Who uses an address. */
export interface IPAddressSpec {
  /** Object that uses the address. */
  parentRef: ParentReference
}

/** The object an address belongs to. */
export interface ParentReference {
  /** API group. */
  group?: string
  /** The resource. */
  resource: string
  /** Namespace of the object. */
  namespace?: string
  /** Name of the object. */
  name: string
}

/** A list of IPAddress objects. */
export interface IPAddressList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: IPAddress[]
}

/** Address ranges for services. */
export interface ServiceCIDR {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: ServiceCIDRSpec
  /** What is; written by the system. */
  status?: ServiceCIDRStatus
}

/** Address ranges for services. */
export interface ServiceCIDRSpec {
  /** Address ranges, one for each family. */
  cidrs?: string[]
}

/** State of the ranges. */
export interface ServiceCIDRStatus {
  /** Latest observations, one for each type. */
  conditions?: Condition[]
}

/** A list of ServiceCIDR objects. */
export interface ServiceCIDRList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: ServiceCIDR[]
}
