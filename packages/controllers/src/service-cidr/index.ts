/**
 * ServiceCIDRs: a range that Services may have addresses of is ready, and stays while addresses would be lost with it (KEP-1880).
 * Reads ServiceCIDRs and IPAddresses, patches finalizers and status of the former.
 */
import type { IPAddress, ServiceCIDR } from '@elli/api/networking/v1beta1'
import { ipaddresses, servicecidrs } from '@elli/api/networking/v1beta1.resources'
import { fromTime, toTime } from '@elli/host/time'
import { isNotFound } from '@elli/machinery/errors'
import type { ControllerDefinition } from '../controller.ts'
import { enqueueItself, runQueueLoop } from '../queue-loop.ts'
import { untilServed } from '../until-served.ts'
import { finalizer, graceMs, nextStep, overlapping, rangesWith, readyCondition, says } from './decide.ts'

const manager = 'service-cidr-controller'

export const serviceCidr: ControllerDefinition = {
  name: 'service-cidr-controller',
  aliases: [],
  serviceAccount: 'service-cidrs-controller',
  onByDefault: true,
  reads: [],
  writes: {
    'networking.k8s.io': {
      servicecidrs: ['get', 'list', 'watch', 'patch', 'update'],
      'servicecidrs/finalizers': ['patch', 'update'],
      'servicecidrs/status': ['patch', 'update'],
      ipaddresses: ['get', 'list', 'watch'],
    },
  },
  async run(context, signal) {
    if (!context.options.featureEnabled('MultiCIDRServiceAllocator')) return
    if (!(await untilServed(context, [servicecidrs, ipaddresses], signal))) return
    const { client, host, recorder, informers } = context
    const ranges = informers.for(servicecidrs)
    const addresses = informers.for(ipaddresses)
    const patches = client.for(servicecidrs)

    async function tellReady(range: ServiceCIDR, ready: boolean, workSignal: AbortSignal): Promise<void> {
      if (says(range, ready)) return
      const body = {
        apiVersion: servicecidrs.apiVersion,
        kind: servicecidrs.kind,
        metadata: { name: range.metadata.name },
        status: { conditions: [{ reason: '', ...readyCondition(ready, toTime(host.clock.now())) }] },
      }
      await patches.patch(
        range.metadata.name ?? '',
        { type: 'apply', body, force: true },
        { subresource: 'status', fieldManager: manager, signal: workSignal },
      )
    }

    async function patchFinalizers(name: string, metadata: unknown, workSignal: AbortSignal): Promise<void> {
      try {
        await patches.patch(name, { type: 'strategic', body: { metadata } }, { signal: workSignal })
      } catch (error) {
        if (!isNotFound(error)) throw error
      }
    }

    await runQueueLoop(
      context,
      {
        name: manager,
        workers: 5,
        watch(queue) {
          enqueueItself(ranges, queue)
          ranges.on({
            added(range) {
              for (const other of overlapping(range, ranges.list())) queue.add(other.metadata.name ?? '')
            },
            deleted(range) {
              for (const other of overlapping(range, ranges.list())) queue.add(other.metadata.name ?? '')
            },
          })
          const wake = (address: IPAddress): void => {
            for (const range of rangesWith(address, ranges.list())) queue.add(range.metadata.name ?? '')
          }
          addresses.on({ added: wake, deleted: wake })
        },
        async reconcile(key, workSignal, queue) {
          const range = ranges.get(undefined, key)
          if (range === undefined) return
          const step = nextStep(range, ranges.list(), addresses.list())
          if (step.kind === 'blocked') {
            await tellReady(range, false, workSignal)
            return
          }
          if (step.kind === 'go') {
            const leftMs = (fromTime(range.metadata.deletionTimestamp) ?? 0) + graceMs - host.clock.now()
            if (leftMs > 0) queue.addAfter(key, leftMs)
            else if (range.metadata.finalizers?.includes(finalizer))
              await patchFinalizers(key, { '$deleteFromPrimitiveList/finalizers': [finalizer] }, workSignal)
            return
          }
          if (step.addFinalizer) await patchFinalizers(key, { finalizers: [finalizer] }, workSignal)
          try {
            await tellReady(range, true, workSignal)
          } catch (error) {
            const text = 'The ServiceCIDR Status can not be set to Ready=True'
            recorder.event(range, 'Warning', 'KubernetesServiceCIDRError', text)
            throw error
          }
        },
      },
      signal,
    )
  },
}
