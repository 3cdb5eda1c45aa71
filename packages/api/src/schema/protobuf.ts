/**
 * Protobuf as upstream's generated.proto has it, straight between JSON-shaped objects and bytes.
 * In: an object or bytes, and the schema. Out: the other one.
 * Always: bytes are the ones gogo writes (fields by number, zeros of what is no pointer included, map keys sorted);
 * unknown fields are skipped; hostile input ends in a ProtobufError, never in a hang.
 * Elsewhere: bytes themselves (wire.ts); JSON (encodeJson.ts, decodeJson.ts).
 */
import { canonicalQuantity, QuantityError } from '../quantity.ts'
import { decodeAnyJson, DecodeError, encodeBase64 } from './decodeJson.ts'
import { formatDuration, parseDuration } from './durationText.ts'
import { encodeAnyJson } from './encodeJson.ts'
import { setOwn } from './parseJson.ts'
import type { Field, FieldType, MessageSchema } from './schema.ts'
import { formatMicroTime, formatTime, parseTime, zeroTimeSeconds } from './timeText.ts'
import { ProtobufError, Reader, Writer, WrongWireType } from './wire.ts'

export { ProtobufError } from './wire.ts'

/** What stands around a stored or sent object. */
export interface Envelope {
  readonly apiVersion: string
  readonly kind: string
  readonly raw: Uint8Array
  readonly contentEncoding: string
  readonly contentType: string
}

/** `k8s` and a zero byte: the first bytes of every stored or sent object. */
const magic = [0x6b, 0x38, 0x73, 0x00] as const

export function isProtobuf(bytes: Uint8Array): boolean {
  return magic.every((byte, i) => bytes[i] === byte)
}

/** Object in its envelope; kind and apiVersion come from the object. */
export function encodeProtobuf<T>(schema: MessageSchema<T>, object: T): Uint8Array {
  const typed = object as { apiVersion?: string; kind?: string }
  const writer = new Writer()
  const end = writer.length
  writer.stringField(4, '')
  writer.stringField(3, '')
  const raw = writer.length
  codecOf(schema).encode(object, writer)
  writer.lengthAndTag(2, raw)
  writeTypeMeta(writer, typed.apiVersion ?? '', typed.kind ?? '')
  writer.bytes(Uint8Array.from(magic))
  return writer.finish(end)
}

/** An envelope around bytes that are a message already, or something else of the given content type. */
export function encodeEnvelope(envelope: Partial<Envelope> & Pick<Envelope, 'raw'>): Uint8Array {
  const writer = new Writer()
  writer.stringField(4, envelope.contentType ?? '')
  writer.stringField(3, envelope.contentEncoding ?? '')
  writer.bytesField(2, envelope.raw)
  writeTypeMeta(writer, envelope.apiVersion ?? '', envelope.kind ?? '')
  writer.bytes(Uint8Array.from(magic))
  return writer.finish(0)
}

function writeTypeMeta(writer: Writer, apiVersion: string, kind: string): void {
  const from = writer.length
  writer.stringField(2, kind)
  writer.stringField(1, apiVersion)
  writer.lengthAndTag(1, from)
}

/** @throws ProtobufError */
export function decodeEnvelope(bytes: Uint8Array): Envelope {
  if (!isProtobuf(bytes)) {
    throw new ProtobufError('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]')
  }
  const reader = new Reader(bytes, magic.length, bytes.length)
  const empty: Uint8Array = new Uint8Array()
  const envelope = { apiVersion: '', kind: '', raw: empty, contentEncoding: '', contentType: '' }
  while (reader.next()) {
    switch (reader.field) {
      case 1: {
        const typeMeta = reader.message()
        while (typeMeta.next()) {
          if (typeMeta.field === 1) envelope.apiVersion = typeMeta.string()
          else if (typeMeta.field === 2) envelope.kind = typeMeta.string()
          else typeMeta.skip()
        }
        break
      }
      case 2:
        envelope.raw = reader.bytes()
        break
      case 3:
        envelope.contentEncoding = reader.string()
        break
      case 4:
        envelope.contentType = reader.string()
        break
      default:
        reader.skip()
    }
  }
  return envelope
}

/** Object of an envelope, with kind and apiVersion as the envelope has them. @throws ProtobufError */
export function decodeProtobuf<T>(schema: MessageSchema<T>, bytes: Uint8Array): T {
  const { apiVersion, kind, raw } = decodeEnvelope(bytes)
  return {
    ...(kind === '' ? {} : { kind }),
    ...(apiVersion === '' ? {} : { apiVersion }),
    ...decodeMessage(schema, raw),
  }
}

/** The message alone, without an envelope. */
export function encodeMessage<T>(schema: MessageSchema<T>, object: T): Uint8Array {
  const writer = new Writer()
  codecOf(schema).encode(object, writer)
  return writer.finish(0)
}

/** @throws ProtobufError */
export function decodeMessage<T>(schema: MessageSchema<T>, bytes: Uint8Array): T {
  try {
    return codecOf(schema).decode(new Reader(bytes, 0, bytes.length)) as T
  } catch (error) {
    // What is inside a message may be wrong too: a quantity, or the JSON of a raw extension.
    if (error instanceof QuantityError || error instanceof DecodeError) {
      throw new ProtobufError(error.message, { cause: error })
    }
    throw error
  }
}

interface MessageCodec {
  encode(object: unknown, writer: Writer): void
  decode(reader: Reader): Record<string, unknown>
  decodeInto(result: Record<string, unknown>, reader: Reader): void
}

interface FieldCodec {
  readonly number: number
  readonly name: string
  encode(object: Readonly<Record<string, unknown>>, writer: Writer): void
  decode(result: Record<string, unknown>, reader: Reader): void
}

const codecs = new WeakMap<MessageSchema, MessageCodec>()

function codecOf(schema: MessageSchema): MessageCodec {
  let codec = codecs.get(schema)
  if (codec === undefined) {
    codec = compileMessage(schema)
    codecs.set(schema, codec)
  }
  return codec
}

function compileMessage(schema: MessageSchema): MessageCodec {
  const fields = schema.fields.filter((field) => field.number > 0).map((field) => compileField(field))
  const byNumber: (FieldCodec | undefined)[] = []
  for (const field of fields) byNumber[field.number] = field
  // The writer works from the end of the message to its beginning.
  const backwards = [...fields].sort((a, b) => b.number - a.number)
  const decodeInto = (result: Record<string, unknown>, reader: Reader): void => {
    reader.name = schema.name
    while (reader.next()) {
      const field = byNumber[reader.field]
      if (field === undefined) {
        skipUnnamed(reader)
        continue
      }
      const { wireType } = reader
      try {
        field.decode(result, reader)
      } catch (error) {
        // Of this very field, not of one inside of it.
        if (!(error instanceof WrongWireType) || error.wireType !== wireType || error.named) throw error
        throw new WrongWireType(wireType, goFieldName(field.name), true)
      }
    }
  }
  return {
    encode(object, writer) {
      for (const field of backwards) field.encode(object as Record<string, unknown>, writer)
    },
    decode(reader) {
      const result: Record<string, unknown> = {}
      decodeInto(result, reader)
      return result
    },
    decodeInto,
  }
}

/** A field that nobody knows may be a group, whose end is none of the message's. */
function skipUnnamed(reader: Reader): void {
  const { name } = reader
  reader.name = ''
  reader.skip()
  reader.name = name
}

/** Upstream's errors name fields as its structs do. */
function goFieldName(name: string): string {
  if (name === 'metadata') return 'ObjectMeta'
  if (/^(uid|url|ip|id)$/.test(name)) return name.toUpperCase()
  return name.charAt(0).toUpperCase() + name.slice(1)
}

function compileField(field: Field): FieldCodec {
  const { name, number, type } = field
  if (field.inline && type.kind === 'ref') {
    return {
      number,
      name,
      encode(object, writer) {
        const from = writer.length
        codecOf(type.message()).encode(object, writer)
        writer.lengthAndTag(number, from)
      },
      decode(result, reader) {
        codecOf(type.message()).decodeInto(result, reader.message())
      },
    }
  }
  if (type.kind === 'list' && !type.wrapped) return compileList(field, type.item)
  if (type.kind === 'map') return compileMap(field, type.value)
  const value = compileValue(type)
  // What is no pointer is always on the wire, except bytes that are nil.
  const always = !field.pointer && type.kind !== 'bytes' && type.kind !== 'schemaOr' && type.kind !== 'list'
  // A zero that JSON leaves out is left out of the object as well.
  const dropZero = !field.pointer && field.omitEmpty
  return {
    number,
    name,
    encode(object, writer) {
      const item = object[name]
      if (item !== undefined && item !== null) value.encode(number, item, writer)
      else if (always) value.encodeZero(number, writer)
    },
    decode(result, reader) {
      const item = value.decode(reader, result[name])
      if (item !== undefined && !(dropZero && (item === '' || item === 0 || item === false))) result[name] = item
    },
  }
}

function compileList(field: Field, itemType: FieldType): FieldCodec {
  const { name, number } = field
  const item = compileValue(itemType)
  return {
    number,
    name,
    encode(object, writer) {
      const items = object[name] as readonly unknown[] | undefined
      if (items === undefined || items === null) return
      for (let i = items.length - 1; i >= 0; i--) {
        const value = items[i]
        if (value === undefined || value === null) item.encodeZero(number, writer)
        else item.encode(number, value, writer)
      }
    },
    decode(result, reader) {
      let items = result[name] as unknown[] | undefined
      if (items === undefined) result[name] = items = []
      if (item.varint && reader.wireType === 2) {
        const packed = reader.message()
        while (packed.more()) items.push(item.decodeBare(packed))
      } else items.push(item.decode(reader, undefined) ?? null)
    },
  }
}

function compileMap(field: Field, valueType: FieldType): FieldCodec {
  const { name, number } = field
  const value = compileValue(valueType)
  return {
    number,
    name,
    encode(object, writer) {
      const map = object[name] as Readonly<Record<string, unknown>> | undefined
      if (map === undefined || map === null) return
      const keys = Object.keys(map).sort()
      for (let i = keys.length - 1; i >= 0; i--) {
        const key = keys[i] as string
        const item = map[key]
        const from = writer.length
        if (item === undefined || item === null) value.encodeZero(2, writer)
        else value.encode(2, item, writer)
        writer.stringField(1, key)
        writer.lengthAndTag(number, from)
      }
    },
    decode(result, reader) {
      let map = result[name] as Record<string, unknown> | undefined
      if (map === undefined) result[name] = map = {}
      const entry = reader.message()
      let key = ''
      let item: unknown
      while (entry.next()) {
        if (entry.field === 1) key = entry.string()
        else if (entry.field === 2) item = value.decode(entry, undefined)
        else entry.skip()
      }
      setOwn(map, key, item ?? value.zero())
    },
  }
}

interface ValueCodec {
  encode(number: number, value: unknown, writer: Writer): void
  encodeZero(number: number, writer: Writer): void
  /** `before`: what an earlier occurrence of the field left; messages are merged. undefined: as if it was absent. */
  decode(reader: Reader, before: unknown): unknown
  zero(): unknown
  readonly varint: boolean
  /** One value of a packed list. */
  decodeBare(reader: Reader): unknown
}

function valueCodec(codec: Partial<ValueCodec> & Pick<ValueCodec, 'encode' | 'decode' | 'zero'>): ValueCodec {
  return {
    encodeZero: (number, writer) => codec.encode(number, codec.zero(), writer),
    varint: false,
    decodeBare: () => {
      throw new ProtobufError('proto: list of this type cannot be packed')
    },
    ...codec,
  }
}

function varintCodec(read: (reader: Reader) => unknown): ValueCodec {
  return valueCodec({
    encode: (number, value, writer) => writer.varintField(number, value as number | bigint),
    decode: (reader) => {
      reader.expect(0)
      return read(reader)
    },
    decodeBare: read,
    varint: true,
    zero: () => 0,
  })
}

/** A message of our own making inside a field. */
function nested(
  encodeBody: (value: unknown, writer: Writer) => void,
  decodeBody: (reader: Reader) => unknown,
  zero: () => unknown,
): ValueCodec {
  return valueCodec({
    encode(number, value, writer) {
      const from = writer.length
      encodeBody(value, writer)
      writer.lengthAndTag(number, from)
    },
    decode: (reader) => decodeBody(reader.message()),
    zero,
  })
}

function compileValue(type: FieldType): ValueCodec {
  switch (type.kind) {
    case 'string':
      return valueCodec({
        encode: (number, value, writer) => writer.stringField(number, value as string),
        decode: (reader) => reader.string(),
        zero: () => '',
      })
    case 'bool':
      return valueCodec({
        encode: (number, value, writer) => writer.varintField(number, value === true ? 1 : 0),
        decode: (reader) => {
          reader.expect(0)
          return reader.varint() !== 0
        },
        decodeBare: (reader) => reader.varint() !== 0,
        varint: true,
        zero: () => false,
      })
    case 'int32':
      return varintCodec((reader) => Number(reader.signedVarint()) | 0)
    case 'uint32':
      return varintCodec((reader) => Number(reader.varint()) >>> 0)
    case 'int64':
      return varintCodec((reader) => reader.signedVarint())
    case 'uint64':
      return varintCodec((reader) => reader.varint())
    case 'float32':
    case 'float64':
      return valueCodec({
        encode: (number, value, writer) => writer.doubleField(number, Number(value)),
        decode: (reader) => reader.double(),
        zero: () => 0,
      })
    case 'bytes':
      return valueCodec({
        encode: (number, value, writer) => writer.bytesField(number, decodeBase64(value as string)),
        decode: (reader) => encodeBase64(reader.bytes()),
        zero: () => '',
      })
    case 'time':
      return timeCodec((seconds) => formatTime(seconds))
    case 'microtime':
      return timeCodec((seconds, nanos) => formatMicroTime({ seconds, nanos }))
    case 'duration':
    case 'durationOrNanoseconds':
      return nested(
        (value, writer) => writer.varintField(1, parseDuration(String(value)) ?? 0n),
        (reader) => formatDuration(BigInt(readOne(reader, (inner) => inner.signedVarint()) ?? 0)),
        () => '0s',
      )
    case 'quantity':
      return quantityCodec
    case 'intOrString':
      return nested(
        (value, writer) => {
          writer.stringField(3, typeof value === 'string' ? value : '')
          writer.varintField(2, typeof value === 'string' ? 0 : Number(value))
          writer.varintField(1, typeof value === 'string' ? 1 : 0)
        },
        (reader) => {
          let isString = false
          let int = 0
          let text = ''
          while (reader.next()) {
            if (reader.field === 1) isString = reader.varint() === 1
            else if (reader.field === 2) int = Number(reader.signedVarint()) | 0
            else if (reader.field === 3) text = reader.string()
            else reader.skip()
          }
          return isString ? text : int
        },
        () => 0,
      )
    case 'rawExtension':
    case 'fieldsV1':
    case 'anyJson':
      return rawCodec
    case 'ref': {
      let codec: MessageCodec | undefined
      return valueCodec({
        encode(number, value, writer) {
          codec ??= codecOf(type.message())
          const from = writer.length
          codec.encode(value, writer)
          writer.lengthAndTag(number, from)
        },
        decode(reader, before) {
          codec ??= codecOf(type.message())
          if (before === undefined) return codec.decode(reader.message())
          codec.decodeInto(before as Record<string, unknown>, reader.message())
          return before
        },
        zero: () => ({}),
      })
    }
    case 'list':
      return wrappedStringsCodec
    case 'map':
      throw new Error('a map inside a list or map has no form on the wire')
    case 'schemaOr':
      return schemaOrCodec(type.other, type.message)
    default:
      return type satisfies never
  }
}

/** Seconds and nanoseconds; the zero time is an empty message. */
function timeCodec(format: (seconds: number, nanos: number) => string): ValueCodec {
  return nested(
    (value, writer) => {
      const time = value === '' ? undefined : parseTime(value as string)
      if (time === undefined) return
      writer.varintField(2, format(0, 0).includes('.') ? Math.floor(time.nanos / 1000) * 1000 : 0)
      writer.varintField(1, time.seconds)
    },
    (reader) => {
      let seconds = 0
      let nanos = 0
      let any = false
      while (reader.next()) {
        any = true
        if (reader.field === 1) seconds = Number(reader.signedVarint())
        else if (reader.field === 2) nanos = Number(reader.signedVarint())
        else reader.skip()
      }
      if (!any || seconds === zeroTimeSeconds) return undefined
      if (Math.abs(seconds) > 1e12) throw new ProtobufError('proto: time out of range')
      return format(seconds, nanos)
    },
    () => '',
  )
}

const quantityCodec = nested(
  (value, writer) => writer.stringField(1, value as string),
  (reader) => canonicalQuantity(readOne(reader, (inner) => inner.string()) || '0'),
  () => '0',
)

/** JSON text in a message's field 1; nothing at all stands for null. */
const rawCodec = nested(
  (value, writer) => {
    if (value !== null && value !== undefined) writer.bytesField(1, encodeUtf8(encodeAnyJson(value)))
  },
  (reader) => {
    const bytes = readOne(reader, (inner) => inner.bytes())
    if (bytes === undefined || bytes.length === 0) return undefined
    // Only watch events hold these, and their reader takes them out as bytes (frames.ts).
    if (isProtobuf(bytes)) throw new ProtobufError('proto: raw extension holds protobuf where JSON is expected')
    return decodeAnyJson(bytes)
  },
  () => null,
)

const wrappedStringsCodec = nested(
  (value, writer) => {
    const items = value as readonly string[]
    for (let i = items.length - 1; i >= 0; i--) writer.stringField(1, items[i] ?? '')
  },
  (reader) => {
    const items: string[] = []
    while (reader.next()) {
      if (reader.field === 1) items.push(reader.string())
      else reader.skip()
    }
    return items
  },
  () => [],
)

function schemaOrCodec(other: 'list' | 'bool' | 'strings', message: () => MessageSchema): ValueCodec {
  // "Schema or bool" puts the schema second; the others put it first.
  const schemaNumber = other === 'bool' ? 2 : 1
  const otherNumber = other === 'bool' ? 1 : 2
  const writeSchema = (number: number, value: unknown, writer: Writer): void => {
    const from = writer.length
    codecOf(message()).encode(value, writer)
    writer.lengthAndTag(number, from)
  }
  return nested(
    (value, writer) => {
      if (Array.isArray(value)) {
        for (let i = value.length - 1; i >= 0; i--) {
          if (other === 'list') writeSchema(otherNumber, value[i], writer)
          else writer.stringField(otherNumber, String(value[i]))
        }
        return
      }
      if (typeof value !== 'boolean') writeSchema(schemaNumber, value, writer)
      // A schema goes with "allowed".
      if (other === 'bool') writer.varintField(otherNumber, value === false ? 0 : 1)
    },
    (reader) => {
      let schema: unknown
      let allows = false
      const list: unknown[] = []
      while (reader.next()) {
        if (reader.field === schemaNumber) schema = codecOf(message()).decode(reader.message())
        else if (reader.field !== otherNumber) reader.skip()
        else if (other === 'bool') allows = reader.varint() !== 0
        else list.push(other === 'list' ? codecOf(message()).decode(reader.message()) : reader.string())
      }
      if (schema !== undefined) return schema
      return other === 'bool' ? allows : list
    },
    () => false,
  )
}

function readOne<T>(reader: Reader, read: (reader: Reader) => T): T | undefined {
  let value: T | undefined
  while (reader.next()) {
    if (reader.field === 1) value = read(reader)
    else reader.skip()
  }
  return value
}

const utf8 = new TextEncoder()

function encodeUtf8(text: string): Uint8Array {
  return utf8.encode(text)
}

function decodeBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
}
