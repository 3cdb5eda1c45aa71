/**
 * What managed fields cost: `node --import tsx bench/apply.bench.ts`.
 * Guess: a pod has some 60 fields that are set; one walk of 100 ns each, and as much again for their text: 12 µs per create.
 * In process, on a memory store, without sockets: CPU time of the API server, in µs per call, so that other work on the machine
 * matters little. PARTS=pure leaves the server out.
 */
import { Pod } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import { applyDefaults } from '@elli/api/defaults'
import { decodeJson } from '@elli/api/schema/decodeJson'
import { encodeJson } from '@elli/api/schema/encodeJson'
import { strategies } from '@elli/apiserver/resources/strategies'
import { type ApiServer, createApiServer } from '@elli/apiserver/server'
import { fieldManagerOf } from '@elli/apiserver/registry/managed-fields'
import type { Served } from '@elli/apiserver/registry/served'
import { FieldManager } from '@elli/machinery/apply/field-manager'
import { realHost } from '@elli/host/node/host'
import { readAll } from '@elli/host/wire'
import { memoryStore } from '@elli/store/memory'
import { median, printTable, type Row } from './measure.ts'

const rounds = Number(process.env['ROUNDS'] ?? 4000)
const rows: Row[] = []

/** As a ReplicaSet makes it: two containers, a volume, labels, an owner. */
function pod(name: string): object {
  const container = (id: string): object => ({
    name: id,
    image: `registry.example.com/${id}:1`,
    ports: [{ containerPort: 8080 }, { containerPort: 8081, name: 'metrics' }],
    env: [
      { name: 'A', value: 'b' },
      { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
    ],
    resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
    volumeMounts: [{ name: 'data', mountPath: '/data' }],
    readinessProbe: { httpGet: { path: '/', port: 8080 } },
  })
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      labels: { app: 'web', tier: 'front', 'pod-template-hash': '123' },
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'u', controller: true }],
    },
    spec: {
      containers: [container('web'), container('side')],
      volumes: [{ name: 'data', emptyDir: {} }],
      tolerations: [{ key: 'a', operator: 'Exists' }],
    },
  }
}

function deployment(name: string, replicas: number, image: string): object {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, labels: { app: name } },
    spec: {
      replicas,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels: { app: name } },
        spec: { containers: [{ name: 'web', image, ports: [{ containerPort: 80 }] }] },
      },
    },
  }
}

/** CPU time of this process, all its threads. */
function cpuMicroseconds(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}

/** Median over batches, so that a pause of the collector counts once. */
function microseconds(work: (i: number) => void, count = rounds): number {
  const batch = Math.max(50, Math.floor(count / 40))
  const times: number[] = []
  for (let i = 0; i < count; ) {
    const began = cpuMicroseconds()
    for (let j = 0; j < batch; j++) work(i++)
    times.push((cpuMicroseconds() - began) / batch)
  }
  return median(times.slice(Math.floor(times.length / 2)))
}

function row(what: string, us: number, target?: string): void {
  rows.push({ what, measured: `${us.toFixed(1)} µs`, ...(target === undefined ? {} : { target }) })
}

const host = realHost()
const serving = (): Promise<ApiServer> => createApiServer({ host, store: memoryStore(host), strategies })
let server: ApiServer | undefined
const connection = { clientCertificates: [], identity: { name: 'bench', groups: ['system:masters'] } }

async function call(method: string, path: string, body: object, type = 'application/json'): Promise<string> {
  server ??= await serving()
  const answer = await server.handle(
    {
      method,
      path,
      headers: { 'content-type': type, 'user-agent': 'bench/1' },
      body: Buffer.from(JSON.stringify(body)),
    },
    connection,
  )
  const text = (await readAll(answer.body)).toString('utf8')
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${text}`)
  return text
}

async function timedCalls(what: string, count: number, work: (i: number) => Promise<unknown>): Promise<void> {
  for (let i = 0; i < 300; i++) await work(-i - 1)
  const times: number[] = []
  const batch = 50
  for (let i = 0; i < count; ) {
    const began = cpuMicroseconds()
    for (let j = 0; j < batch; j++) await work(i++)
    times.push((cpuMicroseconds() - began) / batch)
  }
  const us = median(times)
  rows.push({ what, measured: `${us.toFixed(0)} µs, ${Math.round(1e6 / us)}/s` })
}

/** The parts that field management adds, one by one. */
function parts(): void {
  const served: Served = { info: pods, isHub: true, namespaced: true } as unknown as Served
  const manager = fieldManagerOf(served, '')
  const status = fieldManagerOf(served, 'status')
  const now = '2024-01-01T00:00:00Z'
  const gates = (): boolean => true
  const decoded = (): Pod => {
    const object = decodeJson(Pod, JSON.stringify(pod('a'))).object
    applyDefaults(pods, object, gates)
    return object
  }
  const fresh = Array.from({ length: 64 }, decoded)
  row(
    'pod: fields of a create',
    microseconds((i) => void manager.update(undefined, fresh[i % 64] as Pod, 'bench', now)),
    '< 40 µs with its text',
  )
  const plain = fresh[0] as Pod
  const entries = manager.update(undefined, plain, 'bench', now)
  if (entries === undefined || entries instanceof Promise) throw new Error('no managed fields')
  const live: Pod = { ...decoded(), metadata: { ...decoded().metadata, uid: 'u', managedFields: entries } }
  const without = microseconds(() => void encodeJson(Pod, plain))
  row('pod: text of its managed fields', microseconds(() => void encodeJson(Pod, live)) - without)
  const text = encodeJson(Pod, live)
  const plainText = encodeJson(Pod, plain)
  row(
    'pod: reading them again',
    microseconds(() => void decodeJson(Pod, text)) - microseconds(() => void decodeJson(Pod, plainText)),
  )
  rows.push({ what: 'pod: bytes more', measured: `${text.length - plainText.length} of ${plainText.length}` })
  const same = decodeJson(Pod, text).object
  row(
    'pod: an update that changes nothing',
    microseconds(() => void manager.update(live, same, 'bench', now)),
  )
  const labelled = decodeJson(Pod, text).object
  labelled.metadata.labels = { ...labelled.metadata.labels, new: 'label' }
  row(
    'pod: an update of one label',
    microseconds(() => void manager.update(live, labelled, 'other', now)),
  )
  const running = decodeJson(Pod, text).object
  running.status = {
    phase: 'Running',
    podIP: '10.0.0.1',
    podIPs: [{ ip: '10.0.0.1' }],
    conditions: ['Initialized', 'Ready', 'PodScheduled'].map((type) => ({ type, status: 'True' })),
  }
  row(
    'pod: a status update',
    microseconds(() => void status.update(live, running, 'kubelet', now)),
  )
}

async function requests(): Promise<void> {
  const names = (i: number): string => (i < 0 ? `warm${-i}` : `p${i}`)
  const create = (prefix: string) => (i: number) =>
    call('POST', '/api/v1/namespaces/default/pods', pod(prefix + names(i)))
  // By turns, so that both see the same machine.
  const { update } = FieldManager.prototype
  for (const round of ['a', 'b']) {
    FieldManager.prototype.update = () => undefined
    await timedCalls('pod create without managed fields', rounds, create(`without-${round}-`))
    FieldManager.prototype.update = update
    await timedCalls('pod create with managed fields', rounds, create(`with-${round}-`))
  }
  const path = '/apis/apps/v1/namespaces/default/deployments'
  await timedCalls('deployment apply, created', rounds / 4, (i) =>
    call(
      'PATCH',
      `${path}/${names(i)}?fieldManager=bench`,
      deployment(names(i), 1, 'a'),
      'application/apply-patch+yaml',
    ),
  )
  await timedCalls('deployment apply, one field changed', rounds / 4, (i) =>
    call('PATCH', `${path}/p0?fieldManager=bench`, deployment('p0', 1, `a${i}`), 'application/apply-patch+yaml'),
  )
  await timedCalls('deployment apply, nothing changed', rounds / 4, () =>
    call('PATCH', `${path}/p0?fieldManager=bench`, deployment('p0', 1, 'a'), 'application/apply-patch+yaml'),
  )
}

parts()
if (process.env['PARTS'] !== 'pure') await requests()
printTable(rows)
await server?.close()
process.exit(0)
