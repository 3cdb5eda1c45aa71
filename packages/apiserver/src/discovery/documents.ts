/**
 * Discovery: what is served, in the classic documents and the aggregated one (KEP-3352).
 * In: the served resources in their order. Out: prepared bytes with an ETag; nothing is built per request.
 */
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo, SubresourceInfo } from '@elli/api/resources'
import type { WireRequest, WireResponse } from '@elli/host/wire'
import { notAcceptable } from '@elli/machinery/errors'
import { clauses, mediaTypes } from '../http/negotiation.ts'
import { emptyBody, utf8 } from '../http/body.ts'
import { bytesResponse, jsonResponse } from '../http/responses.ts'
import { sha256, sha512Hex } from '../node/digest.ts'

interface Version {
  readonly version: string
  readonly apiVersion: string
  readonly resources: readonly ResourceInfo<ApiObject>[]
}

interface Group {
  readonly name: string
  readonly versions: readonly Version[]
}

interface Prepared {
  readonly bytes: Uint8Array
  readonly etag: string
}

const aggregatedVersions = ['v2', 'v2beta1'] as const
type AggregatedVersion = (typeof aggregatedVersions)[number]

export class Discovery {
  readonly #documents = new Map<string, Uint8Array>()
  readonly #aggregated = new Map<string, Prepared>()

  /** @param serverAddress `host:port` that clients may use */
  constructor(infos: readonly ResourceInfo<ApiObject>[], serverAddress: string) {
    const all = groups(infos)
    const core = all.filter((group) => group.name === '')
    const named = all.filter((group) => group.name !== '')
    const addresses = [{ clientCIDR: '0.0.0.0/0', serverAddress }]
    const put = (path: string, document: unknown): void => {
      this.#documents.set(path, utf8(`${JSON.stringify(document)}\n`))
    }
    const versions = core.flatMap((group) => group.versions.map((item) => item.version))
    put('/api', { kind: 'APIVersions', versions, serverAddressByClientCIDRs: addresses })
    put('/apis', { kind: 'APIGroupList', apiVersion: 'v1', groups: named.map(apiGroup) })
    for (const group of named) {
      put(`/apis/${group.name}`, { kind: 'APIGroup', apiVersion: 'v1', ...apiGroup(group) })
    }
    for (const group of all) {
      for (const version of group.versions) {
        const path = group.name === '' ? `/api/${version.version}` : `/apis/${group.name}/${version.version}`
        put(path, resourceList(version))
      }
    }
    for (const version of aggregatedVersions) {
      this.#aggregated.set(`/api ${version}`, prepared(aggregatedDocument(core, version)))
      this.#aggregated.set(`/apis ${version}`, prepared(aggregatedDocument(named, version)))
    }
  }

  /** Paths that the root document lists. */
  get paths(): string[] {
    return [...this.#documents.keys()]
  }

  answer(path: string, request: WireRequest): WireResponse | undefined {
    const plain = path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path
    const document = this.#documents.get(plain)
    if (document === undefined) return undefined
    if (plain === '/api' || plain === '/apis') {
      const version = aggregatedVersion(request.headers['accept'])
      const found = version === undefined ? undefined : this.#aggregated.get(`${plain} ${version}`)
      if (found !== undefined && version !== undefined) return aggregatedAnswer(found, version, request)
    }
    const accept = request.headers['accept'] ?? ''
    if (accept !== '' && !clauses(accept).some(({ type }) => type === '*/*' || type.startsWith('application/')))
      throw notAcceptable(mediaTypes)
    return bytesResponse(
      200,
      'application/json',
      [document],
      plain === '/api' || plain === '/apis' ? { vary: 'Accept' } : {},
    )
  }
}

function aggregatedAnswer(found: Prepared, version: AggregatedVersion, request: WireRequest): WireResponse {
  const headers = { etag: found.etag, vary: 'Accept', 'cache-control': 'public' }
  // Clients put the headers of a 304 over those they kept: a content type here would change what they think they have.
  if (request.headers['if-none-match'] === found.etag) return { status: 304, headers, body: emptyBody }
  const type = `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`
  return bytesResponse(200, type, [found.bytes], headers)
}

function aggregatedVersion(accept: string | undefined): AggregatedVersion | undefined {
  if (accept === undefined) return undefined
  for (const { type, parameters } of clauses(accept)) {
    if (parameters['as'] === 'APIGroupDiscoveryList' && parameters['g'] === 'apidiscovery.k8s.io') {
      const known = aggregatedVersions.find((version) => version === parameters['v'])
      if (known !== undefined) return known
    } else if (type === 'application/json' || type === '*/*') return undefined
  }
  return undefined
}

function groups(infos: readonly ResourceInfo<ApiObject>[]): Group[] {
  const byGroup = new Map<string, Map<string, ResourceInfo<ApiObject>[]>>()
  for (const info of infos) {
    const versions = byGroup.get(info.group) ?? new Map<string, ResourceInfo<ApiObject>[]>()
    byGroup.set(info.group, versions)
    versions.set(info.version, [...(versions.get(info.version) ?? []), info])
  }
  return [...byGroup]
    .map(([name, versions]) => ({
      name,
      versions: [...versions].map(([version, resources]) => ({
        version,
        apiVersion: name === '' ? version : `${name}/${version}`,
        resources: resources.toSorted((a, b) => (a.resource < b.resource ? -1 : 1)),
      })),
    }))
    .sort((a, b) => priority(a.name) - priority(b.name))
}

/** Upstream's order of groups: clients try them one after the other when a name is in several. */
const groupOrder = [
  '',
  'apiregistration.k8s.io',
  'apps',
  'events.k8s.io',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'networking.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'storage.k8s.io',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'scheduling.k8s.io',
  'coordination.k8s.io',
  'node.k8s.io',
  'discovery.k8s.io',
  'flowcontrol.apiserver.k8s.io',
]

function priority(group: string): number {
  const index = groupOrder.indexOf(group)
  return index < 0 ? groupOrder.length : index
}

function apiGroup(group: Group): Record<string, unknown> {
  const versions = group.versions.map((item) => ({ groupVersion: item.apiVersion, version: item.version }))
  return { name: group.name, versions, preferredVersion: versions[0] }
}

function resourceList(version: Version): Record<string, unknown> {
  return {
    kind: 'APIResourceList',
    ...(version.apiVersion === 'v1' ? {} : { apiVersion: 'v1' }),
    groupVersion: version.apiVersion,
    resources: version.resources.flatMap((info) => [
      mainResource(info),
      ...info.subresources.map((item) => subresource(info, item)),
    ]),
  }
}

function mainResource(info: ResourceInfo<ApiObject>): Record<string, unknown> {
  return {
    name: info.resource,
    singularName: info.singular,
    namespaced: info.namespaced,
    kind: info.kind,
    verbs: info.verbs,
    ...(info.shortNames.length > 0 ? { shortNames: info.shortNames } : {}),
    ...(info.categories.length > 0 ? { categories: info.categories } : {}),
    ...(info.verbs.includes('get') ? { storageVersionHash: storageVersionHash(info) } : {}),
  }
}

function subresource(info: ResourceInfo<ApiObject>, item: SubresourceInfo): Record<string, unknown> {
  const foreign = item.kind.group !== info.group || item.kind.version !== info.version
  return {
    name: `${info.resource}/${item.name}`,
    singularName: '',
    namespaced: info.namespaced,
    ...(foreign ? { group: item.kind.group, version: item.kind.version } : {}),
    kind: item.kind.kind,
    verbs: item.verbs,
  }
}

/** Tells clients which version is stored: base64 of the start of a hash. */
function storageVersionHash(info: ResourceInfo<ApiObject>): string {
  return sha256(`${info.group}/${info.version}/${info.kind}`).subarray(0, 8).toString('base64')
}

function aggregatedDocument(all: readonly Group[], version: AggregatedVersion): unknown {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: all.map((group) => ({
      metadata: group.name === '' ? { creationTimestamp: null } : { name: group.name, creationTimestamp: null },
      versions: group.versions.map((item) => ({
        version: item.version,
        resources: item.resources.map(aggregatedResource),
        freshness: 'Current',
      })),
    })),
  }
}

function aggregatedResource(info: ResourceInfo<ApiObject>): unknown {
  const responseKind = { group: info.group, version: info.version, kind: info.kind }
  return {
    resource: info.resource,
    responseKind,
    scope: info.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: info.singular,
    verbs: info.verbs,
    ...(info.shortNames.length > 0 ? { shortNames: info.shortNames } : {}),
    ...(info.categories.length > 0 ? { categories: info.categories } : {}),
    ...(info.subresources.length > 0
      ? {
          subresources: info.subresources.map((item) => ({
            subresource: item.name,
            responseKind: item.kind,
            verbs: item.verbs,
          })),
        }
      : {}),
  }
}

function prepared(document: unknown): Prepared {
  const bytes = utf8(`${JSON.stringify(document)}\n`)
  return { bytes, etag: `"${sha512Hex(bytes)}"` }
}

/** `/`: the paths there are. */
export function rootPaths(paths: readonly string[]): WireResponse {
  return jsonResponse(200, { paths: [...paths].sort() })
}
