/**
 * Create: a fresh object becomes a stored one.
 * In: a decoded, defaulted hub object that the caller gives away. Out: its entry; 409 AlreadyExists, 422 Invalid, what admission says.
 * Always: a generated name that is taken is drawn again, eight times at most (KEP-4420); a failed create keeps nothing reserved.
 */
import type { ApiObject } from '@elli/api/object'
import { alreadyExists, ApiError, generateNameConflict, invalid, isAlreadyExists } from '@elli/machinery/errors'
import { nameIsDnsSubdomain } from '@elli/machinery/names'
import type { Entry } from '../watch-cache/entry.ts'
import type { WriteContext } from './context.ts'
import { copyOfObject } from './copy.ts'
import { encode, entryFor, entryOf, offer, writtenEntry, type Environment } from './environment.ts'
import { keyIn, type Kind } from './kind.ts'
import { fillSystemFields, matchNamespace, validateObjectMeta } from './object-meta.ts'

const nameAttempts = 8

export async function createObject(
  env: Environment,
  kind: Kind,
  object: ApiObject,
  context: WriteContext,
): Promise<Entry> {
  const generated =
    !object.metadata.name && !!object.metadata.generateName && context.featureEnabled('RetryGenerateName')
  let answer = await attempt(env, kind, generated ? copyOfObject(object) : object, context)
  for (let tries = 1; generated && tries < nameAttempts && !('revision' in answer); tries++) {
    answer = await attempt(env, kind, copyOfObject(object), context)
  }
  if ('revision' in answer) return answer
  throw answer
}

/** One try; that something is there already is an answer, whoever says it; everything else that goes wrong is thrown. */
async function attempt(
  env: Environment,
  kind: Kind,
  object: ApiObject,
  context: WriteContext,
): Promise<Entry | ApiError> {
  fillSystemFields(object, context.now, env.random)
  // Kinds without hooks do not wait for any.
  const finish = kind.hooks.beginCreate && (await kind.hooks.beginCreate(object, context.dryRun))
  let written = false
  try {
    prepareCreate(kind, object, context)
    await context.validate('CREATE', object.metadata.name ?? '', object, undefined)
    const answer = await insert(env, kind, object, context.dryRun)
    written = 'revision' in answer && !context.dryRun
    return answer
  } catch (error) {
    if (error instanceof ApiError && isAlreadyExists(error)) return error
    throw error
  } finally {
    if (finish !== undefined) await finish(written)
  }
}

/** Everything between "decoded and admitted" and "may be stored". */
export function prepareCreate(kind: Kind, object: ApiObject, context: WriteContext): void {
  const { strategy } = kind
  const { metadata } = object
  matchNamespace(object, kind.info.namespaced, context.namespace ?? '')
  delete metadata.resourceVersion
  strategy.prepareForCreate?.(object, context)
  const errors = [
    ...validateObjectMeta(metadata, kind.info.namespaced, strategy.validateName?.bind(strategy) ?? nameIsDnsSubdomain),
    ...(strategy.validate?.(object, context) ?? []),
  ]
  if (errors.length > 0) throw invalid(kind.groupKind, metadata.name ?? '', errors)
  for (const text of strategy.warnings?.(object, undefined, context) ?? []) context.warn(text)
}

async function insert(env: Environment, kind: Kind, object: ApiObject, dryRun: boolean): Promise<Entry | ApiError> {
  const { name = '', namespace = '' } = object.metadata
  const key = keyIn(kind, namespace, name)
  const value = await encode(kind, object)
  if (dryRun) {
    const { kv } = await env.store.get(kind.prefix + key)
    return kv === undefined ? entryOf(kind, key, value, 0, object) : taken(kind, object)
  }
  const { ttlSeconds } = kind.strategy
  const lease = ttlSeconds === undefined ? undefined : await env.leases.get(ttlSeconds)
  offer(env, kind, value, object)
  const storeKey = kind.prefix + key
  const result = await env.store.txn(
    [{ key: storeKey, modRevision: 0 }],
    [{ kind: 'put', key: storeKey, value, ...(lease === undefined ? {} : { lease }) }],
  )
  if (result.succeeded) return writtenEntry(kind, key, value, result.revision, object)
  const error = taken(kind, object)
  const present = result.current[0]
  if (present !== undefined && env.hot.object(entryFor(kind, key, present)).metadata.deletionTimestamp) {
    error.status.message = `object is being deleted: ${error.status.message}`
  }
  return error
}

function taken(kind: Kind, object: ApiObject): ApiError {
  const name = object.metadata.name ?? ''
  return object.metadata.generateName
    ? generateNameConflict(kind.groupResource, name, 1)
    : alreadyExists(kind.groupResource, name)
}
