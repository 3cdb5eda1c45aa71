import { readAll } from '@elli/host/wire'
import { expect, test } from 'vitest'
import type { AuditEvent } from './audit/event.ts'
import type { AuditOptions, SinkMode } from './audit/options.ts'
import { parseAuditPolicy } from './audit/policy.ts'
import type { UserInfo } from './authentication/authenticator.ts'
import type { LineWriter } from './audit/log-sink.ts'
import type { ApiServerOptions } from './options.ts'
import { testServer, type TestServer } from './testing/server.ts'

const head = 'apiVersion: audit.k8s.io/v1\nkind: Policy\n'

interface Log {
  readonly events: AuditEvent[]
  readonly writer: LineWriter
  failing: boolean
}

function log(): Log {
  const made: Log = {
    events: [],
    failing: false,
    writer: {
      async write(text) {
        if (made.failing) throw new Error('disk full')
        for (const line of text.trimEnd().split('\n')) made.events.push(JSON.parse(line) as AuditEvent)
      },
      async close() {},
    },
  }
  return made
}

async function audited(
  rules: string,
  into: Log,
  options: Partial<ApiServerOptions> = {},
  mode: SinkMode = 'blocking',
): Promise<TestServer> {
  const audit: AuditOptions = {
    policy: parseAuditPolicy(head + rules),
    log: { path: '-', standardOutput: into.writer, mode },
  }
  const server = await testServer({ audit, ...options })
  await server.call('POST', '/api/v1/namespaces', { metadata: { name: 'default' } })
  into.events.length = 0
  return server
}

const everything = 'rules: [{level: RequestResponse}]'
const maps = '/api/v1/namespaces/default/configmaps'

test('a create in full: both stages, objects, decisions, who and whence', async () => {
  const into = log()
  await using server = await audited(everything, into)
  const headers = { 'user-agent': 'kubectl/v1.31', 'x-forwarded-for': '10.1.2.3, nonsense', 'audit-id': 'abc' }
  await server.call('POST', `${maps}?fieldManager=me`, { metadata: { name: 'a' }, data: { b: 'c' } }, headers)
  expect(into.events.map(({ stage }) => stage)).toEqual(['RequestReceived', 'ResponseComplete'])
  const [received, complete] = into.events
  expect(Object.keys(complete ?? {})).toEqual([
    'kind',
    'apiVersion',
    'level',
    'auditID',
    'stage',
    'requestURI',
    'verb',
    'user',
    'sourceIPs',
    'userAgent',
    'objectRef',
    'responseStatus',
    'requestObject',
    'responseObject',
    'requestReceivedTimestamp',
    'stageTimestamp',
    'annotations',
  ])
  expect(received).toMatchObject({ level: 'RequestResponse', auditID: 'abc', verb: 'create' })
  expect(received?.responseStatus).toBeUndefined()
  expect(complete).toMatchObject({
    requestURI: `${maps}?fieldManager=me`,
    user: { username: 'tester', groups: ['system:masters'] },
    sourceIPs: ['10.1.2.3'],
    userAgent: 'kubectl/v1.31',
    objectRef: { resource: 'configmaps', namespace: 'default', name: 'a', apiVersion: 'v1' },
    responseStatus: { metadata: {}, code: 201 },
    requestObject: { metadata: { name: 'a' }, data: { b: 'c' } },
    responseObject: { kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' }, data: { b: 'c' } },
    annotations: { 'authorization.k8s.io/decision': 'allow' },
  })
  expect(complete?.stageTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
})

test('levels: metadata has no objects, request has no answer, none has nothing', async () => {
  const into = log()
  const rules = `omitStages: [RequestReceived]
rules:
- {level: None, resources: [{group: '', resources: [secrets]}]}
- {level: Metadata, verbs: [create]}
- {level: Request, verbs: [patch]}`
  await using server = await audited(rules, into)
  await server.call('POST', '/api/v1/namespaces/default/secrets', { metadata: { name: 'a' } })
  await server.call('POST', maps, { metadata: { name: 'a' } })
  await server.call('PATCH', `${maps}/a`, { data: { b: 'c' } }, { 'content-type': 'application/merge-patch+json' })
  await server.call('GET', `${maps}/a`)
  expect(into.events.map(({ verb, stage }) => [verb, stage])).toEqual([
    ['create', 'ResponseComplete'],
    ['patch', 'ResponseComplete'],
  ])
  const [create, patch] = into.events
  expect(create).not.toHaveProperty('requestObject')
  expect(create?.objectRef).toMatchObject({ name: 'a' })
  expect(patch?.requestObject).toEqual({ data: { b: 'c' } })
  expect(patch).not.toHaveProperty('responseObject')
})

test('refusals: the Status is told, as are the decision and the reason', async () => {
  const into = log()
  await using server = await audited('rules: [{level: Metadata}]', into, {
    authorizer: () => ({
      name: 'picky',
      authorize: ({ verb }) =>
        verb === 'delete' ? { decision: 'deny', reason: 'no deletes' } : { decision: 'allow', reason: '' },
    }),
  })
  await server.call('DELETE', `${maps}/a`)
  await server.call('GET', `${maps}/missing`)
  const done = into.events.filter(({ stage }) => stage === 'ResponseComplete')
  expect(done[0]).toMatchObject({
    responseStatus: { status: 'Failure', reason: 'Forbidden', code: 403 },
    annotations: { 'authorization.k8s.io/decision': 'forbid', 'authorization.k8s.io/reason': 'no deletes' },
  })
  expect(done[1]?.responseStatus).toMatchObject({
    message: 'configmaps "missing" not found',
    reason: 'NotFound',
    details: { name: 'missing', kind: 'configmaps' },
    code: 404,
  })
})

test('who could not be made out leaves one event, and acting as somebody else is told', async () => {
  const into = log()
  await using server = await audited('rules: [{level: Metadata}]', into, {
    authenticator: () => ({
      name: 'tokens',
      authenticate: async ({ headers }) =>
        headers['authorization'] === 'Bearer good'
          ? { kind: 'user', user: { name: 'me', groups: [] } }
          : { kind: 'refused', reason: 'no' },
    }),
  })
  const send = async (headers: Record<string, string>) => {
    const answer = await server.server.handle(
      { method: 'GET', path: '/api/v1/pods', headers },
      { clientCertificates: [], remoteAddress: '192.0.2.1' },
    )
    await readAll(answer.body)
    return answer.status
  }
  expect(await send({ authorization: 'Bearer bad' })).toBe(401)
  expect(into.events).toHaveLength(1)
  expect(into.events[0]).toMatchObject({
    user: {},
    sourceIPs: ['192.0.2.1'],
    responseStatus: { code: 401 },
  })
  into.events.length = 0
  expect(await send({ authorization: 'Bearer good', 'impersonate-user': 'you', 'impersonate-group': 'them' })).toBe(200)
  expect(into.events.at(-1)).toMatchObject({
    user: { username: 'me' },
    impersonatedUser: { username: 'you', groups: ['them', 'system:authenticated'] },
  })
})

test('a watch is told when it starts and when it ends', async () => {
  const into = log()
  await using server = await audited(everything, into)
  const watch = await server.watch(`${maps}?watch=true`)
  expect(into.events.map(({ stage }) => stage)).toEqual(['RequestReceived', 'ResponseStarted'])
  await server.call('POST', maps, { metadata: { name: 'a' } })
  await watch.next()
  watch.close()
  await server.host.clock.settle()
  const mine = into.events.filter(({ verb }) => verb === 'watch')
  expect(mine.map(({ stage }) => stage)).toEqual(['RequestReceived', 'ResponseStarted', 'ResponseComplete'])
  expect(mine.at(-1)?.responseStatus).toEqual({ metadata: {}, code: 200 })
})

test('lists are read whole where the policy wants them, without managed fields where it does not', async () => {
  const into = log()
  await using server = await audited('omitManagedFields: true\nrules: [{level: RequestResponse}]', into)
  const type = { 'content-type': 'application/apply-patch+yaml' }
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { b: 'c' } }
  const applied = await server.call('PATCH', `${maps}/a?fieldManager=me`, body, type)
  expect([applied.status, applied.text]).toEqual([201, expect.any(String)])
  const list = await server.call('GET', maps)
  expect(list.json['items']?.[0]?.['metadata']?.['managedFields']).toBeDefined()
  const told = into.events.at(-1)?.responseObject as { items: { metadata: object }[] }
  expect(told.items).toHaveLength(1)
  expect(told.items[0]?.metadata).not.toHaveProperty('managedFields')
})

test('what admission notes is in the event', async () => {
  const into = log()
  await using server = await audited('rules: [{level: Metadata}]', into, {
    admission: () => [
      {
        name: 'Notes',
        handles: (operation) => operation === 'CREATE',
        admit: (request) => request.annotate?.('notes.example.com/seen', 'yes'),
      },
    ],
  })
  await server.call('POST', maps, { metadata: { name: 'a' } })
  expect(into.events.at(-1)?.annotations).toMatchObject({ 'notes.example.com/seen': 'yes' })
})

test('a mistake of ours is a stage of its own', async () => {
  const into = log()
  await using server = await audited('rules: [{level: Metadata}]', into, {
    admission: () => [
      {
        name: 'Broken',
        handles: (_, { resource }) => resource === 'configmaps',
        admit() {
          throw new TypeError('oops')
        },
      },
    ],
  })
  await server.call('POST', maps, { metadata: { name: 'a' } })
  expect(into.events.map(({ stage }) => stage)).toEqual(['RequestReceived', 'Panic'])
  expect(into.events.find(({ stage }) => stage === 'Panic')?.responseStatus).toMatchObject({
    message: "APIServer panic'd: TypeError: oops",
    code: 500,
  })
})

test('blocking-strict refuses what it cannot write down; blocking lets it go', async () => {
  const into = log()
  const tester: UserInfo = { name: 'x', groups: ['system:masters'] }
  await using strict = await audited(everything, into, {}, 'blocking-strict')
  into.failing = true
  const refused = await strict.server.transport(tester).send({ method: 'GET', path: maps, headers: {} })
  expect(refused.status).toBe(500)
  expect((await readAll(refused.body)).toString()).toContain('failed to store audit event')
  const lax = log()
  await using server = await audited(everything, lax)
  lax.failing = true
  expect((await server.call('GET', maps)).status).toBe(200)
  const metrics = (await server.call('GET', '/metrics')).text
  expect(metrics).toMatch(/apiserver_audit_error_total\{plugin="log"\} \d+/)
  expect(metrics).toMatch(/apiserver_audit_level_total\{level="RequestResponse"\} \d+/)
})
