/** Types of admissionregistration.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { Condition, LabelSelector, ListMeta, ObjectMeta, StatusReason } from '../meta/v1.types.ts'

export type ScopeType = 'Cluster' | 'Namespaced' | '*'

export type FailurePolicyType = 'Ignore' | 'Fail'

/** Upstream names "Allow", "Deny". */
export type ParameterNotFoundActionType = string

export type MatchPolicyType = 'Exact' | 'Equivalent'

export type SideEffectClass = 'Unknown' | 'None' | 'Some' | 'NoneOnDryRun'

export type ValidatingAdmissionPolicyConditionType = string

export type ValidationAction = 'Deny' | 'Warn' | 'Audit'

export type ReinvocationPolicyType = 'Never' | 'IfNeeded'

export type OperationType = '*' | 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT'

export interface Rule {
  apiGroups?: string[]
  apiVersions?: string[]
  resources?: string[]
  scope?: ScopeType
}

/** Rules in CEL that objects must keep. */
export interface ValidatingAdmissionPolicy {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: ValidatingAdmissionPolicySpec
  /** What is; written by the system. */
  status?: ValidatingAdmissionPolicyStatus
}

export interface ValidatingAdmissionPolicyStatus {
  /** Generation that the status speaks of. */
  observedGeneration?: number
  typeChecking?: TypeChecking
  /** Latest observations, one for each type. */
  conditions?: Condition[]
}

export interface TypeChecking {
  expressionWarnings?: ExpressionWarning[]
}

export interface ExpressionWarning {
  fieldRef: string
  warning: string
}

/** A list of ValidatingAdmissionPolicy objects. */
export interface ValidatingAdmissionPolicyList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: ValidatingAdmissionPolicy[]
}

export interface ValidatingAdmissionPolicySpec {
  paramKind?: ParamKind
  matchConstraints?: MatchResources
  validations?: Validation[]
  failurePolicy?: FailurePolicyType
  auditAnnotations?: AuditAnnotation[]
  matchConditions?: MatchCondition[]
  variables?: Variable[]
}

export interface ParamKind {
  apiVersion?: string
  kind?: string
}

export interface Validation {
  expression: string
  /** Explanation for people. */
  message?: string
  /** One CamelCase word for programs. */
  reason?: StatusReason
  messageExpression?: string
}

export interface Variable {
  name: string
  expression: string
}

export interface AuditAnnotation {
  key: string
  valueExpression: string
}

/** Where a policy is in force. */
export interface ValidatingAdmissionPolicyBinding {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: ValidatingAdmissionPolicyBindingSpec
}

/** A list of ValidatingAdmissionPolicyBinding objects. */
export interface ValidatingAdmissionPolicyBindingList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: ValidatingAdmissionPolicyBinding[]
}

export interface ValidatingAdmissionPolicyBindingSpec {
  policyName?: string
  paramRef?: ParamRef
  matchResources?: MatchResources
  validationActions?: ValidationAction[]
}

export interface ParamRef {
  name?: string
  /** Namespace of the object. */
  namespace?: string
  selector?: LabelSelector
  parameterNotFoundAction?: ParameterNotFoundActionType
}

export interface MatchResources {
  /** Labels of namespaces to look for pods in. */
  namespaceSelector?: LabelSelector
  objectSelector?: LabelSelector
  resourceRules?: NamedRuleWithOperations[]
  excludeResourceRules?: NamedRuleWithOperations[]
  matchPolicy?: MatchPolicyType
}

export interface NamedRuleWithOperations extends RuleWithOperations {
  resourceNames?: string[]
}

/** Webhooks that may refuse objects. */
export interface ValidatingWebhookConfiguration {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  webhooks?: ValidatingWebhook[]
}

/** A list of ValidatingWebhookConfiguration objects. */
export interface ValidatingWebhookConfigurationList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: ValidatingWebhookConfiguration[]
}

/** Webhooks that may change objects on their way in. */
export interface MutatingWebhookConfiguration {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  webhooks?: MutatingWebhook[]
}

/** A list of MutatingWebhookConfiguration objects. */
export interface MutatingWebhookConfigurationList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: MutatingWebhookConfiguration[]
}

export interface ValidatingWebhook {
  name: string
  clientConfig: WebhookClientConfig
  rules?: RuleWithOperations[]
  failurePolicy?: FailurePolicyType
  matchPolicy?: MatchPolicyType
  /** Labels of namespaces to look for pods in. */
  namespaceSelector?: LabelSelector
  objectSelector?: LabelSelector
  sideEffects: SideEffectClass
  timeoutSeconds?: number
  admissionReviewVersions: string[]
  matchConditions?: MatchCondition[]
}

export interface MutatingWebhook {
  name: string
  clientConfig: WebhookClientConfig
  rules?: RuleWithOperations[]
  failurePolicy?: FailurePolicyType
  matchPolicy?: MatchPolicyType
  /** Labels of namespaces to look for pods in. */
  namespaceSelector?: LabelSelector
  objectSelector?: LabelSelector
  sideEffects: SideEffectClass
  timeoutSeconds?: number
  admissionReviewVersions: string[]
  reinvocationPolicy?: ReinvocationPolicyType
  matchConditions?: MatchCondition[]
}

export interface RuleWithOperations extends Rule {
  operations?: OperationType[]
}

export interface WebhookClientConfig {
  url?: string
  service?: ServiceReference
  /** Base64. */
  caBundle?: string
}

export interface ServiceReference {
  /** Namespace of the object. */
  namespace: string
  name: string
  path?: string
  port?: number
}

export interface MatchCondition {
  name: string
  expression: string
}
