/**
 * Requests that meet a cache which is being read (KEP-4568): refused at once, or waited for with the gate off.
 * @see apiserver pkg/storage/cacher
 */
import type { Host } from '@elli/host/host'
import { serviceUnavailable, tooManyRequests } from '@elli/machinery/errors'
import type { ResourceCache } from './cache.ts'
import type { Feed } from './feed.ts'

/** How long a request may wait: upstream's `--request-timeout`. */
const waitMs = 60_000

/** Resolves when the cache is ready. @throws ApiError 429 at once, or 503 after a minute with the gate off */
export async function whenReady(feed: Feed, host: Host, cache: ResourceCache): Promise<void> {
  if (cache.ready) return
  if (feed.featureEnabled('ResilientWatchCacheInitialization')) {
    throw tooManyRequests('storage is (re)initializing', 1)
  }
  await new Promise<void>((resolve, reject) => {
    const timer = host.clock.after(waitMs, () => reject(serviceUnavailable('context deadline exceeded')))
    void cache.whenReady().then(() => {
      timer.cancel()
      resolve()
    })
  })
}
