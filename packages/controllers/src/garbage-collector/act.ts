/**
 * The collector's dealings with the server: reading, patching and deleting objects of which only metadata are known.
 * In: identities from the graph, the kinds the server knows. Always: deletions and patches carry the uid, so a successor of the same name is safe.
 */
import type { ApiObject } from '@elli/api/object'
import type { Client, DeleteOptions } from '@elli/client/client'
import { retryOnConflict } from '@elli/client/retry'
import type { Host } from '@elli/host/host'
import { isNotFound, isUnsupportedMediaType } from '@elli/machinery/errors'
import type { DiscoveredResource } from '../discovery.ts'
import type { GraphNode } from './graph.ts'
import type { Identity } from './identity.ts'

/** A kind that discovery did not tell of, yet or ever. */
export class UnknownKindError extends Error {
  constructor(apiVersion: string, kind: string) {
    super(`unable to get REST mapping for ${apiVersion}/${kind}.`)
    this.name = 'UnknownKindError'
  }
}

/** A cluster-scoped object names an owner of a namespaced kind: no namespace can be meant, and trying again will not help. */
export class NamespacedOwnerError extends Error {
  constructor() {
    super('cluster-scoped objects cannot refer to namespaced owners')
    this.name = 'NamespacedOwnerError'
  }
}

export class Actions {
  readonly #client: Client
  readonly #metadata: Client
  readonly #host: Host
  readonly #signal: AbortSignal
  #kinds: ReadonlyMap<string, DiscoveredResource> = new Map()

  constructor(client: Client, metadata: Client, host: Host, signal: AbortSignal) {
    this.#client = client
    this.#metadata = metadata
    this.#host = host
    this.#signal = signal
  }

  learnKinds(resources: readonly DiscoveredResource[]): void {
    const kinds = new Map<string, DiscoveredResource>()
    for (const resource of resources) {
      const key = `${resource.apiVersion}/${resource.kind}`
      if (!kinds.has(key)) kinds.set(key, resource)
    }
    this.#kinds = kinds
  }

  /** @throws UnknownKindError */
  resource(apiVersion: string, kind: string): DiscoveredResource {
    const resource = this.#kinds.get(`${apiVersion}/${kind}`)
    if (resource === undefined) throw new UnknownKindError(apiVersion, kind)
    return resource
  }

  /** The object with this name and uid; undefined when there is none. */
  async get(identity: Identity): Promise<ApiObject | undefined> {
    const resource = this.resource(identity.apiVersion, identity.kind)
    if (resource.namespaced && identity.namespace === '') throw new NamespacedOwnerError()
    try {
      const found = await this.#metadata.for(resource).get(identity.name, this.#place(resource, identity))
      return found.metadata.uid === identity.uid ? found : undefined
    } catch (error) {
      if (isNotFound(error)) return undefined
      throw error
    }
  }

  async delete(identity: Identity, policy: NonNullable<DeleteOptions['propagationPolicy']>): Promise<void> {
    const resource = this.resource(identity.apiVersion, identity.kind)
    await this.#client.for(resource).delete(identity.name, {
      ...this.#place(resource, identity),
      propagationPolicy: policy,
      preconditions: { uid: identity.uid },
    })
  }

  /** Takes references to these owners off the object. */
  async dropReferences(identity: Identity, uids: readonly string[]): Promise<void> {
    const ownerReferences = uids.map((uid) => ({ $patch: 'delete', uid }))
    await this.#patch(identity, { ownerReferences }, (latest) =>
      (latest.metadata.ownerReferences ?? []).filter(({ uid }) => !uids.includes(uid)),
    )
  }

  /** Lets all owners of the object go without waiting for it. */
  async unblockOwners({ identity, owners }: GraphNode): Promise<void> {
    const unblocked = owners.map((reference) => ({ ...reference, blockOwnerDeletion: false }))
    const ownerReferences = unblocked.filter((_, i) => owners[i]?.blockOwnerDeletion === true)
    await this.#patch(identity, { ownerReferences }, () => unblocked)
  }

  async removeFinalizer(identity: Identity, finalizer: string): Promise<void> {
    const attempt = async (): Promise<void> => {
      const latest = await this.get(identity)
      const finalizers = latest?.metadata.finalizers
      if (latest === undefined || !finalizers?.includes(finalizer)) return
      const metadata = {
        resourceVersion: latest.metadata.resourceVersion,
        finalizers: finalizers.filter((other) => other !== finalizer),
      }
      const resource = this.resource(identity.apiVersion, identity.kind)
      await this.#metadata
        .for(resource)
        .patch(identity.name, { type: 'merge', body: { metadata } }, this.#place(resource, identity))
    }
    await retryOnConflict(this.#host, attempt, this.#signal)
  }

  /** By strategic merge, which needs no reading first; by merge patch where a kind has no strategy. */
  async #patch(
    identity: Identity,
    strategic: { ownerReferences: unknown },
    whole: (latest: ApiObject) => unknown,
  ): Promise<void> {
    const resource = this.resource(identity.apiVersion, identity.kind)
    const objects = this.#metadata.for(resource)
    const place = this.#place(resource, identity)
    try {
      const body = { metadata: { uid: identity.uid, ...strategic } }
      await objects.patch(identity.name, { type: 'strategic', body }, place)
    } catch (error) {
      if (!isUnsupportedMediaType(error)) throw error
      const latest = await this.get(identity)
      if (latest === undefined) return
      const { uid, resourceVersion } = latest.metadata
      const body = { metadata: { uid, resourceVersion, ownerReferences: whole(latest) } }
      await objects.patch(identity.name, { type: 'merge', body }, place)
    }
  }

  #place(resource: DiscoveredResource, identity: Identity): { namespace?: string; signal: AbortSignal } {
    return { ...(resource.namespaced ? { namespace: identity.namespace } : {}), signal: this.#signal }
  }
}
