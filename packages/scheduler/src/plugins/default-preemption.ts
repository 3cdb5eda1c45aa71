/**
 * DefaultPreemption: a pod that fits nowhere may push out pods of lower priority.
 * In: which nodes refused it and how. Out: a node promised to it, and the victims' deletion to carry out; or why nothing helps.
 * Always: the choice is made on copies; victims get the condition DisruptionTarget before they are deleted.
 * @see kubernetes v1.31 plugins/defaultpreemption, framework/preemption
 */
import type { DefaultPreemptionArgs } from '@elli/api/config/kube-scheduler-config/v1'
import type { Pod } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import { isNotFound } from '@elli/machinery/errors'
import { podCondition, podPriority } from '@elli/machinery/pod/status'
import type { CycleState } from '../framework/cycle-state.ts'
import { fitMessage, NodeStatuses } from '../framework/diagnosis.ts'
import type { Handle } from '../framework/handle.ts'
import type { NodeInfo } from '../framework/node-info.ts'
import type { Plugin, PostFilterResult } from '../framework/plugin.ts'
import type { PodInfo } from '../framework/pod-info.ts'
import { Status, unresolvable, unschedulable } from '../framework/status.ts'
import { patchPodStatus } from '../pod-status.ts'
import {
  bestCandidate,
  type CandidateLimits,
  nodesWherePreemptionMightHelp,
  numCandidates,
} from '../preemption/candidates.ts'
import { type Candidate, selectVictims } from '../preemption/victims.ts'

const name = 'DefaultPreemption'
const notHelpful = unresolvable(name, 'Preemption is not helpful for scheduling')

export function defaultPreemption(
  handle: Handle,
  args: Pick<DefaultPreemptionArgs, 'minCandidateNodesAbsolute' | 'minCandidateNodesPercentage'>,
): Plugin {
  const random = handle.host.random.stream('scheduler/preemption')
  const limits: CandidateLimits = {
    minCandidateNodesPercentage: args.minCandidateNodesPercentage ?? 10,
    minCandidateNodesAbsolute: args.minCandidateNodesAbsolute ?? 100,
  }

  function postFilter(state: CycleState, pod: PodInfo, statuses: NodeStatuses): PostFilterResult {
    handle.observer?.preemptionAttempt()
    const newest = handle.listers.pods.get(pod.namespace, pod.name) ?? pod.pod
    const nominated = newest.status?.nominatedNodeName ?? ''
    const refusal = ineligibility(newest, statuses.get(nominated), handle.cache.node(nominated))
    if (refusal !== undefined)
      return { nominatedNodeName: undefined, status: unschedulable(name, `preemption: ${refusal}`) }
    const outcomes = new NodeStatuses()
    const candidates = dryRun(state, pod, statuses, outcomes)
    const best = bestCandidate(candidates)
    if (best === undefined) {
      const diagnosis = { statuses: outcomes, preFilterMessage: '', postFilterMessage: '' }
      const status = unschedulable(name, `preemption: ${fitMessage(outcomes.size, diagnosis)}`)
      return { nominatedNodeName: '', status }
    }
    return {
      nominatedNodeName: best.nodeName,
      status: undefined,
      carryOut: (signal) => preempt(handle, pod, best, signal),
    }
  }

  function dryRun(state: CycleState, pod: PodInfo, statuses: NodeStatuses, outcomes: NodeStatuses): Candidate[] {
    const all = handle.cache.nodes()
    const potential = nodesWherePreemptionMightHelp(all, statuses)
    const tried = new Set(potential)
    for (const node of all) {
      const status = statuses.get(node.name)
      if (!tried.has(node) && (status === undefined || status.code === 'UnschedulableAndUnresolvable')) {
        outcomes.set(node.name, notHelpful)
      }
    }
    if (potential.length === 0) return []
    const budgets = handle.listers.podDisruptionBudgets.list()
    const enough = numCandidates(potential.length, limits)
    const offset = random.below(potential.length)
    const [harmless, violating]: [Candidate[], Candidate[]] = [[], []]
    for (let i = 0; i < potential.length; i++) {
      const node = potential[(offset + i) % potential.length] as NodeInfo
      const found = selectVictims(handle.framework(), state.clone(), pod, node.clone(), budgets)
      if (found instanceof Status) outcomes.set(node.name, found)
      else if (found.victims.length === 0) {
        throw new Error(`expected at least one victim pod on node ${JSON.stringify(node.name)}`)
      } else {
        const list = found.pdbViolations === 0 ? harmless : violating
        if (list.length < enough) list.push(found)
        if (harmless.length > 0 && harmless.length + violating.length >= enough) break
      }
    }
    return [...harmless, ...violating]
  }

  return { name, postFilter }
}

/** Why the pod may not preempt, if so. */
function ineligibility(
  pod: Pod,
  nominatedStatus: Status | undefined,
  nominated: NodeInfo | undefined,
): string | undefined {
  if (pod.spec.preemptionPolicy === 'Never') return 'not eligible due to preemptionPolicy=Never.'
  if (nominated === undefined || nominatedStatus?.code === 'UnschedulableAndUnresolvable') return undefined
  // Room is being made for it already.
  const leaving = [...nominated.pods.values()].some(
    ({ priority, pod: other }) => priority < podPriority(pod) && isTerminatingByPreemption(other),
  )
  return leaving ? 'not eligible due to a terminating pod on the nominated node.' : undefined
}

function isTerminatingByPreemption(pod: Pod): boolean {
  if (pod.metadata.deletionTimestamp === undefined) return false
  const condition = podCondition(pod, 'DisruptionTarget')
  return condition?.status === 'True' && condition.reason === 'PreemptionByScheduler'
}

/** Deletes the victims, and tells pods of lower priority that hoped for the same node to look elsewhere. */
async function preempt(
  handle: Handle,
  pod: PodInfo,
  { nodeName, victims }: Candidate,
  signal: AbortSignal,
): Promise<void> {
  await Promise.all(victims.map((victim) => evict(handle, pod, victim, nodeName, signal)))
  handle.observer?.preemptionVictims(victims.length)
  const hopeless = [...handle.nominator.podsFor(nodeName)].filter(({ priority }) => priority < pod.priority)
  const { client, host } = handle
  await Promise.all(
    hopeless.map(async (other) => {
      try {
        await patchPodStatus(client, host.clock, other.pod, { nominatedNodeName: '' }, signal)
      } catch (error) {
        // It finds out by itself when it is tried there.
        host.log.warn("cannot clear 'NominatedNodeName' field", { pod: other.key, error: String(error) })
      }
    }),
  )
}

async function evict(
  { client, host, framework, recorder }: Handle,
  pod: PodInfo,
  victim: PodInfo,
  nodeName: string,
  signal: AbortSignal,
): Promise<void> {
  if (!framework().waiting.reject(victim.uid, name, 'preempted')) {
    const message = `${pod.pod.spec.schedulerName}: preempting to accommodate a higher priority pod`
    const condition = { type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler', message } as const
    try {
      await patchPodStatus(client, host.clock, victim.pod, { condition }, signal)
      await client.for(pods).delete(victim.name, { namespace: victim.namespace, signal })
    } catch (error) {
      // Gone by itself: all the better.
      if (!isNotFound(error)) throw error
    }
  }
  recorder.event(victim.pod, 'Normal', 'Preempted', `Preempted by pod ${pod.uid} on node ${nodeName}`)
}
