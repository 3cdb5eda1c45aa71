/**
 * Sets up the pod network of this node: CNI configuration, forwarding, masquerading, host ports.
 * In: pod CIDRs as soon as they are known, pods with host ports. Always: each change is one nftables transaction.
 * Elsewhere: the texts (../network/cni.ts, ../network/nftables.ts).
 */
import type { Host } from '@elli/host/host'
import { cniConflist } from '../network/cni.ts'
import { podNetworkRules, tableName, type HostPort } from '../network/nftables.ts'

export interface PodNetworkManager {
  /** Writes the configuration; does nothing when it is already so. */
  configure(podCIDRs: readonly string[]): Promise<void>
  setHostPorts(ports: readonly HostPort[]): Promise<void>
  /** Takes our nftables table away. */
  remove(): Promise<void>
}

export function podNetwork(options: {
  host: Host
  cniConfDir: string
  bridge: string
  ipamDir: string
  mtu: number
  clusterCIDRs: readonly string[]
}): PodNetworkManager {
  const { host, bridge } = options
  let podCIDRs: readonly string[] = []
  let hostPorts: readonly HostPort[] = []
  let applied = ''
  let lastApply: Promise<void> = Promise.resolve()

  const apply = (): Promise<void> => {
    lastApply = lastApply.then(applyNow, applyNow)
    return lastApply
  }
  const applyNow = async (): Promise<void> => {
    if (podCIDRs.length === 0) return
    const rules = podNetworkRules({ bridge, podCIDRs, clusterCIDRs: options.clusterCIDRs, hostPorts })
    if (rules === applied) return
    const { code, stderr } = await host.processes.run('nft', ['-f', '-'], { input: rules })
    if (code !== 0) throw new Error(`nft refused the rules of the pod network: ${stderr.trim()}`)
    applied = rules
  }

  return {
    async configure(cidrs) {
      if (cidrs.length === 0 || cidrs.join() === podCIDRs.join()) return
      podCIDRs = cidrs
      for (const path of ['/proc/sys/net/ipv4/ip_forward', '/proc/sys/net/ipv4/conf/all/route_localnet']) {
        await host.files.write(path, '1')
      }
      if (cidrs.some((cidr) => cidr.includes(':')))
        await host.files.write('/proc/sys/net/ipv6/conf/all/forwarding', '1')
      await passBridgeThroughRules(host)
      await apply()
      const text = cniConflist({ podCIDRs: cidrs, bridge, ipamDir: options.ipamDir, mtu: options.mtu })
      const path = `${options.cniConfDir}/10-elli.conflist`
      await host.files.mkdir(options.cniConfDir, { mode: 0o755 })
      if ((await host.files.readText(path).catch(() => '')) !== text) await host.files.writeAtomic(path, text)
    },
    async setHostPorts(ports) {
      hostPorts = ports
      await apply()
    },
    async remove() {
      await host.processes.run('nft', ['delete', 'table', 'inet', tableName(bridge)])
    },
  }
}

const bridgeSwitches = ['iptables', 'ip6tables'].map((name) => `/proc/sys/net/bridge/bridge-nf-call-${name}`)

/**
 * Frames between pods of one bridge must pass the address translation of Services on their way back too: without it a pod that
 * reaches a neighbour by ClusterIP gets answers from an address it never asked.
 */
async function passBridgeThroughRules(host: Host): Promise<void> {
  if ((await host.files.stat(bridgeSwitches[0] as string)) === undefined) {
    const { code, stderr } = await host.processes.run('modprobe', ['br_netfilter'])
    if (code !== 0) {
      host.log.warn('bridged traffic does not pass nftables: pods may not reach neighbours by ClusterIP', {
        err: stderr.trim(),
      })
      return
    }
  }
  for (const path of bridgeSwitches) if ((await host.files.stat(path)) !== undefined) await host.files.write(path, '1')
}
