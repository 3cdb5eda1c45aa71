/**
 * The history of a DaemonSet's templates: finds or makes the revision of the present one, and forgets the oldest that no pod uses.
 * Always: one revision per template; going back to an old template makes its revision the newest again.
 * Elsewhere: what a revision is (../history.ts).
 */
import type { ControllerRevision, DaemonSet } from '@elli/api/apps/v1'
import { controllerrevisions, daemonsets } from '@elli/api/apps/v1.resources'
import type { Pod } from '@elli/api/core/v1'
import { pods as podResource } from '@elli/api/core/v1.resources'
import type { Client } from '@elli/client/client'
import { isAlreadyExists, isNotFound } from '@elli/machinery/errors'
import { templateHash } from '@elli/machinery/hash'
import { newRevision, revisionHashLabel, sameData, sortRevisions, templatePatch } from '../history.ts'

export interface DaemonHistory {
  current: ControllerRevision
  old: ControllerRevision[]
}

/** @param pods the set's pods, asked for only when a template has two revisions */
export async function constructHistory(
  client: Client,
  set: DaemonSet,
  claimed: readonly ControllerRevision[],
  pods: readonly Pod[],
  signal: AbortSignal,
): Promise<DaemonHistory> {
  const objects = client.for(controllerrevisions)
  const data = templatePatch(set.spec.template)
  const labelled = await Promise.all(
    claimed.map(async (revision) => {
      if (revision.metadata.labels?.[revisionHashLabel] !== undefined) return revision
      // The name stands in for a hash: it is unique already.
      const labels = { ...revision.metadata.labels, [revisionHashLabel]: revision.metadata.name ?? '' }
      return objects.update({ ...revision, metadata: { ...revision.metadata, labels } }, { signal })
    }),
  )
  const matching = sortRevisions(labelled.filter((revision) => sameData(revision, { data })))
  const old = sortRevisions(labelled.filter((revision) => !matching.includes(revision)))
  const number = (old.at(-1)?.revision ?? 0) + 1
  const newest = matching.at(-1)
  if (!newest) return { current: await snapshot(client, set, data, number, signal), old }
  if (matching.length > 1) await dropDuplicates(client, newest, matching.slice(0, -1), pods, signal)
  const current = newest.revision < number ? await objects.update({ ...newest, revision: number }, { signal }) : newest
  return { current, old }
}

async function dropDuplicates(
  client: Client,
  keep: ControllerRevision,
  duplicates: readonly ControllerRevision[],
  pods: readonly Pod[],
  signal: AbortSignal,
): Promise<void> {
  const hash = keep.metadata.labels?.[revisionHashLabel]
  // Pods first: else those of a duplicate would look old and be replaced.
  for (const pod of pods) {
    if (pod.metadata.labels?.[revisionHashLabel] === hash) continue
    const body = { metadata: { labels: { [revisionHashLabel]: hash } } }
    const { name = '', namespace } = pod.metadata
    await client.for(podResource).patch(name, { type: 'merge', body }, { namespace, signal })
  }
  for (const { metadata } of duplicates)
    await client.for(controllerrevisions).delete(metadata.name ?? '', { namespace: metadata.namespace, signal })
}

async function snapshot(
  client: Client,
  set: DaemonSet,
  data: Record<string, unknown>,
  revision: number,
  signal: AbortSignal,
): Promise<ControllerRevision> {
  const objects = client.for(controllerrevisions)
  const wanted = newRevision({
    owner: set,
    kind: daemonsets,
    labels: set.spec.template.metadata?.labels ?? {},
    hashLabel: revisionHashLabel,
    hash: templateHash(set.spec.template, set.status?.collisionCount),
    data,
    revision,
  })
  try {
    return await objects.create(wanted, { signal })
  } catch (error) {
    if (!isAlreadyExists(error)) throw error
    const { namespace } = set.metadata
    const there = await objects.get(wanted.metadata.name ?? '', { namespace, signal })
    if (sameData(there, wanted)) return there
    const fresh = await client.for(daemonsets).get(set.metadata.name ?? '', { namespace, signal })
    const known = set.status?.collisionCount
    const actual = fresh.status?.collisionCount
    if (known !== actual)
      throw new Error(
        `found a stale collision count (${known}, expected ${actual}) of DaemonSet "${set.metadata.name}" while processing; will retry until it is updated`,
        { cause: error },
      )
    const status = { ...zeroStatus, ...fresh.status, collisionCount: (actual ?? 0) + 1 }
    await client.for(daemonsets).updateStatus({ ...fresh, status }, { signal })
    throw error
  }
}

const zeroStatus = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 }

/** The oldest revisions beyond the limit that no pod was made from. Pure. */
export function forgettable(
  set: DaemonSet,
  old: readonly ControllerRevision[],
  pods: readonly Pod[],
): ControllerRevision[] {
  const excess = old.length - (set.spec.revisionHistoryLimit ?? 10)
  if (excess <= 0) return []
  const live = new Set(pods.map((pod) => pod.metadata.labels?.[revisionHashLabel]))
  return sortRevisions(old)
    .filter((revision) => !live.has(revision.metadata.labels?.[revisionHashLabel]))
    .slice(0, excess)
}

export async function forget(
  client: Client,
  revisions: readonly ControllerRevision[],
  signal: AbortSignal,
): Promise<void> {
  for (const { metadata } of revisions) {
    try {
      await client.for(controllerrevisions).delete(metadata.name ?? '', { namespace: metadata.namespace, signal })
    } catch (error) {
      if (!isNotFound(error)) throw error
    }
  }
}
