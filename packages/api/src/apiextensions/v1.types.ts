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

/** How the custom resource is named, and in which versions it is served. */
export interface CustomResourceDefinitionSpec {
  /** Group of the resource, which is served under /apis/<group>; the definition is named <plural>.<group>. */
  group: string
  /** Names for the resource and its kind. */
  names: CustomResourceDefinitionNames
  /** Namespaced, or Cluster for objects without namespace. */
  scope: ResourceScope
  /** Versions of the resource, of which one is the stored one. Discovery lists stable ones before beta and alpha, greater numbers first, other names last. */
  versions: CustomResourceDefinitionVersion[]
  /** How to get from one version to another. */
  conversion?: CustomResourceConversion
  /** Keeps fields that the schema does not know. Obsolete, must be false: use x-kubernetes-preserve-unknown-fields in the schema. */
  preserveUnknownFields?: boolean
}

/** How to get from one version of the resource to another. */
export interface CustomResourceConversion {
  /** None only writes the other apiVersion; Webhook asks a webhook. Default: None. */
  strategy: ConversionStrategyType
  /** The webhook to ask; only with the strategy Webhook. */
  webhook?: WebhookConversion
}

/** A webhook that converts objects. */
export interface WebhookConversion {
  /** Where the webhook is, and how to trust it. */
  clientConfig?: WebhookClientConfig
  /** Versions of ConversionReview that the webhook understands, best first; the first one that the server knows too is sent. */
  conversionReviewVersions: string[]
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

/** One version of a custom resource. */
export interface CustomResourceDefinitionVersion {
  /** Name of the version, such as v1beta1, as in paths. */
  name: string
  /** Whether requests in this version are answered. */
  served: boolean
  /** Whether objects are stored in this version; exactly one version says so. */
  storage: boolean
  /** Makes the server send a warning to whoever uses this version. */
  deprecated?: boolean
  /** Text of that warning, in place of the usual one; only with deprecated. */
  deprecationWarning?: string
  /** What objects of this version look like. */
  schema?: CustomResourceValidation
  /** Subresources that objects of this version have. */
  subresources?: CustomResourceSubresources
  /** Columns that kubectl get shows. Default: the age. */
  additionalPrinterColumns?: CustomResourceColumnDefinition[]
  /** Fields that field selectors may ask for; 8 at most. */
  selectableFields?: SelectableField[]
}

/** A field that selectors may ask for. */
export interface SelectableField {
  /** Simple JSON path of a string, integer or boolean, without array notation and outside of metadata. */
  jsonPath: string
}

/** A column for kubectl get. */
export interface CustomResourceColumnDefinition {
  /** Heading of the column. */
  name: string
  /** boolean, date, integer, number or string. */
  type: string
  /** Hint for showing the value; name marks the column with the object's name. */
  format?: string
  /** Text for people about the column. */
  description?: string
  /** 0 is always shown, anything above only with --output=wide. */
  priority?: number
  /** Simple JSON path of the value in the object. */
  jsonPath: string
}

/** Names for a resource and its kind. */
export interface CustomResourceDefinitionNames {
  /** Name in paths, in lower case. */
  plural: string
  /** Name for one object in lower case. Default: kind in lower case. */
  singular?: string
  /** Short names that clients accept, in lower case. */
  shortNames?: string[]
  /** Kind of the objects, in CamelCase and mostly singular. */
  kind: string
  /** Kind of their lists. Default: the kind with List behind it. */
  listKind?: string
  /** Groups of resources it belongs to, such as all, for kubectl get all. */
  categories?: string[]
}

/** One observation about a definition. */
export interface CustomResourceDefinitionCondition {
  /** What is observed, such as Established, NamesAccepted, NonStructuralSchema or Terminating. */
  type: CustomResourceDefinitionConditionType
  /** True, False or Unknown. */
  status: ConditionStatus
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

/** What became of the definition. */
export interface CustomResourceDefinitionStatus {
  /** Latest observations, one for each type. */
  conditions?: CustomResourceDefinitionCondition[]
  /** Names that are in use; they differ from the wanted ones where those are taken. */
  acceptedNames?: CustomResourceDefinitionNames
  /** Versions that objects may be stored in. One goes from here, once its objects are rewritten, before it may go from the spec. */
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

/** What objects look like. */
export interface CustomResourceValidation {
  /** The schema, in the dialect of OpenAPI v3. */
  openAPIV3Schema?: JSONSchemaProps
}

/** Subresources of a custom resource. */
export interface CustomResourceSubresources {
  /** What is; written by the system. */
  status?: CustomResourceSubresourceStatus
  /** Gives the resource a /scale, for kubectl scale and autoscaling. */
  scale?: CustomResourceSubresourceScale
}

/** Gives the resource a /status: status is written there, and everything else only at the main path. */
export interface CustomResourceSubresourceStatus {}

/** Where in an object the numbers for /scale are. */
export interface CustomResourceSubresourceScale {
  /** JSON path of the wanted number of replicas, below .spec, without array notation. */
  specReplicasPath: string
  /** JSON path of the present number of replicas, below .status, without array notation; 0 where it is absent. */
  statusReplicasPath: string
  /** JSON path of the pods' label selector as text, below .status or .spec; a HorizontalPodAutoscaler needs it. */
  labelSelectorPath?: string
}

export interface ConversionReview {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Objects to convert; sent by the server. */
  request?: ConversionRequest
  /** The converted objects; sent by the webhook. */
  response?: ConversionResponse
}

/** Objects to convert, and to which version. */
export interface ConversionRequest {
  /** Identity of the request, to be repeated in the response. */
  uid: UID
  /** Group and version to convert to, such as example.com/v1. */
  desiredAPIVersion: string
  /** The objects, which may be of several versions. */
  objects: Record<string, unknown>[]
}

/** What came of a conversion. */
export interface ConversionResponse {
  /** Identity of the request. */
  uid: UID
  /** The objects in the wanted version, in the order they came in; empty unless it succeeded. */
  convertedObjects: Record<string, unknown>[]
  /** Whether it succeeded, and if not, why. */
  result: Status
}

/** A JSON schema, with what Kubernetes adds to it. */
export interface JSONSchemaProps {
  /** Identity of the schema; not used. */
  id?: string
  /** Dialect of the schema; not used. */
  $schema?: JSONSchemaURL
  /** Another schema in place of this one; not allowed in a definition. */
  $ref?: string
  /** Text for people about the value. */
  description?: string
  /** object, array, string, integer, number or boolean. */
  type?: string
  /** What a string or number stands for, such as date-time, byte, ipv4, uuid or int64; unknown ones are passed over. */
  format?: string
  /** Short text for people. */
  title?: string
  /** Value where none is given. */
  default?: unknown
  /** Greatest number allowed. */
  maximum?: number
  /** Whether maximum itself is too much. */
  exclusiveMaximum?: boolean
  /** Smallest number allowed. */
  minimum?: number
  /** Whether minimum itself is too little. */
  exclusiveMinimum?: boolean
  /** Most characters a string may have. */
  maxLength?: number
  /** Fewest characters a string may have. */
  minLength?: number
  /** Regular expression that a string must match. */
  pattern?: string
  /** Most items a list may have. */
  maxItems?: number
  /** Fewest items a list may have. */
  minItems?: number
  /** Whether items must differ from each other; must not be true in a definition. */
  uniqueItems?: boolean
  /** Number of which the value must be a multiple. */
  multipleOf?: number
  /** The values allowed. */
  enum?: unknown[]
  /** Most properties an object may have. */
  maxProperties?: number
  /** Fewest properties an object may have. */
  minProperties?: number
  /** Names of properties that must be there. */
  required?: string[]
  /** Schema of a list's items. */
  items?: JSONSchemaProps | JSONSchemaProps[]
  /** Schemas that must all be met. */
  allOf?: JSONSchemaProps[]
  /** Schemas of which exactly one must be met. */
  oneOf?: JSONSchemaProps[]
  /** Schemas of which one at least must be met. */
  anyOf?: JSONSchemaProps[]
  /** Schema that must not be met. */
  not?: JSONSchemaProps
  /** Schemas of an object's properties by name. */
  properties?: Record<string, JSONSchemaProps>
  /** Schema of properties without one of their own, or whether there may be such; not together with properties. */
  additionalProperties?: JSONSchemaProps | boolean
  /** Schemas of properties by pattern of their names; not allowed in a definition. */
  patternProperties?: Record<string, JSONSchemaProps>
  /** What a property's presence asks for; not allowed in a definition. */
  dependencies?: Record<string, JSONSchemaProps | string[]>
  /** Schema of items behind the listed ones; not allowed in a definition. */
  additionalItems?: JSONSchemaProps | boolean
  /** Schemas to be referred to; not allowed in a definition. */
  definitions?: Record<string, JSONSchemaProps>
  /** Where to read more. */
  externalDocs?: ExternalDocumentation
  /** An example of a value. */
  example?: unknown
  /** Whether null is a value. */
  nullable?: boolean
  /** Keeps fields here that the schema does not name. */
  'x-kubernetes-preserve-unknown-fields'?: boolean
  /** The value is an object with apiVersion, kind and metadata, which are checked. */
  'x-kubernetes-embedded-resource'?: boolean
  /** The value is an integer or a string. */
  'x-kubernetes-int-or-string'?: boolean
  /** Properties that tell the items of a list of type map apart. */
  'x-kubernetes-list-map-keys'?: string[]
  /** How a list is merged: atomic as one, set by value, map by the keys of its items. Default: atomic. */
  'x-kubernetes-list-type'?: string
  /** How an object is merged: granular by field, atomic as one. Default: granular. */
  'x-kubernetes-map-type'?: string
  /** Rules in CEL that the value must keep. */
  'x-kubernetes-validations'?: ValidationRule[]
}

/** A rule in CEL about the value at its place in the schema. */
export interface ValidationRule {
  /** CEL that must be true, where self is the value and oldSelf, if used, the one before the update. */
  rule: string
  /** Explanation for people. */
  message?: string
  /** CEL that yields the message for a broken rule; goes before message. */
  messageExpression?: string
  /** One CamelCase word for programs. */
  reason?: FieldValueErrorReason
  /** Path of the field to name in the error, seen from here, such as .spec.replicas or ['a-b']. */
  fieldPath?: string
  /** Applies a rule with oldSelf also where there is no old value; oldSelf is then an optional value. */
  optionalOldSelf?: boolean
}

/** Where to read more. */
export interface ExternalDocumentation {
  /** What is to be found there. */
  description?: string
  /** Address of the text. */
  url?: string
}
