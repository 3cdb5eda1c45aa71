/**
 * The objects that quotas count: complete for kinds whose use depends on what they say, metadata for all others.
 * In: which resources are wanted. Out: lists by namespace, from caches, and a call when something stops being used.
 * Always: a resource is watched from the first quota on that counts it, and no longer than the server has it.
 */
import { persistentvolumeclaims, pods, resourcequotas, services } from '@elli/api/core/v1.resources'
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import type { Client } from '@elli/client/client'
import type { Informer, InformerFactory } from '@elli/client/informer'
import { sharedInformers } from '@elli/client/shared-informers'
import { withTimeout } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import type { TaskGroup } from '@elli/host/tasks'
import type { GroupResource } from '@elli/machinery/errors'
import { fromAmounts } from '@elli/machinery/pod/resources'
import { quotaEvaluator } from '@elli/machinery/quota/evaluators'
import type { DiscoveredResource } from '../discovery.ts'
import { sameAmounts } from './decide.ts'

const syncTimeoutMs = 30_000

/** Kinds whose spec decides what they use. */
export const wholeKinds: readonly ResourceInfo<ApiObject>[] = [
  pods,
  services,
  persistentvolumeclaims,
  // A quota that is looked at counts itself: it must not be missing from another cache.
  resourcequotas,
]

const keyOf = ({ group, resource }: GroupResource): string => `${resource}.${group}`

interface Watch {
  informer: Informer<ApiObject>
  synced(signal: AbortSignal): Promise<void>
  stop(): void
}

export class CountedObjects {
  readonly #host: Host
  readonly #metadata: Client
  readonly #tasks: TaskGroup
  readonly #freed: (resource: GroupResource, namespace: string) => void
  readonly #watches = new Map<string, Watch>()

  /** @param freed called when an object goes, or uses something else than before */
  constructor(
    host: Host,
    metadata: Client,
    informers: InformerFactory,
    tasks: TaskGroup,
    freed: (resource: GroupResource, namespace: string) => void,
  ) {
    this.#host = host
    this.#metadata = metadata
    this.#tasks = tasks
    this.#freed = freed
    for (const resource of wholeKinds) {
      const informer = informers.for(resource)
      const off = this.#listen(resource, informer)
      this.#watches.set(keyOf(resource), { informer, synced: (signal) => informers.synced(signal), stop: off })
    }
  }

  /** Resolves when all of these can be counted. @throws when some cannot in time */
  async ready(resources: readonly DiscoveredResource[], signal: AbortSignal): Promise<void> {
    const limit = withTimeout(this.#host.clock, syncTimeoutMs, signal)
    try {
      await Promise.all(resources.map((resource) => this.#watch(resource).synced(limit.signal)))
    } finally {
      limit.done()
    }
  }

  of(resource: GroupResource, namespace: string): readonly ApiObject[] {
    return this.#watches.get(keyOf(resource))?.informer.list(namespace) ?? []
  }

  /** Forgets what the server no longer has. */
  keep(resources: readonly GroupResource[]): void {
    const wanted = new Set([...resources, ...wholeKinds].map(keyOf))
    for (const [key, watch] of this.#watches) {
      if (wanted.has(key)) continue
      watch.stop()
      this.#watches.delete(key)
    }
  }

  #watch(resource: DiscoveredResource): Watch {
    const known = this.#watches.get(keyOf(resource))
    if (known) return known
    const factory = sharedInformers(this.#metadata, this.#host, { trimManagedFields: true })
    const informer = factory.for<ApiObject>(resource)
    const off = this.#listen(resource, informer)
    const controller = new AbortController()
    this.#tasks.start((signal) => factory.run(AbortSignal.any([signal, controller.signal])))
    const watch: Watch = {
      informer,
      synced: (signal) => factory.synced(signal),
      stop() {
        off()
        controller.abort(new DOMException('the resource is gone', 'AbortError'))
      },
    }
    this.#watches.set(keyOf(resource), watch)
    return watch
  }

  #listen(resource: GroupResource, informer: Informer<ApiObject>): () => void {
    const evaluator = quotaEvaluator(resource)
    const isWhole = wholeKinds.some((kind) => keyOf(kind) === keyOf(resource))
    const usage = (object: ApiObject): Record<string, string> =>
      fromAmounts(evaluator?.usage(object, this.#host.clock.now()) ?? new Map())
    return informer.on({
      updated: (before, after) => {
        if (isWhole && !sameAmounts(usage(before), usage(after))) this.#freed(resource, after.metadata.namespace ?? '')
      },
      deleted: (object) => this.#freed(resource, object.metadata.namespace ?? ''),
    })
  }
}
