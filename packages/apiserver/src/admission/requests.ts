/** Small questions every plugin asks about a request, and the way plugins say no. */
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import { type ApiError, badRequest, forbidden, fromStatus, toStatus } from '@elli/machinery/errors'
import type { AdmissionOperation, AdmissionRequest } from './plugin.ts'

export function isResource(
  resource: Pick<ResourceInfo, 'group' | 'resource'>,
  other: Pick<ResourceInfo, 'group' | 'resource'>,
): boolean {
  return resource.resource === other.resource && resource.group === other.group
}

/** `handles` of a plugin that looks at one resource itself, not at its subresources. */
export function handlesOnly(
  wanted: Pick<ResourceInfo, 'group' | 'resource'>,
  ...operations: readonly AdmissionOperation[]
): (operation: AdmissionOperation, resource: ResourceInfo, subresource: string) => boolean {
  return (operation, resource, subresource) =>
    subresource === '' && operations.includes(operation) && isResource(resource, wanted)
}

/** The object of a request whose resource the plugin has checked. */
export function objectOf<T extends ApiObject>(request: AdmissionRequest): T {
  if (request.object === undefined)
    throw badRequest(`no object in ${request.operation} of ${request.resource.resource}`)
  return request.object as T
}

export function oldObjectOf<T extends ApiObject>(request: AdmissionRequest): T {
  if (request.oldObject === undefined)
    throw badRequest(`no old object in ${request.operation} of ${request.resource.resource}`)
  return request.oldObject as T
}

/** 403 with the name the object has, or will be made from. */
export function refusal(request: AdmissionRequest, message: string): ApiError {
  const { metadata } = request.object ?? request.oldObject ?? { metadata: {} }
  const name = request.name || metadata?.name || metadata?.generateName || 'Unknown'
  return forbidden({ group: request.resource.group, resource: request.resource.resource }, name, message)
}

/** 500 with just this text: what upstream answers when a plugin fails with an error of no sort that the API knows. */
export function plainError(message: string): ApiError {
  return fromStatus(toStatus(new Error(message)))
}

/** JSON with sorted keys: two values are equal when their texts are. Absent and undefined are the same. */
export function canonicalText(value: unknown): string {
  return (
    JSON.stringify(value, (_key, item: unknown) =>
      item !== null && typeof item === 'object' && !Array.isArray(item)
        ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
        : item,
    ) ?? 'undefined'
  )
}
