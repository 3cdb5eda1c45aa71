/**
 * A resource: how a kind is named, scoped and spoken to over HTTP.
 * In: one literal per resource in `<group>/<version>.resources.ts`. Out: ResourceInfo with group and version from the schema.
 * Elsewhere: the list of all of them (resources.ts).
 */
import type { GroupVersionKind, MessageSchema } from './schema.ts'

export interface SubresourceInfo {
  readonly name: string
  readonly verbs: readonly string[]
  /** Kind of the bodies that go in and out. */
  readonly kind: GroupVersionKind
}

export interface ResourceInfo<T = unknown> {
  readonly group: string
  readonly version: string
  /** `v1` or `apps/v1`, as objects carry it. */
  readonly apiVersion: string
  readonly kind: string
  /** Empty where the resource cannot be listed. */
  readonly listKind: string
  /** Plural, lower case: the name in paths. */
  readonly resource: string
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  readonly namespaced: boolean
  readonly verbs: readonly string[]
  readonly subresources: readonly SubresourceInfo[]
  /** Served without --runtime-config. */
  readonly enabledByDefault: boolean
  readonly schema: MessageSchema<T>
}

interface ResourceOptions<T> {
  kind: string
  plural: string
  singular: string
  listKind?: string
  shortNames?: readonly string[]
  categories?: readonly string[]
  namespaced: boolean
  verbs: readonly string[]
  subresources?: readonly SubresourceInfo[]
  enabledByDefault?: boolean
  schema: MessageSchema<T>
}

export function resource<T>(options: ResourceOptions<T>): ResourceInfo<T> {
  const { group, version } = options.schema.package
  return {
    group,
    version,
    apiVersion: group === '' ? version : `${group}/${version}`,
    kind: options.kind,
    listKind: options.listKind ?? '',
    resource: options.plural,
    singular: options.singular,
    shortNames: options.shortNames ?? [],
    categories: options.categories ?? [],
    namespaced: options.namespaced,
    verbs: options.verbs,
    subresources: options.subresources ?? [],
    enabledByDefault: options.enabledByDefault ?? true,
    schema: options.schema,
  }
}
