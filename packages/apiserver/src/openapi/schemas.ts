/**
 * OpenAPI schemas of messages: v2 definitions and v3 components from the same data.
 * In: a message. Out: its schema and, through `reach`, every message it mentions.
 * Elsewhere: paths (./paths.ts), documents (./documents.ts).
 */
import { jsonFields, openApiName, type Field, type FieldType, type MessageSchema } from '@elli/api/schema/schema'

export type OpenApiVersion = 2 | 3
export type Schema = Record<string, unknown>

const amount = 'An amount of a resource, such as 500m or 2Gi.'
const numberOrText = 'A whole number or a text such as 25%.'

/** Scalars that have a definition of their own upstream, which may be another one in version 3. */
const named: Readonly<Record<string, { readonly name: string; readonly schema: Schema; readonly schema3?: Schema }>> = {
  time: {
    name: 'io.k8s.apimachinery.pkg.apis.meta.v1.Time',
    schema: { type: 'string', format: 'date-time', description: 'A time in RFC 3339 with whole seconds.' },
  },
  microtime: {
    name: 'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime',
    schema: { type: 'string', format: 'date-time', description: 'A time in RFC 3339 with microseconds.' },
  },
  quantity: {
    name: 'io.k8s.apimachinery.pkg.api.resource.Quantity',
    schema: { type: 'string', description: amount },
    schema3: { oneOf: [{ type: 'string' }, { type: 'number' }], description: amount },
  },
  intOrString: {
    name: 'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
    schema: { type: 'string', format: 'int-or-string', description: numberOrText },
    schema3: { oneOf: [{ type: 'integer' }, { type: 'string' }], format: 'int-or-string', description: numberOrText },
  },
  rawExtension: {
    name: 'io.k8s.apimachinery.pkg.runtime.RawExtension',
    schema: { type: 'object', description: 'An object of any kind.' },
  },
  fieldsV1: {
    name: 'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1',
    schema: { type: 'object', description: 'The set of fields that a manager owns.' },
  },
  duration: {
    name: 'io.k8s.apimachinery.pkg.apis.meta.v1.Duration',
    schema: { type: 'string', description: 'A length of time such as 1m30s.' },
  },
}

/** apiextensions' "a schema or something else" and its free JSON: definitions that say nothing. */
const schemaOrNames = {
  list: 'JSONSchemaPropsOrArray',
  bool: 'JSONSchemaPropsOrBool',
  strings: 'JSONSchemaPropsOrStringArray',
} as const
const apiextensions = 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1'

const plain: Readonly<Record<string, Schema>> = {
  string: { type: 'string' },
  bool: { type: 'boolean' },
  int32: { type: 'integer', format: 'int32' },
  int64: { type: 'integer', format: 'int64' },
  uint32: { type: 'integer', format: 'int64' },
  uint64: { type: 'integer', format: 'int64' },
  float32: { type: 'number', format: 'float' },
  float64: { type: 'number', format: 'double' },
  bytes: { type: 'string', format: 'byte' },
}

export class SchemaWriter {
  readonly #version: OpenApiVersion
  /** By OpenAPI name; filled as messages are reached. */
  readonly schemas = new Map<string, Schema>()
  readonly #kinds: ReadonlyMap<MessageSchema, readonly Schema[]>
  /** Names that a schema mentions itself. */
  readonly #mentions = new Map<string, ReadonlySet<string>>()

  /** @param kinds group, version and kind under which messages are served */
  constructor(version: OpenApiVersion, kinds: ReadonlyMap<MessageSchema, readonly Schema[]>) {
    this.#version = version
    this.#kinds = kinds
  }

  /** Adds the message and all that it mentions. @returns how to refer to it */
  reach(message: MessageSchema): Schema {
    const name = openApiName(message)
    if (!this.schemas.has(name)) {
      const schema: Schema = {}
      this.schemas.set(name, schema)
      Object.assign(schema, this.#message(message))
    }
    return this.reference(name)
  }

  /** The schemas of the document that these names belong to: what they mention, directly or not, and they themselves. */
  closure(names: Iterable<string>): Set<string> {
    const found = new Set<string>()
    const todo = [...names]
    for (let name = todo.pop(); name !== undefined; name = todo.pop()) {
      const schema = this.schemas.get(name)
      if (schema === undefined || found.has(name)) continue
      found.add(name)
      let mentions = this.#mentions.get(name)
      if (mentions === undefined) {
        mentions = mentionedIn(schema)
        this.#mentions.set(name, mentions)
      }
      todo.push(...mentions)
    }
    return found
  }

  /** To a schema that is, or will be, in the document under this name. */
  reference(name: string): Schema {
    return { $ref: this.#version === 2 ? `#/definitions/${name}` : `#/components/schemas/${name}` }
  }

  /** What a PATCH may carry: there is no message of it. */
  patch(): Schema {
    return this.#named('io.k8s.apimachinery.pkg.apis.meta.v1.Patch', {
      description: 'A change to an object, in the form that its content type names.',
      type: 'object',
    })
  }

  #named(name: string, schema: Schema): Schema {
    this.schemas.set(name, schema)
    return this.reference(name)
  }

  #message(message: MessageSchema): Schema {
    const properties: Record<string, Schema> = {}
    const required: string[] = []
    for (const { field } of jsonFields(message)) {
      properties[field.name] = this.#property(field)
      if (field.required) required.push(field.name)
    }
    const kinds = this.#kinds.get(message)
    return {
      ...(message.description === '' ? {} : { description: message.description }),
      type: 'object',
      ...(required.length > 0 ? { required } : {}),
      ...(Object.keys(properties).length > 0 ? { properties } : {}),
      ...(message.structType === undefined ? {} : { 'x-kubernetes-map-type': message.structType }),
      ...unions(message),
      ...(kinds === undefined ? {} : { 'x-kubernetes-group-version-kind': kinds }),
    }
  }

  #property(field: Field): Schema {
    const type = this.#type(field.type, field.itemPointer)
    const extra: Schema = {}
    if (field.description !== '') extra['description'] = field.description
    // Version 2 has no word of defaults.
    const value =
      this.#version === 2 ? undefined : (field.default ?? zeroOf(field.type, field.pointer, field.omitEmpty))
    if (value !== undefined) extra['default'] = value
    if (field.listType !== undefined) extra['x-kubernetes-list-type'] = field.listType
    if (field.listMapKeys.length > 0) extra['x-kubernetes-list-map-keys'] = field.listMapKeys
    if (field.mapType !== undefined) extra['x-kubernetes-map-type'] = field.mapType
    if (field.structType !== undefined) extra['x-kubernetes-map-type'] = field.structType
    if (field.patchStrategy.length > 0) extra['x-kubernetes-patch-strategy'] = field.patchStrategy.join(',')
    if (field.patchMergeKey !== undefined) extra['x-kubernetes-patch-merge-key'] = field.patchMergeKey
    return this.#with(type, extra)
  }

  /** In version 3 nothing may stand beside $ref. */
  #with(type: Schema, extra: Schema): Schema {
    const apart = this.#version === 3 && type['$ref'] !== undefined && Object.keys(extra).length > 0
    return apart ? { ...extra, allOf: [type] } : { ...type, ...extra }
  }

  /** What a list or a map holds. */
  #item(type: FieldType, pointer: boolean): Schema {
    const zero = this.#version === 2 ? undefined : zeroOf(type, pointer, false)
    return this.#with(this.#type(type), zero === undefined ? {} : { default: zero })
  }

  #type(type: FieldType, itemPointer = false): Schema {
    switch (type.kind) {
      case 'list':
        return { type: 'array', items: this.#item(type.item, itemPointer) }
      case 'map':
        return { type: 'object', additionalProperties: this.#item(type.value, itemPointer) }
      case 'ref':
        return this.reach(type.message())
      case 'schemaOr':
        return this.#named(`${apiextensions}.${schemaOrNames[type.other]}`, {
          description: 'A schema, or something simpler in its place.',
        })
      case 'anyJson':
        return this.#named(`${apiextensions}.JSON`, { description: 'Any JSON value.' })
      case 'durationOrNanoseconds':
        return {}
      default: {
        const special = named[type.kind]
        if (special === undefined) {
          const schema = plain[type.kind] ?? {}
          const { enumeration } = type
          const closed = enumeration !== undefined && !enumeration.open && enumeration.values.length > 0
          return closed ? { ...schema, enum: [...enumeration.values].sort() } : schema
        }
        return this.#named(special.name, (this.#version === 3 ? special.schema3 : undefined) ?? special.schema)
      }
    }
  }
}

/** What is read where nothing is written, in Go: a field that cannot be absent has it as default. */
function zeroOf(type: FieldType, pointer: boolean, omitEmpty: boolean): unknown {
  if (pointer) return undefined
  if (type.kind === 'ref') return {}
  if (omitEmpty) return undefined
  switch (plain[type.kind]?.['type']) {
    case 'string':
      return type.kind === 'bytes' ? undefined : ''
    case 'boolean':
      return false
    case 'integer':
    case 'number':
      return 0
    default:
      return undefined
  }
}

/** Messages of which one field says which of the others counts. */
function unions(message: MessageSchema): Schema {
  const discriminator = message.fields.find((field) => field.unionDiscriminator)
  if (discriminator === undefined) return {}
  const members = message.fields.filter((field) => field !== discriminator)
  const named = members.map(({ name }) => [name, name.charAt(0).toUpperCase() + name.slice(1)])
  const union = { discriminator: discriminator.name, 'fields-to-discriminateBy': Object.fromEntries(named) as Schema }
  return { 'x-kubernetes-unions': [union] }
}

/** Names of the schemas that a part of a document refers to. */
export function mentionedIn(part: unknown): Set<string> {
  const found = new Set<string>()
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit)
    else if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) {
        if (key === '$ref' && typeof item === 'string') found.add(item.slice(item.lastIndexOf('/') + 1))
        else visit(item)
      }
    }
  }
  visit(part)
  return found
}
