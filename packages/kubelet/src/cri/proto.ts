/**
 * A small proto3 codec driven by one line per message: `name:number type`, type being a scalar, an enum, a message, `[]x` or `map<string>`.
 * In: plain objects (encode takes any subset of the fields). Out: plain objects with every scalar, list and map present.
 * Always: unknown fields are skipped; 64-bit integers are JavaScript numbers; repeated numbers are read packed or not.
 * Elsewhere: the messages of CRI (./v1.ts), of the gRPC health protocol (../node/grpc-health.ts).
 */

/** What may be left out when a message is written: everything, at every depth. */
export type Init<T> = T extends Uint8Array
  ? T
  : T extends readonly (infer U)[]
    ? readonly Init<U>[]
    : T extends Record<string, string>
      ? { readonly [key: string]: string }
      : T extends object
        ? { readonly [K in keyof T]?: Init<NonNullable<T[K]>> | undefined }
        : T

export interface MessageCodec<T> {
  encode(value: Init<T>): Buffer
  decode(bytes: Uint8Array): T
}

export type Codecs<M> = { readonly [K in keyof M]: MessageCodec<M[K]> }

type Scalar = 'string' | 'bool' | 'int32' | 'uint32' | 'int64' | 'uint64' | 'bytes' | 'double' | 'float'
const scalars: ReadonlySet<string> = new Set<Scalar>([
  'string',
  'bool',
  'int32',
  'uint32',
  'int64',
  'uint64',
  'bytes',
  'double',
  'float',
])

interface FieldDef {
  name: string
  number: number
  repeated: boolean
  map: boolean
  scalar: Scalar | undefined
  enumeration: readonly string[] | undefined
  message: string | undefined
}

interface MessageDef {
  fields: readonly FieldDef[]
  byNumber: ReadonlyMap<number, FieldDef>
}

type Values = Record<string, unknown>

/** Codecs for all messages of one table; a name that is neither scalar, enum nor message is a bug and throws. */
export function defineMessages<M>(
  lines: { readonly [K in keyof M]: string },
  enums: Readonly<Record<string, readonly string[]>>,
): Codecs<M> {
  const definitions = new Map<string, MessageDef>()
  for (const [name, line] of Object.entries<string>(lines)) definitions.set(name, parseLine(line, enums, lines))
  const define = (name: string): MessageDef => {
    const found = definitions.get(name)
    if (!found) throw new TypeError(`no message ${name}`)
    return found
  }
  const encode = (definition: MessageDef, value: Values): Buffer => {
    const out = new Writer()
    for (const field of definition.fields) {
      const item = value[field.name]
      if (item === undefined || item === null) continue
      if (field.map) {
        for (const [key, entry] of Object.entries(item as Record<string, string>)) {
          const pair = new Writer()
          pair.tag(1, 2)
          pair.bytes(Buffer.from(key))
          pair.tag(2, 2)
          pair.bytes(Buffer.from(entry))
          out.tag(field.number, 2)
          out.bytes(pair.finish())
        }
      } else if (field.repeated) for (const one of item as readonly unknown[]) write(out, field, one, true)
      else write(out, field, item, false)
    }
    return out.finish()
  }
  const write = (out: Writer, field: FieldDef, value: unknown, evenDefault: boolean): void => {
    if (field.message !== undefined) {
      out.tag(field.number, 2)
      out.bytes(encode(define(field.message), value as Values))
    } else if (field.enumeration) {
      const index = field.enumeration.indexOf(value as string)
      if (index < 0) throw new TypeError(`${field.name}: ${String(value)} is none of ${field.enumeration.join(', ')}`)
      if (index > 0 || evenDefault) {
        out.tag(field.number, 0)
        out.varint(BigInt(index))
      }
    } else writeScalar(out, field, value, evenDefault)
  }
  const decode = (definition: MessageDef, bytes: Uint8Array): Values => {
    const value: Values = {}
    for (const field of definition.fields) {
      if (field.map) value[field.name] = {}
      else if (field.repeated) value[field.name] = []
      else if (field.enumeration) value[field.name] = field.enumeration[0]
      else if (field.scalar) value[field.name] = defaultOf(field.scalar)
    }
    const input = new Reader(bytes)
    while (!input.done) {
      const key = Number(input.varint())
      const field = definition.byNumber.get(key >>> 3)
      const wire = key & 7
      if (!field) input.skip(wire)
      else readField(input, field, wire, value)
    }
    return value
  }
  const readField = (input: Reader, field: FieldDef, wire: number, value: Values): void => {
    if (field.map) {
      const pair = new Reader(input.bytes())
      let [name, entry] = ['', '']
      while (!pair.done) {
        const key = Number(pair.varint())
        if (key === 10) name = pair.text()
        else if (key === 18) entry = pair.text()
        else pair.skip(key & 7)
      }
      ;(value[field.name] as Record<string, string>)[name] = entry
      return
    }
    if (field.repeated && wire === 2 && field.message === undefined && !lengthDelimited(field)) {
      const packed = new Reader(input.bytes())
      while (!packed.done) (value[field.name] as unknown[]).push(readOne(packed, field))
      return
    }
    const one = readOne(input, field)
    if (field.repeated) (value[field.name] as unknown[]).push(one)
    else value[field.name] = one
  }
  const readOne = (input: Reader, field: FieldDef): unknown => {
    if (field.message !== undefined) return decode(define(field.message), input.bytes())
    if (field.enumeration) {
      const number = Number(input.varint())
      return field.enumeration[number] ?? String(number)
    }
    return readScalar(input, field.scalar ?? 'bytes')
  }
  const codecs: Record<string, MessageCodec<unknown>> = {}
  for (const [name, definition] of definitions) {
    codecs[name] = {
      encode: (value) => encode(definition, value as Values),
      decode: (bytes) => decode(definition, bytes),
    }
  }
  return codecs as Codecs<M>
}

function parseLine(
  line: string,
  enums: Readonly<Record<string, readonly string[]>>,
  messages: Readonly<Record<string, unknown>>,
): MessageDef {
  const fields = (line === '' ? [] : line.split(', ')).map((text): FieldDef => {
    const match = /^(\w+):(\d+) (\[\])?(map<string>|\w+)$/.exec(text)
    const [, name, number, repeated, type] = match ?? []
    if (name === undefined || number === undefined || type === undefined) throw new TypeError(`not a field: ${text}`)
    const map = type === 'map<string>'
    const scalar = scalars.has(type) ? (type as Scalar) : undefined
    const enumeration = enums[type]
    if (!map && !scalar && !enumeration && !Object.hasOwn(messages, type)) throw new TypeError(`no type ${type}`)
    const message = map || scalar || enumeration ? undefined : type
    return { name, number: Number(number), repeated: repeated !== undefined, map, scalar, enumeration, message }
  })
  return { fields, byNumber: new Map(fields.map((field) => [field.number, field])) }
}

const lengthDelimited = (field: FieldDef): boolean => field.scalar === 'string' || field.scalar === 'bytes'

function defaultOf(scalar: Scalar): unknown {
  if (scalar === 'string') return ''
  if (scalar === 'bool') return false
  return scalar === 'bytes' ? new Uint8Array(0) : 0
}

function writeScalar(out: Writer, field: FieldDef, value: unknown, evenDefault: boolean): void {
  switch (field.scalar) {
    case 'string':
    case 'bytes': {
      const bytes = typeof value === 'string' ? Buffer.from(value) : (value as Uint8Array)
      if (bytes.length === 0 && !evenDefault) return
      out.tag(field.number, 2)
      out.bytes(bytes)
      return
    }
    case 'bool':
      if (value !== true && !evenDefault) return
      out.tag(field.number, 0)
      out.varint(value === true ? 1n : 0n)
      return
    case 'double':
    case 'float': {
      if (value === 0 && !evenDefault) return
      const wide = field.scalar === 'double'
      const bytes = Buffer.alloc(wide ? 8 : 4)
      if (wide) bytes.writeDoubleLE(value as number)
      else bytes.writeFloatLE(value as number)
      out.tag(field.number, wide ? 1 : 5)
      out.raw(bytes)
      return
    }
    default: {
      const number = BigInt(Math.trunc(value as number))
      if (number === 0n && !evenDefault) return
      out.tag(field.number, 0)
      out.varint(BigInt.asUintN(64, number))
    }
  }
}

function readScalar(input: Reader, scalar: Scalar): unknown {
  switch (scalar) {
    case 'string':
      return input.text()
    case 'bytes':
      return Buffer.from(input.bytes())
    case 'bool':
      return input.varint() !== 0n
    case 'double':
      return input.fixed(8).readDoubleLE()
    case 'float':
      return input.fixed(4).readFloatLE()
    case 'uint32':
    case 'uint64':
      return Number(input.varint())
    case 'int32':
      return Number(BigInt.asIntN(32, input.varint()))
    case 'int64':
      return Number(BigInt.asIntN(64, input.varint()))
    default:
      return scalar satisfies never
  }
}

class Writer {
  readonly #chunks: Buffer[] = []

  tag(number: number, wire: number): void {
    this.varint(BigInt(number * 8 + wire))
  }

  varint(value: bigint): void {
    const bytes: number[] = []
    let rest = value
    while (rest > 127n) {
      bytes.push(Number(rest & 127n) | 128)
      rest >>= 7n
    }
    bytes.push(Number(rest))
    this.#chunks.push(Buffer.from(bytes))
  }

  bytes(value: Uint8Array): void {
    this.varint(BigInt(value.length))
    this.#chunks.push(Buffer.from(value))
  }

  raw(value: Buffer): void {
    this.#chunks.push(value)
  }

  finish(): Buffer {
    return Buffer.concat(this.#chunks)
  }
}

class Reader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length
  }

  varint(): bigint {
    let value = 0n
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.#bytes[this.#at++]
      if (byte === undefined || shift > 63n) throw new RangeError('protobuf: varint runs past its end')
      value |= BigInt(byte & 127) << shift
      if (byte < 128) return value
    }
  }

  bytes(): Buffer {
    return this.fixed(Number(this.varint()))
  }

  fixed(length: number): Buffer {
    const end = this.#at + length
    if (end > this.#bytes.length) throw new RangeError('protobuf: field runs past the end of its message')
    const out = this.#bytes.subarray(this.#at, end)
    this.#at = end
    return out
  }

  text(): string {
    return this.bytes().toString('utf8')
  }

  skip(wire: number): void {
    if (wire === 0) this.varint()
    else if (wire === 1) this.fixed(8)
    else if (wire === 2) this.bytes()
    else if (wire === 5) this.fixed(4)
    else throw new RangeError(`protobuf: wire type ${wire}`)
  }
}
