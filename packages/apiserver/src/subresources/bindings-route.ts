/** The bindings resource: what schedulers posted before pods/binding; the pod's name is the object's. */
import type { ServedEndpoints } from '../endpoints/served-endpoints.ts'
import type { Route } from '../router.ts'
import { bindPod } from './binding.ts'

export function bindingsRoute(pods: ServedEndpoints, gates: (gate: string) => boolean): Route {
  return {
    resource: '/v1/bindings',
    handlers: new Map([['create', (call) => bindPod(pods, call, gates)]]),
    subresources: new Set(),
  }
}
