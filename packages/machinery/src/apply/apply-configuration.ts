/**
 * Server-side apply: a configuration merged into an object, and what its manager no longer names taken out of it.
 * In: JSON of the live object and of the configuration, managers. Out: the wanted object (undefined: as it is), managers.
 * Always: a field goes only when the applier named it last time, no longer does, and nobody else owns it; another
 * manager's field is taken only by force.
 * @see sigs.k8s.io/structured-merge-diff merge/update.go
 */
import { deepEqual, type Json, type JsonObject } from '../json.ts'
import { compareJson } from './compare.ts'
import { ConflictsError, conflictsOf } from './conflicts.ts'
import { type Delta, noDelta, withoutFields } from './delta.ts'
import {
  difference,
  emptySet,
  type FieldSet,
  intersection,
  isEmptySet,
  recursiveDifference,
  union,
} from './field-set.ts'
import { fieldsOf } from './fields-of.ts'
import type { ManagedKind } from './managed-kind.ts'
import { identifierOf, type Manager, type Managers, withFields } from './managers.ts'
import { merge } from './merge.ts'
import { reconciled, withNamedFields } from './named-fields.ts'
import { removeFields } from './remove.ts'
import type { Topology } from './topology.ts'

export interface Application {
  readonly live: JsonObject
  readonly configuration: JsonObject
  readonly manager: string
  readonly force: boolean
}

export interface Applied {
  /** Undefined when the object is already as wanted. */
  readonly object: JsonObject | undefined
  readonly managers: Managers
  /** Identifier of whoever applied. */
  readonly id: string
}

/** @throws ConflictsError, TypedError */
export async function applyConfiguration(
  kind: ManagedKind,
  application: Application,
  before: Managers,
): Promise<Applied> {
  const { live, configuration, force } = application
  const { apiVersion, subresource } = kind
  const topology = topologyIn(kind, apiVersion)
  const managers = reconcile(kind, before)
  const merged = merge(topology, live, configuration) as JsonObject
  const identity = { name: application.manager, subresource, operation: 'Apply', apiVersion } as const
  const id = identifierOf(identity)
  const last = managers.get(id)
  const fields = recursiveDifference(fieldsOf(topology, configuration), kind.resetFields(apiVersion))
  managers.set(id, { ...identity, fields, time: last?.time })
  const object = await prune(kind, merged, managers, id, last)
  const left = await settle(kind, live, object, managers, id, force)
  return { object: deepEqual(live, object) ? undefined : object, managers: left, id }
}

function topologyIn(kind: ManagedKind, apiVersion: string): Topology {
  const topology = kind.topologyOf(apiVersion)
  if (topology === undefined) throw new Error(`no corresponding type for ${apiVersion}, Kind=${kind.kind}`)
  return topology
}

/** Managers of versions that are still there, with their fields as the kind is today. */
export function reconcile(kind: ManagedKind, managers: Managers): Managers {
  const out: Managers = new Map()
  for (const [id, manager] of managers) {
    const topology = kind.topologyOf(manager.apiVersion)
    if (topology !== undefined) out.set(id, withFields(manager, reconciled(manager.fields, topology)))
  }
  return out
}

/**
 * Takes from every manager but one what has changed or is gone.
 * @throws ConflictsError without force, when somebody owns what has changed
 */
async function settle(
  kind: ManagedKind,
  live: JsonObject,
  object: JsonObject,
  managers: Managers,
  own: string,
  force: boolean,
): Promise<Managers> {
  const deltas = new Map<string, Delta>()
  for (const [id, { apiVersion }] of managers) {
    if (id !== own && !deltas.has(apiVersion)) deltas.set(apiVersion, await deltaIn(kind, live, object, apiVersion))
  }
  const held = new Map<string, { manager: Manager; fields: FieldSet }>()
  for (const [id, manager] of managers) {
    const { changed } = id === own ? noDelta : (deltas.get(manager.apiVersion) ?? noDelta)
    if (changed === undefined) continue
    const fields = intersection(manager.fields, changed)
    if (!isEmptySet(fields)) held.set(id, { manager, fields })
  }
  if (!force && held.size > 0) throw new ConflictsError(conflictsOf(held))
  const out: Managers = new Map()
  for (const [id, manager] of managers) {
    const delta = id === own ? noDelta : (deltas.get(manager.apiVersion) ?? noDelta)
    const kept = withoutDelta(manager, delta)
    if (!isEmptySet(kept.fields)) out.set(id, kept)
  }
  return out
}

/** A manager after somebody else has changed and removed fields. */
export function withoutDelta(manager: Manager, { changed, removed }: Delta): Manager {
  let { fields } = manager
  if (changed !== undefined) fields = difference(fields, changed)
  if (removed !== undefined) fields = difference(fields, removed)
  return withFields(manager, fields)
}

/** What differs between two objects of the request's version, as another version shows it. */
export async function deltaIn(
  kind: ManagedKind,
  before: JsonObject,
  after: JsonObject,
  apiVersion: string,
): Promise<Delta> {
  const [old, now] = [await inVersion(kind, before, apiVersion), await inVersion(kind, after, apiVersion)]
  const delta = compareJson(topologyIn(kind, apiVersion), old, now) ?? noDelta
  return withoutFields(delta, kind.resetFields(apiVersion))
}

async function inVersion(kind: ManagedKind, object: JsonObject, apiVersion: string): Promise<JsonObject> {
  return object['apiVersion'] === apiVersion ? object : kind.convert(object, apiVersion)
}

async function prune(
  kind: ManagedKind,
  merged: JsonObject,
  managers: Managers,
  id: string,
  last: Manager | undefined,
): Promise<JsonObject> {
  if (last === undefined || isEmptySet(last.fields)) return merged
  const own = managers.get(id)
  // Whoever names all that he named last time takes nothing out.
  if (own?.apiVersion === last.apiVersion && isEmptySet(difference(last.fields, own.fields))) return merged
  const topology = kind.topologyOf(last.apiVersion)
  if (topology === undefined) return merged
  const whole = await inVersion(kind, merged, last.apiVersion)
  const bare = remove(topology, whole, withNamedFields(last.fields, topology))
  const owned = await addBackOwned(kind, whole, bare, last.apiVersion, managers)
  const kept = addBackDangling(topology, whole, await inVersion(kind, owned, last.apiVersion), last.fields)
  return inVersion(kind, kept, own?.apiVersion ?? last.apiVersion)
}

/** The type line stays whoever owned it. */
function remove(topology: Topology, object: JsonObject, fields: FieldSet): JsonObject {
  const { apiVersion, kind } = object
  const rest = removeFields(topology, object, fields) as JsonObject | null
  return { ...rest, ...(apiVersion === undefined ? {} : { apiVersion }), ...(kind === undefined ? {} : { kind }) }
}

/** What somebody still owns comes back, version by version, that of the pruned object first. */
async function addBackOwned(
  kind: ManagedKind,
  merged: JsonObject,
  pruned: JsonObject,
  firstVersion: string,
  managers: Managers,
): Promise<JsonObject> {
  const owned = new Map<string, FieldSet>([[firstVersion, emptySet]])
  for (const { apiVersion, fields } of managers.values()) {
    owned.set(apiVersion, union(owned.get(apiVersion) ?? emptySet, fields))
  }
  let [whole, rest] = [merged, pruned]
  for (const [apiVersion, fields] of owned) {
    const topology = kind.topologyOf(apiVersion)
    if (topology === undefined || (apiVersion === firstVersion && isEmptySet(fields))) continue
    whole = await inVersion(kind, whole, apiVersion)
    rest = await inVersion(kind, rest, apiVersion)
    const named = (set: FieldSet): FieldSet => withNamedFields(set, topology)
    const stays = union(named(fieldsOf(topology, rest as Json)), named(fields))
    rest = remove(topology, whole, difference(named(fieldsOf(topology, whole as Json)), stays))
  }
  return rest
}

/** What the applier did not own before comes back: nobody's fields, and those below what it owned. */
function addBackDangling(topology: Topology, merged: JsonObject, pruned: JsonObject, last: FieldSet): JsonObject {
  const named = (set: FieldSet): FieldSet => withNamedFields(set, topology)
  const gone = difference(named(fieldsOf(topology, merged)), named(fieldsOf(topology, pruned)))
  return remove(topology, merged, intersection(gone, named(last)))
}
