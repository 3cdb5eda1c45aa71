/**
 * What one cluster is: names, addresses, ranges. Kept in DIR/cluster.json from the first start on, so that a later start without
 * flags brings back the same cluster, and so that its processes agree.
 */
import { isIPv4 } from 'node:net'
import type { Host } from '@elli/host/host'
import { hasCode } from '@elli/host/files'
import { CommandError } from '../cli/command-error.ts'

export interface ClusterSettings {
  nodeName: string
  /** Address under which nodes and pods reach this machine. */
  nodeIp: string
  bindAddress: string
  httpsPort: number
  runtime: 'containerd' | 'none'
  /** Nodes that the simulator plays when there is no runtime, or beside the real one. */
  simulatedNodes: number
  serviceCidr: string
  podCidr: string
  clusterDomain: string
  /** ClusterIP of Service kube-system/kube-dns. */
  dnsIp: string
  /** Port on this machine's addresses where the DNS server listens; the Service's port 53 leads there. */
  dnsPort: number
  kubeletPort: number
  staticPodPath: string
  /** As `--feature-gates` has them; for all components. */
  featureGates: string
  runtimeConfig: string
  /** Further flags of the API server, `name=value`. */
  apiserverArgs: string[]
  /** For tests only: acknowledge writes before they are flushed. */
  unsafeNoFsync: boolean
  verbose: boolean
}

const path = (dataDir: string): string => `${dataDir}/cluster.json`

export async function readSettings(host: Host, dataDir: string): Promise<Partial<ClusterSettings>> {
  const unusable = (why: string, cause?: unknown): CommandError =>
    new CommandError(`${path(dataDir)} ${why}; mend or remove it`, { cause })
  let settings: unknown
  try {
    settings = JSON.parse(await host.files.readText(path(dataDir)))
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return {}
    const reason = error instanceof Error ? error.message : String(error)
    throw unusable(error instanceof SyntaxError ? `is not JSON (${reason})` : `cannot be read (${reason})`, error)
  }
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) throw unusable('is no JSON object')
  const problem = settingsProblem(settings)
  if (problem !== undefined) throw unusable(`says that ${problem}`)
  return settings
}

const isPort = (value: unknown): boolean => Number.isInteger(value) && Number(value) > 0 && Number(value) < 65_536
const isCount = (value: unknown): boolean => Number.isInteger(value) && Number(value) >= 0
const isAddress = (value: unknown): boolean => typeof value === 'string' && isIPv4(value)
const isName = (value: unknown): boolean =>
  typeof value === 'string' && value.length <= 253 && /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(value)
const isCidr = (value: unknown): boolean => {
  const [address = '', bits = '', ...more] = typeof value === 'string' ? value.split('/') : []
  return isIPv4(address) && /^\d{1,2}$/.test(bits) && Number(bits) <= 30 && more.length === 0
}

const isText = (value: unknown): boolean => typeof value === 'string'
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText)

const rules: Readonly<Record<string, readonly [(value: unknown) => boolean, string]>> = {
  httpsPort: [isPort, 'a port between 1 and 65535'],
  kubeletPort: [isPort, 'a port between 1 and 65535'],
  dnsPort: [isPort, 'a port between 1 and 65535'],
  simulatedNodes: [isCount, 'a number of nodes'],
  serviceCidr: [isCidr, 'an IPv4 range such as 10.96.0.0/16'],
  podCidr: [isCidr, 'an IPv4 range such as 10.244.0.0/16'],
  nodeName: [isName, 'a name of lower case letters, digits, - and .'],
  nodeIp: [isAddress, 'an IPv4 address'],
  dnsIp: [isAddress, 'an IPv4 address'],
  featureGates: [isText, 'a list such as AllAlpha=true'],
  runtimeConfig: [isText, 'a list such as api/alpha=true'],
  apiserverArgs: [isTexts, 'a list of flags'],
  runtime: [(value) => value === 'containerd' || value === 'none', 'containerd or none'],
}

/** The first setting that cannot be meant, in words; undefined when all can. */
export function settingsProblem(settings: Partial<ClusterSettings>): string | undefined {
  for (const [name, [fits, what]] of Object.entries(rules)) {
    const value: unknown = settings[name as keyof ClusterSettings]
    if (value !== undefined && !fits(value)) return `${name} is ${JSON.stringify(value)}, which is not ${what}`
  }
  return undefined
}

export async function writeSettings(host: Host, dataDir: string, settings: ClusterSettings): Promise<void> {
  await host.files.writeAtomic(path(dataDir), `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o644 })
}

/** What is given wins over what is remembered, and that over the defaults. */
export function mergeSettings(
  given: Partial<ClusterSettings>,
  remembered: Partial<ClusterSettings>,
  machine: { nodeName: string; nodeIp: string; runtime: ClusterSettings['runtime']; dataDir: string },
): ClusterSettings {
  const defaults: ClusterSettings = {
    nodeName: machine.nodeName,
    nodeIp: machine.nodeIp,
    bindAddress: '0.0.0.0',
    httpsPort: 6443,
    runtime: machine.runtime,
    simulatedNodes: 0,
    serviceCidr: '10.96.0.0/16',
    podCidr: '10.244.0.0/16',
    clusterDomain: 'cluster.local',
    dnsIp: '10.96.0.10',
    dnsPort: 10053,
    kubeletPort: 10250,
    staticPodPath: `${machine.dataDir}/manifests`,
    featureGates: '',
    runtimeConfig: '',
    apiserverArgs: [],
    unsafeNoFsync: false,
    verbose: false,
  }
  const known = { ...remembered }
  delete known.nodeIp // the machine may have moved
  delete known.unsafeNoFsync
  delete known.verbose
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  return { ...defaults, ...known, ...set }
}

/** Who signs service account tokens, as tokens name it; it resolves inside the cluster. */
export function issuerOf({ clusterDomain }: Pick<ClusterSettings, 'clusterDomain'>): string {
  return `https://kubernetes.default.svc.${clusterDomain}`
}

/** The `n`th address of an IPv4 range, e.g. the first is the API server's ClusterIP. */
export function addressIn(cidr: string, n: number): string {
  const [base = ''] = cidr.split('/')
  const number = base.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) + n
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.')
}
