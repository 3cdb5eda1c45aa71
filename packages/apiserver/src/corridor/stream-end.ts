/**
 * When an endless answer ends: its reader has had enough, it has nothing more to say, or the client is gone.
 * In: an answer and its request's signal. Out: the same answer, whose end is told once.
 */
import type { WireResponse } from '@elli/host/wire'
import { WatchStream } from '../endpoints/watch-stream.ts'
import { Bytes } from '../http/body.ts'

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
