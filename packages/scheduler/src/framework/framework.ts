/**
 * One profile at work: its plugins by extension point, run in order.
 * In: a pod, a state, nodes. Out: the first answer that is not success, or the sum of all scores.
 * Always: a plugin that throws gives an Error status that names it. Elsewhere: which plugins there are (./profile.ts).
 * @see kubernetes v1.31 pkg/scheduler/framework/runtime/framework.go
 */
import type { Nominator } from '../queue/nominator.ts'
import type { EventInterest } from './cluster-event.ts'
import type { CycleState } from './cycle-state.ts'
import type { NodeStatuses } from './diagnosis.ts'
import type { NodeInfo } from './node-info.ts'
import {
  maxNodeScore,
  type Plugin,
  type PostFilterResult,
  type PreFilterResult,
  type Serving,
  serves,
} from './plugin.ts'
import type { PodInfo } from './pod-info.ts'
import { errorStatus, Status, unresolvable } from './status.ts'
import { WaitingPods } from './waiting-pods.ts'

/** Plugins by extension point, in the order in which they run. */
export interface PluginLists {
  readonly preEnqueue: readonly Plugin[]
  readonly queueSort: readonly Plugin[]
  readonly preFilter: readonly Plugin[]
  readonly filter: readonly Plugin[]
  readonly postFilter: readonly Plugin[]
  readonly preScore: readonly Plugin[]
  readonly score: readonly (readonly [Plugin, weight: number])[]
  readonly reserve: readonly Plugin[]
  readonly permit: readonly Plugin[]
  readonly preBind: readonly Plugin[]
  readonly bind: readonly Plugin[]
  readonly postBind: readonly Plugin[]
}

/** Longest a permit plugin may let a pod wait. */
const maxPermitWaitMs = 15 * 60_000

export class Framework {
  readonly profileName: string
  readonly percentageOfNodesToScore: number | undefined
  readonly waiting: WaitingPods
  readonly preEnqueue: readonly Serving<'preEnqueue'>[]
  readonly #lists: PluginLists
  readonly #preFilter: readonly Serving<'preFilter'>[]
  readonly #filter: readonly Serving<'filter'>[]
  readonly #addPod: readonly Serving<'addPod'>[]
  readonly #removePod: readonly Serving<'removePod'>[]
  readonly #score: readonly { plugin: Serving<'score'>; weight: number }[]
  readonly #nominator: Nominator

  constructor(
    profileName: string,
    lists: PluginLists,
    options: { nominator: Nominator; waiting: WaitingPods; percentageOfNodesToScore?: number | undefined },
  ) {
    this.profileName = profileName
    this.percentageOfNodesToScore = options.percentageOfNodesToScore
    this.waiting = options.waiting
    this.#nominator = options.nominator
    this.#lists = lists
    this.preEnqueue = lists.preEnqueue.filter(serves('preEnqueue'))
    this.#preFilter = lists.preFilter.filter(serves('preFilter'))
    this.#filter = lists.filter.filter(serves('filter'))
    this.#addPod = lists.preFilter.filter(serves('addPod'))
    this.#removePod = lists.preFilter.filter(serves('removePod'))
    this.#score = lists.score.flatMap(([plugin, weight]) => (serves('score')(plugin) ? [{ plugin, weight }] : []))
  }

  get hasScorePlugins(): boolean {
    return this.#score.length > 0
  }

  get hasPostFilterPlugins(): boolean {
    return this.#lists.postFilter.length > 0
  }

  get queueSort(): Plugin | undefined {
    return this.#lists.queueSort[0]
  }

  /** What each plugin wants to hear of. One that turns pods away without saying so is told of everything it could be. */
  interests(): Map<string, readonly EventInterest[]> {
    const { preEnqueue, preFilter, filter, reserve, permit } = this.#lists
    const plugins = new Set([...preEnqueue, ...preFilter, ...filter, ...reserve, ...permit])
    return new Map([...plugins].map(({ name, events }) => [name, events ?? anyEvent]))
  }

  /** @returns the nodes to look at (undefined: all), or why none need be */
  runPreFilter(
    state: CycleState,
    pod: PodInfo,
  ): { nodeNames: ReadonlySet<string> | undefined; status: Status | undefined; narrowedBy: readonly string[] } {
    let nodeNames: ReadonlySet<string> | undefined
    let status: Status | undefined
    const narrowedBy: string[] = []
    for (const plugin of this.#preFilter) {
      let answer: Status | PreFilterResult | undefined
      try {
        answer = plugin.preFilter(state, pod)
      } catch (error) {
        return {
          nodeNames,
          status: errorStatus(error, `running PreFilter plugin ${JSON.stringify(plugin.name)}`),
          narrowedBy,
        }
      }
      if (answer === undefined) continue
      if (answer instanceof Status) {
        if (answer.code === 'Skip') {
          state.skipFilter.add(plugin.name)
          continue
        }
        const own = answer.withPlugin(plugin.name)
        if (own.code === 'UnschedulableAndUnresolvable' || !own.isRejected)
          return { nodeNames, status: own, narrowedBy }
        // Another plugin may still find that nothing can be done at all, which spares the try of preemption.
        status = own
        continue
      }
      narrowedBy.push(plugin.name)
      const previous = nodeNames
      nodeNames =
        previous === undefined ? answer.nodeNames : new Set([...answer.nodeNames].filter((name) => previous.has(name)))
      if (nodeNames.size === 0) {
        const names = [...narrowedBy].sort()
        const which = names.length === 1 ? `plugin ${names[0]}` : `plugin(s) [${names.join(' ')}] simultaneously`
        return { nodeNames, status: unresolvable(plugin.name, `node(s) didn't satisfy ${which}`), narrowedBy }
      }
    }
    return { nodeNames, status, narrowedBy }
  }

  runFilters(state: CycleState, pod: PodInfo, node: NodeInfo): Status | undefined {
    let running = ''
    try {
      for (const plugin of this.#filter) {
        running = plugin.name
        if (state.skipFilter.has(running)) continue
        const status = plugin.filter(state, pod, node)
        if (status !== undefined) return status.withPlugin(running)
      }
    } catch (error) {
      return errorStatus(error, `running ${JSON.stringify(running)} filter plugin`).withPlugin(running)
    }
    return undefined
  }

  /**
   * Filters as if the pods of the same or higher priority that were promised this node ran on it already, then as if they
   * did not: affinity to them must not count before they are there.
   */
  runFiltersWithNominated(state: CycleState, pod: PodInfo, node: NodeInfo): Status | undefined {
    if (!this.#nominator.hasPodsFor(node.name)) return this.runFilters(state, pod, node)
    const more = [...this.#nominator.podsFor(node.name)].filter(
      ({ uid, priority }) => priority >= pod.priority && uid !== pod.uid,
    )
    if (more.length > 0) {
      const [fullState, fullNode] = [state.clone(), node.clone()]
      for (const nominated of more) {
        fullNode.addPod(nominated)
        this.addPod(fullState, pod, nominated, fullNode)
      }
      const status = this.runFilters(fullState, pod, fullNode)
      if (status !== undefined) return status
    }
    return this.runFilters(state, pod, node)
  }

  addPod(state: CycleState, pod: PodInfo, added: PodInfo, node: NodeInfo): void {
    for (const plugin of this.#addPod) if (!state.skipFilter.has(plugin.name)) plugin.addPod(state, pod, added, node)
  }

  removePod(state: CycleState, pod: PodInfo, removed: PodInfo, node: NodeInfo): void {
    for (const plugin of this.#removePod) {
      if (!state.skipFilter.has(plugin.name)) plugin.removePod(state, pod, removed, node)
    }
  }

  runPostFilter(state: CycleState, pod: PodInfo, statuses: NodeStatuses): PostFilterResult {
    const reasons: string[] = []
    let nominatedNodeName: string | undefined
    for (const plugin of this.#lists.postFilter) {
      if (plugin.postFilter === undefined) continue
      let result: PostFilterResult
      try {
        result = plugin.postFilter(state, pod, statuses)
      } catch (error) {
        return { nominatedNodeName: undefined, status: errorStatus(error).withPlugin(plugin.name) }
      }
      const { status } = result
      if (status === undefined || !status.isRejected || status.code === 'UnschedulableAndUnresolvable') return result
      nominatedNodeName = result.nominatedNodeName ?? nominatedNodeName
      reasons.push(...status.reasons)
    }
    return { nominatedNodeName, status: new Status('Unschedulable', reasons) }
  }

  /** @returns the weighted sum for each node, in their order. @throws Error that names the plugin at fault */
  runScores(state: CycleState, pod: PodInfo, nodes: readonly NodeInfo[]): number[] {
    let running = ''
    try {
      for (const plugin of this.#lists.preScore) {
        running = `running PreScore plugin ${JSON.stringify(plugin.name)}`
        const status = plugin.preScore?.(state, pod, nodes)
        if (status === undefined) continue
        if (status.code !== 'Skip') throw new Error(status.message)
        state.skipScore.add(plugin.name)
      }
      const totals = nodes.map(() => 0)
      const scores = nodes.map(() => 0)
      for (const { plugin, weight } of this.#score) {
        if (state.skipScore.has(plugin.name)) continue
        running = `running Score plugins: plugin ${JSON.stringify(plugin.name)} failed with`
        for (let i = 0; i < nodes.length; i++) scores[i] = plugin.score(state, pod, nodes[i] as NodeInfo)
        plugin.normalize?.(state, pod, scores, nodes)
        for (let i = 0; i < nodes.length; i++) {
          const score = scores[i] as number
          if (!(score >= 0 && score <= maxNodeScore)) {
            throw new Error(`invalid score ${score}, it should in the range of [0, ${maxNodeScore}] after normalizing`)
          }
          totals[i] = (totals[i] as number) + score * weight
        }
      }
      return totals
    } catch (error) {
      throw new Error(`${running}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    }
  }

  runReserve(state: CycleState, pod: PodInfo, nodeName: string): Status | undefined {
    for (const plugin of this.#lists.reserve) {
      const status = guarded(`running Reserve plugin ${JSON.stringify(plugin.name)}`, () =>
        plugin.reserve?.(state, pod, nodeName),
      )
      if (status !== undefined) return status.withPlugin(plugin.name)
    }
    return undefined
  }

  runUnreserve(state: CycleState, pod: PodInfo, nodeName: string): void {
    for (const plugin of this.#lists.reserve.toReversed()) plugin.unreserve?.(state, pod, nodeName)
  }

  /** @returns undefined, Wait, or why not */
  runPermit(state: CycleState, pod: PodInfo, nodeName: string): Status | undefined {
    const waits = new Map<string, number>()
    for (const plugin of this.#lists.permit) {
      const answer = plugin.permit?.(state, pod, nodeName)
      if (answer === undefined) continue
      if (answer.status.code !== 'Wait') return answer.status.withPlugin(plugin.name)
      waits.set(plugin.name, Math.min(answer.timeoutMs, maxPermitWaitMs))
    }
    if (waits.size === 0) return undefined
    this.waiting.add(pod, waits)
    return new Status('Wait', [
      `one or more plugins asked to wait and no plugin rejected pod ${JSON.stringify(pod.name)}`,
    ])
  }

  async runPreBind(
    state: CycleState,
    pod: PodInfo,
    nodeName: string,
    signal: AbortSignal,
  ): Promise<Status | undefined> {
    for (const plugin of this.#lists.preBind) {
      const status = await plugin.preBind?.(state, pod, nodeName, signal)
      if (status !== undefined) return status.withPlugin(plugin.name)
    }
    return undefined
  }

  async runBind(state: CycleState, pod: PodInfo, nodeName: string, signal: AbortSignal): Promise<Status | undefined> {
    let last: Status | undefined = new Status('Error', ['no bind plugin took the pod'])
    for (const plugin of this.#lists.bind) {
      if (plugin.bind === undefined) continue
      try {
        last = await plugin.bind(state, pod, nodeName, signal)
      } catch (error) {
        return errorStatus(error, `running Bind plugin ${JSON.stringify(plugin.name)}`)
      }
      if (last === undefined || last.code !== 'Skip') return last?.withPlugin(plugin.name)
    }
    return last
  }

  runPostBind(state: CycleState, pod: PodInfo, nodeName: string): void {
    for (const plugin of this.#lists.postBind) plugin.postBind?.(state, pod, nodeName)
  }
}

const anyEvent: readonly EventInterest[] = (['Pod', 'Node', 'PersistentVolume', 'PersistentVolumeClaim'] as const).map(
  (resource) => ({ resource, actions: 1023 }),
)

function guarded(during: string, run: () => Status | undefined): Status | undefined {
  try {
    return run()
  } catch (error) {
    return errorStatus(error, during)
  }
}
