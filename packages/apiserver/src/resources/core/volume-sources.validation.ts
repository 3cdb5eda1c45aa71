/**
 * The kinds of volumes that pods and PersistentVolumes have in common, or nearly.
 * In: one source, its path. Out: field errors, in upstream's order and with its paths (some of them odd, and relied upon).
 * Elsewhere: which source may stand where and that there is one (volumes.validation.ts, persistentvolumes.validation.ts).
 */
import type * as core from '@elli/api/core/v1'
import { type FieldPath, invalid, notSupported, required, tooLong } from '@elli/machinery/field'
import {
  dns1123Label,
  dns1123Subdomain,
  type Errors,
  inclusiveRange,
  checkDns1123Subdomain,
  checkNamespaceName,
  list,
  oneOf,
} from '../checks.ts'

type Check<T> = (errors: Errors, path: FieldPath, source: T) => void

function need(errors: Errors, path: FieldPath, name: string, value: string | readonly string[] | undefined): void {
  if (value === undefined || value.length === 0) errors.push(required(path.child(name), ''))
}

/** Both parts of a secret reference that crosses namespaces. */
function needFullReference(
  errors: Errors,
  path: FieldPath,
  ref: { name?: string; namespace?: string } | undefined,
): void {
  if (ref === undefined) return
  need(errors, path, 'name', ref.name)
  need(errors, path, 'namespace', ref.namespace)
}

export function noBacksteps(errors: Errors, path: FieldPath, target: string): void {
  if (target.split('/').includes('..')) errors.push(invalid(path, target, "must not contain '..'"))
}

export function localDescendingPath(errors: Errors, path: FieldPath, target: string): void {
  if (target.startsWith('/')) errors.push(invalid(path, target, 'must be a relative path'))
  noBacksteps(errors, path, target)
}

export function localNonReservedPath(errors: Errors, path: FieldPath, target: string): void {
  localDescendingPath(errors, path, target)
  if (target.startsWith('..') && !target.startsWith('../')) {
    errors.push(invalid(path, target, "must not start with '..'"))
  }
}

const hostPathTypes = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
]

export const hostPathSource: Check<core.HostPathVolumeSource> = (errors, path, source) => {
  if (!source.path) {
    errors.push(required(path.child('path'), ''))
    return
  }
  noBacksteps(errors, path.child('path'), source.path)
  if (source.type !== undefined) oneOf(errors, path.child('type'), source.type, hostPathTypes)
}

export const gitRepoSource: Check<core.GitRepoVolumeSource> = (errors, path, source) => {
  need(errors, path, 'repository', source.repository)
  localDescendingPath(errors, path.child('directory'), source.directory ?? '')
}

const iqn = /iqn\.\d{4}-\d{2}\.([a-zA-Z0-9\-.]+)(:[^,;*&$|\s]+)$/
const eui = /^eui.[a-zA-Z0-9]{16}$/
const naa = /^naa.[a-zA-Z0-9]{32}$/

/** @param prefixDetail what is said of a name that starts with none of the three; pods and volumes differ in it */
function iscsiName(errors: Errors, path: FieldPath, name: string, prefixDetail: string): void {
  const format =
    (name.startsWith('iqn') && iqn) || (name.startsWith('eui') && eui) || (name.startsWith('naa') && naa) || undefined
  if (format === undefined) errors.push(invalid(path, name, prefixDetail))
  else if (!format.test(name)) errors.push(invalid(path, name, 'must be valid format'))
}

const iscsiTooLong =
  'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.'

export const iscsiSource: Check<core.ISCSIVolumeSource> = (errors, path, source) => {
  const prefixDetail = 'must be valid format starting with iqn, eui, or naa'
  need(errors, path, 'targetPortal', source.targetPortal)
  if (!source.iqn) errors.push(required(path.child('iqn'), ''))
  else iscsiName(errors, path.child('iqn'), source.iqn, prefixDetail)
  inclusiveRange(errors, path.child('lun'), source.lun ?? 0, 0, 255)
  if ((source.chapAuthDiscovery || source.chapAuthSession) && source.secretRef === undefined) {
    errors.push(required(path.child('secretRef'), ''))
  }
  if (source.initiatorName !== undefined) {
    iscsiName(errors, path.child('initiatorname'), source.initiatorName, prefixDetail)
  }
}

export function iscsiNameLength(errors: Errors, path: FieldPath, volumeName: string, source: core.ISCSIVolumeSource) {
  if (source.initiatorName !== undefined && `${volumeName}:${source.targetPortal}`.length > 64) {
    errors.push(invalid(path, volumeName, iscsiTooLong))
  }
}

export function iscsiPersistentSource(
  errors: Errors,
  path: FieldPath,
  source: core.ISCSIPersistentVolumeSource,
  volumeName: string,
): void {
  const prefixDetail = 'must be valid format'
  need(errors, path, 'targetPortal', source.targetPortal)
  if (source.initiatorName !== undefined && `${volumeName}:${source.targetPortal}`.length > 64) {
    errors.push(invalid(path.child('targetportal'), source.targetPortal, iscsiTooLong))
  }
  if (!source.iqn) errors.push(required(path.child('iqn'), ''))
  else iscsiName(errors, path.child('iqn'), source.iqn, prefixDetail)
  inclusiveRange(errors, path.child('lun'), source.lun ?? 0, 0, 255)
  if ((source.chapAuthDiscovery || source.chapAuthSession) && source.secretRef === undefined) {
    errors.push(required(path.child('secretRef'), ''))
  }
  if (source.secretRef !== undefined) need(errors, path.child('secretRef'), 'name', source.secretRef.name)
  if (source.initiatorName !== undefined) {
    iscsiName(errors, path.child('initiatorname'), source.initiatorName, prefixDetail)
  }
}

export const fcSource: Check<core.FCVolumeSource> = (errors, path, source) => {
  const wwns = list(source.targetWWNs)
  const wwids = list(source.wwids)
  if (wwns.length === 0 && wwids.length === 0) {
    errors.push(required(path.child('targetWWNs'), 'must specify either targetWWNs or wwids, but not both'))
  }
  if (wwns.length > 0 && wwids.length > 0) {
    errors.push(invalid(path.child('targetWWNs'), wwns, 'targetWWNs and wwids can not be specified simultaneously'))
  }
  if (wwns.length > 0) {
    if (source.lun === undefined) {
      errors.push(required(path.child('lun'), 'lun is required if targetWWNs is specified'))
    } else inclusiveRange(errors, path.child('lun'), source.lun, 0, 255)
  }
}

function partition(errors: Errors, path: FieldPath, value: number | undefined): void {
  // 0 stands for "the whole disk", so it passes although the text speaks of 1.
  if (value !== undefined && (value < 0 || value > 255)) {
    errors.push(invalid(path.child('partition'), value, 'must be between 1 and 255, inclusive'))
  }
}

export const gcePersistentDiskSource: Check<core.GCEPersistentDiskVolumeSource> = (errors, path, source) => {
  need(errors, path, 'pdName', source.pdName)
  partition(errors, path, source.partition)
}

export const awsElasticBlockStoreSource: Check<core.AWSElasticBlockStoreVolumeSource> = (errors, path, source) => {
  need(errors, path, 'volumeID', source.volumeID)
  partition(errors, path, source.partition)
}

export const nfsSource: Check<core.NFSVolumeSource> = (errors, path, source) => {
  need(errors, path, 'server', source.server)
  need(errors, path, 'path', source.path)
  if (!(source.path ?? '').startsWith('/')) {
    errors.push(invalid(path.child('path'), source.path ?? '', 'must be an absolute path'))
  }
}

function isHostPort(text: string): boolean {
  return /^(\[[^[\]]*\]|[^:[\]]*):[^:]*$/.test(text)
}

export const quobyteSource: Check<core.QuobyteVolumeSource> = (errors, path, source) => {
  const detail = 'must be a host:port pair or multiple pairs separated by commas'
  if (!source.registry) errors.push(required(path.child('registry'), detail))
  else if ((source.tenant ?? '').length >= 65) {
    errors.push(required(path.child('tenant'), 'must be a UUID and may not exceed a length of 64 characters'))
  } else {
    for (const pair of source.registry.split(',')) {
      if (!isHostPort(pair)) errors.push(invalid(path.child('registry'), source.registry, detail))
    }
  }
  need(errors, path, 'volume', source.volume)
}

export const glusterfsSource: Check<core.GlusterfsVolumeSource> = (errors, path, source) => {
  need(errors, path, 'endpoints', source.endpoints)
  need(errors, path, 'path', source.path)
}

export const glusterfsPersistentSource: Check<core.GlusterfsPersistentVolumeSource> = (errors, path, source) => {
  glusterfsSource(errors, path, source)
  const namespace = source.endpointsNamespace
  if (namespace === undefined) return
  const at = path.child('endpointsNamespace')
  if (namespace === '') {
    errors.push(invalid(at, namespace, 'if the endpointnamespace is set, it must be a valid namespace name'))
  } else for (const message of checkNamespaceName(namespace)) errors.push(invalid(at, namespace, message))
}

export const flockerSource: Check<core.FlockerVolumeSource> = (errors, path, source) => {
  if (!source.datasetName && !source.datasetUUID) {
    errors.push(required(path, 'one of datasetName and datasetUUID is required'))
  }
  if (source.datasetName && source.datasetUUID) {
    errors.push(invalid(path, 'resource', 'datasetName and datasetUUID can not be specified simultaneously'))
  }
  if (source.datasetName?.includes('/')) {
    errors.push(invalid(path.child('datasetName'), source.datasetName, "must not contain '/'"))
  }
}

export const rbdSource: Check<core.RBDVolumeSource | core.RBDPersistentVolumeSource> = (errors, path, source) => {
  need(errors, path, 'monitors', source.monitors)
  need(errors, path, 'image', source.image)
}

export const cinderSource: Check<core.CinderVolumeSource> = (errors, path, source) => {
  need(errors, path, 'volumeID', source.volumeID)
  if (source.secretRef !== undefined) need(errors, path.child('secretRef'), 'name', source.secretRef.name)
}

export const cinderPersistentSource: Check<core.CinderPersistentVolumeSource> = (errors, path, source) => {
  need(errors, path, 'volumeID', source.volumeID)
  needFullReference(errors, path.child('secretRef'), source.secretRef)
}

export const cephfsSource: Check<core.CephFSVolumeSource | core.CephFSPersistentVolumeSource> = (
  errors,
  path,
  source,
) => need(errors, path, 'monitors', source.monitors)

export const flexSource: Check<core.FlexVolumeSource | core.FlexPersistentVolumeSource> = (errors, path, source) => {
  need(errors, path, 'driver', source.driver)
  for (const key of Object.keys(source.options ?? {})) {
    const slash = key.indexOf('/')
    const namespace = `.${(slash < 0 ? key : key.slice(0, slash)).toLowerCase()}`
    if (namespace.endsWith('.kubernetes.io') || namespace.endsWith('.k8s.io')) {
      errors.push(invalid(path.child('options').key(key), key, 'kubernetes.io and k8s.io namespaces are reserved'))
    }
  }
}

export const azureFileSource: Check<core.AzureFileVolumeSource> = (errors, path, source) => {
  need(errors, path, 'secretName', source.secretName)
  need(errors, path, 'shareName', source.shareName)
}

export const azureFilePersistentSource: Check<core.AzureFilePersistentVolumeSource> = (errors, path, source) => {
  azureFileSource(errors, path, source)
  if (source.secretNamespace === '') errors.push(required(path.child('secretNamespace'), ''))
}

export const azureDiskSource: Check<core.AzureDiskVolumeSource> = (errors, path, source) => {
  need(errors, path, 'diskName', source.diskName)
  need(errors, path, 'diskURI', source.diskURI)
  if (source.cachingMode !== undefined) {
    oneOf(errors, path.child('cachingMode'), source.cachingMode, ['None', 'ReadOnly', 'ReadWrite'])
  }
  if (source.kind === undefined) return
  oneOf(errors, path.child('kind'), source.kind, ['Dedicated', 'Managed', 'Shared'])
  if (source.kind === 'Managed' && !source.diskURI.startsWith('/subscriptions/')) {
    errors.push(
      notSupported(path.child('diskURI'), source.diskURI, [
        '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}',
      ]),
    )
  }
  if (source.kind !== 'Managed' && !source.diskURI.startsWith('https://')) {
    errors.push(
      notSupported(path.child('diskURI'), source.diskURI, [
        'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd',
      ]),
    )
  }
}

export const vsphereSource: Check<core.VsphereVirtualDiskVolumeSource> = (errors, path, source) =>
  need(errors, path, 'volumePath', source.volumePath)

export const photonSource: Check<core.PhotonPersistentDiskVolumeSource> = (errors, path, source) =>
  need(errors, path, 'pdID', source.pdID)

export const portworxSource: Check<core.PortworxVolumeSource> = (errors, path, source) =>
  need(errors, path, 'volumeID', source.volumeID)

export const scaleIOSource: Check<core.ScaleIOVolumeSource | core.ScaleIOPersistentVolumeSource> = (
  errors,
  path,
  source,
) => {
  need(errors, path, 'gateway', source.gateway)
  need(errors, path, 'system', source.system)
  need(errors, path, 'volumeName', source.volumeName)
}

export const localSource: Check<core.LocalVolumeSource> = (errors, path, source) => {
  if (!source.path) errors.push(required(path.child('path'), ''))
  else noBacksteps(errors, path.child('path'), source.path)
}

function storageOSNames(errors: Errors, path: FieldPath, volumeName?: string, volumeNamespace?: string): void {
  if (!volumeName) errors.push(required(path.child('volumeName'), ''))
  else dns1123Label(errors, path.child('volumeName'), volumeName)
  if (volumeNamespace) dns1123Label(errors, path.child('volumeNamespace'), volumeNamespace)
}

export const storageOSSource: Check<core.StorageOSVolumeSource> = (errors, path, source) => {
  storageOSNames(errors, path, source.volumeName, source.volumeNamespace)
  if (source.secretRef !== undefined) need(errors, path.child('secretRef'), 'name', source.secretRef.name)
}

export const storageOSPersistentSource: Check<core.StorageOSPersistentVolumeSource> = (errors, path, source) => {
  storageOSNames(errors, path, source.volumeName, source.volumeNamespace)
  needFullReference(errors, path.child('secretRef'), source.secretRef)
}

export function csiDriverName(errors: Errors, path: FieldPath, name: string | undefined): void {
  const driver = name ?? ''
  if (driver === '') errors.push(required(path, ''))
  if (driver.length > 63) errors.push(tooLong(path, driver, 63))
  for (const message of checkDns1123Subdomain(driver.toLowerCase())) errors.push(invalid(path, driver, message))
}

export const csiSource: Check<core.CSIVolumeSource> = (errors, path, source) => {
  csiDriverName(errors, path.child('driver'), source.driver)
  if (source.nodePublishSecretRef === undefined) return
  const { name } = source.nodePublishSecretRef
  if (!name) errors.push(required(path.child('nodePublishSecretRef', 'name'), ''))
  else dns1123Subdomain(errors, path.child('name'), name)
}

function secretReference(errors: Errors, path: FieldPath, ref: core.SecretReference | undefined): void {
  if (ref === undefined) return
  if (!ref.name) errors.push(required(path.child('name'), ''))
  else dns1123Subdomain(errors, path.child('name'), ref.name)
  if (!ref.namespace) errors.push(required(path.child('namespace'), ''))
  else dns1123Label(errors, path.child('namespace'), ref.namespace)
}

export const csiPersistentSource: Check<core.CSIPersistentVolumeSource> = (errors, path, source) => {
  csiDriverName(errors, path.child('driver'), source.driver)
  need(errors, path, 'volumeHandle', source.volumeHandle)
  secretReference(errors, path.child('controllerPublishSecretRef'), source.controllerPublishSecretRef)
  secretReference(errors, path.child('controllerExpandSecretRef'), source.controllerExpandSecretRef)
  secretReference(errors, path.child('nodePublishSecretRef'), source.nodePublishSecretRef)
  secretReference(errors, path.child('nodeExpandSecretRef'), source.nodeExpandSecretRef)
}
