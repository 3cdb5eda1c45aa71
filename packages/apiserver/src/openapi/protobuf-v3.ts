/**
 * OpenAPI v3 as protobuf (gnostic's Document).
 * In: a version 3 document of ours as JSON values. Out: bytes. Field numbers are those of gnostic's OpenAPIv3.proto.
 * Always: vendor extensions travel as YAML text inside the message; a default that is no scalar is there, and empty.
 */
import {
  block,
  double,
  any,
  entries,
  extensions,
  joinAll,
  type Part,
  text,
  texts,
  truth,
  type Value,
  whole,
} from './protobuf-parts.ts'

function reference(value: Value): Part {
  return block(2, joinAll([text(1, value['$ref'])]))
}

/** SchemaOrReference: what stands beside a reference is lost, and nothing does. */
function schemaOr(value: Value): Uint8Array {
  return joinAll([value['$ref'] === undefined ? block(1, schema(value)) : reference(value)])
}

function several(number: number, values: unknown): Part {
  return Array.isArray(values) ? values.flatMap((value: Value) => block(number, schemaOr(value))) : []
}

function schema(value: Value): Uint8Array {
  const { additionalProperties, items, properties, not } = value
  return joinAll([
    truth(1, value['nullable']),
    text(9, value['title']),
    double(10, value['multipleOf']),
    double(11, value['maximum']),
    truth(12, value['exclusiveMaximum']),
    double(13, value['minimum']),
    truth(14, value['exclusiveMinimum']),
    whole(15, value['maxLength']),
    whole(16, value['minLength']),
    text(17, value['pattern']),
    whole(18, value['maxItems']),
    whole(19, value['minItems']),
    truth(20, value['uniqueItems']),
    whole(21, value['maxProperties']),
    whole(22, value['minProperties']),
    texts(23, value['required']),
    Array.isArray(value['enum']) ? value['enum'].flatMap((item) => any(24, item)) : [],
    text(25, value['type']),
    several(26, value['allOf']),
    several(27, value['oneOf']),
    several(28, value['anyOf']),
    not === undefined ? [] : block(29, schema(not as Value)),
    items === undefined ? [] : block(30, joinAll([block(1, schemaOr(items as Value))])),
    properties === undefined ? [] : block(31, joinAll([entries(1, properties, schemaOr)])),
    additionalProperties === undefined ? [] : block(32, additional(additionalProperties)),
    defaultValue(value['default']),
    text(34, value['description']),
    text(35, value['format']),
    extensions(36, value),
  ])
}

function additional(value: unknown): Uint8Array {
  return joinAll([typeof value === 'boolean' ? truth(2, value) : block(1, schemaOr(value as Value))])
}

/** One of a number, a truth or a text: empty ones are written too, for they tell which of the three it is. */
function defaultValue(value: unknown): Part {
  switch (typeof value) {
    case 'undefined':
      return []
    case 'number':
      return block(33, joinAll([double(1, value)]))
    case 'boolean':
      return block(33, Uint8Array.of(0x10, value ? 1 : 0))
    case 'string':
      return block(33, joinAll([block(3, Buffer.from(value))]))
    default:
      return block(33, new Uint8Array())
  }
}

function parameters(number: number, values: unknown): Part {
  if (!Array.isArray(values)) return []
  return values.flatMap((value: Value) => {
    const inner = joinAll([
      text(1, value['name']),
      text(2, value['in']),
      text(3, value['description']),
      truth(4, value['required']),
      block(10, schemaOr(value['schema'] as Value)),
    ])
    return block(number, joinAll([block(1, inner)]))
  })
}

/** Media types with their schemas. */
function content(number: number, value: unknown): Part {
  if (value === undefined) return []
  const types = entries(1, value, (media) => joinAll([block(1, schemaOr(media['schema'] as Value))]))
  return block(number, joinAll([types]))
}

function response(value: Value): Uint8Array {
  return joinAll([block(1, joinAll([text(1, value['description']), content(3, value['content'])]))])
}

function requestBody(number: number, value: unknown): Part {
  if (value === undefined) return []
  const body = value as Value
  return block(number, joinAll([block(1, joinAll([content(2, body['content']), truth(3, body['required'])]))]))
}

function operation(value: Value): Uint8Array {
  return joinAll([
    texts(1, value['tags']),
    text(3, value['description']),
    text(5, value['operationId']),
    parameters(6, value['parameters']),
    requestBody(7, value['requestBody']),
    block(8, joinAll([entries(2, value['responses'], response)])),
    extensions(13, value),
  ])
}

const methods: readonly (readonly [string, number])[] = [
  ['get', 4],
  ['put', 5],
  ['post', 6],
  ['delete', 7],
  ['options', 8],
  ['head', 9],
  ['patch', 10],
]

function pathItem(value: Value): Uint8Array {
  return joinAll([
    ...methods.map(([method, number]) =>
      value[method] === undefined ? [] : block(number, operation(value[method] as Value)),
    ),
    parameters(13, value['parameters']),
  ])
}

export function encodeOpenApiV3(document: Value): Uint8Array {
  const info = document['info'] as Value
  const components = document['components'] as Value
  const schemas = entries(1, components['schemas'], schemaOr)
  return joinAll([
    text(1, document['openapi']),
    block(2, joinAll([text(1, info['title']), text(6, info['version'])])),
    block(4, joinAll([entries(1, document['paths'], pathItem)])),
    block(5, joinAll([block(1, joinAll([schemas]))])),
  ])
}
