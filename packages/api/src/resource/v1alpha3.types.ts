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

/** Devices that a driver offers, and where. */
export interface ResourceSliceSpec {
  /** Driver that offers them; a DNS subdomain. */
  driver: string
  /** Pool the slice is a part of. */
  pool: ResourcePool
  /** The one node they are on; not with nodeSelector or allNodes. */
  nodeName?: string
  /** Nodes they can be used on, as one term; not with nodeName or allNodes. */
  nodeSelector?: NodeSelector
  /** They can be used on all nodes; not with nodeName or nodeSelector. */
  allNodes?: boolean
  /** The devices; 128 at most. */
  devices?: Device[]
}

/** The pool a slice is a part of. */
export interface ResourcePool {
  /** Name of the pool, often that of the node. */
  name: string
  /** Counts the changes of the pool: slices of a smaller number are out of date. */
  generation: number
  /** How many slices of this generation make the whole pool. */
  resourceSliceCount: number
}

/** One device. */
export interface Device {
  /** Name of the device, used once in the pool; a DNS label. */
  name: string
  /** What the device is like. */
  basic?: BasicDevice
}

/** What a device is like; attributes and capacities are 32 at most. */
export interface BasicDevice {
  /** Properties of the device by name, which may begin with a domain. */
  attributes?: Record<string, DeviceAttribute>
  /** Amounts the device has by name, which may begin with a domain. */
  capacity?: Record<string, string>
}

/** Value of a property: exactly one of the fields. */
export interface DeviceAttribute {
  /** A number. */
  int?: number
  /** True or false. */
  bool?: boolean
  /** A text; 64 characters at most. */
  string?: string
  /** A version as of semver.org; 64 characters at most. */
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

/** What is asked for, and by whom it is allocated. */
export interface ResourceClaimSpec {
  /** Devices that are asked for. */
  devices?: DeviceClaim
  /** Driver whose controller allocates the claim. Empty: the scheduler does. */
  controller?: string
}

/** Which devices are asked for. */
export interface DeviceClaim {
  /** Devices to find, all of them. Empty: none are needed. */
  requests?: DeviceRequest[]
  /** What the devices must have in common. */
  constraints?: DeviceConstraint[]
  /** Settings for the drivers of the devices; they have no say in the choice. */
  config?: DeviceClaimConfiguration[]
}

/** Asks for one device, or for several of a sort. */
export interface DeviceRequest {
  /** Name that containers and constraints refer to; a DNS label. */
  name: string
  /** Class the devices must be of. */
  deviceClassName: string
  /** What else a device must meet; all of it. */
  selectors?: DeviceSelector[]
  /** ExactCount takes as many as count says, All takes every fitting device of a pool. Default: ExactCount. */
  allocationMode?: DeviceAllocationMode
  /** How many devices to take; only with ExactCount. Default: 1. */
  count?: number
  /** Takes devices for looking after them, also those already in use. Default: false. */
  adminAccess?: boolean
}

/** One demand on devices. */
export interface DeviceSelector {
  /** The demand in CEL. */
  cel?: CELDeviceSelector
}

/** A demand on devices in CEL. */
export interface CELDeviceSelector {
  /** CEL that is true for a fitting device, over device.driver, device.attributes and device.capacity, the latter two by domain and name. */
  expression: string
}

/** What the devices of some requests must have in common. */
export interface DeviceConstraint {
  /** Requests it is about. Empty: all of the claim. */
  requests?: string[]
  /** Attribute, with its domain, that all these devices must have with the same value, such as example.com/numa. */
  matchAttribute?: FullyQualifiedName
}

/** Settings that a claim brings along. */
export interface DeviceClaimConfiguration extends DeviceConfiguration {
  /** Requests they are for. Empty: all of the claim. */
  requests?: string[]
}

/** Settings for a driver. */
export interface DeviceConfiguration {
  /** Settings in the driver's own form. */
  opaque?: OpaqueDeviceConfiguration
}

/** Settings in a form that only the driver knows. */
export interface OpaqueDeviceConfiguration {
  /** Driver they are for; a DNS subdomain. */
  driver: string
  /** The settings: any object, mostly with kind and apiVersion. */
  parameters: Record<string, unknown>
}

/** What was allocated, and for whom. */
export interface ResourceClaimStatus {
  /** What was allocated; absent until it is. */
  allocation?: AllocationResult
  /** Who may use the claim, mostly pods; a pod does not start before it is here. 32 at most. */
  reservedFor?: ResourceClaimConsumerReference[]
  /** Asks the driver's controller to take the allocation back; nobody new may use the claim. */
  deallocationRequested?: boolean
}

/** Who uses a claim; in the same namespace. */
export interface ResourceClaimConsumerReference {
  /** API group of the object; empty is the core group. */
  apiGroup?: string
  /** Plural name of the user's resource, such as pods. */
  resource: string
  /** Name of the user. */
  name: string
  /** UID of the user. */
  uid: UID
}

/** What was allocated. */
export interface AllocationResult {
  /** Devices that were taken. */
  devices?: DeviceAllocationResult
  /** Nodes the devices can be used on. Absent: all of them. */
  nodeSelector?: NodeSelector
  /** Driver whose controller allocated the claim and will take it back. Empty: no driver is needed for that. */
  controller?: string
}

/** Devices that were taken, and settings for them. */
export interface DeviceAllocationResult {
  /** The devices. */
  results?: DeviceRequestAllocationResult[]
  /** Settings of the classes and of the claim together. */
  config?: DeviceAllocationConfiguration[]
}

/** A device that was taken for a request. */
export interface DeviceRequestAllocationResult {
  /** Request it was taken for. */
  request: string
  /** Driver that makes it ready on the node. */
  driver: string
  /** Pool it is from. */
  pool: string
  /** Name of the device within the pool. */
  device: string
}

/** Settings for devices that were taken. */
export interface DeviceAllocationConfiguration extends DeviceConfiguration {
  /** FromClass or FromClaim: whose settings they are. */
  source: AllocationConfigSource
  /** Requests they are for. Empty: all of the claim. */
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

/** Where the pod could run. */
export interface PodSchedulingContextSpec {
  /** Node the scheduler would like; claims shall be allocated for it. */
  selectedNode?: string
  /** Nodes the pod might run on; 128 at most. */
  potentialNodes?: string[]
}

/** Where the pod's claims could be allocated. */
export interface PodSchedulingContextStatus {
  /** What is known of each claim that waits for its pod. */
  resourceClaims?: ResourceClaimSchedulingStatus[]
}

/** Where one claim of a pod could be allocated. */
export interface ResourceClaimSchedulingStatus {
  /** Name of the claim within the pod. */
  name: string
  /** Nodes the claim cannot be allocated for; 128 at most. */
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

/** Which devices are of the class, and how they are set up. */
export interface DeviceClassSpec {
  /** What a device must meet to be of the class; all of it. */
  selectors?: DeviceSelector[]
  /** Settings for the drivers of such devices, handed on with each claim. */
  config?: DeviceClassConfiguration[]
  /** Nodes where such devices may be, for claims that a driver's controller allocates. Absent: all of them. */
  suitableNodes?: NodeSelector
}

/** Settings that a class brings along. */
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

/** Claims as they will be made. */
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
