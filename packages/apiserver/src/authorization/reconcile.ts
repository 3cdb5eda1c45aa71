/**
 * Puts the default RBAC objects into the cluster at start: creates what is missing, adds rules, subjects, labels and annotations
 * that are missing, takes nothing away. A binding that points to another role is made anew. An object annotated
 * `rbac.authorization.kubernetes.io/autoupdate: "false"` is left alone.
 * Then aggregates (role-aggregation.ts), at start and on every change through {@link aggregateClusterRoles}.
 */
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import type { ClusterRole, ClusterRoleBinding, Role, RoleBinding, Subject } from '@elli/api/rbac/v1'
import { clusterrolebindings, clusterroles, rolebindings, roles } from '@elli/api/rbac/v1.resources'
import { isAlreadyExists, isConflict, isNotFound } from '@elli/machinery/errors'
import { autoUpdateAnnotation, bootstrapPolicy } from './bootstrap-policy.ts'
import { staleAggregations } from './role-aggregation.ts'
import { missingRules } from './rules.ts'

/** Writes with the server's own rights; the corridor hands it in. Errors are ApiErrors. */
export interface PolicyWriter {
  get<T extends ApiObject>(
    resource: ResourceInfo<T>,
    namespace: string | undefined,
    name: string,
  ): Promise<T | undefined>
  list<T extends ApiObject>(resource: ResourceInfo<T>): Promise<readonly T[]>
  create<T extends ApiObject>(resource: ResourceInfo<T>, object: T): Promise<T>
  update<T extends ApiObject>(resource: ResourceInfo<T>, object: T): Promise<T>
  delete<T extends ApiObject>(resource: ResourceInfo<T>, object: T): Promise<void>
}

/** Safe to run any number of times, also by several servers at once. Returns how many objects were written. */
export async function reconcileBootstrapPolicy(
  writer: PolicyWriter,
  featureEnabled?: (gate: string) => boolean,
): Promise<number> {
  const policy = bootstrapPolicy(featureEnabled)
  // Side by side: the store flushes many writes as one.
  const written = await Promise.all([
    ...policy.clusterRoles.map((role) => ensure(writer, clusterroles, role, mergeClusterRole)),
    ...policy.clusterRoleBindings.map((binding) => ensure(writer, clusterrolebindings, binding, mergeBinding)),
    ...policy.roles.map((role) => ensure(writer, roles, role, mergeRole)),
    ...policy.roleBindings.map((binding) => ensure(writer, rolebindings, binding, mergeBinding)),
  ])
  return written.reduce((sum, one) => sum + one, 0) + (await aggregateClusterRoles(writer))
}

/** Brings every aggregating ClusterRole up to date. Cheap when nothing is to do. */
export async function aggregateClusterRoles(writer: PolicyWriter): Promise<number> {
  let written = 0
  // `admin` gathers `edit`, which gathers `view`: one round per step of the chain, plus one that finds nothing left.
  for (let round = 0; round < 10; round++) {
    const stale = staleAggregations(await writer.list(clusterroles))
    if (stale.length === 0) return written
    for (const { role, rules } of stale) {
      try {
        await writer.update(clusterroles, { ...role, rules })
        written++
      } catch (error) {
        if (!isConflict(error) && !isNotFound(error)) throw error
      }
    }
  }
  return written
}

/** The object to write, `'recreate'`, or undefined when all is as wanted. */
type Merge<T> = (existing: T, wanted: T) => T | 'recreate' | undefined

async function ensure<T extends ApiObject>(
  writer: PolicyWriter,
  resource: ResourceInfo<T>,
  wanted: T,
  merge: Merge<T>,
): Promise<number> {
  const { namespace, name = '' } = wanted.metadata
  for (let attempt = 1; ; attempt++) {
    try {
      const existing = await writer.get(resource, namespace, name)
      if (existing === undefined) {
        await writer.create(resource, wanted)
        return 1
      }
      const merged = merge(existing, wanted)
      if (merged === undefined || existing.metadata.annotations?.[autoUpdateAnnotation] === 'false') return 0
      if (merged === 'recreate') {
        await writer.delete(resource, existing)
        await writer.create(resource, wanted)
      } else await writer.update(resource, merged)
      return 1
    } catch (error) {
      const raced = isConflict(error) || isAlreadyExists(error) || isNotFound(error)
      if (!raced || attempt >= 5) throw error
    }
  }
}

function mergeMetadata<T extends ApiObject>(existing: T, wanted: T): { merged: T; changed: boolean } {
  const labels = { ...wanted.metadata.labels, ...existing.metadata.labels }
  const annotations = { ...wanted.metadata.annotations, ...existing.metadata.annotations }
  const grew = (before: object | undefined, after: object): boolean =>
    Object.keys(after).length !== Object.keys(before ?? {}).length
  const changed = grew(existing.metadata.labels, labels) || grew(existing.metadata.annotations, annotations)
  return { merged: { ...existing, metadata: { ...existing.metadata, labels, annotations } }, changed }
}

function mergeRole<T extends Role | ClusterRole>(existing: T, wanted: T): T | undefined {
  const { merged, changed } = mergeMetadata(existing, wanted)
  const missing = missingRules(existing.rules ?? [], wanted.rules ?? [])
  if (missing.length === 0) return changed ? merged : undefined
  return { ...merged, rules: [...(existing.rules ?? []), ...missing] }
}

function mergeClusterRole(existing: ClusterRole, wanted: ClusterRole): ClusterRole | undefined {
  const merged = mergeRole(existing, wanted)
  if (wanted.aggregationRule === undefined) {
    if (existing.aggregationRule === undefined) return merged
    const { aggregationRule: _dropped, ...rest } = merged ?? existing
    return rest
  }
  const held = existing.aggregationRule?.clusterRoleSelectors ?? []
  const missing = (wanted.aggregationRule.clusterRoleSelectors ?? []).filter(
    (selector) => !held.some((other) => JSON.stringify(other) === JSON.stringify(selector)),
  )
  if (missing.length === 0) return merged
  return { ...(merged ?? existing), aggregationRule: { clusterRoleSelectors: [...held, ...missing] } }
}

function mergeBinding<T extends RoleBinding | ClusterRoleBinding>(existing: T, wanted: T): T | 'recreate' | undefined {
  const { roleRef } = existing
  if (
    roleRef.apiGroup !== wanted.roleRef.apiGroup ||
    roleRef.kind !== wanted.roleRef.kind ||
    roleRef.name !== wanted.roleRef.name
  ) {
    return 'recreate'
  }
  const { merged, changed } = mergeMetadata(existing, wanted)
  const held = existing.subjects ?? []
  const missing = (wanted.subjects ?? []).filter((subject) => !held.some((other) => sameSubject(other, subject)))
  if (missing.length === 0) return changed ? merged : undefined
  return { ...merged, subjects: [...held, ...missing] }
}

function sameSubject(a: Subject, b: Subject): boolean {
  const text = ({ kind, apiGroup = '', namespace = '', name }: Subject): string =>
    [kind, apiGroup, namespace, name].join('/')
  return text(a) === text(b)
}
