/** Controllers and gatekeepers see custom resources as they see all others: garbage collection, namespaces, quota, RBAC. */
import type { CustomResourceDefinition } from '@elli/api/apiextensions/v1'
import { customresourcedefinitions } from '@elli/api/apiextensions/v1.resources'
import { configmaps, namespaces, resourcequotas } from '@elli/api/core/v1.resources'
import { clusterrolebindings, clusterroles } from '@elli/api/rbac/v1.resources'
import type { Client } from '@elli/client/client'
import { readAll } from '@elli/host/wire'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type ControlPlane, controlPlane } from './control-plane.ts'

let plane: ControlPlane
const namespace = 'default'
const signal = new AbortController().signal

const crontabs: CustomResourceDefinition = {
  metadata: { name: 'crontabs.stable.example.com' },
  spec: {
    group: 'stable.example.com',
    scope: 'Namespaced',
    names: { plural: 'crontabs', kind: 'CronTab' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
}

interface Reply {
  readonly status: number
  readonly json: {
    readonly message?: string
    readonly metadata?: { readonly uid?: string }
    readonly items?: unknown[]
  }
}

async function call(client: Client, method: string, path: string, body?: unknown): Promise<Reply> {
  const headers = { 'content-type': 'application/json' }
  const answer = await client.raw(method, path, {
    headers,
    signal,
    ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) }),
  })
  return { status: answer.status, json: JSON.parse((await readAll(answer.body)).toString('utf8')) as Reply['json'] }
}

const base = (where = namespace): string => `/apis/stable.example.com/v1/namespaces/${where}/crontabs`
const crontab = (name: string, metadata: object = {}): object => ({
  apiVersion: 'stable.example.com/v1',
  kind: 'CronTab',
  metadata: { name, ...metadata },
})

beforeAll(async () => {
  plane = await controlPlane(['garbage-collector-controller', 'namespace-controller', 'resourcequota-controller'])
  await plane.client.for(customresourcedefinitions).create(crontabs)
  await plane.until(async () => (await call(plane.client, 'GET', base())).status === 200)
})
afterAll(() => plane[Symbol.asyncDispose]())

it('owners and dependents may be custom resources', async () => {
  const owner = await call(plane.client, 'POST', base(), crontab('owner'))
  const ownerReferences = [
    { apiVersion: 'stable.example.com/v1', kind: 'CronTab', name: 'owner', uid: owner.json.metadata?.uid ?? '' },
  ]
  await plane.client.for(configmaps).create({ metadata: { name: 'child', namespace, ownerReferences } })
  await call(plane.client, 'POST', base(), crontab('grandchild', { ownerReferences }))
  // The collector learns of new resources within half a minute.
  await plane.passes(60_000)
  expect((await call(plane.client, 'DELETE', `${base()}/owner`)).status).toBe(200)
  await plane.until(async () => {
    const found = await plane.client.for(configmaps).list({ namespace })
    const others = await call(plane.client, 'GET', base())
    return !found.items.some((item) => item.metadata.name === 'child') && others.json.items?.length === 0
  })
})

it('a namespace takes its custom resources with it', async () => {
  await plane.client.for(namespaces).create({ metadata: { name: 'gone' }, spec: {} })
  expect((await call(plane.client, 'POST', base('gone'), crontab('a'))).status).toBe(201)
  await plane.client.for(namespaces).delete('gone')
  await plane.until(async () => (await call(plane.client, 'GET', '/api/v1/namespaces/gone')).status === 404)
  expect((await call(plane.client, 'GET', base('gone'))).json.items).toEqual([])
  const late = await call(plane.client, 'POST', base('gone'), crontab('b'))
  expect(late.json.message).toBe('namespaces "gone" not found')
})

it('quota counts custom resources', async () => {
  const hard = { 'count/crontabs.stable.example.com': '1' }
  await plane.client.for(resourcequotas).create({ metadata: { name: 'q', namespace }, spec: { hard } })
  await plane.until(async () => {
    const quota = await plane.client.for(resourcequotas).get('q', { namespace })
    return quota.status?.used?.['count/crontabs.stable.example.com'] === '0'
  })
  expect((await call(plane.client, 'POST', base(), crontab('one'))).status).toBe(201)
  const refused = await call(plane.client, 'POST', base(), crontab('two'))
  expect(refused.status).toBe(403)
  expect(refused.json.message).toContain(
    'exceeded quota: q, requested: count/crontabs.stable.example.com=1, used: count/crontabs.stable.example.com=1, limited: count/crontabs.stable.example.com=1',
  )
  await call(plane.client, 'DELETE', `${base()}/one`)
  await plane.until(async () => {
    const quota = await plane.client.for(resourcequotas).get('q', { namespace })
    return quota.status?.used?.['count/crontabs.stable.example.com'] === '0'
  })
})

it('RBAC speaks of custom resources', async () => {
  const reader = plane.clientAs('reader')
  expect((await call(reader, 'GET', base())).json.message).toBe(
    'crontabs.stable.example.com is forbidden: User "reader" cannot list resource "crontabs" in API group "stable.example.com" in the namespace "default"',
  )
  const rules = [{ apiGroups: ['stable.example.com'], resources: ['crontabs'], verbs: ['list'] }]
  await plane.client.for(clusterroles).create({ metadata: { name: 'crontabs' }, rules })
  await plane.client.for(clusterrolebindings).create({
    metadata: { name: 'crontabs' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'crontabs' },
    subjects: [{ kind: 'User', name: 'reader', apiGroup: 'rbac.authorization.k8s.io' }],
  })
  await plane.until(async () => (await call(reader, 'GET', base())).status === 200)
})
