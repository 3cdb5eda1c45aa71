/** What lies in an etcd that kube-apiserver wrote: the same keys, the same bytes, both ways. */
import { horizontalpodautoscalers } from '@elli/api/autoscaling/v1.resources'
import { customresourcedefinitions } from '@elli/api/apiextensions/v1.resources'
import { storageVersion } from '@elli/api/conversion'
import { configmaps } from '@elli/api/core/v1.resources'
import type { ApiObject } from '@elli/api/object'
import { allResources, type ResourceInfo } from '@elli/api/resources'
import { expect, test } from 'vitest'
import { makeEntry, type EntryKind } from '../watch-cache/entry.ts'
import { storagePrefix } from './keys.ts'
import { decodeStored, encodeStored, readStored, storedEncoder, typeLine } from './storage-codec.ts'
import { storedByUpstream } from './stored-by-upstream.fixtures.ts'

const hubs = new Map(
  allResources
    .filter((info) => info.verbs.includes('get'))
    .map((info) => [storagePrefix(info), storageVersion(info) as ResourceInfo<ApiObject>]),
)

function bytesOf(text: string): Uint8Array {
  return text.startsWith('{') ? new TextEncoder().encode(text) : new Uint8Array(Buffer.from(text, 'base64'))
}

function readable(bytes: Uint8Array): string {
  return bytes[0] === 0x7b ? Buffer.from(bytes).toString() : Buffer.from(bytes).toString('base64')
}

function hubOf(key: string): { info: ResourceInfo<ApiObject>; name: string } | undefined {
  for (const [prefix, info] of hubs) {
    if (key.startsWith(prefix)) return { info, name: key.slice(prefix.length) }
  }
  return undefined
}

function entryKind(info: ResourceInfo<ApiObject>): EntryKind {
  return {
    typeLine: typeLine(info.apiVersion, info.kind),
    decode: (value) => decodeStored(info, value),
    read: (value, object) => readStored(info, value, object, () => {}),
    fieldNames: [],
    fieldValues: [],
  }
}

const builtIn = Object.entries(storedByUpstream).filter(([key]) => hubOf(key) !== undefined)

test('the fixtures are about many kinds, and one custom resource', () => {
  expect(builtIn.length).toBeGreaterThan(17)
  expect(Object.keys(storedByUpstream).filter((key) => hubOf(key) === undefined)).toEqual([
    '/registry/stable.example.com/crontabs/default/c1',
  ])
})

for (const [key, text] of builtIn)
  test(`${key} is read, and written byte for byte`, () => {
    const { info, name } = hubOf(key) as { info: ResourceInfo<ApiObject>; name: string }
    const object = decodeStored(info, bytesOf(text))
    expect(object).toMatchObject({ kind: info.kind, apiVersion: info.apiVersion })
    const { metadata } = object
    expect(name).toBe(metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`)
    expect(readable(storedEncoder(info, 'application/vnd.kubernetes.protobuf')(object))).toBe(text)
    expect(decodeStored(info, encodeStored(info, object))).toEqual(object)
    expect(Buffer.from(encodeStored(info, object).subarray(0, 9)).toString()).toBe('{"kind":"')
  })

test('an entry of a protobuf value is JSON with the revision in its place', () => {
  const key = '/registry/configmaps/golden/words'
  const entry = makeEntry(entryKind(configmaps), 'golden/words', bytesOf(storedByUpstream[key] ?? ''), 7, undefined)
  const json = Buffer.from(entry.value).toString()
  expect(json).toMatch(
    /^\{"kind":"ConfigMap","apiVersion":"v1","metadata":\{"name":"words","namespace":"golden","uid":"/,
  )
  expect(json.slice(0, entry.insertAt)).toMatch(/"uid":"[0-9a-f-]{36}"$/)
  expect(entry).toMatchObject({ labels: { app: 'golden' }, revision: 7, name: 'words', namespace: 'golden' })
  expect(entry.uid).toBe((JSON.parse(json) as ApiObject).metadata.uid)
})

test('JSON in another order is put in ours, the uid before owners', () => {
  const value = bytesOf(
    '{"apiVersion":"example.com/v1","kind":"Widget","metadata":{"name":"w","namespace":"n","ownerReferences":[{"uid":"o"}],"resourceVersion":"3","uid":"u"},"spec":{"x":1}}',
  )
  const kind: EntryKind = {
    typeLine: typeLine('example.com/v1', 'Widget'),
    decode: (bytes) => JSON.parse(Buffer.from(bytes).toString()) as ApiObject,
    fieldNames: [],
    fieldValues: [],
  }
  const entry = makeEntry(kind, 'n/w', value, 9, undefined)
  expect(Buffer.from(entry.value).toString()).toBe(
    '{"kind":"Widget","apiVersion":"example.com/v1","metadata":{"name":"w","namespace":"n","uid":"u","ownerReferences":[{"uid":"o"}]},"spec":{"x":1}}',
  )
  expect(Buffer.from(entry.value.subarray(0, entry.insertAt)).toString()).toMatch(/"uid":"u"$/)
})

test('older versions of a kind are read as the stored one', () => {
  const hub = storageVersion(horizontalpodautoscalers) as ResourceInfo<ApiObject>
  const old = new TextEncoder().encode(
    '{"kind":"HorizontalPodAutoscaler","apiVersion":"autoscaling/v1","metadata":{"name":"a","namespace":"n","uid":"u"},"spec":{"scaleTargetRef":{"kind":"Deployment","name":"d"},"maxReplicas":3,"targetCPUUtilizationPercentage":50},"status":{"currentReplicas":0,"desiredReplicas":0}}',
  )
  expect(decodeStored(hub, old)).toMatchObject({
    apiVersion: 'autoscaling/v2',
    spec: { metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { averageUtilization: 50 } } }] },
  })
})

test('what belongs to another kind is refused', () => {
  const [, node = ''] = builtIn.find(([key]) => key.startsWith('/registry/minions/')) ?? []
  expect(() => decodeStored(configmaps as ResourceInfo<ApiObject>, bytesOf(node))).toThrow(
    'no conversion from v1 nodes to v1 configmaps',
  )
})

test('a definition whose versions differ keeps what differs in them', () => {
  const info = customresourcedefinitions as unknown as ResourceInfo<ApiObject>
  const [key = '', text = ''] = builtIn.find(([item]) => item.includes('widgets.golden')) ?? []
  expect(key).toBe('/registry/apiextensions.k8s.io/customresourcedefinitions/widgets.golden.example.com')
  const stored = JSON.parse(text) as { spec: Record<string, unknown> & { versions: Record<string, unknown>[] } }
  expect(stored.spec['additionalPrinterColumns']).toEqual([{ name: 'Size', type: 'integer', JSONPath: '.spec.size' }])
  expect(stored.spec.versions.map((version) => Object.keys(version))).toEqual([
    ['name', 'served', 'storage', 'schema'],
    ['name', 'served', 'storage', 'schema'],
  ])
  const object = decodeStored(info, bytesOf(text)) as ApiObject & { spec: { versions: Record<string, unknown>[] } }
  expect(object.spec.versions[1]).toMatchObject({
    name: 'v2',
    additionalPrinterColumns: [{ name: 'Size', jsonPath: '.spec.size' }],
    schema: { openAPIV3Schema: { properties: { spec: { properties: { width: { type: 'integer' } } } } } },
  })
})
