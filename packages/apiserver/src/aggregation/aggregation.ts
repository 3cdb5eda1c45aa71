/**
 * Aggregation: group versions that other servers answer for, as APIServices say.
 * In: APIServices, Services and Endpoints in the server's own cache. Out: remote routes, discovery, documents, and the condition
 * Available on each APIService.
 * Always: each APIService is looked at by itself, again after every change near it and every half minute, sooner after a failure;
 * a group version whose server cannot be reached stays in discovery, marked as stale, and answers 503.
 * Elsewhere: asking (./remote-service.ts), requests on their way (./remote-proxy.ts), our own APIServices (./auto-registration.ts).
 */
import type { APIService } from '@elli/api/apiregistration/v1'
import { apiservices } from '@elli/api/apiregistration/v1.resources'
import { endpoints, services } from '@elli/api/core/v1.resources'
import type { ApiObject } from '@elli/api/object'
import type { Host } from '@elli/host/host'
import type { Timer } from '@elli/host/clock'
import type { UpgradeResponse, WireResponse } from '@elli/host/wire'
import type { DiscoveredResource } from '../discovery/contract.ts'
import type { Discovery } from '../discovery/documents.ts'
import type { Call } from '../endpoints/call.ts'
import type { OpenApi } from '../openapi/documents.ts'
import type { Reads } from '../reads.ts'
import { copyOf } from '../registry/copy.ts'
import type { Router } from '../router.ts'
import { type Available, isAvailable, local, obstacle, withAvailable } from './availability.ts'
import type { RequestInfo } from '../request-info.ts'
import { proxyRemote, type RemoteTarget, upgradeRemote } from './remote-proxy.ts'
import { type RemoteParts, RemoteService } from './remote-service.ts'

export interface AggregationParts extends RemoteParts {
  readonly host: Host
  readonly reads: Reads
  readonly router: Router
  readonly discovery: Discovery
  readonly openApi: OpenApi
}

/** One APIService that is looked after. */
interface Looked {
  running: boolean
  again: boolean
  failures: number
  timer: Timer | undefined
  target: RemoteTarget | undefined
  resources: readonly DiscoveredResource[]
}

const periodMs = 30_000
const firstRetryMs = 100

export class Aggregation {
  readonly #parts: AggregationParts
  readonly #remote: RemoteService
  readonly #looked = new Map<string, Looked>()
  /** Remote group versions, such as `metrics.k8s.io/v1beta1`. */
  readonly #targets = new Map<string, RemoteTarget>()
  readonly #stopping = new AbortController()
  readonly #unfollow: (() => void)[] = []

  constructor(parts: AggregationParts) {
    this.#parts = parts
    this.#remote = new RemoteService(parts)
  }

  start(): void {
    const { reads } = this.#parts
    this.#unfollow.push(
      reads.follow(apiservices, (_, object) => this.#enqueue(object.metadata.name ?? '')),
      reads.follow(services, (_, object) => this.#near(object)),
      reads.follow(endpoints, (_, object) => this.#near(object)),
    )
  }

  stop(): void {
    for (const end of this.#unfollow) end()
    this.#stopping.abort(new Error('the server is stopping'))
    for (const { timer } of this.#looked.values()) timer?.cancel()
  }

  /** Paths that are no resources, of group versions that other servers answer for; undefined for all others. */
  async plain(call: Call): Promise<WireResponse | undefined> {
    if (this.#targets.size === 0) return undefined
    const match = /^(?:\/openapi\/v3)?\/apis\/([^/]+)\/([^/]+)(?:\/|$)/.exec(call.info.path)
    const target = match === null ? undefined : this.#targets.get(`${match[1]}/${match[2]}`)
    return target === undefined ? undefined : proxyRemote(call, target)
  }

  /** Whether another server answers for the group version. */
  isElsewhere({ apiGroup, apiVersion }: RequestInfo): boolean {
    return this.#targets.has(`${apiGroup}/${apiVersion}`)
  }

  upgrade(call: Call): Promise<UpgradeResponse> | undefined {
    const { apiGroup, apiVersion } = call.info
    const target = this.#targets.get(`${apiGroup}/${apiVersion}`)
    return target === undefined ? undefined : upgradeRemote(call, target)
  }

  /** Something changed that an APIService may point at. */
  #near({ metadata }: ApiObject): void {
    for (const { metadata: own, spec } of this.#parts.reads.list(apiservices))
      if (spec.service?.name === metadata.name && spec.service?.namespace === metadata.namespace)
        this.#enqueue(own.name ?? '')
  }

  #enqueue(name: string): void {
    const looked = this.#looked.get(name) ?? {
      running: false,
      again: false,
      failures: 0,
      timer: undefined,
      target: undefined,
      resources: [],
    }
    this.#looked.set(name, looked)
    if (looked.running) {
      looked.again = true
      return
    }
    looked.running = true
    this.#run(name, looked).catch((error: unknown) => {
      if (!this.#stopping.signal.aborted)
        this.#parts.host.log.error('an APIService could not be looked after', { name, error: String(error) })
    })
  }

  async #run(name: string, looked: Looked): Promise<void> {
    looked.timer?.cancel()
    looked.timer = undefined
    let next: number | undefined
    try {
      do {
        looked.again = false
        next = await this.#look(name, looked)
      } while (looked.again && !this.#stopping.signal.aborted)
    } finally {
      looked.running = false
    }
    if (this.#stopping.signal.aborted || next === undefined) return
    looked.timer = this.#parts.host.clock.after(next, () => this.#enqueue(name))
  }

  /** @returns when to look again; undefined when only a change makes that worth while */
  async #look(name: string, looked: Looked): Promise<number | undefined> {
    const service = this.#parts.reads.get(apiservices, undefined, name)
    if (service?.spec.service === undefined) {
      this.#forget(name, looked)
      if (service !== undefined) await this.#tell(service, local)
      return undefined
    }
    // Its group is there at once, whether or not somebody answers for it.
    if (looked.target === undefined) this.#show(name, service, looked, false)
    this.#route(name, service, looked)
    const { namespace = '', name: serviceName = '' } = service.spec.service
    const { reads } = this.#parts
    const hindered = obstacle(
      service,
      reads.get(services, namespace, serviceName),
      reads.get(endpoints, namespace, serviceName),
    )
    const signal = this.#stopping.signal
    const answer = hindered ?? (await this.#remote.check(service, signal))
    if (signal.aborted) return undefined
    await this.#tell(service, answer)
    const fresh = answer.status === 'True' && (await this.#learn(name, service, looked))
    if (signal.aborted) return undefined
    this.#show(name, service, looked, fresh)
    if (fresh) await this.#learnDocuments(name, service)
    looked.failures = fresh ? 0 : looked.failures + 1
    return fresh ? periodMs : Math.min(firstRetryMs * 2 ** (looked.failures - 1), periodMs)
  }

  /** Its paths lead there from now on. */
  #route(name: string, service: APIService, looked: Looked): void {
    const { reads, router } = this.#parts
    const groupVersion = `${service.spec.group}/${service.spec.version}`
    const target: RemoteTarget = {
      transport: this.#remote.transport(service),
      available: () => {
        const now = reads.get(apiservices, undefined, name)
        return now !== undefined && isAvailable(now)
      },
    }
    looked.target = target
    this.#targets.set(groupVersion, target)
    router.setRemote(groupVersion, (call) => proxyRemote(call, target))
  }

  #forget(name: string, looked: Looked): void {
    const { router, discovery, openApi } = this.#parts
    if (looked.target !== undefined) {
      const dot = name.indexOf('.')
      const groupVersion = `${name.slice(dot + 1)}/${name.slice(0, dot)}`
      this.#targets.delete(groupVersion)
      router.setRemote(groupVersion, undefined)
    }
    discovery.set(`remote ${name}`, [])
    openApi.setRemote(name, undefined)
    this.#looked.delete(name)
  }

  async #tell(service: APIService, answer: Available): Promise<void> {
    const { reads, host } = this.#parts
    const now = host.clock.now()
    if (withAvailable(copyOf(service), answer, now) === undefined) return
    await reads.updateStatus(apiservices, undefined, service.metadata.name ?? '', (fresh) =>
      withAvailable(fresh, answer, now),
    )
  }

  /** What it serves, kept for when it cannot be asked. */
  async #learn(name: string, service: APIService, looked: Looked): Promise<boolean> {
    const { host } = this.#parts
    try {
      looked.resources = await this.#remote.resources(service, this.#stopping.signal)
      return true
    } catch (error) {
      host.log.warn('an aggregated server does not tell what it serves', { name, error: String(error) })
      return false
    }
  }

  async #learnDocuments(name: string, service: APIService): Promise<void> {
    const { host, openApi } = this.#parts
    try {
      openApi.setRemote(name, await this.#remote.documents(service, this.#stopping.signal))
    } catch (error) {
      host.log.warn('an aggregated server does not document itself', { name, error: String(error) })
    }
  }

  #show(name: string, service: APIService, looked: Looked, fresh: boolean): void {
    const { group = '', version = '', groupPriorityMinimum, versionPriority } = service.spec
    const shown = {
      group,
      version,
      resources: looked.resources,
      freshness: fresh ? ('Current' as const) : ('Stale' as const),
      priority: { group: groupPriorityMinimum, version: versionPriority },
      remote: true,
    }
    this.#parts.discovery.set(`remote ${name}`, [shown])
  }
}
