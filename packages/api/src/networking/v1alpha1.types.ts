/** Types of networking.k8s.io/v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */
import type { Condition, ListMeta, ObjectMeta } from '../meta/v1.types.ts'

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
