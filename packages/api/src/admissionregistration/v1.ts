/**
 * admissionregistration.k8s.io/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { Condition, LabelSelector, ListMeta, ObjectMeta, StatusReason } from '../meta/v1.ts'
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
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'admissionregistration/v1',
  group: 'admissionregistration.k8s.io',
  version: 'v1',
  goPackage: 'k8s.io/api/admissionregistration/v1',
})
export const packageInfo = pkg.package

export const ScopeType = pkg.enumeration('ScopeType', ['Cluster', 'Namespaced', '*'], { open: true })
export type ScopeType = T.ScopeType

export const FailurePolicyType = pkg.enumeration('FailurePolicyType', ['Ignore', 'Fail'])
export type FailurePolicyType = T.FailurePolicyType

export const ParameterNotFoundActionType = pkg.enumeration('ParameterNotFoundActionType', ['Allow', 'Deny'], {
  open: true,
})
export type ParameterNotFoundActionType = T.ParameterNotFoundActionType

export const MatchPolicyType = pkg.enumeration('MatchPolicyType', ['Exact', 'Equivalent'])
export type MatchPolicyType = T.MatchPolicyType

export const SideEffectClass = pkg.enumeration('SideEffectClass', ['Unknown', 'None', 'Some', 'NoneOnDryRun'])
export type SideEffectClass = T.SideEffectClass

export const ValidatingAdmissionPolicyConditionType = pkg.enumeration('ValidatingAdmissionPolicyConditionType', [], {
  open: true,
})
export type ValidatingAdmissionPolicyConditionType = T.ValidatingAdmissionPolicyConditionType

export const ValidationAction = pkg.enumeration('ValidationAction', ['Deny', 'Warn', 'Audit'])
export type ValidationAction = T.ValidationAction

export const ReinvocationPolicyType = pkg.enumeration('ReinvocationPolicyType', ['Never', 'IfNeeded'])
export type ReinvocationPolicyType = T.ReinvocationPolicyType

export const OperationType = pkg.enumeration('OperationType', ['*', 'CREATE', 'UPDATE', 'DELETE', 'CONNECT'])
export type OperationType = T.OperationType

export type Rule = T.Rule
export const Rule: MessageSchema<Rule> = pkg.message(
  'Rule',
  {
    apiGroups: list(1, 'string', {
      listType: 'atomic',
      description: 'Groups of the resources; * is any, the empty string is the core group.',
    }),
    apiVersions: list(2, 'string', { listType: 'atomic', description: 'Versions of the resources; * is any.' }),
    resources: list(3, 'string', {
      listType: 'atomic',
      description:
        'Plural names: pods, pods/log for a subresource, pods/* for all subresources of it, */scale for one of all resources, * for all resources without subresources.',
    }),
    scope: string(4, {
      pointer: true,
      enum: ScopeType,
      description: 'Cluster for resources without namespace, Namespaced for those with one, * for both. Default: *.',
    }),
  },
  { description: 'Which resources are meant.' },
)

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
  { kind: true, description: 'Rules in CEL that objects must keep.' },
)

export type ValidatingAdmissionPolicyStatus = T.ValidatingAdmissionPolicyStatus
export const ValidatingAdmissionPolicyStatus: MessageSchema<ValidatingAdmissionPolicyStatus> = pkg.message(
  'ValidatingAdmissionPolicyStatus',
  {
    observedGeneration: int64(1, { description: 'Generation that the status speaks of.' }),
    typeChecking: ref(2, () => TypeChecking, {
      pointer: true,
      description: 'What checking the types of the expressions brought up.',
    }),
    conditions: list(3, () => Condition, {
      listType: 'map',
      listMapKeys: ['type'],
      description: 'Latest observations, one for each type.',
    }),
  },
  { description: 'What was found out about a policy.' },
)

export type TypeChecking = T.TypeChecking
export const TypeChecking: MessageSchema<TypeChecking> = pkg.message(
  'TypeChecking',
  {
    expressionWarnings: list(1, () => ExpressionWarning, {
      listType: 'atomic',
      description: 'One entry for each expression that does not fit the schema of a kind it looks at.',
    }),
  },
  { description: "What checking the types of a policy's expressions brought up." },
)

export type ExpressionWarning = T.ExpressionWarning
export const ExpressionWarning: MessageSchema<ExpressionWarning> = pkg.message(
  'ExpressionWarning',
  {
    fieldRef: string(2, {
      required: true,
      description: 'Path of the expression in the policy, such as spec.validations[0].expression.',
    }),
    warning: string(3, { required: true, description: 'What the check said, for each kind the expression may see.' }),
  },
  { description: 'Why one expression may fail.' },
)

export type ValidatingAdmissionPolicyList = T.ValidatingAdmissionPolicyList
export const ValidatingAdmissionPolicyList: MessageSchema<ValidatingAdmissionPolicyList> = pkg.message(
  'ValidatingAdmissionPolicyList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => ValidatingAdmissionPolicy, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of ValidatingAdmissionPolicy objects.' },
)

export type ValidatingAdmissionPolicySpec = T.ValidatingAdmissionPolicySpec
export const ValidatingAdmissionPolicySpec: MessageSchema<ValidatingAdmissionPolicySpec> = pkg.message(
  'ValidatingAdmissionPolicySpec',
  {
    paramKind: ref(1, () => ParamKind, {
      pointer: true,
      description: 'Kind of the objects that bindings hand in as params. Without it, expressions have no params.',
    }),
    matchConstraints: ref(2, () => MatchResources, { pointer: true, description: 'Requests the policy looks at.' }),
    validations: list(3, () => Validation, {
      listType: 'atomic',
      description: 'What must hold for a request; needed unless there are audit annotations.',
    }),
    failurePolicy: string(4, {
      pointer: true,
      enum: FailurePolicyType,
      description:
        'What a policy that cannot be evaluated means: Ignore lets the request pass, Fail treats it as broken. Default: Fail.',
    }),
    auditAnnotations: list(5, () => AuditAnnotation, {
      listType: 'atomic',
      description: 'Annotations to write into the audit event; needed unless there are validations.',
    }),
    matchConditions: list(6, () => MatchCondition, {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge'],
      patchMergeKey: 'name',
      description: 'CEL expressions that must all be true for the policy to apply; 64 at most.',
    }),
    variables: list(7, () => Variable, {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge'],
      patchMergeKey: 'name',
      description: 'Expressions with a name, which the others see as variables.name; each sees those before it.',
    }),
  },
  { description: 'What a policy looks at and what it demands.' },
)

export type ParamKind = T.ParamKind
export const ParamKind: MessageSchema<ParamKind> = pkg.message(
  'ParamKind',
  {
    apiVersion: string(1, { description: 'Group and version of the kind, such as rules.example.com/v1.' }),
    kind: string(2, { description: 'Name of the kind.' }),
  },
  { structType: 'atomic', description: 'Kind of the objects that parametrize a policy.' },
)

export type Validation = T.Validation
export const Validation: MessageSchema<Validation> = pkg.message(
  'Validation',
  {
    expression: string(1, {
      required: true,
      description:
        'CEL that must be true, over object, oldObject, request, params, namespaceObject, variables and authorizer.',
    }),
    message: string(2, { description: 'Explanation for people.' }),
    reason: string(3, { pointer: true, enum: StatusReason, description: 'One CamelCase word for programs.' }),
    messageExpression: string(4, {
      description:
        'CEL that yields the message for a refused request, with the same variables as expression; goes before message.',
    }),
  },
  { description: 'One demand of a policy, in CEL.' },
)

export type Variable = T.Variable
export const Variable: MessageSchema<Variable> = pkg.message(
  'Variable',
  {
    name: string(1, {
      required: true,
      description: 'Name by which other expressions use it; an identifier of CEL, used once in the policy.',
    }),
    expression: string(2, {
      required: true,
      description: 'CEL that yields the value; it is evaluated when first needed.',
    }),
  },
  { structType: 'atomic', description: 'An expression with a name.' },
)

export type AuditAnnotation = T.AuditAnnotation
export const AuditAnnotation: MessageSchema<AuditAnnotation> = pkg.message(
  'AuditAnnotation',
  {
    key: string(1, {
      required: true,
      description:
        "End of the annotation's key, which begins with the name of the policy and a slash; used once in the policy.",
    }),
    valueExpression: string(2, {
      required: true,
      description: "CEL that yields the annotation's text, or null to leave it out.",
    }),
  },
  { description: 'An annotation for the audit event of a request.' },
)

export type ValidatingAdmissionPolicyBinding = T.ValidatingAdmissionPolicyBinding
export const ValidatingAdmissionPolicyBinding: MessageSchema<ValidatingAdmissionPolicyBinding> = pkg.message(
  'ValidatingAdmissionPolicyBinding',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => ValidatingAdmissionPolicyBindingSpec, { description: 'What is wanted.' }),
  },
  { kind: true, description: 'Where a policy is in force.' },
)

export type ValidatingAdmissionPolicyBindingList = T.ValidatingAdmissionPolicyBindingList
export const ValidatingAdmissionPolicyBindingList: MessageSchema<ValidatingAdmissionPolicyBindingList> = pkg.message(
  'ValidatingAdmissionPolicyBindingList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => ValidatingAdmissionPolicyBinding, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of ValidatingAdmissionPolicyBinding objects.' },
)

export type ValidatingAdmissionPolicyBindingSpec = T.ValidatingAdmissionPolicyBindingSpec
export const ValidatingAdmissionPolicyBindingSpec: MessageSchema<ValidatingAdmissionPolicyBindingSpec> = pkg.message(
  'ValidatingAdmissionPolicyBindingSpec',
  {
    policyName: string(1, {
      description: 'Policy to enforce. While there is none of that name, the binding does nothing.',
    }),
    paramRef: ref(2, () => ParamRef, {
      pointer: true,
      description: 'Objects to hand in as params, each evaluated on its own.',
    }),
    matchResources: ref(3, () => MatchResources, {
      pointer: true,
      description: 'Narrows down the requests that the policy looks at.',
    }),
    validationActions: list(4, stringOf(ValidationAction), {
      listType: 'set',
      description:
        'What a broken demand leads to: Deny refuses, Warn sends a warning, Audit writes it into the audit event; not Deny and Warn together.',
    }),
  },
  { description: 'Which policy is to be enforced where, with which params, and how.' },
)

export type ParamRef = T.ParamRef
export const ParamRef: MessageSchema<ParamRef> = pkg.message(
  'ParamRef',
  {
    name: string(1, { description: 'Name of the one object; not together with selector.' }),
    namespace: string(2, {
      description: 'Namespace of the params, where their kind has namespaces. Absent: that of the object in question.',
    }),
    selector: ref(3, () => LabelSelector, {
      pointer: true,
      description: 'Labels of the objects; not together with name.',
    }),
    parameterNotFoundAction: string(4, {
      pointer: true,
      enum: ParameterNotFoundActionType,
      description:
        'What it means when no object is found: Allow lets the request pass, Deny does what failurePolicy says.',
    }),
  },
  { structType: 'atomic', description: 'Which objects are handed to a policy as params.' },
)

export type MatchResources = T.MatchResources
export const MatchResources: MessageSchema<MatchResources> = pkg.message(
  'MatchResources',
  {
    namespaceSelector: ref(1, () => LabelSelector, {
      pointer: true,
      description:
        "Labels that the object's namespace must have; a Namespace goes by its own. Other objects without namespace always fit.",
    }),
    objectSelector: ref(2, () => LabelSelector, {
      pointer: true,
      description:
        'Labels that the object, old or new, must have. Whoever writes the object can avoid the policy by its labels.',
    }),
    resourceRules: list(3, () => NamedRuleWithOperations, {
      listType: 'atomic',
      description: 'Operations on resources of which one must fit.',
    }),
    excludeResourceRules: list(4, () => NamedRuleWithOperations, {
      listType: 'atomic',
      description: 'Operations on resources that are left out; goes before resourceRules.',
    }),
    matchPolicy: string(7, {
      pointer: true,
      enum: MatchPolicyType,
      description:
        'Exact looks only at the version a request was sent in; Equivalent also finds it under the other groups and versions of the resource. Default: Equivalent.',
    }),
  },
  { structType: 'atomic', description: 'Which requests are meant.' },
)

export type NamedRuleWithOperations = T.NamedRuleWithOperations
export const NamedRuleWithOperations: MessageSchema<NamedRuleWithOperations> = pkg.message(
  'NamedRuleWithOperations',
  {
    resourceNames: list(1, 'string', {
      listType: 'atomic',
      description: 'Names of the objects that are meant. Empty: all of them.',
    }),
    ruleWithOperations: inline(2, () => RuleWithOperations),
  },
  { structType: 'atomic', description: 'Which operations on which resources, perhaps only those of some names.' },
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
      description: 'Webhooks that may refuse objects, called side by side.',
    }),
  },
  { kind: true, description: 'Webhooks that may refuse objects.' },
)

export type ValidatingWebhookConfigurationList = T.ValidatingWebhookConfigurationList
export const ValidatingWebhookConfigurationList: MessageSchema<ValidatingWebhookConfigurationList> = pkg.message(
  'ValidatingWebhookConfigurationList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => ValidatingWebhookConfiguration, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of ValidatingWebhookConfiguration objects.' },
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
      description: 'Webhooks that may change objects, called one after the other.',
    }),
  },
  { kind: true, description: 'Webhooks that may change objects on their way in.' },
)

export type MutatingWebhookConfigurationList = T.MutatingWebhookConfigurationList
export const MutatingWebhookConfigurationList: MessageSchema<MutatingWebhookConfigurationList> = pkg.message(
  'MutatingWebhookConfigurationList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => MutatingWebhookConfiguration, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of MutatingWebhookConfiguration objects.' },
)

export type ValidatingWebhook = T.ValidatingWebhook
export const ValidatingWebhook: MessageSchema<ValidatingWebhook> = pkg.message(
  'ValidatingWebhook',
  {
    name: string(1, {
      required: true,
      description: 'Full domain name of the webhook, such as pods.policy.example.com; used once in the configuration.',
    }),
    clientConfig: ref(2, () => WebhookClientConfig, {
      required: true,
      description: 'Where the webhook is, and how to trust it.',
    }),
    rules: list(3, () => RuleWithOperations, {
      listType: 'atomic',
      description: 'Requests the webhook is called for. Webhook and policy configurations never are among them.',
    }),
    failurePolicy: string(4, {
      pointer: true,
      enum: FailurePolicyType,
      description:
        'What a webhook that fails or cannot be reached means: Ignore lets the request pass, Fail refuses it. Default: Fail.',
    }),
    matchPolicy: string(9, {
      pointer: true,
      enum: MatchPolicyType,
      description:
        'Exact looks only at the version a request was sent in; Equivalent also finds it under the other groups and versions of the resource. Default: Equivalent.',
    }),
    namespaceSelector: ref(5, () => LabelSelector, {
      pointer: true,
      description:
        "Labels that the object's namespace must have; a Namespace goes by its own. Other objects without namespace always fit.",
    }),
    objectSelector: ref(10, () => LabelSelector, {
      pointer: true,
      description:
        'Labels that the object, old or new, must have. Whoever writes the object can avoid the webhook by its labels.',
    }),
    sideEffects: string(6, {
      required: true,
      pointer: true,
      enum: SideEffectClass,
      description:
        'Whether calling changes something elsewhere: None, NoneOnDryRun; Some and Unknown, from older versions, make dry runs fail.',
    }),
    timeoutSeconds: int32(7, {
      pointer: true,
      description: 'Seconds to wait for an answer, from 1 to 30. Default: 10.',
    }),
    admissionReviewVersions: list(8, 'string', {
      required: true,
      listType: 'atomic',
      description:
        'Versions of AdmissionReview that the webhook understands, best first; the first one that the server knows too is sent.',
    }),
    matchConditions: list(11, () => MatchCondition, {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge'],
      patchMergeKey: 'name',
      description: 'CEL expressions that must all be true for the webhook to be called; 64 at most.',
    }),
  },
  { description: 'A webhook that may refuse an object, and the requests it is called for.' },
)

export type MutatingWebhook = T.MutatingWebhook
export const MutatingWebhook: MessageSchema<MutatingWebhook> = pkg.message(
  'MutatingWebhook',
  {
    name: string(1, {
      required: true,
      description: 'Full domain name of the webhook, such as pods.policy.example.com; used once in the configuration.',
    }),
    clientConfig: ref(2, () => WebhookClientConfig, {
      required: true,
      description: 'Where the webhook is, and how to trust it.',
    }),
    rules: list(3, () => RuleWithOperations, {
      listType: 'atomic',
      description: 'Requests the webhook is called for. Webhook and policy configurations never are among them.',
    }),
    failurePolicy: string(4, {
      pointer: true,
      enum: FailurePolicyType,
      description:
        'What a webhook that fails or cannot be reached means: Ignore lets the request pass, Fail refuses it. Default: Fail.',
    }),
    matchPolicy: string(9, {
      pointer: true,
      enum: MatchPolicyType,
      description:
        'Exact looks only at the version a request was sent in; Equivalent also finds it under the other groups and versions of the resource. Default: Equivalent.',
    }),
    namespaceSelector: ref(5, () => LabelSelector, {
      pointer: true,
      description:
        "Labels that the object's namespace must have; a Namespace goes by its own. Other objects without namespace always fit.",
    }),
    objectSelector: ref(11, () => LabelSelector, {
      pointer: true,
      description:
        'Labels that the object, old or new, must have. Whoever writes the object can avoid the webhook by its labels.',
    }),
    sideEffects: string(6, {
      required: true,
      pointer: true,
      enum: SideEffectClass,
      description:
        'Whether calling changes something elsewhere: None, NoneOnDryRun; Some and Unknown, from older versions, make dry runs fail.',
    }),
    timeoutSeconds: int32(7, {
      pointer: true,
      description: 'Seconds to wait for an answer, from 1 to 30. Default: 10.',
    }),
    admissionReviewVersions: list(8, 'string', {
      required: true,
      listType: 'atomic',
      description:
        'Versions of AdmissionReview that the webhook understands, best first; the first one that the server knows too is sent.',
    }),
    reinvocationPolicy: string(10, {
      pointer: true,
      enum: ReinvocationPolicyType,
      description: 'Never calls once; IfNeeded calls again when later webhooks changed the object. Default: Never.',
    }),
    matchConditions: list(12, () => MatchCondition, {
      listType: 'map',
      listMapKeys: ['name'],
      patchStrategy: ['merge'],
      patchMergeKey: 'name',
      description: 'CEL expressions that must all be true for the webhook to be called; 64 at most.',
    }),
  },
  { description: 'A webhook that may change an object before it is stored, and the requests it is called for.' },
)

export type RuleWithOperations = T.RuleWithOperations
export const RuleWithOperations: MessageSchema<RuleWithOperations> = pkg.message(
  'RuleWithOperations',
  {
    operations: list(1, stringOf(OperationType), {
      listType: 'atomic',
      description: 'CREATE, UPDATE, DELETE, CONNECT, or * for all of them.',
    }),
    rule: inline(2, () => Rule),
  },
  { description: 'Which operations on which resources are meant.' },
)

export type WebhookClientConfig = T.WebhookClientConfig
export const WebhookClientConfig: MessageSchema<WebhookClientConfig> = pkg.message(
  'WebhookClientConfig',
  {
    url: string(3, {
      pointer: true,
      description:
        'Address of the webhook, with https and without user, query or fragment. Prefer service for a webhook in the cluster.',
    }),
    service: ref(1, () => ServiceReference, { pointer: true, description: 'Service that runs the webhook.' }),
    caBundle: bytes(2, {
      description: "PEM certificates that sign the one of the webhook. Without it, those the server's machine trusts.",
    }),
  },
  { description: 'How to reach a webhook: by service or by URL, not both.' },
)

export type ServiceReference = T.ServiceReference
export const ServiceReference: MessageSchema<ServiceReference> = pkg.message(
  'ServiceReference',
  {
    namespace: string(1, { required: true, description: 'Namespace of the service.' }),
    name: string(2, { required: true, description: 'Name of the service.' }),
    path: string(3, { pointer: true, description: 'Path to send requests to.' }),
    port: int32(4, { pointer: true, description: 'Port of the service. Default: 443.' }),
  },
  { description: 'A service that runs a webhook.' },
)

export type MatchCondition = T.MatchCondition
export const MatchCondition: MessageSchema<MatchCondition> = pkg.message(
  'MatchCondition',
  {
    name: string(1, {
      required: true,
      description: 'Name of the condition, used once in the list; audit and metrics know it by this.',
    }),
    expression: string(2, {
      required: true,
      description:
        'CEL that yields true or false, over object, oldObject, request, authorizer and authorizer.requestResource.',
    }),
  },
  { description: 'A condition in CEL for a request to be looked at.' },
)
