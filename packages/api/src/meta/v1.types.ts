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

export interface GroupResource {
  group: string
  resource: string
}

export interface GroupVersionResource {
  group: string
  version: string
  resource: string
}

export interface GroupKind {
  group: string
  kind: string
}

export interface GroupVersionKind {
  group: string
  version: string
  kind: string
}

export interface ListMeta {
  selfLink?: string
  resourceVersion?: string
  continue?: string
  remainingItemCount?: number
}

export interface ObjectMeta {
  name?: string
  generateName?: string
  namespace?: string
  selfLink?: string
  uid?: UID
  resourceVersion?: string
  generation?: number
  /** RFC 3339 time. */
  creationTimestamp?: string
  /** RFC 3339 time. */
  deletionTimestamp?: string
  deletionGracePeriodSeconds?: number
  labels?: Record<string, string>
  annotations?: Record<string, string>
  ownerReferences?: OwnerReference[]
  finalizers?: string[]
  managedFields?: ManagedFieldsEntry[]
}

export interface OwnerReference {
  apiVersion: string
  kind: string
  name: string
  uid: UID
  controller?: boolean
  blockOwnerDeletion?: boolean
}

export interface ListOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  labelSelector?: string
  fieldSelector?: string
  watch?: boolean
  allowWatchBookmarks?: boolean
  resourceVersion?: string
  resourceVersionMatch?: ResourceVersionMatch
  timeoutSeconds?: number
  limit?: number
  continue?: string
  sendInitialEvents?: boolean
}

export interface GetOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  resourceVersion?: string
}

export interface DeleteOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  gracePeriodSeconds?: number
  preconditions?: Preconditions
  orphanDependents?: boolean
  propagationPolicy?: DeletionPropagation
  dryRun?: string[]
}

export interface CreateOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  dryRun?: string[]
  fieldManager?: string
  fieldValidation?: string
}

export interface PatchOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  dryRun?: string[]
  force?: boolean
  fieldManager?: string
  fieldValidation?: string
}

export interface ApplyOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  dryRun?: string[]
  force: boolean
  fieldManager: string
}

export interface UpdateOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  dryRun?: string[]
  fieldManager?: string
  fieldValidation?: string
}

export interface Preconditions {
  uid?: UID
  resourceVersion?: string
}

export interface Status {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  status?: string
  message?: string
  reason?: StatusReason
  details?: StatusDetails
  code?: number
}

export interface StatusDetails {
  name?: string
  group?: string
  kind?: string
  uid?: UID
  causes?: StatusCause[]
  retryAfterSeconds?: number
}

export interface StatusCause {
  reason?: CauseType
  message?: string
  field?: string
}

export interface List {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: Record<string, unknown>[]
}

export interface APIVersions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  versions: string[]
  serverAddressByClientCIDRs: ServerAddressByClientCIDR[]
}

export interface APIGroupList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  groups: APIGroup[]
}

export interface APIGroup {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  name: string
  versions: GroupVersionForDiscovery[]
  preferredVersion?: GroupVersionForDiscovery
  serverAddressByClientCIDRs?: ServerAddressByClientCIDR[]
}

export interface ServerAddressByClientCIDR {
  clientCIDR: string
  serverAddress: string
}

export interface GroupVersionForDiscovery {
  groupVersion: string
  version: string
}

export interface APIResource {
  name: string
  singularName: string
  namespaced: boolean
  group?: string
  version?: string
  kind: string
  verbs: string[]
  shortNames?: string[]
  categories?: string[]
  storageVersionHash?: string
}

export interface APIResourceList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  groupVersion: string
  resources: APIResource[]
}

export interface RootPaths {
  paths: string[]
}

export interface LabelSelector {
  matchLabels?: Record<string, string>
  matchExpressions?: LabelSelectorRequirement[]
}

export interface LabelSelectorRequirement {
  key: string
  operator: LabelSelectorOperator
  values?: string[]
}

export interface FieldSelectorRequirement {
  key: string
  operator: FieldSelectorOperator
  values?: string[]
}

export interface ManagedFieldsEntry {
  manager?: string
  operation?: ManagedFieldsOperationType
  apiVersion?: string
  /** RFC 3339 time. */
  time?: string
  fieldsType?: string
  fieldsV1?: Record<string, unknown>
  subresource?: string
}

export interface Table {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  columnDefinitions: TableColumnDefinition[]
  rows: TableRow[]
}

export interface TableColumnDefinition {
  name: string
  type: string
  format: string
  description: string
  priority: number
}

export interface TableRow {
  cells: unknown[]
  conditions?: TableRowCondition[]
  object?: Record<string, unknown>
}

export interface TableRowCondition {
  type: RowConditionType
  status: ConditionStatus
  reason?: string
  message?: string
}

export interface TableOptions {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  includeObject?: IncludeObjectPolicy
}

export interface PartialObjectMetadata {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
}

export interface PartialObjectMetadataList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: PartialObjectMetadata[]
}

export interface Condition {
  type: string
  status: ConditionStatus
  observedGeneration?: number
  /** RFC 3339 time. */
  lastTransitionTime: string
  reason: string
  message: string
}

export interface WatchEvent {
  type: string
  object: Record<string, unknown>
}
