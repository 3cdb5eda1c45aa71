/**
 * UDP flows that the kernel would go on sending to a vanished endpoint, or past a new Service. Pure: which conntrack entries must go.
 * TCP closes by itself; a UDP client that never pauses keeps its old translation for ever.
 * In: the UDP targets of the tables before and after, and the kernel's flows as `conntrack -L` prints them. Out: arguments for `conntrack -D`.
 */
import { formatIp, parseIp } from '@elli/machinery/ip'
import type { IpFamily } from './service-ports.ts'

export type UdpTargets = ReadonlyMap<string, ReadonlySet<string>>

/** One UDP flow: where the client sends, and who answers. */
export interface UdpFlow {
  destination: string
  destinationPort: string
  replySource: string
  replyPort: string
}

/** Whether flows may have become wrong: an endpoint or a whole destination went, or one got its first endpoint. */
export function mayHaveStaleFlows(before: UdpTargets, after: UdpTargets): boolean {
  if (before === after) return false
  for (const [key, targets] of before) {
    const now = after.get(key)
    if (!now) return true
    if (now === targets) continue
    if (targets.size === 0 && now.size > 0) return true
    for (const target of targets) if (!now.has(target)) return true
  }
  for (const [key, targets] of after) if (targets.size > 0 && !before.has(key)) return true
  return false
}

export function listFlowsCommand(family: IpFamily): string[] {
  return ['-L', '-p', 'udp', '-f', familyName(family)]
}

export function parseFlows(listing: string): UdpFlow[] {
  const flows: UdpFlow[] = []
  for (const line of listing.split('\n')) {
    const [source, reply] = [...line.matchAll(/src=(\S+) dst=(\S+) sport=(\d+) dport=(\d+)/g)]
    if (!source || !reply) continue
    flows.push({
      destination: source[2] as string,
      destinationPort: source[4] as string,
      replySource: reply[1] as string,
      replyPort: reply[3] as string,
    })
  }
  return flows
}

/** @param nodeIps addresses on which NodePorts answer: other traffic to the same port number is none of ours */
export function staleFlows(
  flows: readonly UdpFlow[],
  before: UdpTargets,
  after: UdpTargets,
  nodeIps: readonly string[],
): UdpFlow[] {
  const stale = new Map<string, UdpFlow>()
  for (const flow of flows) {
    const { destination, destinationPort, replySource, replyPort } = flow
    const direct = `${canonical(destination)} ${destinationPort}`
    const viaNode = `* ${destinationPort}`
    const atNode = nodeIps.includes(destination) || replySource !== destination
    const key = after.has(direct) || before.has(direct) ? direct : atNode ? viaNode : undefined
    if (key === undefined || !(after.has(key) || before.has(key))) continue
    if (after.get(key)?.has(`${canonical(replySource)} ${replyPort}`)) continue
    stale.set([destination, destinationPort, replySource, replyPort].join(' '), flow)
  }
  return [...stale.values()]
}

export function forgetFlowCommand(family: IpFamily, flow: UdpFlow): string[] {
  return [
    ...['-D', '-p', 'udp', '-f', familyName(family)],
    ...['--orig-dst', flow.destination, '--orig-port-dst', flow.destinationPort],
    ...['--reply-src', flow.replySource, '--reply-port-src', flow.replyPort],
  ]
}

function familyName(family: IpFamily): string {
  return family === 'ip' ? 'ipv4' : 'ipv6'
}

function canonical(address: string): string {
  if (!address.includes(':')) return address
  const bytes = parseIp(address)
  return bytes ? formatIp(bytes) : address
}
