/**
 * Resource quotas: `status.used` of every quota, computed anew from all objects it counts, when it changes, when something is freed, and every
 * five minutes. Reads quotas, discovery, and whatever quotas count; writes resourcequotas/status.
 * Elsewhere: refusing what exceeds a quota, and counting what is admitted, is the API server's admission.
 */
import { resourcequotas } from '@elli/api/core/v1.resources'
import { keyOf, splitKey } from '@elli/client/informer'
import type { WorkQueue } from '@elli/client/work-queue.contract'
import { TaskGroup } from '@elli/host/tasks'
import type { GroupResource } from '@elli/machinery/errors'
import type { ControllerDefinition } from '../controller.ts'
import { discover, type DiscoveredResource, preferredResources } from '../discovery.ts'
import { metadataClient } from '../metadata-client.ts'
import { messageOf } from '../pod-control.ts'
import { runQueueLoop } from '../queue-loop.ts'
import { countedResources, decideStatus, sameAmounts } from './decide.ts'
import { CountedObjects, wholeKinds } from './objects.ts'

const discoveryPeriodMs = 30_000

export const resourcequota: ControllerDefinition = {
  name: 'resourcequota-controller',
  aliases: ['resourcequota'],
  serviceAccount: 'resourcequota-controller',
  onByDefault: true,
  reads: wholeKinds,
  writes: { '*': { '*': ['list', 'watch'] }, '': { 'resourcequotas/status': ['update'], events: ['create', 'patch'] } },
  async run(context, signal) {
    const { host, client, informers, options } = context
    const quotas = informers.for(resourcequotas)
    let resources: readonly DiscoveredResource[] = []
    let queue: WorkQueue<string> | undefined
    await using tasks = new TaskGroup(signal)

    const freed = (resource: GroupResource, namespace: string): void => {
      for (const quota of quotas.list(namespace))
        if (countedResources(quota, [resource]).length > 0) queue?.add(keyOf(quota))
    }
    const enqueueAll = (): void => {
      for (const quota of quotas.list()) queue?.add(keyOf(quota))
    }
    const objects = new CountedObjects(host, metadataClient(client, host), informers, tasks, freed)
    const rediscover = async (taskSignal: AbortSignal): Promise<void> => {
      try {
        const discovered = await discover(client, taskSignal)
        const found = preferredResources(discovered, ['create', 'list', 'watch', 'delete']).filter(
          ({ namespaced }) => namespaced,
        )
        const text = (list: readonly DiscoveredResource[]): string =>
          list.map((resource) => `${resource.apiVersion}/${resource.resource}`).join()
        if (found.length === 0 || text(found) === text(resources)) return
        resources = found
        // Groups that do not answer now may be back soon: only a whole answer may take resources away.
        if (discovered.stale.length === 0) objects.keep(found)
        enqueueAll()
      } catch (error) {
        if (taskSignal.aborted) throw error
        host.log.child('resourcequota').warn('failed to discover resources', { err: messageOf(error) })
      }
    }
    await rediscover(signal)
    tasks.start(async (taskSignal) => {
      for (;;) {
        await host.clock.sleep(discoveryPeriodMs, taskSignal)
        await rediscover(taskSignal)
      }
    })
    if (options.resourceQuotaSyncPeriodMs > 0) {
      tasks.start(async (taskSignal) => {
        for (;;) {
          await host.clock.sleep(options.resourceQuotaSyncPeriodMs, taskSignal)
          enqueueAll()
        }
      })
    }
    tasks.start((taskSignal) =>
      runQueueLoop(
        context,
        {
          name: 'resourcequota_primary',
          watch(loopQueue) {
            queue = loopQueue
            quotas.on({
              added: (quota) => loopQueue.add(keyOf(quota)),
              updated(before, after) {
                // Status is ours and the admission's; to follow it would be to follow ourselves.
                if (!sameAmounts(before.spec?.hard ?? {}, after.spec?.hard ?? {})) loopQueue.add(keyOf(after))
              },
            })
          },
          async reconcile(key, workSignal) {
            const { namespace = '', name } = splitKey(key)
            const counted = quotas.get(namespace, name)
            if (counted === undefined) return
            await objects.ready(countedResources(counted, resources), workSignal)
            const quota = quotas.get(namespace, name)
            if (quota === undefined) return
            const status = decideStatus(
              quota,
              countedResources(quota, resources),
              (resource) => objects.of(resource, namespace),
              host.clock.now(),
            )
            if (status) await client.for(resourcequotas).updateStatus({ ...quota, status }, { signal: workSignal })
          },
        },
        taskSignal,
      ),
    )
    await tasks.settled()
  },
}
