/** Which Services to look at again when Services or pods change: the same for Endpoints and EndpointSlices. */
import type { Pod, Service } from '@elli/api/core/v1'
import { type Informer, keyOf } from '@elli/client/informer'
import type { WorkQueue } from '@elli/client/work-queue.contract'
import { type LabelSelector, selectorFromSet } from '@elli/machinery/labels'

/** What a Service selects; undefined when its endpoints are somebody else's affair. */
export function podSelector({ spec }: Service): LabelSelector | undefined {
  if (spec.type === 'ExternalName' || !spec.selector || Object.keys(spec.selector).length === 0) return undefined
  return selectorFromSet(spec.selector)
}

export function wakeServices(services: Informer<Service>, pods: Informer<Pod>, queue: WorkQueue<string>): void {
  const itself = (service: Service): void => queue.add(keyOf(service))
  services.on({ added: itself, updated: (_, after) => itself(after), deleted: itself })
  const servicesOf = (pod: Pod): void => {
    for (const service of services.list(pod.metadata.namespace)) {
      if (podSelector(service)?.matches(pod.metadata.labels ?? {})) queue.add(keyOf(service))
    }
  }
  pods.on({
    added: servicesOf,
    updated(before, after) {
      servicesOf(after)
      if (before.metadata.labels !== after.metadata.labels) servicesOf(before)
    },
    deleted: servicesOf,
  })
}
