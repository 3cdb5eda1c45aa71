/**
 * The data model of the API: a message (a struct of upstream) is a list of fields, a field says everything
 * there is to know about one JSON property.
 * In: builder calls in `<group>/<version>.ts`. Out: plain frozen data that the walkers beside this file read.
 * Always: nothing here knows a kind by name; fields stay in upstream's order, which is the order they are written in.
 * Elsewhere: what to do with the data (decodeJson.ts, encodeJson.ts, protobuf.ts, defaults.ts, ...).
 */

/** Scalars and the special types that JSON writes as something other than an object of fields. */
export type ScalarKind =
  | 'string'
  | 'bool'
  | 'int32'
  | 'int64'
  | 'uint32'
  | 'uint64'
  | 'float32'
  | 'float64'
  | 'bytes'
  | 'time'
  | 'microtime'
  | 'duration'
  | 'durationOrNanoseconds'
  | 'quantity'
  | 'intOrString'
  | 'rawExtension'
  | 'fieldsV1'
  | 'anyJson'

export interface ScalarType {
  readonly kind: ScalarKind
  /** The named string type of upstream, where the field has one. */
  readonly enumeration?: Enumeration
}

export interface ListType {
  readonly kind: 'list'
  readonly item: FieldType
  /** On the wire the list is a message of its own with the list as field 1 (meta/v1 Verbs, the ExtraValues). */
  readonly wrapped: boolean
}

export interface MapType {
  readonly kind: 'map'
  readonly value: FieldType
}

export interface RefType {
  readonly kind: 'ref'
  readonly message: () => MessageSchema
}

/** apiextensions' "a schema or something else": JSON shows one of the two, the wire has a message for the choice. */
export interface SchemaOrType {
  readonly kind: 'schemaOr'
  readonly other: 'list' | 'bool' | 'strings'
  readonly message: () => MessageSchema
}

export type FieldType = ScalarType | ListType | MapType | RefType | SchemaOrType

/** Neither a list nor a map nor made of other messages. */
export function isScalar(type: FieldType): type is ScalarType {
  return type.kind !== 'list' && type.kind !== 'map' && type.kind !== 'ref' && type.kind !== 'schemaOr'
}

/** A named string type. `values` is the whole list when `open` is false, else only the values upstream names. */
export interface Enumeration {
  readonly name: string
  /** Go's way of naming it in error messages, such as `v1.Protocol`. */
  readonly goName: string
  readonly package: ApiPackage
  readonly values: readonly string[]
  readonly open: boolean
}

export interface FieldOptions {
  /** Must be given by the writer of an object. Not required means left out when empty, unless `keepEmpty`. */
  readonly required?: boolean
  /** Written as zero, null or {} when empty although it is not required. */
  readonly keepEmpty?: boolean
  /** Left out when empty although it is required. */
  readonly omitEmpty?: boolean
  /** Absent and zero differ. */
  readonly pointer?: boolean
  readonly nullable?: boolean
  /** The items of the list or map are pointers: null is kept. */
  readonly itemPointer?: boolean
  readonly default?: unknown
  readonly enum?: Enumeration
  readonly listType?: 'atomic' | 'set' | 'map'
  readonly listMapKeys?: readonly string[]
  readonly mapType?: 'atomic' | 'granular'
  readonly structType?: 'atomic' | 'granular'
  readonly patchStrategy?: readonly ('merge' | 'replace' | 'retainKeys')[]
  readonly patchMergeKey?: string
  readonly featureGates?: readonly string[]
  /** Says which of the message's other fields is used. */
  readonly unionDiscriminator?: boolean
  /** Fields with the same name here exclude each other. */
  readonly oneOf?: string
  /** Holds a secret: not to be logged. */
  readonly sensitive?: boolean
  readonly description?: string
}

export interface Field {
  /** JSON name; for an inline field only a label. */
  readonly name: string
  /** Protobuf field number; 0 is not on the wire. */
  readonly number: number
  readonly type: FieldType
  /** The fields of the message lie in the parent in JSON; on the wire it is a message of its own. */
  readonly inline: boolean
  readonly required: boolean
  readonly omitEmpty: boolean
  readonly pointer: boolean
  readonly nullable: boolean
  readonly itemPointer: boolean
  readonly default: unknown
  readonly listType: 'atomic' | 'set' | 'map' | undefined
  readonly listMapKeys: readonly string[]
  readonly mapType: 'atomic' | 'granular' | undefined
  readonly structType: 'atomic' | 'granular' | undefined
  readonly patchStrategy: readonly ('merge' | 'replace' | 'retainKeys')[]
  readonly patchMergeKey: string | undefined
  readonly featureGates: readonly string[]
  readonly unionDiscriminator: boolean
  readonly oneOf: string | undefined
  readonly sensitive: boolean
  readonly description: string
}

/** A field before its message has given it a name. */
export type FieldSpec = Omit<Field, 'name'>

export interface GroupVersionKind {
  readonly group: string
  readonly version: string
  readonly kind: string
}

/** One group version and the messages declared for it. */
export interface ApiPackage {
  /** Path of the file below src, such as `core/v1` or `config/kubelet-config/v1beta1`. */
  readonly path: string
  readonly group: string
  readonly version: string
  /** Upstream's package, such as `k8s.io/api/core/v1`; OpenAPI names and Go's error texts come from it. */
  readonly goPackage: string
  /** In order of declaration. */
  readonly messages: readonly MessageSchema[]
  readonly enumerations: readonly Enumeration[]
}

/** Releases of Kubernetes, as `major.minor`. */
export interface Lifecycle {
  readonly introduced?: string
  readonly deprecated?: string
  readonly removed?: string
  readonly replacement?: GroupVersionKind
}

export interface MessageOptions {
  /** A top-level kind: has kind and apiVersion. */
  readonly kind?: boolean
  /** Fields that are not declared are any JSON and are kept, after the declared ones. */
  readonly open?: boolean
  readonly structType?: 'atomic' | 'granular'
  readonly lifecycle?: Lifecycle
  readonly description?: string
}

export interface MessageSchema<T = unknown> {
  readonly name: string
  /** Go's way of naming it in error messages, such as `v1.PodSpec`. */
  readonly goName: string
  readonly package: ApiPackage
  /** kind and apiVersion come first where the message is a top-level kind. */
  readonly fields: readonly Field[]
  readonly isKind: boolean
  /** Fields that are not declared are any JSON and are kept, after the declared ones (custom resources). */
  readonly open: boolean
  readonly structType: 'atomic' | 'granular' | undefined
  /** Of the kind in this version; empty where it has come to stay. */
  readonly lifecycle: Lifecycle
  readonly description: string
  /** Never present: ties the schema to its TypeScript type. */
  readonly type?: T
}

/** What a list holds or a map maps to: a scalar's name, a message, or a type made by one of the functions below. */
export type Item = ScalarKind | FieldType | (() => MessageSchema)

function typeOf(item: Item): FieldType {
  if (typeof item === 'string') return { kind: item }
  if (typeof item === 'function') return { kind: 'ref', message: item }
  return item
}

/** Shared, for there are thousands of fields. */
const none: readonly never[] = []

function field(number: number, type: FieldType, options: FieldOptions, inline = false): FieldSpec {
  const required = options.required === true
  return {
    number,
    type,
    inline,
    required,
    omitEmpty: options.omitEmpty ?? !(required || options.keepEmpty === true),
    pointer: options.pointer === true,
    nullable: options.nullable === true,
    itemPointer: options.itemPointer === true,
    default: options.default,
    listType: options.listType,
    listMapKeys: options.listMapKeys ?? none,
    mapType: options.mapType,
    structType: options.structType,
    patchStrategy: options.patchStrategy ?? none,
    patchMergeKey: options.patchMergeKey,
    featureGates: options.featureGates ?? none,
    unionDiscriminator: options.unionDiscriminator === true,
    oneOf: options.oneOf,
    sensitive: options.sensitive === true,
    description: options.description ?? '',
  }
}

type ScalarBuilder = (number: number, options?: FieldOptions) => FieldSpec

function scalar(kind: ScalarKind): ScalarBuilder {
  return (number, options = {}) =>
    field(number, options.enum === undefined ? { kind } : { kind, enumeration: options.enum }, options)
}

export const string = scalar('string')
export const bool = scalar('bool')
export const int32 = scalar('int32')
export const int64 = scalar('int64')
export const uint32 = scalar('uint32')
export const uint64 = scalar('uint64')
export const float32 = scalar('float32')
export const float64 = scalar('float64')
/** Base64 in JSON. */
export const bytes = scalar('bytes')
/** RFC 3339, UTC, whole seconds; null when zero. */
export const time = scalar('time')
/** RFC 3339, UTC, six digits of fraction; null when zero. */
export const microtime = scalar('microtime')
/** Go's notation, such as `1m30s`. */
export const duration = scalar('duration')
/** Go's notation or a number of nanoseconds. */
export const durationOrNanoseconds = scalar('durationOrNanoseconds')
export const quantity = scalar('quantity')
export const intOrString = scalar('intOrString')
/** An object of any kind. */
export const rawExtension = scalar('rawExtension')
/** The set of fields of server-side apply. */
export const fieldsV1 = scalar('fieldsV1')
export const anyJson = scalar('anyJson')

export function ref(number: number, message: () => MessageSchema, options: FieldOptions = {}): FieldSpec {
  return field(number, { kind: 'ref', message }, options)
}

export function list(number: number, item: Item, options: FieldOptions = {}): FieldSpec {
  return field(number, { kind: 'list', item: typeOf(item), wrapped: false }, options)
}

export function map(number: number, value: Item, options: FieldOptions = {}): FieldSpec {
  return field(number, { kind: 'map', value: typeOf(value) }, options)
}

/** A message whose JSON fields lie in the parent; number 0 where the wire has them in the parent too. */
export function inline(number: number, message: () => MessageSchema): FieldSpec {
  return field(number, { kind: 'ref', message }, {}, true)
}

export function schemaOr(
  number: number,
  other: SchemaOrType['other'],
  message: () => MessageSchema,
  options: FieldOptions = {},
): FieldSpec {
  return field(number, { kind: 'schemaOr', other, message }, options)
}

/** Item type: strings of a named type. */
export function stringOf(enumeration: Enumeration): ScalarType {
  return { kind: 'string', enumeration }
}

/** Item type: a list inside a list or map. */
export function listOf(item: Item): ListType {
  return { kind: 'list', item: typeOf(item), wrapped: false }
}

/** Field of strings that are a message of their own on the wire. */
export function wrappedStrings(number: number, options: FieldOptions = {}): FieldSpec {
  return field(number, wrappedStringList, options)
}

/** Item type: strings that are a message of their own on the wire. */
export const wrappedStringList: ListType = { kind: 'list', item: { kind: 'string' }, wrapped: true }

/** Item type: a schema or something else. */
export function schemaOrOf(other: SchemaOrType['other'], message: () => MessageSchema): SchemaOrType {
  return { kind: 'schemaOr', other, message }
}

export interface PackageBuilder {
  readonly package: ApiPackage
  message<T>(name: string, fields: Readonly<Record<string, FieldSpec>>, options?: MessageOptions): MessageSchema<T>
  enumeration(name: string, values: readonly string[], options?: { readonly open?: boolean }): Enumeration
}

/** Starts a group version; its messages are declared with the two functions that come back. */
export function apiPackage(head: Pick<ApiPackage, 'path' | 'group' | 'version' | 'goPackage'>): PackageBuilder {
  const messages: MessageSchema[] = []
  const enumerations: Enumeration[] = []
  const self: ApiPackage = { ...head, messages, enumerations }
  const goPrefix = head.goPackage.slice(head.goPackage.lastIndexOf('/') + 1)
  const typeMeta: Record<string, FieldSpec> = {
    kind: string(0, { description: 'Kind of the object, in CamelCase.' }),
    apiVersion: string(0, { description: 'APIVersion defines the group and version of the kind, such as apps/v1.' }),
  }
  return {
    package: self,
    message<T>(name: string, fields: Readonly<Record<string, FieldSpec>>, options: MessageOptions = {}) {
      const isKind = options.kind === true
      const all = Object.entries(isKind ? { ...typeMeta, ...fields } : fields)
      const schema: MessageSchema<T> = {
        name,
        goName: `${goPrefix}.${name}`,
        package: self,
        fields: all.map(([fieldName, spec]) => ({ name: fieldName, ...spec })),
        isKind,
        open: options.open === true,
        structType: options.structType,
        lifecycle: options.lifecycle ?? {},
        description: options.description ?? '',
      }
      messages.push(schema)
      return schema
    },
    enumeration(name, values, options = {}) {
      const made: Enumeration = {
        name,
        goName: `${goPrefix}.${name}`,
        package: self,
        values,
        open: options.open === true,
      }
      enumerations.push(made)
      return made
    },
  }
}

/** Name of the message in OpenAPI documents, such as `io.k8s.api.core.v1.PodSpec`. */
export function openApiName(message: MessageSchema): string {
  const [host = '', ...path] = message.package.goPackage.split('/')
  return [...host.split('.').reverse(), ...path, message.name].join('.')
}

/** A field as JSON sees it: inline messages are dissolved; `via` are the inline fields passed on the way. */
export interface JsonField {
  readonly field: Field
  readonly via: readonly Field[]
}

/** The properties of the message's JSON object, in the order upstream writes them. */
export function jsonFields(message: MessageSchema): JsonField[] {
  const flat = (schema: MessageSchema, via: readonly Field[]): JsonField[] =>
    schema.fields.flatMap((item) =>
      item.inline && item.type.kind === 'ref' ? flat(item.type.message(), [...via, item]) : [{ field: item, via }],
    )
  return flat(message, [])
}
