/** Resources served in networking.k8s.io/v1beta1: how each is named, scoped and spoken to. */
import { IPAddress, ServiceCIDR } from './v1beta1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const ipaddresses: ResourceInfo<IPAddress> = resource({
  kind: 'IPAddress',
  plural: 'ipaddresses',
  singular: 'ipaddress',
  listKind: 'IPAddressList',
  shortNames: ['ip'],
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  enabledByDefault: false,
  schema: IPAddress,
})

export const servicecidrs: ResourceInfo<ServiceCIDR> = resource({
  kind: 'ServiceCIDR',
  plural: 'servicecidrs',
  singular: 'servicecidr',
  listKind: 'ServiceCIDRList',
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    {
      name: 'status',
      verbs: ['get', 'patch', 'update'],
      kind: { group: 'networking.k8s.io', version: 'v1beta1', kind: 'ServiceCIDR' },
    },
  ],
  enabledByDefault: false,
  schema: ServiceCIDR,
})
