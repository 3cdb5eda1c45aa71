/**
 * StatefulSet: what to do next with pods that have an order, and what to report. Pure.
 * In: the set, its two revisions, its pods, their claims. Out: phases of actions; a phase begins when all of the one before went well.
 * Always: in order, a pod is made or removed only when all before it are available, and one at a time; scaling comes before updating.
 * Elsewhere: what pods are called and carry (./identity.ts), who owns claims (./claims.ts), acting (./act.ts).
 */
import type { ControllerRevision, StatefulSet, StatefulSetStatus } from '@elli/api/apps/v1'
import type { PersistentVolumeClaim, Pod, PodTemplateSpec } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import { scaledValue } from '@elli/machinery/int-or-percent'
import { isPodAvailable, isPodReady } from '@elli/machinery/pod/status'
import { deletesWhenScaled, isStaleFor, ownersUpToDate } from './claims.ts'
import {
  claimName,
  identityMatches,
  inRange,
  newPod,
  ordinalOf,
  replicasOf,
  revisionOf,
  startOrdinal,
  storageMatches,
} from './identity.ts'

export interface StatefulView {
  set: StatefulSet
  current: ControllerRevision
  update: ControllerRevision
  collisionCount: number
  pods: readonly Pod[]
  claim(name: string): PersistentVolumeClaim | undefined
}

export type Action =
  | { kind: 'create'; pod: Pod }
  /** Corrects labels, volumes and claims. */
  | { kind: 'correct'; pod: Pod }
  | { kind: 'delete'; pod: Pod }
  /** Makes missing claims of a pod that waits for them. */
  | { kind: 'makeClaims'; pod: Pod }
  | { kind: 'ownClaims'; pod: Pod }

export interface StatefulDecision {
  phases: Action[][]
  /** The actions of a phase one after the other, instead of in growing batches. */
  inOrder: boolean
  status: StatefulSetStatus
}

export function templateOf(revision: ControllerRevision, set: StatefulSet): PodTemplateSpec {
  const spec = revision.data?.spec
  const stored = typeof spec === 'object' && spec !== null && 'template' in spec ? spec.template : undefined
  if (typeof stored !== 'object' || stored === null) return set.spec.template
  const { $patch: _, ...template } = stored as PodTemplateSpec & { $patch?: string }
  return template
}

const isCreated = (pod: Pod): boolean => Boolean(pod.status?.phase)
const isTerminating = (pod: Pod): boolean => pod.metadata.deletionTimestamp !== undefined
const isRunningAndReady = (pod: Pod): boolean => pod.status?.phase === 'Running' && isPodReady(pod)
const isHealthy = (pod: Pod): boolean => isRunningAndReady(pod) && !isTerminating(pod)
const isFinished = (pod: Pod): boolean => pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded'

export function decide(view: StatefulView, now: Instant): StatefulDecision {
  const { set } = view
  const inOrder = set.spec.podManagementPolicy !== 'Parallel'
  const decision: StatefulDecision = { phases: [], inOrder, status: statusOf(view, now) }
  if (!set.metadata.deletionTimestamp) {
    const replicas = replicaPods(view)
    const condemned = view.pods
      .filter((pod) => ordinalOf(pod) >= 0 && !inRange(pod, set))
      .sort((a, b) => ordinalOf(b) - ordinalOf(a))
    decideActions(view, replicas, condemned, decision, now)
  }
  completeRollout(set, decision.status)
  return decision
}

function decideActions(
  view: StatefulView,
  replicas: readonly Pod[],
  condemned: readonly Pod[],
  decision: StatefulDecision,
  now: Instant,
): void {
  const { set } = view
  const { phases, inOrder } = decision
  const living: Action[] = []
  phases.push(living)
  for (const pod of replicas) {
    const blocked = replicaActions(view, pod, inOrder, living, now)
    if (blocked && inOrder) return
  }
  phases.push(condemned.filter((pod) => !claimsUpToDate(view, pod)).map((pod): Action => ({ kind: 'ownClaims', pod })))
  const leaving = condemnedActions(view, replicas, condemned, inOrder, now)
  phases.push(leaving.actions)
  if (leaving.blocked || set.spec.updateStrategy?.type === 'OnDelete') return
  // The API server keeps the field only with the feature MaxUnavailableStatefulSet, which is off by default.
  const several = set.spec.updateStrategy?.rollingUpdate?.maxUnavailable !== undefined
  const replaced = several ? replaceSeveral(view, replicas) : replaceOne(view, replicas)
  phases.push(replaced.map((pod): Action => ({ kind: 'delete', pod })))
  decision.status.currentReplicas = Math.max(0, (decision.status.currentReplicas ?? 0) - replaced.length)
}

/** One pod per ordinal: those there are, and drafts of those that are missing. */
function replicaPods(view: StatefulView): Pod[] {
  const { set, current, update } = view
  const byOrdinal = new Map(view.pods.map((pod) => [ordinalOf(pod), pod]))
  const { type, rollingUpdate } = set.spec.updateStrategy ?? {}
  const keepOld = rollingUpdate
    ? (rollingUpdate.partition ?? 0)
    : type === 'RollingUpdate'
      ? (set.status?.currentReplicas ?? 0)
      : 0
  return Array.from({ length: replicasOf(set) }, (_, i) => {
    const ordinal = startOrdinal(set) + i
    const revision = i < keepOld ? current : update
    return byOrdinal.get(ordinal) ?? newPod(set, templateOf(revision, set), revision.metadata.name ?? '', ordinal)
  })
}

/** @returns whether those after it have to wait */
function replicaActions(view: StatefulView, pod: Pod, inOrder: boolean, actions: Action[], now: Instant): boolean {
  const { set } = view
  if (isFinished(pod)) {
    // However it ended: its successor is made when it is gone.
    if (!isTerminating(pod)) actions.push({ kind: 'delete', pod })
    return true
  }
  if (!isCreated(pod)) {
    if (deletesWhenScaled(set) && claimsOf(view, pod).some((claim) => claim && isStaleFor(claim, pod))) return true
    actions.push({ kind: 'create', pod })
    return true
  }
  if (pod.status?.phase === 'Pending' && !claimsComplete(view, pod)) actions.push({ kind: 'makeClaims', pod })
  if (inOrder) {
    if (isTerminating(pod) || !isRunningAndReady(pod)) return true
    if (!isPodAvailable(pod, set.spec.minReadySeconds ?? 0, now)) return true
  }
  if (!identityMatches(set, pod) || !storageMatches(set, pod) || !claimsUpToDate(view, pod))
    actions.push({ kind: 'correct', pod })
  return false
}

function condemnedActions(
  view: StatefulView,
  replicas: readonly Pod[],
  condemned: readonly Pod[],
  inOrder: boolean,
  now: Instant,
): { actions: Action[]; blocked: boolean } {
  if (!inOrder) {
    const leaving = condemned.filter((pod) => !isTerminating(pod))
    return { actions: leaving.map((pod) => ({ kind: 'delete', pod })), blocked: false }
  }
  const [pod] = condemned
  if (!pod) return { actions: [], blocked: false }
  const firstUnhealthy = [...replicas, ...condemned.toReversed()].find((other) => !isHealthy(other))
  const available = isRunningAndReady(pod) && isPodAvailable(pod, view.set.spec.minReadySeconds ?? 0, now)
  const waits = isTerminating(pod) || (!available && pod !== firstUnhealthy)
  return { actions: waits ? [] : [{ kind: 'delete', pod }], blocked: true }
}

function partition(set: StatefulSet): number {
  return set.spec.updateStrategy?.rollingUpdate?.partition ?? 0
}

/** From the last ordinal down: the first old pod, when all above it are well. */
function replaceOne({ set, update }: StatefulView, replicas: readonly Pod[]): Pod[] {
  for (let i = replicas.length - 1; i >= partition(set); i--) {
    const pod = replicas[i]
    if (!pod) return []
    if (revisionOf(pod) !== update.metadata.name && !isTerminating(pod)) return [pod]
    if (!isHealthy(pod)) return []
  }
  return []
}

function replaceSeveral({ set, update }: StatefulView, replicas: readonly Pod[]): Pod[] {
  const { maxUnavailable = 1 } = set.spec.updateStrategy?.rollingUpdate ?? {}
  const most = Math.max(1, scaledValue(maxUnavailable, replicasOf(set), 'down'))
  const unavailable = replicas.filter((pod) => !isHealthy(pod)).length
  return replicas
    .slice(partition(set))
    .toReversed()
    .filter((pod) => revisionOf(pod) !== update.metadata.name && !isTerminating(pod))
    .slice(0, Math.max(0, most - unavailable))
}

function claimsOf({ set, claim }: StatefulView, pod: Pod): (PersistentVolumeClaim | undefined)[] {
  return (set.spec.volumeClaimTemplates ?? []).map((template) => claim(claimName(set, template, ordinalOf(pod))))
}

function claimsUpToDate(view: StatefulView, pod: Pod): boolean {
  return claimsOf(view, pod).every((claim) => claim === undefined || ownersUpToDate(claim, view.set, pod))
}

function claimsComplete(view: StatefulView, pod: Pod): boolean {
  return claimsOf(view, pod).every((claim) => claim && !claim.metadata.deletionTimestamp) && claimsUpToDate(view, pod)
}

function statusOf(view: StatefulView, now: Instant): StatefulSetStatus {
  const { set, current, update } = view
  const pods = view.pods.filter((pod) => ordinalOf(pod) >= 0)
  const count = (test: (pod: Pod) => boolean): number => pods.filter(test).length
  const ofRevision = (revision: ControllerRevision): number =>
    count((pod) => isCreated(pod) && !isTerminating(pod) && revisionOf(pod) === revision.metadata.name)
  return {
    observedGeneration: set.metadata.generation ?? 0,
    replicas: count(isCreated),
    readyReplicas: count(isRunningAndReady),
    availableReplicas: count(
      (pod) => isRunningAndReady(pod) && isPodAvailable(pod, set.spec.minReadySeconds ?? 0, now),
    ),
    currentReplicas: ofRevision(current),
    updatedReplicas: ofRevision(update),
    currentRevision: current.metadata.name ?? '',
    updateRevision: update.metadata.name ?? '',
    collisionCount: view.collisionCount,
    ...(set.status?.conditions ? { conditions: set.status.conditions } : {}),
  }
}

/** When every pod is of the new revision, it is the current one. */
function completeRollout(set: StatefulSet, status: StatefulSetStatus): void {
  const wanted = replicasOf(set)
  if (set.spec.updateStrategy?.type !== 'RollingUpdate') return
  if (status.updatedReplicas !== wanted || status.readyReplicas !== wanted || status.replicas !== wanted) return
  status.currentReplicas = wanted
  if (status.updateRevision !== undefined) status.currentRevision = status.updateRevision
}

/** Whether a status says something new; absent numbers are zeros. */
export function differs(before: StatefulSetStatus | undefined, after: StatefulSetStatus): boolean {
  const values = (status: Partial<StatefulSetStatus>): readonly (number | string)[] => [
    status.replicas ?? 0,
    status.currentReplicas ?? 0,
    status.readyReplicas ?? 0,
    status.updatedReplicas ?? 0,
    status.availableReplicas ?? 0,
    status.currentRevision ?? '',
    status.updateRevision ?? '',
  ]
  const old = values(before ?? {})
  return (
    (after.observedGeneration ?? 0) > (before?.observedGeneration ?? 0) ||
    values(after).some((value, i) => value !== old[i])
  )
}
