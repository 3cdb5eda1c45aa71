/**
 * Since when, and when last, tokens that live in secrets were used: a label on the secret and a config map of the cluster.
 * Pure: present objects in, what to write out. The cleaner of unused tokens (a controller) reads both.
 */
import type { ConfigMap, Secret } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import { toTime } from '@elli/host/time'

export const legacyTokenConfigMapName = 'kube-apiserver-legacy-service-account-token-tracking'
export const lastUsedLabel = 'kubernetes.io/legacy-token-last-used'

const dayMs = 24 * 60 * 60 * 1000
const dayOf = (now: Instant): string => toTime(now).slice(0, 10)

/** The merge patch that puts today's label on a secret; undefined when it has it already. */
export function lastUsedPatch(secret: Secret, now: Instant): object | undefined {
  const marked = markedAsUsed(secret, now)
  if (marked === undefined) return undefined
  const { name, namespace, uid } = secret.metadata
  const labels = { [lastUsedLabel]: marked.metadata.labels?.[lastUsedLabel] }
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace, uid, labels } }
}

/** The secret with today's label, or undefined when it has one of today (or, with clocks that differ, of tomorrow). */
export function markedAsUsed(secret: Secret, now: Instant): Secret | undefined {
  const label = secret.metadata.labels?.[lastUsedLabel]
  if (label === dayOf(now) || label === dayOf(now + dayMs)) return undefined
  const labels = { ...secret.metadata.labels, [lastUsedLabel]: dayOf(now) }
  return { ...secret, metadata: { ...secret.metadata, labels } }
}

/** The config map that says since when use is tracked; undefined when it is there and can be read. */
export function legacyTokenConfigMap(existing: ConfigMap | undefined, now: Instant): ConfigMap | undefined {
  const since = existing?.data?.['since'] ?? ''
  if (/^\d{4}-\d{2}-\d{2}$/.test(since) && !Number.isNaN(Date.parse(since))) return undefined
  return {
    ...existing,
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: existing?.metadata ?? { namespace: 'kube-system', name: legacyTokenConfigMapName },
    data: { ...existing?.data, since: dayOf(now) },
  }
}
