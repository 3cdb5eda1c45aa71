/**
 * The embedded cluster: API server, controllers, scheduler and simulated nodes in one process.
 * In: how many nodes, which clock, which seed. Out: a client, handles on nodes and pods, time. Elsewhere: `elli up` (../cli/up.ts) on real parts.
 * Always: closing it ends every task, timer and connection it started; with the virtual clock nothing happens unless time is let pass.
 */
import { nodes } from '@elli/api/core/v1.resources'
import { type Listener, listen } from '@elli/apiserver/node/listen'
import type { UserInfo } from '@elli/apiserver/authentication/authenticator'
import type { ApiServer } from '@elli/apiserver/server'
import type { Client } from '@elli/client/client'
import type { InformerFactory } from '@elli/client/informer'
import { restClient } from '@elli/client/rest'
import { lentInformers, sharedInformers } from '@elli/client/shared-informers'
import { runControllers } from '@elli/controllers/manager'
import type { Instant } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import { mixedHost } from '@elli/host/mixed'
import { type SimulatedHost, simulatedHost } from '@elli/host/simulated'
import { TaskGroup } from '@elli/host/tasks'
import { runScheduler } from '@elli/scheduler/scheduler'
import type { SimulatedNode } from '@elli/simulator/nodes'
import { type Simulator, simulator } from '@elli/simulator/simulator'
import type { Store } from '@elli/store/contract'
import { memoryStore } from '@elli/store/memory'
import { issueAuthority, issueCertificate, issueSigningKey, type KeyPair } from '../pki/issue.ts'
import { kubeconfigText } from '../pki/kubeconfig-file.ts'
import { gitVersion } from '../version.ts'
import { assembleApiServer } from './api-server.ts'
import { simulatedNodes } from './node-transport.ts'
import { controllerOptions } from './controller-options.ts'

export interface ClusterOptions {
  /** Simulated nodes: how many (node-1, node-2, …), or which. Default 1. */
  nodes?: number | readonly SimulatedNode[]
  /** All randomness follows from it: the same seed, the same names, uids and choices. Default 1. */
  seed?: number
  /** `virtual`: time stands still unless `passes` or `until` lets it go on. Default `real`. */
  clock?: 'real' | 'virtual'
  /** Where the virtual clock starts. */
  start?: Instant
  /** Listen on loopback, so that kubectl can look in; see `kubeconfig`. A number asks for that port. Default false. */
  https?: boolean | number
  /** Upstream's --controllers list; `[]` runs none. Default all that are on by default. */
  controllers?: readonly string[]
  /** False leaves pods unscheduled. */
  scheduler?: boolean
  featureGates?: Readonly<Record<string, boolean>>
  /** Upstream's --runtime-config: API versions to switch on or off, such as `{ 'api/alpha': true }`. */
  runtimeConfig?: Readonly<Record<string, boolean>>
}

export interface Cluster extends AsyncDisposable {
  /** Acts as kubernetes-admin, member of system:masters. */
  readonly client: Client
  /** A client that acts as somebody else, with just their rights. */
  clientAs(user: UserInfo): Client
  readonly host: Host
  /** Nodes and pods can be told what to do: fail, end, lose power. */
  readonly simulator: Simulator
  /** For kubectl; only with `https`. */
  readonly kubeconfig: string | undefined
  /** Lets time pass: virtual time at once, real time by waiting. */
  passes(time: { hours?: number; minutes?: number; seconds?: number; ms?: number }): Promise<void>
  /** Waits until the condition holds, letting time pass as needed. @throws after `limitMs` (default one minute, of this cluster's clock) */
  until(condition: () => boolean | Promise<boolean>, limitMs?: number): Promise<void>
  close(): Promise<void>
}

const issuer = 'https://kubernetes.default.svc.cluster.local'
const podCidr = '10.244.0.0/16'
const serviceCidr = '10.96.0.0/16'

export async function createCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const seed = options.seed ?? 1
  const simulated =
    options.clock === 'virtual'
      ? simulatedHost({ seed, ...(options.start === undefined ? {} : { start: options.start }) })
      : undefined
  const host: Host & { pending(): string[] } = simulated ?? mixedHost({ seed })
  const store = memoryStore(host)
  const serviceAccount = await issueSigningKey()
  const pki = options.https ? await httpsPki(host) : undefined
  const server = await assembleApiServer({
    host,
    store,
    ...(pki ? { clientCaPem: pki.ca.certificatePem } : {}),
    serviceAccount,
    nodeTransport: simulatedNodes,
    issuer,
    serviceCidr,
    address: { host: '192.0.2.1', port: 6443 },
    ...(options.featureGates ? { featureGates: options.featureGates } : {}),
    server: { aggregator: {}, ...(options.runtimeConfig ? { runtimeConfig: options.runtimeConfig } : {}) },
  })
  await allow(simulated, server.ready())
  const listener = pki
    ? await listen(server, {
        host: '127.0.0.1',
        port: options.https === true ? 0 : Number(options.https),
        key: pki.server.keyPem,
        cert: pki.server.certificatePem,
        clientCa: pki.ca.certificatePem,
      })
    : undefined
  const cluster = new EmbeddedCluster({
    host,
    simulated,
    store,
    server,
    listener,
    pki,
    serviceAccount,
    nodes: nodeList(options.nodes ?? 1),
  })
  await cluster.start(options)
  return cluster
}

/** Work that may need time to pass, on whichever clock there is. */
function allow<T>(simulated: SimulatedHost | undefined, work: Promise<T>): Promise<T> {
  return simulated ? simulated.complete(work) : work
}

interface HttpsPki {
  ca: KeyPair
  server: KeyPair
  admin: KeyPair
}

/** Certificates live by the real clock whatever the cluster's says, since kubectl does. */
async function httpsPki(host: Host): Promise<HttpsPki> {
  const now = Math.max(Date.now(), host.clock.now())
  const ca = await issueAuthority('kubernetes', now)
  return {
    ca,
    server: await issueCertificate(
      ca,
      { commonName: 'kube-apiserver', hosts: ['localhost', '127.0.0.1'], usages: ['server'] },
      now,
    ),
    admin: await issueCertificate(
      ca,
      { commonName: 'kubernetes-admin', organizations: ['system:masters'], usages: ['client'] },
      now,
    ),
  }
}

/** What a number of nodes means: node-1, node-2, … */
function nodeList(nodes: number | readonly SimulatedNode[]): readonly SimulatedNode[] {
  return typeof nodes === 'number' ? Array.from({ length: nodes }, (_, i) => ({ name: `node-${i + 1}` })) : nodes
}

interface Parts {
  host: Host
  simulated: SimulatedHost | undefined
  store: Store
  server: ApiServer
  listener: Listener | undefined
  pki: HttpsPki | undefined
  serviceAccount: { privatePem: string }
  nodes: readonly SimulatedNode[]
}

class EmbeddedCluster implements Cluster {
  readonly host: Host
  readonly client: Client
  readonly simulator: Simulator
  readonly kubeconfig: string | undefined
  readonly #simulated: SimulatedHost | undefined
  readonly #store: Store
  readonly #server: ApiServer
  readonly #listener: Listener | undefined
  readonly #nodes: readonly SimulatedNode[]
  readonly #informers: InformerFactory
  readonly #serviceAccountPrivatePem: string
  readonly #ca: KeyPair | undefined
  readonly #tasks = new TaskGroup()
  #closed: Promise<void> | undefined

  constructor({ host, simulated, store, server, listener, pki, nodes, serviceAccount }: Parts) {
    this.host = host
    this.#simulated = simulated
    this.#store = store
    this.#server = server
    this.#listener = listener
    this.#nodes = nodes
    this.#serviceAccountPrivatePem = serviceAccount.privatePem
    this.#ca = pki?.ca
    this.client = this.clientAs({ name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] })
    const client = this.clientAs({ name: 'elli:simulator', groups: ['system:masters', 'system:authenticated'] })
    // One cache of all that is read, for controllers, scheduler and simulator alike; the controller manager may read everything.
    this.#informers = sharedInformers(
      this.clientAs({ name: 'system:kube-controller-manager', groups: ['system:authenticated'] }),
      host,
      { trimManagedFields: true },
    )
    this.simulator = simulator({
      host,
      client,
      informers: lentInformers(this.#informers),
      nodes,
      kubeletVersion: gitVersion,
    })
    this.kubeconfig =
      listener && pki
        ? kubeconfigText({
            server: `https://127.0.0.1:${listener.port}`,
            caPem: pki.ca.certificatePem,
            user: 'kubernetes-admin',
            client: pki.admin,
          })
        : undefined
  }

  clientAs(user: UserInfo): Client {
    return restClient(this.#server.transport(user), { host: this.host })
  }

  async start(options: ClusterOptions): Promise<void> {
    if (options.controllers === undefined || options.controllers.length > 0) {
      this.#tasks.start((signal) =>
        runControllers(
          {
            host: this.host,
            informers: lentInformers(this.#informers),
            clientFor: (name) => this.clientAs(serviceAccountUser(name)),
            ...(options.controllers ? { controllers: options.controllers } : {}),
            managerClient: this.clientAs({ name: 'system:kube-controller-manager', groups: ['system:authenticated'] }),
            options: controllerOptions(this.host, {
              podCidr,
              serviceCidr,
              issuer,
              serviceAccountPrivatePem: this.#serviceAccountPrivatePem,
              ca: this.#ca,
              featureGates: options.featureGates,
            }),
          },
          signal,
        ),
      )
    }
    if (options.scheduler !== false) {
      const client = this.clientAs({ name: 'system:kube-scheduler', groups: ['system:authenticated'] })
      this.#tasks.start((signal) =>
        runScheduler({ host: this.host, client, informers: lentInformers(this.#informers) }, signal),
      )
    }
    this.#tasks.start((signal) => this.simulator.run(signal))
    this.#tasks.start((signal) => this.#informers.run(signal))
    await this.until(() => this.#nodesAreReady())
  }

  async #nodesAreReady(): Promise<boolean> {
    const { items } = await this.client.for(nodes).list({ resourceVersion: '0' })
    const ready = items.filter((node) =>
      node.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'),
    )
    return ready.length >= this.#nodes.length
  }

  async passes({
    hours = 0,
    minutes = 0,
    seconds = 0,
    ms = 0,
  }: {
    hours?: number
    minutes?: number
    seconds?: number
    ms?: number
  }): Promise<void> {
    const total = ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms
    if (this.#simulated) await this.#simulated.advance(total)
    else await this.host.clock.sleep(total, this.#tasks.signal)
  }

  async until(condition: () => boolean | Promise<boolean>, limitMs = 60_000): Promise<void> {
    if (this.#simulated) {
      await this.#simulated.runUntil(condition, limitMs)
      return
    }
    const deadline = this.host.clock.monotonicMs() + limitMs
    while (!(await condition())) {
      if (this.host.clock.monotonicMs() > deadline)
        throw new Error(`what was waited for did not come about within ${limitMs} ms`)
      await this.host.clock.sleep(5, this.#tasks.signal)
    }
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    await allow(this.#simulated, this.#tasks.stop())
    await this.#listener?.close()
    await this.#server.close()
    await this.#store.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

function serviceAccountUser(name: string): UserInfo {
  return {
    name: `system:serviceaccount:kube-system:${name}`,
    groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
  }
}
