/** Types of meta.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { UID } from '../apimachinery/types.types.ts'

/** Upstream names "NotOlderThan", "Exact". */
export type ResourceVersionMatch = string

/** Upstream names "Orphan", "Background", "Foreground". */
export type DeletionPropagation = string

/** Upstream names "", "Unauthorized", "Forbidden", "NotFound", "AlreadyExists", "Conflict", "Gone", "Invalid", "ServerTimeout", "Timeout", "TooManyRequests", "BadRequest", "MethodNotAllowed", "NotAcceptable", "RequestEntityTooLarge", "UnsupportedMediaType", "InternalError", "Expired", "ServiceUnavailable". */
export type StatusReason = string

/** Upstream names "FieldValueNotFound", "FieldValueRequired", "FieldValueDuplicate", "FieldValueInvalid", "FieldValueNotSupported", "FieldValueForbidden", "FieldValueTooLong", "FieldValueTooMany", "InternalError", "FieldValueTypeInvalid", "UnexpectedServerResponse", "FieldManagerConflict", "ResourceVersionTooLarge". */
export type CauseType = string

/** Upstream names "In", "NotIn", "Exists", "DoesNotExist". */
export type LabelSelectorOperator = string

/** Upstream names "In", "NotIn", "Exists", "DoesNotExist". */
export type FieldSelectorOperator = string

/** Upstream names "Apply", "Update". */
export type ManagedFieldsOperationType = string

/** Upstream names "Completed". */
export type RowConditionType = string

/** Upstream names "True", "False", "Unknown". */
export type ConditionStatus = string

/** Upstream names "None", "Metadata", "Object". */
export type IncludeObjectPolicy = string

/** A resource of a group. */
export interface GroupResource {
  /** API group. */
  group: string
  /** The resource. */
  resource: string
}

/** A resource of a group version. */
export interface GroupVersionResource {
  /** API group. */
  group: string
  /** Version. */
  version: string
  /** The resource. */
  resource: string
}

/** A kind of a group. */
export interface GroupKind {
  /** API group. */
  group: string
  /** Kind of the object, in CamelCase. */
  kind: string
}

/** A kind of a group version. */
export interface GroupVersionKind {
  /** API group. */
  group: string
  /** Version. */
  version: string
  /** Kind of the object, in CamelCase. */
  kind: string
}

/** What all lists have. */
export interface ListMeta {
  /** No longer used. */
  selfLink?: string
  /** Version of the whole list; a watch may start from it. */
  resourceVersion?: string
  /** Token for the next part of a list; empty at the end. */
  continue?: string
  /** Items still to come, where known. */
  remainingItemCount?: number
}

/** What objects of all kinds have. */
export interface ObjectMeta {
  /** Name, unique in the namespace and fixed. */
  name?: string
  /** Start of a name that the server completes. */
  generateName?: string
  /** Namespace; fixed, and empty for what belongs to the cluster. */
  namespace?: string
  /** No longer used. */
  selfLink?: string
  /** Id that no other object ever had or will have. */
  uid?: UID
  /** Opaque version of the object in the store; changes with every write. */
  resourceVersion?: string
  /** Counts changes of the wanted state. */
  generation?: number
  /** CreationTimestamp is a timestamp: when the object was made. RFC 3339 time. */
  creationTimestamp?: string
  /** When it is to be gone; set by the server on deletion. RFC 3339 time. */
  deletionTimestamp?: string
  /** Seconds it has for stopping. */
  deletionGracePeriodSeconds?: number
  /** Pairs by which objects are selected. */
  labels?: Record<string, string>
  /** Pairs for tools, not for selecting. */
  annotations?: Record<string, string>
  /** Objects it depends on; it is deleted when all are gone. */
  ownerReferences?: OwnerReference[]
  /** Names that must be gone before the object is removed. */
  finalizers?: string[]
  /** Which writer set which fields. */
  managedFields?: ManagedFieldsEntry[]
}

/** An object that another depends on. */
export interface OwnerReference {
  /** Group and version of the kind, such as apps/v1. */
  apiVersion: string
  /** Kind of the owner. */
  kind: string
  /** Name of the owner. */
  name: string
  /** Uid of the owner. */
  uid: UID
  /** Whether the owner is the controller; only one may be. */
  controller?: boolean
  /** Foreground deletion of the owner waits for this object. */
  blockOwnerDeletion?: boolean
}

/** Options of listing and watching. */
export interface ListOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Labels of the objects meant. */
  labelSelector?: string
  /** Fields of the objects meant. */
  fieldSelector?: string
  /** Send changes instead of a list. */
  watch?: boolean
  /** Send a mark with the version now and then. */
  allowWatchBookmarks?: boolean
  /** How fresh the answer must be, or where a watch starts. */
  resourceVersion?: string
  /** How resourceVersion is meant: NotOlderThan or Exact. */
  resourceVersionMatch?: ResourceVersionMatch
  /** Seconds until the call ends. */
  timeoutSeconds?: number
  /** Most items in one answer. */
  limit?: number
  /** Token for the next part of a list; empty at the end. */
  continue?: string
  /** Begin a watch with what there is, followed by a mark. */
  sendInitialEvents?: boolean
}

/** Options of reading one object. */
export interface GetOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** How fresh the answer must be. */
  resourceVersion?: string
}

/** Options of deleting. */
export interface DeleteOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Seconds for stopping; 0 is at once. */
  gracePeriodSeconds?: number
  /** What must be true, or nothing is done. */
  preconditions?: Preconditions
  /** Older form of propagationPolicy. */
  orphanDependents?: boolean
  /** What happens to dependents: Orphan, Background or Foreground. */
  propagationPolicy?: DeletionPropagation
  /** All means: do everything except keeping it. */
  dryRun?: string[]
}

/** Options of creating. */
export interface CreateOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** All means: do everything except keeping it. */
  dryRun?: string[]
  /** Name of the writer, for managed fields. */
  fieldManager?: string
  /** What to do about unknown and repeated fields: Ignore, Warn or Strict. */
  fieldValidation?: string
}

/** Options of patching and applying. */
export interface PatchOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** All means: do everything except keeping it. */
  dryRun?: string[]
  /** Take over fields that belong to other writers. */
  force?: boolean
  /** Name of the writer, for managed fields. */
  fieldManager?: string
  /** What to do about unknown and repeated fields: Ignore, Warn or Strict. */
  fieldValidation?: string
}

/** Options of applying. */
export interface ApplyOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** All means: do everything except keeping it. */
  dryRun?: string[]
  /** Take over fields that belong to other writers. */
  force: boolean
  /** Name of the writer, for managed fields. */
  fieldManager: string
}

/** Options of updating. */
export interface UpdateOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** All means: do everything except keeping it. */
  dryRun?: string[]
  /** Name of the writer, for managed fields. */
  fieldManager?: string
  /** What to do about unknown and repeated fields: Ignore, Warn or Strict. */
  fieldValidation?: string
}

/** What must be true of an object before it is changed. */
export interface Preconditions {
  /** Uid the object must have. */
  uid?: UID
  /** Version the object must have. */
  resourceVersion?: string
}

/** The answer of a call that has no object to give, mostly an error. */
export interface Status {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ListMeta
  /** Success or Failure. */
  status?: string
  /** Explanation for people. */
  message?: string
  /** One CamelCase word for why, such as NotFound. */
  reason?: StatusReason
  /** More about the error. */
  details?: StatusDetails
  /** HTTP status code. */
  code?: number
}

/** More about an error. */
export interface StatusDetails {
  /** Name of the object. */
  name?: string
  /** API group. */
  group?: string
  /** Kind or resource of the object. */
  kind?: string
  /** Uid of the object. */
  uid?: UID
  /** Single causes of the error. */
  causes?: StatusCause[]
  /** Seconds after which to try again. */
  retryAfterSeconds?: number
}

/** One cause of an error. */
export interface StatusCause {
  /** One word for the cause, such as FieldValueRequired. */
  reason?: CauseType
  /** Explanation for people. */
  message?: string
  /** Path of the field. */
  field?: string
}

/** Objects of any kinds. */
export interface List {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: Record<string, unknown>[]
}

/** Versions of the core group. */
export interface APIVersions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** The versions. */
  versions: string[]
  /** Addresses of servers by network of the client. */
  serverAddressByClientCIDRs: ServerAddressByClientCIDR[]
}

/** The groups a server has. */
export interface APIGroupList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** The groups. */
  groups: APIGroup[]
}

/** A group and its versions. */
export interface APIGroup {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name of the group. */
  name: string
  /** The versions. */
  versions: GroupVersionForDiscovery[]
  /** Version to use when in doubt. */
  preferredVersion?: GroupVersionForDiscovery
  /** Addresses of servers by network of the client. */
  serverAddressByClientCIDRs?: ServerAddressByClientCIDR[]
}

/** A server's address for clients of one network. */
export interface ServerAddressByClientCIDR {
  /** Network of the client. */
  clientCIDR: string
  /** Address of the server. */
  serverAddress: string
}

/** A version of a group. */
export interface GroupVersionForDiscovery {
  /** Group and version, such as apps/v1. */
  groupVersion: string
  /** Version. */
  version: string
}

/** A resource and what can be done with it. */
export interface APIResource {
  /** Plural name. */
  name: string
  /** Singular name. */
  singularName: string
  /** Whether its objects are in namespaces. */
  namespaced: boolean
  /** API group. */
  group?: string
  /** Version. */
  version?: string
  /** Kind of its objects. */
  kind: string
  /** What can be done with it. */
  verbs: string[]
  /** Short names. */
  shortNames?: string[]
  /** Groups of resources it belongs to, such as all. */
  categories?: string[]
  /** Hash that changes with the stored version. */
  storageVersionHash?: string
}

/** Resources of a group version. */
export interface APIResourceList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Group and version, such as apps/v1. */
  groupVersion: string
  /** The resources. */
  resources: APIResource[]
}

/** Paths a server has. */
export interface RootPaths {
  /** The paths. */
  paths: string[]
}

/** Conditions on labels that must all hold; empty matches everything. */
export interface LabelSelector {
  /** Labels with their values that must all be there. */
  matchLabels?: Record<string, string>
  /** Conditions that must all hold. */
  matchExpressions?: LabelSelectorRequirement[]
}

/** One condition on labels. */
export interface LabelSelectorRequirement {
  /** Key of the label. */
  key: string
  /** In, NotIn, Exists or DoesNotExist. */
  operator: LabelSelectorOperator
  /** Values to compare with; empty for Exists and DoesNotExist. */
  values?: string[]
}

/** One condition on fields. */
export interface FieldSelectorRequirement {
  /** Path of the field. */
  key: string
  /** How key and values are compared: In, NotIn, Exists, DoesNotExist and so on. */
  operator: FieldSelectorOperator
  /** Values to compare with; empty for Exists and DoesNotExist. */
  values?: string[]
}

/** Fields that one writer has set. */
export interface ManagedFieldsEntry {
  /** Name of the writer. */
  manager?: string
  /** Apply or Update. */
  operation?: ManagedFieldsOperationType
  /** Version in which the fields are named. */
  apiVersion?: string
  /** When it was last written. RFC 3339 time. */
  time?: string
  /** Form of the fields: FieldsV1. */
  fieldsType?: string
  /** The fields. */
  fieldsV1?: Record<string, unknown>
  /** Subresource it was written through. */
  subresource?: string
}

/** Objects as rows for people to read. */
export interface Table {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ListMeta
  /** The columns. */
  columnDefinitions: TableColumnDefinition[]
  /** The rows. */
  rows: TableRow[]
}

/** A column. */
export interface TableColumnDefinition {
  /** Heading. */
  name: string
  /** Type of the values. */
  type: string
  /** Format of the values, such as date. */
  format: string
  /** What the column says. */
  description: string
  /** 0 is always shown; higher only in wide output. */
  priority: number
}

/** A row. */
export interface TableRow {
  /** Values in the order of the columns. */
  cells: unknown[]
  /** Conditions of the row. */
  conditions?: TableRowCondition[]
  /** The object, or its metadata. */
  object?: Record<string, unknown>
}

/** A mark on a row. */
export interface TableRowCondition {
  /** What is observed: Completed. */
  type: RowConditionType
  /** True, False or Unknown. */
  status: ConditionStatus
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

/** Options of tables. */
export interface TableOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** How much of the object each row has: None, Metadata or Object. */
  includeObject?: IncludeObjectPolicy
}

/** An object of which only the metadata is shown. */
export interface PartialObjectMetadata {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
}

/** A list of PartialObjectMetadata objects. */
export interface PartialObjectMetadataList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: PartialObjectMetadata[]
}

/** One observation about an object. */
export interface Condition {
  /** What is observed, as a CamelCase word or foo.example.com/CamelCase. */
  type: string
  /** True, False or Unknown. */
  status: ConditionStatus
  /** Generation that the status speaks of. */
  observedGeneration?: number
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime: string
  /** One CamelCase word for programs. */
  reason: string
  /** Explanation for people. */
  message: string
}

/** One change in a watch. */
export interface WatchEvent {
  /** ADDED, MODIFIED, DELETED, BOOKMARK or ERROR. */
  type: string
  /** The object as it is now, or a Status. */
  object: Record<string, unknown>
}
