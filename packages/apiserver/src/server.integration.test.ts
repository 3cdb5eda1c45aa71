import { ConfigMap, ConfigMapList } from '@elli/api/core/v1'
import { decodeProtobuf, encodeProtobuf } from '@elli/api/schema/protobuf'
import { readAll } from '@elli/host/wire'
import { expect, test } from 'vitest'
import { testServer, type Json, type TestServer } from './testing/server.ts'

const configMaps = '/api/v1/namespaces/default/configmaps'
const pods = '/api/v1/namespaces/default/pods'

function configMap(name: string, data: Record<string, string> = { a: 'b' }, labels?: Record<string, string>): unknown {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...(labels ? { labels } : {}) }, data }
}

function pod(name: string, extra: Record<string, unknown> = {}): unknown {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: 'c', image: 'i' }], ...extra },
  }
}

function names(list: Json): string[] {
  return (list['items'] as unknown as Json[]).map((item) => String(item['metadata']?.['name']))
}

async function three(server: TestServer): Promise<void> {
  for (const [name, tier] of [
    ['a', 'front'],
    ['b', 'back'],
    ['c', 'front'],
  ] as const)
    expect((await server.call('POST', configMaps, configMap(name, {}, { tier }))).status).toBe(201)
}

test('an object is created, read, replaced, patched and deleted', async () => {
  await using server = await testServer()
  const created = await server.call('POST', configMaps, configMap('x'))
  expect(created.status).toBe(201)
  expect(created.json['metadata']?.['uid']).toMatch(/^[0-9a-f-]{36}$/)
  expect(created.json['metadata']?.['namespace']).toBe('default')
  const version = String(created.json['metadata']?.['resourceVersion'])

  const read = await server.call('GET', `${configMaps}/x`)
  expect(read.json).toEqual(created.json)

  const replaced = await server.call('PUT', `${configMaps}/x`, {
    ...(created.json as object),
    data: { a: 'c' },
  })
  expect(replaced.status).toBe(200)
  expect(replaced.json['data']).toEqual({ a: 'c' })
  expect(Number(replaced.json['metadata']?.['resourceVersion'])).toBeGreaterThan(Number(version))

  const patched = await server.call(
    'PATCH',
    `${configMaps}/x`,
    { data: { d: 'e' } },
    { 'content-type': 'application/merge-patch+json' },
  )
  expect(patched.json['data']).toEqual({ a: 'c', d: 'e' })

  const deleted = await server.call('DELETE', `${configMaps}/x`)
  expect(deleted.json).toMatchObject({ kind: 'Status', status: 'Success', details: { name: 'x', kind: 'configmaps' } })
  const gone = await server.call('GET', `${configMaps}/x`)
  expect(gone.status).toBe(404)
  expect(gone.json).toMatchObject({ reason: 'NotFound', message: 'configmaps "x" not found' })
})

test('an update with an old resourceVersion is a conflict', async () => {
  await using server = await testServer()
  const { json } = await server.call('POST', configMaps, configMap('x'))
  await server.call('PUT', `${configMaps}/x`, { ...(json as object), data: { n: '1' } })
  const late = await server.call('PUT', `${configMaps}/x`, { ...(json as object), data: { n: '2' } })
  expect(late.status).toBe(409)
  expect(late.json['message']).toBe(
    'Operation cannot be fulfilled on configmaps "x": the object has been modified; please apply your changes to the latest version and try again',
  )
})

test('an update with another uid is a conflict', async () => {
  await using server = await testServer()
  await server.call('POST', configMaps, configMap('x'))
  const other = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', uid: 'other' } }
  const answer = await server.call('PUT', `${configMaps}/x`, other)
  expect(answer.status).toBe(409)
  expect(answer.json['message']).toContain('Precondition failed: UID in precondition: other, UID in object meta: ')
})

test('a write that changes nothing keeps the resourceVersion and sends no event', async () => {
  await using server = await testServer()
  const { json } = await server.call('POST', configMaps, configMap('x'))
  const version = json['metadata']?.['resourceVersion']
  const watch = await server.watch(`${configMaps}?watch=true&resourceVersion=${String(version)}`)
  const same = await server.call('PUT', `${configMaps}/x`, json)
  expect(same.json['metadata']?.['resourceVersion']).toBe(version)
  await server.call('PUT', `${configMaps}/x`, { ...(json as object), data: { z: '1' } })
  const event = await watch.next()
  expect(event?.['object']?.['data']).toEqual({ z: '1' })
  watch.close()
})

test('generateName draws a name and tells when none is left', async () => {
  await using server = await testServer()
  const answer = await server.call('POST', configMaps, { metadata: { generateName: 'x-' } })
  expect(answer.status).toBe(201)
  expect(String(answer.json['metadata']?.['name'])).toMatch(/^x-[bcdfghjklmnpqrstvwxz2456789]{5}$/)
})

test('creating twice is AlreadyExists', async () => {
  await using server = await testServer()
  await server.call('POST', configMaps, configMap('x'))
  const again = await server.call('POST', configMaps, configMap('x'))
  expect(again.status).toBe(409)
  expect(again.json).toMatchObject({ reason: 'AlreadyExists', message: 'configmaps "x" already exists' })
})

test('a dry run checks everything and stores nothing', async () => {
  await using server = await testServer()
  const dry = await server.call('POST', `${configMaps}?dryRun=All`, configMap('x'))
  expect(dry.status).toBe(201)
  expect(dry.json['metadata']?.['resourceVersion']).toBeUndefined()
  expect((await server.call('GET', `${configMaps}/x`)).status).toBe(404)
  const wrong = await server.call('POST', `${configMaps}?dryRun=Some`, configMap('x'))
  expect(wrong.status).toBe(422)
  expect(wrong.json['message']).toContain('dryRun: Unsupported value')
})

test('a namespace in the body must be the one of the path', async () => {
  await using server = await testServer()
  const answer = await server.call('POST', configMaps, { metadata: { name: 'x', namespace: 'other' } })
  expect(answer.status).toBe(400)
  expect(answer.json['message']).toBe(
    'the namespace of the provided object does not match the namespace sent on the request',
  )
})

test('invalid metadata is told all at once', async () => {
  await using server = await testServer()
  const bad = { metadata: { name: 'Not_Valid', labels: { 'a b': 'c' }, finalizers: ['x y'] } }
  const answer = await server.call('POST', configMaps, bad)
  expect(answer.status).toBe(422)
  const causes = answer.json['details']?.['causes'] as unknown as { field: string }[]
  expect(causes.map((cause) => cause.field)).toEqual([
    'metadata.name',
    'metadata.labels',
    'metadata.finalizers',
    'metadata.finalizers[0]',
  ])
})

test('unknown fields are refused, warned about, or ignored as asked', async () => {
  await using server = await testServer()
  const body = { ...(pod('x') as object), spec: { containers: [{ name: 'c', image: 'i' }], wrong: 1 } }
  const strict = await server.call('POST', `${pods}?fieldValidation=Strict`, body)
  expect(strict.status).toBe(400)
  expect(strict.json['message']).toBe(
    'Pod in version "v1" cannot be handled as a Pod: strict decoding error: unknown field "spec.wrong"',
  )
  const warn = await server.call('POST', `${pods}?fieldValidation=Warn&dryRun=All`, body)
  expect(warn.headers['warning']).toBe('299 - "unknown field \\"spec.wrong\\""')
  const ignore = await server.call('POST', `${pods}?fieldValidation=Ignore&dryRun=All`, body)
  expect(ignore.status).toBe(201)
  expect(ignore.headers['warning']).toBeUndefined()
})

test('bodies of the wrong sort are refused in upstream words', async () => {
  await using server = await testServer()
  const wrongType = await server.call('POST', configMaps, '<x/>', { 'content-type': 'text/xml' })
  expect(wrongType.status).toBe(415)
  expect(wrongType.json['reason']).toBe('UnsupportedMediaType')
  const huge = await server.call('POST', configMaps, Buffer.alloc(3 * 1024 * 1024 + 1, 32))
  expect(huge.status).toBe(413)
  expect(huge.json['message']).toBe('Request entity too large: limit is 3145728')
  const broken = await server.call('POST', configMaps, '{"kind":"ConfigMap","apiVersion":"v1",')
  expect(broken.status).toBe(400)
  expect(broken.json['message']).toBe(
    'the object provided is unrecognized (must be of type ConfigMap): couldn\'t get version/kind; json parse error: unexpected end of JSON input ({"kind":"ConfigMap","apiVersio ...)',
  )
  const other = await server.call('POST', configMaps, { apiVersion: 'v2', kind: 'ConfigMap', metadata: { name: 'x' } })
  expect(other.json['message']).toBe(
    'ConfigMap in version "v2" cannot be handled as a ConfigMap: no kind "ConfigMap" is registered for version "v2" in scheme "pkg/api/legacyscheme/scheme.go:30"',
  )
})

test('YAML bodies are read', async () => {
  await using server = await testServer()
  const text = 'metadata:\n  name: x\ndata:\n  k: "v"\n'
  const answer = await server.call('POST', configMaps, text, { 'content-type': 'application/yaml' })
  expect(answer.status).toBe(201)
  expect(answer.json['data']).toEqual({ k: 'v' })
})

test('a list goes on page by page over one moment', async () => {
  await using server = await testServer()
  await three(server)
  const first = await server.call('GET', `${configMaps}?limit=2`)
  expect(names(first.json)).toEqual(['a', 'b'])
  expect(first.json['metadata']?.['remainingItemCount']).toBe(1)
  await server.call('DELETE', `${configMaps}/c`)
  await server.call('POST', configMaps, configMap('d'))
  const token = String(first.json['metadata']?.['continue'])
  const second = await server.call('GET', `${configMaps}?limit=2&continue=${token}`)
  expect(names(second.json)).toEqual(['c'])
  expect(second.json['metadata']?.['resourceVersion']).toBe(first.json['metadata']?.['resourceVersion'])
  expect(second.json['metadata']?.['continue']).toBeUndefined()
})

test('an expired continue token brings a fresh one', async () => {
  await using server = await testServer()
  await three(server)
  const first = await server.call('GET', `${configMaps}?limit=1`)
  await server.call('POST', configMaps, configMap('d'))
  await server.store.compact(await server.store.currentRevision())
  const token = String(first.json['metadata']?.['continue'])
  const late = await server.call('GET', `${configMaps}?limit=2&continue=${token}`)
  expect(late.status).toBe(410)
  expect(late.json['reason']).toBe('Expired')
  const fresh = String(late.json['metadata']?.['continue'])
  const rest = await server.call('GET', `${configMaps}?limit=2&continue=${fresh}`)
  expect(names(rest.json)).toEqual(['b', 'c'])
  const last = await server.call('GET', `${configMaps}?continue=${String(rest.json['metadata']?.['continue'])}`)
  expect(names(last.json)).toEqual(['d'])
})

test('lists take selectors and refuse bad ones', async () => {
  await using server = await testServer()
  await three(server)
  expect(names((await server.call('GET', `${configMaps}?labelSelector=tier%3Dfront`)).json)).toEqual(['a', 'c'])
  expect(names((await server.call('GET', `${configMaps}?labelSelector=tier+notin+(front)`)).json)).toEqual(['b'])
  expect(names((await server.call('GET', `${configMaps}?fieldSelector=metadata.name%3Db`)).json)).toEqual(['b'])
  expect((await server.call('GET', `${configMaps}?labelSelector=a%3D%3D%3Db`)).status).toBe(400)
  const field = await server.call('GET', `${configMaps}?fieldSelector=spec.x%3Db`)
  expect(field.status).toBe(400)
})

test('old moments can be listed exactly until they are compacted', async () => {
  await using server = await testServer()
  await three(server)
  const list = await server.call('GET', configMaps)
  const version = String(list.json['metadata']?.['resourceVersion'])
  await server.call('DELETE', `${configMaps}/a`)
  const query = `resourceVersion=${version}&resourceVersionMatch=Exact`
  const exact = await server.call('GET', `${configMaps}?${query}`)
  expect(names(exact.json)).toEqual(['a', 'b', 'c'])
  expect(exact.json['metadata']?.['resourceVersion']).toBe(version)
  await server.store.compact(await server.store.currentRevision())
  expect((await server.call('GET', `${configMaps}?${query}`)).status).toBe(410)
  const wrong = await server.call('GET', `${configMaps}?resourceVersionMatch=Exact`)
  expect(wrong.status).toBe(422)
  expect(wrong.json['message']).toContain('resourceVersionMatch is forbidden unless resourceVersion is provided')
})

test('a watch shows state, changes, and what enters and leaves its selector', async () => {
  await using server = await testServer()
  await three(server)
  const watch = await server.watch(`${configMaps}?watch=true&labelSelector=tier%3Dfront`)
  const seen = async (): Promise<string> => {
    const event = await watch.next()
    return `${String(event?.['type'])} ${String(event?.['object']?.['metadata']?.['name'])}`
  }
  expect([await seen(), await seen()]).toEqual(['ADDED a', 'ADDED c'])
  const patch = (name: string, tier: string) =>
    server.call(
      'PATCH',
      `${configMaps}/${name}`,
      { metadata: { labels: { tier } } },
      {
        'content-type': 'application/merge-patch+json',
      },
    )
  const left = await patch('a', 'back')
  const event = await watch.next()
  expect(event?.['type']).toBe('DELETED')
  // The last state that was selected, at the revision of the change.
  expect(event?.['object']?.['metadata']?.['labels']).toEqual({ tier: 'front' })
  expect(event?.['object']?.['metadata']?.['resourceVersion']).toBe(left.json['metadata']?.['resourceVersion'])
  await patch('b', 'front')
  expect(await seen()).toBe('ADDED b')
  await server.call('DELETE', `${configMaps}/b`)
  expect(await seen()).toBe('DELETED b')
  watch.close()
  expect(await watch.next()).toBeUndefined()
})

test('a watch from before what is remembered gets 410 as an event', async () => {
  await using server = await testServer()
  await three(server)
  await server.store.compact(await server.store.currentRevision())
  await using again = await testServer({ store: server.store })
  const watch = await again.watch(`${configMaps}?watch=true&resourceVersion=1`)
  const event = await watch.next()
  expect(event).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } })
  expect(await watch.next()).toBeUndefined()
})

test('after a restart watches go on where they were', async () => {
  await using server = await testServer()
  const { json } = await server.call('POST', configMaps, configMap('x'))
  await server.call('PUT', `${configMaps}/x`, { ...(json as object), data: { n: '1' } })
  await server.call('DELETE', `${configMaps}/x`)
  await using again = await testServer({ store: server.store })
  const version = String(json['metadata']?.['resourceVersion'])
  const watch = await again.watch(`${configMaps}?watch=true&resourceVersion=${version}`)
  expect(await watch.next()).toMatchObject({ type: 'MODIFIED', object: { data: { n: '1' } } })
  expect((await watch.next())?.['type']).toBe('DELETED')
  watch.close()
})

test('initial events end with a marked bookmark', async () => {
  await using server = await testServer({ featureGates: { WatchList: true } })
  await three(server)
  const watch = await server.watch(
    `${configMaps}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true`,
  )
  const types: string[] = []
  for (let i = 0; i < 3; i++) types.push(String((await watch.next())?.['type']))
  expect(types).toEqual(['ADDED', 'ADDED', 'ADDED'])
  const bookmark = await watch.next()
  expect(bookmark?.['type']).toBe('BOOKMARK')
  expect(bookmark?.['object']?.['metadata']?.['annotations']).toEqual({ 'k8s.io/initial-events-end': 'true' })
  watch.close()
})

test('bookmarks come each minute and a watch ends when its time is up', async () => {
  await using server = await testServer()
  const watch = await server.watch(`${configMaps}?watch=true&allowWatchBookmarks=true&timeoutSeconds=90`)
  await server.host.advance(60_000)
  expect((await watch.next())?.['type']).toBe('BOOKMARK')
  await server.host.advance(30_000)
  expect((await watch.next())?.['type']).toBe('BOOKMARK')
  expect(await watch.next()).toBeUndefined()
})

test('a revision from the future is a timeout that names its cause', async () => {
  await using server = await testServer()
  const answer = server.call('GET', `${configMaps}?resourceVersion=999`)
  await server.host.advance(3_000)
  expect((await answer).json).toMatchObject({
    code: 504,
    reason: 'Timeout',
    details: { causes: [{ reason: 'ResourceVersionTooLarge' }] },
  })
})

test('finalizers keep an object until they are gone', async () => {
  await using server = await testServer()
  const body = { metadata: { name: 'x', finalizers: ['example.com/wait'] } }
  await server.call('POST', configMaps, body)
  const deleting = await server.call('DELETE', `${configMaps}/x`)
  expect(deleting.status).toBe(200)
  expect(deleting.json['metadata']?.['deletionTimestamp']).toBeDefined()
  expect(deleting.json['metadata']?.['deletionGracePeriodSeconds']).toBe(0)
  const more = await server.call(
    'PATCH',
    `${configMaps}/x`,
    { metadata: { finalizers: ['example.com/wait', 'example.com/more'] } },
    { 'content-type': 'application/merge-patch+json' },
  )
  expect(more.status).toBe(422)
  const freed = await server.call(
    'PATCH',
    `${configMaps}/x`,
    { metadata: { finalizers: null } },
    { 'content-type': 'application/merge-patch+json' },
  )
  expect(freed.status).toBe(200)
  expect((await server.call('GET', `${configMaps}/x`)).status).toBe(404)
})

test('propagation policies become finalizers for the garbage collector', async () => {
  await using server = await testServer()
  for (const [name, policy, finalizer] of [
    ['x', 'Orphan', 'orphan'],
    ['y', 'Foreground', 'foregroundDeletion'],
  ] as const) {
    await server.call('POST', configMaps, configMap(name))
    const answer = await server.call('DELETE', `${configMaps}/${name}?propagationPolicy=${policy}`)
    expect(answer.json['metadata']?.['finalizers']).toEqual([finalizer])
  }
  const both = await server.call('DELETE', `${configMaps}/x`, { propagationPolicy: 'Orphan', orphanDependents: true })
  expect(both.status).toBe(422)
})

test('preconditions guard a delete', async () => {
  await using server = await testServer()
  await server.call('POST', configMaps, configMap('x'))
  const answer = await server.call('DELETE', `${configMaps}/x`, { preconditions: { uid: 'other' } })
  expect(answer.status).toBe(409)
  expect(answer.json['message']).toContain('the UID in the precondition (other) does not match the UID in record')
})

test('a collection is deleted by selector', async () => {
  await using server = await testServer()
  await three(server)
  const answer = await server.call('DELETE', `${configMaps}?labelSelector=tier%3Dfront`)
  expect(answer.status).toBe(200)
  expect(names((await server.call('GET', configMaps)).json)).toEqual(['b'])
})

test('a pod on a node is deleted gracefully, shortened, and gone at zero', async () => {
  await using server = await testServer()
  await server.call('POST', pods, pod('x', { nodeName: 'n', terminationGracePeriodSeconds: 20 }))
  const first = await server.call('DELETE', `${pods}/x`)
  expect(first.json['metadata']?.['deletionGracePeriodSeconds']).toBe(20)
  const longer = await server.call('DELETE', `${pods}/x?gracePeriodSeconds=100`)
  expect(longer.json['metadata']?.['deletionGracePeriodSeconds']).toBe(20)
  const shorter = await server.call('DELETE', `${pods}/x?gracePeriodSeconds=5`)
  expect(shorter.json['metadata']?.['deletionGracePeriodSeconds']).toBe(5)
  expect((await server.call('DELETE', `${pods}/x?gracePeriodSeconds=0`)).status).toBe(200)
  expect((await server.call('GET', `${pods}/x`)).status).toBe(404)
})

test('status is written through its subresource only', async () => {
  await using server = await testServer()
  await server.call('POST', pods, pod('x'))
  const strategic = { 'content-type': 'application/strategic-merge-patch+json' }
  const main = await server.call('PATCH', `${pods}/x`, { status: { phase: 'Running' } }, strategic)
  expect(main.json['status']?.['phase']).toBe('Pending')
  const status = await server.call('PATCH', `${pods}/x/status`, { status: { phase: 'Running' } }, strategic)
  expect(status.json['status']?.['phase']).toBe('Running')
  const spec = await server.call('PATCH', `${pods}/x/status`, { spec: { nodeName: 'n' } }, strategic)
  expect(spec.json['spec']?.['nodeName']).toBeUndefined()
})

test('binding gives a pod its node once', async () => {
  await using server = await testServer()
  await server.call('POST', pods, pod('x'))
  const binding = { metadata: { name: 'x', annotations: { k: 'v' } }, target: { kind: 'Node', name: 'n1' } }
  expect((await server.call('POST', `${pods}/x/binding`, binding)).status).toBe(201)
  const bound = await server.call('GET', `${pods}/x`)
  expect(bound.json['spec']?.['nodeName']).toBe('n1')
  expect(bound.json['metadata']?.['annotations']).toEqual({ k: 'v' })
  expect(bound.json['status']?.['conditions']?.[0]).toMatchObject({ type: 'PodScheduled', status: 'True' })
  const again = await server.call('POST', `${pods}/x/binding`, binding)
  expect(again.status).toBe(409)
  expect(again.json['message']).toBe(
    'Operation cannot be fulfilled on pods/binding "x": pod x is already assigned to node "n1"',
  )
})

test('eviction asks the disruption budget', async () => {
  await using server = await testServer()
  const strategic = { 'content-type': 'application/strategic-merge-patch+json' }
  const labelled = { ...(pod('x', { nodeName: 'n' }) as object), metadata: { name: 'x', labels: { app: 'a' } } }
  await server.call('POST', pods, labelled)
  const ready = { status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } }
  await server.call('PATCH', `${pods}/x/status`, ready, strategic)
  const budgets = '/apis/policy/v1/namespaces/default/poddisruptionbudgets'
  await server.call('POST', budgets, {
    metadata: { name: 'b' },
    spec: { minAvailable: 1, selector: { matchLabels: { app: 'a' } } },
  })
  const setStatus = (disruptionsAllowed: number) =>
    server.call(
      'PATCH',
      `${budgets}/b/status`,
      { status: { observedGeneration: 1, disruptionsAllowed, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1 } },
      { 'content-type': 'application/merge-patch+json' },
    )
  await setStatus(0)
  const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'x' } }
  const refused = await server.call('POST', `${pods}/x/eviction`, eviction)
  expect(refused.status).toBe(429)
  expect(refused.json['details']?.['causes']?.[0]).toEqual({
    reason: 'DisruptionBudget',
    message: 'The disruption budget b needs 1 healthy pods and has 1 currently',
  })
  await setStatus(1)
  expect((await server.call('POST', `${pods}/x/eviction`, eviction)).status).toBe(201)
  const evicted = await server.call('GET', `${pods}/x`)
  expect(evicted.json['metadata']?.['deletionTimestamp']).toBeDefined()
  expect(JSON.stringify(evicted.json['status']?.['conditions'])).toContain('EvictionByEvictionAPI')
  const budget = await server.call('GET', `${budgets}/b`)
  expect(budget.json['status']?.['disruptionsAllowed']).toBe(0)
  expect(Object.keys(budget.json['status']?.['disruptedPods'] ?? {})).toEqual(['x'])
})

test('scale reads and sets replicas', async () => {
  await using server = await testServer()
  const deployments = '/apis/apps/v1/namespaces/default/deployments'
  const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } }
  const made = await server.call('POST', deployments, {
    metadata: { name: 'd' },
    spec: { replicas: 2, selector: { matchLabels: { a: 'b' } }, template },
  })
  expect(made.status).toBe(201)
  const scale = await server.call('GET', `${deployments}/d/scale`)
  expect(scale.json).toMatchObject({
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    spec: { replicas: 2 },
    status: { selector: 'a=b' },
  })
  const patched = await server.call(
    'PATCH',
    `${deployments}/d/scale`,
    { spec: { replicas: 5 } },
    { 'content-type': 'application/merge-patch+json' },
  )
  expect(patched.json['spec']?.['replicas']).toBe(5)
  const deployment = await server.call('GET', `${deployments}/d`)
  expect(deployment.json['spec']?.['replicas']).toBe(5)
  expect(deployment.json['metadata']?.['generation']).toBe(2)
})

test('a namespace goes when its finalizer does', async () => {
  await using server = await testServer()
  const made = await server.call('POST', '/api/v1/namespaces', { metadata: { name: 'n' } })
  expect(made.json['spec']).toEqual({ finalizers: ['kubernetes'] })
  const deleting = await server.call('DELETE', '/api/v1/namespaces/n')
  expect(deleting.json['status']?.['phase']).toBe('Terminating')
  const finalized = await server.call('PUT', '/api/v1/namespaces/n/finalize', {
    ...(deleting.json as object),
    spec: {},
  })
  expect(finalized.status).toBe(200)
  expect((await server.call('GET', '/api/v1/namespaces/n')).status).toBe(404)
})

test('services get addresses and ports, and give them back', async () => {
  await using server = await testServer()
  const services = '/api/v1/namespaces/default/services'
  const service = (name: string, spec: object): unknown => ({
    metadata: { name },
    spec: { ports: [{ port: 80 }], ...spec },
  })
  const first = await server.call('POST', services, service('a', { type: 'NodePort' }))
  expect(first.status).toBe(201)
  const ip = String(first.json['spec']?.['clusterIP'])
  const port = Number(first.json['spec']?.['ports']?.[0]?.['nodePort'])
  expect(ip).toMatch(/^10\.96\.0\.\d+$/)
  expect(port).toBeGreaterThanOrEqual(30000)
  expect(first.json['spec']?.['ipFamilies']).toEqual(['IPv4'])
  const same = await server.call('POST', services, service('b', { clusterIP: ip }))
  expect(same.status).toBe(422)
  expect(same.json['message']).toContain(`failed to allocate IP ${ip}: provided IP is already allocated`)
  const outside = await server.call('POST', services, service('b', { clusterIP: '192.168.0.1' }))
  expect(outside.json['message']).toContain('the provided IP (192.168.0.1) is not in the valid range')
  const taken = await server.call('POST', services, {
    metadata: { name: 'b' },
    spec: { type: 'NodePort', ports: [{ port: 80, nodePort: port }] },
  })
  expect(taken.json['message']).toContain(
    `spec.ports[0].nodePort: Invalid value: ${port}: provided port is already allocated`,
  )
  await server.call('DELETE', `${services}/a`)
  expect((await server.call('POST', services, service('b', { clusterIP: ip }))).status).toBe(201)
})

test('a service that becomes headless-less keeps what it has when sent back without it', async () => {
  await using server = await testServer()
  const services = '/api/v1/namespaces/default/services'
  const made = await server.call('POST', services, { metadata: { name: 'a' }, spec: { ports: [{ port: 80 }] } })
  const again = await server.call('PUT', `${services}/a`, {
    metadata: { name: 'a' },
    spec: { ports: [{ port: 81 }] },
  })
  expect(again.status).toBe(200)
  expect(again.json['spec']?.['clusterIP']).toBe(made.json['spec']?.['clusterIP'])
})

test('both event groups are views of one store', async () => {
  await using server = await testServer()
  const event = {
    metadata: { name: 'e' },
    involvedObject: { kind: 'Pod', name: 'x', namespace: 'default' },
    reason: 'Started',
    message: 'hello',
    type: 'Normal',
    source: { component: 'kubelet' },
  }
  expect((await server.call('POST', '/api/v1/namespaces/default/events', event)).status).toBe(201)
  const other = await server.call('GET', '/apis/events.k8s.io/v1/namespaces/default/events/e')
  expect(other.json).toMatchObject({
    apiVersion: 'events.k8s.io/v1',
    note: 'hello',
    regarding: { kind: 'Pod', name: 'x' },
    deprecatedSource: { component: 'kubelet' },
  })
  await server.host.advance(2 * 3600_000)
  expect((await server.call('GET', '/api/v1/namespaces/default/events/e')).status).toBe(404)
})

test('tables and metadata are served to those who accept them', async () => {
  await using server = await testServer()
  await server.call('POST', pods, pod('x'))
  const table = await server.call('GET', pods, undefined, {
    accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json',
  })
  expect(table.json['kind']).toBe('Table')
  expect(table.json['columnDefinitions']?.[0]?.['name']).toBe('Name')
  expect(table.json['rows']?.[0]?.['cells']?.[0]).toBe('x')
  expect(table.json['rows']?.[0]?.['object']?.['kind']).toBe('PartialObjectMetadata')
  const metadata = await server.call('GET', pods, undefined, {
    accept: 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io',
  })
  expect(metadata.json['kind']).toBe('PartialObjectMetadataList')
  expect(metadata.json['items']?.[0]?.['spec']).toBeUndefined()
  const none = await server.call('GET', pods, undefined, { accept: 'text/html' })
  expect(none.status).toBe(406)
  const review = await server.call(
    'POST',
    '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
    {},
    {
      accept: 'application/json;as=Table;v=v1;g=meta.k8s.io',
    },
  )
  expect(review.status).toBe(406)
})

test('a patch never creates, a PUT only where the kind allows it', async () => {
  await using server = await testServer()
  const leases = '/apis/coordination.k8s.io/v1/namespaces/default/leases'
  const merge = { 'content-type': 'application/merge-patch+json' }
  expect((await server.call('PATCH', `${leases}/x`, { spec: {} }, merge)).status).toBe(404)
  expect((await server.call('PUT', `${leases}/x`, { metadata: { name: 'x' }, spec: {} })).status).toBe(201)
  expect((await server.call('PUT', `${configMaps}/x`, configMap('x'))).status).toBe(404)
})

test('protobuf goes in and comes out, also in lists and watches', async () => {
  await using server = await testServer()
  const type = 'application/vnd.kubernetes.protobuf'
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: { k: 'v' } }
  const send = (method: string, path: string, body?: Uint8Array) =>
    server.server.transport({ name: 'tester', groups: ['system:masters'] }).send({
      method,
      path,
      headers: { 'content-type': type, accept: type },
      ...(body === undefined ? {} : { body }),
    })
  const created = await send('POST', configMaps, encodeProtobuf(ConfigMap, object))
  expect(created.status).toBe(201)
  expect(decodeProtobuf(ConfigMap, await readAll(created.body))).toMatchObject({ kind: 'ConfigMap', data: { k: 'v' } })
  const list = decodeProtobuf(ConfigMapList, await readAll((await send('GET', configMaps)).body))
  expect(list.items.map((item) => item.metadata.name)).toEqual(['x'])
  expect(list.metadata.resourceVersion).toBe(list.items[0]?.metadata.resourceVersion)
  const watch = await send('GET', `${configMaps}?watch=true`)
  expect(watch.headers['content-type']).toBe('application/vnd.kubernetes.protobuf;stream=watch')
  for await (const chunk of watch.body) {
    const length = Buffer.from(chunk).readUInt32BE(0)
    expect(length).toBe(chunk.length - 4)
    expect(Buffer.from(chunk).includes('ADDED')).toBe(true)
    break
  }
})

test('discovery, health and version answer', async () => {
  await using server = await testServer()
  expect((await server.call('GET', '/version')).json).toMatchObject({ major: '1', minor: '31' })
  expect((await server.call('GET', '/readyz')).text).toBe('ok')
  expect((await server.call('GET', '/livez?verbose')).text).toContain('[+]etcd ok\n')
  expect((await server.call('GET', '/livez/ping')).text).toBe('ok')
  const groups = await server.call('GET', '/apis')
  expect(groups.json['groups']?.[0]?.['preferredVersion']).toBeDefined()
  const core = await server.call('GET', '/api/v1')
  expect(JSON.stringify(core.json)).toContain('"pods/exec"')
  const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
  const aggregated = await server.call('GET', '/apis', undefined, { accept })
  expect(aggregated.headers['content-type']).toBe(accept)
  const { etag = '' } = aggregated.headers
  const same = await server.call('GET', '/apis', undefined, { accept, 'if-none-match': etag })
  expect(same.status).toBe(304)
  expect(same.headers['content-type']).toBeUndefined()
  expect((await server.call('GET', '/metrics')).text).toContain('apiserver_request_total{')
  expect((await server.call('GET', '/nowhere')).status).toBe(404)
  expect((await server.call('POST', '/api/v1/nodes/x', {})).status).toBe(405)
})

test('closing ends watches', async () => {
  const server = await testServer()
  const watch = await server.watch(`${configMaps}?watch=true`)
  await server.server.close()
  expect(await watch.next()).toBeUndefined()
  await server.store.close()
  expect(server.host.pending()).toEqual([])
})

test('after an acknowledged write every read sees it', async () => {
  await using server = await testServer()
  await Promise.all(
    Array.from({ length: 50 }, async (_, i) => {
      await server.call('POST', configMaps, configMap(`x${i}`))
      const list = await server.call('GET', configMaps)
      expect(names(list.json)).toContain(`x${i}`)
    }),
  )
})
