/**
 * The pod network's CNI configuration: one bridge per node, addresses from the node's pod CIDR.
 * In: CIDRs, names. Out: the text of a conflist. Pure. Masquerading and host ports are not left to plugins, which want iptables,
 * but done in nftables (./nftables.ts).
 */

export interface CniOptions {
  readonly podCIDRs: readonly string[]
  readonly bridge: string
  /** Where addresses given out are noted. */
  readonly ipamDir: string
  /** 0 leaves it to the kernel. */
  readonly mtu: number
}

export function cniConflist(options: CniOptions): string {
  const { podCIDRs, bridge, ipamDir, mtu } = options
  const everywhere = podCIDRs.map((cidr) => ({ dst: cidr.includes(':') ? '::/0' : '0.0.0.0/0' }))
  return `${JSON.stringify(
    {
      cniVersion: '0.4.0',
      name: bridge,
      plugins: [
        {
          type: 'bridge',
          bridge,
          isGateway: true,
          hairpinMode: true,
          ...(mtu > 0 && { mtu }),
          ipam: {
            type: 'host-local',
            dataDir: ipamDir,
            ranges: podCIDRs.map((subnet) => [{ subnet }]),
            routes: everywhere,
          },
        },
      ],
    },
    undefined,
    2,
  )}\n`
}
