/**
 * ConfigMaps and Secrets that pods on this node use: each one followed by a watch of its own, as a node may see no others.
 * In: which pods use which objects. Out: the newest copy; a call when one changes.
 * Always: an object is followed while some pod uses it; immutable ones are no longer watched; a read waits for the first list.
 * Elsewhere: who uses them (references.ts).
 */
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import type { Client } from '@elli/client/client'
import type { Host } from '@elli/host/host'

export interface ObjectCache<T> {
  /** Says which objects of a namespace a pod uses now; an empty list lets all of them go. */
  setReferences(podUid: string, namespace: string, names: readonly string[]): void
  /** Waits for the first answer of the API; undefined when there is no such object. */
  get(namespace: string, name: string): Promise<T | undefined>
}

interface Entry<T> {
  readonly users: Set<string>
  readonly stop: AbortController
  readonly known: Promise<void>
  object: T | undefined
}

export function objectCache<T extends ApiObject & { immutable?: boolean }>(
  deps: { host: Host; client: Client; signal: AbortSignal; changed(podUids: readonly string[]): void },
  resource: ResourceInfo<T>,
): ObjectCache<T> {
  const entries = new Map<string, Entry<T>>()
  const byPod = new Map<string, Set<string>>()
  const keyOf = (namespace: string, name: string): string => `${namespace}/${name}`

  const open = (namespace: string, name: string): Entry<T> => {
    const stop = new AbortController()
    let ready = (): void => undefined
    const known = new Promise<void>((resolve) => {
      ready = resolve
    })
    const entry: Entry<T> = { users: new Set(), stop, known, object: undefined }
    const signal = AbortSignal.any([deps.signal, stop.signal])
    void follow(entry, namespace, name, signal, ready).finally(ready)
    return entry
  }

  const set = (entry: Entry<T>, object: T | undefined): void => {
    const before = entry.object?.metadata.resourceVersion
    entry.object = object
    if (before !== object?.metadata.resourceVersion) deps.changed([...entry.users])
  }

  async function follow(
    entry: Entry<T>,
    namespace: string,
    name: string,
    signal: AbortSignal,
    ready: () => void,
  ): Promise<void> {
    const resourceClient = deps.client.for(resource)
    const fieldSelector = `metadata.name=${name}`
    let delayMs = 200
    while (!signal.aborted) {
      try {
        const list = await resourceClient.list({ namespace, fieldSelector, signal })
        set(entry, list.items[0])
        ready()
        if (isImmutable(entry)) return
        const resourceVersion = list.metadata.resourceVersion ?? ''
        for await (const event of resourceClient.watch({ namespace, fieldSelector, resourceVersion, signal })) {
          delayMs = 200
          if (event.type === 'BOOKMARK') continue
          set(entry, event.type === 'DELETED' ? undefined : event.object)
          if (isImmutable(entry)) return
        }
      } catch (error) {
        if (signal.aborted) return
        deps.host.log.warn(`cannot follow ${resource.resource}`, { namespace, name, error })
      }
      await deps.host.clock.sleep(delayMs, signal).catch(() => undefined)
      delayMs = Math.min(delayMs * 2, 10_000)
    }
  }

  return {
    setReferences(podUid, namespace, names) {
      const wanted = new Set(names.map((name) => keyOf(namespace, name)))
      const had = byPod.get(podUid) ?? new Set()
      for (const name of names) {
        const key = keyOf(namespace, name)
        const entry = entries.get(key) ?? open(namespace, name)
        entries.set(key, entry)
        entry.users.add(podUid)
      }
      for (const key of had) {
        if (wanted.has(key)) continue
        const entry = entries.get(key)
        entry?.users.delete(podUid)
        if (entry?.users.size === 0) {
          entry.stop.abort()
          entries.delete(key)
        }
      }
      if (wanted.size > 0) byPod.set(podUid, wanted)
      else byPod.delete(podUid)
    },
    async get(namespace, name) {
      const entry = entries.get(keyOf(namespace, name))
      if (!entry) throw new Error(`object ${JSON.stringify(namespace)}/${JSON.stringify(name)} not registered`)
      await entry.known
      return entry.object
    },
  }
}

const isImmutable = (entry: { object: { immutable?: boolean } | undefined }): boolean =>
  entry.object?.immutable === true
