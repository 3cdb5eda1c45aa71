/**
 * Namespace controller: empties namespaces that are being deleted, of every resource the server has, and lets them go when nothing is left.
 * Reads namespaces and discovery; deletes anything in a namespace; writes namespaces/status and namespaces/finalize.
 * Always: a namespace rests five seconds between its deletion and the first pass, so that late creations are seen.
 */
import type { Namespace } from '@elli/api/core/v1'
import { namespaces } from '@elli/api/core/v1.resources'
import type { WorkQueue } from '@elli/client/work-queue.contract'
import { isConflict, isNotFound } from '@elli/machinery/errors'
import type { ControllerContext, ControllerDefinition } from '../controller.ts'
import { discover, type Discovered, preferredResources, staleText } from '../discovery.ts'
import { metadataClient } from '../metadata-client.ts'
import { runQueueLoop } from '../queue-loop.ts'
import { deleteAllContent } from './content.ts'
import { conditionsAfter, finalizersLeft } from './decide.ts'

const deletionGraceMs = 5_000

export const namespaceController: ControllerDefinition = {
  name: 'namespace-controller',
  aliases: ['namespace'],
  serviceAccount: 'namespace-controller',
  onByDefault: true,
  reads: [namespaces],
  writes: {
    '': { 'namespaces/status': ['update'], 'namespaces/finalize': ['update'] },
    '*': { '*': ['get', 'list', 'delete', 'deletecollection'] },
  },
  async run(context, signal) {
    const informer = context.informers.for(namespaces)
    const loop = {
      name: 'namespace',
      workers: 10,
      maxDelayMs: 60_000,
      watch(queue: WorkQueue<string>) {
        const look = (namespace: Namespace): void => {
          if (namespace.metadata.deletionTimestamp) queue.addAfter(namespace.metadata.name ?? '', deletionGraceMs)
        }
        informer.on({ added: look, updated: (_, after) => look(after) })
      },
      async reconcile(name: string, workSignal: AbortSignal, queue: WorkQueue<string>) {
        if (informer.get(undefined, name) === undefined) return
        const waitSeconds = await syncNamespace(context, name, workSignal)
        if (waitSeconds > 0) queue.addAfter(name, waitSeconds * 1000)
      },
    }
    await runQueueLoop(context, loop, signal)
  },
}

/** One pass. @returns seconds to wait before the next one, 0 when none is needed */
async function syncNamespace(context: ControllerContext, name: string, signal: AbortSignal): Promise<number> {
  const { client, host } = context
  const objects = client.for(namespaces)
  let namespace: Namespace
  try {
    namespace = await objects.get(name, { signal })
    if (!namespace.metadata.deletionTimestamp) return 0
    namespace = await retrying(context, namespace, signal, async (latest) =>
      !latest.metadata.deletionTimestamp || latest.status?.phase === 'Terminating'
        ? latest
        : objects.updateStatus({ ...latest, status: { ...latest.status, phase: 'Terminating' } }, { signal }),
    )
  } catch (error) {
    if (isNotFound(error)) return 0
    throw error
  }
  if (!namespace.metadata.deletionTimestamp || (namespace.spec?.finalizers ?? []).length === 0) return 0

  const found = await discoverAll(context, signal)
  const content = await deleteAllContent(namespace, {
    client,
    metadata: metadataClient(client, host),
    clock: host.clock,
    resources: preferredResources(found.discovered, ['delete']).filter((resource) => resource.namespaced),
    podsFirst: context.options.featureEnabled('OrderedNamespaceDeletion'),
    signal,
  })
  const failures = found.failure === undefined ? content.failures : [found.failure, ...content.failures]
  const conditions = conditionsAfter(
    namespace.status?.conditions ?? [],
    { discoveryFailure: found.failure, deletionFailures: content.failures, remaining: content.remaining },
    host.clock.now(),
  )
  if (conditions) {
    try {
      await objects.updateStatus({ ...namespace, status: { ...namespace.status, conditions } }, { signal })
    } catch (error) {
      // Conditions are for readers; the next pass writes them again.
      host.log
        .child('namespace')
        .warn("couldn't update status condition for namespace", { namespace: name, err: String(error) })
    }
  }
  if (failures.length > 0) throw new Error(`deletion of namespace ${name} failed: ${failures.join(', ')}`)
  if (content.estimateSeconds > 0) return Math.floor(content.estimateSeconds / 2) + 1

  try {
    await retrying(context, namespace, signal, (latest) => {
      const { apiVersion = 'v1', kind = 'Namespace', metadata, spec } = latest
      const body = { apiVersion, kind, metadata, spec: { ...spec, finalizers: finalizersLeft(latest) } }
      return objects.subresource<Namespace>('update', name, 'finalize', { body, signal })
    })
  } catch (error) {
    if (!isNotFound(error)) throw error
  }
  return 0
}

/** Discovery that failed, wholly or in part, is told of and does not keep the rest from being deleted. */
async function discoverAll(
  { client }: ControllerContext,
  signal: AbortSignal,
): Promise<{ discovered: Discovered; failure: string | undefined }> {
  try {
    const discovered = await discover(client, signal)
    const { stale } = discovered
    if (stale.length === 0) return { discovered, failure: undefined }
    return {
      discovered,
      failure: `Discovery failed for some groups, ${stale.length} failing: ${staleText(stale)}`,
    }
  } catch (error) {
    if (signal.aborted) throw error
    return {
      discovered: { resources: [], stale: [] },
      failure: error instanceof Error ? error.message : String(error),
    }
  }
}

/** Applies `write` to the newest state until it meets no other writer. */
async function retrying(
  { client }: ControllerContext,
  namespace: Namespace,
  signal: AbortSignal,
  write: (latest: Namespace) => Promise<Namespace>,
): Promise<Namespace> {
  let latest = namespace
  for (;;) {
    try {
      return await write(latest)
    } catch (error) {
      if (!isConflict(error)) throw error
      const uid = latest.metadata.uid
      latest = await client.for(namespaces).get(latest.metadata.name ?? '', { signal })
      if (latest.metadata.uid !== uid) throw new Error('namespace uid has changed across retries', { cause: error })
    }
  }
}
