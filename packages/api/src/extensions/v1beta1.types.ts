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

/** How many pods are wanted. */
export interface ScaleSpec {
  /** Number of pods. */
  replicas?: number
}

/** How many pods there are. */
export interface ScaleStatus {
  /** Number of pods. */
  replicas: number
  /** Labels of the objects that belong to it. */
  selector?: Record<string, string>
  /** Labels of the pods, as text. */
  targetSelector?: string
}

/** How many pods a resource has and wants. */
export interface Scale {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: ScaleSpec
  /** What is; written by the system. */
  status?: ScaleStatus
}

/** Keeps pods running and rolls out new versions of them. */
export interface Deployment {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: DeploymentSpec
  /** What is; written by the system. */
  status?: DeploymentStatus
}

/** Which pods a deployment keeps, and how they are replaced. */
export interface DeploymentSpec {
  /** Number of pods wanted. Default: 1. */
  replicas?: number
  /** Labels of its pods; fixed, and the template must have them. */
  selector?: LabelSelector
  /** The pods to be made. */
  template: PodTemplateSpec
  /** How old pods give way to new ones. */
  strategy?: DeploymentStrategy
  /** Seconds a pod must be ready to count as available. Default: 0. */
  minReadySeconds?: number
  /** Old revisions kept for going back. Default: 10. */
  revisionHistoryLimit?: number
  /** Do not roll out changes for now. */
  paused?: boolean
  /** Revision to go back to. */
  rollbackTo?: RollbackConfig
  /** Seconds without progress after which the rollout counts as failed. Default: 600. */
  progressDeadlineSeconds?: number
}

/** Asks a deployment to go back. No longer used. */
export interface DeploymentRollback {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, unique among its siblings. */
  name: string
  /** Annotations to add on the way. */
  updatedAnnotations?: Record<string, string>
  /** Revision to go back to. */
  rollbackTo: RollbackConfig
}

/** Which revision to go back to. */
export interface RollbackConfig {
  /** Number or hash of the revision. */
  revision?: number
}

/** How a deployment replaces its pods. */
export interface DeploymentStrategy {
  /** RollingUpdate or Recreate. Default: RollingUpdate. */
  type?: DeploymentStrategyType
  /** Settings of the rolling update. */
  rollingUpdate?: RollingUpdateDeployment
}

/** Settings of a deployment's rolling update. */
export interface RollingUpdateDeployment {
  /** Most pods that may be missing, as number or percentage. Default: 25%. */
  maxUnavailable?: number | string
  /** Most pods above the wanted number, as number or percentage. Default: 25%. */
  maxSurge?: number | string
}

/** State of a deployment. */
export interface DeploymentStatus {
  /** Generation that the status speaks of. */
  observedGeneration?: number
  /** Number of pods. */
  replicas?: number
  /** Pods of the newest template. */
  updatedReplicas?: number
  /** Pods that are ready. */
  readyReplicas?: number
  /** Pods that have been ready for minReadySeconds. */
  availableReplicas?: number
  /** Pods that are still missing. */
  unavailableReplicas?: number
  /** Latest observations, one for each type. */
  conditions?: DeploymentCondition[]
  /** How often the hash for a name was already taken. */
  collisionCount?: number
}

/** One observation about a deployment. */
export interface DeploymentCondition {
  /** Which of its kinds it is. */
  type: DeploymentConditionType
  /** True, False or Unknown. */
  status: ConditionStatus
  /** When the condition was last written. RFC 3339 time. */
  lastUpdateTime?: string
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

/** A list of Deployment objects. */
export interface DeploymentList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: Deployment[]
}

/** How a daemon set replaces its pods. */
export interface DaemonSetUpdateStrategy {
  /** RollingUpdate or OnDelete. Default: RollingUpdate. */
  type?: DaemonSetUpdateStrategyType
  /** Settings of the rolling update. */
  rollingUpdate?: RollingUpdateDaemonSet
}

/** Settings of a daemon set's rolling update. */
export interface RollingUpdateDaemonSet {
  /** Most nodes that may be without the pod, as number or percentage. Default: 1. */
  maxUnavailable?: number | string
  /** Most nodes that may run old and new pod at once, as number or percentage. Default: 0. */
  maxSurge?: number | string
}

/** Which pod a daemon set keeps on each node. */
export interface DaemonSetSpec {
  /** Labels of its pods; fixed, and the template must have them. */
  selector?: LabelSelector
  /** The pods to be made. */
  template: PodTemplateSpec
  /** How pods are replaced when the template changes. */
  updateStrategy?: DaemonSetUpdateStrategy
  /** Seconds a pod must be ready to count as available. Default: 0. */
  minReadySeconds?: number
  /** Number of the template, counted up with each change. */
  templateGeneration?: number
  /** Old revisions kept for going back. Default: 10. */
  revisionHistoryLimit?: number
}

/** State of a daemon set. */
export interface DaemonSetStatus {
  /** Nodes that run the pod and should. */
  currentNumberScheduled: number
  /** Nodes that run the pod but should not. */
  numberMisscheduled: number
  /** Nodes that should run the pod. */
  desiredNumberScheduled: number
  /** Nodes whose pod is ready. */
  numberReady: number
  /** Generation that the status speaks of. */
  observedGeneration?: number
  /** Nodes that run the newest pod. */
  updatedNumberScheduled?: number
  /** Nodes whose pod is available. */
  numberAvailable?: number
  /** Nodes that should have an available pod but have none. */
  numberUnavailable?: number
  /** How often the hash for a name was already taken. */
  collisionCount?: number
  /** Latest observations, one for each type. */
  conditions?: DaemonSetCondition[]
}

/** One observation about a daemon set. */
export interface DaemonSetCondition {
  /** Which of its kinds it is. */
  type: DaemonSetConditionType
  /** True, False or Unknown. */
  status: ConditionStatus
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

/** Keeps one pod on each node that fits. */
export interface DaemonSet {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: DaemonSetSpec
  /** What is; written by the system. */
  status?: DaemonSetStatus
}

/** A list of DaemonSet objects. */
export interface DaemonSetList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: DaemonSet[]
}

/** Leads HTTP requests from outside to services, by host and path. */
export interface Ingress {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: IngressSpec
  /** What is; written by the system. */
  status?: IngressStatus
}

/** A list of Ingress objects. */
export interface IngressList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: Ingress[]
}

/** Where requests lead. */
export interface IngressSpec {
  /** Class of the controller that serves it. */
  ingressClassName?: string
  /** Where requests go. */
  backend?: IngressBackend
  /** Certificates by host. */
  tls?: IngressTLS[]
  /** Hosts and paths, and where they lead. */
  rules?: IngressRule[]
}

/** A certificate and its hosts. */
export interface IngressTLS {
  /** Hosts the certificate is for. */
  hosts?: string[]
  /** Secret with certificate and key. */
  secretName?: string
}

/** State of an ingress. */
export interface IngressStatus {
  /** State of the load balancer. */
  loadBalancer?: IngressLoadBalancerStatus
}

/** Entry points of an ingress. */
export interface IngressLoadBalancerStatus {
  /** Entry points. */
  ingress?: IngressLoadBalancerIngress[]
}

/** An entry point of an ingress. */
export interface IngressLoadBalancerIngress {
  /** IP address. */
  ip?: string
  /** Name of the entry point, where it has no address. */
  hostname?: string
  /** States of the ports. */
  ports?: IngressPortStatus[]
}

/** State of an ingress's port. */
export interface IngressPortStatus {
  /** Number or name of the port. */
  port: number
  /** TCP, UDP or SCTP. Default: TCP. */
  protocol: Protocol
  /** What went wrong; empty when nothing did. */
  error?: string
}

/** Where requests for one host lead. */
export interface IngressRule extends IngressRuleValue {
  /** Host of the requests; * at the start stands for one label, empty for all hosts. */
  host?: string
}

/** How requests of a rule are told apart. */
export interface IngressRuleValue {
  /** Paths and where they lead. */
  http?: HTTPIngressRuleValue
}

/** Paths and where they lead. */
export interface HTTPIngressRuleValue {
  /** The paths. */
  paths: HTTPIngressPath[]
}

/** A path and where it leads. */
export interface HTTPIngressPath {
  /** Path of the requests; must begin with a slash. */
  path?: string
  /** Exact, Prefix or ImplementationSpecific. */
  pathType?: PathType
  /** Where requests go. */
  backend: IngressBackend
}

/** A service or another object that takes requests. */
export interface IngressBackend {
  /** Headless service that gives the pods their names. */
  serviceName?: string
  /** Port of the service. */
  servicePort?: number | string
  /** Another object of the same namespace. */
  resource?: TypedLocalObjectReference
}

/** Keeps a number of like pods running; mostly made by a deployment. */
export interface ReplicaSet {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: ReplicaSetSpec
  /** What is; written by the system. */
  status?: ReplicaSetStatus
}

/** A list of ReplicaSet objects. */
export interface ReplicaSetList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: ReplicaSet[]
}

/** Which pods a replica set keeps, and how many. */
export interface ReplicaSetSpec {
  /** Number of pods wanted. Default: 1. */
  replicas?: number
  /** Seconds a pod must be ready to count as available. Default: 0. */
  minReadySeconds?: number
  /** Labels of its pods; fixed, and the template must have them. */
  selector?: LabelSelector
  /** The pods to be made. */
  template?: PodTemplateSpec
}

/** State of a replica set. */
export interface ReplicaSetStatus {
  /** Number of pods. */
  replicas: number
  /** Pods that have all labels of the template. */
  fullyLabeledReplicas?: number
  /** Pods that are ready. */
  readyReplicas?: number
  /** Pods that have been ready for minReadySeconds. */
  availableReplicas?: number
  /** Generation that the status speaks of. */
  observedGeneration?: number
  /** Latest observations, one for each type. */
  conditions?: ReplicaSetCondition[]
}

/** One observation about a replica set. */
export interface ReplicaSetCondition {
  /** Which of its kinds it is. */
  type: ReplicaSetConditionType
  /** True, False or Unknown. */
  status: ConditionStatus
  /** When the status last changed. RFC 3339 time. */
  lastTransitionTime?: string
  /** One CamelCase word for programs. */
  reason?: string
  /** Explanation for people. */
  message?: string
}

/** What pods may connect to and be connected from. */
export interface NetworkPolicy {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Name, labels and everything else that objects of all kinds have. */
  metadata: ObjectMeta
  /** What is wanted. */
  spec: NetworkPolicySpec
}

/** Which pods are limited, and to what. */
export interface NetworkPolicySpec {
  /** Labels of the pods it is for; all of the namespace when empty. */
  podSelector: LabelSelector
  /** What may connect to the pods. */
  ingress?: NetworkPolicyIngressRule[]
  /** What the pods may connect to. */
  egress?: NetworkPolicyEgressRule[]
  /** Whether Ingress, Egress or both are limited. */
  policyTypes?: PolicyType[]
}

/** Connections let in. */
export interface NetworkPolicyIngressRule {
  /** The ports. */
  ports?: NetworkPolicyPort[]
  /** Where connections may come from; everywhere when empty. */
  from?: NetworkPolicyPeer[]
}

/** Connections let out. */
export interface NetworkPolicyEgressRule {
  /** The ports. */
  ports?: NetworkPolicyPort[]
  /** Where connections may go; everywhere when empty. */
  to?: NetworkPolicyPeer[]
}

/** A port or range of ports. */
export interface NetworkPolicyPort {
  /** TCP, UDP or SCTP. Default: TCP. */
  protocol?: Protocol
  /** Port by number or name; all ports when absent. */
  port?: number | string
  /** Last port of a range that begins with port. */
  endPort?: number
}

/** A range of addresses, with exceptions. */
export interface IPBlock {
  /** Address range, such as 192.168.0.0/16. */
  cidr: string
  /** Ranges within it that are left out. */
  except?: string[]
}

/** The other end of a connection. */
export interface NetworkPolicyPeer {
  /** Labels of pods. */
  podSelector?: LabelSelector
  /** Labels of namespaces to look for pods in. */
  namespaceSelector?: LabelSelector
  /** Address range; excludes the selectors. */
  ipBlock?: IPBlock
}

/** A list of NetworkPolicy objects. */
export interface NetworkPolicyList {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  /** Version of the list, and how to get the rest of it. */
  metadata: ListMeta
  /** The objects. */
  items: NetworkPolicy[]
}
