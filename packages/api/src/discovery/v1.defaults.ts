/**
 * Defaults of discovery.k8s.io/v1 that are more than a field's own.
 * In: objects of the group. Out: the same with upstream's v1.31 defaults.
 */
import { type DefaultRule, defaultRule } from '../schema/defaults.ts'
import { EndpointPort } from './v1.ts'

export const discoveryV1Defaults: readonly DefaultRule[] = [
  defaultRule(EndpointPort, (port) => {
    port.name ??= ''
    port.protocol ??= 'TCP'
  }),
]
