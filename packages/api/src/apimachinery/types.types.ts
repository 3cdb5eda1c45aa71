/** Types of types, written from the schema in types.ts by the update script; not edited by hand. */

export type NodeName = string

/** Upstream names "application/json-patch+json", "application/merge-patch+json", "application/strategic-merge-patch+json", "application/apply-patch+yaml". */
export type PatchType = string

export type UID = string

export interface NamespacedName {
  Namespace: string
  Name: string
}
