/**
 * Why a pod fits nowhere: each node's answer, the plugins behind it, and the message people read.
 * @see kubernetes v1.31 pkg/scheduler/framework/types.go, Diagnosis and FitError
 */
import type { Status } from './status.ts'

/** Statuses by node. A pod turned away before any node was looked at has one answer for all of them. */
export class NodeStatuses {
  readonly #own = new Map<string, Status>()
  #everywhere: Status | undefined

  set(node: string, status: Status): void {
    this.#own.set(node, status)
  }

  setEverywhere(status: Status): void {
    this.#everywhere = status
  }

  get(node: string): Status | undefined {
    return this.#own.get(node) ?? this.#everywhere
  }

  get size(): number {
    return this.#own.size
  }

  values(): Iterable<Status> {
    return this.#own.values()
  }
}

export class Diagnosis {
  readonly statuses = new NodeStatuses()
  readonly unschedulablePlugins = new Set<string>()
  readonly pendingPlugins = new Set<string>()
  preFilterMessage = ''
  postFilterMessage = ''

  addPlugin(status: Status): void {
    if (status.plugin === '') return
    if (status.isRejected) this.unschedulablePlugins.add(status.plugin)
    if (status.code === 'Pending') this.pendingPlugins.add(status.plugin)
  }
}

/** `0/3 nodes are available: 1 Insufficient cpu, 2 node(s) were unschedulable. preemption: …` */
export function fitMessage(
  numAllNodes: number,
  diagnosis: Pick<Diagnosis, 'statuses' | 'preFilterMessage' | 'postFilterMessage'>,
): string {
  const { preFilterMessage, postFilterMessage, statuses } = diagnosis
  let message = `0/${numAllNodes} nodes are available:`
  if (preFilterMessage !== '') message += ` ${preFilterMessage}.`
  else {
    const counts = new Map<string, number>()
    for (const { reasons } of statuses.values()) {
      for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
    }
    // Sorted as texts, counts and all, so "10 …" comes before "2 …".
    const lines = [...counts].map(([reason, count]) => `${count} ${reason}`).sort()
    if (lines.length > 0) message += ` ${lines.join(', ')}.`
  }
  return postFilterMessage === '' ? message : `${message} ${postFilterMessage}`
}

/** A pod that fits on no node. An expected outcome; it is thrown nowhere. */
export class FitError {
  readonly numAllNodes: number
  readonly diagnosis: Diagnosis

  constructor(numAllNodes: number, diagnosis: Diagnosis) {
    this.numAllNodes = numAllNodes
    this.diagnosis = diagnosis
  }

  get message(): string {
    return fitMessage(this.numAllNodes, this.diagnosis)
  }
}
