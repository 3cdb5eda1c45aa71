/**
 * What a server behind an APIService says it serves.
 * In: its aggregated document, or the classic one of a version. Out: resources as discovery shows them; undefined for what is neither.
 * Always: pure; what other servers write is taken as far as it has the right shape.
 */
import { isJsonObject, type Json, type JsonObject } from '@elli/machinery/json'
import type { GroupVersionKind } from '@elli/api/object'
import type { DiscoveredResource, DiscoveredSubresource } from '../discovery/contract.ts'

export const aggregatedAccept = ['v2', 'v2beta1']
  .map((version) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`)
  .join(',')

export function isAggregated(contentType: string | undefined): boolean {
  return (contentType ?? '').includes('as=APIGroupDiscoveryList')
}

/** Resources of one group version in an aggregated document; undefined when it does not name that version. */
export function fromAggregated(document: unknown, group: string, version: string): DiscoveredResource[] | undefined {
  for (const item of objects(document, 'items')) {
    const { metadata } = item
    if (!isJsonObject(metadata) || text(metadata['name']) !== group) continue
    const found = objects(item, 'versions').find((one) => one['version'] === version)
    return found === undefined ? undefined : objects(found, 'resources').map(aggregatedResource)
  }
  return undefined
}

function aggregatedResource(item: JsonObject): DiscoveredResource {
  const subresources = objects(item, 'subresources').map(
    (one): DiscoveredSubresource => ({
      subresource: text(one['subresource']),
      responseKind: kindOf(one['responseKind']),
      verbs: texts(one['verbs']),
    }),
  )
  return {
    resource: text(item['resource']),
    responseKind: kindOf(item['responseKind']),
    scope: item['scope'] === 'Namespaced' ? 'Namespaced' : 'Cluster',
    singularResource: text(item['singularResource']),
    verbs: texts(item['verbs']),
    ...lists(item),
    ...(subresources.length > 0 ? { subresources } : {}),
  }
}

/** An APIResourceList. */
export function fromClassic(document: unknown, group: string, version: string): DiscoveredResource[] {
  const items = objects(document, 'resources')
  const kind = (item: JsonObject): GroupVersionKind => ({
    group: text(item['group']) || group,
    version: text(item['version']) || version,
    kind: text(item['kind']),
  })
  return items
    .filter((item) => !text(item['name']).includes('/'))
    .map((item) => {
      const name = text(item['name'])
      const subresources = items
        .filter((other) => text(other['name']).startsWith(`${name}/`))
        .map((other) => ({
          subresource: text(other['name']).slice(name.length + 1),
          responseKind: kind(other),
          verbs: texts(other['verbs']),
        }))
      return {
        resource: name,
        responseKind: kind(item),
        scope: item['namespaced'] === true ? 'Namespaced' : 'Cluster',
        singularResource: text(item['singularName']),
        verbs: texts(item['verbs']),
        ...lists(item),
        ...(subresources.length > 0 ? { subresources } : {}),
      }
    })
}

function lists(item: JsonObject): { shortNames?: string[]; categories?: string[] } {
  const shortNames = texts(item['shortNames'])
  const categories = texts(item['categories'])
  return { ...(shortNames.length > 0 ? { shortNames } : {}), ...(categories.length > 0 ? { categories } : {}) }
}

/** Old clients do not bear its absence. */
function kindOf(value: Json | undefined): GroupVersionKind {
  const given = isJsonObject(value) ? value : {}
  return { group: text(given['group']), version: text(given['version']), kind: text(given['kind']) }
}

function objects(value: unknown, field: string): JsonObject[] {
  const list = isJsonObject(value) ? value[field] : undefined
  return Array.isArray(list) ? list.filter(isJsonObject) : []
}

function texts(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : []
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : ''
}
