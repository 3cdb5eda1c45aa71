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
export const ResourceSliceSpec: MessageSchema<ResourceSliceSpec> = pkg.message('ResourceSliceSpec', {
  driver: string(1, { required: true }),
  pool: ref(2, () => ResourcePool, { required: true }),
  nodeName: string(3, { oneOf: 'NodeSelection' }),
  nodeSelector: ref(4, () => NodeSelector, { pointer: true, oneOf: 'NodeSelection' }),
  allNodes: bool(5, { oneOf: 'NodeSelection' }),
  devices: list(6, () => Device, { keepEmpty: true, listType: 'atomic' }),
})

export type ResourcePool = T.ResourcePool
export const ResourcePool: MessageSchema<ResourcePool> = pkg.message('ResourcePool', {
  name: string(1, { required: true }),
  generation: int64(2, { required: true }),
  resourceSliceCount: int64(3, { required: true }),
})

export type Device = T.Device
export const Device: MessageSchema<Device> = pkg.message('Device', {
  name: string(1, { required: true }),
  basic: ref(2, () => BasicDevice, { pointer: true, oneOf: 'deviceType' }),
})

export type BasicDevice = T.BasicDevice
export const BasicDevice: MessageSchema<BasicDevice> = pkg.message('BasicDevice', {
  attributes: map(1, () => DeviceAttribute),
  capacity: map(2, 'quantity'),
})

export type DeviceAttribute = T.DeviceAttribute
export const DeviceAttribute: MessageSchema<DeviceAttribute> = pkg.message('DeviceAttribute', {
  int: int64(2, { pointer: true, oneOf: 'ValueType' }),
  bool: bool(3, { pointer: true, oneOf: 'ValueType' }),
  string: string(4, { pointer: true, oneOf: 'ValueType' }),
  version: string(5, { pointer: true, oneOf: 'ValueType' }),
})

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
export const ResourceClaimSpec: MessageSchema<ResourceClaimSpec> = pkg.message('ResourceClaimSpec', {
  devices: ref(1, () => DeviceClaim, { keepEmpty: true }),
  controller: string(2, { featureGates: ['DRAControlPlaneController'] }),
})

export type DeviceClaim = T.DeviceClaim
export const DeviceClaim: MessageSchema<DeviceClaim> = pkg.message('DeviceClaim', {
  requests: list(1, () => DeviceRequest, { keepEmpty: true, listType: 'atomic' }),
  constraints: list(2, () => DeviceConstraint, { listType: 'atomic' }),
  config: list(3, () => DeviceClaimConfiguration, { listType: 'atomic' }),
})

export type DeviceRequest = T.DeviceRequest
export const DeviceRequest: MessageSchema<DeviceRequest> = pkg.message('DeviceRequest', {
  name: string(1, { required: true }),
  deviceClassName: string(2, { required: true }),
  selectors: list(3, () => DeviceSelector, { listType: 'atomic' }),
  allocationMode: string(4, { enum: DeviceAllocationMode }),
  count: int64(5, { oneOf: 'AllocationMode' }),
  adminAccess: bool(6, { default: false }),
})

export type DeviceSelector = T.DeviceSelector
export const DeviceSelector: MessageSchema<DeviceSelector> = pkg.message('DeviceSelector', {
  cel: ref(1, () => CELDeviceSelector, { pointer: true, oneOf: 'SelectorType' }),
})

export type CELDeviceSelector = T.CELDeviceSelector
export const CELDeviceSelector: MessageSchema<CELDeviceSelector> = pkg.message('CELDeviceSelector', {
  expression: string(1, { required: true }),
})

export type DeviceConstraint = T.DeviceConstraint
export const DeviceConstraint: MessageSchema<DeviceConstraint> = pkg.message('DeviceConstraint', {
  requests: list(1, 'string', { listType: 'atomic' }),
  matchAttribute: string(2, { pointer: true, enum: FullyQualifiedName, oneOf: 'ConstraintType' }),
})

export type DeviceClaimConfiguration = T.DeviceClaimConfiguration
export const DeviceClaimConfiguration: MessageSchema<DeviceClaimConfiguration> = pkg.message(
  'DeviceClaimConfiguration',
  {
    requests: list(1, 'string', { listType: 'atomic' }),
    deviceConfiguration: inline(2, () => DeviceConfiguration),
  },
)

export type DeviceConfiguration = T.DeviceConfiguration
export const DeviceConfiguration: MessageSchema<DeviceConfiguration> = pkg.message('DeviceConfiguration', {
  opaque: ref(1, () => OpaqueDeviceConfiguration, { pointer: true, oneOf: 'ConfigurationType' }),
})

export type OpaqueDeviceConfiguration = T.OpaqueDeviceConfiguration
export const OpaqueDeviceConfiguration: MessageSchema<OpaqueDeviceConfiguration> = pkg.message(
  'OpaqueDeviceConfiguration',
  {
    driver: string(1, { required: true }),
    parameters: rawExtension(2, { required: true }),
  },
)

export type ResourceClaimStatus = T.ResourceClaimStatus
export const ResourceClaimStatus: MessageSchema<ResourceClaimStatus> = pkg.message('ResourceClaimStatus', {
  allocation: ref(1, () => AllocationResult, { pointer: true }),
  reservedFor: list(2, () => ResourceClaimConsumerReference, {
    listType: 'map',
    listMapKeys: ['uid'],
    patchStrategy: ['merge'],
    patchMergeKey: 'uid',
  }),
  deallocationRequested: bool(3, { featureGates: ['DRAControlPlaneController'] }),
})

export type ResourceClaimConsumerReference = T.ResourceClaimConsumerReference
export const ResourceClaimConsumerReference: MessageSchema<ResourceClaimConsumerReference> = pkg.message(
  'ResourceClaimConsumerReference',
  {
    apiGroup: string(1, { description: 'API group of the object; empty is the core group.' }),
    resource: string(3, { required: true }),
    name: string(4, { required: true }),
    uid: string(5, { required: true, enum: UID }),
  },
)

export type AllocationResult = T.AllocationResult
export const AllocationResult: MessageSchema<AllocationResult> = pkg.message('AllocationResult', {
  devices: ref(1, () => DeviceAllocationResult),
  nodeSelector: ref(3, () => NodeSelector, { pointer: true }),
  controller: string(4, { featureGates: ['DRAControlPlaneController'] }),
})

export type DeviceAllocationResult = T.DeviceAllocationResult
export const DeviceAllocationResult: MessageSchema<DeviceAllocationResult> = pkg.message('DeviceAllocationResult', {
  results: list(1, () => DeviceRequestAllocationResult, { listType: 'atomic' }),
  config: list(2, () => DeviceAllocationConfiguration, { listType: 'atomic' }),
})

export type DeviceRequestAllocationResult = T.DeviceRequestAllocationResult
export const DeviceRequestAllocationResult: MessageSchema<DeviceRequestAllocationResult> = pkg.message(
  'DeviceRequestAllocationResult',
  {
    request: string(1, { required: true }),
    driver: string(2, { required: true }),
    pool: string(3, { required: true }),
    device: string(4, { required: true }),
  },
)

export type DeviceAllocationConfiguration = T.DeviceAllocationConfiguration
export const DeviceAllocationConfiguration: MessageSchema<DeviceAllocationConfiguration> = pkg.message(
  'DeviceAllocationConfiguration',
  {
    source: string(1, { required: true, enum: AllocationConfigSource }),
    requests: list(2, 'string', { listType: 'atomic' }),
    deviceConfiguration: inline(3, () => DeviceConfiguration),
  },
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
    selectedNode: string(1),
    potentialNodes: list(2, 'string', { listType: 'atomic' }),
  },
)

export type PodSchedulingContextStatus = T.PodSchedulingContextStatus
export const PodSchedulingContextStatus: MessageSchema<PodSchedulingContextStatus> = pkg.message(
  'PodSchedulingContextStatus',
  {
    resourceClaims: list(1, () => ResourceClaimSchedulingStatus, { listType: 'map', listMapKeys: ['name'] }),
  },
)

export type ResourceClaimSchedulingStatus = T.ResourceClaimSchedulingStatus
export const ResourceClaimSchedulingStatus: MessageSchema<ResourceClaimSchedulingStatus> = pkg.message(
  'ResourceClaimSchedulingStatus',
  {
    name: string(1, { required: true }),
    unsuitableNodes: list(2, 'string', { listType: 'atomic' }),
  },
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
export const DeviceClassSpec: MessageSchema<DeviceClassSpec> = pkg.message('DeviceClassSpec', {
  selectors: list(1, () => DeviceSelector, { listType: 'atomic' }),
  config: list(2, () => DeviceClassConfiguration, { listType: 'atomic' }),
  suitableNodes: ref(3, () => NodeSelector, { pointer: true, featureGates: ['DRAControlPlaneController'] }),
})

export type DeviceClassConfiguration = T.DeviceClassConfiguration
export const DeviceClassConfiguration: MessageSchema<DeviceClassConfiguration> = pkg.message(
  'DeviceClassConfiguration',
  {
    deviceConfiguration: inline(1, () => DeviceConfiguration),
  },
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
