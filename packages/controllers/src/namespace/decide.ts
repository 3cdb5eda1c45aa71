/**
 * Namespaces on their way out: how long to wait for what is left, and what to tell in the namespace's conditions. Pure.
 * In: what was found and what went wrong in one pass over the content. Out: conditions, estimates, the finalizers that stay.
 */
import type { Namespace, NamespaceCondition, Pod } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import { fromTime, toTime } from '@elli/host/time'
import { isPodTerminal } from '@elli/machinery/pod/status'

/** The namespace controller's own entry in `spec.finalizers`. */
export const finalizerToken = 'kubernetes'

/** How long objects with finalizers are given, for want of better knowledge. */
export const finalizerEstimateSeconds = 15

/** What a pass found of one resource. */
export interface Remaining {
  group: string
  resource: string
  count: number
  /** Finalizer → on how many objects. */
  finalizers: ReadonlyMap<string, number>
}

export interface Pass {
  discoveryFailure: string | undefined
  deletionFailures: readonly string[]
  remaining: readonly Remaining[]
}

/** Seconds until the last pod should be gone; zero once that time is over. */
export function estimatePodTermination(pods: readonly Pod[], deletedAt: Instant, now: Instant): number {
  const graces = pods
    .filter((pod) => !isPodTerminal(pod))
    .map((pod) => Number(pod.spec.terminationGracePeriodSeconds ?? 0))
  const longest = Math.max(0, ...graces)
  return now - deletedAt >= longest * 1000 ? 0 : longest
}

export function countFinalizers(
  objects: readonly { metadata: { finalizers?: readonly string[] } }[],
): Map<string, number> {
  const counts = new Map<string, number>()
  for (const object of objects) {
    for (const finalizer of object.metadata.finalizers ?? []) counts.set(finalizer, (counts.get(finalizer) ?? 0) + 1)
  }
  return counts
}

interface Verdict {
  type: string
  reason: string
  message: string
  isProblem: boolean
}

const fine: readonly Verdict[] = [
  ['NamespaceDeletionDiscoveryFailure', 'ResourcesDiscovered', 'All resources successfully discovered'],
  ['NamespaceDeletionGroupVersionParsingFailure', 'ParsedGroupVersions', 'All legacy kube types successfully parsed'],
  [
    'NamespaceDeletionContentFailure',
    'ContentDeleted',
    'All content successfully deleted, may be waiting on finalization',
  ],
  ['NamespaceContentRemaining', 'ContentRemoved', 'All content successfully removed'],
  ['NamespaceFinalizersRemaining', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
].map(([type = '', reason = '', message = '']) => ({ type, reason, message, isProblem: false }))

function problems({ discoveryFailure, deletionFailures, remaining }: Pass): Verdict[] {
  const found: Verdict[] = []
  const report = (type: string, reason: string, message: string): void => {
    found.push({ type, reason, message, isProblem: true })
  }
  if (discoveryFailure !== undefined) report('NamespaceDeletionDiscoveryFailure', 'DiscoveryFailed', discoveryFailure)
  if (deletionFailures.length > 0) {
    const texts = [...deletionFailures].sort().join(', ')
    report(
      'NamespaceDeletionContentFailure',
      'ContentDeletionFailed',
      `Failed to delete all resource types, ${deletionFailures.length} remaining: ${texts}`,
    )
  }
  const left = remaining.filter(({ count }) => count > 0)
  if (left.length > 0) {
    const texts = left.map(({ resource, group, count }) => `${resource}.${group} has ${count} resource instances`)
    report(
      'NamespaceContentRemaining',
      'SomeResourcesRemain',
      `Some resources are remaining: ${texts.sort().join(', ')}`,
    )
  }
  const held = new Map<string, number>()
  for (const { finalizers } of left) {
    for (const [finalizer, count] of finalizers) held.set(finalizer, (held.get(finalizer) ?? 0) + count)
  }
  if (held.size > 0) {
    const texts = [...held].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`)
    report(
      'NamespaceFinalizersRemaining',
      'SomeFinalizersRemain',
      `Some content in the namespace has finalizers remaining: ${texts.sort().join(', ')}`,
    )
  }
  return found
}

/** The namespace's conditions after a pass, or undefined when nothing about them changes. */
export function conditionsAfter(
  before: readonly NamespaceCondition[],
  pass: Pass,
  now: Instant,
): NamespaceCondition[] | undefined {
  const found = problems(pass)
  const conditions = [...before]
  let changed = false
  for (const good of fine) {
    const { type, reason, message, isProblem } = found.find((verdict) => verdict.type === good.type) ?? good
    const status = isProblem ? 'True' : 'False'
    const at = conditions.findIndex((condition) => condition.type === type)
    const old = conditions[at]
    if (old && old.status === status && old.reason === reason && old.message === message) continue
    const lastTransitionTime = old?.status === status ? old.lastTransitionTime : toTime(now)
    const next: NamespaceCondition = {
      type,
      status,
      reason,
      message,
      ...(lastTransitionTime ? { lastTransitionTime } : {}),
    }
    if (old) conditions[at] = next
    else conditions.push(next)
    changed = true
  }
  return changed ? conditions : undefined
}

/** `spec.finalizers` without our own, in order. */
export function finalizersLeft(namespace: Namespace): string[] {
  return [...new Set(namespace.spec?.finalizers ?? [])].filter((finalizer) => finalizer !== finalizerToken).sort()
}

export function deletedAt(namespace: Namespace): Instant | undefined {
  return fromTime(namespace.metadata.deletionTimestamp)
}
