/**
 * Keeps simulated nodes alive in the API: registers each, renews its Lease, and reports its status every five minutes.
 * Always: nodes beat one after another, spread over the period, on one timer; a node that has lost power or network is silent.
 * Elsewhere: what is written (./nodes.ts).
 */
import type { Lease } from '@elli/api/coordination/v1'
import { leases } from '@elli/api/coordination/v1.resources'
import type { Node } from '@elli/api/core/v1'
import { nodes as nodeResource } from '@elli/api/core/v1.resources'
import type { Client } from '@elli/client/client'
import { runWorkers, workQueue } from '@elli/client/work-queue'
import type { Host } from '@elli/host/host'
import { isAlreadyExists, isConflict, isNotFound } from '@elli/machinery/errors'
import { leaseNamespace, leaseObject, nodeObject, nodeStatus, type SimulatedNode } from './nodes.ts'

const statusEveryMs = 5 * 60_000

export interface Beating {
  spec: SimulatedNode
  index: number
  isSilent: boolean
}

interface Known {
  node: Node | undefined
  lease: Lease | undefined
  statusAtMs: number
}

export interface HeartbeatOptions {
  host: Host
  client: Client
  kubeletVersion: string
  /** How often Leases are renewed; theirs is 40 seconds. */
  leaseEveryMs: number
  /** Writes at once. */
  parallel: number
}

export interface Heartbeats {
  run(signal: AbortSignal): Promise<void>
  /** Beat now, and report the status too. */
  beatNow(name: string): void
}

export function heartbeats(nodes: ReadonlyMap<string, Beating>, options: HeartbeatOptions): Heartbeats {
  const { host, client, kubeletVersion, leaseEveryMs } = options
  const { clock, log } = host
  const queue = workQueue<string>(host, {
    name: 'simulator_nodes',
    baseDelayMs: 500,
    maxDelayMs: 10_000,
    bucketPerSecond: 0,
  })
  const known = new Map<string, Known>()
  const nodeClient = client.for(nodeResource)
  const leaseClient = client.for(leases)
  let order = 0

  async function beat(name: string, signal: AbortSignal): Promise<void> {
    const beating = nodes.get(name)
    if (beating === undefined || beating.isSilent) return
    let state = known.get(name)
    if (state === undefined) {
      state = { node: await register(beating, signal), lease: undefined, statusAtMs: clock.monotonicMs() }
      known.set(name, state)
      // The first renewals are spread, so that later ones do not come all at once.
      await renewLease(name, state, signal)
      queue.addAfter(name, leaseEveryMs * (0.5 + (0.5 * (order++ % 97)) / 97))
      return
    }
    if (clock.monotonicMs() - state.statusAtMs >= statusEveryMs) await reportStatus(beating, state, signal)
    await renewLease(name, state, signal)
    queue.addAfter(name, leaseEveryMs)
  }

  async function register({ spec, index }: Beating, signal: AbortSignal): Promise<Node> {
    const wanted = nodeObject(spec, index, kubeletVersion, clock.now())
    try {
      return await nodeClient.create(wanted, { signal })
    } catch (error) {
      if (!isAlreadyExists(error)) throw error
      const body = { status: wanted.status }
      return nodeClient.patch(spec.name, { type: 'strategic', body }, { subresource: 'status', signal })
    }
  }

  async function reportStatus({ spec, index }: Beating, state: Known, signal: AbortSignal): Promise<void> {
    try {
      const before = await nodeClient.get(spec.name, { signal, resourceVersion: '0' })
      const status = nodeStatus(spec, index, kubeletVersion, before.status, clock.now())
      state.node = await nodeClient.patch(
        spec.name,
        { type: 'strategic', body: { status } },
        { subresource: 'status', signal },
      )
    } catch (error) {
      // A kubelet whose Node was deleted does not come back by itself either.
      if (!isNotFound(error)) throw error
    }
    state.statusAtMs = clock.monotonicMs()
  }

  async function renewLease(name: string, state: Known, signal: AbortSignal): Promise<void> {
    const wanted = leaseObject(name, state.node?.metadata.uid, clock.now())
    try {
      if (state.lease === undefined) {
        state.lease = await leaseClient.create(wanted, { signal })
        return
      }
      const spec = { ...state.lease.spec, ...wanted.spec }
      state.lease = await leaseClient.update({ ...state.lease, spec }, { signal })
    } catch (error) {
      if (isNotFound(error)) state.lease = undefined
      else if (isConflict(error) || isAlreadyExists(error)) {
        const lease = await leaseClient.get(name, { namespace: leaseNamespace, signal })
        state.lease = await leaseClient.update({ ...lease, spec: { ...lease.spec, ...wanted.spec } }, { signal })
        return
      }
      throw error
    }
  }

  return {
    async run(signal) {
      for (const name of nodes.keys()) queue.add(name)
      const onError = (node: string, error: unknown): void =>
        log.warn('simulated node could not report', { node, error: String(error) })
      await runWorkers(queue, options.parallel, beat, onError, signal)
    },
    beatNow(name) {
      const state = known.get(name)
      if (state !== undefined) state.statusAtMs = Number.NEGATIVE_INFINITY
      queue.add(name)
    },
  }
}
