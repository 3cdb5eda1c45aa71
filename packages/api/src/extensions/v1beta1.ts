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
export const ScaleSpec: MessageSchema<ScaleSpec> = pkg.message(
  'ScaleSpec',
  {
    replicas: int32(1, { description: 'Number of pods.' }),
  },
  { description: 'How many pods are wanted.' },
)

export type ScaleStatus = T.ScaleStatus
export const ScaleStatus: MessageSchema<ScaleStatus> = pkg.message(
  'ScaleStatus',
  {
    replicas: int32(1, { required: true, description: 'Number of pods.' }),
    selector: map(2, 'string', { mapType: 'atomic', description: 'Labels of the objects that belong to it.' }),
    targetSelector: string(3, { description: 'Labels of the pods, as text.' }),
  },
  { description: 'How many pods there are.' },
)

export type Scale = T.Scale
export const Scale: MessageSchema<Scale> = pkg.message(
  'Scale',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => ScaleSpec, { description: 'What is wanted.' }),
    status: ref(3, () => ScaleStatus, { description: 'What is; written by the system.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.1', deprecated: '1.2', removed: '1.16' },
    description: 'How many pods a resource has and wants.',
  },
)

export type Deployment = T.Deployment
export const Deployment: MessageSchema<Deployment> = pkg.message(
  'Deployment',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => DeploymentSpec, { description: 'What is wanted.' }),
    status: ref(3, () => DeploymentStatus, { description: 'What is; written by the system.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.1',
      deprecated: '1.8',
      removed: '1.16',
      replacement: { group: 'apps', version: 'v1', kind: 'Deployment' },
    },
    description: 'Keeps pods running and rolls out new versions of them.',
  },
)

export type DeploymentSpec = T.DeploymentSpec
export const DeploymentSpec: MessageSchema<DeploymentSpec> = pkg.message(
  'DeploymentSpec',
  {
    replicas: int32(1, { pointer: true, description: 'Number of pods wanted. Default: 1.' }),
    selector: ref(2, () => LabelSelector, {
      pointer: true,
      description: 'Labels of its pods; fixed, and the template must have them.',
    }),
    template: ref(3, () => PodTemplateSpec, { required: true, description: 'The pods to be made.' }),
    strategy: ref(4, () => DeploymentStrategy, {
      patchStrategy: ['retainKeys'],
      description: 'How old pods give way to new ones.',
    }),
    minReadySeconds: int32(5, { description: 'Seconds a pod must be ready to count as available. Default: 0.' }),
    revisionHistoryLimit: int32(6, { pointer: true, description: 'Old revisions kept for going back. Default: 10.' }),
    paused: bool(7, { description: 'Do not roll out changes for now.' }),
    rollbackTo: ref(8, () => RollbackConfig, { pointer: true, description: 'Revision to go back to.' }),
    progressDeadlineSeconds: int32(9, {
      pointer: true,
      description: 'Seconds without progress after which the rollout counts as failed. Default: 600.',
    }),
  },
  { description: 'Which pods a deployment keeps, and how they are replaced.' },
)

export type DeploymentRollback = T.DeploymentRollback
export const DeploymentRollback: MessageSchema<DeploymentRollback> = pkg.message(
  'DeploymentRollback',
  {
    name: string(1, { required: true, description: 'Name, unique among its siblings.' }),
    updatedAnnotations: map(2, 'string', { description: 'Annotations to add on the way.' }),
    rollbackTo: ref(3, () => RollbackConfig, { required: true, description: 'Revision to go back to.' }),
  },
  {
    kind: true,
    lifecycle: { introduced: '1.2', deprecated: '1.8', removed: '1.16' },
    description: 'Asks a deployment to go back. No longer used.',
  },
)

export type RollbackConfig = T.RollbackConfig
export const RollbackConfig: MessageSchema<RollbackConfig> = pkg.message(
  'RollbackConfig',
  {
    revision: int64(1, { description: 'Number or hash of the revision.' }),
  },
  { description: 'Which revision to go back to.' },
)

export type DeploymentStrategy = T.DeploymentStrategy
export const DeploymentStrategy: MessageSchema<DeploymentStrategy> = pkg.message(
  'DeploymentStrategy',
  {
    type: string(1, {
      enum: DeploymentStrategyType,
      description: 'RollingUpdate or Recreate. Default: RollingUpdate.',
    }),
    rollingUpdate: ref(2, () => RollingUpdateDeployment, {
      pointer: true,
      description: 'Settings of the rolling update.',
    }),
  },
  { description: 'How a deployment replaces its pods.' },
)

export type RollingUpdateDeployment = T.RollingUpdateDeployment
export const RollingUpdateDeployment: MessageSchema<RollingUpdateDeployment> = pkg.message(
  'RollingUpdateDeployment',
  {
    maxUnavailable: intOrString(1, {
      pointer: true,
      description: 'Most pods that may be missing, as number or percentage. Default: 25%.',
    }),
    maxSurge: intOrString(2, {
      pointer: true,
      description: 'Most pods above the wanted number, as number or percentage. Default: 25%.',
    }),
  },
  { description: "Settings of a deployment's rolling update." },
)

export type DeploymentStatus = T.DeploymentStatus
export const DeploymentStatus: MessageSchema<DeploymentStatus> = pkg.message(
  'DeploymentStatus',
  {
    observedGeneration: int64(1, { description: 'Generation that the status speaks of.' }),
    replicas: int32(2, { description: 'Number of pods.' }),
    updatedReplicas: int32(3, { description: 'Pods of the newest template.' }),
    readyReplicas: int32(7, { description: 'Pods that are ready.' }),
    availableReplicas: int32(4, { description: 'Pods that have been ready for minReadySeconds.' }),
    unavailableReplicas: int32(5, { description: 'Pods that are still missing.' }),
    conditions: list(6, () => DeploymentCondition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Latest observations, one for each type.',
    }),
    collisionCount: int32(8, { pointer: true, description: 'How often the hash for a name was already taken.' }),
  },
  { description: 'State of a deployment.' },
)

export type DeploymentCondition = T.DeploymentCondition
export const DeploymentCondition: MessageSchema<DeploymentCondition> = pkg.message(
  'DeploymentCondition',
  {
    type: string(1, { required: true, enum: DeploymentConditionType, description: 'Which of its kinds it is.' }),
    status: string(2, { required: true, enum: ConditionStatus, description: 'True, False or Unknown.' }),
    lastUpdateTime: time(6, { description: 'When the condition was last written.' }),
    lastTransitionTime: time(7, { description: 'When the status last changed.' }),
    reason: string(4, { description: 'One CamelCase word for programs.' }),
    message: string(5, { description: 'Explanation for people.' }),
  },
  { description: 'One observation about a deployment.' },
)

export type DeploymentList = T.DeploymentList
export const DeploymentList: MessageSchema<DeploymentList> = pkg.message(
  'DeploymentList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => Deployment, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.1',
      deprecated: '1.8',
      removed: '1.16',
      replacement: { group: 'apps', version: 'v1', kind: 'DeploymentList' },
    },
    description: 'A list of Deployment objects.',
  },
)

export type DaemonSetUpdateStrategy = T.DaemonSetUpdateStrategy
export const DaemonSetUpdateStrategy: MessageSchema<DaemonSetUpdateStrategy> = pkg.message(
  'DaemonSetUpdateStrategy',
  {
    type: string(1, {
      enum: DaemonSetUpdateStrategyType,
      description: 'RollingUpdate or OnDelete. Default: RollingUpdate.',
    }),
    rollingUpdate: ref(2, () => RollingUpdateDaemonSet, {
      pointer: true,
      description: 'Settings of the rolling update.',
    }),
  },
  { description: 'How a daemon set replaces its pods.' },
)

export type RollingUpdateDaemonSet = T.RollingUpdateDaemonSet
export const RollingUpdateDaemonSet: MessageSchema<RollingUpdateDaemonSet> = pkg.message(
  'RollingUpdateDaemonSet',
  {
    maxUnavailable: intOrString(1, {
      pointer: true,
      description: 'Most nodes that may be without the pod, as number or percentage. Default: 1.',
    }),
    maxSurge: intOrString(2, {
      pointer: true,
      description: 'Most nodes that may run old and new pod at once, as number or percentage. Default: 0.',
    }),
  },
  { description: "Settings of a daemon set's rolling update." },
)

export type DaemonSetSpec = T.DaemonSetSpec
export const DaemonSetSpec: MessageSchema<DaemonSetSpec> = pkg.message(
  'DaemonSetSpec',
  {
    selector: ref(1, () => LabelSelector, {
      pointer: true,
      description: 'Labels of its pods; fixed, and the template must have them.',
    }),
    template: ref(2, () => PodTemplateSpec, { required: true, description: 'The pods to be made.' }),
    updateStrategy: ref(3, () => DaemonSetUpdateStrategy, {
      description: 'How pods are replaced when the template changes.',
    }),
    minReadySeconds: int32(4, { description: 'Seconds a pod must be ready to count as available. Default: 0.' }),
    templateGeneration: int64(5, { description: 'Number of the template, counted up with each change.' }),
    revisionHistoryLimit: int32(6, { pointer: true, description: 'Old revisions kept for going back. Default: 10.' }),
  },
  { description: 'Which pod a daemon set keeps on each node.' },
)

export type DaemonSetStatus = T.DaemonSetStatus
export const DaemonSetStatus: MessageSchema<DaemonSetStatus> = pkg.message(
  'DaemonSetStatus',
  {
    currentNumberScheduled: int32(1, { required: true, description: 'Nodes that run the pod and should.' }),
    numberMisscheduled: int32(2, { required: true, description: 'Nodes that run the pod but should not.' }),
    desiredNumberScheduled: int32(3, { required: true, description: 'Nodes that should run the pod.' }),
    numberReady: int32(4, { required: true, description: 'Nodes whose pod is ready.' }),
    observedGeneration: int64(5, { description: 'Generation that the status speaks of.' }),
    updatedNumberScheduled: int32(6, { description: 'Nodes that run the newest pod.' }),
    numberAvailable: int32(7, { description: 'Nodes whose pod is available.' }),
    numberUnavailable: int32(8, { description: 'Nodes that should have an available pod but have none.' }),
    collisionCount: int32(9, { pointer: true, description: 'How often the hash for a name was already taken.' }),
    conditions: list(10, () => DaemonSetCondition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Latest observations, one for each type.',
    }),
  },
  { description: 'State of a daemon set.' },
)

export type DaemonSetCondition = T.DaemonSetCondition
export const DaemonSetCondition: MessageSchema<DaemonSetCondition> = pkg.message(
  'DaemonSetCondition',
  {
    type: string(1, { required: true, enum: DaemonSetConditionType, description: 'Which of its kinds it is.' }),
    status: string(2, { required: true, enum: ConditionStatus, description: 'True, False or Unknown.' }),
    lastTransitionTime: time(3, { description: 'When the status last changed.' }),
    reason: string(4, { description: 'One CamelCase word for programs.' }),
    message: string(5, { description: 'Explanation for people.' }),
  },
  { description: 'One observation about a daemon set.' },
)

export type DaemonSet = T.DaemonSet
export const DaemonSet: MessageSchema<DaemonSet> = pkg.message(
  'DaemonSet',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => DaemonSetSpec, { description: 'What is wanted.' }),
    status: ref(3, () => DaemonSetStatus, { description: 'What is; written by the system.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.1',
      deprecated: '1.8',
      removed: '1.16',
      replacement: { group: 'apps', version: 'v1', kind: 'DaemonSet' },
    },
    description: 'Keeps one pod on each node that fits.',
  },
)

export type DaemonSetList = T.DaemonSetList
export const DaemonSetList: MessageSchema<DaemonSetList> = pkg.message(
  'DaemonSetList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => DaemonSet, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.1',
      deprecated: '1.8',
      removed: '1.16',
      replacement: { group: 'apps', version: 'v1', kind: 'DaemonSetList' },
    },
    description: 'A list of DaemonSet objects.',
  },
)

export type Ingress = T.Ingress
export const Ingress: MessageSchema<Ingress> = pkg.message(
  'Ingress',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => IngressSpec, { description: 'What is wanted.' }),
    status: ref(3, () => IngressStatus, { description: 'What is; written by the system.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.1',
      deprecated: '1.14',
      removed: '1.22',
      replacement: { group: 'networking.k8s.io', version: 'v1', kind: 'Ingress' },
    },
    description: 'Leads HTTP requests from outside to services, by host and path.',
  },
)

export type IngressList = T.IngressList
export const IngressList: MessageSchema<IngressList> = pkg.message(
  'IngressList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => Ingress, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.1',
      deprecated: '1.14',
      removed: '1.22',
      replacement: { group: 'networking.k8s.io', version: 'v1', kind: 'IngressList' },
    },
    description: 'A list of Ingress objects.',
  },
)

export type IngressSpec = T.IngressSpec
export const IngressSpec: MessageSchema<IngressSpec> = pkg.message(
  'IngressSpec',
  {
    ingressClassName: string(4, { pointer: true, description: 'Class of the controller that serves it.' }),
    backend: ref(1, () => IngressBackend, { pointer: true, description: 'Where requests go.' }),
    tls: list(2, () => IngressTLS, { listType: 'atomic', description: 'Certificates by host.' }),
    rules: list(3, () => IngressRule, { listType: 'atomic', description: 'Hosts and paths, and where they lead.' }),
  },
  { description: 'Where requests lead.' },
)

export type IngressTLS = T.IngressTLS
export const IngressTLS: MessageSchema<IngressTLS> = pkg.message(
  'IngressTLS',
  {
    hosts: list(1, 'string', { listType: 'atomic', description: 'Hosts the certificate is for.' }),
    secretName: string(2, { description: 'Secret with certificate and key.' }),
  },
  { description: 'A certificate and its hosts.' },
)

export type IngressStatus = T.IngressStatus
export const IngressStatus: MessageSchema<IngressStatus> = pkg.message(
  'IngressStatus',
  {
    loadBalancer: ref(1, () => IngressLoadBalancerStatus, { description: 'State of the load balancer.' }),
  },
  { description: 'State of an ingress.' },
)

export type IngressLoadBalancerStatus = T.IngressLoadBalancerStatus
export const IngressLoadBalancerStatus: MessageSchema<IngressLoadBalancerStatus> = pkg.message(
  'IngressLoadBalancerStatus',
  {
    ingress: list(1, () => IngressLoadBalancerIngress, { listType: 'atomic', description: 'Entry points.' }),
  },
  { description: 'Entry points of an ingress.' },
)

export type IngressLoadBalancerIngress = T.IngressLoadBalancerIngress
export const IngressLoadBalancerIngress: MessageSchema<IngressLoadBalancerIngress> = pkg.message(
  'IngressLoadBalancerIngress',
  {
    ip: string(1, { description: 'IP address.' }),
    hostname: string(2, { description: 'Name of the entry point, where it has no address.' }),
    ports: list(4, () => IngressPortStatus, { listType: 'atomic', description: 'States of the ports.' }),
  },
  { description: 'An entry point of an ingress.' },
)

export type IngressPortStatus = T.IngressPortStatus
export const IngressPortStatus: MessageSchema<IngressPortStatus> = pkg.message(
  'IngressPortStatus',
  {
    port: int32(1, { required: true, description: 'Number or name of the port.' }),
    protocol: string(2, { required: true, enum: Protocol, description: 'TCP, UDP or SCTP. Default: TCP.' }),
    error: string(3, { pointer: true, description: 'What went wrong; empty when nothing did.' }),
  },
  { description: "State of an ingress's port." },
)

export type IngressRule = T.IngressRule
export const IngressRule: MessageSchema<IngressRule> = pkg.message(
  'IngressRule',
  {
    host: string(1, { description: 'Host of the requests; * at the start stands for one label, empty for all hosts.' }),
    ingressRuleValue: inline(2, () => IngressRuleValue),
  },
  { description: 'Where requests for one host lead.' },
)

export type IngressRuleValue = T.IngressRuleValue
export const IngressRuleValue: MessageSchema<IngressRuleValue> = pkg.message(
  'IngressRuleValue',
  {
    http: ref(1, () => HTTPIngressRuleValue, { pointer: true, description: 'Paths and where they lead.' }),
  },
  { description: 'How requests of a rule are told apart.' },
)

export type HTTPIngressRuleValue = T.HTTPIngressRuleValue
export const HTTPIngressRuleValue: MessageSchema<HTTPIngressRuleValue> = pkg.message(
  'HTTPIngressRuleValue',
  {
    paths: list(1, () => HTTPIngressPath, { required: true, listType: 'atomic', description: 'The paths.' }),
  },
  { description: 'Paths and where they lead.' },
)

export type HTTPIngressPath = T.HTTPIngressPath
export const HTTPIngressPath: MessageSchema<HTTPIngressPath> = pkg.message(
  'HTTPIngressPath',
  {
    path: string(1, { description: 'Path of the requests; must begin with a slash.' }),
    pathType: string(3, { pointer: true, enum: PathType, description: 'Exact, Prefix or ImplementationSpecific.' }),
    backend: ref(2, () => IngressBackend, { required: true, description: 'Where requests go.' }),
  },
  { description: 'A path and where it leads.' },
)

export type IngressBackend = T.IngressBackend
export const IngressBackend: MessageSchema<IngressBackend> = pkg.message(
  'IngressBackend',
  {
    serviceName: string(1, { description: 'Headless service that gives the pods their names.' }),
    servicePort: intOrString(2, { description: 'Port of the service.' }),
    resource: ref(3, () => TypedLocalObjectReference, {
      pointer: true,
      description: 'Another object of the same namespace.',
    }),
  },
  { description: 'A service or another object that takes requests.' },
)

export type ReplicaSet = T.ReplicaSet
export const ReplicaSet: MessageSchema<ReplicaSet> = pkg.message(
  'ReplicaSet',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => ReplicaSetSpec, { description: 'What is wanted.' }),
    status: ref(3, () => ReplicaSetStatus, { description: 'What is; written by the system.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.2',
      deprecated: '1.8',
      removed: '1.16',
      replacement: { group: 'apps', version: 'v1', kind: 'ReplicaSet' },
    },
    description: 'Keeps a number of like pods running; mostly made by a deployment.',
  },
)

export type ReplicaSetList = T.ReplicaSetList
export const ReplicaSetList: MessageSchema<ReplicaSetList> = pkg.message(
  'ReplicaSetList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => ReplicaSet, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.2',
      deprecated: '1.8',
      removed: '1.16',
      replacement: { group: 'apps', version: 'v1', kind: 'ReplicaSetList' },
    },
    description: 'A list of ReplicaSet objects.',
  },
)

export type ReplicaSetSpec = T.ReplicaSetSpec
export const ReplicaSetSpec: MessageSchema<ReplicaSetSpec> = pkg.message(
  'ReplicaSetSpec',
  {
    replicas: int32(1, { pointer: true, description: 'Number of pods wanted. Default: 1.' }),
    minReadySeconds: int32(4, { description: 'Seconds a pod must be ready to count as available. Default: 0.' }),
    selector: ref(2, () => LabelSelector, {
      pointer: true,
      description: 'Labels of its pods; fixed, and the template must have them.',
    }),
    template: ref(3, () => PodTemplateSpec, { description: 'The pods to be made.' }),
  },
  { description: 'Which pods a replica set keeps, and how many.' },
)

export type ReplicaSetStatus = T.ReplicaSetStatus
export const ReplicaSetStatus: MessageSchema<ReplicaSetStatus> = pkg.message(
  'ReplicaSetStatus',
  {
    replicas: int32(1, { required: true, description: 'Number of pods.' }),
    fullyLabeledReplicas: int32(2, { description: 'Pods that have all labels of the template.' }),
    readyReplicas: int32(4, { description: 'Pods that are ready.' }),
    availableReplicas: int32(5, { description: 'Pods that have been ready for minReadySeconds.' }),
    observedGeneration: int64(3, { description: 'Generation that the status speaks of.' }),
    conditions: list(6, () => ReplicaSetCondition, {
      listType: 'map',
      listMapKeys: ['type'],
      patchStrategy: ['merge'],
      patchMergeKey: 'type',
      description: 'Latest observations, one for each type.',
    }),
  },
  { description: 'State of a replica set.' },
)

export type ReplicaSetCondition = T.ReplicaSetCondition
export const ReplicaSetCondition: MessageSchema<ReplicaSetCondition> = pkg.message(
  'ReplicaSetCondition',
  {
    type: string(1, { required: true, enum: ReplicaSetConditionType, description: 'Which of its kinds it is.' }),
    status: string(2, { required: true, enum: ConditionStatus, description: 'True, False or Unknown.' }),
    lastTransitionTime: time(3, { description: 'When the status last changed.' }),
    reason: string(4, { description: 'One CamelCase word for programs.' }),
    message: string(5, { description: 'Explanation for people.' }),
  },
  { description: 'One observation about a replica set.' },
)

export type NetworkPolicy = T.NetworkPolicy
export const NetworkPolicy: MessageSchema<NetworkPolicy> = pkg.message(
  'NetworkPolicy',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    spec: ref(2, () => NetworkPolicySpec, { description: 'What is wanted.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.3',
      deprecated: '1.9',
      removed: '1.16',
      replacement: { group: 'networking.k8s.io', version: 'v1', kind: 'NetworkPolicy' },
    },
    description: 'What pods may connect to and be connected from.',
  },
)

export type NetworkPolicySpec = T.NetworkPolicySpec
export const NetworkPolicySpec: MessageSchema<NetworkPolicySpec> = pkg.message(
  'NetworkPolicySpec',
  {
    podSelector: ref(1, () => LabelSelector, {
      required: true,
      description: 'Labels of the pods it is for; all of the namespace when empty.',
    }),
    ingress: list(2, () => NetworkPolicyIngressRule, {
      listType: 'atomic',
      description: 'What may connect to the pods.',
    }),
    egress: list(3, () => NetworkPolicyEgressRule, {
      listType: 'atomic',
      description: 'What the pods may connect to.',
    }),
    policyTypes: list(4, stringOf(PolicyType), {
      listType: 'atomic',
      description: 'Whether Ingress, Egress or both are limited.',
    }),
  },
  { description: 'Which pods are limited, and to what.' },
)

export type NetworkPolicyIngressRule = T.NetworkPolicyIngressRule
export const NetworkPolicyIngressRule: MessageSchema<NetworkPolicyIngressRule> = pkg.message(
  'NetworkPolicyIngressRule',
  {
    ports: list(1, () => NetworkPolicyPort, { listType: 'atomic', description: 'The ports.' }),
    from: list(2, () => NetworkPolicyPeer, {
      listType: 'atomic',
      description: 'Where connections may come from; everywhere when empty.',
    }),
  },
  { description: 'Connections let in.' },
)

export type NetworkPolicyEgressRule = T.NetworkPolicyEgressRule
export const NetworkPolicyEgressRule: MessageSchema<NetworkPolicyEgressRule> = pkg.message(
  'NetworkPolicyEgressRule',
  {
    ports: list(1, () => NetworkPolicyPort, { listType: 'atomic', description: 'The ports.' }),
    to: list(2, () => NetworkPolicyPeer, {
      listType: 'atomic',
      description: 'Where connections may go; everywhere when empty.',
    }),
  },
  { description: 'Connections let out.' },
)

export type NetworkPolicyPort = T.NetworkPolicyPort
export const NetworkPolicyPort: MessageSchema<NetworkPolicyPort> = pkg.message(
  'NetworkPolicyPort',
  {
    protocol: string(1, { pointer: true, enum: Protocol, description: 'TCP, UDP or SCTP. Default: TCP.' }),
    port: intOrString(2, { pointer: true, description: 'Port by number or name; all ports when absent.' }),
    endPort: int32(3, { pointer: true, description: 'Last port of a range that begins with port.' }),
  },
  { description: 'A port or range of ports.' },
)

export type IPBlock = T.IPBlock
export const IPBlock: MessageSchema<IPBlock> = pkg.message(
  'IPBlock',
  {
    cidr: string(1, { required: true, description: 'Address range, such as 192.168.0.0/16.' }),
    except: list(2, 'string', { listType: 'atomic', description: 'Ranges within it that are left out.' }),
  },
  { description: 'A range of addresses, with exceptions.' },
)

export type NetworkPolicyPeer = T.NetworkPolicyPeer
export const NetworkPolicyPeer: MessageSchema<NetworkPolicyPeer> = pkg.message(
  'NetworkPolicyPeer',
  {
    podSelector: ref(1, () => LabelSelector, { pointer: true, description: 'Labels of pods.' }),
    namespaceSelector: ref(2, () => LabelSelector, {
      pointer: true,
      description: 'Labels of namespaces to look for pods in.',
    }),
    ipBlock: ref(3, () => IPBlock, { pointer: true, description: 'Address range; excludes the selectors.' }),
  },
  { description: 'The other end of a connection.' },
)

export type NetworkPolicyList = T.NetworkPolicyList
export const NetworkPolicyList: MessageSchema<NetworkPolicyList> = pkg.message(
  'NetworkPolicyList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => NetworkPolicy, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.3',
      deprecated: '1.9',
      removed: '1.16',
      replacement: { group: 'networking.k8s.io', version: 'v1', kind: 'NetworkPolicyList' },
    },
    description: 'A list of NetworkPolicy objects.',
  },
)
