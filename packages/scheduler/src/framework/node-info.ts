/**
 * A node with the pods on it (bound or assumed) and running sums over them.
 * Always: the sums equal what a fresh count over `pods` would give; the cache alone changes them, everybody else works on `clone()`.
 * @see kubernetes v1.31 pkg/scheduler/framework/types.go, NodeInfo
 */
import type { Node } from '@elli/api/core/v1'
import type { HostPort } from '@elli/machinery/pod/host-ports'
import { toAmounts } from '@elli/machinery/pod/resources'
import type { PodInfo } from './pod-info.ts'
import { Resources } from './resources.ts'

/** An image somewhere in the cluster; one object is shared by all nodes that have it. */
export interface ImageState {
  readonly size: number
  nodes: number
}

const anyAddress = '0.0.0.0'

export class NodeInfo {
  readonly name: string
  /** Undefined while pods are known to be on a node that is not known (yet, or any more). */
  node: Node | undefined
  readonly pods = new Map<string, PodInfo>()
  requested = new Resources()
  /** Cpu and memory only count here with a floor per container. */
  nonZeroRequested = new Resources()
  allocatable = new Resources()
  /** Images by every name they have on the node. */
  images: ReadonlyMap<string, ImageState> = new Map()
  /** How often each `protocol/port` is taken, by address; undefined while no port is. */
  #ports: Map<string, Map<string, number>> | undefined

  constructor(name: string) {
    this.name = name
  }

  get labels(): Readonly<Record<string, string>> | undefined {
    return this.node?.metadata.labels
  }

  /** The value of a topology key; undefined when the node is in none of its domains. */
  domain(key: string): string | undefined {
    const labels = this.node?.metadata.labels
    return labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined
  }

  setNode(node: Node): void {
    const before = this.node?.status?.allocatable
    this.node = node
    if (before === undefined || before !== node.status?.allocatable) {
      this.allocatable = Resources.of(toAmounts(node.status?.allocatable))
    }
  }

  addPod(pod: PodInfo): void {
    const before = this.pods.get(pod.uid)
    if (before !== undefined) this.removePod(before)
    this.pods.set(pod.uid, pod)
    this.#account(pod, 1)
  }

  /** @returns whether the pod was here */
  removePod({ uid }: PodInfo): boolean {
    const pod = this.pods.get(uid)
    if (pod === undefined) return false
    this.pods.delete(uid)
    this.#account(pod, -1)
    return true
  }

  #account(pod: PodInfo, sign: 1 | -1): void {
    this.requested.add(pod.requests, sign)
    this.nonZeroRequested.add(pod.nonZeroRequests, sign)
    for (const port of pod.hostPorts) this.#countPort(port, sign)
  }

  #countPort({ ip, protocol, port }: HostPort, sign: 1 | -1): void {
    this.#ports ??= new Map()
    let taken = this.#ports.get(ip)
    if (taken === undefined) this.#ports.set(ip, (taken = new Map()))
    const key = `${protocol}/${port}`
    const count = (taken.get(key) ?? 0) + sign
    if (count > 0) taken.set(key, count)
    else taken.delete(key)
  }

  hasPortConflict({ ip, protocol, port }: HostPort): boolean {
    if (this.#ports === undefined) return false
    const key = `${protocol}/${port}`
    if (ip === anyAddress) {
      for (const taken of this.#ports.values()) if (taken.has(key)) return true
      return false
    }
    return this.#ports.get(ip)?.has(key) === true || this.#ports.get(anyAddress)?.has(key) === true
  }

  /** A copy to try things on. */
  clone(): NodeInfo {
    const out = new NodeInfo(this.name)
    out.node = this.node
    out.allocatable = this.allocatable
    out.images = this.images
    for (const pod of this.pods.values()) out.pods.set(pod.uid, pod)
    out.requested = this.requested.clone()
    out.nonZeroRequested = this.nonZeroRequested.clone()
    if (this.#ports !== undefined) out.#ports = new Map([...this.#ports].map(([ip, taken]) => [ip, new Map(taken)]))
    return out
  }
}
