/**
 * apiextensions.k8s.io/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { UID } from '../apimachinery/types.ts'
import { ListMeta, ObjectMeta, Status } from '../meta/v1.ts'
import {
  apiPackage,
  type MessageSchema,
  anyJson,
  bool,
  bytes,
  float64,
  int32,
  int64,
  list,
  map,
  ref,
  schemaOr,
  schemaOrOf,
  string,
  time,
} from '../schema/schema.ts'
import type * as T from './v1beta1.types.ts'

const pkg = apiPackage({
  path: 'apiextensions/v1beta1',
  group: 'apiextensions.k8s.io',
  version: 'v1beta1',
  goPackage: 'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1beta1',
})
export const packageInfo = pkg.package

export const ConversionStrategyType = pkg.enumeration('ConversionStrategyType', ['None', 'Webhook'], { open: true })
export type ConversionStrategyType = T.ConversionStrategyType

export const ResourceScope = pkg.enumeration('ResourceScope', ['Cluster', 'Namespaced'], { open: true })
export type ResourceScope = T.ResourceScope

export const ConditionStatus = pkg.enumeration('ConditionStatus', ['True', 'False', 'Unknown'], { open: true })
export type ConditionStatus = T.ConditionStatus

export const CustomResourceDefinitionConditionType = pkg.enumeration(
  'CustomResourceDefinitionConditionType',
  ['Established', 'NamesAccepted', 'NonStructuralSchema', 'Terminating', 'KubernetesAPIApprovalPolicyConformant'],
  { open: true },
)
export type CustomResourceDefinitionConditionType = T.CustomResourceDefinitionConditionType

export const FieldValueErrorReason = pkg.enumeration('FieldValueErrorReason', [
  'FieldValueRequired',
  'FieldValueDuplicate',
  'FieldValueInvalid',
  'FieldValueForbidden',
])
export type FieldValueErrorReason = T.FieldValueErrorReason

export const JSONSchemaURL = pkg.enumeration('JSONSchemaURL', [], { open: true })
export type JSONSchemaURL = T.JSONSchemaURL

export type CustomResourceDefinitionSpec = T.CustomResourceDefinitionSpec
export const CustomResourceDefinitionSpec: MessageSchema<CustomResourceDefinitionSpec> = pkg.message(
  'CustomResourceDefinitionSpec',
  {
    group: string(1, { required: true }),
    version: string(2),
    names: ref(3, () => CustomResourceDefinitionNames, { required: true }),
    scope: string(4, { required: true, enum: ResourceScope }),
    validation: ref(5, () => CustomResourceValidation, { pointer: true }),
    subresources: ref(6, () => CustomResourceSubresources, { pointer: true }),
    versions: list(7, () => CustomResourceDefinitionVersion, { listType: 'atomic' }),
    additionalPrinterColumns: list(8, () => CustomResourceColumnDefinition, { listType: 'atomic' }),
    selectableFields: list(11, () => SelectableField, {
      listType: 'atomic',
      featureGates: ['CustomResourceFieldSelectors'],
    }),
    conversion: ref(9, () => CustomResourceConversion, { pointer: true }),
    preserveUnknownFields: bool(10, { pointer: true }),
  },
)

export type CustomResourceConversion = T.CustomResourceConversion
export const CustomResourceConversion: MessageSchema<CustomResourceConversion> = pkg.message(
  'CustomResourceConversion',
  {
    strategy: string(1, { required: true, enum: ConversionStrategyType }),
    webhookClientConfig: ref(2, () => WebhookClientConfig, { pointer: true }),
    conversionReviewVersions: list(3, 'string', { listType: 'atomic' }),
  },
)

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

export type CustomResourceDefinitionVersion = T.CustomResourceDefinitionVersion
export const CustomResourceDefinitionVersion: MessageSchema<CustomResourceDefinitionVersion> = pkg.message(
  'CustomResourceDefinitionVersion',
  {
    name: string(1, { required: true }),
    served: bool(2, { required: true }),
    storage: bool(3, { required: true }),
    deprecated: bool(7),
    deprecationWarning: string(8, { pointer: true }),
    schema: ref(4, () => CustomResourceValidation, { pointer: true }),
    subresources: ref(5, () => CustomResourceSubresources, { pointer: true }),
    additionalPrinterColumns: list(6, () => CustomResourceColumnDefinition, { listType: 'atomic' }),
    selectableFields: list(9, () => SelectableField, {
      listType: 'atomic',
      featureGates: ['CustomResourceFieldSelectors'],
    }),
  },
)

export type SelectableField = T.SelectableField
export const SelectableField: MessageSchema<SelectableField> = pkg.message('SelectableField', {
  jsonPath: string(1, { required: true }),
})

export type CustomResourceColumnDefinition = T.CustomResourceColumnDefinition
export const CustomResourceColumnDefinition: MessageSchema<CustomResourceColumnDefinition> = pkg.message(
  'CustomResourceColumnDefinition',
  {
    name: string(1, { required: true }),
    type: string(2, { required: true }),
    format: string(3),
    description: string(4),
    priority: int32(5),
    JSONPath: string(6, { required: true }),
  },
)

export type CustomResourceDefinitionNames = T.CustomResourceDefinitionNames
export const CustomResourceDefinitionNames: MessageSchema<CustomResourceDefinitionNames> = pkg.message(
  'CustomResourceDefinitionNames',
  {
    plural: string(1, { required: true }),
    singular: string(2),
    shortNames: list(3, 'string', { listType: 'atomic' }),
    kind: string(4, { required: true }),
    listKind: string(5),
    categories: list(6, 'string', { listType: 'atomic' }),
  },
)

export type CustomResourceDefinitionCondition = T.CustomResourceDefinitionCondition
export const CustomResourceDefinitionCondition: MessageSchema<CustomResourceDefinitionCondition> = pkg.message(
  'CustomResourceDefinitionCondition',
  {
    type: string(1, { required: true, enum: CustomResourceDefinitionConditionType }),
    status: string(2, { required: true, enum: ConditionStatus }),
    lastTransitionTime: time(3, { description: 'When the status last changed.' }),
    reason: string(4, { description: 'One CamelCase word for programs.' }),
    message: string(5, { description: 'Explanation for people.' }),
  },
)

export type CustomResourceDefinitionStatus = T.CustomResourceDefinitionStatus
export const CustomResourceDefinitionStatus: MessageSchema<CustomResourceDefinitionStatus> = pkg.message(
  'CustomResourceDefinitionStatus',
  {
    conditions: list(1, () => CustomResourceDefinitionCondition, {
      keepEmpty: true,
      listType: 'map',
      listMapKeys: ['type'],
      description: 'Latest observations, one for each type.',
    }),
    acceptedNames: ref(2, () => CustomResourceDefinitionNames, { keepEmpty: true }),
    storedVersions: list(3, 'string', { keepEmpty: true, listType: 'atomic' }),
  },
)

export type CustomResourceDefinition = T.CustomResourceDefinition
export const CustomResourceDefinition: MessageSchema<CustomResourceDefinition> = pkg.message(
  'CustomResourceDefinition',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => CustomResourceDefinitionSpec, { required: true, description: 'What is wanted.' }),
    status: ref(3, () => CustomResourceDefinitionStatus, { description: 'What is; written by the system.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.7',
      deprecated: '1.16',
      removed: '1.22',
      replacement: { group: 'apiextensions.k8s.io', version: 'v1', kind: 'CustomResourceDefinition' },
    },
    description: 'Adds a resource to the API.',
  },
)

export type CustomResourceDefinitionList = T.CustomResourceDefinitionList
export const CustomResourceDefinitionList: MessageSchema<CustomResourceDefinitionList> = pkg.message(
  'CustomResourceDefinitionList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => CustomResourceDefinition, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.7',
      deprecated: '1.16',
      removed: '1.22',
      replacement: { group: 'apiextensions.k8s.io', version: 'v1', kind: 'CustomResourceDefinitionList' },
    },
    description: 'A list of CustomResourceDefinition objects.',
  },
)

export type CustomResourceValidation = T.CustomResourceValidation
export const CustomResourceValidation: MessageSchema<CustomResourceValidation> = pkg.message(
  'CustomResourceValidation',
  {
    openAPIV3Schema: ref(1, () => JSONSchemaProps, { pointer: true }),
  },
)

export type CustomResourceSubresources = T.CustomResourceSubresources
export const CustomResourceSubresources: MessageSchema<CustomResourceSubresources> = pkg.message(
  'CustomResourceSubresources',
  {
    status: ref(1, () => CustomResourceSubresourceStatus, {
      pointer: true,
      description: 'What is; written by the system.',
    }),
    scale: ref(2, () => CustomResourceSubresourceScale, { pointer: true }),
  },
)

export type CustomResourceSubresourceStatus = T.CustomResourceSubresourceStatus
export const CustomResourceSubresourceStatus: MessageSchema<CustomResourceSubresourceStatus> = pkg.message(
  'CustomResourceSubresourceStatus',
  {},
)

export type CustomResourceSubresourceScale = T.CustomResourceSubresourceScale
export const CustomResourceSubresourceScale: MessageSchema<CustomResourceSubresourceScale> = pkg.message(
  'CustomResourceSubresourceScale',
  {
    specReplicasPath: string(1, { required: true }),
    statusReplicasPath: string(2, { required: true }),
    labelSelectorPath: string(3, { pointer: true }),
  },
)

export type ConversionReview = T.ConversionReview
export const ConversionReview: MessageSchema<ConversionReview> = pkg.message(
  'ConversionReview',
  {
    request: ref(1, () => ConversionRequest, { pointer: true }),
    response: ref(2, () => ConversionResponse, { pointer: true }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.13',
      deprecated: '1.19',
      removed: '1.22',
      replacement: { group: 'apiextensions.k8s.io', version: 'v1', kind: 'ConversionReview' },
    },
  },
)

export type ConversionRequest = T.ConversionRequest
export const ConversionRequest: MessageSchema<ConversionRequest> = pkg.message('ConversionRequest', {
  uid: string(1, { required: true, enum: UID }),
  desiredAPIVersion: string(2, { required: true }),
  objects: list(3, 'rawExtension', { required: true, listType: 'atomic' }),
})

export type ConversionResponse = T.ConversionResponse
export const ConversionResponse: MessageSchema<ConversionResponse> = pkg.message('ConversionResponse', {
  uid: string(1, { required: true, enum: UID }),
  convertedObjects: list(2, 'rawExtension', { required: true, listType: 'atomic' }),
  result: ref(3, () => Status, { required: true }),
})

export type JSONSchemaProps = T.JSONSchemaProps
export const JSONSchemaProps: MessageSchema<JSONSchemaProps> = pkg.message('JSONSchemaProps', {
  id: string(1),
  $schema: string(2, { enum: JSONSchemaURL }),
  $ref: string(3, { pointer: true }),
  description: string(4),
  type: string(5),
  format: string(6),
  title: string(7),
  default: anyJson(8, { pointer: true }),
  maximum: float64(9, { pointer: true }),
  exclusiveMaximum: bool(10),
  minimum: float64(11, { pointer: true }),
  exclusiveMinimum: bool(12),
  maxLength: int64(13, { pointer: true }),
  minLength: int64(14, { pointer: true }),
  pattern: string(15),
  maxItems: int64(16, { pointer: true }),
  minItems: int64(17, { pointer: true }),
  uniqueItems: bool(18),
  multipleOf: float64(19, { pointer: true }),
  enum: list(20, 'anyJson', { listType: 'atomic' }),
  maxProperties: int64(21, { pointer: true }),
  minProperties: int64(22, { pointer: true }),
  required: list(23, 'string', { listType: 'atomic' }),
  items: schemaOr(24, 'list', () => JSONSchemaProps, { pointer: true }),
  allOf: list(25, () => JSONSchemaProps, { listType: 'atomic' }),
  oneOf: list(26, () => JSONSchemaProps, { listType: 'atomic' }),
  anyOf: list(27, () => JSONSchemaProps, { listType: 'atomic' }),
  not: ref(28, () => JSONSchemaProps, { pointer: true }),
  properties: map(29, () => JSONSchemaProps),
  additionalProperties: schemaOr(30, 'bool', () => JSONSchemaProps, { pointer: true }),
  patternProperties: map(31, () => JSONSchemaProps),
  dependencies: map(
    32,
    schemaOrOf('strings', () => JSONSchemaProps),
  ),
  additionalItems: schemaOr(33, 'bool', () => JSONSchemaProps, { pointer: true }),
  definitions: map(34, () => JSONSchemaProps),
  externalDocs: ref(35, () => ExternalDocumentation, { pointer: true }),
  example: anyJson(36, { pointer: true }),
  nullable: bool(37),
  'x-kubernetes-preserve-unknown-fields': bool(38, { pointer: true }),
  'x-kubernetes-embedded-resource': bool(39),
  'x-kubernetes-int-or-string': bool(40),
  'x-kubernetes-list-map-keys': list(41, 'string', { listType: 'atomic' }),
  'x-kubernetes-list-type': string(42, { pointer: true }),
  'x-kubernetes-map-type': string(43, { pointer: true }),
  'x-kubernetes-validations': list(44, () => ValidationRule, {
    listType: 'map',
    listMapKeys: ['rule'],
    patchStrategy: ['merge'],
    patchMergeKey: 'rule',
  }),
})

export type ValidationRule = T.ValidationRule
export const ValidationRule: MessageSchema<ValidationRule> = pkg.message('ValidationRule', {
  rule: string(1, { required: true }),
  message: string(2, { description: 'Explanation for people.' }),
  messageExpression: string(3),
  reason: string(4, { pointer: true, enum: FieldValueErrorReason, description: 'One CamelCase word for programs.' }),
  fieldPath: string(5),
  optionalOldSelf: bool(6, { pointer: true, featureGates: ['CRDValidationRatcheting'] }),
})

export type ExternalDocumentation = T.ExternalDocumentation
export const ExternalDocumentation: MessageSchema<ExternalDocumentation> = pkg.message('ExternalDocumentation', {
  description: string(1),
  url: string(2),
})
