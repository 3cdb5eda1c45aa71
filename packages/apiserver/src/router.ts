/**
 * Router: which endpoint answers a resource request.
 * In: RequestInfo. Out: a handler, looked up once; 404 for what is not served, 405 for verbs a resource does not have.
 * Always: everything per resource was put together when it came up; resources come and go.
 */
import type { WireResponse } from '@elli/host/wire'
import { genericResponse, noSuchPath, type ApiError } from '@elli/machinery/errors'
import type { Call } from './endpoints/call.ts'
import type { RequestInfo } from './request-info.ts'

export type Handler = (call: Call) => Promise<WireResponse>

export interface Route {
  /** `group/version/resource`. */
  readonly resource: string
  /** Handlers by `verb` or `verb/subresource`. */
  readonly handlers: ReadonlyMap<string, Handler>
  readonly subresources: ReadonlySet<string>
  /** Where its objects lie; undefined for answers to posted questions, which any path may ask. */
  readonly namespaced?: boolean
}

/** Verbs for which the path decides; for `create` it must have no name, for the others it must. */
const needsName: ReadonlySet<string> = new Set(['create', 'update', 'patch'])

const collectionVerbs: ReadonlySet<string> = new Set(['list', 'watch', 'deletecollection'])

export class Router {
  readonly #routes = new Map<string, Route>()
  /** Group versions that another server answers for. */
  readonly #remote = new Map<string, Handler>()
  /** How many resources each group version has. */
  readonly #groupVersions = new Map<string, number>()

  add(route: Route): void {
    this.remove(route.resource)
    this.#routes.set(route.resource, route)
    const groupVersion = groupVersionOf(route.resource)
    this.#groupVersions.set(groupVersion, (this.#groupVersions.get(groupVersion) ?? 0) + 1)
  }

  /** @param resource `group/version/resource` */
  remove(resource: string): void {
    if (!this.#routes.delete(resource)) return
    const groupVersion = groupVersionOf(resource)
    const left = (this.#groupVersions.get(groupVersion) ?? 0) - 1
    if (left > 0) this.#groupVersions.set(groupVersion, left)
    else this.#groupVersions.delete(groupVersion)
  }

  /** @param handler answers for every resource of the group version, whatever is served here; undefined when nobody does any more */
  setRemote(groupVersion: string, handler: Handler | undefined): void {
    if (handler === undefined) this.#remote.delete(groupVersion)
    else this.#remote.set(groupVersion, handler)
  }

  #remoteHandler({ apiGroup, apiVersion }: RequestInfo): Handler | undefined {
    return this.#remote.size === 0 ? undefined : this.#remote.get(`${apiGroup}/${apiVersion}`)
  }

  /** Whether the path names something that is served. */
  knows(info: RequestInfo): boolean {
    if (this.#remoteHandler(info) !== undefined) return true
    const { apiGroup, apiVersion, resource, subresource } = info
    const route = this.#routes.get(`${apiGroup}/${apiVersion}/${resource}`)
    return route !== undefined && (subresource === '' || route.subresources.has(subresource))
  }

  /** Undefined when the group version is not served at all. */
  find(info: RequestInfo): Handler | undefined {
    const remote = this.#remoteHandler(info)
    if (remote !== undefined) return remote
    const route = this.#routes.get(`${info.apiGroup}/${info.apiVersion}/${info.resource}`)
    if (route === undefined) {
      if (!this.#groupVersions.has(`${info.apiGroup}/${info.apiVersion}`)) return undefined
      throw noSuchPath()
    }
    if (!this.#pathFits(route, info)) throw noSuchPath()
    // Over all namespaces one can look, and nothing else.
    if (route.namespaced === true && info.namespace === '' && info.verb !== 'list' && info.verb !== 'watch')
      throw methodNotAllowed()
    // Objects are made in collections and changed by name; the other way round there is no such method.
    if (info.subresource === '' && (info.verb === 'create') === (info.name !== '') && needsName.has(info.verb)) {
      throw methodNotAllowed()
    }
    const handler = route.handlers.get(info.subresource === '' ? info.verb : `${info.verb}/${info.subresource}`)
    if (handler !== undefined) return handler
    if (info.subresource !== '' && !route.subresources.has(info.subresource)) throw noSuchPath()
    throw methodNotAllowed()
  }

  /** Whether there are paths of this shape: deep enough for the object, and no deeper than what is served of it. */
  #pathFits(route: Route, info: RequestInfo): boolean {
    if (info.rest.length > 0 && info.subresource !== 'proxy') return false
    if (route.namespaced === undefined || info.resource === 'namespaces') return true
    if (!route.namespaced) return info.namespace === ''
    // A name may also come from a field selector, which is no part of the path.
    return info.namespace !== '' || info.name === '' || collectionVerbs.has(info.verb)
  }
}

function groupVersionOf(resource: string): string {
  return resource.slice(0, resource.lastIndexOf('/'))
}

export function methodNotAllowed(): ApiError {
  return genericResponse({ code: 405, verb: '', serverMessage: '', unexpected: false })
}
