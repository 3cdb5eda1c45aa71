/**
 * audit.k8s.io/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { UID } from '../../apimachinery/types.ts'
import { UserInfo } from '../../authentication/v1.ts'
import { ListMeta, ObjectMeta, Status } from '../../meta/v1.ts'
import {
  apiPackage,
  type MessageSchema,
  bool,
  list,
  map,
  microtime,
  rawExtension,
  ref,
  string,
  stringOf,
} from '../../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'config/audit/v1',
  group: 'audit.k8s.io',
  version: 'v1',
  goPackage: 'k8s.io/apiserver/pkg/apis/audit/v1',
})
export const packageInfo = pkg.package

export const Level = pkg.enumeration('Level', ['None', 'Metadata', 'Request', 'RequestResponse'], { open: true })
export type Level = T.Level

export const Stage = pkg.enumeration('Stage', ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'], {
  open: true,
})
export type Stage = T.Stage

export type Event = T.Event
export const Event: MessageSchema<Event> = pkg.message(
  'Event',
  {
    level: string(1, { required: true, enum: Level }),
    auditID: string(2, { required: true, enum: UID }),
    stage: string(3, { required: true, enum: Stage }),
    requestURI: string(4, { required: true }),
    verb: string(5, { required: true }),
    user: ref(6, () => UserInfo, { required: true }),
    impersonatedUser: ref(7, () => UserInfo, { pointer: true }),
    sourceIPs: list(8, 'string', { listType: 'atomic' }),
    userAgent: string(16),
    objectRef: ref(9, () => ObjectReference, { pointer: true }),
    responseStatus: ref(10, () => Status, { pointer: true }),
    requestObject: rawExtension(11, { pointer: true }),
    responseObject: rawExtension(12, { pointer: true }),
    requestReceivedTimestamp: microtime(13, { keepEmpty: true }),
    stageTimestamp: microtime(14, { keepEmpty: true }),
    annotations: map(15, 'string'),
  },
  { kind: true, description: 'Something that happened to an object; kept for a while only.' },
)

export type EventList = T.EventList
export const EventList: MessageSchema<EventList> = pkg.message(
  'EventList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => Event, { required: true }),
  },
  { kind: true, description: 'A list of Event objects.' },
)

export type Policy = T.Policy
export const Policy: MessageSchema<Policy> = pkg.message(
  'Policy',
  {
    metadata: ref(1, () => ObjectMeta),
    rules: list(2, () => PolicyRule, { required: true, listType: 'atomic' }),
    omitStages: list(3, stringOf(Stage), { listType: 'atomic' }),
    omitManagedFields: bool(4),
  },
  { kind: true },
)

export type PolicyList = T.PolicyList
export const PolicyList: MessageSchema<PolicyList> = pkg.message(
  'PolicyList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => Policy, { required: true }),
  },
  { kind: true, description: 'A list of Policy objects.' },
)

export type PolicyRule = T.PolicyRule
export const PolicyRule: MessageSchema<PolicyRule> = pkg.message(
  'PolicyRule',
  {
    level: string(1, { required: true, enum: Level }),
    users: list(2, 'string', { listType: 'atomic' }),
    userGroups: list(3, 'string', { listType: 'atomic' }),
    verbs: list(4, 'string', { listType: 'atomic' }),
    resources: list(5, () => GroupResources, { listType: 'atomic' }),
    namespaces: list(6, 'string', { listType: 'atomic' }),
    nonResourceURLs: list(7, 'string', { listType: 'atomic' }),
    omitStages: list(8, stringOf(Stage), { listType: 'atomic' }),
    omitManagedFields: bool(9, { pointer: true }),
  },
  { description: 'Verbs allowed on resources or paths.' },
)

export type GroupResources = T.GroupResources
export const GroupResources: MessageSchema<GroupResources> = pkg.message('GroupResources', {
  group: string(1),
  resources: list(2, 'string', { listType: 'atomic' }),
  resourceNames: list(3, 'string', { listType: 'atomic' }),
})

export type ObjectReference = T.ObjectReference
export const ObjectReference: MessageSchema<ObjectReference> = pkg.message(
  'ObjectReference',
  {
    resource: string(1),
    namespace: string(2),
    name: string(3),
    uid: string(4, { enum: UID }),
    apiGroup: string(5),
    apiVersion: string(6),
    resourceVersion: string(7),
    subresource: string(8),
  },
  { description: 'An object, or a part of one.' },
)
