/**
 * Creating and deleting pods for an owner: pods from templates, the events that tell of it, and creation in growing batches so that
 * a template that is refused fails a few times and not a thousand.
 */
import type { Pod, PodTemplateSpec } from '@elli/api/core/v1'
import { pods } from '@elli/api/core/v1.resources'
import type { ApiObject, GroupVersionKind } from '@elli/api/object'
import type { Client } from '@elli/client/client'
import type { EventRecorder } from '@elli/client/events.contract'
import { ApiError, isForbidden, isNotFound } from '@elli/machinery/errors'
import { newControllerRef } from '@elli/machinery/owner'

/** A pod as the template describes it, named after and controlled by its owner. */
export function podFromTemplate(template: PodTemplateSpec, owner: ApiObject, kind: GroupVersionKind): Pod {
  const { labels, annotations, finalizers } = template.metadata ?? {}
  const prefix = `${owner.metadata.name}-`
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: prefix,
      ...(owner.metadata.namespace === undefined ? {} : { namespace: owner.metadata.namespace }),
      ...(labels ? { labels: { ...labels } } : {}),
      ...(annotations ? { annotations: { ...annotations } } : {}),
      ...(finalizers ? { finalizers: [...finalizers] } : {}),
      ownerReferences: [newControllerRef(owner, kind)],
    },
    spec: template.spec ?? { containers: [] },
  }
}

export interface PodControl {
  create(owner: ApiObject, pod: Pod, signal: AbortSignal): Promise<Pod>
  /** A pod that is gone already counts as deleted. */
  delete(owner: ApiObject, pod: Pod, signal: AbortSignal): Promise<void>
}

export function podControl(client: Client, recorder: EventRecorder): PodControl {
  const objects = client.for(pods)
  return {
    async create(owner, pod, signal) {
      try {
        const created = await objects.create(pod, { signal })
        recorder.event(owner, 'Normal', 'SuccessfulCreate', `Created pod: ${created.metadata.name}`)
        return created
      } catch (error) {
        // In a namespace that is being emptied, refusals are the rule and nobody needs an event for each.
        if (!isNamespaceTerminating(error))
          recorder.event(owner, 'Warning', 'FailedCreate', `Error creating: ${messageOf(error)}`)
        throw error
      }
    },
    async delete(owner, pod, signal) {
      try {
        await objects.delete(pod.metadata.name ?? '', { namespace: pod.metadata.namespace, signal })
        recorder.event(owner, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`)
      } catch (error) {
        if (isNotFound(error)) return
        recorder.event(owner, 'Warning', 'FailedDelete', `Error deleting: ${messageOf(error)}`)
        throw error
      }
    },
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** What was thrown, as something that may be thrown again. */
export function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown), { cause: thrown })
}

/** Whether a create was refused because its namespace is being deleted. */
export function isNamespaceTerminating(error: unknown): boolean {
  if (!(error instanceof ApiError) || !isForbidden(error)) return false
  return error.status.details?.causes?.some((cause) => cause.reason === 'NamespaceTerminating') === true
}

/** Runs `count` acts in batches of 1, 2, 4 …; stops after the first batch with a failure. @returns how many succeeded, and the first error */
export async function slowStart(
  count: number,
  act: (index: number) => Promise<unknown>,
): Promise<{ succeeded: number; error: unknown }> {
  let next = 0
  let succeeded = 0
  for (let size = Math.min(count, 1); size > 0; size = Math.min(2 * size, count - next)) {
    const results = await Promise.allSettled(Array.from({ length: size }, (_, i) => act(next + i)))
    next += size
    const failed = results.find((result) => result.status === 'rejected')
    succeeded += results.filter((result) => result.status === 'fulfilled').length
    if (failed) return { succeeded, error: failed.reason }
  }
  return { succeeded, error: undefined }
}
