/**
 * Keeps the API's copies of static pods: made when missing, remade when deleted or out of date, removed with the file.
 * Elsewhere: what a mirror looks like (./static-pod.ts).
 */
import type { Node, Pod } from '@elli/api/core/v1'
import { pods as podResource } from '@elli/api/core/v1.resources'
import type { Client } from '@elli/client/client'
import type { Host } from '@elli/host/host'
import { isAlreadyExists, isNotFound } from '@elli/machinery/errors'
import { describePod, nameOf, namespaceOf } from './identity.ts'
import { isMirrorOf, mirrorOf } from './static-pod.ts'

export interface MirrorPods {
  ensure(pod: Pod): Promise<void>
  /** For mirrors whose static pod is gone. */
  remove(mirror: Pod): Promise<void>
}

export function mirrorPods(options: {
  host: Host
  client: Client | undefined
  node(): Node | undefined
  mirror(pod: Pod): Pod | undefined
}): MirrorPods {
  const { client, host } = options
  const remove = async (mirror: Pod): Promise<void> => {
    const { uid } = mirror.metadata
    try {
      await client?.for<Pod>(podResource).delete(nameOf(mirror), {
        namespace: namespaceOf(mirror),
        gracePeriodSeconds: 0,
        preconditions: { ...(uid !== undefined && { uid }) },
      })
    } catch (error) {
      if (!isNotFound(error)) throw error
    }
  }
  return {
    remove,
    async ensure(pod) {
      const node = options.node()
      if (!client || !node || node.metadata.deletionTimestamp !== undefined) return
      const mirror = options.mirror(pod)
      try {
        if (mirror && mirror.metadata.deletionTimestamp === undefined && isMirrorOf(mirror, pod)) return
        if (mirror) await remove(mirror)
        await client.for<Pod>(podResource).create(mirrorOf(pod, node))
      } catch (error) {
        // The pod runs with or without its picture in the API; the next sync tries again.
        if (!isAlreadyExists(error)) host.log.warn('cannot create a mirror pod', { pod: describePod(pod), error })
      }
    },
  }
}
