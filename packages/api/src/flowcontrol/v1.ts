/**
 * flowcontrol.apiserver.k8s.io/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, bool, int32, list, ref, string, time } from '../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'flowcontrol/v1',
  group: 'flowcontrol.apiserver.k8s.io',
  version: 'v1',
  goPackage: 'k8s.io/api/flowcontrol/v1',
})
export const packageInfo = pkg.package

export const FlowDistinguisherMethodType = pkg.enumeration('FlowDistinguisherMethodType', ['ByUser', 'ByNamespace'], {
  open: true,
})
export type FlowDistinguisherMethodType = T.FlowDistinguisherMethodType

export const SubjectKind = pkg.enumeration('SubjectKind', ['User', 'Group', 'ServiceAccount'], { open: true })
export type SubjectKind = T.SubjectKind

export const FlowSchemaConditionType = pkg.enumeration('FlowSchemaConditionType', [], { open: true })
export type FlowSchemaConditionType = T.FlowSchemaConditionType

export const PriorityLevelEnablement = pkg.enumeration('PriorityLevelEnablement', ['Exempt', 'Limited'], { open: true })
export type PriorityLevelEnablement = T.PriorityLevelEnablement

export const LimitResponseType = pkg.enumeration('LimitResponseType', ['Queue', 'Reject'], { open: true })
export type LimitResponseType = T.LimitResponseType

export const PriorityLevelConfigurationConditionType = pkg.enumeration('PriorityLevelConfigurationConditionType', [], {
  open: true,
})
export type PriorityLevelConfigurationConditionType = T.PriorityLevelConfigurationConditionType

export const ConditionStatus = pkg.enumeration('ConditionStatus', ['True', 'False', 'Unknown'], { open: true })
export type ConditionStatus = T.ConditionStatus

export type FlowSchema = T.FlowSchema
export const FlowSchema: MessageSchema<FlowSchema> = pkg.message(
  'FlowSchema',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => FlowSchemaSpec, { description: 'What is wanted.' }),
    status: ref(3, () => FlowSchemaStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'Which requests belong to which priority level.' },
)

export type FlowSchemaList = T.FlowSchemaList
export const FlowSchemaList: MessageSchema<FlowSchemaList> = pkg.message(
  'FlowSchemaList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => FlowSchema, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of FlowSchema objects.' },
)

export type FlowSchemaSpec = T.FlowSchemaSpec
export const FlowSchemaSpec: MessageSchema<FlowSchemaSpec> = pkg.message(
  'FlowSchemaSpec',
  {
    priorityLevelConfiguration: ref(1, () => PriorityLevelConfigurationReference, {
      required: true,
      description: 'Priority level of the requests. A schema whose level is missing is passed over.',
    }),
    matchingPrecedence: int32(2, {
      keepEmpty: true,
      description: 'Of several schemas that fit, the smallest number wins; from 1 to 10000. Default: 1000.',
    }),
    distinguisherMethod: ref(3, () => FlowDistinguisherMethod, {
      pointer: true,
      description: 'How to tell the flows within the schema apart. Absent: they are one flow.',
    }),
    rules: list(4, () => PolicyRulesWithSubjects, {
      listType: 'atomic',
      description: 'Requests that are meant: those that fit one of the rules.',
    }),
  },
  { description: 'Which requests are meant, and where they queue.' },
)

export type FlowDistinguisherMethod = T.FlowDistinguisherMethod
export const FlowDistinguisherMethod: MessageSchema<FlowDistinguisherMethod> = pkg.message(
  'FlowDistinguisherMethod',
  {
    type: string(1, { required: true, enum: FlowDistinguisherMethodType, description: 'ByUser or ByNamespace.' }),
  },
  { description: 'How the requests of a schema are sorted into flows.' },
)

export type PriorityLevelConfigurationReference = T.PriorityLevelConfigurationReference
export const PriorityLevelConfigurationReference: MessageSchema<PriorityLevelConfigurationReference> = pkg.message(
  'PriorityLevelConfigurationReference',
  {
    name: string(1, { required: true, description: 'Name of the priority level.' }),
  },
  { description: 'Which priority level is meant.' },
)

export type PolicyRulesWithSubjects = T.PolicyRulesWithSubjects
export const PolicyRulesWithSubjects: MessageSchema<PolicyRulesWithSubjects> = pkg.message(
  'PolicyRulesWithSubjects',
  {
    subjects: list(1, () => Subject, {
      required: true,
      listType: 'atomic',
      description: 'Who makes the request; one at least.',
    }),
    resourceRules: list(2, () => ResourcePolicyRule, { listType: 'atomic', description: 'Requests on resources.' }),
    nonResourceRules: list(3, () => NonResourcePolicyRule, {
      listType: 'atomic',
      description: 'Requests on other paths.',
    }),
  },
  { description: 'Fits a request when one of the subjects makes it and one of the rules names it.' },
)

export type Subject = T.Subject
export const Subject: MessageSchema<Subject> = pkg.message(
  'Subject',
  {
    kind: string(1, {
      required: true,
      enum: SubjectKind,
      unionDiscriminator: true,
      description: 'User, Group or ServiceAccount: which of the other fields is set.',
    }),
    user: ref(2, () => UserSubject, { pointer: true, description: 'A user by name.' }),
    group: ref(3, () => GroupSubject, { pointer: true, description: 'A group of users by name.' }),
    serviceAccount: ref(4, () => ServiceAccountSubject, {
      pointer: true,
      description: 'A service account by namespace and name.',
    }),
  },
  { description: 'A user, a group or a service account.' },
)

export type UserSubject = T.UserSubject
export const UserSubject: MessageSchema<UserSubject> = pkg.message(
  'UserSubject',
  {
    name: string(1, { required: true, description: 'Name of the user; * is all of them.' }),
  },
  { description: 'A user.' },
)

export type GroupSubject = T.GroupSubject
export const GroupSubject: MessageSchema<GroupSubject> = pkg.message(
  'GroupSubject',
  {
    name: string(1, {
      required: true,
      description: 'Name of the group, such as system:authenticated; * is all of them.',
    }),
  },
  { description: 'A group of users.' },
)

export type ServiceAccountSubject = T.ServiceAccountSubject
export const ServiceAccountSubject: MessageSchema<ServiceAccountSubject> = pkg.message(
  'ServiceAccountSubject',
  {
    namespace: string(1, { required: true, description: 'Namespace of the account.' }),
    name: string(2, { required: true, description: 'Name of the account; * is all of the namespace.' }),
  },
  { description: 'A service account.' },
)

export type ResourcePolicyRule = T.ResourcePolicyRule
export const ResourcePolicyRule: MessageSchema<ResourcePolicyRule> = pkg.message(
  'ResourcePolicyRule',
  {
    verbs: list(1, 'string', {
      required: true,
      listType: 'set',
      description: 'Verbs of requests; * is all and stands alone.',
    }),
    apiGroups: list(2, 'string', {
      required: true,
      listType: 'set',
      description: 'Groups of resources; * is all and stands alone.',
    }),
    resources: list(3, 'string', {
      required: true,
      listType: 'set',
      description:
        'Plural names of resources, with subresource if meant, such as nodes/status; * is all and stands alone.',
    }),
    clusterScope: bool(4, {
      description: 'Fits requests without namespace, be it that the resource has none or that all are meant.',
    }),
    namespaces: list(5, 'string', {
      keepEmpty: true,
      listType: 'set',
      description: 'Namespaces of requests; * is any. Empty only with clusterScope.',
    }),
  },
  { description: 'Fits requests on resources by verb, group, resource and namespace, which must all fit.' },
)

export type NonResourcePolicyRule = T.NonResourcePolicyRule
export const NonResourcePolicyRule: MessageSchema<NonResourcePolicyRule> = pkg.message(
  'NonResourcePolicyRule',
  {
    verbs: list(1, 'string', {
      required: true,
      listType: 'set',
      description: 'Verbs of requests; * is all and stands alone.',
    }),
    nonResourceURLs: list(6, 'string', {
      required: true,
      listType: 'set',
      description: 'Paths such as /healthz, or all below one as in /healthz/*; * is all and stands alone.',
    }),
  },
  { description: 'Fits requests on paths that are no resources by verb and path, which must both fit.' },
)

export type FlowSchemaStatus = T.FlowSchemaStatus
export const FlowSchemaStatus: MessageSchema<FlowSchemaStatus> = pkg.message(
  'FlowSchemaStatus',
  {
    conditions: list(1, () => FlowSchemaCondition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Latest observations, one for each type.',
    }),
  },
  { description: 'What became of the schema.' },
)

export type FlowSchemaCondition = T.FlowSchemaCondition
export const FlowSchemaCondition: MessageSchema<FlowSchemaCondition> = pkg.message(
  'FlowSchemaCondition',
  {
    type: string(1, {
      enum: FlowSchemaConditionType,
      description: 'What is observed; Dangling says that the priority level is missing.',
    }),
    status: string(2, { enum: ConditionStatus, description: 'True, False or Unknown.' }),
    lastTransitionTime: time(3, { description: 'When the status last changed.' }),
    reason: string(4, { description: 'One CamelCase word for programs.' }),
    message: string(5, { description: 'Explanation for people.' }),
  },
  { description: 'One observation about a flow schema.' },
)

export type PriorityLevelConfiguration = T.PriorityLevelConfiguration
export const PriorityLevelConfiguration: MessageSchema<PriorityLevelConfiguration> = pkg.message(
  'PriorityLevelConfiguration',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => PriorityLevelConfigurationSpec, { description: 'What is wanted.' }),
    status: ref(3, () => PriorityLevelConfigurationStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'How many requests of a level are served at a time.' },
)

export type PriorityLevelConfigurationList = T.PriorityLevelConfigurationList
export const PriorityLevelConfigurationList: MessageSchema<PriorityLevelConfigurationList> = pkg.message(
  'PriorityLevelConfigurationList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => PriorityLevelConfiguration, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of PriorityLevelConfiguration objects.' },
)

export type PriorityLevelConfigurationSpec = T.PriorityLevelConfigurationSpec
export const PriorityLevelConfigurationSpec: MessageSchema<PriorityLevelConfigurationSpec> = pkg.message(
  'PriorityLevelConfigurationSpec',
  {
    type: string(1, {
      required: true,
      enum: PriorityLevelEnablement,
      unionDiscriminator: true,
      description:
        'Exempt requests never wait and are not counted; Limited ones share the room that is given to the level.',
    }),
    limited: ref(2, () => LimitedPriorityLevelConfiguration, {
      pointer: true,
      description: 'What holds for a Limited level; needed there, and only there.',
    }),
    exempt: ref(3, () => ExemptPriorityLevelConfiguration, {
      pointer: true,
      description: 'What holds for an Exempt level; only there.',
    }),
  },
  { description: "How much room the level's requests get." },
)

export type LimitedPriorityLevelConfiguration = T.LimitedPriorityLevelConfiguration
export const LimitedPriorityLevelConfiguration: MessageSchema<LimitedPriorityLevelConfiguration> = pkg.message(
  'LimitedPriorityLevelConfiguration',
  {
    nominalConcurrencyShares: int32(1, {
      keepEmpty: true,
      pointer: true,
      description:
        "The level's part of the room: it gets this number out of the sum over all levels. 0 holds its requests back. Default: 30.",
    }),
    limitResponse: ref(2, () => LimitResponse, { description: 'What to do with a request that finds no room.' }),
    lendablePercent: int32(3, {
      pointer: true,
      description: 'How much of its room other levels may borrow, from 0 to 100 percent. Default: 0.',
    }),
    borrowingLimitPercent: int32(4, {
      pointer: true,
      description: 'How much it may borrow from other levels, in percent of its own room. Absent: as much as there is.',
    }),
  },
  { description: 'How much room there is, and what happens to requests beyond it.' },
)

export type ExemptPriorityLevelConfiguration = T.ExemptPriorityLevelConfiguration
export const ExemptPriorityLevelConfiguration: MessageSchema<ExemptPriorityLevelConfiguration> = pkg.message(
  'ExemptPriorityLevelConfiguration',
  {
    nominalConcurrencyShares: int32(1, {
      pointer: true,
      description: "The level's part of the room: it gets this number out of the sum over all levels. Default: 0.",
    }),
    lendablePercent: int32(2, {
      pointer: true,
      description: 'How much of its room other levels may borrow, from 0 to 100 percent. Default: 0.',
    }),
  },
  { description: 'How much room an Exempt level counts for, although it is not bound to it.' },
)

export type LimitResponse = T.LimitResponse
export const LimitResponse: MessageSchema<LimitResponse> = pkg.message(
  'LimitResponse',
  {
    type: string(1, {
      required: true,
      enum: LimitResponseType,
      unionDiscriminator: true,
      description: 'Queue lets it wait, Reject refuses it.',
    }),
    queuing: ref(2, () => QueuingConfiguration, { pointer: true, description: 'How it waits; only with Queue.' }),
  },
  { description: 'What to do with a request that finds no room.' },
)

export type QueuingConfiguration = T.QueuingConfiguration
export const QueuingConfiguration: MessageSchema<QueuingConfiguration> = pkg.message(
  'QueuingConfiguration',
  {
    queues: int32(1, {
      keepEmpty: true,
      description: 'Number of queues; more of them keep flows apart better. Default: 64.',
    }),
    handSize: int32(2, {
      keepEmpty: true,
      description:
        'Among how many queues, dealt to each flow, a request takes the shortest; not above queues. Default: 8.',
    }),
    queueLengthLimit: int32(3, {
      keepEmpty: true,
      description: 'How many requests may wait in one queue; the next is refused. Default: 50.',
    }),
  },
  { description: 'How requests wait.' },
)

export type PriorityLevelConfigurationStatus = T.PriorityLevelConfigurationStatus
export const PriorityLevelConfigurationStatus: MessageSchema<PriorityLevelConfigurationStatus> = pkg.message(
  'PriorityLevelConfigurationStatus',
  {
    conditions: list(1, () => PriorityLevelConfigurationCondition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Latest observations, one for each type.',
    }),
  },
  { description: 'What became of the priority level.' },
)

export type PriorityLevelConfigurationCondition = T.PriorityLevelConfigurationCondition
export const PriorityLevelConfigurationCondition: MessageSchema<PriorityLevelConfigurationCondition> = pkg.message(
  'PriorityLevelConfigurationCondition',
  {
    type: string(1, { enum: PriorityLevelConfigurationConditionType, description: 'What is observed.' }),
    status: string(2, { enum: ConditionStatus, description: 'True, False or Unknown.' }),
    lastTransitionTime: time(3, { description: 'When the status last changed.' }),
    reason: string(4, { description: 'One CamelCase word for programs.' }),
    message: string(5, { description: 'Explanation for people.' }),
  },
  { description: 'One observation about a priority level.' },
)
