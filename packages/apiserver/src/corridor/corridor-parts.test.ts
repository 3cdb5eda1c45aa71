import { VirtualClock } from '@elli/host/virtual-clock'
import { seededRandom } from '@elli/host/random'
import type { WireResponse } from '@elli/host/wire'
import { expect, test } from 'vitest'
import { Bytes, utf8 } from '../http/body.ts'
import { requestInfo } from '../request-info.ts'
import { AuditIds } from './audit-id.ts'
import { Cors } from './cors.ts'
import { isLongRunning } from './long-running.ts'
import { servingProblems } from './options.ts'
import { inTime, timeoutOf } from './request-timeout.ts'
import { endWatches } from './shutdown.ts'
import { whenStreamEnds } from './stream-end.ts'

const info = (path: string, method = 'GET') => requestInfo({ method, path, headers: {} })

for (const [path, expected] of [
  ['/api/v1/pods', false],
  ['/api/v1/pods?watch=true', true],
  ['/api/v1/namespaces/a/pods/b/log', true],
  ['/api/v1/namespaces/a/pods/b/exec', true],
  ['/api/v1/namespaces/a/services/b/proxy/x', true],
  ['/api/v1/namespaces/a/pods/b/status', false],
  ['/healthz', false],
] as const) {
  test(`${path} is ${expected ? '' : 'not '}long-running`, () => expect(isLongRunning(info(path))).toBe(expected))
}

test('limits of time: what is asked for, the maximum at most', () => {
  expect(timeoutOf(info('/api/v1/pods?timeout=5s'), 60_000)).toBe(5_000)
  expect(timeoutOf(info('/api/v1/pods?timeout=5m'), 60_000)).toBe(60_000)
  expect(timeoutOf(info('/api/v1/pods?timeout=0'), 60_000)).toBe(60_000)
  expect(timeoutOf(info('/api/v1/pods'), 60_000)).toBe(60_000)
  expect(() => timeoutOf(info('/api/v1/pods?timeout=5'), 60_000)).toThrow('missing unit in duration "5"')
})

test('what ends in time is handed on, what does not is told of later', async () => {
  const clock = new VirtualClock()
  const late: unknown[] = []
  await expect(
    inTime(
      Promise.resolve('x'),
      10,
      clock,
      () => {},
      () => {},
    ),
  ).resolves.toBe('x')
  await expect(
    inTime(
      Promise.reject(new Error('y')),
      10,
      clock,
      () => {},
      () => {},
    ),
  ).rejects.toThrow('y')
  expect(clock.pending()).toEqual([])
  const slow = inTime(
    clock.sleep(20, new AbortController().signal),
    10,
    clock,
    () => {},
    (error) => late.push(error),
  )
  const refused = expect(slow).rejects.toThrow('request did not complete within the allotted timeout')
  await clock.advance(10)
  await refused
  expect(late).toEqual([])
  await clock.advance(10)
  expect(late).toEqual([undefined])
})

test('audit IDs are UUIDs, all different', () => {
  const ids = new AuditIds(seededRandom(1).stream('x'))
  const drawn = Array.from({ length: 1000 }, () => ids.of(undefined))
  expect(new Set(drawn).size).toBe(1000)
  for (const id of drawn) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(ids.of('theirs')).toBe('theirs')
})

test('origins are matched as Go would', () => {
  const cors = new Cors(['^http://localhost(:|$)', '//example\\.com(:|$)'])
  const headers = (origin: string) => cors.headers({ method: 'GET', path: '/', headers: { origin } })
  expect(headers('http://localhost:3000')).toBeDefined()
  expect(headers('https://example.com')).toBeDefined()
  expect(headers('https://example.com.evil.org')).toBeUndefined()
  expect(headers('')).toBeUndefined()
  expect(() => new Cors(['('])).toThrow('Invalid CORS allowed origin (')
})

test('flags that make no sense are all told at once', () => {
  expect(
    servingProblems({
      requestTimeoutMs: -1,
      goawayChance: 0.5,
      corsAllowedOrigins: ['example.com', '^https://a$'],
      strictTransportSecurity: ['max-age=1', 'forever'],
    }),
  ).toEqual([
    '--request-timeout can not be negative value',
    '--goaway-chance can not be less than 0 or greater than 0.02',
    expect.stringContaining('--strict-transport-security-directives invalid'),
    expect.stringContaining('regular expression does not pin to start/end of host in the origin header'),
  ])
  expect(servingProblems({ requestTimeoutMs: 1, goawayChance: 0.02 })).toEqual([])
})

test("a stream's end is told once, whoever ends it", async () => {
  const answer = (body: AsyncIterable<Uint8Array>): WireResponse => ({ status: 200, headers: {}, body })
  const pieces = async function* () {
    yield utf8('a')
    yield utf8('b')
  }
  let ended = 0
  const count = (): void => void ended++
  for await (const piece of whenStreamEnds(answer(pieces()), undefined, count).body) expect(piece).toHaveLength(1)
  expect(ended).toBe(1)
  for await (const _piece of whenStreamEnds(answer(pieces()), undefined, count).body) break
  expect(ended).toBe(2)
  const controller = new AbortController()
  whenStreamEnds(answer(pieces()), controller.signal, count)
  controller.abort()
  controller.abort()
  expect(ended).toBe(3)
  whenStreamEnds(answer(new Bytes([])), undefined, count)
  expect(ended).toBe(4)
})

test('watches end one after the other over the grace period', async () => {
  const clock = new VirtualClock()
  const at: number[] = []
  const open = new Set<() => void>()
  for (let i = 0; i < 4; i++) open.add(() => at.push(clock.monotonicMs()))
  const done = endWatches(open, 1_000, clock)
  await clock.advance(1_000)
  await done
  expect(at).toEqual([0, 250, 500, 750])
})
