/** Endpoints: one object per Service with a selector, of the same name. Reads services, pods, endpoints; writes endpoints. */
import type { Endpoints } from '@elli/api/core/v1'
import { endpoints, pods, services } from '@elli/api/core/v1.resources'
import { deepEqual } from '@elli/api/schema/equal'
import { keyOf, splitKey } from '@elli/client/informer'
import { isNotFound } from '@elli/machinery/errors'
import type { ControllerDefinition } from '../controller.ts'
import { isNamespaceTerminating, messageOf } from '../pod-control.ts'
import { runQueueLoop } from '../queue-loop.ts'
import { podSelector, wakeServices } from '../endpointslice/service-wakes.ts'
import { decide } from './decide.ts'

const overCapacityAnnotation = 'endpoints.kubernetes.io/over-capacity'
const triggerTimeAnnotation = 'endpoints.kubernetes.io/last-change-trigger-time'
const headlessLabel = 'service.kubernetes.io/headless'

export const endpointsController: ControllerDefinition = {
  name: 'endpoints-controller',
  aliases: ['endpoint'],
  serviceAccount: 'endpoint-controller',
  onByDefault: true,
  reads: [services, pods, endpoints],
  writes: {
    '': {
      endpoints: ['create', 'update', 'delete'],
      'endpoints/restricted': ['create'],
      events: ['create', 'patch', 'update'],
    },
  },
  async run(context, signal) {
    const serviceInformer = context.informers.for(services)
    const podInformer = context.informers.for(pods)
    const endpointsInformer = context.informers.for(endpoints)
    const client = context.client.for(endpoints)
    await runQueueLoop(
      context,
      {
        name: 'endpoint',
        watch(queue) {
          wakeServices(serviceInformer, podInformer, queue)
          endpointsInformer.on({ deleted: (gone) => queue.add(keyOf(gone)) })
        },
        async reconcile(key) {
          const { namespace, name } = splitKey(key)
          const service = serviceInformer.get(namespace, name)
          if (!service) {
            await client.delete(name, { namespace, signal }).catch((error: unknown) => {
              if (!isNotFound(error)) throw error
            })
            return
          }
          const matcher = podSelector(service)
          if (!matcher) return
          const { subsets, overCapacity } = decide(
            service,
            podInformer.list(namespace).filter((pod) => matcher.matches(pod.metadata.labels ?? {})),
          )
          const present = endpointsInformer.get(namespace, name)
          const labels = { ...service.metadata.labels }
          delete labels[headlessLabel]
          if (!service.spec.clusterIP || service.spec.clusterIP === 'None') labels[headlessLabel] = ''
          const annotations = { ...present?.metadata.annotations }
          delete annotations[triggerTimeAnnotation]
          delete annotations[overCapacityAnnotation]
          if (overCapacity) annotations[overCapacityAnnotation] = 'truncated'
          const same =
            present !== undefined &&
            deepEqual(present.subsets ?? [], subsets) &&
            deepEqual(present.metadata.labels ?? {}, labels) &&
            (present.metadata.annotations?.[overCapacityAnnotation] === 'truncated') === overCapacity
          if (same) return
          const wanted: Endpoints = {
            ...present,
            apiVersion: 'v1',
            kind: 'Endpoints',
            metadata: {
              ...(present?.metadata ?? { name, namespace: namespace ?? '' }),
              ...(Object.keys(labels).length > 0 ? { labels } : {}),
              ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
            },
            subsets,
          }
          try {
            if (present) await client.update(wanted, { signal })
            else await client.create(wanted, { signal })
          } catch (error) {
            if (isNamespaceTerminating(error)) return
            if (!present)
              context.recorder.event(
                service,
                'Warning',
                'FailedToCreateEndpoint',
                `Failed to create endpoint for service ${key}: ${messageOf(error)}`,
              )
            else
              context.recorder.event(
                service,
                'Warning',
                'FailedToUpdateEndpoint',
                `Failed to update endpoint ${key}: ${messageOf(error)}`,
              )
            throw error
          }
        },
      },
      signal,
    )
  },
}
