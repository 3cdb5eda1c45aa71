/**
 * Deployment: rolls pods from one template to the next through ReplicaSets. Reads deployments, replicasets, pods; writes replicasets and status.
 * Elsewhere: which step is next (./decide.ts), making pods (../replicaset).
 */
import type { Deployment, ReplicaSet } from '@elli/api/apps/v1'
import { deployments, replicasets } from '@elli/api/apps/v1.resources'
import type { Pod } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import { deepEqual } from '@elli/api/schema/equal'
import { keyOf, splitKey } from '@elli/client/informer'
import type { WorkQueue } from '@elli/client/work-queue.contract'
import { isAlreadyExists, isNotFound } from '@elli/machinery/errors'
import { selectorFromObject } from '@elli/machinery/labels'
import { getControllerOf, isControlledBy } from '@elli/machinery/owner'
import { claimObjects } from '../claim.ts'
import type { ControllerDefinition } from '../controller.ts'
import { isNamespaceTerminating, messageOf } from '../pod-control.ts'
import { runQueueLoop } from '../queue-loop.ts'
import { decide } from './decide.ts'
import { desiredReplicasAnnotation, maxReplicasAnnotation, revisionAnnotation, sameTemplate } from './revision.ts'
import { maxSurge, replicasOf, type Scale } from './rollout.ts'
import { hasProgressDeadline, withCondition } from './status.ts'

export const deployment: ControllerDefinition = {
  name: 'deployment-controller',
  aliases: ['deployment'],
  serviceAccount: 'deployment-controller',
  onByDefault: true,
  reads: [deployments, replicasets, pods],
  writes: {
    apps: {
      'deployments/status': ['update'],
      deployments: ['update'],
      replicasets: ['create', 'update', 'patch', 'delete'],
    },
    '': { events: ['create', 'patch', 'update'] },
  },
  async run(context, signal) {
    const deploymentInformer = context.informers.for(deployments)
    const setInformer = context.informers.for(replicasets)
    const podInformer = context.informers.for(pods)
    setInformer.addIndex('controller', (set) => [getControllerOf(set)?.uid ?? `orphan/${set.metadata.namespace}`])
    podInformer.addIndex('controller', (pod) => [getControllerOf(pod)?.uid ?? `orphan/${pod.metadata.namespace}`])
    await runQueueLoop(
      context,
      {
        name: 'deployment',
        watch(queue) {
          const itself = (object: Deployment): void => queue.add(keyOf(object))
          deploymentInformer.on({ added: itself, updated: (_, after) => itself(after), deleted: itself })
          const ofSet = (set: ReplicaSet): void => {
            const owner = getControllerOf(set)
            if (owner?.kind === 'Deployment') queue.add(`${set.metadata.namespace}/${owner.name}`)
            else if (!owner) {
              for (const candidate of deploymentInformer.list(set.metadata.namespace)) {
                if (selectorFromObject(candidate.spec.selector).matches(set.metadata.labels ?? {}))
                  queue.add(keyOf(candidate))
              }
            }
          }
          setInformer.on({
            added: ofSet,
            updated(before, after) {
              ofSet(after)
              if (getControllerOf(before)?.uid !== getControllerOf(after)?.uid && getControllerOf(before)) ofSet(before)
            },
            deleted: ofSet,
          })
          podInformer.on({ deleted: (pod) => wakeRecreate(pod, queue) })
        },
        reconcile: (key, _, queue) => sync(key, queue),
      },
      signal,
    )

    /** A re-creation goes on when the last old pod is gone. */
    function wakeRecreate(pod: Pod, queue: WorkQueue<string>): void {
      const owner = getControllerOf(pod)
      if (owner?.kind !== 'ReplicaSet') return
      const set = setInformer.get(pod.metadata.namespace, owner.name)
      const above = set && getControllerOf(set)
      const found =
        above?.kind === 'Deployment' ? deploymentInformer.get(pod.metadata.namespace, above.name) : undefined
      if (found?.spec.strategy?.type === 'Recreate') queue.add(keyOf(found))
    }

    async function sync(key: string, queue: WorkQueue<string>): Promise<void> {
      const { namespace, name } = splitKey(key)
      const object = deploymentInformer.get(namespace, name)
      if (!object) return
      const selector = selectorFromObject(object.spec.selector)
      if (selector.empty) {
        context.recorder.event(
          object,
          'Warning',
          'SelectingAll',
          'This deployment is selecting all pods. A non-empty selector is required.',
        )
        return
      }
      const sets = await claimObjects({
        client: context.client,
        owner: object,
        ownerResource: deployments,
        resource: replicasets,
        selector,
        candidates: [
          ...setInformer.byIndex('controller', object.metadata.uid ?? ''),
          ...setInformer.byIndex('controller', `orphan/${namespace}`),
        ],
        signal,
      })
      const decision = decide(
        { deployment: object, sets, podsOf: (uid) => podInformer.byIndex('controller', uid) },
        context.host.clock.now(),
      )
      if (decision.create) return create(object, decision.create, decision.status.conditions ?? [])
      if (decision.correct) {
        await context.client.for(replicasets).update(decision.correct, { signal })
        return
      }
      for (const step of decision.scale) await scale(object, step)
      for (const set of decision.forget) {
        await context.client
          .for(replicasets)
          .delete(set.metadata.name ?? '', { namespace, signal })
          .catch((error: unknown) => {
            if (!isNotFound(error)) throw error
          })
      }
      await report(object, decision.status, decision.revision)
      if (decision.checkAgainMs !== undefined) queue.addAfter(key, decision.checkAgainMs)
    }

    async function create(
      object: Deployment,
      set: ReplicaSet,
      conditions: NonNullable<Deployment['status']>['conditions'] & object,
    ): Promise<void> {
      const now = context.host.clock.now()
      const progress = (status: 'True' | 'False', reason: string, message: string, revision?: string): Promise<void> =>
        hasProgressDeadline(object) || revision !== undefined
          ? report(
              object,
              {
                ...object.status,
                conditions: hasProgressDeadline(object)
                  ? withCondition(conditions, { type: 'Progressing', status, reason, message }, now)
                  : conditions,
              },
              revision,
            )
          : Promise.resolve()
      try {
        const made = await context.client.for(replicasets).create(set, { signal })
        if (replicasOf(made) > 0)
          context.recorder.event(
            object,
            'Normal',
            'ScalingReplicaSet',
            `Scaled up replica set ${made.metadata.name} to ${replicasOf(made)}`,
          )
        await progress(
          'True',
          'NewReplicaSetCreated',
          `Created new replica set "${made.metadata.name}"`,
          set.metadata.annotations?.[revisionAnnotation],
        )
      } catch (error) {
        if (isNamespaceTerminating(error)) return
        if (isAlreadyExists(error)) return collide(object, set)
        const message = `Failed to create new replica set "${set.metadata.name}": ${messageOf(error)}`
        context.recorder.event(object, 'Warning', 'ReplicaSetCreateError', message)
        await progress('False', 'ReplicaSetCreateError', message)
        throw error
      }
    }

    /** The name is taken: by our own set that the cache did not show yet (fine), or by a stranger (another hash then). */
    async function collide(object: Deployment, set: ReplicaSet): Promise<void> {
      const taken = await context.client
        .for(replicasets)
        .get(set.metadata.name ?? '', { namespace: set.metadata.namespace, signal })
      if (isControlledBy(taken, object) && sameTemplate(taken.spec.template, object.spec.template)) return
      await report(object, { ...object.status, collisionCount: (object.status?.collisionCount ?? 0) + 1 }, undefined)
    }

    async function scale(object: Deployment, { set, replicas }: Scale): Promise<void> {
      const annotations = {
        ...set.metadata.annotations,
        [desiredReplicasAnnotation]: String(replicasOf(object)),
        [maxReplicasAnnotation]: String(replicasOf(object) + maxSurge(object)),
      }
      const before = replicasOf(set)
      if (before === replicas && deepEqual(annotations, set.metadata.annotations)) return
      await context.client
        .for(replicasets)
        .update({ ...set, metadata: { ...set.metadata, annotations }, spec: { ...set.spec, replicas } }, { signal })
      if (before !== replicas) {
        context.recorder.event(
          object,
          'Normal',
          'ScalingReplicaSet',
          `Scaled ${replicas > before ? 'up' : 'down'} replica set ${set.metadata.name} to ${replicas} from ${before}`,
        )
      }
    }

    async function report(
      object: Deployment,
      status: NonNullable<Deployment['status']>,
      revision: string | undefined,
    ): Promise<void> {
      if (deepEqual(object.status ?? {}, status) && revision === undefined) return
      const annotations =
        revision === undefined
          ? object.metadata.annotations
          : { ...object.metadata.annotations, [revisionAnnotation]: revision }
      const next: Deployment = {
        ...object,
        status,
        metadata: { ...object.metadata, ...(annotations ? { annotations } : {}) },
      }
      await context.client.for(deployments).updateStatus(next, { signal })
    }
  },
}
