/**
 * The server's own reads: what admission, authorization and services look up without a request.
 * In: a resource and a name. Out: READ ONLY hub objects from the caches, or straight from the store.
 */
import { applyDefaults } from '@elli/api/defaults'
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import { isNotFound } from '@elli/machinery/errors'
import type { AdmissionReads } from './admission/plugin.ts'
import { loopbackUser } from './authentication/well-known.ts'
import type { WriteContext } from './registry/context.ts'
import { copyOf, copyOfObject } from './registry/copy.ts'
import { createObject } from './registry/create.ts'
import { readFresh, type Environment } from './registry/environment.ts'
import { keyIn, type Kind } from './registry/kind.ts'
import { type ManagedVersion, trackManagedFields } from './registry/managed-fields.ts'
import { statusRules, updateObject } from './registry/update.ts'
import type { Entry } from './watch-cache/entry.ts'
import type { EventType } from './watch-cache/event-ring.ts'

export interface Reads extends AdmissionReads {
  /** Calls back for everything there is, then for each change, in order and at once; returns how to stop. */
  follow<T extends ApiObject>(resource: ResourceInfo<T>, handler: (type: EventType, object: T) => void): () => void
}

export class UnknownResourceError extends Error {}

/** @param kinds by `group/resource` */
export function serverReads(env: Environment, kinds: ReadonlyMap<string, Kind>): Reads {
  const kindOf = (resource: ResourceInfo): Kind => {
    const kind = kinds.get(`${resource.group}/${resource.resource}`)
    if (kind === undefined) throw new UnknownResourceError(`no kind is kept for ${resource.group}/${resource.resource}`)
    return kind
  }
  return {
    get<T extends ApiObject>(resource: ResourceInfo<T>, namespace: string | undefined, name: string) {
      const kind = kindOf(resource)
      const entry = kind.cache.get(keyIn(kind, namespace ?? '', name))
      return entry === undefined ? undefined : (env.hot.object(entry) as T)
    },
    list<T extends ApiObject>(resource: ResourceInfo<T>, namespace = '') {
      return kindOf(resource)
        .cache.entries(namespace)
        .map((entry) => env.hot.object(entry) as T)
    },
    async getFresh<T extends ApiObject>(resource: ResourceInfo<T>, namespace: string | undefined, name: string) {
      const entry = await readFresh(env, kindOf(resource), namespace ?? '', name)
      return entry === undefined ? undefined : (env.hot.object(entry) as T)
    },
    async create<T extends ApiObject>(resource: ResourceInfo<T>, object: T) {
      const kind = kindOf(resource)
      const own = copyOf(object)
      applyDefaults(kind.info, own, () => true)
      const context = internalContext(env, own.metadata.namespace)
      await trackManagedFields(versionOf(kind), '', undefined, own, 'kube-apiserver', context.now)
      return env.hot.object(await createObject(env, kind, own, context)) as T
    },
    async updateStatus<T extends ApiObject>(
      resource: ResourceInfo<T>,
      namespace: string | undefined,
      name: string,
      change: (object: T) => T | undefined,
    ) {
      const kind = kindOf(resource)
      const context = internalContext(env, namespace)
      try {
        const { entry } = await updateObject(
          env,
          kind,
          {
            namespace: namespace ?? '',
            name,
            rules: statusRules(kind),
            async change(live) {
              const old = live as ApiObject
              const object = change(copyOfObject(old) as T) as ApiObject | undefined
              if (object === undefined) return copyOfObject(old)
              await trackManagedFields(versionOf(kind), 'status', old, object, 'kube-apiserver', context.now)
              return object
            },
          },
          context,
        )
        return env.hot.object(entry) as T
      } catch (error) {
        if (isNotFound(error)) return undefined
        throw error
      }
    },
    follow<T extends ApiObject>(resource: ResourceInfo<T>, handler: (type: EventType, object: T) => void) {
      const { cache } = kindOf(resource)
      let known = new Map<string, Entry>()
      let stop: (() => void) | undefined
      const begin = (): void => {
        const present = new Map<string, Entry>()
        for (const entry of cache.entries('')) {
          present.set(entry.key, entry)
          handler('ADDED', env.hot.object(entry) as T)
        }
        // What went while nobody looked is told as well.
        for (const [key, entry] of known) if (!present.has(key)) handler('DELETED', env.hot.object(entry) as T)
        known = present
        stop = cache.follow({
          event: ({ type, entry }) => {
            if (type === 'DELETED') known.delete(entry.key)
            else known.set(entry.key, entry)
            handler(type, env.hot.object(entry) as T)
          },
          // After a reload of the cache everything is told again: handlers take ADDED of what they know as an update.
          lost: begin,
        })
      }
      begin()
      return () => stop?.()
    },
  }
}

/** The stored version of a kind, for managed fields of what the server writes by itself. */
const versions = new WeakMap<Kind, ManagedVersion>()

function versionOf(kind: Kind): ManagedVersion {
  let version = versions.get(kind)
  if (version === undefined) {
    version = { info: kind.info, isHub: true, fromHub: (object) => object }
    versions.set(kind, version)
  }
  return version
}

/** The context of writes that the server makes by itself: no admission, the server's own user. */
export function internalContext(env: Environment, namespace: string | undefined): WriteContext {
  return {
    user: loopbackUser,
    namespace,
    now: env.host.clock.now(),
    random: env.random,
    dryRun: false,
    featureEnabled: () => true,
    warn() {},
    async admit() {},
    async validate() {},
  }
}
