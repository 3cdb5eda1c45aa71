/**
 * On which addresses NodePorts answer. Pure: the setting and the node's addresses in, what the frame needs out.
 * Loopback addresses never count. @see KEP-3866, `--nodeport-addresses`
 */
import { cidrContains, parseCidr, parseIp } from '@elli/machinery/ip'
import { type IpFamily, familyOf } from './service-ports.ts'

/** `primary`, or ranges of which a node address must be in one; `0.0.0.0/0` and `::/0` mean every address. */
export type NodePortAddresses = 'primary' | readonly string[]

const loopback = ['127.0.0.0/8', '::1/128']
const everything = ['0.0.0.0/0', '::/0']

export function nodePortAddressesOf(
  setting: NodePortAddresses,
  family: IpFamily,
  nodeIps: readonly string[],
  localAddresses: readonly string[],
): 'all' | readonly string[] {
  if (setting === 'primary') return nodeIps.filter((ip) => familyOf(ip) === family)
  const ranges = setting.filter((range) => familyOf(range) === family)
  if (ranges.some((range) => everything.includes(range))) return 'all'
  return localAddresses.filter(
    (ip) => familyOf(ip) === family && ranges.some((range) => within(range, ip)) && !isLoopback(ip),
  )
}

export function needsLocalAddresses(setting: NodePortAddresses): boolean {
  return setting !== 'primary' && !setting.every((range) => everything.includes(range))
}

/** Addresses in the output of `ip --json address show`. */
export function parseLocalAddresses(json: string): string[] {
  const links = JSON.parse(json) as { addr_info?: { local?: string }[] }[]
  return links.flatMap((link) => (link.addr_info ?? []).flatMap(({ local }) => (local === undefined ? [] : [local])))
}

function isLoopback(ip: string): boolean {
  return loopback.some((range) => within(range, ip))
}

function within(range: string, ip: string): boolean {
  const cidr = parseCidr(range)
  const address = parseIp(ip)
  return cidr !== undefined && address !== undefined && cidrContains(cidr, address)
}
