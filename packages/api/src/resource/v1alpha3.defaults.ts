/**
 * Defaults of resource.k8s.io/v1alpha3 that are more than a field's own.
 * In: objects of the group. Out: the same with upstream's v1.31 defaults.
 */
import { type DefaultRule, defaultRule } from '../schema/defaults.ts'
import { DeviceRequest } from './v1alpha3.ts'

export const resourceV1alpha3Defaults: readonly DefaultRule[] = [
  defaultRule(DeviceRequest, (request) => {
    request.allocationMode ||= 'ExactCount'
    if (request.allocationMode === 'ExactCount') request.count ||= 1
  }),
]
