/**
 * apiregistration.k8s.io/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, bool, bytes, int32, list, ref, string, time } from '../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'apiregistration/v1',
  group: 'apiregistration.k8s.io',
  version: 'v1',
  goPackage: 'k8s.io/kube-aggregator/pkg/apis/apiregistration/v1',
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
  { kind: true, description: 'A list of APIService objects.' },
)

export type ServiceReference = T.ServiceReference
export const ServiceReference: MessageSchema<ServiceReference> = pkg.message(
  'ServiceReference',
  {
    namespace: string(1, { description: 'Namespace of the service.' }),
    name: string(2, { description: 'Name of the service.' }),
    port: int32(3, { pointer: true, description: 'Port of the service. Default: 443.' }),
  },
  { description: 'A service that serves a group version.' },
)

export type APIServiceSpec = T.APIServiceSpec
export const APIServiceSpec: MessageSchema<APIServiceSpec> = pkg.message(
  'APIServiceSpec',
  {
    service: ref(1, () => ServiceReference, {
      pointer: true,
      description: 'Service of the server for this version. Without it, this server answers.',
    }),
    group: string(2, { description: 'Group that is served.' }),
    version: string(3, { description: 'Version that is served, such as v1.' }),
    insecureSkipTLSVerify: bool(4, {
      description: 'Does without checking the certificate of the service. Better give caBundle.',
    }),
    caBundle: bytes(5, {
      listType: 'atomic',
      description: "PEM certificates that sign the one of the service. Without it, those the server's machine trusts.",
    }),
    groupPriorityMinimum: int32(7, {
      required: true,
      description: 'Place of the group among the groups: greater comes first, and the greatest of its versions counts.',
    }),
    versionPriority: int32(8, {
      required: true,
      description:
        'Place of the version within its group: greater comes first; equal ones go by stability and number. Above 0.',
    }),
  },
  { description: 'Which group version it is, and who serves it.' },
)

export type APIServiceCondition = T.APIServiceCondition
export const APIServiceCondition: MessageSchema<APIServiceCondition> = pkg.message(
  'APIServiceCondition',
  {
    type: string(1, {
      required: true,
      enum: APIServiceConditionType,
      description: 'What is observed; Available says whether the server behind it answers.',
    }),
    status: string(2, { required: true, enum: ConditionStatus, description: 'True, False or Unknown.' }),
    lastTransitionTime: time(3, { description: 'When the status last changed.' }),
    reason: string(4, { description: 'One CamelCase word for programs.' }),
    message: string(5, { description: 'Explanation for people.' }),
  },
  { description: 'One observation about a group version.' },
)

export type APIServiceStatus = T.APIServiceStatus
export const APIServiceStatus: MessageSchema<APIServiceStatus> = pkg.message(
  'APIServiceStatus',
  {
    conditions: list(1, () => APIServiceCondition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Latest observations, one for each type.',
    }),
  },
  { description: 'Whether the group version can be reached.' },
)

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
  { kind: true, description: 'Who serves a group version.' },
)
