/**
 * Pods that preemption promised a node: others of lower priority must leave room for them there.
 * @see kubernetes v1.31 pkg/scheduler/internal/queue/scheduling_queue.go, nominator
 */
import type { PodInfo } from '../framework/pod-info.ts'

export class Nominator {
  readonly #nodeOf = new Map<string, string>()
  readonly #byNode = new Map<string, Map<string, PodInfo>>()

  /** @param nodeName where it may hope for; left out, what its status says; '' nowhere */
  add(pod: PodInfo, nodeName: string = pod.pod.status?.nominatedNodeName ?? ''): void {
    this.delete(pod.uid)
    if (nodeName === '') return
    this.#nodeOf.set(pod.uid, nodeName)
    let pods = this.#byNode.get(nodeName)
    if (pods === undefined) this.#byNode.set(nodeName, (pods = new Map()))
    pods.set(pod.uid, pod)
  }

  /** A new state of the pod. What was promised but is not in its status yet holds on; a promise taken out of the status ends. */
  update(before: PodInfo, after: PodInfo): void {
    const promised = this.#nodeOf.get(before.uid)
    const silent = !before.pod.status?.nominatedNodeName && !after.pod.status?.nominatedNodeName
    this.delete(before.uid)
    if (silent && promised !== undefined) this.add(after, promised)
    else this.add(after)
  }

  delete(uid: string): void {
    const nodeName = this.#nodeOf.get(uid)
    if (nodeName === undefined) return
    this.#nodeOf.delete(uid)
    const pods = this.#byNode.get(nodeName)
    pods?.delete(uid)
    if (pods?.size === 0) this.#byNode.delete(nodeName)
  }

  get isEmpty(): boolean {
    return this.#byNode.size === 0
  }

  podsFor(nodeName: string): Iterable<PodInfo> {
    return this.#byNode.get(nodeName)?.values() ?? []
  }

  hasPodsFor(nodeName: string): boolean {
    return this.#byNode.has(nodeName)
  }
}
