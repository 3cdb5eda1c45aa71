/**
 * An answer onto the wire: whole bodies in one go, long ones piece by piece as the reader takes them, large ones gzipped.
 * Always: gzip works off the main thread; a watch is never gzipped.
 */
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Http2ServerResponse } from 'node:http2'
import { promisify } from 'node:util'
import { createGzip, gzip } from 'node:zlib'
import type { WireRequest, WireResponse } from '@elli/host/wire'
import { Bytes, Pieces } from '../http/body.ts'

const gzipAsync = promisify(gzip)
const gzipFrom = 128 * 1024
const level = 1

export async function sendResponse(
  request: WireRequest,
  answer: WireResponse,
  response: Http2ServerResponse,
): Promise<void> {
  const { status, body } = answer
  const headers: Record<string, string> = { 'cache-control': 'no-cache, private', ...answer.headers }
  const zip = (request.headers['accept-encoding'] ?? '').includes('gzip')
  if (body instanceof Bytes) {
    const whole = body.chunks.length === 1 ? (body.chunks[0] as Uint8Array) : Buffer.concat(body.chunks)
    if (!zip || whole.length < gzipFrom) {
      response.writeHead(status, headers)
      response.end(whole)
      return
    }
    const packed = await gzipAsync(whole, { level })
    headers['content-encoding'] = 'gzip'
    headers['content-length'] = String(packed.length)
    response.writeHead(status, headers)
    response.end(packed)
    return
  }
  if (body instanceof Pieces && zip) {
    headers['content-encoding'] = 'gzip'
    delete headers['content-length']
    response.writeHead(status, headers)
    const packer = createGzip({ level })
    packer.pipe(response as unknown as NodeJS.WritableStream)
    for await (const piece of body) {
      if (response.destroyed) break
      if (!packer.write(piece)) await Promise.race([once(packer, 'drain'), once(response, 'close')])
    }
    packer.end()
    return
  }
  response.writeHead(status, headers)
  if (!(body instanceof Pieces)) flushHeaders(response)
  for await (const piece of body) {
    if (response.destroyed || response.writableEnded) break
    if (!response.write(piece)) await drained(response)
  }
  response.end()
}

/** A watch says hello before its first event. HTTP/2 does so by itself; HTTP/1.1 responses must be told. */
function flushHeaders(response: Http2ServerResponse | ServerResponse): void {
  if ('flushHeaders' in response) response.flushHeaders()
}

/** Resolves when the reader has taken what was written, or is gone. */
function drained(response: Http2ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      response.off('drain', done)
      response.off('close', done)
      resolve()
    }
    response.on('drain', done)
    response.on('close', done)
  })
}
