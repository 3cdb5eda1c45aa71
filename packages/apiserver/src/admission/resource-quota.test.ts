import type { Pod, ResourceQuota, Service } from '@elli/api/core/v1'
import { pods, resourcequotas, secrets, services } from '@elli/api/core/v1.resources'
import { expect, test } from 'vitest'
import { pod, refusalOf, request, run, stage, type Stage } from './admission.fixtures.ts'
import { resourceQuota } from './resource-quota.ts'

function quota(
  hard: Record<string, string>,
  used: Record<string, string>,
  spec: ResourceQuota['spec'] = {},
  name = 'q',
): ResourceQuota {
  return { metadata: { namespace: 'ns', name, uid: name }, spec: { hard, ...spec }, status: { hard, used } }
}

function limited(...quotas: ResourceQuota[]): Stage {
  const made = stage()
  for (const each of quotas) made.put(resourcequotas, each)
  return made
}

const usedIn = (where: Stage, name = 'q'): Record<string, string> | undefined =>
  where.get(resourcequotas, 'ns', name)?.status?.used
const asking = (requests: Record<string, string>): Pod =>
  pod({ containers: [{ name: 'app', resources: { requests } }] })
const create = (object: Pod, more: { dryRun?: boolean } = {}) => request(pods, { object, ...more })

test('what fits is counted, in the quota’s own names only', async () => {
  const where = limited(
    quota({ pods: '3', 'requests.cpu': '1', secrets: '1' }, { pods: '2', 'requests.cpu': '0', secrets: '0' }),
  )
  await run([resourceQuota, where], create(asking({ cpu: '500m', memory: '1Gi' })))
  expect(usedIn(where)).toEqual({ pods: '3', 'requests.cpu': '500m', secrets: '0' })
})

for (const [name, where, object, expected] of [
  [
    'too many',
    limited(quota({ pods: '2' }, { pods: '2' })),
    pod(),
    'exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2',
  ],
  [
    'too much of two things',
    limited(
      quota(
        { pods: '5', 'requests.cpu': '1', 'requests.memory': '1Gi' },
        { pods: '1', 'requests.cpu': '600m', 'requests.memory': '512Mi' },
      ),
    ),
    asking({ cpu: '500m', memory: '1Gi' }),
    'exceeded quota: q, requested: requests.cpu=500m,requests.memory=1Gi, used: requests.cpu=600m,requests.memory=512Mi, limited: requests.cpu=1,requests.memory=1Gi',
  ],
  [
    'silence where a limit is set',
    limited(quota({ 'limits.cpu': '1' }, { 'limits.cpu': '0' })),
    pod(),
    'failed quota: q: must specify limits.cpu for: app',
  ],
  ['a quota not yet counted', limited(quota({ pods: '1' }, {})), pod(), 'status unknown for quota: q, resources: pods'],
  ['a quota for others', limited(quota({ pods: '0' }, { pods: '0' }, { scopes: ['Terminating'] })), pod(), undefined],
  [
    'a quota for it',
    limited(quota({ pods: '0' }, { pods: '0' }, { scopes: ['BestEffort'] })),
    pod(),
    'exceeded quota: q, requested: pods=1, used: pods=0, limited: pods=0',
  ],
  ['no quota', stage(), pod(), undefined],
] as const) {
  test(`ResourceQuota: ${name}`, async () => {
    const full = expected === undefined ? undefined : `pods "web" is forbidden: ${expected}`
    expect(await refusalOf([resourceQuota, where], create(object))).toBe(full)
  })
}

test('a refusal by one quota leaves the others as they were', async () => {
  const where = limited(quota({ pods: '5' }, { pods: '0' }, {}, 'a'), quota({ pods: '1' }, { pods: '1' }, {}, 'b'))
  expect(await refusalOf([resourceQuota, where], create(pod()))).toContain('exceeded quota: b')
  expect(usedIn(where, 'a')).toEqual({ pods: '0' })
})

test('a dry run is judged and not counted', async () => {
  const where = limited(quota({ pods: '1' }, { pods: '0' }))
  await run([resourceQuota, where], create(pod(), { dryRun: true }))
  expect(usedIn(where)).toEqual({ pods: '0' })
})

test('an update counts only what grows', async () => {
  const where = limited(
    quota({ 'services.nodeports': '2', services: '1' }, { 'services.nodeports': '1', services: '1' }),
  )
  const service = (ports: number): Service => ({
    metadata: { namespace: 'ns', name: 's' },
    spec: { type: 'NodePort', ports: Array.from({ length: ports }, (_, i) => ({ port: i + 1 })) },
  })
  const update = (from: number, to: number) =>
    request(services, { operation: 'UPDATE', object: service(to), oldObject: service(from) })
  const plugin = resourceQuota(where.context)
  expect(await refusalOf(plugin, update(1, 3))).toBe(
    'services "s" is forbidden: exceeded quota: q, requested: services.nodeports=2, used: services.nodeports=1, limited: services.nodeports=2',
  )
  await run(plugin, update(1, 2))
  await run(plugin, update(2, 1))
  expect(usedIn(where)).toEqual({ 'services.nodeports': '2', services: '1' })
})

test('many writers at once never exceed the limit, and share writes', async () => {
  const where = limited(quota({ 'count/secrets': '10' }, { 'count/secrets': '0' }))
  const plugin = resourceQuota(where.context)
  const answers = await Promise.all(
    Array.from({ length: 40 }, (_, i) =>
      refusalOf(plugin, request(secrets, { object: { metadata: { namespace: 'ns', name: `s${i}` } } })),
    ),
  )
  expect(answers.filter((answer) => answer === undefined)).toHaveLength(10)
  expect(usedIn(where)).toEqual({ 'count/secrets': '10' })
  expect(where.writes.done).toBeLessThan(5)
})

test('two servers racing for one quota share it without overshooting', async () => {
  const where = limited(quota({ 'count/secrets': '10' }, { 'count/secrets': '0' }))
  const servers = [resourceQuota(where.context), resourceQuota(where.context)] as const
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, i) =>
      refusalOf(
        servers[i % 2 === 0 ? 0 : 1],
        request(secrets, { object: { metadata: { namespace: 'ns', name: `s${i}` } } }),
      ),
    ),
  )
  expect(answers.filter((answer) => answer === undefined)).toHaveLength(10)
  expect(usedIn(where)).toEqual({ 'count/secrets': '10' })
  expect(where.writes.lost).toBeGreaterThan(0)
})
