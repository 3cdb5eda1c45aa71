/** Server-side apply and managed fields as clients see them; the cases are those of upstream's own integration tests. */
import { expect, test } from 'vitest'
import { testServer, type Answer, type TestServer } from './testing/server.ts'

const maps = '/api/v1/namespaces/default/configmaps'
const pods = '/api/v1/namespaces/default/pods'
const deployments = '/apis/apps/v1/namespaces/default/deployments'
const yaml = { 'content-type': 'application/apply-patch+yaml' }
const mergePatch = { 'content-type': 'application/merge-patch+json' }
const jsonPatch = { 'content-type': 'application/json-patch+json' }

interface Entry {
  manager: string
  operation: string
  apiVersion: string
  time?: string
  subresource?: string
  fieldsV1: unknown
}

function entries(answer: Answer): Entry[] {
  return (answer.json['metadata']?.['managedFields'] ?? []) as unknown as Entry[]
}

function who(answer: Answer): string[] {
  return entries(answer).map(
    ({ manager, operation, subresource }) =>
      `${manager} ${operation}${subresource === undefined ? '' : ` ${subresource}`}`,
  )
}

function fieldsOf(answer: Answer, manager: string): unknown {
  return entries(answer).find((entry) => entry.manager === manager)?.fieldsV1
}

function apply(server: TestServer, path: string, object: unknown, manager = 'apply_test', more = ''): Promise<Answer> {
  return server.call('PATCH', `${path}?fieldManager=${manager}${more}`, object, yaml)
}

function deployment(
  spec: Record<string, unknown> = {},
  metadata: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', labels: { app: 'nginx' }, ...metadata },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'nginx' } },
      template: {
        metadata: { labels: { app: 'nginx' } },
        spec: { containers: [{ name: 'nginx', image: 'nginx:latest' }] },
      },
      ...spec,
    },
  }
}

function configMap(
  data: Record<string, string> | undefined,
  metadata: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'cm', ...metadata },
    ...(data === undefined ? {} : { data }),
  }
}

test('what is applied and not there is made, and belongs to whoever applied it', async () => {
  await using server = await testServer()
  const made = await apply(server, `${deployments}/web`, deployment())
  expect(made.status).toBe(201)
  expect(entries(made)).toEqual([
    {
      manager: 'apply_test',
      operation: 'Apply',
      apiVersion: 'apps/v1',
      time: '2024-08-13T00:00:00Z',
      fieldsType: 'FieldsV1',
      fieldsV1: {
        'f:metadata': { 'f:labels': { 'f:app': {} } },
        'f:spec': {
          'f:replicas': {},
          'f:selector': {},
          'f:template': {
            'f:metadata': { 'f:labels': { 'f:app': {} } },
            'f:spec': { 'f:containers': { 'k:{"name":"nginx"}': { '.': {}, 'f:image': {}, 'f:name': {} } } },
          },
        },
      },
    },
  ])
  const again = await apply(server, `${deployments}/web`, deployment())
  expect(again.status).toBe(200)
  expect(again.json).toEqual(made.json)
})

test('a create owns what it sets and what is defaulted, in the order of upstream', async () => {
  await using server = await testServer()
  const made = await server.call(
    'POST',
    pods,
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [{ name: 'c', image: 'i' }] } },
    { 'user-agent': 'kubectl/v1.31 (linux)' },
  )
  expect(who(made)).toEqual(['kubectl Update'])
  expect(JSON.stringify(entries(made)[0]?.fieldsV1)).toBe(
    '{"f:spec":{"f:containers":{"k:{\\"name\\":\\"c\\"}":{".":{},"f:image":{},"f:imagePullPolicy":{},"f:name":{},"f:resources":{},"f:terminationMessagePath":{},"f:terminationMessagePolicy":{}}},"f:dnsPolicy":{},"f:enableServiceLinks":{},"f:restartPolicy":{},"f:schedulerName":{},"f:securityContext":{},"f:terminationGracePeriodSeconds":{}}}',
  )
  const read = await server.call('GET', `${pods}/a`)
  expect(read.json).toEqual(made.json)
})

test('fields of another manager are a conflict that names them, unless force takes them', async () => {
  await using server = await testServer()
  await apply(server, `${deployments}/web`, deployment())
  const scaled = await server.call(
    'PATCH',
    `${deployments}/web?fieldManager=updater`,
    { spec: { replicas: 5 } },
    mergePatch,
  )
  expect(who(scaled)).toEqual(['apply_test Apply', 'updater Update'])
  const refused = await apply(server, `${deployments}/web`, deployment({ replicas: 100 }))
  expect(refused.status).toBe(409)
  expect(refused.json).toMatchObject({
    reason: 'Conflict',
    message: 'Apply failed with 1 conflict: conflict with "updater" using apps/v1: .spec.replicas',
    details: {
      causes: [
        { reason: 'FieldManagerConflict', message: 'conflict with "updater" using apps/v1', field: '.spec.replicas' },
      ],
    },
  })
  const forced = await apply(server, `${deployments}/web`, deployment({ replicas: 100 }), 'apply_test', '&force=true')
  expect(forced.json['spec']?.['replicas']).toBe(100)
  expect(who(forced)).toEqual(['apply_test Apply'])
})

test('several conflicts stand one below the other', async () => {
  await using server = await testServer()
  await apply(server, `${maps}/cm`, configMap({ a: '1', b: '1' }), 'one')
  const refused = await apply(server, `${maps}/cm`, configMap({ a: '2', b: '2' }), 'two')
  expect(refused.json['message']).toBe('Apply failed with 2 conflicts: conflicts with "one":\n- .data.a\n- .data.b')
})

test('the same value is owned together, and goes when its last owner no longer names it', async () => {
  await using server = await testServer()
  await apply(server, `${maps}/cm`, configMap({ a: '1', b: '1' }), 'one')
  const shared = await apply(server, `${maps}/cm`, configMap({ a: '1' }), 'two')
  expect(who(shared).sort()).toEqual(['one Apply', 'two Apply'])
  const left = await apply(server, `${maps}/cm`, configMap({ b: '1' }), 'one')
  expect(left.json['data']).toEqual({ a: '1', b: '1' })
  const gone = await apply(server, `${maps}/cm`, configMap(undefined), 'two')
  expect(gone.json['data']).toEqual({ b: '1' })
  expect(who(gone)).toEqual(['one Apply'])
})

test('fields that an updater has set stay when an applier leaves them out', async () => {
  await using server = await testServer()
  await apply(server, `${deployments}/web`, deployment())
  await server.call('PATCH', `${deployments}/web?fieldManager=scaler`, { spec: { replicas: 5 } }, mergePatch)
  const { replicas: _replicas, ...spec } = deployment()['spec'] as Record<string, unknown>
  const transferred = await apply(server, `${deployments}/web`, { ...deployment(), spec })
  expect(transferred.json['spec']?.['replicas']).toBe(5)
})

test('a port is removed from the list when it is no longer applied', async () => {
  await using server = await testServer()
  const container = (ports?: unknown): Record<string, unknown> => ({
    template: {
      metadata: { labels: { app: 'nginx' } },
      spec: { containers: [{ name: 'nginx', image: 'nginx:latest', ...(ports === undefined ? {} : { ports }) }] },
    },
  })
  await apply(
    server,
    `${deployments}/web`,
    deployment(container([{ containerPort: 80, protocol: 'TCP' }, { containerPort: 443 }])),
  )
  const fewer = await apply(server, `${deployments}/web`, deployment(container([{ containerPort: 443 }])))
  const shown = (answer: Answer): unknown => answer.json['spec']?.['template']?.['spec']?.['containers']?.[0]?.['ports']
  expect(shown(fewer)).toEqual([{ containerPort: 443, protocol: 'TCP' }])
  const none = await apply(server, `${deployments}/web`, deployment(container()))
  expect(shown(none)).toBeUndefined()
})

test('keys of list items that have defaults may be left out', async () => {
  await using server = await testServer()
  const ports = (list: unknown): Record<string, unknown> => ({
    template: {
      metadata: { labels: { app: 'nginx' } },
      spec: { containers: [{ name: 'nginx', image: 'nginx:latest', ports: list }] },
    },
  })
  await apply(server, `${deployments}/web`, deployment(ports([{ name: 'x', containerPort: 80 }])))
  const other = await apply(
    server,
    `${deployments}/web`,
    deployment(
      ports([
        { name: 'y', containerPort: 80 },
        { name: 'z', containerPort: 80, protocol: 'UDP' },
      ]),
    ),
  )
  expect(other.status).toBe(200)
  expect(other.json['spec']?.['template']?.['spec']?.['containers']?.[0]?.['ports']).toEqual([
    { name: 'y', containerPort: 80, protocol: 'TCP' },
    { name: 'z', containerPort: 80, protocol: 'UDP' },
  ])
})

test('an apply that changes nothing moves neither version nor time, and time moves when the fields do', async () => {
  await using server = await testServer()
  const made = await apply(server, `${maps}/cm`, configMap({ a: '1' }))
  await server.host.advance(5000)
  const same = await apply(server, `${maps}/cm`, configMap({ a: '1' }))
  expect(same.json['metadata']).toEqual(made.json['metadata'])
  const other = await apply(server, `${maps}/cm`, configMap({ a: '2' }))
  expect(entries(other)[0]?.time).toBe('2024-08-13T00:00:05Z')
  expect(other.json['metadata']?.['resourceVersion']).not.toBe(made.json['metadata']?.['resourceVersion'])
})

test('updates that change nothing keep version and time, those that do move the time of their manager', async () => {
  await using server = await testServer()
  const made = await server.call('POST', `${maps}?fieldManager=me`, configMap({ a: '1' }))
  await server.host.advance(5000)
  const same = await server.call('PUT', `${maps}/cm?fieldManager=me`, made.json)
  expect(same.json).toEqual(made.json)
  const other = await server.call('PUT', `${maps}/cm?fieldManager=me`, { ...(same.json as object), data: { a: '2' } })
  expect(entries(other)).toMatchObject([{ manager: 'me', time: '2024-08-13T00:00:05Z' }])
  const without = { ...(other.json as object), metadata: { name: 'cm' }, data: { a: '3' } }
  const kept = await server.call('PUT', `${maps}/cm?fieldManager=you`, without)
  expect(who(kept)).toEqual(['me Update', 'you Update'])
  expect(fieldsOf(kept, 'me')).toEqual({ 'f:data': {} })
  expect(fieldsOf(kept, 'you')).toEqual({ 'f:data': { 'f:a': {} } })
})

test('a configuration that cannot be applied is refused in upstream words', async () => {
  await using server = await testServer()
  const anonymous = await server.call('PATCH', `${maps}/cm`, configMap({}), yaml)
  expect(anonymous.status).toBe(422)
  expect(anonymous.json['message']).toBe(
    'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
  )
  const managed = await apply(server, `${maps}/cm`, configMap({}, { managedFields: [] }))
  expect([managed.status, managed.json['message']]).toEqual([400, 'metadata.managedFields must be nil'])
  const version = await apply(server, `${deployments}/web`, { ...deployment(), apiVersion: 'extensions/v1beta' })
  expect([version.status, version.json['message']]).toEqual([
    400,
    'invalid object type: extensions/v1beta, Kind=Deployment',
  ])
  const unknown = await apply(server, `${maps}/cm`, { ...configMap({}), nope: 1 })
  expect([unknown.status, unknown.json['message'], unknown.json['reason']]).toEqual([
    500,
    'failed to create typed patch object (/cm; /v1, Kind=ConfigMap): .nope: field not declared in schema',
    undefined,
  ])
  const uid = await apply(server, `${maps}/cm`, configMap({}, { uid: 'some-uid' }))
  expect(uid.status).toBe(409)
  const broken = await apply(server, `${maps}/cm`, 'a: [')
  expect(broken.status).toBe(400)
  expect(broken.json['message']).toMatch(/^error decoding YAML: /)
  const named = await apply(server, `${maps}/cm`, configMap({}, { name: 'other' }))
  expect(named.json['message']).toBe('the name of the object (other) does not match the name on the URL (cm)')
  const json = await server.call('PATCH', `${maps}/cm?fieldManager=a`, configMap({}), {
    'content-type': 'application/apply-patch+json',
  })
  expect(json.status).toBe(415)
  const forced = await server.call('PATCH', `${maps}/cm?force=true`, {}, mergePatch)
  expect(forced.json['message']).toContain('force: Forbidden: may not be specified for non-apply patch')
  expect((await server.call('GET', `${maps}/cm`)).status).toBe(404)
})

test('items that are there twice are refused in a configuration, and taken in an object', async () => {
  await using server = await testServer()
  const pod = (env: unknown): unknown => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a' },
    spec: { containers: [{ name: 'c', image: 'i', env }] },
  })
  const twice = [
    { name: 'A', value: '1' },
    { name: 'A', value: '2' },
  ]
  const refused = await apply(server, `${pods}/a`, pod(twice))
  expect([refused.status, refused.json['message']]).toEqual([
    500,
    'failed to create typed patch object (/a; /v1, Kind=Pod): .spec.containers[name="c"].env: duplicate entries for key [name="A"]',
  ])
  const made = await server.call('POST', `${pods}?fieldManager=me`, pod(twice))
  expect(made.status).toBe(201)
  expect(JSON.stringify(fieldsOf(made, 'me'))).toContain('"f:env":{".":{},"k:{\\"name\\":\\"A\\"}":{}}')
})

test('keys given twice in YAML are a warning or a refusal', async () => {
  await using server = await testServer()
  const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: cm\ndata:\n  a: b\n  a: c\n'
  const strict = await apply(server, `${maps}/cm`, text, 'me', '&fieldValidation=Strict')
  expect([strict.status, strict.json['message']]).toEqual([
    400,
    'error strict decoding YAML: error converting YAML to JSON: yaml: unmarshal errors:\n  line 7: key "a" already set in map',
  ])
  const warned = await apply(server, `${maps}/cm`, text)
  expect(warned.status).toBe(201)
  expect(warned.headers['warning']).toContain('already set in map')
  expect(warned.json['data']).toEqual({ a: 'c' })
})

test('a dry run stores nothing', async () => {
  await using server = await testServer()
  const dry = await apply(server, `${maps}/cm`, configMap({ a: '1' }), 'me', '&dryRun=All')
  expect(dry.status).toBe(201)
  expect(who(dry)).toEqual(['me Apply'])
  expect((await server.call('GET', `${maps}/cm`)).status).toBe(404)
})

test.each<[string, string, unknown, Record<string, string>]>([
  ['an empty list in a merge patch', 'PATCH', { metadata: { managedFields: [] } }, mergePatch],
  ['one empty entry in a merge patch', 'PATCH', { metadata: { managedFields: [{}] } }, mergePatch],
  ['a JSON patch', 'PATCH', [{ op: 'replace', path: '/metadata/managedFields', value: [{}] }], jsonPatch],
  [
    'a strategic merge patch',
    'PATCH',
    { metadata: { managedFields: [{}] } },
    { 'content-type': 'application/strategic-merge-patch+json' },
  ],
  ['a PUT', 'PUT', configMap({ a: '1' }, { managedFields: [] }), {}],
])('managed fields are reset by %s, and stay away until somebody applies', async (_what, method, body, headers) => {
  await using server = await testServer()
  await apply(server, `${maps}/cm`, configMap({ a: '1' }))
  const cleared = await server.call(method, `${maps}/cm`, body, headers)
  expect(cleared.status).toBe(200)
  expect(cleared.json['metadata']?.['managedFields']).toBeUndefined()
  const updated = await server.call('PATCH', `${maps}/cm`, { data: { b: '2' } }, mergePatch)
  expect(updated.json['metadata']?.['managedFields']).toBeUndefined()
  const applied = await apply(server, `${maps}/cm`, configMap({ a: '1' }), 'new')
  expect(who(applied)).toEqual(['new Apply', 'before-first-apply Update'])
  expect(fieldsOf(applied, 'before-first-apply')).toEqual({ 'f:data': { '.': {}, 'f:a': {}, 'f:b': {} } })
})

test('managed fields that cannot be read are passed over, those that can are taken', async () => {
  await using server = await testServer()
  await apply(server, `${maps}/cm`, configMap({ a: '1' }))
  const patch = (value: unknown): Promise<Answer> =>
    server.call(
      'PATCH',
      `${maps}/cm?fieldManager=patcher`,
      [{ op: 'replace', path: '/metadata/managedFields', value }],
      jsonPatch,
    )
  const entry = {
    manager: 'x',
    operation: 'Apply',
    apiVersion: 'v1',
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:data': { 'f:a': {} } },
  }
  for (const bad of [{ fieldsType: '' }, { operation: 'Else' }, { apiVersion: '' }, { fieldsV1: { wrong: {} } }])
    expect(who(await patch([{ ...entry, ...bad }]))).toEqual(['apply_test Apply'])
  expect(who(await patch([entry]))).toEqual(['x Apply'])
  const made = await server.call('POST', `${maps}?fieldManager=me`, {
    ...configMap({ a: '1' }, { name: 'other', managedFields: [{ ...entry, fieldsV1: { 'f:data': { 'f:zz': {} } } }] }),
  })
  expect(who(made)).toEqual(['x Apply', 'me Update'])
})

test('a manager whose version is gone is dropped', async () => {
  await using server = await testServer()
  const old = {
    manager: 'sidecar_controller',
    operation: 'Apply',
    apiVersion: 'extensions/v1beta1',
    fieldsType: 'FieldsV1',
    fieldsV1: { 'f:metadata': { 'f:labels': { 'f:sidecar_version': {} } } },
  }
  const made = await server.call('POST', `${deployments}?fieldManager=me`, deployment({}, { managedFields: [old] }))
  expect(who(made)).toEqual(['me Update'])
})

test('managers name fields in their own version, and lose them when another version changes them', async () => {
  await using server = await testServer()
  const v1 = '/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers'
  const v2 = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers'
  const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }
  const made = await apply(
    server,
    `${v1}/h`,
    {
      apiVersion: 'autoscaling/v1',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'h' },
      spec: { maxReplicas: 5, scaleTargetRef: target, targetCPUUtilizationPercentage: 50 },
    },
    'one',
  )
  expect(made.status).toBe(201)
  const metric = {
    type: 'Resource',
    resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
  }
  const configuration = {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'h' },
    spec: { maxReplicas: 5, scaleTargetRef: target, metrics: [metric] },
  }
  const refused = await apply(server, `${v2}/h`, configuration, 'two')
  expect(refused.json['message']).toBe(
    'Apply failed with 1 conflict: conflict with "one": .spec.targetCPUUtilizationPercentage',
  )
  const forced = await apply(server, `${v2}/h`, configuration, 'two', '&force=true')
  expect(forced.status).toBe(200)
  expect(
    entries(forced)
      .map(({ manager, apiVersion }) => `${manager} ${apiVersion}`)
      .sort(),
  ).toEqual(['one autoscaling/v1', 'two autoscaling/v2'])
  const again = await server.call('GET', `${v1}/h`)
  expect(again.json['spec']?.['targetCPUUtilizationPercentage']).toBe(80)
  expect(fieldsOf(again, 'one')).toEqual({
    'f:spec': { 'f:maxReplicas': {}, 'f:scaleTargetRef': {} },
  })
})

test('an applier who changes the version of his configuration keeps what he owns', async () => {
  await using server = await testServer()
  const path = (version: string): string => `/apis/autoscaling/${version}/namespaces/default/horizontalpodautoscalers/h`
  const configuration = (version: string, spec: object): object => ({
    apiVersion: `autoscaling/${version}`,
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'h', labels: { a: 'b' } },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, ...spec },
  })
  await apply(server, path('v1'), configuration('v1', { minReplicas: 2, maxReplicas: 5 }))
  const changed = await apply(server, path('v2'), configuration('v2', { maxReplicas: 6 }))
  expect([changed.status, changed.json['message']]).toEqual([200, undefined])
  expect(changed.json['spec']).toMatchObject({ maxReplicas: 6, minReplicas: 1 })
  expect(entries(changed)).toMatchObject([{ manager: 'apply_test', apiVersion: 'autoscaling/v2' }])
})

test('more than ten managers that update are thrown together, the oldest first', async () => {
  await using server = await testServer()
  await apply(server, `${maps}/cm`, configMap({ applied: '1' }))
  let last: Answer | undefined
  for (let i = 0; i < 20; i++) {
    await server.host.advance(1000)
    last = await server.call('PATCH', `${maps}/cm?fieldManager=updater-${i}`, { data: { [`k${i}`]: '1' } }, mergePatch)
  }
  const names = who(last as Answer)
  expect(names).toHaveLength(11)
  expect(names[0]).toBe('apply_test Apply')
  expect(names[1]).toBe('ancient-changes Update')
  expect(
    Object.keys((fieldsOf(last as Answer, 'ancient-changes') as Record<string, object>)['f:data'] ?? {}),
  ).toHaveLength(11)
})

test('writes through a subresource own nothing that it does not reach, and cannot set managed fields', async () => {
  await using server = await testServer()
  const made = await apply(server, `${pods}/a`, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a' },
    spec: { containers: [{ name: 'c', image: 'i' }] },
  })
  const status = await server.call(
    'PATCH',
    `${pods}/a/status?fieldManager=kubelet`,
    {
      metadata: {
        managedFields: [{ manager: 'no', operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV1', fieldsV1: {} }],
      },
      spec: { nodeName: 'n' },
      status: { conditions: [{ type: 'MyStatus', status: 'True' }] },
    },
    mergePatch,
  )
  expect(who(status)).toEqual(['apply_test Apply', 'kubelet Update status'])
  expect(entries(status)[0]).toEqual(entries(made)[0])
  expect(fieldsOf(status, 'kubelet')).toEqual({
    'f:status': {
      'f:conditions': {
        '.': {},
        // Times that Go writes as null are set as well.
        'k:{"type":"MyStatus"}': {
          '.': {},
          'f:lastProbeTime': {},
          'f:lastTransitionTime': {},
          'f:status': {},
          'f:type': {},
        },
      },
    },
  })
  const main = await server.call(
    'PATCH',
    `${pods}/a?fieldManager=me`,
    { metadata: { labels: { a: 'b' } }, status: { phase: 'Failed' } },
    mergePatch,
  )
  expect(fieldsOf(main, 'me')).toEqual({ 'f:metadata': { 'f:labels': { '.': {}, 'f:a': {} } } })
})

test('status is applied through /status, and a missing object is not made by it', async () => {
  await using server = await testServer()
  const status = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    status: { replicas: 4, conditions: [{ type: 'Available', status: 'True' }] },
  }
  expect((await apply(server, `${deployments}/web/status`, status)).status).toBe(404)
  await apply(server, `${deployments}/web`, deployment())
  const applied = await apply(server, `${deployments}/web/status`, status, 'controller')
  expect(applied.status).toBe(200)
  expect(applied.json['status']?.['replicas']).toBe(4)
  expect(who(applied)).toEqual(['apply_test Apply', 'controller Apply status'])
})

test('who scales owns the replicas, under the name of the subresource', async () => {
  await using server = await testServer()
  await apply(server, `${deployments}/web`, deployment(), 'manager')
  const scale = await server.call(
    'PATCH',
    `${deployments}/web/scale?fieldManager=manager`,
    { spec: { replicas: 32 } },
    mergePatch,
  )
  expect([scale.status, scale.json['spec']?.['replicas']]).toEqual([200, 32])
  expect(scale.json['metadata']?.['managedFields']).toBeUndefined()
  const scaled = await server.call('GET', `${deployments}/web`)
  expect(who(scaled)).toEqual(['manager Apply', 'manager Update scale'])
  expect(entries(scaled)[1]).toMatchObject({ apiVersion: 'apps/v1', fieldsV1: { 'f:spec': { 'f:replicas': {} } } })
  const refused = await apply(server, `${deployments}/web`, deployment({ replicas: 10 }), 'manager')
  expect(refused.json['message']).toBe(
    'Apply failed with 1 conflict: conflict with "manager" with subresource "scale" using apps/v1: .spec.replicas',
  )
  const scaleObject = { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { name: 'web' }, spec: { replicas: 7 } }
  const conflicting = await apply(server, `${deployments}/web/scale`, scaleObject, 'other')
  expect(conflicting.json['message']).toBe(
    'Apply failed with 1 conflict: conflict with "manager" with subresource "scale" using autoscaling/v1: .spec.replicas',
  )
  const applied = await apply(server, `${deployments}/web/scale`, scaleObject, 'other', '&force=true')
  expect(applied.json['spec']?.['replicas']).toBe(7)
  expect(who(await server.call('GET', `${deployments}/web`)).sort()).toEqual(['manager Apply', 'other Apply scale'])
})

const annotation = 'kubectl.kubernetes.io/last-applied-configuration'

test('kubectl goes from client-side to server-side apply without conflicts over what it had applied', async () => {
  await using server = await testServer()
  const applied = deployment()
  const text = JSON.stringify(applied)
  const made = await server.call(
    'POST',
    `${deployments}?fieldManager=kubectl-client-side-apply`,
    deployment({}, { annotations: { [annotation]: text } }),
  )
  expect(made.status).toBe(201)
  await server.call('PATCH', `${deployments}/web?fieldManager=hpa`, { spec: { replicas: 2 } }, mergePatch)
  const otherName = await apply(server, `${deployments}/web`, deployment({ replicas: 9 }), 'someone')
  expect(otherName.status).toBe(409)
  const refused = await apply(server, `${deployments}/web`, deployment({ replicas: 9 }), 'kubectl')
  expect(refused.json['message']).toBe(
    'Apply failed with 1 conflict: conflict with "hpa" using apps/v1: .spec.replicas',
  )
  const image = { containers: [{ name: 'nginx', image: 'nginx:new' }] }
  const changed = deployment({ replicas: 2, template: { metadata: { labels: { app: 'nginx' } }, spec: image } })
  const upgraded = await apply(server, `${deployments}/web`, changed, 'kubectl')
  expect(upgraded.status).toBe(200)
  const { annotations } = upgraded.json['metadata'] as unknown as { annotations: Record<string, string> }
  expect(JSON.parse(annotations[annotation] ?? '')).toEqual(changed)
  expect(annotations[annotation]).toMatch(/^\{"apiVersion":.*\}\n$/)
})

test('only who may create may apply what is not there', async () => {
  const asked: string[] = []
  await using server = await testServer({
    authorizer: () => ({
      name: 'NoCreates',
      authorize({ verb }) {
        asked.push(verb)
        return verb === 'create' ? { decision: 'deny', reason: 'no' } : { decision: 'allow', reason: '' }
      },
    }),
  })
  const refused = await apply(server, `${maps}/cm`, configMap({}))
  expect(refused.status).toBe(403)
  expect(asked).toEqual(['patch', 'create'])
})

test('custom resources merge by their schema', async () => {
  await using server = await testServer()
  const crds = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
  const item = {
    type: 'object',
    properties: { name: { type: 'string' }, value: { type: 'integer' } },
    required: ['name'],
  }
  const made = await server.call('POST', crds, {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'crontabs.stable.example.com' },
    spec: {
      group: 'stable.example.com',
      scope: 'Namespaced',
      names: { plural: 'crontabs', singular: 'crontab', kind: 'CronTab' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          subresources: { status: {}, scale: { specReplicasPath: '.spec.count', statusReplicasPath: '.status.count' } },
          schema: {
            openAPIV3Schema: {
              type: 'object',
              properties: {
                spec: {
                  type: 'object',
                  properties: {
                    count: { type: 'integer' },
                    items: {
                      type: 'array',
                      items: item,
                      'x-kubernetes-list-type': 'map',
                      'x-kubernetes-list-map-keys': ['name'],
                    },
                    words: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
                    numbers: { type: 'array', items: { type: 'integer' } },
                    open: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
                  },
                },
                status: { type: 'object', properties: { count: { type: 'integer' } } },
              },
            },
          },
        },
      ],
    },
  })
  expect(made.status).toBe(201)
  const path = '/apis/stable.example.com/v1/namespaces/default/crontabs'
  const crontab = (spec: unknown): unknown => ({
    apiVersion: 'stable.example.com/v1',
    kind: 'CronTab',
    metadata: { name: 'c' },
    spec,
  })
  let first = await apply(
    server,
    `${path}/c`,
    crontab({ count: 1, items: [{ name: 'a', value: 1 }], words: ['x'], open: { a: { b: 1 } } }),
  )
  for (let i = 0; i < 200 && first.status === 404; i++) {
    await server.host.advance(50)
    first = await apply(
      server,
      `${path}/c`,
      crontab({ count: 1, items: [{ name: 'a', value: 1 }], words: ['x'], open: { a: { b: 1 } } }),
    )
  }
  expect([first.status, first.text.slice(0, 200)]).toEqual([201, expect.anything()])
  expect(fieldsOf(first, 'apply_test')).toEqual({
    'f:spec': {
      'f:count': {},
      'f:items': { 'k:{"name":"a"}': { '.': {}, 'f:name': {}, 'f:value': {} } },
      'f:open': { 'f:a': { '.': {}, 'f:b': {} } },
      'f:words': { 'v:"x"': {} },
    },
  })
  const second = await apply(
    server,
    `${path}/c`,
    crontab({ items: [{ name: 'b' }], words: ['y'], numbers: [1] }),
    'two',
  )
  expect(second.json['spec']).toEqual({
    count: 1,
    items: [{ name: 'a', value: 1 }, { name: 'b' }],
    words: ['x', 'y'],
    numbers: [1],
    open: { a: { b: 1 } },
  })
  const refused = await apply(server, `${path}/c`, crontab({ nope: 1 }), 'two')
  expect(refused.json['message']).toBe(
    'failed to create typed patch object (/c; stable.example.com/v1, Kind=CronTab): .spec.nope: field not declared in schema',
  )
  const fewer = await apply(server, `${path}/c`, crontab({ count: 1, words: ['x'] }))
  expect(fewer.json['spec']).toEqual({ count: 1, items: [{ name: 'b' }], words: ['x', 'y'], numbers: [1] })
  const updated = await server.call(
    'PATCH',
    `${path}/c?fieldManager=three`,
    { spec: { count: 3 }, status: { count: 1 } },
    mergePatch,
  )
  expect(fieldsOf(updated, 'three')).toEqual({ 'f:spec': { 'f:count': {} } })
  const scaled = await server.call('PATCH', `${path}/c/scale?fieldManager=four`, { spec: { replicas: 4 } }, mergePatch)
  expect(scaled.status).toBe(200)
  const after = await server.call('GET', `${path}/c`)
  expect(entries(after).find(({ manager }) => manager === 'four')).toMatchObject({
    subresource: 'scale',
    apiVersion: 'stable.example.com/v1',
    fieldsV1: { 'f:spec': { 'f:count': {} } },
  })
  const created = await server.call('POST', `${path}?fieldManager=maker`, {
    apiVersion: 'stable.example.com/v1',
    kind: 'CronTab',
    metadata: { name: 'd', labels: { a: 'b' } },
    spec: { count: 1, items: [{ name: 'a' }] },
  })
  expect(fieldsOf(created, 'maker')).toEqual({
    'f:metadata': { 'f:labels': { '.': {}, 'f:a': {} } },
    'f:spec': { '.': {}, 'f:count': {}, 'f:items': { '.': {}, 'k:{"name":"a"}': { '.': {}, 'f:name': {} } } },
  })
})
