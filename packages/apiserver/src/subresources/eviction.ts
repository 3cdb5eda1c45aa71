/**
 * /eviction: deletes a pod if its disruption budget allows it.
 * Always: a budget's allowance is counted down in the store before the pod goes; a budget that says no is 429 with its cause.
 * @see kubernetes pkg/registry/core/pod/storage/eviction.go
 */
import type { Pod } from '@elli/api/core/v1'
import { Eviction, type PodDisruptionBudget } from '@elli/api/policy/v1'
import type { DeleteOptions } from '@elli/api/meta/v1'
import { toTime } from '@elli/host/time'
import type { WireResponse } from '@elli/host/wire'
import {
  badRequest,
  conflict,
  fromStatus,
  forbidden,
  isConflict,
  isNotFound,
  tooManyRequests,
  type ApiError,
} from '@elli/machinery/errors'
import { selectorFromObject } from '@elli/machinery/labels'
import { notFound } from '@elli/machinery/errors'
import type { Call } from '../endpoints/call.ts'
import type { ServedEndpoints } from '../endpoints/served-endpoints.ts'
import { writeOptions } from '../endpoints/writes.ts'
import type { WriteContext } from '../registry/context.ts'
import { copyOf } from '../registry/copy.ts'
import { deleteObject } from '../registry/delete.ts'
import { readFresh } from '../registry/environment.ts'
import type { Kind } from '../registry/kind.ts'
import { updateObject } from '../registry/update.ts'
import { readObject, successResponse, type ObjectKind } from './objects.ts'
import { isPodReady, setPodCondition } from './pod-conditions.ts'
import { asChanged } from './rules.ts'

const evictionKind: ObjectKind<Eviction> = { apiVersion: 'policy/v1', kind: 'Eviction', schema: Eviction }
/** Evictions that the controller has not confirmed yet. */
const mostDisrupted = 2000
const attempts = 20

export async function evictPod(
  pods: ServedEndpoints,
  budgets: Kind,
  call: Call,
  gates: (gate: string) => boolean,
): Promise<WireResponse> {
  const request = writeOptions(call, 'CreateOptions')
  const eviction = readObject(call, evictionKind, gates)
  const { name, namespace } = call.info
  if (eviction.metadata.name && eviction.metadata.name !== name)
    throw badRequest('name in URL does not match name in Eviction object')
  const options: DeleteOptions = eviction.deleteOptions ?? {}
  const dryRun = request.dryRun || (options.dryRun ?? []).length > 0
  const context = pods.writes.context(call, dryRun, request, 'eviction')
  await context.admit('CREATE', name, eviction, undefined)
  await context.validate('CREATE', name, eviction, undefined)
  const quiet: WriteContext = { ...context, async admit() {}, async validate() {} }
  const work = { pods, budgets, quiet, namespace, name, options, dryRun }
  const pod = await withoutBudget(work)
  if (pod === undefined) return successResponse(call, 201)
  await withBudget(work, pod)
  return successResponse(call, 201)
}

interface Work {
  readonly pods: ServedEndpoints
  readonly budgets: Kind
  readonly quiet: WriteContext
  readonly namespace: string
  readonly name: string
  readonly options: DeleteOptions
  readonly dryRun: boolean
}

/** Pods that serve nobody are deleted at once. @returns the pod when its budget must be asked */
async function withoutBudget(work: Work): Promise<Pod | undefined> {
  const pinned = work.options.preconditions?.resourceVersion !== undefined
  for (let attempt = 0; ; attempt++) {
    const pod = await getPod(work)
    if (!mayIgnoreBudget(pod)) return pod
    const enforce = !pinned && !isTerminal(pod)
    try {
      await markAndDelete(work, enforce ? withVersion(work.options, pod) : work.options)
      return undefined
    } catch (error) {
      if (pinned || !isConflict(error) || attempt >= attempts) throw error
    }
  }
}

function isTerminal(pod: Pod): boolean {
  const phase = pod.status?.phase
  return phase === 'Succeeded' || phase === 'Failed' || pod.metadata.deletionTimestamp !== undefined
}

function mayIgnoreBudget(pod: Pod): boolean {
  return isTerminal(pod) || pod.status?.phase === 'Pending'
}

function withVersion(options: DeleteOptions, pod: Pod): DeleteOptions {
  const { resourceVersion } = pod.metadata
  if (resourceVersion === undefined) return options
  return { ...options, preconditions: { ...options.preconditions, resourceVersion } }
}

async function getPod({ pods, namespace, name }: Work): Promise<Pod> {
  const entry = await readFresh(pods.env, pods.served.kind, namespace, name)
  if (entry === undefined) throw notFound({ group: '', resource: 'pods' }, name)
  return pods.env.hot.object(entry) as Pod
}

async function withBudget(work: Work, pod: Pod): Promise<void> {
  const found = await budgetsOf(work, pod)
  const [budget, another] = found
  if (another !== undefined) {
    throw fromStatus({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
      code: 500,
    })
  }
  const unguarded = budget !== undefined && !isPodReady(pod) && unhealthyMayGo(budget)
  if (budget !== undefined && !unguarded) await countDown(work, budget.metadata.name ?? '')
  try {
    await markAndDelete(work, unguarded ? withVersion(work.options, pod) : work.options)
  } catch (error) {
    const pinned = work.options.preconditions?.resourceVersion !== undefined
    if (isConflict(error) && unguarded && !pinned) throw stillProcessing(budget.metadata.name ?? '')
    throw error
  }
}

function unhealthyMayGo(budget: PodDisruptionBudget): boolean {
  if (budget.spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true
  const { currentHealthy = 0, desiredHealthy = 0 } = budget.status ?? {}
  return currentHealthy >= desiredHealthy && desiredHealthy > 0
}

async function budgetsOf({ pods, budgets }: Work, pod: Pod): Promise<PodDisruptionBudget[]> {
  await pods.env.feed.fresh()
  return budgets.cache
    .entries(pod.metadata.namespace ?? '')
    .map((entry) => pods.env.hot.object(entry) as PodDisruptionBudget)
    .filter((budget) => {
      try {
        return selectorFromObject(budget.spec?.selector).matches(pod.metadata.labels ?? {})
      } catch {
        // A selector that cannot be read guards nothing.
        return false
      }
    })
}

async function countDown(work: Work, name: string): Promise<void> {
  const { pods, budgets, quiet, namespace } = work
  await updateObject(
    pods.env,
    budgets,
    {
      namespace,
      name,
      rules: asChanged,
      change(old) {
        const budget = copyOf(old as PodDisruptionBudget)
        checkAllowance(budget)
        const status = (budget.status ??= {
          disruptionsAllowed: 0,
          currentHealthy: 0,
          desiredHealthy: 0,
          expectedPods: 0,
        })
        status.disruptionsAllowed--
        if (status.disruptionsAllowed === 0) noDisruptionsLeft(budget, quiet.now)
        status.disruptedPods = { ...status.disruptedPods, [work.name]: toTime(quiet.now) }
        return budget
      },
    },
    quiet,
  )
}

function checkAllowance(budget: PodDisruptionBudget): void {
  const { name = '', generation = 0 } = budget.metadata
  const {
    observedGeneration = 0,
    disruptionsAllowed = 0,
    disruptedPods = {},
    desiredHealthy = 0,
    currentHealthy = 0,
  } = budget.status ?? {}
  if (observedGeneration < generation) throw stillProcessing(name)
  const gr = { group: 'policy', resource: 'poddisruptionbudget' }
  if (disruptionsAllowed < 0) throw forbidden(gr, name, 'pdb disruptions allowed is negative')
  if (Object.keys(disruptedPods).length > mostDisrupted)
    throw forbidden(gr, name, 'DisruptedPods map too big - too many evictions not confirmed by PDB controller')
  if (disruptionsAllowed === 0) {
    throw refusal(
      0,
      `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`,
    )
  }
}

function stillProcessing(name: string): ApiError {
  return refusal(10, `The disruption budget ${name} is still being processed by the server.`)
}

function refusal(retryAfterSeconds: number, message: string): ApiError {
  const error = tooManyRequests("Cannot evict pod as it would violate the pod's disruption budget.", retryAfterSeconds)
  error.status.details = { ...error.status.details, causes: [{ reason: 'DisruptionBudget', message }] }
  return error
}

function noDisruptionsLeft(budget: PodDisruptionBudget, now: number): void {
  const { status } = budget
  if (status === undefined) return
  const others = (status.conditions ?? []).filter((item) => item.type !== 'DisruptionAllowed')
  const before = (status.conditions ?? []).find((item) => item.type === 'DisruptionAllowed')
  status.conditions = [
    ...others,
    {
      type: 'DisruptionAllowed',
      status: 'False',
      reason: 'InsufficientPods',
      message: '',
      lastTransitionTime: before?.status === 'False' ? before.lastTransitionTime : toTime(now),
      ...(budget.status?.observedGeneration === undefined
        ? {}
        : { observedGeneration: budget.status.observedGeneration }),
    },
  ]
}

async function markAndDelete(work: Work, options: DeleteOptions): Promise<void> {
  const { pods, quiet, namespace, name, dryRun } = work
  let last = options
  if (!dryRun) {
    const { entry } = await updateObject(
      pods.env,
      pods.served.kind,
      {
        namespace,
        name,
        rules: asChanged,
        change(old) {
          const pod = copyOf(old as Pod)
          checkPod(pod, options)
          setPodCondition(
            pod,
            {
              type: 'DisruptionTarget',
              status: 'True',
              reason: 'EvictionByEvictionAPI',
              message: 'Eviction API: evicting',
            },
            quiet.now,
          )
          return pod
        },
      },
      quiet,
    )
    if (options.preconditions?.resourceVersion !== undefined) {
      last = { ...options, preconditions: { ...options.preconditions, resourceVersion: String(entry.revision) } }
    }
  }
  try {
    await deleteObject(pods.env, pods.served.kind, namespace, name, last, quiet)
  } catch (error) {
    // It went by itself in between.
    if (!isNotFound(error)) throw error
  }
}

function checkPod(pod: Pod, { preconditions }: DeleteOptions): void {
  const gr = { group: '', resource: 'Pod' }
  const { name = '', uid, resourceVersion } = pod.metadata
  if (preconditions?.uid && preconditions.uid !== uid) {
    const text = `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`
    throw conflict(gr, name, text)
  }
  if (preconditions?.resourceVersion && preconditions.resourceVersion !== resourceVersion) {
    const text = `the ResourceVersion in the precondition (${preconditions.resourceVersion}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`
    throw conflict(gr, name, text)
  }
}
