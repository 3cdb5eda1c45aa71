/**
 * ControllerRevisions: the templates a DaemonSet or StatefulSet had, kept for going back.
 * In: an owner with a template, its revisions. Out: new revisions, their order and equality; creation that survives taken names.
 * Always: two revisions are equal when their data mean the same, whatever the order of keys; inputs are left alone.
 */
import type { ControllerRevision } from '@elli/api/apps/v1'
import { controllerrevisions } from '@elli/api/apps/v1.resources'
import type { PodTemplateSpec } from '@elli/api/core/v1'
import type { ApiObject, GroupVersionKind } from '@elli/api/object'
import type { Client } from '@elli/client/client'
import { retryOnConflict } from '@elli/client/retry'
import type { Host } from '@elli/host/host'
import { isAlreadyExists } from '@elli/machinery/errors'
import { canonicalJson, templateHash } from '@elli/machinery/hash'
import { newControllerRef } from '@elli/machinery/owner'

/** On revisions of both kinds' pods: which revision a pod was made from. */
export const revisionHashLabel = 'controller-revision-hash'
/** On a StatefulSet's revisions: the hash of their data. */
export const dataHashLabel = 'controller.kubernetes.io/hash'

/**
 * What has to be patched into the owner to get this template back. Keys are in order, and the time that no template has is null:
 * clients find the revision of a template by comparing texts.
 */
export function templatePatch(template: PodTemplateSpec): Record<string, unknown> {
  const metadata = { creationTimestamp: null, ...template.metadata }
  return inOrder({ spec: { template: { ...template, metadata, $patch: 'replace' } } }) as Record<string, unknown>
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(sorted.map(([key, item]) => [key, inOrder(item)]))
}

export function sameData(a: ControllerRevision, b: Pick<ControllerRevision, 'data'>): boolean {
  return canonicalJson(a.data) === canonicalJson(b.data)
}

/** By revision, then age, then name: the last is the newest. */
export function sortRevisions(revisions: readonly ControllerRevision[]): ControllerRevision[] {
  const key = (revision: ControllerRevision): string =>
    `${revision.metadata.creationTimestamp ?? ''}/${revision.metadata.name}`
  return [...revisions].sort((a, b) => a.revision - b.revision || (key(a) < key(b) ? -1 : 1))
}

export function nextRevision(sorted: readonly ControllerRevision[]): number {
  return (sorted.at(-1)?.revision ?? 0) + 1
}

const longestPrefix = 223

export function revisionName(prefix: string, hash: string): string {
  return `${prefix.slice(0, longestPrefix)}-${hash}`
}

export interface RevisionDraft {
  owner: ApiObject
  kind: GroupVersionKind
  labels: Readonly<Record<string, string>>
  /** The label that carries the hash. */
  hashLabel: string
  hash: string
  data: Record<string, unknown>
  revision: number
}

export function newRevision(draft: RevisionDraft): ControllerRevision {
  const { owner, hash } = draft
  return {
    apiVersion: 'apps/v1',
    kind: 'ControllerRevision',
    metadata: {
      name: revisionName(owner.metadata.name ?? '', hash),
      ...(owner.metadata.namespace === undefined ? {} : { namespace: owner.metadata.namespace }),
      labels: { ...draft.labels, [draft.hashLabel]: hash },
      ...(owner.metadata.annotations ? { annotations: { ...owner.metadata.annotations } } : {}),
      ownerReferences: [newControllerRef(owner, draft.kind)],
    },
    data: draft.data,
    revision: draft.revision,
  }
}

/**
 * Writes a revision; a name that is taken by other data gets the next collision count, one that is taken by the same data is it.
 * @returns the revision as stored, and the collision count its name was made with
 */
export async function createRevision(
  client: Client,
  draft: Omit<RevisionDraft, 'hash'>,
  collisionCount: number,
  signal: AbortSignal,
): Promise<{ revision: ControllerRevision; collisionCount: number }> {
  const objects = client.for(controllerrevisions)
  for (let count = collisionCount; ; count++) {
    const wanted = newRevision({ ...draft, hash: templateHash(draft.data, count) })
    try {
      return { revision: await objects.create(wanted, { signal }), collisionCount: count }
    } catch (error) {
      if (!isAlreadyExists(error)) throw error
      const there = await objects.get(wanted.metadata.name ?? '', { namespace: wanted.metadata.namespace, signal })
      if (sameData(there, wanted)) return { revision: there, collisionCount: count }
    }
  }
}

/** Gives an old revision a new number: going back makes it the newest again. */
export async function renumber(
  client: Client,
  host: Host,
  revision: ControllerRevision,
  number: number,
  signal: AbortSignal,
): Promise<ControllerRevision> {
  if (revision.revision === number) return revision
  const objects = client.for(controllerrevisions)
  let current = revision
  let first = true
  return retryOnConflict(
    host,
    async () => {
      if (!first)
        current = await objects.get(revision.metadata.name ?? '', { namespace: revision.metadata.namespace, signal })
      first = false
      return current.revision === number ? current : objects.update({ ...current, revision: number }, { signal })
    },
    signal,
  )
}
