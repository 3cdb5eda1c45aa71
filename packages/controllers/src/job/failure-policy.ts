/** What a failed pod means for its Job, by spec.podFailurePolicy. Pure. @see KEP-3329 */
import type {
  PodFailurePolicy,
  PodFailurePolicyAction,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyRule,
} from '@elli/api/batch/v1'
import type { ContainerStatus, Pod } from '@elli/api/core/v1'

export interface FailureMeaning {
  /** Whether it counts against the limits. */
  counts: boolean
  action?: PodFailurePolicyAction
  /** Why the Job fails at once, if it does. */
  failJob?: string
}

/** The first rule that matches decides; without one, the failure counts. */
export function matchFailurePolicy(policy: PodFailurePolicy | undefined, pod: Pod): FailureMeaning {
  for (const [i, rule] of (policy?.rules ?? []).entries()) {
    const why = matchRule(rule, pod)
    if (why === undefined) continue
    switch (rule.action) {
      case 'Ignore':
        return { counts: false, action: rule.action }
      case 'FailJob':
        return { counts: true, action: rule.action, failJob: `${why} matching ${rule.action} rule at index ${i}` }
      case 'Count':
      case 'FailIndex':
        return { counts: true, action: rule.action }
      default:
        // An action of a later version: as if the rule were not there.
        break
    }
  }
  return { counts: true }
}

function matchRule(rule: PodFailurePolicyRule, pod: Pod): string | undefined {
  const name = `${pod.metadata.namespace}/${pod.metadata.name}`
  if (rule.onExitCodes) {
    const { containerStatuses = [], initContainerStatuses = [] } = pod.status ?? {}
    const container = matchExitCodes([...containerStatuses, ...initContainerStatuses], rule.onExitCodes)
    return (
      container &&
      `Container ${container.name} for pod ${name} failed with exit code ${container.state?.terminated?.exitCode}`
    )
  }
  const condition = pod.status?.conditions?.find(({ type, status }) =>
    rule.onPodConditions?.some((pattern) => pattern.type === type && pattern.status === status),
  )
  return condition && `Pod ${name} has condition ${condition.type}`
}

function matchExitCodes(
  statuses: readonly ContainerStatus[],
  { containerName, operator, values }: PodFailurePolicyOnExitCodesRequirement,
): ContainerStatus | undefined {
  return statuses.find(({ name, state }) => {
    const exitCode = state?.terminated?.exitCode
    if (exitCode === undefined || exitCode === 0) return false
    if (containerName !== undefined && containerName !== name) return false
    return values.includes(exitCode) === (operator === 'In')
  })
}
