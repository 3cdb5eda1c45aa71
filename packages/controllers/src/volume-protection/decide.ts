/**
 * Volumes and claims in use are not deleted: a finalizer holds them until nobody uses them. Pure.
 * In: an object, whether it is used. Out: its finalizers as they must be, or undefined when they are right.
 */
import type { PersistentVolumeClaim, Pod } from '@elli/api/core/v1'
import type { ApiObject } from '@elli/api/object'
import { isControlledBy } from '@elli/machinery/owner'

export const volumeFinalizer = 'kubernetes.io/pv-protection'
export const claimFinalizer = 'kubernetes.io/pvc-protection'

/** Deleted, and held by this finalizer. */
export function awaitsRelease({ metadata }: ApiObject, finalizer: string): boolean {
  return metadata.deletionTimestamp !== undefined && metadata.finalizers?.includes(finalizer) === true
}

export function lacksProtection({ metadata }: ApiObject, finalizer: string): boolean {
  return metadata.deletionTimestamp === undefined && !metadata.finalizers?.includes(finalizer)
}

/** @param isUsed asked only when the answer matters */
export async function finalizersFor(
  object: ApiObject,
  finalizer: string,
  isUsed: () => boolean | Promise<boolean>,
): Promise<string[] | undefined> {
  const finalizers = object.metadata.finalizers ?? []
  if (lacksProtection(object, finalizer)) return [...finalizers, finalizer]
  if (!awaitsRelease(object, finalizer) || (await isUsed())) return undefined
  return finalizers.filter((other) => other !== finalizer)
}

/** Names of the claims a pod's volumes name, or have made for them. */
export function claimNames(pod: Pod): string[] {
  return (pod.spec.volumes ?? []).flatMap((volume) => {
    if (volume.persistentVolumeClaim) return [volume.persistentVolumeClaim.claimName]
    return volume.ephemeral ? [`${pod.metadata.name}-${volume.name}`] : []
  })
}

/** Unscheduled pods do not count: no kubelet starts one whose claim is being deleted. */
export function usesClaim(pod: Pod, claim: PersistentVolumeClaim): boolean {
  if (!pod.spec.nodeName || pod.metadata.namespace !== claim.metadata.namespace) return false
  return (pod.spec.volumes ?? []).some((volume) => {
    if (volume.persistentVolumeClaim) return volume.persistentVolumeClaim.claimName === claim.metadata.name
    const isOurs = volume.ephemeral && `${pod.metadata.name}-${volume.name}` === claim.metadata.name
    // A pod and the claim made for it must not wait for each other once the node is done with the pod.
    return isOurs === true && !isShutDown(pod) && isControlledBy(claim, pod)
  })
}

function isShutDown({ metadata }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined && metadata.deletionGracePeriodSeconds === 0
}
