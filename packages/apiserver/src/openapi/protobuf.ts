/**
 * OpenAPI v2 as protobuf (gnostic's Document), which kubectl before 1.27 asks for.
 * In: a version 2 document of ours as JSON values. Out: bytes. Field numbers are those of gnostic's OpenAPIv2.proto.
 * Always: vendor extensions and defaults travel as YAML text inside the message.
 */
import { joined } from '../endpoints/pieces.ts'
import { tagged } from '../endpoints/read.ts'
import { utf8 } from '../http/body.ts'

type Value = Record<string, unknown>
type Part = readonly Uint8Array[]

function block(number: number, content: Uint8Array): Part {
  return [tag(number, content.length), content]
}

function tag(number: number, length: number): Uint8Array {
  return number < 16 ? tagged((number << 3) | 2, length) : joined([varint((number << 3) | 2), varint(length)])
}

function varint(value: number): Uint8Array {
  const bytes: number[] = []
  let rest = value
  while (rest > 0x7f) {
    bytes.push((rest & 0x7f) | 0x80)
    rest >>>= 7
  }
  bytes.push(rest)
  return Uint8Array.from(bytes)
}

function text(number: number, value: unknown): Part {
  return typeof value === 'string' && value !== '' ? block(number, utf8(value)) : []
}

function texts(number: number, values: unknown): Part {
  return Array.isArray(values) ? values.flatMap((value) => text(number, value)) : []
}

function truth(number: number, value: unknown): Part {
  return value === true ? [varint(number << 3), Uint8Array.of(1)] : []
}

/** Any: the value as YAML; JSON is YAML. */
function any(number: number, value: unknown): Part {
  return block(number, joined(text(2, JSON.stringify(value))))
}

function extensions(number: number, value: Value): Part {
  return Object.entries(value)
    .filter(([name]) => name.startsWith('x-'))
    .flatMap(([name, item]) => block(number, joined([...text(1, name), ...any(2, item)])))
}

/** Entries of a map: name = 1, value = 2. */
function entries(number: number, values: unknown, encode: (value: Value) => Uint8Array): Part {
  return Object.entries((values ?? {}) as Record<string, Value>).flatMap(([name, value]) =>
    block(number, joined([...text(1, name), ...block(2, encode(value))])),
  )
}

function schema(value: Value): Uint8Array {
  const { additionalProperties, items, properties, type } = value
  return joinAll([
    text(1, value['$ref']),
    text(2, value['format']),
    text(4, value['description']),
    value['default'] === undefined ? [] : any(5, value['default']),
    texts(19, value['required']),
    Array.isArray(value['enum']) ? value['enum'].flatMap((item) => any(20, item)) : [],
    additionalProperties === undefined ? [] : block(21, joined(block(1, schema(additionalProperties as Value)))),
    type === undefined ? [] : block(22, joined(text(1, type))),
    items === undefined ? [] : block(23, joined(block(1, schema(items as Value)))),
    properties === undefined ? [] : block(25, joinAll([entries(1, properties, schema)])),
    extensions(31, value),
  ])
}

function parameter(value: Value): Uint8Array {
  if (value['in'] === 'body') {
    const body = joinAll([
      text(2, value['name']),
      text(3, 'body'),
      truth(4, value['required']),
      block(5, schema(value['schema'] as Value)),
    ])
    return joined(block(1, joined(block(1, body))))
  }
  const path = value['in'] === 'path'
  const inner = joinAll([
    truth(1, value['required']),
    text(2, value['in']),
    text(4, value['name']),
    text(path ? 5 : 6, value['type']),
    truth(path ? 19 : 20, value['uniqueItems']),
  ])
  // ParametersItem.parameter → Parameter.non_body_parameter → path (4) or query (3) parameter.
  return joined(block(1, joined(block(2, joined(block(path ? 4 : 3, inner))))))
}

function parameters(number: number, values: unknown): Part {
  return Array.isArray(values) ? values.flatMap((value: Value) => block(number, parameter(value))) : []
}

function responseValue(value: Value): Uint8Array {
  const found = value['schema']
  const inner = joinAll([
    text(1, value['description']),
    found === undefined ? [] : block(2, joined(block(1, schema(found as Value)))),
  ])
  return joined(block(1, inner))
}

function operation(value: Value): Uint8Array {
  return joinAll([
    texts(1, value['tags']),
    text(3, value['description']),
    text(5, value['operationId']),
    texts(6, value['produces']),
    texts(7, value['consumes']),
    parameters(8, value['parameters']),
    block(9, joinAll([entries(1, value['responses'], responseValue)])),
    texts(10, value['schemes']),
    extensions(13, value),
  ])
}

const methods: readonly (readonly [string, number])[] = [
  ['get', 2],
  ['put', 3],
  ['post', 4],
  ['delete', 5],
  ['patch', 8],
]

function pathItem(value: Value): Uint8Array {
  return joinAll([
    ...methods.map(([method, number]) =>
      value[method] === undefined ? [] : block(number, operation(value[method] as Value)),
    ),
    parameters(9, value['parameters']),
  ])
}

export function encodeOpenApiV2(document: Value): Uint8Array {
  const info = document['info'] as Value
  return joinAll([
    text(1, document['swagger']),
    block(2, joinAll([text(1, info['title']), text(2, info['version'])])),
    block(8, joinAll([entries(2, document['paths'], pathItem)])),
    block(9, joinAll([entries(1, document['definitions'], schema)])),
  ])
}

function joinAll(parts: readonly Part[]): Uint8Array {
  return Buffer.concat(parts.flat())
}
