/** Types of resource.k8s.io/v1alpha3, written from the schema in v1alpha3.ts by the update script; not edited by hand. */
import type { UID } from '../apimachinery/types.types.ts'
import type { NodeSelector } from '../core/v1.types.ts'
import type { ListMeta, ObjectMeta } from '../meta/v1.types.ts'

export type QualifiedName = string

export type FullyQualifiedName = string

/** Upstream names "ExactCount", "All". */
export type DeviceAllocationMode = string

export type AllocationConfigSource = string

/** Devices a driver offers. */
export interface ResourceSlice {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: ResourceSliceSpec
}

export interface ResourceSliceSpec {
  driver: string
  pool: ResourcePool
  nodeName?: string
  nodeSelector?: NodeSelector
  allNodes?: boolean
  devices?: Device[]
}

export interface ResourcePool {
  name: string
  generation: number
  resourceSliceCount: number
}

export interface Device {
  name: string
  basic?: BasicDevice
}

export interface BasicDevice {
  attributes?: Record<string, DeviceAttribute>
  capacity?: Record<string, string>
}

export interface DeviceAttribute {
  int?: number
  bool?: boolean
  string?: string
  version?: string
}

/** A list of ResourceSlice objects. */
export interface ResourceSliceList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: ResourceSlice[]
}

/** A claim on devices. */
export interface ResourceClaim {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: ResourceClaimSpec
  /** What is; written by the system. */
  status?: ResourceClaimStatus
}

export interface ResourceClaimSpec {
  devices?: DeviceClaim
  controller?: string
}

export interface DeviceClaim {
  requests?: DeviceRequest[]
  constraints?: DeviceConstraint[]
  config?: DeviceClaimConfiguration[]
}

export interface DeviceRequest {
  name: string
  deviceClassName: string
  selectors?: DeviceSelector[]
  allocationMode?: DeviceAllocationMode
  count?: number
  /** Default: false. */
  adminAccess?: boolean
}

export interface DeviceSelector {
  cel?: CELDeviceSelector
}

export interface CELDeviceSelector {
  expression: string
}

export interface DeviceConstraint {
  requests?: string[]
  matchAttribute?: FullyQualifiedName
}

export interface DeviceClaimConfiguration extends DeviceConfiguration {
  requests?: string[]
}

export interface DeviceConfiguration {
  opaque?: OpaqueDeviceConfiguration
}

export interface OpaqueDeviceConfiguration {
  driver: string
  parameters: Record<string, unknown>
}

export interface ResourceClaimStatus {
  allocation?: AllocationResult
  reservedFor?: ResourceClaimConsumerReference[]
  deallocationRequested?: boolean
}

export interface ResourceClaimConsumerReference {
  /** API group of the object; empty is the core group. */
  apiGroup?: string
  resource: string
  name: string
  uid: UID
}

export interface AllocationResult {
  devices?: DeviceAllocationResult
  nodeSelector?: NodeSelector
  controller?: string
}

export interface DeviceAllocationResult {
  results?: DeviceRequestAllocationResult[]
  config?: DeviceAllocationConfiguration[]
}

export interface DeviceRequestAllocationResult {
  request: string
  driver: string
  pool: string
  device: string
}

export interface DeviceAllocationConfiguration extends DeviceConfiguration {
  source: AllocationConfigSource
  requests?: string[]
}

/** A list of ResourceClaim objects. */
export interface ResourceClaimList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: ResourceClaim[]
}

/** What scheduler and drivers tell each other about a pod. */
export interface PodSchedulingContext {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: PodSchedulingContextSpec
  /** What is; written by the system. */
  status?: PodSchedulingContextStatus
}

export interface PodSchedulingContextSpec {
  selectedNode?: string
  potentialNodes?: string[]
}

export interface PodSchedulingContextStatus {
  resourceClaims?: ResourceClaimSchedulingStatus[]
}

export interface ResourceClaimSchedulingStatus {
  name: string
  unsuitableNodes?: string[]
}

/** A list of PodSchedulingContext objects. */
export interface PodSchedulingContextList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: PodSchedulingContext[]
}

/** A kind of device. */
export interface DeviceClass {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: DeviceClassSpec
}

export interface DeviceClassSpec {
  selectors?: DeviceSelector[]
  config?: DeviceClassConfiguration[]
  suitableNodes?: NodeSelector
}

export interface DeviceClassConfiguration extends DeviceConfiguration {}

/** A list of DeviceClass objects. */
export interface DeviceClassList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: DeviceClass[]
}

/** Claims made for pods. */
export interface ResourceClaimTemplate {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: ResourceClaimTemplateSpec
}

export interface ResourceClaimTemplateSpec {
  /** Name, labels and everything else that objects of all kinds have. */
  metadata?: ObjectMeta
  /** What is wanted. */
  spec: ResourceClaimSpec
}

/** A list of ResourceClaimTemplate objects. */
export interface ResourceClaimTemplateList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: ResourceClaimTemplate[]
}
