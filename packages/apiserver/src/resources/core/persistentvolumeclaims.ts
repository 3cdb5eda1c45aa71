/** PersistentVolumeClaims on the server: what may be claimed, and how a claim may grow. */
import { persistentvolumeclaims } from '@elli/api/core/v1.resources'
import {
  type PersistentVolumeClaim,
  PersistentVolumeClaimSpec,
  type TypedLocalObjectReference,
} from '@elli/api/core/v1'
import { at, forbidden, notSupported, required } from '@elli/machinery/field'
import { deepCopy } from '@elli/machinery/json'
import { canonicalQuantity, compareQuantities } from '@elli/machinery/quantity'
import type { Strategy, StrategyContext } from '../../registry/strategy.ts'
import { collect, type Errors, type FieldPath, immutable, list, oneOf, qualifiedName } from '../checks.ts'
import { semanticEqual } from '../equality.ts'
import { isInvalidSelector } from '../label-selector.validation.ts'
import { ageColumn, ageOf, column, table, wide } from '../printing.ts'
import { type ClaimSpecOptions, validateClaimSpec } from './persistentvolumeclaim-spec.validation.ts'
import { accessModesText, betaStorageClass } from './persistentvolumes.ts'
import { fractionWarning } from './pod-warnings.ts'
import { isNativeResource, validateBasicResource, validateResourceQuantity } from './resources.validation.ts'

const spec = at('spec')
const attributesGate = 'VolumeAttributesClass'

interface ClaimOptions extends ClaimSpecOptions {
  recoverFromExpansionFailure: boolean
}

function options(context: StrategyContext, old?: PersistentVolumeClaim): ClaimOptions {
  return {
    recoverFromExpansionFailure:
      context.featureEnabled('RecoverVolumeExpansionFailure') ||
      old?.status?.allocatedResources !== undefined ||
      old?.status?.allocatedResourceStatuses !== undefined,
    enableVolumeAttributesClass:
      context.featureEnabled(attributesGate) || old?.spec.volumeAttributesClassName !== undefined,
    allowInvalidLabelValueInSelector: isInvalidSelector(spec.child('selector'), old?.spec.selector),
    allowInvalidAPIGroup:
      old?.spec.dataSource?.apiGroup !== undefined || old?.spec.dataSourceRef?.apiGroup !== undefined,
  }
}

export const persistentvolumeclaimsStrategy: Strategy<PersistentVolumeClaim> = {
  resource: persistentvolumeclaims,
  prepareForCreate(claim, context) {
    claim.status = { phase: 'Pending' }
    dropDisabledFields(claim, undefined, context)
    if (claim.spec.dataSourceRef === undefined && !isClaimOrSnapshot(claim.spec.dataSource)) {
      delete claim.spec.dataSource
    }
    mirrorDataSources(claim)
  },
  validate: (claim, context) => collect((errors) => validateClaimSpec(errors, spec, claim.spec, options(context))),
  prepareForUpdate(claim, old, context) {
    dropDisabledFields(claim, old, context)
    const inUse = old.spec.dataSource !== undefined || old.spec.dataSourceRef !== undefined
    if (!inUse && claim.spec.dataSourceRef === undefined && !isClaimOrSnapshot(claim.spec.dataSource)) {
      delete claim.spec.dataSource
    }
    // Claims stored before both fields were kept equal get the second one now.
    mirrorDataSources(claim)
  },
  validateUpdate: (claim, old, context) =>
    collect((errors) => validateUpdate(errors, claim, mirrored(old), options(context, old), context)),
  warnings: (claim) => [
    ...(claim.metadata.annotations?.[betaStorageClass] === undefined
      ? []
      : [`metadata.annotations[${betaStorageClass}]: deprecated since v1.8; use "storageClassName" attribute instead`]),
    ...(['requests', 'limits'] as const).flatMap((name) =>
      fractionWarning(spec.child('resources', name).key('storage'), claim.spec.resources?.[name]?.['storage']),
    ),
  ],
  status: {
    prepareForUpdate(claim, old, context) {
      const { status } = claim
      if (status === undefined) return
      const drop = (gate: string, ...names: (keyof typeof status)[]): void => {
        if (context.featureEnabled(gate)) return
        for (const name of names) if (old.status?.[name] === undefined) delete status[name]
      }
      drop(attributesGate, 'currentVolumeAttributesClassName', 'modifyVolumeStatus')
      drop('RecoverVolumeExpansionFailure', 'allocatedResources', 'allocatedResourceStatuses')
    },
    validateUpdate: (claim, old, context) =>
      collect((errors) => validateStatus(errors, claim, options(context, old).recoverFromExpansionFailure)),
  },
  table: table<PersistentVolumeClaim>(
    [
      column('Status', 'Whether the claim is bound.'),
      column('Volume', 'Volume that the claim is bound to.'),
      column('Capacity', 'Size of that volume.'),
      column('Access Modes', 'In which ways the volume can be mounted.'),
      column('StorageClass', 'Storage class that is asked for.'),
      column('VolumeAttributesClass', 'Attributes class that is asked for.'),
      ageColumn,
      column('VolumeMode', 'File system or block device.', wide),
    ],
    (claim, now) => {
      const bound = Boolean(claim.spec.volumeName)
      return [
        claim.metadata.deletionTimestamp === undefined ? (claim.status?.phase ?? '') : 'Terminating',
        claim.spec.volumeName ?? '',
        bound ? canonicalQuantity(claim.status?.capacity?.['storage'] ?? '0') : '',
        bound ? accessModesText(claim.status?.accessModes) : '',
        claim.metadata.annotations?.[betaStorageClass] ?? claim.spec.storageClassName ?? '',
        claim.spec.volumeAttributesClassName ?? '<unset>',
        ageOf(claim, now),
        claim.spec.volumeMode ?? '<unset>',
      ]
    },
  ),
}

function dropDisabledFields(
  claim: PersistentVolumeClaim,
  old: PersistentVolumeClaim | undefined,
  context: StrategyContext,
): void {
  if (!context.featureEnabled(attributesGate) && old?.spec.volumeAttributesClassName === undefined) {
    delete claim.spec.volumeAttributesClassName
  }
  const crossing = Boolean(claim.spec.dataSourceRef?.namespace)
  if (crossing && !context.featureEnabled('CrossNamespaceVolumeDataSource') && old?.spec.dataSourceRef === undefined) {
    delete claim.spec.dataSourceRef
  }
}

/** What dataSource allowed before dataSourceRef came; anything else was silently ignored, and still is. */
function isClaimOrSnapshot(source: TypedLocalObjectReference | undefined): boolean {
  const group = source?.apiGroup ?? ''
  return (
    (source?.kind === 'PersistentVolumeClaim' && group === '') ||
    (source?.kind === 'VolumeSnapshot' && group === 'snapshot.storage.k8s.io')
  )
}

function mirrorDataSources(claim: PersistentVolumeClaim): void {
  const { dataSource, dataSourceRef } = claim.spec
  const plain = ({ kind, name, apiGroup }: TypedLocalObjectReference): TypedLocalObjectReference =>
    apiGroup === undefined ? { kind, name } : { kind, name, apiGroup }
  if (dataSource !== undefined && dataSourceRef === undefined) claim.spec.dataSourceRef = plain(dataSource)
  else if (dataSourceRef !== undefined && dataSource === undefined && !dataSourceRef.namespace) {
    claim.spec.dataSource = plain(dataSourceRef)
  }
}

function mirrored(claim: PersistentVolumeClaim): PersistentVolumeClaim {
  const copy = deepCopy(claim)
  mirrorDataSources(copy)
  return copy
}

function validateUpdate(
  errors: Errors,
  claim: PersistentVolumeClaim,
  old: PersistentVolumeClaim,
  claimOptions: ClaimOptions,
  context: StrategyContext,
): void {
  validateClaimSpec(errors, spec, claim.spec, claimOptions)
  const [now, before] = [deepCopy(claim.spec), deepCopy(old.spec)]
  const isBound = claim.status?.phase === 'Bound'
  if (!old.spec.volumeName && now.volumeName !== undefined) before.volumeName = now.volumeName
  allowStorageClassMoves(errors, claim, old, now, before)
  if (isBound && now.resources?.requests !== undefined) {
    const size = old.spec.resources?.requests?.['storage']
    if (size !== undefined) now.resources.requests = { ...now.resources.requests, storage: size }
  }
  if (isBound && now.volumeAttributesClassName !== undefined) {
    if (before.volumeAttributesClassName === undefined) delete now.volumeAttributesClassName
    else now.volumeAttributesClassName = before.volumeAttributesClassName
  }
  if (!semanticEqual(PersistentVolumeClaimSpec, now, before)) {
    const detail =
      'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n'
    errors.push(forbidden(spec, detail))
  }
  validateSizeUpdate(errors, claim, old, claimOptions)
  immutable(errors, at('volumeMode'), claim.spec.volumeMode, old.spec.volumeMode)
  validateAttributesUpdate(errors, claim, old, claimOptions, context)
}

/** The class may move from the old annotation to the field, and may be set when it was not. */
function allowStorageClassMoves(
  errors: Errors,
  claim: PersistentVolumeClaim,
  old: PersistentVolumeClaim,
  now: PersistentVolumeClaimSpec,
  before: PersistentVolumeClaimSpec,
): void {
  const oldAnnotation = old.metadata.annotations?.[betaStorageClass]
  const annotation = claim.metadata.annotations?.[betaStorageClass]
  const { storageClassName } = claim.spec
  const unset = old.spec.storageClassName === undefined
  const moved =
    oldAnnotation !== undefined &&
    unset &&
    storageClassName === oldAnnotation &&
    (annotation === undefined || annotation === oldAnnotation)
  if (moved) delete now.storageClassName
  else {
    immutable(errors, at('metadata', 'annotations', betaStorageClass), annotation ?? '', oldAnnotation ?? '')
    const filled =
      storageClassName !== undefined && unset && (oldAnnotation === undefined || oldAnnotation === storageClassName)
    if (!filled) return
    if (before.storageClassName === undefined) delete now.storageClassName
    else now.storageClassName = before.storageClassName
  }
}

function validateSizeUpdate(
  errors: Errors,
  claim: PersistentVolumeClaim,
  old: PersistentVolumeClaim,
  { recoverFromExpansionFailure }: ClaimOptions,
): void {
  const now = claim.spec.resources?.requests?.['storage'] ?? '0'
  if (compareQuantities(now, old.spec.resources?.requests?.['storage'] ?? '0') >= 0) return
  const path = spec.child('resources', 'requests', 'storage')
  if (!recoverFromExpansionFailure) errors.push(forbidden(path, 'field can not be less than previous value'))
  else if (compareQuantities(now, old.status?.capacity?.['storage'] ?? '0') <= 0) {
    errors.push(forbidden(path, 'field can not be less than status.capacity'))
  }
}

function validateAttributesUpdate(
  errors: Errors,
  claim: PersistentVolumeClaim,
  old: PersistentVolumeClaim,
  { enableVolumeAttributesClass }: ClaimOptions,
  context: StrategyContext,
): void {
  const [now, before] = [claim.spec.volumeAttributesClassName, old.spec.volumeAttributesClassName]
  if (now === before) return
  const path = spec.child('volumeAttributesClassName')
  if (!context.featureEnabled(attributesGate)) {
    errors.push(forbidden(path, 'update is forbidden when the VolumeAttributesClass feature gate is disabled'))
  }
  if (!enableVolumeAttributesClass || before === undefined) return
  if (now === undefined) errors.push(forbidden(path, 'update from non-nil value to nil is forbidden'))
  else if (now === '') errors.push(forbidden(path, 'update from non-nil value to an empty string is forbidden'))
}

const resizeStates = [
  'ControllerResizeInProgress',
  'ControllerResizeInfeasible',
  'NodeResizeInProgress',
  'NodeResizeInfeasible',
  'NodeResizePending',
].sort()

function validateStatus(errors: Errors, claim: PersistentVolumeClaim, recovers: boolean): void {
  const status = claim.status ?? {}
  if (!claim.metadata.resourceVersion) errors.push(required(at('resourceVersion'), ''))
  if (list(claim.spec.accessModes).length === 0) errors.push(required(at('Spec', 'accessModes'), ''))
  for (const [name, amount] of Object.entries(status.capacity ?? {})) {
    validateBasicResource(errors, at('status', 'capacity').key(name), amount)
  }
  if (!recovers) return
  const statesPath = at('status', 'allocatedResourceStatus')
  for (const [name, state] of Object.entries(status.allocatedResourceStatuses ?? {})) {
    validateClaimResource(errors, statesPath, name)
    if (!resizeStates.includes(state)) errors.push(notSupported(statesPath, name, resizeStates))
  }
  const allocatedPath = at('status', 'allocatedResources')
  for (const [name, amount] of Object.entries(status.allocatedResources ?? {})) {
    if (!validateClaimResource(errors, allocatedPath, name)) continue
    const before = errors.length
    validateBasicResource(errors, allocatedPath.key(name), amount)
    if (errors.length === before) validateResourceQuantity(errors, allocatedPath.key(name), 'storage', amount)
  }
}

function validateClaimResource(errors: Errors, path: FieldPath, name: string): boolean {
  const before = errors.length
  qualifiedName(errors, path, name)
  if (errors.length === before && isNativeResource(name)) oneOf(errors, path, name, ['storage'])
  return errors.length === before
}
