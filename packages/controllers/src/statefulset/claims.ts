/**
 * Who owns the claims of a StatefulSet's pods, by its retention policy: the set, the pod that is scaled away, or nobody. Pure.
 * Always: claims that others control, or that belong to a predecessor of the same name, are left to them.
 * @see KEP-1847
 */
import type { StatefulSet } from '@elli/api/apps/v1'
import { statefulsets } from '@elli/api/apps/v1.resources'
import type { PersistentVolumeClaim, Pod } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import type { OwnerReference } from '@elli/api/meta/v1'
import { newControllerRef } from '@elli/machinery/owner'
import { inRange } from './identity.ts'

/** Which of the two should own a pod's claims. */
function wantedOwners(set: StatefulSet, pod: Pod): { set: boolean; pod: boolean } {
  const { whenDeleted, whenScaled } = set.spec.persistentVolumeClaimRetentionPolicy ?? {}
  const scaledAway = !inRange(pod, set)
  const ownedByPod = whenScaled === 'Delete' && scaledAway
  return { set: whenDeleted === 'Delete' && !ownedByPod, pod: ownedByPod }
}

export function deletesWhenScaled(set: StatefulSet): boolean {
  return set.spec.persistentVolumeClaimRetentionPolicy?.whenScaled === 'Delete'
}

function retainsAlways(set: StatefulSet): boolean {
  const { whenDeleted, whenScaled } = set.spec.persistentVolumeClaimRetentionPolicy ?? {}
  return whenDeleted !== 'Delete' && whenScaled !== 'Delete'
}

const isSet = ({ kind, name, apiVersion }: OwnerReference, set: StatefulSet): boolean =>
  kind === 'StatefulSet' && apiVersion === 'apps/v1' && name === set.metadata.name
const isPod = ({ kind, name, apiVersion }: OwnerReference, pod: Pod): boolean =>
  kind === 'Pod' && apiVersion === 'v1' && name === pod.metadata.name

/** The claim belongs to an earlier pod of the same name: it goes with that one, and the new pod must wait. */
export function isStaleFor(claim: PersistentVolumeClaim, pod: Pod): boolean {
  const reference = claim.metadata.ownerReferences?.find((entry) => isPod(entry, pod))
  return reference !== undefined && reference.uid !== pod.metadata.uid
}

function isStaleForSet(claim: PersistentVolumeClaim, set: StatefulSet): boolean {
  const reference = claim.metadata.ownerReferences?.find((entry) => isSet(entry, set))
  return reference !== undefined && reference.uid !== set.metadata.uid
}

export function hasUnexpectedController(claim: PersistentVolumeClaim, set: StatefulSet, pod: Pod): boolean {
  // Nothing is done to claims that are kept anyway, so nobody is in the way.
  if (retainsAlways(set)) return false
  return (claim.metadata.ownerReferences ?? []).some((reference) => {
    if (isSet(reference, set)) return reference.uid !== set.metadata.uid
    if (isPod(reference, pod)) return reference.uid !== pod.metadata.uid
    return reference.controller === true
  })
}

export function ownersUpToDate(claim: PersistentVolumeClaim, set: StatefulSet, pod: Pod): boolean {
  if (isStaleForSet(claim, set) || isStaleFor(claim, pod)) return true
  const references = claim.metadata.ownerReferences ?? []
  const own = references.filter(
    ({ uid }) => uid !== undefined && (uid === set.metadata.uid || uid === pod.metadata.uid),
  )
  if (hasUnexpectedController(claim, set, pod)) return own.length === 0
  if (own.some(({ controller }) => !controller)) return false
  const wanted = wantedOwners(set, pod)
  const has = (uid: string | undefined): boolean => uid !== undefined && own.some((entry) => entry.uid === uid)
  return has(set.metadata.uid) === wanted.set && has(pod.metadata.uid) === wanted.pod
}

/** The owner references a claim should have. */
export function wantedReferences(claim: PersistentVolumeClaim, set: StatefulSet, pod: Pod): OwnerReference[] {
  const others = (claim.metadata.ownerReferences ?? []).filter(
    (reference) => !isSet(reference, set) && !isPod(reference, pod),
  )
  if (hasUnexpectedController(claim, set, pod)) return others
  const wanted = wantedOwners(set, pod)
  if (wanted.set) others.push(newControllerRef(set, statefulsets))
  if (wanted.pod) others.push(newControllerRef(pod, pods))
  return others
}
