/**
 * apiextensions.k8s.io/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
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
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'apiextensions/v1',
  group: 'apiextensions.k8s.io',
  version: 'v1',
  goPackage: 'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1',
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
    group: string(1, {
      required: true,
      description:
        'Group of the resource, which is served under /apis/<group>; the definition is named <plural>.<group>.',
    }),
    names: ref(3, () => CustomResourceDefinitionNames, {
      required: true,
      description: 'Names for the resource and its kind.',
    }),
    scope: string(4, {
      required: true,
      enum: ResourceScope,
      description: 'Namespaced, or Cluster for objects without namespace.',
    }),
    versions: list(7, () => CustomResourceDefinitionVersion, {
      required: true,
      listType: 'atomic',
      description:
        'Versions of the resource, of which one is the stored one. Discovery lists stable ones before beta and alpha, greater numbers first, other names last.',
    }),
    conversion: ref(9, () => CustomResourceConversion, {
      pointer: true,
      description: 'How to get from one version to another.',
    }),
    preserveUnknownFields: bool(10, {
      description:
        'Keeps fields that the schema does not know. Obsolete, must be false: use x-kubernetes-preserve-unknown-fields in the schema.',
    }),
  },
  { description: 'How the custom resource is named, and in which versions it is served.' },
)

export type CustomResourceConversion = T.CustomResourceConversion
export const CustomResourceConversion: MessageSchema<CustomResourceConversion> = pkg.message(
  'CustomResourceConversion',
  {
    strategy: string(1, {
      required: true,
      enum: ConversionStrategyType,
      description: 'None only writes the other apiVersion; Webhook asks a webhook. Default: None.',
    }),
    webhook: ref(2, () => WebhookConversion, {
      pointer: true,
      description: 'The webhook to ask; only with the strategy Webhook.',
    }),
  },
  { description: 'How to get from one version of the resource to another.' },
)

export type WebhookConversion = T.WebhookConversion
export const WebhookConversion: MessageSchema<WebhookConversion> = pkg.message(
  'WebhookConversion',
  {
    clientConfig: ref(2, () => WebhookClientConfig, {
      pointer: true,
      description: 'Where the webhook is, and how to trust it.',
    }),
    conversionReviewVersions: list(3, 'string', {
      required: true,
      listType: 'atomic',
      description:
        'Versions of ConversionReview that the webhook understands, best first; the first one that the server knows too is sent.',
    }),
  },
  { description: 'A webhook that converts objects.' },
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

export type CustomResourceDefinitionVersion = T.CustomResourceDefinitionVersion
export const CustomResourceDefinitionVersion: MessageSchema<CustomResourceDefinitionVersion> = pkg.message(
  'CustomResourceDefinitionVersion',
  {
    name: string(1, { required: true, description: 'Name of the version, such as v1beta1, as in paths.' }),
    served: bool(2, { required: true, description: 'Whether requests in this version are answered.' }),
    storage: bool(3, {
      required: true,
      description: 'Whether objects are stored in this version; exactly one version says so.',
    }),
    deprecated: bool(7, { description: 'Makes the server send a warning to whoever uses this version.' }),
    deprecationWarning: string(8, {
      pointer: true,
      description: 'Text of that warning, in place of the usual one; only with deprecated.',
    }),
    schema: ref(4, () => CustomResourceValidation, {
      pointer: true,
      description: 'What objects of this version look like.',
    }),
    subresources: ref(5, () => CustomResourceSubresources, {
      pointer: true,
      description: 'Subresources that objects of this version have.',
    }),
    additionalPrinterColumns: list(6, () => CustomResourceColumnDefinition, {
      listType: 'atomic',
      description: 'Columns that kubectl get shows. Default: the age.',
    }),
    selectableFields: list(9, () => SelectableField, {
      listType: 'atomic',
      featureGates: ['CustomResourceFieldSelectors'],
      description: 'Fields that field selectors may ask for; 8 at most.',
    }),
  },
  { description: 'One version of a custom resource.' },
)

export type SelectableField = T.SelectableField
export const SelectableField: MessageSchema<SelectableField> = pkg.message(
  'SelectableField',
  {
    jsonPath: string(1, {
      required: true,
      description: 'Simple JSON path of a string, integer or boolean, without array notation and outside of metadata.',
    }),
  },
  { description: 'A field that selectors may ask for.' },
)

export type CustomResourceColumnDefinition = T.CustomResourceColumnDefinition
export const CustomResourceColumnDefinition: MessageSchema<CustomResourceColumnDefinition> = pkg.message(
  'CustomResourceColumnDefinition',
  {
    name: string(1, { required: true, description: 'Heading of the column.' }),
    type: string(2, { required: true, description: 'boolean, date, integer, number or string.' }),
    format: string(3, { description: "Hint for showing the value; name marks the column with the object's name." }),
    description: string(4, { description: 'Text for people about the column.' }),
    priority: int32(5, { description: '0 is always shown, anything above only with --output=wide.' }),
    jsonPath: string(6, { required: true, description: 'Simple JSON path of the value in the object.' }),
  },
  { description: 'A column for kubectl get.' },
)

export type CustomResourceDefinitionNames = T.CustomResourceDefinitionNames
export const CustomResourceDefinitionNames: MessageSchema<CustomResourceDefinitionNames> = pkg.message(
  'CustomResourceDefinitionNames',
  {
    plural: string(1, { required: true, description: 'Name in paths, in lower case.' }),
    singular: string(2, { description: 'Name for one object in lower case. Default: kind in lower case.' }),
    shortNames: list(3, 'string', {
      listType: 'atomic',
      description: 'Short names that clients accept, in lower case.',
    }),
    kind: string(4, { required: true, description: 'Kind of the objects, in CamelCase and mostly singular.' }),
    listKind: string(5, { description: 'Kind of their lists. Default: the kind with List behind it.' }),
    categories: list(6, 'string', {
      listType: 'atomic',
      description: 'Groups of resources it belongs to, such as all, for kubectl get all.',
    }),
  },
  { description: 'Names for a resource and its kind.' },
)

export type CustomResourceDefinitionCondition = T.CustomResourceDefinitionCondition
export const CustomResourceDefinitionCondition: MessageSchema<CustomResourceDefinitionCondition> = pkg.message(
  'CustomResourceDefinitionCondition',
  {
    type: string(1, {
      required: true,
      enum: CustomResourceDefinitionConditionType,
      description: 'What is observed, such as Established, NamesAccepted, NonStructuralSchema or Terminating.',
    }),
    status: string(2, { required: true, enum: ConditionStatus, description: 'True, False or Unknown.' }),
    lastTransitionTime: time(3, { description: 'When the status last changed.' }),
    reason: string(4, { description: 'One CamelCase word for programs.' }),
    message: string(5, { description: 'Explanation for people.' }),
  },
  { description: 'One observation about a definition.' },
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
    acceptedNames: ref(2, () => CustomResourceDefinitionNames, {
      keepEmpty: true,
      description: 'Names that are in use; they differ from the wanted ones where those are taken.',
    }),
    storedVersions: list(3, 'string', {
      keepEmpty: true,
      listType: 'atomic',
      description:
        'Versions that objects may be stored in. One goes from here, once its objects are rewritten, before it may go from the spec.',
    }),
  },
  { description: 'What became of the definition.' },
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
  { kind: true, description: 'Adds a resource to the API.' },
)

export type CustomResourceDefinitionList = T.CustomResourceDefinitionList
export const CustomResourceDefinitionList: MessageSchema<CustomResourceDefinitionList> = pkg.message(
  'CustomResourceDefinitionList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => CustomResourceDefinition, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of CustomResourceDefinition objects.' },
)

export type CustomResourceValidation = T.CustomResourceValidation
export const CustomResourceValidation: MessageSchema<CustomResourceValidation> = pkg.message(
  'CustomResourceValidation',
  {
    openAPIV3Schema: ref(1, () => JSONSchemaProps, {
      pointer: true,
      description: 'The schema, in the dialect of OpenAPI v3.',
    }),
  },
  { description: 'What objects look like.' },
)

export type CustomResourceSubresources = T.CustomResourceSubresources
export const CustomResourceSubresources: MessageSchema<CustomResourceSubresources> = pkg.message(
  'CustomResourceSubresources',
  {
    status: ref(1, () => CustomResourceSubresourceStatus, {
      pointer: true,
      description: 'What is; written by the system.',
    }),
    scale: ref(2, () => CustomResourceSubresourceScale, {
      pointer: true,
      description: 'Gives the resource a /scale, for kubectl scale and autoscaling.',
    }),
  },
  { description: 'Subresources of a custom resource.' },
)

export type CustomResourceSubresourceStatus = T.CustomResourceSubresourceStatus
export const CustomResourceSubresourceStatus: MessageSchema<CustomResourceSubresourceStatus> = pkg.message(
  'CustomResourceSubresourceStatus',
  {},
  { description: 'Gives the resource a /status: status is written there, and everything else only at the main path.' },
)

export type CustomResourceSubresourceScale = T.CustomResourceSubresourceScale
export const CustomResourceSubresourceScale: MessageSchema<CustomResourceSubresourceScale> = pkg.message(
  'CustomResourceSubresourceScale',
  {
    specReplicasPath: string(1, {
      required: true,
      description: 'JSON path of the wanted number of replicas, below .spec, without array notation.',
    }),
    statusReplicasPath: string(2, {
      required: true,
      description:
        'JSON path of the present number of replicas, below .status, without array notation; 0 where it is absent.',
    }),
    labelSelectorPath: string(3, {
      pointer: true,
      description:
        "JSON path of the pods' label selector as text, below .status or .spec; a HorizontalPodAutoscaler needs it.",
    }),
  },
  { description: 'Where in an object the numbers for /scale are.' },
)

export type ConversionReview = T.ConversionReview
export const ConversionReview: MessageSchema<ConversionReview> = pkg.message(
  'ConversionReview',
  {
    request: ref(1, () => ConversionRequest, { pointer: true, description: 'Objects to convert; sent by the server.' }),
    response: ref(2, () => ConversionResponse, {
      pointer: true,
      description: 'The converted objects; sent by the webhook.',
    }),
  },
  { kind: true },
)

export type ConversionRequest = T.ConversionRequest
export const ConversionRequest: MessageSchema<ConversionRequest> = pkg.message(
  'ConversionRequest',
  {
    uid: string(1, {
      required: true,
      enum: UID,
      description: 'Identity of the request, to be repeated in the response.',
    }),
    desiredAPIVersion: string(2, {
      required: true,
      description: 'Group and version to convert to, such as example.com/v1.',
    }),
    objects: list(3, 'rawExtension', {
      required: true,
      listType: 'atomic',
      description: 'The objects, which may be of several versions.',
    }),
  },
  { description: 'Objects to convert, and to which version.' },
)

export type ConversionResponse = T.ConversionResponse
export const ConversionResponse: MessageSchema<ConversionResponse> = pkg.message(
  'ConversionResponse',
  {
    uid: string(1, { required: true, enum: UID, description: 'Identity of the request.' }),
    convertedObjects: list(2, 'rawExtension', {
      required: true,
      listType: 'atomic',
      description: 'The objects in the wanted version, in the order they came in; empty unless it succeeded.',
    }),
    result: ref(3, () => Status, { required: true, description: 'Whether it succeeded, and if not, why.' }),
  },
  { description: 'What came of a conversion.' },
)

export type JSONSchemaProps = T.JSONSchemaProps
export const JSONSchemaProps: MessageSchema<JSONSchemaProps> = pkg.message(
  'JSONSchemaProps',
  {
    id: string(1, { description: 'Identity of the schema; not used.' }),
    $schema: string(2, { enum: JSONSchemaURL, description: 'Dialect of the schema; not used.' }),
    $ref: string(3, {
      pointer: true,
      description: 'Another schema in place of this one; not allowed in a definition.',
    }),
    description: string(4, { description: 'Text for people about the value.' }),
    type: string(5, { description: 'object, array, string, integer, number or boolean.' }),
    format: string(6, {
      description:
        'What a string or number stands for, such as date-time, byte, ipv4, uuid or int64; unknown ones are passed over.',
    }),
    title: string(7, { description: 'Short text for people.' }),
    default: anyJson(8, { pointer: true, description: 'Value where none is given.' }),
    maximum: float64(9, { pointer: true, description: 'Greatest number allowed.' }),
    exclusiveMaximum: bool(10, { description: 'Whether maximum itself is too much.' }),
    minimum: float64(11, { pointer: true, description: 'Smallest number allowed.' }),
    exclusiveMinimum: bool(12, { description: 'Whether minimum itself is too little.' }),
    maxLength: int64(13, { pointer: true, description: 'Most characters a string may have.' }),
    minLength: int64(14, { pointer: true, description: 'Fewest characters a string may have.' }),
    pattern: string(15, { description: 'Regular expression that a string must match.' }),
    maxItems: int64(16, { pointer: true, description: 'Most items a list may have.' }),
    minItems: int64(17, { pointer: true, description: 'Fewest items a list may have.' }),
    uniqueItems: bool(18, {
      description: 'Whether items must differ from each other; must not be true in a definition.',
    }),
    multipleOf: float64(19, { pointer: true, description: 'Number of which the value must be a multiple.' }),
    enum: list(20, 'anyJson', { listType: 'atomic', description: 'The values allowed.' }),
    maxProperties: int64(21, { pointer: true, description: 'Most properties an object may have.' }),
    minProperties: int64(22, { pointer: true, description: 'Fewest properties an object may have.' }),
    required: list(23, 'string', { listType: 'atomic', description: 'Names of properties that must be there.' }),
    items: schemaOr(24, 'list', () => JSONSchemaProps, { pointer: true, description: "Schema of a list's items." }),
    allOf: list(25, () => JSONSchemaProps, { listType: 'atomic', description: 'Schemas that must all be met.' }),
    oneOf: list(26, () => JSONSchemaProps, {
      listType: 'atomic',
      description: 'Schemas of which exactly one must be met.',
    }),
    anyOf: list(27, () => JSONSchemaProps, {
      listType: 'atomic',
      description: 'Schemas of which one at least must be met.',
    }),
    not: ref(28, () => JSONSchemaProps, { pointer: true, description: 'Schema that must not be met.' }),
    properties: map(29, () => JSONSchemaProps, { description: "Schemas of an object's properties by name." }),
    additionalProperties: schemaOr(30, 'bool', () => JSONSchemaProps, {
      pointer: true,
      description:
        'Schema of properties without one of their own, or whether there may be such; not together with properties.',
    }),
    patternProperties: map(31, () => JSONSchemaProps, {
      description: 'Schemas of properties by pattern of their names; not allowed in a definition.',
    }),
    dependencies: map(
      32,
      schemaOrOf('strings', () => JSONSchemaProps),
      { description: "What a property's presence asks for; not allowed in a definition." },
    ),
    additionalItems: schemaOr(33, 'bool', () => JSONSchemaProps, {
      pointer: true,
      description: 'Schema of items behind the listed ones; not allowed in a definition.',
    }),
    definitions: map(34, () => JSONSchemaProps, {
      description: 'Schemas to be referred to; not allowed in a definition.',
    }),
    externalDocs: ref(35, () => ExternalDocumentation, { pointer: true, description: 'Where to read more.' }),
    example: anyJson(36, { pointer: true, description: 'An example of a value.' }),
    nullable: bool(37, { description: 'Whether null is a value.' }),
    'x-kubernetes-preserve-unknown-fields': bool(38, {
      pointer: true,
      description: 'Keeps fields here that the schema does not name.',
    }),
    'x-kubernetes-embedded-resource': bool(39, {
      description: 'The value is an object with apiVersion, kind and metadata, which are checked.',
    }),
    'x-kubernetes-int-or-string': bool(40, { description: 'The value is an integer or a string.' }),
    'x-kubernetes-list-map-keys': list(41, 'string', {
      listType: 'atomic',
      description: 'Properties that tell the items of a list of type map apart.',
    }),
    'x-kubernetes-list-type': string(42, {
      pointer: true,
      description: 'How a list is merged: atomic as one, set by value, map by the keys of its items. Default: atomic.',
    }),
    'x-kubernetes-map-type': string(43, {
      pointer: true,
      description: 'How an object is merged: granular by field, atomic as one. Default: granular.',
    }),
    'x-kubernetes-validations': list(44, () => ValidationRule, {
      listType: 'map',
      listMapKeys: ['rule'],
      patchStrategy: ['merge'],
      patchMergeKey: 'rule',
      description: 'Rules in CEL that the value must keep.',
    }),
  },
  { description: 'A JSON schema, with what Kubernetes adds to it.' },
)

export type ValidationRule = T.ValidationRule
export const ValidationRule: MessageSchema<ValidationRule> = pkg.message(
  'ValidationRule',
  {
    rule: string(1, {
      required: true,
      description: 'CEL that must be true, where self is the value and oldSelf, if used, the one before the update.',
    }),
    message: string(2, { description: 'Explanation for people.' }),
    messageExpression: string(3, {
      description: 'CEL that yields the message for a broken rule; goes before message.',
    }),
    reason: string(4, { pointer: true, enum: FieldValueErrorReason, description: 'One CamelCase word for programs.' }),
    fieldPath: string(5, {
      description: "Path of the field to name in the error, seen from here, such as .spec.replicas or ['a-b'].",
    }),
    optionalOldSelf: bool(6, {
      pointer: true,
      featureGates: ['CRDValidationRatcheting'],
      description: 'Applies a rule with oldSelf also where there is no old value; oldSelf is then an optional value.',
    }),
  },
  { description: 'A rule in CEL about the value at its place in the schema.' },
)

export type ExternalDocumentation = T.ExternalDocumentation
export const ExternalDocumentation: MessageSchema<ExternalDocumentation> = pkg.message(
  'ExternalDocumentation',
  {
    description: string(1, { description: 'What is to be found there.' }),
    url: string(2, { description: 'Address of the text.' }),
  },
  { description: 'Where to read more.' },
)
