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
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => IPAddressSpec, { description: 'What is wanted.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.27', deprecated: '1.30', removed: '1.33' },
    description: 'An address taken by a service.',
  },
)

export type IPAddressSpec = T.IPAddressSpec
export const IPAddressSpec: MessageSchema<IPAddressSpec> = pkg.message(
  'IPAddressSpec',
  {
    parentRef: ref(1, () => ParentReference, {
      required: true,
      omitEmpty: true,
      pointer: true,
      description: 'Object that uses the address.',
    }),
  },
  { description: 'Who uses an address.' },
)

export type ParentReference = T.ParentReference
export const ParentReference: MessageSchema<ParentReference> = pkg.message(
  'ParentReference',
  {
    group: string(1, { description: 'API group.' }),
    resource: string(2, { required: true, omitEmpty: true, description: 'The resource.' }),
    namespace: string(3, { description: 'Namespace of the object.' }),
    name: string(4, { required: true, omitEmpty: true, description: 'Name, unique among its siblings.' }),
  },
  { description: 'The object an address belongs to.' },
)

export type IPAddressList = T.IPAddressList
export const IPAddressList: MessageSchema<IPAddressList> = pkg.message(
  'IPAddressList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => IPAddress, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.27', deprecated: '1.30', removed: '1.33' },
    description: 'A list of IPAddress objects.',
  },
)

export type ServiceCIDR = T.ServiceCIDR
export const ServiceCIDR: MessageSchema<ServiceCIDR> = pkg.message(
  'ServiceCIDR',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => ServiceCIDRSpec, { description: 'What is wanted.' }),
    status: ref(3, () => ServiceCIDRStatus, { description: 'What is; written by the system.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.27', deprecated: '1.30', removed: '1.33' },
    description: 'Address ranges for services.',
  },
)

export type ServiceCIDRSpec = T.ServiceCIDRSpec
export const ServiceCIDRSpec: MessageSchema<ServiceCIDRSpec> = pkg.message(
  'ServiceCIDRSpec',
  {
    cidrs: list(1, 'string', { listType: 'atomic', description: 'Address ranges, one for each family.' }),
  },
  { description: 'Address ranges for services.' },
)

export type ServiceCIDRStatus = T.ServiceCIDRStatus
export const ServiceCIDRStatus: MessageSchema<ServiceCIDRStatus> = pkg.message(
  'ServiceCIDRStatus',
  {
    conditions: list(1, () => Condition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Latest observations, one for each type.',
    }),
  },
  { description: 'State of the ranges.' },
)

export type ServiceCIDRList = T.ServiceCIDRList
export const ServiceCIDRList: MessageSchema<ServiceCIDRList> = pkg.message(
  'ServiceCIDRList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => ServiceCIDR, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.27', deprecated: '1.30', removed: '1.33' },
    description: 'A list of ServiceCIDR objects.',
  },
)
