/**
 * networking.k8s.io/v1alpha1: every type of the group version, as schema.
 * Types: v1alpha1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { Condition, ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, list, ref, string } from '../schema/schema.ts'
import type * as T from './v1alpha1.types.ts'

const pkg = apiPackage({
  path: 'networking/v1alpha1',
  group: 'networking.k8s.io',
  version: 'v1alpha1',
  goPackage: 'k8s.io/api/networking/v1alpha1',
})
export const packageInfo = pkg.package

export type IPAddress = T.IPAddress
export const IPAddress: MessageSchema<IPAddress> = pkg.message(
  'IPAddress',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => IPAddressSpec),
  },
  { kind: true },
)

export type IPAddressSpec = T.IPAddressSpec
export const IPAddressSpec: MessageSchema<IPAddressSpec> = pkg.message('IPAddressSpec', {
  parentRef: ref(1, () => ParentReference, { required: true, omitEmpty: true, pointer: true }),
})

export type ParentReference = T.ParentReference
export const ParentReference: MessageSchema<ParentReference> = pkg.message('ParentReference', {
  group: string(1),
  resource: string(2, { required: true, omitEmpty: true }),
  namespace: string(3),
  name: string(4, { required: true, omitEmpty: true }),
})

export type IPAddressList = T.IPAddressList
export const IPAddressList: MessageSchema<IPAddressList> = pkg.message(
  'IPAddressList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => IPAddress, { required: true }),
  },
  { kind: true },
)

export type ServiceCIDR = T.ServiceCIDR
export const ServiceCIDR: MessageSchema<ServiceCIDR> = pkg.message(
  'ServiceCIDR',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => ServiceCIDRSpec),
    status: ref(3, () => ServiceCIDRStatus),
  },
  { kind: true },
)

export type ServiceCIDRSpec = T.ServiceCIDRSpec
export const ServiceCIDRSpec: MessageSchema<ServiceCIDRSpec> = pkg.message('ServiceCIDRSpec', {
  cidrs: list(1, 'string', { listType: 'atomic' }),
})

export type ServiceCIDRStatus = T.ServiceCIDRStatus
export const ServiceCIDRStatus: MessageSchema<ServiceCIDRStatus> = pkg.message('ServiceCIDRStatus', {
  conditions: list(1, () => Condition, {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: ['merge'],
    patchMergeKey: 'type',
  }),
})

export type ServiceCIDRList = T.ServiceCIDRList
export const ServiceCIDRList: MessageSchema<ServiceCIDRList> = pkg.message(
  'ServiceCIDRList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => ServiceCIDR, { required: true }),
  },
  { kind: true },
)
