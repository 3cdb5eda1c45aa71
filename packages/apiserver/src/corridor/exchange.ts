/** One request on its way through the corridor, and what gathers around it. */
import type { WireRequest, WireResponse } from '@elli/host/wire'
import type { AuditRecord } from '../audit/record.ts'
import type { AnnotationLevel } from '../admission/plugin.ts'
import type { Credentials, UserInfo } from '../authentication/authenticator.ts'
import type { Call } from '../endpoints/call.ts'
import type { RequestInfo } from '../request-info.ts'
import type { Span } from '../tracing/tracer.ts'
import { LatencyElsewhere } from './latency-elsewhere.ts'
import { isLongRunning } from './long-running.ts'

export interface Connection {
  /** The client's certificate chain, leaf first, DER; empty when it sent none. */
  readonly clientCertificates: readonly Uint8Array[]
  /** Who it is, for clients in this process: authentication is skipped. */
  readonly identity?: UserInfo
  /** All values of a header that came more than once. */
  readonly headerValues?: (name: string) => readonly string[]
  /** The peer's IP address; clients in this process have none. */
  readonly remoteAddress?: string
}

export class Exchange {
  readonly request: WireRequest
  readonly connection: Connection
  readonly info: RequestInfo
  readonly auditId: string
  readonly longRunning: boolean
  readonly startedMs: number
  readonly warnings: string[] = []
  /** Go into the answer whatever it is. */
  headers: Readonly<Record<string, string>>
  timeoutMs = 0
  /** It has reached whoever serves what it asks for. */
  served = false
  /** It was refused or given up for the server's own sake. */
  terminated = false
  /** Milliseconds that passed in webhooks and queues: they are not the server's doing. */
  readonly elsewhere = new LatencyElsewhere()
  /** Who asks, once that is known. */
  user: UserInfo | undefined
  audit: AuditRecord | undefined
  span: Span | undefined

  constructor(request: WireRequest, connection: Connection, info: RequestInfo, auditId: string, startedMs: number) {
    this.request = request
    this.connection = connection
    this.info = info
    this.auditId = auditId
    this.longRunning = isLongRunning(info)
    this.startedMs = startedMs
    this.headers = { 'audit-id': auditId }
  }

  get credentials(): Credentials {
    const { request, connection, info } = this
    return {
      headers: request.headers,
      ...(connection.headerValues === undefined ? {} : { headerValues: connection.headerValues }),
      clientCertificates: connection.clientCertificates,
      path: info.path,
    }
  }

  /** What endpoints see of it. */
  call(user: UserInfo): Call {
    const { request, info, warnings, audit, elsewhere } = this
    if (audit === undefined) return { request, info, user, warnings, elsewhere }
    const annotate = (key: string, value: string, level?: AnnotationLevel): void => audit.annotate(key, value, level)
    return { request, info, user, warnings, elsewhere, annotate }
  }

  /** The answer with everything that belongs to the request. */
  complete(response: WireResponse): WireResponse {
    return { ...response, headers: { ...response.headers, ...this.headers } }
  }
}
