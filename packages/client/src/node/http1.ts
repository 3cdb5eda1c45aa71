/**
 * HTTP/1.1 exchanges and upgrades on sockets of our own opening.
 * Always: an aborted exchange fails with the signal's reason, a broken one with an Error.
 */
import http from 'node:http'
import type net from 'node:net'
import type { Duplex } from 'node:stream'
import type { UpgradeResponse, WireResponse } from '@elli/host/wire'
import { flatHeaders } from './headers.ts'

export interface Http1Request {
  method: string
  path: string
  headers: http.OutgoingHttpHeaders
  body: Uint8Array | undefined
  signal: AbortSignal | undefined
}

/** Keeps connections for the next request; opens as many as are needed at once. */
export class DialingAgent extends http.Agent {
  readonly #open: () => Promise<net.Socket>

  constructor(open: () => Promise<net.Socket>) {
    super({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY, maxFreeSockets: 16 })
    this.#open = open
  }

  override createConnection(
    _options: unknown,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | null | undefined {
    this.#open().then(
      (socket) => callback?.(null, socket),
      // Node looks at the stream only when there is no error.
      (error: unknown) =>
        callback?.(error instanceof Error ? error : new Error(String(error)), undefined as unknown as Duplex),
    )
    return undefined
  }
}

/** A kept connection that the server closes just as we use it says nothing about the request: it may be sent again. */
function wasStale(request: http.ClientRequest, error: unknown): boolean {
  return request.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET'
}

export async function sendHttp1(agent: http.Agent, exchange: Http1Request): Promise<WireResponse> {
  const { method, path, headers, body, signal } = exchange
  const request = http.request({ agent, method, path, headers })
  try {
    const response = await answerTo(request, body, signal)
    return {
      status: response.statusCode ?? 0,
      headers: flatHeaders(response.headers),
      body: chunks(request, response, signal),
    }
  } catch (error) {
    if (!signal?.aborted && (method === 'GET' || method === 'HEAD') && wasStale(request, error))
      return sendHttp1(agent, exchange)
    throw error
  }
}

function answerTo(
  request: http.ClientRequest,
  body: Uint8Array | undefined,
  signal: AbortSignal | undefined,
): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      request.destroy()
      reject(signal?.reason)
    }
    const settle = (): void => signal?.removeEventListener('abort', onAbort)
    // Stays for the whole exchange: an error after the answer reaches the body too.
    request.on('error', (error) => {
      settle()
      reject(error)
    })
    request.once('response', (response) => {
      settle()
      resolve(response)
    })
    if (signal?.aborted) return onAbort()
    signal?.addEventListener('abort', onAbort, { once: true })
    request.end(body)
  })
}

async function* chunks(
  request: http.ClientRequest,
  response: http.IncomingMessage,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  const onAbort = (): void => {
    request.destroy()
  }
  signal?.addEventListener('abort', onAbort, { once: true })
  try {
    signal?.throwIfAborted()
    for await (const chunk of response) yield chunk as Buffer
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    throw error
  } finally {
    signal?.removeEventListener('abort', onAbort)
    if (!response.complete) request.destroy()
  }
}

/** @param socket a fresh connection, which the answer owns from now on */
export function upgradeHttp1(socket: net.Socket, exchange: Http1Request): Promise<UpgradeResponse> {
  const { method, path, headers, body, signal } = exchange
  return new Promise((resolve, reject) => {
    const request = http.request({ createConnection: () => socket, method, path, headers })
    const onAbort = (): void => {
      request.destroy()
      reject(signal?.reason)
    }
    const settle = (): void => signal?.removeEventListener('abort', onAbort)
    request.on('error', (error) => {
      settle()
      reject(error)
    })
    request.once('upgrade', (response, stream, head) => {
      settle()
      const received = flatHeaders(response.headers)
      resolve({ upgraded: true, protocol: received['upgrade'] ?? '', headers: received, stream, head })
    })
    request.once('response', (response) => {
      settle()
      const status = response.statusCode ?? 0
      const refusal = { status, headers: flatHeaders(response.headers), body: chunks(request, response, signal) }
      resolve({ upgraded: false, response: refusal })
    })
    if (signal?.aborted) return onAbort()
    signal?.addEventListener('abort', onAbort, { once: true })
    request.end(body)
  })
}
