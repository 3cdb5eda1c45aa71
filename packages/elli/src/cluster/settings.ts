/**
 * What one cluster is: names, addresses, ranges. Kept in DIR/cluster.json from the first start on, so that a later start without
 * flags brings back the same cluster, and so that its processes agree.
 */
import type { Host } from '@elli/host/host'
import { hasCode } from '@elli/host/files'

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
  /** For tests only: acknowledge writes before they are flushed. */
  unsafeNoFsync: boolean
  verbose: boolean
}

const path = (dataDir: string): string => `${dataDir}/cluster.json`

export async function readSettings(host: Host, dataDir: string): Promise<Partial<ClusterSettings>> {
  try {
    return JSON.parse(await host.files.readText(path(dataDir))) as Partial<ClusterSettings>
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return {}
    if (error instanceof SyntaxError)
      throw new Error(`${path(dataDir)} is not JSON (${error.message}); mend or remove it`, { cause: error })
    throw error
  }
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
