/**
 * v1alpha1: every type of the group version, as schema.
 * Types: v1alpha1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import {
  apiPackage,
  type MessageSchema,
  bool,
  float64,
  inline,
  int64,
  list,
  map,
  ref,
  string,
  time,
  uint64,
} from '../../schema/schema.ts'
import type * as T from './v1alpha1.types.ts'

const pkg = apiPackage({
  path: 'config/kubelet-stats/v1alpha1',
  group: '',
  version: 'v1alpha1',
  goPackage: 'k8s.io/kubelet/pkg/apis/stats/v1alpha1',
})
export const packageInfo = pkg.package

export const UserDefinedMetricType = pkg.enumeration('UserDefinedMetricType', ['gauge', 'cumulative', 'delta'], {
  open: true,
})
export type UserDefinedMetricType = T.UserDefinedMetricType

export type Summary = T.Summary
export const Summary: MessageSchema<Summary> = pkg.message('Summary', {
  node: ref(0, () => NodeStats, { required: true }),
  pods: list(0, () => PodStats, { required: true }),
})

export type NodeStats = T.NodeStats
export const NodeStats: MessageSchema<NodeStats> = pkg.message('NodeStats', {
  nodeName: string(0, { required: true }),
  systemContainers: list(0, () => ContainerStats, { patchStrategy: ['merge'], patchMergeKey: 'name' }),
  startTime: time(0, { required: true }),
  cpu: ref(0, () => CPUStats, { pointer: true }),
  memory: ref(0, () => MemoryStats, { pointer: true }),
  network: ref(0, () => NetworkStats, { pointer: true }),
  fs: ref(0, () => FsStats, { pointer: true }),
  runtime: ref(0, () => RuntimeStats, { pointer: true }),
  rlimit: ref(0, () => RlimitStats, { pointer: true }),
  swap: ref(0, () => SwapStats, { pointer: true }),
})

export type RlimitStats = T.RlimitStats
export const RlimitStats: MessageSchema<RlimitStats> = pkg.message('RlimitStats', {
  time: time(0, { required: true }),
  maxpid: int64(0, { pointer: true }),
  curproc: int64(0, { pointer: true }),
})

export type RuntimeStats = T.RuntimeStats
export const RuntimeStats: MessageSchema<RuntimeStats> = pkg.message('RuntimeStats', {
  imageFs: ref(0, () => FsStats, { pointer: true }),
  containerFs: ref(0, () => FsStats, { pointer: true }),
})

export type ProcessStats = T.ProcessStats
export const ProcessStats: MessageSchema<ProcessStats> = pkg.message('ProcessStats', {
  process_count: uint64(0, { pointer: true }),
})

export type PodStats = T.PodStats
export const PodStats: MessageSchema<PodStats> = pkg.message('PodStats', {
  podRef: ref(0, () => PodReference, { required: true }),
  startTime: time(0, { required: true }),
  containers: list(0, () => ContainerStats, { required: true, patchStrategy: ['merge'], patchMergeKey: 'name' }),
  cpu: ref(0, () => CPUStats, { pointer: true }),
  memory: ref(0, () => MemoryStats, { pointer: true }),
  network: ref(0, () => NetworkStats, { pointer: true }),
  volume: list(0, () => VolumeStats, { patchStrategy: ['merge'], patchMergeKey: 'name' }),
  'ephemeral-storage': ref(0, () => FsStats, { pointer: true }),
  process_stats: ref(0, () => ProcessStats, { pointer: true }),
  swap: ref(0, () => SwapStats, { pointer: true }),
})

export type ContainerStats = T.ContainerStats
export const ContainerStats: MessageSchema<ContainerStats> = pkg.message('ContainerStats', {
  name: string(0, { required: true }),
  startTime: time(0, { required: true }),
  cpu: ref(0, () => CPUStats, { pointer: true }),
  memory: ref(0, () => MemoryStats, { pointer: true }),
  accelerators: list(0, () => AcceleratorStats),
  rootfs: ref(0, () => FsStats, { pointer: true }),
  logs: ref(0, () => FsStats, { pointer: true }),
  userDefinedMetrics: list(0, () => UserDefinedMetric, { patchStrategy: ['merge'], patchMergeKey: 'name' }),
  swap: ref(0, () => SwapStats, { pointer: true }),
})

export type PodReference = T.PodReference
export const PodReference: MessageSchema<PodReference> = pkg.message('PodReference', {
  name: string(0, { required: true }),
  namespace: string(0, { required: true }),
  uid: string(0, { required: true }),
})

export type InterfaceStats = T.InterfaceStats
export const InterfaceStats: MessageSchema<InterfaceStats> = pkg.message('InterfaceStats', {
  name: string(0, { required: true }),
  rxBytes: uint64(0, { pointer: true }),
  rxErrors: uint64(0, { pointer: true }),
  txBytes: uint64(0, { pointer: true }),
  txErrors: uint64(0, { pointer: true }),
})

export type NetworkStats = T.NetworkStats
export const NetworkStats: MessageSchema<NetworkStats> = pkg.message('NetworkStats', {
  time: time(0, { required: true }),
  interfaceStats: inline(0, () => InterfaceStats),
  interfaces: list(0, () => InterfaceStats),
})

export type CPUStats = T.CPUStats
export const CPUStats: MessageSchema<CPUStats> = pkg.message('CPUStats', {
  time: time(0, { required: true }),
  usageNanoCores: uint64(0, { pointer: true }),
  usageCoreNanoSeconds: uint64(0, { pointer: true }),
})

export type MemoryStats = T.MemoryStats
export const MemoryStats: MessageSchema<MemoryStats> = pkg.message('MemoryStats', {
  time: time(0, { required: true }),
  availableBytes: uint64(0, { pointer: true }),
  usageBytes: uint64(0, { pointer: true }),
  workingSetBytes: uint64(0, { pointer: true }),
  rssBytes: uint64(0, { pointer: true }),
  pageFaults: uint64(0, { pointer: true }),
  majorPageFaults: uint64(0, { pointer: true }),
})

export type SwapStats = T.SwapStats
export const SwapStats: MessageSchema<SwapStats> = pkg.message('SwapStats', {
  time: time(0, { required: true }),
  swapAvailableBytes: uint64(0, { pointer: true }),
  swapUsageBytes: uint64(0, { pointer: true }),
})

export type AcceleratorStats = T.AcceleratorStats
export const AcceleratorStats: MessageSchema<AcceleratorStats> = pkg.message('AcceleratorStats', {
  make: string(0, { required: true }),
  model: string(0, { required: true }),
  id: string(0, { required: true }),
  memoryTotal: uint64(0, { required: true }),
  memoryUsed: uint64(0, { required: true }),
  dutyCycle: uint64(0, { required: true }),
})

export type VolumeStats = T.VolumeStats
export const VolumeStats: MessageSchema<VolumeStats> = pkg.message('VolumeStats', {
  fsStats: inline(0, () => FsStats),
  name: string(0),
  pvcRef: ref(0, () => PVCReference, { pointer: true }),
  volumeHealthStats: ref(0, () => VolumeHealthStats, { pointer: true }),
})

export type VolumeHealthStats = T.VolumeHealthStats
export const VolumeHealthStats: MessageSchema<VolumeHealthStats> = pkg.message('VolumeHealthStats', {
  abnormal: bool(0, { required: true }),
})

export type PVCReference = T.PVCReference
export const PVCReference: MessageSchema<PVCReference> = pkg.message('PVCReference', {
  name: string(0, { required: true }),
  namespace: string(0, { required: true }),
})

export type FsStats = T.FsStats
export const FsStats: MessageSchema<FsStats> = pkg.message('FsStats', {
  time: time(0, { required: true }),
  availableBytes: uint64(0, { pointer: true }),
  capacityBytes: uint64(0, { pointer: true }),
  usedBytes: uint64(0, { pointer: true }),
  inodesFree: uint64(0, { pointer: true }),
  inodes: uint64(0, { pointer: true }),
  inodesUsed: uint64(0, { pointer: true }),
})

export type UserDefinedMetricDescriptor = T.UserDefinedMetricDescriptor
export const UserDefinedMetricDescriptor: MessageSchema<UserDefinedMetricDescriptor> = pkg.message(
  'UserDefinedMetricDescriptor',
  {
    name: string(0, { required: true }),
    type: string(0, { required: true, enum: UserDefinedMetricType }),
    units: string(0, { required: true }),
    labels: map(0, 'string'),
  },
)

export type UserDefinedMetric = T.UserDefinedMetric
export const UserDefinedMetric: MessageSchema<UserDefinedMetric> = pkg.message('UserDefinedMetric', {
  userDefinedMetricDescriptor: inline(0, () => UserDefinedMetricDescriptor),
  time: time(0, { required: true }),
  value: float64(0, { required: true }),
})
