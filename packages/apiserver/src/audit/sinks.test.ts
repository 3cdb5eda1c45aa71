import { silentLog } from '@elli/host/log'
import { simulatedHost } from '@elli/host/simulated'
import type { WireRequest } from '@elli/host/wire'
import { MetricRegistry } from '@elli/host/metrics/registry'
import { expect, test } from 'vitest'
import { Bytes, utf8 } from '../http/body.ts'
import { batchingSink } from './batching.ts'
import { eventLine, type AuditEvent } from './event.ts'
import { logFile } from './log-file.ts'
import { logSink } from './log-sink.ts'
import { auditProblems } from './options.ts'
import { AuditMetrics, type AuditSink } from './sink.ts'
import { truncatingSink } from './truncate.ts'
import { webhookSink } from './webhook-sink.ts'

function event(id: string, more: Partial<AuditEvent> = {}): AuditEvent {
  return {
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: 'Request',
    auditID: id,
    stage: 'ResponseComplete',
    requestURI: '/api/v1/pods',
    verb: 'list',
    user: { username: 'a', groups: ['x', 'y'] },
    requestReceivedTimestamp: '2024-08-13T00:00:00.250000Z',
    stageTimestamp: '2024-08-13T00:00:01.000000Z',
    ...more,
  }
}

function collecting(): AuditSink & { batches: string[][]; closed: boolean } {
  return {
    name: 'collecting',
    batches: [],
    closed: false,
    process(events) {
      this.batches.push(events.map(({ auditID }) => auditID))
      return true
    },
    async close() {
      this.closed = true
    },
  }
}

const world = () => {
  const host = simulatedHost({ seed: 1 })
  const registry = new MetricRegistry()
  return { host, registry, trouble: new AuditMetrics(registry, silentLog) }
}

test('the legacy line', () => {
  const full = event('1', { userAgent: 'k"', sourceIPs: ['10.0.0.1'], responseStatus: { metadata: {}, code: 200 } })
  expect(eventLine(full)).toBe(
    '2024-08-13T00:00:00.25Z AUDIT: id="1" stage="ResponseComplete" ip="10.0.0.1" method="list" user="a" ' +
      'groups="\\"x\\",\\"y\\"" as="<self>" asgroups="<lookup>" user-agent="k\\"" namespace="<none>" ' +
      'uri="/api/v1/pods" response="200"',
  )
})

test('a full batch goes at once, a started one in time, the rest when it is closed', async () => {
  const { host, trouble } = world()
  const next = collecting()
  const sink = batchingSink(
    next,
    { bufferSize: 10, maxBatchSize: 3, maxBatchWaitMs: 1_000, parallel: false },
    host.clock,
    trouble,
  )
  for (const id of ['1', '2', '3', '4']) void sink.process([event(id)])
  await host.clock.settle()
  expect(next.batches).toEqual([['1', '2', '3']])
  await host.clock.advance(1_001)
  expect(next.batches).toEqual([['1', '2', '3'], ['4']])
  void sink.process([event('5')])
  await sink.close()
  expect(next.batches.at(-1)).toEqual(['5'])
  expect(next.closed).toBe(true)
})

test('what does not fit is lost, and counted', async () => {
  const { host, trouble, registry } = world()
  const next = collecting()
  const sink = batchingSink(
    next,
    { bufferSize: 2, maxBatchSize: 10, maxBatchWaitMs: 1_000, parallel: true },
    host.clock,
    trouble,
  )
  expect(sink.process([event('1'), event('2'), event('3')])).toBe(true)
  await sink.close()
  expect(next.batches).toEqual([['1', '2']])
  expect(await registry.metrics()).toContain('apiserver_audit_error_total{plugin="buffered"} 1')
})

test('batches keep to the rate', async () => {
  const { host, trouble } = world()
  const next = collecting()
  const options = {
    bufferSize: 100,
    maxBatchSize: 1,
    maxBatchWaitMs: 10,
    throttle: { qps: 1, burst: 2 },
    parallel: true,
  }
  const sink = batchingSink(next, options, host.clock, trouble)
  void sink.process(Array.from({ length: 5 }, (_, i) => event(String(i))))
  await host.clock.settle()
  expect(next.batches).toHaveLength(2)
  await host.clock.advance(1_000)
  expect(next.batches).toHaveLength(3)
  await sink.close()
  expect(next.batches).toHaveLength(5)
})

test('too large an event loses its objects, or goes altogether', async () => {
  const { trouble, registry } = world()
  const events: AuditEvent[] = []
  const next: AuditSink = {
    name: 'next',
    process(batch) {
      events.push(...batch)
      return true
    },
    async close() {},
  }
  const sink = truncatingSink(next, { maxEventSizeBytes: 1_000, maxBatchSizeBytes: 10_000 }, trouble)
  const large = 'x'.repeat(2_000)
  await sink.process([event('1', { requestObject: { large } }), event('2', { userAgent: large }), event('3')])
  expect(events.map(({ auditID }) => auditID)).toEqual(['1', '3'])
  expect(events[0]?.requestObject).toBeUndefined()
  expect(events[0]?.annotations).toEqual({ 'audit.k8s.io/truncated': 'true' })
  expect(await registry.metrics()).toContain('apiserver_audit_error_total{plugin="truncate"} 1')
})

test('a log file is rotated by size, and old ones are packed and removed', async () => {
  const { host, trouble } = world()
  const writer = logFile(host, { path: '/var/log/audit.log', maxSizeMegabytes: 1, maxBackups: 2, compress: true })
  const sink = logSink(writer, 'json', trouble)
  const large = 'x'.repeat(600 * 1024)
  for (const id of ['1', '2', '3', '4']) {
    await sink.process([event(id, { userAgent: large })])
    await host.clock.advance(1_000)
  }
  await sink.close()
  const names = await host.files.list('/var/log')
  expect(names).toHaveLength(3)
  expect(names.filter((name) => /^audit-2024-08-13T00-00-\d\d\.\d{3}\.log\.gz$/.test(name))).toHaveLength(2)
  const last = JSON.parse(await host.files.readText('/var/log/audit.log')) as AuditEvent
  expect(last.auditID).toBe('4')
  expect((await host.files.stat('/var/log/audit.log'))?.mode).toBe(0o600)
})

test('backups that are too old are removed', async () => {
  const { host } = world()
  await host.files.mkdir('/log')
  await host.files.write('/log/a-2024-08-01T00-00-00.000.log', 'old')
  await host.files.write('/log/a-2024-08-12T00-00-00.000.log', 'young')
  await host.files.write('/log/a-notes.log', 'somebody else')
  const writer = logFile(host, { path: '/log/a.log', maxSizeMegabytes: 1, maxAgeDays: 5 })
  await writer.write('x'.repeat(900 * 1024))
  await writer.write('x'.repeat(900 * 1024))
  await writer.close()
  expect(await host.files.list('/log')).toEqual([
    'a-2024-08-12T00-00-00.000.log',
    expect.stringMatching(/^a-2024-08-13T/),
    'a-notes.log',
    'a.log',
  ])
})

test('a webhook is tried again with growing pauses, five times', async () => {
  const { host, trouble, registry } = world()
  const seen: { at: number; request: WireRequest }[] = []
  let failures = 2
  const sink = webhookSink(
    {
      path: '/audit',
      transport: {
        async send(request) {
          seen.push({ at: host.clock.monotonicMs(), request })
          return { status: failures-- > 0 ? 500 : 200, headers: {}, body: new Bytes([utf8('ok')]) }
        },
        upgrade: () => Promise.reject(new Error('no')),
        async close() {},
      },
    },
    host,
    trouble,
  )
  expect(await host.clock.complete(Promise.resolve(sink.process([event('1')])), 60_000)).toBe(true)
  expect(seen).toHaveLength(3)
  expect(seen[1]?.at).toBeGreaterThanOrEqual(10_000)
  expect((seen[2]?.at ?? 0) - (seen[1]?.at ?? 0)).toBeGreaterThanOrEqual(15_000)
  const body = JSON.parse(Buffer.from(seen[0]?.request.body ?? []).toString()) as { kind: string; items: AuditEvent[] }
  expect(body).toMatchObject({ kind: 'EventList', apiVersion: 'audit.k8s.io/v1', items: [{ auditID: '1' }] })
  failures = 9
  expect(await host.clock.complete(Promise.resolve(sink.process([event('2')])), 200_000)).toBe(false)
  expect(seen).toHaveLength(8)
  expect(await registry.metrics()).toContain('apiserver_audit_error_total{plugin="webhook"} 1')
})

test('flags that make no sense', () => {
  expect(auditProblems({ log: { path: '/a', mode: 'batch', batch: { bufferSize: 0 }, maxAgeDays: -1 } })).toEqual([
    'invalid audit batch log buffer size 0, must be a positive number',
    "--audit-log-maxage -1 can't be a negative number",
  ])
  expect(auditProblems({ log: { path: '/a', mode: 'later' as 'batch', format: 'xml' as 'json' } })).toEqual([
    'invalid audit log mode later, allowed modes are "batch,blocking,blocking-strict"',
    'invalid audit log format xml, allowed formats are "legacy,json"',
  ])
  expect(auditProblems({ log: { path: '/a' } })).toEqual([])
})
