/** The API spoken in protobuf only: every kind that can be made, every verb, watches, errors; and bodies that are none. */
import { readdirSync, readFileSync } from 'node:fs'
import { allResources, type ResourceInfo } from '@elli/api/resources'
import { DeleteOptions, PartialObjectMetadataList, Status } from '@elli/api/meta/v1'
import type { ApiObject } from '@elli/api/object'
import { decodeEnvelope, decodeProtobuf, encodeEnvelope, encodeProtobuf } from '@elli/api/schema/protobuf'
import type { MessageSchema } from '@elli/api/schema/schema'
import { Reader } from '@elli/api/schema/wire'
import { seededRandom } from '@elli/host/random'
import { readAll } from '@elli/host/wire'
import { expect, test } from 'vitest'
import { smallObjects } from './resources/small-objects.fixtures.ts'
import { testServer, type TestServer } from './testing/server.ts'

const protobuf = 'application/vnd.kubernetes.protobuf'
const fixtures = new URL('../../api/src/fixtures/', import.meta.url)

const stable = (allResources as readonly ResourceInfo<ApiObject>[]).filter(
  (info) => `${info.group}/${info.resource}` in smallObjects && /^v\d+$/.test(info.version),
)

function collectionOf(info: ResourceInfo, namespace = 'default'): string {
  const prefix = info.group === '' ? `/api/${info.version}` : `/apis/${info.apiVersion}`
  return `${prefix}/${info.namespaced ? `namespaces/${namespace}/` : ''}${info.resource}`
}

interface ProtobufAnswer {
  readonly status: number
  readonly type: string | undefined
  readonly bytes: Buffer
}

async function ask(server: TestServer, method: string, path: string, body?: Uint8Array): Promise<ProtobufAnswer> {
  const headers: Record<string, string> = body === undefined ? {} : { 'content-type': protobuf }
  const answer = await server.server.handle(
    { method, path, headers: { ...headers, accept: protobuf }, ...(body === undefined ? {} : { body }) },
    { clientCertificates: [], identity: { name: 'tester', groups: ['system:masters'] } },
  )
  return { status: answer.status, type: answer.headers['content-type'], bytes: await readAll(answer.body) }
}

function read<T>(answer: ProtobufAnswer, schema: MessageSchema<T>): T {
  expect(answer.type).toBe(protobuf)
  return decodeProtobuf(schema, answer.bytes)
}

/** A WatchEvent as streams have it: the event bare, the object in its envelope. */
function watchEvent(bytes: Uint8Array): { type: string; object: Uint8Array } {
  const event = { type: '', object: new Uint8Array() as Uint8Array }
  const reader = new Reader(bytes, 0, bytes.length)
  while (reader.next()) {
    if (reader.field === 1) event.type = reader.string()
    else {
      const extension = reader.message()
      while (extension.next()) event.object = extension.bytes()
    }
  }
  return event
}

async function withNamespace(): Promise<TestServer> {
  const server = await testServer()
  await server.call('POST', '/api/v1/namespaces', { metadata: { name: 'default' } })
  return server
}

test('most kinds are spoken of', () => {
  expect(new Set(stable.map(({ group, resource }) => `${group}/${resource}`)).size).toBeGreaterThan(45)
})

test.each(stable.map((info) => [`${info.apiVersion} ${info.resource}`, info] as const))('%s', async (_name, info) => {
  await using server = await withNamespace()
  const collection = collectionOf(info)
  const name = info.group === 'apiextensions.k8s.io' ? 'ones.example.com' : 'one'
  const object = {
    apiVersion: info.apiVersion,
    kind: info.kind,
    metadata: { name, labels: { here: 'yes' } },
    ...smallObjects[`${info.group}/${info.resource}`],
  }
  const created = await ask(server, 'POST', collection, encodeProtobuf(info.schema, object))
  expect([created.status, created.status === 201 ? '' : decodeProtobuf(Status, created.bytes).message]).toEqual([
    201,
    '',
  ])
  const made = read(created, info.schema)
  expect(made).toMatchObject({ apiVersion: info.apiVersion, kind: info.kind, metadata: { name } })

  // The same object as JSON readers see it.
  const got = read(await ask(server, 'GET', `${collection}/${name}`), info.schema)
  const json = (await server.call('GET', `${collection}/${name}`)).text
  expect(encodeProtobuf(info.schema, got)).toEqual(encodeProtobuf(info.schema, JSON.parse(json) as ApiObject))

  const list = await ask(server, 'GET', `${collection}?labelSelector=here=yes`)
  expect(list.type).toBe(protobuf)
  expect(decodeEnvelope(list.bytes)).toMatchObject({ apiVersion: info.apiVersion, kind: info.listKind })
  const { raw } = decodeEnvelope((await ask(server, 'GET', `${collection}/${name}`)).bytes)
  expect(list.bytes.includes(Buffer.from(raw))).toBe(true)

  const updated = { ...got, metadata: { ...got.metadata, labels: { here: 'still' } } }
  const put = await ask(server, 'PUT', `${collection}/${name}`, encodeProtobuf(info.schema, updated))
  expect(put.status).toBe(200)
  expect(read(put, info.schema).metadata.labels).toMatchObject({ here: 'still' })

  const watch = await server.server.handle(
    { method: 'GET', path: `${collection}?watch=1&labelSelector=here`, headers: { accept: protobuf } },
    { clientCertificates: [], identity: { name: 'tester', groups: ['system:masters'] } },
  )
  expect(watch.headers['content-type']).toBe(`${protobuf};stream=watch`)
  for await (const chunk of watch.body) {
    const frame = Buffer.from(chunk)
    expect(frame.readUInt32BE(0)).toBe(frame.length - 4)
    const event = watchEvent(frame.subarray(4))
    expect(event.type).toBe('ADDED')
    expect(decodeProtobuf(info.schema, event.object).metadata).toMatchObject({ name, labels: { here: 'still' } })
    break
  }

  const view = await server.server.handle(
    {
      method: 'GET',
      path: `${collection}?labelSelector=here`,
      headers: { accept: `${protobuf};as=PartialObjectMetadataList;g=meta.k8s.io;v=v1` },
    },
    { clientCertificates: [], identity: { name: 'tester', groups: ['system:masters'] } },
  )
  expect(view.headers['content-type']).toBe(protobuf)
  expect(decodeProtobuf(PartialObjectMetadataList, await readAll(view.body))).toMatchObject({
    kind: 'PartialObjectMetadataList',
    items: [{ metadata: { name } }],
  })

  const uid = { apiVersion: 'v1', kind: 'DeleteOptions', preconditions: { uid: 'another' } }
  const refused = await ask(server, 'DELETE', `${collection}/${name}`, encodeProtobuf(DeleteOptions, uid))
  expect(read(refused, Status)).toMatchObject({ status: 'Failure', reason: 'Conflict', code: 409 })
  const now = { apiVersion: 'v1', kind: 'DeleteOptions', gracePeriodSeconds: 0 }
  const gone = await ask(server, 'DELETE', `${collection}/${name}`, encodeProtobuf(DeleteOptions, now))
  expect([200, 202]).toContain(gone.status)
  expect(gone.type).toBe(protobuf)
  const missing = await ask(server, 'GET', `${collection}/none`)
  expect(read(missing, Status)).toMatchObject({ reason: 'NotFound', code: 404, details: { name: 'none' } })
})

/** Fixtures of kinds that can be posted: with every field set, most are refused, and must be for the same reason in both forms. */
const full = readdirSync(fixtures)
  .filter((file) => file.endsWith('.pb'))
  .flatMap((file) => {
    const bytes = readFileSync(new URL(file, fixtures))
    const { apiVersion, kind } = decodeEnvelope(bytes)
    const info = (allResources as readonly ResourceInfo<ApiObject>[]).find(
      (item) => item.apiVersion === apiVersion && item.kind === kind && item.verbs.includes('create'),
    )
    return info === undefined || !info.verbs.includes('get') ? [] : [{ file, bytes, info }]
  })

test('objects with every field set mean the same in both forms', async () => {
  expect(full.length).toBeGreaterThan(60)
  await using server = await testServer({
    runtimeConfig: { 'api/all': true },
    featureGates: { StorageVersionMigrator: true },
  })
  for (const { file, bytes, info } of full) {
    const object = decodeProtobuf(info.schema, bytes)
    delete object.metadata.resourceVersion
    const namespace = object.metadata.namespace ?? 'default'
    if (!info.namespaced) delete object.metadata.namespace
    const path = `${collectionOf(info, namespace)}?dryRun=All`
    const binary = await ask(server, 'POST', path, encodeProtobuf(info.schema, object))
    const written = JSON.parse(readFileSync(new URL(file.replace(/pb$/, 'json'), fixtures), 'utf8')) as ApiObject
    delete written.metadata.resourceVersion
    if (!info.namespaced) delete written.metadata.namespace
    const text = await server.call('POST', path, written)
    expect([file, binary.status, binary.status === text.status ? '' : text.text]).toEqual([file, text.status, ''])
    if (binary.status < 300) continue
    const { message } = read(binary, Status)
    // Some checks go through fields in the order in which they were given.
    const parts = (text: string | undefined): string[] => (text ?? '').split(', ').sort()
    expect([file, parts(message)]).toEqual([file, parts(String(text.json['message']))])
  }
})

test('thousands of broken bodies are refused, and none harms the server', { timeout: 120_000 }, async () => {
  await using server = await testServer()
  const random = seededRandom(11).stream('mutations')
  const below = (limit: number): number => Math.floor(random.next() * limit)
  const counts = new Map<number, number>()
  for (let round = 0; round < 4_000; round++) {
    const { bytes, info } = full[below(full.length)] as (typeof full)[number]
    let body: Buffer = Buffer.from(bytes)
    for (let changes = 1 + below(4); changes > 0; changes--) {
      const at = below(body.length + 1)
      switch (below(6)) {
        case 0:
          body = body.subarray(0, at)
          break
        case 1:
          if (at < body.length) body[at] = below(256)
          break
        case 2:
          body = Buffer.concat([
            body.subarray(0, at),
            Buffer.from([0xff, 0xff, 0xff, 0xff, below(256)]),
            body.subarray(at),
          ])
          break
        case 3:
          body = Buffer.concat([body.subarray(0, at), body.subarray(below(body.length + 1))])
          break
        case 4:
          body = Buffer.concat([body.subarray(0, at), Buffer.alloc(below(300), below(256)), body.subarray(at)])
          break
        default:
          body = Buffer.concat([body, body.subarray(at)])
      }
    }
    const answer = await ask(server, 'POST', `${collectionOf(info, 'namespaceValue')}?dryRun=All`, body)
    counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1)
    if (answer.status >= 500) throw new Error(`${info.kind}: ${answer.status} for ${body.toString('base64')}`)
  }
  expect(counts.get(400)).toBeGreaterThan(1_000)
  expect((await ask(server, 'GET', '/api/v1/namespaces')).status).toBe(200)
})

const unreadable = 'the object provided is unrecognized (must be of type ConfigMap): '
const unhandled = 'ConfigMap in version "v1" cannot be handled as a ConfigMap: '
const inEnvelope = (raw: number[], apiVersion = 'v1', kind = 'ConfigMap'): Uint8Array =>
  encodeEnvelope({ apiVersion, kind, raw: Uint8Array.from(raw) })

/** As kube-apiserver 1.31 answers them. */
test.each([
  ['no bytes', new Uint8Array(), `${unreadable}empty data (<empty>)`],
  ['the mark alone', Buffer.from('k8s\0'), `${unreadable}empty body (6b387300)`],
  [
    'another mark',
    Buffer.from('hello'),
    `${unreadable}provided data does not appear to be a protobuf message, expected prefix [107 56 115 0] (68656c6c6f)`,
  ],
  ['a field cut short', inEnvelope([0x0a, 0x05, 0x0a]), `${unhandled}unexpected EOF`],
  ['a length beyond everything', inEnvelope([0x0a, 0xff, 0xff, 0xff, 0xff, 0x0f]), `${unhandled}unexpected EOF`],
  [
    'a length below zero',
    inEnvelope([0x0a, ...Array.from({ length: 9 }, () => 0xff), 0x01]),
    `${unhandled}proto: negative length found during unmarshaling`,
  ],
  [
    'a number where a message belongs',
    inEnvelope([0x08, 0x01]),
    `${unhandled}proto: wrong wireType = 0 for field ObjectMeta`,
  ],
  ['the end of no group', inEnvelope([0x0c]), `${unhandled}proto: ConfigMap: wiretype end group for non-group`],
  ['field zero', inEnvelope([0x02, 0x00]), `${unhandled}proto: ConfigMap: illegal tag 0 (wire type 2)`],
  ['a type that is none', inEnvelope([0x7f]), `${unhandled}proto: illegal wireType 7`],
  ['a number without end', inEnvelope(Array.from({ length: 11 }, () => 0xff)), `${unhandled}proto: integer overflow`],
  [
    'another kind',
    inEnvelope([], 'v1', 'Secret'),
    'Secret in version "v1" cannot be handled as a ConfigMap: converting (v1.Secret) to (core.ConfigMap): unknown conversion',
  ],
] as const)('%s is refused in upstream’s words', async (_name, body, message) => {
  await using server = await testServer()
  const answer = await ask(server, 'POST', '/api/v1/namespaces/default/configmaps', body)
  expect(read(answer, Status)).toMatchObject({ code: 400, reason: 'BadRequest', message })
})

test('nesting without end is refused', async () => {
  await using server = await testServer()
  let schema: Buffer = Buffer.alloc(0)
  // JSONSchemaProps.not is field 30: a schema in a schema in a schema …
  for (let depth = 0; depth < 30_000; depth++) schema = nested(0xf2, 0x01, schema)
  const info = allResources.find(({ resource }) => resource === 'customresourcedefinitions') as ResourceInfo<ApiObject>
  const object = { apiVersion: info.apiVersion, kind: info.kind, metadata: { name: 'a' }, spec: {} }
  const head = encodeProtobuf(info.schema, object as unknown as ApiObject)
  expect((await ask(server, 'POST', collectionOf(info), Buffer.concat([head, schema]))).status).toBeGreaterThanOrEqual(
    400,
  )
})

/** A length-delimited field around bytes; built anew each time only while short. */
function nested(tag0: number, tag1: number, inner: Buffer): Buffer {
  if (inner.length > 60_000) return inner
  const length: number[] = []
  let rest = inner.length
  while (rest > 0x7f) {
    length.push((rest & 0x7f) | 0x80)
    rest >>>= 7
  }
  length.push(rest)
  return Buffer.concat([Buffer.from([tag0, tag1, ...length]), inner])
}
