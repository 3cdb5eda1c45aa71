/**
 * The two revisions of a StatefulSet: the one its pods come from, and the one they go to.
 * Always: going back to a template takes its old revision up again; revisions that a pod carries are never forgotten.
 * Elsewhere: what a revision is (../history.ts).
 */
import type { ControllerRevision, StatefulSet } from '@elli/api/apps/v1'
import { statefulsets } from '@elli/api/apps/v1.resources'
import type { Pod } from '@elli/api/core/v1'
import type { Client } from '@elli/client/client'
import type { Host } from '@elli/host/host'
import { createRevision, dataHashLabel, nextRevision, renumber, sameData, templatePatch } from '../history.ts'
import { revisionOf } from './identity.ts'

export interface StatefulRevisions {
  current: ControllerRevision
  update: ControllerRevision
  collisionCount: number
}

/** @param sorted the set's revisions, the newest last */
export async function revisionsOf(
  client: Client,
  host: Host,
  set: StatefulSet,
  sorted: readonly ControllerRevision[],
  signal: AbortSignal,
): Promise<StatefulRevisions> {
  const data = templatePatch(set.spec.template)
  let collisionCount = set.status?.collisionCount ?? 0
  const equal = sorted.filter((revision) => sameData(revision, { data })).at(-1)
  const newest = sorted.at(-1)
  let update: ControllerRevision
  if (equal && newest && sameData(newest, equal)) update = newest
  else if (equal) update = await renumber(client, host, equal, nextRevision(sorted), signal)
  else {
    const draft = {
      owner: set,
      kind: statefulsets,
      labels: set.spec.template.metadata?.labels ?? {},
      hashLabel: dataHashLabel,
      data,
      revision: nextRevision(sorted),
    }
    const made = await createRevision(client, draft, collisionCount, signal)
    update = made.revision
    collisionCount = made.collisionCount
  }
  const current = sorted.find((revision) => revision.metadata.name === set.status?.currentRevision) ?? update
  return { current, update, collisionCount }
}

/** The oldest revisions beyond the limit that nothing refers to. Pure. */
export function forgettable(
  set: StatefulSet,
  sorted: readonly ControllerRevision[],
  pods: readonly Pod[],
  { current, update }: Pick<StatefulRevisions, 'current' | 'update'>,
): ControllerRevision[] {
  const live = new Set([current.metadata.name, update.metadata.name, ...pods.map(revisionOf)])
  const history = sorted.filter((revision) => !live.has(revision.metadata.name ?? ''))
  return history.slice(0, Math.max(0, history.length - (set.spec.revisionHistoryLimit ?? 10)))
}
