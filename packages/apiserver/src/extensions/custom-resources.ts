/**
 * Custom resources as they come and go: each CustomResourceDefinition is named, served, established, changed and cleaned up.
 * In: the CRDs in the server's own cache. Out: calls to `publish` with what is served now, and status written to the CRDs.
 * Always: one step at a time for each CRD; it is served before it is called established; a changed schema changes
 * what running watches show; other changes of a definition start a new cache, whose watches begin anew; a CRD that is gone takes its objects with it.
 * Elsewhere: routes, discovery and documents (../server.ts), what a CRD may say (resources/apiextensions).
 */
import type { CustomResourceDefinition } from '@elli/api/apiextensions/v1'
import { customresourcedefinitions } from '@elli/api/apiextensions/v1.resources'
import type { ApiObject } from '@elli/api/object'
import { isConflict, isNotFound } from '@elli/machinery/errors'
import type { Outbound } from '../outbound/outbound.ts'
import { internalContext, type Reads } from '../reads.ts'
import { copyOf, sameShape } from '../registry/copy.ts'
import type { Environment } from '../registry/environment.ts'
import type { Kind } from '../registry/kind.ts'
import { updateObject, type UpdateRules } from '../registry/update.ts'
import type { ResourceCache } from '../watch-cache/cache.ts'
import type { Entry } from '../watch-cache/entry.ts'
import { type Condition, isSet, isTrue, setCondition } from './crd-conditions.ts'
import { cleanupFinalizer } from './crd-deletion.ts'
import { establishedCondition, nextStatus } from './crd-status.ts'
import { type BoundCustomResource, type CustomResource, customResource, keepsCache } from './custom-kinds.ts'
import { converterFor } from './converter.ts'
import { deleteInstances } from './instances.ts'

/** One CRD as it is served now. */
export interface PublishedResource {
  readonly crd: CustomResourceDefinition
  readonly bound: BoundCustomResource
  readonly cache: ResourceCache
}

export interface CustomResourcesParts {
  readonly env: Environment
  readonly reads: Reads
  /** The kind of CRDs themselves. */
  readonly crdKind: Kind
  readonly outbound: Pick<Outbound, 'post'>
  featureEnabled(gate: string): boolean
  nonStructural(crd: CustomResourceDefinition): Condition | undefined
  /** What is served under a CRD's name; undefined when nothing is any more. */
  publish(name: string, resource: PublishedResource | undefined): void
}

interface Present {
  readonly resource: PublishedResource
  readonly made: CustomResource
}

interface Work {
  again: boolean
  failures: number
}

const firstRetryMs = 100
const longestRetryMs = 30_000

/** CRDs that would lie where built-in resources lie. */
const overlapping: ReadonlySet<string> = new Set([
  'apiservices.apiregistration.k8s.io',
  'customresourcedefinitions.apiextensions.k8s.io',
])

export class CustomResources {
  readonly #parts: CustomResourcesParts
  readonly #present = new Map<string, Present>()
  readonly #work = new Map<string, Work>()
  readonly #stopping = new AbortController()
  #unfollow: (() => void) | undefined

  constructor(parts: CustomResourcesParts) {
    this.#parts = parts
  }

  /** Serves what is established already, then follows the CRDs; resolves when the caches of those have been read. */
  async start(): Promise<void> {
    const { reads } = this.#parts
    for (const crd of reads.list(customresourcedefinitions)) if (isTrue(crd, 'Established')) this.#guardedServe(crd)
    await Promise.all([...this.#present.values()].map(({ resource }) => resource.cache.whenReady()))
    this.#unfollow = reads.follow(customresourcedefinitions, (_, crd) => this.#enqueue(crd.metadata.name ?? ''))
  }

  stop(): void {
    this.#unfollow?.()
    this.#stopping.abort(new Error('the server is stopping'))
  }

  #enqueue(name: string): void {
    const running = this.#work.get(name)
    if (running !== undefined) {
      running.again = true
      return
    }
    const work: Work = { again: true, failures: 0 }
    this.#work.set(name, work)
    this.#run(name, work).catch((error: unknown) => {
      if (!this.#stopping.signal.aborted)
        this.#parts.env.host.log.error('work on a CRD ended', { name, error: String(error) })
    })
  }

  async #run(name: string, work: Work): Promise<void> {
    const { clock, log } = this.#parts.env.host
    while (work.again) {
      work.again = false
      if (this.#stopping.signal.aborted) return
      try {
        await this.#sync(name)
        work.failures = 0
      } catch (error) {
        // Somebody else changed it: its event is on the way.
        if (isConflict(error) || isNotFound(error)) continue
        if (this.#stopping.signal.aborted) return
        log.error('a custom resource definition cannot be brought up', { name, error: String(error) })
        const pause = Math.min(firstRetryMs * 2 ** work.failures++, longestRetryMs)
        await clock.sleep(pause, this.#stopping.signal)
        work.again = true
      }
    }
    this.#work.delete(name)
  }

  async #sync(name: string): Promise<void> {
    const { reads, env, nonStructural } = this.#parts
    const crd = reads.get(customresourcedefinitions, undefined, name)
    if (crd === undefined) {
      const group = this.#withdraw(name)
      // Its names are free again.
      if (group !== undefined) this.#enqueueGroup(group, name)
      return
    }
    const others = reads.list(customresourcedefinitions)
    const next = nextStatus(crd, { others, now: env.host.clock.now(), nonStructural })
    if (next !== undefined) {
      await this.#write(next)
      this.#enqueueGroup(crd.spec.group, name)
      // What was written comes back as an event; serving waits for it.
      return
    }
    if (isTrue(crd, 'NamesAccepted') || isTrue(crd, 'Established')) await this.#serve(crd)
    if (crd.metadata.deletionTimestamp !== undefined) return this.#cleanUp(crd)
    const established = establishedCondition(crd)
    if (isTrue(crd, 'NamesAccepted') && !isTrue(crd, 'Established') && !isSet(crd, established)) {
      const changed = copyOf(crd)
      setCondition(changed, established, env.host.clock.now())
      await this.#write(changed)
    }
  }

  #enqueueGroup(group: string, except: string): void {
    for (const crd of this.#parts.reads.list(customresourcedefinitions)) {
      const name = crd.metadata.name ?? ''
      if (crd.spec.group === group && name !== except) this.#enqueue(name)
    }
  }

  /** A schema that does not compile keeps its own CRD from being served, and nothing else. */
  #guardedServe(crd: CustomResourceDefinition): void {
    try {
      this.#bring(crd)
    } catch (error) {
      const { log } = this.#parts.env.host
      log.error('a custom resource definition cannot be served', {
        name: crd.metadata.name ?? '',
        error: String(error),
      })
    }
  }

  async #serve(crd: CustomResourceDefinition): Promise<void> {
    await this.#bring(crd).whenReady()
  }

  #bring(crd: CustomResourceDefinition): ResourceCache {
    const name = crd.metadata.name ?? ''
    const { env, outbound, featureEnabled, publish } = this.#parts
    const present = this.#present.get(name)
    const before = present?.resource.crd
    if (present !== undefined && before !== undefined && sameServing(before, crd)) {
      if (!sameShape(before.status?.conditions, crd.status?.conditions)) {
        // The same kinds and caches; whether it is established or terminating shows in routes and documents.
        const resource = { ...present.resource, crd }
        this.#present.set(name, { ...present, resource })
        publish(name, resource)
      }
      return present.resource.cache
    }
    const converter = converterFor(crd, { outbound, random: env.random })
    const parts = { hot: env.hot, converter, featureEnabled }
    const kept = present !== undefined && before !== undefined && keepsCache(before, crd) ? present : undefined
    const made = customResource(crd, parts, kept?.made)
    if (kept === undefined) env.feed.close(made.prefix)
    const cache = kept?.resource.cache ?? env.feed.cache(made.prefix, made.entryKind)
    // What was read by the old schema is read again.
    if (kept !== undefined) for (const entry of cache.entries('')) forgetDecoded(entry)
    const resource = { crd, bound: made.bind(cache), cache }
    this.#present.set(name, { resource, made })
    publish(name, resource)
    return cache
  }

  /** @returns the group whose names were freed */
  #withdraw(name: string): string | undefined {
    const present = this.#present.get(name)
    if (present === undefined) return name.slice(name.indexOf('.') + 1)
    this.#present.delete(name)
    this.#parts.publish(name, undefined)
    this.#parts.env.feed.close(present.made.prefix)
    return present.resource.crd.spec.group
  }

  async #cleanUp(crd: CustomResourceDefinition): Promise<void> {
    if (!(crd.metadata.finalizers ?? []).includes(cleanupFinalizer)) return
    const { env } = this.#parts
    const now = (): number => env.host.clock.now()
    let latest = copyOf(crd)
    const started: Condition = {
      type: 'Terminating',
      status: 'True',
      reason: 'InstanceDeletionInProgress',
      message: 'CustomResource deletion is in progress',
    }
    if (!isSet(latest, started)) {
      setCondition(latest, started, now())
      latest = copyOf(await this.#write(latest))
    }
    const result = await this.#emptied(crd)
    setCondition(latest, result.condition, now())
    if (result.done)
      latest.metadata.finalizers = (latest.metadata.finalizers ?? []).filter((item) => item !== cleanupFinalizer)
    await this.#write(latest)
    if (!result.done) throw new Error(result.condition.message ?? '')
  }

  async #emptied(crd: CustomResourceDefinition): Promise<{ condition: Condition; done: boolean }> {
    const name = crd.metadata.name ?? ''
    const done = (reason: string, message: string): { condition: Condition; done: boolean } => ({
      condition: { type: 'Terminating', status: 'False', reason, message },
      done: true,
    })
    if (overlapping.has(name))
      return done('OverlappingBuiltInResource', 'instances overlap with built-in resources in storage')
    const present = this.#present.get(name)
    if (!isTrue(crd, 'Established') || present === undefined)
      return done('NeverEstablished', 'resource was never established')
    return deleteInstances(this.#parts.env, present.resource.bound.storageKind, this.#stopping.signal)
  }

  /** Writes status and finalizers as they are in `crd`, at its resourceVersion. */
  async #write(crd: CustomResourceDefinition): Promise<CustomResourceDefinition> {
    const { env, crdKind } = this.#parts
    const { entry } = await updateObject(
      env,
      crdKind,
      { namespace: '', name: crd.metadata.name ?? '', rules: asGiven, change: () => copyOf(crd as ApiObject) },
      internalContext(env, undefined),
    )
    return env.hot.object(entry) as CustomResourceDefinition
  }
}

/** The server's own writes are right as they are. */
const asGiven: UpdateRules = { hooks: false, prepare() {}, validate: () => [], warnings: () => [] }

/** Whether two states of a CRD are served by the same kinds and caches. */
function sameServing(a: CustomResourceDefinition, b: CustomResourceDefinition): boolean {
  return (
    a.metadata.uid === b.metadata.uid &&
    sameShape(a.spec, b.spec) &&
    sameShape(a.status?.acceptedNames, b.status?.acceptedNames)
  )
}

function forgetDecoded(entry: Entry): void {
  entry.decoded = undefined
  entry.encodings = undefined
}
