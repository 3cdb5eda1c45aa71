/**
 * Scores of a node by how full it would be with the pod: the strategies NodeResourcesFit and NodeResourcesBalancedAllocation share.
 * In: requested and allocatable amounts, resource by resource. Out: 0..100.
 * Always: a resource a node has none of does not count. Divisions cut, as integers do upstream.
 * @see kubernetes v1.31 plugins/noderesources
 */
import type { ResourceSpec, ScoringStrategy, UtilizationShapePoint } from '@elli/api/config/kube-scheduler-config/v1'
import type { NodeInfo } from '../framework/node-info.ts'
import { maxNodeScore } from '../framework/plugin.ts'
import type { PodInfo } from '../framework/pod-info.ts'
import { isScalarResource, type Resources } from '../framework/resources.ts'

export interface WeightedResource {
  readonly name: string
  readonly weight: number
}

export type Scorer = (requested: readonly number[], allocatable: readonly number[]) => number

const defaultResources: readonly ResourceSpec[] = [{ name: 'cpu' }, { name: 'memory' }]

/** Weights that are not given are 1; no resources at all are cpu and memory. */
export function weighted(resources: readonly ResourceSpec[] | undefined): WeightedResource[] {
  const specs = resources === undefined || resources.length === 0 ? defaultResources : resources
  return specs.map(({ name, weight }) => ({ name, weight: weight === undefined || weight === 0 ? 1 : weight }))
}

export function amountOf(resources: Resources, name: string): number {
  if (name === 'cpu') return resources.milliCpu
  if (name === 'memory') return resources.memory
  if (name === 'ephemeral-storage') return resources.ephemeralStorage
  return resources.scalar(name)
}

/**
 * Scores nodes for one pod.
 * @param floored whether a container that asks for nothing counts as a little
 */
export function nodeScorer(
  resources: readonly WeightedResource[],
  scorer: Scorer,
  floored: boolean,
): (pod: PodInfo, node: NodeInfo) => number {
  const requested = resources.map(() => 0)
  const allocatable = resources.map(() => 0)
  return (pod, node) => {
    const wanted = floored ? pod.nonZeroRequests : pod.requests
    for (let i = 0; i < resources.length; i++) {
      const { name } = resources[i] as WeightedResource
      const own = amountOf(wanted, name)
      // A node is not judged by an extended resource that the pod does not ask for.
      const counts = own !== 0 || !isScalarResource(name)
      const capacity = counts ? amountOf(node.allocatable, name) : 0
      const usesFloor = floored && (name === 'cpu' || name === 'memory')
      allocatable[i] = capacity
      requested[i] = capacity === 0 ? 0 : amountOf(usesFloor ? node.nonZeroRequested : node.requested, name) + own
    }
    return scorer(requested, allocatable)
  }
}

export function strategyScorer(strategy: ScoringStrategy, resources: readonly WeightedResource[]): Scorer {
  const type = strategy.type ?? 'LeastAllocated'
  switch (type) {
    case 'LeastAllocated':
      return weightedMean(resources, (requested, capacity) =>
        requested > capacity ? 0 : Math.trunc(((capacity - requested) * maxNodeScore) / capacity),
      )
    case 'MostAllocated':
      return weightedMean(resources, (requested, capacity) =>
        Math.trunc((Math.min(requested, capacity) * maxNodeScore) / capacity),
      )
    case 'RequestedToCapacityRatio':
      return requestedToCapacityRatio(strategy.requestedToCapacityRatio?.shape ?? [], resources)
    default:
      throw new Error(`scoring strategy ${type} is not supported`)
  }
}

function weightedMean(
  resources: readonly WeightedResource[],
  score: (requested: number, capacity: number) => number,
): Scorer {
  return (requested, allocatable) => {
    let sum = 0
    let weights = 0
    for (let i = 0; i < resources.length; i++) {
      const capacity = allocatable[i] ?? 0
      if (capacity === 0) continue
      const { weight } = resources[i] as WeightedResource
      sum += score(requested[i] ?? 0, capacity) * weight
      weights += weight
    }
    return weights === 0 ? 0 : Math.trunc(sum / weights)
  }
}

/** Scores in a shape go to 10, node scores to 100. */
const shapeScale = 10
const maxUtilization = 100

function requestedToCapacityRatio(
  shape: readonly UtilizationShapePoint[],
  resources: readonly WeightedResource[],
): Scorer {
  const raw = brokenLinear(shape)
  return (requested, allocatable) => {
    let sum = 0
    let weights = 0
    for (let i = 0; i < resources.length; i++) {
      const capacity = allocatable[i] ?? 0
      if (capacity === 0) continue
      const used = requested[i] ?? 0
      const score = raw(used > capacity ? maxUtilization : Math.trunc((used * maxUtilization) / capacity))
      // A resource that scores nothing does not pull the others down.
      if (score <= 0) continue
      const { weight } = resources[i] as WeightedResource
      sum += score * weight
      weights += weight
    }
    return weights === 0 ? 0 : Math.round(sum / weights)
  }
}

/** Straight lines between the points, level beyond them. */
export function brokenLinear(shape: readonly UtilizationShapePoint[]): (utilization: number) => number {
  const points = shape.map(({ utilization, score }) => ({ utilization, score: score * shapeScale }))
  return (utilization) => {
    for (const [i, point] of points.entries()) {
      if (utilization > point.utilization) continue
      const before = points[i - 1]
      if (before === undefined) return point.score
      const along = (point.score - before.score) * (utilization - before.utilization)
      return before.score + Math.trunc(along / (point.utilization - before.utilization))
    }
    return points.at(-1)?.score ?? 0
  }
}

/** The nearer the resources' fractions are to each other, the better. */
export const balancedScorer: Scorer = (requested, allocatable) => {
  const fractions: number[] = []
  for (let i = 0; i < allocatable.length; i++) {
    const capacity = allocatable[i] ?? 0
    if (capacity !== 0) fractions.push(Math.min(1, (requested[i] ?? 0) / capacity))
  }
  return Math.trunc((1 - standardDeviation(fractions)) * maxNodeScore)
}

function standardDeviation(values: readonly number[]): number {
  const [first = 0, second = 0] = values
  if (values.length < 2) return 0
  if (values.length === 2) return Math.abs((first - second) / 2)
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
}
