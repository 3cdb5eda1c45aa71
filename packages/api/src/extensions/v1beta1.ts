/**
 * extensions/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ConditionStatus, PodTemplateSpec, Protocol, TypedLocalObjectReference } from '../core/v1.ts'
import { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.ts'
import {
  apiPackage,
  type MessageSchema,
  bool,
  inline,
  int32,
  int64,
  intOrString,
  list,
  map,
  ref,
  string,
  stringOf,
  time,
} from '../schema/schema.ts'
import type * as T from './v1beta1.types.ts'

const pkg = apiPackage({
  path: 'extensions/v1beta1',
  group: 'extensions',
  version: 'v1beta1',
  goPackage: 'k8s.io/api/extensions/v1beta1',
})
export const packageInfo = pkg.package

export const DeploymentStrategyType = pkg.enumeration('DeploymentStrategyType', ['Recreate', 'RollingUpdate'], {
  open: true,
})
export type DeploymentStrategyType = T.DeploymentStrategyType

export const DeploymentConditionType = pkg.enumeration(
  'DeploymentConditionType',
  ['Available', 'Progressing', 'ReplicaFailure'],
  { open: true },
)
export type DeploymentConditionType = T.DeploymentConditionType

export const DaemonSetUpdateStrategyType = pkg.enumeration(
  'DaemonSetUpdateStrategyType',
  ['RollingUpdate', 'OnDelete'],
  { open: true },
)
export type DaemonSetUpdateStrategyType = T.DaemonSetUpdateStrategyType

export const DaemonSetConditionType = pkg.enumeration('DaemonSetConditionType', [], { open: true })
export type DaemonSetConditionType = T.DaemonSetConditionType

export const PathType = pkg.enumeration('PathType', ['Exact', 'Prefix', 'ImplementationSpecific'], { open: true })
export type PathType = T.PathType

export const ReplicaSetConditionType = pkg.enumeration('ReplicaSetConditionType', ['ReplicaFailure'], { open: true })
export type ReplicaSetConditionType = T.ReplicaSetConditionType

export const PolicyType = pkg.enumeration('PolicyType', ['Ingress', 'Egress'], { open: true })
export type PolicyType = T.PolicyType

export type ScaleSpec = T.ScaleSpec
export const ScaleSpec: MessageSchema<ScaleSpec> = pkg.message('ScaleSpec', {
  replicas: int32(1),
})

export type ScaleStatus = T.ScaleStatus
export const ScaleStatus: MessageSchema<ScaleStatus> = pkg.message('ScaleStatus', {
  replicas: int32(1, { required: true }),
  selector: map(2, 'string', { mapType: 'atomic' }),
  targetSelector: string(3),
})

export type Scale = T.Scale
export const Scale: MessageSchema<Scale> = pkg.message(
  'Scale',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => ScaleSpec),
    status: ref(3, () => ScaleStatus),
  },
  { kind: true },
)

export type Deployment = T.Deployment
export const Deployment: MessageSchema<Deployment> = pkg.message(
  'Deployment',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => DeploymentSpec),
    status: ref(3, () => DeploymentStatus),
  },
  { kind: true },
)

export type DeploymentSpec = T.DeploymentSpec
export const DeploymentSpec: MessageSchema<DeploymentSpec> = pkg.message('DeploymentSpec', {
  replicas: int32(1, { pointer: true }),
  selector: ref(2, () => LabelSelector, { pointer: true }),
  template: ref(3, () => PodTemplateSpec, { required: true }),
  strategy: ref(4, () => DeploymentStrategy, { patchStrategy: ['retainKeys'] }),
  minReadySeconds: int32(5),
  revisionHistoryLimit: int32(6, { pointer: true }),
  paused: bool(7),
  rollbackTo: ref(8, () => RollbackConfig, { pointer: true }),
  progressDeadlineSeconds: int32(9, { pointer: true }),
})

export type DeploymentRollback = T.DeploymentRollback
export const DeploymentRollback: MessageSchema<DeploymentRollback> = pkg.message(
  'DeploymentRollback',
  {
    name: string(1, { required: true }),
    updatedAnnotations: map(2, 'string'),
    rollbackTo: ref(3, () => RollbackConfig, { required: true }),
  },
  { kind: true },
)

export type RollbackConfig = T.RollbackConfig
export const RollbackConfig: MessageSchema<RollbackConfig> = pkg.message('RollbackConfig', {
  revision: int64(1),
})

export type DeploymentStrategy = T.DeploymentStrategy
export const DeploymentStrategy: MessageSchema<DeploymentStrategy> = pkg.message('DeploymentStrategy', {
  type: string(1, { enum: DeploymentStrategyType }),
  rollingUpdate: ref(2, () => RollingUpdateDeployment, { pointer: true }),
})

export type RollingUpdateDeployment = T.RollingUpdateDeployment
export const RollingUpdateDeployment: MessageSchema<RollingUpdateDeployment> = pkg.message('RollingUpdateDeployment', {
  maxUnavailable: intOrString(1, { pointer: true }),
  maxSurge: intOrString(2, { pointer: true }),
})

export type DeploymentStatus = T.DeploymentStatus
export const DeploymentStatus: MessageSchema<DeploymentStatus> = pkg.message('DeploymentStatus', {
  observedGeneration: int64(1),
  replicas: int32(2),
  updatedReplicas: int32(3),
  readyReplicas: int32(7),
  availableReplicas: int32(4),
  unavailableReplicas: int32(5),
  conditions: list(6, () => DeploymentCondition, {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: ['merge'],
    patchMergeKey: 'type',
  }),
  collisionCount: int32(8, { pointer: true }),
})

export type DeploymentCondition = T.DeploymentCondition
export const DeploymentCondition: MessageSchema<DeploymentCondition> = pkg.message('DeploymentCondition', {
  type: string(1, { required: true, enum: DeploymentConditionType }),
  status: string(2, { required: true, enum: ConditionStatus }),
  lastUpdateTime: time(6),
  lastTransitionTime: time(7),
  reason: string(4),
  message: string(5),
})

export type DeploymentList = T.DeploymentList
export const DeploymentList: MessageSchema<DeploymentList> = pkg.message(
  'DeploymentList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => Deployment, { required: true }),
  },
  { kind: true },
)

export type DaemonSetUpdateStrategy = T.DaemonSetUpdateStrategy
export const DaemonSetUpdateStrategy: MessageSchema<DaemonSetUpdateStrategy> = pkg.message('DaemonSetUpdateStrategy', {
  type: string(1, { enum: DaemonSetUpdateStrategyType }),
  rollingUpdate: ref(2, () => RollingUpdateDaemonSet, { pointer: true }),
})

export type RollingUpdateDaemonSet = T.RollingUpdateDaemonSet
export const RollingUpdateDaemonSet: MessageSchema<RollingUpdateDaemonSet> = pkg.message('RollingUpdateDaemonSet', {
  maxUnavailable: intOrString(1, { pointer: true }),
  maxSurge: intOrString(2, { pointer: true }),
})

export type DaemonSetSpec = T.DaemonSetSpec
export const DaemonSetSpec: MessageSchema<DaemonSetSpec> = pkg.message('DaemonSetSpec', {
  selector: ref(1, () => LabelSelector, { pointer: true }),
  template: ref(2, () => PodTemplateSpec, { required: true }),
  updateStrategy: ref(3, () => DaemonSetUpdateStrategy),
  minReadySeconds: int32(4),
  templateGeneration: int64(5),
  revisionHistoryLimit: int32(6, { pointer: true }),
})

export type DaemonSetStatus = T.DaemonSetStatus
export const DaemonSetStatus: MessageSchema<DaemonSetStatus> = pkg.message('DaemonSetStatus', {
  currentNumberScheduled: int32(1, { required: true }),
  numberMisscheduled: int32(2, { required: true }),
  desiredNumberScheduled: int32(3, { required: true }),
  numberReady: int32(4, { required: true }),
  observedGeneration: int64(5),
  updatedNumberScheduled: int32(6),
  numberAvailable: int32(7),
  numberUnavailable: int32(8),
  collisionCount: int32(9, { pointer: true }),
  conditions: list(10, () => DaemonSetCondition, {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: ['merge'],
    patchMergeKey: 'type',
  }),
})

export type DaemonSetCondition = T.DaemonSetCondition
export const DaemonSetCondition: MessageSchema<DaemonSetCondition> = pkg.message('DaemonSetCondition', {
  type: string(1, { required: true, enum: DaemonSetConditionType }),
  status: string(2, { required: true, enum: ConditionStatus }),
  lastTransitionTime: time(3),
  reason: string(4),
  message: string(5),
})

export type DaemonSet = T.DaemonSet
export const DaemonSet: MessageSchema<DaemonSet> = pkg.message(
  'DaemonSet',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => DaemonSetSpec),
    status: ref(3, () => DaemonSetStatus),
  },
  { kind: true },
)

export type DaemonSetList = T.DaemonSetList
export const DaemonSetList: MessageSchema<DaemonSetList> = pkg.message(
  'DaemonSetList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => DaemonSet, { required: true }),
  },
  { kind: true },
)

export type Ingress = T.Ingress
export const Ingress: MessageSchema<Ingress> = pkg.message(
  'Ingress',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => IngressSpec),
    status: ref(3, () => IngressStatus),
  },
  { kind: true },
)

export type IngressList = T.IngressList
export const IngressList: MessageSchema<IngressList> = pkg.message(
  'IngressList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => Ingress, { required: true }),
  },
  { kind: true },
)

export type IngressSpec = T.IngressSpec
export const IngressSpec: MessageSchema<IngressSpec> = pkg.message('IngressSpec', {
  ingressClassName: string(4, { pointer: true }),
  backend: ref(1, () => IngressBackend, { pointer: true }),
  tls: list(2, () => IngressTLS, { listType: 'atomic' }),
  rules: list(3, () => IngressRule, { listType: 'atomic' }),
})

export type IngressTLS = T.IngressTLS
export const IngressTLS: MessageSchema<IngressTLS> = pkg.message('IngressTLS', {
  hosts: list(1, 'string', { listType: 'atomic' }),
  secretName: string(2),
})

export type IngressStatus = T.IngressStatus
export const IngressStatus: MessageSchema<IngressStatus> = pkg.message('IngressStatus', {
  loadBalancer: ref(1, () => IngressLoadBalancerStatus),
})

export type IngressLoadBalancerStatus = T.IngressLoadBalancerStatus
export const IngressLoadBalancerStatus: MessageSchema<IngressLoadBalancerStatus> = pkg.message(
  'IngressLoadBalancerStatus',
  {
    ingress: list(1, () => IngressLoadBalancerIngress, { listType: 'atomic' }),
  },
)

export type IngressLoadBalancerIngress = T.IngressLoadBalancerIngress
export const IngressLoadBalancerIngress: MessageSchema<IngressLoadBalancerIngress> = pkg.message(
  'IngressLoadBalancerIngress',
  {
    ip: string(1),
    hostname: string(2),
    ports: list(4, () => IngressPortStatus, { listType: 'atomic' }),
  },
)

export type IngressPortStatus = T.IngressPortStatus
export const IngressPortStatus: MessageSchema<IngressPortStatus> = pkg.message('IngressPortStatus', {
  port: int32(1, { required: true }),
  protocol: string(2, { required: true, enum: Protocol }),
  error: string(3, { pointer: true }),
})

export type IngressRule = T.IngressRule
export const IngressRule: MessageSchema<IngressRule> = pkg.message('IngressRule', {
  host: string(1),
  ingressRuleValue: inline(2, () => IngressRuleValue),
})

export type IngressRuleValue = T.IngressRuleValue
export const IngressRuleValue: MessageSchema<IngressRuleValue> = pkg.message('IngressRuleValue', {
  http: ref(1, () => HTTPIngressRuleValue, { pointer: true }),
})

export type HTTPIngressRuleValue = T.HTTPIngressRuleValue
export const HTTPIngressRuleValue: MessageSchema<HTTPIngressRuleValue> = pkg.message('HTTPIngressRuleValue', {
  paths: list(1, () => HTTPIngressPath, { required: true, listType: 'atomic' }),
})

export type HTTPIngressPath = T.HTTPIngressPath
export const HTTPIngressPath: MessageSchema<HTTPIngressPath> = pkg.message('HTTPIngressPath', {
  path: string(1),
  pathType: string(3, { pointer: true, enum: PathType }),
  backend: ref(2, () => IngressBackend, { required: true }),
})

export type IngressBackend = T.IngressBackend
export const IngressBackend: MessageSchema<IngressBackend> = pkg.message('IngressBackend', {
  serviceName: string(1),
  servicePort: intOrString(2),
  resource: ref(3, () => TypedLocalObjectReference, { pointer: true }),
})

export type ReplicaSet = T.ReplicaSet
export const ReplicaSet: MessageSchema<ReplicaSet> = pkg.message(
  'ReplicaSet',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => ReplicaSetSpec),
    status: ref(3, () => ReplicaSetStatus),
  },
  { kind: true },
)

export type ReplicaSetList = T.ReplicaSetList
export const ReplicaSetList: MessageSchema<ReplicaSetList> = pkg.message(
  'ReplicaSetList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => ReplicaSet, { required: true }),
  },
  { kind: true },
)

export type ReplicaSetSpec = T.ReplicaSetSpec
export const ReplicaSetSpec: MessageSchema<ReplicaSetSpec> = pkg.message('ReplicaSetSpec', {
  replicas: int32(1, { pointer: true }),
  minReadySeconds: int32(4),
  selector: ref(2, () => LabelSelector, { pointer: true }),
  template: ref(3, () => PodTemplateSpec),
})

export type ReplicaSetStatus = T.ReplicaSetStatus
export const ReplicaSetStatus: MessageSchema<ReplicaSetStatus> = pkg.message('ReplicaSetStatus', {
  replicas: int32(1, { required: true }),
  fullyLabeledReplicas: int32(2),
  readyReplicas: int32(4),
  availableReplicas: int32(5),
  observedGeneration: int64(3),
  conditions: list(6, () => ReplicaSetCondition, {
    listType: 'map',
    listMapKeys: ['type'],
    patchStrategy: ['merge'],
    patchMergeKey: 'type',
  }),
})

export type ReplicaSetCondition = T.ReplicaSetCondition
export const ReplicaSetCondition: MessageSchema<ReplicaSetCondition> = pkg.message('ReplicaSetCondition', {
  type: string(1, { required: true, enum: ReplicaSetConditionType }),
  status: string(2, { required: true, enum: ConditionStatus }),
  lastTransitionTime: time(3),
  reason: string(4),
  message: string(5),
})

export type NetworkPolicy = T.NetworkPolicy
export const NetworkPolicy: MessageSchema<NetworkPolicy> = pkg.message(
  'NetworkPolicy',
  {
    metadata: ref(1, () => ObjectMeta),
    spec: ref(2, () => NetworkPolicySpec),
  },
  { kind: true },
)

export type NetworkPolicySpec = T.NetworkPolicySpec
export const NetworkPolicySpec: MessageSchema<NetworkPolicySpec> = pkg.message('NetworkPolicySpec', {
  podSelector: ref(1, () => LabelSelector, { required: true }),
  ingress: list(2, () => NetworkPolicyIngressRule, { listType: 'atomic' }),
  egress: list(3, () => NetworkPolicyEgressRule, { listType: 'atomic' }),
  policyTypes: list(4, stringOf(PolicyType), { listType: 'atomic' }),
})

export type NetworkPolicyIngressRule = T.NetworkPolicyIngressRule
export const NetworkPolicyIngressRule: MessageSchema<NetworkPolicyIngressRule> = pkg.message(
  'NetworkPolicyIngressRule',
  {
    ports: list(1, () => NetworkPolicyPort, { listType: 'atomic' }),
    from: list(2, () => NetworkPolicyPeer, { listType: 'atomic' }),
  },
)

export type NetworkPolicyEgressRule = T.NetworkPolicyEgressRule
export const NetworkPolicyEgressRule: MessageSchema<NetworkPolicyEgressRule> = pkg.message('NetworkPolicyEgressRule', {
  ports: list(1, () => NetworkPolicyPort, { listType: 'atomic' }),
  to: list(2, () => NetworkPolicyPeer, { listType: 'atomic' }),
})

export type NetworkPolicyPort = T.NetworkPolicyPort
export const NetworkPolicyPort: MessageSchema<NetworkPolicyPort> = pkg.message('NetworkPolicyPort', {
  protocol: string(1, { pointer: true, enum: Protocol }),
  port: intOrString(2, { pointer: true }),
  endPort: int32(3, { pointer: true }),
})

export type IPBlock = T.IPBlock
export const IPBlock: MessageSchema<IPBlock> = pkg.message('IPBlock', {
  cidr: string(1, { required: true }),
  except: list(2, 'string', { listType: 'atomic' }),
})

export type NetworkPolicyPeer = T.NetworkPolicyPeer
export const NetworkPolicyPeer: MessageSchema<NetworkPolicyPeer> = pkg.message('NetworkPolicyPeer', {
  podSelector: ref(1, () => LabelSelector, { pointer: true }),
  namespaceSelector: ref(2, () => LabelSelector, { pointer: true }),
  ipBlock: ref(3, () => IPBlock, { pointer: true }),
})

export type NetworkPolicyList = T.NetworkPolicyList
export const NetworkPolicyList: MessageSchema<NetworkPolicyList> = pkg.message(
  'NetworkPolicyList',
  {
    metadata: ref(1, () => ListMeta),
    items: list(2, () => NetworkPolicy, { required: true }),
  },
  { kind: true },
)
