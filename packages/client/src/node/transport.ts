/**
 * The transport to an API server over the network: HTTP/2 over TLS, HTTP/1.1 where the server speaks no other or has no TLS.
 * In: a RestConfig. Out: a Transport that opens connections as needed and opens them again when they break.
 * Always: a request is sent again by itself only when the server cannot have looked at it; credentials are those of now, and changed
 * certificates bring new connections.
 * Elsewhere: HTTP/2 (./http2-pool.ts), HTTP/1.1 (./http1.ts), sockets (./dial.ts), who we are (./credentials.ts).
 */
import type { OutgoingHttpHeaders } from 'node:http'
import type { Host } from '@elli/host/host'
import type { Transport, UpgradeResponse, WireRequest, WireResponse } from '@elli/host/wire'
import type { RestConfig } from '../rest-config.ts'
import { Credentials, type TlsMaterial } from './credentials.ts'
import { type Alpn, Dialer } from './dial.ts'
import { Http2Pool, UnprocessedError } from './http2-pool.ts'
import { DialingAgent, sendHttp1, upgradeHttp1 } from './http1.ts'

/** Names that describe a connection, which HTTP/2 forbids and HTTP/1.1 sets by itself. */
const connectionHeaders: ReadonlySet<string> = new Set([
  'connection',
  'host',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
])

const resendLimit = 3

/** @throws TypeError when `config.server` is no http or https URL */
export function httpsTransport(
  config: RestConfig,
  host: Pick<Host, 'clock' | 'files' | 'processes' | 'log'>,
): Transport {
  return new HttpsTransport(config, host)
}

/** Thrown by the opener of an HTTP/2 connection when the server chose HTTP/1.1. */
class OnlyHttp1 extends Error {}

class HttpsTransport implements Transport {
  readonly #dialer: Dialer
  readonly #credentials: Credentials
  readonly #pool: Http2Pool
  readonly #agent: DialingAgent
  readonly #prefix: string
  readonly #closing = new AbortController()
  #protocol: Alpn
  #material: TlsMaterial | undefined

  constructor(config: RestConfig, host: Pick<Host, 'clock' | 'files' | 'processes' | 'log'>) {
    this.#dialer = new Dialer(config, host.clock)
    this.#credentials = new Credentials(config, host)
    const { url } = this.#dialer
    this.#pool = new Http2Pool(host.clock, url.origin)
    this.#agent = new DialingAgent(() => this.#dial(['http/1.1']))
    this.#prefix = url.pathname.replace(/\/+$/, '')
    this.#protocol = this.#dialer.isTls && config.http1 !== true ? 'h2' : 'http/1.1'
  }

  async send(request: WireRequest): Promise<WireResponse> {
    const { headers: own, refused } = await this.#prepare(request)
    const response = await this.#exchange(request, {
      ...own,
      ...withoutConnection(request.headers),
      ...repeated(request),
    })
    if (response.status === 401) await refused()
    return response
  }

  async upgrade(request: WireRequest): Promise<UpgradeResponse> {
    const { headers: own } = await this.#prepare(request)
    const socket = await this.#dial(['http/1.1'], request.signal)
    // Here the connection's headers are the caller's: they are what asks for the switch.
    const headers = { ...own, host: this.#dialer.url.host, ...request.headers, ...repeated(request) }
    return upgradeHttp1(socket, { ...this.#http1(request), headers })
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error('the transport is closed'))
    await this.#pool.destroy()
    this.#agent.destroy()
  }

  async #prepare(request: WireRequest) {
    request.signal?.throwIfAborted()
    this.#closing.signal.throwIfAborted()
    const material = await this.#credentials.forConnection()
    if (this.#material !== undefined && this.#material !== material) {
      // Connections of before still speak for who we were.
      this.#pool.drain()
      this.#agent.destroy()
    }
    this.#material = material
    return this.#credentials.forRequest(request.headers)
  }

  async #exchange(request: WireRequest, headers: OutgoingHttpHeaders): Promise<WireResponse> {
    for (let tries = 1; ; tries++) {
      if (this.#protocol === 'http/1.1') {
        return sendHttp1(this.#agent, { ...this.#http1(request), headers: { ...headers, host: this.#dialer.url.host } })
      }
      try {
        return await this.#http2(request, headers)
      } catch (error) {
        if (error instanceof OnlyHttp1) this.#protocol = 'http/1.1'
        else if (!(error instanceof UnprocessedError) || tries >= resendLimit || request.signal?.aborted) throw error
      }
    }
  }

  #http2(request: WireRequest, headers: OutgoingHttpHeaders): Promise<WireResponse> {
    const { method, path, body, signal } = request
    const { url } = this.#dialer
    const pseudo = { ':method': method, ':path': this.#prefix + path, ':scheme': 'https', ':authority': url.host }
    return this.#pool.send({ headers: { ...pseudo, ...headers, ...lengthOf(body) }, body, signal }, async () => {
      const socket = await this.#dial(['h2', 'http/1.1'])
      if ('alpnProtocol' in socket && socket.alpnProtocol === 'h2') return socket
      socket.destroy()
      throw new OnlyHttp1()
    })
  }

  #http1({ method, path, headers, body, signal }: WireRequest) {
    return { method, path: this.#prefix + path, headers: { ...headers, ...lengthOf(body) }, body, signal }
  }

  #dial(alpn: readonly Alpn[], signal?: AbortSignal) {
    const until = signal === undefined ? this.#closing.signal : AbortSignal.any([signal, this.#closing.signal])
    return this.#dialer.dial(this.#material ?? {}, alpn, until)
  }
}

function repeated({ repeatedHeaders = {} }: WireRequest): Record<string, string[]> {
  return Object.fromEntries(Object.entries(repeatedHeaders).map(([name, values]) => [name, [...values]]))
}

function withoutConnection(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !connectionHeaders.has(name)))
}

function lengthOf(body: Uint8Array | undefined): Record<string, string> {
  return body === undefined ? {} : { 'content-length': String(body.byteLength) }
}
