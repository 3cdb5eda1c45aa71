/**
 * Field management of one kind in one version and subresource: what happens to metadata.managedFields in a write.
 * In: objects as they are in memory. Out: the entries to store.
 * Always: an object without managers gets none by an update, only by create and apply; the time of a manager moves when
 * its fields do; at most ten managers that update are kept apart, the oldest are thrown together.
 * @see apimachinery pkg/util/managedfields/internal
 */
import type { ManagedFieldsEntry } from '@elli/api/meta/v1'
import { deferFields } from '@elli/api/schema/fieldsText'
import { badRequest } from '../errors.ts'
import type { JsonObject } from '../json.ts'
import { applyConfiguration, deltaIn, reconcile, withoutDelta } from './apply-configuration.ts'
import { ConflictsError } from './conflicts.ts'
import { type Delta, noDelta, withoutFields } from './delta.ts'
import {
  below,
  difference,
  type FieldSet,
  hasChildren,
  isEmptySet,
  recursiveDifference,
  setOf,
  union,
} from './field-set.ts'
import { allowedByLastApplied, hasLastApplied, withLastApplied } from './last-applied.ts'
import type { ManagedKind } from './managed-kind.ts'
import {
  decodeManagers,
  encodeManagers,
  identifierOf,
  isReset,
  ManagedFieldsError,
  type Manager,
  type Managers,
  secondsOf,
  storedManagers,
} from './managers.ts'
import { fieldPath } from './path-element.ts'
import { ConfigurationError, TypedError } from './typed-errors.ts'
import { validate } from './validate.ts'

/** What of an object this needs. */
export interface WithMetadata {
  readonly metadata: { readonly uid?: string; readonly managedFields?: readonly ManagedFieldsEntry[] }
}

type Entries = ManagedFieldsEntry[] | undefined

const mostUpdateManagers = 10

/** Nobody owns what the server itself sees to. */
const systemFields = [
  'name',
  'namespace',
  'creationTimestamp',
  'selfLink',
  'uid',
  'clusterName',
  'generation',
  'managedFields',
  'resourceVersion',
]
const notOwned: ReadonlySet<string> = new Set(systemFields)

const stripped: FieldSet = setOf([
  fieldPath('apiVersion'),
  fieldPath('kind'),
  fieldPath('metadata'),
  ...systemFields.map((name) => fieldPath('metadata', name)),
])

export interface ApplyRequest {
  /** Undefined: there is none yet. */
  readonly live: WithMetadata | undefined
  readonly configuration: JsonObject
  readonly manager: string
  readonly force: boolean
  /** RFC 3339. */
  readonly now: string
}

export interface ApplyResult {
  /** As wanted, without managed fields; undefined when the live object is just that. */
  readonly object: JsonObject | undefined
  readonly managedFields: Entries
}

export class FieldManager {
  readonly #kind: ManagedKind
  /** Top-level fields that are reset: not even looked at. */
  readonly #skipped: readonly string[]
  readonly #notCreated: ReadonlySet<string>
  /** What is reset further below. */
  readonly #ignored: FieldSet
  /** Sets that are known to be in line with the kind as it is today. */
  readonly #sound = new WeakSet<FieldSet>()

  constructor(kind: ManagedKind) {
    this.#kind = kind
    const reset = kind.resetFields(kind.apiVersion)
    this.#skipped = Object.keys(reset)
      .filter((key) => isEmptySet(reset[key] as FieldSet))
      .map((key) => key.slice(2))
    this.#notCreated = new Set(['apiVersion', 'kind', ...this.#skipped])
    this.#ignored = recursiveDifference(reset, setOf(this.#skipped.map((name) => fieldPath(name))))
  }

  /**
   * The entries of an object that is created, updated or patched.
   * @param live undefined when it is created
   * @param object as the client wants it; its managed fields are taken for a wish
   */
  update(
    live: WithMetadata | undefined,
    object: WithMetadata,
    manager: string,
    now: string,
  ): Entries | Promise<Entries> {
    try {
      const found = this.#update(live, object, manager, now)
      return found instanceof Promise ? found.catch(dropped) : found
    } catch (error) {
      return dropped(error)
    }
  }

  #update(
    live: WithMetadata | undefined,
    object: WithMetadata,
    manager: string,
    now: string,
  ): Entries | Promise<Entries> {
    const managers = this.#startingFrom(live, object)
    if (managers.size === 0) {
      if (live?.metadata.uid) return undefined
      if (this.#kind.createdText !== undefined && isEmptySet(this.#ignored)) return this.#created(object, manager, now)
    }
    const delta = this.#compare(live, object)
    if (this.#allInOneVersion(managers)) {
      const left: Managers = new Map()
      for (const [id, one] of this.#reconcile(managers)) {
        const kept = delta === noDelta ? one : withoutDelta(one, delta)
        if (!isEmptySet(kept.fields)) left.set(id, kept)
      }
      return this.#finish(left, delta, manager, now)
    }
    return this.#updateAcrossVersions(live, object, managers, delta, manager, now)
  }

  #created(object: WithMetadata, name: string, time: string): Entries {
    const text = this.#kind.createdText?.(object, this.#notCreated, notOwned) ?? '{}'
    if (text === '{}') return undefined
    const { apiVersion, subresource } = this.#kind
    const manager = name === '' ? 'unknown' : name
    const entry: ManagedFieldsEntry = { manager, operation: 'Update', apiVersion, time, fieldsType: 'FieldsV1' }
    if (subresource !== '') entry.subresource = subresource
    return [deferFields(entry, text)]
  }

  /** As upstream does on every write, but for sets that have been looked at before. */
  #reconcile(managers: Managers): Managers {
    const known = [...managers.values()].every(
      ({ apiVersion, fields }) => apiVersion === this.#kind.apiVersion && this.#sound.has(fields),
    )
    const mended = known ? managers : reconcile(this.#kind, managers)
    if (!known) for (const { fields } of mended.values()) this.#sound.add(fields)
    return mended
  }

  async #updateAcrossVersions(
    live: WithMetadata | undefined,
    object: WithMetadata,
    managers: Managers,
    delta: Delta,
    manager: string,
    now: string,
  ): Promise<Entries> {
    const deltas = new Map([[this.#kind.apiVersion, delta]])
    const left: Managers = new Map()
    for (const [id, one] of reconcile(this.#kind, managers)) {
      let found = deltas.get(one.apiVersion)
      if (found === undefined) {
        found = await deltaIn(this.#kind, this.#json(live), this.#json(object), one.apiVersion)
        deltas.set(one.apiVersion, found)
      }
      const kept = withoutDelta(one, found)
      if (!isEmptySet(kept.fields)) left.set(id, kept)
    }
    return this.#finish(left, delta, manager, now)
  }

  #finish(managers: Managers, { changed }: Delta, name: string, now: string): Entries {
    const fields = changed === undefined ? undefined : withoutSystemFields(changed)
    if (fields !== undefined && !isEmptySet(fields)) {
      const { apiVersion, subresource } = this.#kind
      const identity = { name: name === '' ? 'unknown' : name, subresource, operation: 'Update', apiVersion } as const
      const id = identifierOf(identity)
      const previous = managers.get(id)
      const all = previous === undefined ? fields : union(fields, previous.fields)
      managers.set(id, { ...identity, fields: all, time: now })
    }
    return encodeManagers(capped(managers))
  }

  /** Whose fields count: those that the client sends, if they can be read, else the stored ones. */
  #startingFrom(live: WithMetadata | undefined, object: WithMetadata): Managers {
    const stored = live?.metadata.managedFields ?? []
    const sent = object.metadata.managedFields
    if (this.#kind.subresource !== '' || sent === undefined || sent === stored) return storedManagers(stored)
    if (isReset(sent)) return new Map()
    if (sameEntries(sent, stored)) return storedManagers(stored)
    try {
      const managers = decodeManagers(sent)
      return managers.size === 0 ? storedManagers(stored) : managers
    } catch (error) {
      if (!(error instanceof ManagedFieldsError)) throw error
      return storedManagers(stored)
    }
  }

  #allInOneVersion(managers: Managers): boolean {
    for (const { apiVersion } of managers.values()) if (apiVersion !== this.#kind.apiVersion) return false
    return true
  }

  #compare(live: WithMetadata | undefined, object: WithMetadata): Delta {
    const delta = this.#kind.compare(live === undefined ? {} : this.#visible(live), this.#visible(object))
    return delta === undefined ? noDelta : withoutFields(delta, this.#ignored)
  }

  /** A shallow copy without managed fields and without what is reset whole. */
  #visible(object: WithMetadata): Record<string, unknown> {
    const out: Record<string, unknown> = { ...object, metadata: { ...object.metadata, managedFields: undefined } }
    for (const name of this.#skipped) out[name] = undefined
    return out
  }

  #json(object: WithMetadata | undefined): JsonObject {
    const json = this.#kind.toJson(object ?? {})
    const { metadata } = json
    if (typeof metadata === 'object' && metadata !== null) delete (metadata as JsonObject)['managedFields']
    return json
  }

  /**
   * @throws ApiError 409 naming the conflicts, 400 for what is no configuration; Error (500) for what has not the form of
   * the kind, as upstream has it
   */
  async apply({ live, configuration, manager, force, now }: ApplyRequest): Promise<ApplyResult> {
    const kind = this.#kind
    checkTypeLine(kind, configuration)
    const json = this.#json(live)
    let managers = live === undefined ? new Map<string, Manager>() : readable(live.metadata.managedFields ?? [])
    if (managers.size === 0 && live !== undefined) {
      // What was there before anybody applied belongs to a manager of its own.
      const owned = this.#finish(new Map(), this.#compare(undefined, live), 'before-first-apply', now)
      managers = storedManagers(owned ?? [])
    }
    const topology = kind.topologyOf(kind.apiVersion)
    if (topology === undefined) throw new Error(`no corresponding type for ${kind.apiVersion}, Kind=${kind.kind}`)
    const checkMetadata = (configuration['metadata'] as JsonObject | undefined)?.['managedFields']
    if (checkMetadata !== undefined && checkMetadata !== null) throw badRequest('metadata.managedFields must be nil')
    try {
      validate(topology, configuration, { allowDuplicates: false })
    } catch (error) {
      if (!(error instanceof TypedError)) throw error
      throw new ConfigurationError(`failed to create typed patch object (${named(configuration)}): ${error.message}`, {
        cause: error,
      })
    }
    const application = { live: json, configuration, manager, force }
    try {
      return this.#applied(await applyConfiguration(kind, application, managers), application, now)
    } catch (error) {
      if (error instanceof ConflictsError) {
        const left =
          manager === 'kubectl'
            ? allowedByLastApplied(topology, json, kind.apiVersion, error.conflicts)
            : error.conflicts
        if (left.length > 0) throw new ConflictsError(left).toApiError()
        const forced = await applyConfiguration(kind, { ...application, force: true }, managers)
        return this.#applied(forced, application, now)
      }
      if (error instanceof TypedError)
        throw new ConfigurationError(`failed to merge config: ${error.message}`, { cause: error })
      throw error
    }
  }

  #applied(
    { object, managers, id }: Awaited<ReturnType<typeof applyConfiguration>>,
    { configuration, manager, live }: { configuration: JsonObject; manager: string; live: JsonObject },
    now: string,
  ): ApplyResult {
    const own = managers.get(id)
    if (own !== undefined) {
      const fields = difference(own.fields, stripped)
      if (isEmptySet(fields)) managers.delete(id)
      else managers.set(id, { ...own, fields, time: object === undefined ? own.time : now })
    }
    const managedFields = encodeManagers(managers)
    const result = object ?? live
    if (manager !== 'kubectl' || !hasLastApplied(result)) return { object, managedFields }
    return { object: withLastApplied(result, configuration), managedFields }
  }
}

/** Managed fields are never the reason why a write fails: upstream stores none when something is wrong with them. */
function dropped(error: unknown): undefined {
  if (error instanceof TypedError || error instanceof ManagedFieldsError) return undefined
  throw error
}

/** @throws ConfigurationError when stored entries make no sense: an apply must not guess who owns what */
function readable(entries: readonly ManagedFieldsEntry[]): Managers {
  const stored = storedManagers(entries)
  if (stored.size > 0 || entries.length === 0) return stored
  try {
    return decodeManagers(entries)
  } catch (error) {
    if (!(error instanceof ManagedFieldsError)) throw error
    throw new ConfigurationError(`failed to decode managed fields: ${error.message}`, { cause: error })
  }
}

function checkTypeLine(kind: ManagedKind, configuration: JsonObject): void {
  if (configuration['apiVersion'] === kind.apiVersion && configuration['kind'] === kind.kind) return
  throw badRequest(`invalid object type: ${typeLine(configuration)}`)
}

function typeLine(object: JsonObject): string {
  const { apiVersion, kind } = object
  const version = typeof apiVersion === 'string' ? apiVersion : ''
  return `${version.includes('/') ? version : `/${version}`}, Kind=${typeof kind === 'string' ? kind : ''}`
}

/** `default/web; apps/v1, Kind=Deployment` */
export function named(object: JsonObject): string {
  const { name, namespace } = (object['metadata'] ?? {}) as JsonObject
  const text = (value: unknown): string => (typeof value === 'string' ? value : '')
  return `${text(namespace)}/${text(name)}; ${typeLine(object)}`
}

function withoutSystemFields(changed: FieldSet): FieldSet {
  const metadata = changed['f:metadata']
  if (metadata === undefined && changed['f:kind'] === undefined && changed['f:apiVersion'] === undefined) return changed
  const { 'f:metadata': _metadata, 'f:kind': _kind, 'f:apiVersion': _apiVersion, ...rest } = changed
  if (metadata === undefined || !hasChildren(metadata)) return rest
  const inner = difference(below(metadata), stripped['f:metadata'] as FieldSet)
  if (isEmptySet(inner)) return rest
  // Keys keep their order: difference puts nothing anywhere else.
  const out: Record<string, FieldSet> = {}
  for (const key in changed) {
    if (key === 'f:metadata') out[key] = inner
    else if (rest[key] !== undefined) out[key] = rest[key]
  }
  return out
}

/** What a client sends back as it got it. */
function sameEntries(a: readonly ManagedFieldsEntry[], b: readonly ManagedFieldsEntry[]): boolean {
  return a.length === b.length && a.every((entry, i) => sameEntry(entry, b[i] as ManagedFieldsEntry))
}

function sameEntry(a: ManagedFieldsEntry, b: ManagedFieldsEntry): boolean {
  return (
    a.manager === b.manager &&
    a.operation === b.operation &&
    a.apiVersion === b.apiVersion &&
    a.time === b.time &&
    a.fieldsType === b.fieldsType &&
    a.subresource === b.subresource &&
    sameFields((a.fieldsV1 ?? {}) as FieldSet, (b.fieldsV1 ?? {}) as FieldSet)
  )
}

function sameFields(a: FieldSet, b: FieldSet): boolean {
  if (a === b) return true
  let keys = 0
  for (const key in a) {
    const other = b[key]
    if (typeof other !== 'object' || other === null || !sameFields(a[key] as FieldSet, other)) return false
    keys++
  }
  for (const _ in b) keys--
  return keys === 0
}

/** Throws the oldest managers that update together, per version, until few enough are left. */
function capped(managers: Managers): Managers {
  let updaters = 0
  for (const { operation } of managers.values()) if (operation === 'Update') updaters++
  if (updaters <= mostUpdateManagers) return managers
  const oldestFirst = [...managers.entries()]
    .filter(([, { operation }]) => operation === 'Update')
    .sort(([a, x], [b, y]) => secondsOf(x.time) - secondsOf(y.time) || (a < b ? -1 : 1))
  const firstOfVersion = new Map<string, string>()
  for (const [id, manager] of oldestFirst) {
    if (updaters <= mostUpdateManagers) break
    const { apiVersion, fields, time } = manager
    const first = firstOfVersion.get(apiVersion)
    if (first === undefined) {
      firstOfVersion.set(apiVersion, id)
      continue
    }
    const identity = { name: 'ancient-changes', subresource: '', operation: 'Update', apiVersion } as const
    const bucket = identifierOf(identity)
    const held = managers.get(bucket) ?? managers.get(first)
    if (!managers.has(bucket)) managers.delete(first)
    managers.set(bucket, { ...identity, fields: union(fields, held?.fields ?? {}), time })
    managers.delete(id)
    updaters--
  }
  return managers
}
