/**
 * One object in the versions it is served in.
 * In: an object, the resource it belongs to, and the resource of the version wanted. Out: an object of that version.
 * Always: the object given is not changed; the result may share parts with it. Each resource has one stored version.
 * Elsewhere: where two versions differ in more than their name (`<group>/conversion.ts`).
 */
import { autoscalerToV1, autoscalerToV2 } from './autoscaling/conversion.ts'
import { horizontalpodautoscalers as autoscalersV1 } from './autoscaling/v1.resources.ts'
import { horizontalpodautoscalers as autoscalersV2 } from './autoscaling/v2.resources.ts'
import { events as coreEvents } from './core/v1.resources.ts'
import { eventFromCore, eventToCore } from './events/conversion.ts'
import { events } from './events/v1.resources.ts'
import { priorityLevelToV1, priorityLevelToV1beta3 } from './flowcontrol/conversion.ts'
import { prioritylevelconfigurations as levelsV1 } from './flowcontrol/v1.resources.ts'
import { prioritylevelconfigurations as levelsV1beta3 } from './flowcontrol/v1beta3.resources.ts'
import { allResources, type ResourceInfo } from './resources.ts'
import { decodeValue } from './schema/decodeJson.ts'

interface Conversion {
  readonly from: ResourceInfo
  readonly to: ResourceInfo
  readonly convert: (object: object) => object
}

function conversion<A, B extends object>(
  from: ResourceInfo<A>,
  to: ResourceInfo<B>,
  convert: (object: A) => B,
): Conversion {
  return { from, to, convert: (object) => convert(object as A) }
}

const conversions: readonly Conversion[] = [
  conversion(autoscalersV1, autoscalersV2, autoscalerToV2),
  conversion(autoscalersV2, autoscalersV1, autoscalerToV1),
  conversion(events, coreEvents, eventToCore),
  conversion(coreEvents, events, eventFromCore),
  conversion(levelsV1beta3, levelsV1, priorityLevelToV1),
  conversion(levelsV1, levelsV1beta3, priorityLevelToV1beta3),
]

/** The same object in another version of its resource. */
export function convert<T extends object>(object: object, from: ResourceInfo, to: ResourceInfo<T>): T {
  if (from.schema === to.schema) return object as T
  const special = conversions.find((item) => item.from.schema === from.schema && item.to.schema === to.schema)
  if (special !== undefined) return special.convert(object) as T
  if (from.group !== to.group || from.resource !== to.resource) {
    throw new Error(`no conversion from ${from.apiVersion} ${from.resource} to ${to.apiVersion} ${to.resource}`)
  }
  // The versions have the same fields, except those that only one of them has.
  return decodeValue(to.schema, { ...object, apiVersion: to.apiVersion }).object
}

/** Groups whose stored version is not the one that discovery prefers; by group and resource. */
const stored: readonly (readonly [string, string, ResourceInfo])[] = [
  [events.group, events.resource, coreEvents],
  [autoscalersV1.group, autoscalersV1.resource, autoscalersV2],
]

/** The version in which the resource is kept: the same for all versions of a resource, whichever are served. */
export function storageVersion(info: ResourceInfo): ResourceInfo {
  const special = stored.find(([group, resource]) => group === info.group && resource === info.resource)
  if (special !== undefined) return special[2]
  // allResources has the best version of a group first.
  return allResources.find((other) => other.group === info.group && other.resource === info.resource) ?? info
}
