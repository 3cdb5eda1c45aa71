/**
 * The API server over HTTPS with HTTP/2, as a user meets it: creates (2 KB pods) with 1, 16 and 64 in flight, reads, lists in JSON and
 * protobuf, server-side applies, events to 10, 100 and 1,000 watchers on shared and on separate connections, memory.
 * Without arguments against an `elli up --runtime none` of its own, whose CPU is that of the server's thread; the pods name a node that
 * does not exist. With `--kubeconfig FILE` against any cluster, and with `--pids N,M` the CPU and memory of those processes together
 * (say kube-apiserver and etcd). PODS=100000 and PARTS=creates,reads,applies,watches change the load; CPU_PROFILE=DIR keeps a profile of ours.
 */
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { type Connection, connectTo, load, ratesOf, type Server, serverCpuMs, serverMb, timesOf } from './api-load.ts'
import { freePort, printTable, type Row, startElli, temporaryDirectory } from './measure.ts'

const { values: flags } = parseArgs({ options: { kubeconfig: { type: 'string' }, pids: { type: 'string' } } })
const total = Number(process.env['PODS'] ?? 10_000)
const profile = process.env['CPU_PROFILE']
const parts = new Set((process.env['PARTS'] ?? 'creates,reads,applies,watches').split(','))
const namespace = 'bench'
const pods = `/api/v1/namespaces/${namespace}/pods`
const maps = `/api/v1/namespaces/${namespace}/configmaps`
const protobuf = 'application/vnd.kubernetes.protobuf'
const rows: Row[] = []
const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value))

function podBody(name: string): Buffer {
  const env = Array.from({ length: 12 }, (_, i) => ({ name: `VARIABLE_${i}`, value: `value-${i}` }))
  return json({
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
  })
}

async function creates(connection: Connection, server: Server | undefined): Promise<void> {
  let made = 0
  const create = (): Promise<number> => connection.send('POST', pods, { body: podBody(`pod-${made++}`) })
  await load(server, 16, Math.round(total * 0.15), create)
  for (const [inFlight, part] of [
    [1, 0.05],
    [16, 0.3],
    [64, 0.5],
  ] as const)
    rows.push({
      what: `pod creates, ${inFlight} in flight`,
      ...(inFlight === 64 ? { target: '>= 3000/s a core' } : {}),
      measured: ratesOf(await load(server, inFlight, Math.round(total * part), create)),
    })
}

async function reads(connection: Connection, server: Server | undefined): Promise<void> {
  const get = await load(server, 64, 5000, (i) => connection.send('GET', `${pods}/pod-${i % 1000}`))
  rows.push({ what: 'GET of a pod, 64 in flight', measured: ratesOf(get) })
  for (const [what, query, accept, target] of [
    [`of ${total} pods from cache, JSON`, '?resourceVersion=0', 'application/json', '<= 60 ms for 10000'],
    [`of ${total} pods from cache, protobuf`, '?resourceVersion=0', protobuf, undefined],
    [`of ${total} pods, consistent, JSON`, '', 'application/json', undefined],
    [
      `of ${total} pods by a label of all`,
      '?resourceVersion=0&labelSelector=app%3Dbench',
      'application/json',
      undefined,
    ],
    [`of ${total} pods by a field of one`, '?fieldSelector=metadata.name%3Dpod-7', 'application/json', undefined],
    ['of 500 pods, first page', '?limit=500', 'application/json', undefined],
  ] as const) {
    const list = (): Promise<number> => connection.send('GET', pods + query, { accept })
    const bytes = await list()
    rows.push({
      what: `LIST ${what} (${(bytes / 1e6).toFixed(1)} MB)`,
      ...(target === undefined ? {} : { target }),
      measured: timesOf(await load(server, 1, 10, list)),
    })
  }
}

/** Each time a value changes, so that every apply writes. */
async function applies(connection: Connection, server: Server | undefined): Promise<void> {
  const apply = (i: number): Promise<number> =>
    connection.send('PATCH', `${maps}/applied-${i % 100}?fieldManager=bench&force=true`, {
      body: json({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: `applied-${i % 100}` },
        data: { turn: String(i), text: 'x'.repeat(300) },
      }),
      contentType: 'application/apply-patch+yaml',
    })
  await load(server, 16, 100, apply)
  rows.push({
    what: 'server-side applies, 16 in flight',
    measured: ratesOf(await load(server, 16, Math.round(total / 5), apply)),
  })
}

/** Each event is a text that changes in one of a few config maps, which all watchers look at. */
async function watches(
  open: () => Promise<Connection>,
  connection: Connection,
  server: Server | undefined,
): Promise<void> {
  const watched = 16
  const patch = (i: number): Promise<number> =>
    connection.send('PATCH', `${maps}/watched-${i % watched}`, {
      body: json({ data: { turn: String(i), text: 'x'.repeat(300) } }),
      contentType: 'application/merge-patch+json',
    })
  for (let i = 0; i < watched; i++)
    await connection.send('POST', maps, {
      body: json({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: `watched-${i}`, labels: { watched: 'true' } },
      }),
      fine: [409],
    })
  for (const [watchers, connections, target] of [
    [10, 1, undefined],
    [100, 1, undefined],
    [1000, 10, '>= 100000/s'],
    [1000, 1000, '>= 35000/s'],
  ] as const) {
    let delivered = 0
    let wanted = Number.POSITIVE_INFINITY
    let done: () => void = () => {}
    const shared = await Promise.all(Array.from({ length: connections }, open))
    const watching = Array.from({ length: watchers }, (_, i) =>
      (shared[i % connections] as Connection).watch(`${maps}?watch=true&labelSelector=watched%3Dtrue`, (count) => {
        delivered += count
        if (delivered >= wanted) done()
      }),
    )
    await Promise.all(watching.map((each) => each.started))
    // Each watch begins with the maps as they are.
    while (delivered < watchers * watched) await new Promise((resolve) => setTimeout(resolve, 5))
    const events = 800
    wanted = (watched + events) * watchers
    const all = new Promise<void>((resolve) => {
      done = resolve
    })
    const before = server === undefined ? Number.NaN : serverCpuMs(server)
    const began = performance.now()
    await load(server, 16, events, patch)
    await all
    const ms = performance.now() - began
    const cpu = server === undefined ? Number.NaN : serverCpuMs(server) - before
    const count = events * watchers
    const each = Number.isNaN(cpu) ? '' : `, ${((cpu / count) * 1000).toFixed(1)} µs CPU each`
    rows.push({
      what: `events to ${watchers} watchers on ${connections} connections`,
      ...(target === undefined ? {} : { target }),
      measured: `${Math.round((count / ms) * 1000)}/s${each}`,
    })
    for (const one of watching) one.close()
    for (const one of shared) one.close()
  }
}

/** The namespace with its default account, which admission asks for and a controller makes where there is one. */
async function prepareNamespace(connection: Connection): Promise<void> {
  await connection.send('POST', '/api/v1/namespaces', {
    body: json({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }),
    fine: [409],
  })
  await connection.send('POST', `/api/v1/namespaces/${namespace}/serviceaccounts`, {
    body: json({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } }),
    fine: [409],
  })
}

async function run(kubeconfig: string, server: Server | undefined): Promise<void> {
  const open = await connectTo(kubeconfig)
  const connection = await open()
  await prepareNamespace(connection)
  const memory = (what: string): void => {
    if (server !== undefined) rows.push({ what, measured: `${Math.round(serverMb(server))} MB` })
  }
  memory('resident memory before')
  if (parts.has('creates')) {
    await creates(connection, server)
    memory(`resident memory with ${total} pods`)
  }
  if (parts.has('reads')) await reads(connection, server)
  if (parts.has('applies')) await applies(connection, server)
  if (parts.has('watches')) await watches(open, connection, server)
  memory('resident memory at the end')
  connection.close()
}

if (flags.kubeconfig !== undefined) {
  const pids = flags.pids?.split(',').map(Number)
  try {
    await run(flags.kubeconfig, pids === undefined ? undefined : { pids, threads: 'all' })
  } finally {
    printTable(rows)
  }
} else {
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
    await run(elli.kubeconfig, { pids: [elli.pid], threads: 'first' })
  } finally {
    await elli.stop()
    directory.remove()
    printTable(rows)
  }
}
process.exit(0)
