/**
 * What all objects of the API have in common, whatever their kind.
 * In: JSON-shaped objects. Out: the same, seen as ApiObject, or names taken from their type line.
 * Elsewhere: the kinds themselves (`<group>/<version>.ts`), what is served under which path (resources.ts).
 */
import type { ListMeta, ObjectMeta } from './meta/v1.types.ts'
import type { GroupVersionKind } from './schema/schema.ts'

export type { GroupVersionKind } from './schema/schema.ts'

export interface ApiObject {
  apiVersion?: string
  kind?: string
  metadata: ObjectMeta
}

export interface KubeList<T> {
  apiVersion?: string
  kind?: string
  metadata: ListMeta
  items: T[]
}

export interface GroupVersion {
  readonly group: string
  readonly version: string
}

/** `apps/v1` is group apps, `v1` is the core group. */
export function parseApiVersion(apiVersion: string): GroupVersion {
  const slash = apiVersion.indexOf('/')
  if (slash < 0) return { group: '', version: apiVersion }
  return { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) }
}

export function formatApiVersion({ group, version }: GroupVersion): string {
  return group === '' ? version : `${group}/${version}`
}

/** The type line of an object; parts it does not have are empty. */
export function kindOf(object: { apiVersion?: string; kind?: string }): GroupVersionKind {
  return { ...parseApiVersion(object.apiVersion ?? ''), kind: object.kind ?? '' }
}

/** Go's way of writing a kind in messages, such as `apps/v1, Kind=Deployment`. */
export function formatKind({ group, version, kind }: GroupVersionKind): string {
  return `${formatApiVersion({ group, version })}, Kind=${kind}`
}

export function sameKind(a: GroupVersionKind, b: GroupVersionKind): boolean {
  return a.kind === b.kind && a.version === b.version && a.group === b.group
}
