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

export interface ServiceReference {
  /** Namespace of the object. */
  namespace?: string
  name?: string
  port?: number
}

export interface APIServiceSpec {
  service?: ServiceReference
  group?: string
  version?: string
  insecureSkipTLSVerify?: boolean
  /** Base64. */
  caBundle?: string
  groupPriorityMinimum: number
  versionPriority: number
}

export interface APIServiceCondition {
  type: APIServiceConditionType
  status: ConditionStatus
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

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
