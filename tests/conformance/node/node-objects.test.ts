/** Conformance tests of sig-node that look at the API only: templates, leases, config maps, secrets, runtime classes, what is refused. */
import type { Lease } from '@elli/api/coordination/v1'
import { leases } from '@elli/api/coordination/v1.resources'
import { configmaps, pods, podtemplates, secrets } from '@elli/api/core/v1.resources'
import { runtimeclasses } from '@elli/api/node/v1.resources'
import { isForbidden, isInvalid } from '@elli/machinery/errors'
import { describe, expect } from 'vitest'
import { conformance } from '../conformance.ts'
import { changed, walkLifecycle } from '../lifecycle.ts'
import { makePod, podTemplate } from '../pods.ts'
import { sharedCluster } from '../shared-cluster.ts'
import { watching } from '../watching.ts'

const shared = sharedCluster({ nodes: 1 })
const rejection = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'it was let in',
    (error: unknown) => error,
  )

describe('pod templates', () => {
  const words = (what: string): string => `[sig-node] PodTemplates should ${what} [Conformance]`

  conformance(words('run the lifecycle of PodTemplates'), async () =>
    walkLifecycle(shared.client, {
      resource: podtemplates,
      namespace: await shared.namespace(),
      make: () => ({ template: podTemplate({ app: 'template' }) }),
    }),
  )

  conformance(words('delete a collection of pod templates'), async () => {
    const namespace = await shared.namespace()
    const api = shared.client.for(podtemplates)
    for (const name of ['one', 'two', 'three'])
      await api.create({ metadata: { name, namespace, labels: { set: 'true' } }, template: podTemplate({ app: 'x' }) })
    await api.create({ metadata: { name: 'other', namespace }, template: podTemplate({ app: 'x' }) })
    expect((await api.list({ namespace, labelSelector: 'set=true' })).items).toHaveLength(3)
    await api.deleteCollection({ namespace, labelSelector: 'set=true' })
    expect((await api.list({ namespace })).items.map(({ metadata }) => metadata.name)).toEqual(['other'])
  })

  conformance(words('replace a pod template'), async () => {
    const namespace = await shared.namespace()
    const api = shared.client.for(podtemplates)
    await api.create({ metadata: { name: 'one', namespace }, template: podTemplate({ app: 'x' }) })
    const replaced = await changed(shared.client, { resource: podtemplates, namespace }, 'one', (object) =>
      api.update({ ...object, metadata: { ...object.metadata, annotations: { updated: 'true' } } }),
    )
    expect(replaced.metadata.annotations).toEqual({ updated: 'true' })
  })
})

conformance('[sig-node] Lease lease API should be available [Conformance]', async () => {
  const namespace = await shared.namespace()
  const api = shared.client.for(leases)
  const spec: Lease['spec'] = {
    holderIdentity: 'holder',
    leaseDurationSeconds: 30,
    acquireTime: '2024-08-13T12:00:00.000002Z',
    renewTime: '2024-08-13T12:00:05.000000Z',
    leaseTransitions: 0,
  }
  await api.create({ metadata: { name: 'lease', namespace }, spec })
  expect((await api.get('lease', { namespace })).spec).toEqual(spec)
  const next = { ...spec, holderIdentity: 'holder2', acquireTime: '2024-08-13T12:00:09.999999Z', leaseTransitions: 1 }
  await changed(shared.client, { resource: leases, namespace }, 'lease', (lease) =>
    api.update({ ...lease, spec: next }),
  )
  expect((await api.get('lease', { namespace })).spec).toEqual(next)
  const body = { spec: { leaseDurationSeconds: 35, renewTime: '2024-08-13T12:01:00.123456Z' } }
  await api.patch('lease', { type: 'strategic', body }, { namespace })
  expect((await api.get('lease', { namespace })).spec).toEqual({ ...next, ...body.spec })

  await api.create({ metadata: { name: 'lease2', namespace, labels: { deletecollection: 'true' } }, spec })
  expect((await api.list({ namespace })).items).toHaveLength(2)
  await api.deleteCollection({ namespace, labelSelector: 'deletecollection=true' })
  expect((await api.list({ namespace })).items.map(({ metadata }) => metadata.name)).toEqual(['lease'])
  await api.delete('lease', { namespace })
  expect((await api.list({ namespace })).items).toEqual([])
})

describe('config maps and secrets', () => {
  conformance('[sig-node] ConfigMap should fail to create ConfigMap with empty key [Conformance]', async () => {
    const namespace = await shared.namespace()
    const made = shared.client
      .for(configmaps)
      .create({ metadata: { name: 'empty', namespace }, data: { '': 'value-1' } })
    expect(isInvalid(await rejection(made))).toBe(true)
  })

  conformance('[sig-node] Secrets should fail to create secret due to empty secret key [Conformance]', async () => {
    const namespace = await shared.namespace()
    const made = shared.client.for(secrets).create({ metadata: { name: 'empty', namespace }, data: { '': 'dmFsdWU=' } })
    expect(isInvalid(await rejection(made))).toBe(true)
  })

  conformance('[sig-node] ConfigMap should run through a ConfigMap lifecycle [Conformance]', async () => {
    const namespace = await shared.namespace()
    const api = shared.client.for(configmaps)
    const labelSelector = 'test-configmap-static=true'
    const { resourceVersion = '' } = (await api.list({ namespace })).metadata
    await using seen = watching(shared.client, configmaps, { namespace, labelSelector, resourceVersion })
    const labels = { 'test-configmap-static': 'true' }
    await api.create({ metadata: { name: 'life', namespace, labels }, data: { valueName: 'value' } })
    await api.patch('life', { type: 'strategic', body: { data: { valueName: 'value1' } } }, { namespace })
    expect((await api.get('life', { namespace })).data).toEqual({ valueName: 'value1' })
    const everywhere = await api.list({ labelSelector })
    expect(everywhere.items.map(({ metadata, data }) => [metadata.namespace, data])).toEqual([
      [namespace, { valueName: 'value1' }],
    ])
    await api.deleteCollection({ namespace, labelSelector })
    expect((await api.list({ namespace, labelSelector })).items).toEqual([])
    await shared.until(() => seen.events.length === 3)
    expect(seen.events.map(({ type }) => type)).toEqual(['ADDED', 'MODIFIED', 'DELETED'])
  })

  conformance('[sig-node] Secrets should patch a secret [Conformance]', async () => {
    const namespace = await shared.namespace()
    const api = shared.client.for(secrets)
    const labels = { testsecret: 'constant' }
    await api.create({ metadata: { name: 'one', namespace, labels }, type: 'Opaque', data: { key: 'dmFsdWU=' } })
    expect((await api.list({ labelSelector: 'testsecret=constant' })).items).toHaveLength(1)
    const body = { metadata: { labels: { testsecret: 'true' } }, data: { key: 'dmFsdWUx' } }
    await api.patch('one', { type: 'strategic', body }, { namespace })
    expect(await api.get('one', { namespace })).toMatchObject(body)
    expect((await api.list({ labelSelector: 'testsecret=constant' })).items).toEqual([])
    await api.deleteCollection({ namespace, labelSelector: 'testsecret=true' })
    expect((await api.list({ labelSelector: 'testsecret=true' })).items).toEqual([])
  })
})

describe('runtime classes', () => {
  const words = (what: string): string => `[sig-node] RuntimeClass should ${what} [NodeConformance] [Conformance]`
  const api = () => shared.client.for(pods)

  conformance(words('reject a Pod requesting a non-existent RuntimeClass'), async () => {
    const namespace = await shared.namespace()
    const made = api().create(makePod(namespace, 'pod', { runtimeClassName: 'nonexistent' }))
    expect(isForbidden(await rejection(made))).toBe(true)
  })

  conformance(words('reject a Pod requesting a deleted RuntimeClass'), async () => {
    const namespace = await shared.namespace()
    const classes = shared.client.for(runtimeclasses)
    await classes.create({ metadata: { name: 'short-lived' }, handler: 'runc' })
    await shared.until(() =>
      api()
        .create(makePod(namespace, 'before', { runtimeClassName: 'short-lived' }), { dryRun: true })
        .then(
          () => true,
          () => false,
        ),
    )
    await classes.delete('short-lived')
    // What a cache has seen a moment ago may still count for a moment.
    await shared.until(async () =>
      isForbidden(
        await rejection(
          api().create(makePod(namespace, 'after', { runtimeClassName: 'short-lived' }), { dryRun: true }),
        ),
      ),
    )
    const made = api().create(makePod(namespace, 'after', { runtimeClassName: 'short-lived' }))
    expect(isForbidden(await rejection(made))).toBe(true)
  })

  /** The overhead of a pod of such a class, once it has a node. */
  async function scheduled(name: string, podFixed?: Record<string, string>): Promise<unknown> {
    const namespace = await shared.namespace()
    const overhead = podFixed === undefined ? {} : { overhead: { podFixed } }
    await shared.client.for(runtimeclasses).create({ metadata: { name }, handler: 'test-handler', ...overhead })
    await api().create(makePod(namespace, 'pod', { runtimeClassName: name }))
    await shared.until(async () => (await api().get('pod', { namespace })).spec.nodeName !== undefined)
    return (await api().get('pod', { namespace })).spec.overhead
  }

  conformance(words('schedule a Pod requesting a RuntimeClass without PodOverhead'), async () => {
    expect(await scheduled('plain')).toBeUndefined()
  })

  conformance(words('schedule a Pod requesting a RuntimeClass and initialize its Overhead'), async () => {
    expect(await scheduled('heavy', { cpu: '10m', memory: '1Mi' })).toEqual({ cpu: '10m', memory: '1Mi' })
  })
})

conformance(
  '[sig-node] Sysctls [LinuxOnly] [NodeConformance] should reject invalid sysctls [MinimumKubeletVersion:1.21] [Conformance]',
  async () => {
    const namespace = await shared.namespace()
    const sysctls = ['foo-', 'kernel.shmmax', 'safe-and-unsafe.foo.bar', 'bar..', 'kernel.shmmax-'].map((name) => ({
      name,
      value: '100000000',
    }))
    const made = shared.client.for(pods).create(makePod(namespace, 'sysctl', { securityContext: { sysctls } }))
    const { message } = (await rejection(made)) as Error
    for (const bad of ['foo-', 'bar..', 'kernel.shmmax-']) expect(message).toContain(`"${bad}"`)
    expect(message).not.toContain('"kernel.shmmax"')
    expect(message).not.toContain('safe-and-unsafe')
  },
)
