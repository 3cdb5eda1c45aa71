/**
 * What strategic merge wants to know of a type: for each field its strategy, its merge key, and what lies below.
 * In: a message of the API schema. Out: answers by JSON name, or a StrategicPatchError with upstream's words.
 * Always: immutable to the outside; answers are remembered, so keep one per resource.
 */
import { type FieldType, type JsonField, jsonFields, type MessageSchema } from '@elli/api/schema/schema'
import { goQuote } from '../go-quote.ts'
import { StrategicPatchError } from './strategic-error.ts'

export interface PatchMeta {
  /** What lies below the field; for lists, what an item is. */
  readonly schema: PatchSchema
  /** `merge`, `replace`, or '' where nothing is said. */
  readonly strategy: string
  readonly retainKeys: boolean
  /** '' where there is none. */
  readonly mergeKey: string
}

export class PatchSchema {
  private readonly type: FieldType
  private fields: ReadonlyMap<string, JsonField> | undefined
  private readonly known = new Map<string, PatchMeta>()
  private readonly knownLists = new Map<string, PatchMeta>()

  constructor(type: FieldType) {
    this.type = type
  }

  /** Go's word for what this is; upstream uses it in one message. */
  get name(): string {
    return goKind(this.type)
  }

  /** @throws StrategicPatchError when there is no such field */
  lookupMap(key: string): PatchMeta {
    return this.lookup(key)
  }

  /** @throws StrategicPatchError when there is no such field, or it is no list */
  lookupList(key: string): PatchMeta {
    const known = this.knownLists.get(key)
    if (known !== undefined) return known
    const meta = this.lookup(key)
    const { type } = meta.schema
    if (type.kind !== 'list') throw new StrategicPatchError(`expected slice or array type, but got: ${this.name}`)
    if (type.item.kind === 'list') throw new StrategicPatchError('unexpected slice of slice')
    const list: PatchMeta = { ...meta, schema: new PatchSchema(type.item) }
    this.knownLists.set(key, list)
    return list
  }

  private lookup(key: string): PatchMeta {
    const known = this.known.get(key)
    if (known !== undefined) return known
    const field = this.field(key)
    const meta: PatchMeta = {
      schema: new PatchSchema(field.type),
      strategy: field.patchStrategy.find((strategy) => strategy !== 'retainKeys') ?? '',
      retainKeys: field.patchStrategy.includes('retainKeys'),
      mergeKey: field.patchMergeKey ?? '',
    }
    this.known.set(key, meta)
    return meta
  }

  private field(key: string): JsonField['field'] {
    const { type } = this
    if (type.kind !== 'ref' && type.kind !== 'schemaOr') {
      const struct = untypedStructs[type.kind]
      if (struct !== undefined) throw noField(struct, key)
      throw new StrategicPatchError(
        `merging an object in json but data type is not struct, instead is: ${goKind(type)}`,
      )
    }
    const message = type.message()
    this.fields ??= new Map(jsonFields(message).map((field) => [field.field.name, field]))
    const found = this.fields.get(key)
    if (found === undefined) throw noField(message.name, key)
    return found.field
  }
}

function noField(struct: string, key: string): StrategicPatchError {
  return new StrategicPatchError(`unable to find api field in struct ${struct} for the json field ${goQuote(key)}`)
}

/** Go structs that hold JSON they know nothing about. */
const untypedStructs: Readonly<Record<string, string>> = {
  rawExtension: 'RawExtension',
  fieldsV1: 'FieldsV1',
  anyJson: 'JSON',
  time: 'Time',
  microtime: 'MicroTime',
  quantity: 'Quantity',
  intOrString: 'IntOrString',
}

function goKind(type: FieldType): string {
  if (type.kind === 'list' || type.kind === 'bytes') return 'slice'
  if (type.kind === 'map') return 'map'
  if (type.kind === 'ref' || type.kind === 'schemaOr' || untypedStructs[type.kind] !== undefined) return 'struct'
  return type.kind
}

/** The schema of a whole object. Make it once per resource. */
export function patchSchemaOf(message: MessageSchema): PatchSchema {
  return new PatchSchema({ kind: 'ref', message: () => message })
}
