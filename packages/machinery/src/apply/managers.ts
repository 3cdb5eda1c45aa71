/**
 * Managers of an object: who owns which fields, and since when; metadata.managedFields, read and written.
 * In and out: ManagedFieldsEntry as the API has it. Always: a manager is told apart by name, operation, subresource and,
 * unless it applies, by version; entries are written in one order: Apply first, then by time, name, version, subresource.
 * @see apimachinery pkg/util/managedfields/internal/managedfields.go
 */
import type { ManagedFieldsEntry } from '@elli/api/meta/v1'
import { quote } from '@elli/api/schema/encodeJson'
import { parseTime } from '@elli/api/schema/timeText'
import { goQuote } from '../go-quote.ts'
import { emptySet, type FieldSet } from './field-set.ts'
import { fieldSetOf } from './fields-v1.ts'
import { compareText } from './path-element.ts'

export interface Manager {
  readonly name: string
  readonly subresource: string
  readonly operation: 'Apply' | 'Update'
  readonly apiVersion: string
  readonly fields: FieldSet
  /** RFC 3339; a few have none. */
  readonly time: string | undefined
  /** The entry that says just this, when there is one. */
  readonly entry?: ManagedFieldsEntry
}

/** By identifier. */
export type Managers = Map<string, Manager>

export type Identity = Pick<Manager, 'name' | 'subresource' | 'operation' | 'apiVersion'>

/** The text by which upstream tells managers apart; also an order among them. */
export function identifierOf({ name, subresource, operation, apiVersion }: Identity): string {
  const manager = name === '' ? '' : `"manager":${quote(name)},`
  const version = operation === 'Apply' || apiVersion === '' ? '' : `,"apiVersion":${quote(apiVersion)}`
  return `{${manager}"operation":"${operation}"${version}${subresource === '' ? '' : `,"subresource":${quote(subresource)}`}}`
}

export class ManagedFieldsError extends Error {
  override name = 'ManagedFieldsError'
}

/**
 * Entries from a client: checked, fields made canonical.
 * @throws ManagedFieldsError
 */
export function decodeManagers(entries: readonly ManagedFieldsEntry[]): Managers {
  const managers: Managers = new Map()
  for (const [index, entry] of entries.entries()) {
    const { operation, apiVersion = '', fieldsType = '' } = entry
    if (operation !== 'Apply' && operation !== 'Update') {
      throw new ManagedFieldsError('operation must be `Apply` or `Update`')
    }
    if (apiVersion === '') throw new ManagedFieldsError('apiVersion must not be empty')
    if (fieldsType === '') throw new ManagedFieldsError(`missing fieldsType in managed fields entry ${index}`)
    if (fieldsType !== 'FieldsV1') {
      throw new ManagedFieldsError(`invalid fieldsType ${goQuote(fieldsType)} in managed fields entry ${index}`)
    }
    let fields: FieldSet
    try {
      fields = fieldSetOf(entry.fieldsV1 ?? {})
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error)
      throw new ManagedFieldsError(`error decoding versioned set: error decoding set: ${text}`, { cause: error })
    }
    put(managers, { ...identityOf(entry), fields, time: entry.time })
  }
  return managers
}

/** Entries as the server itself has stored them: taken as they are. Those that are no such entries are none. */
export function storedManagers(entries: readonly ManagedFieldsEntry[]): Managers {
  const managers: Managers = new Map()
  for (const entry of entries) {
    const { operation, apiVersion = '', fieldsType, fieldsV1 } = entry
    const known = operation === 'Apply' || operation === 'Update'
    if (!known || apiVersion === '' || fieldsType !== 'FieldsV1') return new Map()
    put(managers, {
      ...identityOf(entry),
      fields: (fieldsV1 as FieldSet | undefined) ?? emptySet,
      time: entry.time,
      entry,
    })
  }
  return managers
}

function identityOf({ manager = '', subresource = '', operation, apiVersion = '' }: ManagedFieldsEntry): Identity {
  return { name: manager, subresource, operation: operation === 'Apply' ? 'Apply' : 'Update', apiVersion }
}

function put(managers: Managers, manager: Manager): void {
  managers.set(identifierOf(manager), manager)
}

/** Undefined when there are none. */
export function encodeManagers(managers: Managers): ManagedFieldsEntry[] | undefined {
  if (managers.size === 0) return undefined
  const all = [...managers.values()]
  if (all.length > 1) all.sort(order)
  return all.map((manager) => manager.entry ?? entryOf(manager))
}

function entryOf({ name, subresource, operation, apiVersion, fields, time }: Manager): ManagedFieldsEntry {
  const entry: ManagedFieldsEntry = { manager: name, operation, apiVersion }
  if (time !== undefined) entry.time = time
  entry.fieldsType = 'FieldsV1'
  entry.fieldsV1 = fields as Record<string, unknown>
  if (subresource !== '') entry.subresource = subresource
  return entry
}

function order(a: Manager, b: Manager): number {
  return (
    compareText(a.operation, b.operation) ||
    secondsOf(a.time) - secondsOf(b.time) ||
    compareText(a.name, b.name) ||
    compareText(a.apiVersion, b.apiVersion) ||
    compareText(a.subresource, b.subresource)
  )
}

export function secondsOf(time: string | undefined): number {
  return time === undefined ? 0 : (parseTime(time)?.seconds ?? 0)
}

/** The same manager with other fields. */
export function withFields(manager: Manager, fields: FieldSet): Manager {
  if (fields === manager.fields) return manager
  const { entry: _entry, ...rest } = manager
  return { ...rest, fields }
}

/** The client wants to be rid of managed fields: an empty list, or one empty entry. */
export function isReset(entries: readonly ManagedFieldsEntry[] | undefined): boolean {
  if (entries === undefined) return false
  const [first] = entries
  if (first === undefined) return true
  return entries.length === 1 && Object.values(first).every((value) => value === undefined || value === '')
}
