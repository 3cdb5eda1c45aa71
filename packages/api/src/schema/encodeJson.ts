/**
 * Object to JSON text as upstream writes it.
 * In: an object of the schema. Out: text with fields in upstream's order, map keys sorted, empty fields left out or
 * written as Go writes them (`status: {}`, `creationTimestamp: null`), `<`, `>` and `&` escaped.
 * Always: fields the schema does not know are not written; the object is not changed.
 * Elsewhere: the other direction (decodeJson.ts).
 */
import { knownFieldsText } from './fieldsText.ts'
import { type Field, type FieldType, isScalar, jsonFields, type MessageSchema, type ScalarType } from './schema.ts'

export function encodeJson<T>(schema: MessageSchema<T>, object: T): string {
  return encoderOf(schema)(object)
}

/** JSON of no known kind, escaped as upstream escapes it; keys keep their order. */
export function encodeAnyJson(value: unknown): string {
  return raw(value)
}

type Encode = (value: unknown) => string

const encoders = new WeakMap<MessageSchema, Encode>()

function encoderOf(schema: MessageSchema): Encode {
  let encoder = encoders.get(schema)
  if (encoder === undefined) {
    encoder = compileMessage(schema)
    encoders.set(schema, encoder)
  }
  return encoder
}

interface FieldEncoder {
  readonly name: string
  readonly prefix: string
  readonly encode: Encode
  /** Text for an absent field; undefined when it is left out. A function where it is another message's. */
  readonly absent: string | (() => string) | undefined
  readonly isEmpty: ((value: unknown) => boolean) | undefined
  /** Its text may be known already. */
  readonly deferred: boolean
}

function compileMessage(schema: MessageSchema): Encode {
  const fields: FieldEncoder[] = jsonFields(schema).map(({ field }) => ({
    name: field.name,
    prefix: `${JSON.stringify(field.name)}:`,
    encode: compile(field.type, field.itemPointer),
    absent: absentText(field),
    isEmpty: field.omitEmpty && !field.pointer ? emptiness(field.type) : undefined,
    deferred: field.type.kind === 'fieldsV1',
  }))
  const declared = schema.open ? new Set(fields.map(({ name }) => name)) : undefined
  return (value) => {
    const object = value as Record<string, unknown>
    let text = '{'
    for (const field of fields) {
      const known = field.deferred ? knownFieldsText(object) : undefined
      if (known !== undefined) {
        text += `${text.length > 1 ? ',' : ''}${field.prefix}${known}`
        continue
      }
      const item = object[field.name]
      if (item === undefined || item === null) {
        if (field.absent === undefined) continue
        if (text.length > 1) text += ','
        text += field.prefix
        text += typeof field.absent === 'string' ? field.absent : field.absent()
      } else if (field.isEmpty === undefined || !field.isEmpty(item)) {
        if (text.length > 1) text += ','
        text += field.prefix
        text += field.encode(item)
      }
    }
    if (declared !== undefined) {
      for (const key of Object.keys(object)) {
        const item = object[key]
        if (item !== undefined && !declared.has(key)) text += `${text.length > 1 ? ',' : ''}${quote(key)}:${raw(item)}`
      }
    }
    return `${text}}`
  }
}

/** Structs to Go: never empty unless they are pointers. */
const structs: ReadonlySet<FieldType['kind']> = new Set([
  'time',
  'microtime',
  'rawExtension',
  'fieldsV1',
  'quantity',
  'duration',
  'durationOrNanoseconds',
  'intOrString',
] as const)

/** Go's omitempty leaves out nil, zero and what has no length, but never a struct that is no pointer. */
function absentText(field: Field): string | (() => string) | undefined {
  const { type } = field
  if (field.pointer) return field.omitEmpty ? undefined : 'null'
  if (type.kind === 'ref') {
    let text: string | undefined
    return () => {
      text ??= encoderOf(type.message())({})
      return text
    }
  }
  return field.omitEmpty && !structs.has(type.kind) ? undefined : zeroText(type)
}

const zeroTexts: Partial<Readonly<Record<FieldType['kind'], string>>> = {
  string: '""',
  bool: 'false',
  quantity: '"0"',
  duration: '"0s"',
  durationOrNanoseconds: '"0s"',
  int32: '0',
  int64: '0',
  uint32: '0',
  uint64: '0',
  float32: '0',
  float64: '0',
  intOrString: '0',
}

function zeroText(type: FieldType): string {
  return zeroTexts[type.kind] ?? 'null'
}

function emptiness({ kind }: FieldType): ((value: unknown) => boolean) | undefined {
  if (kind === 'string' || kind === 'bytes') return (value) => value === ''
  if (kind === 'bool') return (value) => value === false
  if (kind === 'list') return (value) => (value as unknown[]).length === 0
  if (kind === 'map') return (value) => isEmptyObject(value as object)
  return /^(?:u?int|float)\d/.test(kind) ? (value) => value === 0 : undefined
}

function isEmptyObject(value: object): boolean {
  for (const _ in value) return false
  return true
}

function compile(type: FieldType, itemPointer: boolean): Encode {
  if (isScalar(type)) return compileScalar(type)
  switch (type.kind) {
    case 'ref': {
      let encoder: Encode | undefined
      return (value) => {
        encoder ??= encoderOf(type.message())
        return encoder(value)
      }
    }
    case 'list': {
      const item = compileItem(type.item, itemPointer)
      return (value) => {
        const items = value as readonly unknown[]
        let text = '['
        for (let i = 0; i < items.length; i++) {
          if (i > 0) text += ','
          text += item(items[i])
        }
        return `${text}]`
      }
    }
    case 'map': {
      const item = compileItem(type.value, itemPointer)
      return (value) => {
        const map = value as Readonly<Record<string, unknown>>
        let text = '{'
        for (const key of Object.keys(map).sort()) {
          if (text.length > 1) text += ','
          text += `${quote(key)}:${item(map[key])}`
        }
        return `${text}}`
      }
    }
    case 'schemaOr':
      return (value) => {
        if (typeof value === 'boolean') return String(value)
        const schema = encoderOf(type.message())
        if (!Array.isArray(value)) return schema(value)
        return `[${value.map((item) => (type.other === 'list' ? schema(item) : quote(String(item)))).join(',')}]`
      }
  }
}

function compileItem(type: FieldType, pointer: boolean): Encode {
  const encode = compile(type, false)
  return (value) => {
    if (value !== null && value !== undefined) return encode(value)
    if (pointer) return 'null'
    return type.kind === 'ref' ? encode({}) : zeroText(type)
  }
}

function compileScalar(type: ScalarType): Encode {
  switch (type.kind) {
    case 'bool':
    case 'int32':
    case 'int64':
    case 'uint32':
    case 'uint64':
    case 'float32':
    case 'float64':
      return String
    case 'intOrString':
    case 'durationOrNanoseconds':
      return (value) => (typeof value === 'string' ? quote(value) : String(value))
    case 'rawExtension':
    case 'anyJson':
      return raw
    case 'fieldsV1':
      return fieldsText
    case 'time':
    case 'microtime':
      return (value) => (value === '' ? 'null' : `"${value as string}"`)
    case 'string':
    case 'bytes':
    case 'quantity':
    case 'duration':
      return (value) => quote(value as string)
  }
}

// oxlint-disable-next-line no-control-regex -- control characters are what must be escaped
const special = /[\u0000-\u001f"\\<>&\u2028\u2029\ud800-\udfff]/

/** What the native writer writes in another way. */
const escapedByGo = /[<>&\u2028\u2029\ud800-\udfff]/

/** A JSON string as Go's encoder writes it: safe inside HTML. */
export function quote(text: string): string {
  if (!special.test(text)) return `"${text}"`
  if (!escapedByGo.test(text)) return JSON.stringify(text)
  return JSON.stringify(wellFormed(text)).replaceAll(/[<>&\u2028\u2029]/g, (char) => {
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

function raw(value: unknown): string {
  return rawAt(value, 0)
}

/** There are many of these, and they hold nothing but keys: the native writer does but for a few characters. */
function fieldsText(value: unknown): string {
  const text = JSON.stringify(value)
  return escapedByGo.test(text) || text.includes('\\ud') ? raw(value) : text
}

/** Deeper than this the stack is spared: a reader may let in ten thousand levels. */
const deep = 500

function rawAt(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) return scalarText(value)
  if (depth > deep) return rawDeep(value)
  if (Array.isArray(value)) {
    let text = '['
    for (let i = 0; i < value.length; i++) text += `${i > 0 ? ',' : ''}${rawAt(value[i], depth + 1)}`
    return `${text}]`
  }
  let text = '{'
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue
    if (text.length > 1) text += ','
    text += `${quote(key)}:${rawAt(item, depth + 1)}`
  }
  return `${text}}`
}

function scalarText(value: unknown): string {
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  return 'null'
}

/** The same without recursion: what is still to be written, the next on top. */
function rawDeep(root: object): string {
  const parts: string[] = []
  const todo: ({ readonly text: string } | { readonly value: unknown })[] = [{ value: root }]
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if ('text' in next) parts.push(next.text)
    else if (typeof next.value !== 'object' || next.value === null) parts.push(scalarText(next.value))
    else {
      const isList = Array.isArray(next.value)
      const entries = Object.entries(next.value).filter(([, item]) => item !== undefined)
      todo.push({ text: isList ? ']' : '}' })
      for (const [index, [key, item]] of [...entries.entries()].reverse()) {
        todo.push({ value: item })
        todo.push({ text: `${index > 0 ? ',' : ''}${isList ? '' : `${quote(key)}:`}` })
      }
      todo.push({ text: isList ? '[' : '{' })
    }
  }
  return parts.join('')
}

const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** Half a surrogate pair cannot be written as UTF-8: Go puts the replacement character. */
function wellFormed(text: string): string {
  return text.replaceAll(loneSurrogate, '\ufffd')
}
