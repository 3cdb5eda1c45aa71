/**
 * apidiscovery.k8s.io/v2beta1: every type of the group version, as schema.
 * Types: v2beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { GroupVersionKind, ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, list, ref, string } from '../schema/schema.ts'
import type * as T from './v2beta1.types.ts'

const pkg = apiPackage({
  path: 'apidiscovery/v2beta1',
  group: 'apidiscovery.k8s.io',
  version: 'v2beta1',
  goPackage: 'k8s.io/api/apidiscovery/v2beta1',
})
export const packageInfo = pkg.package

export const ResourceScope = pkg.enumeration('ResourceScope', ['Cluster', 'Namespaced'], { open: true })
export type ResourceScope = T.ResourceScope

export const DiscoveryFreshness = pkg.enumeration('DiscoveryFreshness', ['Current', 'Stale'], { open: true })
export type DiscoveryFreshness = T.DiscoveryFreshness

export type APIGroupDiscoveryList = T.APIGroupDiscoveryList
export const APIGroupDiscoveryList: MessageSchema<APIGroupDiscoveryList> = pkg.message(
  'APIGroupDiscoveryList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => APIGroupDiscovery, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.26', deprecated: '1.32', removed: '1.35' },
    description: 'A list of APIGroupDiscovery objects.',
  },
)

export type APIGroupDiscovery = T.APIGroupDiscovery
export const APIGroupDiscovery: MessageSchema<APIGroupDiscovery> = pkg.message(
  'APIGroupDiscovery',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    versions: list(2, () => APIVersionDiscovery, { listType: 'map', listMapKeys: ['version'] }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.26', deprecated: '1.32', removed: '1.35' },
    description: 'A group with its versions and resources.',
  },
)

export type APIVersionDiscovery = T.APIVersionDiscovery
export const APIVersionDiscovery: MessageSchema<APIVersionDiscovery> = pkg.message('APIVersionDiscovery', {
  version: string(1, { required: true }),
  resources: list(2, () => APIResourceDiscovery, { listType: 'map', listMapKeys: ['resource'] }),
  freshness: string(3, { enum: DiscoveryFreshness }),
})

export type APIResourceDiscovery = T.APIResourceDiscovery
export const APIResourceDiscovery: MessageSchema<APIResourceDiscovery> = pkg.message('APIResourceDiscovery', {
  resource: string(1, { required: true }),
  responseKind: ref(2, () => GroupVersionKind, { pointer: true }),
  scope: string(3, { required: true, enum: ResourceScope }),
  singularResource: string(4, { required: true }),
  verbs: list(5, 'string', { required: true, listType: 'set' }),
  shortNames: list(6, 'string', { listType: 'set' }),
  categories: list(7, 'string', { listType: 'set' }),
  subresources: list(8, () => APISubresourceDiscovery, { listType: 'map', listMapKeys: ['subresource'] }),
})

export type APISubresourceDiscovery = T.APISubresourceDiscovery
export const APISubresourceDiscovery: MessageSchema<APISubresourceDiscovery> = pkg.message('APISubresourceDiscovery', {
  subresource: string(1, { required: true }),
  responseKind: ref(2, () => GroupVersionKind, { pointer: true }),
  acceptedTypes: list(3, () => GroupVersionKind, { listType: 'map', listMapKeys: ['group', 'version', 'kind'] }),
  verbs: list(4, 'string', { required: true, listType: 'set' }),
})
