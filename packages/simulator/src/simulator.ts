/**
 * The simulator: any number of nodes that run pods without running them, through the API only.
 * In: pods bound to its nodes. Out: their statuses, as a kubelet would report them; Nodes and Leases.
 * Always: one pod informer and one timer for all; a pod is decided on by one worker at a time, never from a state older than our own last write.
 * Elsewhere: what a pod becomes (./decide.ts), nodes (./nodes.ts, ./heartbeats.ts), annotations (./script.ts).
 */
import type { Pod, PodStatus } from '@elli/api/core/v1'
import { nodes as nodeResource, pods as podResource } from '@elli/api/core/v1.resources'
import type { Client } from '@elli/client/client'
import { type InformerFactory, keyOf, splitKey } from '@elli/client/informer'
import { runWorkers, workQueue } from '@elli/client/work-queue'
import type { Host } from '@elli/host/host'
import { TaskGroup } from '@elli/host/tasks'
import { isConflict, isNotFound } from '@elli/machinery/errors'
import { semanticEqual } from '@elli/machinery/json'
import { decide, type Place } from './decide.ts'
import { type Beating, heartbeats } from './heartbeats.ts'
import { AddressPool, nodeAddress, nodeList, ownPodCidr, type SimulatedNode } from './nodes.ts'
import type { Exit, Orders } from './script.ts'

export interface SimulatorOptions {
  host: Host
  client: Client
  informers: InformerFactory
  /** So many, named node-0 and on; or these. */
  nodes: number | readonly SimulatedNode[]
  /** What the nodes say they run, `v1.31.x+elli.…`. */
  kubeletVersion?: string
  /** Between a pod's arrival on its node and its containers' start, unless its annotation says otherwise. */
  startDelaySeconds?: number
  leaseEverySeconds?: number
  /** Writes at once. */
  parallel?: number
}

export interface SimulatedPodHandle {
  /** Ends the running containers, or the one named; restart policy and back-off apply. Exit code 1 unless given. */
  fail(exit?: Partial<Exit>): void
  /** Ends the running containers, or the one named, with exit code 0. */
  succeed(container?: string): void
  setReady(ready: boolean): void
  /** From now on each run ends with this code after so many seconds. */
  crashLoop(crash?: { container?: string; exitCode?: number; afterSeconds?: number }): void
  /** The node throws the pod out, as under pressure. */
  evict(message?: string): void
  /** Takes back readiness and crash loop. */
  behave(): void
}

export interface SimulatedNodeHandle {
  /** `power`: its pods end with it, and nothing is reported. `network`: its pods go on, and nothing is reported. */
  loses(what: 'power' | 'network'): void
  /** Reports again; after a power loss its containers start anew. */
  recovers(): void
}

export interface Simulator {
  run(signal: AbortSignal): Promise<void>
  /** May be asked for before the pod is there. */
  pod(namespace: string, name: string): SimulatedPodHandle
  /** @throws Error when the simulator has no such node */
  node(name: string): SimulatedNodeHandle
}

/** Runs until the signal ends. For a handle on its pods and nodes use {@link simulator}. */
export function runSimulator(options: SimulatorOptions, signal: AbortSignal): Promise<void> {
  return simulator(options).run(signal)
}

interface NodeState extends Beating {
  lost: 'power' | 'network' | undefined
  pools: { cidrs: string; pools: AddressPool[] } | undefined
}

const nodeIndex = 'simulator/node'

export function simulator(options: SimulatorOptions): Simulator {
  return new NodeSimulator(options)
}

class NodeSimulator implements Simulator {
  readonly #options: SimulatorOptions
  readonly #nodes = new Map<string, NodeState>()
  readonly #orders = new Map<string, Orders>()
  /** Our own last write of each pod, until the informer has caught up with it. */
  readonly #written = new Map<string, Pod>()
  readonly #addresses = new Map<string, { uid: string; ips: string[]; node: NodeState }>()
  readonly #queue
  readonly #beats
  readonly #pods
  readonly #nodeInformer
  readonly #podClient

  constructor(options: SimulatorOptions) {
    this.#options = options
    const { host, client, informers, kubeletVersion = 'v1.31.0+elli', parallel = 16 } = options
    nodeList(options.nodes).forEach((spec, index) => {
      this.#nodes.set(spec.name, { spec, index, isSilent: false, lost: undefined, pools: undefined })
    })
    this.#queue = workQueue<string>(host, { name: 'simulator_pods', bucketPerSecond: 0, maxDelayMs: 30_000 })
    // Thousands of nodes beat at half the pace; their Leases last four times as long still.
    const { leaseEverySeconds = this.#nodes.size > 200 ? 20 : 10 } = options
    this.#beats = heartbeats(this.#nodes, {
      host,
      client,
      kubeletVersion,
      parallel,
      leaseEveryMs: leaseEverySeconds * 1000,
    })
    this.#pods = informers.for(podResource)
    this.#nodeInformer = informers.for(nodeResource)
    this.#podClient = client.for(podResource)
    this.#pods.addIndex(nodeIndex, ({ spec }) =>
      spec.nodeName !== undefined && this.#nodes.has(spec.nodeName) ? [spec.nodeName] : [],
    )
  }

  async run(signal: AbortSignal): Promise<void> {
    const { host, informers, parallel = 16 } = this.#options
    await using tasks = new TaskGroup(signal)
    tasks.start((signal) => this.#beats.run(signal))
    const off = this.#pods.on({
      added: (pod) => this.#arrived(pod),
      updated: (_, pod) => this.#arrived(pod),
      deleted: (pod) => this.#gone(pod),
    })
    try {
      await informers.synced(tasks.signal)
      for (const pod of this.#pods.list()) this.#claimAddresses(pod)
      const onError = (pod: string, error: unknown): void =>
        host.log.warn('simulated pod could not be reported', { pod, error: String(error) })
      tasks.start((signal) =>
        runWorkers(this.#queue, parallel, (key, signal) => this.#sync(key, signal), onError, signal),
      )
      await tasks.settled()
    } catch (error) {
      if (!tasks.signal.aborted) throw error
    } finally {
      off()
    }
  }

  pod(namespace: string, name: string): SimulatedPodHandle {
    const key = `${namespace}/${name}`
    const change = (orders: Orders): void => {
      this.#orders.set(key, { ...this.#orders.get(key), ...orders })
      this.#queue.add(key)
    }
    const exit = (one: Exit): void => change({ exits: [...(this.#orders.get(key)?.exits ?? []), one] })
    return {
      fail: (one = {}) => exit({ exitCode: 1, ...one }),
      succeed: (container) => exit({ exitCode: 0, ...(container === undefined ? {} : { container }) }),
      setReady: (ready) => change({ ready }),
      crashLoop: ({ exitCode = 1, afterSeconds = 0, container } = {}) =>
        change({ crashLoop: { exitCode, afterSeconds, ...(container === undefined ? {} : { container }) } }),
      evict: (message = 'The node was low on resource: memory.') =>
        change({ eviction: { reason: 'Evicted', message } }),
      behave: () => {
        const { exits } = this.#orders.get(key) ?? {}
        this.#orders.set(key, exits === undefined ? {} : { exits })
        this.#queue.add(key)
      },
    }
  }

  node(name: string): SimulatedNodeHandle {
    const node = this.#nodes.get(name)
    if (node === undefined) throw new Error(`the simulator has no node ${JSON.stringify(name)}`)
    return {
      loses: (what) => {
        node.lost = what
        node.isSilent = true
      },
      recovers: () => {
        const { lost } = node
        if (lost === undefined) return
        node.lost = undefined
        node.isSilent = false
        for (const pod of this.#pods.byIndex(nodeIndex, name)) {
          const key = keyOf(pod)
          // What ran when the power went ended there, nobody knows how.
          if (lost === 'power') this.#orders.set(key, { ...this.#orders.get(key), exits: powerLoss(pod) })
          this.#queue.add(key)
        }
        this.#beats.beatNow(name)
      },
    }
  }

  #arrived(pod: Pod): void {
    if (pod.spec.nodeName !== undefined && this.#nodes.has(pod.spec.nodeName)) this.#queue.add(keyOf(pod))
  }

  #gone(pod: Pod): void {
    const key = keyOf(pod)
    this.#written.delete(key)
    const held = this.#addresses.get(key)
    if (held?.uid === pod.metadata.uid) this.#releaseAddresses(key)
    // What was told a pod ends with it, but orders may also wait for a pod yet to come.
    if (pod.spec.nodeName !== undefined && this.#nodes.has(pod.spec.nodeName)) this.#orders.delete(key)
    this.#queue.forget(key)
  }

  async #sync(key: string, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options.host
    const { namespace, name } = splitKey(key)
    const pod = this.#newest(key, this.#pods.get(namespace, name))
    const node = pod === undefined ? undefined : this.#nodes.get(pod.spec.nodeName ?? '')
    if (pod === undefined || node === undefined || node.lost !== undefined) return
    const orders = this.#orders.get(key) ?? {}
    const place = this.#placeOf(key, pod, node)
    const { startDelaySeconds = 0 } = this.#options
    const decision = decide(pod, { place, orders, defaultStartDelaySeconds: startDelaySeconds }, clock.now())
    const body = statusPatch(pod, decision.status)
    try {
      if (body !== undefined) {
        const after = await this.#podClient.patch(
          name,
          { type: 'strategic', body },
          { namespace, subresource: 'status', signal },
        )
        this.#written.set(key, after)
      }
      if (decision.ordersDone) this.#ordersDone(key, orders)
      if (decision.remove) {
        const { uid = '' } = pod.metadata
        await this.#podClient.delete(name, { namespace, gracePeriodSeconds: 0, preconditions: { uid }, signal })
      }
    } catch (error) {
      // Gone meanwhile, or another pod of the same name: its own event will come.
      if (!isNotFound(error) && !isConflict(error)) throw error
      this.#written.delete(key)
      return
    }
    if (decision.lookAgainAt !== undefined) this.#queue.addAfter(key, Math.max(1, decision.lookAgainAt - clock.now()))
  }

  /** The cache may lag behind our last write: deciding from it would start containers twice. */
  #newest(key: string, cached: Pod | undefined): Pod | undefined {
    const written = this.#written.get(key)
    if (written === undefined || cached === undefined) return cached
    const isBehind = written.metadata.uid === cached.metadata.uid && versionOf(cached) < versionOf(written)
    if (isBehind) return written
    this.#written.delete(key)
    return cached
  }

  #ordersDone(key: string, taken: Orders): void {
    const current = this.#orders.get(key)
    if (current === undefined) return
    // More may have been told while this was written.
    const exits = (current.exits ?? []).filter((exit) => !taken.exits?.includes(exit))
    const { exits: _, eviction, ...lasting } = current
    const left: Orders = {
      ...lasting,
      ...(exits.length > 0 ? { exits } : {}),
      ...(eviction !== taken.eviction && eviction ? { eviction } : {}),
    }
    if (Object.keys(left).length === 0) this.#orders.delete(key)
    else this.#orders.set(key, left)
    if (exits.length > 0) this.#queue.add(key)
  }

  #placeOf(key: string, pod: Pod, node: NodeState): Place {
    const hostIP = node.spec.internalIP ?? nodeAddress(node.index)
    if (pod.spec.hostNetwork) return { hostIP, podIPs: [hostIP] }
    const { uid = '' } = pod.metadata
    const has = pod.status?.podIPs?.map(({ ip }) => ip)
    if (has !== undefined && has.length > 0) return { hostIP, podIPs: has }
    const held = this.#addresses.get(key)
    if (held?.uid === uid) return { hostIP, podIPs: held.ips }
    if (held !== undefined) this.#releaseAddresses(key)
    if (pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return { hostIP, podIPs: [] }
    const ips = this.#poolsOf(node).flatMap((pool) => pool.take() ?? [])
    this.#addresses.set(key, { uid, ips, node })
    return { hostIP, podIPs: ips }
  }

  #claimAddresses(pod: Pod): void {
    const node = this.#nodes.get(pod.spec.nodeName ?? '')
    const ips = pod.status?.podIPs?.map(({ ip }) => ip) ?? []
    if (node === undefined || pod.spec.hostNetwork || ips.length === 0) return
    this.#addresses.set(keyOf(pod), { uid: pod.metadata.uid ?? '', ips, node })
    for (const pool of this.#poolsOf(node)) for (const ip of ips) pool.claim(ip)
  }

  #releaseAddresses(key: string): void {
    const held = this.#addresses.get(key)
    if (held === undefined) return
    this.#addresses.delete(key)
    for (const pool of held.node.pools?.pools ?? []) for (const ip of held.ips) pool.release(ip)
  }

  /** One pool for each range of the node; made anew when the cluster gives the node its ranges. */
  #poolsOf(node: NodeState): readonly AddressPool[] {
    const object = this.#nodeInformer.get(undefined, node.spec.name)
    const given = object?.spec.podCIDRs ?? (node.spec.podCIDR === undefined ? [] : [node.spec.podCIDR])
    const cidrs = given.length > 0 ? given : [ownPodCidr(node.index)]
    const id = cidrs.join()
    if (node.pools?.cidrs !== id) {
      node.pools = { cidrs: id, pools: cidrs.map((cidr) => new AddressPool(cidr)) }
      for (const held of this.#addresses.values()) {
        if (held.node === node) for (const pool of node.pools.pools) for (const ip of held.ips) pool.claim(ip)
      }
    }
    return node.pools.pools
  }
}

function powerLoss(pod: Pod): Exit[] {
  const statuses = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? [])]
  const running = statuses.filter(({ state }) => state?.running !== undefined)
  return running.map(({ name }) => ({ container: name, exitCode: 255, reason: 'Unknown' }))
}

function versionOf({ metadata }: Pod): bigint {
  return BigInt(metadata.resourceVersion ?? '0')
}

/** What to send so that `after` holds, or undefined when it does already. */
function statusPatch(pod: Pod, after: PodStatus): object | undefined {
  const before: PodStatus = pod.status ?? {}
  const status: Record<string, unknown> = {}
  for (const key of Object.keys({ ...before, ...after }) as (keyof PodStatus)[]) {
    if (!semanticEqual(before[key], after[key])) status[key] = after[key] ?? null
  }
  if (Object.keys(status).length === 0) return undefined
  return { metadata: { uid: pod.metadata.uid }, status }
}
