/**
 * Taints and tolerations. In: what a node has and a pod bears. Out: whether they go together, and which taint does not.
 * @see kubernetes v1.31 api/core/v1 toleration.go, component-helpers scheduling/corev1
 */
import type { Taint, Toleration } from '@elli/api/core/v1'

/** An empty effect or key of the toleration stands for any; no operator means Equal. */
export function tolerates(toleration: Toleration, taint: Taint): boolean {
  const { effect = '', key = '', operator = '', value = '' } = toleration
  if (effect !== '' && effect !== taint.effect) return false
  if (key !== '' && key !== taint.key) return false
  if (operator === '' || operator === 'Equal') return value === (taint.value ?? '')
  return operator === 'Exists'
}

export function isTolerated(taint: Taint, tolerations: readonly Toleration[] | undefined): boolean {
  return (tolerations ?? []).some((toleration) => tolerates(toleration, taint))
}

/** The first taint, of those that `matters` picks, which nothing tolerates. */
export function untoleratedTaint(
  taints: readonly Taint[] | undefined,
  tolerations: readonly Toleration[] | undefined,
  matters: (taint: Taint) => boolean = () => true,
): Taint | undefined {
  return (taints ?? []).find((taint) => matters(taint) && !isTolerated(taint, tolerations))
}

/** Taints that keep pods off a node, as opposed to those that only make it less wanted. */
export function repels(taint: Taint): boolean {
  return taint.effect === 'NoSchedule' || taint.effect === 'NoExecute'
}

/** Same key and effect: a node has at most one such. */
export function sameTaint(a: Taint, b: Taint): boolean {
  return a.key === b.key && a.effect === b.effect
}

/** The tolerations of NoExecute taints that a pod uses against these, or undefined when one is not tolerated. */
export function matchingTolerations(
  taints: readonly Taint[],
  tolerations: readonly Toleration[] | undefined,
): Toleration[] | undefined {
  const used: Toleration[] = []
  for (const taint of taints) {
    const toleration = (tolerations ?? []).find((candidate) => tolerates(candidate, taint))
    if (toleration === undefined) return undefined
    used.push(toleration)
  }
  return used
}

/**
 * How long a pod may stay although its node has NoExecute taints: the shortest of what its tolerations say.
 * @returns seconds, 0 or more; Infinity when no toleration that is used sets a limit
 */
export function tolerationSeconds(used: readonly Toleration[]): number {
  const limits = used.flatMap(({ tolerationSeconds: seconds }) => (seconds === undefined ? [] : [Math.max(0, seconds)]))
  return limits.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...limits)
}
