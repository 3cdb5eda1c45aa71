/**
 * Metadata that every object has: what the server fills in on create, what an update may not touch, and its validation.
 * @see apimachinery pkg/api/validation/objectmeta.go, apiserver pkg/registry/rest
 */
import type { ApiObject } from '@elli/api/object'
import type { ObjectMeta, OwnerReference } from '@elli/api/meta/v1'
import { toTime } from '@elli/host/time'
import { nameSuffix, uuid, type Random } from '@elli/host/random'
import type { Instant } from '@elli/host/clock'
import { badRequest } from '@elli/machinery/errors'
import { at, forbidden, invalid, required, tooLong, type FieldError, type FieldPath } from '@elli/machinery/field'
import { goSyntax } from '@elli/machinery/go-quote'
import {
  checkDns1123Label,
  checkLabelValue,
  checkQualifiedName,
  generatedName,
  immutableMessage,
  type NameCheck,
} from '@elli/machinery/names'
import { sameShape } from './copy.ts'

const totalAnnotationBytes = 256 * 1024
export const orphanFinalizer = 'orphan'
export const foregroundFinalizer = 'foregroundDeletion'

/** uid and creationTimestamp of a new object; a generated name when only a prefix was given. */
export function fillSystemFields(object: ApiObject, now: Instant, random: Random): void {
  const { metadata } = object
  metadata.creationTimestamp = toTime(now)
  metadata.uid = uuid(random)
  if (metadata.generateName && !metadata.name) metadata.name = generatedName(metadata.generateName, nameSuffix(random))
}

/** Parts of metadata that only the server writes: dropped from what a client sends on create. */
export function wipeSystemFields(object: ApiObject): void {
  const { metadata } = object
  delete metadata.uid
  delete metadata.creationTimestamp
  delete metadata.deletionTimestamp
  delete metadata.deletionGracePeriodSeconds
  delete metadata.selfLink
}

/** The object's namespace becomes the request's; 400 when it names another one. */
export function matchNamespace(object: ApiObject, namespaced: boolean, requestNamespace: string): void {
  const { metadata } = object
  if (!namespaced) {
    delete metadata.namespace
    return
  }
  if (metadata.namespace !== undefined && metadata.namespace !== '' && metadata.namespace !== requestNamespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  }
  metadata.namespace = requestNamespace
}

export function validateObjectMeta(metadata: ObjectMeta, namespaced: boolean, checkName: NameCheck): FieldError[] {
  const path = at('metadata')
  const errors: FieldError[] = []
  if (metadata.generateName) {
    for (const text of checkName(metadata.generateName, true))
      errors.push(invalid(path.child('generateName'), metadata.generateName, text))
  }
  if (!metadata.name) errors.push(required(path.child('name'), 'name or generateName is required'))
  else for (const text of checkName(metadata.name, false)) errors.push(invalid(path.child('name'), metadata.name, text))
  if (namespaced) {
    if (!metadata.namespace) errors.push(required(path.child('namespace'), ''))
    else
      for (const text of checkDns1123Label(metadata.namespace))
        errors.push(invalid(path.child('namespace'), metadata.namespace, text))
  } else if (metadata.namespace) {
    errors.push(forbidden(path.child('namespace'), 'not allowed on this type'))
  }
  if ((metadata.generation ?? 0) < 0)
    errors.push(invalid(path.child('generation'), metadata.generation, 'must be greater than or equal to 0'))
  errors.push(
    ...validateCommon(metadata, path),
    ...validateFinalizers(metadata.finalizers ?? [], path.child('finalizers')),
  )
  return errors
}

export function validateObjectMetaUpdate(metadata: ObjectMeta, old: ObjectMeta): FieldError[] {
  const path = at('metadata')
  const errors: FieldError[] = []
  if (old.deletionTimestamp) {
    const known = new Set(old.finalizers ?? [])
    const extra = (metadata.finalizers ?? []).filter((item) => !known.has(item)).sort()
    if (extra.length > 0) {
      const detail = `no new finalizers can be added if the object is being deleted, found new finalizers ${goSyntax(extra)}`
      errors.push(forbidden(path.child('finalizers'), detail))
    }
  }
  if ((metadata.generation ?? 0) < (old.generation ?? 0))
    errors.push(invalid(path.child('generation'), metadata.generation ?? 0, 'must not be decremented'))
  const fixed = [
    'name',
    'namespace',
    'uid',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
  ] as const
  for (const field of fixed) {
    if ((metadata[field] ?? '') !== (old[field] ?? ''))
      errors.push(invalid(path.child(field), metadata[field], immutableMessage))
  }
  errors.push(...validateCommon(metadata, path))
  return errors
}

function validateCommon(metadata: ObjectMeta, path: FieldPath): FieldError[] {
  return [
    ...validateLabels(metadata.labels ?? {}, path.child('labels')),
    ...validateAnnotations(metadata.annotations ?? {}, path.child('annotations')),
    ...validateOwnerReferences(metadata.ownerReferences ?? [], path.child('ownerReferences')),
  ]
}

export function validateLabels(labels: Readonly<Record<string, string>>, path: FieldPath): FieldError[] {
  const errors: FieldError[] = []
  for (const [key, value] of Object.entries(labels)) {
    for (const text of checkQualifiedName(key)) errors.push(invalid(path, key, text))
    for (const text of checkLabelValue(value)) errors.push(invalid(path, value, text))
  }
  return errors
}

export function validateAnnotations(annotations: Readonly<Record<string, string>>, path: FieldPath): FieldError[] {
  const errors: FieldError[] = []
  let size = 0
  for (const [key, value] of Object.entries(annotations)) {
    for (const text of checkQualifiedName(key.toLowerCase())) errors.push(invalid(path, key, text))
    size += Buffer.byteLength(key) + Buffer.byteLength(value)
  }
  if (size > totalAnnotationBytes) errors.push(tooLong(path, '', totalAnnotationBytes))
  return errors
}

function validateOwnerReferences(references: readonly OwnerReference[], path: FieldPath): FieldError[] {
  const errors: FieldError[] = []
  let controller = ''
  for (const reference of references) {
    // Required fields of a body that came over the wire may still be missing.
    const { apiVersion = '', kind = '', name = '', uid = '' } = reference as Partial<OwnerReference>
    const version = apiVersion.split('/').at(-1) ?? ''
    if (version === '' || apiVersion.split('/').length > 2)
      errors.push(invalid(path.child('apiVersion'), apiVersion, 'version must not be empty'))
    if (kind === '') errors.push(invalid(path.child('kind'), kind, 'kind must not be empty'))
    if (name === '') errors.push(invalid(path.child('name'), name, 'name must not be empty'))
    if (uid === '') errors.push(invalid(path.child('uid'), uid, 'uid must not be empty'))
    if (reference.apiVersion === 'v1' && reference.kind === 'Event')
      errors.push(invalid(path, reference, '/v1, Kind=Event is disallowed from being an owner'))
    if (reference.controller !== true) continue
    const current = `${reference.kind}/${reference.name}`
    if (controller === '') controller = current
    else {
      const detail = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${current}`
      errors.push(invalid(path, references, detail))
    }
  }
  return errors
}

function validateFinalizers(finalizers: readonly string[], path: FieldPath): FieldError[] {
  const errors: FieldError[] = []
  for (const finalizer of finalizers)
    for (const text of checkQualifiedName(finalizer)) errors.push(invalid(path, finalizer, text))
  if (finalizers.includes(orphanFinalizer) && finalizers.includes(foregroundFinalizer)) {
    const detail = `finalizer ${orphanFinalizer} and ${foregroundFinalizer} cannot be both set`
    errors.push(invalid(path, finalizers, detail))
  }
  return errors
}

/** What an update may never change, put back from the stored object. */
export function keepSystemFields(object: ApiObject, old: ApiObject): void {
  const { metadata } = object
  const before = old.metadata
  if (!metadata.uid && before.uid) metadata.uid = before.uid
  if (before.creationTimestamp) metadata.creationTimestamp = before.creationTimestamp
  if (before.deletionTimestamp) metadata.deletionTimestamp = before.deletionTimestamp
  if (before.deletionGracePeriodSeconds !== undefined && metadata.deletionGracePeriodSeconds === undefined)
    metadata.deletionGracePeriodSeconds = before.deletionGracePeriodSeconds
  delete metadata.selfLink
}

/** Whether nothing but the resourceVersion differs. */
export function sameObject(a: ApiObject, b: ApiObject): boolean {
  return sameShape(
    { ...a, metadata: { ...a.metadata, resourceVersion: '' } },
    { ...b, metadata: { ...b.metadata, resourceVersion: '' } },
  )
}
