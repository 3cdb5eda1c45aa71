/**
 * Volumes of a pod: names, that each has exactly one source, and the sources that only pods have.
 * In: spec.volumes and the pod's name (templates have none). Out: field errors, and the volumes that are sound, by name,
 * which mounts are then checked against.
 * Elsewhere: sources shared with PersistentVolumes (volume-sources.validation.ts), mounts (container.validation.ts).
 */
import type * as core from '@elli/api/core/v1'
import { duplicate, type FieldPath, forbidden, invalid, required } from '@elli/machinery/field'
import { goQuote } from '@elli/machinery/go-quote'
import { quantitySign } from '@elli/machinery/quantity'
import { dns1123Label, type Errors, checkDns1123Subdomain, list } from '../checks.ts'
import { validateLabelSelector } from '../label-selector.validation.ts'
import { signerNameErrors } from '../signer-name.validation.ts'
import { resourceFieldSelector, objectFieldSelector } from './downward-api.validation.ts'
import { validateClaimTemplate } from './persistentvolumeclaim-spec.validation.ts'
import type { PodValidationOptions } from './pod-options.ts'
import * as sources from './volume-sources.validation.ts'
import { localNonReservedPath } from './volume-sources.validation.ts'
import { validatePullPolicy } from './pull-policy.validation.ts'

export type PodVolumes = ReadonlyMap<string, core.Volume>

export function validateVolumes(
  errors: Errors,
  path: FieldPath,
  volumes: readonly core.Volume[],
  podName: string,
  options: PodValidationOptions,
): PodVolumes {
  const sound = new Map<string, core.Volume>()
  const createdClaims = new Set<string>()
  if (podName !== '') {
    for (const volume of volumes) if (volume.ephemeral !== undefined) createdClaims.add(`${podName}-${volume.name}`)
  }
  for (const [i, volume] of volumes.entries()) {
    const at = path.index(i)
    const found: Errors = []
    validateVolumeSource(found, at, volume, podName, options)
    const name = volume.name ?? ''
    if (name === '') found.push(required(at.child('name'), ''))
    else dns1123Label(found, at.child('name'), name)
    if (sound.has(name)) found.push(duplicate(at.child('name'), name))
    if (found.length === 0) sound.set(name, volume)
    else errors.push(...found)
    const claim = volume.persistentVolumeClaim?.claimName
    if (claim !== undefined && createdClaims.has(claim)) {
      errors.push(
        invalid(
          at.child('persistentVolumeClaim', 'claimName'),
          claim,
          'must not reference a PVC that gets created for an ephemeral volume',
        ),
      )
    }
  }
  return sound
}

function validateVolumeSource(
  errors: Errors,
  path: FieldPath,
  volume: core.Volume,
  podName: string,
  options: PodValidationOptions,
): void {
  let count = 0
  /** @param named what a second source is complained about as, where that is not the field's name */
  function source<T>(value: T | undefined, field: string, check: (at: FieldPath, value: T) => void, named = field) {
    if (value === undefined) return
    if (count > 0) {
      errors.push(forbidden(path.child(named), 'may not specify more than 1 volume type'))
      return
    }
    count++
    check(path.child(field), value)
  }
  const plain =
    <T>(check: (errors: Errors, path: FieldPath, source: T) => void) =>
    (at: FieldPath, value: T) =>
      check(errors, at, value)

  if (volume.emptyDir !== undefined) {
    count++
    if (volume.emptyDir.sizeLimit !== undefined && quantitySign(volume.emptyDir.sizeLimit) < 0) {
      errors.push(forbidden(path.child('emptyDir', 'sizeLimit'), 'SizeLimit field must be a valid resource quantity'))
    }
  }
  source(volume.hostPath, 'hostPath', plain(sources.hostPathSource))
  source(volume.gitRepo, 'gitRepo', plain(sources.gitRepoSource))
  source(volume.gcePersistentDisk, 'persistentDisk', plain(sources.gcePersistentDiskSource), 'gcePersistentDisk')
  source(volume.awsElasticBlockStore, 'awsElasticBlockStore', plain(sources.awsElasticBlockStoreSource))
  source(volume.secret, 'secret', plain(secretSource))
  source(volume.nfs, 'nfs', plain(sources.nfsSource))
  source(volume.iscsi, 'iscsi', (at, iscsi) => {
    sources.iscsiSource(errors, at, iscsi)
    sources.iscsiNameLength(errors, path.child('name'), volume.name, iscsi)
  })
  source(volume.glusterfs, 'glusterfs', plain(sources.glusterfsSource))
  source(volume.flocker, 'flocker', plain(sources.flockerSource))
  source(volume.persistentVolumeClaim, 'persistentVolumeClaim', (at, claim) => {
    if (!claim.claimName) errors.push(required(at.child('claimName'), ''))
  })
  source(volume.rbd, 'rbd', plain(sources.rbdSource))
  source(volume.cinder, 'cinder', plain(sources.cinderSource))
  source(volume.cephfs, 'cephfs', plain(sources.cephfsSource), 'cephFS')
  source(volume.quobyte, 'quobyte', plain(sources.quobyteSource))
  source(volume.downwardAPI, 'downwardAPI', plain(downwardAPISource), 'downwarAPI')
  source(volume.fc, 'fc', plain(sources.fcSource))
  source(volume.flexVolume, 'flexVolume', plain(sources.flexSource))
  source(volume.configMap, 'configMap', plain(configMapSource))
  source(volume.azureFile, 'azureFile', plain(sources.azureFileSource))
  source(volume.vsphereVolume, 'vsphereVolume', plain(sources.vsphereSource))
  source(volume.photonPersistentDisk, 'photonPersistentDisk', plain(sources.photonSource))
  source(volume.portworxVolume, 'portworxVolume', plain(sources.portworxSource))
  source(volume.azureDisk, 'azureDisk', plain(sources.azureDiskSource))
  source(volume.storageos, 'storageos', plain(sources.storageOSSource))
  source(volume.projected, 'projected', (at, projected) => projectedSource(errors, at, projected, options))
  source(volume.scaleIO, 'scaleIO', plain(sources.scaleIOSource))
  source(volume.csi, 'csi', plain(sources.csiSource))
  source(volume.ephemeral, 'ephemeral', (at, ephemeral) => {
    if (ephemeral.volumeClaimTemplate === undefined) errors.push(required(at.child('volumeClaimTemplate'), ''))
    else validateClaimTemplate(errors, at.child('volumeClaimTemplate'), ephemeral.volumeClaimTemplate)
    if (podName === '' || !volume.name) return
    const claimName = `${podName}-${volume.name}`
    for (const message of checkDns1123Subdomain(claimName)) {
      errors.push(invalid(path.child('name'), volume.name, `PVC name ${goQuote(claimName)}: ${message}`))
    }
  })
  if (options.allowImageVolumeSource) {
    source(volume.image, 'image', (at, image) => {
      if (options.resourceIsPod && !image.reference) errors.push(required(at.child('reference'), ''))
      validatePullPolicy(errors, at.child('pullPolicy'), image.pullPolicy)
    })
  }
  if (count === 0) errors.push(required(path, 'must specify a volume type'))
}

function fileMode(errors: Errors, path: FieldPath, mode: number | undefined): void {
  if (mode !== undefined && (mode < 0 || mode > 0o777)) {
    errors.push(invalid(path, mode, 'must be a number between 0 and 0777 (octal), both inclusive'))
  }
}

function keyToPath(errors: Errors, path: FieldPath, item: core.KeyToPath): void {
  if (!item.key) errors.push(required(path.child('key'), ''))
  if (!item.path) errors.push(required(path.child('path'), ''))
  localNonReservedPath(errors, path.child('path'), item.path ?? '')
  fileMode(errors, path.child('mode'), item.mode)
}

function secretSource(errors: Errors, path: FieldPath, source: core.SecretVolumeSource): void {
  if (!source.secretName) errors.push(required(path.child('secretName'), ''))
  fileMode(errors, path.child('defaultMode'), source.defaultMode)
  for (const [i, item] of list(source.items).entries()) keyToPath(errors, path.child('items').index(i), item)
}

function configMapSource(errors: Errors, path: FieldPath, source: core.ConfigMapVolumeSource): void {
  if (!source.name) errors.push(required(path.child('name'), ''))
  fileMode(errors, path.child('defaultMode'), source.defaultMode)
  for (const [i, item] of list(source.items).entries()) keyToPath(errors, path.child('items').index(i), item)
}

const volumeFieldPaths = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
]

function downwardAPIFile(errors: Errors, path: FieldPath, file: core.DownwardAPIVolumeFile): void {
  if (!file.path) errors.push(required(path.child('path'), ''))
  localNonReservedPath(errors, path.child('path'), file.path ?? '')
  if (file.fieldRef !== undefined) {
    objectFieldSelector(errors, path.child('fieldRef'), file.fieldRef, volumeFieldPaths)
    if (file.resourceFieldRef !== undefined) {
      errors.push(invalid(path, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'))
    }
  } else if (file.resourceFieldRef !== undefined) {
    resourceFieldSelector(errors, path.child('resourceFieldRef'), file.resourceFieldRef, true)
  } else {
    errors.push(required(path, 'one of fieldRef and resourceFieldRef is required'))
  }
  fileMode(errors, path.child('mode'), file.mode)
}

function downwardAPISource(errors: Errors, path: FieldPath, source: core.DownwardAPIVolumeSource): void {
  fileMode(errors, path.child('defaultMode'), source.defaultMode)
  for (const file of list(source.items)) downwardAPIFile(errors, path, file)
}

function projectedSource(
  errors: Errors,
  path: FieldPath,
  projected: core.ProjectedVolumeSource,
  options: PodValidationOptions,
): void {
  fileMode(errors, path.child('defaultMode'), projected.defaultMode)
  const paths = new Set<string>()
  const claimPath = (target: string | undefined, shown: string): void => {
    if (!target) return
    if (paths.has(target)) errors.push(invalid(path, shown, 'conflicting duplicate paths'))
    else paths.add(target)
  }
  for (const [i, source] of list(projected.sources).entries()) {
    const at = path.child('sources').index(i)
    let count = 0
    for (const kind of ['secret', 'configMap'] as const) {
      const keyed = source[kind]
      if (keyed === undefined) continue
      count++
      if (!keyed.name) errors.push(required(at.child(kind, 'name'), ''))
      for (const [k, item] of list(keyed.items).entries()) {
        keyToPath(errors, at.child(kind, 'items').index(k), item)
        claimPath(item.path, keyed.name ?? '')
      }
    }
    if (source.downwardAPI !== undefined) {
      count++
      for (const file of list(source.downwardAPI.items)) {
        downwardAPIFile(errors, at.child('downwardAPI'), file)
        claimPath(file.path, file.path)
      }
    }
    if (source.serviceAccountToken !== undefined) {
      count++
      tokenProjection(errors, path, at.child('serviceAccountToken'), source.serviceAccountToken, options)
    }
    if (source.clusterTrustBundle !== undefined) {
      count++
      trustBundleProjection(errors, at.child('clusterTrustBundle'), source.clusterTrustBundle)
      claimPath(source.clusterTrustBundle.path, source.clusterTrustBundle.path)
    }
    if (count > 1) errors.push(forbidden(at, 'may not specify more than 1 volume type per source'))
  }
}

/** @param volumePath path of the whole volume: errors about the token's file carry it upstream */
function tokenProjection(
  errors: Errors,
  volumePath: FieldPath,
  path: FieldPath,
  token: core.ServiceAccountTokenProjection,
  options: PodValidationOptions,
): void {
  const seconds = token.expirationSeconds ?? 0
  const at = path.child('expirationSeconds')
  if (seconds < 600) errors.push(invalid(at, seconds, 'may not specify a duration less than 10 minutes'))
  if (seconds > 2 ** 32) errors.push(invalid(at, seconds, 'may not specify a duration larger than 2^32 seconds'))
  if (!token.path) errors.push(required(volumePath.child('path'), ''))
  else if (!options.allowNonLocalProjectedTokenPath) {
    localNonReservedPath(errors, volumePath.child('path'), token.path)
  }
}

function trustBundleProjection(errors: Errors, path: FieldPath, bundle: core.ClusterTrustBundleProjection): void {
  if (bundle.name !== undefined && bundle.signerName !== undefined) {
    errors.push(invalid(path, bundle, 'only one of name and signerName may be used'))
  } else if (bundle.name !== undefined) {
    const at = path.child('name')
    if (bundle.name === '') errors.push(required(at, 'must be a valid object name'))
    for (const message of trustBundleNameErrors(bundle.name)) {
      errors.push(invalid(at, bundle.name, `not a valid clustertrustbundlename: ${message}`))
    }
    if (bundle.labelSelector !== undefined) {
      errors.push(
        invalid(path.child('labelSelector'), bundle.labelSelector, 'labelSelector must be unset if name is specified'),
      )
    }
  } else if (bundle.signerName !== undefined) {
    if (bundle.signerName === '') errors.push(required(path.child('signerName'), 'must be a valid signer name'))
    signerNameErrors(errors, path.child('signerName'), bundle.signerName)
    validateLabelSelector(errors, path.child('labelSelector'), bundle.labelSelector)
  } else {
    errors.push(required(path, 'either name or signerName must be specified'))
  }
  if (!bundle.path) errors.push(required(path.child('path'), ''))
  localNonReservedPath(errors, path.child('path'), bundle.path ?? '')
}

/** Bundles of a signer are named `<signer>:<name>`, the slash of the signer's name written as a colon too. */
function trustBundleNameErrors(name: string): string[] {
  return checkDns1123Subdomain(name.slice(name.lastIndexOf(':') + 1))
}
