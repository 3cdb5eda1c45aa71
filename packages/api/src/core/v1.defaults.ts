/**
 * Defaults of the core group that are more than a field's own.
 * In: objects of v1. Out: the same with upstream's v1.31 defaults.
 * Elsewhere: plain defaults stand at their fields (v1.ts); who runs the rules (../defaults.ts).
 */
import { canonicalQuantity, formatQuantity, parseQuantity } from '../quantity.ts'
import { type DefaultRule, defaultRule, type GateLookup } from '../schema/defaults.ts'
import { imageTag } from './imageTag.ts'
import {
  type Container,
  ConfigMap,
  ConfigMapVolumeSource,
  Container as ContainerSchema,
  DownwardAPIVolumeSource,
  EndpointPort,
  EphemeralContainerCommon,
  HTTPGetAction,
  HostPathVolumeSource,
  LimitRangeItem,
  Namespace,
  NamespaceStatus,
  NodeStatus,
  ObjectFieldSelector,
  PersistentVolumeClaimSpec,
  PersistentVolumeClaim,
  PersistentVolume,
  Pod,
  PodSpec,
  Probe,
  ProjectedVolumeSource,
  packageInfo,
  ReplicationController,
  Secret,
  SecretVolumeSource,
  Service,
  ServiceAccountTokenProjection,
  Volume,
  VolumeSource,
} from './v1.ts'

/** Readable by all, writable by the owner. */
const fileMode = 0o644

function pullPolicy(image: string | undefined): 'Always' | 'IfNotPresent' {
  return imageTag(image ?? '') === 'latest' ? 'Always' : 'IfNotPresent'
}

function container(
  c: Pick<Container, 'image' | 'imagePullPolicy' | 'terminationMessagePath' | 'terminationMessagePolicy'>,
): void {
  c.imagePullPolicy ||= pullPolicy(c.image)
  c.terminationMessagePath ||= '/dev/termination-log'
  c.terminationMessagePolicy ||= 'File'
}

/** What a container may use it also asks for, unless it says otherwise. */
function requestsFromLimits(c: Container): void {
  const limits = c.resources?.limits
  if (c.resources === undefined || limits === undefined) return
  c.resources.requests = { ...limits, ...c.resources.requests }
}

function resizePolicies(c: Container): void {
  for (const resourceName of ['cpu', 'memory']) {
    if (c.resources?.requests?.[resourceName] === undefined) continue
    if (c.resizePolicy?.some((policy) => policy.resourceName === resourceName)) continue
    c.resizePolicy = [...(c.resizePolicy ?? []), { resourceName, restartPolicy: 'NotRequired' }]
  }
}

/** On the host's network a container port is a host port. */
function hostPorts(containers: readonly Container[] | undefined): void {
  for (const port of containers?.flatMap((c) => c.ports ?? []) ?? []) port.hostPort ||= port.containerPort
}

function pod(p: Pod, gates: GateLookup): void {
  for (const c of p.spec.containers ?? []) {
    requestsFromLimits(c)
    if (gates('InPlacePodVerticalScaling')) resizePolicies(c)
  }
  for (const c of p.spec.initContainers ?? []) requestsFromLimits(c)
  p.spec.enableServiceLinks ??= true
  if (p.spec.hostNetwork === true) {
    hostPorts(p.spec.containers)
    hostPorts(p.spec.initContainers)
  }
}

const volumeSources = VolumeSource.fields.map((field) => field.name)

function podVolume(v: Volume, gates: GateLookup): void {
  const given = v as unknown as Readonly<Record<string, unknown>>
  if (volumeSources.every((name) => given[name] === undefined || given[name] === null)) v.emptyDir = {}
  if (v.image !== undefined && gates('ImageVolume')) v.image.pullPolicy ||= pullPolicy(v.image.reference)
}

/** Three hours. */
const affinitySeconds = 10_800

function service(s: Service, gates: GateLookup): void {
  const { spec } = s
  spec.sessionAffinity ||= 'None'
  if (spec.sessionAffinity === 'None') delete spec.sessionAffinityConfig
  if (spec.sessionAffinity === 'ClientIP' && spec.sessionAffinityConfig?.clientIP?.timeoutSeconds === undefined) {
    spec.sessionAffinityConfig = { clientIP: { timeoutSeconds: affinitySeconds } }
  }
  spec.type ||= 'ClusterIP'
  for (const port of spec.ports ?? []) {
    port.protocol ||= 'TCP'
    port.targetPort ||= port.port
  }
  const isLoadBalancer = spec.type === 'LoadBalancer'
  const hasExternalAddress = spec.type === 'ClusterIP' && (spec.externalIPs ?? []).length > 0
  if (isLoadBalancer || spec.type === 'NodePort' || hasExternalAddress) spec.externalTrafficPolicy ||= 'Cluster'
  if (spec.type !== 'ExternalName') spec.internalTrafficPolicy ??= 'Cluster'
  if (!isLoadBalancer) return
  spec.allocateLoadBalancerNodePorts ??= true
  if (!gates('LoadBalancerIPMode')) return
  for (const ingress of s.status?.loadBalancer?.ingress ?? []) {
    if (ingress.ip !== undefined && ingress.ip !== '') ingress.ipMode ??= 'VIP'
  }
}

function replicationController(rc: ReplicationController): void {
  const labels = rc.spec.template?.metadata?.labels
  if (labels !== undefined) {
    if (isEmpty(rc.spec.selector)) rc.spec.selector = { ...labels }
    rc.metadata ??= {}
    if (isEmpty(rc.metadata.labels)) rc.metadata.labels = { ...labels }
  }
  rc.spec.replicas ??= 1
}

function isEmpty(map: Readonly<Record<string, string>> | undefined): boolean {
  return map === undefined || Object.keys(map).length === 0
}

function limitRangeItem(item: LimitRangeItem): void {
  if (item.type !== 'Container') return
  item.default = { ...item.max, ...item.default }
  item.defaultRequest = { ...item.min, ...item.default, ...item.defaultRequest }
}

/** Finer than a thousandth is rounded up. */
function roundedToMilli(text: string): string {
  const { mantissa, exponent, format } = parseQuantity(text)
  if (exponent >= -3) return canonicalQuantity(text)
  const divisor = 10n ** BigInt(-3 - exponent)
  const away = mantissa < 0n ? 1n - divisor : divisor - 1n
  return formatQuantity({ mantissa: (mantissa + away) / divisor, exponent: -3, format })
}

/** Texts that may be finer than a thousandth. */
const fine = /[nu]$|\.\d{4}|[eE]-/

/** Every list of resources in this group. */
const resourceLists: DefaultRule[] = packageInfo.messages.flatMap((schema) => {
  const names = schema.fields
    .filter((field) => field.type.kind === 'map' && field.type.value.kind === 'quantity')
    .map((field) => field.name)
  if (names.length === 0) return []
  return defaultRule(schema, (message) => {
    const object = message as Readonly<Record<string, Record<string, string> | undefined>>
    for (const name of names) {
      const list = object[name]
      for (const key in list) {
        const text = list[key]
        if (text !== undefined && fine.test(text)) list[key] = roundedToMilli(text)
      }
    }
  })
})

export const coreV1Defaults: readonly DefaultRule[] = [
  defaultRule(Pod, pod),
  defaultRule(PodSpec, (spec) => {
    spec.dnsPolicy ||= 'ClusterFirst'
    spec.restartPolicy ||= 'Always'
    spec.securityContext ??= {}
    spec.terminationGracePeriodSeconds ??= 30
    spec.schedulerName ||= 'default-scheduler'
  }),
  defaultRule(ContainerSchema, container),
  defaultRule(EphemeralContainerCommon, container),
  defaultRule(Volume, podVolume),
  defaultRule(Probe, (probe) => {
    probe.timeoutSeconds ||= 1
    probe.periodSeconds ||= 10
    probe.successThreshold ||= 1
    probe.failureThreshold ||= 3
  }),
  defaultRule(HTTPGetAction, (action) => {
    action.path ||= '/'
    action.scheme ||= 'HTTP'
  }),
  defaultRule(SecretVolumeSource, (source) => {
    source.defaultMode ??= fileMode
  }),
  defaultRule(ConfigMapVolumeSource, (source) => {
    source.defaultMode ??= fileMode
  }),
  defaultRule(DownwardAPIVolumeSource, (source) => {
    source.defaultMode ??= fileMode
  }),
  defaultRule(ProjectedVolumeSource, (source) => {
    source.defaultMode ??= fileMode
  }),
  defaultRule(ServiceAccountTokenProjection, (projection) => {
    projection.expirationSeconds ??= 3600
  }),
  defaultRule(HostPathVolumeSource, (source) => {
    source.type ??= ''
  }),
  defaultRule(ObjectFieldSelector, (selector) => {
    selector.apiVersion ||= 'v1'
  }),
  defaultRule(Service, service),
  defaultRule(EndpointPort, (port) => {
    port.protocol ||= 'TCP'
  }),
  defaultRule(ReplicationController, replicationController),
  defaultRule(Secret, (secret) => {
    secret.type ||= 'Opaque'
  }),
  defaultRule(ConfigMap, (configMap) => {
    configMap.data ??= {}
  }),
  defaultRule(PersistentVolume, (volume) => {
    volume.status = { ...volume.status, phase: volume.status?.phase || 'Pending' }
    volume.spec.persistentVolumeReclaimPolicy ||= 'Retain'
    volume.spec.volumeMode ??= 'Filesystem'
  }),
  defaultRule(PersistentVolumeClaim, (claim) => {
    claim.status = { ...claim.status, phase: claim.status?.phase || 'Pending' }
  }),
  defaultRule(PersistentVolumeClaimSpec, (spec) => {
    spec.volumeMode ??= 'Filesystem'
  }),
  defaultRule(Namespace, (namespace) => {
    const { metadata } = namespace
    // Every namespace can be selected by its name.
    if (metadata.name !== undefined && metadata.name !== '') {
      metadata.labels = { ...metadata.labels, 'kubernetes.io/metadata.name': metadata.name }
    }
  }),
  defaultRule(NamespaceStatus, (status) => {
    status.phase ||= 'Active'
  }),
  defaultRule(NodeStatus, (status) => {
    if (status.capacity !== undefined) status.allocatable ??= { ...status.capacity }
  }),
  defaultRule(LimitRangeItem, limitRangeItem),
  ...resourceLists,
]
