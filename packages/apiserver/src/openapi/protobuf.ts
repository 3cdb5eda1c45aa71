/**
 * OpenAPI v2 as protobuf (gnostic's Document), which kubectl before 1.27 asks for.
 * In: a version 2 document of ours as JSON values. Out: bytes. Field numbers are those of gnostic's OpenAPIv2.proto.
 * Always: vendor extensions and defaults travel as YAML text inside the message.
 */
import { joined } from '../endpoints/pieces.ts'
import {
  any,
  block,
  double,
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

function schema(value: Value): Uint8Array {
  const { additionalProperties, items, properties, type } = value
  return joinAll([
    text(1, value['$ref']),
    text(2, value['format']),
    text(3, value['title']),
    text(4, value['description']),
    value['default'] === undefined ? [] : any(5, value['default']),
    double(6, value['multipleOf']),
    double(7, value['maximum']),
    truth(8, value['exclusiveMaximum']),
    double(9, value['minimum']),
    truth(10, value['exclusiveMinimum']),
    whole(11, value['maxLength']),
    whole(12, value['minLength']),
    text(13, value['pattern']),
    whole(14, value['maxItems']),
    whole(15, value['minItems']),
    truth(16, value['uniqueItems']),
    whole(17, value['maxProperties']),
    whole(18, value['minProperties']),
    texts(19, value['required']),
    Array.isArray(value['enum']) ? value['enum'].flatMap((item) => any(20, item)) : [],
    additionalProperties === undefined ? [] : block(21, additional(additionalProperties)),
    type === undefined ? [] : block(22, joined(text(1, type))),
    items === undefined ? [] : block(23, joined(block(1, schema(items as Value)))),
    properties === undefined ? [] : block(25, joinAll([entries(1, properties, schema)])),
    extensions(31, value),
  ])
}

/** A schema, or whether there may be more at all. */
function additional(value: unknown): Uint8Array {
  return typeof value === 'boolean' ? joined(truth(2, value)) : joined(block(1, schema(value as Value)))
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
    text(3, value['description']),
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
  ['options', 6],
  ['head', 7],
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
