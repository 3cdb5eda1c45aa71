/**
 * Emptying a namespace: deletes the objects of one resource after the other, and says what is left.
 * In: a client, the resources the server has. Out: what a pass found, and how many seconds to wait before the next. Pods go first,
 * since their endings may need the rest.
 */
import type { Namespace } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import type { Client } from '@elli/client/client'
import type { Clock } from '@elli/host/clock'
import { isMethodNotSupported, isNotFound } from '@elli/machinery/errors'
import type { DiscoveredResource } from '../discovery.ts'
import { messageOf } from '../pod-control.ts'
import {
  countFinalizers,
  deletedAt,
  estimatePodTermination,
  finalizerEstimateSeconds,
  type Remaining,
} from './decide.ts'

export interface Emptying {
  estimateSeconds: number
  remaining: Remaining[]
  failures: string[]
}

export interface ContentOptions {
  /** Deletes and lists. */
  client: Client
  /** Lists what is left, metadata only. */
  metadata: Client
  clock: Clock
  /** Namespaced resources that can be deleted. */
  resources: readonly DiscoveredResource[]
  /** Leave all else alone until the pods are gone. */
  podsFirst: boolean
  signal: AbortSignal
}

export async function deleteAllContent(namespace: Namespace, options: ContentOptions): Promise<Emptying> {
  const result: Emptying = { estimateSeconds: 0, remaining: [], failures: [] }
  const isPods = (resource: DiscoveredResource): boolean => resource.group === '' && resource.resource === 'pods'
  const work = async (resource: DiscoveredResource): Promise<void> => {
    let estimate = 0
    try {
      if (isPods(resource)) estimate = await podEstimate(namespace, options)
      const left = await deleteAllOf(resource, namespace.metadata.name ?? '', options)
      if (left.count === 0) return
      result.remaining.push(left)
      if (estimate === 0) {
        if (left.finalizers.size === 0) {
          const { apiVersion, resource: name, group } = resource
          const text = `${group === '' ? `/${apiVersion}` : apiVersion}, Resource=${name}`
          throw new Error(`unexpected items still remain in namespace: ${namespace.metadata.name} for gvr: ${text}`)
        }
        estimate = finalizerEstimateSeconds
      }
    } catch (error) {
      if (options.signal.aborted) throw error
      // The other resources can be emptied all the same; the condition tells of this one.
      result.failures.push(messageOf(error))
    }
    result.estimateSeconds = Math.max(result.estimateSeconds, estimate)
  }
  const podResource = options.podsFirst ? options.resources.find(isPods) : undefined
  if (podResource) {
    await work(podResource)
    if (result.remaining.length > 0) return result
  }
  for (const resource of options.resources) {
    if (resource !== podResource) await work(resource)
  }
  return result
}

async function podEstimate(namespace: Namespace, { client, clock, signal }: ContentOptions): Promise<number> {
  const list = await client.for(pods).list({ namespace: namespace.metadata.name, signal })
  return estimatePodTermination(list.items, deletedAt(namespace) ?? clock.now(), clock.now())
}

async function deleteAllOf(
  resource: DiscoveredResource,
  namespace: string,
  { client, metadata, signal }: ContentOptions,
): Promise<Remaining> {
  const objects = client.for(resource)
  const none: Remaining = { group: resource.group, resource: resource.resource, count: 0, finalizers: new Map() }
  const canList = resource.verbs.includes('list')
  // The collector must not be asked to orphan anything: all in the namespace goes, so each object goes in the background.
  const policy = { propagationPolicy: 'Background', signal } as const
  const collection =
    resource.verbs.includes('deletecollection') &&
    (await ifSupported(async () => objects.deleteCollection({ namespace, ...policy }))) !== undefined
  if (!collection && canList) {
    const list = await ifSupported(() => metadata.for(resource).list({ namespace, signal }))
    for (const item of list?.items ?? [])
      await ifSupported(() => objects.delete(item.metadata.name ?? '', { namespace, ...policy }))
  }
  if (!canList) return none
  const left = await ifSupported(() => metadata.for(resource).list({ namespace, signal }))
  if (!left) return none
  return { ...none, count: left.items.length, finalizers: countFinalizers(left.items) }
}

/** What `call` answers (`null` for nothing), or undefined when the server does not know the verb, the resource or the object. */
async function ifSupported<T>(call: () => Promise<T>): Promise<NonNullable<T> | null | undefined> {
  try {
    return (await call()) ?? null
  } catch (error) {
    if (isMethodNotSupported(error) || isNotFound(error)) return undefined
    throw error
  }
}
