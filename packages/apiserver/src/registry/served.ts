/**
 * A resource as one group version serves it, and how it comes from and goes to the stored kind.
 * In: ResourceInfo. Out: conversions to and from the hub; identity where the version is the hub.
 * Always: made once at start; objects from the cache are never changed on the way.
 */
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import type { Topology } from '@elli/machinery/apply/topology'
import type { GroupResource } from '@elli/machinery/errors'
import type { Kind } from './kind.ts'

export interface Served {
  readonly info: ResourceInfo<ApiObject>
  readonly kind: Kind
  readonly groupResource: GroupResource
  /** The version is the stored one: bytes go out as they are. */
  readonly isHub: boolean
  /** How every JSON of this version begins. */
  readonly typeLine: Uint8Array
  /** `namespaced` read once. */
  readonly namespaced: boolean
  /** A fresh object of this version becomes one of the hub; it is given away. */
  toHub(object: ApiObject): ApiObject
  /** A shared hub object as one of this version; shares parts with it. */
  fromHub(object: ApiObject): ApiObject
  /**
   * Custom resources: takes out of a fresh object what its schema does not know, and brings the rest into form.
   * @returns paths of what was taken out
   */
  admitFields?(object: ApiObject): string[]
  /** Fills in defaults of this version in a fresh object. */
  applyDefaults(object: ApiObject): void
  /** Custom resources: how fields merge when they are applied (`applyTopologyOfStructural`); others have it from their schema. */
  readonly topology?: Topology
  /** The resource in its other versions; absent where there is one only. */
  readonly siblings?: Siblings
}

/** Custom resources alone come with a topology of their own. */
export function isCustom(served: Served): boolean {
  return served.topology !== undefined
}

/** The versions of one resource: who owns a field may have named it in another one. */
export interface Siblings {
  /** The version that is served under this name, in this group. */
  find(apiVersion: string): Served | undefined
  /** @param object fresh, of version `from` */
  convert(
    from: Pick<Served, 'info'>,
    object: ApiObject,
    to: Pick<Served, 'info'> & Partial<Pick<Served, 'admitFields'>>,
  ): ApiObject | Promise<ApiObject>
}
