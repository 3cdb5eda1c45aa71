/**
 * The pods of a Job: how they are made, numbered and read. Pure.
 * Always: a pod carries the tracking finalizer until the Job has counted it.
 */
import type { Job } from '@elli/api/batch/v1'
import { jobs } from '@elli/api/batch/v1.resources'
import type { Container, Pod } from '@elli/api/core/v1'
import { fromTime } from '@elli/host/time'
import { isPodReady, podCondition } from '@elli/machinery/pod/status'
import { podFromTemplate } from '../pod-control.ts'
import { matchFailurePolicy } from './failure-policy.ts'

export const trackingFinalizer = 'batch.kubernetes.io/job-tracking'
const indexKey = 'batch.kubernetes.io/job-completion-index'
const failureCountKey = 'batch.kubernetes.io/job-index-failure-count'
const ignoredFailureCountKey = 'batch.kubernetes.io/job-index-ignored-failure-count'
const indexVariable = 'JOB_COMPLETION_INDEX'

export function isIndexed(job: Job): boolean {
  return job.spec.completionMode === 'Indexed'
}

export function isSuspended(job: Job): boolean {
  return job.spec.suspend === true
}

/** Whether a pod is replaced only once it has failed, and not as soon as it is leaving. */
export function replacesOnlyFailed(job: Job): boolean {
  return job.spec.podReplacementPolicy === 'Failed' || job.spec.podFailurePolicy !== undefined
}

export function isTracked(pod: Pod): boolean {
  return pod.metadata.finalizers?.includes(trackingFinalizer) === true
}

/** The pod's index; undefined when it has none that can be read. */
export function indexOf(pod: Pod): number | undefined {
  const text = pod.metadata.annotations?.[indexKey]
  return text !== undefined && /^\+?\d+$/.test(text) ? Number(text) : undefined
}

/** The pod's index when it is one of the Job's. */
export function validIndexOf(pod: Pod, job: Job): number | undefined {
  const index = indexOf(pod)
  return index !== undefined && index < (job.spec.completions ?? 0) ? index : undefined
}

/** A pod that is leaving counts as failed too, as it may never get that far; unless only failed ones are replaced. */
export function isFailed(pod: Pod, job: Job): boolean {
  const phase = pod.status?.phase
  if (phase === 'Failed') return true
  return !replacesOnlyFailed(job) && pod.metadata.deletionTimestamp !== undefined && phase !== 'Succeeded'
}

function countOf(pod: Pod, key: string): number {
  const text = pod.metadata.annotations?.[key]
  const count = text !== undefined && /^\d+$/.test(text) ? Number(text) : 0
  return count <= 2147483647 ? count : 0
}

export const indexFailures = (pod: Pod): number => countOf(pod, failureCountKey)
export const allIndexFailures = (pod: Pod): number =>
  countOf(pod, failureCountKey) + countOf(pod, ignoredFailureCountKey)

/** When a pod ended, by its containers, its Ready condition, its deletion, or its creation. */
export function finishedAt(pod: Pod): number {
  const created = fromTime(pod.metadata.creationTimestamp) ?? 0
  const ready = podCondition(pod, 'Ready')
  const leaving = fromTime(pod.metadata.deletionTimestamp)
  return (
    containersFinishedAt(pod) ??
    (ready?.status === 'False' ? fromTime(ready.lastTransitionTime) : undefined) ??
    (leaving === undefined ? created : leaving - (pod.metadata.deletionGracePeriodSeconds ?? 0) * 1000)
  )
}

function containersFinishedAt(pod: Pod): number | undefined {
  const sidecars = new Set(
    (pod.spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name),
  )
  const statuses = [
    ...(pod.status?.containerStatuses ?? []),
    // Sidecars end after the others.
    ...(pod.status?.initContainerStatuses ?? []).filter(({ name }) => sidecars.has(name)),
  ]
  const times = statuses.map(({ state }) => fromTime(state?.terminated?.finishedAt))
  const known = times.filter((time) => time !== undefined)
  return known.length > 0 && known.length === times.length ? Math.max(...known) : undefined
}

/** Active pods in the order in which they may go: the least far along first. */
export function rankActive(pods: readonly Pod[]): Pod[] {
  const phases: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 }
  const restarts = (pod: Pod): number =>
    Math.max(0, ...(pod.status?.containerStatuses ?? []).map(({ restartCount }) => restartCount))
  const readySince = (pod: Pod): number => fromTime(podCondition(pod, 'Ready')?.lastTransitionTime) ?? Infinity
  const created = (pod: Pod): number => fromTime(pod.metadata.creationTimestamp) ?? Infinity
  const later = (a: number, b: number): number => (a === b ? 0 : a > b ? -1 : 1)
  return [...pods].sort(
    (a, b) =>
      Number(Boolean(a.spec.nodeName)) - Number(Boolean(b.spec.nodeName)) ||
      (phases[a.status?.phase ?? ''] ?? 0) - (phases[b.status?.phase ?? ''] ?? 0) ||
      Number(isPodReady(a)) - Number(isPodReady(b)) ||
      (isPodReady(a) ? later(readySince(a), readySince(b)) : 0) ||
      restarts(b) - restarts(a) ||
      later(created(a), created(b)),
  )
}

/** @param replaced the failed pod of the same index that the new one stands in for */
export function newPod(job: Job, index: number | undefined, replaced: Pod | undefined): Pod {
  const { template } = job.spec
  const finalizers = template.metadata?.finalizers ?? []
  const made = podFromTemplate(
    {
      ...template,
      metadata: {
        ...template.metadata,
        finalizers: finalizers.includes(trackingFinalizer) ? finalizers : [...finalizers, trackingFinalizer],
      },
    },
    job,
    jobs,
  )
  if (index === undefined) return made
  const { spec, metadata } = made
  const counts = job.spec.backoffLimitPerIndex === undefined ? {} : failureCounts(job, replaced)
  return {
    ...made,
    metadata: {
      ...metadata,
      generateName: indexedPrefix(job.metadata.name ?? '', index),
      labels: { ...metadata.labels, [indexKey]: String(index) },
      annotations: { ...metadata.annotations, [indexKey]: String(index), ...counts },
    },
    spec: {
      ...spec,
      hostname: `${job.metadata.name}-${index}`,
      containers: spec.containers.map(withIndexVariable),
      ...(spec.initContainers ? { initContainers: spec.initContainers.map(withIndexVariable) } : {}),
    },
  }
}

const longestPrefix = 58

function indexedPrefix(name: string, index: number): string {
  const suffix = `-${index}-`
  return name.slice(0, Math.max(0, longestPrefix - suffix.length)) + suffix
}

function withIndexVariable(container: Container): Container {
  if (container.env?.some(({ name }) => name === indexVariable)) return container
  const valueFrom = { fieldRef: { fieldPath: `metadata.labels['${indexKey}']` } }
  return { ...container, env: [...(container.env ?? []), { name: indexVariable, valueFrom }] }
}

function failureCounts(job: Job, replaced: Pod | undefined): Record<string, string> {
  let failures = replaced ? indexFailures(replaced) : 0
  let ignored = replaced ? countOf(replaced, ignoredFailureCountKey) : 0
  if (replaced) {
    if (matchFailurePolicy(job.spec.podFailurePolicy, replaced).counts) failures++
    else ignored++
  }
  return { [failureCountKey]: String(failures), ...(ignored > 0 ? { [ignoredFailureCountKey]: String(ignored) } : {}) }
}
