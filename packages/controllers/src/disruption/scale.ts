/**
 * How many pods the owners of given pods should have: built-in kinds from the caches, any other by its scale subresource.
 * Always: pods of a Deployment count by the Deployment; a pod without a controller is named and does not count.
 */
import type { ReplicaSet } from '@elli/api/apps/v1'
import { deployments, replicasets, statefulsets } from '@elli/api/apps/v1.resources'
import type { Pod } from '@elli/api/core/v1'
import { replicationcontrollers } from '@elli/api/core/v1.resources'
import type { OwnerReference } from '@elli/api/meta/v1'
import { parseApiVersion } from '@elli/api/object'
import type { Client } from '@elli/client/client'
import type { InformerFactory } from '@elli/client/informer'
import { readAll } from '@elli/host/wire'
import { getControllerOf } from '@elli/machinery/owner'

export interface Scale {
  uid: string
  replicas: number
}

export interface ExpectedScale {
  expected: number
  unmanaged: string[]
}

/** Adds up the scales of all controllers of the pods. @throws Error when a controller cannot be found or has no scale */
export async function expectedScale(
  pods: readonly Pod[],
  scaleOf: (owner: OwnerReference, namespace: string) => Promise<Scale | undefined>,
): Promise<ExpectedScale> {
  const scales = new Map<string, number>()
  const seen = new Set<string>()
  const unmanaged: string[] = []
  for (const pod of pods) {
    const { name = '', namespace = '' } = pod.metadata
    const owner = getControllerOf(pod)
    if (!owner) {
      unmanaged.push(name)
      continue
    }
    if (seen.has(owner.uid)) continue
    const scale = await scaleOf(owner, namespace)
    if (!scale) throw new Error(`found no controllers for pod "${name}"`)
    seen.add(owner.uid)
    scales.set(scale.uid, scale.replicas)
  }
  return { expected: [...scales.values()].reduce((sum, replicas) => sum + replicas, 0), unmanaged }
}

interface Scalable {
  metadata: { uid?: string }
  spec?: { replicas?: number }
}

/** Finds scales in the caches, else at the server. */
export function scaleFinder(
  client: Client,
  informers: InformerFactory,
  signal: AbortSignal,
): (owner: OwnerReference, namespace: string) => Promise<Scale | undefined> {
  const sets = informers.for(replicasets)
  const deploymentInformer = informers.for(deployments)
  const statefulInformer = informers.for(statefulsets)
  const controllerInformer = informers.for(replicationcontrollers)
  const matching = (object: Scalable | undefined, uid: string): Scale | undefined =>
    object?.metadata.uid === uid ? { uid, replicas: object.spec?.replicas ?? 1 } : undefined

  function ofReplicaSet(set: ReplicaSet | undefined, uid: string): Scale | undefined {
    const above = set?.metadata.uid === uid ? getControllerOf(set) : undefined
    if (above?.kind !== 'Deployment') return matching(set, uid)
    return matching(deploymentInformer.get(set?.metadata.namespace, above.name), above.uid)
  }

  return async (owner, namespace) => {
    const { group } = parseApiVersion(owner.apiVersion)
    const { name, uid } = owner
    const cached =
      owner.kind === 'ReplicationController' && group === ''
        ? matching(controllerInformer.get(namespace, name), uid)
        : owner.kind === 'ReplicaSet' && (group === 'apps' || group === 'extensions')
          ? ofReplicaSet(sets.get(namespace, name), uid)
          : owner.kind === 'StatefulSet' && group === 'apps'
            ? matching(statefulInformer.get(namespace, name), uid)
            : undefined
    return cached ?? (await scaleAtServer(client, owner, namespace, signal))
  }
}

async function scaleAtServer(
  client: Client,
  owner: OwnerReference,
  namespace: string,
  signal: AbortSignal,
): Promise<Scale | undefined> {
  const { group } = parseApiVersion(owner.apiVersion)
  const root = group === '' ? `/api/${owner.apiVersion}` : `/apis/${owner.apiVersion}`
  const discovered = await getJson(client, root, signal)
  const resources = listOf(discovered, 'resources')
  const resource = resources.find((entry) => entry.kind === owner.kind && !String(entry.name).includes('/'))
  if (!resource) throw new Error(`no matches for kind "${owner.kind}" in version "${owner.apiVersion}"`)
  const plural = String(resource.name)
  const scale = await getJson(client, `${root}/namespaces/${namespace}/${plural}/${owner.name}/scale`, signal)
  if (!scale) {
    if (resources.some((entry) => entry.name === `${plural}/scale` && entry.kind === 'Scale')) return undefined
    throw new Error(`${group === '' ? plural : `${plural}.${group}`} does not implement the scale subresource`)
  }
  const { metadata, spec } = scale as { metadata?: { uid?: string }; spec?: { replicas?: number } }
  return metadata?.uid === owner.uid ? { uid: owner.uid, replicas: spec?.replicas ?? 0 } : undefined
}

/** @returns undefined when there is no such thing */
async function getJson(client: Client, path: string, signal: AbortSignal): Promise<object | undefined> {
  const response = await client.raw('GET', path, { signal, headers: { accept: 'application/json' } })
  const body = await readAll(response.body)
  if (response.status === 404) return undefined
  if (response.status >= 400) throw new Error(`GET ${path} was answered ${response.status}: ${body.toString('utf8')}`)
  const value: unknown = JSON.parse(body.toString('utf8'))
  return typeof value === 'object' && value !== null ? value : undefined
}

function listOf(value: object | undefined, key: string): Record<string, unknown>[] {
  const list: unknown = value && key in value ? (value as Record<string, unknown>)[key] : undefined
  return Array.isArray(list) ? list.filter((entry) => typeof entry === 'object' && entry !== null) : []
}
