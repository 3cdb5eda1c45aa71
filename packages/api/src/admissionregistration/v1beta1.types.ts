/** Types of admissionregistration.k8s.io/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */
import type { RuleWithOperations } from './v1.types.ts'
import type { Condition, LabelSelector, ListMeta, ObjectMeta, StatusReason } from '../meta/v1.types.ts'

/** Upstream names "Allow", "Deny". */
export type ParameterNotFoundActionType = string

/** Upstream names "Ignore", "Fail". */
export type FailurePolicyType = string

/** Upstream names "Exact", "Equivalent". */
export type MatchPolicyType = string

/** Upstream names "Unknown", "None", "Some", "NoneOnDryRun". */
export type SideEffectClass = string

export type ValidatingAdmissionPolicyConditionType = string

export type ValidationAction = 'Deny' | 'Warn' | 'Audit'

/** Upstream names "Never", "IfNeeded". */
export type ReinvocationPolicyType = string

export interface ValidatingAdmissionPolicy {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: ValidatingAdmissionPolicySpec
  status?: ValidatingAdmissionPolicyStatus
}

export interface ValidatingAdmissionPolicyStatus {
  observedGeneration?: number
  typeChecking?: TypeChecking
  conditions?: Condition[]
}

export interface TypeChecking {
  expressionWarnings?: ExpressionWarning[]
}

export interface ExpressionWarning {
  fieldRef: string
  warning: string
}

export interface ValidatingAdmissionPolicyList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
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
  message?: string
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

export interface ValidatingAdmissionPolicyBinding {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: ValidatingAdmissionPolicyBindingSpec
}

export interface ValidatingAdmissionPolicyBindingList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
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
  namespace?: string
  selector?: LabelSelector
  parameterNotFoundAction?: ParameterNotFoundActionType
}

export interface MatchResources {
  namespaceSelector?: LabelSelector
  objectSelector?: LabelSelector
  resourceRules?: NamedRuleWithOperations[]
  excludeResourceRules?: NamedRuleWithOperations[]
  matchPolicy?: MatchPolicyType
}

export interface NamedRuleWithOperations extends RuleWithOperations {
  resourceNames?: string[]
}

export interface ValidatingWebhookConfiguration {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  webhooks?: ValidatingWebhook[]
}

export interface ValidatingWebhookConfigurationList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: ValidatingWebhookConfiguration[]
}

export interface MutatingWebhookConfiguration {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  webhooks?: MutatingWebhook[]
}

export interface MutatingWebhookConfigurationList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: MutatingWebhookConfiguration[]
}

export interface ValidatingWebhook {
  name: string
  clientConfig: WebhookClientConfig
  rules?: RuleWithOperations[]
  failurePolicy?: FailurePolicyType
  matchPolicy?: MatchPolicyType
  namespaceSelector?: LabelSelector
  objectSelector?: LabelSelector
  sideEffects?: SideEffectClass
  timeoutSeconds?: number
  admissionReviewVersions?: string[]
  matchConditions?: MatchCondition[]
}

export interface MutatingWebhook {
  name: string
  clientConfig: WebhookClientConfig
  rules?: RuleWithOperations[]
  failurePolicy?: FailurePolicyType
  matchPolicy?: MatchPolicyType
  namespaceSelector?: LabelSelector
  objectSelector?: LabelSelector
  sideEffects?: SideEffectClass
  timeoutSeconds?: number
  admissionReviewVersions?: string[]
  reinvocationPolicy?: ReinvocationPolicyType
  matchConditions?: MatchCondition[]
}

export interface WebhookClientConfig {
  url?: string
  service?: ServiceReference
  /** Base64. */
  caBundle?: string
}

export interface ServiceReference {
  namespace: string
  name: string
  path?: string
  port?: number
}

export interface MatchCondition {
  name: string
  expression: string
}
