/**
 * Node lifecycle: watches over nodes' heartbeats, tells of those that fell silent, and taints nodes by their conditions.
 * Reads nodes, leases, pods; writes nodes (taints, labels), nodes/status, pods/status.
 * Elsewhere: rounds (./monitor.ts), rules (./decide.ts), deleting pods from tainted nodes (../taint-eviction).
 */
import { leases } from '@elli/api/coordination/v1.resources'
import { nodes, pods } from '@elli/api/core/v1.resources'
import { keyOf, splitKey } from '@elli/client/informer'
import { TaskGroup } from '@elli/host/tasks'
import type { ControllerContext, ControllerDefinition } from '../controller.ts'
import { swapTaints } from '../node-taints.ts'
import { enqueueItself, runQueueLoop } from '../queue-loop.ts'
import { labelsToSet, noScheduleSwap } from './decide.ts'
import { NodeMonitor } from './monitor.ts'
import { markPodsNotReady } from './pods.ts'

const taintPeriodMs = 100
const leaseNamespace = 'kube-node-lease'

export const nodeLifecycle: ControllerDefinition = {
  name: 'node-lifecycle-controller',
  aliases: ['nodelifecycle'],
  serviceAccount: 'node-controller',
  onByDefault: true,
  reads: [nodes, leases, pods],
  writes: {
    '': {
      nodes: ['get', 'patch'],
      'nodes/status': ['update'],
      'pods/status': ['update'],
      events: ['create', 'patch'],
    },
  },
  async run(context, signal) {
    const { informers, host, options } = context
    const nodeInformer = informers.for(nodes)
    const leaseInformer = informers.for(leases)
    const podInformer = informers.for(pods)
    podInformer.addIndex('node', (pod) => (pod.spec.nodeName ? [pod.spec.nodeName] : []))
    await using tasks = new TaskGroup(signal)
    const monitor = new NodeMonitor(
      context,
      {
        nodes: () => nodeInformer.list(),
        node: (name) => nodeInformer.get(undefined, name),
        lease: (name) => leaseInformer.get(leaseNamespace, name),
        podsOn: (name) => podInformer.byIndex('node', name),
      },
      tasks.signal,
    )
    tasks.start((taskSignal) => runTaintsAndLabels(context, taskSignal))
    tasks.start((taskSignal) => runLatePods(context, monitor, taskSignal))
    tasks.start(async (taskSignal) => {
      await informers.synced(taskSignal)
      for (;;) {
        await monitor.round()
        let leftMs = options.nodeMonitorPeriodMs
        // Between rounds, nodes that must wait for their zone's turn are looked at often; when none waits, nobody looks.
        while (leftMs > 0) {
          if (monitor.hasTaintsToSet) await monitor.taint()
          const restMs = monitor.hasTaintsToSet ? Math.min(taintPeriodMs, leftMs) : leftMs
          await host.clock.sleep(restMs, taskSignal)
          leftMs -= restMs
        }
      }
    })
    await tasks.settled()
  },
}

/** NoSchedule taints and old labels follow the node at once, at no set pace. */
async function runTaintsAndLabels(context: ControllerContext, signal: AbortSignal): Promise<void> {
  const { informers, client, host } = context
  const nodeInformer = informers.for(nodes)
  await runQueueLoop(
    context,
    {
      name: 'node_lifecycle_controller',
      workers: 8,
      watch: (queue) => enqueueItself(nodeInformer, queue),
      async reconcile(name, workSignal) {
        const node = nodeInformer.get(undefined, name)
        if (node === undefined) return
        const { add, remove } = noScheduleSwap(node)
        if (add.length + remove.length > 0) await swapTaints(client, host, node, add, remove, workSignal)
        const labels = labelsToSet(node.metadata.labels ?? {})
        if (Object.keys(labels).length === 0) return
        await client.for(nodes).patch(name, { type: 'merge', body: { metadata: { labels } } }, { signal: workSignal })
      },
    },
    signal,
  )
}

/** Pods that come to a node, or into the cache, after the node was found not ready. */
async function runLatePods(context: ControllerContext, monitor: NodeMonitor, signal: AbortSignal): Promise<void> {
  const podInformer = context.informers.for(pods)
  await runQueueLoop(
    context,
    {
      name: 'node_lifecycle_controller_pods',
      workers: 4,
      watch(queue) {
        podInformer.on({
          added: (pod) => pod.spec.nodeName && queue.add(keyOf(pod)),
          updated(before, after) {
            if (after.spec.nodeName && after.spec.nodeName !== before.spec.nodeName) queue.add(keyOf(after))
          },
        })
      },
      async reconcile(key, workSignal) {
        const { namespace, name } = splitKey(key)
        const pod = podInformer.get(namespace, name)
        if (pod?.spec.nodeName && monitor.isReady(pod.spec.nodeName) === false)
          await markPodsNotReady(context, [pod], workSignal)
      },
    },
    signal,
  )
}
