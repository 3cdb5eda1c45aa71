/**
 * The extension points of the scheduler, under upstream's names. A plugin is an object with a name and those it serves.
 * Always: everything up to permit is synchronous and looks only at what the handle and the cycle state give; what talks to the
 * API server (preBind, bind, postBind, carrying out a preemption) is asynchronous and runs beside the next pods' cycles.
 * Success is `undefined`; a throw is an Error status.
 * @see kubernetes v1.31 pkg/scheduler/framework/interface.go
 */
import type { Pod } from '@elli/api/core/v1'
import type { CycleState } from './cycle-state.ts'
import type { EventInterest } from './cluster-event.ts'
import type { NodeStatuses } from './diagnosis.ts'
import type { NodeInfo } from './node-info.ts'
import type { PodInfo } from './pod-info.ts'
import type { QueuedPodInfo } from './queued-pod-info.ts'
import type { Status } from './status.ts'

export const maxNodeScore = 100

export interface PreFilterResult {
  /** Only these nodes are worth looking at. */
  readonly nodeNames: ReadonlySet<string>
}

export interface PostFilterResult {
  /** The node the pod may hope for; '' clears what it hoped for, undefined leaves it. */
  readonly nominatedNodeName: string | undefined
  /** Undefined: the pod may be schedulable soon. */
  readonly status: Status | undefined
  /** What must be done in the API for the nomination to come true. */
  readonly carryOut?: (signal: AbortSignal) => Promise<void>
}

export interface Plugin {
  readonly name: string
  /** Changes after which a pod this plugin turned away is worth another try. */
  readonly events?: readonly EventInterest[]

  /** Before the pod may enter the active queue. */
  preEnqueue?(pod: Pod): Status | undefined
  /** Queue sort: negative when `a` goes first. */
  compare?(a: QueuedPodInfo, b: QueuedPodInfo): number
  /** Once per pod; `skip` leaves the plugin's filter out. */
  preFilter?(state: CycleState, pod: PodInfo): Status | PreFilterResult | undefined
  /** The state as if `added` ran on the node too. */
  addPod?(state: CycleState, pod: PodInfo, added: PodInfo, node: NodeInfo): void
  removePod?(state: CycleState, pod: PodInfo, removed: PodInfo, node: NodeInfo): void
  filter?(state: CycleState, pod: PodInfo, node: NodeInfo): Status | undefined
  postFilter?(state: CycleState, pod: PodInfo, statuses: NodeStatuses): PostFilterResult
  /** `skip` leaves the plugin's score out. */
  preScore?(state: CycleState, pod: PodInfo, nodes: readonly NodeInfo[]): Status | undefined
  score?(state: CycleState, pod: PodInfo, node: NodeInfo): number
  /** Brings the scores into 0..100, in place. */
  normalize?(state: CycleState, pod: PodInfo, scores: number[], nodes: readonly NodeInfo[]): void
  reserve?(state: CycleState, pod: PodInfo, nodeName: string): Status | undefined
  /** Undoes `reserve`; also called where reserve was not reached, and must not mind. */
  unreserve?(state: CycleState, pod: PodInfo, nodeName: string): void
  /** With status Wait: how long at most. */
  permit?(state: CycleState, pod: PodInfo, nodeName: string): { status: Status; timeoutMs: number } | undefined
  preBind?(state: CycleState, pod: PodInfo, nodeName: string, signal: AbortSignal): Promise<Status | undefined>
  /** `skip` leaves the pod to the next bind plugin. */
  bind?(state: CycleState, pod: PodInfo, nodeName: string, signal: AbortSignal): Promise<Status | undefined>
  postBind?(state: CycleState, pod: PodInfo, nodeName: string): void
}

/** A plugin that for sure serves an extension point. */
export type Serving<K extends keyof Plugin> = Plugin & Required<Pick<Plugin, K>>

export function serves<K extends keyof Plugin>(point: K): (plugin: Plugin) => plugin is Serving<K> {
  return (plugin): plugin is Serving<K> => plugin[point] !== undefined
}

/**
 * Scales scores so that the highest becomes 100; with `reverse` the highest becomes 0.
 * @see kubernetes v1.31 plugins/helper/normalize_score.go
 */
export function defaultNormalize(scores: number[], reverse: boolean): void {
  let highest = 0
  for (const score of scores) if (score > highest) highest = score
  if (highest === 0) {
    if (reverse) scores.fill(maxNodeScore)
    return
  }
  for (let i = 0; i < scores.length; i++) {
    const scaled = Math.trunc((maxNodeScore * (scores[i] ?? 0)) / highest)
    scores[i] = reverse ? maxNodeScore - scaled : scaled
  }
}
