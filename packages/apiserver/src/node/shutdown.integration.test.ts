import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, type ClientHttp2Session } from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testServer } from '../testing/server.ts'
import { listen } from './listen.ts'

let directory = ''
let tls = { key: '', cert: '' }

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'elli-shutdown-'))
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

function client(port: number): ClientHttp2Session {
  const session = connect(`https://localhost:${port}`, { rejectUnauthorized: false })
  session.on('error', () => session.destroy())
  return session
}

async function status(session: ClientHttp2Session, path: string): Promise<number> {
  const stream = session.request({ ':path': path })
  stream.resume()
  const [headers] = (await once(stream, 'response')) as [Record<string, unknown>]
  return Number(headers[':status'])
}

test('a client is now and then asked to connect anew, after its request is answered', async () => {
  await using server = await testServer()
  const listener = await listen(server.server, { port: 0, ...tls, goawayChance: 1 })
  const session = client(listener.port)
  const goaway = once(session, 'goaway')
  expect(await status(session, '/version')).toBe(200)
  const [code] = (await goaway) as [number]
  expect(code).toBe(0)
  session.close()
  await listener.close()
})

test('with a delay: /readyz fails, everything else is served, until connections are taken no more', async () => {
  await using server = await testServer()
  const listener = await listen(server.server, { port: 0, ...tls })
  const session = client(listener.port)
  expect(await status(session, '/readyz')).toBe(200)
  const closed = listener.close({ shutdownDelayMs: 20_000 })
  await server.host.clock.advance(10_000)
  expect(await status(session, '/readyz')).toBe(500)
  const another = client(listener.port)
  expect(await status(another, '/version')).toBe(200)
  another.close()
  const goaway = once(session, 'goaway')
  await server.host.clock.advance(10_001)
  await goaway
  await closed
  const late = connect(`https://localhost:${listener.port}`, { rejectUnauthorized: false })
  const [error] = (await once(late, 'error')) as [NodeJS.ErrnoException]
  expect(error.code).toBe('ECONNREFUSED')
})
