/**
 * What the pod network needs in nftables: masquerading towards the outside, host ports into pods.
 * In: pod CIDRs, running pods with host ports. Out: one transaction for `nft -f -` that replaces our table. Pure.
 * Elsewhere: Services are kube-proxy's, in tables of its own.
 */

export interface HostPort {
  readonly protocol: 'TCP' | 'UDP' | 'SCTP'
  readonly hostPort: number
  /** Empty means every address of the node. */
  readonly hostIp: string
  readonly podIp: string
  readonly containerPort: number
}

export interface PodNetwork {
  readonly bridge: string
  readonly podCIDRs: readonly string[]
  /** Of all nodes, where known: traffic between pods keeps its addresses. */
  readonly clusterCIDRs: readonly string[]
  readonly hostPorts: readonly HostPort[]
}

export const tableName = (bridge: string): string => `elli-pods-${bridge}`

const isV6 = (address: string): boolean => address.includes(':')
const isAnyAddress = (ip: string): boolean => ip === '' || ip === '0.0.0.0' || ip === '::'

export function podNetworkRules(network: PodNetwork): string {
  const table = `inet ${tableName(network.bridge)}`
  const inside = [...new Set([...network.podCIDRs, ...network.clusterCIDRs])]
  const masquerade = network.podCIDRs.map((cidr) => {
    const family = isV6(cidr) ? 'ip6' : 'ip'
    const known = inside.filter((other) => isV6(other) === isV6(cidr))
    return `    ${family} saddr ${cidr} ${family} daddr != { ${known.join(', ')} } oifname != "${network.bridge}" masquerade`
  })
  const ports = network.hostPorts.flatMap(hostPortRule)
  return `${[
    `add table ${table}`,
    `delete table ${table}`,
    `table ${table} {`,
    '  chain hostports {',
    ...ports,
    '  }',
    '  chain prerouting {',
    '    type nat hook prerouting priority dstnat; policy accept;',
    '    fib daddr type local jump hostports',
    '  }',
    '  chain output {',
    '    type nat hook output priority -100; policy accept;',
    '    fib daddr type local jump hostports',
    '  }',
    '  chain postrouting {',
    '    type nat hook postrouting priority srcnat; policy accept;',
    // A pod that reaches itself over the node, and the node itself over loopback, would get answers past the translation.
    `    ct status dnat oifname "${network.bridge}" iifname "${network.bridge}" masquerade`,
    `    oifname "${network.bridge}" ip saddr 127.0.0.0/8 masquerade`,
    ...masquerade,
    '  }',
    '}',
  ].join('\n')}\n`
}

function hostPortRule({ protocol, hostPort, hostIp, podIp, containerPort }: HostPort): string[] {
  const family = isV6(podIp) ? 'ip6' : 'ip'
  if (!isAnyAddress(hostIp) && isV6(hostIp) !== isV6(podIp)) return []
  const target = isV6(podIp) ? `[${podIp}]:${containerPort}` : `${podIp}:${containerPort}`
  const address = isAnyAddress(hostIp)
    ? `meta nfproto ${family === 'ip' ? 'ipv4' : 'ipv6'}`
    : `${family} daddr ${hostIp}`
  return [`    ${address} ${protocol.toLowerCase()} dport ${hostPort} dnat ${family} to ${target}`]
}
