import { deployments } from '@elli/api/apps/v1.resources'
import { namespaces, pods } from '@elli/api/core/v1.resources'
import { simulatedHost } from '@elli/host/simulated'
import type { Transport, WireRequest, WireResponse } from '@elli/host/wire'
import { isAlreadyExists, isConflict, isGone, isNotFound, isTooManyRequests } from '@elli/machinery/errors'
import { describe, expect, test } from 'vitest'
import { restClient, warningTexts } from './rest.ts'
import { queryText } from './resource-path.ts'
import { chunkQueue } from './testing/chunk-queue.ts'
import { FakeApiServer, jsonResponse } from './testing/fake-transport.ts'

/** A transport that answers from a list of responses and keeps the requests. */
function scripted(...answers: (WireResponse | Error)[]): Transport & { requests: WireRequest[] } {
  const requests: WireRequest[] = []
  return {
    requests,
    async send(request) {
      requests.push(request)
      const answer = answers.shift()
      if (answer === undefined) throw new Error('no answer left')
      if (answer instanceof Error) throw answer
      return answer
    },
    upgrade: () => Promise.reject(new Error('no')),
    close: async () => {},
  }
}

const text = (body: Uint8Array | undefined) => Buffer.from(body ?? []).toString('utf8')
const pod = { metadata: { name: 'web', namespace: 'default' }, spec: { containers: [] } }

describe('requests', () => {
  const rows: [string, (client: ReturnType<typeof restClient>) => Promise<unknown>, string][] = [
    ['get', (c) => c.for(pods).get('web', { namespace: 'default' }), 'GET /api/v1/namespaces/default/pods/web'],
    [
      'get in a group',
      (c) => c.for(deployments).get('web', { namespace: 'x' }),
      'GET /apis/apps/v1/namespaces/x/deployments/web',
    ],
    ['cluster-scoped', (c) => c.for(namespaces).get('x'), 'GET /api/v1/namespaces/x'],
    [
      'list',
      (c) => c.for(pods).list({ labelSelector: 'a in (b,c)', limit: 5, resourceVersion: '0' }),
      'GET /api/v1/pods?labelSelector=a%20in%20(b%2Cc)&limit=5&resourceVersion=0',
    ],
    ['create', (c) => c.for(pods).create(pod, { dryRun: true }), 'POST /api/v1/namespaces/default/pods?dryRun=All'],
    [
      'update',
      (c) => c.for(pods).update(pod, { fieldManager: 'm' }),
      'PUT /api/v1/namespaces/default/pods/web?fieldManager=m',
    ],
    ['updateStatus', (c) => c.for(pods).updateStatus(pod), 'PUT /api/v1/namespaces/default/pods/web/status'],
    [
      'apply',
      (c) =>
        c
          .for(pods)
          .patch('web', { type: 'apply', body: pod, force: true }, { namespace: 'default', fieldManager: 'm' }),
      'PATCH /api/v1/namespaces/default/pods/web?fieldManager=m&force=true',
    ],
    [
      'patch of a subresource',
      (c) => c.for(pods).patch('web', { type: 'merge', body: {} }, { namespace: 'default', subresource: 'status' }),
      'PATCH /api/v1/namespaces/default/pods/web/status',
    ],
    [
      'subresource',
      (c) => c.for(pods).subresource('create', 'web', 'eviction', { namespace: 'default', body: {} }),
      'POST /api/v1/namespaces/default/pods/web/eviction',
    ],
    [
      'delete',
      (c) => c.for(pods).delete('web', { namespace: 'default' }),
      'DELETE /api/v1/namespaces/default/pods/web',
    ],
    [
      'deletecollection',
      (c) => c.for(pods).deleteCollection({ namespace: 'default', labelSelector: 'a=b' }),
      'DELETE /api/v1/namespaces/default/pods?labelSelector=a%3Db',
    ],
  ]
  for (const [name, call, expected] of rows) {
    test(name, async () => {
      const transport = scripted(jsonResponse(200, { items: [] }))
      await call(restClient(transport))
      expect(`${transport.requests[0]?.method} ${transport.requests[0]?.path}`).toBe(expected)
    })
  }

  test('delete says how in its body', async () => {
    const transport = scripted(jsonResponse(200, {}))
    const options = {
      namespace: 'x',
      gracePeriodSeconds: 0,
      propagationPolicy: 'Foreground',
      preconditions: { uid: 'u' },
    } as const
    await restClient(transport).for(pods).delete('web', options)
    expect(JSON.parse(text(transport.requests[0]?.body))).toEqual({
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      gracePeriodSeconds: 0,
      propagationPolicy: 'Foreground',
      preconditions: { uid: 'u' },
    })
  })

  test('patches carry their content type, bodies their kind', async () => {
    const transport = scripted(jsonResponse(200, {}), jsonResponse(200, {}), jsonResponse(201, {}))
    const client = restClient(transport, { userAgent: 'elli-test' }).for(pods)
    await client.patch('web', { type: 'apply', body: pod }, { namespace: 'default' })
    await client.patch('web', { type: 'json', body: [] }, { namespace: 'default' })
    await client.create(pod)
    expect(transport.requests.map((request) => request.headers['content-type'])).toEqual([
      'application/apply-patch+yaml',
      'application/json-patch+json',
      'application/json',
    ])
    expect(transport.requests[0]?.headers['user-agent']).toBe('elli-test')
    expect(JSON.parse(text(transport.requests[2]?.body))).toMatchObject({ apiVersion: 'v1', kind: 'Pod' })
  })

  test('names that lead elsewhere are refused before anything is sent', async () => {
    const client = restClient(scripted()).for(pods)
    await expect(client.get('../secrets', { namespace: 'x' })).rejects.toThrow("may not contain '/'")
    await expect(client.get('..', { namespace: 'x' })).rejects.toThrow("may not be '.' or '..'")
    await expect(client.get('web')).rejects.toThrow(
      'an empty namespace may not be set when a resource name is provided',
    )
    await expect(client.get('', { namespace: 'x' })).rejects.toThrow('resource name may not be empty')
  })

  test('queries leave out what is empty', () => {
    expect(queryText({ a: undefined, b: '', c: 0, d: false, e: 'ü&' })).toBe('?c=0&d=false&e=%C3%BC%26')
  })
})

describe('errors', () => {
  test("are the server's Status", async () => {
    const server = new FakeApiServer(simulatedHost({ seed: 1 }).clock)
    const client = restClient(server).for(pods)
    const error = await client.get('web', { namespace: 'default' }).catch((error: unknown) => error)
    expect(isNotFound(error)).toBe(true)
    expect(String(error)).toContain('pods "web" not found')
    await client.create(pod)
    expect(isAlreadyExists(await client.create(pod).catch((e: unknown) => e))).toBe(true)
    const stale = { ...pod, metadata: { ...pod.metadata, resourceVersion: '1' } }
    expect(isConflict(await client.update(stale).catch((e: unknown) => e))).toBe(true)
  })

  test('without a Status say what came', async () => {
    const html: WireResponse = {
      status: 502,
      headers: {},
      body: (async function* () {
        yield Buffer.from('<h1>bad gateway</h1>')
      })(),
    }
    const error = await restClient(scripted(html))
      .for(pods)
      .list()
      .catch((e: unknown) => e)
    expect(String(error)).toContain(
      'an error on the server ("<h1>bad gateway</h1>") has prevented the request from succeeding',
    )
  })

  test('429 with Retry-After is tried again, ten times at most', async () => {
    const simulated = simulatedHost({ seed: 1 })
    const busy = () => jsonResponse(429, {}, { 'retry-after': '2' })
    const patient = scripted(busy(), busy(), jsonResponse(200, pod))
    await simulated.complete(restClient(patient, { host: simulated }).for(pods).get('web', { namespace: 'x' }))
    expect(simulated.clock.monotonicMs()).toBe(4000)
    const hopeless = scripted(...Array.from({ length: 20 }, busy))
    const error = await simulated.complete(
      restClient(hopeless, { host: simulated })
        .for(pods)
        .list()
        .catch((e: unknown) => e),
    )
    expect(isTooManyRequests(error)).toBe(true)
    expect(hopeless.requests).toHaveLength(11)
  })

  test('503 without Retry-After is not tried again', async () => {
    const transport = scripted(jsonResponse(503, {}))
    await expect(
      restClient(transport, { host: simulatedHost({ seed: 1 }) })
        .for(pods)
        .list(),
    ).rejects.toThrow('the server is currently unable to handle the request')
    expect(transport.requests).toHaveLength(1)
  })
})

test('qps holds calls back after the burst', async () => {
  const simulated = simulatedHost({ seed: 1 })
  const transport = scripted(...Array.from({ length: 4 }, () => jsonResponse(200, { items: [] })))
  const client = restClient(transport, { host: simulated, qps: 2, burst: 2 }).for(pods)
  await simulated.complete(Promise.all([client.list(), client.list(), client.list(), client.list()]))
  expect(simulated.clock.monotonicMs()).toBe(1000)
})

test('warnings reach the handler', async () => {
  const seen: string[] = []
  const header = '299 - "v1beta1 is deprecated", 299 - "say \\"please\\""'
  expect(warningTexts(header)).toEqual(['v1beta1 is deprecated', 'say "please"'])
  const transport = scripted(jsonResponse(200, pod, { warning: header }))
  await restClient(transport, { onWarning: (warning) => seen.push(warning) })
    .for(pods)
    .get('web', { namespace: 'x' })
  expect(seen).toEqual(['v1beta1 is deprecated', 'say "please"'])
})

describe('watch', () => {
  const event = (type: string, name: string) => JSON.stringify({ type, object: { metadata: { name } } })

  test('reads events however they are cut, characters in halves included', async () => {
    const bytes = Buffer.from(
      `${event('ADDED', 'grün')}\n${event('MODIFIED', '日本')}\n\n${event('DELETED', 'x')}\n`,
      'utf8',
    )
    for (const size of [1, 2, 3, 7, 64, bytes.length]) {
      const body = chunkQueue(undefined)
      for (let at = 0; at < bytes.length; at += size) body.push(bytes.subarray(at, at + size))
      body.end()
      const seen: string[] = []
      const client = restClient(scripted({ status: 200, headers: {}, body: body.chunks }))
      for await (const { type, object } of client.for(pods).watch()) seen.push(`${type} ${object.metadata.name}`)
      expect(seen).toEqual(['ADDED grün', 'MODIFIED 日本', 'DELETED x'])
    }
  })

  test('throws what an ERROR event says', async () => {
    const status = {
      kind: 'Status',
      apiVersion: 'v1',
      status: 'Failure',
      reason: 'Gone',
      code: 410,
      message: 'too old',
    }
    const body = chunkQueue(undefined)
    body.push(Buffer.from(`${event('ADDED', 'a')}\n${JSON.stringify({ type: 'ERROR', object: status })}\n`))
    const seen: string[] = []
    const watch = async () => {
      const client = restClient(scripted({ status: 200, headers: {}, body: body.chunks }))
      for await (const { type } of client.for(pods).watch()) seen.push(type)
    }
    const error = await watch().catch((error: unknown) => error)
    expect(isGone(error)).toBe(true)
    expect(seen).toEqual(['ADDED'])
  })

  test('leaving the loop ends the exchange', async () => {
    const server = new FakeApiServer(simulatedHost({ seed: 1 }).clock)
    const client = restClient(server).for(pods)
    await client.create(pod)
    for await (const seen of client.watch()) {
      expect(seen.type).toBe('ADDED')
      break
    }
    expect(server.openWatches).toBe(0)
  })

  test("ends with the signal's reason", async () => {
    const simulated = simulatedHost({ seed: 1 })
    const server = new FakeApiServer(simulated.clock)
    const stop = new AbortController()
    const watching = (async () => {
      for await (const _ of restClient(server).for(pods).watch({ signal: stop.signal }));
    })()
    await simulated.runUntil(() => server.openWatches === 1, 1000)
    stop.abort(new Error('enough'))
    await expect(watching).rejects.toThrow('enough')
  })
})
