/**
 * Node IPAM: gives every node its part of each cluster CIDR.
 * Reads nodes; writes spec.podCIDR and spec.podCIDRs, once per node. Always: what existing nodes have is taken before anything is given.
 */
import type { Node } from '@elli/api/core/v1'
import { nodes } from '@elli/api/core/v1.resources'
import { eventRecorder } from '@elli/client/event-recorder'
import { isServerTimeout } from '@elli/machinery/errors'
import { parseCidr } from '@elli/machinery/ip'
import type { ControllerContext, ControllerDefinition } from '../controller.ts'
import { messageOf } from '../pod-control.ts'
import { enqueueItself, runQueueLoop } from '../queue-loop.ts'
import { CidrSet } from './cidr-set.ts'

const ipv6MaskSize = 64
const updateRetries = 3

export const nodeIpam: ControllerDefinition = {
  name: 'node-ipam-controller',
  aliases: ['nodeipam'],
  serviceAccount: 'node-controller',
  onByDefault: true,
  reads: [nodes],
  writes: { '': { nodes: ['patch'], events: ['create', 'patch'] } },
  async run(context, signal) {
    const { client, host, informers, options } = context
    if (!options.allocateNodeCidrs) return
    const log = host.log.child('cidrallocator')
    const sets = cidrSets(context)
    const recorder = eventRecorder(client, host, { component: 'cidrAllocator', signal })
    const nodeInformer = informers.for(nodes)

    const tell = (node: Node, status: string): void => {
      const { name = '', uid = '' } = node.metadata
      recorder.event(
        { apiVersion: 'v1', kind: 'Node', name, uid },
        'Normal',
        status,
        `Node ${name} status is now: ${status}`,
      )
    }
    const each = (node: Node, act: (set: CidrSet, cidr: string) => void): void => {
      for (const [i, cidr] of (node.spec?.podCIDRs ?? []).entries()) {
        const set = sets[i]
        if (set === undefined)
          throw new Error(
            `node:${node.metadata.name} has an allocated cidr: ${cidr} at index:${i} that does not exist in cluster cidrs configuration`,
          )
        act(set, cidr)
      }
    }
    const assign = async (node: Node, podCIDRs: readonly string[], workSignal: AbortSignal): Promise<void> => {
      const body = { spec: { podCIDR: podCIDRs[0], podCIDRs } }
      for (let attempt = 1; ; attempt++) {
        try {
          await client.for(nodes).patch(node.metadata.name ?? '', { type: 'strategic', body }, { signal: workSignal })
          return
        } catch (error) {
          if (attempt < updateRetries) continue
          tell(node, 'CIDRAssignmentFailed')
          // After a timeout nobody knows whether the node has it: better lost than given twice.
          if (!isServerTimeout(error)) for (const [i, cidr] of podCIDRs.entries()) sets[i]?.release(cidr)
          throw error
        }
      }
    }

    await informers.synced(signal)
    for (const node of nodeInformer.list()) each(node, (set, cidr) => set.occupy(cidr))
    await runQueueLoop(
      context,
      {
        name: 'cidrallocator_node',
        workers: 30,
        watch(queue) {
          enqueueItself(nodeInformer, queue)
          nodeInformer.on({
            deleted(node) {
              try {
                each(node, (set, cidr) => set.release(cidr))
              } catch (error) {
                log.error('error while processing CIDR Release', { node: node.metadata.name, err: messageOf(error) })
              }
            },
          })
        },
        async reconcile(name, workSignal) {
          const node = nodeInformer.get(undefined, name)
          if (node === undefined || node.metadata.deletionTimestamp) return
          if ((node.spec?.podCIDRs ?? []).length > 0) {
            each(node, (set, cidr) => set.occupy(cidr))
            return
          }
          const podCIDRs: string[] = []
          try {
            for (const set of sets) podCIDRs.push(set.allocateNext())
          } catch (error) {
            for (const [i, cidr] of podCIDRs.entries()) sets[i]?.release(cidr)
            tell(node, 'CIDRNotAvailable')
            throw new Error(
              `failed to allocate cidr from cluster cidr at idx:${podCIDRs.length}: ${messageOf(error)}`,
              {
                cause: error,
              },
            )
          }
          await assign(node, podCIDRs, workSignal)
        },
      },
      signal,
    )
  },
}

/** One set per cluster CIDR, without what Services have. @throws RangeError for settings that cannot be */
function cidrSets({ options }: ControllerContext): CidrSet[] {
  const sets = options.clusterCidrs.map((text) => {
    const range = parseCidr(text)
    if (range === undefined) throw new RangeError(`invalid --cluster-cidr: ${text}`)
    return new CidrSet(range, range.base.length === 4 ? options.nodeCidrMaskSize : ipv6MaskSize)
  })
  if (sets.length === 0) throw new RangeError('Must specify --cluster-cidr if --allocate-node-cidrs is set')
  for (const text of options.serviceClusterIpRange.split(',')) {
    const services = parseCidr(text.trim())
    if (services === undefined) continue
    for (const set of sets) if (set.overlaps(services)) set.occupy(text.trim())
  }
  return sets
}
