/**
 * Choosing where to preempt: which nodes to try, and the best of those where it works.
 * @see kubernetes v1.31 pkg/scheduler/framework/preemption/preemption.go
 */
import type { NodeStatuses } from '../framework/diagnosis.ts'
import type { NodeInfo } from '../framework/node-info.ts'
import { type Candidate, startTime } from './victims.ts'

/** Nodes where taking pods away might help: those that refused for now, not for good. */
export function nodesWherePreemptionMightHelp(nodes: readonly NodeInfo[], statuses: NodeStatuses): NodeInfo[] {
  return nodes.filter(({ name }) => statuses.get(name)?.code === 'Unschedulable')
}

export interface CandidateLimits {
  readonly minCandidateNodesPercentage: number
  readonly minCandidateNodesAbsolute: number
}

/** How many nodes where it works are enough to choose among. */
export function numCandidates(nodes: number, limits: CandidateLimits): number {
  const share = Math.trunc((nodes * limits.minCandidateNodesPercentage) / 100)
  return Math.min(nodes, Math.max(share, limits.minCandidateNodesAbsolute))
}

/** Upstream keeps sums of priorities positive, so that fewer pods of negative priority do not lose to more of them. */
const priorityShift = 2 ** 31

/** Each looks only at what the one before left undecided; the highest wins. */
const preferences: readonly ((candidate: Candidate) => number | string)[] = [
  ({ pdbViolations }) => -pdbViolations,
  ({ victims }) => -(victims[0]?.priority ?? 0),
  ({ victims }) => -victims.reduce((sum, { priority }) => sum + priority + priorityShift, 0),
  ({ victims }) => -victims.length,
  // Of the most important victims the one that runs longest; the node where that one started last.
  ({ victims }) => earliestStart(victims),
]

function earliestStart(victims: Candidate['victims']): string {
  const highest = Math.max(...victims.map(({ priority }) => priority))
  const starts = victims.filter(({ priority }) => priority === highest).map(({ pod }) => startTime(pod))
  return starts.sort()[0] ?? ''
}

/** @returns the candidate whose preemption does the least harm; the first of equals */
export function bestCandidate(candidates: readonly Candidate[]): Candidate | undefined {
  let left = candidates
  for (const preference of preferences) {
    if (left.length <= 1) break
    let best: number | string | undefined
    let kept: Candidate[] = []
    for (const candidate of left) {
      const score = preference(candidate)
      if (best === undefined || score > best) {
        best = score
        kept = [candidate]
      } else if (score === best) kept.push(candidate)
    }
    left = kept
  }
  return left[0]
}
