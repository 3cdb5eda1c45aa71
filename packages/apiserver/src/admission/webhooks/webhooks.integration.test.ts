import type { AdmissionRequest } from '@elli/api/admission/v1'
import type { WireRequest, WireResponse } from '@elli/host/wire'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Bytes, utf8 } from '../../http/body.ts'
import type { DialOptions } from '../../outbound/outbound.ts'
import { type Answer, testServer, type TestServer } from '../../testing/server.ts'
import { admissionPlugins } from '../chain.ts'

const group = '/apis/admissionregistration.k8s.io/v1'
const paths = {
  validating: `${group}/validatingwebhookconfigurations`,
  mutating: `${group}/mutatingwebhookconfigurations`,
}
const maps = '/api/v1/namespaces/ns/configmaps'

interface Asked {
  readonly host: string
  readonly path: string
  readonly apiVersion: string
  readonly request: AdmissionRequest & { options: unknown }
}
type Verdict = Record<string, unknown> | undefined

let server: TestServer
let serial = 0
let asked: Asked[] = []
let verdict: (asked: Asked) => Verdict | Error = () => undefined

function dial({ host }: DialOptions) {
  return {
    async send(sent: WireRequest): Promise<WireResponse> {
      const review = JSON.parse(Buffer.from(sent.body ?? []).toString('utf8')) as Asked
      const question = { ...review, host, path: sent.path }
      asked.push(question)
      const answer = verdict(question)
      if (answer instanceof Error) throw answer
      const response = { uid: review.request.uid, allowed: true, ...answer }
      const body = JSON.stringify({ apiVersion: review.apiVersion, kind: 'AdmissionReview', response })
      return { status: 200, headers: { 'content-type': 'application/json' }, body: new Bytes([utf8(body)]) }
    },
    upgrade: () => Promise.reject(new Error('nobody upgrades here')),
    close: async () => {},
  }
}

beforeAll(async () => {
  server = await testServer({ dial, admission: (context) => admissionPlugins(context) })
  await server.call('POST', '/api/v1/namespaces', { metadata: { name: 'ns' } })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
})
beforeEach(async () => {
  for (const path of Object.values(paths)) await server.call('DELETE', path)
  asked = []
  verdict = () => undefined
})

const rule = (apiGroups: string[], resources: string[], operations = ['*'], apiVersions = ['v1']) => ({
  apiGroups,
  apiVersions,
  resources,
  operations,
})

function hook(name: string, more: object = {}): object {
  return {
    name: `${name}.example.com`,
    clientConfig: { url: `https://${name}.example.com/` },
    rules: [rule([''], ['configmaps'])],
    sideEffects: 'None',
    admissionReviewVersions: ['v1'],
    ...more,
  }
}

async function register(type: keyof typeof paths, name: string, ...webhooks: object[]): Promise<void> {
  const { status, text } = await server.call('POST', paths[type], { metadata: { name }, webhooks })
  expect([status, status === 201 ? '' : text]).toEqual([201, ''])
}

const patch = (...operations: object[]): Verdict => ({
  patchType: 'JSONPatch',
  patch: Buffer.from(JSON.stringify(operations)).toString('base64'),
})
const add = (key: string): Verdict => patch({ op: 'add', path: `/data/${key}`, value: 'yes' })
const fresh = (data: Record<string, string> = { a: '1' }) => ({ metadata: { name: `m${++serial}` }, data })
const create = (data?: Record<string, string>, query = ''): Promise<Answer> =>
  server.call('POST', `${maps}${query}`, fresh(data))
const messageOf = ({ json }: Answer): string => json['message'] as unknown as string
const dataOf = ({ object }: AdmissionRequest): object => (object?.['data'] ?? {}) as object
const hosts = (): string[] => asked.map(({ host }) => host.split('.')[0] as string)

describe('the question', () => {
  test('has the object, who asks and what for', async () => {
    await register('validating', 'c', hook('all'))
    await create({ a: '1' }, '?fieldManager=me&fieldValidation=Strict')
    const [{ request, path } = {} as Asked] = asked
    expect(path).toBe('/?timeout=10s')
    expect(request).toMatchObject({
      kind: { group: '', version: 'v1', kind: 'ConfigMap' },
      resource: { group: '', version: 'v1', resource: 'configmaps' },
      requestKind: { group: '', version: 'v1', kind: 'ConfigMap' },
      requestResource: { group: '', version: 'v1', resource: 'configmaps' },
      namespace: 'ns',
      operation: 'CREATE',
      userInfo: { username: 'tester', groups: ['system:masters'] },
      object: { kind: 'ConfigMap', apiVersion: 'v1', data: { a: '1' } },
      oldObject: null,
      dryRun: false,
      options: { kind: 'CreateOptions', apiVersion: 'meta.k8s.io/v1', fieldManager: 'me', fieldValidation: 'Strict' },
    })
    expect(request).not.toHaveProperty('subResource')
    expect(request.uid).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('of a change has the old object too, of a deletion only that', async () => {
    const { json } = await create()
    const at = `${maps}/${json['metadata']?.['name'] as unknown as string}`
    await register('validating', 'c', hook('all'))
    await server.call('PATCH', at, { data: { b: '2' } }, { 'content-type': 'application/merge-patch+json' })
    await server.call('DELETE', at, { kind: 'DeleteOptions', apiVersion: 'v1', propagationPolicy: 'Background' })
    expect(asked.map(({ request }) => request)).toMatchObject([
      {
        operation: 'UPDATE',
        object: { data: { a: '1', b: '2' } },
        oldObject: { data: { a: '1' } },
        options: { kind: 'UpdateOptions' },
      },
      {
        operation: 'DELETE',
        object: null,
        oldObject: { data: { a: '1', b: '2' } },
        options: { kind: 'DeleteOptions', apiVersion: 'meta.k8s.io/v1', propagationPolicy: 'Background' },
      },
    ])
  })

  test('about a collection comes once for each object', async () => {
    await server.call('DELETE', maps)
    for (let i = 0; i < 3; i++) await create()
    await register('validating', 'c', hook('all'))
    await server.call('DELETE', maps)
    expect(asked.map(({ request }) => request.operation)).toEqual(['DELETE', 'DELETE', 'DELETE'])
    expect(new Set(asked.map(({ request }) => request.name)).size).toBe(3)
  })

  test('is in v1beta1 for a webhook that speaks nothing newer', async () => {
    await register('validating', 'c', hook('old', { admissionReviewVersions: ['v1beta1'] }))
    await create()
    expect(asked[0]?.apiVersion).toBe('admission.k8s.io/v1beta1')
  })

  test('is in the version that the rules name', async () => {
    await register('validating', 'c', hook('v1', { rules: [rule(['autoscaling'], ['horizontalpodautoscalers'])] }))
    const scaler = {
      metadata: { name: 'h' },
      spec: {
        maxReplicas: 2,
        scaleTargetRef: { kind: 'Deployment', name: 'd', apiVersion: 'apps/v1' },
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 40 } } },
        ],
      },
    }
    const at = '/apis/autoscaling/v2/namespaces/ns/horizontalpodautoscalers'
    expect((await server.call('POST', at, scaler)).status).toBe(201)
    expect(asked[0]?.request).toMatchObject({
      kind: { version: 'v1' },
      requestKind: { version: 'v2' },
      requestResource: { version: 'v2' },
      object: { apiVersion: 'autoscaling/v1', spec: { targetCPUUtilizationPercentage: 40 } },
    })
    await server.call('DELETE', paths.validating)
    await register(
      'validating',
      'c',
      hook('exact', { matchPolicy: 'Exact', rules: [rule(['autoscaling'], ['horizontalpodautoscalers'])] }),
    )
    await server.call('DELETE', `${at}/h`)
    expect(asked).toHaveLength(1)
  })
})

describe('the answer', () => {
  test('refuses with a status of its own', async () => {
    await register('validating', 'c', hook('no'))
    verdict = () => ({ allowed: false, status: { code: 418, reason: 'Teapot', message: 'short and stout' } })
    const answer = await create()
    expect(answer.status).toBe(418)
    expect(answer.json).toMatchObject({
      kind: 'Status',
      status: 'Failure',
      reason: 'Teapot',
      message: 'admission webhook "no.example.com" denied the request: short and stout',
    })
  })

  test('brings warnings', async () => {
    await register('validating', 'c', hook('warns'))
    verdict = () => ({ warnings: ['careful', 'really'] })
    expect((await create()).headers['warning']).toBe('299 - "careful", 299 - "really"')
  })

  test('may not change anything when it only validates', async () => {
    await register('validating', 'c', hook('changes'))
    verdict = () => add('x')
    const answer = await create()
    expect(answer.status).toBe(500)
    expect(messageOf(answer)).toBe(
      'Internal error occurred: failed calling webhook "changes.example.com": received invalid webhook response: validating webhook may not return response.patch',
    )
  })

  test('may change nothing that is being deleted', async () => {
    const { json } = await create()
    await register('mutating', 'c', hook('changes', { rules: [rule([''], ['configmaps'], ['DELETE'])] }))
    verdict = () => add('x')
    const answer = await server.call('DELETE', `${maps}/${json['metadata']?.['name'] as unknown as string}`)
    expect(answer.status).toBe(500)
    expect(messageOf(answer)).toContain(
      'admission webhook "changes.example.com" attempted to modify the object, which is not supported for this operation',
    )
  })

  test('has a patch that fits', async () => {
    await register('mutating', 'c', hook('misses'))
    verdict = () => patch({ op: 'remove', path: '/data/nothing' })
    expect(messageOf(await create())).toContain('Internal error occurred: ')
  })

  test('is validated like what clients send', async () => {
    await register('mutating', 'c', hook('spoils'))
    verdict = () => patch({ op: 'add', path: '/data/not~1valid', value: 'x' })
    const answer = await create()
    expect(answer.status).toBe(422)
    expect(messageOf(answer)).toContain('data[not/valid]: Invalid value')
  })

  test('to a question in another version comes back into the stored one', async () => {
    await register('mutating', 'c', hook('v1', { rules: [rule(['autoscaling'], ['horizontalpodautoscalers'])] }))
    verdict = () => patch({ op: 'add', path: '/spec/targetCPUUtilizationPercentage', value: 33 })
    const { json } = await server.call('POST', '/apis/autoscaling/v2/namespaces/ns/horizontalpodautoscalers', {
      metadata: { name: `h${++serial}` },
      spec: { maxReplicas: 2, scaleTargetRef: { kind: 'Deployment', name: 'd', apiVersion: 'apps/v1' } },
    })
    expect(json['spec']?.['metrics']?.[0]?.['resource']?.['target']).toEqual({
      type: 'Utilization',
      averageUtilization: 33,
    })
  })

  test('changes the scale, and with it the deployment', async () => {
    const deployments = '/apis/apps/v1/namespaces/ns/deployments'
    await server.call('POST', deployments, {
      metadata: { name: 'd' },
      spec: {
        selector: { matchLabels: { a: 'b' } },
        template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
      },
    })
    await register('mutating', 'c', hook('scales', { rules: [rule(['apps'], ['deployments/scale'])] }))
    verdict = () => patch({ op: 'replace', path: '/spec/replicas', value: 7 })
    await server.call(
      'PATCH',
      `${deployments}/d/scale`,
      { spec: { replicas: 2 } },
      { 'content-type': 'application/merge-patch+json' },
    )
    expect(asked[0]?.request).toMatchObject({ subResource: 'scale', kind: { group: 'autoscaling', kind: 'Scale' } })
    expect((await server.call('GET', `${deployments}/d`)).json['spec']?.['replicas']).toBe(7)
  })
})

describe('a webhook that cannot be asked', () => {
  const unreachable = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })

  test('stops the request', async () => {
    await register('validating', 'c', hook('closed', { failurePolicy: 'Fail' }))
    verdict = () => unreachable
    const answer = await create()
    expect(answer.status).toBe(500)
    expect(messageOf(answer)).toBe(
      'Internal error occurred: failed calling webhook "closed.example.com": failed to call webhook: Post "https://closed.example.com/?timeout=10s": dial tcp closed.example.com:443: connect: connection refused',
    )
  })

  test('or is passed over, where its policy says so; a refusal never is', async () => {
    await register('validating', 'c', hook('open', { failurePolicy: 'Ignore' }))
    await register('mutating', 'c', hook('open-too', { failurePolicy: 'Ignore' }))
    verdict = () => unreachable
    expect((await create()).status).toBe(201)
    verdict = () => ({ allowed: false })
    expect((await create()).status).toBe(400)
  })

  test('is not asked in a dry run when it has effects', async () => {
    const body = { metadata: { name: 'effects' }, webhooks: [hook('effects', { sideEffects: 'Some' })] }
    expect(messageOf(await server.call('POST', paths.validating, body))).toContain(
      'sideEffects: Unsupported value: "Some": supported values: "None", "NoneOnDryRun"',
    )
    await register('validating', 'c', hook('none', { sideEffects: 'NoneOnDryRun' }))
    expect((await create({}, '?dryRun=All')).status).toBe(201)
    expect(asked[0]?.request).toMatchObject({ dryRun: true, options: { dryRun: ['All'] } })
  })
})

describe('several webhooks', () => {
  test('change the object in the order of their configurations and in the order written', async () => {
    await register('mutating', 'b', hook('third'))
    await register('mutating', 'a', hook('second'), hook('first'))
    verdict = ({ host }) => add(host.split('.')[0] as string)
    const { json } = await create({ a: '1' })
    expect(hosts()).toEqual(['second', 'first', 'third'])
    expect(Object.keys(dataOf((asked[2] as Asked).request))).toEqual(['a', 'first', 'second'])
    expect(json['data']).toEqual({ a: '1', first: 'yes', second: 'yes', third: 'yes' })
  })

  test('are asked again after a change when they want to be', async () => {
    const again = { reinvocationPolicy: 'IfNeeded' }
    await register('mutating', 'a', hook('watcher', again), hook('never'), hook('changer', again))
    verdict = ({ host, request }) =>
      host.startsWith('changer') && !('changer' in dataOf(request)) ? add('changer') : undefined
    await create()
    // The watcher was asked before the change; the changer itself has nothing after it.
    expect(hosts()).toEqual(['watcher', 'never', 'changer', 'watcher'])
  })

  test('are left alone when nothing changed', async () => {
    await register('mutating', 'a', hook('watcher', { reinvocationPolicy: 'IfNeeded' }), hook('other'))
    verdict = () => patch({ op: 'replace', path: '/data/a', value: '1' })
    await create({ a: '1' })
    expect(hosts()).toEqual(['watcher', 'other'])
  })

  test('validate at the same time, after all changes', async () => {
    await register('mutating', 'a', hook('changer'))
    await register('validating', 'a', hook('one'), hook('two'))
    verdict = ({ host }) => (host.startsWith('changer') ? add('x') : undefined)
    await create()
    expect(hosts()[0]).toBe('changer')
    expect(asked.slice(1).every(({ request }) => 'x' in dataOf(request))).toBe(true)
  })
})

describe('conditions', () => {
  const conditions = (expression: string, more: object = {}) =>
    register('validating', 'c', hook('conditional', { matchConditions: [{ name: 'c', expression }], ...more }))

  test('keep a webhook from being asked', async () => {
    await conditions("has(object.data) && 'x' in object.data && request.operation == 'CREATE'")
    await create({ a: '1' })
    expect(asked).toHaveLength(0)
    await create({ x: '1' })
    expect(asked).toHaveLength(1)
  })

  test('that fail stop the request, or keep the webhook out', async () => {
    await conditions('object.nothing.here == 1')
    const answer = await create()
    expect(answer.status).toBe(403)
    expect(messageOf(answer)).toContain("expression 'object.nothing.here == 1' resulted in error: no such key: nothing")
    await server.call('DELETE', paths.validating)
    await conditions('object.nothing.here == 1', { failurePolicy: 'Ignore' })
    expect((await create()).status).toBe(201)
    expect(asked).toHaveLength(0)
  })
})

test('what is counted', async () => {
  await register('validating', 'c', hook('counted'))
  await create()
  verdict = () => ({ allowed: false, status: { code: 403 } })
  await create()
  const { text } = await server.call('GET', '/metrics')
  expect(text).toContain(
    'apiserver_admission_webhook_request_total{code="200",name="counted.example.com",operation="CREATE",rejected="false",type="validating"} 1',
  )
  expect(text).toContain(
    'apiserver_admission_webhook_rejection_count{error_type="no_error",name="counted.example.com",operation="CREATE",rejection_code="403",type="validating"} 1',
  )
  expect(text).toMatch(
    /apiserver_admission_step_admission_duration_seconds_count\{operation="CREATE",rejected="true",type="validate"\} [1-9]/,
  )
})
