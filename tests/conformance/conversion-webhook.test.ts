/** Conformance tests of conversion webhooks: v1 has hostPort, v2 has host and port. */
import type { CustomResourceDefinition, JSONSchemaProps } from '@elli/api/apiextensions/v1'
import type { Dial } from '@elli/apiserver/outbound/outbound'
import { type Json, testServer, type TestServer } from '@elli/apiserver/testing/server'
import { afterAll, beforeAll, expect, vi } from 'vitest'
import { conformance } from './conformance.ts'

/** Busy machines are slow: what counts is that it comes. */
const eventually = <T>(check: () => Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 30_000 })

const group = 'stable.example.com'
const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
const text = { type: 'string' } as const

function propertiesOf(version: 'v1' | 'v2'): Record<string, JSONSchemaProps> {
  return version === 'v1' ? { hostPort: text } : { host: text, port: text }
}

function definition(storage: 'v1' | 'v2'): CustomResourceDefinition {
  const version = (name: 'v1' | 'v2') => ({
    name,
    served: true,
    storage: name === storage,
    schema: {
      openAPIV3Schema: {
        type: 'object',
        properties: propertiesOf(name),
      },
    },
  })
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `testcrds.${group}` },
    spec: {
      group,
      scope: 'Cluster',
      names: { plural: 'testcrds', kind: 'TestCrd' },
      versions: [version('v1'), version('v2')],
      conversion: {
        strategy: 'Webhook',
        webhook: {
          clientConfig: { service: { namespace: 'hooks', name: 'converter', path: '/crdconvert', port: 9443 } },
          conversionReviewVersions: ['v1', 'v1beta1'],
        },
      },
    },
  }
}

function convert(object: Record<string, unknown>, apiVersion: string): Record<string, unknown> {
  const { hostPort, host, port, ...rest } = object
  if (apiVersion.endsWith('v2')) {
    const [newHost, newPort] = String(hostPort).split(':')
    return { ...rest, apiVersion, host: newHost, port: newPort }
  }
  return { ...rest, apiVersion, hostPort: `${String(host)}:${String(port)}` }
}

const dial: Dial = () => ({
  async send({ body }) {
    const review = JSON.parse(Buffer.from(body ?? []).toString('utf8')) as {
      apiVersion: string
      request: { uid: string; desiredAPIVersion: string; objects: Record<string, unknown>[] }
    }
    const { uid, desiredAPIVersion, objects } = review.request
    const convertedObjects = objects.map((object) => convert(object, desiredAPIVersion))
    const answer = { ...review, response: { uid, result: { status: 'Success' }, convertedObjects } }
    return {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: (async function* () {
        yield Buffer.from(JSON.stringify(answer))
      })(),
    }
  },
  async upgrade() {
    throw new Error('not upgraded here')
  },
  async close() {},
})

let server: TestServer
beforeAll(async () => {
  server = await testServer({ dial })
  await server.call('POST', '/api/v1/namespaces', { metadata: { name: 'hooks' } })
  const service = { metadata: { name: 'converter' }, spec: { ports: [{ port: 9443 }] } }
  await server.call('POST', '/api/v1/namespaces/hooks/services', service)
  expect((await server.call('POST', crds, definition('v1'))).status).toBe(201)
  await eventually(async () => {
    expect((await server.call('GET', `/apis/${group}/v2`)).status).toBe(200)
  })
})
afterAll(() => server[Symbol.asyncDispose]())

const at = (version: string, name = ''): string => `/apis/${group}/${version}/testcrds${name}`
const v1 = (name: string): object => ({
  apiVersion: `${group}/v1`,
  kind: 'TestCrd',
  metadata: { name },
  hostPort: 'localhost:8080',
})

conformance(
  '[sig-api-machinery] CustomResourceConversionWebhook [Privileged:ClusterAdmin] should be able to convert from CR v1 to CR v2 [Conformance]',
  async () => {
    expect((await server.call('POST', at('v1'), v1('one'))).status).toBe(201)
    expect((await server.call('GET', at('v2', '/one'))).json).toMatchObject({
      apiVersion: `${group}/v2`,
      host: 'localhost',
      port: '8080',
    })
    expect((await server.call('DELETE', at('v2', '/one'))).status).toBe(200)
  },
)

conformance(
  '[sig-api-machinery] CustomResourceConversionWebhook [Privileged:ClusterAdmin] should be able to convert a non homogeneous list of CRs [Conformance]',
  async () => {
    await server.call('POST', at('v1'), v1('first'))
    const merge = { 'content-type': 'application/merge-patch+json' }
    const { versions } = definition('v2').spec
    await server.call('PATCH', `${crds}/testcrds.${group}`, { spec: { versions } }, merge)
    const stored = async (name: string): Promise<string> => {
      const { kv } = await server.store.get(`/registry/${group}/testcrds/${name}`)
      return (JSON.parse(Buffer.from(kv?.value ?? []).toString('utf8')) as { apiVersion: string }).apiVersion
    }
    let made = 0
    await eventually(async () => {
      const name = `second-${++made}`
      await server.call('POST', at('v1'), v1(name))
      expect(await stored(name)).toBe(`${group}/v2`)
    })
    expect(await stored('first')).toBe(`${group}/v1`)
    const items = async (version: string): Promise<Json[]> =>
      (await server.call('GET', at(version))).json['items'] as unknown as Json[]
    const old = await items('v1')
    expect(old).toHaveLength(made + 1)
    for (const item of old) expect(item['hostPort']).toBe('localhost:8080')
    for (const item of await items('v2')) expect([item['host'], item['port']]).toEqual(['localhost', '8080'])
  },
)
