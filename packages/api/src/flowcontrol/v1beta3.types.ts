/** Types of flowcontrol.apiserver.k8s.io/v1beta3, written from the schema in v1beta3.ts by the update script; not edited by hand. */
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

/** Which requests are meant, and where they queue. */
export interface FlowSchemaSpec {
  /** Priority level of the requests. A schema whose level is missing is passed over. */
  priorityLevelConfiguration: PriorityLevelConfigurationReference
  /** Of several schemas that fit, the smallest number wins; from 1 to 10000. Default: 1000. */
  matchingPrecedence?: number
  /** How to tell the flows within the schema apart. Absent: they are one flow. */
  distinguisherMethod?: FlowDistinguisherMethod
  /** Requests that are meant: those that fit one of the rules. */
  rules?: PolicyRulesWithSubjects[]
}

/** How the requests of a schema are sorted into flows. */
export interface FlowDistinguisherMethod {
  /** ByUser or ByNamespace. */
  type: FlowDistinguisherMethodType
}

/** Which priority level is meant. */
export interface PriorityLevelConfigurationReference {
  /** Name of the priority level. */
  name: string
}

/** Fits a request when one of the subjects makes it and one of the rules names it. */
export interface PolicyRulesWithSubjects {
  /** Who makes the request; one at least. */
  subjects: Subject[]
  /** Requests on resources. */
  resourceRules?: ResourcePolicyRule[]
  /** Requests on other paths. */
  nonResourceRules?: NonResourcePolicyRule[]
}

/** A user, a group or a service account. */
export interface Subject {
  /** User, Group or ServiceAccount: which of the other fields is set. */
  kind: SubjectKind
  /** A user by name. */
  user?: UserSubject
  /** A group of users by name. */
  group?: GroupSubject
  /** A service account by namespace and name. */
  serviceAccount?: ServiceAccountSubject
}

/** A user. */
export interface UserSubject {
  /** Name of the user; * is all of them. */
  name: string
}

/** A group of users. */
export interface GroupSubject {
  /** Name of the group, such as system:authenticated; * is all of them. */
  name: string
}

/** A service account. */
export interface ServiceAccountSubject {
  /** Namespace of the account. */
  namespace: string
  /** Name of the account; * is all of the namespace. */
  name: string
}

/** Fits requests on resources by verb, group, resource and namespace, which must all fit. */
export interface ResourcePolicyRule {
  /** Verbs of requests; * is all and stands alone. */
  verbs: string[]
  /** Groups of resources; * is all and stands alone. */
  apiGroups: string[]
  /** Plural names of resources, with subresource if meant, such as nodes/status; * is all and stands alone. */
  resources: string[]
  /** Fits requests without namespace, be it that the resource has none or that all are meant. */
  clusterScope?: boolean
  /** Namespaces of requests; * is any. Empty only with clusterScope. */
  namespaces?: string[]
}

/** Fits requests on paths that are no resources by verb and path, which must both fit. */
export interface NonResourcePolicyRule {
  /** Verbs of requests; * is all and stands alone. */
  verbs: string[]
  /** Paths such as /healthz, or all below one as in /healthz/*; * is all and stands alone. */
  nonResourceURLs: string[]
}

/** What became of the schema. */
export interface FlowSchemaStatus {
  /** Latest observations, one for each type. */
  conditions?: FlowSchemaCondition[]
}

/** One observation about a flow schema. */
export interface FlowSchemaCondition {
  /** What is observed; Dangling says that the priority level is missing. */
  type?: FlowSchemaConditionType
  /** True, False or Unknown. */
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

/** How much room the level's requests get. */
export interface PriorityLevelConfigurationSpec {
  /** Exempt requests never wait and are not counted; Limited ones share the room that is given to the level. */
  type: PriorityLevelEnablement
  /** What holds for a Limited level; needed there, and only there. */
  limited?: LimitedPriorityLevelConfiguration
  /** What holds for an Exempt level; only there. */
  exempt?: ExemptPriorityLevelConfiguration
}

/** How much room there is, and what happens to requests beyond it. */
export interface LimitedPriorityLevelConfiguration {
  /** The level's part of the room: it gets this number out of the sum over all levels. 0 is taken as absent. Default: 30. */
  nominalConcurrencyShares?: number
  /** What to do with a request that finds no room. */
  limitResponse?: LimitResponse
  /** How much of its room other levels may borrow, from 0 to 100 percent. Default: 0. */
  lendablePercent?: number
  /** How much it may borrow from other levels, in percent of its own room. Absent: as much as there is. */
  borrowingLimitPercent?: number
}

/** How much room an Exempt level counts for, although it is not bound to it. */
export interface ExemptPriorityLevelConfiguration {
  /** The level's part of the room: it gets this number out of the sum over all levels. Default: 0. */
  nominalConcurrencyShares?: number
  /** How much of its room other levels may borrow, from 0 to 100 percent. Default: 0. */
  lendablePercent?: number
}

/** What to do with a request that finds no room. */
export interface LimitResponse {
  /** Queue lets it wait, Reject refuses it. */
  type: LimitResponseType
  /** How it waits; only with Queue. */
  queuing?: QueuingConfiguration
}

/** How requests wait. */
export interface QueuingConfiguration {
  /** Number of queues; more of them keep flows apart better. Default: 64. */
  queues?: number
  /** Among how many queues, dealt to each flow, a request takes the shortest; not above queues. Default: 8. */
  handSize?: number
  /** How many requests may wait in one queue; the next is refused. Default: 50. */
  queueLengthLimit?: number
}

/** What became of the priority level. */
export interface PriorityLevelConfigurationStatus {
  /** Latest observations, one for each type. */
  conditions?: PriorityLevelConfigurationCondition[]
}

/** One observation about a priority level. */
export interface PriorityLevelConfigurationCondition {
  /** What is observed. */
  type?: PriorityLevelConfigurationConditionType
  /** True, False or Unknown. */
  status?: ConditionStatus
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}
