/**
 * What a pod (or a persistent volume) names: secrets, config maps, claims. Pure walks over specs.
 * Users: the Node authorizer's graph, and the admission of mirror pods, which may name none of it.
 */
import type { Container, PersistentVolume, Pod, SecretReference } from '@elli/api/core/v1'

/** All containers, ephemeral ones too, as far as env is concerned. */
function containersOf(pod: Pod): Pick<Container, 'env' | 'envFrom'>[] {
  const { initContainers = [], containers = [], ephemeralContainers = [] } = pod.spec
  return [...initContainers, ...containers, ...ephemeralContainers]
}

export function podSecretNames(pod: Pod): Set<string> {
  const names = new Set<string>()
  const add = (name: string | undefined): void => {
    if (name) names.add(name)
  }
  for (const reference of pod.spec.imagePullSecrets ?? []) add(reference.name)
  for (const container of containersOf(pod)) {
    for (const source of container.envFrom ?? []) add(source.secretRef?.name)
    for (const variable of container.env ?? []) add(variable.valueFrom?.secretKeyRef?.name)
  }
  for (const volume of pod.spec.volumes ?? []) {
    add(volume.azureFile?.secretName)
    add(volume.cephfs?.secretRef?.name)
    add(volume.cinder?.secretRef?.name)
    add(volume.flexVolume?.secretRef?.name)
    add(volume.rbd?.secretRef?.name)
    add(volume.secret?.secretName)
    add(volume.scaleIO?.secretRef?.name)
    add(volume.iscsi?.secretRef?.name)
    add(volume.storageos?.secretRef?.name)
    add(volume.csi?.nodePublishSecretRef?.name)
    for (const source of volume.projected?.sources ?? []) add(source.secret?.name)
  }
  return names
}

export function podConfigMapNames(pod: Pod): Set<string> {
  const names = new Set<string>()
  const add = (name: string | undefined): void => {
    if (name) names.add(name)
  }
  for (const container of containersOf(pod)) {
    for (const source of container.envFrom ?? []) add(source.configMapRef?.name)
    for (const variable of container.env ?? []) add(variable.valueFrom?.configMapKeyRef?.name)
  }
  for (const volume of pod.spec.volumes ?? []) {
    add(volume.configMap?.name)
    for (const source of volume.projected?.sources ?? []) add(source.configMap?.name)
  }
  return names
}

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
