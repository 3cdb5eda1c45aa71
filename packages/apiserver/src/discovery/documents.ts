/**
 * Discovery: what is served, in the classic documents and the aggregated one (KEP-3352).
 * In: sources of DiscoveredVersions, which come and go. Out: JSON, YAML or protobuf, with an ETag.
 * Always: nothing is built per request; after a change the documents are built anew when somebody asks.
 */
import type { WireRequest, WireResponse } from '@elli/host/wire'
import { compareVersions } from '../extensions/version-order.ts'
import { typedProtobuf, type Typed } from '../http/answers.ts'
import { emptyBody, utf8 } from '../http/body.ts'
import { toYaml } from '../endpoints/yaml-answer.ts'
import { clauses, mediaTypes, negotiate, type MediaType } from '../http/negotiation.ts'
import { bytesResponse, jsonResponse } from '../http/responses.ts'
import { sha512Hex } from '../node/digest.ts'
import { sameShape } from '../registry/copy.ts'
import type { DiscoveredResource, DiscoveredVersion } from './contract.ts'

interface Group {
  readonly name: string
  readonly versions: readonly DiscoveredVersion[]
}

type Document = Typed & Readonly<Record<string, unknown>>

/** A document in one form or another. */
type Forms = (mediaType: MediaType) => Uint8Array

interface Prepared {
  readonly forms: Forms
  readonly etag: string
}

interface Documents {
  /** Classic ones, by path. */
  readonly classic: ReadonlyMap<string, Forms>
  /** By path and version, such as `/apis v2`. */
  readonly aggregated: ReadonlyMap<string, Prepared>
}

const aggregatedVersions = ['v2', 'v2beta1'] as const
type AggregatedVersion = (typeof aggregatedVersions)[number]

/** The source of this server's own kinds; their paths are known to the router of paths. */
export const builtIn = 'built-in'

export class Discovery {
  readonly #serverAddress: string
  readonly #sources = new Map<string, readonly DiscoveredVersion[]>()
  #documents: Documents | undefined

  /** @param serverAddress `host:port` that clients may use */
  constructor(serverAddress: string) {
    this.#serverAddress = serverAddress
  }

  /** What a source serves now; empty when it serves nothing any more. */
  set(source: string, versions: readonly DiscoveredVersion[]): void {
    if (sameShape(this.#sources.get(source) ?? [], versions)) return
    if (versions.length === 0) this.#sources.delete(source)
    else this.#sources.set(source, versions)
    this.#documents = undefined
  }

  /** Paths that the root document lists. */
  get paths(): string[] {
    return [...this.#ready().classic.keys()]
  }

  answer(path: string, request: WireRequest): WireResponse | undefined {
    const plain = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
    const { classic, aggregated } = this.#ready()
    const document = classic.get(plain)
    if (document === undefined) return undefined
    if (plain === '/api' || plain === '/apis') {
      const offer = aggregatedOffer(request.headers['accept'])
      const found = offer === undefined ? undefined : aggregated.get(`${plain} ${offer.version}`)
      if (found !== undefined && offer !== undefined) return aggregatedAnswer(found, offer, request)
    }
    const { mediaType } = negotiate(request.headers['accept'], 'none', { routed: this.#isRouted(plain) })
    const headers: Record<string, string> = plain === '/api' || plain === '/apis' ? { vary: 'Accept' } : {}
    return bytesResponse(200, mediaType, [document(mediaType)], headers)
  }

  /** Groups come and go, so their paths are answered by hand, as those of custom resources are. */
  #isRouted(path: string): boolean {
    const own = this.#sources.get(builtIn) ?? []
    return path === '/api' || own.some((item) => pathOf(item) === path)
  }

  #ready(): Documents {
    return (this.#documents ??= build(groups([...this.#sources.values()].flat()), this.#serverAddress))
  }
}

function build(all: readonly Group[], serverAddress: string): Documents {
  const classic = new Map<string, Forms>()
  const aggregated = new Map<string, Prepared>()
  const core = all.filter((group) => group.name === '')
  const named = all.filter((group) => group.name !== '')
  const addresses = [{ clientCIDR: '0.0.0.0/0', serverAddress }]
  const put = (path: string, document: Document): void => {
    classic.set(path, formsOf(document))
  }
  const versions = core.flatMap((group) => group.versions.map((item) => item.version))
  put('/api', { kind: 'APIVersions', versions, serverAddressByClientCIDRs: addresses })
  put('/apis', { kind: 'APIGroupList', apiVersion: 'v1', groups: named.map(apiGroup) })
  for (const group of named) put(`/apis/${group.name}`, { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(group) })
  for (const group of all) {
    for (const version of group.versions) {
      if (version.remote) continue
      put(pathOf(version), resourceList(version))
    }
  }
  for (const version of aggregatedVersions) {
    aggregated.set(`/api ${version}`, prepared(aggregatedDocument(core, version)))
    aggregated.set(`/apis ${version}`, prepared(aggregatedDocument(named, version)))
  }
  return { classic, aggregated }
}

function pathOf({ group, version }: DiscoveredVersion): string {
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`
}

/** JSON is at hand, for nearly everybody asks for it. */
function formsOf(document: Document): Forms {
  const made = new Map<MediaType, Uint8Array>([['application/json', utf8(`${JSON.stringify(document)}\n`)]])
  return (mediaType) => {
    let bytes = made.get(mediaType)
    if (bytes === undefined) {
      bytes = mediaType === 'application/yaml' ? toYaml(document) : typedProtobuf(document)
      made.set(mediaType, bytes)
    }
    return bytes
  }
}

interface AggregatedOffer {
  readonly mediaType: MediaType
  readonly version: AggregatedVersion
}

function aggregatedAnswer(
  found: Prepared,
  { mediaType, version }: AggregatedOffer,
  request: WireRequest,
): WireResponse {
  const headers = { etag: found.etag, vary: 'Accept', 'cache-control': 'public' }
  // Clients put the headers of a 304 over those they kept: a content type here would change what they think they have.
  if (request.headers['if-none-match'] === found.etag) return { status: 304, headers, body: emptyBody }
  const type = `${mediaType};g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`
  return bytesResponse(200, type, [found.forms(mediaType)], headers)
}

/** @returns undefined where a classic document is wanted sooner, or nothing that there is */
function aggregatedOffer(accept: string | undefined): AggregatedOffer | undefined {
  if (accept === undefined) return undefined
  for (const { type, parameters } of clauses(accept)) {
    const mediaType = type === '*/*' ? 'application/json' : mediaTypes.find((known) => known === type)
    if (mediaType === undefined) continue
    if (!parameters['as']) return undefined
    if (parameters['as'] !== 'APIGroupDiscoveryList' || parameters['g'] !== 'apidiscovery.k8s.io') continue
    const version = aggregatedVersions.find((known) => known === parameters['v'])
    if (version !== undefined) return { mediaType, version }
  }
  return undefined
}

/** Groups and their versions in the order of their priorities; what several sources serve of one version is put together. */
export function groups(all: readonly DiscoveredVersion[]): Group[] {
  const byGroup = new Map<string, Map<string, DiscoveredVersion>>()
  for (const item of all) {
    const versions = byGroup.get(item.group) ?? new Map<string, DiscoveredVersion>()
    byGroup.set(item.group, versions)
    const known = versions.get(item.version)
    versions.set(
      item.version,
      known === undefined ? item : { ...known, resources: [...known.resources, ...item.resources] },
    )
  }
  return [...byGroup]
    .map(([name, versions]) => ({
      name,
      versions: [...versions.values()]
        .map((item) => ({ ...item, resources: item.resources.toSorted((a, b) => (a.resource < b.resource ? -1 : 1)) }))
        .sort((a, b) => b.priority.version - a.priority.version || compareVersions(a.version, b.version)),
    }))
    .sort((a, b) => groupPriority(b) - groupPriority(a) || (a.name < b.name ? -1 : 1))
}

function groupPriority({ versions }: Group): number {
  return Math.max(...versions.map((item) => item.priority.group))
}

function apiGroup(group: Group): Record<string, unknown> {
  const versions = group.versions.map((item) => ({ groupVersion: groupVersion(item), version: item.version }))
  return { name: group.name, versions, preferredVersion: versions[0] }
}

function groupVersion({ group, version }: DiscoveredVersion): string {
  return group === '' ? version : `${group}/${version}`
}

function resourceList(version: DiscoveredVersion): Document {
  const own = groupVersion(version)
  return {
    kind: 'APIResourceList',
    ...(own === 'v1' ? {} : { apiVersion: 'v1' }),
    groupVersion: own,
    resources: version.resources.flatMap((resource) => classicResources(version, resource)),
  }
}

function classicResources({ group, version }: DiscoveredVersion, item: DiscoveredResource): Record<string, unknown>[] {
  const namespaced = item.scope === 'Namespaced'
  const { shortNames = [], categories = [], subresources = [], storageVersionHash } = item
  return [
    {
      name: item.resource,
      singularName: item.singularResource,
      namespaced,
      kind: item.responseKind?.kind ?? '',
      verbs: item.verbs,
      ...(shortNames.length > 0 ? { shortNames } : {}),
      ...(categories.length > 0 ? { categories } : {}),
      ...(storageVersionHash === undefined ? {} : { storageVersionHash }),
    },
    ...subresources.map((sub) => {
      const kind = sub.responseKind
      const foreign = kind !== undefined && (kind.group !== group || kind.version !== version)
      return {
        name: `${item.resource}/${sub.subresource}`,
        singularName: '',
        namespaced,
        ...(foreign ? { group: kind.group, version: kind.version } : {}),
        kind: kind?.kind ?? '',
        verbs: sub.verbs,
      }
    }),
  ]
}

function aggregatedDocument(all: readonly Group[], version: AggregatedVersion): Document {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: all.map((group) => ({
      metadata: group.name === '' ? { creationTimestamp: null } : { name: group.name, creationTimestamp: null },
      versions: group.versions.map(({ version: name, resources, freshness }) => ({
        version: name,
        ...(resources.length === 0 ? {} : { resources: resources.map(aggregatedResource) }),
        freshness,
      })),
    })),
  }
}

function aggregatedResource({ storageVersionHash: _, ...resource }: DiscoveredResource): unknown {
  return resource
}

function prepared(document: Document): Prepared {
  const forms = formsOf(document)
  return { forms, etag: `"${sha512Hex(forms('application/json'))}"` }
}

/** `/`: the paths there are. */
export function rootPaths(paths: readonly string[]): WireResponse {
  return jsonResponse(200, { paths: [...paths].sort() })
}
