/**
 * The fixed frame of table `kube-proxy`: base chains, helper chains, sets and maps, and the rules that tie them. Pure.
 * Always: writing it again changes nothing that Services put into the maps. @see KEP-3866
 */
import type { IpFamily } from './service-ports.ts'

export const tableName = 'kube-proxy'

export interface FrameSettings {
  family: IpFamily
  /** Addresses on which NodePorts answer; `all` for every local one. */
  nodePortAddresses: readonly string[] | 'all'
  /** Bit of the packet mark that asks for masquerading, 0 to 31. */
  masqueradeBit: number
  /** Where ClusterIPs come from: unallocated ones are dropped. Empty when several ranges are not in use. */
  serviceCidrs: readonly string[]
}

const baseChains: readonly [name: string, type: string, hook: string, priority: number][] = [
  ['filter-prerouting', 'filter', 'prerouting', -110],
  ['filter-input', 'filter', 'input', -110],
  ['filter-forward', 'filter', 'forward', -110],
  ['filter-output', 'filter', 'output', -110],
  ['filter-output-post-dnat', 'filter', 'output', -90],
  ['nat-prerouting', 'nat', 'prerouting', -100],
  ['nat-output', 'nat', 'output', -100],
  ['nat-postrouting', 'nat', 'postrouting', 100],
]

const helperChains = [
  'cluster-ips-check',
  'firewall-check',
  'mark-for-masquerade',
  'masquerading',
  'nodeport-endpoints-check',
  'reject-chain',
  'service-endpoints-check',
  'services',
]

/** Commands for one transaction that make the frame, with empty helper chains filled anew. */
export function frameCommands({ family, nodePortAddresses, masqueradeBit, serviceCidrs }: FrameSettings): string[] {
  const table = `${family} ${tableName}`
  const address = family === 'ip' ? 'ipv4_addr' : 'ipv6_addr'
  const noLocalhost = family === 'ip' ? 'ip daddr != 127.0.0.0/8' : 'ip6 daddr != ::1'
  const mark = `0x${(2 ** masqueradeBit).toString(16)}`
  const toNodePorts =
    nodePortAddresses === 'all' ? `fib daddr type local ${noLocalhost}` : `${family} daddr @nodeport-ips`
  const toService = `${family} daddr . meta l4proto . th dport`
  const commands = [`add table ${table} { comment "rules for kube-proxy" ; }`]
  for (const [name, type, hook, priority] of baseChains) {
    commands.push(
      `add chain ${table} ${name} { type ${type} hook ${hook} priority ${priority} ; }`,
      `flush chain ${table} ${name}`,
    )
  }
  for (const name of helperChains) commands.push(`add chain ${table} ${name}`, `flush chain ${table} ${name}`)
  commands.push(
    `add set ${table} cluster-ips { type ${address} ; comment "Active ClusterIPs" ; }`,
    `add set ${table} nodeport-ips { type ${address} ; comment "IPs that accept NodePort traffic" ; }`,
    `flush set ${table} nodeport-ips`,
    `add map ${table} no-endpoint-services { type ${address} . inet_proto . inet_service : verdict ; comment "vmap to drop or reject packets to services with no endpoints" ; }`,
    `add map ${table} no-endpoint-nodeports { type inet_proto . inet_service : verdict ; comment "vmap to drop or reject packets to service nodeports with no endpoints" ; }`,
    `add map ${table} firewall-ips { type ${address} . inet_proto . inet_service : verdict ; comment "destinations that are subject to LoadBalancerSourceRanges" ; }`,
    `add map ${table} service-ips { type ${address} . inet_proto . inet_service : verdict ; comment "ClusterIP, ExternalIP and LoadBalancer IP traffic" ; }`,
    `add map ${table} service-nodeports { type inet_proto . inet_service : verdict ; comment "NodePort traffic" ; }`,
  )
  if (nodePortAddresses === 'all') commands.push(`delete set ${table} nodeport-ips`)
  else for (const ip of nodePortAddresses) commands.push(`add element ${table} nodeport-ips { ${ip} }`)

  const rule = (chain: string, text: string): number => commands.push(`add rule ${table} ${chain} ${text}`)
  rule('filter-input', 'ct state new jump nodeport-endpoints-check')
  rule('filter-input', 'ct state new jump service-endpoints-check')
  rule('filter-forward', 'ct state new jump service-endpoints-check')
  rule('filter-forward', 'ct state new jump cluster-ips-check')
  rule('filter-output', 'ct state new jump service-endpoints-check')
  rule('filter-output', 'ct state new jump firewall-check')
  rule('filter-output-post-dnat', 'ct state new jump cluster-ips-check')
  rule('filter-prerouting', 'ct state new jump firewall-check')
  rule('nat-output', 'jump services')
  rule('nat-postrouting', 'jump masquerading')
  rule('nat-prerouting', 'jump services')

  rule('mark-for-masquerade', `mark set mark or ${mark}`)
  rule('masquerading', `mark and ${mark} == 0 return`)
  rule('masquerading', `mark set mark xor ${mark}`)
  rule('masquerading', 'masquerade fully-random')
  rule(
    'cluster-ips-check',
    `${family} daddr @cluster-ips reject comment "Reject traffic to invalid ports of ClusterIPs"`,
  )
  if (serviceCidrs.length > 0)
    rule(
      'cluster-ips-check',
      `${family} daddr { ${serviceCidrs.join(', ')} } drop comment "Drop traffic to unallocated ClusterIPs"`,
    )
  rule('reject-chain', 'reject')
  rule('service-endpoints-check', `${toService} vmap @no-endpoint-services`)
  rule('nodeport-endpoints-check', `${toNodePorts} meta l4proto . th dport vmap @no-endpoint-nodeports`)
  rule('firewall-check', `${toService} vmap @firewall-ips`)
  rule('services', `${toService} vmap @service-ips`)
  rule('services', `${toNodePorts} meta l4proto . th dport vmap @service-nodeports`)
  return commands
}
