/**
 * CPU and memory as cgroups count them, and where a pod's cgroup lies.
 * Pure. Elsewhere: making the directories (../node/pod-cgroups.ts), what containers ask for (../containers/resources.ts).
 * Source: kubernetes v1.31 pkg/kubelet/cm helpers_linux.go.
 */
import type { Pod } from '@elli/api/core/v1'
import { uidOf } from '../pods/identity.ts'
import { podLimits, podRequests, qosClassOf, type QosClass } from '../pods/qos.ts'

export const cpuPeriodMicros = 100_000
const minShares = 2
const maxShares = 262_144
const minQuotaMicros = 1_000

export function cpuShares(milliCpu: number): number {
  if (milliCpu === 0) return minShares
  return Math.min(maxShares, Math.max(minShares, Math.floor((milliCpu * 1024) / 1000)))
}

/** 0 means no limit. */
export function cpuQuotaMicros(milliCpu: number, periodMicros = cpuPeriodMicros): number {
  if (milliCpu === 0) return 0
  return Math.max(minQuotaMicros, Math.floor((milliCpu * periodMicros) / 1000))
}

/** cgroup v2 counts 1 to 10000 where v1 counts 2 to 262144. */
export function cpuWeight(shares: number): number {
  return 1 + Math.floor(((shares - 2) * 9999) / 262_142)
}

export interface PodCgroupLimits {
  readonly cpuShares: number
  readonly cpuQuotaMicros: number
  readonly memoryBytes: number | undefined
}

/** Limits of a whole pod: a quota or a memory limit only when every container has one. */
export function podCgroupLimits(pod: Pod): PodCgroupLimits {
  const requests = podRequests(pod)
  const limits = podLimits(pod)
  const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers]
  const all = (name: string): boolean => containers.every(({ resources }) => (resources?.limits?.[name] ?? '0') !== '0')
  const qos = qosClassOf(pod)
  if (qos === 'BestEffort') return { cpuShares: minShares, cpuQuotaMicros: 0, memoryBytes: undefined }
  return {
    cpuShares: cpuShares(requests['cpu'] ?? 0),
    cpuQuotaMicros: all('cpu') ? cpuQuotaMicros(limits['cpu'] ?? 0) : 0,
    memoryBytes: all('memory') ? limits['memory'] : undefined,
  }
}

const qosFolders: Readonly<Record<QosClass, string>> = {
  Guaranteed: '',
  Burstable: 'burstable',
  BestEffort: 'besteffort',
}

/** Below `root` for the cgroupfs driver: `/kubepods/burstable/pod<uid>`. */
export function cgroupfsPodPath(root: string, pod: Pod): string {
  const parts = [root.replace(/\/+$/, ''), 'kubepods', qosFolders[qosClassOf(pod)], `pod${uidOf(pod)}`]
  return parts.filter((part, index) => index === 0 || part !== '').join('/')
}

/** The slice name for the systemd driver, as containerd wants it: `kubepods-burstable-pod<uid with _>.slice`. */
export function systemdPodSlice(pod: Pod): string {
  const qos = qosFolders[qosClassOf(pod)]
  return `kubepods${qos === '' ? '' : `-${qos}`}-pod${uidOf(pod).replaceAll('-', '_')}.slice`
}

/** The folder that a slice name stands for: every dash opens a level. */
export function sliceFolder(slice: string): string {
  const parts = slice.replace(/\.slice$/, '').split('-')
  return parts.map((_, index) => `${parts.slice(0, index + 1).join('-')}.slice`).join('/')
}
