import http from 'node:http'
import http2 from 'node:http2'
import https from 'node:https'
import net from 'node:net'
import { pods } from '@elli/api/core/v1.resources'
import { realHost } from '@elli/host/node/host'
import { readAll, type Transport } from '@elli/host/wire'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { restClient } from '../rest.ts'
import type { RestConfig } from '../rest-config.ts'
import { selfSigned, type TestCertificate } from '../testing/certificates.ts'
import { httpsTransport } from './transport.ts'

type Handler = (request: http2.Http2ServerRequest, response: http2.Http2ServerResponse) => unknown

let identity: TestCertificate
beforeAll(() => {
  identity = selfSigned('test')
})

const cleanups: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function listening(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const sockets = new Set<net.Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => {})
  })
  cleanups.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return (server.address() as net.AddressInfo).port
}

async function h2Server(handler: Handler, options: http2.SecureServerOptions = {}) {
  const sessions: http2.ServerHttp2Session[] = []
  const server = http2.createSecureServer({ ...identity, allowHTTP1: true, ...options }, (request, response) => {
    void handler(request, response)
  })
  server.on('session', (session) => {
    sessions.push(session)
    session.on('error', () => {})
  })
  return { server, sessions, port: await listening(server) }
}

function connect(port: number, config: Partial<RestConfig> = {}): Transport {
  const transport = httpsTransport(
    { server: `https://127.0.0.1:${port}`, tls: { ca: identity.cert }, ...config },
    realHost({ logLevel: 'error' }),
  )
  cleanups.push(() => transport.close())
  return transport
}

const get = (path: string, signal?: AbortSignal) => ({
  method: 'GET',
  path,
  headers: {},
  ...(signal ? { signal } : {}),
})
const textOf = async (response: { body: AsyncIterable<Uint8Array> }) => (await readAll(response.body)).toString('utf8')

describe('on request', () => {
  test('a connection goes elsewhere than the name says, which is still the name that counts', async () => {
    const { port } = await h2Server((request, response) => response.end(request.authority))
    const transport = connect(1, { server: 'https://localhost:8443', connectTo: { host: '127.0.0.1', port } })
    expect(await textOf(await transport.send(get('/')))).toBe('localhost:8443')
  })

  test('HTTP/2 is not spoken', async () => {
    const { port } = await h2Server((request, response) => response.end(request.httpVersion))
    expect(await textOf(await connect(port, { http1: true }).send(get('/')))).toBe('1.1')
  })
})

describe('HTTP/2', () => {
  test('requests of all sorts share one connection', async () => {
    const { port, sessions } = await h2Server(async (request, response) => {
      const body = (await readAll(request)).toString('utf8')
      response.writeHead(request.method === 'POST' ? 201 : 200, { 'x-path': request.url })
      response.end(`${request.httpVersion} ${request.method} ${body}`)
    })
    const transport = connect(port)
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => transport.send(get(`/a?i=${i}`)).then(textOf)),
    )
    expect(new Set(answers)).toEqual(new Set(['2.0 GET ']))
    const posted = await transport.send({ method: 'POST', path: '/b', headers: {}, body: Buffer.from('grün') })
    expect([posted.status, posted.headers['x-path'], await textOf(posted)]).toEqual([201, '/b', '2.0 POST grün'])
    expect(sessions).toHaveLength(1)
  })

  test('more watches than a connection may carry get another connection', async () => {
    const { port, sessions } = await h2Server(
      (request, response) => {
        response.writeHead(200)
        response.write(`${request.url}\n`)
      },
      { settings: { maxConcurrentStreams: 5 } },
    )
    const transport = connect(port)
    const stop = new AbortController()
    await transport.send(get('/first', stop.signal))
    const responses = await Promise.all(Array.from({ length: 12 }, (_, i) => transport.send(get(`/${i}`))))
    const firsts = await Promise.all(
      responses.map(async ({ body }) => {
        for await (const chunk of body) return Buffer.from(chunk).toString('utf8').trim()
        return ''
      }),
    )
    expect(firsts).toEqual(Array.from({ length: 12 }, (_, i) => `/${i}`))
    expect(sessions.length).toBe(3)
    stop.abort()
  })

  test('GOAWAY: running streams go on, new ones go to a new connection', async () => {
    let release: (() => void) | undefined
    const { port, sessions } = await h2Server((request, response) => {
      if (request.url === '/slow') {
        response.writeHead(200)
        response.write('begun ')
        release = () => response.end('and done')
      } else response.end('quick')
    })
    const transport = connect(port)
    const slow = await transport.send(get('/slow'))
    sessions[0]?.goaway()
    await new Promise((resolve) => sessions[0]?.ping(resolve))
    expect(await textOf(await transport.send(get('/quick')))).toBe('quick')
    expect(sessions).toHaveLength(2)
    release?.()
    expect(await textOf(slow)).toBe('begun and done')
  })

  test('a dead connection fails its streams, and the next request opens another', async () => {
    const { port, sessions } = await h2Server((request, response) => {
      if (request.url === '/watch') {
        response.writeHead(200)
        response.write('x')
      } else response.end('ok')
    })
    const transport = connect(port)
    const watch = await transport.send(get('/watch'))
    sessions[0]?.destroy()
    await expect(textOf(watch)).rejects.toThrow()
    expect(await textOf(await transport.send(get('/')))).toBe('ok')
    expect(sessions).toHaveLength(2)
  })

  test('a stream that is reset surfaces as an error, before and after the answer began', async () => {
    const { port } = await h2Server((request, response) => {
      if (request.url === '/late') {
        response.writeHead(200)
        response.write('x')
        setImmediate(() => response.stream.close(http2.constants.NGHTTP2_CANCEL))
      } else response.stream.close(http2.constants.NGHTTP2_INTERNAL_ERROR)
    })
    const transport = connect(port)
    await expect(transport.send(get('/early'))).rejects.toThrow()
    const late = await transport.send(get('/late'))
    await expect(textOf(late)).rejects.toThrow()
  })

  test('a refused stream is sent again', async () => {
    let tries = 0
    const { port } = await h2Server((_, response) => {
      if (++tries < 3) response.stream.close(http2.constants.NGHTTP2_REFUSED_STREAM)
      else response.end('third')
    })
    expect(await textOf(await connect(port).send(get('/')))).toBe('third')
  })

  test("an abort ends the exchange with the signal's reason, and tells the server", async () => {
    let closed: () => void = () => {}
    const gone = new Promise<void>((resolve) => {
      closed = resolve
    })
    const { port } = await h2Server((request, response) => {
      response.stream.once('close', closed)
      response.stream.on('error', () => {})
      if (request.url === '/watch') {
        response.writeHead(200)
        response.write('x')
      }
    })
    const transport = connect(port)
    const stop = new AbortController()
    const body = textOf(await transport.send(get('/watch', stop.signal)))
    stop.abort(new Error('enough'))
    await expect(body).rejects.toThrow('enough')
    await gone
    const early = new AbortController()
    const waiting = transport.send(get('/never', early.signal))
    early.abort(new Error('early'))
    await expect(waiting).rejects.toThrow('early')
  })

  test('a watch of the typed client', async () => {
    const { port } = await h2Server((request, response) => {
      expect(request.url).toBe('/api/v1/pods?watch=true')
      response.writeHead(200, { 'content-type': 'application/json' })
      response.write('{"type":"ADDED","object":{"metadata":{"na')
      response.end('me":"a"}}}\n')
    })
    const seen: unknown[] = []
    for await (const event of restClient(connect(port)).for(pods).watch()) seen.push(event)
    expect(seen).toEqual([{ type: 'ADDED', object: { metadata: { name: 'a' } } }])
  })
})

describe('HTTP/1.1', () => {
  test('where the server knows no HTTP/2', async () => {
    const server = https.createServer(identity, (request, response) =>
      response.end(`${request.httpVersion} ${request.url}`),
    )
    const transport = connect(await listening(server))
    expect(await textOf(await transport.send(get('/x?y=1')))).toBe('1.1 /x?y=1')
    expect(
      await textOf(await transport.send({ method: 'POST', path: '/z', headers: {}, body: Buffer.from('b') })),
    ).toBe('1.1 /z')
  })

  test('without TLS, below a path, with an aborted watch', async () => {
    const server = http.createServer((request, response) => {
      response.write(`${request.url} ${request.headers.host}`)
      if (request.url !== '/base/watch') response.end()
    })
    const port = await listening(server)
    const transport = connect(port, { server: `http://127.0.0.1:${port}/base/` })
    expect(await textOf(await transport.send(get('/api')))).toBe(`/base/api 127.0.0.1:${port}`)
    const stop = new AbortController()
    const watch = textOf(await transport.send(get('/watch', stop.signal)))
    stop.abort(new Error('enough'))
    await expect(watch).rejects.toThrow('enough')
  })

  test('nobody there', async () => {
    const server = http.createServer()
    const port = await listening(server)
    await new Promise((resolve) => server.close(resolve))
    await expect(connect(port, { server: `http://127.0.0.1:${port}` }).send(get('/'))).rejects.toMatchObject({
      code: 'ECONNREFUSED',
    })
    await expect(connect(port).send(get('/'))).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  test('upgrades switch the protocol on a socket of their own', async () => {
    const { server, port } = await h2Server((_, response) => {
      response.writeHead(403)
      response.end('no')
    })
    server.on('upgrade', (request: http.IncomingMessage, socket: net.Socket) => {
      if (request.url === '/refuse') {
        socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\n\r\nno')
        return
      }
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nconnection: Upgrade\r\nupgrade: ${request.headers.upgrade}\r\n\r\nhello`,
      )
      socket.on('data', (chunk) => socket.end(chunk))
    })
    const transport = connect(port, { token: 'secret' })
    const headers = { connection: 'Upgrade', upgrade: 'SPDY/3.1' }
    const answer = await transport.upgrade({ method: 'POST', path: '/exec', headers })
    if (!answer.upgraded) throw new Error('not upgraded')
    expect(answer.protocol).toBe('SPDY/3.1')
    answer.stream.write(' world')
    expect(Buffer.concat([answer.head, await readAll(answer.stream)]).toString('utf8')).toBe('hello world')
    const refused = await transport.upgrade({ method: 'POST', path: '/refuse', headers })
    if (refused.upgraded) throw new Error('upgraded')
    expect([refused.response.status, await textOf(refused.response)]).toEqual([403, 'no'])
  })

  test('through a proxy', async () => {
    const { port } = await h2Server((request, response) => response.end(request.httpVersion))
    const asked: string[] = []
    const proxy = http.createServer()
    proxy.on('connect', (request, socket: net.Socket) => {
      asked.push(`${request.url} ${request.headers['proxy-authorization']}`)
      const through = net.connect(port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n')
        through.pipe(socket).pipe(through)
      })
      through.on('error', () => socket.destroy())
      socket.on('error', () => through.destroy())
      socket.on('close', () => through.destroy())
    })
    const proxyPort = await listening(proxy)
    const transport = connect(port, { proxyUrl: `http://me:pass@127.0.0.1:${proxyPort}` })
    expect(await textOf(await transport.send(get('/')))).toBe('2.0')
    expect(asked).toEqual([`127.0.0.1:${port} Basic ${Buffer.from('me:pass').toString('base64')}`])
  })
})

describe('identity', () => {
  const echo: Handler = (request, response) => response.end(JSON.stringify(request.headers))
  const headersOf = async (transport: Transport, headers = {}) =>
    JSON.parse(await textOf(await transport.send({ method: 'GET', path: '/', headers }))) as Record<string, string>

  test('client certificates, and servers nobody vouches for', async () => {
    const client = selfSigned('alice')
    const { port } = await h2Server(
      (request, response) => {
        const socket = request.stream.session?.socket as
          | { getPeerCertificate?: () => { subject?: { CN?: string } } }
          | undefined
        response.end(socket?.getPeerCertificate?.().subject?.CN ?? 'nobody')
      },
      { requestCert: true, rejectUnauthorized: false },
    )
    const { cert, key } = client
    expect(await textOf(await connect(port, { tls: { ca: identity.cert, cert, key } }).send(get('/')))).toBe('alice')
    await expect(connect(port, { tls: {} }).send(get('/'))).rejects.toMatchObject({
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    })
    expect((await connect(port, { tls: { insecure: true } }).send(get('/'))).status).toBe(200)
    const ca = identity.cert
    expect((await connect(port, { tls: { ca, serverName: 'localhost' } }).send(get('/'))).status).toBe(200)
    await expect(connect(port, { tls: { ca, serverName: 'elsewhere' } }).send(get('/'))).rejects.toMatchObject({
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    })
  })

  test('tokens, passwords, and whom we stand in for', async () => {
    const { port } = await h2Server(echo)
    expect((await headersOf(connect(port, { token: 't' })))['authorization']).toBe('Bearer t')
    expect((await headersOf(connect(port, { token: 't' }), { authorization: 'Bearer own' }))['authorization']).toBe(
      'Bearer own',
    )
    const basic = await headersOf(connect(port, { username: 'u', password: 'p' }))
    expect(basic['authorization']).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`)
    const impersonate = { user: 'bob', uid: '7', groups: ['a', 'b'], extra: { 'acme.com/Scope': ['x'] } }
    expect(await headersOf(connect(port, { impersonate }))).toMatchObject({
      'impersonate-user': 'bob',
      'impersonate-uid': '7',
      'impersonate-group': 'a, b',
      'impersonate-extra-acme.com%2fscope': 'x',
    })
  })
})
