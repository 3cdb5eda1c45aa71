import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { testServer, type Json, type TestServer } from '../testing/server.ts'
import { crontabs } from './extensions.fixtures.ts'

/** Busy machines are slow: what counts is that it comes. */
const eventually = <T>(check: () => Promise<T>): Promise<T> => vi.waitFor(check, { timeout: 30_000 })

const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'

describe('custom resources', () => {
  let server: TestServer

  beforeAll(async () => {
    server = await testServer()
    await server.call('POST', '/api/v1/namespaces', { metadata: { name: 'default' } })
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
  })

  /** Watches until the definition is established. */
  async function established(definition: object): Promise<Json> {
    const name = (definition as { metadata: { name: string } }).metadata.name
    const made = await server.call('POST', crds, definition)
    expect(made.text).toContain('"kind":"CustomResourceDefinition"')
    expect(made.status).toBe(201)
    return condition(name, 'Established', 'True')
  }

  async function condition(name: string, type: string, status: string): Promise<Json> {
    const watch = await server.watch(`${crds}?watch=true&fieldSelector=metadata.name%3D${name}`)
    for (;;) {
      const event = await watch.next()
      if (event === undefined) throw new Error('the watch ended')
      const conditions = (event['object']?.['status']?.['conditions'] ?? []) as unknown as {
        type: string
        status: string
      }[]
      if (conditions.some((item) => item.type === type && item.status === status)) {
        watch.close()
        return event['object'] as Json
      }
    }
  }

  it('are served once their definition is established', async () => {
    const crd = await established(crontabs())
    expect(crd['status']).toMatchObject({
      acceptedNames: {
        plural: 'crontabs',
        singular: 'crontab',
        kind: 'CronTab',
        listKind: 'CronTabList',
        shortNames: ['ct'],
      },
      storedVersions: ['v1'],
      conditions: [
        { type: 'NamesAccepted', status: 'True', reason: 'NoConflicts', message: 'no conflicts found' },
        {
          type: 'Established',
          status: 'True',
          reason: 'InitialNamesAccepted',
          message: 'the initial names have been accepted',
        },
      ],
    })
    const base = '/apis/stable.example.com/v1/namespaces/default/crontabs'
    const object = {
      apiVersion: 'stable.example.com/v1',
      kind: 'CronTab',
      metadata: { name: 'one', labels: { app: 'x' } },
      spec: { cronSpec: '* * * * */5', image: 'my-image', unknown: true },
      status: { replicas: 5 },
    }
    const made = await server.call('POST', base, object)
    expect(made.text).toContain('"kind":"CronTab"')
    expect(made.status).toBe(201)
    expect(made.headers['warning']).toBe('299 - "unknown field \\"spec.unknown\\""')
    expect(made.json['spec']).toEqual({ cronSpec: '* * * * */5', image: 'my-image', replicas: 1 })
    // There is a status subresource: what the writer says of it is dropped.
    expect(made.json['status']).toBeUndefined()
    expect(made.json['metadata']?.['generation']).toBe(1)
    const got = await server.call('GET', `${base}/one`)
    expect(got.json).toEqual(made.json)
    const list = await server.call('GET', '/apis/stable.example.com/v1/crontabs?labelSelector=app%3Dx')
    expect(list.json['kind']).toBe('CronTabList')
    expect(list.json['items']?.[0]).toMatchObject({ apiVersion: 'stable.example.com/v1', kind: 'CronTab' })
    const stored = await server.store.get('/registry/stable.example.com/crontabs/default/one')
    expect(JSON.parse(Buffer.from(stored.kv?.value ?? []).toString('utf8'))).toMatchObject({
      apiVersion: 'stable.example.com/v1',
      kind: 'CronTab',
    })
  })

  it('take JSON and merge patches, keep status apart, and scale', async () => {
    const path = '/apis/stable.example.com/v1/namespaces/default/crontabs/one'
    const merge = { 'content-type': 'application/merge-patch+json' }
    const changed = await server.call('PATCH', path, { spec: { image: 'other' }, status: { replicas: 3 } }, merge)
    expect(changed.status).toBe(200)
    expect(changed.json['spec']).toMatchObject({ image: 'other' })
    expect(changed.json['status']).toBeUndefined()
    expect(changed.json['metadata']?.['generation']).toBe(2)
    const status = await server.call(
      'PATCH',
      `${path}/status`,
      { spec: { image: 'no' }, status: { replicas: 3 } },
      merge,
    )
    expect(status.json).toMatchObject({ spec: { image: 'other' }, status: { replicas: 3 } })
    expect(status.json['metadata']?.['generation']).toBe(2)
    const scale = await server.call('GET', `${path}/scale`)
    expect(scale.json).toMatchObject({ kind: 'Scale', spec: { replicas: 1 }, status: { replicas: 3 } })
    const scaled = await server.call('PATCH', `${path}/scale`, { spec: { replicas: 7 } }, merge)
    expect(scaled.json['spec']).toEqual({ replicas: 7 })
    expect((await server.call('GET', path)).json['spec']?.['replicas']).toBe(7)
    const strategic = await server.call('PATCH', path, {}, { 'content-type': 'application/strategic-merge-patch+json' })
    expect(strategic.status).toBe(415)
    expect(strategic.json['message']).toBe(
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
    )
  })

  it('are validated by their schema', async () => {
    const base = '/apis/stable.example.com/v1/namespaces/default/crontabs'
    const wrong = {
      apiVersion: 'stable.example.com/v1',
      kind: 'CronTab',
      metadata: { name: 'two' },
      spec: { replicas: 99 },
    }
    const answer = await server.call('POST', base, wrong)
    expect(answer.status).toBe(422)
    expect(answer.json['message']).toContain('spec.replicas')
    const kind = await server.call('POST', base, { ...wrong, kind: 'Other' })
    expect(kind.json['message']).toBe(
      'CronTab.stable.example.com "two" is invalid: kind: Invalid value: "Other": must be CronTab',
    )
    const version = await server.call('POST', base, { ...wrong, apiVersion: 'stable.example.com/v2' })
    expect(version.status).toBe(400)
    expect(version.json['message']).toBe(
      'the API version in the data (stable.example.com/v2) does not match the expected API version (stable.example.com/v1)',
    )
    const missing = await server.call('POST', base, { apiVersion: 'stable.example.com/v1', metadata: { name: 'x' } })
    expect(missing.status).toBe(400)
    expect(missing.json['message']).toContain(`Object 'Kind' is missing in`)
  })

  it('are watched, and printed with their columns', async () => {
    const watch = await server.watch('/apis/stable.example.com/v1/crontabs?watch=true')
    expect(await watch.next()).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'one' } } })
    const path = '/apis/stable.example.com/v1/namespaces/default/crontabs/one'
    const merge = { 'content-type': 'application/merge-patch+json' }
    await server.call('PATCH', path, { spec: { image: 'third' } }, merge)
    expect(await watch.next()).toMatchObject({ type: 'MODIFIED', object: { spec: { image: 'third' } } })
    watch.close()
    const table = await server.call('GET', '/apis/stable.example.com/v1/crontabs', undefined, {
      accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
    })
    const columns = table.json['columnDefinitions'] as unknown as { name: string }[]
    expect(columns.map((item) => item.name)).toEqual(['Name', 'Spec', 'Replicas', 'Age'])
    expect(table.json['rows']?.[0]?.['cells']).toMatchObject({ 0: 'one', 1: '* * * * */5', 2: 7 })
    const protobuf = await server.call('GET', path, undefined, { accept: 'application/vnd.kubernetes.protobuf' })
    expect(protobuf.status).toBe(406)
    const either = { accept: 'application/vnd.kubernetes.protobuf,application/json' }
    expect((await server.call('GET', path, undefined, either)).headers['content-type']).toBe('application/json')
  })

  it('are discovered', async () => {
    const groups = (await server.call('GET', '/apis')).json['groups'] as unknown as { name: string }[]
    expect(groups.at(-1)?.name).toBe('stable.example.com')
    const list = await server.call('GET', '/apis/stable.example.com/v1')
    expect(list.json['resources']).toMatchObject([
      { name: 'crontabs', singularName: 'crontab', kind: 'CronTab', shortNames: ['ct'], categories: ['all'] },
      { name: 'crontabs/status', verbs: ['get', 'patch', 'update'] },
      { name: 'crontabs/scale', group: 'autoscaling', version: 'v1', kind: 'Scale' },
    ])
    const accept = { accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' }
    const all = (await server.call('GET', '/apis', undefined, accept)).json['items'] as unknown as Json[]
    expect(all.at(-1)).toMatchObject({
      metadata: { name: 'stable.example.com' },
      versions: [{ version: 'v1', freshness: 'Current', resources: [{ resource: 'crontabs', scope: 'Namespaced' }] }],
    })
  })

  it('that ask for a name that is taken wait for it', async () => {
    const rival = crontabs()
    rival.metadata.name = 'rivals.stable.example.com'
    rival.spec.names = {
      plural: 'rivals',
      singular: 'rival',
      kind: 'CronTab',
      listKind: 'RivalList',
      shortNames: ['ct'],
    }
    await server.call('POST', crds, rival)
    const refused = await condition(rival.metadata.name, 'NamesAccepted', 'False')
    expect(refused['status']?.['conditions']).toMatchObject([
      { type: 'NamesAccepted', reason: 'KindConflict', message: '"CronTab" is already in use' },
      { type: 'Established', status: 'False', reason: 'NotAccepted' },
    ])
    expect((await server.call('GET', '/apis/stable.example.com/v1/rivals')).status).toBe(404)
  })

  it('show a changed schema to watches that go on', async () => {
    const watch = await server.watch('/apis/stable.example.com/v1/crontabs?watch=true')
    await watch.next()
    const changed = crontabs()
    const properties = changed.spec.versions[0]?.schema?.openAPIV3Schema?.properties?.['spec']?.properties ?? {}
    properties['suspend'] = { type: 'boolean', default: true as never }
    const merge = { 'content-type': 'application/merge-patch+json' }
    await server.call(
      'PATCH',
      `${crds}/crontabs.stable.example.com`,
      { spec: { versions: changed.spec.versions } },
      merge,
    )
    const path = '/apis/stable.example.com/v1/namespaces/default/crontabs/one'
    // Defaults come with reading as well.
    await eventually(async () => {
      expect((await server.call('GET', path)).json['spec']?.['suspend']).toBe(true)
    })
    await server.call('PATCH', path, { spec: { suspend: false } }, merge)
    expect(await watch.next()).toMatchObject({ type: 'MODIFIED', object: { spec: { suspend: false } } })
    watch.close()
  })

  it('take nothing new while their definition is on its way out', async () => {
    const doomed = crontabs()
    doomed.metadata.name = 'doomed.stable.example.com'
    doomed.spec.names = { plural: 'doomed', kind: 'Doom' }
    await established(doomed)
    const base = '/apis/stable.example.com/v1/namespaces/default/doomed'
    const object = {
      apiVersion: 'stable.example.com/v1',
      kind: 'Doom',
      metadata: { name: 'a', finalizers: ['example.com/x'] },
    }
    expect((await server.call('POST', base, object)).status).toBe(201)
    const removed = await server.call('DELETE', `${crds}/doomed.stable.example.com`)
    expect(removed.json['metadata']?.['finalizers']).toEqual(['customresourcecleanup.apiextensions.k8s.io'])
    await condition('doomed.stable.example.com', 'Terminating', 'True')
    await eventually(async () => {
      const refused = await server.call('POST', base, { ...object, metadata: { name: 'b' } })
      expect(refused.status).toBe(405)
      expect(refused.json['message']).toBe('create not allowed while custom resource definition is terminating')
    })
    const merge = { 'content-type': 'application/merge-patch+json' }
    expect((await server.call('PATCH', `${base}/a`, { metadata: { finalizers: [] } }, merge)).status).toBe(200)
    await server.host.advance(60_000)
    expect((await server.call('GET', `${crds}/doomed.stable.example.com`)).status).toBe(404)
  })

  it('go with their definition', async () => {
    const watch = await server.watch('/apis/stable.example.com/v1/crontabs?watch=true')
    await watch.next()
    const removed = await server.call('DELETE', `${crds}/crontabs.stable.example.com`)
    expect(removed.status).toBe(200)
    // Its rival gets the names that it had.
    await condition('rivals.stable.example.com', 'Established', 'True')
    expect(await watch.next()).toMatchObject({ type: 'DELETED', object: { metadata: { name: 'one' } } })
    expect(await watch.next()).toBeUndefined()
    expect((await server.call('GET', `${crds}/crontabs.stable.example.com`)).status).toBe(404)
    expect((await server.call('GET', '/apis/stable.example.com/v1/crontabs')).status).toBe(404)
    const left = await server.store.range('/registry/stable.example.com/', '/registry/stable.example.com0')
    expect(left.items).toEqual([])
  })

  it('are there again when another server starts on the store', async () => {
    const lasting = crontabs()
    lasting.metadata.name = 'lastings.lasting.example.com'
    lasting.spec.group = 'lasting.example.com'
    lasting.spec.names = { plural: 'lastings', kind: 'Lasting' }
    await established(lasting)
    const base = '/apis/lasting.example.com/v1/namespaces/default/lastings'
    const object = { apiVersion: 'lasting.example.com/v1', kind: 'Lasting', metadata: { name: 'a' } }
    const made = await server.call('POST', base, object)
    await using second = await testServer({ store: server.store })
    // Served from the first request on.
    expect((await second.call('GET', `${base}/a`)).json).toEqual(made.json)
    expect((await second.call('GET', '/apis/lasting.example.com/v1')).status).toBe(200)
    expect((await second.call('DELETE', `${base}/a`)).status).toBe(200)
    await eventually(async () => {
      expect((await server.call('GET', `${base}/a`)).status).toBe(404)
    })
  })
})
