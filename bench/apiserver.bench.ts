/**
 * The API server over HTTPS with HTTP/2, as a user meets it: pod creates (2 KB, flushed before the answer) with 1, 16 and 64 in flight,
 * reads of one pod, lists of 10,000, and events to 10, 100 and 1,000 watchers. Without arguments against an `elli up --runtime none`
 * of its own without controllers in the way of the pods (they name a node that does not exist); with `--kubeconfig FILE` against any cluster.
 * CPU is that of the server's thread, in brackets that of the whole process, in which controllers and scheduler look at each pod too;
 * it is known only for our own. CPU_PROFILE=DIR keeps a profile. PODS=10000 and PARTS=creates,reads,watches change the load.
 */
import { readFileSync } from 'node:fs'
import { type ClientHttp2Session, connect, type IncomingHttpHeaders } from 'node:http2'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { loadKubeconfig } from '@elli/client/node/kubeconfig'
import { realHost } from '@elli/host/node/host'
import { cpuMs, freePort, printTable, residentMb, type Row, startElli, temporaryDirectory } from './measure.ts'

const { values: flags } = parseArgs({ options: { kubeconfig: { type: 'string' } } })
const total = Number(process.env['PODS'] ?? 10_000)
const profile = process.env['CPU_PROFILE']
const namespace = 'bench'
const pods = `/api/v1/namespaces/${namespace}/pods`
const rows: Row[] = []

function podBody(name: string): Buffer {
  const env = Array.from({ length: 12 }, (_, i) => ({ name: `VARIABLE_${i}`, value: `value-${i}` }))
  return Buffer.from(
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, labels: { app: 'bench', tier: 'a' }, annotations: { note: 'x'.repeat(700) } },
      spec: {
        nodeName: 'nowhere',
        containers: [
          {
            name: 'main',
            image: 'registry.example/app:1',
            env,
            resources: { requests: { cpu: '100m', memory: '64Mi' } },
          },
        ],
      },
    }),
  )
}

class Connection {
  readonly #session: ClientHttp2Session
  constructor(session: ClientHttp2Session) {
    this.#session = session
  }

  /** The whole exchange; answers with the number of bytes. */
  send(method: string, path: string, body?: Buffer, contentType = 'application/json'): Promise<number> {
    return new Promise((resolve, reject) => {
      const stream = this.#session.request(
        { ':method': method, ':path': path, ...(body ? { 'content-type': contentType } : {}) },
        { endStream: body === undefined },
      )
      let status = 0
      let bytes = 0
      const failure: Buffer[] = []
      stream.on('response', (headers: IncomingHttpHeaders & { ':status'?: number }) => {
        status = headers[':status'] ?? 0
      })
      stream.on('data', (chunk: Buffer) => {
        bytes += chunk.length
        if (status >= 300) failure.push(chunk)
      })
      stream.on('end', () => {
        if (status < 300) resolve(bytes)
        else reject(new Error(`${method} ${path}: ${status} ${Buffer.concat(failure).toString()}`))
      })
      stream.on('error', reject)
      if (body) stream.end(body)
    })
  }

  /** Counts the events of a watch, by the newlines between them. */
  watch(path: string, onEvents: (count: number) => void): { started: Promise<void>; close(): void } {
    const stream = this.#session.request({ ':path': path })
    stream.on('data', (chunk: Buffer) => {
      let count = 0
      for (let i = chunk.indexOf(10); i >= 0; i = chunk.indexOf(10, i + 1)) count++
      onEvents(count)
    })
    stream.on('error', () => {})
    return { started: once(stream, 'response').then(() => {}), close: () => stream.close(8) }
  }

  close(): void {
    this.#session.destroy()
  }
}

async function connectTo(kubeconfig: string): Promise<() => Promise<Connection>> {
  const { rest } = await loadKubeconfig(realHost(), { path: kubeconfig })
  const file = (text: string | undefined): string | undefined => text
  return async () => {
    const session = connect(rest.server, {
      ca: file(rest.tls?.ca),
      cert: file(rest.tls?.cert),
      key: file(rest.tls?.key),
      settings: { initialWindowSize: 4 << 20 },
    })
    await once(session, 'connect')
    session.setLocalWindowSize(16 << 20)
    return new Connection(session)
  }
}

/** Does `count` pieces of work, at most `inFlight` at a time; says how long it took and what it cost the server. */
async function load(
  pid: number | undefined,
  inFlight: number,
  count: number,
  one: (i: number) => Promise<unknown>,
): Promise<{ rate: number; ms: number; cpu: string; cpuMs: number }> {
  const before = pid === undefined ? [] : [cpuMs(pid, 'first'), cpuMs(pid)]
  const began = performance.now()
  let next = 0
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (next < count) await one(next++)
    }),
  )
  const ms = performance.now() - began
  const rate = Math.round((count / ms) * 1000)
  if (pid === undefined) return { rate, ms, cpu: '', cpuMs: Number.NaN }
  const [thread, all] = [cpuMs(pid, 'first') - (before[0] ?? 0), cpuMs(pid) - (before[1] ?? 0)]
  const each = (used: number): number => Math.round((used / count) * 1000)
  return {
    rate,
    ms,
    cpu: `, ${each(thread)} µs CPU each [${each(all)}]: ${Math.round((count / thread) * 1000)}/s a core`,
    cpuMs: thread,
  }
}

async function creates(connection: Connection, pid: number | undefined): Promise<void> {
  let made = 0
  const create = (): Promise<number> => connection.send('POST', pods, podBody(`pod-${made++}`))
  await load(pid, 16, Math.round(total * 0.15), create)
  for (const [inFlight, part] of [
    [1, 0.05],
    [16, 0.3],
    [64, 0.5],
  ] as const) {
    const { rate, cpu } = await load(pid, inFlight, Math.round(total * part), create)
    rows.push({
      what: `pod creates, ${inFlight} in flight`,
      ...(inFlight === 64 ? { target: '>= 3000/s a core' } : {}),
      measured: `${rate}/s${cpu}`,
    })
  }
}

async function reads(connection: Connection, pid: number | undefined): Promise<void> {
  const get = await load(pid, 64, 5000, (i) => connection.send('GET', `${pods}/pod-${i % 1000}`))
  rows.push({ what: 'GET of a pod, 64 in flight', measured: `${get.rate}/s${get.cpu}` })
  for (const [what, query] of [
    ['from cache', '?resourceVersion=0'],
    ['consistent', ''],
    ['by label', '?resourceVersion=0&labelSelector=app%3Dbench'],
  ]) {
    let bytes = 0
    await connection.send('GET', pods + query)
    const list = await load(pid, 1, 10, async () => {
      bytes = await connection.send('GET', pods + query)
    })
    rows.push({
      what: `LIST of ${total} pods, ${what} (${Math.round(bytes / 1e6)} MB)`,
      ...(what === 'from cache' ? { target: '<= 60 ms' } : {}),
      measured: `${Math.round(list.ms / 10)} ms, ${pid === undefined ? '' : `${Math.round(list.cpuMs / 10)} ms CPU of the server`}`,
    })
  }
}

/** Each event is a label that changes on one config map; all watchers look at that one namespace. */
async function watches(
  open: () => Promise<Connection>,
  connection: Connection,
  pid: number | undefined,
): Promise<void> {
  const maps = `/api/v1/namespaces/${namespace}/configmaps`
  const patch = (i: number): Promise<number> =>
    connection.send(
      'PATCH',
      `${maps}/watched`,
      Buffer.from(JSON.stringify({ data: { turn: String(i), text: 'x'.repeat(300) } })),
      'application/merge-patch+json',
    )
  await connection.send(
    'POST',
    maps,
    Buffer.from(JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'watched' } })),
  )
  for (const [watchers, connections] of [
    [10, 1],
    [100, 1],
    [1000, 10],
  ] as const) {
    let delivered = 0
    let wanted = Number.POSITIVE_INFINITY
    let done: () => void = () => {}
    const shared = await Promise.all(Array.from({ length: connections }, open))
    const { items, version } = await currentVersion(connection, maps)
    const watching = Array.from({ length: watchers }, (_, i) =>
      (shared[i % connections] as Connection).watch(`${maps}?watch=true&resourceVersion=${version}`, (count) => {
        delivered += count
        if (delivered >= wanted) done()
      }),
    )
    if (items < 0) throw new Error('no list')
    await Promise.all(watching.map((each) => each.started))
    const events = 200
    wanted = events * watchers
    const all = new Promise<void>((resolve) => {
      done = resolve
    })
    const { ms, cpuMs: used } = await load(pid, 1, 1, async () => {
      await load(pid, 16, events, patch)
      await all
    })
    rows.push({
      what: `events to ${watchers} watchers on ${connections} connections`,
      measured: `${Math.round((delivered / ms) * 1000)}/s${pid === undefined ? '' : `, ${((used / delivered) * 1000).toFixed(1)} µs CPU each`}`,
    })
    for (const each of watching) each.close()
    for (const each of shared) each.close()
  }
}

async function currentVersion(connection: Connection, path: string): Promise<{ items: number; version: string }> {
  const items = await connection.send('GET', `${path}?limit=1`)
  return { items, version: '' }
}

async function run(kubeconfig: string, pid: number | undefined): Promise<void> {
  const open = await connectTo(kubeconfig)
  const connection = await open()
  await connection.send(
    'POST',
    '/api/v1/namespaces',
    Buffer.from(JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })),
  )
  // The ServiceAccount admission refuses pods until the controller has made the namespace's default account.
  for (let tries = 0; ; tries++) {
    try {
      await connection.send('GET', `/api/v1/namespaces/${namespace}/serviceaccounts/default`)
      break
    } catch (error) {
      if (tries > 200) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  const parts = (process.env['PARTS'] ?? 'creates,reads,watches').split(',')
  if (parts.includes('creates')) await creates(connection, pid)
  if (pid !== undefined)
    rows.push({ what: 'resident memory after that', measured: `${Math.round(residentMb(pid))} MB` })
  if (parts.includes('reads')) await reads(connection, pid)
  if (parts.includes('watches')) await watches(open, connection, pid)
  connection.close()
}

if (flags.kubeconfig !== undefined) await run(flags.kubeconfig, undefined)
else {
  const directory = temporaryDirectory()
  const elli = startElli({
    dataDir: directory.path,
    port: await freePort(),
    nodeArgs: profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`],
    args: ['--runtime', 'none'],
  })
  await elli.said('is Ready after')
  try {
    readFileSync(elli.kubeconfig)
    await run(elli.kubeconfig, elli.pid)
  } finally {
    await elli.stop()
    directory.remove()
    printTable(rows)
  }
}
process.exit(0)
