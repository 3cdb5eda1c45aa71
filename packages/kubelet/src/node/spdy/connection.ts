/**
 * SPDY/3.1 over a raw stream, either end: opens streams, accepts streams, carries their data.
 * Always: header blocks are (de)compressed strictly in order; a stream's reader is waited for before more is read, which is
 * the only flow control there is, as on Go's side. Elsewhere: bytes of frames (./frames.ts).
 */
import type { Duplex } from 'node:stream'
import {
  controlFrame,
  dataFrame,
  finFlag,
  FrameReader,
  frameTypes,
  HeaderCodec,
  numbers,
  type Frame,
  type Headers,
} from './frames.ts'

const maxDataBytes = 32 * 1024

export class SpdyStream {
  readonly id: number
  readonly headers: Headers
  readonly #connection: SpdyConnection
  #ended = false
  #reader: ((data: Buffer) => Promise<void> | void) | undefined
  /** What came before anybody listened: data may follow the acceptance of a stream in the same packet. */
  #early: Buffer[] = []
  /** The other side sends no more on this stream, or the stream is gone. */
  onEnd: () => void = () => undefined
  #remoteEnded = false

  constructor(connection: SpdyConnection, id: number, headers: Headers) {
    this.#connection = connection
    this.id = id
    this.headers = headers
  }

  /** Takes what arrives; no more is read until it resolves. */
  set onData(reader: (data: Buffer) => Promise<void> | void) {
    this.#reader = reader
    const early = this.#early
    this.#early = []
    for (const data of early) void reader(data)
  }

  deliver(data: Buffer): Promise<void> | void {
    if (this.#reader) return this.#reader(data)
    this.#early.push(data)
  }

  async write(data: Uint8Array): Promise<void> {
    for (let at = 0; at < data.length; at += maxDataBytes) {
      await this.#connection.send(dataFrame(this.id, false, data.subarray(at, at + maxDataBytes)))
    }
  }

  /** Half-closes: we send no more. */
  async end(): Promise<void> {
    if (this.#ended) return
    this.#ended = true
    await this.#connection.send(dataFrame(this.id, true, Buffer.alloc(0)))
  }

  async reset(): Promise<void> {
    this.#ended = true
    await this.#connection.send(controlFrame(frameTypes.rstStream, 0, Buffer.concat([numbers(this.id), numbers(5)])))
    this.remoteEnd()
  }

  get remoteEnded(): boolean {
    return this.#remoteEnded
  }

  remoteEnd(): void {
    if (this.#remoteEnded) return
    this.#remoteEnded = true
    this.onEnd()
  }
}

export interface SpdyOptions {
  readonly role: 'client' | 'server'
  /** Bytes that came with the upgrade. */
  readonly head?: Uint8Array
  /** Server: a stream was opened by the other side; it is accepted when this returns. */
  accept?(stream: SpdyStream): void
}

export class SpdyConnection {
  readonly #socket: Duplex
  readonly #options: SpdyOptions
  readonly #codec = new HeaderCodec()
  readonly #streams = new Map<number, SpdyStream>()
  readonly #replies = new Map<number, { resolve: () => void; reject: (error: Error) => void }>()
  readonly #reader = new FrameReader()
  #nextId: number
  #encoding: Promise<unknown> = Promise.resolve()
  #closed = false
  /** Resolves when the connection has ended, however it did. */
  readonly closed: Promise<void>

  constructor(socket: Duplex, options: SpdyOptions) {
    this.#socket = socket
    this.#options = options
    this.#nextId = options.role === 'client' ? 1 : 2
    socket.on('error', () => socket.destroy())
    this.closed = this.#read().finally(() => this.#finish())
  }

  /** Opens a stream and waits until the other side has accepted it. */
  async open(headers: Headers): Promise<SpdyStream> {
    const id = this.#nextId
    this.#nextId += 2
    const stream = new SpdyStream(this, id, headers)
    this.#streams.set(id, stream)
    const accepted = new Promise<void>((resolve, reject) => this.#replies.set(id, { resolve, reject }))
    accepted.catch(() => undefined)
    await this.#inOrder(async () => {
      const block = await this.#codec.encode(headers)
      const payload = Buffer.concat([numbers(id, 0), Buffer.from([0, 0]), block])
      await this.send(controlFrame(frameTypes.synStream, 0, payload))
    })
    await accepted
    return stream
  }

  async send(frame: Buffer): Promise<void> {
    if (this.#closed || this.#socket.destroyed) throw new Error('the connection is closed')
    if (this.#socket.write(frame)) return
    await new Promise<void>((resolve) => {
      const done = (): void => {
        this.#socket.off('drain', done)
        this.#socket.off('close', done)
        resolve()
      }
      this.#socket.once('drain', done)
      this.#socket.once('close', done)
    })
  }

  close(): void {
    if (!this.#closed) this.#socket.end()
  }

  destroy(): void {
    this.#socket.destroy()
  }

  #inOrder<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#encoding.then(work, work)
    this.#encoding = mine.catch(() => undefined)
    return mine
  }

  async #read(): Promise<void> {
    try {
      const { head } = this.#options
      if (head && head.length > 0) await this.#take(Buffer.from(head))
      for await (const chunk of this.#socket) await this.#take(chunk as Buffer)
    } catch {
      // A connection that breaks ends its streams; whoever uses them notices by that.
    }
  }

  async #take(chunk: Buffer): Promise<void> {
    for (const frame of this.#reader.push(chunk)) await this.#handle(frame)
  }

  async #handle(frame: Frame): Promise<void> {
    if (frame.kind === 'data') {
      const stream = this.#streams.get(frame.streamId)
      if (!stream) return
      if (frame.data.length > 0) await stream.deliver(frame.data)
      if (frame.fin) stream.remoteEnd()
      return
    }
    const { payload } = frame
    switch (frame.type) {
      case frameTypes.synStream: {
        const id = payload.readUInt32BE(0) & 0x7fffffff
        const headers = await this.#codec.decode(payload.subarray(10))
        const stream = new SpdyStream(this, id, headers)
        this.#streams.set(id, stream)
        this.#options.accept?.(stream)
        await this.#inOrder(async () => {
          const block = await this.#codec.encode({})
          await this.send(controlFrame(frameTypes.synReply, 0, Buffer.concat([numbers(id), block])))
        })
        if ((frame.flags & finFlag) !== 0) stream.remoteEnd()
        return
      }
      case frameTypes.synReply: {
        const id = payload.readUInt32BE(0) & 0x7fffffff
        await this.#codec.decode(payload.subarray(4))
        this.#replies.get(id)?.resolve()
        this.#replies.delete(id)
        if ((frame.flags & finFlag) !== 0) this.#streams.get(id)?.remoteEnd()
        return
      }
      case frameTypes.headers:
        await this.#codec.decode(payload.subarray(4))
        return
      case frameTypes.rstStream: {
        const id = payload.readUInt32BE(0) & 0x7fffffff
        this.#replies.get(id)?.reject(new Error(`stream ${id} was refused: status ${payload.readUInt32BE(4)}`))
        this.#replies.delete(id)
        this.#streams.get(id)?.remoteEnd()
        this.#streams.delete(id)
        return
      }
      case frameTypes.ping: {
        // Our own pings would carry ids of our parity; we send none.
        await this.send(controlFrame(frameTypes.ping, 0, payload))
        return
      }
      default:
    }
  }

  #finish(): void {
    this.#closed = true
    for (const { reject } of this.#replies.values()) reject(new Error('the connection is closed'))
    this.#replies.clear()
    for (const stream of this.#streams.values()) stream.remoteEnd()
    this.#streams.clear()
    this.#codec.close()
    this.#socket.destroy()
  }
}
