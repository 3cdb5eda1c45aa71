/**
 * The rounds of the node lifecycle controller: every few seconds, is each node alive, and what follows if not.
 * In: nodes and leases from caches. Out: conditions set to Unknown, nodes queued for NoExecute taints, pods marked not ready, events.
 * Elsewhere: judging one node (./health.ts), pace (./zones.ts).
 */
import type { Lease } from '@elli/api/coordination/v1'
import type { Node, Pod } from '@elli/api/core/v1'
import { nodes } from '@elli/api/core/v1.resources'
import { isNotFound } from '@elli/machinery/errors'
import type { ControllerContext } from '../controller.ts'
import { swapTaints } from '../node-taints.ts'
import { messageOf } from '../pod-control.ts'
import {
  countsForDisruption,
  hasTaint,
  nodeCondition,
  noExecuteTaint,
  notReady,
  unreachable,
  zoneKey,
} from './decide.ts'
import { type Examination, examine, type NodeHealth } from './health.ts'
import { markPodsNotReady } from './pods.ts'
import { Zones } from './zones.ts'

const parallelNodes = 8
const healthRetries = 5
const healthRetryMs = 20

export interface Caches {
  nodes(): readonly Node[]
  node(name: string): Node | undefined
  lease(node: string): Lease | undefined
  podsOn(node: string): readonly Pod[]
}

export class NodeMonitor {
  readonly #context: ControllerContext
  readonly #caches: Caches
  readonly #signal: AbortSignal
  readonly #zones: Zones
  readonly #health = new Map<string, NodeHealth>()
  readonly #known = new Map<string, Node>()
  /** Nodes whose pods could not all be marked. */
  readonly #again = new Set<string>()

  constructor(context: ControllerContext, caches: Caches, signal: AbortSignal) {
    this.#context = context
    this.#caches = caches
    this.#signal = signal
    this.#zones = new Zones(context.host.clock, context.options)
  }

  get hasTaintsToSet(): boolean {
    return this.#zones.hasWork
  }

  /** Whether a node was found not ready in the last round; undefined when it was not looked at yet. */
  isReady(node: string): boolean | undefined {
    const status = this.#health.get(node)?.ready?.status
    return status === undefined ? undefined : status === 'True'
  }

  async round(): Promise<void> {
    const all = this.#caches.nodes()
    await this.#noteComings(all)
    const readyIn = new Map<string, boolean[]>()
    await inParallel(all, parallelNodes, async (node) => {
      const examined = await this.#examine(node)
      if (examined === undefined) return
      if (countsForDisruption(node)) {
        const key = zoneKey(node)
        const ready = readyIn.get(key) ?? []
        readyIn.set(key, ready)
        ready.push(examined.currentReady?.status === 'True')
      }
      if (examined.currentReady) await this.#follow(node, examined, examined.currentReady.status)
    })
    const change = this.#zones.update(readyIn)
    if (change === 'all-lost') for (const node of all) await this.#markReachable(node)
    if (change === 'some-back') {
      const now = this.#context.host.clock.now()
      for (const [name, health] of this.#health) this.#health.set(name, { ...health, probedAt: now })
    }
  }

  /** Taints the nodes whose turn it is. */
  async taint(): Promise<void> {
    await this.#zones.drain(async (name) => {
      const node = this.#caches.node(name)
      if (node === undefined) return true
      const ready = nodeCondition(node, 'Ready')
      if (ready === undefined) return false
      const swap = noExecuteTaint(ready.status)
      return swap === undefined || this.#swap(node, swap.add, swap.remove)
    })
  }

  async #noteComings(all: readonly Node[]): Promise<void> {
    const present = new Set(all.map((node) => node.metadata.name ?? ''))
    for (const node of all) {
      const name = node.metadata.name ?? ''
      if (this.#known.has(name)) continue
      this.#event(node, 'RegisteredNode', `Registered Node ${name} in Controller`)
      this.#known.set(name, node)
      await this.#markReachable(node)
    }
    for (const [name, node] of this.#known) {
      if (present.has(name)) continue
      this.#event(node, 'RemovingNode', `Removing Node ${name} from Controller`)
      this.#known.delete(name)
      this.#health.delete(name)
      this.#again.delete(name)
      this.#zones.remove(zoneKey(node), name)
    }
  }

  #event(node: Node, reason: string, text: string): void {
    const { name = '', uid = '' } = node.metadata
    const subject = { apiVersion: 'v1', kind: 'Node', name, uid }
    this.#context.recorder.event(subject, 'Normal', reason, `Node ${name} event: ${text}`)
  }

  /** Undefined when the node could not be judged: then nothing is done to it in this round. */
  async #examine(cached: Node): Promise<Examination | undefined> {
    const { client, host, options } = this.#context
    const name = cached.metadata.name ?? ''
    let node = cached
    for (let attempt = 1; ; attempt++) {
      const examined = examine(node, this.#caches.lease(name), this.#health.get(name), options, host.clock.now())
      const { conditions } = examined
      try {
        if (conditions) {
          const status = { ...node.status, conditions: [...conditions] }
          await client.for(nodes).updateStatus({ ...node, status }, { signal: this.#signal })
        }
        this.#health.set(name, examined.health)
        return examined
      } catch (error) {
        if (this.#signal.aborted) throw error
        if (attempt >= healthRetries || isNotFound(error)) {
          this.#warn('could not update node health, skipping', name, error)
          return undefined
        }
      }
      await host.clock.sleep(healthRetryMs, this.#signal)
      try {
        node = await client.for(nodes).get(name, { signal: this.#signal })
      } catch (error) {
        if (this.#signal.aborted) throw error
        this.#warn('could not read node to update its health', name, error)
        return undefined
      }
    }
  }

  async #follow(node: Node, { observedReady }: Examination, currentReady: string): Promise<void> {
    const name = node.metadata.name ?? ''
    const { recorder } = this.#context
    const onNode = this.#caches.podsOn(name)
    await this.#queueTaint(node, observedReady)
    const turned = currentReady !== 'True' && observedReady === 'True'
    if (turned) {
      const subject = { apiVersion: 'v1', kind: 'Node', name, uid: node.metadata.uid ?? '' }
      recorder.event(subject, 'Normal', 'NodeNotReady', `Node ${name} status is now: NodeNotReady`)
    }
    if (turned || (this.#again.has(name) && observedReady !== 'True')) {
      try {
        await markPodsNotReady(this.#context, onNode, this.#signal)
      } catch (error) {
        this.#warn('could not mark all pods not ready', name, error)
        this.#again.add(name)
        return
      }
    }
    this.#again.delete(name)
  }

  async #queueTaint(node: Node, observedReady: string): Promise<void> {
    const swap = noExecuteTaint(observedReady)
    if (swap === undefined) await this.#markReachable(node)
    // A node that is tainted already only changes its taint, which empties no more of the cluster.
    else if (hasTaint(node, swap.remove)) await this.#swap(node, swap.add, swap.remove)
    else this.#zones.add(zoneKey(node), node.metadata.name ?? '', hasTaint(node, swap.add))
  }

  async #markReachable(node: Node): Promise<void> {
    const { client, host } = this.#context
    const remove = [unreachable, notReady].filter((taint) => hasTaint(node, taint))
    try {
      if (remove.length > 0) await swapTaints(client, host, node, [], remove, this.#signal)
      this.#zones.remove(zoneKey(node), node.metadata.name ?? '')
    } catch (error) {
      if (this.#signal.aborted) throw error
      this.#warn('could not remove taints, trying again in the next round', node.metadata.name ?? '', error)
    }
  }

  async #swap(
    node: Node,
    add: NonNullable<ReturnType<typeof noExecuteTaint>>['add'],
    remove: typeof add,
  ): Promise<boolean> {
    const { client, host } = this.#context
    try {
      await swapTaints(client, host, node, [add], [remove], this.#signal)
      return true
    } catch (error) {
      if (this.#signal.aborted) throw error
      this.#warn('could not taint node', node.metadata.name ?? '', error)
      return false
    }
  }

  #warn(message: string, node: string, error: unknown): void {
    this.#context.host.log.child('node-lifecycle').warn(message, { node, err: messageOf(error) })
  }
}

async function inParallel<T>(items: readonly T[], count: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = items.values()
  await Promise.all(
    Array.from({ length: Math.min(count, items.length) }, async () => {
      for (const item of rest) await work(item)
    }),
  )
}
