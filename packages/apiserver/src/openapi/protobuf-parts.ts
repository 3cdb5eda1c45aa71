/**
 * The few things that protobuf messages of OpenAPI documents are made of.
 * In: values that may be absent. Out: parts of a message; absent values are none.
 */
import { joined } from '../endpoints/pieces.ts'
import { tagged } from '../endpoints/read.ts'
import { utf8 } from '../http/body.ts'

export type Value = Record<string, unknown>
export type Part = readonly Uint8Array[]

export function block(number: number, content: Uint8Array): Part {
  return [tag(number, content.length), content]
}

function tag(number: number, length: number): Uint8Array {
  return number < 16 ? tagged((number << 3) | 2, length) : joined([varint((number << 3) | 2), varint(length)])
}

function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  while (rest > 0x7f) {
    bytes.push((rest % 0x80) | 0x80)
    rest = Math.floor(rest / 0x80)
  }
  bytes.push(rest)
  return Uint8Array.from(bytes)
}

export function text(number: number, value: unknown): Part {
  return typeof value === 'string' && value !== '' ? block(number, utf8(value)) : []
}

export function texts(number: number, values: unknown): Part {
  return Array.isArray(values) ? values.flatMap((value) => text(number, value)) : []
}

export function truth(number: number, value: unknown): Part {
  return value === true ? [key(number, 0), Uint8Array.of(1)] : []
}

/** int64; absent and zero are one. */
export function whole(number: number, value: unknown): Part {
  return typeof value === 'number' && value > 0 ? [key(number, 0), varint(value)] : []
}

/** A double; zero is written, for a bound of zero means something. */
export function double(number: number, value: unknown): Part {
  if (typeof value !== 'number') return []
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return [key(number, 1), bytes]
}

function key(number: number, wire: number): Uint8Array {
  return varint((number << 3) | wire)
}

/** Any: the value as YAML; JSON is YAML. */
export function any(number: number, value: unknown): Part {
  return block(number, joinAll([text(2, JSON.stringify(value))]))
}

export function extensions(number: number, value: Value): Part {
  return Object.entries(value)
    .filter(([name]) => name.startsWith('x-'))
    .flatMap(([name, item]) => block(number, joinAll([text(1, name), any(2, item)])))
}

/** Entries of a map: name = 1, value = 2. */
export function entries(number: number, values: unknown, encode: (value: Value) => Uint8Array): Part {
  return Object.entries((values ?? {}) as Record<string, Value>).flatMap(([name, value]) =>
    block(number, joinAll([text(1, name), block(2, encode(value))])),
  )
}

export function joinAll(parts: readonly Part[]): Uint8Array {
  return Buffer.concat(parts.flat())
}
