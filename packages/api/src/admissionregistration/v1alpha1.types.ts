/** Types of admissionregistration.k8s.io/v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */
import type { RuleWithOperations } from './v1.types.ts'
import type { Condition, LabelSelector, ListMeta, ObjectMeta, StatusReason } from '../meta/v1.types.ts'

export type ParameterNotFoundActionType = 'Allow' | 'Deny'

export type FailurePolicyType = 'Ignore' | 'Fail'

export type MatchPolicyType = 'Exact' | 'Equivalent'

export type ValidationAction = 'Deny' | 'Warn' | 'Audit'

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

export interface MatchCondition {
  name: string
  expression: string
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
