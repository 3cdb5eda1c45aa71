/**
 * How an object is named in the graph: by its owner-reference coordinates and its namespace. Pure.
 * Always: identities are compared by `identityKey`; an owner's namespace is only guessed from its dependents until it was seen itself.
 */
import type { OwnerReference } from '@elli/api/meta/v1'

export interface Identity {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly uid: string
  /** Empty for cluster-scoped objects. */
  readonly namespace: string
}

export function identityOf(reference: OwnerReference, namespace: string): Identity {
  const { apiVersion, kind, name, uid } = reference
  return { apiVersion, kind, name, uid, namespace }
}

export function identityKey({ apiVersion, kind, namespace, name, uid }: Identity): string {
  return JSON.stringify([apiVersion, kind, namespace, name, uid])
}

export function sameIdentity(a: Identity, b: Identity): boolean {
  return a.namespace === b.namespace && refersTo(a, b)
}

/** Whether a reference means this object, leaving namespaces out. */
export function refersTo(reference: OwnerReference | Identity, { apiVersion, kind, name, uid }: Identity): boolean {
  return (
    reference.uid === uid && reference.name === name && reference.kind === kind && reference.apiVersion === apiVersion
  )
}

/** Upstream's way of writing an identity in events. */
export function identityText({ apiVersion, kind, namespace, name, uid }: Identity): string {
  return `[${apiVersion}/${kind}, namespace: ${namespace}, name: ${name}, uid: ${uid}]`
}

/** Kinds first, so that guesses about one kind stay together, then places. */
export function compareIdentities(a: Identity, b: Identity): number {
  for (const part of ['kind', 'apiVersion', 'namespace', 'name', 'uid'] as const) {
    if (a[part] !== b[part]) return a[part] < b[part] ? -1 : 1
  }
  return 0
}
