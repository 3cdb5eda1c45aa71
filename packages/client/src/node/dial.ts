/**
 * Connections to one API server: TCP, through a proxy where one is set, TLS on top where the server's address says so.
 * Out: a connected socket; its `alpnProtocol` says which HTTP is spoken.
 */
import http from 'node:http'
import net from 'node:net'
import tls from 'node:tls'
import { type Clock, withTimeout } from '@elli/host/clock'
import type { RestConfig } from '../rest-config.ts'
import type { TlsMaterial } from './credentials.ts'

/** As long as Go's dialer waits for a connection and its handshake. */
const dialTimeoutMs = 30_000

export type Alpn = 'h2' | 'http/1.1'

export class Dialer {
  readonly url: URL
  readonly #config: RestConfig
  readonly #clock: Clock

  /** @throws TypeError when the server's address is no http or https URL */
  constructor(config: RestConfig, clock: Clock) {
    this.url = new URL(config.server)
    if (this.url.protocol !== 'https:' && this.url.protocol !== 'http:') {
      throw new TypeError(`the address of an API server is an http or https URL, not ${JSON.stringify(config.server)}`)
    }
    this.#config = config
    this.#clock = clock
  }

  get isTls(): boolean {
    return this.url.protocol === 'https:'
  }

  async dial(material: TlsMaterial, alpn: readonly Alpn[], signal?: AbortSignal): Promise<net.Socket> {
    const limit = withTimeout(this.#clock, dialTimeoutMs, signal)
    try {
      const raw = await this.#connect(limit.signal)
      raw.setNoDelay(true)
      raw.setKeepAlive(true, 30_000)
      return this.isTls ? await this.#secure(raw, material, alpn, limit.signal) : raw
    } finally {
      limit.done()
    }
  }

  #connect(signal: AbortSignal): Promise<net.Socket> {
    const host = this.url.hostname.replace(/^\[|\]$/g, '')
    const port = Number(this.url.port || (this.isTls ? 443 : 80))
    if (this.#config.proxyUrl)
      return throughProxy(new URL(this.#config.proxyUrl), `${this.url.hostname}:${port}`, signal)
    const to = this.#config.connectTo ?? { host, port }
    const socket = net.connect({ ...to, autoSelectFamily: true })
    return connected(socket, 'connect', signal)
  }

  #secure(raw: net.Socket, material: TlsMaterial, alpn: readonly Alpn[], signal: AbortSignal): Promise<tls.TLSSocket> {
    const { tls: { insecure = false, serverName } = {} } = this.#config
    const expected = serverName ?? this.url.hostname.replace(/^\[|\]$/g, '')
    const socket = tls.connect({
      socket: raw,
      ...material,
      ALPNProtocols: [...alpn],
      rejectUnauthorized: !insecure,
      // Server name indication is for names only; the certificate is checked for either.
      ...(net.isIP(expected) === 0 ? { servername: expected } : {}),
      checkServerIdentity: (_, certificate) => tls.checkServerIdentity(expected, certificate),
    })
    return connected(socket, 'secureConnect', signal)
  }
}

function connected<S extends net.Socket>(socket: S, event: string, signal: AbortSignal): Promise<S> {
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      signal.removeEventListener('abort', onAbort)
      socket.off('error', onError)
      socket.off('close', onClose)
    }
    const onAbort = (): void => {
      settle()
      socket.on('error', () => {})
      socket.destroy()
      reject(signal.reason)
    }
    const onError = (error: Error): void => {
      settle()
      socket.destroy()
      reject(error)
    }
    const onClose = (): void =>
      onError(Object.assign(new Error('the connection was closed while opening'), { code: 'ECONNRESET' }))
    socket.once(event, () => {
      settle()
      resolve(socket)
    })
    socket.once('error', onError)
    socket.once('close', onClose)
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true })
  })
}

function throughProxy(proxy: URL, target: string, signal: AbortSignal): Promise<net.Socket> {
  if (proxy.protocol !== 'http:') {
    return Promise.reject(
      new TypeError(`unsupported proxy ${JSON.stringify(proxy.href)}: only http proxies are supported`),
    )
  }
  const headers: Record<string, string> = { host: target }
  if (proxy.username !== '') {
    const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`
    headers['proxy-authorization'] = `Basic ${Buffer.from(login).toString('base64')}`
  }
  return new Promise((resolve, reject) => {
    const request = http.request({
      host: proxy.hostname,
      port: proxy.port || 80,
      method: 'CONNECT',
      path: target,
      headers,
      agent: false,
      signal,
    })
    request.once('connect', (response, socket) => {
      if (response.statusCode === 200) return resolve(socket)
      socket.destroy()
      reject(
        new Error(
          `proxy ${proxy.host} refused to connect to ${target}: ${response.statusCode} ${response.statusMessage}`,
        ),
      )
    })
    request.once('error', reject)
    request.end()
  })
}
