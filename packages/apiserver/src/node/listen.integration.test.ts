import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:http2'
import { request as httpsRequest } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Duplex } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UpgradeResponse, WireRequest } from '@elli/host/wire'
import { testServer, type TestServer } from '../testing/server.ts'
import type { NodeTransport } from '../options.ts'
import type { Connection } from '../server.ts'
import { listen, type Listener } from './listen.ts'

let directory = ''
let tls = { key: '', cert: '' }

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'elli-listen-'))
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

async function listening(
  work: (listener: Listener, server: TestServer) => Promise<void>,
  nodeTransport?: NodeTransport,
): Promise<void> {
  await using server = await testServer(nodeTransport === undefined ? {} : { nodeTransport })
  const listener = await listen(server.server, { port: 0, ...tls })
  try {
    await work(listener, server)
  } finally {
    await listener.close()
  }
}

interface Answer {
  status: number
  headers: Record<string, unknown>
  body: Buffer
}

function http1(
  port: number,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { body, ...rest } = options
    const request = httpsRequest({ port, path, rejectUnauthorized: false, agent: false, ...rest }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
      )
    })
    request.on('error', reject)
    request.end(body)
  })
}

const maps = '/api/v1/namespaces/default/configmaps'
const json = { 'content-type': 'application/json' }

test('both HTTP versions are spoken on one port', async () => {
  await listening(async ({ port }) => {
    const created = await http1(port, maps, { method: 'POST', headers: json, body: '{"metadata":{"name":"x"}}' })
    expect(created.status).toBe(201)
    const session = connect(`https://127.0.0.1:${port}`, { rejectUnauthorized: false })
    const stream = session.request({ ':path': `${maps}/x` })
    stream.setEncoding('utf8')
    let text = ''
    stream.on('data', (chunk: string) => {
      text += chunk
    })
    await once(stream, 'end')
    session.close()
    expect(JSON.parse(text)).toMatchObject({ kind: 'ConfigMap', metadata: { name: 'x' } })
  })
})

test('the client certificate is read from connections of both versions', async () => {
  await using server = await testServer()
  const seen: number[] = []
  const spying = {
    ...server.server,
    handle: (request: WireRequest, connection: Connection) => {
      seen.push(connection.clientCertificates.length)
      return server.server.handle(request, connection)
    },
  }
  const listener = await listen(spying, { port: 0, ...tls })
  const withCertificate = { rejectUnauthorized: false, ...tls }
  await new Promise<void>((resolve, reject) => {
    const request = httpsRequest(
      { port: listener.port, path: '/version', agent: false, ...withCertificate },
      (response) => {
        response.resume()
        response.on('end', resolve)
      },
    )
    request.on('error', reject)
    request.end()
  })
  const session = connect(`https://127.0.0.1:${listener.port}`, withCertificate)
  for (let i = 0; i < 2; i++) {
    const stream = session.request({ ':path': '/version' })
    stream.resume()
    await once(stream, 'end')
  }
  session.close()
  await http1(listener.port, '/version')
  expect(seen).toEqual([1, 1, 1, 0])
  await listener.close()
})

test('a watch sends each event as it happens and ends with the listener', async () => {
  await listening(async (listener, server) => {
    const session = connect(`https://127.0.0.1:${listener.port}`, { rejectUnauthorized: false })
    const stream = session.request({ ':path': `${maps}?watch=true` })
    await once(stream, 'response')
    await server.call('POST', maps, { metadata: { name: 'x' } })
    const [chunk] = (await once(stream, 'data')) as [Buffer]
    expect(JSON.parse(chunk.toString())).toMatchObject({ type: 'ADDED' })
    const ended = once(stream, 'end')
    stream.resume()
    await Promise.all([listener.close(), ended])
    session.destroy()
  })
})

test('large answers are packed for those who can unpack', async () => {
  await listening(async ({ port }, server) => {
    for (let i = 0; i < 4; i++)
      await server.call('POST', maps, { metadata: { name: `x${i}` }, data: { k: 'v'.repeat(100_000) } })
    const packed = await http1(port, maps, { headers: { 'accept-encoding': 'gzip' } })
    expect(packed.headers['content-encoding']).toBe('gzip')
    expect(packed.body.length).toBeLessThan(50_000)
    const plain = await http1(port, maps)
    expect(plain.headers['content-encoding']).toBeUndefined()
    expect(JSON.parse(plain.body.toString()).items).toHaveLength(4)
  })
})

test('a body that is too large is refused, and the refusal can be read', async () => {
  await listening(async ({ port }) => {
    const answer = await http1(port, maps, { method: 'POST', headers: json, body: ' '.repeat(4 * 1024 * 1024) })
    expect(answer.status).toBe(413)
  })
})

test('a taken port is said in plain words', async () => {
  await listening(async ({ port }, server) => {
    await expect(listen(server.server, { port, ...tls })).rejects.toThrow(
      `port ${port} on 127.0.0.1 is in use by another program`,
    )
  })
})

/** A kubelet that echoes what comes over upgraded connections. */
function echoingKubelet(seen: WireRequest[]): NodeTransport {
  const transport = {
    async send(request: WireRequest) {
      seen.push(request)
      return {
        status: 200,
        headers: { 'content-type': 'text/html' },
        body: (async function* () {
          yield Buffer.from('<a href="/next">n</a>')
        })(),
      }
    },
    async upgrade(request: WireRequest): Promise<UpgradeResponse> {
      seen.push(request)
      const stream = new Duplex({
        read() {},
        write(chunk: Buffer, _encoding, done) {
          this.push(chunk)
          done()
        },
        final(done) {
          this.push(null)
          done()
        },
      })
      const headers = { 'sec-websocket-protocol': 'v5.channel.k8s.io' }
      return { upgraded: true, protocol: 'websocket', headers, stream, head: new Uint8Array() }
    },
    async close() {},
  }
  return { kubelet: () => transport, direct: () => transport }
}

async function withPod(server: TestServer): Promise<void> {
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
}

test('exec goes through to the kubelet, bytes unchanged both ways', async () => {
  const seen: WireRequest[] = []
  await listening(async ({ port }, server) => {
    await withPod(server)
    const request = httpsRequest({
      port,
      path: '/api/v1/namespaces/default/pods/x/exec?command=ls&command=-l&stdout=true&stdin=true',
      rejectUnauthorized: false,
      agent: false,
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-protocol': 'v5.channel.k8s.io',
        authorization: 'Bearer secret',
      },
    })
    request.end()
    const refused = once(request, 'response').then(([answer]: { statusCode: number }[]) => {
      throw new Error(`answered ${answer?.statusCode}`)
    })
    const [response, socket] = (await Promise.race([once(request, 'upgrade'), refused])) as [
      { headers: Record<string, string> },
      Duplex,
    ]
    expect(response.headers['sec-websocket-protocol']).toBe('v5.channel.k8s.io')
    socket.write('hello')
    const [echo] = (await once(socket, 'data')) as [Buffer]
    expect(echo.toString()).toBe('hello')
    socket.destroy()
    expect(seen[0]?.path).toBe('/exec/default/x/c?input=1&output=1&command=ls&command=-l')
    expect(seen[0]?.headers['authorization']).toBeUndefined()
  }, echoingKubelet(seen))
})

test('a refused upgrade is an ordinary answer', async () => {
  await listening(async ({ port }) => {
    const answer = await http1(port, '/api/v1/namespaces/default/pods/none/exec?command=ls&stdout=true', {
      headers: { connection: 'Upgrade', upgrade: 'websocket' },
    })
    expect(answer.status).toBe(404)
    expect(JSON.parse(answer.body.toString())).toMatchObject({ reason: 'NotFound' })
  }, echoingKubelet([]))
})

test('logs and proxies reach the node and the pod', async () => {
  const seen: WireRequest[] = []
  await listening(async ({ port }, server) => {
    await withPod(server)
    const pods = '/api/v1/namespaces/default/pods'
    const log = await http1(port, `${pods}/x/log?tailLines=5&follow=true`)
    expect(log.status).toBe(200)
    expect(seen.at(-1)?.path).toBe('/containerLogs/default/x/c?follow=true&tailLines=5')
    const bad = await http1(port, `${pods}/x/log?container=other`)
    expect(JSON.parse(bad.body.toString()).message).toBe('container other is not valid for pod x')
    await server.call(
      'PATCH',
      `${pods}/x/status`,
      { status: { podIPs: [{ ip: '10.1.0.1' }], podIP: '10.1.0.1' } },
      { 'content-type': 'application/merge-patch+json' },
    )
    const bare = await http1(port, `${pods}/x/proxy?a=b`)
    expect([bare.status, bare.headers['location']]).toEqual([301, `${pods}/x/proxy/?a=b`])
    const page = await http1(port, `${pods}/x:8080/proxy/some/page?a=b`)
    expect(seen.at(-1)?.path).toBe('/some/page?a=b')
    expect(page.body.toString()).toBe(`<a href="${pods}/x:8080/proxy/next">n</a>`)
    for (const method of ['OPTIONS', 'HEAD', 'PATCH', 'DELETE']) {
      expect((await http1(port, `${pods}/x/proxy/`, { method })).status).toBe(200)
      expect(seen.at(-1)?.method).toBe(method)
    }
    expect((await http1(port, `${pods}/x/proxy/`, { method: 'TRACE' })).status).toBe(405)
    expect((await http1(port, `${pods}/x`, { method: 'OPTIONS' })).status).toBe(405)
  }, echoingKubelet(seen))
})
