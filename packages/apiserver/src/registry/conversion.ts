/**
 * Between the versions of a kind: which function of the API package carries an object to the hub and back.
 * Always: objects from the cache are not changed; what comes back may share parts with them.
 */
import { convert } from '@elli/api/conversion'
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'

export interface Conversion {
  toHub(object: ApiObject): ApiObject
  fromHub(object: ApiObject): ApiObject
}

export function conversionBetween(served: ResourceInfo<ApiObject>, hub: ResourceInfo<ApiObject>): Conversion {
  const typed = (object: ApiObject, info: ResourceInfo<ApiObject>): ApiObject => ({
    ...object,
    apiVersion: info.apiVersion,
    kind: info.kind,
  })
  return {
    toHub: (object) => typed(convert(object, served, hub), hub),
    fromHub: (object) => typed(convert(object, hub, served), served),
  }
}
