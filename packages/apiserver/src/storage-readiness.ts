/**
 * The post-start hook `storage-readiness` (gate WatchCacheInitializationPostStartHook): readiness waits for the caches.
 * Always: it waits no longer than told; then it warns and lets the server be ready all the same.
 * @see apiserver pkg/server/storage_readiness_hook.go
 */
import { every } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import type { PostStartHook } from './options.ts'

const pollMs = 100
/** `--storage-initialization-timeout`. */
export const defaultStorageInitializationTimeoutMs = 60_000

export function storageReadiness(host: Host, allReady: () => boolean, timeoutMs: number): PostStartHook {
  return {
    name: 'storage-readiness',
    run: () =>
      new Promise((resolve) => {
        if (allReady()) {
          resolve()
          return
        }
        const done = (): void => {
          poll.cancel()
          limit.cancel()
          resolve()
        }
        const poll = every(host.clock, pollMs, () => {
          if (allReady()) done()
        })
        const limit = host.clock.after(timeoutMs, () => {
          host.log.warn('deadline exceeded while waiting for storage readiness... ignoring')
          done()
        })
      }),
  }
}
