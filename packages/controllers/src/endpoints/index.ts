/** Endpoints: one object per Service with a selector, of the same name. Reads services, pods, endpoints; writes endpoints. */
import type { Endpoints, Pod } from '@elli/api/core/v1'
import { endpoints, pods, services } from '@elli/api/core/v1.resources'
import { deepEqual } from '@elli/api/schema/equal'
import { keyOf, splitKey } from '@elli/client/informer'
import { isNotFound } from '@elli/machinery/errors'
import { selectorFromSet } from '@elli/machinery/labels'
import type { ControllerDefinition } from '../controller.ts'
import { isNamespaceTerminating, messageOf } from '../pod-control.ts'
import { runQueueLoop } from '../queue-loop.ts'
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
          const wake = (object: { metadata: { namespace?: string; name?: string } }): void => queue.add(keyOf(object))
          serviceInformer.on({ added: wake, updated: (_, after) => wake(after), deleted: wake })
          const wakeServicesOf = (pod: Pod): void => {
            for (const service of serviceInformer.list(pod.metadata.namespace)) {
              const { selector } = service.spec
              if (
                selector &&
                Object.keys(selector).length > 0 &&
                selectorFromSet(selector).matches(pod.metadata.labels ?? {})
              )
                queue.add(keyOf(service))
            }
          }
          podInformer.on({
            added: wakeServicesOf,
            updated(before, after) {
              wakeServicesOf(after)
              if (before.metadata.labels !== after.metadata.labels) wakeServicesOf(before)
            },
            deleted: wakeServicesOf,
          })
          endpointsInformer.on({ deleted: wake })
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
          const { selector } = service.spec
          if (service.spec.type === 'ExternalName' || !selector || Object.keys(selector).length === 0) return
          const matcher = selectorFromSet(selector)
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
