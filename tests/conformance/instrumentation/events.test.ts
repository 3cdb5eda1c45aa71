/** Conformance tests of events: two APIs, one store. */
import type { Event } from '@elli/api/core/v1'
import { events } from '@elli/api/core/v1.resources'
import type { Event as NewEvent } from '@elli/api/events/v1'
import { events as newEvents } from '@elli/api/events/v1.resources'
import { expect } from 'vitest'
import { conformance } from '../conformance.ts'
import { sharedCluster } from '../shared-cluster.ts'

const shared = sharedCluster({ nodes: 0 })
const words = (what: string): string => `[sig-instrumentation] Events ${what} [Conformance]`
const label = 'testevent-set=true'
const labels = { 'testevent-set': 'true' }

const oldStyle = (namespace: string, name: string): Event => ({
  metadata: { name, namespace, labels },
  message: 'This is a test event',
  reason: 'Test',
  type: 'Normal',
  count: 1,
  involvedObject: { kind: 'Pod', namespace, name: 'e2e' },
  source: { component: 'e2e' },
})
const newStyle = (namespace: string, name: string): NewEvent => ({
  metadata: { name, namespace, labels },
  eventTime: '2024-08-13T12:00:00.123456Z',
  note: 'This is a test event',
  action: 'Do',
  reason: 'Test',
  type: 'Normal',
  reportingController: 'test-controller',
  reportingInstance: 'test-node',
  regarding: { kind: 'Pod', namespace, name: 'e2e' },
})
const nameList = (list: { items: { metadata: { name?: string } }[] }): (string | undefined)[] =>
  list.items.map(({ metadata }) => metadata.name)

conformance(words('should manage the lifecycle of an event'), async () => {
  const namespace = await shared.namespace()
  const api = shared.client.for(events)
  await api.create(oldStyle(namespace, 'one'))
  expect(nameList(await api.list({ labelSelector: label }))).toEqual(['one'])
  for (const field of ['involvedObject.name=e2e', 'reason=Test', 'source=e2e', 'type=Normal'])
    expect(nameList(await api.list({ namespace, fieldSelector: field }))).toEqual(['one'])
  expect(nameList(await api.list({ namespace, fieldSelector: 'reason=Other' }))).toEqual([])

  const patched = await api.patch('one', { type: 'strategic', body: { message: 'patched' } }, { namespace })
  expect(patched.message).toBe('patched')
  const found = await api.get('one', { namespace })
  expect(found.message).toBe('patched')
  const series = { count: 100, lastObservedTime: '2024-08-13T12:00:00.654321Z' }
  await api.update({ ...found, series })
  expect((await api.get('one', { namespace })).series).toEqual(series)

  await api.delete('one', { namespace })
  expect(nameList(await api.list({ labelSelector: label }))).toEqual([])
})

conformance(words('should delete a collection of events'), async () => {
  const namespace = await shared.namespace()
  const api = shared.client.for(events)
  for (const name of ['one', 'two', 'three']) await api.create(oldStyle(namespace, name))
  await api.create({ ...oldStyle(namespace, 'other'), metadata: { name: 'other', namespace } })
  expect(nameList(await api.list({ namespace, labelSelector: label }))).toHaveLength(3)
  await api.deleteCollection({ namespace, labelSelector: label })
  expect(nameList(await api.list({ namespace, labelSelector: label }))).toEqual([])
  expect(nameList(await api.list({ namespace }))).toEqual(['other'])
})

conformance(words('API should ensure that an event can be fetched, patched, deleted, and listed'), async () => {
  const namespace = await shared.namespace()
  const api = shared.client.for(newEvents)
  const core = shared.client.for(events)
  await api.create(newStyle(namespace, 'one'))
  expect(nameList(await api.list({ labelSelector: label }))).toEqual(['one'])
  expect(nameList(await api.list({ namespace, labelSelector: label }))).toEqual(['one'])
  // The same event by its other name.
  expect(await core.get('one', { namespace })).toMatchObject({
    involvedObject: { kind: 'Pod', namespace, name: 'e2e' },
    message: 'This is a test event',
    reportingComponent: 'test-controller',
    reportingInstance: 'test-node',
    eventTime: '2024-08-13T12:00:00.123456Z',
  })

  const series = { count: 2, lastObservedTime: '2024-08-13T12:00:01.000000Z' }
  await api.patch('one', { type: 'strategic', body: { series } }, { namespace })
  const found = await api.get('one', { namespace })
  expect(found).toMatchObject({ series, eventTime: '2024-08-13T12:00:00.123456Z' })
  const changed = { count: 100, lastObservedTime: '2024-08-13T12:05:00.000001Z' }
  await api.update({ ...found, series: changed })
  expect(await api.get('one', { namespace })).toMatchObject({ series: changed, note: 'This is a test event' })
  expect((await core.get('one', { namespace })).series).toEqual(changed)

  await api.delete('one', { namespace })
  expect(nameList(await api.list({ namespace }))).toEqual([])
  expect(nameList(await core.list({ namespace, labelSelector: label }))).toEqual([])
})

conformance(words('API should delete a collection of events'), async () => {
  const namespace = await shared.namespace()
  const api = shared.client.for(newEvents)
  for (const name of ['one', 'two', 'three']) await api.create(newStyle(namespace, name))
  expect(nameList(await api.list({ namespace, labelSelector: label }))).toHaveLength(3)
  await api.deleteCollection({ namespace, labelSelector: label })
  expect(nameList(await api.list({ namespace, labelSelector: label }))).toEqual([])
})
