/** The ConfigMaps and Secrets of all pods on this node, followed as long as a pod uses them. */
import type { ConfigMap, Pod, Secret } from '@elli/api/core/v1'
import { configmaps, secrets } from '@elli/api/core/v1.resources'
import type { Client } from '@elli/client/client'
import type { Host } from '@elli/host/host'
import { namespaceOf, uidOf } from '../pods/identity.ts'
import { objectCache, type ObjectCache } from './object-cache.ts'
import { referencedObjects } from './references.ts'

export interface PodObjects {
  readonly configMaps: ObjectCache<ConfigMap>
  readonly secrets: ObjectCache<Secret>
  register(pod: Pod): void
  release(podUid: string): void
}

export function podObjects(
  host: Host,
  client: Client,
  signal: AbortSignal,
  changed: (uids: readonly string[]) => void,
) {
  const deps = { host, client, signal, changed }
  const configMapCache: ObjectCache<ConfigMap> = objectCache<ConfigMap>(deps, configmaps)
  const secretCache: ObjectCache<Secret> = objectCache<Secret>(deps, secrets)
  return {
    configMaps: configMapCache,
    secrets: secretCache,
    register(pod: Pod) {
      const { configMaps, secrets: names } = referencedObjects(pod)
      configMapCache.setReferences(uidOf(pod), namespaceOf(pod), configMaps)
      secretCache.setReferences(uidOf(pod), namespaceOf(pod), names)
    },
    release(uid: string) {
      configMapCache.setReferences(uid, '', [])
      secretCache.setReferences(uid, '', [])
    },
  }
}
