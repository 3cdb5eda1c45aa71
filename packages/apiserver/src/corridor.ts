/**
 * The corridor: the way of every request, step by step.
 * In: a WireRequest and the connection it came on. Out: an answer; whatever goes wrong is a Status.
 * Always: request info → authentication → impersonation → in-flight limits → authorization → endpoint.
 */
import type { Host } from '@elli/host/host'
import type { UpgradeResponse, WireRequest, WireResponse } from '@elli/host/wire'
import { apiErrorIn, internalError, unauthenticated } from '@elli/machinery/errors'
import type { Authenticator, Credentials, UserInfo } from './authentication/authenticator.ts'
import { impersonate } from './authentication/impersonation.ts'
import type { Authorizer } from './authorization/authorizer.ts'
import { forbiddenByAuthorizer } from './authorization/forbidden.ts'
import { requestAttributes } from './authorization/request-attributes.ts'
import type { Call } from './endpoints/call.ts'
import { PlainServerError, plainServerErrorResponse } from './http/plain-server-error.ts'
import { errorResponse, textResponse } from './http/responses.ts'
import { prettier } from './http/pretty.ts'
import { warningHeader } from './http/warnings.ts'
import type { InFlight } from './in-flight.ts'
import type { RequestLabels, ServerMetrics } from './metrics.ts'
import type { PlainEndpoints } from './plain-endpoints.ts'
import { requestInfo, type RequestInfo } from './request-info.ts'
import { methodNotAllowed, type Router } from './router.ts'

export interface Connection {
  /** The client's certificate chain, leaf first, DER; empty when it sent none. */
  readonly clientCertificates: readonly Uint8Array[]
  /** Who it is, for clients in this process: authentication is skipped. */
  readonly identity?: UserInfo
  /** All values of a header that came more than once. */
  readonly headerValues?: (name: string) => readonly string[]
}

export interface CorridorParts {
  readonly host: Host
  readonly authenticator: Authenticator
  readonly authorizer: Authorizer
  /** The gate of that name: authorizers see field and label selectors. */
  readonly authorizeWithSelectors?: boolean
  readonly inFlight: InFlight
  readonly router: Router
  readonly plain: PlainEndpoints
  readonly metrics: ServerMetrics
  readonly upgrades?: (call: Call) => Promise<UpgradeResponse> | undefined
}

/** Requests without an end of their own are neither limited nor waited for. */
const longRunningSubresources: ReadonlySet<string> = new Set(['attach', 'exec', 'proxy', 'log', 'portforward'])

export class Corridor {
  readonly #parts: CorridorParts
  #running = 0
  #idle: (() => void) | undefined

  constructor(parts: CorridorParts) {
    this.#parts = parts
  }

  async handle(request: WireRequest, connection: Connection): Promise<WireResponse> {
    const { host, metrics } = this.#parts
    const info = requestInfo(request)
    const started = host.clock.monotonicMs()
    const warnings: string[] = []
    this.#running++
    let response: WireResponse
    try {
      response = await this.#answer(request, connection, info, warnings)
    } catch (error) {
      response = this.#refusal(error, request)
    } finally {
      this.#running--
      if (this.#running === 0) this.#idle?.()
    }
    const seconds = (host.clock.monotonicMs() - started) / 1000
    const labels = this.#labels(info, response.status)
    metrics.request(labels, info.query.get('dryRun') === 'All', response.status, seconds)
    if (warnings.length > 0) response.headers['warning'] = warningHeader(warnings)
    if (request.method === 'HEAD') return { ...response, body: noBody }
    return prettier(request, info, response)
  }

  async upgrade(request: WireRequest, connection: Connection): Promise<UpgradeResponse> {
    const info = requestInfo(request)
    const warnings: string[] = []
    try {
      const user = await this.#who(request, connection, warnings)
      await this.#may(user, info)
      const answer = this.#parts.upgrades?.({ request, info, user, warnings })
      if (answer !== undefined) return await answer
      return { upgraded: false, response: textResponse(404, '404 page not found\n') }
    } catch (error) {
      return { upgraded: false, response: this.#refusal(error, request) }
    }
  }

  /** Resolves when no request is on its way any more. */
  async drain(): Promise<void> {
    if (this.#running === 0) return
    await new Promise<void>((resolve) => {
      this.#idle = resolve
    })
  }

  async #answer(
    request: WireRequest,
    connection: Connection,
    info: RequestInfo,
    warnings: string[],
  ): Promise<WireResponse> {
    const { inFlight, router, plain } = this.#parts
    const user = await this.#who(request, connection, warnings)
    const longRunning = info.verb === 'watch' || longRunningSubresources.has(info.subresource)
    const leave = longRunning ? undefined : inFlight.enter(info.verb, user)
    try {
      await this.#may(user, info)
      const call: Call = { request, info, user, warnings }
      if (!info.isResource) {
        const answer = await plain(call)
        if (answer === undefined) return textResponse(404, '404 page not found\n')
        if (request.method !== 'GET' && request.method !== 'HEAD') throw methodNotAllowed()
        return answer
      }
      const handler = router.find(info)
      if (handler === undefined) return textResponse(404, '404 page not found\n')
      return await handler(call)
    } finally {
      leave?.()
    }
  }

  async #who(request: WireRequest, connection: Connection, warnings: string[]): Promise<UserInfo> {
    const { authenticator, authorizer } = this.#parts
    const credentials: Credentials = {
      headers: request.headers,
      ...(connection.headerValues === undefined ? {} : { headerValues: connection.headerValues }),
      clientCertificates: connection.clientCertificates,
      path: pathOf(request),
    }
    let user = connection.identity
    if (user === undefined) {
      const answer = await authenticator.authenticate(credentials)
      if (answer.kind !== 'user') throw unauthenticated()
      user = answer.user
      warnings.push(...(answer.warnings ?? []))
    }
    return (await impersonate(authorizer, credentials, user)) ?? user
  }

  async #may(user: UserInfo, info: RequestInfo): Promise<void> {
    const attributes = requestAttributes(user, info, this.#parts.authorizeWithSelectors ?? false)
    const { decision, reason, error } = await this.#parts.authorizer.authorize(attributes)
    if (decision === 'allow') return
    if (error !== undefined) throw new PlainServerError(error)
    throw forbiddenByAuthorizer(attributes, reason)
  }

  /** Paths that nobody serves are counted together: clients must not be able to fill memory with label values. */
  #labels(info: RequestInfo, status: number): RequestLabels {
    const served = info.isResource ? this.#parts.router.knows(info) : status !== 404
    return served ? labelsOf(info) : { ...unknownLabels, verb: info.isResource ? metricVerb(info) : 'other' }
  }

  #refusal(error: unknown, request: WireRequest): WireResponse {
    if (error instanceof PlainServerError) return plainServerErrorResponse(request.path, error)
    const known = apiErrorIn(error)
    if (known !== undefined) return errorResponse(known)
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    this.#parts.host.log.error('a request failed', { method: request.method, path: pathOf(request), error: text })
    return errorResponse(internalError(error))
  }
}

const noBody: AsyncIterable<Uint8Array> = {
  async *[Symbol.asyncIterator]() {
    // A HEAD answer has none.
  },
}

function pathOf(request: WireRequest): string {
  const mark = request.path.indexOf('?')
  return mark < 0 ? request.path : request.path.slice(0, mark)
}

const unknownLabels: RequestLabels = { verb: 'other', group: '', version: '', resource: '', subresource: '', scope: '' }

function metricVerb(info: RequestInfo): string {
  return metricVerbs[info.verb] ?? 'other'
}

function labelsOf(info: RequestInfo): RequestLabels {
  if (!info.isResource) {
    const verb = info.verb === 'get' ? 'GET' : 'other'
    return { ...unknownLabels, verb, subresource: info.path.split('/', 2).join('/') }
  }
  const connects = longRunningSubresources.has(info.subresource) && info.subresource !== 'log'
  return {
    verb: connects ? 'CONNECT' : metricVerb(info),
    group: info.apiGroup,
    version: info.apiVersion,
    resource: info.resource,
    subresource: info.subresource,
    scope: info.name !== '' ? 'resource' : info.namespace !== '' ? 'namespace' : 'cluster',
  }
}

const metricVerbs: Readonly<Record<string, string>> = {
  create: 'POST',
  update: 'PUT',
  patch: 'PATCH',
  delete: 'DELETE',
  get: 'GET',
  list: 'LIST',
  watch: 'WATCH',
  deletecollection: 'DELETECOLLECTION',
}
