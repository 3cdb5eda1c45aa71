/**
 * The DNS settings of a pod, and what of them had to be left out.
 * In: policy, the pod's dnsConfig, the node's resolv.conf, the cluster's DNS. Out: servers, searches, options and warnings. Pure.
 * Source: kubernetes v1.31 pkg/kubelet/network/dns.
 */
import type { Pod } from '@elli/api/core/v1'
import { isHostNetwork } from '../pods/identity.ts'

export interface DnsSettings {
  readonly servers: readonly string[]
  readonly searches: readonly string[]
  readonly options: readonly string[]
}

export interface DnsResult extends DnsSettings {
  readonly warnings: readonly { reason: 'DNSConfigForming' | 'MissingClusterDNS'; message: string }[]
}

export interface ClusterDns {
  readonly servers: readonly string[]
  readonly domain: string
}

const maxServers = 3
const maxSearches = 32
const maxSearchCharacters = 2048

export function dnsOf(pod: Pod, cluster: ClusterDns, nodeFile: string): DnsResult {
  const warnings: DnsResult['warnings'][number][] = []
  const base = baseSettings(pod, cluster, parseResolvConf(nodeFile), warnings)
  const extra = pod.spec.dnsConfig
  const servers = unique([...base.servers, ...(extra?.nameservers ?? [])])
  const searches = unique([...base.searches, ...(extra?.searches ?? [])])
  const options = mergeOptions(
    base.options,
    (extra?.options ?? []).map(({ name = '', value }) => (value ? `${name}:${value}` : name)),
  )
  return limit({ servers, searches, options }, warnings)
}

function baseSettings(
  pod: Pod,
  cluster: ClusterDns,
  node: DnsSettings,
  warnings: DnsResult['warnings'][number][],
): DnsSettings {
  const policy = pod.spec.dnsPolicy ?? 'ClusterFirst'
  if (policy === 'None') return { servers: [], searches: [], options: [] }
  const wantsCluster = policy === 'ClusterFirstWithHostNet' || (policy === 'ClusterFirst' && !isHostNetwork(pod))
  if (wantsCluster && cluster.servers.length > 0) {
    const namespace = pod.metadata.namespace ?? ''
    const suffix = cluster.domain
    const own = suffix === '' ? [] : [`${namespace}.svc.${suffix}`, `svc.${suffix}`, suffix]
    return { servers: cluster.servers, searches: unique([...own, ...node.searches]), options: ['ndots:5'] }
  }
  if (wantsCluster) {
    warnings.push({
      reason: 'MissingClusterDNS',
      message: `pod: ${JSON.stringify(`${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`)}. kubelet does not have ClusterDNS IP configured and cannot create Pod using ${JSON.stringify(policy)} policy. Falling back to "Default" policy.`,
    })
  }
  return node
}

export function parseResolvConf(text: string): DnsSettings {
  const servers: string[] = []
  let [searches, options]: [string[], string[]] = [[], []]
  for (const line of text.split('\n')) {
    const [word, ...rest] = line.trim().split(/\s+/)
    if (word === 'nameserver' && rest[0] !== undefined) servers.push(rest[0])
    else if (word === 'search') searches = rest.map((name) => (name === '.' ? name : name.replace(/\.$/, '')))
    else if (word === 'options') options = mergeOptions(options, rest)
  }
  return { servers, searches, options }
}

function mergeOptions(base: readonly string[], more: readonly string[]): string[] {
  const byName = new Map<string, string>()
  for (const option of [...base, ...more]) byName.set(option.split(':', 1)[0] ?? '', option)
  return [...byName.values()]
}

function limit(settings: DnsSettings, warnings: DnsResult['warnings'][number][]): DnsResult {
  let { servers, searches } = settings
  if (servers.length > maxServers) {
    servers = servers.slice(0, maxServers)
    const message = `Nameserver limits were exceeded, some nameservers have been omitted, the applied nameserver line is: ${servers.join(' ')}`
    warnings.push({ reason: 'DNSConfigForming', message })
  }
  let shortened = false
  if (searches.length > maxSearches) {
    searches = searches.slice(0, maxSearches)
    shortened = true
  }
  while (searches.join(' ').length > maxSearchCharacters) {
    searches = searches.slice(0, -1)
    shortened = true
  }
  if (shortened) {
    const message = `Search Line limits were exceeded, some search paths have been omitted, the applied search line is: ${searches.join(' ')}`
    warnings.push({ reason: 'DNSConfigForming', message })
  }
  return { servers, searches, options: settings.options, warnings }
}

const unique = (items: readonly string[]): string[] => [...new Set(items)]
