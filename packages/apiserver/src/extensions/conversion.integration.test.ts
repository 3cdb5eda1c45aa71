import type { CustomResourceDefinition } from '@elli/api/apiextensions/v1'
import type { WireResponse } from '@elli/host/wire'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { Bytes, utf8 } from '../http/body.ts'
import type { Dial } from '../outbound/outbound.ts'
import { testServer, type Json, type TestServer } from '../testing/server.ts'

/** Busy machines are slow: what counts is that it comes. */
const eventually = <T>(check: () => Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 30_000 })

const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'

function hosts(conversion: CustomResourceDefinition['spec']['conversion']): CustomResourceDefinition {
  const version = (name: string, field: string, storage: boolean) => ({
    name,
    served: true,
    storage,
    ...(name === 'v1beta1' ? { deprecated: true } : {}),
    schema: {
      openAPIV3Schema: {
        type: 'object',
        properties: { [field]: { type: 'string' }, more: { type: 'string', default: name as never } },
      },
    },
  })
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'hosts.net.example.com' },
    spec: {
      group: 'net.example.com',
      scope: 'Cluster',
      names: { plural: 'hosts', kind: 'Host' },
      versions: [version('v1beta1', 'hostPort', true), version('v1', 'host', false)],
      ...(conversion === undefined ? {} : { conversion }),
    },
  }
}

/** Names of fields differ: v1beta1 has hostPort, v1 host. */
function hook(change: (review: Json, converted: Record<string, unknown>[]) => unknown): { dial: Dial; calls: Json[] } {
  const calls: Json[] = []
  const dial: Dial = () => ({
    async send(request): Promise<WireResponse> {
      const review = JSON.parse(Buffer.from(request.body ?? []).toString('utf8')) as Json
      calls.push(review)
      const wanted = review['request']?.['desiredAPIVersion'] as unknown as string
      const converted = ((review['request']?.['objects'] ?? []) as unknown as Record<string, unknown>[]).map(
        (object) => {
          const { hostPort, host, ...rest } = object
          const value = hostPort ?? host
          return { ...rest, apiVersion: wanted, [wanted.endsWith('v1') ? 'host' : 'hostPort']: value, surplus: 1 }
        },
      )
      const body = new Bytes([utf8(JSON.stringify(change(review, converted)))])
      return { status: 200, headers: { 'content-type': 'application/json' }, body }
    },
    async upgrade() {
      throw new Error('nobody upgrades here')
    },
    async close() {},
  })
  return { dial, calls }
}

const success = (review: Json, convertedObjects: unknown): unknown => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'ConversionReview',
  response: { uid: review['request']?.['uid'], result: { status: 'Success' }, convertedObjects },
})

const webhook = {
  strategy: 'Webhook',
  webhook: { clientConfig: { url: 'https://hook.example.com/convert' }, conversionReviewVersions: ['v1'] },
}

async function define(server: TestServer, definition: CustomResourceDefinition): Promise<void> {
  const made = await server.call('POST', crds, definition)
  expect(made.text).toContain('"kind":"CustomResourceDefinition"')
  const watch = await server.watch(`${crds}?watch=true`)
  for (let event = await watch.next(); event !== undefined; event = await watch.next()) {
    const conditions = (event['object']?.['status']?.['conditions'] ?? []) as unknown as {
      type: string
      status: string
    }[]
    if (conditions.some((item) => item.type === 'Established' && item.status === 'True')) break
  }
  watch.close()
}

describe('conversion by a webhook', () => {
  let server: TestServer
  let answer: (review: Json, converted: Record<string, unknown>[]) => unknown = success
  const { dial, calls } = hook((review, converted) => answer(review, converted))

  beforeAll(async () => {
    server = await testServer({ dial })
    await define(server, hosts(webhook))
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
  })

  it('carries objects to the stored version and back', async () => {
    const object = {
      apiVersion: 'net.example.com/v1',
      kind: 'Host',
      metadata: { name: 'a', labels: { x: 'y' } },
      host: 'h:1',
    }
    const made = await server.call('POST', '/apis/net.example.com/v1/hosts', object)
    expect(made.status).toBe(201)
    expect(made.json).toMatchObject({ apiVersion: 'net.example.com/v1', host: 'h:1', more: 'v1' })
    const stored = await server.store.get('/registry/net.example.com/hosts/a')
    expect(JSON.parse(Buffer.from(stored.kv?.value ?? []).toString('utf8'))).toMatchObject({
      apiVersion: 'net.example.com/v1beta1',
      hostPort: 'h:1',
      more: 'v1',
    })
    const old = await server.call('GET', '/apis/net.example.com/v1beta1/hosts/a')
    expect(old.json).toMatchObject({ apiVersion: 'net.example.com/v1beta1', hostPort: 'h:1' })
    // What the webhook adds and no schema knows is dropped.
    expect(old.json['surplus']).toBeUndefined()
    expect(old.headers['warning']).toBe(
      '299 - "net.example.com/v1beta1 Host is deprecated; use net.example.com/v1 Host"',
    )
    const list = await server.call('GET', '/apis/net.example.com/v1/hosts')
    expect(list.json['items']?.[0]).toMatchObject({ apiVersion: 'net.example.com/v1', host: 'h:1' })
    expect(list.json['items']?.[0]?.['metadata']).toEqual(made.json['metadata'])
  })

  it('asks once for what does not change', async () => {
    await server.call('GET', '/apis/net.example.com/v1/hosts/a')
    const before = calls.length
    await server.call('GET', '/apis/net.example.com/v1/hosts/a')
    expect(calls.length).toBe(before)
    expect(calls[0]).toMatchObject({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'ConversionReview' })
  })

  it('watches and patches in the version that was asked for', async () => {
    const watch = await server.watch('/apis/net.example.com/v1/hosts?watch=true')
    expect(await watch.next()).toMatchObject({
      type: 'ADDED',
      object: { apiVersion: 'net.example.com/v1', host: 'h:1' },
    })
    const merge = { 'content-type': 'application/merge-patch+json' }
    await server.call('PATCH', '/apis/net.example.com/v1beta1/hosts/a', { hostPort: 'h:2' }, merge)
    expect(await watch.next()).toMatchObject({
      type: 'MODIFIED',
      object: { apiVersion: 'net.example.com/v1', host: 'h:2' },
    })
    watch.close()
  })

  it('that fails answers 500 with its reason', async () => {
    const read = async (): Promise<Json> => {
      // Another write, so that nothing is remembered; managed fields of the other version are converted for it.
      const failing = answer
      answer = success
      const merge = { 'content-type': 'application/merge-patch+json' }
      const label = { metadata: { labels: { round: String(calls.length) } } }
      await server.call('PATCH', '/apis/net.example.com/v1beta1/hosts/a', label, merge)
      answer = failing
      const got = await server.call('GET', '/apis/net.example.com/v1/hosts/a')
      expect(got.status).toBe(500)
      return got.json
    }
    const head = 'conversion webhook for net.example.com/v1beta1, Kind=Host'
    answer = (review) => ({
      ...(success(review, []) as object),
      response: { uid: review['request']?.['uid'], result: { status: 'Failed', message: 'no way' } },
    })
    expect((await read())['message']).toBe(`${head} failed: no way`)
    answer = (review) => success(review, [])
    expect((await read())['message']).toBe(`${head} returned 0 objects, expected 1`)
    answer = (review, converted) =>
      success(
        review,
        converted.map((item) => ({ ...item, kind: 'Other' })),
      )
    expect((await read())['message']).toBe(
      `${head} returned invalid object at index 0: invalid kind (expected Host, received Other)`,
    )
    answer = (review, converted) =>
      success(
        review,
        converted.map((item) => ({ ...item, metadata: { ...(item['metadata'] as object), name: 'b' } })),
      )
    expect((await read())['message']).toBe(`${head} returned invalid object: must have the same name: a != b`)
    answer = (review, converted) =>
      success(
        review,
        converted.map((item) => ({ ...item, metadata: { ...(item['metadata'] as object), labels: { '-': 'x' } } })),
      )
    expect((await read())['message']).toContain(
      `${head} returned invalid metadata: metadata.labels: Invalid value: "-": `,
    )
    answer = success
    expect((await server.call('GET', '/apis/net.example.com/v1/hosts/a')).status).toBe(200)
  })
})

describe('conversion by name only', () => {
  it('stores writes in the storage version of the moment', async () => {
    await using server = await testServer()
    await define(server, hosts(undefined))
    const object = { apiVersion: 'net.example.com/v1', kind: 'Host', metadata: { name: 'a' }, more: 'x' }
    expect((await server.call('POST', '/apis/net.example.com/v1/hosts', object)).status).toBe(201)
    const stored = async (): Promise<Json> => {
      const { kv } = await server.store.get('/registry/net.example.com/hosts/a')
      return JSON.parse(Buffer.from(kv?.value ?? []).toString('utf8')) as Json
    }
    expect((await stored())['apiVersion']).toBe('net.example.com/v1beta1')
    const crd = (await server.call('GET', `${crds}/hosts.net.example.com`)).json as unknown as CustomResourceDefinition
    for (const version of crd.spec.versions) version.storage = version.name === 'v1'
    const changed = await server.call('PUT', `${crds}/hosts.net.example.com`, crd)
    expect(changed.json['status']?.['storedVersions']).toEqual(['v1beta1', 'v1'])
    // An update that changes nothing rewrites the object in the version that is stored now.
    const merge = { 'content-type': 'application/merge-patch+json' }
    await eventually(async () => {
      expect((await server.call('PATCH', '/apis/net.example.com/v1/hosts/a', {}, merge)).status).toBe(200)
      expect(await stored()).toMatchObject({ apiVersion: 'net.example.com/v1' })
    })
    expect((await server.call('GET', '/apis/net.example.com/v1beta1/hosts/a')).json).toMatchObject({
      apiVersion: 'net.example.com/v1beta1',
      more: 'x',
    })
  })
})
