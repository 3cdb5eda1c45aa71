/**
 * Delete: at once, gracefully, or after finalizers.
 * In: DeleteOptions. Out: what is left (an object that waits), or the last state of what is gone.
 * Always: an object with finalizers stays until they are gone; a grace period once given is only shortened.
 * @see apiserver pkg/registry/generic/registry/store.go, pkg/registry/rest/delete.go
 */
import type { DeleteOptions } from '@elli/api/meta/v1'
import type { ApiObject } from '@elli/api/object'
import { fromTime, toTime } from '@elli/host/time'
import { conflict, notFound } from '@elli/machinery/errors'
import { atRevision, type Entry } from '../watch-cache/entry.ts'
import type { WriteContext } from './context.ts'
import { copyOfObject } from './copy.ts'
import { encode, entryFor, entryOf, offer, viewOf, writtenEntry, type Environment } from './environment.ts'
import { keyIn, type Kind } from './kind.ts'
import { foregroundFinalizer, orphanFinalizer } from './object-meta.ts'

export interface Deleted {
  readonly entry: Entry
  /** False: the object still waits for its grace period or finalizers. */
  readonly gone: boolean
}

export async function deleteObject(
  env: Environment,
  kind: Kind,
  namespace: string,
  name: string,
  options: DeleteOptions,
  context: WriteContext,
): Promise<Deleted> {
  const key = keyIn(kind, namespace, name)
  const storeKey = kind.prefix + key
  let { kv } = await env.store.get(storeKey)
  for (;;) {
    if (kv === undefined) throw notFound(kind.groupResource, name)
    const entry = await viewOf(kind, entryFor(kind, key, kv))
    const old = env.hot.object(entry)
    checkPreconditions(kind, name, options, old)
    const step = nextStep(kind, old, options, context)
    if (step.kind === 'pending') return { entry, gone: false }
    await context.validate('DELETE', name, undefined, old)
    if (step.kind === 'update') {
      delete step.object.metadata.resourceVersion
      const value = await encode(kind, step.object)
      if (context.dryRun) {
        return { entry: entryOf(kind, key, value, kv.modRevision, step.object), gone: false }
      }
      offer(env, kind, value, step.object)
      const lease = kv.lease
      const result = await env.store.txn(
        [{ key: storeKey, modRevision: kv.modRevision }],
        [{ kind: 'put', key: storeKey, value, ...(lease === 0 ? {} : { lease }) }],
      )
      if (result.succeeded) {
        return { entry: writtenEntry(kind, key, value, result.revision, step.object), gone: false }
      }
      kv = result.current[0]
      continue
    }
    if (context.dryRun) return { entry, gone: true }
    let revision = kv.modRevision
    let value: Uint8Array | undefined
    if (step.last !== undefined) {
      // Watchers learn the grace period of zero before the object goes: a node stops its containers by it.
      delete step.last.metadata.resourceVersion
      value = await encode(kind, step.last)
      offer(env, kind, value, step.last)
      const lease = kv.lease
      const marked = await env.store.txn(
        [{ key: storeKey, modRevision: revision }],
        [{ kind: 'put', key: storeKey, value, ...(lease === 0 ? {} : { lease }) }],
      )
      if (!marked.succeeded) {
        kv = marked.current[0]
        continue
      }
      revision = marked.revision
    }
    const result = await env.store.txn([{ key: storeKey, modRevision: revision }], [{ kind: 'delete', key: storeKey }])
    // Having said that it goes, another one's removal is as good.
    if (result.succeeded || (value !== undefined && result.current[0] === undefined)) {
      if (kind.hooks.afterDelete) await kind.hooks.afterDelete(old)
      return {
        entry: atRevision(
          step.last === undefined || value === undefined
            ? entry
            : entryOf(kind, key, value, result.revision, step.last),
          result.revision,
        ),
        gone: true,
      }
    }
    kv = result.current[0]
  }
}

export function checkPreconditions(kind: Kind, name: string, options: DeleteOptions, old: ApiObject): void {
  const { uid, resourceVersion } = options.preconditions ?? {}
  // Upstream names the kind here where others name the resource.
  const gr = { group: kind.groupKind.group, resource: kind.groupKind.kind }
  if (uid !== undefined && uid !== old.metadata.uid) {
    const text = `the UID in the precondition (${uid}) does not match the UID in record (${old.metadata.uid}). The object might have been deleted and then recreated`
    throw conflict(gr, name, text)
  }
  if (resourceVersion !== undefined && resourceVersion !== old.metadata.resourceVersion) {
    const text = `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${old.metadata.resourceVersion}). The object might have been modified`
    throw conflict(gr, name, text)
  }
}

type Step =
  /** Already on its way and nothing to shorten. */
  { kind: 'pending' } | { kind: 'update'; object: ApiObject } | { kind: 'remove'; last: ApiObject | undefined }

function nextStep(kind: Kind, old: ApiObject, options: DeleteOptions, context: WriteContext): Step {
  const requested =
    options.gracePeriodSeconds === undefined
      ? undefined
      : options.gracePeriodSeconds < 0
        ? 1
        : options.gracePeriodSeconds
  const object = copyOfObject(old)
  const { metadata } = object
  const special = kind.deletion?.begin(object, context.now)
  if (special === 'pending') return { kind: 'pending' }
  if (special === 'update') return { kind: 'update', object }
  const graceful = gracefulStep(kind, object, requested, context)
  if (graceful === 'pending') return { kind: 'pending' }
  metadata.finalizers = garbageCollectorFinalizers(kind, metadata.finalizers ?? [], options)
  const waits = metadata.finalizers.length > 0
  if (!waits) delete metadata.finalizers
  if (graceful === undefined) {
    if (!waits) return { kind: 'remove', last: undefined }
    markAsDeleting(object, context)
    return { kind: 'update', object }
  }
  if (waits || graceful > 0) return { kind: 'update', object }
  // A grace period of zero: the object goes at once, its last state tells of the deletion.
  return { kind: 'remove', last: object }
}

/** Sets deletion time and period on `object`; undefined when the kind deletes at once. */
function gracefulStep(
  kind: Kind,
  object: ApiObject,
  requested: number | undefined,
  context: WriteContext,
): number | 'pending' | undefined {
  const { strategy } = kind
  const { metadata } = object
  if (strategy.gracePeriodSeconds === undefined) return undefined
  if (metadata.deletionTimestamp) {
    const period = metadata.deletionGracePeriodSeconds ?? 0
    if (period <= 0) return undefined
    if (requested === undefined || requested >= period) return 'pending'
    const start = fromTime(metadata.deletionTimestamp) - period * 1000
    metadata.deletionTimestamp = toTime(start + requested * 1000)
    metadata.deletionGracePeriodSeconds = requested
    return requested
  }
  const seconds = strategy.gracePeriodSeconds(object, requested)
  if (seconds === undefined) return undefined
  metadata.deletionTimestamp = toTime(context.now + seconds * 1000)
  metadata.deletionGracePeriodSeconds = seconds
  if ((metadata.generation ?? 0) > 0) metadata.generation = (metadata.generation ?? 0) + 1
  return seconds
}

export function markAsDeleting(object: ApiObject, context: WriteContext): void {
  const { metadata } = object
  if (!metadata.deletionTimestamp && (metadata.generation ?? 0) > 0)
    metadata.generation = (metadata.generation ?? 0) + 1
  if (!metadata.deletionTimestamp || fromTime(metadata.deletionTimestamp) > context.now)
    metadata.deletionTimestamp = toTime(context.now)
  metadata.deletionGracePeriodSeconds = 0
}

/** The finalizers that the garbage collector works on, as the options, the object and the kind's default ask. */
function garbageCollectorFinalizers(kind: Kind, finalizers: readonly string[], options: DeleteOptions): string[] {
  if (!kind.collectable) return [...finalizers]
  const others = finalizers.filter((item) => item !== orphanFinalizer && item !== foregroundFinalizer)
  if (shouldOrphan(kind, finalizers, options)) return [...others, orphanFinalizer]
  if (shouldWaitForDependents(finalizers, options)) return [...others, foregroundFinalizer]
  return others
}

function shouldOrphan(kind: Kind, finalizers: readonly string[], options: DeleteOptions): boolean {
  if (options.orphanDependents !== undefined) return options.orphanDependents
  if (options.propagationPolicy !== undefined) return options.propagationPolicy === 'Orphan'
  const own = finalizers.find((item) => item === orphanFinalizer || item === foregroundFinalizer)
  if (own !== undefined) return own === orphanFinalizer
  return kind.strategy.defaultPropagation === 'Orphan'
}

function shouldWaitForDependents(finalizers: readonly string[], options: DeleteOptions): boolean {
  if (options.orphanDependents !== undefined) return false
  if (options.propagationPolicy !== undefined) return options.propagationPolicy === 'Foreground'
  return finalizers.find((item) => item === orphanFinalizer || item === foregroundFinalizer) === foregroundFinalizer
}
