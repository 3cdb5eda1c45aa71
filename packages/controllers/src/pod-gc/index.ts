/**
 * Pod garbage collection, every 20 seconds: finished pods beyond a threshold, pods of nodes that are gone or out of service, and pods that
 * leave without ever having had a node. Reads pods and nodes; writes pods/status (Failed, and why) and deletes pods.
 * Always: a missing node is given 40 seconds to show up, and the server is asked before its pods go.
 */
import { nodes, pods } from '@elli/api/core/v1.resources'
import { isNotFound } from '@elli/machinery/errors'
import { isPodTerminal } from '@elli/machinery/pod/status'
import type { ControllerContext, ControllerDefinition } from '../controller.ts'
import { markDisruption } from '../disruption.ts'
import { messageOf } from '../pod-control.ts'
import { decide, type Discard } from './decide.ts'

const periodMs = 20_000
const quarantineMs = 40_000

export const podGc: ControllerDefinition = {
  name: 'pod-garbage-collector-controller',
  aliases: ['podgc'],
  serviceAccount: 'pod-garbage-collector',
  onByDefault: true,
  reads: [pods, nodes],
  writes: { '': { pods: ['delete'], nodes: ['get'], 'pods/status': ['patch'] } },
  async run(context, signal) {
    const { host, informers, options } = context
    const log = host.log.child('podgc')
    const podInformer = informers.for(pods)
    const nodeInformer = informers.for(nodes)
    const quarantine = new Quarantine(context)
    await informers.synced(signal)
    for (;;) {
      const all = podInformer.list()
      const missing = new Set<string>()
      for (const { spec } of all) {
        if (spec.nodeName && !nodeInformer.get(undefined, spec.nodeName)) missing.add(spec.nodeName)
      }
      const discards = decide({
        pods: all,
        node: (name) => nodeInformer.get(undefined, name),
        goneNodes: await quarantine.gone(missing, signal),
        terminatedPodThreshold: options.terminatedPodGcThreshold,
      })
      for (const discarded of discards) {
        try {
          await discard(context, discarded, signal)
        } catch (error) {
          if (signal.aborted) throw error
          if (!isNotFound(error))
            log.warn('could not delete pod', { pod: discarded.pod.metadata.name, err: messageOf(error) })
        }
      }
      await host.clock.sleep(periodMs, signal)
    }
  },
}

async function discard(
  { client, host }: ControllerContext,
  { pod, disruption }: Discard,
  signal: AbortSignal,
): Promise<void> {
  // No kubelet is left to tell how the pod ended.
  if (!isPodTerminal(pod)) await markDisruption(client, host.clock, pod, disruption, 'Failed', signal)
  const { name = '', namespace } = pod.metadata
  await client.for(pods).delete(name, { namespace, gracePeriodSeconds: 0, signal })
}

/** Nodes that pods name and the cache lacks. */
class Quarantine {
  readonly #context: ControllerContext
  readonly #sinceMs = new Map<string, number>()

  constructor(context: ControllerContext) {
    this.#context = context
  }

  /** Those of the missing nodes that have been missing for long and that the server does not have. */
  async gone(missing: ReadonlySet<string>, signal: AbortSignal): Promise<Set<string>> {
    const { clock, log } = this.#context.host
    const nowMs = clock.monotonicMs()
    for (const name of this.#sinceMs.keys()) if (!missing.has(name)) this.#sinceMs.delete(name)
    const gone = new Set<string>()
    for (const name of missing) {
      const sinceMs = this.#sinceMs.get(name)
      if (sinceMs === undefined) this.#sinceMs.set(name, nowMs)
      else if (nowMs - sinceMs >= quarantineMs) {
        this.#sinceMs.delete(name)
        try {
          await this.#context.client.for(nodes).get(name, { signal })
        } catch (error) {
          if (isNotFound(error)) gone.add(name)
          else if (signal.aborted) throw error
          else log.child('podgc').warn('could not read node', { node: name, err: messageOf(error) })
        }
      }
    }
    return gone
  }
}
