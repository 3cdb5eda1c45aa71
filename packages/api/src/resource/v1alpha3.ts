/**
 * resource.k8s.io/v1alpha3: every type of the group version, as schema.
 * Types: v1alpha3.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { UID } from '../apimachinery/types.ts'
import { NodeSelector } from '../core/v1.ts'
import { ListMeta, ObjectMeta } from '../meta/v1.ts'
import {
  apiPackage,
  type MessageSchema,
  bool,
  inline,
  int64,
  list,
  map,
  rawExtension,
  ref,
  string,
} from '../schema/schema.ts'
import type * as T from './v1alpha3.types.ts'

const pkg = apiPackage({
  path: 'resource/v1alpha3',
  group: 'resource.k8s.io',
  version: 'v1alpha3',
  goPackage: 'k8s.io/api/resource/v1alpha3',
})
export const packageInfo = pkg.package

export const QualifiedName = pkg.enumeration('QualifiedName', [], { open: true })
export type QualifiedName = T.QualifiedName

export const FullyQualifiedName = pkg.enumeration('FullyQualifiedName', [], { open: true })
export type FullyQualifiedName = T.FullyQualifiedName

export const DeviceAllocationMode = pkg.enumeration('DeviceAllocationMode', ['ExactCount', 'All'], { open: true })
export type DeviceAllocationMode = T.DeviceAllocationMode

export const AllocationConfigSource = pkg.enumeration('AllocationConfigSource', [], { open: true })
export type AllocationConfigSource = T.AllocationConfigSource

export type ResourceSlice = T.ResourceSlice
export const ResourceSlice: MessageSchema<ResourceSlice> = pkg.message(
  'ResourceSlice',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => ResourceSliceSpec, { required: true, description: 'What is wanted.' }),
  },
  { kind: true, description: 'Devices a driver offers.' },
)

export type ResourceSliceSpec = T.ResourceSliceSpec
export const ResourceSliceSpec: MessageSchema<ResourceSliceSpec> = pkg.message(
  'ResourceSliceSpec',
  {
    driver: string(1, { required: true, description: 'Driver that offers them; a DNS subdomain.' }),
    pool: ref(2, () => ResourcePool, { required: true, description: 'Pool the slice is a part of.' }),
    nodeName: string(3, {
      oneOf: 'NodeSelection',
      description: 'The one node they are on; not with nodeSelector or allNodes.',
    }),
    nodeSelector: ref(4, () => NodeSelector, {
      pointer: true,
      oneOf: 'NodeSelection',
      description: 'Nodes they can be used on, as one term; not with nodeName or allNodes.',
    }),
    allNodes: bool(5, {
      oneOf: 'NodeSelection',
      description: 'They can be used on all nodes; not with nodeName or nodeSelector.',
    }),
    devices: list(6, () => Device, { keepEmpty: true, listType: 'atomic', description: 'The devices; 128 at most.' }),
  },
  { description: 'Devices that a driver offers, and where.' },
)

export type ResourcePool = T.ResourcePool
export const ResourcePool: MessageSchema<ResourcePool> = pkg.message(
  'ResourcePool',
  {
    name: string(1, { required: true, description: 'Name of the pool, often that of the node.' }),
    generation: int64(2, {
      required: true,
      description: 'Counts the changes of the pool: slices of a smaller number are out of date.',
    }),
    resourceSliceCount: int64(3, {
      required: true,
      description: 'How many slices of this generation make the whole pool.',
    }),
  },
  { description: 'The pool a slice is a part of.' },
)

export type Device = T.Device
export const Device: MessageSchema<Device> = pkg.message(
  'Device',
  {
    name: string(1, { required: true, description: 'Name of the device, used once in the pool; a DNS label.' }),
    basic: ref(2, () => BasicDevice, { pointer: true, oneOf: 'deviceType', description: 'What the device is like.' }),
  },
  { description: 'One device.' },
)

export type BasicDevice = T.BasicDevice
export const BasicDevice: MessageSchema<BasicDevice> = pkg.message(
  'BasicDevice',
  {
    attributes: map(1, () => DeviceAttribute, {
      description: 'Properties of the device by name, which may begin with a domain.',
    }),
    capacity: map(2, 'quantity', { description: 'Amounts the device has by name, which may begin with a domain.' }),
  },
  { description: 'What a device is like; attributes and capacities are 32 at most.' },
)

export type DeviceAttribute = T.DeviceAttribute
export const DeviceAttribute: MessageSchema<DeviceAttribute> = pkg.message(
  'DeviceAttribute',
  {
    int: int64(2, { pointer: true, oneOf: 'ValueType', description: 'A number.' }),
    bool: bool(3, { pointer: true, oneOf: 'ValueType', description: 'True or false.' }),
    string: string(4, { pointer: true, oneOf: 'ValueType', description: 'A text; 64 characters at most.' }),
    version: string(5, {
      pointer: true,
      oneOf: 'ValueType',
      description: 'A version as of semver.org; 64 characters at most.',
    }),
  },
  { description: 'Value of a property: exactly one of the fields.' },
)

export type ResourceSliceList = T.ResourceSliceList
export const ResourceSliceList: MessageSchema<ResourceSliceList> = pkg.message(
  'ResourceSliceList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => ResourceSlice, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of ResourceSlice objects.' },
)

export type ResourceClaim = T.ResourceClaim
export const ResourceClaim: MessageSchema<ResourceClaim> = pkg.message(
  'ResourceClaim',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => ResourceClaimSpec, { required: true, description: 'What is wanted.' }),
    status: ref(3, () => ResourceClaimStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'A claim on devices.' },
)

export type ResourceClaimSpec = T.ResourceClaimSpec
export const ResourceClaimSpec: MessageSchema<ResourceClaimSpec> = pkg.message(
  'ResourceClaimSpec',
  {
    devices: ref(1, () => DeviceClaim, { keepEmpty: true, description: 'Devices that are asked for.' }),
    controller: string(2, {
      featureGates: ['DRAControlPlaneController'],
      description: 'Driver whose controller allocates the claim. Empty: the scheduler does.',
    }),
  },
  { description: 'What is asked for, and by whom it is allocated.' },
)

export type DeviceClaim = T.DeviceClaim
export const DeviceClaim: MessageSchema<DeviceClaim> = pkg.message(
  'DeviceClaim',
  {
    requests: list(1, () => DeviceRequest, {
      keepEmpty: true,
      listType: 'atomic',
      description: 'Devices to find, all of them. Empty: none are needed.',
    }),
    constraints: list(2, () => DeviceConstraint, {
      listType: 'atomic',
      description: 'What the devices must have in common.',
    }),
    config: list(3, () => DeviceClaimConfiguration, {
      listType: 'atomic',
      description: 'Settings for the drivers of the devices; they have no say in the choice.',
    }),
  },
  { description: 'Which devices are asked for.' },
)

export type DeviceRequest = T.DeviceRequest
export const DeviceRequest: MessageSchema<DeviceRequest> = pkg.message(
  'DeviceRequest',
  {
    name: string(1, { required: true, description: 'Name that containers and constraints refer to; a DNS label.' }),
    deviceClassName: string(2, { required: true, description: 'Class the devices must be of.' }),
    selectors: list(3, () => DeviceSelector, {
      listType: 'atomic',
      description: 'What else a device must meet; all of it.',
    }),
    allocationMode: string(4, {
      enum: DeviceAllocationMode,
      description:
        'ExactCount takes as many as count says, All takes every fitting device of a pool. Default: ExactCount.',
    }),
    count: int64(5, {
      oneOf: 'AllocationMode',
      description: 'How many devices to take; only with ExactCount. Default: 1.',
    }),
    adminAccess: bool(6, {
      default: false,
      description: 'Takes devices for looking after them, also those already in use.',
    }),
  },
  { description: 'Asks for one device, or for several of a sort.' },
)

export type DeviceSelector = T.DeviceSelector
export const DeviceSelector: MessageSchema<DeviceSelector> = pkg.message(
  'DeviceSelector',
  {
    cel: ref(1, () => CELDeviceSelector, { pointer: true, oneOf: 'SelectorType', description: 'The demand in CEL.' }),
  },
  { description: 'One demand on devices.' },
)

export type CELDeviceSelector = T.CELDeviceSelector
export const CELDeviceSelector: MessageSchema<CELDeviceSelector> = pkg.message(
  'CELDeviceSelector',
  {
    expression: string(1, {
      required: true,
      description:
        'CEL that is true for a fitting device, over device.driver, device.attributes and device.capacity, the latter two by domain and name.',
    }),
  },
  { description: 'A demand on devices in CEL.' },
)

export type DeviceConstraint = T.DeviceConstraint
export const DeviceConstraint: MessageSchema<DeviceConstraint> = pkg.message(
  'DeviceConstraint',
  {
    requests: list(1, 'string', { listType: 'atomic', description: 'Requests it is about. Empty: all of the claim.' }),
    matchAttribute: string(2, {
      pointer: true,
      enum: FullyQualifiedName,
      oneOf: 'ConstraintType',
      description:
        'Attribute, with its domain, that all these devices must have with the same value, such as example.com/numa.',
    }),
  },
  { description: 'What the devices of some requests must have in common.' },
)

export type DeviceClaimConfiguration = T.DeviceClaimConfiguration
export const DeviceClaimConfiguration: MessageSchema<DeviceClaimConfiguration> = pkg.message(
  'DeviceClaimConfiguration',
  {
    requests: list(1, 'string', { listType: 'atomic', description: 'Requests they are for. Empty: all of the claim.' }),
    deviceConfiguration: inline(2, () => DeviceConfiguration),
  },
  { description: 'Settings that a claim brings along.' },
)

export type DeviceConfiguration = T.DeviceConfiguration
export const DeviceConfiguration: MessageSchema<DeviceConfiguration> = pkg.message(
  'DeviceConfiguration',
  {
    opaque: ref(1, () => OpaqueDeviceConfiguration, {
      pointer: true,
      oneOf: 'ConfigurationType',
      description: "Settings in the driver's own form.",
    }),
  },
  { description: 'Settings for a driver.' },
)

export type OpaqueDeviceConfiguration = T.OpaqueDeviceConfiguration
export const OpaqueDeviceConfiguration: MessageSchema<OpaqueDeviceConfiguration> = pkg.message(
  'OpaqueDeviceConfiguration',
  {
    driver: string(1, { required: true, description: 'Driver they are for; a DNS subdomain.' }),
    parameters: rawExtension(2, {
      required: true,
      description: 'The settings: any object, mostly with kind and apiVersion.',
    }),
  },
  { description: 'Settings in a form that only the driver knows.' },
)

export type ResourceClaimStatus = T.ResourceClaimStatus
export const ResourceClaimStatus: MessageSchema<ResourceClaimStatus> = pkg.message(
  'ResourceClaimStatus',
  {
    allocation: ref(1, () => AllocationResult, {
      pointer: true,
      description: 'What was allocated; absent until it is.',
    }),
    reservedFor: list(2, () => ResourceClaimConsumerReference, {
      listType: 'map',
      listMapKeys: ['uid'],
      patchStrategy: ['merge'],
      patchMergeKey: 'uid',
      description: 'Who may use the claim, mostly pods; a pod does not start before it is here. 32 at most.',
    }),
    deallocationRequested: bool(3, {
      featureGates: ['DRAControlPlaneController'],
      description: "Asks the driver's controller to take the allocation back; nobody new may use the claim.",
    }),
  },
  { description: 'What was allocated, and for whom.' },
)

export type ResourceClaimConsumerReference = T.ResourceClaimConsumerReference
export const ResourceClaimConsumerReference: MessageSchema<ResourceClaimConsumerReference> = pkg.message(
  'ResourceClaimConsumerReference',
  {
    apiGroup: string(1, { description: 'API group of the object; empty is the core group.' }),
    resource: string(3, { required: true, description: "Plural name of the user's resource, such as pods." }),
    name: string(4, { required: true, description: 'Name of the user.' }),
    uid: string(5, { required: true, enum: UID, description: 'UID of the user.' }),
  },
  { description: 'Who uses a claim; in the same namespace.' },
)

export type AllocationResult = T.AllocationResult
export const AllocationResult: MessageSchema<AllocationResult> = pkg.message(
  'AllocationResult',
  {
    devices: ref(1, () => DeviceAllocationResult, { description: 'Devices that were taken.' }),
    nodeSelector: ref(3, () => NodeSelector, {
      pointer: true,
      description: 'Nodes the devices can be used on. Absent: all of them.',
    }),
    controller: string(4, {
      featureGates: ['DRAControlPlaneController'],
      description:
        'Driver whose controller allocated the claim and will take it back. Empty: no driver is needed for that.',
    }),
  },
  { description: 'What was allocated.' },
)

export type DeviceAllocationResult = T.DeviceAllocationResult
export const DeviceAllocationResult: MessageSchema<DeviceAllocationResult> = pkg.message(
  'DeviceAllocationResult',
  {
    results: list(1, () => DeviceRequestAllocationResult, { listType: 'atomic', description: 'The devices.' }),
    config: list(2, () => DeviceAllocationConfiguration, {
      listType: 'atomic',
      description: 'Settings of the classes and of the claim together.',
    }),
  },
  { description: 'Devices that were taken, and settings for them.' },
)

export type DeviceRequestAllocationResult = T.DeviceRequestAllocationResult
export const DeviceRequestAllocationResult: MessageSchema<DeviceRequestAllocationResult> = pkg.message(
  'DeviceRequestAllocationResult',
  {
    request: string(1, { required: true, description: 'Request it was taken for.' }),
    driver: string(2, { required: true, description: 'Driver that makes it ready on the node.' }),
    pool: string(3, { required: true, description: 'Pool it is from.' }),
    device: string(4, { required: true, description: 'Name of the device within the pool.' }),
  },
  { description: 'A device that was taken for a request.' },
)

export type DeviceAllocationConfiguration = T.DeviceAllocationConfiguration
export const DeviceAllocationConfiguration: MessageSchema<DeviceAllocationConfiguration> = pkg.message(
  'DeviceAllocationConfiguration',
  {
    source: string(1, {
      required: true,
      enum: AllocationConfigSource,
      description: 'FromClass or FromClaim: whose settings they are.',
    }),
    requests: list(2, 'string', { listType: 'atomic', description: 'Requests they are for. Empty: all of the claim.' }),
    deviceConfiguration: inline(3, () => DeviceConfiguration),
  },
  { description: 'Settings for devices that were taken.' },
)

export type ResourceClaimList = T.ResourceClaimList
export const ResourceClaimList: MessageSchema<ResourceClaimList> = pkg.message(
  'ResourceClaimList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => ResourceClaim, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of ResourceClaim objects.' },
)

export type PodSchedulingContext = T.PodSchedulingContext
export const PodSchedulingContext: MessageSchema<PodSchedulingContext> = pkg.message(
  'PodSchedulingContext',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => PodSchedulingContextSpec, { required: true, description: 'What is wanted.' }),
    status: ref(3, () => PodSchedulingContextStatus, { description: 'What is; written by the system.' }),
  },
  { kind: true, description: 'What scheduler and drivers tell each other about a pod.' },
)

export type PodSchedulingContextSpec = T.PodSchedulingContextSpec
export const PodSchedulingContextSpec: MessageSchema<PodSchedulingContextSpec> = pkg.message(
  'PodSchedulingContextSpec',
  {
    selectedNode: string(1, { description: 'Node the scheduler would like; claims shall be allocated for it.' }),
    potentialNodes: list(2, 'string', { listType: 'atomic', description: 'Nodes the pod might run on; 128 at most.' }),
  },
  { description: 'Where the pod could run.' },
)

export type PodSchedulingContextStatus = T.PodSchedulingContextStatus
export const PodSchedulingContextStatus: MessageSchema<PodSchedulingContextStatus> = pkg.message(
  'PodSchedulingContextStatus',
  {
    resourceClaims: list(1, () => ResourceClaimSchedulingStatus, {
      listType: 'map',
      listMapKeys: ['name'],
      description: 'What is known of each claim that waits for its pod.',
    }),
  },
  { description: "Where the pod's claims could be allocated." },
)

export type ResourceClaimSchedulingStatus = T.ResourceClaimSchedulingStatus
export const ResourceClaimSchedulingStatus: MessageSchema<ResourceClaimSchedulingStatus> = pkg.message(
  'ResourceClaimSchedulingStatus',
  {
    name: string(1, { required: true, description: 'Name of the claim within the pod.' }),
    unsuitableNodes: list(2, 'string', {
      listType: 'atomic',
      description: 'Nodes the claim cannot be allocated for; 128 at most.',
    }),
  },
  { description: 'Where one claim of a pod could be allocated.' },
)

export type PodSchedulingContextList = T.PodSchedulingContextList
export const PodSchedulingContextList: MessageSchema<PodSchedulingContextList> = pkg.message(
  'PodSchedulingContextList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => PodSchedulingContext, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of PodSchedulingContext objects.' },
)

export type DeviceClass = T.DeviceClass
export const DeviceClass: MessageSchema<DeviceClass> = pkg.message(
  'DeviceClass',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => DeviceClassSpec, { required: true, description: 'What is wanted.' }),
  },
  { kind: true, description: 'A kind of device.' },
)

export type DeviceClassSpec = T.DeviceClassSpec
export const DeviceClassSpec: MessageSchema<DeviceClassSpec> = pkg.message(
  'DeviceClassSpec',
  {
    selectors: list(1, () => DeviceSelector, {
      listType: 'atomic',
      description: 'What a device must meet to be of the class; all of it.',
    }),
    config: list(2, () => DeviceClassConfiguration, {
      listType: 'atomic',
      description: 'Settings for the drivers of such devices, handed on with each claim.',
    }),
    suitableNodes: ref(3, () => NodeSelector, {
      pointer: true,
      featureGates: ['DRAControlPlaneController'],
      description:
        "Nodes where such devices may be, for claims that a driver's controller allocates. Absent: all of them.",
    }),
  },
  { description: 'Which devices are of the class, and how they are set up.' },
)

export type DeviceClassConfiguration = T.DeviceClassConfiguration
export const DeviceClassConfiguration: MessageSchema<DeviceClassConfiguration> = pkg.message(
  'DeviceClassConfiguration',
  {
    deviceConfiguration: inline(1, () => DeviceConfiguration),
  },
  { description: 'Settings that a class brings along.' },
)

export type DeviceClassList = T.DeviceClassList
export const DeviceClassList: MessageSchema<DeviceClassList> = pkg.message(
  'DeviceClassList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => DeviceClass, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of DeviceClass objects.' },
)

export type ResourceClaimTemplate = T.ResourceClaimTemplate
export const ResourceClaimTemplate: MessageSchema<ResourceClaimTemplate> = pkg.message(
  'ResourceClaimTemplate',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => ResourceClaimTemplateSpec, { required: true, description: 'What is wanted.' }),
  },
  { kind: true, description: 'Claims made for pods.' },
)

export type ResourceClaimTemplateSpec = T.ResourceClaimTemplateSpec
export const ResourceClaimTemplateSpec: MessageSchema<ResourceClaimTemplateSpec> = pkg.message(
  'ResourceClaimTemplateSpec',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => ResourceClaimSpec, { required: true, description: 'What is wanted.' }),
  },
  { description: 'Claims as they will be made.' },
)

export type ResourceClaimTemplateList = T.ResourceClaimTemplateList
export const ResourceClaimTemplateList: MessageSchema<ResourceClaimTemplateList> = pkg.message(
  'ResourceClaimTemplateList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => ResourceClaimTemplate, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of ResourceClaimTemplate objects.' },
)
