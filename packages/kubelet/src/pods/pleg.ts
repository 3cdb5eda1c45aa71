/**
 * Notices what happens to containers: compares the runtime's lists once a second and says which pods have changed.
 * Always: unhealthy when no comparison succeeded for three minutes. Elsewhere: what the pods look like (./runtime-reader.ts).
 */
import type { Host } from '@elli/host/host'
import type { PodOutline, RuntimeReader } from './runtime-reader.ts'
import { goDuration } from './go-duration.ts'

const periodMs = 1_000
/** While something was started or stopped a moment ago, more is likely to happen: an init container ends, a container dies at once. */
const hotPeriodMs = 150
const hotMs = 2_000
const thresholdMs = 3 * 60_000

export interface Pleg {
  run(signal: AbortSignal): Promise<void>
  /** undefined while healthy. */
  problem(): string | undefined
  /** The latest lists. */
  outlines(): ReadonlyMap<string, PodOutline>
  /** Something was started or stopped: looks more often for a while. */
  heat(): void
  /** Looks now and resolves when done. */
  relist(): Promise<void>
}

export function pleg(options: {
  host: Host
  reader: RuntimeReader
  changed(podUid: string): void
  observe?(seconds: number): void
}): Pleg {
  const { host, reader, changed } = options
  let known: ReadonlyMap<string, PodOutline> = new Map()
  let lastSuccess: number | undefined
  let hotUntil = Number.NEGATIVE_INFINITY

  const relist = async (): Promise<void> => {
    const started = host.clock.monotonicMs()
    const now = await reader.outlines()
    lastSuccess = host.clock.monotonicMs()
    options.observe?.((lastSuccess - started) / 1000)
    const before = known
    known = now
    for (const uid of new Set([...before.keys(), ...now.keys()])) {
      if (!sameOutline(before.get(uid), now.get(uid))) changed(uid)
    }
  }

  return {
    relist,
    heat() {
      hotUntil = host.clock.monotonicMs() + hotMs
    },
    outlines: () => known,
    problem() {
      if (lastSuccess === undefined) return 'pleg has yet to be successful'
      const age = host.clock.monotonicMs() - lastSuccess
      return age > thresholdMs
        ? `pleg was last seen active ${goDuration(Math.round(age))} ago; threshold is ${goDuration(thresholdMs)}`
        : undefined
    },
    async run(signal) {
      while (!signal.aborted) {
        try {
          await relist()
        } catch (error) {
          if (!signal.aborted) host.log.warn('cannot list pods of the runtime', { error })
        }
        const hot = host.clock.monotonicMs() < hotUntil
        await host.clock.sleep(hot ? hotPeriodMs : periodMs, signal).catch(() => undefined)
      }
    },
  }
}

function sameOutline(a: PodOutline | undefined, b: PodOutline | undefined): boolean {
  if (!a || !b) return a === b
  if (a.sandboxes.size !== b.sandboxes.size || a.containers.size !== b.containers.size) return false
  for (const [id, state] of a.sandboxes) if (b.sandboxes.get(id) !== state) return false
  for (const [id, { state }] of a.containers) if (b.containers.get(id)?.state !== state) return false
  return true
}
