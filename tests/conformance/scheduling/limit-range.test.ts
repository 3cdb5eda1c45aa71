/** Conformance tests of LimitRange: what pods are given, what is too much or too little, and the object's own life. */
import type { LimitRange, PodSpec } from '@elli/api/core/v1'
import { limitranges, pods } from '@elli/api/core/v1.resources'
import { isForbidden } from '@elli/machinery/errors'
import { expect } from 'vitest'
import { conformance } from '../conformance.ts'
import { changed } from '../lifecycle.ts'
import { makePod } from '../pods.ts'
import { sharedCluster } from '../shared-cluster.ts'
import { watching } from '../watching.ts'

const shared = sharedCluster({ nodes: 0 })
const words = (what: string): string => `[sig-scheduling] LimitRange should ${what} [Conformance]`
type Amounts = Record<string, string>

const range = (namespace: string, name: string): LimitRange => ({
  metadata: { name, namespace },
  spec: {
    limits: [
      {
        type: 'Container',
        min: { cpu: '50m', memory: '100Mi', 'ephemeral-storage': '100Gi' },
        max: { cpu: '500m', memory: '500Mi', 'ephemeral-storage': '500Gi' },
        default: { cpu: '500m', memory: '500Mi', 'ephemeral-storage': '500Gi' },
        defaultRequest: { cpu: '100m', memory: '200Mi', 'ephemeral-storage': '200Gi' },
      },
    ],
  },
})
const wants = (resources: { requests?: Amounts; limits?: Amounts }): Partial<PodSpec> => ({
  containers: [{ name: 'main', image: 'pause', resources }],
})

conformance(words('create a LimitRange with defaults and ensure pod has those defaults applied.'), async () => {
  const namespace = await shared.namespace()
  const api = shared.client.for(limitranges)
  const { resourceVersion = '' } = (await api.list({ namespace })).metadata
  await using seen = watching(shared.client, limitranges, { namespace, resourceVersion })
  const made = await api.create(range(namespace, 'limits'))
  await shared.until(() => seen.events.length === 1)
  expect(seen.events[0]).toMatchObject({ type: 'ADDED', object: { metadata: { uid: made.metadata.uid } } })
  expect((await api.get('limits', { namespace })).spec).toEqual(range(namespace, 'limits').spec)

  const create = async (name: string, spec: Partial<PodSpec> = {}) =>
    (await shared.client.for(pods).create(makePod(namespace, name, spec))).spec.containers[0]?.resources
  const refused = async (name: string, spec: Partial<PodSpec>): Promise<boolean> =>
    isForbidden(
      await create(name, spec).then(
        () => 'let in',
        (error: unknown) => error,
      ),
    )

  const ephemeral = { requests: { 'ephemeral-storage': '200Gi' }, limits: { 'ephemeral-storage': '500Gi' } }
  // What admission knows is what its cache knows; that takes a moment.
  await shared.until(() => refused('too-small', wants({ requests: { cpu: '10m', memory: '50Mi' } })))
  expect(await create('no-resources')).toEqual({
    requests: { cpu: '100m', memory: '200Mi', ...ephemeral.requests },
    limits: { cpu: '500m', memory: '500Mi', ...ephemeral.limits },
  })
  expect(
    await create('partial', wants({ requests: { cpu: '300m', memory: '100Mi' }, limits: { cpu: '300m' } })),
  ).toEqual({
    requests: { cpu: '300m', memory: '100Mi', ...ephemeral.requests },
    limits: { cpu: '300m', memory: '500Mi', ...ephemeral.limits },
  })
  // A limit alone is the request too.
  expect(await create('limit-only', wants({ limits: { cpu: '400m' } }))).toMatchObject({ requests: { cpu: '400m' } })
  expect(await refused('too-big', wants({ requests: { cpu: '600m' }, limits: { cpu: '600m' } }))).toBe(true)

  await changed(shared.client, { resource: limitranges, namespace }, 'limits', (object) => {
    const limits = object.spec?.limits.map((item) => ({ ...item, min: { cpu: '9m', memory: '49Mi' } })) ?? []
    return api.update({ ...object, spec: { limits } })
  })
  expect((await api.get('limits', { namespace })).spec?.limits[0]?.min).toEqual({ cpu: '9m', memory: '49Mi' })
  const small = wants({ requests: { cpu: '10m', memory: '50Mi' } })
  let tried = 0
  await shared.until(async () => !(await refused(`small-${++tried}`, small)))
  expect(await refused('still-too-big', wants({ requests: { cpu: '600m' }, limits: { cpu: '600m' } }))).toBe(true)

  await api.delete('limits', { namespace })
  await shared.until(async () => !(await refused(`big-${++tried}`, wants({ limits: { cpu: '600m' } }))))
})

conformance(words('list, patch and delete a LimitRange by collection'), async () => {
  const namespaces = [await shared.namespace(), await shared.namespace()]
  const api = shared.client.for(limitranges)
  const labels = { 'limit-range': 'e2e' }
  for (const namespace of namespaces)
    await api.create({ ...range(namespace, 'limits'), metadata: { name: 'limits', namespace, labels } })
  const labelSelector = 'limit-range=e2e'
  const everywhere = await api.list({ labelSelector })
  expect(everywhere.items.map(({ metadata }) => metadata.namespace).sort()).toEqual([...namespaces].sort())

  const [first = '', second = ''] = namespaces
  const limits = [{ type: 'Container', min: { cpu: '20m' } }]
  const patched = await api.patch(
    'limits',
    { type: 'strategic', body: { metadata: { labels: { patched: 'true' } }, spec: { limits } } },
    { namespace: first },
  )
  expect(patched.metadata.labels).toEqual({ ...labels, patched: 'true' })
  expect(patched.spec?.limits[0]?.min).toMatchObject({ cpu: '20m' })

  await api.deleteCollection({ namespace: first, labelSelector: 'patched=true' })
  const left = await api.list({ labelSelector })
  expect(left.items.map(({ metadata }) => metadata.namespace)).toEqual([second])
})
