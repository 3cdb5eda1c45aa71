import { allResources } from '@elli/api/resources'
import { Pod } from '@elli/api/core/v1'
import { Deployment } from '@elli/api/apps/v1'
import { decodeValue } from '@elli/api/schema/decodeJson'
import { encodeAnyJson, encodeJson } from '@elli/api/schema/encodeJson'
import { type Field, type FieldType, jsonFields, type MessageSchema } from '@elli/api/schema/schema'
import { simulatedHost } from '@elli/host/simulated'
import type { Random } from '@elli/host/random'
import { expect, test } from 'vitest'
import type { Json } from '../json.ts'
import { compareJson } from './compare.ts'
import { compareMessages, createdFieldsText } from './message-compare.ts'
import { topologyOf } from './message-topology.ts'
import { TypedError } from './typed-errors.ts'

const texts = ['', 'a', 'b', 'c/d', '<x>']

/** Any value of a type; small, and often without its parts. */
function anyValue(type: FieldType, random: Random, depth: number): unknown {
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random.next() * items.length)] as T
  switch (type.kind) {
    case 'ref':
      return anyMessage(type.message(), random, depth + 1)
    case 'list':
      return Array.from({ length: pick([0, 1, 2, 3]) }, () => anyValue(type.item, random, depth + 1))
    case 'map':
      return Object.fromEntries(
        Array.from({ length: pick([0, 1, 2]) }, () => [pick(texts), anyValue(type.value, random, depth + 1)]),
      )
    case 'schemaOr':
      return type.other === 'bool' ? pick([true, false]) : {}
    case 'bool':
      return pick([true, false])
    case 'string':
      return pick(texts)
    case 'bytes':
      return pick(['', 'YQ==', 'Yg=='])
    case 'time':
      return pick(['2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z'])
    case 'microtime':
      return pick(['2024-01-01T00:00:00.000000Z', '2024-01-02T00:00:00.000001Z'])
    case 'duration':
    case 'durationOrNanoseconds':
      return pick(['1s', '2m0s'])
    case 'quantity':
      return pick(['0', '1', '100m'])
    case 'intOrString':
      return pick([0, 80, 'http'])
    case 'rawExtension':
    case 'anyJson':
      return pick([{ a: 1 }, { a: { b: [1] }, c: null }, {}])
    case 'fieldsV1':
      return { 'f:a': {} }
    default:
      return pick([0, 1, 80])
  }
}

function anyMessage(schema: MessageSchema, random: Random, depth: number): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  const chance = depth > 6 ? 0 : depth > 3 ? 0.2 : 0.5
  for (const { field } of jsonFields(schema)) {
    if (!isKey(field) && random.next() > chance) continue
    out[field.name] = anyValue(field.type, random, depth)
  }
  return out
}

/** Mostly given, so that not every list is refused for its keys. */
function isKey({ name }: Field): boolean {
  return ['name', 'key', 'type', 'ip', 'mountPath', 'devicePath', 'uid', 'topologyKey', 'whenUnsatisfiable'].includes(
    name,
  )
}

/** Some parts of `object` are those of `other`. */
function mixed(object: unknown, other: unknown, random: Random): unknown {
  if (typeof object !== 'object' || typeof other !== 'object' || object === null || other === null) {
    return random.next() < 0.5 ? object : other
  }
  if (Array.isArray(object) || Array.isArray(other)) return random.next() < 0.7 ? object : other
  const out: Record<string, unknown> = {}
  for (const key of new Set([...Object.keys(object), ...Object.keys(other)])) {
    const value = mixed((object as Record<string, unknown>)[key], (other as Record<string, unknown>)[key], random)
    if (value !== undefined) out[key] = value
  }
  return out
}

function plainly(schema: MessageSchema, before: object, after: object): unknown {
  const json = (object: object): Json => JSON.parse(encodeJson(schema, object)) as Json
  return compareJson(topologyOf(schema), json(before), json(after))
}

function outcome(work: () => unknown): unknown {
  try {
    return JSON.stringify(work()) ?? 'same'
  } catch (error) {
    if (error instanceof TypedError) return 'refused'
    throw error
  }
}

test('the compiled comparison says what the plain one says, for any objects of any kind', () => {
  const random = simulatedHost({ seed: 11 }).random.stream('objects')
  let differing = 0
  for (const schema of new Set(allResources.map((info): MessageSchema => info.schema))) {
    for (let round = 0; round < 6; round++) {
      const before = decodeValue(schema, anyMessage(schema, random, 0)).object as object
      const other = decodeValue(schema, anyMessage(schema, random, 0)).object as object
      const after = mixed(before, other, random) as object
      for (const [x, y] of [
        [{}, before],
        [before, after],
        [after, before],
        [before, structuredClone(before)],
      ] as const) {
        // Not shared: what is the same object is not even checked.
        const fast = outcome(() => compareMessages(schema, x, structuredClone(y)))
        expect(fast, `${schema.name} ${JSON.stringify(x)} ${JSON.stringify(y)}`).toBe(
          outcome(() => plainly(schema, x, y)),
        )
        if (fast !== 'same' && fast !== 'refused') differing++
      }
    }
  }
  expect(differing).toBeGreaterThan(1000)
})

test('the text of a new object is that of its difference from nothing', () => {
  const random = simulatedHost({ seed: 12 }).random.stream('objects')
  const none: ReadonlySet<string> = new Set()
  for (const schema of new Set(allResources.map((info): MessageSchema => info.schema))) {
    for (let round = 0; round < 10; round++) {
      const object = decodeValue(schema, anyMessage(schema, random, 0)).object as object
      const tree = outcome(() => encodeAnyJson(compareMessages(schema, {}, object)?.changed ?? {}))
      expect(
        outcome(() => createdFieldsText(schema, object, none, none)),
        schema.name,
      ).toBe(tree)
    }
  }
})

test('a pod that is created differs from nothing by just what Go would show', () => {
  const pod = decodeValue(Pod, {
    metadata: { name: 'a', labels: { app: 'x' } },
    spec: { containers: [{ name: 'c', image: 'i', ports: [{ containerPort: 80 }] }], tolerations: [{ key: 'a' }] },
  }).object
  expect(compareMessages(Pod, {}, pod)).toEqual({
    changed: {
      'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} }, 'f:name': {} },
      'f:spec': {
        'f:containers': {
          'k:{"name":"c"}': {
            '.': {},
            'f:image': {},
            'f:name': {},
            'f:ports': { '.': {}, 'k:{"containerPort":80,"protocol":"TCP"}': { '.': {}, 'f:containerPort': {} } },
            'f:resources': {},
          },
        },
        'f:tolerations': {},
      },
    },
  })
})

test('what is shared is not looked into, and an equal object differs in nothing', () => {
  const deployment = decodeValue(Deployment, { metadata: { name: 'a' }, spec: { replicas: 1 } }).object
  expect(compareMessages(Deployment, deployment, deployment)).toBeUndefined()
  expect(compareMessages(Deployment, deployment, structuredClone(deployment))).toBeUndefined()
})
