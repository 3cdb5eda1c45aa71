/**
 * Owner references: who controls an object, and the reference that says so.
 * In: objects with metadata. Out: references and answers. Always: an object has at most one controller.
 * @see apimachinery pkg/apis/meta/v1/controller_ref.go
 */
import type { ObjectMeta, OwnerReference } from '@elli/api/meta/v1'
import { type GroupVersionKind, formatApiVersion } from '@elli/api/object'

export interface Owned {
  readonly metadata: Pick<ObjectMeta, 'ownerReferences'>
}

export interface Owner {
  readonly metadata: Pick<ObjectMeta, 'name' | 'uid'>
}

/** The reference to the controller, if there is one. */
export function getControllerOf(object: Owned): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find(({ controller }) => controller === true)
}

/** Told by uid: an owner that was deleted and made anew is another one. */
export function isControlledBy(object: Owned, owner: Owner): boolean {
  const reference = getControllerOf(object)
  return reference !== undefined && reference.uid === owner.metadata.uid
}

/** A reference that makes `owner` the controller; it blocks the owner's foreground deletion. */
export function newControllerRef(owner: Owner, kind: GroupVersionKind): OwnerReference {
  return { ...newOwnerRef(owner, kind), controller: true, blockOwnerDeletion: true }
}

/** A plain reference: `owner` keeps the object alive, no more. */
export function newOwnerRef(owner: Owner, { group, version, kind }: GroupVersionKind): OwnerReference {
  const { name = '', uid = '' } = owner.metadata
  return { apiVersion: formatApiVersion({ group, version }), kind, name, uid }
}

/** Whether `object` has a reference of any sort to the uid. */
export function isOwnedBy(object: Owned, uid: string): boolean {
  return (object.metadata.ownerReferences ?? []).some((reference) => reference.uid === uid)
}
