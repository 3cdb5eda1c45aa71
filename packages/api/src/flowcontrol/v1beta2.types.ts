/** Types of flowcontrol.apiserver.k8s.io/v1beta2, written from the schema in v1beta2.ts by the update script; not edited by hand. */
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Upstream names "ByUser", "ByNamespace". */
export type FlowDistinguisherMethodType = string

/** Upstream names "User", "Group", "ServiceAccount". */
export type SubjectKind = string

export type FlowSchemaConditionType = string

/** Upstream names "Exempt", "Limited". */
export type PriorityLevelEnablement = string

/** Upstream names "Queue", "Reject". */
export type LimitResponseType = string

export type PriorityLevelConfigurationConditionType = string

/** Upstream names "True", "False", "Unknown". */
export type ConditionStatus = string

/** Which requests belong to which priority level. */
export interface FlowSchema {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: FlowSchemaSpec
  /** What is; written by the system. */
  status?: FlowSchemaStatus
}

/** A list of FlowSchema objects. */
export interface FlowSchemaList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: FlowSchema[]
}

export interface FlowSchemaSpec {
  priorityLevelConfiguration: PriorityLevelConfigurationReference
  matchingPrecedence?: number
  distinguisherMethod?: FlowDistinguisherMethod
  rules?: PolicyRulesWithSubjects[]
}

export interface FlowDistinguisherMethod {
  type: FlowDistinguisherMethodType
}

export interface PriorityLevelConfigurationReference {
  name: string
}

export interface PolicyRulesWithSubjects {
  subjects: Subject[]
  resourceRules?: ResourcePolicyRule[]
  nonResourceRules?: NonResourcePolicyRule[]
}

/** A user, a group or a service account. */
export interface Subject {
  kind: SubjectKind
  user?: UserSubject
  group?: GroupSubject
  serviceAccount?: ServiceAccountSubject
}

export interface UserSubject {
  name: string
}

export interface GroupSubject {
  name: string
}

export interface ServiceAccountSubject {
  /** Namespace of the object. */
  namespace: string
  name: string
}

export interface ResourcePolicyRule {
  verbs: string[]
  apiGroups: string[]
  resources: string[]
  clusterScope?: boolean
  namespaces?: string[]
}

export interface NonResourcePolicyRule {
  verbs: string[]
  nonResourceURLs: string[]
}

export interface FlowSchemaStatus {
  /** Latest observations, one for each type. */
  conditions?: FlowSchemaCondition[]
}

export interface FlowSchemaCondition {
  type?: FlowSchemaConditionType
  status?: ConditionStatus
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

/** How many requests of a level are served at a time. */
export interface PriorityLevelConfiguration {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: PriorityLevelConfigurationSpec
  /** What is; written by the system. */
  status?: PriorityLevelConfigurationStatus
}

/** A list of PriorityLevelConfiguration objects. */
export interface PriorityLevelConfigurationList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: PriorityLevelConfiguration[]
}

export interface PriorityLevelConfigurationSpec {
  type: PriorityLevelEnablement
  limited?: LimitedPriorityLevelConfiguration
  exempt?: ExemptPriorityLevelConfiguration
}

export interface LimitedPriorityLevelConfiguration {
  assuredConcurrencyShares?: number
  limitResponse?: LimitResponse
  lendablePercent?: number
  borrowingLimitPercent?: number
}

export interface ExemptPriorityLevelConfiguration {
  nominalConcurrencyShares?: number
  lendablePercent?: number
}

export interface LimitResponse {
  type: LimitResponseType
  queuing?: QueuingConfiguration
}

export interface QueuingConfiguration {
  queues?: number
  handSize?: number
  queueLengthLimit?: number
}

export interface PriorityLevelConfigurationStatus {
  /** Latest observations, one for each type. */
  conditions?: PriorityLevelConfigurationCondition[]
}

export interface PriorityLevelConfigurationCondition {
  type?: PriorityLevelConfigurationConditionType
  status?: ConditionStatus
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}
