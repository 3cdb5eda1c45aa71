/** Resources served in certificates.k8s.io/v1alpha1: how each is named, scoped and spoken to. */
import { ClusterTrustBundle } from './v1alpha1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const clustertrustbundles: ResourceInfo<ClusterTrustBundle> = resource({
  kind: 'ClusterTrustBundle',
  plural: 'clustertrustbundles',
  singular: 'clustertrustbundle',
  listKind: 'ClusterTrustBundleList',
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  enabledByDefault: false,
  schema: ClusterTrustBundle,
})
