import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Dial } from '../outbound/outbound.ts'
import { crontabs } from '../extensions/extensions.fixtures.ts'
import { testServer, type Json, type TestServer } from '../testing/server.ts'

/** Busy machines are slow: what counts is that it comes. */
const eventually = <T>(check: () => Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 30_000 })

const apiServices = '/apis/apiregistration.k8s.io/v1/apiservices'

/** An API server of ours behind a Service: it serves flunders, and believes the proxy who asks. */
interface Extension {
  readonly dial: Dial
  readonly server: TestServer
  /** Who asked, and for what. */
  readonly asked: { path: string; user: string; groups: readonly string[] }[]
  broken: boolean
}

async function extension(): Promise<Extension> {
  const server = await testServer()
  const crd = crontabs()
  crd.metadata.name = 'flunders.wardle.example.com'
  crd.spec.group = 'wardle.example.com'
  crd.spec.names = { plural: 'flunders', kind: 'Flunder' }
  await server.call('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', crd)
  await eventually(async () => {
    expect((await server.call('GET', '/apis/wardle.example.com/v1')).status).toBe(200)
  })
  await server.call('POST', '/api/v1/namespaces', { metadata: { name: 'default' } })
  const made: Extension = {
    server,
    asked: [],
    broken: false,
    dial: () => ({
      async send(request) {
        if (made.broken) throw new Error('connect ECONNREFUSED')
        const user = request.headers['x-remote-user'] ?? ''
        const groups = request.repeatedHeaders?.['x-remote-group'] ?? []
        made.asked.push({ path: request.path, user, groups })
        return server.server.handle(request, { clientCertificates: [], identity: { name: user, groups: [...groups] } })
      },
      async upgrade() {
        throw new Error('not upgraded here')
      },
      async close() {},
    }),
  }
  return made
}

const flunders: Json = {
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: 'v1.wardle.example.com' },
  spec: {
    group: 'wardle.example.com',
    version: 'v1',
    groupPriorityMinimum: 2000,
    versionPriority: 200,
    insecureSkipTLSVerify: true,
    service: { namespace: 'wardle', name: 'api', port: 443 },
  },
} as unknown as Json

describe('aggregation', () => {
  let main: TestServer
  let other: Extension

  beforeAll(async () => {
    other = await extension()
    main = await testServer({ dial: other.dial, aggregator: {} })
    await main.server.ready()
    await main.call('POST', '/api/v1/namespaces', { metadata: { name: 'wardle' } })
  })
  afterAll(async () => {
    await main[Symbol.asyncDispose]()
    await other.server[Symbol.asyncDispose]()
  })

  async function available(status: string, reason: string): Promise<Json> {
    return eventually(async () => {
      const { json } = await main.call('GET', `${apiServices}/v1.wardle.example.com`)
      expect(json['status']?.['conditions']).toMatchObject([{ type: 'Available', status, reason }])
      return json['status']?.['conditions']?.[0] as Json
    })
  }

  it('registers what the server answers itself', async () => {
    const items = (await main.call('GET', apiServices)).json['items'] as unknown as Json[]
    const names = items.map((item) => item['metadata']?.['name'])
    expect(names).toEqual(expect.arrayContaining(['v1.', 'v1.apps', 'v2.autoscaling', 'v1.apiextensions.k8s.io']))
    expect(names).not.toContain('v1.apiregistration.k8s.io')
    const apps = items.find((item) => String(item['metadata']?.['name']) === 'v1.apps')
    expect(apps).toMatchObject({
      metadata: { labels: { 'kube-aggregator.kubernetes.io/automanaged': 'onstart' } },
      spec: { group: 'apps', version: 'v1', groupPriorityMinimum: 17800, versionPriority: 15 },
      status: { conditions: [{ type: 'Available', status: 'True', reason: 'Local' }] },
    })
  })

  it('registers custom resources while they are served', async () => {
    const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
    await main.call('POST', crds, crontabs())
    const path = `${apiServices}/v1.stable.example.com`
    await eventually(async () => {
      expect((await main.call('GET', path)).json).toMatchObject({
        metadata: { labels: { 'kube-aggregator.kubernetes.io/automanaged': 'true' } },
        spec: { groupPriorityMinimum: 1000, versionPriority: 100 },
      })
    })
    await main.call('DELETE', `${crds}/crontabs.stable.example.com`)
    await eventually(async () => {
      expect((await main.call('GET', path)).status).toBe(404)
    })
  })

  it('says why a server cannot be asked, and answers 503 for it', async () => {
    expect((await main.call('POST', apiServices, flunders)).status).toBe(201)
    const condition = await available('False', 'ServiceNotFound')
    expect(condition['message']).toBe('service/api in "wardle" is not present')
    const answer = await main.call('GET', '/apis/wardle.example.com/v1/namespaces/default/flunders')
    expect([answer.status, answer.text]).toEqual([503, 'service unavailable\n'])
    const service = { metadata: { name: 'api' }, spec: { ports: [{ port: 443 }], clusterIP: '10.96.0.44' } }
    expect((await main.call('POST', '/api/v1/namespaces/wardle/services', service)).status).toBe(201)
    await available('False', 'EndpointsNotFound')
    const subset = { addresses: [{ ip: '10.0.0.7' }], ports: [{ port: 8443 }] }
    const endpoints = { metadata: { name: 'api' }, subsets: [subset] }
    expect((await main.call('POST', '/api/v1/namespaces/wardle/endpoints', endpoints)).status).toBe(201)
    expect((await available('True', 'Passed'))['message']).toBe('all checks passed')
  })

  it('hands requests on with who asks', async () => {
    const base = '/apis/wardle.example.com/v1/namespaces/default/flunders'
    const object = { apiVersion: 'wardle.example.com/v1', kind: 'Flunder', metadata: { name: 'a' } }
    const made = await main.call('POST', base, object)
    expect(made.status).toBe(201)
    expect((await main.call('GET', `${base}/a?pretty=false`)).json['metadata']?.['name']).toBe('a')
    expect(other.asked.at(-1)).toMatchObject({
      path: `${base}/a?pretty=false`,
      user: 'tester',
      groups: ['system:masters'],
    })
    const watch = await main.watch(`${base}?watch=true`)
    expect(await watch.next()).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'a' } } })
    watch.close()
    // Nobody but the server itself says who somebody is.
    await main.call('GET', base, undefined, { 'x-remote-user': 'admin' })
    expect(other.asked.at(-1)?.user).toBe('tester')
  })

  it('shows their resources and documents with ours', async () => {
    const aggregated = { accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' }
    const shown = async (): Promise<Json | undefined> => {
      const items = (await main.call('GET', '/apis', undefined, aggregated)).json['items'] as unknown as Json[]
      return items.find((item) => String(item['metadata']?.['name']) === 'wardle.example.com')
    }
    await eventually(async () => {
      expect((await shown())?.['versions']).toMatchObject([
        {
          version: 'v1',
          freshness: 'Current',
          resources: [{ resource: 'flunders', responseKind: { kind: 'Flunder' } }],
        },
      ])
    })
    expect((await main.call('GET', '/apis/wardle.example.com')).json).toMatchObject({
      kind: 'APIGroup',
      preferredVersion: { groupVersion: 'wardle.example.com/v1' },
    })
    expect((await main.call('GET', '/apis/wardle.example.com/v1')).json['resources']?.[0]).toMatchObject({
      name: 'flunders',
    })
    await eventually(async () => {
      const index = (await main.call('GET', '/openapi/v3')).json['paths']
      const url = index?.['apis/wardle.example.com/v1']?.['serverRelativeURL'] as unknown as string
      const document = await main.call('GET', url)
      expect(Object.keys(document.json['paths'] ?? {})).toContain('/apis/wardle.example.com/v1/flunders')
    })
    const two = (await main.call('GET', '/openapi/v2')).json
    expect(Object.keys(two['definitions'] ?? {})).toContain('com.example.wardle.v1.Flunder')
  })

  it('keeps what it knows of a server that fails, as stale', async () => {
    other.broken = true
    await main.call(
      'PATCH',
      `${apiServices}/v1.wardle.example.com`,
      { metadata: { labels: { touched: 'yes' } } },
      {
        'content-type': 'application/merge-patch+json',
      },
    )
    const condition = await available('False', 'FailedDiscoveryCheck')
    expect(condition['message']).toContain(
      'failing or missing response from https://api.wardle.svc:443/apis/wardle.example.com/v1',
    )
    const aggregated = { accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' }
    await eventually(async () => {
      const items = (await main.call('GET', '/apis', undefined, aggregated)).json['items'] as unknown as Json[]
      const group = items.find((item) => String(item['metadata']?.['name']) === 'wardle.example.com')
      expect(group?.['versions']).toMatchObject([{ freshness: 'Stale', resources: [{ resource: 'flunders' }] }])
    })
  })

  it('forgets a server with its APIService', async () => {
    await main.call('DELETE', `${apiServices}/v1.wardle.example.com`)
    await eventually(async () => {
      expect((await main.call('GET', '/apis/wardle.example.com')).status).toBe(404)
    })
    expect((await main.call('GET', '/apis/wardle.example.com/v1/flunders')).status).toBe(404)
  })
})
