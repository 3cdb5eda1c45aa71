/**
 * Update: read, change, check, compare-and-swap, until nobody was faster.
 * In: a function from the stored object to the wanted one. Out: the entry as stored.
 * Always: a write that changes nothing stores nothing; an object on its way out goes when its last finalizer does.
 */
import type { ApiObject } from '@elli/api/object'
import { badRequest, conflict, internalError, invalid, notFound, optimisticLockMessage } from '@elli/machinery/errors'
import { at, invalid as invalidField, type FieldError } from '@elli/machinery/field'
import { verbatim } from '@elli/machinery/go-quote'
import { nameIsPathSegment } from '@elli/machinery/names'
import type { Entry } from '../watch-cache/entry.ts'
import type { WriteContext } from './context.ts'
import { copyOf } from './copy.ts'
import { prepareCreate } from './create.ts'
import { encode, entryFor, entryOf, offer, viewOf, writtenEntry, type Environment } from './environment.ts'
import { keyIn, type Kind } from './kind.ts'
import { keepTimesOfNothing } from './managed-fields.ts'
import {
  fillSystemFields,
  keepSystemFields,
  matchNamespace,
  validateObjectMeta,
  validateObjectMetaUpdate,
} from './object-meta.ts'
import { sameBytes } from './storage-codec.ts'

/** The rules of the main resource or of one of its subresources. */
export interface UpdateRules {
  prepare(object: ApiObject, old: ApiObject, context: WriteContext): void
  validate(object: ApiObject, old: ApiObject, context: WriteContext): FieldError[]
  warnings(object: ApiObject, old: ApiObject, context: WriteContext): string[]
  /** Services reserve addresses on main updates only. */
  readonly hooks: boolean
}

export function mainRules(kind: Kind): UpdateRules {
  const { strategy } = kind
  const status = kind.strategy.status !== undefined
  return {
    hooks: true,
    prepare(object, old, context) {
      // With a status subresource the main resource never changes status.
      if (status) keepField(object, old, 'status')
      strategy.prepareForUpdate?.(object, old, context)
    },
    validate: (object, old, context) => strategy.validateUpdate?.(object, old, context) ?? [],
    warnings: (object, old, context) => strategy.warnings?.(object, old, context) ?? [],
  }
}

export function statusRules(kind: Kind): UpdateRules {
  const { status } = kind.strategy
  return {
    hooks: false,
    prepare(object, old, context) {
      for (const field of new Set([...Object.keys(object), ...Object.keys(old)])) {
        if (field !== 'status' && field !== 'metadata') keepField(object, old, field)
      }
      object.metadata.generation = old.metadata.generation as number
      status?.prepareForUpdate?.(object, old, context)
    },
    validate: (object, old, context) => status?.validateUpdate?.(object, old, context) ?? [],
    warnings: () => [],
  }
}

function keepField(object: ApiObject, old: ApiObject, field: string): void {
  const target = object as unknown as Record<string, unknown>
  const source = old as unknown as Record<string, unknown>
  if (source[field] === undefined) delete target[field]
  else target[field] = copyOf(source[field])
}

export interface UpdateRequest {
  readonly namespace: string
  readonly name: string
  readonly rules: UpdateRules
  /**
   * The wanted object, fresh; called again when another write came between.
   * @param old undefined only with `mayCreate`, when nothing is stored
   */
  change(old: ApiObject | undefined): Promise<ApiObject> | ApiObject
  /** PUT: the uid that the object in the body named. */
  readonly uid?: string
  /** A missing object is made: PUT of kinds that allow it. */
  readonly mayCreate?: boolean
}

export interface Updated {
  readonly entry: Entry
  readonly created: boolean
}

export async function updateObject(
  env: Environment,
  kind: Kind,
  request: UpdateRequest,
  context: WriteContext,
): Promise<Updated> {
  const key = keyIn(kind, request.namespace, request.name)
  const storeKey = kind.prefix + key
  let { kv } = await env.store.get(storeKey)
  for (;;) {
    if (kv === undefined) {
      const created = await createInstead(env, kind, key, request, context)
      if ('entry' in created) return created
      kv = created.present
      continue
    }
    const entry = await viewOf(kind, entryFor(kind, key, kv))
    const old = env.hot.object(entry)
    checkUid(kind, key, request, old)
    const object = await request.change(old)
    checkVersion(kind, request.name, object, old)
    const begin = request.rules.hooks ? kind.hooks.beginUpdate : undefined
    const finish = begin && (await begin.call(kind.hooks, object, old, context.dryRun))
    let written = false
    try {
      prepareUpdate(kind, request.rules, object, old, context)
      await context.validate('UPDATE', request.name, object, old)
      if (goesNow(kind, object, old)) {
        const gone =
          context.dryRun ||
          (await env.store.txn([{ key: storeKey, modRevision: kv.modRevision }], [{ kind: 'delete', key: storeKey }]))
            .succeeded
        if (gone) {
          if (!context.dryRun && kind.hooks.afterDelete) await kind.hooks.afterDelete(old)
          return { entry: entryOf(kind, key, await encode(kind, object), kv.modRevision, object), created: false }
        }
        kv = (await env.store.get(storeKey)).kv
        continue
      }
      keepTimesOfNothing(object, old)
      const value = await encode(kind, object)
      if (sameBytes(value, kv.value) && env.isStale?.(kv.value) !== true) return { entry, created: false }
      if (context.dryRun) {
        return { entry: entryOf(kind, key, value, kv.modRevision, object), created: false }
      }
      const { ttlSeconds } = kind.strategy
      const lease = ttlSeconds === undefined ? undefined : await env.leases.get(ttlSeconds)
      offer(env, kind, value, object)
      const result = await env.store.txn(
        [{ key: storeKey, modRevision: kv.modRevision }],
        [{ kind: 'put', key: storeKey, value, ...(lease === undefined ? {} : { lease }) }],
      )
      if (result.succeeded) {
        written = true
        return { entry: writtenEntry(kind, key, value, result.revision, object), created: false }
      }
      kv = result.current[0]
    } finally {
      if (finish !== undefined) await finish(written)
    }
  }
}

async function createInstead(
  env: Environment,
  kind: Kind,
  key: string,
  request: UpdateRequest,
  context: WriteContext,
): Promise<Updated | { present: Awaited<ReturnType<Environment['store']['get']>>['kv'] }> {
  // Who names a uid means one certain object: that it is gone is a conflict, not a missing name.
  if (request.uid !== undefined && request.uid !== '') throw uidConflict(kind, key, request, '')
  if (request.mayCreate !== true) throw notFound(kind.groupResource, request.name)
  const object = await request.change(undefined)
  if (object.metadata.resourceVersion) throw conflict(kind.groupResource, request.name, optimisticLockMessage)
  fillSystemFields(object, context.now, env.random)
  // Kinds without hooks do not wait for any.
  const finish = kind.hooks.beginCreate && (await kind.hooks.beginCreate(object, context.dryRun))
  let written = false
  try {
    prepareCreate(kind, object, context)
    await context.validate('CREATE', request.name, object, undefined)
    const value = await encode(kind, object)
    if (context.dryRun) return { entry: entryOf(kind, key, value, 0, object), created: true }
    const storeKey = kind.prefix + key
    offer(env, kind, value, object)
    const { ttlSeconds } = kind.strategy
    const lease = ttlSeconds === undefined ? undefined : await env.leases.get(ttlSeconds)
    const result = await env.store.txn(
      [{ key: storeKey, modRevision: 0 }],
      [{ kind: 'put', key: storeKey, value, ...(lease === undefined ? {} : { lease }) }],
    )
    if (!result.succeeded) return { present: result.current[0] }
    written = true
    return { entry: writtenEntry(kind, key, value, result.revision, object), created: true }
  } finally {
    if (finish !== undefined) await finish(written)
  }
}

function checkUid(kind: Kind, key: string, request: UpdateRequest, old: ApiObject): void {
  if (request.uid === undefined || request.uid === '' || request.uid === old.metadata.uid) return
  throw uidConflict(kind, key, request, old.metadata.uid ?? '')
}

function uidConflict(kind: Kind, key: string, request: UpdateRequest, stored: string): Error {
  const text = `StorageError: invalid object, Code: 4, Key: ${kind.prefix}${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${request.uid}, UID in object meta: ${stored}`
  return conflict(kind.groupResource, request.name, text)
}

/** The optimistic lock: the object's resourceVersion is the stored one, or empty where the kind allows it. */
function checkVersion(kind: Kind, name: string, object: ApiObject, old: ApiObject): void {
  const version = object.metadata.resourceVersion ?? ''
  if (version === '' || version === '0') {
    if (kind.strategy.allowUnconditionalUpdate ?? true) return
    const path = at('metadata', 'resourceVersion')
    const gk = { group: kind.groupResource.group, kind: kind.groupResource.resource }
    throw invalid(gk, name, [invalidField(path, verbatim('0x0'), 'must be specified for an update')])
  }
  if (!/^\d+$/.test(version)) {
    throw badRequest(`invalid resource version ${JSON.stringify(version)}`)
  }
  if (version !== old.metadata.resourceVersion) throw conflict(kind.groupResource, name, optimisticLockMessage)
}

function prepareUpdate(kind: Kind, rules: UpdateRules, object: ApiObject, old: ApiObject, context: WriteContext): void {
  const { metadata } = object
  if (!old.metadata.uid) throw internalError(new Error('stored object without uid'))
  matchNamespace(object, kind.info.namespaced, context.namespace ?? '')
  if (old.metadata.generation === undefined) delete metadata.generation
  else metadata.generation = old.metadata.generation
  rules.prepare(object, old, context)
  keepSystemFields(object, old)
  const general = distinct([
    ...validateObjectMeta(metadata, kind.info.namespaced, nameIsPathSegment),
    ...validateObjectMetaUpdate(metadata, old.metadata),
  ])
  const told = new Set(general.map(complaint))
  // Some kinds tell what is wrong twice, as upstream does.
  const own = rules.validate(object, old, context).filter((error) => !told.has(complaint(error)))
  if (general.length + own.length > 0) throw invalid(kind.groupKind, metadata.name ?? '', [...general, ...own])
  for (const text of rules.warnings(object, old, context)) context.warn(text)
  delete metadata.resourceVersion
}

function complaint({ type, field, detail }: FieldError): string {
  return `${type} ${field} ${detail}`
}

/** The same complaint may come from the rules for writes and from those for updates. */
function distinct(errors: readonly FieldError[]): FieldError[] {
  const seen = new Set<string>()
  return errors.filter((error) => {
    const key = complaint(error)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** The last finalizer of an object whose grace period is over has gone. */
function goesNow(kind: Kind, object: ApiObject, old: ApiObject): boolean {
  if (kind.deletion?.holds(object) === true) return false
  if ((object.metadata.finalizers ?? []).length > 0 || !old.metadata.deletionTimestamp) return false
  return !old.metadata.deletionGracePeriodSeconds
}
