/** A stage for admission tests: objects in a map as the server's caches, a simulated host, and requests with everything defaulted. */
import type { Pod } from '@elli/api/core/v1'
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import { simulatedHost } from '@elli/host/simulated'
import { alreadyExists } from '@elli/machinery/errors'
import { MetricRegistry } from '@elli/host/metrics/registry'
import type { Authorizer } from '../authorization/authorizer.ts'
import { createOutbound, type Dial, noWayOut } from '../outbound/outbound.ts'
import { AdmissionMetrics } from './admission-metrics.ts'
import { servedVersions } from './served-versions.ts'
import type {
  AdmissionContext,
  AdmissionPlugin,
  AdmissionPluginFactory,
  AdmissionReads,
  AdmissionRequest,
} from './plugin.ts'

export interface Stage {
  context: AdmissionContext
  put<T extends ApiObject>(resource: ResourceInfo<T>, object: T): void
  get<T extends ApiObject>(resource: ResourceInfo<T>, namespace: string | undefined, name: string): T | undefined
  /** How many status writes went through, and how many lost a race. */
  writes: { done: number; lost: number }
}

export function stage(options: { authorizer?: Authorizer; gates?: readonly string[]; dial?: Dial } = {}): Stage {
  const objects = new Map<string, ApiObject>()
  const followers = new Map<string, Set<(object: ApiObject) => void>>()
  const writes = { done: 0, lost: 0 }
  let version = 0
  const key = (resource: ResourceInfo, namespace: string | undefined, name: string): string =>
    `${resource.resource}.${resource.group}/${namespace ?? ''}/${name}`
  const get = <T extends ApiObject>(
    resource: ResourceInfo<T>,
    namespace: string | undefined,
    name: string,
  ): T | undefined => objects.get(key(resource, namespace, name)) as T | undefined
  const put = <T extends ApiObject>(resource: ResourceInfo<T>, object: T): T => {
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(++version) } }
    objects.set(key(resource, object.metadata.namespace, object.metadata.name ?? ''), stored)
    for (const tell of followers.get(resource.resource) ?? []) tell(stored)
    return stored
  }
  const reads: AdmissionReads = {
    get,
    list: <T extends ApiObject>(resource: ResourceInfo<T>, namespace?: string) =>
      [...objects]
        .filter(([at]) =>
          at.startsWith(`${resource.resource}.${resource.group}/${namespace === undefined ? '' : `${namespace}/`}`),
        )
        .map(([, object]) => object as T),
    getFresh: async (resource, namespace, name) => get(resource, namespace, name),
    follow(resource, handler) {
      const known = followers.get(resource.resource) ?? new Set()
      followers.set(resource.resource, known)
      const told = (object: ApiObject): void => handler('ADDED', object as never)
      known.add(told)
      for (const object of reads.list(resource)) told(object)
      return () => known.delete(told)
    },
    async create(resource, object) {
      const { namespace, name = '' } = object.metadata
      if (get(resource, namespace, name) !== undefined) throw alreadyExists(resource, name)
      return put(resource, object)
    },
    async updateStatus(resource, namespace, name, change) {
      for (;;) {
        const seen = get(resource, namespace, name)
        if (seen === undefined) return undefined
        const changed = change(seen)
        if (changed === undefined) return seen
        // Others get their turn between read and write, as over a network.
        await Promise.resolve()
        if (get(resource, namespace, name) === seen) {
          writes.done++
          return put(resource, changed)
        }
        writes.lost++
      }
    },
  }
  const host = simulatedHost({ seed: 1 })
  const context: AdmissionContext = {
    host,
    reads,
    outbound: createOutbound({ host, reads, random: host.random.stream('outbound'), dial: options.dial ?? noWayOut }),
    versions: servedVersions(() => []),
    metrics: new AdmissionMetrics(new MetricRegistry()),
    authorizer: options.authorizer ?? { name: 'none', authorize: () => ({ decision: 'no-opinion', reason: '' }) },
    featureEnabled: (gate) => options.gates?.includes(gate) === true,
  }
  return { context, put, get, writes }
}

export function request<T extends ApiObject>(
  resource: ResourceInfo<T>,
  more: Partial<Omit<AdmissionRequest, 'object' | 'oldObject'>> & { object?: T; oldObject?: T },
): AdmissionRequest & { warnings: string[]; annotations: Record<string, string> } {
  const warnings: string[] = []
  const annotations: Record<string, string> = {}
  return {
    operation: 'CREATE',
    resource,
    subresource: '',
    namespace: resource.namespaced ? 'ns' : '',
    name: more.object?.metadata.name ?? more.oldObject?.metadata.name ?? '',
    user: { name: 'ann', groups: [] },
    dryRun: false,
    object: undefined,
    oldObject: undefined,
    options: undefined,
    warn: (text) => warnings.push(text),
    annotate(name, value) {
      annotations[name] = value
    },
    warnings,
    annotations,
    ...more,
  }
}

/** Runs a plugin as the corridor does: only if it cares, mutation before validation. */
export async function run(
  plugin: AdmissionPlugin | [AdmissionPluginFactory, Stage],
  asked: AdmissionRequest,
): Promise<void> {
  const made = Array.isArray(plugin) ? plugin[0](plugin[1].context) : plugin
  if (!made.handles(asked.operation, asked.resource, asked.subresource)) return
  await made.admit?.(asked)
  await made.validate?.(asked)
}

/** The refusal of a request, or undefined. */
export async function refusalOf(
  plugin: AdmissionPlugin | [AdmissionPluginFactory, Stage],
  asked: AdmissionRequest,
): Promise<string | undefined> {
  try {
    await run(plugin, asked)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

export function pod(spec: Partial<Pod['spec']> = {}, metadata: Pod['metadata'] = {}): Pod {
  return {
    metadata: { namespace: 'ns', name: 'web', ...metadata },
    spec: { containers: [{ name: 'app', image: 'web:1' }], ...spec },
  }
}
