/** Types of apiregistration.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Upstream names "True", "False", "Unknown". */
export type ConditionStatus = string

/** Upstream names "Available". */
export type APIServiceConditionType = string

/** A list of APIService objects. */
export interface APIServiceList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: APIService[]
}

/** A service that serves a group version. */
export interface ServiceReference {
  /** Namespace of the service. */
  namespace?: string
  /** Name of the service. */
  name?: string
  /** Port of the service. Default: 443. */
  port?: number
}

/** Which group version it is, and who serves it. */
export interface APIServiceSpec {
  /** Service of the server for this version. Without it, this server answers. */
  service?: ServiceReference
  /** Group that is served. */
  group?: string
  /** Version that is served, such as v1. */
  version?: string
  /** Does without checking the certificate of the service. Better give caBundle. */
  insecureSkipTLSVerify?: boolean
  /** PEM certificates that sign the one of the service. Without it, those the server's machine trusts. Base64. */
  caBundle?: string
  /** Place of the group among the groups: greater comes first, and the greatest of its versions counts. */
  groupPriorityMinimum: number
  /** Place of the version within its group: greater comes first; equal ones go by stability and number. Above 0. */
  versionPriority: number
}

/** One observation about a group version. */
export interface APIServiceCondition {
  /** What is observed; Available says whether the server behind it answers. */
  type: APIServiceConditionType
  /** True, False or Unknown. */
  status: ConditionStatus
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

/** Whether the group version can be reached. */
export interface APIServiceStatus {
  /** Latest observations, one for each type. */
  conditions?: APIServiceCondition[]
}

/** Who serves a group version. */
export interface APIService {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: APIServiceSpec
  /** What is; written by the system. */
  status?: APIServiceStatus
}
