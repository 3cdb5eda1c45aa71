/**
 * admissionregistration.k8s.io/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { Condition, LabelSelector, ListMeta, ObjectMeta, StatusReason } from '../meta/v1.ts'
import { RuleWithOperations as admissionregistrationV1RuleWithOperations } from './v1.ts'
import {
  apiPackage,
  type MessageSchema,
  bytes,
  inline,
  int32,
  int64,
  list,
  ref,
  string,
  stringOf,
} from '../schema/schema.ts'
import type * as T from './v1beta1.types.ts'
export { Rule, ScopeType, RuleWithOperations, OperationType } from './v1.ts'

const pkg = apiPackage({
  path: 'admissionregistration/v1beta1',
  group: 'admissionregistration.k8s.io',
  version: 'v1beta1',
  goPackage: 'k8s.io/api/admissionregistration/v1beta1',
})
export const packageInfo = pkg.package

export const ParameterNotFoundActionType = pkg.enumeration('ParameterNotFoundActionType', ['Allow', 'Deny'], {
  open: true,
})
export type ParameterNotFoundActionType = T.ParameterNotFoundActionType

export const FailurePolicyType = pkg.enumeration('FailurePolicyType', ['Ignore', 'Fail'], { open: true })
export type FailurePolicyType = T.FailurePolicyType

export const MatchPolicyType = pkg.enumeration('MatchPolicyType', ['Exact', 'Equivalent'], { open: true })
export type MatchPolicyType = T.MatchPolicyType

export const SideEffectClass = pkg.enumeration('SideEffectClass', ['Unknown', 'None', 'Some', 'NoneOnDryRun'], {
  open: true,
})
export type SideEffectClass = T.SideEffectClass

export const ValidatingAdmissionPolicyConditionType = pkg.enumeration('ValidatingAdmissionPolicyConditionType', [], {
  open: true,
})
export type ValidatingAdmissionPolicyConditionType = T.ValidatingAdmissionPolicyConditionType

export const ValidationAction = pkg.enumeration('ValidationAction', ['Deny', 'Warn', 'Audit'])
export type ValidationAction = T.ValidationAction

export const ReinvocationPolicyType = pkg.enumeration('ReinvocationPolicyType', ['Never', 'IfNeeded'], { open: true })
export type ReinvocationPolicyType = T.ReinvocationPolicyType

export type ValidatingAdmissionPolicy = T.ValidatingAdmissionPolicy
export const ValidatingAdmissionPolicy: MessageSchema<ValidatingAdmissionPolicy> = pkg.message(
  'ValidatingAdmissionPolicy',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => ValidatingAdmissionPolicySpec, { description: 'What is wanted.' }),
    status: ref(3, () => ValidatingAdmissionPolicyStatus, { description: 'What is; written by the system.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.28', deprecated: '1.31', removed: '1.34' },
    description: 'Rules in CEL that objects must keep.',
  },
)

export type ValidatingAdmissionPolicyStatus = T.ValidatingAdmissionPolicyStatus
export const ValidatingAdmissionPolicyStatus: MessageSchema<ValidatingAdmissionPolicyStatus> = pkg.message(
  'ValidatingAdmissionPolicyStatus',
  {
    observedGeneration: int64(1, { description: 'Generation that the status speaks of.' }),
    typeChecking: ref(2, () => TypeChecking, { pointer: true }),
    conditions: list(3, () => Condition, {
      listType: 'map',
      listMapKeys: ['type'],
      description: 'Latest observations, one for each type.',
    }),
  },
)

export type TypeChecking = T.TypeChecking
export const TypeChecking: MessageSchema<TypeChecking> = pkg.message('TypeChecking', {
  expressionWarnings: list(1, () => ExpressionWarning, { listType: 'atomic' }),
})

export type ExpressionWarning = T.ExpressionWarning
export const ExpressionWarning: MessageSchema<ExpressionWarning> = pkg.message('ExpressionWarning', {
  fieldRef: string(2, { required: true }),
  warning: string(3, { required: true }),
})

export type ValidatingAdmissionPolicyList = T.ValidatingAdmissionPolicyList
export const ValidatingAdmissionPolicyList: MessageSchema<ValidatingAdmissionPolicyList> = pkg.message(
  'ValidatingAdmissionPolicyList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => ValidatingAdmissionPolicy, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.28', deprecated: '1.31', removed: '1.34' },
    description: 'A list of ValidatingAdmissionPolicy objects.',
  },
)

export type ValidatingAdmissionPolicySpec = T.ValidatingAdmissionPolicySpec
export const ValidatingAdmissionPolicySpec: MessageSchema<ValidatingAdmissionPolicySpec> = pkg.message(
  'ValidatingAdmissionPolicySpec',
  {
    paramKind: ref(1, () => ParamKind, { pointer: true }),
    matchConstraints: ref(2, () => MatchResources, { pointer: true }),
    validations: list(3, () => Validation, { listType: 'atomic' }),
    failurePolicy: string(4, { pointer: true, enum: FailurePolicyType }),
    auditAnnotations: list(5, () => AuditAnnotation, { listType: 'atomic' }),
    matchConditions: list(6, () => MatchCondition, {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge'],
      patchMergeKey: 'name',
    }),
    variables: list(7, () => Variable, {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge'],
      patchMergeKey: 'name',
    }),
  },
)

export type ParamKind = T.ParamKind
export const ParamKind: MessageSchema<ParamKind> = pkg.message(
  'ParamKind',
  {
    apiVersion: string(1),
    kind: string(2),
  },
  { structType: 'atomic' },
)

export type Validation = T.Validation
export const Validation: MessageSchema<Validation> = pkg.message('Validation', {
  expression: string(1, { required: true }),
  message: string(2, { description: 'Explanation for people.' }),
  reason: string(3, { pointer: true, enum: StatusReason, description: 'One CamelCase word for programs.' }),
  messageExpression: string(4),
})

export type Variable = T.Variable
export const Variable: MessageSchema<Variable> = pkg.message(
  'Variable',
  {
    name: string(1, { required: true }),
    expression: string(2, { required: true }),
  },
  { structType: 'atomic' },
)

export type AuditAnnotation = T.AuditAnnotation
export const AuditAnnotation: MessageSchema<AuditAnnotation> = pkg.message('AuditAnnotation', {
  key: string(1, { required: true }),
  valueExpression: string(2, { required: true }),
})

export type ValidatingAdmissionPolicyBinding = T.ValidatingAdmissionPolicyBinding
export const ValidatingAdmissionPolicyBinding: MessageSchema<ValidatingAdmissionPolicyBinding> = pkg.message(
  'ValidatingAdmissionPolicyBinding',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => ValidatingAdmissionPolicyBindingSpec, { description: 'What is wanted.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.28', deprecated: '1.31', removed: '1.34' },
    description: 'Where a policy is in force.',
  },
)

export type ValidatingAdmissionPolicyBindingList = T.ValidatingAdmissionPolicyBindingList
export const ValidatingAdmissionPolicyBindingList: MessageSchema<ValidatingAdmissionPolicyBindingList> = pkg.message(
  'ValidatingAdmissionPolicyBindingList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => ValidatingAdmissionPolicyBinding, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.28', deprecated: '1.31', removed: '1.34' },
    description: 'A list of ValidatingAdmissionPolicyBinding objects.',
  },
)

export type ValidatingAdmissionPolicyBindingSpec = T.ValidatingAdmissionPolicyBindingSpec
export const ValidatingAdmissionPolicyBindingSpec: MessageSchema<ValidatingAdmissionPolicyBindingSpec> = pkg.message(
  'ValidatingAdmissionPolicyBindingSpec',
  {
    policyName: string(1),
    paramRef: ref(2, () => ParamRef, { pointer: true }),
    matchResources: ref(3, () => MatchResources, { pointer: true }),
    validationActions: list(4, stringOf(ValidationAction), { listType: 'set' }),
  },
)

export type ParamRef = T.ParamRef
export const ParamRef: MessageSchema<ParamRef> = pkg.message(
  'ParamRef',
  {
    name: string(1),
    namespace: string(2, { description: 'Namespace of the object.' }),
    selector: ref(3, () => LabelSelector, { pointer: true }),
    parameterNotFoundAction: string(4, { pointer: true, enum: ParameterNotFoundActionType }),
  },
  { structType: 'atomic' },
)

export type MatchResources = T.MatchResources
export const MatchResources: MessageSchema<MatchResources> = pkg.message(
  'MatchResources',
  {
    namespaceSelector: ref(1, () => LabelSelector, {
      pointer: true,
      description: 'Labels of namespaces to look for pods in.',
    }),
    objectSelector: ref(2, () => LabelSelector, { pointer: true }),
    resourceRules: list(3, () => NamedRuleWithOperations, { listType: 'atomic' }),
    excludeResourceRules: list(4, () => NamedRuleWithOperations, { listType: 'atomic' }),
    matchPolicy: string(7, { pointer: true, enum: MatchPolicyType }),
  },
  { structType: 'atomic' },
)

export type NamedRuleWithOperations = T.NamedRuleWithOperations
export const NamedRuleWithOperations: MessageSchema<NamedRuleWithOperations> = pkg.message(
  'NamedRuleWithOperations',
  {
    resourceNames: list(1, 'string', { listType: 'atomic' }),
    ruleWithOperations: inline(2, () => admissionregistrationV1RuleWithOperations),
  },
  { structType: 'atomic' },
)

export type ValidatingWebhookConfiguration = T.ValidatingWebhookConfiguration
export const ValidatingWebhookConfiguration: MessageSchema<ValidatingWebhookConfiguration> = pkg.message(
  'ValidatingWebhookConfiguration',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    webhooks: list(2, () => ValidatingWebhook, {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge'],
      patchMergeKey: 'name',
    }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.9',
      deprecated: '1.16',
      removed: '1.22',
      replacement: { group: 'admissionregistration.k8s.io', version: 'v1', kind: 'ValidatingWebhookConfiguration' },
    },
    description: 'Webhooks that may refuse objects.',
  },
)

export type ValidatingWebhookConfigurationList = T.ValidatingWebhookConfigurationList
export const ValidatingWebhookConfigurationList: MessageSchema<ValidatingWebhookConfigurationList> = pkg.message(
  'ValidatingWebhookConfigurationList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => ValidatingWebhookConfiguration, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.9',
      deprecated: '1.16',
      removed: '1.22',
      replacement: { group: 'admissionregistration.k8s.io', version: 'v1', kind: 'ValidatingWebhookConfigurationList' },
    },
    description: 'A list of ValidatingWebhookConfiguration objects.',
  },
)

export type MutatingWebhookConfiguration = T.MutatingWebhookConfiguration
export const MutatingWebhookConfiguration: MessageSchema<MutatingWebhookConfiguration> = pkg.message(
  'MutatingWebhookConfiguration',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    webhooks: list(2, () => MutatingWebhook, {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge'],
      patchMergeKey: 'name',
    }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.9',
      deprecated: '1.16',
      removed: '1.22',
      replacement: { group: 'admissionregistration.k8s.io', version: 'v1', kind: 'MutatingWebhookConfiguration' },
    },
    description: 'Webhooks that may change objects on their way in.',
  },
)

export type MutatingWebhookConfigurationList = T.MutatingWebhookConfigurationList
export const MutatingWebhookConfigurationList: MessageSchema<MutatingWebhookConfigurationList> = pkg.message(
  'MutatingWebhookConfigurationList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => MutatingWebhookConfiguration, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.9',
      deprecated: '1.16',
      removed: '1.22',
      replacement: { group: 'admissionregistration.k8s.io', version: 'v1', kind: 'MutatingWebhookConfigurationList' },
    },
    description: 'A list of MutatingWebhookConfiguration objects.',
  },
)

export type ValidatingWebhook = T.ValidatingWebhook
export const ValidatingWebhook: MessageSchema<ValidatingWebhook> = pkg.message('ValidatingWebhook', {
  name: string(1, { required: true }),
  clientConfig: ref(2, () => WebhookClientConfig, { required: true }),
  rules: list(3, () => admissionregistrationV1RuleWithOperations, { listType: 'atomic' }),
  failurePolicy: string(4, { pointer: true, enum: FailurePolicyType }),
  matchPolicy: string(9, { pointer: true, enum: MatchPolicyType }),
  namespaceSelector: ref(5, () => LabelSelector, {
    pointer: true,
    description: 'Labels of namespaces to look for pods in.',
  }),
  objectSelector: ref(10, () => LabelSelector, { pointer: true }),
  sideEffects: string(6, { pointer: true, enum: SideEffectClass, listType: 'atomic' }),
  timeoutSeconds: int32(7, { pointer: true }),
  admissionReviewVersions: list(8, 'string', { listType: 'atomic' }),
  matchConditions: list(11, () => MatchCondition, {
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: ['merge'],
    patchMergeKey: 'name',
  }),
})

export type MutatingWebhook = T.MutatingWebhook
export const MutatingWebhook: MessageSchema<MutatingWebhook> = pkg.message('MutatingWebhook', {
  name: string(1, { required: true }),
  clientConfig: ref(2, () => WebhookClientConfig, { required: true }),
  rules: list(3, () => admissionregistrationV1RuleWithOperations, { listType: 'atomic' }),
  failurePolicy: string(4, { pointer: true, enum: FailurePolicyType }),
  matchPolicy: string(9, { pointer: true, enum: MatchPolicyType }),
  namespaceSelector: ref(5, () => LabelSelector, {
    pointer: true,
    description: 'Labels of namespaces to look for pods in.',
  }),
  objectSelector: ref(11, () => LabelSelector, { pointer: true }),
  sideEffects: string(6, { pointer: true, enum: SideEffectClass }),
  timeoutSeconds: int32(7, { pointer: true }),
  admissionReviewVersions: list(8, 'string', { listType: 'atomic' }),
  reinvocationPolicy: string(10, { pointer: true, enum: ReinvocationPolicyType }),
  matchConditions: list(12, () => MatchCondition, {
    listType: 'map',
    listMapKeys: ['name'],
    patchStrategy: ['merge'],
    patchMergeKey: 'name',
  }),
})

export type WebhookClientConfig = T.WebhookClientConfig
export const WebhookClientConfig: MessageSchema<WebhookClientConfig> = pkg.message('WebhookClientConfig', {
  url: string(3, { pointer: true }),
  service: ref(1, () => ServiceReference, { pointer: true }),
  caBundle: bytes(2),
})

export type ServiceReference = T.ServiceReference
export const ServiceReference: MessageSchema<ServiceReference> = pkg.message('ServiceReference', {
  namespace: string(1, { required: true, description: 'Namespace of the object.' }),
  name: string(2, { required: true }),
  path: string(3, { pointer: true }),
  port: int32(4, { pointer: true }),
})

export type MatchCondition = T.MatchCondition
export const MatchCondition: MessageSchema<MatchCondition> = pkg.message('MatchCondition', {
  name: string(1, { required: true }),
  expression: string(2, { required: true }),
})
