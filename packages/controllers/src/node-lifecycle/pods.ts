/** Pods of a node that is not ready are not ready either: saying so on each, and that it was said. */
import type { Pod } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import { isNotFound } from '@elli/machinery/errors'
import { toTime } from '@elli/host/time'
import type { ControllerContext } from '../controller.ts'

/** Goes through all of them, whatever happens with one. @throws the first error */
export async function markPodsNotReady(
  { client, recorder, host }: ControllerContext,
  list: readonly Pod[],
  signal: AbortSignal,
): Promise<void> {
  let failure: { error: unknown } | undefined
  for (const pod of list) {
    const conditions = pod.status?.conditions ?? []
    const at = conditions.findIndex(({ type }) => type === 'Ready')
    const ready = conditions[at]
    if (!ready || ready.status === 'False') continue
    const next = { ...ready, status: 'False' as const, lastTransitionTime: toTime(host.clock.now()) }
    const status = { ...pod.status, conditions: conditions.with(at, next) }
    try {
      await client.for(pods).updateStatus({ ...pod, status }, { signal })
    } catch (error) {
      if (isNotFound(error)) continue
      failure ??= { error }
    }
    recorder.event(pod, 'Warning', 'NodeNotReady', 'Node is not ready')
  }
  if (failure) throw failure.error
}
