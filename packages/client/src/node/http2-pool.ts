/**
 * HTTP/2 connections to one server: mostly one, more only while streams outnumber what the server allows on it.
 * Always: a connection that said GOAWAY takes no new streams and lives until its last one ends; a silent one is asked by a ping every
 * 30 seconds and given up 15 seconds later, so that a watch never hangs on a dead peer; a stream that was reset fails with an Error.
 * Elsewhere: opening sockets (./dial.ts), who we are (./credentials.ts).
 */
import http2 from 'node:http2'
import type net from 'node:net'
import { type Clock, every, type Timer } from '@elli/host/clock'
import type { WireResponse } from '@elli/host/wire'
import { flatHeaders } from './headers.ts'

const { constants } = http2

const pingEveryMs = 30_000
const pingTimeoutMs = 15_000
/** Until the server has said how many streams it allows; also Go's guess. */
const streamsBeforeSettings = 100
/** Lists come in one piece: with the protocol's 64 KB they would wait for window updates every few milliseconds. */
const streamWindowBytes = 4 << 20
const sessionWindowBytes = 16 << 20

/** The request was not looked at by the server: sending it again is safe, whatever it asks. */
export class UnprocessedError extends Error {}

export interface Http2Request {
  headers: http2.OutgoingHttpHeaders
  body: Uint8Array | undefined
  signal: AbortSignal | undefined
}

interface Connection {
  session: http2.ClientHttp2Session
  streams: number
  draining: boolean
  pinger: Timer
}

export class Http2Pool {
  readonly #clock: Clock
  readonly #authority: string
  readonly #connections = new Set<Connection>()
  #opening: Promise<Connection> | undefined

  constructor(clock: Clock, authority: string) {
    this.#clock = clock
    this.#authority = authority
  }

  /** @param open gives a socket on which h2 was agreed; called only when no connection has room */
  async send(request: Http2Request, open: () => Promise<net.Socket>): Promise<WireResponse> {
    const connection = await this.#acquireOrAbort(open, request.signal)
    try {
      return await exchange(connection.session, request, () => this.#release(connection))
    } catch (error) {
      this.#release(connection)
      throw error
    }
  }

  /** New streams go to new connections from now on. */
  drain(): void {
    for (const connection of this.#connections) {
      connection.draining = true
      connection.session.close()
    }
  }

  /**
   * Ends every connection and stream at once.
   * In a turn of its own: Node 20 corrupts its memory when a session is destroyed by code that one of its frames has just woken.
   */
  async destroy(): Promise<void> {
    await new Promise((resolve) => setImmediate(resolve))
    for (const { session } of this.#connections) session.destroy()
  }

  #withRoom(): Connection | undefined {
    for (const connection of this.#connections) {
      const { session, draining, streams } = connection
      if (draining || session.closed || session.destroyed) continue
      if (streams < (session.remoteSettings?.maxConcurrentStreams ?? streamsBeforeSettings)) return connection
    }
    return undefined
  }

  /** The opening of a connection is shared, so one caller's abort ends only its own waiting. */
  async #acquireOrAbort(open: () => Promise<net.Socket>, signal: AbortSignal | undefined): Promise<Connection> {
    const acquiring = this.#acquire(open)
    if (signal === undefined) return acquiring
    let onAbort = (): void => {}
    const aborted = new Promise<never>((_, reject) => {
      onAbort = () => {
        acquiring.then((connection) => this.#release(connection)).catch(() => {})
        reject(signal.reason)
      }
      if (signal.aborted) onAbort()
      else signal.addEventListener('abort', onAbort, { once: true })
    })
    try {
      return await Promise.race([aborted, acquiring])
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }

  /** A connection with room, with one stream taken of it. */
  async #acquire(open: () => Promise<net.Socket>): Promise<Connection> {
    for (;;) {
      const connection = this.#withRoom()
      if (connection !== undefined) {
        connection.streams++
        return connection
      }
      // Calls that find no room at the same time share the connection that the first of them opens.
      this.#opening ??= open()
        .then((socket) => this.#adopt(socket))
        .finally(() => {
          this.#opening = undefined
        })
      const opened = await this.#opening
      if (opened.session.destroyed) throw new UnprocessedError('the connection was closed as soon as it was open')
    }
  }

  #adopt(socket: net.Socket): Connection {
    const session = http2.connect(this.#authority, {
      createConnection: () => socket,
      settings: { initialWindowSize: streamWindowBytes, enablePush: false },
    })
    session.setLocalWindowSize(sessionWindowBytes)
    const connection: Connection = {
      session,
      streams: 0,
      draining: false,
      pinger: every(this.#clock, pingEveryMs, ping),
    }
    const clock = this.#clock
    function ping(): void {
      if (session.destroyed) return
      const limit = clock.after(pingTimeoutMs, () => session.destroy(new Error('http2: client connection lost')))
      const sent = session.ping(() => limit.cancel())
      if (!sent) limit.cancel()
    }
    session.once('goaway', () => {
      connection.draining = true
    })
    session.once('close', () => {
      connection.pinger.cancel()
      this.#connections.delete(connection)
    })
    // Every stream learns of the error by itself; unheard, it would end the process.
    session.on('error', () => {})
    this.#connections.add(connection)
    return connection
  }

  #release(connection: Connection): void {
    connection.streams--
    // Beyond the first, connections are kept only while they are needed.
    if (connection.streams > 0 || connection.session.closed) return
    const others = [...this.#connections].filter((other) => other !== connection && !other.draining)
    if (others.length > 0) connection.session.close()
  }
}

function exchange(
  session: http2.ClientHttp2Session,
  { headers, body, signal }: Http2Request,
  onEnd: () => void,
): Promise<WireResponse> {
  return new Promise((resolve, reject) => {
    let stream: http2.ClientHttp2Stream
    try {
      stream = session.request(headers, { endStream: body === undefined })
    } catch (cause) {
      reject(new UnprocessedError('the connection is closing', { cause }))
      return
    }
    let failure: Error | undefined
    const onAbort = (): void => stream.close(constants.NGHTTP2_CANCEL)
    if (signal?.aborted) onAbort()
    else signal?.addEventListener('abort', onAbort, { once: true })
    const problem = (cause?: unknown): unknown => {
      if (signal?.aborted) return signal.reason
      if (stream.rstCode === constants.NGHTTP2_REFUSED_STREAM)
        return new UnprocessedError('the server refused the stream')
      if (failure !== undefined) return failure
      if (cause !== undefined) return cause
      const message = `stream closed by the other side with code ${stream.rstCode}`
      return Object.assign(new Error(message), { code: 'ECONNRESET' })
    }
    stream.on('error', (error: Error) => {
      failure = error
    })
    const onEarlyClose = (): void => {
      signal?.removeEventListener('abort', onAbort)
      reject(problem())
    }
    stream.once('close', onEarlyClose)
    stream.once('response', (received) => {
      stream.off('close', onEarlyClose)
      stream.once('close', () => {
        signal?.removeEventListener('abort', onAbort)
        onEnd()
      })
      const status = received[':status'] ?? 0
      resolve({ status, headers: flatHeaders(received), body: chunks(stream, problem) })
    })
    if (body !== undefined) stream.end(body)
  })
}

async function* chunks(
  stream: http2.ClientHttp2Stream,
  problem: (cause?: unknown) => unknown,
): AsyncGenerator<Uint8Array, void, undefined> {
  let ended = false
  try {
    for await (const chunk of stream) yield chunk as Buffer
    ended = true
  } catch (error) {
    ended = true
    throw problem(error)
  } finally {
    // Left early: tell the server that nobody listens any more.
    if (!ended) stream.close(constants.NGHTTP2_CANCEL)
  }
  // A reset by CANCEL ends the stream without an error, but not well.
  if (stream.rstCode !== constants.NGHTTP2_NO_ERROR) throw problem()
}
