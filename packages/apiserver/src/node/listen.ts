/**
 * HTTPS for an API server: HTTP/2 and HTTP/1.1 on one port, client certificates asked for but not demanded.
 * In: an ApiServer, TLS key and certificate, an address. Out: a listener that can be drained and closed.
 * Always: large answers go out in pieces that wait for the reader; a broken connection ends what it carried.
 */
import {
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerRequest,
  type Http2ServerResponse,
  type Http2Session,
  type ServerHttp2Session,
} from 'node:http2'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls'
import type { WireRequest } from '@elli/host/wire'
import type { ApiServer, Connection } from '../server.ts'
import { peerChain } from './peer-chain.ts'
import { readBody, TooLargeError } from './read-body.ts'
import { sendResponse } from './send-response.ts'
import { carryUpgrade } from './upgrade.ts'

export interface ListenOptions {
  readonly host?: string
  /** 0 takes any free port. */
  readonly port: number
  readonly key: string | Uint8Array
  readonly cert: string | Uint8Array
  /** CAs named to clients, so that they know which certificate to send. */
  readonly clientCa?: string | Uint8Array
  /** `--goaway-chance`: how often an HTTP/2 client is asked to connect anew, perhaps to another server. */
  readonly goawayChance?: number
}

export interface CloseOptions {
  /** `--shutdown-delay-duration`: /readyz fails, and everything is served as before, for so long. */
  readonly shutdownDelayMs?: number
  /** `--shutdown-send-retry-after`: connections are taken until all requests are answered, and told to come back. */
  readonly sendRetryAfter?: boolean
}

export interface Listener {
  readonly port: number
  /** Changes key and certificate for new connections. */
  setCertificate(tls: { key: string | Uint8Array; cert: string | Uint8Array }): void
  /**
   * Makes /readyz fail and waits as told; then takes no more connections, tells HTTP/2 clients to go elsewhere, ends watches
   * with the server, closes what is left.
   */
  close(options?: CloseOptions): Promise<void>
}

const mebibyte = 1024 * 1024

export async function listen(server: ApiServer, options: ListenOptions): Promise<Listener> {
  const toBuffer = (value: string | Uint8Array): string | Buffer =>
    typeof value === 'string' ? value : Buffer.from(value)
  const http = createSecureServer({
    allowHTTP1: true,
    key: toBuffer(options.key),
    cert: toBuffer(options.cert),
    requestCert: true,
    rejectUnauthorized: false,
    minVersion: 'TLSv1.2',
    ...(options.clientCa === undefined ? {} : { ca: toBuffer(options.clientCa) }),
    // Ten long lists at once on one connection need far more than the default of 10 MB.
    maxSessionMemory: 1000,
    settings: { maxConcurrentStreams: 250, initialWindowSize: mebibyte, maxHeaderListSize: 64 * 1024 },
  })
  const { clock, random } = server.context.host
  const chance = random.stream('apiserver/goaway')
  const { goawayChance = 0 } = options
  const sessions = new Set<ServerHttp2Session>()
  const sockets = new Set<Duplex>()
  http.on('session', (session) => {
    sessions.add(session)
    session.setLocalWindowSize(4 * mebibyte)
    session.on('close', () => sessions.delete(session))
    session.on('error', () => session.destroy())
  })
  http.on('secureConnection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
  })
  // A broken handshake is the client's business.
  http.on('tlsClientError', (_error, socket) => {
    server.metrics.handshakeFailed()
    socket.destroy()
  })
  http.on('request', (request, response) => {
    // What is on its way on this connection is still answered; the client makes another one for what follows.
    if (goawayChance > 0 && request.httpVersionMajor === 2 && chance.next() < goawayChance) leaveSession(request)
    handle(server, request, response).catch(() => response.destroy())
  })
  http.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const wire = wireRequest(request.method ?? 'GET', request.url ?? '/', request.headers)
    const connection = withRepeated(connectionOf(request.socket as TLSSocket), wire, request.rawHeaders)
    carryUpgrade(server, wire, connection, socket, head).catch(() => socket.destroy())
  })
  await started(http, options)
  return {
    port: (http.address() as AddressInfo).port,
    setCertificate: ({ key, cert }) => http.setSecureContext({ key: toBuffer(key), cert: toBuffer(cert) }),
    async close({ shutdownDelayMs = 0, sendRetryAfter = false } = {}) {
      server.beginShutdown()
      if (shutdownDelayMs > 0) await clock.sleep(shutdownDelayMs, new AbortController().signal)
      const stop = (): Promise<void> =>
        new Promise((resolve) => {
          http.close(() => resolve())
        })
      let closed = sendRetryAfter ? undefined : stop()
      // A client that has just vanished leaves a destroyed session for a moment, and that throws.
      for (const session of sessions) if (!session.destroyed) session.goaway()
      await server.close()
      closed ??= stop()
      for (const session of sessions) session.close()
      // Answers that were under way have been given; idle and upgraded connections have nothing more to say.
      setImmediate(() => {
        for (const socket of sockets) socket.destroy()
      })
      await closed
    },
  }
}

function started(http: Http2SecureServer, { host = '127.0.0.1', port }: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE')
        reject(new Error(`port ${port} on ${host} is in use by another program; choose another port`, { cause: error }))
      else if (error.code === 'EACCES')
        reject(
          new Error(`not allowed to listen on port ${port}; choose one above 1023 or run as root`, { cause: error }),
        )
      else reject(error)
    })
    http.listen(port, host, () => resolve())
  })
}

async function handle(server: ApiServer, request: Http2ServerRequest, response: Http2ServerResponse): Promise<void> {
  const controller = new AbortController()
  // Every answer closes; only one that was not finished has anybody to tell, and a reason costs a stack trace.
  response.on('close', () => {
    if (!response.writableFinished) controller.abort(new DOMException('the client went away', 'AbortError'))
  })
  const wire = wireRequest(request.method, request.url, request.headers)
  wire.signal = controller.signal
  const hasBody = request.method !== 'GET' && request.method !== 'HEAD'
  if (hasBody) {
    try {
      wire.body = await readBody(request)
    } catch (error) {
      if (!(error instanceof TooLargeError)) return
      // One byte more than allowed is enough for the server to answer 413.
      wire.body = error.seen
    }
  }
  const connection = withRepeated(connectionOf(sessionOf(request)), wire, request.rawHeaders)
  const answer = await server.handle(wire, connection)
  if (answer.headers['connection'] === 'close') leaveSession(request)
  await sendResponse(wire, answer, response)
}

/** GOAWAY, for HTTP/2; HTTP/1.1 has the header for it. */
function leaveSession(request: Http2ServerRequest): void {
  const stream: Http2ServerRequest['stream'] | undefined = request.stream
  const session = stream?.session
  if (session !== undefined && !session.destroyed) session.close()
}

const connections = new WeakMap<TLSSocket | Http2Session, Connection>()

/** What is the same for all requests of a connection. An HTTP/2 request's `socket` will not do: each stream makes a proxy of its own. */
function sessionOf(request: Http2ServerRequest): TLSSocket | Http2Session {
  const stream: Http2ServerRequest['stream'] | undefined = request.stream // HTTP/1.1 requests have none
  return stream?.session ?? (request.socket as unknown as TLSSocket)
}

function connectionOf(session: TLSSocket | Http2Session): Connection {
  const known = connections.get(session)
  if (known !== undefined) return known
  const socket = 'socket' in session ? (session.socket as TLSSocket) : session
  const peer: DetailedPeerCertificate = socket.getPeerCertificate(true)
  const { remoteAddress } = socket
  const connection: Connection = {
    clientCertificates: peerChain(peer),
    ...(remoteAddress === undefined ? {} : { remoteAddress: remoteAddress.replace(/^::ffff:(?=\d+\.)/, '') }),
  }
  connections.set(session, connection)
  return connection
}

/** Impersonated groups come one per header and may hold commas: whoever reads them gets them as they were sent. */
function withRepeated(connection: Connection, request: WireRequest, raw: readonly string[]): Connection {
  if (request.headers['impersonate-user'] === undefined && request.headers['impersonate-group'] === undefined)
    return connection
  return {
    ...connection,
    headerValues: (name) => raw.filter((_, i) => i % 2 === 1 && raw[i - 1]?.toLowerCase() === name),
  }
}

function wireRequest(
  method: string,
  path: string,
  from: Readonly<Record<string, string | string[] | undefined>>,
): WireRequest {
  const headers: Record<string, string> = {}
  for (const name in from) {
    const value = from[name]
    if (value === undefined || name.startsWith(':')) continue
    headers[name] = Array.isArray(value) ? value.join(', ') : value
  }
  return { method, path, headers }
}
