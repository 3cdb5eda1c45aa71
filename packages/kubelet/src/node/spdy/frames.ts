/**
 * SPDY/3.1 frames as bytes: cutting a byte stream into frames, building frames.
 * Pure but for the header codec, whose compression contexts live as long as their connection and must be used in order.
 * Elsewhere: streams over them (./connection.ts).
 */
import { constants, createDeflate, createInflate, type Deflate, type Inflate } from 'node:zlib'
import { spdyDictionary } from './dictionary.ts'

export type Headers = Readonly<Record<string, string>>

export const frameTypes = {
  synStream: 1,
  synReply: 2,
  rstStream: 3,
  settings: 4,
  ping: 6,
  goAway: 7,
  headers: 8,
  windowUpdate: 9,
} as const

export type Frame =
  | { kind: 'data'; streamId: number; fin: boolean; data: Buffer }
  | { kind: 'control'; type: number; flags: number; payload: Buffer }

export const finFlag = 0x01

/** Cuts what arrives into whole frames; what is left over waits for more. */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0)

  push(chunk: Buffer): Frame[] {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    const frames: Frame[] = []
    while (this.#rest.length >= 8) {
      const length = this.#rest.readUIntBE(5, 3)
      if (this.#rest.length < 8 + length) break
      const head = this.#rest.readUInt32BE(0)
      const flags = this.#rest[4] ?? 0
      const payload = this.#rest.subarray(8, 8 + length)
      frames.push(
        head >= 0x80000000
          ? { kind: 'control', type: head & 0xffff, flags, payload }
          : { kind: 'data', streamId: head & 0x7fffffff, fin: (flags & finFlag) !== 0, data: payload },
      )
      this.#rest = this.#rest.subarray(8 + length)
    }
    return frames
  }
}

export function controlFrame(type: number, flags: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt16BE(0x8003, 0)
  head.writeUInt16BE(type, 2)
  head.writeUInt32BE(((flags << 24) | payload.length) >>> 0, 4)
  return Buffer.concat([head, payload])
}

export function dataFrame(streamId: number, fin: boolean, data: Uint8Array): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(streamId, 0)
  head.writeUInt32BE((((fin ? finFlag : 0) << 24) | data.length) >>> 0, 4)
  return Buffer.concat([head, data])
}

export function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, index * 4)
  return bytes
}

/** Header blocks of one connection, one compression context per direction. Calls must not overlap: callers queue them. */
export class HeaderCodec {
  readonly #deflate: Deflate = createDeflate({ dictionary: spdyDictionary })
  readonly #inflate: Inflate = createInflate({ dictionary: spdyDictionary })

  async encode(headers: Headers): Promise<Buffer> {
    const entries = Object.entries(headers)
    const parts: Buffer[] = [numbers(entries.length)]
    for (const [name, value] of entries) {
      const [key, text] = [Buffer.from(name.toLowerCase()), Buffer.from(value)]
      parts.push(numbers(key.length), key, numbers(text.length), text)
    }
    return through(this.#deflate, Buffer.concat(parts))
  }

  async decode(block: Buffer): Promise<Headers> {
    const bytes = await through(this.#inflate, block)
    const headers: Record<string, string> = {}
    let at = 4
    const take = (): string => {
      const length = bytes.readUInt32BE(at)
      const text = bytes.toString('utf8', at + 4, at + 4 + length)
      at += 4 + length
      return text
    }
    for (let count = bytes.readUInt32BE(0); count > 0; count--) {
      const name = take()
      headers[name] = take()
    }
    return headers
  }

  close(): void {
    this.#deflate.close()
    this.#inflate.close()
  }
}

/** All that comes out of a compressor for one block, flushed so that the other side need not wait for the next. */
function through(stream: Deflate | Inflate, input: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const onData = (chunk: Buffer): void => void chunks.push(chunk)
    const done = (error?: Error): void => {
      stream.off('data', onData)
      stream.off('error', done)
      if (error) reject(error)
      else resolve(Buffer.concat(chunks))
    }
    stream.on('data', onData)
    stream.once('error', done)
    stream.write(input)
    stream.flush(constants.Z_SYNC_FLUSH, () => done())
  })
}
