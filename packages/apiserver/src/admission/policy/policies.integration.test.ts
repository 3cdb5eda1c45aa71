import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Answer, testServer, type TestServer } from '../../testing/server.ts'
import { admissionPlugins } from '../chain.ts'

const group = '/apis/admissionregistration.k8s.io/v1'
const policies = `${group}/validatingadmissionpolicies`
const bindings = `${group}/validatingadmissionpolicybindings`
const maps = '/api/v1/namespaces/ns/configmaps'

let server: TestServer
let serial = 0

beforeAll(async () => {
  server = await testServer({
    admission: (context) => admissionPlugins(context),
    // Everything is allowed but what a test asks about.
    authorizer: () => ({
      name: 'test',
      authorize: ({ verb, resource, path }) =>
        verb === 'forbid' || resource === 'secrets' || path === '/slow'
          ? Promise.resolve({ decision: 'deny' as const, reason: `no ${verb}` })
          : { decision: 'allow' as const, reason: '' },
    }),
  })
  for (const name of ['ns', 'other'])
    await server.call('POST', '/api/v1/namespaces', { metadata: { name, labels: { stage: name } } })
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
})
beforeEach(async () => {
  await server.call('DELETE', policies)
  await server.call('DELETE', bindings)
})

const rule = (apiGroups: string[], resources: string[], more: object = {}) => ({
  apiGroups,
  apiVersions: ['v1'],
  resources,
  operations: ['CREATE', 'UPDATE'],
  ...more,
})

/** A policy about config maps, bound with Deny. */
async function policy(spec: object, binding: object = {}, more: object[] = []): Promise<string> {
  const name = `p${++serial}`
  const made = await server.call('POST', policies, {
    metadata: { name },
    spec: { matchConstraints: { resourceRules: [rule([''], ['configmaps'])] }, ...spec },
  })
  expect([made.status, made.status === 201 ? '' : made.text]).toEqual([201, ''])
  for (const [index, item] of [binding, ...more].entries()) {
    const bound = await server.call('POST', bindings, {
      metadata: { name: `${name}-${index}` },
      spec: { policyName: name, validationActions: ['Deny'], ...item },
    })
    expect([bound.status, bound.status === 201 ? '' : bound.text]).toEqual([201, ''])
  }
  return name
}

const map = (name: string, data: Record<string, string> = {}, labels: Record<string, string> = {}) => ({
  metadata: { name, labels },
  data,
})
const create = (data: Record<string, string> = {}, namespace = 'ns'): Promise<Answer> =>
  server.call('POST', maps.replace('ns/', `ns/`).replace('/ns/', `/${namespace}/`), map(`m${++serial}`, data))

const messageOf = ({ json }: Answer): string => json['message'] as unknown as string

describe('refusals', () => {
  test('are Invalid, and say who refused what and why', async () => {
    const name = await policy({ validations: [{ expression: "'x' in object.data" }] })
    const answer = await server.call('POST', maps, map('bad', { y: '1' }))
    const message = `configmaps "bad" is forbidden: ValidatingAdmissionPolicy '${name}' with binding '${name}-0' denied request: failed expression: 'x' in object.data`
    expect(answer.status).toBe(422)
    expect(answer.json).toMatchObject({ reason: 'Invalid', message, code: 422 })
    expect(answer.json['details']).toEqual({
      name: 'bad',
      kind: 'configmaps',
      causes: [{ message: message.replace('configmaps "bad" is forbidden: ', '') }],
    })
    expect((await create({ x: '1' })).status).toBe(201)
  })

  for (const [what, validation, status, text] of [
    ['a message', { message: 'no, never' }, 422, 'denied request: no, never'],
    ['a reason', { reason: 'Forbidden', message: 'm' }, 403, 'denied request: m'],
    ['another reason', { reason: 'RequestEntityTooLarge', message: 'm' }, 413, 'denied request: m'],
    ['a composed message', { messageExpression: "'for ' + object.metadata.name" }, 422, 'denied request: for m'],
    [
      'a message where composing fails',
      { message: 'plain', messageExpression: 'string(object.nothing)' },
      422,
      ': plain',
    ],
    ['a message where the composed one has lines', { message: 'plain', messageExpression: "'a\\nb'" }, 422, ': plain'],
  ] as const) {
    test(`say ${what}`, async () => {
      await policy({ validations: [{ expression: 'false', ...validation }] })
      const answer = await create()
      expect(answer.status).toBe(status)
      expect(messageOf(answer)).toContain(text)
    })
  }

  test('are warnings where the binding says so', async () => {
    const name = await policy({ validations: [{ expression: 'false' }] }, { validationActions: ['Warn'] })
    const answer = await create()
    expect(answer.status).toBe(201)
    expect(answer.headers['warning']).toBe(
      `299 - "Validation failed for ValidatingAdmissionPolicy '${name}' with binding '${name}-0': failed expression: false"`,
    )
  })

  test('need a binding', async () => {
    await policy({ validations: [{ expression: 'false' }] }, { policyName: 'another' })
    expect((await create()).status).toBe(201)
  })
})

describe('expressions', () => {
  for (const [what, expression] of [
    [
      'the request',
      "request.kind.kind == 'ConfigMap' && request.operation == 'CREATE' && request.namespace == 'ns' && request.userInfo.username == 'tester' && request.dryRun == false",
    ],
    ['the options', "request.options.kind == 'CreateOptions'"],
    ['the namespace', "namespaceObject.metadata.labels['stage'] == 'ns' && namespaceObject.status.phase == 'Active'"],
    ['no old object', 'oldObject == null'],
    ['an authorizer', "authorizer.group('').resource('pods').namespace('ns').check('get').allowed()"],
    [
      'an authorizer that takes its time',
      "!authorizer.group('').resource('secrets').check('get').allowed() && authorizer.path('/slow').check('get').reason() == 'no get'",
    ],
    [
      'the rights on what is asked for',
      "authorizer.requestResource.check('get').allowed() && !authorizer.requestResource.check('forbid').allowed()",
    ],
  ] as const) {
    test(`see ${what}`, async () => {
      await policy({ validations: [{ expression }] })
      const answer = await create()
      expect([answer.status, answer.status === 201 ? '' : messageOf(answer)]).toEqual([201, ''])
    })
  }

  test('see the old object of an update and of a deletion, and no object then', async () => {
    const name = `m${++serial}`
    await server.call('POST', maps, map(name, { keep: 'yes' }))
    await policy({
      matchConstraints: { resourceRules: [rule([''], ['configmaps'], { operations: ['UPDATE', 'DELETE'] })] },
      validations: [
        { expression: "object != null ? oldObject.data.keep == object.data.keep : oldObject.data.keep != 'yes'" },
      ],
    })
    expect((await server.call('PUT', `${maps}/${name}`, map(name, { keep: 'no' }))).status).toBe(422)
    expect((await server.call('DELETE', `${maps}/${name}`)).status).toBe(422)
    expect((await server.call('PUT', `${maps}/${name}`, map(name, { keep: 'yes', more: '1' }))).status).toBe(200)
  })

  test('that fail refuse, unless failures are ignored', async () => {
    const validations = [{ expression: 'object.data.missing.deep' + " == 'x'" }]
    const name = await policy({ validations })
    expect(messageOf(await create({ a: '1' }))).toContain(
      `ValidatingAdmissionPolicy '${name}' with binding '${name}-0' denied request: expression 'object.data.missing.deep == 'x'' resulted in error: no such key: missing`,
    )
    await server.call('DELETE', policies)
    await policy({ validations, failurePolicy: 'Ignore' })
    expect((await create({ a: '1' })).status).toBe(201)
  })

  test('may not cost more than one may', async () => {
    const numbers = `[${Array.from({ length: 110 }, (_, i) => i).join(',')}]`
    await policy({
      validations: [{ expression: `${numbers}.all(x, ${numbers}.all(y, ${numbers}.all(z, x + y + z >= 0)))` }],
    })
    expect(messageOf(await create())).toContain('resulted in error: operation cancelled: actual cost limit exceeded')
  })
})

describe('variables', () => {
  test('use each other, and are evaluated when needed', async () => {
    await policy({
      variables: [
        { name: 'keys', expression: 'object.data.map(key, key)' },
        { name: 'count', expression: 'size(variables.keys)' },
        { name: 'broken', expression: "object.nothing == 'x'" },
      ],
      validations: [
        {
          expression: 'variables.count <= 1 || variables.broken',
          messageExpression: "'found ' + string(variables.count)",
        },
      ],
    })
    expect((await create({ a: '1' })).status).toBe(201)
    expect(messageOf(await create({ a: '1', b: '2' }))).toContain(
      'resulted in error: composited variable "broken" fails to evaluate: no such key: nothing',
    )
  })
})

describe('matching', () => {
  const deny = { validations: [{ expression: 'false' }] }
  const statuses = async (...answers: Promise<Answer>[]): Promise<number[]> =>
    (await Promise.all(answers)).map(({ status }) => status)

  test('by what the binding selects', async () => {
    await policy(deny, { matchResources: { namespaceSelector: { matchLabels: { stage: 'other' } } } })
    expect(await statuses(create(), create({}, 'other'))).toEqual([201, 422])
  })

  test('by labels of the object', async () => {
    await policy({
      ...deny,
      matchConstraints: { resourceRules: [rule([''], ['configmaps'])], objectSelector: { matchLabels: { a: 'b' } } },
    })
    expect(await statuses(create(), server.call('POST', maps, map(`m${++serial}`, {}, { a: 'b' })))).toEqual([201, 422])
  })

  test('not by what is excluded', async () => {
    await policy({
      ...deny,
      matchConstraints: {
        resourceRules: [rule(['*'], ['*'])],
        excludeResourceRules: [{ ...rule([''], ['configmaps']), resourceNames: ['spared'] }],
      },
    })
    expect(await statuses(create(), server.call('POST', maps, map('spared')))).toEqual([422, 201])
  })

  test('by conditions', async () => {
    await policy({ ...deny, matchConditions: [{ name: 'has-x', expression: "'x' in object.data" }] })
    expect(await statuses(create({ a: '1' }), create({ x: '1' }))).toEqual([201, 422])
  })

  test('in an equivalent version, which the expressions then see', async () => {
    await policy({
      matchConstraints: {
        resourceRules: [{ ...rule(['autoscaling'], ['horizontalpodautoscalers']), apiVersions: ['v1'] }],
      },
      validations: [
        {
          expression:
            "request.kind.version == 'v1' && request.requestKind.version == 'v2' && object.spec.targetCPUUtilizationPercentage < 50",
        },
      ],
    })
    const scaler = (averageUtilization: number) =>
      server.call('POST', '/apis/autoscaling/v2/namespaces/ns/horizontalpodautoscalers', {
        metadata: { name: `h${++serial}` },
        spec: {
          maxReplicas: 2,
          scaleTargetRef: { kind: 'Deployment', name: 'd', apiVersion: 'apps/v1' },
          metrics: [
            { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } },
          ],
        },
      })
    expect(await statuses(scaler(40), scaler(60))).toEqual([201, 422])
  })

  test('of a subresource sees what was posted', async () => {
    await policy({
      matchConstraints: { resourceRules: [rule(['apps'], ['deployments/scale'])] },
      validations: [{ expression: "object.spec.replicas <= 3 && request.kind.kind == 'Scale'" }],
    })
    const deployments = '/apis/apps/v1/namespaces/ns/deployments'
    await server.call('POST', deployments, {
      metadata: { name: 'd' },
      spec: {
        selector: { matchLabels: { a: 'b' } },
        template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
      },
    })
    const scale = (replicas: number) =>
      server.call(
        'PATCH',
        `${deployments}/d/scale`,
        { spec: { replicas } },
        { 'content-type': 'application/merge-patch+json' },
      )
    expect(await statuses(scale(2), scale(5))).toEqual([200, 422])
  })
})

describe('parameters', () => {
  const paramKind = { apiVersion: 'v1', kind: 'ConfigMap' }
  const limit = {
    paramKind,
    validations: [{ expression: 'size(object.data) <= int(params.data.limit)' }],
    matchConditions: [
      { name: 'no-params', expression: "!has(object.metadata.labels) || !('param' in object.metadata.labels)" },
    ],
  }
  const params = (name: string, value: string, namespace = 'ns') =>
    server.call('POST', `/api/v1/namespaces/${namespace}/configmaps`, map(name, { limit: value }, { param: 'yes' }))

  test('by name, in the namespace of the request', async () => {
    await params('limit', '1')
    await params('limit', '2', 'other')
    await policy(limit, { paramRef: { name: 'limit', parameterNotFoundAction: 'Deny' } })
    expect((await create({ a: '1', b: '2' })).status).toBe(422)
    expect((await create({ a: '1', b: '2' }, 'other')).status).toBe(201)
  })

  test('by labels: all must be satisfied', async () => {
    await params(`limit-${++serial}`, '1')
    const selector = { matchLabels: { param: 'yes' } }
    await policy(limit, { paramRef: { selector, namespace: 'other', parameterNotFoundAction: 'Deny' } })
    expect((await create({ a: '1', b: '2' })).status).toBe(201)
    await server.call('DELETE', bindings)
    await policy(limit, { paramRef: { selector, namespace: 'ns', parameterNotFoundAction: 'Deny' } })
    expect((await create({ a: '1', b: '2' })).status).toBe(422)
  })

  test('that are not there refuse or let pass', async () => {
    const name = await policy(limit, { paramRef: { name: 'nowhere', parameterNotFoundAction: 'Deny' } })
    expect(messageOf(await create())).toContain(
      `ValidatingAdmissionPolicy '${name}' with binding '${name}-0' denied request: failed to configure binding: no params found for policy binding with \`Deny\` parameterNotFoundAction`,
    )
    await server.call('DELETE', bindings)
    await policy(limit, { paramRef: { name: 'nowhere', parameterNotFoundAction: 'Allow' } })
    expect((await create({ a: '1' })).status).toBe(201)
  })

  test('of a kind that nobody serves are a mistake of the policy', async () => {
    const name = await policy(
      { ...limit, paramKind: { apiVersion: 'example.com/v1', kind: 'Limit' } },
      { paramRef: { name: 'x', parameterNotFoundAction: 'Allow' } },
    )
    expect(messageOf(await create())).toContain(
      `ValidatingAdmissionPolicy '${name}' denied request: failed to configure policy: failed to find resource referenced by paramKind: 'example.com/v1, Kind=Limit'`,
    )
  })
})

test('policies are not asked about policies', async () => {
  await policy({
    matchConstraints: { resourceRules: [{ ...rule(['*'], ['*']), apiVersions: ['*'], operations: ['*'] }] },
    validations: [{ expression: 'false' }],
  })
  expect((await server.call('DELETE', policies)).status).toBe(200)
})

describe('custom kinds', () => {
  const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
  const define = async (kind: string, versions: readonly string[], properties: object): Promise<string> => {
    const plural = `${kind.toLowerCase()}s`
    const made = await server.call('POST', crds, {
      metadata: { name: `${plural}.example.com` },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { plural, kind },
        versions: versions.map((name, index) => ({
          name,
          served: true,
          storage: index === 0,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties } } } },
        })),
      },
    })
    expect([made.status, made.status === 201 ? '' : made.text]).toEqual([201, ''])
    await expect
      .poll(async () => (await server.call('GET', `${crds}/${plural}.example.com`)).text)
      .toContain('"type":"Established","status":"True"')
    return `/apis/example.com/${versions.at(-1)}/namespaces/ns/${plural}`
  }

  test('are matched in their other versions too, and may be parameters', async () => {
    const limits = await define('Limit', ['v1'], { most: { type: 'integer' } })
    const shirts = await define('Shirt', ['v1', 'v2'], { size: { type: 'integer' } })
    await server.call('POST', limits, {
      apiVersion: 'example.com/v1',
      kind: 'Limit',
      metadata: { name: 'l' },
      spec: { most: 5 },
    })
    await policy(
      {
        paramKind: { apiVersion: 'example.com/v1', kind: 'Limit' },
        matchConstraints: { resourceRules: [rule(['example.com'], ['shirts'])] },
        validations: [
          {
            expression:
              "object.apiVersion == 'example.com/v1' && request.requestKind.version == 'v2' && object.spec.size <= params.spec.most",
            messageExpression: "'at most ' + string(params.spec.most)",
          },
        ],
      },
      { paramRef: { name: 'l', parameterNotFoundAction: 'Deny' } },
    )
    const shirt = (name: string, size: number): Promise<Answer> =>
      server.call('POST', shirts, { apiVersion: 'example.com/v2', kind: 'Shirt', metadata: { name }, spec: { size } })
    expect((await shirt('small', 4)).status).toBe(201)
    const refused = await shirt('large', 6)
    expect([refused.status, messageOf(refused)]).toEqual([422, expect.stringContaining('denied request: at most 5')])
  })
})
