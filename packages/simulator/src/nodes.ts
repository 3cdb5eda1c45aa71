/**
 * Simulated nodes as the API sees them: their Node objects, Leases and addresses. Pure.
 * What a kubelet would register and report, in its words.
 * @see kubernetes v1.31 pkg/kubelet/nodestatus
 */
import type { Lease } from '@elli/api/coordination/v1'
import type { Node, NodeCondition, NodeStatus, Taint } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import { toMicroTime, toTime } from '@elli/host/time'
import { bigIntToIp, cidrAddress, cidrSize, formatIp, ipToBigInt, parseCidr, parseIp } from '@elli/machinery/ip'

export interface SimulatedNode {
  name: string
  /** Beside the defaults: 32 CPUs, 256 GiB of memory, 110 pods. */
  capacity?: Record<string, string>
  /** The capacity when absent. */
  allocatable?: Record<string, string>
  labels?: Record<string, string>
  annotations?: Record<string, string>
  taints?: Taint[]
  /** Left out, the node gets what the cluster gives it (node IPAM), or addresses of 10.192.0.0/10 without that. */
  podCIDR?: string
  internalIP?: string
}

/** What a number of nodes means: node-0, node-1, … */
export function nodeList(nodes: number | readonly SimulatedNode[]): readonly SimulatedNode[] {
  return typeof nodes === 'number' ? Array.from({ length: nodes }, (_, i) => ({ name: `node-${i}` })) : nodes
}

const defaultCapacity = { cpu: '32', 'ephemeral-storage': '1Ti', memory: '256Gi', pods: '110' }

/** Addresses of nodes that name none: 172.30.0.1 and on. */
export function nodeAddress(index: number): string {
  return formatIp(bigIntToIp(ipToBigInt(parseIp('172.30.0.1') as Uint8Array) + BigInt(index), 4))
}

/** Pod addresses of a node that the cluster gave none: a /20 of 10.192.0.0/10 each, enough for 1024 nodes without overlap. */
export function ownPodCidr(index: number): string {
  const first = ipToBigInt(parseIp('10.192.0.0') as Uint8Array) + BigInt(index % 1024) * 4096n
  return `${formatIp(bigIntToIp(first, 4))}/20`
}

export function nodeObject(spec: SimulatedNode, index: number, kubeletVersion: string, now: Instant): Node {
  const node: Node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: spec.name,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': spec.name,
        'kubernetes.io/os': 'linux',
        ...spec.labels,
      },
      annotations: { 'simulator.elli.dev/node': 'true', ...spec.annotations },
    },
    spec: {},
    status: nodeStatus(spec, index, kubeletVersion, undefined, now),
  }
  if (spec.podCIDR !== undefined) node.spec = { podCIDR: spec.podCIDR, podCIDRs: [spec.podCIDR] }
  if (spec.taints !== undefined) node.spec.taints = spec.taints
  return node
}

export function nodeStatus(
  spec: SimulatedNode,
  index: number,
  kubeletVersion: string,
  before: NodeStatus | undefined,
  now: Instant,
): NodeStatus {
  const capacity = { ...defaultCapacity, ...spec.capacity }
  return {
    capacity,
    allocatable: { ...capacity, ...spec.allocatable },
    conditions: conditionsOf(before?.conditions, now),
    addresses: [
      { type: 'InternalIP', address: spec.internalIP ?? nodeAddress(index) },
      { type: 'Hostname', address: spec.name },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      machineID: `simulated-${spec.name}`,
      systemUUID: `simulated-${spec.name}`,
      bootID: `simulated-${spec.name}`,
      kernelVersion: 'simulated',
      osImage: 'Elli simulator',
      containerRuntimeVersion: 'simulated://1.0.0',
      kubeletVersion,
      kubeProxyVersion: kubeletVersion,
      operatingSystem: 'linux',
      architecture: 'amd64',
    },
  }
}

const healthy = [
  ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
] as const

function conditionsOf(before: readonly NodeCondition[] | undefined, now: Instant): NodeCondition[] {
  return healthy.map(([type, status, reason, message]) => {
    const last = before?.find((condition) => condition.type === type)
    const since = last?.status === status ? last.lastTransitionTime : undefined
    return { type, status, lastHeartbeatTime: toTime(now), lastTransitionTime: since ?? toTime(now), reason, message }
  })
}

export const leaseNamespace = 'kube-node-lease'
export const leaseDurationSeconds = 40

export function leaseObject(node: string, nodeUid: string | undefined, now: Instant): Lease {
  const owner = { apiVersion: 'v1', kind: 'Node', name: node, uid: nodeUid ?? '' }
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name: node, namespace: leaseNamespace, ...(nodeUid === undefined ? {} : { ownerReferences: [owner] }) },
    spec: { holderIdentity: node, leaseDurationSeconds, renewTime: toMicroTime(now) },
  }
}

/** Addresses of one range, each given to one pod; the lowest that was free longest comes first. */
export class AddressPool {
  readonly #cidr: NonNullable<ReturnType<typeof parseCidr>>
  readonly #size: bigint
  readonly #taken = new Set<string>()
  #next = 2n

  /** @throws RangeError when the text is no range */
  constructor(cidr: string) {
    const parsed = parseCidr(cidr)
    if (parsed === undefined) throw new RangeError(`not a CIDR: ${JSON.stringify(cidr)}`)
    this.#cidr = parsed
    this.#size = cidrSize(parsed)
  }

  take(): string | undefined {
    // The first address is the network, the second its gateway, the last the broadcast.
    const last = this.#size - 1n
    for (let tried = 2n; tried < last; tried++) {
      const ip = formatIp(cidrAddress(this.#cidr, this.#next))
      this.#next = this.#next + 1n >= last ? 2n : this.#next + 1n
      if (this.#taken.has(ip)) continue
      this.#taken.add(ip)
      return ip
    }
    return undefined
  }

  /** An address that a pod already has. */
  claim(ip: string): void {
    this.#taken.add(ip)
  }

  release(ip: string): void {
    this.#taken.delete(ip)
  }
}
