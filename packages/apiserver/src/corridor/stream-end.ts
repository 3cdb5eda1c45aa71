/**
 * When an endless answer ends: its reader has had enough, it has nothing more to say, or the client is gone.
 * In: an answer and its request's signal. Out: the same answer, whose end is told once.
 * Also here: how large an answer was, told when that is known.
 */
import type { WireResponse } from '@elli/host/wire'
import { WatchStream } from '../endpoints/watch-stream.ts'
import type { Distribution } from '@elli/host/metrics/held'
import { Bytes, Pieces } from '../http/body.ts'

export function whenStreamEnds(
  response: WireResponse,
  signal: AbortSignal | undefined,
  ended: () => void,
): WireResponse {
  const { body } = response
  if (body instanceof Bytes) {
    // It never began: a refusal is there as a whole.
    ended()
    return response
  }
  if (body instanceof WatchStream) {
    body.onceEnded(ended)
    return response
  }
  let over = false
  const end = (): void => {
    if (over) return
    over = true
    signal?.removeEventListener('abort', end)
    ended()
  }
  if (signal?.aborted === true) end()
  else signal?.addEventListener('abort', end, { once: true })
  return {
    ...response,
    body: {
      [Symbol.asyncIterator]() {
        const iterator = body[Symbol.asyncIterator]()
        return {
          async next() {
            try {
              const result = await iterator.next()
              if (result.done === true) end()
              return result
            } catch (error) {
              end()
              throw error
            }
          },
          async return() {
            end()
            return (await iterator.return?.()) ?? { done: true, value: undefined }
          },
        }
      },
    },
  }
}

/** The answer, whose size is told: at once, or when its last piece has been made. */
export function sized(response: WireResponse, sizes: Distribution): WireResponse {
  const { body } = response
  if (body instanceof Bytes) {
    sizes.observe(body.length)
    return response
  }
  if (!(body instanceof Pieces)) return response
  return { ...response, body: new Pieces(counted(body.pieces, sizes)) }
}

function* counted(pieces: Iterable<Uint8Array>, sizes: Distribution): Generator<Uint8Array> {
  let size = 0
  for (const piece of pieces) {
    size += piece.length
    yield piece
  }
  sizes.observe(size)
}
