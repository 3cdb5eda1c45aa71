/**
 * TTL: tells kubelets, by an annotation on each node, how long they may keep secrets and config maps before asking again: the longer the larger
 * the cluster. Reads nodes, patches their annotation `node.alpha.kubernetes.io/ttl`.
 * Always: the steps overlap, so that a cluster at the edge of two does not go to and fro.
 */
import { nodes } from '@elli/api/core/v1.resources'
import type { ControllerDefinition } from '../controller.ts'
import { enqueueItself, runQueueLoop } from '../queue-loop.ts'

const annotation = 'node.alpha.kubernetes.io/ttl'

interface Step {
  readonly sizeMin: number
  readonly sizeMax: number
  readonly ttlSeconds: number
}

const steps: readonly Step[] = [
  { sizeMin: 0, sizeMax: 100, ttlSeconds: 0 },
  { sizeMin: 90, sizeMax: 500, ttlSeconds: 15 },
  { sizeMin: 450, sizeMax: 1000, ttlSeconds: 30 },
  { sizeMin: 900, sizeMax: 2000, ttlSeconds: 60 },
  { sizeMin: 1800, sizeMax: Number.POSITIVE_INFINITY, ttlSeconds: 300 },
]

/** The step for a cluster of this size that stood at `before`. */
export function nextStep(before: number, nodeCount: number): number {
  let step = before
  while (nodeCount > (steps[step]?.sizeMax ?? 0)) step++
  while (nodeCount < (steps[step]?.sizeMin ?? 0)) step--
  return step
}

export function ttlOf(step: number): number {
  return steps[step]?.ttlSeconds ?? 0
}

export const ttl: ControllerDefinition = {
  name: 'ttl-controller',
  aliases: ['ttl'],
  serviceAccount: 'ttl-controller',
  onByDefault: true,
  reads: [nodes],
  writes: { '': { nodes: ['patch'] } },
  async run(context, signal) {
    const informer = context.informers.for(nodes)
    let step = 0
    await runQueueLoop(
      context,
      {
        name: 'ttlcontroller',
        // A new size reaches the other nodes with their next status.
        watch: (queue) => enqueueItself(informer, queue),
        async reconcile(name, workSignal) {
          const node = informer.get(undefined, name)
          step = nextStep(step, informer.list().length)
          const wanted = String(ttlOf(step))
          if (node === undefined || node.metadata.annotations?.[annotation] === wanted) return
          const body = { metadata: { annotations: { [annotation]: wanted } } }
          await context.client.for(nodes).patch(name, { type: 'strategic', body }, { signal: workSignal })
        },
      },
      signal,
    )
  },
}
