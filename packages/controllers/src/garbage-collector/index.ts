/**
 * Garbage collector: deletes what no living owner holds, in the background or the foreground, or orphans it where that was asked for.
 * Reads the metadata of everything the server has; deletes and patches any of it.
 * Elsewhere: the graph (./graph.ts), what to watch (./monitors.ts), what to do (./decide.ts), doing it (./act.ts).
 */
import { eventRecorder } from '@elli/client/event-recorder'
import { runWorkers, workQueue } from '@elli/client/work-queue'
import { TaskGroup } from '@elli/host/tasks'
import { isNotFound } from '@elli/machinery/errors'
import type { ControllerDefinition } from '../controller.ts'
import { metadataClient } from '../metadata-client.ts'
import { Actions } from './act.ts'
import { collector } from './collect.ts'
import { DependencyGraph, type GraphNode, orphanFinalizer } from './graph.ts'
import { identityText } from './identity.ts'
import { runMonitors } from './monitors.ts'

const workers = 20

export const garbageCollector: ControllerDefinition = {
  name: 'garbage-collector-controller',
  aliases: ['garbagecollector'],
  serviceAccount: 'generic-garbage-collector',
  onByDefault: true,
  reads: [],
  writes: { '*': { '*': ['get', 'list', 'watch', 'patch', 'update', 'delete'] }, '': { events: ['create', 'patch'] } },
  async run({ host, client }, signal) {
    const log = host.log.child('garbage_collector')
    const recorder = eventRecorder(client, host, { component: 'garbage-collector-controller', signal })
    const toDelete = workQueue<GraphNode>(host, { name: 'garbage_collector_attempt_to_delete' })
    const toOrphan = workQueue<GraphNode>(host, { name: 'garbage_collector_attempt_to_orphan' })
    const metadata = metadataClient(client, host)
    const actions = new Actions(client, metadata, host, signal)
    const gate = new Gate()
    const graph = new DependencyGraph({
      attemptToDelete: (node) => toDelete.add(node),
      attemptToDeleteLater: (node) => toDelete.addRateLimited(node),
      attemptToOrphan: (node) => toOrphan.add(node),
      invalidNamespace({ identity }, owner) {
        const text = `ownerRef ${identityText(owner)} does not exist in namespace "${identity.namespace}"`
        recorder.event(identity, 'Warning', 'OwnerRefInvalidNamespace', text)
      },
    })
    const collect = collector(graph, actions, (node) => toDelete.add(node))
    const failed = (node: GraphNode, error: unknown): void =>
      log.debug('error syncing item', { item: identityText(node.identity), err: String(error) })

    await using tasks = new TaskGroup(signal)
    tasks.start((taskSignal) =>
      runMonitors(
        {
          host,
          client,
          metadata,
          learn: ({ resources }) => actions.learnKinds(resources),
          observe: (object, { apiVersion, kind }, before) => graph.observe(object, apiVersion, kind, before),
          forget: (object, { apiVersion, kind }) => graph.forget(object, apiVersion, kind),
          setReady: (ready) => gate.set(ready),
        },
        taskSignal,
      ),
    )
    tasks.start((taskSignal) =>
      runWorkers(
        toDelete,
        workers,
        async (node, workSignal) => {
          await gate.opened(workSignal)
          await collect(node)
        },
        failed,
        taskSignal,
      ),
    )
    tasks.start((taskSignal) =>
      runWorkers(
        toOrphan,
        workers,
        async (owner, workSignal) => {
          await gate.opened(workSignal)
          const orphaned = await Promise.allSettled(
            [...owner.dependents].map((dependent) =>
              actions.dropReferences(dependent.identity, [owner.identity.uid]).catch((error: unknown) => {
                if (!isNotFound(error)) throw error
              }),
            ),
          )
          const failure = orphaned.find((result) => result.status === 'rejected')
          if (failure)
            throw new Error(`failed to orphan dependents of owner ${identityText(owner.identity)}`, {
              cause: failure.reason,
            })
          await actions.removeFinalizer(owner.identity, orphanFinalizer)
        },
        failed,
        taskSignal,
      ),
    )
    await tasks.settled()
  },
}

/** Closed until the graph is whole. */
class Gate {
  #isOpen = false
  #waiting: (() => void)[] = []

  set(isOpen: boolean): void {
    this.#isOpen = isOpen
    if (!isOpen) return
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }

  async opened(signal: AbortSignal): Promise<void> {
    while (!this.#isOpen) {
      signal.throwIfAborted()
      await new Promise<void>((resolve, reject) => {
        const onAbort = (): void => reject(signal.reason)
        signal.addEventListener('abort', onAbort, { once: true })
        this.#waiting.push(() => {
          signal.removeEventListener('abort', onAbort)
          resolve()
        })
      })
    }
  }
}
