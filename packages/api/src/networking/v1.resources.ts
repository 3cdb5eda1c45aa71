/** Resources served in networking.k8s.io/v1: how each is named, scoped and spoken to. */
import { Ingress, IngressClass, NetworkPolicy } from './v1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const ingressclasses: ResourceInfo<IngressClass> = resource({
  kind: 'IngressClass',
  plural: 'ingressclasses',
  singular: 'ingressclass',
  listKind: 'IngressClassList',
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: IngressClass,
})

export const ingresses: ResourceInfo<Ingress> = resource({
  kind: 'Ingress',
  plural: 'ingresses',
  singular: 'ingress',
  listKind: 'IngressList',
  shortNames: ['ing'],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    {
      name: 'status',
      verbs: ['get', 'patch', 'update'],
      kind: { group: 'networking.k8s.io', version: 'v1', kind: 'Ingress' },
    },
  ],
  schema: Ingress,
})

export const networkpolicies: ResourceInfo<NetworkPolicy> = resource({
  kind: 'NetworkPolicy',
  plural: 'networkpolicies',
  singular: 'networkpolicy',
  listKind: 'NetworkPolicyList',
  shortNames: ['netpol'],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: NetworkPolicy,
})
