/**
 * Names of a CRD, wanted and accepted; its stored versions; the approval that groups of the community need.
 * In: the CRD. Out: field errors.
 * @see apiextensions-apiserver pkg/apis/apiextensions/validation, pkg/apihelpers
 */
import type {
  CustomResourceDefinition,
  CustomResourceDefinitionNames,
  CustomResourceDefinitionVersion,
} from '@elli/api/apiextensions/v1'
import { at, type FieldPath, invalid, required } from '@elli/machinery/field'
import { verbatim } from '@elli/machinery/go-quote'
import { approvalAnnotation, approvalCondition } from '../../extensions/api-approval.ts'
import { type Errors, checkDns1035Label, list } from '../checks.ts'

export function validateNames(
  errors: Errors,
  path: FieldPath,
  names: Partial<CustomResourceDefinitionNames> | undefined,
): void {
  const { plural = '', singular = '', kind = '', listKind = '' } = names ?? {}
  const label = (where: FieldPath, text: string): void => {
    const messages = checkDns1035Label(text)
    if (messages.length > 0) errors.push(invalid(where, text, messages.join(',')))
  }
  const kindName = (where: FieldPath, text: string): void => {
    const messages = checkDns1035Label(text.toLowerCase())
    const detail = `may have mixed case, but should otherwise match: ${messages.join(',')}`
    if (messages.length > 0) errors.push(invalid(where, text, detail))
  }
  if (plural !== '') label(path.child('plural'), plural)
  if (singular !== '') label(path.child('singular'), singular)
  if (kind !== '') kindName(path.child('kind'), kind)
  if (listKind !== '') kindName(path.child('listKind'), listKind)
  for (const [i, name] of list(names?.shortNames).entries()) label(path.child('shortNames').index(i), name)
  if (kind !== '' && kind === listKind) {
    errors.push(invalid(path.child('listKind'), listKind, 'kind and listKind may not be the same'))
  }
  for (const [i, name] of list(names?.categories).entries()) label(path.child('categories').index(i), name)
}

export function validateStoredVersions(
  errors: Errors,
  stored: readonly string[],
  versions: readonly CustomResourceDefinitionVersion[],
): void {
  const path = at('status', 'storedVersions')
  if (stored.length === 0) {
    errors.push(invalid(path, verbatim('[]string(nil)'), 'must have at least one stored version'))
    return
  }
  const left = new Set(stored)
  for (const { name, storage } of versions) {
    // Each stored version stands for one version of the spec; two of the same name are an error in any case.
    const wasStored = left.delete(name)
    if (storage && !wasStored) errors.push(invalid(path, stored, `must have the storage version ${name}`))
  }
  for (const name of left) {
    errors.push(invalid(path.index(stored.lastIndexOf(name)), name, 'must appear in spec.versions'))
  }
}

/** Who changes nothing of the approval may go on with what is stored. */
export function validateApproval(
  errors: Errors,
  crd: CustomResourceDefinition,
  old: CustomResourceDefinition | undefined,
): void {
  if (!crd.spec.group) return
  const condition = approvalCondition(crd)
  if (condition === undefined) return
  const before = old && approvalCondition({ ...old, spec: { ...old.spec, group: crd.spec.group } })
  if (before?.reason === condition.reason) return
  const path = at('metadata', 'annotations').key(approvalAnnotation)
  if (condition.reason === 'MissingAnnotation') errors.push(required(path, condition.message))
  else if (condition.reason === 'InvalidAnnotation') {
    errors.push(invalid(path, crd.metadata.annotations?.[approvalAnnotation] ?? '', condition.message ?? ''))
  }
}
