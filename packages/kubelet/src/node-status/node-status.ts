/**
 * The Node object as this kubelet wants it: labels, capacity, addresses, conditions, images.
 * In: machine, options, runtime status, pressures. Out: Node and NodeStatus. Pure.
 * Elsewhere: writing them (./node-reporter.ts), the lease (./node-lease.ts).
 */
import type { ContainerImage, Node, NodeAddress, NodeCondition, NodeStatus, NodeSystemInfo } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import { toTime } from '@elli/host/time'
import { quantityText, quantityOf, milliQuantityOf, quantityValue, milliValue } from '@elli/machinery/quantity'
import type { Machine } from '../context.ts'
import type { Image, RuntimeCondition } from '../cri/v1.types.ts'
import { thresholdBytes } from '../eviction/thresholds.ts'
import type { ResolvedOptions } from '../options.ts'

export interface NodeView {
  readonly options: ResolvedOptions
  readonly machine: Machine
  readonly systemInfo: Omit<NodeSystemInfo, 'containerRuntimeVersion' | 'kubeletVersion' | 'kubeProxyVersion'>
  readonly runtimeVersion: string
  readonly hostIPs: readonly string[]
  readonly filesystem: { readonly capacityBytes: number } | undefined
  readonly hugePages: Readonly<Record<string, number>>
  readonly images: readonly Image[]
  readonly pressures: { readonly memory: boolean; readonly disk: boolean; readonly pid: boolean }
  /** Joined errors of runtime, network and PLEG; empty when the node is ready. */
  readonly problems: readonly string[]
  readonly port: number
}

export function nodeCapacity(
  view: Pick<NodeView, 'machine' | 'options' | 'filesystem' | 'hugePages'>,
): Record<string, string> {
  const { machine, options, filesystem, hugePages } = view
  const pods = options.podsPerCore > 0 ? Math.min(options.maxPods, options.podsPerCore * machine.cpus) : options.maxPods
  return {
    cpu: String(machine.cpus),
    ...(filesystem && { 'ephemeral-storage': `${Math.floor(filesystem.capacityBytes / 1024)}Ki` }),
    ...Object.fromEntries(
      machine.hugePageSizes.map((size) => [
        `hugepages-${size}`,
        quantityText(quantityOf(hugePages[size] ?? 0, 'BinarySI')),
      ]),
    ),
    memory: `${Math.floor(machine.memoryBytes / 1024)}Ki`,
    pods: String(pods),
  }
}

/** Capacity less what is reserved for the system, for Kubernetes, and for eviction to have time. */
export function nodeAllocatable(
  capacity: Readonly<Record<string, string>>,
  options: ResolvedOptions,
): Record<string, string> {
  const out: Record<string, string> = {}
  for (const [name, quantity] of Object.entries(capacity)) {
    const reserved = [options.kubeReserved[name], options.systemReserved[name]].filter((value) => value !== undefined)
    if (name === 'cpu') {
      const left = reserved.reduce((rest, value) => rest - milliValue(value), milliValue(quantity))
      out[name] = quantityText(milliQuantityOf(Math.max(0, left)))
      continue
    }
    const total = quantityValue(quantity)
    let left = reserved.reduce((rest, value) => rest - quantityValue(value), total)
    if (name === 'memory') left -= thresholdBytes(options.evictionHard['memory.available'], total)
    if (name === 'ephemeral-storage') left -= thresholdBytes(options.evictionHard['nodefs.available'], total)
    left = Math.max(0, left)
    if (left === total) out[name] = quantity
    else if (name === 'memory') out[name] = `${Math.floor(left / 1024)}Ki`
    else out[name] = String(left)
  }
  const hugeBytes = Object.entries(capacity)
    .filter(([name]) => name.startsWith('hugepages-'))
    .reduce((sum, [, quantity]) => sum + quantityValue(quantity), 0)
  if (hugeBytes > 0)
    out['memory'] = `${Math.floor(Math.max(0, quantityValue(out['memory'] ?? '0') - hugeBytes) / 1024)}Ki`
  return out
}

export function nodeStatus(view: NodeView, before: Node | undefined, now: Instant): NodeStatus {
  const { options } = view
  const capacity = nodeCapacity(view)
  // Devices and other extended resources are other managers'.
  const extended = (list: Record<string, string> | undefined) =>
    Object.fromEntries(Object.entries(list ?? {}).filter(([name]) => name.includes('/')))
  return {
    ...before?.status,
    capacity: { ...extended(before?.status?.capacity), ...capacity },
    allocatable: { ...extended(before?.status?.allocatable), ...nodeAllocatable(capacity, options) },
    conditions: nodeConditions(view, before?.status?.conditions ?? [], now),
    addresses: addresses(view),
    daemonEndpoints: { kubeletEndpoint: { Port: view.port } },
    nodeInfo: {
      ...view.systemInfo,
      containerRuntimeVersion: view.runtimeVersion,
      kubeletVersion: options.version,
      kubeProxyVersion: options.version,
    },
    images: nodeImages(view.images, options.nodeStatusMaxImages),
  }
}

function addresses({ hostIPs, machine, options }: NodeView): NodeAddress[] {
  return [
    ...hostIPs.map((address): NodeAddress => ({ type: 'InternalIP', address })),
    { type: 'Hostname', address: options.nodeName || machine.hostname },
  ]
}

function nodeConditions(view: NodeView, before: readonly NodeCondition[], now: Instant): NodeCondition[] {
  const { memory, disk, pid } = view.pressures
  const time = toTime(now)
  const make = (type: string, status: 'True' | 'False', reason: string, message: string): NodeCondition => {
    const was = before.find((condition) => condition.type === type)
    const since = was?.status === status ? was.lastTransitionTime : undefined
    return { type, status, lastHeartbeatTime: time, lastTransitionTime: since ?? time, reason, message }
  }
  const pressure = (type: string, on: boolean, yes: string, no: string, what: [string, string]): NodeCondition =>
    make(type, on ? 'True' : 'False', on ? yes : no, on ? what[0] : what[1])
  const ready = view.problems.length === 0
  const own = [
    pressure('MemoryPressure', memory, 'KubeletHasInsufficientMemory', 'KubeletHasSufficientMemory', [
      'kubelet has insufficient memory available',
      'kubelet has sufficient memory available',
    ]),
    pressure('DiskPressure', disk, 'KubeletHasDiskPressure', 'KubeletHasNoDiskPressure', [
      'kubelet has disk pressure',
      'kubelet has no disk pressure',
    ]),
    pressure('PIDPressure', pid, 'KubeletHasInsufficientPID', 'KubeletHasSufficientPID', [
      'kubelet has insufficient PID available',
      'kubelet has sufficient PID available',
    ]),
    make(
      'Ready',
      ready ? 'True' : 'False',
      ready ? 'KubeletReady' : 'KubeletNotReady',
      ready ? 'kubelet is posting ready status' : joined(view.problems),
    ),
  ]
  const names = new Set(own.map(({ type }) => type))
  return [...before.filter(({ type }) => !names.has(type)), ...own]
}

const joined = (problems: readonly string[]): string =>
  problems.length === 1 ? (problems[0] ?? '') : `[${problems.join(', ')}]`

/** Biggest first, at most five names each. */
export function nodeImages(images: readonly Image[], max: number): ContainerImage[] {
  const listed = images
    .map(({ repoDigests, repoTags, size }) => ({ names: [...repoDigests, ...repoTags].slice(0, 5), sizeBytes: size }))
    .filter(({ names }) => names.length > 0)
    .toSorted((a, b) => b.sizeBytes - a.sizeBytes)
  return max < 0 ? listed : listed.slice(0, max)
}

/** Why the runtime or its network is not usable, in the words of the node's Ready condition. */
export function runtimeProblems(conditions: readonly RuntimeCondition[]): {
  runtime: string | undefined
  network: string | undefined
} {
  const problem = (type: string, text: string): string | undefined => {
    const condition = conditions.find((one) => one.type === type)
    if (condition?.status === true) return undefined
    return `${text}: ${type}=${String(condition?.status ?? false)} reason:${condition?.reason ?? ''} message:${condition?.message ?? ''}`
  }
  return {
    runtime: problem('RuntimeReady', 'container runtime not ready'),
    network: problem('NetworkReady', 'container runtime network not ready'),
  }
}

/** The object to register, before its first status. */
export function initialNode(view: Pick<NodeView, 'options' | 'machine' | 'systemInfo'>): Node {
  const { options, machine, systemInfo } = view
  const name = options.nodeName
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        ...standardLabels(options.nodeName || machine.hostname, systemInfo.architecture ?? ''),
        ...options.labels,
      },
      annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
    },
    spec: {
      ...(options.taints.length > 0 && { taints: [...options.taints] }),
      ...(options.providerID !== undefined && { providerID: options.providerID }),
    },
  }
}

export function standardLabels(hostname: string, architecture: string): Record<string, string> {
  return {
    'beta.kubernetes.io/arch': architecture,
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': architecture,
    'kubernetes.io/hostname': hostname,
    'kubernetes.io/os': 'linux',
  }
}
