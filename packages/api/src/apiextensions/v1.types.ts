/** Types of apiextensions.k8s.io/v1, written from the schema in v1.ts by the update script; not edited by hand. */
import type { UID } from '../apimachinery/types.types.ts'
import type { ListMeta, ObjectMeta, Status } from '../meta/v1.types.ts'

/** Upstream names "None", "Webhook". */
export type ConversionStrategyType = string

/** Upstream names "Cluster", "Namespaced". */
export type ResourceScope = string

/** Upstream names "True", "False", "Unknown". */
export type ConditionStatus = string

/** Upstream names "Established", "NamesAccepted", "NonStructuralSchema", "Terminating", "KubernetesAPIApprovalPolicyConformant". */
export type CustomResourceDefinitionConditionType = string

export type FieldValueErrorReason =
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueInvalid'
  | 'FieldValueForbidden'

export type JSONSchemaURL = string

export interface CustomResourceDefinitionSpec {
  group: string
  names: CustomResourceDefinitionNames
  scope: ResourceScope
  versions: CustomResourceDefinitionVersion[]
  conversion?: CustomResourceConversion
  preserveUnknownFields?: boolean
}

export interface CustomResourceConversion {
  strategy: ConversionStrategyType
  webhook?: WebhookConversion
}

export interface WebhookConversion {
  clientConfig?: WebhookClientConfig
  conversionReviewVersions: string[]
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

export interface CustomResourceDefinitionVersion {
  name: string
  served: boolean
  storage: boolean
  deprecated?: boolean
  deprecationWarning?: string
  schema?: CustomResourceValidation
  subresources?: CustomResourceSubresources
  additionalPrinterColumns?: CustomResourceColumnDefinition[]
  selectableFields?: SelectableField[]
}

export interface SelectableField {
  jsonPath: string
}

export interface CustomResourceColumnDefinition {
  name: string
  type: string
  format?: string
  description?: string
  priority?: number
  jsonPath: string
}

export interface CustomResourceDefinitionNames {
  plural: string
  singular?: string
  shortNames?: string[]
  kind: string
  listKind?: string
  categories?: string[]
}

export interface CustomResourceDefinitionCondition {
  type: CustomResourceDefinitionConditionType
  status: ConditionStatus
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

export interface CustomResourceDefinitionStatus {
  /** Latest observations, one for each type. */
  conditions?: CustomResourceDefinitionCondition[]
  acceptedNames?: CustomResourceDefinitionNames
  storedVersions?: string[]
}

/** Adds a resource to the API. */
export interface CustomResourceDefinition {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: CustomResourceDefinitionSpec
  /** What is; written by the system. */
  status?: CustomResourceDefinitionStatus
}

/** A list of CustomResourceDefinition objects. */
export interface CustomResourceDefinitionList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: CustomResourceDefinition[]
}

export interface CustomResourceValidation {
  openAPIV3Schema?: JSONSchemaProps
}

export interface CustomResourceSubresources {
  /** What is; written by the system. */
  status?: CustomResourceSubresourceStatus
  scale?: CustomResourceSubresourceScale
}

export interface CustomResourceSubresourceStatus {}

export interface CustomResourceSubresourceScale {
  specReplicasPath: string
  statusReplicasPath: string
  labelSelectorPath?: string
}

export interface ConversionReview {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  request?: ConversionRequest
  response?: ConversionResponse
}

export interface ConversionRequest {
  uid: UID
  desiredAPIVersion: string
  objects: Record<string, unknown>[]
}

export interface ConversionResponse {
  uid: UID
  convertedObjects: Record<string, unknown>[]
  result: Status
}

export interface JSONSchemaProps {
  id?: string
  $schema?: JSONSchemaURL
  $ref?: string
  description?: string
  type?: string
  format?: string
  title?: string
  default?: unknown
  maximum?: number
  exclusiveMaximum?: boolean
  minimum?: number
  exclusiveMinimum?: boolean
  maxLength?: number
  minLength?: number
  pattern?: string
  maxItems?: number
  minItems?: number
  uniqueItems?: boolean
  multipleOf?: number
  enum?: unknown[]
  maxProperties?: number
  minProperties?: number
  required?: string[]
  items?: JSONSchemaProps | JSONSchemaProps[]
  allOf?: JSONSchemaProps[]
  oneOf?: JSONSchemaProps[]
  anyOf?: JSONSchemaProps[]
  not?: JSONSchemaProps
  properties?: Record<string, JSONSchemaProps>
  additionalProperties?: JSONSchemaProps | boolean
  patternProperties?: Record<string, JSONSchemaProps>
  dependencies?: Record<string, JSONSchemaProps | string[]>
  additionalItems?: JSONSchemaProps | boolean
  definitions?: Record<string, JSONSchemaProps>
  externalDocs?: ExternalDocumentation
  example?: unknown
  nullable?: boolean
  'x-kubernetes-preserve-unknown-fields'?: boolean
  'x-kubernetes-embedded-resource'?: boolean
  'x-kubernetes-int-or-string'?: boolean
  'x-kubernetes-list-map-keys'?: string[]
  'x-kubernetes-list-type'?: string
  'x-kubernetes-map-type'?: string
  'x-kubernetes-validations'?: ValidationRule[]
}

export interface ValidationRule {
  rule: string
  /** Explanation for people. */
  message?: string
  messageExpression?: string
  /** One CamelCase word for programs. */
  reason?: FieldValueErrorReason
  fieldPath?: string
  optionalOldSelf?: boolean
}

export interface ExternalDocumentation {
  description?: string
  url?: string
}
