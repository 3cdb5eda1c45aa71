/**
 * What discovery is told by those who serve something: this server for its own kinds, custom resources, servers behind APIServices.
 * In: DiscoveredVersions from sources that come and go. Elsewhere: the documents (./documents.ts).
 */
import type { ApiObject, GroupVersionKind } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import { discoveryPriority, type Priority } from '../aggregation/priorities.ts'
import { sha256 } from '../node/digest.ts'

export interface DiscoveredSubresource {
  readonly subresource: string
  readonly responseKind?: GroupVersionKind | undefined
  readonly verbs: readonly string[]
}

/** A resource as the aggregated document shows it. */
export interface DiscoveredResource {
  readonly resource: string
  readonly responseKind?: GroupVersionKind | undefined
  readonly scope: 'Namespaced' | 'Cluster'
  readonly singularResource: string
  readonly verbs: readonly string[]
  readonly shortNames?: readonly string[] | undefined
  readonly categories?: readonly string[] | undefined
  readonly subresources?: readonly DiscoveredSubresource[] | undefined
  /** Shown in the classic document only. */
  readonly storageVersionHash?: string | undefined
}

export interface DiscoveredVersion {
  readonly group: string
  readonly version: string
  readonly resources: readonly DiscoveredResource[]
  readonly freshness: 'Current' | 'Stale'
  readonly priority: Priority
  /** Another server answers for its paths. */
  readonly remote: boolean
}

/** Resources that this server answers for itself. @param stored the version in which a resource is kept, where it is another */
export function localVersions(
  infos: readonly ResourceInfo<ApiObject>[],
  stored: (info: ResourceInfo<ApiObject>) => ResourceInfo = (info) => info,
): DiscoveredVersion[] {
  const found = new Map<string, ResourceInfo<ApiObject>[]>()
  for (const info of infos) found.set(info.apiVersion, [...(found.get(info.apiVersion) ?? []), info])
  return [...found.values()].map((members) => {
    const [{ group, version }] = members as [ResourceInfo<ApiObject>]
    return {
      group,
      version,
      resources: members.map((info) => localResource(info, stored(info))),
      freshness: 'Current',
      priority: discoveryPriority(group, version),
      remote: false,
    }
  })
}

function localResource(info: ResourceInfo<ApiObject>, stored: ResourceInfo): DiscoveredResource {
  const { group, version, kind, shortNames, categories, subresources } = info
  return {
    resource: info.resource,
    responseKind: { group, version, kind },
    scope: info.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: info.singular,
    verbs: info.verbs,
    ...(shortNames.length > 0 ? { shortNames } : {}),
    ...(categories.length > 0 ? { categories } : {}),
    ...(subresources.length > 0
      ? {
          subresources: subresources.map((item) => ({
            subresource: item.name,
            responseKind: item.kind,
            verbs: item.verbs,
          })),
        }
      : {}),
    // What cannot be watched is not stored (component statuses).
    ...(info.verbs.includes('watch') ? { storageVersionHash: storageVersionHash(stored) } : {}),
  }
}

/** Tells clients which version is stored: base64 of the start of a hash. */
function storageVersionHash({ group, version, kind }: ResourceInfo): string {
  return sha256(`${group}/${version}/${kind}`).subarray(0, 8).toString('base64')
}
