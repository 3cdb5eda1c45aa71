/**
 * Storage version garbage collector: what API servers said that are gone is taken out of StorageVersions.
 * Reads identity leases and StorageVersions; writes the status of the latter, deletes those that nobody speaks of.
 */
import { storageversions } from '@elli/api/apiserverinternal/v1alpha1.resources'
import { leases } from '@elli/api/coordination/v1.resources'
import { toTime } from '@elli/host/time'
import { isNotFound } from '@elli/machinery/errors'
import type { ControllerDefinition } from '../controller.ts'
import { enqueueItself, runQueueLoop } from '../queue-loop.ts'
import { untilServed } from '../until-served.ts'
import { isIdentity, withoutDead } from './decide.ts'

const name = 'storageversion-garbage-collector-controller'

export const storageVersionGc: ControllerDefinition = {
  name,
  aliases: ['storage-version-gc'],
  serviceAccount: 'storage-version-garbage-collector',
  onByDefault: true,
  reads: [],
  writes: {
    'coordination.k8s.io': { leases: ['get', 'list', 'watch'] },
    'internal.apiserver.k8s.io': {
      storageversions: ['get', 'list', 'watch', 'patch', 'update', 'delete'],
      'storageversions/status': ['get', 'patch', 'update'],
    },
  },
  async run(context, signal) {
    const { featureEnabled } = context.options
    if (!featureEnabled('APIServerIdentity') || !featureEnabled('StorageVersionAPI')) return
    if (!(await untilServed(context, [storageversions], signal))) return
    const { client, host, informers } = context
    const versions = informers.for(storageversions)
    const identities = informers.for(leases)
    await runQueueLoop(
      context,
      {
        name,
        workers: 1,
        watch(queue) {
          enqueueItself(versions, queue)
          identities.on({
            deleted(lease) {
              if (isIdentity(lease)) for (const { metadata } of versions.list()) queue.add(metadata.name ?? '')
            },
          })
        },
        async reconcile(key, workSignal) {
          if (versions.get(undefined, key) === undefined) return
          const version = await client.for(storageversions).get(key, { signal: workSignal })
          // A server that has just come is in no cache yet.
          const known = new Map<string, boolean>()
          for (const { apiServerID = '' } of version.status?.storageVersions ?? [])
            known.set(apiServerID, await lives(apiServerID, workSignal))
          const left = withoutDead(version, (id) => known.get(id) === true, toTime(host.clock.now()))
          if (left === 'none') await client.for(storageversions).delete(key, { signal: workSignal })
          else if (left !== undefined) await client.for(storageversions).updateStatus(left, { signal: workSignal })
        },
      },
      signal,
    )

    async function lives(serverId: string, workSignal: AbortSignal): Promise<boolean> {
      const cached = identities.get('kube-system', serverId)
      if (cached !== undefined) return isIdentity(cached)
      try {
        return isIdentity(await client.for(leases).get(serverId, { namespace: 'kube-system', signal: workSignal }))
      } catch (error) {
        if (isNotFound(error)) return false
        throw error
      }
    }
  },
}
