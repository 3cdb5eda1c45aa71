/**
 * Managed fields of a Scale: the replicas of its object, seen under another name.
 * In: entries of the object, where its replicas lie per version. Out: entries of the Scale; and after it was written,
 * those of the object.
 * @see apimachinery pkg/util/managedfields/scalehandler.go
 */
import type { ManagedFieldsEntry } from '@elli/api/meta/v1'
import { difference, has, isEmptySet, setOf } from './field-set.ts'
import { decodeManagers, encodeManagers, type Manager, type Managers, storedManagers, withFields } from './managers.ts'
import { fieldPath, type Path } from './path-element.ts'

/** Undefined: the version is not known; `none`: it has no replicas. */
export type ReplicasPath = (apiVersion: string) => Path | 'none' | undefined

type Entries = readonly ManagedFieldsEntry[] | undefined

const scaleVersion = 'autoscaling/v1'
const replicasOfScale = fieldPath('spec', 'replicas')

export function scaleEntries(parent: Entries, pathIn: ReplicasPath): ManagedFieldsEntry[] | undefined {
  const managers: Managers = new Map()
  for (const [id, manager] of decodeManagers(parent ?? [])) {
    const path = pathIn(manager.apiVersion)
    if (path === undefined || path === 'none' || !has(manager.fields, path)) continue
    managers.set(id, { ...manager, apiVersion: scaleVersion, fields: setOf([replicasOfScale]) })
  }
  return encodeManagers(managers)
}

/** @param apiVersion version of the object that the request speaks of */
export function parentEntries(
  parent: Entries,
  scale: Entries,
  apiVersion: string,
  pathIn: ReplicasPath,
): ManagedFieldsEntry[] | undefined {
  const before = storedManagers(parent ?? [])
  const ofScale = storedManagers(scale ?? [])
  const after: Managers = new Map()
  for (const [id, manager] of before) {
    const path = pathIn(manager.apiVersion)
    if (path === undefined) continue
    if (path === 'none' || !has(manager.fields, path)) {
      after.set(id, manager)
    } else if (ofScale.has(id)) {
      after.set(id, manager)
      ofScale.delete(id)
    } else {
      // Somebody else has set the replicas.
      const fields = difference(manager.fields, setOf([path]))
      if (!isEmptySet(fields)) after.set(id, withFields(manager, fields))
    }
  }
  const own = pathIn(apiVersion)
  for (const [id, manager] of ofScale) {
    if (own === undefined || own === 'none' || !has(manager.fields, replicasOfScale)) continue
    const { entry: _entry, ...identity } = manager
    const moved: Manager = { ...identity, apiVersion, fields: setOf([own]), time: before.get(id)?.time }
    after.set(id, moved)
  }
  return encodeManagers(after)
}
