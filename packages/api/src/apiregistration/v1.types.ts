/** Types of apiregistration.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Upstream names "True", "False", "Unknown". */
export type ConditionStatus = string

/** Upstream names "Available". */
export type APIServiceConditionType = string

export interface APIServiceList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: APIService[]
}

export interface ServiceReference {
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
  /** RFC 3339 time. */
  lastTransitionTime?: string
  reason?: string
  message?: string
}

export interface APIServiceStatus {
  conditions?: APIServiceCondition[]
}

export interface APIService {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: APIServiceSpec
  status?: APIServiceStatus
}
