/** Types of networking.k8s.io/v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */
import type { Condition, ListMeta, ObjectMeta } from '../meta/v1.types.ts'

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
  /** Name, unique among its siblings. */
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
