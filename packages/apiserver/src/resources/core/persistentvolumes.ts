/** PersistentVolumes on the server. */
import { persistentvolumes } from '@elli/api/core/v1.resources'
import type { PersistentVolume } from '@elli/api/core/v1'
import { toTime } from '@elli/host/time'
import { at, required } from '@elli/machinery/field'
import { canonicalQuantity } from '@elli/machinery/quantity'
import type { Strategy, StrategyContext } from '../../registry/strategy.ts'
import { collect, list } from '../checks.ts'
import { ageColumn, ageOf, column, table, wide } from '../printing.ts'
import {
  type PersistentVolumeOptions,
  validatePersistentVolumeSpec,
  validatePersistentVolumeUpdate,
} from './persistentvolumes.validation.ts'
import { nodeSelectorTermWarnings } from './pod-warnings.ts'

const gate = 'VolumeAttributesClass'
const spec = at('spec')
export const betaStorageClass = 'volume.beta.kubernetes.io/storage-class'

function options(context: StrategyContext, old?: PersistentVolume): PersistentVolumeOptions {
  const inUse = old?.spec.volumeAttributesClassName !== undefined
  return { enableVolumeAttributesClass: context.featureEnabled(gate) || inUse }
}

export const persistentvolumesStrategy: Strategy<PersistentVolume> = {
  resource: persistentvolumes,
  prepareForCreate(volume, context) {
    volume.status = { phase: 'Pending', lastPhaseTransitionTime: toTime(context.now) }
    if (!context.featureEnabled(gate)) delete volume.spec.volumeAttributesClassName
  },
  validate: (volume, context) =>
    collect((errors) =>
      validatePersistentVolumeSpec(errors, spec, volume.spec, volume.metadata.name ?? '', options(context)),
    ),
  prepareForUpdate(volume, old, context) {
    if (!context.featureEnabled(gate) && old.spec.volumeAttributesClassName === undefined) {
      delete volume.spec.volumeAttributesClassName
    }
  },
  validateUpdate: (volume, old, context) =>
    collect((errors) =>
      validatePersistentVolumeUpdate(errors, volume, old, options(context, old), context.featureEnabled(gate)),
    ),
  warnings,
  status: {
    prepareForUpdate(volume, old, context) {
      const now = (volume.status ??= {})
      const before = old.status ?? {}
      if (now.phase === before.phase) {
        if (now.lastPhaseTransitionTime === undefined && before.lastPhaseTransitionTime !== undefined) {
          now.lastPhaseTransitionTime = before.lastPhaseTransitionTime
        }
      } else if (
        now.lastPhaseTransitionTime === undefined ||
        now.lastPhaseTransitionTime === before.lastPhaseTransitionTime
      ) {
        now.lastPhaseTransitionTime = toTime(context.now)
      }
    },
    validateUpdate: (volume) => (volume.metadata.resourceVersion ? [] : [required(at('resourceVersion'), '')]),
  },
  table: table<PersistentVolume>(
    [
      column('Capacity', 'Size of the volume.'),
      column('Access Modes', 'In which ways the volume can be mounted.'),
      column('Reclaim Policy', 'What becomes of the volume when it is released.'),
      column('Status', 'Whether the volume is free, bound or released.'),
      column('Claim', 'Claim that the volume is bound to.'),
      column('StorageClass', 'Storage class of the volume.'),
      column('VolumeAttributesClass', 'Attributes class of the volume.'),
      column('Reason', 'One word for why the volume is in this state.'),
      ageColumn,
      column('VolumeMode', 'File system or block device.', wide),
    ],
    (volume, now) => {
      const { claimRef, capacity, volumeMode, volumeAttributesClassName, storageClassName } = volume.spec
      const size = capacity?.['storage']
      return [
        size === undefined ? '0' : canonicalQuantity(size),
        accessModesText(volume.spec.accessModes),
        volume.spec.persistentVolumeReclaimPolicy ?? '',
        volume.metadata.deletionTimestamp === undefined ? (volume.status?.phase ?? '') : 'Terminating',
        claimRef === undefined ? '' : `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`,
        volume.metadata.annotations?.[betaStorageClass] ?? storageClassName ?? '',
        volumeAttributesClassName ?? '<unset>',
        volume.status?.reason ?? '',
        ageOf(volume, now),
        volumeMode ?? '<unset>',
      ]
    },
  ),
}

const modeNames = { ReadWriteOnce: 'RWO', ReadOnlyMany: 'ROX', ReadWriteMany: 'RWX', ReadWriteOncePod: 'RWOP' }

/** Always in the same order, whatever the order of the list. */
export function accessModesText(modes: readonly string[] | undefined): string {
  return Object.entries(modeNames)
    .flatMap(([mode, name]) => (list(modes).includes(mode) ? [name] : []))
    .join(',')
}

const deprecatedSources = [
  ['cephfs', 'deprecated in v1.28, non-functional in v1.31+', 'cephfs'],
  ['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+', 'photonPersistentDisk'],
  ['scaleIO', 'deprecated in v1.16, non-functional in v1.22+', 'scaleIO'],
  ['storageos', 'deprecated in v1.22, non-functional in v1.25+', 'storageOS'],
  ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+', 'glusterfs'],
  ['rbd', 'deprecated in v1.28, non-functional in v1.31+', 'rbd'],
] as const

function warnings(volume: PersistentVolume): string[] {
  const annotations = at('metadata', 'annotations')
  const mountOptions = 'volume.beta.kubernetes.io/mount-options'
  const has = (key: string): boolean => key in (volume.metadata.annotations ?? {})
  const terms = spec.child('nodeAffinity', 'required', 'nodeSelectorTerms')
  return [
    ...(has(betaStorageClass)
      ? [`${annotations.key(betaStorageClass)}: deprecated since v1.8; use "storageClassName" attribute instead`]
      : []),
    ...(has(mountOptions)
      ? [`${annotations.key(mountOptions)}: deprecated since v1.31; use "mountOptions" attribute instead`]
      : []),
    ...(volume.spec.persistentVolumeReclaimPolicy === 'Recycle'
      ? [
          'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
        ]
      : []),
    ...list(volume.spec.nodeAffinity?.required?.nodeSelectorTerms).flatMap((term, i) =>
      nodeSelectorTermWarnings(terms.index(i), term),
    ),
    ...deprecatedSources.flatMap(([field, message, shown]) =>
      volume.spec[field] === undefined ? [] : [`${spec.child(shown)}: ${message}`],
    ),
  ]
}
