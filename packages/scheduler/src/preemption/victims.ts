/**
 * Which pods of a node would have to go for another to fit, and which of them a disruption budget protects.
 * In: copies of a node and a cycle state, to try things on. Out: the victims, most important first.
 * Always: as few as possible, and the least important ones; a pod of the same or higher priority never.
 * @see kubernetes v1.31 plugins/defaultpreemption/default_preemption.go
 */
import type { Pod } from '@elli/api/core/v1'
import type { PodDisruptionBudget } from '@elli/api/policy/v1'
import { selectorFromObject, SelectorError } from '@elli/machinery/labels'
import type { CycleState } from '../framework/cycle-state.ts'
import type { Framework } from '../framework/framework.ts'
import type { NodeInfo } from '../framework/node-info.ts'
import type { PodInfo } from '../framework/pod-info.ts'
import { type Status, unresolvable } from '../framework/status.ts'

export interface Candidate {
  readonly nodeName: string
  /** Most important first; at least one. */
  readonly victims: readonly PodInfo[]
  readonly pdbViolations: number
}

const noVictims = unresolvable('DefaultPreemption', 'No preemption victims found for incoming pod')

/** @param node a copy; it is changed. @param state a copy likewise */
export function selectVictims(
  framework: Framework,
  state: CycleState,
  pod: PodInfo,
  node: NodeInfo,
  budgets: readonly PodDisruptionBudget[],
): Candidate | Status {
  const remove = (other: PodInfo): void => {
    node.removePod(other)
    framework.removePod(state, pod, other, node)
  }
  const add = (other: PodInfo): void => {
    node.addPod(other)
    framework.addPod(state, pod, other, node)
  }
  const potential = [...node.pods.values()].filter(({ priority }) => priority < pod.priority)
  if (potential.length === 0) return noVictims
  for (const other of potential) remove(other)
  // If it does not fit with all of them gone, it is not for this node.
  const status = framework.runFiltersWithNominated(state, pod, node)
  if (status !== undefined) return status
  const { violating, others } = splitByBudgets(potential.sort(byImportance), budgets)
  const victims: PodInfo[] = []
  let pdbViolations = 0
  for (const other of [...violating, ...others]) {
    add(other)
    if (framework.runFiltersWithNominated(state, pod, node) === undefined) continue
    remove(other)
    victims.push(other)
    if (violating.includes(other)) pdbViolations++
  }
  return { nodeName: node.name, victims: victims.sort(byImportance), pdbViolations }
}

/** Higher priority, then longer running, first. A pod that has not started counts as starting now. */
export function byImportance(a: PodInfo, b: PodInfo): number {
  if (a.priority !== b.priority) return b.priority - a.priority
  return compareText(startTime(a.pod), startTime(b.pod))
}

/** RFC 3339 texts of one zone compare like the times; `~` comes after all of them. */
export function startTime(pod: Pod): string {
  return pod.status?.startTime ?? '~'
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Pods whose going would take a budget below what it allows, and the others; both in the order given. */
export function splitByBudgets(
  pods: readonly PodInfo[],
  budgets: readonly PodDisruptionBudget[],
): { violating: PodInfo[]; others: PodInfo[] } {
  const open = budgets.flatMap((budget) => {
    const matches = matcherOf(budget)
    return matches === undefined ? [] : [{ budget, matches, allowed: budget.status?.disruptionsAllowed ?? 0 }]
  })
  const out = { violating: [] as PodInfo[], others: [] as PodInfo[] }
  for (const pod of pods) {
    let violates = false
    for (const entry of open) {
      if (!entry.matches(pod)) continue
      // One that is being disrupted already has been counted.
      if (entry.budget.status?.disruptedPods?.[pod.name] !== undefined) continue
      if (--entry.allowed < 0) violates = true
    }
    out[violates ? 'violating' : 'others'].push(pod)
  }
  return out
}

function matcherOf({ metadata, spec }: PodDisruptionBudget): ((pod: PodInfo) => boolean) | undefined {
  try {
    const selector = selectorFromObject(spec?.selector)
    // A budget that selects everything is left out here, as upstream does.
    if (selector.empty) return undefined
    return ({ namespace, pod }) =>
      namespace === metadata.namespace &&
      Object.keys(pod.metadata.labels ?? {}).length > 0 &&
      selector.matches(pod.metadata.labels)
  } catch (error) {
    if (error instanceof SelectorError) return undefined
    throw error
  }
}
