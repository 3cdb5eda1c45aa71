/** The /etc/hosts of a pod: its own names and the pod's aliases, or the node's file for host network pods. Pure. */
import type { HostAlias } from '@elli/api/core/v1'

export function podHostsFile(ips: readonly string[], names: PodNames, aliases: readonly HostAlias[]): string {
  const fixed = [
    '# Kubernetes-managed hosts file.',
    '127.0.0.1\tlocalhost',
    '::1\tlocalhost ip6-localhost ip6-loopback',
    'fe00::0\tip6-localnet',
    'fe00::0\tip6-mcastprefix',
    'fe00::1\tip6-allnodes',
    'fe00::2\tip6-allrouters',
  ]
  const own = ips.map((ip) => (names.fqdn ? `${ip}\t${names.fqdn}\t${names.hostname}` : `${ip}\t${names.hostname}`))
  return `${[...fixed, ...own].join('\n')}\n${aliasLines(aliases)}`
}

export interface PodNames {
  readonly hostname: string
  /** With a subdomain only. */
  readonly fqdn: string | undefined
}

export function hostNetworkHostsFile(nodeFile: string, aliases: readonly HostAlias[]): string {
  return `# Kubernetes-managed hosts file (host network).\n${nodeFile}${aliasLines(aliases)}`
}

function aliasLines(aliases: readonly HostAlias[]): string {
  if (aliases.length === 0) return ''
  const lines = aliases.map(({ ip, hostnames = [] }) => `${ip}\t${hostnames.join('\t')}`)
  return `\n# Entries added by HostAliases.\n${lines.join('\n')}\n`
}
