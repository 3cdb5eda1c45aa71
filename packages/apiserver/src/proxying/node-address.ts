/** Where a node's kubelet is reached, and where a pod runs. */
import type { Node, Pod } from '@elli/api/core/v1'
import { nodes } from '@elli/api/core/v1.resources'
import { badRequest, notFound, serviceUnavailable } from '@elli/machinery/errors'
import type { NodeAddress } from '../options.ts'
import type { Reads } from '../reads.ts'

/** Addresses are tried by type in this order; inside a cluster without DNS the internal address is the one that works. */
const preferred = ['InternalIP', 'ExternalIP', 'InternalDNS', 'ExternalDNS', 'Hostname']
const kubeletPort = 10250

export async function nodeAddress(reads: Reads, name: string): Promise<NodeAddress> {
  const node = reads.get<Node>(nodes, undefined, name) ?? (await reads.getFresh<Node>(nodes, undefined, name))
  if (node === undefined) throw notFound({ group: '', resource: 'nodes' }, name)
  const addresses = node.status?.addresses ?? []
  for (const type of preferred) {
    const found = addresses.find((item) => item.type === type)
    if (found !== undefined) {
      return { name, host: found.address, port: node.status?.daemonEndpoints?.kubeletEndpoint?.Port || kubeletPort }
    }
  }
  throw serviceUnavailable(`no preferred addresses found; known addresses: ${JSON.stringify(addresses)}`)
}

/** The pod's node, which it must have. */
export function hostOf(pod: Pod): string {
  const { nodeName } = pod.spec
  if (!nodeName) throw badRequest(`pod ${pod.metadata.name ?? ''} does not have a host assigned`)
  return nodeName
}
