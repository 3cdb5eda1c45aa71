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
export const GroupResource: MessageSchema<GroupResource> = pkg.message(
  'GroupResource',
  {
    group: string(1, { required: true, description: 'API group.' }),
    resource: string(2, { required: true, description: 'The resource.' }),
  },
  { description: 'A resource of a group.' },
)

export type GroupVersionResource = T.GroupVersionResource
export const GroupVersionResource: MessageSchema<GroupVersionResource> = pkg.message(
  'GroupVersionResource',
  {
    group: string(1, { required: true, description: 'API group.' }),
    version: string(2, { required: true, description: 'Version.' }),
    resource: string(3, { required: true, description: 'The resource.' }),
  },
  { description: 'A resource of a group version.' },
)

export type GroupKind = T.GroupKind
export const GroupKind: MessageSchema<GroupKind> = pkg.message(
  'GroupKind',
  {
    group: string(1, { required: true, description: 'API group.' }),
    kind: string(2, { required: true, description: 'Kind of the object, in CamelCase.' }),
  },
  { description: 'A kind of a group.' },
)

export type GroupVersionKind = T.GroupVersionKind
export const GroupVersionKind: MessageSchema<GroupVersionKind> = pkg.message(
  'GroupVersionKind',
  {
    group: string(1, { required: true, description: 'API group.' }),
    version: string(2, { required: true, description: 'Version.' }),
    kind: string(3, { required: true, description: 'Kind of the object, in CamelCase.' }),
  },
  { description: 'A kind of a group version.' },
)

export type ListMeta = T.ListMeta
export const ListMeta: MessageSchema<ListMeta> = pkg.message(
  'ListMeta',
  {
    selfLink: string(1, { description: 'No longer used.' }),
    resourceVersion: string(2, { description: 'Version of the whole list; a watch may start from it.' }),
    continue: string(3, { description: 'Token for the next part of a list; empty at the end.' }),
    remainingItemCount: int64(4, { pointer: true, description: 'Items still to come, where known.' }),
  },
  { description: 'What all lists have.' },
)

export type ObjectMeta = T.ObjectMeta
export const ObjectMeta: MessageSchema<ObjectMeta> = pkg.message(
  'ObjectMeta',
  {
    name: string(1, { description: 'Name, unique in the namespace and fixed.' }),
    generateName: string(2, { description: 'Start of a name that the server completes.' }),
    namespace: string(3, { description: 'Namespace; fixed, and empty for what belongs to the cluster.' }),
    selfLink: string(4, { description: 'No longer used.' }),
    uid: string(5, { enum: UID, description: 'Id that no other object ever had or will have.' }),
    resourceVersion: string(6, { description: 'Opaque version of the object in the store; changes with every write.' }),
    generation: int64(7, { description: 'Counts changes of the wanted state.' }),
    creationTimestamp: time(8, { description: 'CreationTimestamp is a timestamp: when the object was made.' }),
    deletionTimestamp: time(9, { pointer: true, description: 'When it is to be gone; set by the server on deletion.' }),
    deletionGracePeriodSeconds: int64(10, { pointer: true, description: 'Seconds it has for stopping.' }),
    labels: map(11, 'string', { description: 'Pairs by which objects are selected.' }),
    annotations: map(12, 'string', { description: 'Pairs for tools, not for selecting.' }),
    ownerReferences: list(13, () => OwnerReference, {
      listType: 'map',
      listMapKeys: ['uid'],
      patchStrategy: ['merge'],
      patchMergeKey: 'uid',
      description: 'Objects it depends on; it is deleted when all are gone.',
    }),
    finalizers: list(14, 'string', {
      listType: 'set',
      patchStrategy: ['merge'],
      description: 'Names that must be gone before the object is removed.',
    }),
    managedFields: list(17, () => ManagedFieldsEntry, {
      listType: 'atomic',
      description: 'Which writer set which fields.',
    }),
  },
  { description: 'What objects of all kinds have.' },
)

export type OwnerReference = T.OwnerReference
export const OwnerReference: MessageSchema<OwnerReference> = pkg.message(
  'OwnerReference',
  {
    apiVersion: string(5, { required: true, description: 'Group and version of the kind, such as apps/v1.' }),
    kind: string(1, { required: true, description: 'Kind of the owner.' }),
    name: string(3, { required: true, description: 'Name of the owner.' }),
    uid: string(4, { required: true, enum: UID, description: 'Uid of the owner.' }),
    controller: bool(6, { pointer: true, description: 'Whether the owner is the controller; only one may be.' }),
    blockOwnerDeletion: bool(7, {
      pointer: true,
      description: 'Foreground deletion of the owner waits for this object.',
    }),
  },
  { structType: 'atomic', description: 'An object that another depends on.' },
)

export type ListOptions = T.ListOptions
export const ListOptions: MessageSchema<ListOptions> = pkg.message(
  'ListOptions',
  {
    labelSelector: string(1, { description: 'Labels of the objects meant.' }),
    fieldSelector: string(2, { description: 'Fields of the objects meant.' }),
    watch: bool(3, { description: 'Send changes instead of a list.' }),
    allowWatchBookmarks: bool(9, { description: 'Send a mark with the version now and then.' }),
    resourceVersion: string(4, { description: 'How fresh the answer must be, or where a watch starts.' }),
    resourceVersionMatch: string(10, {
      enum: ResourceVersionMatch,
      description: 'How resourceVersion is meant: NotOlderThan or Exact.',
    }),
    timeoutSeconds: int64(5, { pointer: true, description: 'Seconds until the call ends.' }),
    limit: int64(7, { description: 'Most items in one answer.' }),
    continue: string(8, { description: 'Token for the next part of a list; empty at the end.' }),
    sendInitialEvents: bool(11, {
      pointer: true,
      description: 'Begin a watch with what there is, followed by a mark.',
    }),
  },
  { kind: true, description: 'Options of listing and watching.' },
)

export type GetOptions = T.GetOptions
export const GetOptions: MessageSchema<GetOptions> = pkg.message(
  'GetOptions',
  {
    resourceVersion: string(1, { description: 'How fresh the answer must be.' }),
  },
  { kind: true, description: 'Options of reading one object.' },
)

export type DeleteOptions = T.DeleteOptions
export const DeleteOptions: MessageSchema<DeleteOptions> = pkg.message(
  'DeleteOptions',
  {
    gracePeriodSeconds: int64(1, { pointer: true, description: 'Seconds for stopping; 0 is at once.' }),
    preconditions: ref(2, () => Preconditions, {
      pointer: true,
      description: 'What must be true, or nothing is done.',
    }),
    orphanDependents: bool(3, { pointer: true, description: 'Older form of propagationPolicy.' }),
    propagationPolicy: string(4, {
      pointer: true,
      enum: DeletionPropagation,
      description: 'What happens to dependents: Orphan, Background or Foreground.',
    }),
    dryRun: list(5, 'string', { listType: 'atomic', description: 'All means: do everything except keeping it.' }),
  },
  { kind: true, description: 'Options of deleting.' },
)

export type CreateOptions = T.CreateOptions
export const CreateOptions: MessageSchema<CreateOptions> = pkg.message(
  'CreateOptions',
  {
    dryRun: list(1, 'string', { listType: 'atomic', description: 'All means: do everything except keeping it.' }),
    fieldManager: string(3, { description: 'Name of the writer, for managed fields.' }),
    fieldValidation: string(4, {
      description: 'What to do about unknown and repeated fields: Ignore, Warn or Strict.',
    }),
  },
  { kind: true, description: 'Options of creating.' },
)

export type PatchOptions = T.PatchOptions
export const PatchOptions: MessageSchema<PatchOptions> = pkg.message(
  'PatchOptions',
  {
    dryRun: list(1, 'string', { listType: 'atomic', description: 'All means: do everything except keeping it.' }),
    force: bool(2, { pointer: true, description: 'Take over fields that belong to other writers.' }),
    fieldManager: string(3, { description: 'Name of the writer, for managed fields.' }),
    fieldValidation: string(4, {
      description: 'What to do about unknown and repeated fields: Ignore, Warn or Strict.',
    }),
  },
  { kind: true, description: 'Options of patching and applying.' },
)

export type ApplyOptions = T.ApplyOptions
export const ApplyOptions: MessageSchema<ApplyOptions> = pkg.message(
  'ApplyOptions',
  {
    dryRun: list(1, 'string', { listType: 'atomic', description: 'All means: do everything except keeping it.' }),
    force: bool(2, { required: true, description: 'Take over fields that belong to other writers.' }),
    fieldManager: string(3, { required: true, description: 'Name of the writer, for managed fields.' }),
  },
  { kind: true, description: 'Options of applying.' },
)

export type UpdateOptions = T.UpdateOptions
export const UpdateOptions: MessageSchema<UpdateOptions> = pkg.message(
  'UpdateOptions',
  {
    dryRun: list(1, 'string', { listType: 'atomic', description: 'All means: do everything except keeping it.' }),
    fieldManager: string(2, { description: 'Name of the writer, for managed fields.' }),
    fieldValidation: string(3, {
      description: 'What to do about unknown and repeated fields: Ignore, Warn or Strict.',
    }),
  },
  { kind: true, description: 'Options of updating.' },
)

export type Preconditions = T.Preconditions
export const Preconditions: MessageSchema<Preconditions> = pkg.message(
  'Preconditions',
  {
    uid: string(1, { pointer: true, enum: UID, description: 'Uid the object must have.' }),
    resourceVersion: string(2, { pointer: true, description: 'Version the object must have.' }),
  },
  { description: 'What must be true of an object before it is changed.' },
)

export type Status = T.Status
export const Status: MessageSchema<Status> = pkg.message(
  'Status',
  {
    metadata: ref(1, () => ListMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    status: string(2, { description: 'Success or Failure.' }),
    message: string(3, { description: 'Explanation for people.' }),
    reason: string(4, { enum: StatusReason, description: 'One CamelCase word for why, such as NotFound.' }),
    details: ref(5, () => StatusDetails, { pointer: true, listType: 'atomic', description: 'More about the error.' }),
    code: int32(6, { description: 'HTTP status code.' }),
  },
  { kind: true, description: 'The answer of a call that has no object to give, mostly an error.' },
)

export type StatusDetails = T.StatusDetails
export const StatusDetails: MessageSchema<StatusDetails> = pkg.message(
  'StatusDetails',
  {
    name: string(1, { description: 'Name of the object.' }),
    group: string(2, { description: 'API group.' }),
    kind: string(3, { description: 'Kind or resource of the object.' }),
    uid: string(6, { enum: UID, description: 'Uid of the object.' }),
    causes: list(4, () => StatusCause, { listType: 'atomic', description: 'Single causes of the error.' }),
    retryAfterSeconds: int32(5, { description: 'Seconds after which to try again.' }),
  },
  { description: 'More about an error.' },
)

export type StatusCause = T.StatusCause
export const StatusCause: MessageSchema<StatusCause> = pkg.message(
  'StatusCause',
  {
    reason: string(1, { enum: CauseType, description: 'One word for the cause, such as FieldValueRequired.' }),
    message: string(2, { description: 'Explanation for people.' }),
    field: string(3, { description: 'Path of the field.' }),
  },
  { description: 'One cause of an error.' },
)

export type List = T.List
export const List: MessageSchema<List> = pkg.message(
  'List',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, 'rawExtension', { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'Objects of any kinds.' },
)

export type APIVersions = T.APIVersions
export const APIVersions: MessageSchema<APIVersions> = pkg.message(
  'APIVersions',
  {
    versions: list(1, 'string', { required: true, listType: 'atomic', description: 'The versions.' }),
    serverAddressByClientCIDRs: list(2, () => ServerAddressByClientCIDR, {
      required: true,
      listType: 'atomic',
      description: 'Addresses of servers by network of the client.',
    }),
  },
  { kind: true, description: 'Versions of the core group.' },
)

export type APIGroupList = T.APIGroupList
export const APIGroupList: MessageSchema<APIGroupList> = pkg.message(
  'APIGroupList',
  {
    groups: list(1, () => APIGroup, { required: true, listType: 'atomic', description: 'The groups.' }),
  },
  { kind: true, description: 'The groups a server has.' },
)

export type APIGroup = T.APIGroup
export const APIGroup: MessageSchema<APIGroup> = pkg.message(
  'APIGroup',
  {
    name: string(1, { required: true, description: 'Name of the group.' }),
    versions: list(2, () => GroupVersionForDiscovery, {
      required: true,
      listType: 'atomic',
      description: 'The versions.',
    }),
    preferredVersion: ref(3, () => GroupVersionForDiscovery, { description: 'Version to use when in doubt.' }),
    serverAddressByClientCIDRs: list(4, () => ServerAddressByClientCIDR, {
      listType: 'atomic',
      description: 'Addresses of servers by network of the client.',
    }),
  },
  { kind: true, description: 'A group and its versions.' },
)

export type ServerAddressByClientCIDR = T.ServerAddressByClientCIDR
export const ServerAddressByClientCIDR: MessageSchema<ServerAddressByClientCIDR> = pkg.message(
  'ServerAddressByClientCIDR',
  {
    clientCIDR: string(1, { required: true, description: 'Network of the client.' }),
    serverAddress: string(2, { required: true, description: 'Address of the server.' }),
  },
  { description: "A server's address for clients of one network." },
)

export type GroupVersionForDiscovery = T.GroupVersionForDiscovery
export const GroupVersionForDiscovery: MessageSchema<GroupVersionForDiscovery> = pkg.message(
  'GroupVersionForDiscovery',
  {
    groupVersion: string(1, { required: true, description: 'Group and version, such as apps/v1.' }),
    version: string(2, { required: true, description: 'Version.' }),
  },
  { description: 'A version of a group.' },
)

export type APIResource = T.APIResource
export const APIResource: MessageSchema<APIResource> = pkg.message(
  'APIResource',
  {
    name: string(1, { required: true, description: 'Plural name.' }),
    singularName: string(6, { required: true, description: 'Singular name.' }),
    namespaced: bool(2, { required: true, description: 'Whether its objects are in namespaces.' }),
    group: string(8, { description: 'API group.' }),
    version: string(9, { description: 'Version.' }),
    kind: string(3, { required: true, description: 'Kind of its objects.' }),
    verbs: wrappedStrings(4, { required: true, description: 'What can be done with it.' }),
    shortNames: list(5, 'string', { listType: 'atomic', description: 'Short names.' }),
    categories: list(7, 'string', {
      listType: 'atomic',
      description: 'Groups of resources it belongs to, such as all.',
    }),
    storageVersionHash: string(10, { description: 'Hash that changes with the stored version.' }),
  },
  { description: 'A resource and what can be done with it.' },
)

export type APIResourceList = T.APIResourceList
export const APIResourceList: MessageSchema<APIResourceList> = pkg.message(
  'APIResourceList',
  {
    groupVersion: string(1, { required: true, description: 'Group and version, such as apps/v1.' }),
    resources: list(2, () => APIResource, { required: true, listType: 'atomic', description: 'The resources.' }),
  },
  { kind: true, description: 'Resources of a group version.' },
)

export type RootPaths = T.RootPaths
export const RootPaths: MessageSchema<RootPaths> = pkg.message(
  'RootPaths',
  {
    paths: list(1, 'string', { required: true, listType: 'atomic', description: 'The paths.' }),
  },
  { description: 'Paths a server has.' },
)

export type LabelSelector = T.LabelSelector
export const LabelSelector: MessageSchema<LabelSelector> = pkg.message(
  'LabelSelector',
  {
    matchLabels: map(1, 'string', { description: 'Labels with their values that must all be there.' }),
    matchExpressions: list(2, () => LabelSelectorRequirement, {
      listType: 'atomic',
      description: 'Conditions that must all hold.',
    }),
  },
  { structType: 'atomic', description: 'Conditions on labels that must all hold; empty matches everything.' },
)

export type LabelSelectorRequirement = T.LabelSelectorRequirement
export const LabelSelectorRequirement: MessageSchema<LabelSelectorRequirement> = pkg.message(
  'LabelSelectorRequirement',
  {
    key: string(1, { required: true, description: 'Key of the label.' }),
    operator: string(2, {
      required: true,
      enum: LabelSelectorOperator,
      description: 'In, NotIn, Exists or DoesNotExist.',
    }),
    values: list(3, 'string', {
      listType: 'atomic',
      description: 'Values to compare with; empty for Exists and DoesNotExist.',
    }),
  },
  { description: 'One condition on labels.' },
)

export type FieldSelectorRequirement = T.FieldSelectorRequirement
export const FieldSelectorRequirement: MessageSchema<FieldSelectorRequirement> = pkg.message(
  'FieldSelectorRequirement',
  {
    key: string(1, { required: true, description: 'Path of the field.' }),
    operator: string(2, {
      required: true,
      enum: FieldSelectorOperator,
      description: 'How key and values are compared: In, NotIn, Exists, DoesNotExist and so on.',
    }),
    values: list(3, 'string', {
      listType: 'atomic',
      description: 'Values to compare with; empty for Exists and DoesNotExist.',
    }),
  },
  { description: 'One condition on fields.' },
)

export type ManagedFieldsEntry = T.ManagedFieldsEntry
export const ManagedFieldsEntry: MessageSchema<ManagedFieldsEntry> = pkg.message(
  'ManagedFieldsEntry',
  {
    manager: string(1, { description: 'Name of the writer.' }),
    operation: string(2, { enum: ManagedFieldsOperationType, description: 'Apply or Update.' }),
    apiVersion: string(3, { description: 'Version in which the fields are named.' }),
    time: time(4, { pointer: true, description: 'When it was last written.' }),
    fieldsType: string(6, { description: 'Form of the fields: FieldsV1.' }),
    fieldsV1: fieldsV1(7, { pointer: true, description: 'The fields.' }),
    subresource: string(8, { description: 'Subresource it was written through.' }),
  },
  { description: 'Fields that one writer has set.' },
)

export type Table = T.Table
export const Table: MessageSchema<Table> = pkg.message(
  'Table',
  {
    metadata: ref(0, () => ListMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    columnDefinitions: list(0, () => TableColumnDefinition, {
      required: true,
      listType: 'atomic',
      description: 'The columns.',
    }),
    rows: list(0, () => TableRow, { required: true, listType: 'atomic', description: 'The rows.' }),
  },
  { kind: true, description: 'Objects as rows for people to read.' },
)

export type TableColumnDefinition = T.TableColumnDefinition
export const TableColumnDefinition: MessageSchema<TableColumnDefinition> = pkg.message(
  'TableColumnDefinition',
  {
    name: string(0, { required: true, description: 'Heading.' }),
    type: string(0, { required: true, description: 'Type of the values.' }),
    format: string(0, { required: true, description: 'Format of the values, such as date.' }),
    description: string(0, { required: true, description: 'What the column says.' }),
    priority: int32(0, { required: true, description: '0 is always shown; higher only in wide output.' }),
  },
  { description: 'A column.' },
)

export type TableRow = T.TableRow
export const TableRow: MessageSchema<TableRow> = pkg.message(
  'TableRow',
  {
    cells: list(0, 'anyJson', {
      required: true,
      listType: 'atomic',
      description: 'Values in the order of the columns.',
    }),
    conditions: list(0, () => TableRowCondition, { listType: 'atomic', description: 'Conditions of the row.' }),
    object: rawExtension(0, { description: 'The object, or its metadata.' }),
  },
  { description: 'A row.' },
)

export type TableRowCondition = T.TableRowCondition
export const TableRowCondition: MessageSchema<TableRowCondition> = pkg.message(
  'TableRowCondition',
  {
    type: string(0, { required: true, enum: RowConditionType, description: 'What is observed: Completed.' }),
    status: string(0, { required: true, enum: ConditionStatus, description: 'True, False or Unknown.' }),
    reason: string(0, { description: 'One CamelCase word for programs.' }),
    message: string(0, { description: 'Explanation for people.' }),
  },
  { description: 'A mark on a row.' },
)

export type TableOptions = T.TableOptions
export const TableOptions: MessageSchema<TableOptions> = pkg.message(
  'TableOptions',
  {
    includeObject: string(1, {
      enum: IncludeObjectPolicy,
      description: 'How much of the object each row has: None, Metadata or Object.',
    }),
  },
  { kind: true, description: 'Options of tables.' },
)

export type PartialObjectMetadata = T.PartialObjectMetadata
export const PartialObjectMetadata: MessageSchema<PartialObjectMetadata> = pkg.message(
  'PartialObjectMetadata',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
  },
  { kind: true, description: 'An object of which only the metadata is shown.' },
)

export type PartialObjectMetadataList = T.PartialObjectMetadataList
export const PartialObjectMetadataList: MessageSchema<PartialObjectMetadataList> = pkg.message(
  'PartialObjectMetadataList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => PartialObjectMetadata, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of PartialObjectMetadata objects.' },
)

export type Condition = T.Condition
export const Condition: MessageSchema<Condition> = pkg.message(
  'Condition',
  {
    type: string(1, {
      required: true,
      description: 'What is observed, as a CamelCase word or foo.example.com/CamelCase.',
    }),
    status: string(2, { required: true, enum: ConditionStatus, description: 'True, False or Unknown.' }),
    observedGeneration: int64(3, { description: 'Generation that the status speaks of.' }),
    lastTransitionTime: time(4, { required: true, description: 'When the status last changed.' }),
    reason: string(5, { required: true, description: 'One CamelCase word for programs.' }),
    message: string(6, { required: true, description: 'Explanation for people.' }),
  },
  { description: 'One observation about an object.' },
)

export type WatchEvent = T.WatchEvent
export const WatchEvent: MessageSchema<WatchEvent> = pkg.message(
  'WatchEvent',
  {
    type: string(1, { required: true, description: 'ADDED, MODIFIED, DELETED, BOOKMARK or ERROR.' }),
    object: rawExtension(2, { required: true, description: 'The object as it is now, or a Status.' }),
  },
  { description: 'One change in a watch.' },
)
