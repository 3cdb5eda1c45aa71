/** Types of discovery.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { ObjectReference, Protocol } from '../core/v1.types.ts'
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

export type AddressType = 'IPv4' | 'IPv6' | 'FQDN'

/** A part of the addresses behind a service. */
export interface EndpointSlice {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** Sort of all addresses in the slice: IPv4, IPv6 or FQDN. Cannot be changed. */
  addressType: AddressType
  /** The backends; 1000 at most. */
  endpoints: Endpoint[]
  /** Ports that all backends of the slice have. */
  ports?: EndpointPort[]
}

/** One backend of a service. */
export interface Endpoint {
  /** Addresses of the backend, which all lead to the same; 1 to 100, and kube-proxy takes only the first. */
  addresses: string[]
  /** Latest observations, one for each type. */
  conditions?: EndpointConditions
  /** Name of the backend in DNS, below that of the service. */
  hostname?: string
  /** Object behind the endpoint, such as the pod. */
  targetRef?: ObjectReference
  /** Labels of the place from v1beta1; kept and not to be written. */
  deprecatedTopology?: Record<string, string>
  /** Node the backend is on. */
  nodeName?: string
  /** Zone the backend is in. */
  zone?: string
  /** From where the backend should be used. */
  hints?: EndpointHints
}

/** Whether a backend may be used. */
export interface EndpointConditions {
  /** Takes new connections; false for one on its way out. Unknown counts as true. */
  ready?: boolean
  /** Like ready, but also true for one on its way out that still answers. Unknown is what ready says. */
  serving?: boolean
  /** On its way out. Unknown counts as false. */
  terminating?: boolean
}

/** From where a backend should be used. */
export interface EndpointHints {
  /** Zones whose clients should use it, for routing by topology; 8 at most. */
  forZones?: ForZone[]
}

/** A zone that should use a backend. */
export interface ForZone {
  /** Name of the zone. */
  name: string
}

/** One port behind a service. */
export interface EndpointPort {
  /** Name of the port as in the service; names differ within the slice. May be empty. */
  name?: string
  /** TCP, UDP or SCTP. Default: TCP. */
  protocol?: Protocol
  /** Number of the port. Absent means that all ports are meant, whatever the reader makes of it. */
  port?: number
  /** Protocol that is spoken on the port: a name of IANA's, or one with a domain such as kubernetes.io/h2c. */
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
