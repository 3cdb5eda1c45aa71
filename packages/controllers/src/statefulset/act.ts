/**
 * Carries out what a StatefulSet decided: pods, their claims, and the events that tell of it.
 * Always: claims come before the pod; a pod is deleted by its uid, so that a successor of the same name is safe from an old cache.
 */
import type { StatefulSet } from '@elli/api/apps/v1'
import type { PersistentVolumeClaim, Pod } from '@elli/api/core/v1'
import { persistentvolumeclaims, pods } from '@elli/api/core/v1.resources'
import type { Client } from '@elli/client/client'
import type { EventRecorder } from '@elli/client/events.contract'
import { retryOnConflict } from '@elli/client/retry'
import type { Host } from '@elli/host/host'
import { isAlreadyExists, isNotFound } from '@elli/machinery/errors'
import { asError, messageOf, slowStart } from '../pod-control.ts'
import { hasUnexpectedController, ownersUpToDate, wantedReferences } from './claims.ts'
import type { Action, StatefulDecision } from './decide.ts'
import { claimsFor, identityMatches, storageMatches, withIdentity, withStorage } from './identity.ts'

export interface StatefulActor {
  client: Client
  host: Host
  recorder: EventRecorder
  /** From the cache. */
  claim(namespace: string | undefined, name: string): PersistentVolumeClaim | undefined
}

export async function carryOut(
  actor: StatefulActor,
  set: StatefulSet,
  decision: Pick<StatefulDecision, 'phases' | 'inOrder'>,
  signal: AbortSignal,
): Promise<void> {
  for (const phase of decision.phases) {
    if (decision.inOrder) {
      for (const action of phase) await perform(actor, set, action, signal)
      continue
    }
    const { error } = await slowStart(phase.length, async (i) => {
      const action = phase[i]
      if (action) await perform(actor, set, action, signal)
    })
    if (error !== undefined) throw asError(error)
  }
}

function perform(actor: StatefulActor, set: StatefulSet, action: Action, signal: AbortSignal): Promise<void> {
  switch (action.kind) {
    case 'create':
      return createPod(actor, set, action.pod, signal)
    case 'correct':
      return correctPod(actor, set, action.pod, signal)
    case 'delete':
      return deletePod(actor, set, action.pod, signal)
    case 'makeClaims':
      return makeClaims(actor, set, action.pod, signal).then(() => telling(actor, 'update', set, action.pod, signal))
    case 'ownClaims':
      return ownClaims(actor, set, action.pod, signal)
    default:
      return action satisfies never
  }
}

async function telling(
  actor: StatefulActor,
  verb: 'create' | 'update',
  set: StatefulSet,
  pod: Pod,
  signal: AbortSignal,
): Promise<void> {
  try {
    await ownClaims(actor, set, pod, signal)
  } catch (error) {
    tell(actor, verb, set, pod, error)
    throw error
  }
}

type Verb = 'create' | 'update' | 'delete'

function tell({ recorder }: StatefulActor, verb: Verb, set: StatefulSet, pod: Pod, error?: unknown): void {
  const title = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}`
  const subject = `${verb} Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name}`
  if (error === undefined) recorder.event(set, 'Normal', `Successful${title}`, `${subject} successful`)
  else recorder.event(set, 'Warning', `Failed${title}`, `${subject} failed error: ${messageOf(error)}`)
}

async function createPod(actor: StatefulActor, set: StatefulSet, pod: Pod, signal: AbortSignal): Promise<void> {
  try {
    await makeClaims(actor, set, pod, signal)
    await actor.client.for(pods).create(pod, { signal })
  } catch (error) {
    // The cache was behind: the pod will show up there.
    if (!isAlreadyExists(error)) tell(actor, 'create', set, pod, error)
    throw error
  }
  await telling(actor, 'update', set, pod, signal)
  tell(actor, 'create', set, pod)
}

async function deletePod(actor: StatefulActor, set: StatefulSet, pod: Pod, signal: AbortSignal): Promise<void> {
  const { name = '', namespace, uid } = pod.metadata
  try {
    const preconditions = uid === undefined ? {} : { preconditions: { uid } }
    await actor.client.for(pods).delete(name, { namespace, ...preconditions, signal })
  } catch (error) {
    if (isNotFound(error)) return
    tell(actor, 'delete', set, pod, error)
    throw error
  }
  tell(actor, 'delete', set, pod)
}

async function correctPod(actor: StatefulActor, set: StatefulSet, pod: Pod, signal: AbortSignal): Promise<void> {
  const objects = actor.client.for(pods)
  const { name = '', namespace } = pod.metadata
  let attempted = false
  let current = pod
  try {
    await retryOnConflict(
      actor.host,
      async () => {
        if (attempted) current = await objects.get(name, { namespace, signal })
        let wanted = current
        if (!identityMatches(set, wanted)) wanted = withIdentity(wanted)
        if (!storageMatches(set, wanted)) {
          wanted = withStorage(set, wanted)
          await makeClaims(actor, set, wanted, signal)
        }
        await ownClaims(actor, set, wanted, signal)
        if (wanted === current) return
        attempted = true
        await objects.update(wanted, { signal })
      },
      signal,
    )
  } catch (error) {
    tell(actor, 'update', set, pod, error)
    throw error
  }
  if (attempted) tell(actor, 'update', set, pod)
}

async function makeClaims(actor: StatefulActor, set: StatefulSet, pod: Pod, signal: AbortSignal): Promise<void> {
  const problems: string[] = []
  for (const claim of claimsFor(set, pod)) {
    const name = claim.metadata.name ?? ''
    const there = actor.claim(claim.metadata.namespace, name)
    if (there) {
      if (there.metadata.deletionTimestamp) problems.push(`pvc ${name} is being deleted`)
      continue
    }
    const subject = `create Claim ${name}`
    const place = `Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name}`
    try {
      await actor.client.for(persistentvolumeclaims).create(claim, { signal })
      actor.recorder.event(set, 'Normal', 'SuccessfulCreate', `${subject} ${place} success`)
    } catch (error) {
      problems.push(`failed to create PVC ${name}: ${messageOf(error)}`)
      if (!isAlreadyExists(error))
        actor.recorder.event(
          set,
          'Warning',
          'FailedCreate',
          `${subject} for ${place} failed error: ${messageOf(error)}`,
        )
    }
  }
  if (problems.length === 1) throw new Error(problems[0])
  if (problems.length > 1) throw new Error(`[${problems.join(', ')}]`)
}

/** Sets the owners of the pod's claims that are there. */
async function ownClaims(actor: StatefulActor, set: StatefulSet, pod: Pod, signal: AbortSignal): Promise<void> {
  for (const { metadata } of claimsFor(set, pod)) {
    const claim = actor.claim(metadata.namespace, metadata.name ?? '')
    if (!claim) continue
    if (hasUnexpectedController(claim, set, pod))
      actor.recorder.event(
        set,
        'Warning',
        'ConflictingController',
        `PersistentVolumeClaim ${metadata.name} has a conflicting OwnerReference that acts as a manging controller, the retention policy is ignored for this claim`,
      )
    if (ownersUpToDate(claim, set, pod)) continue
    const ownerReferences = wantedReferences(claim, set, pod)
    try {
      await actor.client
        .for(persistentvolumeclaims)
        .update({ ...claim, metadata: { ...claim.metadata, ownerReferences } }, { signal })
    } catch (error) {
      throw new Error(`could not update claim ${metadata.name} for delete policy ownerRefs: ${messageOf(error)}`, {
        cause: error,
      })
    }
  }
}
