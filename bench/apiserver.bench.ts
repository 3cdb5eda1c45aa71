/**
 * The API server over HTTPS: creates with 1, 16 and 64 in flight onto the embedded store (flushed before each answer), lists of 10,000.
 * Guess: a toy corridor did 11,000 creates/s with 64 in flight at 80 µs of CPU each; the real one may cost three times that.
 * The client is a process of its own, so that the numbers of this one are the server's.
 */
import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect } from 'node:http2'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { listen } from '@elli/apiserver/node/listen'
import { strategies } from '@elli/apiserver/resources/strategies'
import { createApiServer } from '@elli/apiserver/server'
import { realHost } from '@elli/host/node/host'
import { openEmbeddedStore } from '@elli/store/node/embedded'

interface Task {
  port: number
  kind: 'create' | 'get' | 'list' | 'watch'
  inFlight: number
  count: number
}

const pods = '/api/v1/namespaces/default/pods'

function podBody(): Buffer {
  const env = Array.from({ length: 12 }, (_, i) => ({ name: `VARIABLE_${i}`, value: `value-${i}` }))
  return Buffer.from(
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { generateName: 'bench-', labels: { app: 'bench', tier: 'a' }, annotations: { note: 'x'.repeat(700) } },
      spec: {
        containers: [
          { name: 'main', image: 'registry.example/app:1', env, resources: { requests: { cpu: '100m', memory: '64Mi' } } },
        ],
      },
    }),
  )
}

/** The client's side: does a task, answers with the milliseconds it took. */
async function work(task: Task): Promise<number> {
  const session = connect(`https://127.0.0.1:${task.port}`, { rejectUnauthorized: false, settings: { initialWindowSize: 4 << 20 } })
  await once(session, 'connect')
  session.setLocalWindowSize(16 << 20)
  const body = podBody()
  const one = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const stream =
        task.kind === 'create'
          ? session.request({ ':method': 'POST', ':path': pods, 'content-type': 'application/json' })
          : session.request({ ':path': `${pods}?resourceVersion=0` })
      stream.on('response', (headers) => {
        const status = headers[':status']
        if (status !== 200 && status !== 201) reject(new Error(`answered ${status}`))
      })
      stream.on('data', () => {})
      stream.on('end', resolve)
      stream.on('error', reject)
      if (task.kind === 'create') stream.end(body)
      else stream.end()
    })
  const start = performance.now()
  let left = task.count
  await Promise.all(
    Array.from({ length: task.inFlight }, async () => {
      while (left-- > 0) await one()
    }),
  )
  const took = performance.now() - start
  session.close()
  return took
}

async function serve(): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'elli-bench-'))
  const [key, cert] = [join(directory, 'key'), join(directory, 'cert')]
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
      ...['-subj', '/CN=localhost', '-keyout', key, '-out', cert],
    ],
    { stdio: 'ignore' },
  )
  const host = realHost()
  const started = performance.now()
  const store = await openEmbeddedStore(host, { directory: join(directory, 'store') })
  const server = await createApiServer({ host, store, strategies })
  const listener = await listen(server, { port: 0, key: readFileSync(key), cert: readFileSync(cert) })
  await server.ready()
  say('start to ready', `${Math.round(performance.now() - started)} ms`)
  const client = fork(fileURLToPath(import.meta.url), ['client'], { execArgv: process.execArgv })
  const run = (task: Task): Promise<number> =>
    new Promise((resolve, reject) => {
      client.once('exit', () => reject(new Error('the client gave up')))
      client.once('message', (took) => resolve(Number(took)))
      client.send(task)
    })
  await run({ port: listener.port, kind: 'create', inFlight: 16, count: 1500 })
  for (const [inFlight, count] of [
    [1, 800],
    [16, 6000],
    [64, 12000],
  ] as const) {
    const before = process.cpuUsage()
    const took = await run({ port: listener.port, kind: 'create', inFlight, count })
    const { user, system } = process.cpuUsage(before)
    const rate = Math.round((count / took) * 1000)
    say(`creates, ${inFlight} in flight`, `${rate}/s, ${Math.round((user + system) / count)} µs CPU each`)
  }
  const before = process.cpuUsage()
  const took = await run({ port: listener.port, kind: 'list', inFlight: 1, count: 10 })
  const { user, system } = process.cpuUsage(before)
  say('list of all pods (about 20,000)', `${Math.round(took / 10)} ms, ${Math.round((user + system) / 10_000)} ms CPU`)
  say('resident memory', `${Math.round(process.memoryUsage().rss / 2 ** 20)} MB`)
  client.removeAllListeners('exit')
  client.kill()
  await listener.close()
  await store.close()
  rmSync(directory, { recursive: true })
}

function say(name: string, value: string): void {
  process.stdout.write(`${name.padEnd(36)} ${value}\n`)
}

if (process.argv[2] === 'client') {
  process.on('message', (task: Task) => {
    work(task).then(
      (took) => process.send?.(took),
      (error: unknown) => {
        process.stderr.write(`${String(error)}\n`)
        process.exit(1)
      },
    )
  })
} else {
  await serve()
}
