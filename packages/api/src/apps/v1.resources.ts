/** Resources served in apps/v1: how each is named, scoped and spoken to. */
import { ControllerRevision, DaemonSet, Deployment, ReplicaSet, StatefulSet } from './v1.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const controllerrevisions: ResourceInfo<ControllerRevision> = resource({
  kind: 'ControllerRevision',
  plural: 'controllerrevisions',
  singular: 'controllerrevision',
  listKind: 'ControllerRevisionList',
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  schema: ControllerRevision,
})

export const daemonsets: ResourceInfo<DaemonSet> = resource({
  kind: 'DaemonSet',
  plural: 'daemonsets',
  singular: 'daemonset',
  listKind: 'DaemonSetList',
  shortNames: ['ds'],
  categories: ['all'],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    { name: 'status', verbs: ['get', 'patch', 'update'], kind: { group: 'apps', version: 'v1', kind: 'DaemonSet' } },
  ],
  schema: DaemonSet,
})

export const deployments: ResourceInfo<Deployment> = resource({
  kind: 'Deployment',
  plural: 'deployments',
  singular: 'deployment',
  listKind: 'DeploymentList',
  shortNames: ['deploy'],
  categories: ['all'],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    { name: 'scale', verbs: ['get', 'patch', 'update'], kind: { group: 'autoscaling', version: 'v1', kind: 'Scale' } },
    { name: 'status', verbs: ['get', 'patch', 'update'], kind: { group: 'apps', version: 'v1', kind: 'Deployment' } },
  ],
  schema: Deployment,
})

export const replicasets: ResourceInfo<ReplicaSet> = resource({
  kind: 'ReplicaSet',
  plural: 'replicasets',
  singular: 'replicaset',
  listKind: 'ReplicaSetList',
  shortNames: ['rs'],
  categories: ['all'],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    { name: 'scale', verbs: ['get', 'patch', 'update'], kind: { group: 'autoscaling', version: 'v1', kind: 'Scale' } },
    { name: 'status', verbs: ['get', 'patch', 'update'], kind: { group: 'apps', version: 'v1', kind: 'ReplicaSet' } },
  ],
  schema: ReplicaSet,
})

export const statefulsets: ResourceInfo<StatefulSet> = resource({
  kind: 'StatefulSet',
  plural: 'statefulsets',
  singular: 'statefulset',
  listKind: 'StatefulSetList',
  shortNames: ['sts'],
  categories: ['all'],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    { name: 'scale', verbs: ['get', 'patch', 'update'], kind: { group: 'autoscaling', version: 'v1', kind: 'Scale' } },
    { name: 'status', verbs: ['get', 'patch', 'update'], kind: { group: 'apps', version: 'v1', kind: 'StatefulSet' } },
  ],
  schema: StatefulSet,
})
