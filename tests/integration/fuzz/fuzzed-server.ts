/**
 * The server that is fuzzed: everything that can be switched on is on, it listens on a TLS socket, and nobody answers its calls out.
 * Out: the server, its credentials, and a sweep that takes away all that is not of the beginning.
 */
import { allResources, type ResourceInfo } from '@elli/api/resources'
import { type Listener, listen } from '@elli/apiserver/node/listen'
import { noWayOut } from '@elli/apiserver/outbound/outbound'
import type { ApiServer } from '@elli/apiserver/server'
import { mixedHost } from '@elli/host/mixed'
import { readAll } from '@elli/host/wire'
import { memoryStore } from '@elli/store/memory'
import { assembleApiServer } from '../../../packages/elli/src/cluster/api-server.ts'
import { simulatedNodes } from '../../../packages/elli/src/cluster/node-transport.ts'
import { issueAuthority, issueCertificate, issueSigningKey } from '../../../packages/elli/src/pki/issue.ts'
import { customKind } from './custom-kind.ts'
import { seeds } from './seeds.ts'

export interface Reply {
  readonly code: number
  readonly text: string
}

export interface FuzzedServer extends AsyncDisposable {
  readonly server: ApiServer
  readonly address: { readonly port: number; readonly ca: string; readonly cert: string; readonly key: string }
  /** What it has logged as its own errors. */
  readonly errorsLogged: () => readonly string[]
  call(method: string, path: string, body?: unknown, type?: string): Promise<Reply>
  /** @returns what would not go away */
  sweep(): Promise<string[]>
}

export const admin = { name: 'fuzzer', groups: ['system:masters', 'system:authenticated'] }
const issuer = 'https://kubernetes.default.svc.cluster.local'

interface Listed {
  readonly metadata: { readonly uid?: string; readonly name?: string; readonly namespace?: string }
}

export async function fuzzedServer(): Promise<FuzzedServer> {
  const host = mixedHost({ seed: 7 })
  const store = memoryStore(host)
  const now = Date.now()
  const ca = await issueAuthority('kubernetes', now)
  const serving = await issueCertificate(ca, { commonName: 'server', hosts: ['127.0.0.1'], usages: ['server'] }, now)
  const client = await issueCertificate(
    ca,
    { commonName: admin.name, organizations: ['system:masters'], usages: ['client'] },
    now,
  )
  const server = await assembleApiServer({
    host,
    store,
    clientCaPem: ca.certificatePem,
    serviceAccount: await issueSigningKey(),
    issuer,
    serviceCidr: '10.96.0.0/16',
    address: { host: '192.0.2.1', port: 6443 },
    nodeTransport: simulatedNodes,
    dial: noWayOut,
    featureGates: { AllAlpha: true, AllBeta: true },
    server: { runtimeConfig: { 'api/all': true }, aggregator: {}, compactionIntervalMs: 2_000 },
  })
  await server.ready()
  const listener: Listener = await listen(server, {
    port: 0,
    key: serving.keyPem,
    cert: serving.certificatePem,
    clientCa: ca.certificatePem,
  })
  const call = async (method: string, path: string, body?: unknown, type = 'application/json'): Promise<Reply> => {
    const response = await server.handle(
      {
        method,
        path,
        headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': type }) },
        ...(body === undefined ? {} : { body: Buffer.from(JSON.stringify(body)) }),
      },
      { clientCertificates: [], identity: admin },
    )
    return { code: response.status, text: (await readAll(response.body)).toString() }
  }
  await furnish(call)
  const kept = new Set((await everything(call)).map(({ uid }) => uid))
  return {
    server,
    address: { port: listener.port, ca: ca.certificatePem, cert: client.certificatePem, key: client.keyPem },
    errorsLogged: () => host.logged.filter(({ level }) => level === 'error').map(({ message }) => message),
    call,
    async sweep() {
      let tried = new Set<string>()
      for (let round = 0; round < 3; round++) {
        const strange = (await everything(call)).filter(({ uid }) => !kept.has(uid))
        for (const { path } of strange) await remove(call, path)
        tried = new Set(strange.map(({ uid }) => uid))
      }
      // What came meanwhile is the server's own doing: events, and what it makes again when it is gone.
      const left = (await everything(call)).filter(({ uid }) => tried.has(uid))
      await furnish(call)
      return left.map(({ path }) => path)
    },
    async [Symbol.asyncDispose]() {
      await listener.close()
      await server.close()
      await store.close()
    },
  }
}

type Call = FuzzedServer['call']

/** The custom kind, and one of everything to find by name. */
async function furnish(call: Call): Promise<void> {
  await call('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', customKind('things'))
  for (const plain of ['pods', 'configmaps', 'services', 'secrets', 'serviceaccounts', 'replicationcontrollers'])
    for (const seed of (seeds[`${plain}.`] ?? []).slice(0, 1))
      await call('POST', `/api/v1/namespaces/default/${plain}`, { ...seed, metadata: { name: 'x' } })
  await call('POST', '/apis/apps/v1/namespaces/default/deployments', {
    ...seeds['deployments.apps']?.[0],
    metadata: { name: 'x' },
  })
  await call('POST', '/api/v1/nodes', { metadata: { name: 'x' } })
}

/** What stands in the way of others goes first. */
const order = (info: ResourceInfo): number => (info.group === 'admissionregistration.k8s.io' ? 0 : 1)
const swept = allResources
  .filter(({ verbs }) => verbs.includes('list') && verbs.includes('delete'))
  .toSorted((one, other) => order(one) - order(other))

async function everything(call: Call): Promise<{ uid: string; path: string }[]> {
  const found: { uid: string; path: string }[] = []
  const list = async (root: string, resource: string): Promise<void> => {
    const { code, text } = await call('GET', `${root}/${resource}`)
    if (code !== 200) return
    for (const { metadata } of (JSON.parse(text) as { items: Listed[] }).items) {
      const where = metadata.namespace === undefined ? '' : `/namespaces/${metadata.namespace}`
      found.push({ uid: metadata.uid ?? '', path: `${root}${where}/${resource}/${metadata.name ?? ''}` })
    }
  }
  const seen = new Set<string>()
  for (const { group, apiVersion, resource } of swept) {
    if (seen.has(`${group}/${resource}`)) continue
    seen.add(`${group}/${resource}`)
    await list(group === '' ? '/api/v1' : `/apis/${apiVersion}`, resource)
  }
  await list('/apis/fuzz.example.com/v1', 'things')
  return found
}

async function remove(call: Call, path: string): Promise<void> {
  await call('PATCH', path, { metadata: { finalizers: null } }, 'application/merge-patch+json')
  await call('DELETE', path, { gracePeriodSeconds: 0 })
  // Nobody else empties namespaces and what protects custom resources here.
  if (path.includes('/api/v1/namespaces/') && path.split('/').length === 5)
    await call('PUT', `${path}/finalize`, { metadata: { name: path.split('/').at(-1) }, spec: { finalizers: [] } })
}
