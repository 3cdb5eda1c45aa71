/**
 * PersistentVolumes: capacity, access, exactly one source, and that the source stays.
 * In: a spec, also one that a VolumeAttachment carries inline. Out: field errors.
 * Elsewhere: the sources (volume-sources.validation.ts).
 */
import { goResourceList } from '../go-structs.ts'
import * as core from '@elli/api/core/v1'
import { at, type FieldPath, forbidden, invalid, notSupported, required } from '@elli/machinery/field'
import { deepCopy } from '@elli/machinery/json'
import { dns1123Subdomain, type Errors, immutable, list, oneOf } from '../checks.ts'
import { semanticEqual } from '../equality.ts'
import { supportedVolumeModes, validateAccessModes } from './persistentvolumeclaim-spec.validation.ts'
import { positiveQuantity, validateBasicResource } from './resources.validation.ts'
import { validateNodeSelector } from './scheduling.validation.ts'
import * as sources from './volume-sources.validation.ts'

export interface PersistentVolumeOptions {
  /** The spec stands in a VolumeAttachment, for a pod's in-line volume. */
  inline?: boolean
  enableVolumeAttributesClass?: boolean
}

export function validatePersistentVolumeSpec(
  errors: Errors,
  path: FieldPath,
  spec: core.PersistentVolumeSpec,
  name: string,
  options: PersistentVolumeOptions = {},
): void {
  const inline = options.inline === true
  const capacity = Object.entries(spec.capacity ?? {})
  const refuseInline = (field: string, isSet: boolean): void => {
    if (inline && isSet) {
      errors.push(forbidden(path.child(field), 'may not be specified in the context of inline volumes'))
    }
  }
  refuseInline('claimRef', spec.claimRef !== undefined)
  refuseInline('capacity', capacity.length > 0)
  if (inline && spec.csi === undefined) {
    errors.push(required(path.child('csi'), 'has to be specified in the context of inline volumes'))
  }
  const modes = list(spec.accessModes)
  if (modes.length === 0) errors.push(required(path.child('accessModes'), ''))
  validateAccessModes(errors, path.child('accessModes'), modes)
  if (!inline) validateCapacity(errors, path.child('capacity'), capacity, spec.capacity)
  validateReclaimPolicy(errors, path.child('persistentVolumeReclaimPolicy'), spec, inline)
  refuseInline('nodeAffinity', spec.nodeAffinity !== undefined)
  if (!inline && spec.nodeAffinity !== undefined) {
    const where = path.child('nodeAffinity', 'required')
    if (spec.nodeAffinity.required === undefined) {
      errors.push(required(where, 'must specify required node constraints'))
    } else validateNodeSelector(errors, where, spec.nodeAffinity.required)
  }
  validateSource(errors, path, spec, name)
  const isRoot = /^\/+(\.?\/*)*$/.test(spec.hostPath?.path ?? '')
  if (isRoot && spec.persistentVolumeReclaimPolicy === 'Recycle') {
    const detail = "may not be 'recycle' for a hostPath mount of '/'"
    errors.push(forbidden(path.child('persistentVolumeReclaimPolicy'), detail))
  }
  refuseInline('storageClassName', Boolean(spec.storageClassName))
  if (!inline && spec.storageClassName) dns1123Subdomain(errors, path.child('storageClassName'), spec.storageClassName)
  if (spec.volumeMode !== undefined) {
    if (!inline) oneOf(errors, path.child('volumeMode'), spec.volumeMode, supportedVolumeModes)
    else if (spec.volumeMode !== 'Filesystem') {
      const detail = 'may not specify volumeMode other than Filesystem in the context of inline volumes'
      errors.push(forbidden(path.child('volumeMode'), detail))
    }
  }
  const attributes = spec.volumeAttributesClassName
  if (attributes !== undefined && options.enableVolumeAttributesClass === true) {
    const where = path.child('volumeAttributesClassName')
    if (attributes === '') errors.push(required(where, 'an empty string is disallowed'))
    else dns1123Subdomain(errors, where, attributes)
    if (spec.csi === undefined) {
      errors.push(required(path.child('csi'), 'has to be specified when using volumeAttributesClassName'))
    }
  }
}

function validateCapacity(
  errors: Errors,
  path: FieldPath,
  capacity: readonly [string, string][],
  given: core.PersistentVolumeSpec['capacity'],
): void {
  if (capacity.length === 0) errors.push(required(path, ''))
  if (capacity.length !== 1 || capacity[0]?.[0] !== 'storage') {
    errors.push(notSupported(path, goResourceList(given), ['storage']))
  }
  for (const [name, amount] of capacity) {
    validateBasicResource(errors, path.key(name), amount)
    positiveQuantity(errors, path.key(name), amount)
  }
}

function validateReclaimPolicy(
  errors: Errors,
  path: FieldPath,
  { persistentVolumeReclaimPolicy: policy }: core.PersistentVolumeSpec,
  inline: boolean,
): void {
  if (!policy) return
  if (!inline) oneOf(errors, path, policy, ['Delete', 'Recycle', 'Retain'])
  else if (policy !== 'Retain') {
    errors.push(forbidden(path, 'may only be Retain in the context of inline volumes'))
  }
}

function validateSource(errors: Errors, path: FieldPath, spec: core.PersistentVolumeSpec, name: string): void {
  let count = 0
  function source<T>(
    value: T | undefined,
    field: string,
    check: (errors: Errors, at: FieldPath, value: T) => void,
    named = field,
  ): void {
    if (value === undefined) return
    if (count > 0) {
      errors.push(forbidden(path.child(named), 'may not specify more than 1 volume type'))
      return
    }
    count++
    check(errors, path.child(field), value)
  }
  source(spec.hostPath, 'hostPath', sources.hostPathSource)
  source(spec.gcePersistentDisk, 'persistentDisk', sources.gcePersistentDiskSource, 'gcePersistentDisk')
  source(spec.awsElasticBlockStore, 'awsElasticBlockStore', sources.awsElasticBlockStoreSource)
  source(spec.glusterfs, 'glusterfs', sources.glusterfsPersistentSource)
  source(spec.flocker, 'flocker', sources.flockerSource)
  source(spec.nfs, 'nfs', sources.nfsSource)
  source(spec.rbd, 'rbd', sources.rbdSource)
  source(spec.quobyte, 'quobyte', sources.quobyteSource)
  source(spec.cephfs, 'cephfs', sources.cephfsSource, 'cephFS')
  source(spec.iscsi, 'iscsi', (into, where, iscsi) => sources.iscsiPersistentSource(into, where, iscsi, name))
  source(spec.cinder, 'cinder', sources.cinderPersistentSource)
  source(spec.fc, 'fc', sources.fcSource)
  if (spec.flexVolume !== undefined) {
    // The one source that upstream lets stand beside another.
    count++
    sources.flexSource(errors, path.child('flexVolume'), spec.flexVolume)
  }
  source(spec.azureFile, 'azureFile', sources.azureFilePersistentSource)
  source(spec.vsphereVolume, 'vsphereVolume', sources.vsphereSource)
  source(spec.photonPersistentDisk, 'photonPersistentDisk', sources.photonSource)
  source(spec.portworxVolume, 'portworxVolume', sources.portworxSource)
  source(spec.azureDisk, 'azureDisk', sources.azureDiskSource)
  source(spec.scaleIO, 'scaleIO', sources.scaleIOSource)
  source(spec.local, 'local', (into, where, local) => {
    sources.localSource(into, where, local)
    if (spec.nodeAffinity === undefined) {
      into.push(required(path.child('nodeAffinity'), 'Local volume requires node affinity'))
    }
  })
  source(spec.storageos, 'storageos', sources.storageOSPersistentSource)
  source(spec.csi, 'csi', sources.csiPersistentSource)
  if (count === 0) errors.push(required(path, 'must specify a volume type'))
}

export function validatePersistentVolumeUpdate(
  errors: Errors,
  volume: core.PersistentVolume,
  old: core.PersistentVolume,
  options: PersistentVolumeOptions,
  mayChangeAttributes: boolean,
): void {
  const path = at('spec')
  validatePersistentVolumeSpec(errors, path, volume.spec, volume.metadata.name ?? '', options)
  const now = sourceOf(volume.spec)
  // Secrets for growing the volume may be added later, once.
  if (old.spec.csi !== undefined && old.spec.csi.controllerExpandSecretRef === undefined) {
    delete now.csi?.controllerExpandSecretRef
  }
  if (!semanticEqual(core.PersistentVolumeSource, now, sourceOf(old.spec))) {
    const detail = 'spec.persistentvolumesource is immutable after creation\n'
    errors.push(forbidden(path.child('persistentvolumesource'), detail))
  }
  immutable(errors, at('volumeMode'), volume.spec.volumeMode, old.spec.volumeMode)
  if (old.spec.nodeAffinity !== undefined && !sameNodeAffinity(volume.spec.nodeAffinity, old.spec.nodeAffinity)) {
    const detail = 'field is immutable, except for updating from beta label to GA'
    errors.push(invalid(at('nodeAffinity'), volume.spec.nodeAffinity, detail))
  }
  validateAttributesClassUpdate(errors, path, volume.spec, old.spec, options, mayChangeAttributes)
}

function validateAttributesClassUpdate(
  errors: Errors,
  path: FieldPath,
  now: core.PersistentVolumeSpec,
  before: core.PersistentVolumeSpec,
  options: PersistentVolumeOptions,
  mayChange: boolean,
): void {
  if (now.volumeAttributesClassName === before.volumeAttributesClassName) return
  const where = path.child('volumeAttributesClassName')
  if (!mayChange) {
    errors.push(forbidden(where, 'update is forbidden when the VolumeAttributesClass feature gate is disabled'))
  }
  if (!options.enableVolumeAttributesClass) return
  if (before.volumeAttributesClassName !== undefined && now.volumeAttributesClassName === undefined) {
    errors.push(forbidden(where, 'update from non-nil value to nil is forbidden'))
  }
}

function sourceOf(spec: core.PersistentVolumeSpec): core.PersistentVolumeSource {
  const {
    capacity: _c,
    accessModes: _a,
    claimRef: _r,
    persistentVolumeReclaimPolicy: _p,
    storageClassName: _s,
    mountOptions: _o,
    volumeMode: _m,
    nodeAffinity: _n,
    volumeAttributesClassName: _v,
    ...source
  } = spec
  return deepCopy(source)
}

const stableLabels: Readonly<Record<string, string>> = {
  'failure-domain.beta.kubernetes.io/zone': 'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region': 'topology.kubernetes.io/region',
  'beta.kubernetes.io/os': 'kubernetes.io/os',
  'beta.kubernetes.io/arch': 'kubernetes.io/arch',
  'beta.kubernetes.io/instance-type': 'node.kubernetes.io/instance-type',
}

/** Requirements may move from a label's old name to its stable one, place by place. */
function sameNodeAffinity(now: core.VolumeNodeAffinity | undefined, before: core.VolumeNodeAffinity): boolean {
  const renamed = deepCopy(before)
  for (const [t, term] of list(renamed.required?.nodeSelectorTerms).entries()) {
    for (const [r, requirement] of list(term.matchExpressions).entries()) {
      const key = now?.required?.nodeSelectorTerms?.[t]?.matchExpressions?.[r]?.key
      if (key !== undefined && stableLabels[requirement.key] === key) requirement.key = key
    }
  }
  return now !== undefined && semanticEqual(core.VolumeNodeAffinity, now, renamed)
}
