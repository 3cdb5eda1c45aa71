/**
 * The desired content of table `kube-proxy` of one family, as data: what changes with Services. Pure.
 * The fixed frame around it (base chains, maps, checks) is ./frame.ts; turning two of these into a transaction is ./transaction.ts.
 */
import { cidrContains, parseCidr, parseIp } from '@elli/machinery/ip'
import { type EndpointInfo, categorize, portKey } from './endpoints.ts'
import { chainNames, endpointNames } from './names.ts'
import {
  type IpFamily,
  type ServicePortInfo,
  isExternallyAccessible,
  usesClusterEndpoints,
  usesLocalEndpoints,
} from './service-ports.ts'

/** Sets and maps of the frame whose elements come from Services. */
export const elementContainers = [
  'cluster-ips',
  'service-ips',
  'service-nodeports',
  'no-endpoint-services',
  'no-endpoint-nodeports',
  'firewall-ips',
] as const
export type ElementContainer = (typeof elementContainers)[number]

/** What stands after the key of an element: ` comment "…" : verdict`, or nothing in a plain set. */
export interface Element {
  verdict?: string
  comment?: string
}

export interface ProxyTable {
  /** Service chains: name → rules in order. */
  chains: Map<string, readonly string[]>
  elements: Record<ElementContainer, Map<string, Element>>
  /** Affinity sets: name → time-out in seconds. */
  affinitySets: Map<string, number>
  /** Where UDP flows may lead: `ip port` or `* nodePort` → `ip port` of endpoints. Not in nftables: see ./stale-flows.ts. */
  udpTargets: Map<string, ReadonlySet<string>>
}

export interface TableSettings {
  family: IpFamily
  nodeIp: string
  /** Zone label of this node. */
  zone: string | undefined
  masqueradeAll: boolean
  /** Pod addresses of the cluster: traffic from elsewhere to a ClusterIP is masqueraded. Empty: detection is off. */
  clusterCidrs: readonly string[]
}

export function emptyTable(): ProxyTable {
  const elements = Object.fromEntries(
    elementContainers.map((name) => [name, new Map<string, Element>()]),
  ) as ProxyTable['elements']
  return { chains: new Map(), elements, affinitySets: new Map(), udpTargets: new Map() }
}

export interface ServiceState {
  ports: readonly ServicePortInfo[]
  endpoints: ReadonlyMap<string, readonly EndpointInfo[]>
}

export function proxyTable(services: Iterable<ServiceState>, settings: TableSettings): ProxyTable {
  const table = emptyTable()
  for (const { ports, endpoints } of services) {
    for (const port of ports)
      addServicePort(table, port, endpoints.get(portKey(port.portName, port.protocol)) ?? [], settings)
  }
  return table
}

const reject = 'goto reject-chain'

function addServicePort(
  table: ProxyTable,
  port: ServicePortInfo,
  endpoints: readonly EndpointInfo[],
  settings: TableSettings,
): void {
  const { cluster, local, reachable, any } = categorize(endpoints, port, settings.zone)
  const names = chainNames(port)
  const internalEndpoints = any && !(port.internalPolicyLocal && local.length === 0)
  const externalEndpoints = any && !(port.externalPolicyLocal && local.length === 0)
  const internalChain = port.internalPolicyLocal ? names.local : names.cluster
  const usesFirewall = port.loadBalancerIps.length > 0 && port.loadBalancerSourceRanges.length > 0

  addClusterIp(table, port, internalEndpoints ? internalChain : undefined, any)
  addExternalIps(table, port, names.external, any, externalEndpoints)
  addNodePort(table, port, names.external, any, externalEndpoints)
  if (usesFirewall) {
    for (const ip of port.loadBalancerIps)
      table.elements['firewall-ips'].set(destination(ip, port), { verdict: `goto ${names.firewall}` })
    table.chains.set(names.firewall, [firewallRule(port, settings)])
  }

  if (cluster.length > 0 && usesClusterEndpoints(port)) {
    table.chains.set(names.cluster, [
      ...(internalEndpoints && internalChain === names.cluster ? masqueradeRules(port, settings) : []),
      ...endpointRules(port, cluster, settings),
    ])
  }
  if (local.length > 0 && usesLocalEndpoints(port)) {
    table.chains.set(names.local, [
      ...(internalEndpoints && internalChain === names.local ? masqueradeRules(port, settings) : []),
      ...endpointRules(port, local, settings),
    ])
  }
  if (any && isExternallyAccessible(port)) {
    table.chains.set(
      names.external,
      externalRules(
        port,
        names.cluster,
        externalEndpoints ? (port.externalPolicyLocal ? names.local : names.cluster) : undefined,
        settings,
      ),
    )
  }
  for (const endpoint of reachable) addEndpoint(table, port, endpoint, settings)
  if (port.protocol === 'udp') addUdpTargets(table, port, reachable)
}

function addUdpTargets(table: ProxyTable, port: ServicePortInfo, endpoints: readonly EndpointInfo[]): void {
  const targets = new Set(endpoints.map((endpoint) => `${endpoint.ip} ${endpoint.port}`))
  for (const ip of [port.clusterIp, ...port.externalIps, ...port.loadBalancerIps])
    table.udpTargets.set(`${ip} ${port.port}`, targets)
  if (port.nodePort !== 0) table.udpTargets.set(`* ${port.nodePort}`, targets)
}

function destination(ip: string, port: ServicePortInfo): string {
  return `${ip} . ${port.protocol} . ${port.port}`
}

function addClusterIp(table: ProxyTable, port: ServicePortInfo, chain: string | undefined, any: boolean): void {
  table.elements['cluster-ips'].set(port.clusterIp, {})
  const key = destination(port.clusterIp, port)
  if (chain) table.elements['service-ips'].set(key, { verdict: `goto ${chain}` })
  else table.elements['no-endpoint-services'].set(key, { verdict: any ? 'drop' : reject, comment: port.label })
}

function addExternalIps(table: ProxyTable, port: ServicePortInfo, chain: string, any: boolean, usable: boolean): void {
  for (const ip of [...port.externalIps, ...port.loadBalancerIps]) {
    const key = destination(ip, port)
    if (any) table.elements['service-ips'].set(key, { verdict: `goto ${chain}` })
    if (!usable)
      table.elements['no-endpoint-services'].set(key, { verdict: any ? 'drop' : reject, comment: port.label })
  }
}

function addNodePort(table: ProxyTable, port: ServicePortInfo, chain: string, any: boolean, usable: boolean): void {
  if (port.nodePort === 0) return
  const key = `${port.protocol} . ${port.nodePort}`
  if (any) table.elements['service-nodeports'].set(key, { verdict: `goto ${chain}` })
  if (!usable) table.elements['no-endpoint-nodeports'].set(key, { verdict: any ? 'drop' : reject, comment: port.label })
}

/** Packets to the ClusterIP that come from outside the pod network must come back through this node. */
function masqueradeRules(port: ServicePortInfo, { family, masqueradeAll, clusterCidrs }: TableSettings): string[] {
  const toService = `${family} daddr ${port.clusterIp} ${port.protocol} dport ${port.port}`
  if (masqueradeAll) return [`${toService} jump mark-for-masquerade`]
  return clusterCidrs.length > 0
    ? [`${toService} ${family} saddr != ${oneOf(clusterCidrs)} jump mark-for-masquerade`]
    : []
}

function externalRules(
  port: ServicePortInfo,
  clusterChain: string,
  policyChain: string | undefined,
  { family, clusterCidrs }: TableSettings,
): string[] {
  const rules: string[] = []
  if (!port.externalPolicyLocal) rules.push('jump mark-for-masquerade')
  else {
    if (clusterCidrs.length > 0)
      rules.push(`${family} saddr ${oneOf(clusterCidrs)} goto ${clusterChain} comment "short-circuit pod traffic"`)
    rules.push('fib saddr type local jump mark-for-masquerade comment "masquerade local traffic"')
    rules.push(`fib saddr type local goto ${clusterChain} comment "short-circuit local traffic"`)
  }
  if (policyChain) rules.push(`goto ${policyChain}`)
  return rules
}

function firewallRule(port: ServicePortInfo, { family, nodeIp }: TableSettings): string {
  const nodeMayPass = port.loadBalancerSourceRanges.some((range) => contains(range, nodeIp))
  const sources = [...port.loadBalancerSourceRanges, ...(nodeMayPass ? port.loadBalancerIps : [])]
  return `${family} saddr != { ${sources.join(', ')} } drop`
}

function endpointRules(port: ServicePortInfo, endpoints: readonly EndpointInfo[], { family }: TableSettings): string[] {
  const rules =
    port.affinitySeconds === undefined
      ? []
      : endpoints.map((endpoint) => {
          const { chain, affinitySet } = endpointNames(port, endpoint)
          return `${family} saddr @${affinitySet} goto ${chain}`
        })
  // One endpoint needs no map. The kernel seems to name anonymous maps by walking all sets of the table (measured, not traced): they cost time in the square of
  // their number: 8,000 Services load in 1 s without them and in 17 s with them (Linux 6.18).
  const [only] = endpoints
  if (only && endpoints.length === 1) return [...rules, `goto ${endpointNames(port, only).chain}`]
  const verdicts = endpoints.map((endpoint, i) => `${i} : goto ${endpointNames(port, endpoint).chain}`)
  return [...rules, `numgen random mod ${endpoints.length} vmap { ${verdicts.join(', ')} }`]
}

function addEndpoint(
  table: ProxyTable,
  port: ServicePortInfo,
  endpoint: EndpointInfo,
  { family }: TableSettings,
): void {
  const { chain, affinitySet } = endpointNames(port, endpoint)
  const rules = [`${family} saddr ${endpoint.ip} jump mark-for-masquerade`]
  if (port.affinitySeconds !== undefined) {
    table.affinitySets.set(affinitySet, port.affinitySeconds)
    rules.push(`update @${affinitySet} { ${family} saddr }`)
  }
  const target = family === 'ip6' ? `[${endpoint.ip}]:${endpoint.port}` : `${endpoint.ip}:${endpoint.port}`
  rules.push(`meta l4proto ${port.protocol} dnat to ${target}`)
  table.chains.set(chain, rules)
}

function oneOf(cidrs: readonly string[]): string {
  return cidrs.length === 1 ? (cidrs[0] as string) : `{ ${cidrs.join(', ')} }`
}

/** A source range that holds the node lets load balancers on it loop back. */
function contains(range: string, ip: string): boolean {
  const cidr = parseCidr(range)
  const address = parseIp(ip)
  return cidr !== undefined && address !== undefined && cidrContains(cidr, address)
}
