/**
 * Deployment: the next step of a rollout. Pure.
 * In: the Deployment, its ReplicaSets and pods. Out: which set to make or correct, which to scale, which to forget, and what to report.
 * A step that makes the new set does nothing else: the rest follows when the set is seen.
 */
import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '@elli/api/apps/v1'
import { deployments } from '@elli/api/apps/v1.resources'
import type { Pod } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import { templateHash } from '@elli/machinery/hash'
import { newControllerRef } from '@elli/machinery/owner'
import { isPodTerminal } from '@elli/machinery/pod/status'
import {
  findNewSet,
  newSetAnnotations,
  nextRevision,
  revisionAnnotation,
  revisionOf,
  templateHashLabel,
} from './revision.ts'
import {
  isRollingUpdate,
  maxSurge,
  newSetReplicas,
  replicasOf,
  rollingStep,
  type Scale,
  scaleStep,
  wasScaled,
} from './rollout.ts'
import {
  counts,
  hasProgressDeadline,
  isComplete,
  progressCheckMs,
  progressing,
  rolloutStatus,
  withCondition,
} from './status.ts'

export interface DeploymentView {
  deployment: Deployment
  sets: readonly ReplicaSet[]
  /** Pods of each set, by the set's uid. Only looked at when re-creating. */
  podsOf(setUid: string): readonly Pod[]
}

export interface DeploymentDecision {
  create?: ReplicaSet
  correct?: ReplicaSet
  scale: Scale[]
  forget: ReplicaSet[]
  /** Revision to note on the Deployment; undefined leaves it. */
  revision?: string
  status: DeploymentStatus
  checkAgainMs?: number
}

export function decide({ deployment, sets, podsOf }: DeploymentView, now: Instant): DeploymentDecision {
  const newSet = findNewSet(deployment, sets)
  const oldSets = sets.filter((set) => set !== newSet)
  const conditions = pauseConditions(deployment, now)
  const scaling = deployment.spec.paused === true || wasScaled(deployment, sets)
  const step: DeploymentDecision = { scale: [], forget: [], status: counts(deployment, sets, newSet, conditions, now) }
  if (deployment.metadata.deletionTimestamp) return step
  const revision = nextRevision(oldSets)
  const annotated = newSet && corrected(deployment, newSet, revision)
  if (annotated) return { ...step, correct: annotated }
  if (newSet) Object.assign(step, noted(deployment, newSet.metadata.annotations?.[revisionAnnotation]))

  if (scaling) {
    step.scale = scaleStep(deployment, newSet, oldSets)
    if (deployment.spec.paused) step.forget = forgettable(deployment, oldSets)
    return step
  }
  if (!newSet) {
    const recreateWaits =
      !isRollingUpdate(deployment) && (oldSets.some((set) => replicasOf(set) > 0) || oldPodsRun(oldSets, podsOf))
    if (recreateWaits)
      return finish({ ...step, scale: downToZero(oldSets) }, deployment, sets, undefined, conditions, now)
    return { ...step, create: makeSet(deployment, oldSets, revision) }
  }
  const known =
    progressing(deployment) || !hasProgressDeadline(deployment)
      ? conditions
      : withCondition(
          conditions,
          {
            type: 'Progressing',
            status: 'True',
            reason: 'FoundNewReplicaSet',
            message: `Found new replica set "${newSet.metadata.name}"`,
          },
          now,
        )
  if (isRollingUpdate(deployment)) step.scale = rollingStep(deployment, newSet, oldSets)
  else if (oldSets.some((set) => replicasOf(set) > 0)) step.scale = downToZero(oldSets)
  else if (!oldPodsRun(oldSets, podsOf) && replicasOf(newSet) !== replicasOf(deployment))
    step.scale = [{ set: newSet, replicas: replicasOf(deployment) }]
  if (step.scale.length === 0 && isComplete(deployment, deployment.status ?? {}))
    step.forget = forgettable(deployment, oldSets)
  return finish(step, deployment, sets, newSet, known, now)
}

function finish(
  step: DeploymentDecision,
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  newSet: ReplicaSet | undefined,
  conditions: readonly DeploymentCondition[],
  now: Instant,
): DeploymentDecision {
  const status = rolloutStatus(deployment, sets, newSet, conditions, now)
  const checkAgainMs = progressCheckMs(deployment, status, now)
  return { ...step, status, ...(checkAgainMs === undefined ? {} : { checkAgainMs }) }
}

function noted(deployment: Deployment, revision: string | undefined): { revision?: string } {
  return revision !== undefined && deployment.metadata.annotations?.[revisionAnnotation] !== revision
    ? { revision }
    : {}
}

/** Time spent paused does not count against the deadline: pausing and resuming leave their own marks. */
function pauseConditions(deployment: Deployment, now: Instant): readonly DeploymentCondition[] {
  const conditions = deployment.status?.conditions ?? []
  const current = progressing(deployment)
  if (!hasProgressDeadline(deployment) || current?.reason === 'ProgressDeadlineExceeded') return conditions
  const marked = current?.reason === 'DeploymentPaused'
  if (deployment.spec.paused && !marked)
    return withCondition(
      conditions,
      { type: 'Progressing', status: 'Unknown', reason: 'DeploymentPaused', message: 'Deployment is paused' },
      now,
    )
  if (!deployment.spec.paused && marked)
    return withCondition(
      conditions,
      { type: 'Progressing', status: 'Unknown', reason: 'DeploymentResumed', message: 'Deployment is resumed' },
      now,
    )
  return conditions
}

function corrected(deployment: Deployment, set: ReplicaSet, revision: string): ReplicaSet | undefined {
  const present = set.metadata.annotations ?? {}
  const annotations = newSetAnnotations(
    deployment,
    present,
    revision,
    replicasOf(deployment) + maxSurge(deployment),
    true,
  )
  const minReadySeconds = deployment.spec.minReadySeconds ?? 0
  if (annotations === present && (set.spec.minReadySeconds ?? 0) === minReadySeconds) return undefined
  return { ...set, metadata: { ...set.metadata, annotations }, spec: { ...set.spec, minReadySeconds } }
}

function makeSet(deployment: Deployment, oldSets: readonly ReplicaSet[], revision: string): ReplicaSet {
  const hash = templateHash(deployment.spec.template, deployment.status?.collisionCount)
  const labels = { ...deployment.spec.template.metadata?.labels, [templateHashLabel]: hash }
  const { selector } = deployment.spec
  return {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: {
      name: `${deployment.metadata.name}-${hash}`,
      namespace: deployment.metadata.namespace ?? '',
      labels,
      annotations: newSetAnnotations(deployment, {}, revision, replicasOf(deployment) + maxSurge(deployment), false),
      ownerReferences: [newControllerRef(deployment, deployments)],
    },
    spec: {
      replicas: newSetReplicas(deployment, oldSets, 0),
      minReadySeconds: deployment.spec.minReadySeconds ?? 0,
      selector: { ...selector, matchLabels: { ...selector.matchLabels, [templateHashLabel]: hash } },
      template: { ...deployment.spec.template, metadata: { ...deployment.spec.template.metadata, labels } },
    },
  }
}

function downToZero(sets: readonly ReplicaSet[]): Scale[] {
  return sets.filter((set) => replicasOf(set) > 0).map((set) => ({ set, replicas: 0 }))
}

/** Whether a pod of an old set is still about: re-creation must never overlap. */
function oldPodsRun(oldSets: readonly ReplicaSet[], podsOf: (uid: string) => readonly Pod[]): boolean {
  return oldSets.some(
    (set) => (set.status?.replicas ?? 0) > 0 || podsOf(set.metadata.uid ?? '').some((pod) => !isPodTerminal(pod)),
  )
}

/** Old sets beyond the history limit that have nothing left, oldest revision first. */
function forgettable(deployment: Deployment, oldSets: readonly ReplicaSet[]): ReplicaSet[] {
  const limit = deployment.spec.revisionHistoryLimit
  if (limit === undefined || limit === 2147483647) return []
  const alive = oldSets.filter((set) => !set.metadata.deletionTimestamp)
  const excess = alive.length - limit
  if (excess <= 0) return []
  return [...alive]
    .sort((a, b) => (revisionOf(a) < revisionOf(b) ? -1 : revisionOf(a) > revisionOf(b) ? 1 : 0))
    .slice(0, excess)
    .filter(
      (set) =>
        (set.status?.replicas ?? 0) === 0 &&
        replicasOf(set) === 0 &&
        (set.metadata.generation ?? 0) <= (set.status?.observedGeneration ?? 0),
    )
}
