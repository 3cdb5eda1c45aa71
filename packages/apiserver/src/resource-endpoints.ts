/**
 * The routes of one served resource: verbs and subresources, from its ResourceInfo and strategy.
 * Elsewhere: what each of them does (./endpoints, ./subresources).
 */
import type { Random } from '@elli/host/random'
import { warning } from './deprecated-apis.ts'
import { createEndpoint, patchEndpoint, updateEndpoint } from './endpoints/mutate.ts'
import { getObject, listObjects } from './endpoints/read.ts'
import { deleteCollectionEndpoint, deleteEndpoint } from './endpoints/remove.ts'
import type { ServedEndpoints } from './endpoints/served-endpoints.ts'
import { watchObjects, type OpenWatches } from './endpoints/watch.ts'
import { statusRules } from './registry/update.ts'
import type { Handler, Route } from './router.ts'

export interface SharedRouteState {
  readonly openWatches: OpenWatches
  /** `--min-request-timeout`, for watches that say nothing of a time. */
  readonly minRequestTimeoutSeconds?: number
  readonly random: Random
  /** Handlers of subresources that are more than a part of their object, by `group/resource/subresource`. */
  readonly special: ReadonlyMap<string, (endpoints: ServedEndpoints) => ReadonlyMap<string, Handler>>
}

export function resourceRoute(endpoints: ServedEndpoints, shared: SharedRouteState): Route {
  const { served } = endpoints
  const { info } = served
  const handlers = new Map<string, Handler>()
  for (const verb of info.verbs) {
    const handler = mainHandler(verb, endpoints, shared)
    if (handler !== undefined) handlers.set(verb, handler)
  }
  const subresources = new Set(info.subresources.map((item) => item.name))
  for (const { name } of info.subresources) {
    const special = shared.special.get(`${info.group}/${info.resource}/${name}`) ?? shared.special.get(`*/*/${name}`)
    if (special !== undefined) {
      for (const [verb, handler] of special(endpoints)) handlers.set(`${verb}/${name}`, handler)
    } else if (name === 'status') {
      const rules = statusRules(served.kind)
      handlers.set('get/status', (call) => getObject(endpoints, call))
      handlers.set('update/status', (call) => updateEndpoint(endpoints, call, rules))
      handlers.set('patch/status', (call) => patchEndpoint(endpoints, call, rules))
    }
  }
  return {
    resource: `${info.group}/${info.version}/${info.resource}`,
    handlers: warning(info, handlers),
    subresources,
    namespaced: info.namespaced,
  }
}

function mainHandler(verb: string, endpoints: ServedEndpoints, shared: SharedRouteState): Handler | undefined {
  switch (verb) {
    case 'get':
      return (call) => getObject(endpoints, call)
    case 'list':
      return (call) => listObjects(endpoints, call)
    case 'watch':
      return (call) => watchObjects(endpoints, call, shared.openWatches, shared.random, shared.minRequestTimeoutSeconds)
    case 'create':
      return (call) => createEndpoint(endpoints, call)
    case 'update':
      return (call) => updateEndpoint(endpoints, call)
    case 'patch':
      return (call) => patchEndpoint(endpoints, call)
    case 'delete':
      return (call) => deleteEndpoint(endpoints, call)
    case 'deletecollection':
      return (call) => deleteCollectionEndpoint(endpoints, call)
    default:
      return undefined
  }
}
