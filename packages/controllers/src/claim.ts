/**
 * Whose objects are these? Of the objects a controller's selector might mean: which it owns already, which orphans it adopts,
 * which of its own it lets go because their labels changed. Decision is pure; `claimObjects` carries it out.
 * Always: an owner that is being deleted adopts nothing; the owner is read fresh before the first adoption, so that a
 * successor of the same name never inherits; an object with another controller is never touched.
 */
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import type { Client } from '@elli/client/client'
import { isInvalid, isNotFound } from '@elli/machinery/errors'
import type { LabelSelector } from '@elli/machinery/labels'
import { getControllerOf, newControllerRef } from '@elli/machinery/owner'

export interface Claim<T> {
  owned: T[]
  adopt: T[]
  release: T[]
}

/** @param mayAdopt an extra condition on orphans, e.g. that a pod is not finished */
export function decideClaim<T extends ApiObject>(
  owner: ApiObject,
  selector: LabelSelector,
  objects: readonly T[],
  mayAdopt: (object: T) => boolean = () => true,
): Claim<T> {
  const claim: Claim<T> = { owned: [], adopt: [], release: [] }
  const ownerLeaves = owner.metadata.deletionTimestamp !== undefined
  for (const object of objects) {
    const controller = getControllerOf(object)
    const matches = selector.matches(object.metadata.labels ?? {})
    if (controller) {
      if (controller.uid !== owner.metadata.uid) continue
      if (matches) claim.owned.push(object)
      else if (!ownerLeaves) claim.release.push(object)
    } else if (matches && !ownerLeaves && object.metadata.deletionTimestamp === undefined && mayAdopt(object)) {
      claim.adopt.push(object)
    }
  }
  return claim
}

export interface ClaimOptions<Owner extends ApiObject, T extends ApiObject> {
  client: Client
  owner: Owner
  ownerResource: ResourceInfo<Owner>
  resource: ResourceInfo<T>
  selector: LabelSelector
  candidates: readonly T[]
  mayAdopt?: (object: T) => boolean
  /** Finalizers that go with adoption (Jobs track their pods by one). */
  finalizers?: readonly string[]
  signal: AbortSignal
}

/** Adopts and releases by patch, and answers with all objects that are the owner's afterwards. */
export async function claimObjects<Owner extends ApiObject, T extends ApiObject>(
  options: ClaimOptions<Owner, T>,
): Promise<T[]> {
  const { client, owner, ownerResource, resource, selector, candidates, signal } = options
  const { owned, adopt, release } = decideClaim(owner, selector, candidates, options.mayAdopt)
  const objects = client.for(resource)
  const namespace = owner.metadata.namespace
  if (adopt.length > 0) {
    const fresh = await client.for(ownerResource).get(owner.metadata.name ?? '', { namespace, signal })
    if (fresh.metadata.uid !== owner.metadata.uid)
      throw new Error(
        `original ${ownerResource.kind} ${namespace}/${owner.metadata.name} is gone: got uid ${fresh.metadata.uid}, wanted ${owner.metadata.uid}`,
      )
    if (fresh.metadata.deletionTimestamp)
      throw new Error(
        `${namespace}/${owner.metadata.name} has just been deleted at ${fresh.metadata.deletionTimestamp}`,
      )
  }
  const adopted: T[] = []
  for (const object of adopt) {
    const metadata = {
      uid: object.metadata.uid,
      ownerReferences: [newControllerRef(owner, ownerResource)],
      ...(options.finalizers ? { finalizers: options.finalizers } : {}),
    }
    try {
      adopted.push(
        await objects.patch(
          object.metadata.name ?? '',
          { type: 'strategic', body: { metadata } },
          { namespace, signal },
        ),
      )
    } catch (error) {
      // Gone, or another controller of the same kind was faster: not ours either way.
      if (!isNotFound(error) && !isInvalid(error)) throw error
    }
  }
  for (const object of release) await releaseObject(client, resource, owner, object, options.finalizers ?? [], signal)
  return [...owned, ...adopted]
}

async function releaseObject<T extends ApiObject>(
  client: Client,
  resource: ResourceInfo<T>,
  owner: ApiObject,
  object: T,
  finalizers: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  const metadata = {
    uid: object.metadata.uid,
    ownerReferences: [{ $patch: 'delete', uid: owner.metadata.uid }],
    ...(finalizers.length > 0 ? { '$deleteFromPrimitiveList/finalizers': finalizers } : {}),
  }
  try {
    await client
      .for(resource)
      .patch(
        object.metadata.name ?? '',
        { type: 'strategic', body: { metadata } },
        { namespace: object.metadata.namespace, signal },
      )
  } catch (error) {
    // Gone: nothing to release. Invalid: the uid differs, so it is a successor that was never ours, or the reference is gone already.
    if (!isNotFound(error) && !isInvalid(error)) throw error
  }
}
