/**
 * Subresources that are more than a part of their object: one line each.
 * In: gatekeepers and kinds. Out: handlers by `group/resource/subresource` and verb.
 */
import type { TokenRequestOptions } from './authentication/token-request.ts'
import type { ServedEndpoints } from './endpoints/served-endpoints.ts'
import { patchEndpoint, updateEndpoint } from './endpoints/mutate.ts'
import { getObject } from './endpoints/read.ts'
import { badRequest } from '@elli/machinery/errors'
import { podLog } from './proxying/log.ts'
import { proxyRequest, type ProxyParts } from './proxying/proxy.ts'
import type { Kind } from './registry/kind.ts'
import type { UpdateRules } from './registry/update.ts'
import { approvalStrategy } from './resources/certificates/certificatesigningrequests.ts'
import { namespaceFinalizeStrategy } from './resources/core/namespaces.ts'
import { ephemeralContainersStrategy } from './resources/core/pods.ts'
import { type Handler, methodNotAllowed } from './router.ts'
import { bindPod } from './subresources/binding.ts'
import { evictPod } from './subresources/eviction.ts'
import { rulesOf } from './subresources/rules.ts'
import { scaleHandlers } from './subresources/scale.ts'
import { createToken } from './subresources/token.ts'

export type SpecialHandlers = ReadonlyMap<string, (endpoints: ServedEndpoints) => ReadonlyMap<string, Handler>>

export interface SpecialParts {
  readonly kinds: ReadonlyMap<string, Kind>
  readonly tokens: TokenRequestOptions | undefined
  readonly featureEnabled: (gate: string) => boolean
  readonly proxy: ProxyParts | undefined
}

export function specialSubresources({ kinds, tokens, featureEnabled, proxy }: SpecialParts): SpecialHandlers {
  const only = (verb: string, handler: Handler): ReadonlyMap<string, Handler> => new Map([[verb, handler]])
  const budgets = kinds.get('policy/poddisruptionbudgets')
  return new Map<string, (endpoints: ServedEndpoints) => ReadonlyMap<string, Handler>>([
    ['*/*/scale', (endpoints) => scaleHandlers(endpoints, featureEnabled)],
    ['/namespaces/finalize', (endpoints) => part(endpoints, rulesOf(namespaceFinalizeStrategy), ['update'])],
    [
      '/pods/ephemeralcontainers',
      (endpoints) => part(endpoints, rulesOf(ephemeralContainersStrategy), ['get', 'update', 'patch']),
    ],
    [
      'certificates.k8s.io/certificatesigningrequests/approval',
      (endpoints) => part(endpoints, rulesOf(approvalStrategy), ['get', 'update', 'patch']),
    ],
    [
      '/pods/log',
      (pods) =>
        proxy === undefined ? new Map() : only('get', (call) => podLog(pods, call, proxy.reads, proxy.transport)),
    ],
    ...['exec', 'attach', 'portforward'].map(
      (name) => [`/pods/${name}`, () => verbsOf(['get', 'create'], upgradeRequired)] as const,
    ),
    [
      '*/*/proxy',
      (endpoints) =>
        proxy === undefined
          ? new Map()
          : verbsOf([...proxyVerbs, optionsVerb], (call) => {
              // TRACE and what else there may be come without a verb as well, and go nowhere.
              if (call.info.verb === optionsVerb && call.request.method !== 'OPTIONS') throw methodNotAllowed()
              return proxyRequest(endpoints, call, proxy)
            }),
    ],
    ['/pods/binding', (pods) => only('create', (call) => bindPod(pods, call, featureEnabled))],
    [
      '/pods/eviction',
      (pods) =>
        budgets === undefined ? new Map() : only('create', (call) => evictPod(pods, budgets, call, featureEnabled)),
    ],
    [
      '/serviceaccounts/token',
      (accounts) =>
        tokens === undefined
          ? new Map()
          : only('create', (call) => createToken(accounts, call, tokens, featureEnabled)),
    ],
  ])
}

const proxyVerbs = ['get', 'create', 'update', 'patch', 'delete']
/** OPTIONS is asked of backends only, so the API has no word for it. */
const optionsVerb = ''

function verbsOf(verbs: readonly string[], handler: Handler): ReadonlyMap<string, Handler> {
  return new Map(verbs.map((verb) => [verb, handler]))
}

/** These answer on upgraded connections only. */
const upgradeRequired: Handler = async () => {
  throw badRequest('Upgrade request required')
}

/** A subresource that shows and changes a part of its object by rules of its own. */
function part(
  endpoints: ServedEndpoints,
  rules: UpdateRules,
  verbs: readonly ('get' | 'update' | 'patch')[],
): ReadonlyMap<string, Handler> {
  const handlers: Readonly<Record<'get' | 'update' | 'patch', Handler>> = {
    get: (call) => getObject(endpoints, call),
    update: (call) => updateEndpoint(endpoints, call, rules),
    patch: (call) => patchEndpoint(endpoints, call, rules),
  }
  return new Map(verbs.map((verb) => [verb, handlers[verb]]))
}
