/**
 * Watches the metadata of everything that can be deleted, and joins or leaves as kinds come and go.
 * In: discovery, every 30 seconds. Out: events into the graph. Always: work rests while new watches take their first list, for a graph that
 * lacks dependents would let owners in foreground deletion go too early.
 */
import type { ApiObject } from '@elli/api/object'
import type { Client } from '@elli/client/client'
import { sharedInformers } from '@elli/client/shared-informers'
import { withTimeout } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import { TaskGroup } from '@elli/host/tasks'
import { discover, type Discovered, type DiscoveredResource, preferredResources } from '../discovery.ts'

const syncPeriodMs = 30_000
/** Short-lived and without dependents: nobody collects by them. */
const ignored: ReadonlySet<string> = new Set(['/events', 'events.k8s.io/events'])

interface Monitor {
  synced(signal: AbortSignal): Promise<void>
  stop(): void
}

export interface MonitorOptions {
  host: Host
  client: Client
  metadata: Client
  /** All kinds of the server, whether watched or not, at each change. */
  learn(discovered: Discovered): void
  observe(object: ApiObject, resource: DiscoveredResource, before?: ApiObject): void
  forget(object: ApiObject, resource: DiscoveredResource): void
  /** Whether workers may work. */
  setReady(ready: boolean): void
}

export async function runMonitors(options: MonitorOptions, signal: AbortSignal): Promise<void> {
  const { host, client } = options
  const log = host.log.child('garbage_collector')
  await using tasks = new TaskGroup(signal)
  const monitors = new Map<string, Monitor>()
  let known = ''
  for (;;) {
    try {
      const discovered = await discover(client, tasks.signal)
      const wanted = deletable(discovered)
      // A group that cannot be asked keeps the watches it has.
      for (const key of monitors.keys()) {
        if (!wanted.has(key) && !isStale(key, discovered)) {
          monitors.get(key)?.stop()
          monitors.delete(key)
        }
      }
      const signature = [...wanted.keys()].sort().join('\n')
      if (wanted.size > 0 && signature !== known) {
        options.setReady(false)
        options.learn(discovered)
        for (const [key, resource] of wanted) {
          if (!monitors.has(key)) monitors.set(key, startMonitor(resource, options, tasks))
        }
        if (await allSynced(monitors, host, tasks.signal)) known = signature
        else log.warn('not all resource monitors could be synced', { after: '30s' })
        // At the start some kind may never answer; the rest is collected all the same.
        options.setReady(true)
      }
    } catch (error) {
      if (signal.aborted) break
      log.warn('failed to discover resources', { err: error instanceof Error ? error.message : String(error) })
    }
    try {
      await host.clock.sleep(syncPeriodMs, tasks.signal)
    } catch {
      break // the signal ended the sleep
    }
  }
  await tasks.settled()
}

const keyOf = ({ group, version, resource }: DiscoveredResource): string => `${group}/${version}/${resource}`

function deletable(discovered: Discovered): Map<string, DiscoveredResource> {
  return new Map(
    preferredResources(discovered, ['delete', 'list', 'watch'])
      .filter(({ group, resource }) => !ignored.has(`${group}/${resource}`))
      .map((resource) => [keyOf(resource), resource]),
  )
}

function isStale(key: string, { stale }: Discovered): boolean {
  return stale.some(({ group, version }) => key.startsWith(`${group}/${version}/`))
}

function startMonitor(resource: DiscoveredResource, options: MonitorOptions, tasks: TaskGroup): Monitor {
  const { host, metadata } = options
  const factory = sharedInformers(metadata, host, { trimManagedFields: true })
  const controller = new AbortController()
  factory.for(resource).on({
    added: (object) => options.observe(object, resource),
    updated: (before, after) => options.observe(after, resource, before),
    deleted: (object) => options.forget(object, resource),
  })
  tasks.start((signal) => factory.run(AbortSignal.any([signal, controller.signal])))
  return {
    synced: (signal) => factory.synced(signal),
    stop: () => controller.abort(new DOMException('the resource is gone', 'AbortError')),
  }
}

async function allSynced(monitors: ReadonlyMap<string, Monitor>, host: Host, signal: AbortSignal): Promise<boolean> {
  const limit = withTimeout(host.clock, syncPeriodMs, signal)
  try {
    await Promise.all([...monitors.values()].map((monitor) => monitor.synced(limit.signal)))
    return true
  } catch (error) {
    if (signal.aborted) throw error
    return false
  } finally {
    limit.done()
  }
}
