/**
 * Builders for the tests beside this file: objects as the registry hands them over, a context, errors as text.
 * Always: what a test does not set is what the API would fill in.
 */
import type { ConfigMap, Container, Pod, PodTemplateSpec, Service } from '@elli/api/core/v1'
import { pods, services } from '@elli/api/core/v1.resources'
import { applyDefaults } from '@elli/api/defaults'
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import { seededRandom } from '@elli/host/random'
import { errorText, type FieldError } from '@elli/machinery/field'
import type { Strategy, StrategyContext } from '../registry/strategy.ts'

export const now = Date.parse('2024-08-13T12:00:00Z')

const onInThisRelease = [
  'MatchLabelKeysInPodAffinity',
  'PodDeletionCost',
  'ServiceTrafficDistribution',
  'LoadBalancerIPMode',
  'JobPodReplacementPolicy',
  'JobBackoffLimitPerIndex',
  'JobSuccessPolicy',
  'RecursiveReadOnlyMounts',
]

export function context(
  change: Partial<StrategyContext> = {},
  gates: readonly string[] = onInThisRelease,
): StrategyContext {
  return {
    user: { name: 'jane', uid: '7', groups: ['devs'], extra: { scopes: ['a'] } },
    namespace: 'default',
    now,
    random: seededRandom(1).stream('test'),
    dryRun: false,
    featureEnabled: (gate) => gates.includes(gate),
    ...change,
  }
}

/** The object with defaults, a copy of what was given. */
export function defaulted<T extends ApiObject>(info: ResourceInfo<T>, object: T): T {
  return applyDefaults(info, structuredClone({ apiVersion: info.apiVersion, kind: info.kind, ...object }))
}

export const container: Container = { name: 'app', image: 'app:1' }

export function template(change: Partial<PodTemplateSpec['spec']> = {}, labels = { app: 'web' }): PodTemplateSpec {
  return { metadata: { labels }, spec: { containers: [{ ...container }], ...change } }
}

export function pod(spec: Partial<Pod['spec']> = {}, metadata: Pod['metadata'] = {}): Pod {
  return defaulted(pods, {
    metadata: { name: 'web', namespace: 'default', ...metadata },
    spec: { containers: [{ ...container }], ...spec },
  })
}

export function service(spec: Partial<Service['spec']> = {}, metadata: Service['metadata'] = {}): Service {
  return defaulted(services, {
    metadata: { name: 'web', namespace: 'default', ...metadata },
    spec: { clusterIP: '10.0.0.7', clusterIPs: ['10.0.0.7'], ports: [{ port: 80 }], ...spec },
  })
}

export function configMap(change: Partial<ConfigMap> = {}): ConfigMap {
  return { metadata: { name: 'settings', namespace: 'default' }, ...change }
}

export function texts(errors: readonly FieldError[] | undefined): string[] {
  return (errors ?? []).map(errorText)
}

/** What creating the object complains about; the object is prepared as the registry would. */
export function createErrors<T extends ApiObject>(strategy: Strategy<T>, object: T, at = context()): string[] {
  const copy = structuredClone(object)
  strategy.prepareForCreate?.(copy, at)
  return texts(strategy.validate?.(copy, at))
}

/** What changing `old` into `object` complains about. */
export function updateErrors<T extends ApiObject>(strategy: Strategy<T>, object: T, old: T, at = context()): string[] {
  const copy = structuredClone(object)
  strategy.prepareForUpdate?.(copy, old, at)
  return texts(strategy.validateUpdate?.(copy, old, at))
}

/** The cells of the row, wide ones included. */
export function cells<T extends ApiObject>(strategy: Strategy<T>, object: T): unknown[] {
  return strategy.table?.row(object, now) ?? []
}

/** So long before now, as a timestamp. */
export function ago(seconds: number): string {
  return new Date(now - seconds * 1000).toISOString().replace('.000', '')
}
