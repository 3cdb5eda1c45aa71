/**
 * DaemonSet: the next step of a rolling update. Pure.
 * Without surge, old pods go as long as few enough nodes are without an available pod; the missing ones are made by ./decide.ts.
 * With surge, a new pod comes beside the old one first. Always: what is unavailable anyway is replaced at once.
 */
import type { Pod } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import { isPodAvailable } from '@elli/machinery/pod/status'
import { type DaemonView, surgeCount, unavailableCount } from './decide.ts'
import { isUpdated, placement } from './placement.ts'

export interface RolloutStep {
  create: string[]
  remove: Pod[]
}

export function rolloutStep(view: DaemonView, now: Instant): RolloutStep {
  const { set } = view
  const meant = new Set(view.nodes.filter((node) => placement(node, set).run).map((node) => node.metadata.name ?? ''))
  const surge = surgeCount(set, meant.size)
  let unavailable = unavailableCount(set, meant.size)
  // With neither, nothing could ever move.
  if (meant.size > 0 && surge === 0 && unavailable === 0) unavailable = 1
  const available = (pod: Pod): boolean => isPodAvailable(pod, set.spec.minReadySeconds ?? 0, now)
  const nodes = new Set([...view.podsByNode.keys(), ...meant])
  return surge === 0 ? replace(view, nodes, unavailable, available) : addBeside(view, nodes, meant, surge, available)
}

interface Pair {
  fresh?: Pod
  old?: Pod
}

/** At most one new and one old pod of a node; undefined when there are more, which the next sync prunes. */
function pairOf(view: DaemonView, node: string): Pair | undefined {
  const pair: Pair = {}
  for (const pod of view.podsByNode.get(node) ?? []) {
    if (pod.metadata.deletionTimestamp) continue
    const side = isUpdated(pod, view.set, view.hash) ? 'fresh' : 'old'
    if (pair[side]) return undefined
    pair[side] = pod
  }
  return pair
}

function replace(
  view: DaemonView,
  nodes: Iterable<string>,
  maxUnavailable: number,
  available: (pod: Pod) => boolean,
): RolloutStep {
  let unavailable = 0
  const anyway: Pod[] = []
  const candidates: Pod[] = []
  for (const node of nodes) {
    const { fresh, old } = pairOf(view, node) ?? {}
    if (Boolean(fresh) === Boolean(old)) unavailable++
    else if (fresh) unavailable += available(fresh) ? 0 : 1
    else if (old && !available(old)) {
      anyway.push(old)
      unavailable++
    } else if (old) candidates.push(old)
  }
  return { create: [], remove: [...anyway, ...candidates.slice(0, Math.max(0, maxUnavailable - unavailable))] }
}

function addBeside(
  view: DaemonView,
  nodes: Iterable<string>,
  meant: ReadonlySet<string>,
  maxSurge: number,
  available: (pod: Pod) => boolean,
): RolloutStep {
  const remove: Pod[] = []
  const misplaced: Pod[] = []
  const anyway: string[] = []
  const candidates: string[] = []
  let surging = 0
  let availableCount = 0
  for (const node of nodes) {
    const pair = pairOf(view, node)
    if (!pair) {
      surging++
      continue
    }
    const { fresh, old } = pair
    const serving = old ?? fresh
    if (serving && available(serving)) availableCount++
    if (!old) continue
    if (fresh) {
      if (available(fresh)) remove.push(old)
      else surging++
    } else if (!meant.has(node)) (available(old) ? misplaced : remove).push(old)
    else if (available(old)) candidates.push(node)
    else anyway.push(node)
  }
  // A pod on a node that is no longer meant serves on until as many others are available.
  remove.push(...misplaced.slice(0, Math.max(0, availableCount - meant.size)))
  return { create: [...anyway, ...candidates.slice(0, Math.max(0, maxSurge - surging))], remove }
}
