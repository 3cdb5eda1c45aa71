/** Types of discovery.k8s.io/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */
import type { ObjectReference, Protocol } from '../core/v1.types.ts'
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Upstream names "IPv4", "IPv6", "FQDN". */
export type AddressType = string

/** A part of the addresses behind a service. */
export interface EndpointSlice {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  addressType: AddressType
  endpoints: Endpoint[]
  ports?: EndpointPort[]
}

export interface Endpoint {
  addresses: string[]
  /** Latest observations, one for each type. */
  conditions?: EndpointConditions
  hostname?: string
  targetRef?: ObjectReference
  topology?: Record<string, string>
  nodeName?: string
  hints?: EndpointHints
}

export interface EndpointConditions {
  ready?: boolean
  serving?: boolean
  terminating?: boolean
}

export interface EndpointHints {
  forZones?: ForZone[]
}

export interface ForZone {
  name: string
}

/** One port behind a service. */
export interface EndpointPort {
  name?: string
  protocol?: Protocol
  port?: number
  appProtocol?: string
}

/** A list of EndpointSlice objects. */
export interface EndpointSliceList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: EndpointSlice[]
}
