/**
 * Input that nobody thought of: thousands of requests put together by chance from what is nearly right.
 * Always: no answer is a 5xx (a revision of the future is a 504, as upstream has it), none stays out, and the server is well afterwards.
 * The seed is fixed; a failing input is shrunk and shown.
 */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Cluster, createCluster } from 'elli'
import { configmaps } from 'elli/resources'
import { type Ask, credentialsIn, rawRequests } from './raw-requests.ts'

let cluster: Cluster
let ask: Ask

beforeAll(async () => {
  cluster = await createCluster({ https: true, seed: 7, controllers: [] })
  ask = rawRequests(credentialsIn(cluster.kubeconfig ?? ''))
})

afterAll(async () => {
  await cluster.close()
})

const segment = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      'api',
      'apis',
      'v1',
      'apps',
      'namespaces',
      'default',
      'configmaps',
      'pods',
      'deployments',
      'nodes',
      'watch',
      'status',
      'scale',
      'proxy',
      'log',
      'x',
      'services',
      'secrets',
      'events',
      'batch',
      'jobs',
      'finalize',
      'binding',
      'eviction',
      'token',
      'openapi',
      'v2',
      'v3',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%00',
      '%zz',
      '%',
      'a%2fb',
      '%F0%9F%92%A9',
      '__proto__',
      'constructor',
      '~',
      '-',
    ),
  },
)
const collections = fc.constantFrom(
  '/api/v1/namespaces/default/configmaps',
  '/api/v1/namespaces/default/pods',
  '/api/v1/namespaces/default/services',
  '/api/v1/namespaces/default/secrets',
  '/api/v1/namespaces/default/serviceaccounts',
  '/api/v1/namespaces/default/resourcequotas',
  '/api/v1/namespaces/default/limitranges',
  '/api/v1/namespaces/default/events',
  '/api/v1/namespaces',
  '/api/v1/nodes',
  '/api/v1/persistentvolumes',
  '/apis/apps/v1/namespaces/default/deployments',
  '/apis/apps/v1/namespaces/default/statefulsets',
  '/apis/apps/v1/namespaces/default/daemonsets',
  '/apis/batch/v1/namespaces/default/cronjobs',
  '/apis/batch/v1/namespaces/default/jobs',
  '/apis/networking.k8s.io/v1/namespaces/default/ingresses',
  '/apis/networking.k8s.io/v1/namespaces/default/networkpolicies',
  '/apis/rbac.authorization.k8s.io/v1/clusterroles',
  '/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings',
  '/apis/policy/v1/namespaces/default/poddisruptionbudgets',
  '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers',
  '/apis/storage.k8s.io/v1/storageclasses',
  '/apis/certificates.k8s.io/v1/certificatesigningrequests',
  '/apis/discovery.k8s.io/v1/namespaces/default/endpointslices',
  '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies',
  '/apis/flowcontrol.apiserver.k8s.io/v1/flowschemas',
  '/apis/authorization.k8s.io/v1/subjectaccessreviews',
  '/apis/authentication.k8s.io/v1/tokenreviews',
)
const path = fc.oneof(
  collections,
  fc.tuple(collections, fc.constantFrom('/x', '/y', '/x/status', '/x/scale', '/%00', '/..')).map(([a, b]) => a + b),
  fc.array(segment, { maxLength: 7 }).map((parts) => `/${parts.join('/')}`),
)
const word = fc.oneof(
  fc.constantFrom(
    '',
    '0',
    '-1',
    '1',
    'true',
    'x',
    'metadata.name=x',
    'a in (b',
    'a=b',
    '!a',
    '9007199254740993',
    'Strict',
    'All',
    '%00',
    'eyJ2IjoibWV0YS5rOHMuaW8vdjEifQ',
    'null',
    '1e9',
    'Foreground',
    '-9223372036854775808',
  ),
  fc.string({ maxLength: 12 }),
)
const query = fc
  .array(
    fc.tuple(
      fc.constantFrom(
        'limit',
        'continue',
        'resourceVersion',
        'resourceVersionMatch',
        'labelSelector',
        'fieldSelector',
        'timeoutSeconds',
        'pretty',
        'dryRun',
        'fieldManager',
        'fieldValidation',
        'gracePeriodSeconds',
        'propagationPolicy',
        'orphanDependents',
        'allowWatchBookmarks',
        'sendInitialEvents',
        'includeObject',
        'force',
        'command',
        'container',
        'tailLines',
      ),
      word,
    ),
    { maxLength: 3 },
  )
  // A watch would last; the others end of themselves.
  .map((pairs) =>
    pairs.length === 0
      ? ''
      : `?${pairs.map(([key, value]) => `${key}=${value === '%00' ? value : encodeURIComponent(value)}`).join('&')}`,
  )

const fieldName = fc.constantFrom(
  'metadata',
  'spec',
  'status',
  'data',
  'name',
  'namespace',
  'labels',
  'annotations',
  'finalizers',
  'ownerReferences',
  'replicas',
  'selector',
  'matchLabels',
  'matchExpressions',
  'template',
  'containers',
  'image',
  'ports',
  'port',
  'targetPort',
  'resources',
  'limits',
  'cpu',
  'volumes',
  'env',
  'valueFrom',
  'key',
  'operator',
  'values',
  'rules',
  'roleRef',
  'subjects',
  'type',
  'clusterIP',
  'schedule',
  'jobTemplate',
  'completions',
  'hard',
  'affinity',
  'tolerations',
  'topologySpreadConstraints',
  'securityContext',
  'livenessProbe',
  'httpGet',
  '$patch',
  '$retainKeys',
  '__proto__',
  'a',
  'kind',
  'apiVersion',
  'uid',
  'resourceVersion',
  'generateName',
  'op',
  'path',
  'value',
  'spec.x',
  'paths',
  'host',
  'http',
  'backend',
  'metrics',
  'podSelector',
  'ingress',
  'from',
  'ipBlock',
  'cidr',
  'request',
  'endpoints',
  'addresses',
  'conditions',
  'capacity',
  'storage',
  'accessModes',
  'initContainers',
  'lifecycle',
  'preStop',
  'exec',
  'volumeMounts',
  'configMap',
  'items',
  'nodeName',
)
const { value } = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    fc.constantFrom(
      null,
      0,
      -1,
      1,
      1.5,
      1e20,
      2 ** 53,
      true,
      '',
      'x',
      'X_',
      '1',
      '1Gi',
      '10m',
      'http',
      'Always',
      'In',
      'TCP',
      '10.96.0.1',
      '0/0',
      '*/1 * * * *',
      '2024-01-01T00:00:00Z',
      '\u0000',
      '💩',
      'a'.repeat(300),
    ),
    { weight: 3, arbitrary: tie('object') },
    fc.array(tie('value'), { maxLength: 3 }),
  ),
  object: fc.dictionary(fieldName, tie('value'), { maxKeys: 5 }),
}))
const nearlyRight = fc
  .tuple(
    fc.record({ name: fc.constantFrom('x', 'y', 'X', '') }, { requiredKeys: [] }),
    fc.dictionary(fieldName, value, { maxKeys: 5 }),
    fc.dictionary(fieldName, value, { maxKeys: 2 }),
    fc.constantFrom('spec', 'data', 'template', 'rules', 'status', 'metadata'),
  )
  .map(([metadata, spec, more, field]) => JSON.stringify({ metadata, ...more, [field]: spec }))
const body = fc.oneof(
  { weight: 5, arbitrary: nearlyRight },
  { weight: 2, arbitrary: value.map((item) => JSON.stringify(item)) },
  {
    weight: 1,
    arbitrary: fc
      .array(fc.dictionary(fieldName, value, { maxKeys: 3 }), { maxLength: 3 })
      .map((item) => JSON.stringify(item)),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 60 }) },
  { weight: 1, arbitrary: fc.tuple(nearlyRight, fc.nat(200)).map(([text, at]) => text.slice(0, at)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constant('k8s\u0000'), fc.string({ maxLength: 40, unit: 'binary' }))
      .map((parts) => parts.join('')),
  },
)
const type = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(
      'application/json',
      'application/merge-patch+json',
      'application/strategic-merge-patch+json',
      'application/json-patch+json',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      'application/yaml',
      'application/vnd.kubernetes.protobuf',
      'text/plain',
      '',
      'application/apply-patch+yaml',
    ),
  },
)
const accept = fc.constantFrom(
  '',
  '*/*',
  'application/json',
  'application/yaml',
  'application/vnd.kubernetes.protobuf',
  'application/json;as=Table;g=meta.k8s.io;v=v1',
  'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
  'text/html',
  ';;q=x,',
  'application/json;q=0',
)
const input = fc.record({
  method: fc.constantFrom(
    'GET',
    'GET',
    'POST',
    'POST',
    'POST',
    'PUT',
    'PUT',
    'PATCH',
    'PATCH',
    'DELETE',
    'HEAD',
    'OPTIONS',
  ),
  path,
  query,
  type,
  accept,
  body,
})

/**
 * Proxies answer for others, 504 is the right word for a revision that is still to come, and 500 is upstream's for an applied
 * configuration that does not fit its kind.
 */
function acceptable(code: number, text: string): boolean {
  if (code === 500) return /failed to (?:create typed patch|convert new) object/.test(text)
  return code < 500 || (code === 504 && text.includes('Too large resource version'))
}

test('no input is answered with a 5xx, none is left without an answer', { timeout: 300_000 }, async () => {
  await cluster.client.for(configmaps).create({ metadata: { name: 'x', namespace: 'default' }, data: { a: 'b' } })
  await fc.assert(
    fc.asyncProperty(fc.array(input, { minLength: 8, maxLength: 8 }), async (batch) => {
      await Promise.all(
        batch.map(async ({ method, path: target, query: search, type: contentType, accept: wanted, body: text }) => {
          const hasBody = method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS'
          const lasting = /\/watch(\/|$)/.test(target)
          const limit = lasting ? `${search === '' ? '?' : `${search}&`}timeoutSeconds=1` : search
          const answer = await ask(method, target + limit, {
            ...(hasBody ? { body: text, type: contentType } : {}),
            ...(wanted === '' ? {} : { headers: { accept: wanted } }),
          })
          if (!acceptable(answer.code, answer.text))
            throw new Error(`${method} ${target}${limit} (${contentType}) ${text}: ${answer.code} ${answer.text}`)
        }),
      )
    }),
    {
      seed: 20_240_813,
      numRuns: 400,
      endOnFailure: false,
      interruptAfterTimeLimit: 240_000,
      markInterruptAsFailure: true,
    },
  )
  expect((await ask('GET', '/readyz')).text).toBe('ok')
  const after = await cluster.client.for(configmaps).create({ metadata: { name: 'after', namespace: 'default' } })
  expect(after.metadata.uid).toBeDefined()
})
