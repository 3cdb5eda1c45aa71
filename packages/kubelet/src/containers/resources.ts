/**
 * Resources of a container as CRI wants them, and its OOM score.
 * Pure. Source: kubernetes v1.31 pkg/kubelet/kuberuntime (Linux), pkg/kubelet/qos. Elsewhere: the pod's cgroup (../cgroups).
 */
import type { Container, Pod } from '@elli/api/core/v1'
import { milliValue, quantityValue } from '@elli/machinery/quantity'
import type { Init } from '../cri/proto.ts'
import type { LinuxContainerResources } from '../cri/v1.types.ts'
import { cpuPeriodMicros, cpuQuotaMicros, cpuShares } from '../cgroups/values.ts'
import { isCriticalPod } from '../pods/identity.ts'
import { qosClassOf } from '../pods/qos.ts'

export interface MachineResources {
  readonly memoryBytes: number
  readonly cgroupV2: boolean
  /** As in `hugepages-<size>`, e.g. `2Mi`. */
  readonly hugePageSizes: readonly string[]
}

export function containerResources(
  pod: Pod,
  container: Container,
  machine: MachineResources,
): Init<LinuxContainerResources> {
  const { requests = {}, limits = {} } = container.resources ?? {}
  const cpuLimit = limits['cpu'] === undefined ? 0 : milliValue(limits['cpu'])
  const cpuRequest = requests['cpu'] === undefined ? cpuLimit : milliValue(requests['cpu'])
  const memoryLimit = limits['memory'] === undefined ? 0 : quantityValue(limits['memory'])
  const quota = cpuQuotaMicros(cpuLimit)
  return {
    cpuShares: cpuShares(cpuRequest),
    cpuPeriod: cpuPeriodMicros,
    cpuQuota: quota,
    memoryLimitInBytes: memoryLimit,
    oomScoreAdj: oomScoreAdjust(pod, container, machine.memoryBytes),
    hugepageLimits: machine.hugePageSizes.map((size) => {
      const limit = limits[`hugepages-${size}`]
      return { pageSize: size.replace('i', 'B'), limit: limit === undefined ? 0 : quantityValue(limit) }
    }),
    ...(machine.cgroupV2 && {
      // Swap is not used (NoSwap), and one process running out of memory ends its whole container.
      memorySwapLimitInBytes: memoryLimit,
      unified: { 'memory.oom.group': '1' },
    }),
  }
}

/** Higher is killed first: -997 guaranteed, 1000 best effort, between them by how much of the node's memory was asked for. */
export function oomScoreAdjust(pod: Pod, container: Container, nodeMemoryBytes: number): number {
  if (isCriticalPod(pod) && pod.spec.priorityClassName === 'system-node-critical') return -997
  const qos = qosClassOf(pod)
  if (qos === 'Guaranteed') return -997
  if (qos === 'BestEffort') return 1000
  const request = container.resources?.requests?.['memory'] ?? container.resources?.limits?.['memory']
  const bytes = request === undefined ? 0 : quantityValue(request)
  const score = 1000 - Math.floor((1000 * bytes) / nodeMemoryBytes)
  if (score < 3) return 3
  return score === 1000 ? 999 : score
}
