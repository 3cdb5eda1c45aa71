/** Resources served in v1: how each is named, scoped and spoken to. */
import {
  Binding,
  ComponentStatus,
  ConfigMap,
  Endpoints,
  Event,
  LimitRange,
  Namespace,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  PodTemplate,
  ReplicationController,
  ResourceQuota,
  Secret,
  Service,
  ServiceAccount,
} from './v1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const bindings: ResourceInfo<Binding> = resource({
  kind: 'Binding',
  plural: 'bindings',
  singular: 'binding',
  namespaced: true,
  verbs: ['create'],
  schema: Binding,
})

export const componentstatuses: ResourceInfo<ComponentStatus> = resource({
  kind: 'ComponentStatus',
  plural: 'componentstatuses',
  singular: 'componentstatus',
  listKind: 'ComponentStatusList',
  shortNames: ['cs'],
  namespaced: false,
  verbs: ['get', 'list'],
  schema: ComponentStatus,
})

export const configmaps: ResourceInfo<ConfigMap> = resource({
  kind: 'ConfigMap',
  plural: 'configmaps',
  singular: 'configmap',
  listKind: 'ConfigMapList',
  shortNames: ['cm'],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: ConfigMap,
})

export const endpoints: ResourceInfo<Endpoints> = resource({
  kind: 'Endpoints',
  plural: 'endpoints',
  singular: 'endpoints',
  listKind: 'EndpointsList',
  shortNames: ['ep'],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: Endpoints,
})

export const events: ResourceInfo<Event> = resource({
  kind: 'Event',
  plural: 'events',
  singular: 'event',
  listKind: 'EventList',
  shortNames: ['ev'],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: Event,
})

export const limitranges: ResourceInfo<LimitRange> = resource({
  kind: 'LimitRange',
  plural: 'limitranges',
  singular: 'limitrange',
  listKind: 'LimitRangeList',
  shortNames: ['limits'],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: LimitRange,
})

export const namespaces: ResourceInfo<Namespace> = resource({
  kind: 'Namespace',
  plural: 'namespaces',
  singular: 'namespace',
  listKind: 'NamespaceList',
  shortNames: ['ns'],
  namespaced: false,
  verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    { name: 'finalize', verbs: ['update'], kind: { group: '', version: 'v1', kind: 'Namespace' } },
    { name: 'status', verbs: ['get', 'patch', 'update'], kind: { group: '', version: 'v1', kind: 'Namespace' } },
  ],
  schema: Namespace,
})

export const nodes: ResourceInfo<Node> = resource({
  kind: 'Node',
  plural: 'nodes',
  singular: 'node',
  listKind: 'NodeList',
  shortNames: ['no'],
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    {
      name: 'proxy',
      verbs: ['create', 'delete', 'get', 'patch', 'update'],
      kind: { group: '', version: 'v1', kind: 'NodeProxyOptions' },
    },
    { name: 'status', verbs: ['get', 'patch', 'update'], kind: { group: '', version: 'v1', kind: 'Node' } },
  ],
  schema: Node,
})

export const persistentvolumeclaims: ResourceInfo<PersistentVolumeClaim> = resource({
  kind: 'PersistentVolumeClaim',
  plural: 'persistentvolumeclaims',
  singular: 'persistentvolumeclaim',
  listKind: 'PersistentVolumeClaimList',
  shortNames: ['pvc'],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    {
      name: 'status',
      verbs: ['get', 'patch', 'update'],
      kind: { group: '', version: 'v1', kind: 'PersistentVolumeClaim' },
    },
  ],
  schema: PersistentVolumeClaim,
})

export const persistentvolumes: ResourceInfo<PersistentVolume> = resource({
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  singular: 'persistentvolume',
  listKind: 'PersistentVolumeList',
  shortNames: ['pv'],
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'], kind: { group: '', version: 'v1', kind: 'PersistentVolume' } },
  ],
  schema: PersistentVolume,
})

export const pods: ResourceInfo<Pod> = resource({
  kind: 'Pod',
  plural: 'pods',
  singular: 'pod',
  listKind: 'PodList',
  shortNames: ['po'],
  categories: ['all'],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    { name: 'attach', verbs: ['create', 'get'], kind: { group: '', version: 'v1', kind: 'PodAttachOptions' } },
    { name: 'binding', verbs: ['create'], kind: { group: '', version: 'v1', kind: 'Binding' } },
    { name: 'ephemeralcontainers', verbs: ['get', 'patch', 'update'], kind: { group: '', version: 'v1', kind: 'Pod' } },
    { name: 'eviction', verbs: ['create'], kind: { group: 'policy', version: 'v1', kind: 'Eviction' } },
    { name: 'exec', verbs: ['create', 'get'], kind: { group: '', version: 'v1', kind: 'PodExecOptions' } },
    { name: 'log', verbs: ['get'], kind: { group: '', version: 'v1', kind: 'Pod' } },
    {
      name: 'portforward',
      verbs: ['create', 'get'],
      kind: { group: '', version: 'v1', kind: 'PodPortForwardOptions' },
    },
    {
      name: 'proxy',
      verbs: ['create', 'delete', 'get', 'patch', 'update'],
      kind: { group: '', version: 'v1', kind: 'PodProxyOptions' },
    },
    { name: 'status', verbs: ['get', 'patch', 'update'], kind: { group: '', version: 'v1', kind: 'Pod' } },
  ],
  schema: Pod,
})

export const podtemplates: ResourceInfo<PodTemplate> = resource({
  kind: 'PodTemplate',
  plural: 'podtemplates',
  singular: 'podtemplate',
  listKind: 'PodTemplateList',
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: PodTemplate,
})

export const replicationcontrollers: ResourceInfo<ReplicationController> = resource({
  kind: 'ReplicationController',
  plural: 'replicationcontrollers',
  singular: 'replicationcontroller',
  listKind: 'ReplicationControllerList',
  shortNames: ['rc'],
  categories: ['all'],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    { name: 'scale', verbs: ['get', 'patch', 'update'], kind: { group: 'autoscaling', version: 'v1', kind: 'Scale' } },
    {
      name: 'status',
      verbs: ['get', 'patch', 'update'],
      kind: { group: '', version: 'v1', kind: 'ReplicationController' },
    },
  ],
  schema: ReplicationController,
})

export const resourcequotas: ResourceInfo<ResourceQuota> = resource({
  kind: 'ResourceQuota',
  plural: 'resourcequotas',
  singular: 'resourcequota',
  listKind: 'ResourceQuotaList',
  shortNames: ['quota'],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'], kind: { group: '', version: 'v1', kind: 'ResourceQuota' } },
  ],
  schema: ResourceQuota,
})

export const secrets: ResourceInfo<Secret> = resource({
  kind: 'Secret',
  plural: 'secrets',
  singular: 'secret',
  listKind: 'SecretList',
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: Secret,
})

export const serviceaccounts: ResourceInfo<ServiceAccount> = resource({
  kind: 'ServiceAccount',
  plural: 'serviceaccounts',
  singular: 'serviceaccount',
  listKind: 'ServiceAccountList',
  shortNames: ['sa'],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    { name: 'token', verbs: ['create'], kind: { group: 'authentication.k8s.io', version: 'v1', kind: 'TokenRequest' } },
  ],
  schema: ServiceAccount,
})

export const services: ResourceInfo<Service> = resource({
  kind: 'Service',
  plural: 'services',
  singular: 'service',
  listKind: 'ServiceList',
  shortNames: ['svc'],
  categories: ['all'],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    {
      name: 'proxy',
      verbs: ['create', 'delete', 'get', 'patch', 'update'],
      kind: { group: '', version: 'v1', kind: 'ServiceProxyOptions' },
    },
    { name: 'status', verbs: ['get', 'patch', 'update'], kind: { group: '', version: 'v1', kind: 'Service' } },
  ],
  schema: Service,
})
