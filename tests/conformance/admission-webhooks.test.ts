/** Conformance tests of admission webhooks, with a webhook that really serves HTTPS behind a Service. */
import type { AdmissionRequest } from '@elli/api/admission/v1'
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'
import { conformance } from './conformance.ts'
import {
  type Json,
  namespace,
  type Reply,
  type Verdict,
  webhookCluster,
  type WebhookCluster,
} from './webhook-server.ts'

const configMaps = `/api/v1/namespaces/${namespace}/configmaps`
const group = '/apis/admissionregistration.k8s.io/v1'
const configurations = {
  validating: `${group}/validatingwebhookconfigurations`,
  mutating: `${group}/mutatingwebhookconfigurations`,
}
type Type = keyof typeof configurations

let cluster: WebhookCluster
let serial = 0

beforeAll(async () => {
  cluster = await webhookCluster(answer)
})
afterAll(async () => {
  await cluster[Symbol.asyncDispose]()
})
afterEach(async () => {
  for (const path of Object.values(configurations)) await cluster.call('DELETE', path)
  cluster.asked.length = 0
})

const patch = (...operations: object[]): Verdict => ({
  patchType: 'JSONPatch',
  patch: Buffer.from(JSON.stringify(operations)).toString('base64'),
})
const deny = (message: string): Verdict => ({ allowed: false, status: { message } as never })

function answer(request: AdmissionRequest, path: string): Verdict {
  const object = (request.object ?? {}) as unknown as Json
  const old = (request.oldObject ?? {}) as unknown as Json
  switch (path) {
    case '/deny':
      return deny('this webhook denies all requests')
    case '/marker':
    case '/allow':
      return {}
    case '/silence':
      return 'silence'
    case '/pods': {
      const name = object['spec']?.['containers']?.[0]?.['name'] as unknown as string
      return name.includes('webhook-disallow') ? deny('the pod contains unwanted container name') : {}
    }
    case '/attach':
      return request.name === 'to-be-attached-pod' ? deny("attaching to pod 'to-be-attached-pod' is not allowed") : {}
    case '/configmaps': {
      const data = (request.operation === 'DELETE' ? old : object)['data']
      const key = (data?.['webhook-e2e-test'] ?? '') as unknown as string
      if (request.operation === 'DELETE')
        return key === 'webhook-nondeletable'
          ? deny('the configmap cannot be deleted because it contains unwanted key and value')
          : {}
      return key === 'webhook-disallow' ? deny('the configmap contains unwanted key and value') : {}
    }
    case '/custom-resources': {
      const value = ((request.operation === 'DELETE' ? old : object)['data']?.['webhook-e2e-test'] ??
        '') as unknown as string
      if (request.operation === 'DELETE')
        return value === 'webhook-nondeletable'
          ? deny('the custom resource cannot be deleted because it contains unwanted key and value')
          : {}
      return value === 'webhook-disallow' ? deny('the custom resource contains unwanted data') : {}
    }
    case '/crd':
      return 'webhook-e2e-test' in (object['metadata']?.['labels'] ?? {}) ? deny('the crd contains unwanted label') : {}
    case '/mutate-configmaps':
    case '/mutate-custom-resources': {
      const data = (object['data'] ?? {}) as Record<string, unknown>
      const out: object[] = []
      if (data['mutation-start'] === 'yes') out.push({ op: 'add', path: '/data/mutation-stage-1', value: 'yes' })
      if (data['mutation-stage-1'] === 'yes') out.push({ op: 'add', path: '/data/mutation-stage-2', value: 'yes' })
      return patch(...out)
    }
    case '/mutate-pods':
      return patch({
        op: 'add',
        path: '/spec/initContainers',
        value: [{ image: 'webhook-added-image', name: 'webhook-added-init-container', resources: {} }],
      })
    case '/mutate-webhook-configurations':
      return patch({ op: 'add', path: '/metadata/labels', value: { 'example.com/mutated': 'yes' } })
    default:
      throw new Error(`nothing is served at ${path}`)
  }
}

interface HookOptions {
  readonly rules?: object[]
  readonly [key: string]: unknown
}

const rule = (operations: string[], resources: string[], apiGroups: string[] = [''], apiVersions = ['v1']): object => ({
  operations,
  apiGroups,
  apiVersions,
  resources,
})

function hook(path: string, options: HookOptions = {}): object {
  return {
    name: `h${++serial}.k8s.io`,
    clientConfig: cluster.service(path),
    rules: [rule(['CREATE'], ['configmaps'])],
    sideEffects: 'None',
    admissionReviewVersions: ['v1', 'v1beta1'],
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    ...options,
  }
}

async function register(type: Type, ...webhooks: object[]): Promise<string> {
  const name = `config-${++serial}`
  const reply = await cluster.call('POST', configurations[type], {
    metadata: { name, labels: { 'e2e-list-test-uuid': 'x' } },
    webhooks,
  })
  expect(reply.json['message']).toBeUndefined()
  expect(reply.status).toBe(201)
  return `${configurations[type]}/${name}`
}

const configMap = (name: string, data: Record<string, string> = {}, labels: Record<string, string> = {}) => ({
  metadata: { name, labels },
  data,
})

function expectRefusal(reply: Reply, text: string, status = 400): void {
  expect(reply.json['message']).toContain(text)
  expect(reply.status).toBe(status)
}

const apply = (path: string, body: object): Promise<Reply> =>
  cluster.call('PATCH', path, body, { 'content-type': 'application/merge-patch+json' })

const words = (what: string): string =>
  `[sig-api-machinery] AdmissionWebhook [Privileged:ClusterAdmin] ${what} [Conformance]`

describe('sig-api-machinery AdmissionWebhook', () => {
  conformance(words('should include webhook resources in discovery documents'), async () => {
    const groups = (await cluster.call('GET', '/apis')).json['groups'] as unknown as {
      name: string
      versions: Json[]
    }[]
    const found = groups.find(({ name }) => name === 'admissionregistration.k8s.io')
    expect(found?.versions.map((item) => item['version'])).toContain('v1')
    const { json } = await cluster.call('GET', group)
    const names = (json['resources'] as unknown as { name: string }[]).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['mutatingwebhookconfigurations', 'validatingwebhookconfigurations']))
  })

  conformance(words('should be able to deny pod and configmap creation'), async () => {
    await register(
      'validating',
      hook('/pods', { name: 'deny-pods.k8s.io', rules: [rule(['CREATE'], ['pods'])] }),
      hook('/configmaps', { name: 'deny-maps.k8s.io', rules: [rule(['CREATE', 'UPDATE', 'DELETE'], ['configmaps'])] }),
    )
    const pod = (name: string, container: string) => ({
      metadata: { name },
      spec: { containers: [{ name: container, image: 'pause' }] },
    })
    const pods = `/api/v1/namespaces/${namespace}/pods`
    const refused = await cluster.call('POST', pods, pod('disallowed-pod', 'webhook-disallow'))
    expectRefusal(
      refused,
      'admission webhook "deny-pods.k8s.io" denied the request: the pod contains unwanted container name',
    )
    const bad = configMap('disallowed', { 'webhook-e2e-test': 'webhook-disallow' })
    expectRefusal(await cluster.call('POST', configMaps, bad), 'the configmap contains unwanted key and value')
    expect((await cluster.call('POST', configMaps, configMap('allowed'))).status).toBe(201)
    const update = await cluster.call('PUT', `${configMaps}/allowed`, { ...bad, metadata: { name: 'allowed' } })
    expectRefusal(
      update,
      'admission webhook "deny-maps.k8s.io" denied the request: the configmap contains unwanted key and value',
    )
    expectRefusal(
      await apply(`${configMaps}/allowed`, { data: { 'webhook-e2e-test': 'webhook-disallow' } }),
      'the configmap contains unwanted key and value',
    )
    // What the selector leaves out is not asked about.
    await cluster.call('POST', '/api/v1/namespaces', { metadata: { name: 'skipped' } })
    expect((await cluster.call('POST', '/api/v1/namespaces/skipped/configmaps', bad)).status).toBe(201)
  })

  conformance(words('should be able to deny attaching pod'), async () => {
    await register('validating', hook('/attach', { rules: [rule(['CONNECT'], ['pods/attach'])] }))
    await cluster.call('POST', `/api/v1/namespaces/${namespace}/pods`, {
      metadata: { name: 'to-be-attached-pod' },
      spec: { containers: [{ name: 'container1', image: 'pause' }] },
    })
    const refused = await cluster.upgrade(
      `/api/v1/namespaces/${namespace}/pods/to-be-attached-pod/attach?container=container1&stdin=true&stdout=true`,
    )
    expectRefusal(refused, "attaching to pod 'to-be-attached-pod' is not allowed")
    const [asked] = cluster.asked
    expect(asked?.request).toMatchObject({
      operation: 'CONNECT',
      subResource: 'attach',
      kind: { group: '', version: 'v1', kind: 'PodAttachOptions' },
      object: { kind: 'PodAttachOptions', apiVersion: 'v1', stdin: true, stdout: true, container: 'container1' },
      oldObject: null,
      options: null,
    })
  })

  conformance(words('should be able to deny custom resource creation, update and deletion'), async () => {
    const crd = await customResource('denied', [{ name: 'v1', storage: true }])
    await register(
      'validating',
      hook('/custom-resources', {
        rules: [rule(['CREATE', 'UPDATE', 'DELETE'], [crd.plural], [crd.group])],
        namespaceSelector: {},
      }),
    )
    const bad = crd.object('bad', { 'webhook-e2e-test': 'webhook-disallow' })
    expectRefusal(await cluster.call('POST', crd.path, bad), 'the custom resource contains unwanted data')
    const kept = crd.object('kept', { 'webhook-e2e-test': 'webhook-nondeletable' })
    expect((await cluster.call('POST', crd.path, kept)).status).toBe(201)
    expectRefusal(
      await apply(`${crd.path}/kept`, { data: { 'webhook-e2e-test': 'webhook-disallow' } }),
      'the custom resource contains unwanted data',
    )
    expectRefusal(
      await cluster.call('DELETE', `${crd.path}/kept`),
      'the custom resource cannot be deleted because it contains unwanted key and value',
    )
    await apply(`${crd.path}/kept`, { data: { 'webhook-e2e-test': 'webhook-allow' } })
    expect((await cluster.call('DELETE', `${crd.path}/kept`)).status).toBe(200)
  })

  conformance(words('should unconditionally reject operations on fail closed webhook'), async () => {
    const closed = hook('/configmaps', { name: 'fail-closed.k8s.io', failurePolicy: 'Fail' })
    // Nobody vouches for the webhook's certificate.
    await register('validating', {
      ...closed,
      clientConfig: { ...cluster.service('/configmaps'), caBundle: undefined },
    })
    const reply = await cluster.call('POST', configMaps, configMap('foo'))
    expectRefusal(
      reply,
      'Internal error occurred: failed calling webhook "fail-closed.k8s.io": failed to call webhook: Post',
      500,
    )
    expect(reply.json['reason']).toBe('InternalError')
    expect(reply.json['message']).toContain('x509: certificate signed by unknown authority')
  })

  conformance(words('should mutate configmap'), async () => {
    await register('mutating', hook('/mutate-configmaps'), hook('/mutate-configmaps'))
    const { json } = await cluster.call('POST', configMaps, configMap('mutated', { 'mutation-start': 'yes' }))
    expect(json['data']).toEqual({ 'mutation-start': 'yes', 'mutation-stage-1': 'yes', 'mutation-stage-2': 'yes' })
  })

  conformance(words('should mutate pod and apply defaults after mutation'), async () => {
    await register('mutating', hook('/mutate-pods', { rules: [rule(['CREATE'], ['pods'])] }))
    const { json } = await cluster.call('POST', `/api/v1/namespaces/${namespace}/pods`, {
      metadata: { name: 'webhook-to-be-mutated' },
      spec: { containers: [{ name: 'example', image: 'pause' }] },
    })
    expect(json['spec']?.['initContainers']).toMatchObject([
      {
        name: 'webhook-added-init-container',
        image: 'webhook-added-image',
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        imagePullPolicy: 'Always',
      },
    ])
  })

  conformance(words('should not be able to mutate or prevent deletion of webhook configuration objects'), async () => {
    const rules = [rule(['*'], ['*'], ['*'], ['*'])]
    const onConfigurations = {
      rules: [
        rule(
          ['CREATE', 'UPDATE', 'DELETE'],
          ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'],
          ['admissionregistration.k8s.io'],
          ['*'],
        ),
      ],
      namespaceSelector: {},
    }
    await register('validating', hook('/deny', onConfigurations))
    await register('mutating', hook('/mutate-webhook-configurations', onConfigurations))
    for (const type of ['validating', 'mutating'] as const) {
      const path = await register(type, hook('/allow', { rules, objectSelector: { matchLabels: { no: 'body' } } }))
      const { json } = await cluster.call('GET', path)
      expect(json['metadata']?.['labels']).toEqual({ 'e2e-list-test-uuid': 'x' })
      expect((await cluster.call('DELETE', path)).status).toBe(200)
    }
    expect(cluster.asked).toEqual([])
  })

  conformance(words('should mutate custom resource'), async () => {
    const crd = await customResource('mutated', [{ name: 'v1', storage: true }])
    const rules = [rule(['CREATE', 'UPDATE'], [crd.plural], [crd.group])]
    const options = { rules, namespaceSelector: {} }
    await register('mutating', hook('/mutate-custom-resources', options), hook('/mutate-custom-resources', options))
    const { json } = await cluster.call('POST', crd.path, crd.object('one', { 'mutation-start': 'yes' }))
    expect(json['data']).toEqual({ 'mutation-start': 'yes', 'mutation-stage-1': 'yes', 'mutation-stage-2': 'yes' })
  })

  conformance(words('should deny crd creation'), async () => {
    await register(
      'validating',
      hook('/crd', {
        rules: [rule(['CREATE'], ['customresourcedefinitions'], ['apiextensions.k8s.io'], ['*'])],
        namespaceSelector: {},
      }),
    )
    const { plural, definition } = customDefinition('refused', [{ name: 'v1', storage: true }])
    const reply = await cluster.call('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      ...definition,
      metadata: { ...definition.metadata, labels: { 'webhook-e2e-test': 'webhook-disallow' } },
    })
    expect(plural).toBe('refuseds')
    expectRefusal(reply, 'the crd contains unwanted label')
  })

  conformance(words('should mutate custom resource with different stored version'), async () => {
    const versions = (stored: string) => ['v1', 'v2'].map((name) => ({ name, storage: name === stored }))
    const crd = await customResource('moved', versions('v1'))
    await register(
      'mutating',
      hook('/mutate-custom-resources', {
        rules: [rule(['CREATE', 'UPDATE'], [crd.plural], [crd.group], ['*'])],
        namespaceSelector: {},
      }),
    )
    const first = await cluster.call('POST', crd.path, crd.object('one', { 'mutation-start': 'yes' }))
    expect(first.json['data']).toEqual({ 'mutation-start': 'yes', 'mutation-stage-1': 'yes' })
    await apply(`/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${crd.plural}.${crd.group}`, {
      spec: { versions: customDefinition('moved', versions('v2')).definition.spec.versions },
    })
    const second = await apply(`${crd.path.replace('/v1/', '/v2/')}/one`, { data: { other: 'x' } })
    expect(second.json['message']).toBeUndefined()
    expect(second.json).toMatchObject({
      apiVersion: `${crd.group}/v2`,
      data: { 'mutation-start': 'yes', 'mutation-stage-1': 'yes', 'mutation-stage-2': 'yes', other: 'x' },
    })
  })

  conformance(words('should mutate custom resource with pruning'), async () => {
    const properties = { 'mutation-start': { type: 'string' }, 'mutation-stage-1': { type: 'string' } }
    const crd = await customResource('pruned', [{ name: 'v1', storage: true, properties }])
    const options = { rules: [rule(['CREATE', 'UPDATE'], [crd.plural], [crd.group])], namespaceSelector: {} }
    await register('mutating', hook('/mutate-custom-resources', options), hook('/mutate-custom-resources', options))
    const { json } = await cluster.call('POST', crd.path, crd.object('one', { 'mutation-start': 'yes' }))
    expect(json['data']).toEqual({ 'mutation-start': 'yes', 'mutation-stage-1': 'yes' })
  })

  conformance(words('should honor timeout'), async () => {
    const slow = (failurePolicy: string) => hook('/silence', { name: 'slow.k8s.io', timeoutSeconds: 1, failurePolicy })
    const closed = await register('validating', slow('Fail'))
    const reply = await cluster.call('POST', configMaps, configMap('too-slow'))
    expectRefusal(reply, 'failed calling webhook "slow.k8s.io": failed to call webhook: Post', 500)
    expect(reply.json['message']).toContain('?timeout=1s": context deadline exceeded')
    await cluster.call('DELETE', closed)
    await register('validating', slow('Ignore'))
    expect((await cluster.call('POST', configMaps, configMap('slow-but-fine'))).status).toBe(201)
    expect(cluster.asked.at(-1)?.query).toBe('timeout=1s')
  })

  for (const type of ['validating', 'mutating'] as const) {
    const effect = async (name: string): Promise<boolean> => {
      const reply = await cluster.call(
        'POST',
        configMaps,
        configMap(name, { 'webhook-e2e-test': 'webhook-disallow', 'mutation-start': 'yes' }),
      )
      return type === 'validating' ? reply.status === 400 : reply.json['data']?.['mutation-stage-1'] !== undefined
    }
    const path = type === 'validating' ? '/configmaps' : '/mutate-configmaps'

    conformance(words(`patching/updating a ${type} webhook should work`), async () => {
      const at = await register(type, hook(path))
      expect(await effect(`${type}-live`)).toBe(true)
      const { json } = await cluster.call('GET', at)
      const webhooks = json['webhooks'] as unknown as object[]
      await cluster.call('PUT', at, {
        ...json,
        webhooks: webhooks.map((item) => ({ ...item, rules: [rule(['UPDATE'], ['configmaps'])] })),
      })
      expect(await effect(`${type}-updated`)).toBe(false)
      const operations = [{ op: 'replace', path: '/webhooks/0/rules/0/operations', value: ['CREATE'] }]
      await cluster.call('PATCH', at, operations, { 'content-type': 'application/json-patch+json' })
      expect(await effect(`${type}-patched`)).toBe(true)
    })

    conformance(words(`listing ${type} webhooks should work`), async () => {
      for (let i = 0; i < 3; i++) await register(type, hook(path))
      const { json } = await cluster.call('GET', `${configurations[type]}?labelSelector=e2e-list-test-uuid%3Dx`)
      expect(json['items']).toHaveLength(3)
      expect(await effect(`${type}-listed`)).toBe(true)
      await cluster.call('DELETE', `${configurations[type]}?labelSelector=e2e-list-test-uuid%3Dx`)
      expect(await effect(`${type}-gone`)).toBe(false)
    })

    conformance(
      words(`should be able to create and update ${type} webhook configurations with match conditions`),
      async () => {
        const condition = { name: 'expression-1', expression: "object.metadata.namespace == 'production'" }
        const at = await register(type, hook(path, { matchConditions: [condition] }))
        const { json } = await cluster.call('GET', at)
        expect(json['webhooks']?.[0]?.['matchConditions']).toEqual([condition])
        const two = [{ name: 'expression-1', expression: "object.metadata.namespace == 'staging'" }]
        await cluster.call('PATCH', at, [{ op: 'replace', path: '/webhooks/0/matchConditions', value: two }], {
          'content-type': 'application/json-patch+json',
        })
        expect((await cluster.call('GET', at)).json['webhooks']?.[0]?.['matchConditions']).toEqual(two)
      },
    )

    conformance(words(`should reject ${type} webhook configurations with invalid match conditions`), async () => {
      const reply = await cluster.call('POST', configurations[type], {
        metadata: { name: 'invalid' },
        webhooks: [
          hook(path, { matchConditions: [{ name: 'invalid-expression-1', expression: '... [] bad expression' }] }),
        ],
      })
      expectRefusal(reply, 'compilation failed', 422)
    })
  }

  conformance(words("should mutate everything except 'skip-me' configmaps"), async () => {
    await register(
      'mutating',
      hook('/mutate-configmaps', {
        matchConditions: [{ name: 'skip-me', expression: "object.metadata.name != 'skip-me'" }],
      }),
    )
    const skipped = await cluster.call('POST', configMaps, configMap('skip-me', { 'mutation-start': 'yes' }))
    expect(skipped.json['data']).toEqual({ 'mutation-start': 'yes' })
    const other = await cluster.call('POST', configMaps, configMap('do-not-skip', { 'mutation-start': 'yes' }))
    expect(other.json['data']).toEqual({ 'mutation-start': 'yes', 'mutation-stage-1': 'yes' })
  })
})

interface CustomVersion {
  readonly name: string
  readonly storage: boolean
  readonly properties?: object
}

function customDefinition(kind: string, versions: readonly CustomVersion[]) {
  const plural = `${kind}s`
  const own = `${kind}.example.com`
  return {
    plural,
    group: own,
    definition: {
      metadata: { name: `${plural}.${own}` },
      spec: {
        group: own,
        scope: 'Namespaced',
        names: { plural, singular: kind, kind: `E2e-${kind}`.replace('-', ''), listKind: `E2e${kind}List` },
        versions: versions.map(({ name, storage, properties }) => ({
          name,
          served: true,
          storage,
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                data: {
                  type: 'object',
                  ...(properties === undefined ? { 'x-kubernetes-preserve-unknown-fields': true } : { properties }),
                },
              },
            },
          },
        })),
      },
    },
  }
}

async function customResource(kind: string, versions: readonly CustomVersion[]) {
  const { plural, group: own, definition } = customDefinition(kind, versions)
  const at = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
  const made = await cluster.call('POST', at, definition)
  expect(made.json['message']).toBeUndefined()
  await expect
    .poll(async () => {
      const { json } = await cluster.call('GET', `${at}/${plural}.${own}`)
      const conditions = (json['status']?.['conditions'] ?? []) as unknown as { type: string; status: string }[]
      return conditions.find(({ type }) => type === 'Established')?.status
    })
    .toBe('True')
  return {
    plural,
    group: own,
    path: `/apis/${own}/v1/namespaces/${namespace}/${plural}`,
    object: (name: string, data: object) => ({
      apiVersion: `${own}/v1`,
      kind: definition.spec.names.kind,
      metadata: { name, namespace },
      data,
    }),
  }
}
