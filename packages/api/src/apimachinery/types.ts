/**
 * types: every type of the group version, as schema.
 * Types: types.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { apiPackage, type MessageSchema, string } from '../schema/schema.ts'
import type * as T from './types.types.ts'

const pkg = apiPackage({
  path: 'apimachinery/types',
  group: '',
  version: 'types',
  goPackage: 'k8s.io/apimachinery/pkg/types',
})
export const packageInfo = pkg.package

export const NodeName = pkg.enumeration('NodeName', [], { open: true })
export type NodeName = T.NodeName

export const PatchType = pkg.enumeration(
  'PatchType',
  [
    'application/json-patch+json',
    'application/merge-patch+json',
    'application/strategic-merge-patch+json',
    'application/apply-patch+yaml',
  ],
  { open: true },
)
export type PatchType = T.PatchType

export const UID = pkg.enumeration('UID', [], { open: true })
export type UID = T.UID

export type NamespacedName = T.NamespacedName
export const NamespacedName: MessageSchema<NamespacedName> = pkg.message('NamespacedName', {
  Namespace: string(0, { required: true }),
  Name: string(0, { required: true }),
})
