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
export const FlowSchemaSpec: MessageSchema<FlowSchemaSpec> = pkg.message('FlowSchemaSpec', {
  priorityLevelConfiguration: ref(1, () => PriorityLevelConfigurationReference, { required: true }),
  matchingPrecedence: int32(2, { keepEmpty: true }),
  distinguisherMethod: ref(3, () => FlowDistinguisherMethod, { pointer: true }),
  rules: list(4, () => PolicyRulesWithSubjects, { listType: 'atomic' }),
})

export type FlowDistinguisherMethod = T.FlowDistinguisherMethod
export const FlowDistinguisherMethod: MessageSchema<FlowDistinguisherMethod> = pkg.message('FlowDistinguisherMethod', {
  type: string(1, { required: true, enum: FlowDistinguisherMethodType }),
})

export type PriorityLevelConfigurationReference = T.PriorityLevelConfigurationReference
export const PriorityLevelConfigurationReference: MessageSchema<PriorityLevelConfigurationReference> = pkg.message(
  'PriorityLevelConfigurationReference',
  {
    name: string(1, { required: true }),
  },
)

export type PolicyRulesWithSubjects = T.PolicyRulesWithSubjects
export const PolicyRulesWithSubjects: MessageSchema<PolicyRulesWithSubjects> = pkg.message('PolicyRulesWithSubjects', {
  subjects: list(1, () => Subject, { required: true, listType: 'atomic' }),
  resourceRules: list(2, () => ResourcePolicyRule, { listType: 'atomic' }),
  nonResourceRules: list(3, () => NonResourcePolicyRule, { listType: 'atomic' }),
})

export type Subject = T.Subject
export const Subject: MessageSchema<Subject> = pkg.message(
  'Subject',
  {
    kind: string(1, { required: true, enum: SubjectKind, unionDiscriminator: true }),
    user: ref(2, () => UserSubject, { pointer: true }),
    group: ref(3, () => GroupSubject, { pointer: true }),
    serviceAccount: ref(4, () => ServiceAccountSubject, { pointer: true }),
  },
  { description: 'A user, a group or a service account.' },
)

export type UserSubject = T.UserSubject
export const UserSubject: MessageSchema<UserSubject> = pkg.message('UserSubject', {
  name: string(1, { required: true }),
})

export type GroupSubject = T.GroupSubject
export const GroupSubject: MessageSchema<GroupSubject> = pkg.message('GroupSubject', {
  name: string(1, { required: true }),
})

export type ServiceAccountSubject = T.ServiceAccountSubject
export const ServiceAccountSubject: MessageSchema<ServiceAccountSubject> = pkg.message('ServiceAccountSubject', {
  namespace: string(1, { required: true, description: 'Namespace of the object.' }),
  name: string(2, { required: true }),
})

export type ResourcePolicyRule = T.ResourcePolicyRule
export const ResourcePolicyRule: MessageSchema<ResourcePolicyRule> = pkg.message('ResourcePolicyRule', {
  verbs: list(1, 'string', { required: true, listType: 'set' }),
  apiGroups: list(2, 'string', { required: true, listType: 'set' }),
  resources: list(3, 'string', { required: true, listType: 'set' }),
  clusterScope: bool(4),
  namespaces: list(5, 'string', { keepEmpty: true, listType: 'set' }),
})

export type NonResourcePolicyRule = T.NonResourcePolicyRule
export const NonResourcePolicyRule: MessageSchema<NonResourcePolicyRule> = pkg.message('NonResourcePolicyRule', {
  verbs: list(1, 'string', { required: true, listType: 'set' }),
  nonResourceURLs: list(6, 'string', { required: true, listType: 'set' }),
})

export type FlowSchemaStatus = T.FlowSchemaStatus
export const FlowSchemaStatus: MessageSchema<FlowSchemaStatus> = pkg.message('FlowSchemaStatus', {
  conditions: list(1, () => FlowSchemaCondition, {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: ['merge'],
    patchMergeKey: 'type',
    description: 'Latest observations, one for each type.',
  }),
})

export type FlowSchemaCondition = T.FlowSchemaCondition
export const FlowSchemaCondition: MessageSchema<FlowSchemaCondition> = pkg.message('FlowSchemaCondition', {
  type: string(1, { enum: FlowSchemaConditionType }),
  status: string(2, { enum: ConditionStatus }),
  lastTransitionTime: time(3, { description: 'When the status last changed.' }),
  reason: string(4, { description: 'One CamelCase word for programs.' }),
  message: string(5, { description: 'Explanation for people.' }),
})

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
    type: string(1, { required: true, enum: PriorityLevelEnablement, unionDiscriminator: true }),
    limited: ref(2, () => LimitedPriorityLevelConfiguration, { pointer: true }),
    exempt: ref(3, () => ExemptPriorityLevelConfiguration, { pointer: true }),
  },
)

export type LimitedPriorityLevelConfiguration = T.LimitedPriorityLevelConfiguration
export const LimitedPriorityLevelConfiguration: MessageSchema<LimitedPriorityLevelConfiguration> = pkg.message(
  'LimitedPriorityLevelConfiguration',
  {
    nominalConcurrencyShares: int32(1, { keepEmpty: true, pointer: true }),
    limitResponse: ref(2, () => LimitResponse),
    lendablePercent: int32(3, { pointer: true }),
    borrowingLimitPercent: int32(4, { pointer: true }),
  },
)

export type ExemptPriorityLevelConfiguration = T.ExemptPriorityLevelConfiguration
export const ExemptPriorityLevelConfiguration: MessageSchema<ExemptPriorityLevelConfiguration> = pkg.message(
  'ExemptPriorityLevelConfiguration',
  {
    nominalConcurrencyShares: int32(1, { pointer: true }),
    lendablePercent: int32(2, { pointer: true }),
  },
)

export type LimitResponse = T.LimitResponse
export const LimitResponse: MessageSchema<LimitResponse> = pkg.message('LimitResponse', {
  type: string(1, { required: true, enum: LimitResponseType, unionDiscriminator: true }),
  queuing: ref(2, () => QueuingConfiguration, { pointer: true }),
})

export type QueuingConfiguration = T.QueuingConfiguration
export const QueuingConfiguration: MessageSchema<QueuingConfiguration> = pkg.message('QueuingConfiguration', {
  queues: int32(1, { keepEmpty: true }),
  handSize: int32(2, { keepEmpty: true }),
  queueLengthLimit: int32(3, { keepEmpty: true }),
})

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
)

export type PriorityLevelConfigurationCondition = T.PriorityLevelConfigurationCondition
export const PriorityLevelConfigurationCondition: MessageSchema<PriorityLevelConfigurationCondition> = pkg.message(
  'PriorityLevelConfigurationCondition',
  {
    type: string(1, { enum: PriorityLevelConfigurationConditionType }),
    status: string(2, { enum: ConditionStatus }),
    lastTransitionTime: time(3, { description: 'When the status last changed.' }),
    reason: string(4, { description: 'One CamelCase word for programs.' }),
    message: string(5, { description: 'Explanation for people.' }),
  },
)
