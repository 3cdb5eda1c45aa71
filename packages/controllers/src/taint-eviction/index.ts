/**
 * Taint eviction: deletes pods that do not, or no longer, tolerate the NoExecute taints of their node.
 * Reads nodes and pods; writes pods/status (why) and deletes pods. Always: one timer per pod; a pod is told about once.
 * Elsewhere: when a pod must go (./decide.ts), who taints nodes (../node-lifecycle).
 */
import type { Node, Pod, Taint } from '@elli/api/core/v1'
import { nodes, pods } from '@elli/api/core/v1.resources'
import { eventRecorder } from '@elli/client/event-recorder'
import { keyOf, splitKey } from '@elli/client/informer'
import type { Timer } from '@elli/host/clock'
import { TaskGroup } from '@elli/host/tasks'
import { semanticEqual } from '@elli/machinery/json'
import { isNotFound } from '@elli/machinery/errors'
import type { ControllerContext, ControllerDefinition } from '../controller.ts'
import { markDisruption } from '../disruption.ts'
import { messageOf } from '../pod-control.ts'
import { decide, noExecuteTaints, type Plan } from './decide.ts'

const retries = 5
const retryMs = 10

/** A plan that waits, or one that was carried out: its pod is not planned for again until it is gone or tolerated. */
type Planned = (Plan & { timer: Timer }) | 'done'

export const taintEviction: ControllerDefinition = {
  name: 'taint-eviction-controller',
  aliases: ['taint-eviction'],
  serviceAccount: 'node-controller',
  onByDefault: true,
  reads: [nodes, pods],
  writes: { '': { pods: ['get', 'delete'], 'pods/status': ['patch'], events: ['create', 'patch'] } },
  async run(context, signal) {
    const { host, client, informers } = context
    const recorder = eventRecorder(client, host, { component: 'taint-eviction-controller', signal })
    const nodeInformer = informers.for(nodes)
    const podInformer = informers.for(pods)
    podInformer.addIndex('node', (pod) => (pod.spec.nodeName ? [pod.spec.nodeName] : []))
    const planned = new Map<string, Planned>()
    await using tasks = new TaskGroup(signal)

    const tell = (key: string, message: string): void => {
      const { namespace = '', name } = splitKey(key)
      recorder.event({ apiVersion: 'v1', kind: 'Pod', name, namespace }, 'Normal', 'TaintManagerEviction', message)
    }
    const cancel = (key: string): void => {
      const plan = planned.get(key)
      planned.delete(key)
      if (plan === undefined || plan === 'done') return
      plan.timer.cancel()
      tell(key, `Cancelling deletion of Pod ${key}`)
    }
    const evict = (key: string): void => {
      planned.set(key, 'done')
      tasks.start(async (taskSignal) => {
        tell(key, `Marking for deletion Pod ${key}`)
        try {
          await deletePod(context, key, taskSignal)
        } catch (error) {
          if (taskSignal.aborted) throw error
          planned.delete(key)
          if (!isNotFound(error))
            host.log.child('taint-eviction').error('could not delete pod', { pod: key, err: messageOf(error) })
        }
      })
    }
    const look = (pod: Pod, taints: readonly Taint[]): void => {
      const key = keyOf(pod)
      const now = host.clock.now()
      const before = planned.get(key)
      const decision = decide(taints, pod.spec.tolerations, before === 'done' ? undefined : before, now)
      if (decision.kind === 'leave') return
      if (decision.kind === 'cancel' || before !== 'done') cancel(key)
      if (decision.kind === 'cancel' || before === 'done') return
      const { plan } = decision
      if (plan.fireAt <= now) evict(key)
      else planned.set(key, { ...plan, timer: host.clock.after(plan.fireAt - now, () => evict(key)) })
    }
    const taintsOf = (name: string | undefined): Taint[] => {
      const node = name ? nodeInformer.get(undefined, name) : undefined
      return node ? noExecuteTaints(node) : []
    }
    /** A pod whose node has no such taints is left alone: its plans end with the node's event. */
    const podChanged = (pod: Pod): void => {
      const taints = taintsOf(pod.spec.nodeName)
      if (taints.length > 0) look(pod, taints)
    }
    const nodeChanged = (node: Node): void => {
      const taints = noExecuteTaints(node)
      for (const pod of podInformer.byIndex('node', node.metadata.name ?? '')) look(pod, taints)
    }
    const off = [
      nodeInformer.on({
        added: nodeChanged,
        updated(before, after) {
          if (!semanticEqual(noExecuteTaints(before), noExecuteTaints(after))) nodeChanged(after)
        },
      }),
      podInformer.on({
        added: podChanged,
        updated(before, after) {
          if (before.metadata.uid !== after.metadata.uid) cancel(keyOf(before))
          else if (
            before.spec.nodeName === after.spec.nodeName &&
            semanticEqual(before.spec.tolerations, after.spec.tolerations)
          )
            return
          podChanged(after)
        },
        deleted: (pod) => cancel(keyOf(pod)),
      }),
    ]
    await new Promise<void>((resolve) => {
      if (tasks.signal.aborted) resolve()
      tasks.signal.addEventListener('abort', () => resolve(), { once: true })
    })
    for (const stop of off) stop()
    for (const plan of planned.values()) if (plan !== 'done') plan.timer.cancel()
  },
}

async function deletePod({ client, host }: ControllerContext, key: string, signal: AbortSignal): Promise<void> {
  const { namespace, name } = splitKey(key)
  const objects = client.for(pods)
  for (let attempt = 1; ; attempt++) {
    try {
      const pod = await objects.get(name, { namespace, signal })
      const disruption = {
        reason: 'DeletionByTaintManager',
        message: 'Taint manager: deleting due to NoExecute taint',
      }
      await markDisruption(client, host.clock, pod, disruption, undefined, signal)
      await objects.delete(name, { namespace, signal })
      return
    } catch (error) {
      if (attempt >= retries || isNotFound(error)) throw error
      await host.clock.sleep(retryMs, signal)
    }
  }
}
