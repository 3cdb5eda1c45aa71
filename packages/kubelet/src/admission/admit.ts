/**
 * Whether this node takes a pod in: room, ports, node selectors, taints, sysctls, pressure.
 * In: the pod, those already taken in, the node. Out: undefined, or reason and message for a Failed status. Pure.
 * Source: kubernetes v1.31 pkg/kubelet/lifecycle/predicate.go and eviction admission (order and texts).
 */
import type { Node, Pod, Toleration, Taint } from '@elli/api/core/v1'
import { goQuote } from '@elli/machinery/go-quote'
import { isCriticalPod, isStaticPod } from '../pods/identity.ts'
import { add, amountOf, podRequests, qosClassOf, type Amounts } from '../pods/qos.ts'
import { portMappings } from '../containers/sandbox-config.ts'
import { matchesNode } from './node-affinity.ts'

export interface Rejection {
  readonly reason: string
  readonly message: string
}

export interface AdmissionView {
  readonly pod: Pod
  /** Taken in earlier and not finished. */
  readonly others: readonly Pod[]
  readonly node: Node | undefined
  readonly allocatable: Readonly<Record<string, string>>
  readonly maxPods: number
  readonly pressures: { readonly memory: boolean; readonly disk: boolean; readonly pid: boolean }
  readonly allowedUnsafeSysctls: readonly string[]
  /** The host has it switched on. */
  readonly appArmor: boolean
}

export function admit(view: AdmissionView): Rejection | undefined {
  return (
    underPressure(view) ??
    forbiddenSysctl(view) ??
    wrongNode(view) ??
    portTaken(view) ??
    untolerated(view) ??
    noRoom(view) ??
    wrongSystem(view.pod) ??
    noAppArmor(view)
  )
}

function underPressure({ pod, pressures }: AdmissionView): Rejection | undefined {
  const conditions = [
    ...(pressures.memory ? ['MemoryPressure'] : []),
    ...(pressures.disk ? ['DiskPressure'] : []),
    ...(pressures.pid ? ['PIDPressure'] : []),
  ]
  if (conditions.length === 0 || isCriticalPod(pod)) return undefined
  const onlyMemory = conditions.length === 1 && pressures.memory
  if (onlyMemory) {
    if (qosClassOf(pod) !== 'BestEffort') return undefined
    const taint: Taint = { key: 'node.kubernetes.io/memory-pressure', effect: 'NoSchedule' }
    if (tolerates(pod.spec.tolerations ?? [], taint)) return undefined
  }
  return { reason: 'Evicted', message: `The node had condition: [${conditions.join(' ')}]. ` }
}

const safeSysctls: ReadonlySet<string> = new Set([
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ping_group_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
])

function forbiddenSysctl({ pod, allowedUnsafeSysctls }: AdmissionView): Rejection | undefined {
  for (const { name } of pod.spec.securityContext?.sysctls ?? []) {
    const dotted = name.replaceAll('/', '.')
    const allowed = allowedUnsafeSysctls.some((pattern) =>
      pattern.endsWith('*') ? dotted.startsWith(pattern.slice(0, -1)) : dotted === pattern,
    )
    if (!safeSysctls.has(dotted) && !allowed) {
      return { reason: 'SysctlForbidden', message: `forbidden sysctl: ${goQuote(name)} not allowlisted` }
    }
    const hostNamespace = dotted.startsWith('net.') ? pod.spec.hostNetwork : pod.spec.hostIPC
    if (hostNamespace) {
      const which = dotted.startsWith('net.') ? 'net' : 'ipc'
      return {
        reason: 'SysctlForbidden',
        message: `forbidden sysctl: ${goQuote(name)} not allowed with host ${which} enabled`,
      }
    }
  }
  return undefined
}

function wrongNode({ pod, node }: AdmissionView): Rejection | undefined {
  if (!node) return undefined
  if (pod.spec.nodeName && pod.spec.nodeName !== node.metadata.name) {
    return { reason: 'NodeName', message: "Predicate NodeName failed: node(s) didn't match the requested node name" }
  }
  if (matchesNode(pod, node)) return undefined
  return {
    reason: 'NodeAffinity',
    message: "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
  }
}

function portTaken({ pod, others }: AdmissionView): Rejection | undefined {
  const wanted = hostPorts(pod)
  const taken = others.flatMap(hostPorts)
  const clash = wanted.some((a) =>
    taken.some((b) => a.port === b.port && a.protocol === b.protocol && (a.ip === b.ip || isAny(a.ip) || isAny(b.ip))),
  )
  if (!clash) return undefined
  return {
    reason: 'NodePorts',
    message: "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports",
  }
}

const isAny = (ip: string): boolean => ip === '' || ip === '0.0.0.0' || ip === '::'

function hostPorts(pod: Pod): { ip: string; port: number; protocol: string }[] {
  return portMappings(pod).map(({ hostIp, hostPort, protocol }) => ({ ip: hostIp, port: hostPort, protocol }))
}

function untolerated({ pod, node }: AdmissionView): Rejection | undefined {
  if (isStaticPod(pod)) return undefined
  const taint = node?.spec?.taints?.find(
    (one) => one.effect === 'NoExecute' && !tolerates(pod.spec.tolerations ?? [], one),
  )
  if (!taint) return undefined
  return {
    reason: 'TaintToleration',
    message: "Predicate TaintToleration failed: node(s) had taints that the pod didn't tolerate",
  }
}

export function tolerates(tolerations: readonly Toleration[], taint: Taint): boolean {
  return tolerations.some(({ key = '', operator = 'Equal', value = '', effect = '' }) => {
    if (effect !== '' && effect !== taint.effect) return false
    if (key !== '' && key !== taint.key) return false
    return operator === 'Exists' || (key !== '' && value === (taint.value ?? ''))
  })
}

function noRoom({ pod, others, allocatable, maxPods }: AdmissionView): Rejection | undefined {
  const room = (resource: string, requested: number, used: number, capacity: number): Rejection => ({
    reason: `OutOf${resource}`,
    message: `Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
  })
  if (others.length + 1 > maxPods) return room('pods', 1, others.length, maxPods)
  const used = others.reduce<Amounts>((total, other) => add(total, podRequests(other)), {})
  for (const [resource, requested] of Object.entries(podRequests(pod))) {
    if (requested === 0) continue
    const quantity = allocatable[resource]
    const standard = ['cpu', 'memory', 'ephemeral-storage'].includes(resource) || resource.startsWith('hugepages-')
    // Resources that the node never had are some plugin's that may only be late.
    if (quantity === undefined && !standard) continue
    const capacity = quantity === undefined ? 0 : amountOf(resource, quantity)
    if ((used[resource] ?? 0) + requested > capacity) return room(resource, requested, used[resource] ?? 0, capacity)
  }
  return undefined
}

function wrongSystem(pod: Pod): Rejection | undefined {
  const os = pod.spec.os?.name
  if (os !== undefined && os !== 'linux') {
    return { reason: 'PodOSNotSupported', message: "Failed to admit pod as the OS field doesn't match node OS" }
  }
  const label = pod.spec.nodeSelector?.['kubernetes.io/os']
  if (label === undefined || label === 'linux') return undefined
  return {
    reason: 'PodOSSelectorNodeLabelDoesNotMatch',
    message: "Failed to admit pod as the `kubernetes.io/os` label doesn't match node label",
  }
}

function noAppArmor({ pod, appArmor }: AdmissionView): Rejection | undefined {
  if (appArmor) return undefined
  const asks = [
    pod.spec.securityContext?.appArmorProfile,
    ...[...(pod.spec.initContainers ?? []), ...pod.spec.containers].map(
      ({ securityContext }) => securityContext?.appArmorProfile,
    ),
  ].some((profile) => profile !== undefined && profile.type !== 'Unconfined')
  if (!asks) return undefined
  return { reason: 'AppArmor', message: 'Cannot enforce AppArmor: AppArmor is not enabled on the host' }
}
