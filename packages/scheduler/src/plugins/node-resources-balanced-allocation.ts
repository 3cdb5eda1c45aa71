/** NodeResourcesBalancedAllocation: rather nodes whose resources would be used up evenly. */
import type { NodeResourcesBalancedAllocationArgs } from '@elli/api/config/kube-scheduler-config/v1'
import type { Plugin } from '../framework/plugin.ts'
import { balancedScorer, nodeScorer, weighted } from './resource-scoring.ts'

export function nodeResourcesBalancedAllocation(args: Pick<NodeResourcesBalancedAllocationArgs, 'resources'>): Plugin {
  const score = nodeScorer(weighted(args.resources), balancedScorer, false)
  return { name: 'NodeResourcesBalancedAllocation', score: (_state, pod, node) => score(pod, node) }
}
