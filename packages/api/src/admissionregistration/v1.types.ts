/** Types of admissionregistration.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { Condition, LabelSelector, ListMeta, ObjectMeta, StatusReason } from '../meta/v1.types.ts'

/** Upstream names "Cluster", "Namespaced", "*". */
export type ScopeType = string

export type FailurePolicyType = 'Ignore' | 'Fail'

/** Upstream names "Allow", "Deny". */
export type ParameterNotFoundActionType = string

export type MatchPolicyType = 'Exact' | 'Equivalent'

export type SideEffectClass = 'Unknown' | 'None' | 'Some' | 'NoneOnDryRun'

export type ValidatingAdmissionPolicyConditionType = string

export type ValidationAction = 'Deny' | 'Warn' | 'Audit'

export type ReinvocationPolicyType = 'Never' | 'IfNeeded'

export type OperationType = '*' | 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT'

/** Which resources are meant. */
export interface Rule {
  /** Groups of the resources; * is any, the empty string is the core group. */
  apiGroups?: string[]
  /** Versions of the resources; * is any. */
  apiVersions?: string[]
  /** Plural names: pods, pods/log for a subresource, pods/* for all subresources of it, *\/scale for one of all resources, * for all resources without subresources. */
  resources?: string[]
  /** Cluster for resources without namespace, Namespaced for those with one, * for both. Default: *. */
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

/** What was found out about a policy. */
export interface ValidatingAdmissionPolicyStatus {
  /** Generation that the status speaks of. */
  observedGeneration?: number
  /** What checking the types of the expressions brought up. */
  typeChecking?: TypeChecking
  /** Latest observations, one for each type. */
  conditions?: Condition[]
}

/** What checking the types of a policy's expressions brought up. */
export interface TypeChecking {
  /** One entry for each expression that does not fit the schema of a kind it looks at. */
  expressionWarnings?: ExpressionWarning[]
}

/** Why one expression may fail. */
export interface ExpressionWarning {
  /** Path of the expression in the policy, such as spec.validations[0].expression. */
  fieldRef: string
  /** What the check said, for each kind the expression may see. */
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

/** What a policy looks at and what it demands. */
export interface ValidatingAdmissionPolicySpec {
  /** Kind of the objects that bindings hand in as params. Without it, expressions have no params. */
  paramKind?: ParamKind
  /** Requests the policy looks at. */
  matchConstraints?: MatchResources
  /** What must hold for a request; needed unless there are audit annotations. */
  validations?: Validation[]
  /** What a policy that cannot be evaluated means: Ignore lets the request pass, Fail treats it as broken. Default: Fail. */
  failurePolicy?: FailurePolicyType
  /** Annotations to write into the audit event; needed unless there are validations. */
  auditAnnotations?: AuditAnnotation[]
  /** CEL expressions that must all be true for the policy to apply; 64 at most. */
  matchConditions?: MatchCondition[]
  /** Expressions with a name, which the others see as variables.name; each sees those before it. */
  variables?: Variable[]
}

/** Kind of the objects that parametrize a policy. */
export interface ParamKind {
  /** Group and version of the kind, such as rules.example.com/v1. */
  apiVersion?: string
  /** Name of the kind. */
  kind?: string
}

/** One demand of a policy, in CEL. */
export interface Validation {
  /** CEL that must be true, over object, oldObject, request, params, namespaceObject, variables and authorizer. */
  expression: string
  /** Explanation for people. */
  message?: string
  /** One CamelCase word for programs. */
  reason?: StatusReason
  /** CEL that yields the message for a refused request, with the same variables as expression; goes before message. */
  messageExpression?: string
}

/** An expression with a name. */
export interface Variable {
  /** Name by which other expressions use it; an identifier of CEL, used once in the policy. */
  name: string
  /** CEL that yields the value; it is evaluated when first needed. */
  expression: string
}

/** An annotation for the audit event of a request. */
export interface AuditAnnotation {
  /** End of the annotation's key, which begins with the name of the policy and a slash; used once in the policy. */
  key: string
  /** CEL that yields the annotation's text, or null to leave it out. */
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

/** Which policy is to be enforced where, with which params, and how. */
export interface ValidatingAdmissionPolicyBindingSpec {
  /** Policy to enforce. While there is none of that name, the binding does nothing. */
  policyName?: string
  /** Objects to hand in as params, each evaluated on its own. */
  paramRef?: ParamRef
  /** Narrows down the requests that the policy looks at. */
  matchResources?: MatchResources
  /** What a broken demand leads to: Deny refuses, Warn sends a warning, Audit writes it into the audit event; not Deny and Warn together. */
  validationActions?: ValidationAction[]
}

/** Which objects are handed to a policy as params. */
export interface ParamRef {
  /** Name of the one object; not together with selector. */
  name?: string
  /** Namespace of the params, where their kind has namespaces. Absent: that of the object in question. */
  namespace?: string
  /** Labels of the objects; not together with name. */
  selector?: LabelSelector
  /** What it means when no object is found: Allow lets the request pass, Deny does what failurePolicy says. */
  parameterNotFoundAction?: ParameterNotFoundActionType
}

/** Which requests are meant. */
export interface MatchResources {
  /** Labels that the object's namespace must have; a Namespace goes by its own. Other objects without namespace always fit. */
  namespaceSelector?: LabelSelector
  /** Labels that the object, old or new, must have. Whoever writes the object can avoid the policy by its labels. */
  objectSelector?: LabelSelector
  /** Operations on resources of which one must fit. */
  resourceRules?: NamedRuleWithOperations[]
  /** Operations on resources that are left out; goes before resourceRules. */
  excludeResourceRules?: NamedRuleWithOperations[]
  /** Exact looks only at the version a request was sent in; Equivalent also finds it under the other groups and versions of the resource. Default: Equivalent. */
  matchPolicy?: MatchPolicyType
}

/** Which operations on which resources, perhaps only those of some names. */
export interface NamedRuleWithOperations extends RuleWithOperations {
  /** Names of the objects that are meant. Empty: all of them. */
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
  /** Webhooks that may refuse objects, called side by side. */
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
  /** Webhooks that may change objects, called one after the other. */
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

/** A webhook that may refuse an object, and the requests it is called for. */
export interface ValidatingWebhook {
  /** Full domain name of the webhook, such as pods.policy.example.com; used once in the configuration. */
  name: string
  /** Where the webhook is, and how to trust it. */
  clientConfig: WebhookClientConfig
  /** Requests the webhook is called for. Webhook and policy configurations never are among them. */
  rules?: RuleWithOperations[]
  /** What a webhook that fails or cannot be reached means: Ignore lets the request pass, Fail refuses it. Default: Fail. */
  failurePolicy?: FailurePolicyType
  /** Exact looks only at the version a request was sent in; Equivalent also finds it under the other groups and versions of the resource. Default: Equivalent. */
  matchPolicy?: MatchPolicyType
  /** Labels that the object's namespace must have; a Namespace goes by its own. Other objects without namespace always fit. */
  namespaceSelector?: LabelSelector
  /** Labels that the object, old or new, must have. Whoever writes the object can avoid the webhook by its labels. */
  objectSelector?: LabelSelector
  /** Whether calling changes something elsewhere: None, NoneOnDryRun; Some and Unknown, from older versions, make dry runs fail. */
  sideEffects: SideEffectClass
  /** Seconds to wait for an answer, from 1 to 30. Default: 10. */
  timeoutSeconds?: number
  /** Versions of AdmissionReview that the webhook understands, best first; the first one that the server knows too is sent. */
  admissionReviewVersions: string[]
  /** CEL expressions that must all be true for the webhook to be called; 64 at most. */
  matchConditions?: MatchCondition[]
}

/** A webhook that may change an object before it is stored, and the requests it is called for. */
export interface MutatingWebhook {
  /** Full domain name of the webhook, such as pods.policy.example.com; used once in the configuration. */
  name: string
  /** Where the webhook is, and how to trust it. */
  clientConfig: WebhookClientConfig
  /** Requests the webhook is called for. Webhook and policy configurations never are among them. */
  rules?: RuleWithOperations[]
  /** What a webhook that fails or cannot be reached means: Ignore lets the request pass, Fail refuses it. Default: Fail. */
  failurePolicy?: FailurePolicyType
  /** Exact looks only at the version a request was sent in; Equivalent also finds it under the other groups and versions of the resource. Default: Equivalent. */
  matchPolicy?: MatchPolicyType
  /** Labels that the object's namespace must have; a Namespace goes by its own. Other objects without namespace always fit. */
  namespaceSelector?: LabelSelector
  /** Labels that the object, old or new, must have. Whoever writes the object can avoid the webhook by its labels. */
  objectSelector?: LabelSelector
  /** Whether calling changes something elsewhere: None, NoneOnDryRun; Some and Unknown, from older versions, make dry runs fail. */
  sideEffects: SideEffectClass
  /** Seconds to wait for an answer, from 1 to 30. Default: 10. */
  timeoutSeconds?: number
  /** Versions of AdmissionReview that the webhook understands, best first; the first one that the server knows too is sent. */
  admissionReviewVersions: string[]
  /** Never calls once; IfNeeded calls again when later webhooks changed the object. Default: Never. */
  reinvocationPolicy?: ReinvocationPolicyType
  /** CEL expressions that must all be true for the webhook to be called; 64 at most. */
  matchConditions?: MatchCondition[]
}

/** Which operations on which resources are meant. */
export interface RuleWithOperations extends Rule {
  /** CREATE, UPDATE, DELETE, CONNECT, or * for all of them. */
  operations?: OperationType[]
}

/** How to reach a webhook: by service or by URL, not both. */
export interface WebhookClientConfig {
  /** Address of the webhook, with https and without user, query or fragment. Prefer service for a webhook in the cluster. */
  url?: string
  /** Service that runs the webhook. */
  service?: ServiceReference
  /** PEM certificates that sign the one of the webhook. Without it, those the server's machine trusts. Base64. */
  caBundle?: string
}

/** A service that runs a webhook. */
export interface ServiceReference {
  /** Namespace of the service. */
  namespace: string
  /** Name of the service. */
  name: string
  /** Path to send requests to. */
  path?: string
  /** Port of the service. Default: 443. */
  port?: number
}

/** A condition in CEL for a request to be looked at. */
export interface MatchCondition {
  /** Name of the condition, used once in the list; audit and metrics know it by this. */
  name: string
  /** CEL that yields true or false, over object, oldObject, request, authorizer and authorizer.requestResource. */
  expression: string
}
