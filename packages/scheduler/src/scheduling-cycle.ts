/**
 * Finding a node for one pod: filter until enough nodes fit, score those, take the best.
 * In: the cache as it is now. Out: a node, or why there is none. Always: synchronous and without effect, but for where the next
 * search begins.
 * @see kubernetes v1.31 pkg/scheduler/schedule_one.go
 */
import type { Random } from '@elli/host/random'
import type { SchedulerCache } from './cache/cache.ts'
import type { CycleState } from './framework/cycle-state.ts'
import { Diagnosis, FitError } from './framework/diagnosis.ts'
import type { Framework } from './framework/framework.ts'
import type { NodeInfo } from './framework/node-info.ts'
import type { PodInfo } from './framework/pod-info.ts'

export type ScheduleResult =
  | {
      readonly kind: 'found'
      readonly nodeName: string
      readonly evaluatedNodes: number
      readonly feasibleNodes: number
    }
  | { readonly kind: 'does not fit'; readonly error: FitError }
  | { readonly kind: 'no nodes' }

const minFeasibleNodesToFind = 100
const minFeasibleNodesPercentageToFind = 5

/** How many nodes that fit are enough to choose among. @param percentage of all nodes; 0 lets it fall as clusters grow */
export function numFeasibleNodesToFind(percentage: number, numAllNodes: number): number {
  if (numAllNodes < minFeasibleNodesToFind) return numAllNodes
  const adaptive = Math.max(minFeasibleNodesPercentageToFind, 50 - Math.trunc(numAllNodes / 125))
  const wanted = Math.trunc((numAllNodes * (percentage === 0 ? adaptive : percentage)) / 100)
  return Math.max(wanted, minFeasibleNodesToFind)
}

export class SchedulingCycle {
  readonly #cache: SchedulerCache
  readonly #random: Random
  readonly #percentageOfNodesToScore: number
  #nextStartNodeIndex = 0

  constructor(cache: SchedulerCache, random: Random, percentageOfNodesToScore: number) {
    this.#cache = cache
    this.#random = random
    this.#percentageOfNodesToScore = percentageOfNodesToScore
  }

  /** @throws Error when a plugin fails */
  schedule(framework: Framework, state: CycleState, pod: PodInfo): ScheduleResult {
    const all = this.#cache.nodes()
    if (all.length === 0) return { kind: 'no nodes' }
    const diagnosis = new Diagnosis()
    const feasible = this.#findNodesThatFit(framework, state, pod, all, diagnosis)
    const evaluatedNodes = feasible.length + diagnosis.statuses.size
    const [first] = feasible
    if (first === undefined) return { kind: 'does not fit', error: new FitError(all.length, diagnosis) }
    if (feasible.length === 1)
      return { kind: 'found', nodeName: first.name, evaluatedNodes: evaluatedNodes, feasibleNodes: 1 }
    const scores = framework.hasScorePlugins ? framework.runScores(state, pod, feasible) : feasible.map(() => 1)
    return {
      kind: 'found',
      nodeName: this.#selectHost(feasible, scores).name,
      evaluatedNodes,
      feasibleNodes: feasible.length,
    }
  }

  #findNodesThatFit(
    framework: Framework,
    state: CycleState,
    pod: PodInfo,
    all: readonly NodeInfo[],
    diagnosis: Diagnosis,
  ): NodeInfo[] {
    const { nodeNames, status, narrowedBy } = framework.runPreFilter(state, pod)
    for (const plugin of narrowedBy) diagnosis.unschedulablePlugins.add(plugin)
    if (status !== undefined) {
      if (!status.isRejected) throw new Error(status.message)
      diagnosis.statuses.setEverywhere(status)
      diagnosis.preFilterMessage = status.message
      diagnosis.addPlugin(status)
      return []
    }
    const nominated = this.#cache.node(pod.pod.status?.nominatedNodeName ?? '')
    if (nominated !== undefined) {
      // Preemption made room there for this very pod: no need to look further if it still fits.
      const found = this.#findNodesThatPassFilters(framework, state, pod, [nominated], diagnosis)
      if (found.length > 0) return found
    }
    let nodes = all
    if (nodeNames !== undefined) {
      nodes = [...nodeNames].flatMap((name) => this.#cache.node(name) ?? [])
    }
    const found = this.#findNodesThatPassFilters(framework, state, pod, nodes, diagnosis)
    this.#nextStartNodeIndex = (this.#nextStartNodeIndex + found.length + diagnosis.statuses.size) % all.length
    return found
  }

  #findNodesThatPassFilters(
    framework: Framework,
    state: CycleState,
    pod: PodInfo,
    nodes: readonly NodeInfo[],
    diagnosis: Diagnosis,
  ): NodeInfo[] {
    const percentage = framework.percentageOfNodesToScore ?? this.#percentageOfNodesToScore
    const enough = framework.hasScorePlugins ? numFeasibleNodesToFind(percentage, nodes.length) : 1
    const feasible: NodeInfo[] = []
    for (let i = 0; i < nodes.length && feasible.length < enough; i++) {
      const node = nodes[(this.#nextStartNodeIndex + i) % nodes.length] as NodeInfo
      const status = framework.runFiltersWithNominated(state, pod, node)
      if (status === undefined) feasible.push(node)
      else if (status.code === 'Error') throw new Error(status.message)
      else {
        diagnosis.statuses.set(node.name, status)
        diagnosis.addPlugin(status)
      }
    }
    return feasible
  }

  /** The highest score; among equals each has the same chance. */
  #selectHost(nodes: readonly NodeInfo[], scores: readonly number[]): NodeInfo {
    let best = 0
    let equals = 1
    for (let i = 1; i < nodes.length; i++) {
      const difference = (scores[i] as number) - (scores[best] as number)
      if (difference > 0) {
        best = i
        equals = 1
      } else if (difference === 0 && this.#random.below(++equals) === 0) best = i
    }
    return nodes[best] as NodeInfo
  }
}
