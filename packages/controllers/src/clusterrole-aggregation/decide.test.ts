import type { ClusterRole } from '@elli/api/rbac/v1'
import { expect, it } from 'vitest'
import { aggregatedRules } from './decide.ts'

const pods = { apiGroups: [''], resources: ['pods'], verbs: ['get'] }
const jobs = { apiGroups: ['batch'], resources: ['jobs'], verbs: ['get'] }

function role(name: string, rules: ClusterRole['rules'], labels: Record<string, string> = { to: 'sum' }): ClusterRole {
  return { metadata: { name, labels }, rules: rules ?? [] }
}
const sum = (rules: ClusterRole['rules'] = []): ClusterRole => ({
  ...role('sum', rules),
  aggregationRule: { clusterRoleSelectors: [{ matchLabels: { to: 'sum' } }] },
})

it('gathers each rule once, by name of the roles, without its own', () => {
  const all = [sum([jobs]), role('b', [jobs, pods]), role('a', [pods]), role('other', [jobs], {})]
  expect(aggregatedRules(sum([jobs]), all)).toEqual([pods, jobs])
})
it('has nothing to write when all is there, or nothing is aggregated', () => {
  expect(aggregatedRules(sum([pods]), [role('a', [pods])])).toBeUndefined()
  expect(aggregatedRules(role('plain', []), [role('a', [pods])])).toBeUndefined()
})
