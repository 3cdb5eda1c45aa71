/** Types of authorization.k8s.io/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */
import type { FieldSelectorAttributes, LabelSelectorAttributes } from './v1.types.ts'
import type { ObjectMeta } from '../meta/v1.types.ts'

/** Asks whether someone may do something. */
export interface SubjectAccessReview {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: SubjectAccessReviewSpec
  /** What is; written by the system. */
  status?: SubjectAccessReviewStatus
}

/** Asks whether the caller may do something. */
export interface SelfSubjectAccessReview {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: SelfSubjectAccessReviewSpec
  /** What is; written by the system. */
  status?: SubjectAccessReviewStatus
}

/** Asks whether someone may do something in a namespace. */
export interface LocalSubjectAccessReview {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: SubjectAccessReviewSpec
  /** What is; written by the system. */
  status?: SubjectAccessReviewStatus
}

export interface ResourceAttributes {
  /** Namespace of the object. */
  namespace?: string
  verb?: string
  group?: string
  version?: string
  resource?: string
  subresource?: string
  name?: string
  fieldSelector?: FieldSelectorAttributes
  /** Labels of the objects meant. */
  labelSelector?: LabelSelectorAttributes
}

export interface NonResourceAttributes {
  path?: string
  verb?: string
}

export interface SubjectAccessReviewSpec {
  resourceAttributes?: ResourceAttributes
  nonResourceAttributes?: NonResourceAttributes
  user?: string
  group?: string[]
  extra?: Record<string, string[]>
  uid?: string
}

export interface SelfSubjectAccessReviewSpec {
  resourceAttributes?: ResourceAttributes
  nonResourceAttributes?: NonResourceAttributes
}

export interface SubjectAccessReviewStatus {
  allowed: boolean
  denied?: boolean
  /** One CamelCase word for programs. */
  reason?: string
  evaluationError?: string
}

/** Asks what the caller may do in a namespace. */
export interface SelfSubjectRulesReview {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: SelfSubjectRulesReviewSpec
  /** What is; written by the system. */
  status?: SubjectRulesReviewStatus
}

export interface SelfSubjectRulesReviewSpec {
  /** Namespace of the object. */
  namespace?: string
}

export interface SubjectRulesReviewStatus {
  resourceRules: ResourceRule[]
  nonResourceRules: NonResourceRule[]
  incomplete: boolean
  evaluationError?: string
}

export interface ResourceRule {
  verbs: string[]
  apiGroups?: string[]
  resources?: string[]
  resourceNames?: string[]
}

export interface NonResourceRule {
  verbs: string[]
  nonResourceURLs?: string[]
}
