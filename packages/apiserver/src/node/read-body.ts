/** The body of a request, up to one byte more than the server takes. */
import type { Readable } from 'node:stream'

const limit = 3 * 1024 * 1024

export class TooLargeError extends Error {
  /** What was read before giving up: enough to be seen as too large. */
  readonly seen: Uint8Array
  constructor(seen: Uint8Array) {
    super('body too large')
    this.seen = seen
  }
}

export function readBody(stream: Readable): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let length = 0
    stream.on('data', (chunk: Buffer) => {
      length += chunk.length
      if (length <= limit + chunk.length) chunks.push(chunk)
      if (length > limit) {
        stream.removeAllListeners('data')
        // The rest is taken off the wire and thrown away, so that the client gets to read the answer.
        stream.resume()
        reject(new TooLargeError(Buffer.concat(chunks)))
      }
    })
    stream.on('end', () => resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks)))
    stream.on('error', reject)
    stream.on('aborted', () => reject(new Error('the client went away')))
  })
}
