/** Conformance tests of watches: who is told what, from where on, and in which order. */
import type { ConfigMap } from '@elli/api/core/v1'
import { configmaps } from '@elli/api/core/v1.resources'
import { expect } from 'vitest'
import { conformance } from '../conformance.ts'
import { sharedCluster } from '../shared-cluster.ts'
import { type Told, watching } from '../watching.ts'

const shared = sharedCluster({ nodes: 0 })
const words = (what: string): string => `[sig-api-machinery] Watchers should ${what} [Conformance]`
const watched = 'watch-this-configmap'

const make = (namespace: string, name: string, label: string): ConfigMap => ({
  metadata: { name, namespace, labels: { [watched]: label } },
})
const mutated = (object: ConfigMap, mutation: number): ConfigMap => ({
  ...object,
  data: { ...object.data, mutation: String(mutation) },
})
const story = (events: readonly Told<ConfigMap>[]): string[] =>
  events.map(({ type, object }) => `${type} ${object.metadata.name} ${object.data?.['mutation'] ?? '-'}`)
const told = (events: readonly Told<ConfigMap>[], expected: readonly string[]): Promise<void> =>
  shared.until(() => events.length >= expected.length).then(() => expect(story(events)).toEqual(expected))

conformance(words('observe add, update, and delete watch notifications on configmaps'), async () => {
  const { client } = shared
  const namespace = await shared.namespace()
  const api = client.for(configmaps)
  const { resourceVersion = '' } = (await api.list({ namespace })).metadata
  const from = { namespace, resourceVersion }
  await using a = watching(client, configmaps, { ...from, labelSelector: `${watched}=a` })
  await using b = watching(client, configmaps, { ...from, labelSelector: `${watched}=b` })
  await using either = watching(client, configmaps, { ...from, labelSelector: `${watched} in (a, b)` })

  let object = await api.create(make(namespace, 'one', 'a'))
  object = await api.update(mutated(object, 1))
  await api.update(mutated(object, 2))
  await api.delete('one', { namespace })
  await api.create(make(namespace, 'two', 'b'))
  await api.delete('two', { namespace })

  const ofOne = ['ADDED one -', 'MODIFIED one 1', 'MODIFIED one 2', 'DELETED one 2']
  const ofTwo = ['ADDED two -', 'DELETED two -']
  await told(either.events, [...ofOne, ...ofTwo])
  await told(a.events, ofOne)
  await told(b.events, ofTwo)
})

conformance(words('be able to start watching from a specific resource version'), async () => {
  const { client } = shared
  const namespace = await shared.namespace()
  const api = client.for(configmaps)
  const first = await api.update(mutated(await api.create(make(namespace, 'one', 'x')), 1))
  const second = await api.update(mutated(first, 2))
  await api.delete('one', { namespace })
  await using late = watching(client, configmaps, { namespace, resourceVersion: first.metadata.resourceVersion ?? '' })
  // Of its own namespace there is also the root certificate's, from before; nothing of it may come again.
  await told(late.events, ['MODIFIED one 2', 'DELETED one 2'])
  expect(late.events[0]?.object.metadata.resourceVersion).toBe(second.metadata.resourceVersion)
})

conformance(
  words('be able to restart watching from the last resource version observed by the previous watch'),
  async () => {
    const { client } = shared
    const namespace = await shared.namespace()
    const api = client.for(configmaps)
    const labelSelector = `${watched}=restarted`
    const { resourceVersion = '' } = (await api.list({ namespace })).metadata
    let object: ConfigMap
    let seen: readonly Told<ConfigMap>[]
    {
      await using before = watching(client, configmaps, { namespace, labelSelector, resourceVersion })
      object = await api.update(mutated(await api.create(make(namespace, 'one', 'restarted')), 1))
      await told(before.events, ['ADDED one -', 'MODIFIED one 1'])
      seen = before.events
    }
    await api.update(mutated(object, 2))
    const last = seen.at(-1)?.object.metadata.resourceVersion ?? ''
    await using after = watching(client, configmaps, { namespace, labelSelector, resourceVersion: last })
    await api.delete('one', { namespace })
    await told(after.events, ['MODIFIED one 2', 'DELETED one 2'])
  },
)

conformance(words('observe an object deletion if it stops meeting the requirements of the selector'), async () => {
  const { client } = shared
  const namespace = await shared.namespace()
  const api = client.for(configmaps)
  const { resourceVersion = '' } = (await api.list({ namespace })).metadata
  await using seen = watching(client, configmaps, { namespace, labelSelector: `${watched}=in`, resourceVersion })
  const labelled = (object: ConfigMap, label: string): ConfigMap => ({
    ...object,
    metadata: { ...object.metadata, labels: { [watched]: label } },
  })
  let object = await api.update(mutated(await api.create(make(namespace, 'one', 'in')), 1))
  object = await api.update(labelled(object, 'out'))
  const left = object.metadata.resourceVersion
  object = await api.update(mutated(object, 2))
  object = await api.update(labelled(object, 'in'))
  await api.update(mutated(object, 3))
  await api.delete('one', { namespace })
  await told(seen.events, [
    'ADDED one -',
    'MODIFIED one 1',
    'DELETED one 1',
    'ADDED one 2',
    'MODIFIED one 3',
    'DELETED one 3',
  ])
  // The state is the last that was in sight, the version that of the change.
  expect(seen.events[2]?.object.metadata).toMatchObject({ labels: { [watched]: 'in' }, resourceVersion: left })
})

conformance(words('receive events on concurrent watches in same order'), async () => {
  const { client } = shared
  const namespace = await shared.namespace()
  const api = client.for(configmaps)
  const { resourceVersion: start = '' } = (await api.list({ namespace })).metadata
  await using first = watching(client, configmaps, { namespace, resourceVersion: start })
  const live = new Set<string>()
  let count = 0
  while (count < 100) {
    const name = `item-${count++ % 7}`
    if (!live.has(name)) await api.create(make(namespace, name, 'any')).then(() => live.add(name))
    else if (count % 3 === 0) await api.delete(name, { namespace }).then(() => live.delete(name))
    else await api.patch(name, { type: 'merge', body: { data: { count: String(count) } } }, { namespace })
  }
  await shared.until(() => first.events.length >= count)
  const versions = first.events.map(({ object }) => object.metadata.resourceVersion ?? '')
  expect(new Set(versions).size).toBe(versions.length)

  for (const [index, resourceVersion] of versions.entries()) {
    await using other = watching(client, configmaps, { namespace, resourceVersion })
    const rest = versions.slice(index + 1)
    await shared.until(() => other.events.length >= rest.length)
    expect(other.events.map(({ object }) => object.metadata.resourceVersion)).toEqual(rest)
  }
})
