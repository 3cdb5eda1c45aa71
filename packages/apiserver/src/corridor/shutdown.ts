/**
 * Ending watches when the server goes down: all at once, or one after the other over a grace period, so that their clients
 * do not come to other servers all at once.
 */
import type { Clock } from '@elli/host/clock'

export async function endWatches(open: ReadonlySet<() => void>, graceMs: number, clock: Clock): Promise<void> {
  const ends = [...open]
  if (graceMs <= 0 || ends.length === 0) {
    for (const end of ends) end()
    return
  }
  const pause = graceMs / ends.length
  const never = new AbortController().signal
  for (const end of ends) {
    // One that ended by itself meanwhile is no longer among them.
    if (!open.has(end)) continue
    end()
    await clock.sleep(pause, never)
  }
}
