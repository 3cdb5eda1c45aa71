/**
 * Puts custom resources where requests find them: routes, kinds, discovery, documents.
 * In: what is served under each CRD's name. Always: what was there under the name before is taken away first, in one turn.
 */
import type { CustomResourceDefinition } from '@elli/api/apiextensions/v1'
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import type { Catalog } from '../catalog.ts'
import { localVersions } from '../discovery/contract.ts'
import type { Discovery } from '../discovery/documents.ts'
import type { Route, Router } from '../router.ts'
import type { Served } from '../registry/served.ts'
import { isTrue } from './crd-conditions.ts'
import type { PublishedResource } from './custom-resources.ts'
import { customRoute } from './custom-route.ts'
import { deprecationWarning } from './deprecation.ts'
import { customResource } from './schema/custom-strategy.ts'

/** While the CRD is on its way out nothing new is made. */
const terminatingVerbs = ['delete', 'deletecollection', 'get', 'list', 'watch']

export interface PublishingParts {
  readonly catalog: Catalog
  readonly router: Router
  readonly discovery: Discovery
  /** The routes of a resource, as of any. */
  routeOf(served: Served): Route
  /** Told of each CRD that is established now, and of those that are not any more. */
  documents(name: string, crd: CustomResourceDefinition | undefined): void
}

export function publisher(parts: PublishingParts): (name: string, resource: PublishedResource | undefined) => void {
  const { catalog, router, discovery, routeOf, documents } = parts
  const present = new Map<string, { served: readonly Served[]; routes: readonly string[]; key: string }>()
  return (name, resource) => {
    const before = present.get(name)
    if (before !== undefined) {
      present.delete(name)
      for (const route of before.routes) router.remove(route)
      catalog.kinds.delete(before.key)
      catalog.custom.delete(name)
    }
    if (resource === undefined) {
      discovery.set(`custom ${name}`, [])
      documents(name, undefined)
      return
    }
    const { crd, bound, cache } = resource
    const { storageKind, served } = bound
    const { group, resource: plural } = storageKind.groupResource
    const key = `${group}/${plural}`
    const terminating = isTrue(crd, 'Terminating')
    const routes = served.map((item) =>
      customRoute(routeOf(item), {
        warning: deprecationWarning(crd, item.info.version),
        terminating,
        group,
        resource: plural,
        ready: () => cache.whenReady(),
      }),
    )
    for (const route of routes) router.add(route)
    catalog.kinds.set(key, storageKind)
    catalog.custom.set(name, served)
    present.set(name, { served, routes: routes.map((route) => route.resource), key })
    const established = isTrue(crd, 'Established')
    discovery.set(`custom ${name}`, established ? localVersions(discovered(crd), () => storageKind.info) : [])
    documents(name, established ? crd : undefined)
  }
}

function discovered(crd: CustomResourceDefinition): ResourceInfo<ApiObject>[] {
  const terminating = isTrue(crd, 'Terminating')
  return crd.spec.versions
    .filter((item) => item.served)
    .map((item) => customResource(crd, item.name))
    .map((info) => (terminating ? { ...info, verbs: terminatingVerbs } : info))
}
