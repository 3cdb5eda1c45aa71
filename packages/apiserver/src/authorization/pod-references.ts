/**
 * Which claims a pod names, and which secrets a persistent volume does: edges of the Node authorizer's graph.
 * Elsewhere: a pod's secrets and config maps (@elli/machinery/pod/status).
 */
import type { PersistentVolume, Pod, SecretReference } from '@elli/api/core/v1'

export function podClaimNames(pod: Pod): Set<string> {
  const names = new Set<string>()
  for (const volume of pod.spec.volumes ?? []) {
    if (volume.persistentVolumeClaim !== undefined) names.add(volume.persistentVolumeClaim.claimName)
    // A generic ephemeral volume's claim carries the names of the pod and the volume.
    else if (volume.ephemeral !== undefined) names.add(`${pod.metadata.name ?? ''}-${volume.name}`)
  }
  return names
}

export function podResourceClaimNames(pod: Pod): Set<string> {
  const names = new Set<string>()
  for (const claim of pod.spec.resourceClaims ?? []) {
    const made = pod.status?.resourceClaimStatuses?.find(({ name }) => name === claim.name)?.resourceClaimName
    const name = claim.resourceClaimName ?? made
    if (name) names.add(name)
  }
  return names
}

export interface NamespacedName {
  namespace: string
  name: string
}

/** Secrets of a bound volume that a kubelet reads; those only controllers read are left out. */
export function volumeSecrets(volume: PersistentVolume): NamespacedName[] {
  const claimNamespace = volume.spec.claimRef?.namespace ?? ''
  const { azureFile, cephfs, cinder, flexVolume, rbd, scaleIO, iscsi, storageos, csi } = volume.spec
  const found: NamespacedName[] = []
  const add = (reference: SecretReference | undefined, fallback = claimNamespace): void => {
    if (reference?.name) found.push({ namespace: reference.namespace || fallback, name: reference.name })
  }
  if (azureFile !== undefined) {
    found.push({ namespace: azureFile.secretNamespace || claimNamespace, name: azureFile.secretName })
  }
  for (const source of [cephfs, cinder, flexVolume, rbd, scaleIO, iscsi]) add(source?.secretRef)
  add(storageos?.secretRef, '')
  add(csi?.nodePublishSecretRef)
  add(csi?.nodeStageSecretRef)
  add(csi?.nodeExpandSecretRef)
  return found.filter(({ namespace }) => namespace !== '')
}
