import { type SimulatedHost, simulatedHost } from '@elli/host/simulated'
import { forbidden } from '@elli/machinery/errors'
import { beforeEach, expect, test } from 'vitest'
import { eventRecorder, type EventRecorder } from './event-recorder.ts'
import { restClient } from './rest.ts'
import { FakeApiServer, jsonResponse } from './testing/fake-transport.ts'

let host: SimulatedHost
let server: FakeApiServer
let recorder: EventRecorder

beforeEach(() => {
  host = simulatedHost({ seed: 1 })
  server = new FakeApiServer(host.clock)
  recorder = eventRecorder(restClient(server), host, { component: 'kubelet', host: 'node-1' })
})

const pod = (name = 'web') => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'default', uid: `u-${name}`, resourceVersion: '5' },
})
const events = () => server.objects('/api/v1/events')
const flush = () => host.complete(recorder.flush())

test('an event says what upstream says', async () => {
  recorder.event(pod(), 'Normal', 'Started', 'Started container web', 'spec.containers{web}')
  await flush()
  const [event] = events()
  const time = new Date(host.clock.now()).toISOString().replace('.000', '')
  expect(event).toMatchObject({
    kind: 'Event',
    metadata: { namespace: 'default' },
    involvedObject: {
      apiVersion: 'v1',
      kind: 'Pod',
      name: 'web',
      namespace: 'default',
      uid: 'u-web',
      resourceVersion: '5',
      fieldPath: 'spec.containers{web}',
    },
    reason: 'Started',
    message: 'Started container web',
    type: 'Normal',
    count: 1,
    firstTimestamp: time,
    lastTimestamp: time,
    source: { component: 'kubelet', host: 'node-1' },
    reportingComponent: 'kubelet',
    reportingInstance: 'node-1',
  })
  expect(event?.metadata.name).toBe(`web.${(BigInt(host.clock.now()) * 1_000_000n).toString(16)}`)
})

test('subjects without namespace go to default; references will do', async () => {
  recorder.event({ apiVersion: 'v1', kind: 'Node', name: 'n1', uid: 'n1' }, 'Normal', 'NodeReady', 'ready')
  recorder.event({ metadata: { name: 'untyped' } }, 'Normal', 'X', 'x')
  await flush()
  expect(events().map(({ metadata }) => `${metadata.namespace}/${metadata.name?.split('.')[0]}`)).toEqual([
    'default/n1',
  ])
  expect(host.logged.some(({ level, message }) => level === 'error' && message.includes('reference'))).toBe(true)
})

test('the same event again is counted, also after it was deleted', async () => {
  for (let i = 0; i < 3; i++) {
    recorder.event(pod(), 'Warning', 'BackOff', 'Back-off restarting')
    await host.advance(1000)
  }
  await flush()
  expect(events()).toHaveLength(1)
  expect(events()[0]).toMatchObject({ count: 3 })
  expect(events()[0]?.['firstTimestamp']).not.toBe(events()[0]?.['lastTimestamp'])
  await restClient(server).raw('DELETE', `/api/v1/namespaces/default/events/${events()[0]?.metadata.name}`)
  recorder.event(pod(), 'Warning', 'BackOff', 'Back-off restarting')
  await flush()
  expect(events()[0]).toMatchObject({ count: 4 })
})

test('many alike are combined', async () => {
  for (let i = 0; i < 14; i++) recorder.event(pod(), 'Warning', 'FailedScheduling', `attempt ${i}`)
  await flush()
  expect(events()).toHaveLength(10)
  const combined = events().filter((event) => String(event['message']).startsWith('(combined from similar events): '))
  expect(combined).toHaveLength(1)
  expect(combined[0]).toMatchObject({ message: '(combined from similar events): attempt 13', count: 5 })
})

test('an object that will not stop is dropped after 25, and heard again after five minutes', async () => {
  for (let i = 0; i < 40; i++) recorder.event(pod(), 'Normal', `Reason${i}`, 'm')
  recorder.event(pod('other'), 'Normal', 'Reason', 'm')
  await flush()
  expect(events()).toHaveLength(26)
  await host.advance(300_001)
  recorder.event(pod(), 'Normal', 'Later', 'm')
  await flush()
  expect(events()).toHaveLength(27)
})

test('a server that refuses is not asked again; one that is away is', async () => {
  server.intercept = () => jsonResponse(403, forbidden({ group: '', resource: 'events' }, '', 'no').status)
  recorder.event(pod(), 'Normal', 'A', 'a')
  await flush()
  expect(server.requests).toHaveLength(1)
  let tries = 0
  server.intercept = () => {
    if (++tries < 4) throw new Error('connection refused')
    return undefined
  }
  recorder.event(pod(), 'Normal', 'B', 'b')
  await flush()
  expect(tries).toBe(4)
  expect(events()).toHaveLength(1)
})
