/**
 * EndpointSlice: keeps slices of every Service with a selector. Reads services, pods, nodes, slices; writes slices.
 * Elsewhere: slices for Endpoints made by hand (../endpointslice-mirroring), the older Endpoints (../endpoints).
 */
import { nodes, pods, services } from '@elli/api/core/v1.resources'
import type { EndpointSlice } from '@elli/api/discovery/v1'
import { endpointslices } from '@elli/api/discovery/v1.resources'
import { splitKey } from '@elli/client/informer'
import { isNotFound } from '@elli/machinery/errors'
import type { ControllerDefinition } from '../controller.ts'
import { isNamespaceTerminating, messageOf } from '../pod-control.ts'
import { runQueueLoop } from '../queue-loop.ts'
import { podSelector, wakeServices } from './service-wakes.ts'
import { decide, managedBy, managedByLabel, serviceNameLabel } from './decide.ts'

const maxEndpointsPerSlice = 100

export const endpointslice: ControllerDefinition = {
  name: 'endpointslice-controller',
  aliases: ['endpointslice'],
  serviceAccount: 'endpointslice-controller',
  onByDefault: true,
  reads: [services, pods, nodes, endpointslices],
  writes: {
    'discovery.k8s.io': { endpointslices: ['create', 'update', 'delete'] },
    '': { 'services/finalizers': ['update'], events: ['create', 'patch', 'update'] },
  },
  async run(context, signal) {
    const serviceInformer = context.informers.for(services)
    const podInformer = context.informers.for(pods)
    const nodeInformer = context.informers.for(nodes)
    const sliceInformer = context.informers.for(endpointslices)
    sliceInformer.addIndex('managed-service', (slice) =>
      serviceKeyOf(slice) === undefined ? [] : [serviceKeyOf(slice) as string],
    )
    const client = context.client.for(endpointslices)
    /** Newest revision of each slice that we wrote: until the cache shows it, deciding would be on old news. */
    const written = new Map<string, Map<string, number>>()

    function cacheIsStale(key: string): boolean {
      const expected = written.get(key)
      if (!expected) return false
      const { namespace } = splitKey(key)
      for (const [name, revision] of expected) {
        const cached = sliceInformer.get(namespace, name)
        const seen = Number(
          cached?.metadata.resourceVersion ?? (Number(sliceInformer.lastResourceVersion()) >= revision ? revision : 0),
        )
        if (seen < revision) return true
        expected.delete(name)
      }
      written.delete(key)
      return false
    }

    const note = (key: string, slice: EndpointSlice): void => {
      const expected = written.get(key) ?? new Map<string, number>()
      written.set(key, expected)
      expected.set(slice.metadata.name ?? '', Number(slice.metadata.resourceVersion))
    }

    await runQueueLoop(
      context,
      {
        name: 'endpoint_slice',
        watch(queue) {
          wakeServices(serviceInformer, podInformer, queue)
          const ofSlice = (slice: EndpointSlice): void => {
            const key = serviceKeyOf(slice)
            if (key !== undefined) queue.add(key)
          }
          sliceInformer.on({ added: ofSlice, updated: (_, after) => ofSlice(after), deleted: ofSlice })
        },
        async reconcile(key) {
          const { namespace, name } = splitKey(key)
          const service = serviceInformer.get(namespace, name)
          if (!service) {
            written.delete(key)
            return
          }
          const matcher = podSelector(service)
          if (!matcher || service.metadata.deletionTimestamp || cacheIsStale(key)) return
          const changes = decide({
            service,
            pods: podInformer.list(namespace).filter((pod) => matcher.matches(pod.metadata.labels ?? {})),
            slices: sliceInformer.byIndex('managed-service', key),
            node: (nodeName) => nodeInformer.get(undefined, nodeName),
            maxPerSlice: maxEndpointsPerSlice,
          })
          try {
            for (const slice of changes.create) note(key, await client.create(slice, { signal }))
            for (const slice of changes.update) note(key, await client.update(slice, { signal }))
            for (const slice of changes.remove) {
              await client.delete(slice.metadata.name ?? '', { namespace, signal }).catch((error: unknown) => {
                if (!isNotFound(error)) throw error
              })
            }
          } catch (error) {
            if (isNamespaceTerminating(error)) return
            context.recorder.event(
              service,
              'Warning',
              'FailedToUpdateEndpointSlices',
              `Error updating Endpoint Slices for Service ${key}: ${messageOf(error)}`,
            )
            throw error
          }
          if (changes.withoutNode.length > 0)
            throw new Error(`pods left out because their node is not known: ${changes.withoutNode.join(', ')}`)
        },
      },
      signal,
    )
  },
}

function serviceKeyOf(slice: EndpointSlice): string | undefined {
  const labels = slice.metadata.labels ?? {}
  return labels[managedByLabel] === managedBy && labels[serviceNameLabel]
    ? `${slice.metadata.namespace}/${labels[serviceNameLabel]}`
    : undefined
}
