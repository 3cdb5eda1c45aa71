/** Types of v1alpha1, written from the schema in v1alpha1.ts by the update script; not edited by hand. */

/** Upstream names "gauge", "cumulative", "delta". */
export type UserDefinedMetricType = string

export interface Summary {
  node: NodeStats
  pods: PodStats[]
}

export interface NodeStats {
  nodeName: string
  systemContainers?: ContainerStats[]
  /** RFC 3339 time. */
  startTime: string
  cpu?: CPUStats
  memory?: MemoryStats
  network?: NetworkStats
  fs?: FsStats
  runtime?: RuntimeStats
  rlimit?: RlimitStats
  swap?: SwapStats
}

export interface RlimitStats {
  /** RFC 3339 time. */
  time: string
  maxpid?: number
  curproc?: number
}

export interface RuntimeStats {
  imageFs?: FsStats
  containerFs?: FsStats
}

export interface ProcessStats {
  process_count?: number
}

export interface PodStats {
  podRef: PodReference
  /** RFC 3339 time. */
  startTime: string
  containers: ContainerStats[]
  cpu?: CPUStats
  memory?: MemoryStats
  network?: NetworkStats
  volume?: VolumeStats[]
  'ephemeral-storage'?: FsStats
  process_stats?: ProcessStats
  swap?: SwapStats
}

export interface ContainerStats {
  name: string
  /** RFC 3339 time. */
  startTime: string
  cpu?: CPUStats
  memory?: MemoryStats
  accelerators?: AcceleratorStats[]
  rootfs?: FsStats
  logs?: FsStats
  userDefinedMetrics?: UserDefinedMetric[]
  swap?: SwapStats
}

export interface PodReference {
  name: string
  namespace: string
  uid: string
}

export interface InterfaceStats {
  name: string
  rxBytes?: number
  rxErrors?: number
  txBytes?: number
  txErrors?: number
}

export interface NetworkStats extends InterfaceStats {
  /** RFC 3339 time. */
  time: string
  interfaces?: InterfaceStats[]
}

export interface CPUStats {
  /** RFC 3339 time. */
  time: string
  usageNanoCores?: number
  usageCoreNanoSeconds?: number
}

export interface MemoryStats {
  /** RFC 3339 time. */
  time: string
  availableBytes?: number
  usageBytes?: number
  workingSetBytes?: number
  rssBytes?: number
  pageFaults?: number
  majorPageFaults?: number
}

export interface SwapStats {
  /** RFC 3339 time. */
  time: string
  swapAvailableBytes?: number
  swapUsageBytes?: number
}

export interface AcceleratorStats {
  make: string
  model: string
  id: string
  memoryTotal: number
  memoryUsed: number
  dutyCycle: number
}

export interface VolumeStats extends FsStats {
  name?: string
  pvcRef?: PVCReference
  volumeHealthStats?: VolumeHealthStats
}

export interface VolumeHealthStats {
  abnormal: boolean
}

export interface PVCReference {
  name: string
  namespace: string
}

export interface FsStats {
  /** RFC 3339 time. */
  time: string
  availableBytes?: number
  capacityBytes?: number
  usedBytes?: number
  inodesFree?: number
  inodes?: number
  inodesUsed?: number
}

export interface UserDefinedMetricDescriptor {
  name: string
  type: UserDefinedMetricType
  units: string
  labels?: Record<string, string>
}

export interface UserDefinedMetric extends UserDefinedMetricDescriptor {
  /** RFC 3339 time. */
  time: string
  value: number
}
