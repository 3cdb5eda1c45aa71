/** Types of apidiscovery.k8s.io/v2, written from the schema in v2.ts by the update script; not edited by hand. */
import type { GroupVersionKind, ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Upstream names "Cluster", "Namespaced". */
export type ResourceScope = string

/** Upstream names "Current", "Stale". */
export type DiscoveryFreshness = string

/** A list of APIGroupDiscovery objects. */
export interface APIGroupDiscoveryList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: APIGroupDiscovery[]
}

/** A group with its versions and resources. */
export interface APIGroupDiscovery {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  versions?: APIVersionDiscovery[]
}

export interface APIVersionDiscovery {
  version: string
  resources?: APIResourceDiscovery[]
  freshness?: DiscoveryFreshness
}

export interface APIResourceDiscovery {
  resource: string
  responseKind?: GroupVersionKind
  scope: ResourceScope
  singularResource: string
  verbs: string[]
  shortNames?: string[]
  categories?: string[]
  subresources?: APISubresourceDiscovery[]
}

export interface APISubresourceDiscovery {
  subresource: string
  responseKind?: GroupVersionKind
  acceptedTypes?: GroupVersionKind[]
  verbs: string[]
}
