/** Chunks written on one side and read on the other, as the body of a response; ends when told to or with the signal. */

export interface ChunkQueue {
  readonly chunks: AsyncIterable<Uint8Array>
  push(chunk: Uint8Array): void
  /** What was pushed is still read; then the body ends, or fails with `error`. */
  end(error?: Error): void
}

/** @param onClosed called once, when nobody reads any more */
export function chunkQueue(signal: AbortSignal | undefined, onClosed: () => void = () => {}): ChunkQueue {
  const waiting: Uint8Array[] = []
  let ended = false
  let failure: Error | undefined
  let wake: () => void = () => {}

  async function* read(): AsyncGenerator<Uint8Array, void, undefined> {
    const onAbort = (): void => wake()
    signal?.addEventListener('abort', onAbort, { once: true })
    try {
      for (;;) {
        signal?.throwIfAborted()
        const next = waiting.shift()
        if (next !== undefined) {
          yield next
          continue
        }
        if (ended) {
          if (failure !== undefined) throw failure
          return
        }
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    } finally {
      signal?.removeEventListener('abort', onAbort)
      onClosed()
    }
  }

  return {
    chunks: read(),
    push(chunk) {
      waiting.push(chunk)
      wake()
    },
    end(error) {
      ended = true
      failure = error
      wake()
    },
  }
}
