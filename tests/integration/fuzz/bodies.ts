/** Bodies in every encoding, and patches of every type: right ones and broken ones. */
import { gzipSync } from 'node:zlib'
import { encodeEnvelope, encodeMessage, encodeProtobuf } from '@elli/api/schema/protobuf'
import { toYaml } from '@elli/apiserver/endpoints/yaml-answer'
import type { MessageSchema } from '@elli/api/schema/schema'
import type { Chance } from './chance.ts'
import { mutated, mutatedBytes, mutatedText } from './mutate.ts'
import type { Shape } from './shaped.ts'
import { anything, fieldNames } from './words.ts'

export interface Body {
  readonly type: string
  readonly bytes: Uint8Array
  readonly encoding?: string
}

const utf8 = (text: string): Uint8Array => Buffer.from(text)

/** JSON that may hold what JSON.stringify cannot: depth. */
function json(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null'
  } catch {
    return '{"metadata":'.repeat(2000)
  }
}

export function bodyOf(object: Shape, schema: MessageSchema | undefined, chance: Chance): Body {
  const body = chance.branch<Body>([
    [10, () => ({ type: 'application/json', bytes: utf8(text(json(object), chance)) })],
    [
      3,
      () => ({
        type: chance.pick(['application/yaml', 'application/yaml; charset=utf-8']),
        bytes: utf8(text(yaml(object), chance)),
      }),
    ],
    [5, () => ({ type: 'application/vnd.kubernetes.protobuf', bytes: protobuf(object, schema, chance) })],
    [1, () => ({ type: chance.pick(oddTypes), bytes: utf8(json(object)) })],
    [1, () => ({ type: chance.pick(['application/json', 'application/yaml']), bytes: utf8(chance.pick(bombs)) })],
    [
      1,
      () => ({
        type: chance.pick(['application/json', 'application/vnd.kubernetes.protobuf']),
        bytes: chance.bytes(80),
      }),
    ],
  ])
  return chance.oneIn(60) ? { ...body, bytes: gzipSync(body.bytes), encoding: 'gzip' } : body
}

function text(right: string, chance: Chance): string {
  return chance.oneIn(5) ? mutatedText(right, chance) : right
}

function yaml(object: Shape): string {
  try {
    return Buffer.from(toYaml(object)).toString()
  } catch {
    return json(object)
  }
}

function protobuf(object: Shape, schema: MessageSchema | undefined, chance: Chance): Uint8Array {
  let bytes: Uint8Array
  try {
    const { apiVersion, kind } = object as { apiVersion: string; kind: string }
    bytes =
      schema === undefined
        ? encodeEnvelope({
            apiVersion,
            kind,
            raw: utf8(json(object)),
            contentType: chance.pick(['application/json', '']),
          })
        : chance.oneIn(8)
          ? encodeEnvelope({ apiVersion, kind, raw: mutatedBytes(encodeMessage(schema, object), chance) })
          : encodeProtobuf(schema, object)
  } catch {
    // Broken beyond what can be written so.
    bytes = Uint8Array.from([0x6b, 0x38, 0x73, 0, ...chance.bytes(60)])
  }
  return chance.oneIn(2) ? mutatedBytes(bytes, chance) : bytes
}

const oddTypes = [
  '',
  'text/plain',
  'application/json; charset=latin1',
  'application/json;',
  'application/*',
  'APPLICATION/JSON',
  'application/vnd.kubernetes.protobuf;type=watch',
  'application/cbor',
  'multipart/form-data; boundary=x',
  ';;;',
  'application/json, application/yaml',
  'application/apply-patch+yaml',
]

const bombs = [
  `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghi'
    .split('')
    .map((name, i) => `${name}: &${name} [${`*${'abcdefgh'[i]},`.repeat(9)}]\n`)
    .join('')}`,
  `${'{"a":'.repeat(10_500)}1${'}'.repeat(10_500)}`,
  '['.repeat(100_000),
  '- '.repeat(5000),
  `{"metadata":{"name":"x"},"data":{${Array.from({ length: 3000 }, (_, i) => `"k${i}":"v"`).join(',')}}}`,
  `{"metadata":{"labels":{${Array.from({ length: 2000 }, () => '"a":"b"').join(',')}}}}`,
  '{"metadata":{"name":"x","creationTimestamp":"2024-13-01T00:00:00Z"}}',
  '{"kind":"List","apiVersion":"v1","items":[{}]}',
  '{"kind":"Status","apiVersion":"v1"}',
  '"x"',
  '\ufeff{}',
  'a: b: c',
  '? [complex]\n: x',
  '<<: [1]',
  `x: ${'1'.repeat(5000)}`,
  `{"spec":{"replicas":1e400}}`,
  'x: !!timestamp 2024-01-01',
  '&a [*a]',
]

/** A patch for an object like this one. */
export function patchOf(object: Shape, chance: Chance): Body {
  return chance.branch<Body>([
    [5, () => ({ type: 'application/json-patch+json', bytes: utf8(text(json(operations(object, chance)), chance)) })],
    [5, () => ({ type: 'application/merge-patch+json', bytes: utf8(text(json(partial(object, chance)), chance)) })],
    [
      6,
      () => ({
        type: 'application/strategic-merge-patch+json',
        bytes: utf8(text(json(directed(object, chance)), chance)),
      }),
    ],
    [
      8,
      () => ({
        type: 'application/apply-patch+yaml',
        bytes: utf8(text(chance.oneIn(3) ? yaml(object) : json(object), chance)),
      }),
    ],
    [
      1,
      () => ({
        type: chance.pick([...oddTypes, 'application/apply-patch+cbor', 'application/json']),
        bytes: utf8(json(object)),
      }),
    ],
    [1, () => ({ type: 'application/apply-patch+yaml', bytes: utf8(chance.pick(bombs)) })],
  ])
}

function pointersIn(value: unknown, here = '', found: string[] = []): string[] {
  found.push(here)
  if (typeof value !== 'object' || value === null || found.length > 200) return found
  for (const [key, item] of Object.entries(value))
    pointersIn(item, `${here}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, found)
  return found
}

function operations(object: Shape, chance: Chance): unknown {
  const pointers = pointersIn(object)
  const pointer = (): unknown =>
    chance.branch<unknown>([
      [8, () => chance.pick(pointers)],
      [
        2,
        () =>
          `${chance.pick(pointers)}/${chance.pick(['-', '0', '-1', '99', '01', '1e3', '', '~', 'x', '__proto__', '4294967296'])}`,
      ],
      [1, () => chance.pick(['', '/', 'x', '/metadata/labels/a~1b', null, 3])],
    ])
  const list = chance.times(4, () => ({
    op: chance.oneIn(12) ? anything(chance) : chance.pick(['add', 'add', 'remove', 'replace', 'move', 'copy', 'test']),
    path: pointer(),
    ...(chance.oneIn(3) ? { from: pointer() } : {}),
    ...(chance.oneIn(4) ? {} : { value: anything(chance) }),
  }))
  // Copying what holds itself doubles it each time.
  if (chance.oneIn(40))
    return [
      { op: 'add', path: '/metadata/annotations', value: { a: 'x' } },
      ...Array.from({ length: 60 }, (_, i) => ({
        op: 'copy',
        from: '/metadata/annotations',
        path: `/metadata/annotations/a${i}`,
      })),
    ]
  return chance.oneIn(20) ? anything(chance) : list
}

function partial(object: Shape, chance: Chance): unknown {
  if (chance.oneIn(20)) return anything(chance)
  const changed = mutated(object, chance, 5) as Shape
  for (const key of Object.keys(changed)) if (chance.oneIn(2)) delete changed[key]
  return changed
}

function directed(object: Shape, chance: Chance): unknown {
  const patch = partial(object, chance)
  const add = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > 50) return
    if (Array.isArray(value)) {
      if (chance.oneIn(5)) value.push({ $patch: chance.pick(['delete', 'replace', 'merge', 'x', 1]), name: 'c' })
    } else if (chance.oneIn(6)) {
      const object_ = value as Shape
      const key = chance.pick([...Object.keys(object_), ...fieldNames.slice(0, 3)])
      chance.branch<void>([
        [2, () => void (object_['$patch'] = chance.pick(['delete', 'replace', 'merge', 'x', null]))],
        [1, () => void (object_['$retainKeys'] = chance.pick([[key], [], 1, [null]]))],
        [
          1,
          () => void (object_[`$setElementOrder/${key}`] = chance.pick([[{ name: 'c' }], ['x'], [{ x: 1 }], 1, null])),
        ],
        [1, () => void (object_[`$deleteFromPrimitiveList/${key}`] = chance.pick([['x'], [{}], 1]))],
      ])
    }
    for (const item of Object.values(value)) add(item, depth + 1)
  }
  add(patch, 0)
  return patch
}
