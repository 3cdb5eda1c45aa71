/** Resources served in flowcontrol.apiserver.k8s.io/v1beta3: how each is named, scoped and spoken to. */
import { FlowSchema, PriorityLevelConfiguration } from './v1beta3.ts'
import { resource, type ResourceInfo } from '../schema/resource.ts'

export const flowschemas: ResourceInfo<FlowSchema> = resource({
  kind: 'FlowSchema',
  plural: 'flowschemas',
  singular: 'flowschema',
  listKind: 'FlowSchemaList',
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    {
      name: 'status',
      verbs: ['get', 'patch', 'update'],
      kind: { group: 'flowcontrol.apiserver.k8s.io', version: 'v1beta3', kind: 'FlowSchema' },
    },
  ],
  schema: FlowSchema,
})

export const prioritylevelconfigurations: ResourceInfo<PriorityLevelConfiguration> = resource({
  kind: 'PriorityLevelConfiguration',
  plural: 'prioritylevelconfigurations',
  singular: 'prioritylevelconfiguration',
  listKind: 'PriorityLevelConfigurationList',
  namespaced: false,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
  subresources: [
    {
      name: 'status',
      verbs: ['get', 'patch', 'update'],
      kind: { group: 'flowcontrol.apiserver.k8s.io', version: 'v1beta3', kind: 'PriorityLevelConfiguration' },
    },
  ],
  schema: PriorityLevelConfiguration,
})
