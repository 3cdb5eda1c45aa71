/**
 * What the server has, by aggregated discovery: built-in, custom and aggregated resources alike, as ResourceInfo of their metadata.
 * In: a client. Out: every resource of every version, best version of each group first; groups that could not be asked are named.
 * Always: an unreachable group takes nothing away from the others.
 * @see KEP-3352; client-go discovery
 */
import { PartialObjectMetadata } from '@elli/api/meta/v1'
import { formatApiVersion } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import type { Client } from '@elli/client/client'
import { readAll } from '@elli/host/wire'
import { ApiError, isStatus } from '@elli/machinery/errors'

/** Known by its metadata only. */
export type DiscoveredResource = ResourceInfo<PartialObjectMetadata>

export interface Discovered {
  readonly resources: readonly DiscoveredResource[]
  /** Group versions whose servers do not answer. */
  readonly stale: readonly { group: string; version: string }[]
}

interface GroupDiscovery {
  metadata?: { name?: string }
  versions?: readonly {
    version: string
    freshness?: 'Current' | 'Stale'
    resources?: readonly {
      resource: string
      responseKind?: { group?: string; version?: string; kind?: string }
      scope?: 'Namespaced' | 'Cluster'
      singularResource?: string
      verbs?: readonly string[]
      shortNames?: readonly string[]
      categories?: readonly string[]
    }[]
  }[]
}

const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'

/** @throws ApiError when the server itself cannot be asked */
export async function discover(client: Client, signal: AbortSignal): Promise<Discovered> {
  const lists = await Promise.all(['/api', '/apis'].map((path) => groupsAt(client, path, signal)))
  const resources: DiscoveredResource[] = []
  const stale: { group: string; version: string }[] = []
  for (const group of lists.flat()) {
    const groupName = group.metadata?.name ?? ''
    for (const version of group.versions ?? []) {
      if (version.freshness === 'Stale') stale.push({ group: groupName, version: version.version })
      for (const found of version.resources ?? []) {
        // A resource that answers with another group's kind (a scale, say) is no home of objects.
        resources.push({
          group: groupName,
          version: version.version,
          apiVersion: formatApiVersion({ group: groupName, version: version.version }),
          kind: found.responseKind?.kind ?? '',
          listKind: '',
          resource: found.resource,
          singular: found.singularResource ?? '',
          shortNames: found.shortNames ?? [],
          categories: found.categories ?? [],
          namespaced: found.scope === 'Namespaced',
          verbs: found.verbs ?? [],
          subresources: [],
          enabledByDefault: true,
          schema: PartialObjectMetadata,
        })
      }
    }
  }
  return { resources, stale }
}

async function groupsAt(client: Client, path: string, signal: AbortSignal): Promise<readonly GroupDiscovery[]> {
  const response = await client.raw('GET', path, { headers: { accept }, signal })
  const text = (await readAll(response.body)).toString('utf8')
  const body: unknown = JSON.parse(text)
  if (isStatus(body)) throw new ApiError(body)
  if (response.status !== 200)
    throw new Error(`discovery at ${path} answered ${response.status}: ${text.slice(0, 200)}`)
  // Two requests tell everything; a server that does not speak aggregated discovery is not one of ours.
  return (body as { items?: readonly GroupDiscovery[] }).items ?? []
}

/** Each resource once, in the version its group prefers, if it has all the verbs. */
export function preferredResources(discovered: Discovered, verbs: readonly string[]): DiscoveredResource[] {
  const best = new Map<string, DiscoveredResource>()
  for (const found of discovered.resources) {
    const key = `${found.group}/${found.resource}`
    if (!best.has(key)) best.set(key, found)
  }
  return [...best.values()].filter((found) => verbs.every((verb) => found.verbs.includes(verb)))
}

/** client-go's words for discovery that was told only in part. */
export function staleText(stale: Discovered['stale']): string {
  const groups = stale.map(
    (version) => `${formatApiVersion(version)}: stale GroupVersion discovery: ${formatApiVersion(version)}`,
  )
  return `unable to retrieve the complete list of server APIs: ${groups.join(', ')}`
}
