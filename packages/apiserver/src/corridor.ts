/**
 * The corridor: the way of every request, step by step.
 * In: a WireRequest and the connection it came on. Out: an answer; whatever goes wrong is a Status, or upstream's plain text.
 * Always: request info → time limit → authentication → audit → impersonation → gate → authorization → endpoint;
 * every answer carries the request's Audit-ID.
 */
import type { Host } from '@elli/host/host'
import type { Distribution } from '@elli/host/metrics/held'
import type { UpgradeResponse, WireRequest, WireResponse } from '@elli/host/wire'
import { apiErrorIn, internalError, serviceUnavailable, unauthenticated } from '@elli/machinery/errors'
import { beginAudit, type AuditParts } from './audit/record.ts'
import type { AuthenticationNotes, Authenticator, UserInfo } from './authentication/authenticator.ts'
import { impersonate } from './authentication/impersonation.ts'
import type { Authorizer } from './authorization/authorizer.ts'
import { forbiddenByAuthorizer } from './authorization/forbidden.ts'
import { requestAttributes } from './authorization/request-attributes.ts'
import { AuditIds } from './corridor/audit-id.ts'
import { type Cors, preflightAnswer } from './corridor/cors.ts'
import { type Connection, Exchange } from './corridor/exchange.ts'
import { attemptedMethods } from './corridor/attempted-methods.ts'
import { dryRunLabel, fieldValidationLabel, openLabels, requestLabels } from './corridor/metric-labels.ts'
import { defaultRequestTimeoutMs, inTime, timeoutOf } from './corridor/request-timeout.ts'
import { sized, whenStreamEnds } from './corridor/stream-end.ts'
import type { Call } from './endpoints/call.ts'
import { PlainServerError, plainServerErrorResponse } from './http/plain-server-error.ts'
import { plainRefusal, Refusal } from './http/refusal.ts'
import { errorAnswer } from './http/answers.ts'
import { Bytes } from './http/body.ts'
import { errorResponse, textResponse } from './http/responses.ts'
import { prettier } from './http/pretty.ts'
import { warningHeader } from './http/warnings.ts'
import type { Admission, Gate } from './in-flight.ts'
import type { RequestLabels, ServerMetrics } from './metrics.ts'
import type { PlainEndpoints } from './plain-endpoints.ts'
import { requestInfo, type RequestInfo } from './request-info.ts'
import { methodNotAllowed, type Router } from './router.ts'
import { spanName } from './tracing/span-name.ts'
import type { Tracer } from './tracing/tracer.ts'

export type { Connection } from './corridor/exchange.ts'

export interface CorridorParts {
  readonly host: Host
  readonly authenticator: Authenticator
  readonly authorizer: Authorizer
  /** The gate of that name: authorizers see field and label selectors. */
  readonly authorizeWithSelectors?: boolean
  readonly gate: Gate
  readonly router: Router
  readonly plain: PlainEndpoints
  readonly metrics: ServerMetrics
  readonly upgrades?: (call: Call) => Promise<UpgradeResponse> | undefined
  readonly requestTimeoutMs?: number
  readonly cors?: Cors
  /** Headers of every answer, such as HSTS. */
  readonly headers?: Readonly<Record<string, string>>
  readonly audit?: AuditParts
  readonly tracer?: Tracer
  /** Requests that come too late at a server that goes down are told to come back, in place of being turned away. */
  readonly sendRetryAfter?: boolean
}

/** What is answered to the end. */
const alwaysAnswered = ['/readyz', '/livez', '/healthz', '/metrics']

export class Corridor {
  readonly #parts: CorridorParts
  readonly #auditIds: AuditIds
  #running = 0
  #draining = false
  #idle: (() => void) | undefined

  constructor(parts: CorridorParts) {
    this.#parts = parts
    this.#auditIds = new AuditIds(parts.host.random.stream('apiserver/audit-id'))
  }

  async handle(request: WireRequest, connection: Connection): Promise<WireResponse> {
    const exchange = this.#exchange(request, connection)
    const { info } = exchange
    this.#running++
    let response: WireResponse
    try {
      response = await this.#traced(exchange)
    } catch (error) {
      response = this.#refusal(error, exchange)
    } finally {
      this.#running--
      if (this.#running === 0) this.#idle?.()
    }
    const { audit, span } = exchange
    if (audit !== undefined) {
      response = await audit.answer(response, exchange.longRunning)
      if (!exchange.longRunning) await audit.stage('ResponseComplete')
      else {
        await audit.stage('ResponseStarted')
        response = whenStreamEnds(response, request.signal, () => void audit.stage('ResponseComplete'))
      }
    }
    response = this.#count(exchange, response)
    if (span !== undefined) {
      span.set({ 'http.status_code': response.status })
      span.end()
    }
    response = exchange.complete(response)
    if (exchange.warnings.length > 0) response.headers['warning'] = warningHeader(exchange.warnings)
    if (request.method === 'HEAD') return { ...response, body: noBody }
    return prettier(request, info, response)
  }

  /**
   * As upstream counts: whom somebody served, and who was told to come back; not who was refused before that. Requests
   * without an end of their own count when their streams have ended.
   */
  #count(exchange: Exchange, response: WireResponse): WireResponse {
    const { info, request } = exchange
    const { requests } = this.#parts.metrics
    const { status } = response
    if (exchange.terminated) {
      const labels = openLabels(request, info)
      requests.terminated(labels, status)
      if (status === 429 && !exchange.served) requests.dropped(labels, dryRunLabel(info))
    }
    if (!exchange.served) return response
    const labels = requestLabels(request, info)
    if (exchange.longRunning && !(response.body instanceof Bytes)) return this.#countStream(exchange, response, labels)
    if (labels === undefined) return response
    const sizes = this.#ended(exchange, labels, status)
    return sizes === undefined ? response : sized(response, sizes)
  }

  #countStream(exchange: Exchange, response: WireResponse, labels: RequestLabels | undefined): WireResponse {
    const { info, request } = exchange
    const open = this.#parts.metrics.requests.longRunning(openLabels(request, info))
    open.value++
    return whenStreamEnds(response, request.signal, () => {
      open.value--
      if (labels !== undefined) this.#ended(exchange, labels, response.status)
    })
  }

  #ended(exchange: Exchange, labels: RequestLabels, code: number): Distribution | undefined {
    const { host, metrics } = this.#parts
    const { info, request, user } = exchange
    return metrics.requests.ended({
      labels,
      dryRun: dryRunLabel(info),
      code,
      seconds: (host.clock.monotonicMs() - exchange.startedMs) / 1000,
      excludedSeconds: exchange.elsewhere.ms / 1000,
      bodyBytes: request.body?.length,
      fieldValidation: fieldValidationLabel(info),
      own: user?.name === 'system:apiserver',
    })
  }

  async upgrade(request: WireRequest, connection: Connection): Promise<UpgradeResponse> {
    const exchange = this.#exchange(request, connection)
    try {
      const user = await this.#known(exchange)
      await this.#may(exchange, user)
      const answer = await this.#parts.upgrades?.(exchange.call(user))
      if (answer === undefined) {
        return { upgraded: false, response: exchange.complete(textResponse(404, '404 page not found\n')) }
      }
      const { audit } = exchange
      if (audit !== undefined && answer.upgraded) {
        audit.upgraded()
        await audit.stage('ResponseStarted')
        answer.stream.once('close', () => void audit.stage('ResponseComplete'))
      }
      if (answer.upgraded) {
        const labels = openLabels(request, exchange.info)
        const open = this.#parts.metrics.requests.longRunning(labels)
        open.value++
        answer.stream.once('close', () => {
          open.value--
          this.#ended(exchange, labels, 101)
        })
      }
      return answer
    } catch (error) {
      const response = this.#refusal(error, exchange)
      await exchange.audit?.answer(response, false)
      await exchange.audit?.stage('ResponseComplete')
      return { upgraded: false, response: exchange.complete(response) }
    }
  }

  /**
   * Takes nothing new any more; resolves when no request is on its way.
   * @param limitMs what has not ended by then is not waited for
   */
  async drain(limitMs: number = this.#parts.requestTimeoutMs ?? defaultRequestTimeoutMs): Promise<void> {
    this.#draining = true
    if (this.#running === 0) return
    await new Promise<void>((resolve) => {
      const timer = this.#parts.host.clock.after(limitMs, resolve)
      this.#idle = () => {
        timer.cancel()
        resolve()
      }
    })
  }

  #exchange(request: WireRequest, connection: Connection): Exchange {
    const auditId = this.#auditIds.of(request.headers['audit-id'])
    const startedMs = this.#parts.host.clock.monotonicMs()
    return new Exchange(request, connection, requestInfo(request), auditId, startedMs)
  }

  #traced(exchange: Exchange): Promise<WireResponse> {
    const { tracer } = this.#parts
    if (tracer === undefined) return this.#begin(exchange)
    const { request, info } = exchange
    const span = tracer.start(spanName(request.method, info), request.headers, {
      'http.method': request.method,
      'http.target': request.path,
      'http.user_agent': request.headers['user-agent'] ?? '',
      'audit-id': exchange.auditId,
    })
    exchange.span = span
    return tracer.within(span, () => this.#begin(exchange))
  }

  #begin(exchange: Exchange): Promise<WireResponse> {
    const { headers, cors, requestTimeoutMs = defaultRequestTimeoutMs, host, metrics } = this.#parts
    const { request, info } = exchange
    if (headers !== undefined) exchange.headers = { ...exchange.headers, ...headers }
    if (this.#draining) this.#turnAway(info)
    exchange.timeoutMs = exchange.longRunning ? requestTimeoutMs : timeoutOf(info, requestTimeoutMs)
    const crossOrigin = cors?.headers(request)
    if (crossOrigin !== undefined) {
      exchange.headers = { ...exchange.headers, ...crossOrigin }
      if (request.method === 'OPTIONS') return Promise.resolve(preflightAnswer())
    }
    const work = this.#answer(exchange)
    if (exchange.longRunning || exchange.timeoutMs === 0) return work
    return inTime(
      work,
      exchange.timeoutMs,
      host.clock,
      () => {
        exchange.terminated = true
      },
      (error) => {
        metrics.requests.endedLate(error === undefined ? 'ok' : isBug(error) ? 'panic' : 'error')
        host.log.warn('a request ended after its time was over', {
          method: request.method,
          path: info.path,
          auditId: exchange.auditId,
          ...(error === undefined ? {} : { error: String(error) }),
        })
      },
    )
  }

  #turnAway({ path }: RequestInfo): void {
    if (alwaysAnswered.some((prefix) => path.startsWith(prefix))) return
    if (this.#parts.sendRetryAfter === true) {
      const text = 'The apiserver is shutting down, please try again later.'
      throw plainRefusal(429, text, { 'retry-after': '5', connection: 'close' })
    }
    const error = serviceUnavailable('apiserver is shutting down')
    const response = errorResponse(error)
    Object.assign(response.headers, { 'retry-after': '1', 'x-content-type-options': 'nosniff' })
    throw new Refusal(response, error.message)
  }

  async #answer(exchange: Exchange): Promise<WireResponse> {
    const { gate, router, plain } = this.#parts
    const { request, info, longRunning } = exchange
    const user = await this.#known(exchange)
    const watches = info.verb === 'watch'
    if (longRunning && !(watches && gate.admitsWatches)) return this.#serve(exchange, user, plain, router)
    const admission = await this.#enter(exchange, user)
    exchange.headers = { ...exchange.headers, ...admission.headers }
    const ended = watches ? gate.watching?.(info) : undefined
    let streams = false
    try {
      const response = await this.#serve(exchange, user, plain, router)
      if (ended === undefined) return response
      streams = true
      return whenStreamEnds(response, request.signal, ended)
    } finally {
      // A watch has begun when it has an answer: what follows takes no seats.
      admission.leave()
      if (!streams) ended?.()
    }
  }

  async #enter(exchange: Exchange, user: UserInfo): Promise<Admission> {
    const { gate, host, metrics } = this.#parts
    const { info, request, timeoutMs, elsewhere } = exchange
    const began = host.clock.monotonicMs()
    const entered = gate.enter({ info, user }, timeoutMs, request.signal)
    let admission: Admission
    if ('then' in entered) {
      metrics.waits(gate, began)
      admission = await entered
      elsewhere.queueMs = host.clock.monotonicMs() - began
    } else {
      // Mostly there is room, and nothing to wait for.
      admission = entered
    }
    const now = host.clock.monotonicMs()
    metrics.entered(gate, now)
    metrics.gatekeepers.passed('priorityandfairness', (now - began) / 1000)
    return admission
  }

  async #serve(exchange: Exchange, user: UserInfo, plain: PlainEndpoints, router: Router): Promise<WireResponse> {
    const { request, info, audit } = exchange
    await this.#may(exchange, user)
    audit?.requestBody()
    const call = exchange.call(user)
    call.authorize = (verb) => this.#mayAlso(user, { ...info, verb })
    if (!info.isResource) {
      exchange.served = true
      const answer = await plain(call)
      if (answer === undefined) return textResponse(404, '404 page not found\n')
      if (request.method !== 'GET' && request.method !== 'HEAD') throw methodNotAllowed()
      return answer
    }
    const handler = router.find(info)
    if (handler === undefined) return textResponse(404, '404 page not found\n')
    exchange.served = true
    return handler(call)
  }

  /** Who asks, for himself or as somebody else; from here on the request is audited. */
  async #known(exchange: Exchange): Promise<UserInfo> {
    const { authenticator, authorizer, host, metrics } = this.#parts
    const began = host.clock.monotonicMs()
    const { credentials, connection, warnings } = exchange
    let user = connection.identity
    let noted: AuthenticationNotes = {}
    if (user === undefined) {
      const answer = await authenticator.authenticate(credentials)
      if (answer.kind !== 'user') {
        const result = answer.kind === 'refused' ? 'error' : 'failure'
        metrics.gatekeepers.authenticated(result, (host.clock.monotonicMs() - began) / 1000)
        await this.#audit(exchange, undefined)
        exchange.audit?.unauthenticated(attemptedMethods(exchange))
        if (answer.kind === 'refused') annotateAll(exchange, answer)
        throw unauthenticated()
      }
      user = answer.user
      noted = answer
      warnings.push(...(answer.warnings ?? []))
    }
    exchange.user = user
    const known = host.clock.monotonicMs()
    metrics.gatekeepers.authenticated('success', (known - began) / 1000, user.name)
    await this.#audit(exchange, user)
    const audited = host.clock.monotonicMs()
    metrics.gatekeepers.passed('audit', (audited - known) / 1000)
    annotateAll(exchange, noted)
    const other = await impersonate(authorizer, credentials, user)
    metrics.gatekeepers.passed('impersonation', (host.clock.monotonicMs() - audited) / 1000)
    if (other === undefined) return user
    exchange.user = other
    exchange.audit?.impersonated(other)
    return other
  }

  async #audit(exchange: Exchange, user: UserInfo | undefined): Promise<void> {
    const { audit, host } = this.#parts
    if (audit === undefined) return
    const { request, info, auditId, connection, startedMs } = exchange
    const receivedAt = host.clock.now() - (host.clock.monotonicMs() - startedMs)
    const { remoteAddress } = connection
    exchange.audit = beginAudit(audit, { request, info, user, auditId, receivedAt, remoteAddress })
    // Who could not be made out leaves one event, with the answer.
    if (user === undefined || exchange.audit === undefined) return
    if (await exchange.audit.stage('RequestReceived')) return
    audit.metrics.rejected()
    exchange.audit = undefined
    throw internalError(new Error('failed to store audit event'))
  }

  async #may(exchange: Exchange, user: UserInfo): Promise<void> {
    const { authorizer, authorizeWithSelectors = false, host, metrics } = this.#parts
    const { audit } = exchange
    const attributes = requestAttributes(user, exchange.info, authorizeWithSelectors)
    const began = host.clock.monotonicMs()
    const { decision, reason, error } = await authorizer.authorize(attributes)
    const result =
      decision === 'allow' ? 'allowed' : error !== undefined ? 'error' : decision === 'deny' ? 'denied' : decision
    metrics.gatekeepers.authorized(result, (host.clock.monotonicMs() - began) / 1000)
    if (decision === 'allow') {
      audit?.annotate('authorization.k8s.io/decision', 'allow')
      audit?.annotate('authorization.k8s.io/reason', reason)
      return
    }
    if (error !== undefined) {
      audit?.annotate('authorization.k8s.io/reason', 'internal error')
      throw new PlainServerError(error)
    }
    audit?.annotate('authorization.k8s.io/decision', 'forbid')
    audit?.annotate('authorization.k8s.io/reason', reason)
    throw forbiddenByAuthorizer(attributes, reason)
  }

  /** A write turns out to be another one as well: it creates what it was to change. */
  async #mayAlso(user: UserInfo, info: RequestInfo): Promise<void> {
    const { authorizer, authorizeWithSelectors = false } = this.#parts
    const attributes = requestAttributes(user, info, authorizeWithSelectors)
    const { decision, reason, error } = await authorizer.authorize(attributes)
    if (decision === 'allow') return
    if (error !== undefined) throw new PlainServerError(error)
    throw forbiddenByAuthorizer(attributes, reason)
  }

  #refusal(error: unknown, exchange: Exchange): WireResponse {
    const { request, info, auditId } = exchange
    if (error instanceof Refusal) {
      exchange.terminated = true
      return error.response
    }
    if (error instanceof PlainServerError) return plainServerErrorResponse(request.path, error)
    const known = apiErrorIn(error)
    if (known !== undefined) return errorAnswer(known, request.headers['accept'])
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error)
    const fields = { method: request.method, path: info.path, auditId, error: text }
    exchange.span?.failed(error)
    if (!isBug(error)) {
      this.#parts.host.log.error('a request failed', fields)
      return errorAnswer(internalError(error), request.headers['accept'])
    }
    // A mistake of ours ends this request and nothing else.
    this.#parts.host.log.error("apiserver panic'd", fields)
    exchange.audit?.panicked(error)
    void exchange.audit?.stage('Panic')
    // That was its last word.
    exchange.audit = undefined
    return plainRefusal(500, 'This request caused apiserver to panic. Look in the logs for details.').response
  }
}

function annotateAll({ audit }: Exchange, { annotations = {} }: AuthenticationNotes): void {
  for (const [key, value] of Object.entries(annotations)) audit?.annotate(key, value)
}

function isBug(error: unknown): boolean {
  return error instanceof TypeError || error instanceof ReferenceError
}

const noBody: AsyncIterable<Uint8Array> = {
  async *[Symbol.asyncIterator]() {
    // A HEAD answer has none.
  },
}
