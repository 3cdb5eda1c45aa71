/** Types of authorization.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { FieldSelectorRequirement, LabelSelectorRequirement, ObjectMeta } from '../meta/v1.types.ts'

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

/** A request on a resource, as an authorizer sees it. */
export interface ResourceAttributes {
  /** Namespace of the request. Empty: none, or all of them for a resource that has namespaces. */
  namespace?: string
  /** get, list, watch, create, update, patch, delete, deletecollection or proxy; * is all of them. */
  verb?: string
  /** Group of the resource; * is any. */
  group?: string
  /** Version of the resource; * is any. */
  version?: string
  /** Plural name of the resource; * is any. */
  resource?: string
  /** Name of the subresource; empty is the resource itself. */
  subresource?: string
  /** Name of the object; empty is all of them. */
  name?: string
  /** Field selector of the request: it may be allowed only because of it. */
  fieldSelector?: FieldSelectorAttributes
  /** Label selector of the request: it may be allowed only because of it. */
  labelSelector?: LabelSelectorAttributes
}

/** A label selector, as text or in parts, not both. */
export interface LabelSelectorAttributes {
  /** The selector as in a query; the server only passes it on where it cannot be read. */
  rawSelector?: string
  /** Its parts, which must all hold. */
  requirements?: LabelSelectorRequirement[]
}

/** A field selector, as text or in parts, not both. */
export interface FieldSelectorAttributes {
  /** The selector as in a query; the server only passes it on where it cannot be read. */
  rawSelector?: string
  /** Its parts, which must all hold. */
  requirements?: FieldSelectorRequirement[]
}

/** A request on a path that is no resource. */
export interface NonResourceAttributes {
  /** Path of the URL. */
  path?: string
  /** HTTP method in lower case. */
  verb?: string
}

/** Who wants to do what; either resourceAttributes or nonResourceAttributes. */
export interface SubjectAccessReviewSpec {
  /** A request on a resource. */
  resourceAttributes?: ResourceAttributes
  /** A request on some other path. */
  nonResourceAttributes?: NonResourceAttributes
  /** The user's name. Without groups it is only the user that is looked at. */
  user?: string
  /** Groups the user is in. */
  groups?: string[]
  /** What else authentication knew of the user, by key. */
  extra?: Record<string, string[]>
  /** The user's identity. */
  uid?: string
}

/** What you want to do; either resourceAttributes or nonResourceAttributes. */
export interface SelfSubjectAccessReviewSpec {
  /** A request on a resource. */
  resourceAttributes?: ResourceAttributes
  /** A request on some other path. */
  nonResourceAttributes?: NonResourceAttributes
}

/** The verdict. */
export interface SubjectAccessReviewStatus {
  /** Whether it may be done. */
  allowed: boolean
  /** Whether it was refused outright, so that no other authorizer was asked; not with allowed. */
  denied?: boolean
  /** One CamelCase word for programs. */
  reason?: string
  /** What went wrong on the way; the verdict may hold all the same. */
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

/** Where you want to do things. */
export interface SelfSubjectRulesReviewSpec {
  /** Namespace to look at. */
  namespace?: string
}

/** What the user may do in the namespace. */
export interface SubjectRulesReviewStatus {
  /** Rights on resources, in no particular order. */
  resourceRules: ResourceRule[]
  /** Rights on other paths, in no particular order. */
  nonResourceRules: NonResourceRule[]
  /** Whether there may be more rights, as some authorizer cannot list them. */
  incomplete: boolean
  /** What went wrong on the way; the lists may still be of use. */
  evaluationError?: string
}

/** A right on resources. */
export interface ResourceRule {
  /** Verbs that are allowed; * is all. */
  verbs: string[]
  /** Groups of the resources; * is all. */
  apiGroups?: string[]
  /** Plural names, also as resource/subresource or *\/subresource; * is all. */
  resources?: string[]
  /** Names of the objects. Empty: all. */
  resourceNames?: string[]
}

/** A right on paths. */
export interface NonResourceRule {
  /** HTTP methods in lower case; * is all. */
  verbs: string[]
  /** Paths, which may end in *. */
  nonResourceURLs?: string[]
}
