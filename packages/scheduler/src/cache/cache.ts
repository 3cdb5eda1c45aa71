/**
 * What the scheduler believes the cluster looks like: nodes with the pods on them, including those it has only just sent there.
 * In: events about nodes and assigned pods, decisions of its own (assume, forget). Out: NodeInfos and indexes over them.
 * Always: a pod is on one node at most. An assumed pod stays until an event confirms it or it is forgotten. There is no snapshot:
 * a scheduling cycle is synchronous, so nothing changes under it.
 * @see kubernetes v1.31 pkg/scheduler/internal/cache/cache.go
 */
import type { Node, Pod } from '@elli/api/core/v1'
import type { LabelSelector } from '@elli/machinery/labels'
import { NodeInfo } from '../framework/node-info.ts'
import { PodInfo, uidOf } from '../framework/pod-info.ts'
import { ImageStates } from './image-states.ts'
import { NodeTree } from './node-tree.ts'
import { SelectorIndex, type Terminating } from './selector-index.ts'
import { TermIndex } from './term-index.ts'

export class SchedulerCache {
  readonly #nodes = new Map<string, NodeInfo>()
  readonly #tree = new NodeTree()
  readonly #pods = new Map<string, PodInfo>()
  readonly #assumed = new Set<string>()
  readonly #byNamespace = new Map<string, Map<string, PodInfo>>()
  /** Terms of the pods on nodes: what they refuse, what they need, what they would rather have. */
  readonly requiredAntiAffinity = new TermIndex()
  readonly requiredAffinity = new TermIndex()
  readonly preferredAffinity = new TermIndex()
  readonly #images = new ImageStates()
  readonly #selectors = new SelectorIndex()

  /** Known nodes, zones taking turns. */
  nodes(): readonly NodeInfo[] {
    return this.#tree.list()
  }

  /** A node that is known. */
  node(name: string): NodeInfo | undefined {
    const info = this.#nodes.get(name)
    return info?.node === undefined ? undefined : info
  }

  /** Pods on nodes, of one namespace. */
  podsOf(namespace: string): Iterable<PodInfo> {
    return this.#byNamespace.get(namespace)?.values() ?? []
  }

  namespacesWithPods(): Iterable<string> {
    return this.#byNamespace.keys()
  }

  /** How many pods of a namespace match, by name of node; nodes without any are absent. */
  matchCounts(namespace: string, selector: LabelSelector, terminating: Terminating): ReadonlyMap<string, number> {
    return this.#selectors.counts(namespace, selector, terminating, () => this.podsOf(namespace))
  }

  isAssumed(pod: Pod): boolean {
    return this.#assumed.has(uidOf(pod))
  }

  addNode(node: Node): NodeInfo {
    const name = node.metadata.name ?? ''
    const info = this.#nodes.get(name) ?? new NodeInfo(name)
    this.#nodes.set(name, info)
    const before = info.node
    if (before === undefined) this.#tree.add(node, info)
    else this.#tree.update(before, node, info)
    if (before === undefined || before.status?.images !== node.status?.images) {
      this.#images.remove(info.images)
      info.images = this.#images.add(node)
    }
    info.setNode(node)
    return info
  }

  removeNode(node: Node): void {
    const name = node.metadata.name ?? ''
    const info = this.#nodes.get(name)
    if (info?.node === undefined) return
    this.#tree.remove(info.node)
    this.#images.remove(info.images)
    info.images = new Map()
    info.node = undefined
    // Events about its pods are still to come, unless there are none.
    if (info.pods.size === 0) this.#nodes.delete(name)
  }

  /** A pod that the API says is on a node. */
  addPod(pod: Pod): void {
    const known = this.#pods.get(uidOf(pod))
    this.#assumed.delete(uidOf(pod))
    if (known !== undefined) this.#remove(known)
    this.#add(known === undefined ? PodInfo.of(pod) : known.with(pod))
  }

  removePod(pod: Pod): void {
    const known = this.#pods.get(uidOf(pod))
    this.#assumed.delete(uidOf(pod))
    if (known !== undefined) this.#remove(known)
  }

  /** Takes the pod to be on a node, before the API knows. @returns the pod as it will be */
  assume(pod: PodInfo, nodeName: string): PodInfo {
    if (this.#pods.has(pod.uid)) throw new Error(`pod ${pod.uid}(${pod.key}) is in the cache, so can't be assumed`)
    const assumed = pod.with({ ...pod.pod, spec: { ...pod.pod.spec, nodeName } })
    this.#add(assumed)
    this.#assumed.add(pod.uid)
    return assumed
  }

  /** Takes an assumption back; one that an event has confirmed meanwhile stays. */
  forget(pod: PodInfo): void {
    if (!this.#assumed.delete(pod.uid)) return
    const known = this.#pods.get(pod.uid)
    if (known !== undefined) this.#remove(known)
  }

  #add(pod: PodInfo): void {
    this.#pods.set(pod.uid, pod)
    let info = this.#nodes.get(pod.nodeName)
    if (info === undefined) this.#nodes.set(pod.nodeName, (info = new NodeInfo(pod.nodeName)))
    info.addPod(pod)
    let ofNamespace = this.#byNamespace.get(pod.namespace)
    if (ofNamespace === undefined) this.#byNamespace.set(pod.namespace, (ofNamespace = new Map()))
    ofNamespace.set(pod.uid, pod)
    this.#countTerms(pod, 1)
    this.#selectors.add(pod)
  }

  #remove(pod: PodInfo): void {
    this.#pods.delete(pod.uid)
    const info = this.#nodes.get(pod.nodeName)
    info?.removePod(pod)
    if (info !== undefined && info.node === undefined && info.pods.size === 0) this.#nodes.delete(pod.nodeName)
    this.#countTerms(pod, -1)
    this.#selectors.remove(pod)
    const ofNamespace = this.#byNamespace.get(pod.namespace)
    ofNamespace?.delete(pod.uid)
    if (ofNamespace?.size === 0) {
      this.#byNamespace.delete(pod.namespace)
      this.#selectors.forget(pod.namespace)
    }
  }

  #countTerms(pod: PodInfo, change: 1 | -1): void {
    if (!pod.hasAffinity) return
    const { nodeName } = pod
    for (const term of pod.requiredAntiAffinityTerms) this.requiredAntiAffinity.count(term, 0, nodeName, change)
    for (const term of pod.requiredAffinityTerms) this.requiredAffinity.count(term, 0, nodeName, change)
    for (const term of pod.preferredAffinityTerms) this.preferredAffinity.count(term, term.weight, nodeName, change)
    for (const term of pod.preferredAntiAffinityTerms)
      this.preferredAffinity.count(term, -term.weight, nodeName, change)
  }
}
