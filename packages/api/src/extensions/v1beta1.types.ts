/** Types of extensions/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */
import type { ConditionStatus, PodTemplateSpec, Protocol, TypedLocalObjectReference } from '../core/v1.types.ts'
import type { LabelSelector, ListMeta, ObjectMeta } from '../meta/v1.types.ts'

/** Upstream names "Recreate", "RollingUpdate". */
export type DeploymentStrategyType = string

/** Upstream names "Available", "Progressing", "ReplicaFailure". */
export type DeploymentConditionType = string

/** Upstream names "RollingUpdate", "OnDelete". */
export type DaemonSetUpdateStrategyType = string

export type DaemonSetConditionType = string

/** Upstream names "Exact", "Prefix", "ImplementationSpecific". */
export type PathType = string

/** Upstream names "ReplicaFailure". */
export type ReplicaSetConditionType = string

/** Upstream names "Ingress", "Egress". */
export type PolicyType = string

export interface ScaleSpec {
  replicas?: number
}

export interface ScaleStatus {
  replicas: number
  selector?: Record<string, string>
  targetSelector?: string
}

export interface Scale {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: ScaleSpec
  status?: ScaleStatus
}

export interface Deployment {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: DeploymentSpec
  status?: DeploymentStatus
}

export interface DeploymentSpec {
  replicas?: number
  selector?: LabelSelector
  template: PodTemplateSpec
  strategy?: DeploymentStrategy
  minReadySeconds?: number
  revisionHistoryLimit?: number
  paused?: boolean
  rollbackTo?: RollbackConfig
  progressDeadlineSeconds?: number
}

export interface DeploymentRollback {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  name: string
  updatedAnnotations?: Record<string, string>
  rollbackTo: RollbackConfig
}

export interface RollbackConfig {
  revision?: number
}

export interface DeploymentStrategy {
  type?: DeploymentStrategyType
  rollingUpdate?: RollingUpdateDeployment
}

export interface RollingUpdateDeployment {
  maxUnavailable?: number | string
  maxSurge?: number | string
}

export interface DeploymentStatus {
  observedGeneration?: number
  replicas?: number
  updatedReplicas?: number
  readyReplicas?: number
  availableReplicas?: number
  unavailableReplicas?: number
  conditions?: DeploymentCondition[]
  collisionCount?: number
}

export interface DeploymentCondition {
  type: DeploymentConditionType
  status: ConditionStatus
  /** RFC 3339 time. */
  lastUpdateTime?: string
  /** RFC 3339 time. */
  lastTransitionTime?: string
  reason?: string
  message?: string
}

export interface DeploymentList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: Deployment[]
}

export interface DaemonSetUpdateStrategy {
  type?: DaemonSetUpdateStrategyType
  rollingUpdate?: RollingUpdateDaemonSet
}

export interface RollingUpdateDaemonSet {
  maxUnavailable?: number | string
  maxSurge?: number | string
}

export interface DaemonSetSpec {
  selector?: LabelSelector
  template: PodTemplateSpec
  updateStrategy?: DaemonSetUpdateStrategy
  minReadySeconds?: number
  templateGeneration?: number
  revisionHistoryLimit?: number
}

export interface DaemonSetStatus {
  currentNumberScheduled: number
  numberMisscheduled: number
  desiredNumberScheduled: number
  numberReady: number
  observedGeneration?: number
  updatedNumberScheduled?: number
  numberAvailable?: number
  numberUnavailable?: number
  collisionCount?: number
  conditions?: DaemonSetCondition[]
}

export interface DaemonSetCondition {
  type: DaemonSetConditionType
  status: ConditionStatus
  /** RFC 3339 time. */
  lastTransitionTime?: string
  reason?: string
  message?: string
}

export interface DaemonSet {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: DaemonSetSpec
  status?: DaemonSetStatus
}

export interface DaemonSetList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: DaemonSet[]
}

export interface Ingress {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: IngressSpec
  status?: IngressStatus
}

export interface IngressList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: Ingress[]
}

export interface IngressSpec {
  ingressClassName?: string
  backend?: IngressBackend
  tls?: IngressTLS[]
  rules?: IngressRule[]
}

export interface IngressTLS {
  hosts?: string[]
  secretName?: string
}

export interface IngressStatus {
  loadBalancer?: IngressLoadBalancerStatus
}

export interface IngressLoadBalancerStatus {
  ingress?: IngressLoadBalancerIngress[]
}

export interface IngressLoadBalancerIngress {
  ip?: string
  hostname?: string
  ports?: IngressPortStatus[]
}

export interface IngressPortStatus {
  port: number
  protocol: Protocol
  error?: string
}

export interface IngressRule extends IngressRuleValue {
  host?: string
}

export interface IngressRuleValue {
  http?: HTTPIngressRuleValue
}

export interface HTTPIngressRuleValue {
  paths: HTTPIngressPath[]
}

export interface HTTPIngressPath {
  path?: string
  pathType?: PathType
  backend: IngressBackend
}

export interface IngressBackend {
  serviceName?: string
  servicePort?: number | string
  resource?: TypedLocalObjectReference
}

export interface ReplicaSet {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: ReplicaSetSpec
  status?: ReplicaSetStatus
}

export interface ReplicaSetList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: ReplicaSet[]
}

export interface ReplicaSetSpec {
  replicas?: number
  minReadySeconds?: number
  selector?: LabelSelector
  template?: PodTemplateSpec
}

export interface ReplicaSetStatus {
  replicas: number
  fullyLabeledReplicas?: number
  readyReplicas?: number
  availableReplicas?: number
  observedGeneration?: number
  conditions?: ReplicaSetCondition[]
}

export interface ReplicaSetCondition {
  type: ReplicaSetConditionType
  status: ConditionStatus
  /** RFC 3339 time. */
  lastTransitionTime?: string
  reason?: string
  message?: string
}

export interface NetworkPolicy {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ObjectMeta
  spec: NetworkPolicySpec
}

export interface NetworkPolicySpec {
  podSelector: LabelSelector
  ingress?: NetworkPolicyIngressRule[]
  egress?: NetworkPolicyEgressRule[]
  policyTypes?: PolicyType[]
}

export interface NetworkPolicyIngressRule {
  ports?: NetworkPolicyPort[]
  from?: NetworkPolicyPeer[]
}

export interface NetworkPolicyEgressRule {
  ports?: NetworkPolicyPort[]
  to?: NetworkPolicyPeer[]
}

export interface NetworkPolicyPort {
  protocol?: Protocol
  port?: number | string
  endPort?: number
}

export interface IPBlock {
  cidr: string
  except?: string[]
}

export interface NetworkPolicyPeer {
  podSelector?: LabelSelector
  namespaceSelector?: LabelSelector
  ipBlock?: IPBlock
}

export interface NetworkPolicyList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** Group and version of the kind, such as apps/v1. */
  apiVersion?: string
  metadata: ListMeta
  items: NetworkPolicy[]
}
