/**
 * One simulated container: from its last status and its behaviour to its status now, and when it changes next.
 * Pure. Time goes on event by event, so a container that should have restarted twice meanwhile has.
 * Elsewhere: order of containers and the pod around them (./decide.ts).
 */
import type { Container, ContainerStatus } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'
import { fromTime, toTime } from '@elli/host/time'
import { fnv32a } from '@elli/machinery/hash'
import type { Exit } from './script.ts'

export interface ContainerPlan {
  container: Container
  podKey: string
  podUid: string
  /** Not before this instant; undefined: not at all yet. */
  mayStartAt: Instant | undefined
  runsForMs: number | undefined
  exitCode: number
  readyAfterMs: number
  /** Of the container: an init container of an Always pod restarts on failure only. */
  restart: 'Always' | 'OnFailure' | 'Never'
  exit: Exit | undefined
  ready: boolean | undefined
  /** The word for a container that has not started. */
  waitingReason: 'ContainerCreating' | 'PodInitializing'
}

export interface ContainerStep {
  status: ContainerStatus
  changesAt: Instant | undefined
  /** The exit of the plan has happened in this step. */
  tookExit: boolean
}

const backOffInitialMs = 10_000
const backOffMaxMs = 300_000
/** A run that lasted this long makes the next failure the first again. */
const backOffResetMs = 600_000

/**
 * How long a container waits before its next start.
 * @param restarts starts after the first one so far
 * @param ranMs how long the last run lasted
 * @see kubernetes v1.31 pkg/kubelet: the first restart comes at once, then 10 s doubling to 300 s
 */
export function restartDelayMs(restarts: number, ranMs: number): number {
  if (restarts === 0 || ranMs >= backOffResetMs) return 0
  return Math.min(backOffInitialMs * 2 ** (restarts - 1), backOffMaxMs)
}

export function stepContainer(before: ContainerStatus | undefined, plan: ContainerPlan, now: Instant): ContainerStep {
  let status = before ?? waiting(plan)
  let exit = plan.exit
  const step = (status: ContainerStatus, changesAt: Instant | undefined): ContainerStep => {
    return { status, changesAt, tookExit: plan.exit !== undefined && exit === undefined }
  }
  for (;;) {
    const { running, terminated } = lastKnown(status)
    if (running !== undefined) {
      const endsAt = exit !== undefined ? now : running + (plan.runsForMs ?? Number.POSITIVE_INFINITY)
      if (endsAt > now) {
        const [after, changesAt] = runningOn(status, plan, running, Number.isFinite(endsAt) ? endsAt : undefined, now)
        return step(after, changesAt)
      }
      status = ended(status, plan, running, endsAt, exit)
      exit = undefined
      continue
    }
    if (terminated === undefined) {
      if (plan.mayStartAt === undefined || plan.mayStartAt > now) return step(status, plan.mayStartAt)
      status = started(status, plan, plan.mayStartAt, 0)
      continue
    }
    if (!restarts(plan, terminated.exitCode)) return step(status, undefined)
    const finishedAt = fromTime(terminated.finishedAt) ?? now
    const ranMs = finishedAt - (fromTime(terminated.startedAt) ?? finishedAt)
    const delayMs = restartDelayMs(status.restartCount, ranMs)
    if (finishedAt + delayMs > now) return step(backingOff(status, plan, delayMs), finishedAt + delayMs)
    status = started(status, plan, finishedAt + delayMs, status.restartCount + 1)
  }
}

/** The container's end when its pod goes. */
export function killed(
  before: ContainerStatus | undefined,
  plan: ContainerPlan,
  at: Instant,
  exit: Exit,
): ContainerStatus {
  const status = before ?? waiting(plan)
  const running = fromTime(status.state?.running?.startedAt)
  if (running !== undefined) return ended(status, plan, running, at, exit)
  if (status.state?.terminated) return { ...status, ready: false, started: false }
  if (status.lastState?.terminated) {
    const { lastState, ...rest } = status
    return { ...rest, state: lastState, ready: false, started: false }
  }
  const terminated = {
    exitCode: 137,
    reason: 'ContainerStatusUnknown',
    message: 'The container could not be located when the pod was terminated',
  }
  return { ...status, state: { terminated }, ready: false, started: false }
}

function lastKnown(status: ContainerStatus) {
  return {
    running: fromTime(status.state?.running?.startedAt),
    // While it backs off, how it ended stands in the last state.
    terminated: status.state?.terminated ?? status.lastState?.terminated,
  }
}

function restarts(plan: ContainerPlan, exitCode: number): boolean {
  return plan.restart === 'Always' || (plan.restart === 'OnFailure' && exitCode !== 0)
}

function waiting({ container, waitingReason }: ContainerPlan): ContainerStatus {
  return {
    name: container.name,
    state: { waiting: { reason: waitingReason } },
    ready: false,
    restartCount: 0,
    image: container.image ?? '',
    imageID: '',
    started: false,
  }
}

function started(status: ContainerStatus, plan: ContainerPlan, at: Instant, restartCount: number): ContainerStatus {
  const { container, podUid } = plan
  const { terminated } = status.state ?? {}
  return {
    ...status,
    state: { running: { startedAt: toTime(at) } },
    ...(terminated === undefined ? {} : { lastState: { terminated } }),
    restartCount,
    image: container.image ?? '',
    imageID: imageId(container.image ?? ''),
    containerID: `simulated://${hex64(`${podUid}/${container.name}/${restartCount}`)}`,
    started: true,
  }
}

function runningOn(
  status: ContainerStatus,
  plan: ContainerPlan,
  startedAt: Instant,
  endsAt: Instant | undefined,
  now: Instant,
): [ContainerStatus, changesAt: Instant | undefined] {
  const readyAt = startedAt + plan.readyAfterMs
  const ready = plan.ready ?? readyAt <= now
  const next = [endsAt, plan.ready === undefined && readyAt > now ? readyAt : undefined].filter(
    (at) => at !== undefined,
  )
  return [{ ...status, ready, started: true }, next.length === 0 ? undefined : Math.min(...next)]
}

function ended(
  status: ContainerStatus,
  plan: ContainerPlan,
  startedAt: Instant,
  at: Instant,
  exit: Exit | undefined,
): ContainerStatus {
  const exitCode = exit?.exitCode ?? plan.exitCode
  const terminated = {
    exitCode,
    reason: exit?.reason ?? (exitCode === 0 ? 'Completed' : 'Error'),
    ...(exit?.message === undefined ? {} : { message: exit.message }),
    startedAt: toTime(startedAt),
    finishedAt: toTime(at),
    ...(status.containerID === undefined ? {} : { containerID: status.containerID }),
  }
  return { ...status, state: { terminated }, ready: false, started: false }
}

function backingOff(
  status: ContainerStatus,
  { container, podKey, podUid }: ContainerPlan,
  delayMs: number,
): ContainerStatus {
  const terminated = status.state?.terminated ?? status.lastState?.terminated
  const pod = podKey.split('/').reverse().join('_')
  const message = `back-off ${backOffText(delayMs)} restarting failed container=${container.name} pod=${pod}(${podUid})`
  return {
    ...status,
    state: { waiting: { reason: 'CrashLoopBackOff', message } },
    ...(terminated === undefined ? {} : { lastState: { terminated } }),
    ready: false,
    started: false,
  }
}

/** As Go writes durations: 10s, 1m20s, 5m0s. */
function backOffText(ms: number): string {
  const seconds = Math.round(ms / 1000)
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`
}

function imageId(image: string): string {
  const at = image.lastIndexOf(':')
  const repository = at > image.lastIndexOf('/') ? image.slice(0, at) : image
  return image.includes('@sha256:') ? image : `${repository}@sha256:${hex64(image)}`
}

/** 64 hexadecimal digits that stand for `text`: they look like ids and are the same in every run. */
function hex64(text: string): string {
  let out = ''
  for (let i = 0; i < 8; i++) out += fnv32a(`${i}/${text}`).toString(16).padStart(8, '0')
  return out
}
