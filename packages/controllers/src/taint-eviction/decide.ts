/**
 * When must a pod leave a node with NoExecute taints? Pure.
 * In: taints, tolerations, what is planned already. Out: what to plan now.
 * Always: a plan's beginning stays as long as there is a plan, so that taints that come and go do not prolong a stay.
 */
import type { Node, Taint, Toleration } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import { matchingTolerations, tolerationSeconds } from '@elli/machinery/pod/taints'

export interface Plan {
  readonly createdAt: Instant
  readonly fireAt: Instant
}

export type Decision =
  /** What is planned stays as it is. */
  | { kind: 'leave' }
  | { kind: 'cancel' }
  /** What is planned is replaced by this. */
  | { kind: 'plan'; plan: Plan }

export function noExecuteTaints(node: Node): Taint[] {
  return (node.spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute')
}

export function decide(
  taints: readonly Taint[],
  tolerations: readonly Toleration[] | undefined,
  planned: Plan | undefined,
  now: Instant,
): Decision {
  if (taints.length === 0) return { kind: 'cancel' }
  const used = matchingTolerations(taints, tolerations)
  if (used === undefined) return { kind: 'plan', plan: { createdAt: now, fireAt: now } }
  const seconds = tolerationSeconds(used)
  if (seconds === Number.POSITIVE_INFINITY) return { kind: 'cancel' }
  if (planned && planned.createdAt < now) return { kind: 'leave' }
  return { kind: 'plan', plan: { createdAt: planned?.createdAt ?? now, fireAt: now + seconds * 1000 } }
}
