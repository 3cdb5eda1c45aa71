/**
 * Calls that the API server makes itself: to webhooks, to aggregated servers, to where audit events go.
 * In: a target (a URL, or a Service of the cluster), whom to trust, how long to wait. Out: JSON, or a Transport for everything else.
 * Always: a Service is looked up anew for each request and its certificate is checked against `<name>.<namespace>.svc`;
 * connections are kept for the next call to the same address; errors read as upstream's HTTP client writes them.
 * Elsewhere: where a Service is (./service-resolver.ts), the words for broken connections (./network-errors.ts), sockets (`dial`).
 */
import { encodeAnyJson } from '@elli/api/schema/encodeJson'
import { withTimeout } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import { readAll, type Transport, type UpgradeResponse, type WireRequest, type WireResponse } from '@elli/host/wire'
import { formatGoDuration } from '@elli/machinery/go-duration'
import { goQuote } from '@elli/machinery/go-quote'
import { AnswerError, answerOf, retryAfterSeconds } from './answers.ts'
import { networkErrorText } from './network-errors.ts'
import { resolveService, type ServiceRouting } from './service-resolver.ts'

export interface OutboundTarget {
  /** `https://host[:port][/path]`; exactly one of `url` and `service`. */
  readonly url?: string
  readonly service?: {
    readonly namespace: string
    readonly name: string
    readonly path?: string
    /** Default 443. */
    readonly port?: number
  }
  /** Base64 of PEM; without it the system's roots are trusted. */
  readonly caBundle?: string
  readonly timeoutMs: number
  /** Tells the other side how long is waited, in the query: `?timeout=10s`. */
  readonly announceTimeout?: boolean
  /** Our own certificate and key, PEM. */
  readonly clientCertPem?: string
  readonly clientKeyPem?: string
  /** A service's certificate is not looked at: APIServices that say so. */
  readonly insecure?: boolean
  /** More headers, such as credentials. */
  readonly headers?: Readonly<Record<string, string>>
}

export interface Outbound {
  /**
   * Posts JSON and reads JSON.
   * @throws ApiError for an answer that is no success; Error otherwise, whose message begins `Post "https://…": `
   */
  post(target: OutboundTarget, body: unknown, signal?: AbortSignal): Promise<unknown>
  /** Sends any request there; paths of requests come behind the target's own. Closing it leaves shared connections open. */
  transport(target: OutboundTarget): Transport
  close(): Promise<void>
}

/** One peer, as the socket layer needs it. */
export interface DialOptions {
  readonly host: string
  readonly port: number
  readonly protocol: 'https' | 'http'
  /** Whom the certificate must be for, when it is not for `host`. */
  readonly serverName?: string
  /** `host:port` that the peer is told it was asked as, when it is not that of the address. */
  readonly authority?: string
  readonly caPem?: string
  readonly clientCertPem?: string
  readonly clientKeyPem?: string
  readonly insecure?: boolean
  /** HTTP/1.1 only: requests then spread over the endpoints behind one address. */
  readonly http1?: boolean
}

export type Dial = (options: DialOptions) => Transport

/** Of a server that was given no sockets. */
export const noWayOut: Dial = ({ host, port }) => {
  const refused = (): Promise<never> =>
    Promise.reject(new Error(`dial tcp ${host}:${port}: this server opens no connections`))
  return { send: refused, upgrade: refused, close: async () => {} }
}

export interface OutboundOptions extends ServiceRouting {
  readonly host: Pick<Host, 'clock' | 'log'>
  readonly dial: Dial
}

/** How often one who asks for patience is asked again. */
const mostRetries = 10
/** How many peers' connections are kept. */
const mostPeers = 512

export function createOutbound(options: OutboundOptions): Outbound {
  return new DialingOutbound(options)
}

interface Peer {
  readonly transport: Transport
  readonly address: string
}

class DialingOutbound implements Outbound {
  readonly #options: OutboundOptions
  readonly #open = new Map<string, Transport>()

  constructor(options: OutboundOptions) {
    this.#options = options
  }

  async post(target: OutboundTarget, body: unknown, signal?: AbortSignal): Promise<unknown> {
    const { clock } = this.#options.host
    const place = placeOf(target)
    const limit = withTimeout(clock, target.timeoutMs, signal)
    const query = target.announceTimeout === true ? `?timeout=${formatGoDuration(target.timeoutMs)}` : ''
    let address: string | undefined
    try {
      const peer = this.#peer(target, place)
      ;({ address } = peer)
      const request: WireRequest = {
        method: 'POST',
        path: place.path + query,
        headers: { 'content-type': 'application/json', accept: 'application/json, */*', ...target.headers },
        body: Buffer.from(encodeAnyJson(body)),
        signal: limit.signal,
      }
      for (let tries = 1; ; tries++) {
        const response = await raced(limit.signal, sendFresh(peer.transport, request))
        const answer = await raced(limit.signal, readAll(response.body))
        const seconds = retryAfterSeconds(response)
        if (seconds === undefined || tries > mostRetries) return answerOf(response, answer)
        await clock.sleep(seconds * 1000, limit.signal)
      }
    } catch (error) {
      if (error instanceof AnswerError) throw error.answer
      const shown = goQuote(`${place.protocol}://${place.authority}${place.path}${query}`)
      throw new Error(`Post ${shown}: ${networkErrorText(error, address, limit.signal)}`, { cause: error })
    } finally {
      limit.done()
    }
  }

  transport(target: OutboundTarget): Transport {
    const place = placeOf(target)
    const prefix = place.path.replace(/\/+$/, '')
    const through = async <T>(request: WireRequest, work: (peer: Peer, own: WireRequest) => Promise<T>): Promise<T> => {
      let address: string | undefined
      try {
        const peer = this.#peer(target, place)
        ;({ address } = peer)
        const headers = { ...target.headers, ...request.headers }
        return await work(peer, { ...request, headers, path: prefix + request.path })
      } catch (error) {
        throw new Error(networkErrorText(error, address, request.signal), { cause: error })
      }
    }
    return {
      send: (request) => through<WireResponse>(request, ({ transport }, own) => transport.send(own)),
      upgrade: (request) => through<UpgradeResponse>(request, ({ transport }, own) => transport.upgrade(own)),
      async close() {},
    }
  }

  async close(): Promise<void> {
    const open = [...this.#open.values()]
    this.#open.clear()
    await Promise.all(open.map((transport) => transport.close()))
  }

  /** @throws Error when the Service is not to be found */
  #peer(target: OutboundTarget, place: Place): Peer {
    const { service, caBundle, clientCertPem, clientKeyPem, insecure } = target
    const { host, port } = service === undefined ? place : resolveService(this.#options, service)
    const named = host !== place.host || port !== place.port
    const dial: DialOptions = {
      host,
      port,
      protocol: place.protocol,
      ...(named ? { serverName: place.host, authority: place.authority } : {}),
      ...(caBundle ? { caPem: Buffer.from(caBundle, 'base64').toString('utf8') } : {}),
      ...(clientCertPem === undefined ? {} : { clientCertPem }),
      ...(clientKeyPem === undefined ? {} : { clientKeyPem }),
      ...(insecure === true ? { insecure } : {}),
      ...(isLoopback(place.host) ? {} : { http1: true }),
    }
    return { transport: this.#dialled(dial), address: host.includes(':') ? `[${host}]:${port}` : `${host}:${port}` }
  }

  #dialled(options: DialOptions): Transport {
    const key = JSON.stringify(options)
    const known = this.#open.get(key)
    if (known !== undefined) {
      // The most recently used stand last.
      this.#open.delete(key)
      this.#open.set(key, known)
      return known
    }
    const made = this.#options.dial(options)
    this.#open.set(key, made)
    if (this.#open.size > mostPeers) {
      const [oldest, unused] = [...this.#open][0] as [string, Transport]
      this.#open.delete(oldest)
      unused.close().catch((error: unknown) => {
        this.#options.host.log.warn('a connection could not be closed', { peer: oldest, error: String(error) })
      })
    }
    return made
  }
}

/** A kept connection may turn out to be closed just when it is used; then the next one does. */
async function sendFresh(transport: Transport, request: WireRequest): Promise<WireResponse> {
  for (let tries = 1; ; tries++) {
    try {
      return await transport.send(request)
    } catch (error) {
      const stale = error instanceof Error && (error as Error & { code?: unknown }).code === 'ECONNRESET'
      if (!stale || tries >= 3 || request.signal?.aborted === true) throw error
    }
  }
}

interface Place {
  readonly protocol: 'https' | 'http'
  readonly host: string
  readonly port: number
  /** As in the URL that messages show. */
  readonly authority: string
  readonly path: string
}

/** @throws Error when the target names neither or an URL that is none */
function placeOf({ url, service }: OutboundTarget): Place {
  if (service !== undefined) {
    const host = `${service.name}.${service.namespace}.svc`
    const port = service.port ?? 443
    const path = service.path ?? ''
    return { protocol: 'https', host, port, authority: `${host}:${port}`, path: cleaned(path) }
  }
  if (url === undefined || url === '') throw new Error('webhook configuration must have either service or URL')
  let parsed: URL
  try {
    parsed = new URL(url)
  } catch (error) {
    throw new Error(`Unparsable URL: ${goQuote(url)}`, { cause: error })
  }
  const protocol = parsed.protocol === 'http:' ? 'http' : 'https'
  const host = parsed.hostname.replace(/^\[|\]$/g, '')
  const port = parsed.port === '' ? (protocol === 'https' ? 443 : 80) : Number(parsed.port)
  const authority = /^[a-z+.-]+:\/\/(?:[^/?#@]*@)?([^/?#]*)/i.exec(url)?.[1] ?? parsed.host
  return { protocol, host, port, authority, path: cleaned(parsed.pathname) }
}

/** Rooted, without a slash at its end. */
function cleaned(path: string): string {
  return `/${path.replace(/^\/+|\/+$/g, '')}`
}

function isLoopback(host: string): boolean {
  return host.toLowerCase() === 'localhost' || host === '::1' || host.startsWith('127.')
}

/** Ends with the signal, also where the transport does not look at it. */
function raced<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason)
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
