/**
 * Which pod goes first when the node runs short, and what is said about it.
 * In: pods with what they use. Out: an order, messages. Pure. Source: kubernetes v1.31 pkg/kubelet/eviction/helpers.go.
 */
import type { Pod } from '@elli/api/core/v1'
import type { PodStats } from '@elli/api/config/kubelet-stats/v1alpha1'
import { quantityOf, quantityText, quantityValue } from '@elli/machinery/quantity'
import { podRequests } from '../pods/qos.ts'
import type { Signal } from './thresholds.ts'

export interface Candidate {
  readonly pod: Pod
  readonly stats: PodStats | undefined
}

export const resourceOf: Readonly<Record<Signal, string>> = {
  'memory.available': 'memory',
  'nodefs.available': 'ephemeral-storage',
  'nodefs.inodesFree': 'inodes',
  'imagefs.available': 'ephemeral-storage',
  'imagefs.inodesFree': 'inodes',
  'pid.available': 'pids',
}

/** Those over their requests first, then by priority, then by how far over. */
export function rankForEviction(candidates: readonly Candidate[], signal: Signal): Candidate[] {
  const resource = resourceOf[signal]
  const usage = ({ stats }: Candidate): number => usageOf(stats, resource)
  const request = ({ pod }: Candidate): number => podRequests(pod)[resource] ?? 0
  return candidates.toSorted((a, b) => {
    const over = Number(usage(b) > request(b)) - Number(usage(a) > request(a))
    if (over !== 0) return over
    const priority = (a.pod.spec.priority ?? 0) - (b.pod.spec.priority ?? 0)
    if (priority !== 0) return priority
    return usage(b) - request(b) - (usage(a) - request(a))
  })
}

function usageOf(stats: PodStats | undefined, resource: string): number {
  if (resource === 'memory') return stats?.memory?.workingSetBytes ?? 0
  if (resource === 'pids') return stats?.process_stats?.process_count ?? 0
  if (resource === 'inodes')
    return stats?.containers.reduce((sum, { rootfs }) => sum + (rootfs?.inodesUsed ?? 0), 0) ?? 0
  return stats?.['ephemeral-storage']?.usedBytes ?? 0
}

export interface Shortage {
  readonly signal: Signal
  readonly available: number
  readonly thresholdUnits: number
}

const binary = (units: number): string => quantityText(quantityOf(units, 'BinarySI'))

export function evictionMessage({ pod, stats }: Candidate, { signal, available, thresholdUnits }: Shortage): string {
  const resource = resourceOf[signal]
  let message = `The node was low on resource: ${resource}. Threshold quantity: ${binary(thresholdUnits)}, available: ${describeBytes(available)}. `
  for (const container of pod.spec.containers) {
    const used = stats?.containers.find(({ name }) => name === container.name)
    const bytes =
      resource === 'memory'
        ? used?.memory?.workingSetBytes
        : resource === 'ephemeral-storage'
          ? (used?.rootfs?.usedBytes ?? 0) + (used?.logs?.usedBytes ?? 0)
          : undefined
    if (bytes === undefined) continue
    const request = container.resources?.requests?.[resource]
    const requested = request === undefined ? 0 : quantityValue(request)
    if (bytes > requested) {
      message += `Container ${container.name} was using ${describeBytes(bytes)}, request is ${request ?? '0'}, has larger consumption of ${resource}. `
    }
  }
  return message
}

/** Quantities made of bytes are printed in whole kibibytes. */
function describeBytes(bytes: number): string {
  return bytes >= 1024 ? `${Math.floor(bytes / 1024)}Ki` : String(bytes)
}

/** Limits of local storage that a pod itself has: the message of its eviction, or undefined. */
export function localStorageViolation({ pod, stats }: Candidate): string | undefined {
  if (!stats) return undefined
  for (const { name, emptyDir } of pod.spec.volumes ?? []) {
    const { sizeLimit } = emptyDir ?? {}
    const used = stats.volume?.find((volume) => volume.name === name)?.usedBytes ?? 0
    if (sizeLimit !== undefined && quantityValue(sizeLimit) > 0 && used > quantityValue(sizeLimit)) {
      return `Usage of EmptyDir volume ${JSON.stringify(name)} exceeds the limit ${JSON.stringify(sizeLimit)}. `
    }
  }
  const limits = pod.spec.containers.map(({ resources }) => resources?.limits?.['ephemeral-storage'])
  if (limits.every((limit) => limit !== undefined)) {
    const total = limits.reduce((sum, limit) => sum + quantityValue(limit ?? '0'), 0)
    if ((stats['ephemeral-storage']?.usedBytes ?? 0) > total) {
      return `Pod ephemeral local storage usage exceeds the total limit of containers ${binary(total)}. `
    }
  }
  for (const container of pod.spec.containers) {
    const limit = container.resources?.limits?.['ephemeral-storage']
    const used = stats.containers.find(({ name }) => name === container.name)
    const bytes = (used?.rootfs?.usedBytes ?? 0) + (used?.logs?.usedBytes ?? 0)
    if (limit !== undefined && quantityValue(limit) > 0 && bytes > quantityValue(limit)) {
      return `Container ${container.name} exceeded its local ephemeral storage limit ${JSON.stringify(limit)}. `
    }
  }
  return undefined
}
