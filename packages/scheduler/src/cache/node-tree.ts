/**
 * Nodes in the order in which they are looked at: one of each zone in turn, so that a sample of them covers all zones.
 * @see kubernetes v1.31 pkg/scheduler/internal/cache/node_tree.go
 */
import type { Node } from '@elli/api/core/v1'
import { nodeZone } from '@elli/machinery/pod/topology'
import type { NodeInfo } from '../framework/node-info.ts'

export class NodeTree {
  readonly #zones = new Map<string, Map<string, NodeInfo>>()
  #list: readonly NodeInfo[] | undefined

  add(node: Node, info: NodeInfo): void {
    const zone = nodeZone(node)
    let nodes = this.#zones.get(zone)
    if (nodes === undefined) this.#zones.set(zone, (nodes = new Map()))
    nodes.set(info.name, info)
    this.#list = undefined
  }

  update(before: Node, after: Node, info: NodeInfo): void {
    if (nodeZone(before) === nodeZone(after)) return
    this.remove(before)
    this.add(after, info)
  }

  remove(node: Node): void {
    const zone = nodeZone(node)
    const nodes = this.#zones.get(zone)
    nodes?.delete(node.metadata.name ?? '')
    if (nodes?.size === 0) this.#zones.delete(zone)
    this.#list = undefined
  }

  /** The same array until a node comes, goes or changes its zone. */
  list(): readonly NodeInfo[] {
    return (this.#list ??= this.#interleave())
  }

  #interleave(): NodeInfo[] {
    const zones = [...this.#zones.values()].map((nodes) => [...nodes.values()])
    const longest = Math.max(0, ...zones.map(({ length }) => length))
    const out: NodeInfo[] = []
    for (let i = 0; i < longest; i++) {
      for (const nodes of zones) {
        const node = nodes[i]
        if (node !== undefined) out.push(node)
      }
    }
    return out
  }
}
