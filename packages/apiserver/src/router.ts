/**
 * Router: which endpoint answers a resource request.
 * In: RequestInfo. Out: a handler, looked up once; 404 for what is not served, 405 for verbs a resource does not have.
 * Always: everything per resource was put together at start.
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
}

/** Verbs for which the path decides; for `create` it must have no name, for the others it must. */
const needsName: ReadonlySet<string> = new Set(['create', 'update', 'patch'])

export class Router {
  readonly #routes = new Map<string, Route>()
  readonly #groupVersions = new Set<string>()

  add(route: Route): void {
    this.#routes.set(route.resource, route)
    this.#groupVersions.add(route.resource.slice(0, route.resource.lastIndexOf('/')))
  }

  /** Whether the path names something that is served. */
  knows({ apiGroup, apiVersion, resource, subresource }: RequestInfo): boolean {
    const route = this.#routes.get(`${apiGroup}/${apiVersion}/${resource}`)
    return route !== undefined && (subresource === '' || route.subresources.has(subresource))
  }

  /** Undefined when the group version is not served at all. */
  find(info: RequestInfo): Handler | undefined {
    const route = this.#routes.get(`${info.apiGroup}/${info.apiVersion}/${info.resource}`)
    if (route === undefined) {
      if (!this.#groupVersions.has(`${info.apiGroup}/${info.apiVersion}`)) return undefined
      throw noSuchPath()
    }
    // Objects are made in collections and changed by name; the other way round there is no such method.
    if (info.subresource === '' && (info.verb === 'create') === (info.name !== '') && needsName.has(info.verb)) {
      throw methodNotAllowed()
    }
    const handler = route.handlers.get(info.subresource === '' ? info.verb : `${info.verb}/${info.subresource}`)
    if (handler !== undefined) return handler
    if (info.subresource !== '' && !route.subresources.has(info.subresource)) throw noSuchPath()
    throw methodNotAllowed()
  }
}

export function methodNotAllowed(): ApiError {
  return genericResponse({ code: 405, verb: '', serverMessage: '', unexpected: false })
}
