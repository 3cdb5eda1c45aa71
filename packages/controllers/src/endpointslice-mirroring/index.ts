/**
 * EndpointSlice mirroring: Endpoints made by hand, of Services without a selector, appear as EndpointSlices too.
 * Reads endpoints, services, slices; writes slices. Elsewhere: what they hold (./decide.ts), Services with a selector (../endpointslice).
 */
import { endpoints, services } from '@elli/api/core/v1.resources'
import type { EndpointSlice } from '@elli/api/discovery/v1'
import { endpointslices } from '@elli/api/discovery/v1.resources'
import { eventRecorder } from '@elli/client/event-recorder'
import { type Informer, keyOf, splitKey } from '@elli/client/informer'
import { isNotFound } from '@elli/machinery/errors'
import type { ControllerDefinition } from '../controller.ts'
import { isNamespaceTerminating } from '../pod-control.ts'
import { runQueueLoop } from '../queue-loop.ts'
import { decide, managedBy, managedByLabel, maxEndpointsPerSubset, serviceNameLabel, shouldMirror } from './decide.ts'

const sliceIndex = 'mirrored-endpoints'

export const endpointsliceMirroring: ControllerDefinition = {
  name: 'endpointslice-mirroring-controller',
  aliases: ['endpointslicemirroring'],
  serviceAccount: 'endpointslicemirroring-controller',
  onByDefault: true,
  reads: [endpoints, services, endpointslices],
  writes: {
    'discovery.k8s.io': { endpointslices: ['create', 'update', 'delete'] },
    '': { 'endpoints/finalizers': ['update'], events: ['create', 'patch'] },
  },
  async run(context, signal) {
    const { client, host, informers } = context
    const recorder = eventRecorder(client, host, { component: 'endpoint-slice-mirroring-controller', signal })
    const endpointsInformer = informers.for(endpoints)
    const serviceInformer = informers.for(services)
    const sliceInformer = informers.for(endpointslices)
    sliceInformer.addIndex(sliceIndex, mirroredKeys)
    const objects = client.for(endpointslices)
    const written = new WrittenSlices(sliceInformer)

    await runQueueLoop(
      context,
      {
        name: 'endpoint_slice_mirroring',
        watch(queue) {
          const wake = (object: { metadata: { namespace?: string; name?: string } }): void => queue.add(keyOf(object))
          endpointsInformer.on({ added: wake, updated: (_, after) => wake(after), deleted: wake })
          serviceInformer.on({ added: wake, updated: (_, after) => wake(after), deleted: wake })
          const ofSlice = (slice: EndpointSlice): void => {
            for (const key of mirroredKeys(slice)) queue.add(key)
          }
          sliceInformer.on({
            added: ofSlice,
            updated(before, after) {
              ofSlice(before)
              ofSlice(after)
            },
            deleted: ofSlice,
          })
        },
        async reconcile(key, workSignal) {
          const { namespace, name } = splitKey(key)
          const remove = async (slice: EndpointSlice): Promise<void> => {
            try {
              await objects.delete(slice.metadata.name ?? '', { namespace, signal: workSignal })
            } catch (error) {
              if (!isNotFound(error)) throw error
            }
          }
          const existing = sliceInformer.byIndex(sliceIndex, key)
          const source = endpointsInformer.get(namespace, name)
          const service = serviceInformer.get(namespace, name)
          const hasSelector = Object.keys(service?.spec.selector ?? {}).length > 0
          if (!source || !service || hasSelector || !shouldMirror(source)) {
            written.forget(key)
            for (const slice of existing) await remove(slice)
            return
          }
          // Deciding on old news would make slices twice; the event of the last write brings the key back.
          if (written.isAhead(key)) return
          const { create, update, remove: spare, invalidAddresses, skippedAddresses } = decide(source, existing)
          if (invalidAddresses > 0)
            recorder.event(
              source,
              'Warning',
              'InvalidIPAddress',
              `Skipped ${invalidAddresses} invalid IP addresses when mirroring to EndpointSlices`,
            )
          if (skippedAddresses > invalidAddresses)
            recorder.event(
              source,
              'Warning',
              'TooManyAddressesToMirror',
              `A max of ${maxEndpointsPerSubset} addresses can be mirrored to EndpointSlices per Endpoints subset. ${skippedAddresses} addresses were skipped`,
            )
          for (const slice of source.metadata.deletionTimestamp ? [] : create) {
            try {
              written.note(key, await objects.create(slice, { signal: workSignal }))
            } catch (error) {
              if (isNamespaceTerminating(error)) return
              throw error
            }
          }
          for (const slice of update) written.note(key, await objects.update(slice, { signal: workSignal }))
          for (const slice of spare) await remove(slice)
        },
      },
      signal,
    )
  },
}

function mirroredKeys({ metadata: { namespace, labels = {} } }: EndpointSlice): string[] {
  const name = labels[serviceNameLabel]
  return name && labels[managedByLabel] === managedBy ? [`${namespace}/${name}`] : []
}

/** What we wrote and the cache may not show yet. */
class WrittenSlices {
  readonly #informer: Informer<EndpointSlice>
  readonly #versions = new Map<string, string>()

  constructor(informer: Informer<EndpointSlice>) {
    this.#informer = informer
  }

  note(key: string, { metadata }: EndpointSlice): void {
    const version = metadata.resourceVersion
    if (version !== undefined) this.#versions.set(key, version)
  }

  forget(key: string): void {
    this.#versions.delete(key)
  }

  /** Whether the cache has yet to see our last write; revisions of one resource grow. */
  isAhead(key: string): boolean {
    const version = this.#versions.get(key)
    if (version === undefined) return false
    if (BigInt(version) > BigInt(this.#informer.lastResourceVersion() || '0')) return true
    this.#versions.delete(key)
    return false
  }
}
