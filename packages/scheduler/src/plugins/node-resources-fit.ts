/**
 * NodeResourcesFit: the node must have what the pod asks for; which of those that do is best is a matter of strategy.
 * @see kubernetes v1.31 plugins/noderesources/fit.go
 */
import type { Node } from '@elli/api/core/v1'
import type { NodeResourcesFitArgs } from '@elli/api/config/kube-scheduler-config/v1'
import { isExtendedResource } from '@elli/machinery/pod/resources'
import { action } from '../framework/cluster-event.ts'
import { NodeInfo } from '../framework/node-info.ts'
import type { Plugin } from '../framework/plugin.ts'
import type { PodInfo } from '../framework/pod-info.ts'
import { type Status, unschedulable } from '../framework/status.ts'
import { nodeScorer, strategyScorer, weighted } from './resource-scoring.ts'

const name = 'NodeResourcesFit'

type Ignored = (resource: string) => boolean

export function nodeResourcesFit(
  args: Pick<NodeResourcesFitArgs, 'ignoredResources' | 'ignoredResourceGroups' | 'scoringStrategy'>,
): Plugin {
  const resources = new Set(args.ignoredResources)
  const groups = new Set(args.ignoredResourceGroups)
  const ignored: Ignored = (resource) =>
    isExtendedResource(resource) && (resources.has(resource) || groups.has(resource.slice(0, resource.indexOf('/'))))
  const strategy = args.scoringStrategy ?? {}
  const weights = weighted(strategy.resources)
  const score = nodeScorer(weights, strategyScorer(strategy, weights), true)
  // The same few combinations come again for thousands of nodes.
  const refusals = new Map<string, Status>()
  return {
    name,
    events: [
      { resource: 'Pod', actions: action.delete, hint: (_pod, before) => (before?.spec.nodeName ?? '') !== '' },
      {
        resource: 'Node',
        actions: action.add | action.update,
        hint: (pod, _before, after) => after !== undefined && fitsEmpty(pod, after),
      },
    ],
    filter(_state, pod, node) {
      if (fits(pod, node, ignored)) return undefined
      const reasons = insufficient(pod, node, ignored)
      const key = reasons.join()
      let status = refusals.get(key)
      if (status === undefined) refusals.set(key, (status = unschedulable(name, ...reasons)))
      return status
    },
    score: (_state, pod, node) => score(pod, node),
  }
}

/** The quick answer; `insufficient` tells why not. */
function fits({ requests }: PodInfo, { allocatable, requested, pods }: NodeInfo, ignored: Ignored): boolean {
  if (pods.size + 1 > allocatable.allowedPodNumber) return false
  if (requests.milliCpu > 0 && requests.milliCpu > allocatable.milliCpu - requested.milliCpu) return false
  if (requests.memory > 0 && requests.memory > allocatable.memory - requested.memory) return false
  if (
    requests.ephemeralStorage > 0 &&
    requests.ephemeralStorage > allocatable.ephemeralStorage - requested.ephemeralStorage
  ) {
    return false
  }
  if (requests.scalars === undefined) return true
  for (const [resource, amount] of requests.scalars) {
    if (amount > 0 && amount > allocatable.scalar(resource) - requested.scalar(resource) && !ignored(resource))
      return false
  }
  return true
}

/** What the node lacks, as people read it. */
function insufficient({ requests }: PodInfo, { allocatable, requested, pods }: NodeInfo, ignored: Ignored): string[] {
  const out: string[] = []
  if (pods.size + 1 > allocatable.allowedPodNumber) out.push('Too many pods')
  const check = (resource: string, wanted: number, free: number): void => {
    if (wanted > 0 && wanted > free && !ignored(resource)) out.push(`Insufficient ${resource}`)
  }
  check('cpu', requests.milliCpu, allocatable.milliCpu - requested.milliCpu)
  check('memory', requests.memory, allocatable.memory - requested.memory)
  check('ephemeral-storage', requests.ephemeralStorage, allocatable.ephemeralStorage - requested.ephemeralStorage)
  for (const [resource, amount] of requests.scalars ?? []) {
    check(resource, amount, allocatable.scalar(resource) - requested.scalar(resource))
  }
  return out
}

/** Whether the node could take the pod if nothing else ran there. */
function fitsEmpty(pod: PodInfo, node: Node): boolean {
  const info = new NodeInfo(node.metadata.name ?? '')
  info.setNode(node)
  return fits(pod, info, () => false)
}
