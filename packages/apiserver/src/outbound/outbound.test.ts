import type { Service } from '@elli/api/core/v1'
import { endpoints, services } from '@elli/api/core/v1.resources'
import { simulatedHost } from '@elli/host/simulated'
import type { WireRequest, WireResponse } from '@elli/host/wire'
import { ApiError } from '@elli/machinery/errors'
import { describe, expect, test } from 'vitest'
import { stage } from '../admission/admission.fixtures.ts'
import { createOutbound, type DialOptions, type OutboundOptions } from './outbound.ts'

type Answer = (request: WireRequest) => Promise<WireResponse> | WireResponse

function answer(status: number, body: string, headers: Record<string, string> = {}): WireResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: (async function* () {
      yield Buffer.from(body)
    })(),
  }
}

function outside(reply: Answer, more: Partial<OutboundOptions> = {}) {
  const host = simulatedHost({ seed: 1 })
  const dialled: DialOptions[] = []
  const requests: WireRequest[] = []
  const { context, put } = stage()
  const outbound = createOutbound({
    host,
    reads: context.reads,
    random: host.random.stream('test'),
    dial(options) {
      dialled.push(options)
      return {
        send: async (request) => {
          requests.push(request)
          return reply(request)
        },
        upgrade: () => Promise.reject(new Error('no upgrades')),
        close: async () => {},
      }
    },
    ...more,
  })
  return { host, outbound, dialled, requests, put }
}

const service = (spec: Partial<Service['spec']>): Service => ({
  metadata: { namespace: 'ns', name: 'hook' },
  spec: { type: 'ClusterIP', clusterIP: '10.96.0.7', ports: [{ port: 443, protocol: 'TCP' }], ...spec },
})
const toService = { service: { namespace: 'ns', name: 'hook', path: '/check' }, timeoutMs: 1000 }
const ok: Answer = () => answer(200, '{"yes":true}')

async function message(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
  throw new Error('it went well')
}

describe('post', () => {
  test('posts JSON to a URL and announces the timeout', async () => {
    const { outbound, dialled, requests } = outside(ok)
    const caBundle = Buffer.from('PEM').toString('base64')
    const target = { url: 'https://hooks.example.com/a/', caBundle, timeoutMs: 10_000, announceTimeout: true }
    expect(await outbound.post(target, { a: 1 })).toEqual({ yes: true })
    expect(dialled).toEqual([{ host: 'hooks.example.com', port: 443, protocol: 'https', caPem: 'PEM', http1: true }])
    expect(requests[0]?.path).toBe('/a?timeout=10s')
    expect(Buffer.from(requests[0]?.body ?? []).toString()).toBe('{"a":1}')
  })

  test('keeps connections, one set for each way to talk to a peer', async () => {
    const { outbound, dialled } = outside(ok)
    await outbound.post({ url: 'https://h/a', timeoutMs: 1 }, {})
    await outbound.post({ url: 'https://h/b', timeoutMs: 1 }, {})
    await outbound.post({ url: 'https://h/b', timeoutMs: 1, caBundle: 'UEVN' }, {})
    expect(dialled).toHaveLength(2)
  })

  test('a refusal with a Status is that Status, another one is told by its text', async () => {
    const status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', message: 'go away', code: 403 }
    const one = outside(() => answer(403, JSON.stringify(status)))
    const refusal = await one.outbound.post({ url: 'https://h', timeoutMs: 1 }, {}).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(ApiError)
    expect((refusal as ApiError).message).toBe('go away')
    const two = outside(() => answer(500, 'boom', { 'content-type': 'text/plain' }))
    expect(await message(two.outbound.post({ url: 'https://h', timeoutMs: 1 }, {}))).toBe(
      'an error on the server ("boom") has prevented the request from succeeding',
    )
  })

  test('an answer that is no JSON says so', async () => {
    const { outbound } = outside(() => answer(200, ''))
    expect(await message(outbound.post({ url: 'https://h', timeoutMs: 1 }, {}))).toBe(
      '0-length response with status code: 200 and content type: application/json',
    )
  })

  test('time runs out', async () => {
    const { outbound, host } = outside(() => new Promise<WireResponse>(() => {}))
    const told = message(outbound.post({ url: 'https://h/x', timeoutMs: 2000, announceTimeout: true }, {}))
    await host.clock.advance(2001)
    expect(await told).toBe('Post "https://h/x?timeout=2s": context deadline exceeded')
  })

  test('one who asks for patience is asked again', async () => {
    let calls = 0
    const busy: Answer = () => answer(429, 'busy', { 'retry-after': '3', 'content-type': 'text/plain' })
    const { outbound, host, requests } = outside((request) => (++calls === 1 ? busy(request) : ok(request)))
    const answered = outbound.post({ url: 'https://h', timeoutMs: 10_000 }, {})
    await host.clock.advance(3001)
    expect(await answered).toEqual({ yes: true })
    expect(requests).toHaveLength(2)
    const impatient = outside(busy)
    const told = message(impatient.outbound.post({ url: 'https://h', timeoutMs: 1000 }, {}))
    await impatient.host.clock.advance(1001)
    expect(await told).toBe('Post "https://h/": context deadline exceeded')
  })

  test('a kept connection that was closed is tried again, a broken one is told', async () => {
    const reset = (): never => {
      throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
    }
    let calls = 0
    const one = outside((request) => (++calls === 1 ? reset() : ok(request)))
    expect(await one.outbound.post({ url: 'https://h', timeoutMs: 1 }, {})).toEqual({ yes: true })
    const two = outside(reset)
    expect(await message(two.outbound.post({ url: 'https://h', timeoutMs: 1 }, {}))).toBe(
      'Post "https://h/": read tcp h:443: read: connection reset by peer',
    )
  })
})

describe('a Service', () => {
  test('is called at its cluster address, under its name', async () => {
    const { outbound, dialled, requests, put } = outside(ok)
    put(services, service({}))
    await outbound.post(toService, {})
    expect(dialled).toEqual([
      {
        host: '10.96.0.7',
        port: 443,
        protocol: 'https',
        serverName: 'hook.ns.svc',
        authority: 'hook.ns.svc:443',
        http1: true,
      },
    ])
    expect(requests[0]?.path).toBe('/check')
  })

  test('is called at an endpoint where cluster addresses lead nowhere', async () => {
    const { outbound, dialled, put } = outside(ok, { routeToEndpoints: true })
    put(services, service({}))
    put(endpoints, {
      metadata: { namespace: 'ns', name: 'hook' },
      subsets: [
        { addresses: [{ ip: '10.0.0.3' }], ports: [{ name: 'other', port: 1 }] },
        { addresses: [{ ip: '10.0.0.4' }], ports: [{ port: 9443 }] },
      ],
    })
    await outbound.post(toService, {})
    expect(dialled[0]).toMatchObject({ host: '10.0.0.4', port: 9443, authority: 'hook.ns.svc:443' })
  })

  test('with an external name is called there', async () => {
    const { outbound, dialled, put } = outside(ok)
    put(services, service({ type: 'ExternalName', externalName: 'out.example.com', clusterIP: undefined }))
    await outbound.post(toService, {})
    expect(dialled[0]).toMatchObject({ host: 'out.example.com', port: 443, serverName: 'hook.ns.svc' })
  })

  for (const [what, spec, port, text] of [
    ['that is not there', undefined, 443, 'service "hook" not found'],
    ['without a cluster address', { clusterIP: 'None' }, 443, 'cannot route to service with ClusterIP "None"'],
    ['without that port', {}, 444, 'no service port 444 found for service "hook"'],
  ] as const) {
    test(`${what} is an error of the call`, async () => {
      const { outbound, put } = outside(ok)
      if (spec !== undefined) put(services, service(spec))
      const target = { ...toService, service: { ...toService.service, port } }
      expect(await message(outbound.post(target, {}))).toBe(`Post "https://hook.ns.svc:${port}/check": ${text}`)
    })
  }
})

test('a transport puts the path of its target in front', async () => {
  const { outbound, requests } = outside(ok)
  const transport = outbound.transport({ url: 'https://h:1/base/', timeoutMs: 1, headers: { 'x-who': 'me' } })
  await transport.send({ method: 'GET', path: '/apis?x=1', headers: { accept: '*/*' } })
  expect(requests[0]).toMatchObject({ path: '/base/apis?x=1', headers: { 'x-who': 'me', accept: '*/*' } })
})
