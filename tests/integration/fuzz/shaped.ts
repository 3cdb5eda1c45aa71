/**
 * Objects of a kind by chance, after its schema: fields have the right type mostly, a hurtful value now and then.
 * In: a MessageSchema. Out: a JSON-shaped object. Elsewhere: whole objects that are right (seeds.ts), breaking them (mutate.ts).
 */
import { jsonFields, type Field, type FieldType, type MessageSchema } from '@elli/api/schema/schema'
import type { Chance } from './chance.ts'
import { anything, hurtfulFor } from './words.ts'

export type Shape = Record<string, unknown>

export function shaped(schema: MessageSchema, chance: Chance, depth = 0): Shape {
  const object: Shape = {}
  const fields = jsonFields(schema)
  // A handful of the optional fields, however many there are, and fewer the deeper it gets.
  const share = Math.max(2, Math.ceil(fields.length / (depth < 2 ? 5 - depth : 2)))
  for (const { field } of fields) {
    if (field.name === 'kind' || field.name === 'apiVersion') continue
    const wanted = field.required ? !chance.oneIn(20) : chance.oneIn(share + depth)
    if (wanted) object[field.name] = valueOf(field, chance, depth)
  }
  return object
}

function valueOf(field: Field, chance: Chance, depth: number): unknown {
  if (chance.oneIn(15)) return anything(chance)
  if (chance.oneIn(40)) return null
  return typed(field.type, field.name, chance, depth)
}

function typed(type: FieldType, name: string, chance: Chance, depth: number): unknown {
  switch (type.kind) {
    case 'list':
      return chance.times(depth < 3 ? 3 : 1, () => typed(type.item, name, chance, depth + 1))
    case 'map':
      return Object.fromEntries(
        chance.times(3, () => [
          chance.pick(['a', 'b', 'cpu', 'memory', 'pods', 'x/y', 'A_', '']),
          typed(type.value, name, chance, depth + 1),
        ]),
      )
    case 'ref':
      return depth > 7 ? {} : shaped(type.message(), chance, depth + 1)
    case 'schemaOr':
      return chance.branch<unknown>([
        [2, () => (depth > 7 ? {} : shaped(type.message(), chance, depth + 1))],
        [1, () => chance.pick([true, false, [], ['a'], [{}]])],
      ])
    case 'string':
      if (type.enumeration?.values.length && !chance.oneIn(6)) return chance.pick(type.enumeration.values)
      return chance.oneIn(3) ? chance.pick(['x', 'y', '', 'Always', 'a.b/c', '10.0.0.1']) : hurtfulFor(name, chance)
    case 'bool':
      return chance.oneIn(2)
    case 'int32':
    case 'uint32':
    case 'int64':
    case 'uint64':
    case 'float32':
    case 'float64':
      return chance.pick([0, 1, 2, 80, 443, 8080, 30_000, -1, 100, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), 65_536, 1.5])
    case 'bytes':
      return chance.oneIn(5) ? hurtfulFor(name, chance) : Buffer.from(chance.bytes(12)).toString('base64')
    case 'time':
    case 'microtime':
      return chance.pick([
        '2024-01-01T00:00:00Z',
        '2024-01-01T00:00:00.000000Z',
        '0001-01-01T00:00:00Z',
        '9999-12-31T23:59:59Z',
        '10000-01-01T00:00:00Z',
        '2024-02-30T00:00:00Z',
        '2024-01-01T00:00:00+25:00',
        null,
      ])
    case 'duration':
    case 'durationOrNanoseconds':
      return chance.pick(['1s', '1h2m3s', '-5m', '0', '1', '9223372036854775807ns', '1e9s', 5])
    case 'quantity':
      return chance.pick([
        '1',
        '100m',
        '1Gi',
        '1.5',
        '-1',
        '0',
        '1e3',
        '1E',
        '1n',
        '1e-30',
        '9999999999999999999999',
        2,
      ])
    case 'intOrString':
      return chance.pick([80, 'http', '50%', '0%', '101%', -1, '', 0, 65_536])
    case 'rawExtension':
    case 'fieldsV1':
    case 'anyJson':
      return chance.oneIn(2) ? { apiVersion: 'v1', kind: 'ConfigMap', a: { b: [1] } } : anything(chance)
    default:
      return type satisfies never
  }
}
