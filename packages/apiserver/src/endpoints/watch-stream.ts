/**
 * The body of a watch: initial pieces that are made as they are taken, then what is pushed, until it ends.
 * Always: everything pushed in one turn is one chunk; a reader that falls too far behind ends the stream, never the server.
 */

/** How much may wait for a slow reader. */
const mostWaitingBytes = 64 * 1024 * 1024

export class WatchStream implements AsyncIterable<Uint8Array> {
  readonly #initial: Iterator<Uint8Array>
  #initialDone = false
  #waiting: Uint8Array[] = []
  #waitingBytes = 0
  #ended = false
  /** The reader did not keep up. */
  overflowed = false
  #wake: (() => void) | undefined
  readonly #onEnd: (() => void)[]

  /** @param onEnd called once, whoever ends the stream */
  constructor(initial: Iterable<Uint8Array>, onEnd: () => void) {
    this.#initial = initial[Symbol.iterator]()
    this.#onEnd = [onEnd]
  }

  /** Calls back when the stream has ended, whoever ends it; at once when it has already. */
  onceEnded(callback: () => void): void {
    if (this.#ended) callback()
    else this.#onEnd.push(callback)
  }

  push(chunk: Uint8Array): void {
    if (this.#ended) return
    this.#waiting.push(chunk)
    this.#waitingBytes += chunk.length
    if (this.#waitingBytes > mostWaitingBytes) {
      this.#waiting = []
      this.overflowed = true
      this.end()
      return
    }
    if (this.#wake !== undefined && this.#waiting.length === 1) {
      // Not yet: what else is pushed in this turn goes out with it.
      queueMicrotask(() => this.#wakeUp())
    }
  }

  /** What was pushed is still delivered. */
  end(): void {
    if (this.#ended) return
    this.#ended = true
    for (const callback of this.#onEnd) callback()
    this.#wakeUp()
  }

  #wakeUp(): void {
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return {
      next: async () => {
        if (!this.#initialDone) {
          const piece = this.#initial.next()
          if (piece.done !== true) return { done: false, value: piece.value }
          this.#initialDone = true
        }
        while (this.#waiting.length === 0) {
          if (this.#ended) return { done: true, value: undefined }
          await new Promise<void>((resolve) => {
            this.#wake = resolve
          })
        }
        const chunks = this.#waiting
        this.#waiting = []
        this.#waitingBytes = 0
        return { done: false, value: chunks.length === 1 ? (chunks[0] as Uint8Array) : Buffer.concat(chunks) }
      },
      return: async () => {
        this.end()
        return { done: true, value: undefined }
      },
    }
  }
}
