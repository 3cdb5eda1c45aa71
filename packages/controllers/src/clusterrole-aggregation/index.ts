/**
 * ClusterRole aggregation: roles with an aggregationRule have the rules of the roles it selects.
 * Reads clusterroles; applies their rules as a field manager of its own, whoever wrote them before.
 */
import { clusterroles } from '@elli/api/rbac/v1.resources'
import type { ControllerDefinition } from '../controller.ts'
import { runQueueLoop } from '../queue-loop.ts'
import { aggregatedRules } from './decide.ts'

export const clusterRoleAggregation: ControllerDefinition = {
  name: 'clusterrole-aggregation-controller',
  aliases: ['clusterrole-aggregation'],
  serviceAccount: 'clusterrole-aggregation-controller',
  onByDefault: true,
  reads: [clusterroles],
  writes: { 'rbac.authorization.k8s.io': { clusterroles: ['escalate', 'get', 'list', 'patch', 'update', 'watch'] } },
  async run(context, signal) {
    const roles = context.informers.for(clusterroles)
    const client = context.client.for(clusterroles)
    await runQueueLoop(
      context,
      {
        name: 'ClusterRoleAggregator',
        watch(queue) {
          // Any role may be chosen by any selector, and there are few that aggregate.
          const wakeAll = (): void => {
            for (const role of roles.list()) if (role.aggregationRule) queue.add(role.metadata.name ?? '')
          }
          roles.on({ added: wakeAll, updated: wakeAll, deleted: wakeAll })
        },
        async reconcile(name, workSignal) {
          const role = roles.get(undefined, name)
          const rules = role && aggregatedRules(role, roles.list())
          if (rules === undefined) return
          const body = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, rules }
          await client.patch(
            name,
            { type: 'apply', body, force: true },
            { fieldManager: 'clusterrole-aggregation-controller', signal: workSignal },
          )
        },
      },
      signal,
    )
  },
}
