/** The rules of an aggregated ClusterRole: those of all roles its selectors choose, each rule once. Pure. */
import type { ClusterRole, PolicyRule } from '@elli/api/rbac/v1'
import { semanticEqual } from '@elli/machinery/json'
import { selectorFromObject } from '@elli/machinery/labels'

/** @returns undefined when the role is not aggregated, or has just these rules already */
export function aggregatedRules(role: ClusterRole, all: readonly ClusterRole[]): PolicyRule[] | undefined {
  if (role.aggregationRule === undefined) return undefined
  const rules: PolicyRule[] = []
  const sorted = [...all].sort((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1))
  for (const like of role.aggregationRule.clusterRoleSelectors ?? []) {
    const selector = selectorFromObject(like)
    for (const other of sorted) {
      if (other.metadata.name === role.metadata.name || !selector.matches(other.metadata.labels ?? {})) continue
      for (const rule of other.rules ?? []) {
        if (!rules.some((known) => semanticEqual(known, rule))) rules.push(rule)
      }
    }
  }
  return semanticEqual(rules, role.rules ?? []) ? undefined : rules
}
