/**
 * The rules of a ClusterRole with an aggregationRule: those of every role its selectors choose, in order of name.
 * Pure. The API server runs it itself on every change of cluster roles, so `admin`, `edit` and `view` work without controllers.
 */
import type { ClusterRole, PolicyRule } from '@elli/api/rbac/v1'
import { selectorFromObject } from '@elli/machinery/labels'

/** @returns the rules the role should have, or undefined when it has them (or does not aggregate) */
export function aggregatedRules(role: ClusterRole, all: readonly ClusterRole[]): PolicyRule[] | undefined {
  if (role.aggregationRule === undefined) return undefined
  const rules: PolicyRule[] = []
  const known = new Set<string>()
  const byName = [...all].sort((a, b) => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1))
  for (const wanted of role.aggregationRule.clusterRoleSelectors ?? []) {
    const selector = selectorFromObject(wanted)
    for (const other of byName) {
      if (other.metadata.name === role.metadata.name || !selector.matches(other.metadata.labels ?? {})) continue
      for (const rule of other.rules ?? []) {
        const key = ruleKey(rule)
        if (known.has(key)) continue
        known.add(key)
        rules.push(rule)
      }
    }
  }
  const same = (role.rules ?? []).map(ruleKey).join('\n') === rules.map(ruleKey).join('\n')
  return same ? undefined : rules
}

/** Every role whose rules are out of date, with the rules it should have. Run again until empty: roles feed one another. */
export function staleAggregations(all: readonly ClusterRole[]): { role: ClusterRole; rules: PolicyRule[] }[] {
  return all.flatMap((role) => {
    const rules = aggregatedRules(role, all)
    return rules === undefined ? [] : [{ role, rules }]
  })
}

function ruleKey({
  verbs,
  apiGroups = [],
  resources = [],
  resourceNames = [],
  nonResourceURLs = [],
}: PolicyRule): string {
  return JSON.stringify([verbs, apiGroups, resources, resourceNames, nonResourceURLs])
}
