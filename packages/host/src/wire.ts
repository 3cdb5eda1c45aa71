/**
 * One HTTP exchange as data: what a transport carries, whether over a socket or straight into the API server of this process.
 * Header names are lower case. Bodies are bytes; a watch's body is an endless sequence of chunks that ends with the signal.
 */
import type { Duplex } from 'node:stream'

export interface WireRequest {
  method: string
  /** Path and query, e.g. `/api/v1/pods?watch=true`. */
  path: string
  headers: Record<string, string>
  /** Headers that are sent once for each of their values. */
  repeatedHeaders?: Readonly<Record<string, readonly string[]>>
  body?: Uint8Array
  /** Aborting it ends the exchange; a running response body ends with the signal's reason. */
  signal?: AbortSignal
}

export interface WireResponse {
  status: number
  headers: Record<string, string>
  body: AsyncIterable<Uint8Array>
}

/** The answer to an upgrade: either the switched protocol with its raw stream, or the refusal. */
export type UpgradeResponse =
  | { upgraded: true; protocol: string; headers: Record<string, string>; stream: Duplex; head: Uint8Array }
  | { upgraded: false; response: WireResponse }

export interface Transport {
  send(request: WireRequest): Promise<WireResponse>
  /** HTTP/1.1 upgrade (WebSocket, SPDY/3.1) with the caller's own upgrade headers. */
  upgrade(request: WireRequest): Promise<UpgradeResponse>
  close(): Promise<void>
}

/** The whole body in one piece. */
export async function readAll(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return chunks.length === 1 ? Buffer.from(chunks[0] as Uint8Array) : Buffer.concat(chunks)
}
