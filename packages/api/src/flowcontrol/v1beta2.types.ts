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

export interface FlowSchema {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: FlowSchemaSpec
  status?: FlowSchemaStatus
}

export interface FlowSchemaList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
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
  conditions?: FlowSchemaCondition[]
}

export interface FlowSchemaCondition {
  type?: FlowSchemaConditionType
  status?: ConditionStatus
  /** RFC 3339 time. */
  lastTransitionTime?: string
  reason?: string
  message?: string
}

export interface PriorityLevelConfiguration {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: PriorityLevelConfigurationSpec
  status?: PriorityLevelConfigurationStatus
}

export interface PriorityLevelConfigurationList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
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
  conditions?: PriorityLevelConfigurationCondition[]
}

export interface PriorityLevelConfigurationCondition {
  type?: PriorityLevelConfigurationConditionType
  status?: ConditionStatus
  /** RFC 3339 time. */
  lastTransitionTime?: string
  reason?: string
  message?: string
}
