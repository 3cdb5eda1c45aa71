/**
 * Keeps the config map that says since when the use of secrets' tokens is tracked: made at the start, mended when it cannot be read.
 * In: the config map as the caches have it, how to write it. Out: writes.
 * Always: when somebody deletes it, it comes back after half an hour at the earliest, so that servers which track and servers
 * which do not never fight over it.
 * @see kubernetes v1.31 pkg/controlplane/controller/legacytokentracking
 */
import type { ConfigMap } from '@elli/api/core/v1'
import type { Host } from '@elli/host/host'
import { isAlreadyExists, isConflict, isNotFound } from '@elli/machinery/errors'
import { legacyTokenConfigMap } from './legacy-token-tracking.ts'

export interface LegacyTokenTrackingOptions {
  readonly host: Host
  present(): ConfigMap | undefined
  create(configMap: ConfigMap): Promise<unknown>
  update(configMap: ConfigMap): Promise<unknown>
}

const creationPeriodMs = 30 * 60_000

/** @returns what to call at the start, and whenever the config map has changed */
export function legacyTokenTracking({
  host,
  present,
  create,
  update,
}: LegacyTokenTrackingOptions): () => Promise<void> {
  const { clock, log } = host
  let createdAt: number | undefined
  let waiting = false
  let turn: Promise<void> = Promise.resolve()

  async function look(): Promise<void> {
    const found = present()
    const wanted = legacyTokenConfigMap(found, clock.now())
    if (wanted === undefined) return
    try {
      if (found !== undefined) await update(wanted)
      else await createLater(wanted)
    } catch (error) {
      // Somebody else was faster; what they wrote wakes this up again.
      if (isAlreadyExists(error) || isConflict(error) || isNotFound(error)) return
      log.error('legacy token tracking', { error: String(error) })
    }
  }

  async function createLater(configMap: ConfigMap): Promise<void> {
    const leftMs = createdAt === undefined ? 0 : createdAt + creationPeriodMs - clock.monotonicMs()
    if (leftMs <= 0) {
      await create(configMap)
      createdAt = clock.monotonicMs()
    } else if (!waiting) {
      waiting = true
      clock.after(leftMs, () => {
        waiting = false
        void wake()
      })
    }
  }

  function wake(): Promise<void> {
    turn = turn.then(look)
    return turn
  }
  return wake
}
