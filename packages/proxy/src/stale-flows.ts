/**
 * UDP flows that the kernel would go on sending to a vanished endpoint, or past a new one. Pure: which conntrack entries must go.
 * TCP closes by itself; a UDP client that never pauses keeps its old translation for ever.
 */
import type { IpFamily } from './service-ports.ts'
import type { ProxyTable } from './table.ts'

/** Arguments of `conntrack`, one list per call. */
export function staleFlowCommands(family: IpFamily, before: ProxyTable, after: ProxyTable): string[][] {
  const commands: string[][] = []
  const base = ['-D', '-p', 'udp', '-f', family === 'ip' ? 'ipv4' : 'ipv6']
  const changed = new Set<string>()
  for (const map of ['service-ips', 'no-endpoint-services'] as const) {
    for (const [key, element] of before.elements[map])
      if (after.elements[map].get(key)?.verdict !== element.verdict) changed.add(key)
  }
  for (const key of changed) {
    const [ip, protocol, port] = key.split(' . ')
    // The address stopped being served, or was not served before: whoever remembers it must ask again.
    if (protocol === 'udp' && ip && port) commands.push([...base, '--orig-dst', ip, '--orig-port-dst', port])
  }
  const nodePorts = new Set<string>()
  for (const map of ['service-nodeports', 'no-endpoint-nodeports'] as const) {
    for (const [key, element] of before.elements[map])
      if (after.elements[map].get(key)?.verdict !== element.verdict) nodePorts.add(key)
  }
  for (const key of nodePorts) {
    const [protocol, port] = key.split(' . ')
    if (protocol === 'udp' && port) commands.push([...base, '--orig-port-dst', port])
  }
  for (const [name, rules] of before.chains) {
    if (!name.startsWith('endpoint-') || after.chains.has(name)) continue
    const target = rules
      .map((rule) => /^meta l4proto udp dnat to \[?([^\]]+?)\]?:(\d+)$/.exec(rule))
      .find((match) => match !== null)
    if (target) commands.push([...base, '--dst-nat', target[1] as string, '--reply-port-src', target[2] as string])
  }
  return commands
}
