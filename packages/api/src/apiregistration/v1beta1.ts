/**
 * apiregistration.k8s.io/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, bool, bytes, int32, list, ref, string, time } from '../schema/schema.ts'
import type * as T from './v1beta1.types.ts'

const pkg = apiPackage({
  path: 'apiregistration/v1beta1',
  group: 'apiregistration.k8s.io',
  version: 'v1beta1',
  goPackage: 'k8s.io/kube-aggregator/pkg/apis/apiregistration/v1beta1',
})
export const packageInfo = pkg.package

export const ConditionStatus = pkg.enumeration('ConditionStatus', ['True', 'False', 'Unknown'], { open: true })
export type ConditionStatus = T.ConditionStatus

export const APIServiceConditionType = pkg.enumeration('APIServiceConditionType', ['Available'], { open: true })
export type APIServiceConditionType = T.APIServiceConditionType

export type APIServiceList = T.APIServiceList
export const APIServiceList: MessageSchema<APIServiceList> = pkg.message(
  'APIServiceList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => APIService, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.7',
      deprecated: '1.19',
      removed: '1.22',
      replacement: { group: 'apiregistration.k8s.io', version: 'v1', kind: 'APIServiceList' },
    },
    description: 'A list of APIService objects.',
  },
)

export type ServiceReference = T.ServiceReference
export const ServiceReference: MessageSchema<ServiceReference> = pkg.message('ServiceReference', {
  namespace: string(1, { description: 'Namespace of the object.' }),
  name: string(2),
  port: int32(3, { pointer: true }),
})

export type APIServiceSpec = T.APIServiceSpec
export const APIServiceSpec: MessageSchema<APIServiceSpec> = pkg.message('APIServiceSpec', {
  service: ref(1, () => ServiceReference, { pointer: true }),
  group: string(2),
  version: string(3),
  insecureSkipTLSVerify: bool(4),
  caBundle: bytes(5, { listType: 'atomic' }),
  groupPriorityMinimum: int32(7, { required: true }),
  versionPriority: int32(8, { required: true }),
})

export type APIServiceCondition = T.APIServiceCondition
export const APIServiceCondition: MessageSchema<APIServiceCondition> = pkg.message('APIServiceCondition', {
  type: string(1, { required: true, enum: APIServiceConditionType }),
  status: string(2, { required: true, enum: ConditionStatus }),
  lastTransitionTime: time(3, { description: 'When the status last changed.' }),
  reason: string(4, { description: 'One CamelCase word for programs.' }),
  message: string(5, { description: 'Explanation for people.' }),
})

export type APIServiceStatus = T.APIServiceStatus
export const APIServiceStatus: MessageSchema<APIServiceStatus> = pkg.message('APIServiceStatus', {
  conditions: list(1, () => APIServiceCondition, {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: ['merge'],
    patchMergeKey: 'type',
    description: 'Latest observations, one for each type.',
  }),
})

export type APIService = T.APIService
export const APIService: MessageSchema<APIService> = pkg.message(
  'APIService',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => APIServiceSpec, { description: 'What is wanted.' }),
    status: ref(3, () => APIServiceStatus, { description: 'What is; written by the system.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.7',
      deprecated: '1.19',
      removed: '1.22',
      replacement: { group: 'apiregistration.k8s.io', version: 'v1', kind: 'APIService' },
    },
    description: 'Who serves a group version.',
  },
)
