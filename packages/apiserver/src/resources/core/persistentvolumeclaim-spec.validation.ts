/**
 * What may be claimed: the spec of PersistentVolumeClaims, also where it is a template (ephemeral volumes, StatefulSets).
 * Elsewhere: updates and status of claims (persistentvolumeclaims.ts).
 */
import { goQuote, verbatim } from '@elli/machinery/go-quote'
import type {
  PersistentVolumeClaimSpec,
  PersistentVolumeClaimTemplate,
  TypedLocalObjectReference,
  TypedObjectReference,
} from '@elli/api/core/v1'
import { type FieldPath, forbidden, invalid, required } from '@elli/machinery/field'
import { quantitySign } from '@elli/machinery/quantity'
import {
  annotations,
  checkDns1123Subdomain,
  checkNamespaceName,
  dns1123Subdomain,
  type Errors,
  labels,
  list,
  oneOf,
  onlyFields,
  say,
} from '../checks.ts'
import { validateLabelSelector } from '../label-selector.validation.ts'
import { positiveQuantity, validateResourceQuantity } from './resources.validation.ts'

export const supportedAccessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod']
export const supportedVolumeModes = ['Block', 'Filesystem']

export interface ClaimSpecOptions {
  allowInvalidLabelValueInSelector?: boolean
  allowInvalidAPIGroup?: boolean
  enableVolumeAttributesClass?: boolean
}

export function validateAccessModes(errors: Errors, path: FieldPath, modes: readonly string[]): void {
  for (const mode of modes) oneOf(errors, path, mode, supportedAccessModes)
  const known = modes.filter((mode) => supportedAccessModes.includes(mode))
  if (known.includes('ReadWriteOncePod') && known.some((mode) => mode !== 'ReadWriteOncePod')) {
    errors.push(forbidden(path, 'may not use ReadWriteOncePod with other access modes'))
  }
}

export function validateClaimSpec(
  errors: Errors,
  path: FieldPath,
  spec: PersistentVolumeClaimSpec,
  options: ClaimSpecOptions = {},
): void {
  const modes = list(spec.accessModes)
  if (modes.length === 0) errors.push(required(path.child('accessModes'), 'at least 1 access mode is required'))
  validateLabelSelector(errors, path.child('selector'), spec.selector, {
    allowInvalidValues: options.allowInvalidLabelValueInSelector === true,
  })
  validateAccessModes(errors, path.child('accessModes'), modes)
  const storage = spec.resources?.requests?.['storage']
  const storagePath = path.child('resources').key('storage')
  if (storage === undefined) errors.push(required(storagePath, ''))
  else if (quantitySign(storage) <= 0) positiveQuantity(errors, storagePath, storage)
  else validateResourceQuantity(errors, storagePath, 'storage', storage)
  if (spec.storageClassName) dns1123Subdomain(errors, path.child('storageClassName'), spec.storageClassName)
  if (spec.volumeMode !== undefined) oneOf(errors, path.child('volumeMode'), spec.volumeMode, supportedVolumeModes)
  const { dataSource, dataSourceRef } = spec
  const anyGroup = options.allowInvalidAPIGroup === true
  if (dataSource !== undefined) validateDataSource(errors, path.child('dataSource'), dataSource, anyGroup)
  if (dataSourceRef !== undefined) {
    validateDataSource(errors, path.child('dataSourceRef'), dataSourceRef, anyGroup)
    const namespace = (dataSourceRef as TypedObjectReference).namespace
    if (namespace) say(errors, path.child('dataSourceRef', 'namespace'), namespace, checkNamespaceName(namespace))
  }
  if (dataSource !== undefined && dataSourceRef !== undefined) {
    // Upstream hands the path of the field as the bad value, and its struct is what users see.
    const shown = goPath('dataSource')
    if (dataSourceRef.namespace) {
      errors.push(invalid(path, shown, 'may not be specified when dataSourceRef.namespace is specified'))
    } else if (
      dataSource.apiGroup !== dataSourceRef.apiGroup ||
      dataSource.kind !== dataSourceRef.kind ||
      dataSource.name !== dataSourceRef.name
    ) {
      errors.push(invalid(path, shown, 'must match dataSourceRef'))
    }
  }
  if (spec.volumeAttributesClassName && options.enableVolumeAttributesClass === true) {
    const at = path.child('volumeAttributesClassName')
    say(errors, at, spec.volumeAttributesClassName, checkDns1123Subdomain(spec.volumeAttributesClassName))
  }
}

function validateDataSource(
  errors: Errors,
  path: FieldPath,
  source: TypedLocalObjectReference,
  allowAnyGroup: boolean,
): void {
  if (!source.name) errors.push(required(path.child('name'), ''))
  if (!source.kind) errors.push(required(path.child('kind'), ''))
  const group = source.apiGroup ?? ''
  if (group === '' && source.kind !== 'PersistentVolumeClaim') {
    errors.push(invalid(path, source.kind, "must be 'PersistentVolumeClaim' when referencing the default apiGroup"))
  }
  if (group !== '' && !allowAnyGroup) dns1123Subdomain(errors, path.child('apiGroup'), group)
}

/** A pointer, which differs each time, is shown as null here. */
const goPath = (name: string): unknown =>
  verbatim(`field.Path{name:${goQuote(name)}, index:"", parent:(*field.Path)(0x0)}`)

const templateMetadata: ReadonlySet<string> = new Set(['annotations', 'labels'])

/** Objects made from the template get name and owner from elsewhere. */
export function validateTemplateMetadata(
  errors: Errors,
  path: FieldPath,
  metadata: PersistentVolumeClaimTemplate['metadata'],
): void {
  annotations(errors, path.child('annotations'), metadata?.annotations)
  labels(errors, path.child('labels'), metadata?.labels)
  onlyFields(errors, path, metadata ?? {}, templateMetadata, 'cannot be set')
}

export function validateClaimTemplate(
  errors: Errors,
  path: FieldPath,
  template: PersistentVolumeClaimTemplate,
  options: ClaimSpecOptions = {},
): void {
  validateTemplateMetadata(errors, path.child('metadata'), template.metadata)
  validateClaimSpec(errors, path.child('spec'), template.spec ?? {}, options)
}
