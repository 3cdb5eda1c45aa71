/** A transformer and a plugin's client whose work is counted and timed. */
import type { Clock } from '@elli/host/clock'
import type { KmsClient } from '../node/kms-client.ts'
import type { Direction, EncryptionObserver } from './metrics.ts'
import type { Transformer } from './transformer.ts'

export function observedTransformer(
  transformer: Transformer,
  prefix: string,
  observer: EncryptionObserver,
  clock: Clock,
): Transformer {
  const observed = <T>(direction: Direction, work: () => T | Promise<T>): T | Promise<T> => {
    const startMs = clock.monotonicMs()
    const done = (failed: boolean): void =>
      observer.transformation(direction, prefix, (clock.monotonicMs() - startMs) / 1000, failed)
    try {
      const result = work()
      if (!(result instanceof Promise)) {
        done(false)
        return result
      }
      return result.then(
        (value) => {
          done(false)
          return value
        },
        (error: unknown) => {
          // Identity is asked about everything that nobody else takes, and may decline.
          if (prefix !== '') done(true)
          throw error
        },
      )
    } catch (error) {
      if (prefix !== '') done(true)
      throw error
    }
  }
  return {
    toStorage: (value, key) => observed('to_storage', () => transformer.toStorage(value, key)),
    fromStorage: (stored, key) => observed('from_storage', () => transformer.fromStorage(stored, key)),
  }
}

export function observedClient(
  client: KmsClient,
  provider: string,
  observer: EncryptionObserver,
  clock: Clock,
): KmsClient {
  return {
    async call(method, request) {
      const startMs = clock.monotonicMs()
      const done = (code: string): void =>
        observer.kmsCall(provider, method.path, code, (clock.monotonicMs() - startMs) / 1000)
      try {
        const answer = await client.call(method, request)
        done('OK')
        return answer
      } catch (error) {
        done(/code = (\w+)/.exec(error instanceof Error ? error.message : '')?.[1] ?? 'Unknown')
        throw error
      }
    },
    close: () => client.close(),
  }
}
