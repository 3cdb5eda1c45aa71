import { expect, test } from 'vitest'
import type { UserInfo } from './authentication/authenticator.ts'
import { flowControlProducer } from './flow-control/config-producer.ts'
import type { ApiServerOptions } from './options.ts'
import { testServer, type TestServer } from './testing/server.ts'
import { readAll } from '@elli/host/wire'
import { memoryStore } from '@elli/store/memory'
import { simulatedHost } from '@elli/host/simulated'
import type { Store } from '@elli/store/contract'

const someone = (name: string): UserInfo => ({ name, groups: ['system:authenticated'] })

async function send(server: TestServer, user: UserInfo, method: string, path: string, body?: object) {
  const answer = await server.server.transport(user).send({
    method,
    path,
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) }),
  })
  return { ...answer, text: (await readAll(answer.body)).toString('utf8') }
}

/** A store whose writes wait until they are let through. */
function gatedStore(): { host: ReturnType<typeof simulatedHost>; store: Store; open(): void; waiting(): number } {
  const host = simulatedHost({ seed: 1 })
  const below = memoryStore(host)
  let closed = true
  let queue: (() => void)[] = []
  const store: Store = Object.create(below, {
    txn: {
      value: async (...args: Parameters<Store['txn']>) => {
        const [, operations] = args
        if (closed && operations.some(({ key }) => key.includes('/slow/')))
          await new Promise<void>((resolve) => queue.push(resolve))
        return below.txn(...args)
      },
    },
  }) as Store
  const bound = new Proxy(store, {
    get(target, name) {
      if (name === 'txn') return target.txn
      const value: unknown = Reflect.get(below, name, below)
      return typeof value === 'function' ? (value.bind(below) as unknown) : value
    },
  })
  return {
    host,
    store: bound,
    open() {
      closed = false
      for (const go of queue) go()
      queue = []
    },
    waiting: () => queue.length,
  }
}

const bootstrapped: Partial<ApiServerOptions> = { postStart: [flowControlProducer] }

test('every answer carries an Audit-ID: a fresh one, or what the client called it', async () => {
  await using server = await testServer()
  const first = await server.call('GET', '/api/v1/namespaces')
  const second = await server.call('GET', '/nothing')
  expect(first.headers['audit-id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(second.headers['audit-id']).not.toBe(first.headers['audit-id'])
  expect((await server.call('GET', '/version', undefined, { 'audit-id': 'mine' })).headers['audit-id']).toBe('mine')
})

test('a request that takes too long is answered with 504; its own limit is shorter', async () => {
  const { host, store, open, waiting } = gatedStore()
  await using server = await testServer({ host, store })
  await server.call('POST', '/api/v1/namespaces', { metadata: { name: 'slow' } })
  const path = '/api/v1/namespaces/slow/configmaps'
  let answered = 0
  const create = (name: string, query = '') => {
    const answer = server.call('POST', `${path}${query}`, { metadata: { name } })
    void answer.then(() => answered++)
    return answer
  }
  const [quick, slow] = [create('a', '?timeout=2s'), create('b')]
  await host.clock.runUntil(() => waiting() === 2, 100)
  await host.clock.runUntil(() => answered === 1, 2_100)
  expect((await quick).json).toMatchObject({
    code: 504,
    reason: 'Timeout',
    message: 'Timeout: request did not complete within the allotted timeout',
  })
  await host.clock.runUntil(() => answered === 2, 58_100)
  expect((await slow).status).toBe(504)
  expect((await server.call('GET', '/metrics')).text).toMatch(
    /apiserver_request_terminations_total\{code="504",.*resource="configmaps",.*verb="POST",.*\} 2/,
  )
  open()
  await host.clock.settle()
  // It was too late for the client, and happened.
  expect((await server.call('GET', `${path}/a`)).status).toBe(200)
  const wrong = await server.call('GET', `${path}?timeout=soon`)
  expect(wrong.json).toMatchObject({
    code: 400,
    message: 'invalid timeout specified in the request URL - time: invalid duration "soon"',
  })
})

test('browsers: allowed origins, preflights, HSTS', async () => {
  const serving = {
    corsAllowedOrigins: ['^https://.*\\.example\\.com$'],
    strictTransportSecurity: ['max-age=31536000', 'includeSubDomains'],
  }
  await using server = await testServer({ serving })
  const origin = 'https://console.example.com'
  const preflight = await server.call('OPTIONS', '/api/v1/pods', undefined, { origin })
  expect(preflight.status).toBe(204)
  expect(preflight.headers['access-control-allow-methods']).toBe('POST, GET, OPTIONS, PUT, DELETE, PATCH')
  const read = await server.call('GET', '/version', undefined, { origin })
  expect(read.headers).toMatchObject({
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
  })
  const other = await server.call('GET', '/version', undefined, { origin: 'https://console.example.com.evil.org' })
  expect(other.headers['access-control-allow-origin']).toBeUndefined()
})

test('without priority and fairness: so many at once, and 429 in plain text for more', async () => {
  const { host, store, open, waiting } = gatedStore()
  const serving = { priorityAndFairness: false, maxMutatingRequestsInFlight: 2 }
  await using server = await testServer({ host, store, serving })
  await server.call('POST', '/api/v1/namespaces', { metadata: { name: 'slow' } })
  const path = '/api/v1/namespaces/slow/configmaps'
  const both = ['a', 'b'].map((name) => send(server, someone('x'), 'POST', path, { metadata: { name } }))
  await host.clock.runUntil(() => waiting() === 2, 100)
  const refused = await send(server, someone('x'), 'POST', path, { metadata: { name: 'c' } })
  expect(refused.status).toBe(429)
  expect(refused.text).toBe('Too many requests, please try again later.\n')
  expect(refused.headers).toMatchObject({ 'retry-after': '1', 'content-type': 'text/plain; charset=utf-8' })
  expect((await send(server, someone('x'), 'GET', path)).status).toBe(200)
  open()
  expect((await Promise.all(both)).map(({ status }) => status)).toEqual([201, 201])
})

test('priority and fairness: a flood waits and is refused, others get through, and are told by whom they were served', async () => {
  const { host, store, open, waiting } = gatedStore()
  const serving = { maxRequestsInFlight: 40, maxMutatingRequestsInFlight: 20 }
  await using server = await testServer({ host, store, serving, ...bootstrapped })
  await server.server.ready()
  await server.call('POST', '/api/v1/namespaces', { metadata: { name: 'slow' } })
  await server.call('POST', '/api/v1/namespaces', { metadata: { name: 'quick' } })
  const path = '/api/v1/namespaces/slow/configmaps'
  const flood = Array.from({ length: 500 }, (_, i) =>
    send(server, someone('flood'), 'POST', path, { metadata: { name: `n${i}` } }),
  )
  await host.clock.runUntil(() => waiting() > 0, 100)
  const requests = (await server.call('GET', '/debug/api_priority_and_fairness/dump_requests?includeRequestDetails=1'))
    .text
  expect(requests.split('\n')[0]).toMatch(
    /^PriorityLevelName, +FlowSchemaName, +QueueIndex, +RequestIndexInQueue, +FlowDistingsher, /,
  )
  expect(requests).toMatch(/global-default, +global-default, +\d+, +0, +flood, /)
  const levels = (await server.call('GET', '/debug/api_priority_and_fairness/dump_priority_levels')).text
  expect(levels).toMatch(/\nglobal-default, +[1-6], +false, +false, /)
  expect((await server.call('GET', '/debug/api_priority_and_fairness/dump_queues')).text).toMatch(
    /\nsystem, +0, +0, +0, +0, +0\.00000000ss, /,
  )
  // Another user of the same level waits in queues of its own; one of another level does not wait at all.
  const account: UserInfo = {
    name: 'system:serviceaccount:team:app',
    groups: ['system:serviceaccounts', 'system:serviceaccounts:team', 'system:authenticated'],
  }
  const served = await send(server, account, 'POST', '/api/v1/namespaces/quick/configmaps', { metadata: { name: 'a' } })
  expect(served.status).toBe(201)
  const schema = (await server.call('GET', '/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas/service-accounts')).json
  expect(served.headers['x-kubernetes-pf-flowschema-uid']).toBe(schema['metadata']?.['uid'])
  expect(served.headers['x-kubernetes-pf-prioritylevel-uid']).toMatch(/^[0-9a-f-]{36}$/)
  const quiet = send(server, someone('quiet'), 'POST', '/api/v1/namespaces/quick/configmaps', {
    metadata: { name: 'b' },
  })
  open()
  expect((await quiet).status).toBe(201)
  const statuses = (await Promise.all(flood)).map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set([201, 429]))
  const metrics = (await server.call('GET', '/metrics')).text
  expect(metrics).toMatch(
    /apiserver_flowcontrol_rejected_requests_total\{flow_schema="global-default",priority_level="global-default",reason="queue-full"\} \d+/,
  )
  expect(metrics).toMatch(
    /apiserver_flowcontrol_current_executing_requests\{flow_schema="global-default",priority_level="global-default"\} 0/,
  )
})

test('the configuration follows the API: bootstrap objects are kept, a schema without its level says so', async () => {
  await using server = await testServer(bootstrapped)
  await server.server.ready()
  const schemas = '/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas'
  const levels = '/apis/flowcontrol.apiserver.k8s.io/v1/prioritylevelconfigurations'
  expect((await server.call('GET', schemas)).json['items']).toHaveLength(13)
  expect((await server.call('GET', levels)).json['items']).toHaveLength(8)
  await server.call('POST', schemas, {
    metadata: { name: 'mine' },
    spec: {
      priorityLevelConfiguration: { name: 'not-there' },
      matchingPrecedence: 50,
      rules: [
        {
          subjects: [{ kind: 'User', user: { name: 'me' } }],
          resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'], clusterScope: true, namespaces: ['*'] }],
        },
      ],
    },
  })
  const condition = async () => (await server.call('GET', `${schemas}/mine`)).json['status']?.['conditions']?.[0]
  await server.host.clock.runUntil(async () => (await condition())?.['status'] !== undefined, 1_000)
  expect(await condition()).toMatchObject({
    type: 'Dangling',
    status: 'True',
    reason: 'NotFound',
    message:
      'This FlowSchema references the PriorityLevelConfiguration object named "not-there" but there is no such object',
  })
  const served = async () => (await send(server, someone('me'), 'GET', '/api/v1/pods')).headers
  expect((await served())['x-kubernetes-pf-flowschema-uid']).not.toBe('')
  await server.call('POST', levels, {
    metadata: { name: 'not-there' },
    spec: { type: 'Limited', limited: { limitResponse: { type: 'Reject' } } },
  })
  await server.host.clock.runUntil(async () => JSON.stringify(await condition()).includes('it exists'), 1_000)
  const mine = (await server.call('GET', `${schemas}/mine`)).json['metadata']?.['uid']
  expect((await served())['x-kubernetes-pf-flowschema-uid']).toBe(mine)
  // What somebody takes away of the bootstrap objects is back within a minute.
  await server.call('DELETE', `${schemas}/probes`)
  await server.host.clock.advance(60_000)
  expect((await server.call('GET', `${schemas}/probes`)).status).toBe(200)
})

test('going down: /readyz says so at once, requests are served until the end, then turned away', async () => {
  const { host, store, open, waiting } = gatedStore()
  const server = await testServer({ host, store, serving: { watchTerminationGraceMs: 1_000 } })
  await server.call('POST', '/api/v1/namespaces', { metadata: { name: 'slow' } })
  const path = '/api/v1/namespaces/slow/configmaps'
  const watch = await server.watch(`${path}?watch=true`)
  server.server.beginShutdown()
  const ready = await server.call('GET', '/readyz')
  expect(ready.status).toBe(500)
  expect(ready.text).toContain('[-]shutdown failed: reason withheld')
  expect((await server.call('GET', '/livez')).status).toBe(200)
  expect((await server.call('GET', '/readyz?exclude=shutdown')).text).toBe('ok')
  const last = server.call('POST', path, { metadata: { name: 'last' } })
  await host.clock.runUntil(() => waiting() === 1, 100)
  const closed = server.server.close()
  await host.clock.advance(1_500)
  expect(await watch.next()).toBeUndefined()
  const late = await server.call('GET', path)
  expect(late.status).toBe(503)
  expect(late.headers['retry-after']).toBe('1')
  expect(late.json['message']).toBe('apiserver is shutting down')
  expect((await server.call('GET', '/livez/ping')).text).toBe('ok')
  open()
  expect((await last).status).toBe(201)
  await closed
  await server.store.close()
})

test('a mistake of ours ends one request, in upstream’s words, and nothing else', async () => {
  await using server = await testServer({
    admission: () => [
      {
        name: 'Broken',
        handles: (_, { resource }) => resource === 'configmaps',
        admit() {
          throw new TypeError('undefined is not a function')
        },
      },
    ],
  })
  await server.call('POST', '/api/v1/namespaces', { metadata: { name: 'default' } })
  const broken = await server.call('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'a' } })
  expect(broken.status).toBe(500)
  expect(broken.text).toBe('This request caused apiserver to panic. Look in the logs for details.\n')
  expect((await server.call('GET', '/api/v1/namespaces/default')).status).toBe(200)
})
