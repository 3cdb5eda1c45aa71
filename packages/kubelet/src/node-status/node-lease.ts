/**
 * The node's heartbeat: a Lease in `kube-node-lease`, renewed every quarter of its duration.
 * Always: made again when it was deleted; owned by the Node once that is known.
 */
import type { Lease } from '@elli/api/coordination/v1'
import { leases } from '@elli/api/coordination/v1.resources'
import type { Node } from '@elli/api/core/v1'
import type { Client } from '@elli/client/client'
import type { Host } from '@elli/host/host'
import { toMicroTime } from '@elli/host/time'
import { isConflict, isNotFound } from '@elli/machinery/errors'

const namespace = 'kube-node-lease'

export async function runNodeLease(
  options: { host: Host; client: Client; nodeName: string; durationSeconds: number; node(): Node | undefined },
  signal: AbortSignal,
): Promise<void> {
  const { host, client, nodeName, durationSeconds } = options
  const resource = client.for<Lease>(leases)
  let last: Lease | undefined

  const renew = async (): Promise<void> => {
    const node = options.node()
    const existing = last ?? (await resource.get(nodeName, { namespace, signal }).catch(absent))
    const lease: Lease = {
      ...(existing ?? { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: nodeName, namespace } }),
      spec: {
        ...existing?.spec,
        holderIdentity: nodeName,
        leaseDurationSeconds: durationSeconds,
        renewTime: toMicroTime(host.clock.now()),
      },
    }
    if (node?.metadata.uid !== undefined && !lease.metadata.ownerReferences) {
      const owner = { apiVersion: 'v1', kind: 'Node', name: nodeName, uid: node.metadata.uid }
      lease.metadata = { ...lease.metadata, ownerReferences: [owner] }
    }
    last = existing ? await resource.update(lease, { signal }) : await resource.create(lease, { signal })
  }

  let failures = 0
  while (!signal.aborted) {
    try {
      await renew()
      failures = 0
    } catch (error) {
      if (signal.aborted) return
      last = undefined
      failures++
      if (!isNotFound(error) && !isConflict(error))
        host.log.warn('Failed to renew the node lease', { node: nodeName, error })
    }
    const usual = (durationSeconds * 1000) / 4
    const waitMs = failures === 0 ? usual : Math.min(usual, 200 * 2 ** Math.min(failures, 6))
    await host.clock.sleep(waitMs, signal).catch(() => undefined)
  }
}

function absent(error: unknown): undefined {
  if (isNotFound(error)) return undefined
  throw error
}
