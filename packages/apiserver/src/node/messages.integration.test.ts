/** Watches and logs over WebSocket, through a served API. */
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { NodeTransport } from '../options.ts'
import { testServer, type TestServer } from '../testing/server.ts'
import { listen } from './listen.ts'
import { wantsMessages } from './messages.ts'

let directory = ''
let tls = { key: '', cert: '' }

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'elli-messages-'))
  const [key, cert] = [join(directory, 'key'), join(directory, 'cert')]
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-keyout', key, '-out', cert],
    ],
    { stdio: 'ignore' },
  )
  tls = { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
})

afterAll(() => rmSync(directory, { recursive: true }))

/** A kubelet whose containers have all said the same. */
function talkative(...pieces: string[]): NodeTransport {
  const transport = {
    async send() {
      return {
        status: 200,
        headers: { 'content-type': 'text/plain' },
        body: (async function* () {
          for (const piece of pieces) yield Buffer.from(piece)
        })(),
      }
    },
    upgrade: () => Promise.reject(new Error('nothing to upgrade to')),
    async close() {},
  }
  return { kubelet: () => transport, direct: () => transport }
}

async function listening(
  work: (url: string, server: TestServer) => Promise<void>,
  nodeTransport: NodeTransport = talkative(),
): Promise<void> {
  await using server = await testServer({ nodeTransport })
  const listener = await listen(server.server, { port: 0, ...tls })
  try {
    await work(`wss://127.0.0.1:${listener.port}`, server)
  } finally {
    await listener.close()
  }
}

const maps = '/api/v1/namespaces/default/configmaps'

/** All messages until the server ends, or as many as are wanted. */
async function messages(client: WebSocket, wanted = Number.POSITIVE_INFINITY): Promise<(string | Buffer)[]> {
  const got: (string | Buffer)[] = []
  await new Promise<void>((resolve, reject) => {
    client.on('error', reject)
    client.on('close', () => resolve())
    client.on('message', (data: Buffer, isBinary) => {
      got.push(isBinary ? data : data.toString())
      if (got.length === wanted) client.close()
    })
  })
  return got
}

async function refusal(url: string, protocols: string[], options: object): Promise<number> {
  const client = new WebSocket(url, protocols, { rejectUnauthorized: false, ...options })
  const [, response] = (await once(client, 'unexpected-response')) as [unknown, { statusCode: number }]
  client.on('error', () => undefined)
  client.terminate()
  return response.statusCode
}

test('every event of a watch is a message of its own', () =>
  listening(async (url, server) => {
    await server.call('POST', maps, { metadata: { name: 'a' } })
    await server.call('POST', maps, { metadata: { name: 'b' } })
    const origin = 'https://localhost'
    const client = new WebSocket(`${url}${maps}?watch=true`, { rejectUnauthorized: false, origin })
    const events = (await messages(client, 2)).map((text) => JSON.parse(text as string))
    expect(events).toMatchObject([
      { type: 'ADDED', object: { metadata: { name: 'a' } } },
      { type: 'ADDED', object: { metadata: { name: 'b' } } },
    ])
  }))

test('events in protobuf are messages of bytes, without a length before them', () =>
  listening(async (url, server) => {
    await server.call('POST', maps, { metadata: { name: 'a' } })
    const headers = { accept: 'application/vnd.kubernetes.protobuf;stream=watch', origin: 'https://localhost' }
    const client = new WebSocket(`${url}${maps}?watch=true`, { rejectUnauthorized: false, headers })
    const [event] = await messages(client, 1)
    expect((event as Buffer).subarray(0, 7)).toEqual(Buffer.from('\n\x05ADDED', 'latin1'))
  }))

async function withPod(server: TestServer): Promise<string> {
  await server.call('POST', '/api/v1/nodes', { metadata: { name: 'n' } })
  await server.call(
    'PATCH',
    '/api/v1/nodes/n/status',
    { status: { addresses: [{ type: 'InternalIP', address: '10.0.0.1' }] } },
    { 'content-type': 'application/merge-patch+json' },
  )
  await server.call('POST', '/api/v1/namespaces/default/pods', {
    metadata: { name: 'x' },
    spec: { nodeName: 'n', containers: [{ name: 'c', image: 'i' }] },
  })
  return '/api/v1/namespaces/default/pods/x/log'
}

test('a log comes in messages after an empty one, and then the connection ends', () =>
  listening(
    async (url, server) => {
      const path = await withPod(server)
      const client = new WebSocket(`${url}${path}`, ['binary.k8s.io'], { rejectUnauthorized: false })
      const got = await messages(client)
      expect(client.protocol).toBe('binary.k8s.io')
      expect(got.map((piece) => piece.length)).toEqual([0, 6, 2048, 952])
      expect(Buffer.concat(got as Buffer[]).toString()).toBe(`hello\n${'x'.repeat(3000)}`)
    },
    talkative('hello\n', 'x'.repeat(3000)),
  ))

test('a log in base64 is text', () =>
  listening(async (url, server) => {
    const path = await withPod(server)
    const client = new WebSocket(`${url}${path}`, ['base64.binary.k8s.io'], { rejectUnauthorized: false })
    expect(await messages(client)).toEqual(['', 'aGVsbG8K'])
  }, talkative('hello\n')))

test('unknown dialects of logs and watches of unknown origin are refused', () =>
  listening(async (url, server) => {
    const path = await withPod(server)
    expect(await refusal(`${url}${path}`, ['other.k8s.io'], {})).toBe(403)
    expect(await refusal(`${url}${maps}?watch=true`, [], {})).toBe(403)
    expect(await refusal(`${url}/api/v1/namespaces/default/pods/none/log`, [], {})).toBe(404)
  }))

test('what does not stream is answered as if nothing had been asked', () =>
  listening(async (url) => {
    expect(await refusal(`${url}${maps}`, [], {})).toBe(200)
  }))

test('only watches and logs are for messages', () => {
  const asked = (path: string, upgrade = 'WebSocket'): boolean =>
    wantsMessages({ method: 'GET', path, headers: { upgrade } })
  expect(asked(`${maps}?watch=1`)).toBe(true)
  expect(asked('/api/v1/namespaces/default/pods/x/log?follow=true')).toBe(true)
  expect(asked('/api/v1/namespaces/default/pods/x/exec')).toBe(false)
  expect(asked(`${maps}?watch=1`, 'h2c')).toBe(false)
  expect(asked('/version')).toBe(false)
})
