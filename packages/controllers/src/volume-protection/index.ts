/**
 * Protection of volumes that are bound, and of claims that pods use, from being deleted under them.
 * Reads volumes, claims, pods; writes finalizers of volumes and claims. Always: before a claim is let go the server itself is asked for its pods.
 * Elsewhere: the rules (./decide.ts).
 */
import type { Pod } from '@elli/api/core/v1'
import { persistentvolumeclaims, persistentvolumes, pods } from '@elli/api/core/v1.resources'
import type { ApiObject } from '@elli/api/object'
import { keyOf, splitKey } from '@elli/client/informer'
import { isPodTerminal } from '@elli/machinery/pod/status'
import type { ControllerDefinition } from '../controller.ts'
import { runQueueLoop } from '../queue-loop.ts'
import {
  awaitsRelease,
  claimFinalizer,
  claimNames,
  finalizersFor,
  lacksProtection,
  usesClaim,
  volumeFinalizer,
} from './decide.ts'

export const volumeProtection: ControllerDefinition = {
  name: 'persistentvolume-protection-controller',
  aliases: ['pv-protection'],
  serviceAccount: 'pv-protection-controller',
  onByDefault: true,
  reads: [persistentvolumes],
  writes: { '': { persistentvolumes: ['update'] } },
  async run(context, signal) {
    const volumes = context.informers.for(persistentvolumes)
    await runQueueLoop(
      context,
      {
        name: 'pvprotection',
        workers: 1,
        watch(queue) {
          const look = (volume: ApiObject): void => {
            if (needsWork(volume, volumeFinalizer)) queue.add(keyOf(volume))
          }
          volumes.on({ added: look, updated: (_, after) => look(after) })
        },
        async reconcile(name, workSignal) {
          const volume = volumes.get(undefined, name)
          if (volume === undefined) return
          const finalizers = await finalizersFor(volume, volumeFinalizer, () => volume.status?.phase === 'Bound')
          if (finalizers === undefined) return
          const next = { ...volume, metadata: { ...volume.metadata, finalizers } }
          await context.client.for(persistentvolumes).update(next, { signal: workSignal })
        },
      },
      signal,
    )
  },
}

export const claimProtection: ControllerDefinition = {
  name: 'persistentvolumeclaim-protection-controller',
  aliases: ['pvc-protection'],
  serviceAccount: 'pvc-protection-controller',
  onByDefault: true,
  reads: [persistentvolumeclaims, pods],
  writes: { '': { persistentvolumeclaims: ['update'], pods: ['list'] } },
  async run(context, signal) {
    const { client, informers } = context
    const claims = informers.for(persistentvolumeclaims)
    const podInformer = informers.for(pods)
    podInformer.addIndex('claim', (pod) => claimNames(pod).map((name) => `${pod.metadata.namespace}/${name}`))
    await runQueueLoop(
      context,
      {
        name: 'pvcprotection',
        workers: 1,
        watch(queue) {
          const look = (claim: ApiObject): void => {
            if (needsWork(claim, claimFinalizer)) queue.add(keyOf(claim))
          }
          claims.on({ added: look, updated: (_, after) => look(after) })
          const wake = (pod: Pod): void => {
            for (const name of claimNames(pod)) queue.add(`${pod.metadata.namespace}/${name}`)
          }
          /** Only pods that use nothing any more, or not yet, can let a claim go. */
          const wakeIfIdle = (pod: Pod): void => {
            if (isPodTerminal(pod) || pod.metadata.deletionTimestamp !== undefined || !pod.spec.nodeName) wake(pod)
          }
          podInformer.on({
            added: wakeIfIdle,
            updated(before, after) {
              wakeIfIdle(after)
              if (before.metadata.uid !== after.metadata.uid) wake(before)
            },
            deleted: wake,
          })
        },
        async reconcile(key, workSignal) {
          const { namespace, name } = splitKey(key)
          const claim = claims.get(namespace, name)
          if (claim === undefined) return
          const finalizers = await finalizersFor(claim, claimFinalizer, async () => {
            if (podInformer.byIndex('claim', key).some((pod) => usesClaim(pod, claim))) return true
            const live = await client.for(pods).list({ namespace, signal: workSignal })
            return live.items.some((pod) => usesClaim(pod, claim))
          })
          if (finalizers === undefined) return
          const next = { ...claim, metadata: { ...claim.metadata, finalizers } }
          await client.for(persistentvolumeclaims).update(next, { signal: workSignal })
        },
      },
      signal,
    )
  },
}

function needsWork(object: ApiObject, finalizer: string): boolean {
  return lacksProtection(object, finalizer) || awaitsRelease(object, finalizer)
}
