/**
 * Changing a node's taints: some are put on, some taken off, in one write that meets no other writer.
 * In: the node as a cache knows it, taints told apart by key and effect. Always: nothing is written when nothing changes.
 */
import type { Node, Taint } from '@elli/api/core/v1'
import { nodes } from '@elli/api/core/v1.resources'
import type { Client } from '@elli/client/client'
import { retryOnConflict } from '@elli/client/retry'
import type { Host } from '@elli/host/host'
import { toTime } from '@elli/host/time'
import { sameTaint } from '@elli/machinery/pod/taints'

const retry = { steps: 5, initialMs: 100, factor: 1, jitter: 1 }

/** @throws ApiError when the node is gone or others keep writing */
export async function swapTaints(
  client: Client,
  host: Host,
  cached: Node,
  add: readonly Taint[],
  remove: readonly Taint[],
  signal: AbortSignal,
): Promise<void> {
  const objects = client.for(nodes)
  const name = cached.metadata.name ?? ''
  const timeAdded = toTime(host.clock.now())
  let node: Node | undefined = cached
  await retryOnConflict(
    host,
    async () => {
      node ??= await objects.get(name, { signal })
      const before = node.spec?.taints ?? []
      const taints = before.filter((taint) => !remove.some((other) => sameTaint(taint, other)))
      for (const taint of add) {
        const at = taints.findIndex((other) => sameTaint(taint, other))
        const added = { ...taint, timeAdded }
        if (at < 0) taints.push(added)
        else taints[at] = added
      }
      if (add.length === 0 && taints.length === before.length) return
      const { resourceVersion } = node.metadata
      node = undefined // a conflict means that the cache was old
      const body = { metadata: { resourceVersion }, spec: { taints: taints.length > 0 ? taints : null } }
      await objects.patch(name, { type: 'merge', body }, { signal })
    },
    signal,
    retry,
  )
}
