/**
 * Bodies of answers: bytes that are there, and bytes that are made piece by piece.
 * In: buffers or a generator of buffers. Out: what WireResponse carries; a listener may take `chunks` in one write.
 */

const text = new TextEncoder()
/** Up to here a piece of a shared pool costs a third of what memory of its own does. */
const short = 256

/** A body that is complete already. */
export class Bytes implements AsyncIterable<Uint8Array> {
  readonly chunks: readonly Uint8Array[]

  constructor(chunks: readonly Uint8Array[]) {
    this.chunks = chunks
  }

  get length(): number {
    let length = 0
    for (const chunk of this.chunks) length += chunk.length
    return length
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    yield* this.chunks
  }
}

/** A body that is made while it is sent, so that a slow reader holds back the making. */
export class Pieces implements AsyncIterable<Uint8Array> {
  readonly pieces: Iterable<Uint8Array>

  constructor(pieces: Iterable<Uint8Array>) {
    this.pieces = pieces
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    yield* this.pieces
  }
}

export const emptyBody: Bytes = new Bytes([])

export function utf8(value: string): Uint8Array {
  return value.length <= short ? Buffer.from(value) : text.encode(value)
}
