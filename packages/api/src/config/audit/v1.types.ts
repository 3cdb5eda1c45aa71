/** Types of audit.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { UID } from '../../apimachinery/types.types.ts'
import type { UserInfo } from '../../authentication/v1.types.ts'
import type { ListMeta, ObjectMeta, Status } from '../../meta/v1.types.ts'

/** Upstream names "None", "Metadata", "Request", "RequestResponse". */
export type Level = string

/** Upstream names "RequestReceived", "ResponseStarted", "ResponseComplete", "Panic". */
export type Stage = string

/** Something that happened to an object; kept for a while only. */
export interface Event {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  level: Level
  auditID: UID
  stage: Stage
  requestURI: string
  verb: string
  user: UserInfo
  impersonatedUser?: UserInfo
  sourceIPs?: string[]
  userAgent?: string
  objectRef?: ObjectReference
  responseStatus?: Status
  requestObject?: Record<string, unknown>
  responseObject?: Record<string, unknown>
  /** RFC 3339 time with microseconds. */
  requestReceivedTimestamp?: string
  /** RFC 3339 time with microseconds. */
  stageTimestamp?: string
  annotations?: Record<string, string>
}

/** A list of Event objects. */
export interface EventList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  items: Event[]
}

export interface Policy {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  rules: PolicyRule[]
  omitStages?: Stage[]
  omitManagedFields?: boolean
}

/** A list of Policy objects. */
export interface PolicyList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  items: Policy[]
}

/** Verbs allowed on resources or paths. */
export interface PolicyRule {
  level: Level
  users?: string[]
  userGroups?: string[]
  verbs?: string[]
  resources?: GroupResources[]
  namespaces?: string[]
  nonResourceURLs?: string[]
  omitStages?: Stage[]
  omitManagedFields?: boolean
}

export interface GroupResources {
  group?: string
  resources?: string[]
  resourceNames?: string[]
}

/** An object, or a part of one. */
export interface ObjectReference {
  resource?: string
  namespace?: string
  name?: string
  uid?: UID
  apiGroup?: string
  apiVersion?: string
  resourceVersion?: string
  subresource?: string
}
