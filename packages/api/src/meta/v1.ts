/**
 * meta.k8s.io/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { UID } from '../apimachinery/types.ts'
import {
  apiPackage,
  type MessageSchema,
  bool,
  fieldsV1,
  int32,
  int64,
  list,
  map,
  rawExtension,
  ref,
  string,
  time,
  wrappedStrings,
} from '../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'meta/v1',
  group: 'meta.k8s.io',
  version: 'v1',
  goPackage: 'k8s.io/apimachinery/pkg/apis/meta/v1',
})
export const packageInfo = pkg.package

export const ResourceVersionMatch = pkg.enumeration('ResourceVersionMatch', ['NotOlderThan', 'Exact'], { open: true })
export type ResourceVersionMatch = T.ResourceVersionMatch

export const DeletionPropagation = pkg.enumeration('DeletionPropagation', ['Orphan', 'Background', 'Foreground'], {
  open: true,
})
export type DeletionPropagation = T.DeletionPropagation

export const StatusReason = pkg.enumeration(
  'StatusReason',
  [
    '',
    'Unauthorized',
    'Forbidden',
    'NotFound',
    'AlreadyExists',
    'Conflict',
    'Gone',
    'Invalid',
    'ServerTimeout',
    'Timeout',
    'TooManyRequests',
    'BadRequest',
    'MethodNotAllowed',
    'NotAcceptable',
    'RequestEntityTooLarge',
    'UnsupportedMediaType',
    'InternalError',
    'Expired',
    'ServiceUnavailable',
  ],
  { open: true },
)
export type StatusReason = T.StatusReason

export const CauseType = pkg.enumeration(
  'CauseType',
  [
    'FieldValueNotFound',
    'FieldValueRequired',
    'FieldValueDuplicate',
    'FieldValueInvalid',
    'FieldValueNotSupported',
    'FieldValueForbidden',
    'FieldValueTooLong',
    'FieldValueTooMany',
    'InternalError',
    'FieldValueTypeInvalid',
    'UnexpectedServerResponse',
    'FieldManagerConflict',
    'ResourceVersionTooLarge',
  ],
  { open: true },
)
export type CauseType = T.CauseType

export const LabelSelectorOperator = pkg.enumeration(
  'LabelSelectorOperator',
  ['In', 'NotIn', 'Exists', 'DoesNotExist'],
  { open: true },
)
export type LabelSelectorOperator = T.LabelSelectorOperator

export const FieldSelectorOperator = pkg.enumeration(
  'FieldSelectorOperator',
  ['In', 'NotIn', 'Exists', 'DoesNotExist'],
  { open: true },
)
export type FieldSelectorOperator = T.FieldSelectorOperator

export const ManagedFieldsOperationType = pkg.enumeration('ManagedFieldsOperationType', ['Apply', 'Update'], {
  open: true,
})
export type ManagedFieldsOperationType = T.ManagedFieldsOperationType

export const RowConditionType = pkg.enumeration('RowConditionType', ['Completed'], { open: true })
export type RowConditionType = T.RowConditionType

export const ConditionStatus = pkg.enumeration('ConditionStatus', ['True', 'False', 'Unknown'], { open: true })
export type ConditionStatus = T.ConditionStatus

export const IncludeObjectPolicy = pkg.enumeration('IncludeObjectPolicy', ['None', 'Metadata', 'Object'], {
  open: true,
})
export type IncludeObjectPolicy = T.IncludeObjectPolicy

export type GroupResource = T.GroupResource
export const GroupResource: MessageSchema<GroupResource> = pkg.message('GroupResource', {
  group: string(1, { required: true }),
  resource: string(2, { required: true }),
})

export type GroupVersionResource = T.GroupVersionResource
export const GroupVersionResource: MessageSchema<GroupVersionResource> = pkg.message('GroupVersionResource', {
  group: string(1, { required: true }),
  version: string(2, { required: true }),
  resource: string(3, { required: true }),
})

export type GroupKind = T.GroupKind
export const GroupKind: MessageSchema<GroupKind> = pkg.message('GroupKind', {
  group: string(1, { required: true }),
  kind: string(2, { required: true }),
})

export type GroupVersionKind = T.GroupVersionKind
export const GroupVersionKind: MessageSchema<GroupVersionKind> = pkg.message('GroupVersionKind', {
  group: string(1, { required: true }),
  version: string(2, { required: true }),
  kind: string(3, { required: true }),
})

export type ListMeta = T.ListMeta
export const ListMeta: MessageSchema<ListMeta> = pkg.message('ListMeta', {
  selfLink: string(1),
  resourceVersion: string(2),
  continue: string(3),
  remainingItemCount: int64(4, { pointer: true }),
})

export type ObjectMeta = T.ObjectMeta
export const ObjectMeta: MessageSchema<ObjectMeta> = pkg.message('ObjectMeta', {
  name: string(1),
  generateName: string(2),
  namespace: string(3),
  selfLink: string(4),
  uid: string(5, { enum: UID }),
  resourceVersion: string(6),
  generation: int64(7),
  creationTimestamp: time(8),
  deletionTimestamp: time(9, { pointer: true }),
  deletionGracePeriodSeconds: int64(10, { pointer: true }),
  labels: map(11, 'string'),
  annotations: map(12, 'string'),
  ownerReferences: list(13, () => OwnerReference, {
    listType: 'map',
    listMapKeys: ['uid'],
    patchStrategy: ['merge'],
    patchMergeKey: 'uid',
  }),
  finalizers: list(14, 'string', { listType: 'set', patchStrategy: ['merge'] }),
  managedFields: list(17, () => ManagedFieldsEntry, { listType: 'atomic' }),
})

export type OwnerReference = T.OwnerReference
export const OwnerReference: MessageSchema<OwnerReference> = pkg.message(
  'OwnerReference',
  {
    apiVersion: string(5, { required: true }),
    kind: string(1, { required: true }),
    name: string(3, { required: true }),
    uid: string(4, { required: true, enum: UID }),
    controller: bool(6, { pointer: true }),
    blockOwnerDeletion: bool(7, { pointer: true }),
  },
  { structType: 'atomic' },
)

export type ListOptions = T.ListOptions
export const ListOptions: MessageSchema<ListOptions> = pkg.message(
  'ListOptions',
  {
    labelSelector: string(1),
    fieldSelector: string(2),
    watch: bool(3),
    allowWatchBookmarks: bool(9),
    resourceVersion: string(4),
    resourceVersionMatch: string(10, { enum: ResourceVersionMatch }),
    timeoutSeconds: int64(5, { pointer: true }),
    limit: int64(7),
    continue: string(8),
    sendInitialEvents: bool(11, { pointer: true }),
  },
  { kind: true },
)

export type GetOptions = T.GetOptions
export const GetOptions: MessageSchema<GetOptions> = pkg.message(
  'GetOptions',
  {
    resourceVersion: string(1),
  },
  { kind: true },
)

export type DeleteOptions = T.DeleteOptions
export const DeleteOptions: MessageSchema<DeleteOptions> = pkg.message(
  'DeleteOptions',
  {
    gracePeriodSeconds: int64(1, { pointer: true }),
    preconditions: ref(2, () => Preconditions, { pointer: true }),
    orphanDependents: bool(3, { pointer: true }),
    propagationPolicy: string(4, { pointer: true, enum: DeletionPropagation }),
    dryRun: list(5, 'string', { listType: 'atomic' }),
  },
  { kind: true },
)

export type CreateOptions = T.CreateOptions
export const CreateOptions: MessageSchema<CreateOptions> = pkg.message(
  'CreateOptions',
  {
    dryRun: list(1, 'string', { listType: 'atomic' }),
    fieldManager: string(3),
    fieldValidation: string(4),
  },
  { kind: true },
)

export type PatchOptions = T.PatchOptions
export const PatchOptions: MessageSchema<PatchOptions> = pkg.message(
  'PatchOptions',
  {
    dryRun: list(1, 'string', { listType: 'atomic' }),
    force: bool(2, { pointer: true }),
    fieldManager: string(3),
    fieldValidation: string(4),
  },
  { kind: true },
)

export type ApplyOptions = T.ApplyOptions
export const ApplyOptions: MessageSchema<ApplyOptions> = pkg.message(
  'ApplyOptions',
  {
    dryRun: list(1, 'string', { listType: 'atomic' }),
    force: bool(2, { required: true }),
    fieldManager: string(3, { required: true }),
  },
  { kind: true },
)

export type UpdateOptions = T.UpdateOptions
export const UpdateOptions: MessageSchema<UpdateOptions> = pkg.message(
  'UpdateOptions',
  {
    dryRun: list(1, 'string', { listType: 'atomic' }),
    fieldManager: string(2),
    fieldValidation: string(3),
  },
  { kind: true },
)

export type Preconditions = T.Preconditions
export const Preconditions: MessageSchema<Preconditions> = pkg.message('Preconditions', {
  uid: string(1, { pointer: true, enum: UID }),
  resourceVersion: string(2, { pointer: true }),
})

export type Status = T.Status
export const Status: MessageSchema<Status> = pkg.message(
  'Status',
  {
    metadata: ref(1, () => ListMeta),
    status: string(2),
    message: string(3),
    reason: string(4, { enum: StatusReason }),
    details: ref(5, () => StatusDetails, { pointer: true, listType: 'atomic' }),
    code: int32(6),
  },
  { kind: true },
)

export type StatusDetails = T.StatusDetails
export const StatusDetails: MessageSchema<StatusDetails> = pkg.message('StatusDetails', {
  name: string(1),
  group: string(2),
  kind: string(3),
  uid: string(6, { enum: UID }),
  causes: list(4, () => StatusCause, { listType: 'atomic' }),
  retryAfterSeconds: int32(5),
})

export type StatusCause = T.StatusCause
export const StatusCause: MessageSchema<StatusCause> = pkg.message('StatusCause', {
  reason: string(1, { enum: CauseType }),
  message: string(2),
  field: string(3),
})

export type List = T.List
export const List: MessageSchema<List> = pkg.message(
  'List',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, 'rawExtension', { required: true }),
  },
  { kind: true },
)

export type APIVersions = T.APIVersions
export const APIVersions: MessageSchema<APIVersions> = pkg.message(
  'APIVersions',
  {
    versions: list(1, 'string', { required: true, listType: 'atomic' }),
    serverAddressByClientCIDRs: list(2, () => ServerAddressByClientCIDR, { required: true, listType: 'atomic' }),
  },
  { kind: true },
)

export type APIGroupList = T.APIGroupList
export const APIGroupList: MessageSchema<APIGroupList> = pkg.message(
  'APIGroupList',
  {
    groups: list(1, () => APIGroup, { required: true, listType: 'atomic' }),
  },
  { kind: true },
)

export type APIGroup = T.APIGroup
export const APIGroup: MessageSchema<APIGroup> = pkg.message(
  'APIGroup',
  {
    name: string(1, { required: true }),
    versions: list(2, () => GroupVersionForDiscovery, { required: true, listType: 'atomic' }),
    preferredVersion: ref(3, () => GroupVersionForDiscovery),
    serverAddressByClientCIDRs: list(4, () => ServerAddressByClientCIDR, { listType: 'atomic' }),
  },
  { kind: true },
)

export type ServerAddressByClientCIDR = T.ServerAddressByClientCIDR
export const ServerAddressByClientCIDR: MessageSchema<ServerAddressByClientCIDR> = pkg.message(
  'ServerAddressByClientCIDR',
  {
    clientCIDR: string(1, { required: true }),
    serverAddress: string(2, { required: true }),
  },
)

export type GroupVersionForDiscovery = T.GroupVersionForDiscovery
export const GroupVersionForDiscovery: MessageSchema<GroupVersionForDiscovery> = pkg.message(
  'GroupVersionForDiscovery',
  {
    groupVersion: string(1, { required: true }),
    version: string(2, { required: true }),
  },
)

export type APIResource = T.APIResource
export const APIResource: MessageSchema<APIResource> = pkg.message('APIResource', {
  name: string(1, { required: true }),
  singularName: string(6, { required: true }),
  namespaced: bool(2, { required: true }),
  group: string(8),
  version: string(9),
  kind: string(3, { required: true }),
  verbs: wrappedStrings(4, { required: true }),
  shortNames: list(5, 'string', { listType: 'atomic' }),
  categories: list(7, 'string', { listType: 'atomic' }),
  storageVersionHash: string(10),
})

export type APIResourceList = T.APIResourceList
export const APIResourceList: MessageSchema<APIResourceList> = pkg.message(
  'APIResourceList',
  {
    groupVersion: string(1, { required: true }),
    resources: list(2, () => APIResource, { required: true, listType: 'atomic' }),
  },
  { kind: true },
)

export type RootPaths = T.RootPaths
export const RootPaths: MessageSchema<RootPaths> = pkg.message('RootPaths', {
  paths: list(1, 'string', { required: true, listType: 'atomic' }),
})

export type LabelSelector = T.LabelSelector
export const LabelSelector: MessageSchema<LabelSelector> = pkg.message(
  'LabelSelector',
  {
    matchLabels: map(1, 'string'),
    matchExpressions: list(2, () => LabelSelectorRequirement, { listType: 'atomic' }),
  },
  { structType: 'atomic' },
)

export type LabelSelectorRequirement = T.LabelSelectorRequirement
export const LabelSelectorRequirement: MessageSchema<LabelSelectorRequirement> = pkg.message(
  'LabelSelectorRequirement',
  {
    key: string(1, { required: true }),
    operator: string(2, { required: true, enum: LabelSelectorOperator }),
    values: list(3, 'string', { listType: 'atomic' }),
  },
)

export type FieldSelectorRequirement = T.FieldSelectorRequirement
export const FieldSelectorRequirement: MessageSchema<FieldSelectorRequirement> = pkg.message(
  'FieldSelectorRequirement',
  {
    key: string(1, { required: true }),
    operator: string(2, { required: true, enum: FieldSelectorOperator }),
    values: list(3, 'string', { listType: 'atomic' }),
  },
)

export type ManagedFieldsEntry = T.ManagedFieldsEntry
export const ManagedFieldsEntry: MessageSchema<ManagedFieldsEntry> = pkg.message('ManagedFieldsEntry', {
  manager: string(1),
  operation: string(2, { enum: ManagedFieldsOperationType }),
  apiVersion: string(3),
  time: time(4, { pointer: true }),
  fieldsType: string(6),
  fieldsV1: fieldsV1(7, { pointer: true }),
  subresource: string(8),
})

export type Table = T.Table
export const Table: MessageSchema<Table> = pkg.message(
  'Table',
  {
    metadata: ref(0, () => ListMeta),
    columnDefinitions: list(0, () => TableColumnDefinition, { required: true, listType: 'atomic' }),
    rows: list(0, () => TableRow, { required: true, listType: 'atomic' }),
  },
  { kind: true },
)

export type TableColumnDefinition = T.TableColumnDefinition
export const TableColumnDefinition: MessageSchema<TableColumnDefinition> = pkg.message('TableColumnDefinition', {
  name: string(0, { required: true }),
  type: string(0, { required: true }),
  format: string(0, { required: true }),
  description: string(0, { required: true }),
  priority: int32(0, { required: true }),
})

export type TableRow = T.TableRow
export const TableRow: MessageSchema<TableRow> = pkg.message('TableRow', {
  cells: list(0, 'anyJson', { required: true, listType: 'atomic' }),
  conditions: list(0, () => TableRowCondition, { listType: 'atomic' }),
  object: rawExtension(0),
})

export type TableRowCondition = T.TableRowCondition
export const TableRowCondition: MessageSchema<TableRowCondition> = pkg.message('TableRowCondition', {
  type: string(0, { required: true, enum: RowConditionType }),
  status: string(0, { required: true, enum: ConditionStatus }),
  reason: string(0),
  message: string(0),
})

export type TableOptions = T.TableOptions
export const TableOptions: MessageSchema<TableOptions> = pkg.message(
  'TableOptions',
  {
    includeObject: string(1, { enum: IncludeObjectPolicy }),
  },
  { kind: true },
)

export type PartialObjectMetadata = T.PartialObjectMetadata
export const PartialObjectMetadata: MessageSchema<PartialObjectMetadata> = pkg.message(
  'PartialObjectMetadata',
  {
    metadata: ref(1, () => ObjectMeta),
  },
  { kind: true },
)

export type PartialObjectMetadataList = T.PartialObjectMetadataList
export const PartialObjectMetadataList: MessageSchema<PartialObjectMetadataList> = pkg.message(
  'PartialObjectMetadataList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => PartialObjectMetadata, { required: true }),
  },
  { kind: true },
)

export type Condition = T.Condition
export const Condition: MessageSchema<Condition> = pkg.message('Condition', {
  type: string(1, { required: true }),
  status: string(2, { required: true, enum: ConditionStatus }),
  observedGeneration: int64(3),
  lastTransitionTime: time(4, { required: true }),
  reason: string(5, { required: true }),
  message: string(6, { required: true }),
})

export type WatchEvent = T.WatchEvent
export const WatchEvent: MessageSchema<WatchEvent> = pkg.message('WatchEvent', {
  type: string(1, { required: true }),
  object: rawExtension(2, { required: true }),
})
