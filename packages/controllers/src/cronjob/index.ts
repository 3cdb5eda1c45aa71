/**
 * CronJob: makes jobs by a schedule and forgets the old ones. Reads cronjobs and jobs; writes jobs and the cronjobs' status.
 * Elsewhere: what to do (./decide.ts), when (./schedule.ts), running the jobs (../job).
 */
import type { CronJob, CronJobStatus, Job } from '@elli/api/batch/v1'
import { cronjobs, jobs } from '@elli/api/batch/v1.resources'
import { enqueueController, runQueueLoop } from '../queue-loop.ts'
import { keyOf, splitKey } from '@elli/client/informer'
import type { WorkQueue } from '@elli/client/work-queue.contract'
import { toTime } from '@elli/host/time'
import { isAlreadyExists, isNotFound } from '@elli/machinery/errors'
import { getControllerOf, isControlledBy } from '@elli/machinery/owner'
import type { ControllerContext, ControllerDefinition } from '../controller.ts'
import { isFinished } from '../job/conditions.ts'
import { asError, isNamespaceTerminating, messageOf } from '../pod-control.ts'
import {
  decideStart,
  jobFor,
  readSchedule,
  referenceTo,
  reviewJobs,
  type StartDecision,
  surplusJobs,
  type Told,
  withActive,
} from './decide.ts'
import { nextCheckMs } from './schedule.ts'

export const cronjob: ControllerDefinition = {
  name: 'cronjob-controller',
  aliases: ['cronjob'],
  serviceAccount: 'cronjob-controller',
  onByDefault: true,
  reads: [cronjobs, jobs],
  writes: {
    batch: { jobs: ['create', 'delete'], 'cronjobs/status': ['update'] },
    '': { events: ['create', 'patch', 'update'] },
  },
  run: runCronJobs,
}

async function runCronJobs(context: ControllerContext, signal: AbortSignal): Promise<void> {
  const { client, host, recorder } = context
  const cronJobInformer = context.informers.for(cronjobs)
  const jobInformer = context.informers.for(jobs)
  jobInformer.addIndex('cronjob', (job) => {
    const owner = getControllerOf(job)
    return owner?.kind === 'CronJob' ? [`${job.metadata.namespace}/${owner.name}`] : []
  })
  const jobClient = client.for(jobs)

  async function sync(key: string, queue: WorkQueue<string>): Promise<void> {
    const { namespace, name } = splitKey(key)
    const cronJob = cronJobInformer.get(namespace, name)
    if (!cronJob) return
    const owned = jobInformer.byIndex('cronjob', key)
    const tell = ({ type, reason, message }: Told): void => recorder.event(cronJob, type, reason, message)
    let status: CronJobStatus = cronJob.status ?? {}
    let changed = false
    for (const job of surplusJobs(cronJob, owned)) {
      if (!(await deleteJob(cronJob, job))) continue
      status = withActive(
        status,
        (status.active ?? []).filter(({ uid }) => uid !== job.metadata.uid),
      )
      changed = true
    }
    status = await withFreshActive(cronJob, owned, status)
    const reviewed = reviewJobs(status, owned, await missingJobs(namespace, owned, status))
    reviewed.events.forEach(tell)
    changed ||= reviewed.changed
    let problem: unknown
    try {
      const current = { ...cronJob, status: reviewed.status }
      const decision = decideStart(current, host.clock.now())
      decision.events.forEach(tell)
      const started = await carryOut(key, current, decision, queue)
      status = started.status
      changed ||= started.changed
    } catch (error) {
      problem = error
      status = reviewed.status
    }
    if (changed) await client.for(cronjobs).updateStatus({ ...cronJob, status }, { signal })
    if (problem !== undefined) throw asError(problem)
  }

  /** The cache may be behind our own last write: a running job that it does not list is looked up before anybody is told. */
  async function withFreshActive(
    cronJob: CronJob,
    owned: readonly Job[],
    status: CronJobStatus,
  ): Promise<CronJobStatus> {
    const listed = new Set((status.active ?? []).map(({ uid }) => uid))
    if (owned.every((job) => isFinished(job) || listed.has(job.metadata.uid))) return status
    const fresh = await client
      .for(cronjobs)
      .get(cronJob.metadata.name ?? '', { namespace: cronJob.metadata.namespace, signal })
    const running = new Set(owned.filter((job) => !isFinished(job)).map((job) => job.metadata.uid))
    const forgotten = (fresh.status?.active ?? []).filter(({ uid }) => running.has(uid) && !listed.has(uid))
    return withActive(status, [...(status.active ?? []), ...forgotten])
  }

  /** Names of active jobs that neither the cache nor the server has. */
  async function missingJobs(
    namespace: string | undefined,
    owned: readonly Job[],
    { active = [] }: CronJobStatus,
  ): Promise<Set<string>> {
    const known = new Set(owned.map((job) => job.metadata.uid))
    const missing = new Set<string>()
    for (const { uid, name = '' } of active) {
      if (known.has(uid)) continue
      try {
        await jobClient.get(name, { namespace, signal })
      } catch (error) {
        if (!isNotFound(error)) throw error
        missing.add(name)
      }
    }
    return missing
  }

  async function deleteJob(cronJob: CronJob, job: Job): Promise<boolean> {
    const { name = '', namespace } = job.metadata
    try {
      await jobClient.delete(name, { namespace, propagationPolicy: 'Background', signal })
    } catch (error) {
      recorder.event(cronJob, 'Warning', 'FailedDelete', `Deleted job: ${messageOf(error)}`)
      return false
    }
    recorder.event(cronJob, 'Normal', 'SuccessfulDelete', `Deleted job ${name}`)
    return true
  }

  async function carryOut(
    key: string,
    cronJob: CronJob,
    decision: StartDecision,
    queue: WorkQueue<string>,
  ): Promise<{ status: CronJobStatus; changed: boolean }> {
    const unchanged = { status: cronJob.status ?? {}, changed: false }
    switch (decision.kind) {
      case 'stop':
        return unchanged
      case 'wait':
        if (decision.ms !== undefined) queue.addAfter(key, decision.ms)
        return unchanged
      case 'start': {
        const started = await start(cronJob, decision)
        if (!started) return unchanged
        const ms = nextCheckMs({ ...cronJob, status: started }, host.clock.now(), decision.schedule)
        if (ms !== undefined) queue.addAfter(key, ms)
        return { status: started, changed: true }
      }
      default:
        return decision satisfies never
    }
  }

  /** @returns the status with the new job; undefined when the job was there already and is accounted for */
  async function start(
    cronJob: CronJob,
    { at, replace }: Extract<StartDecision, { kind: 'start' }>,
  ): Promise<CronJobStatus | undefined> {
    let active = cronJob.status?.active ?? []
    for (const { name = '', namespace } of replace) {
      const job = await jobClient.get(name, { namespace, signal }).catch((error: unknown) => {
        recorder.event(cronJob, 'Warning', 'FailedGet', `Get job: ${messageOf(error)}`)
        throw error
      })
      if (!(await deleteJob(cronJob, job))) throw new Error(`could not replace job ${keyOf(job)}`)
      active = active.filter(({ uid }) => uid !== job.metadata.uid)
    }
    const job = await create(cronJob, jobFor(cronJob, at))
    if (!job || active.some(({ uid }) => uid === job.metadata.uid)) return undefined
    return withActive({ ...cronJob.status, lastScheduleTime: toTime(at) }, [...active, referenceTo(job)])
  }

  async function create(cronJob: CronJob, wanted: Job): Promise<Job | undefined> {
    try {
      const job = await jobClient.create(wanted, { signal })
      recorder.event(cronJob, 'Normal', 'SuccessfulCreate', `Created job ${job.metadata.name}`)
      return job
    } catch (error) {
      if (isAlreadyExists(error)) {
        const there = await jobClient.get(wanted.metadata.name ?? '', {
          namespace: wanted.metadata.namespace,
          signal,
        })
        // Ours, made just before a restart; anybody else's is not counted.
        return isControlledBy(there, cronJob) ? there : undefined
      }
      if (!isNamespaceTerminating(error))
        recorder.event(cronJob, 'Warning', 'FailedCreate', `Error creating job: ${messageOf(error)}`)
      throw error
    }
  }

  await runQueueLoop(
    context,
    {
      name: 'cronjob',
      watch(queue) {
        cronJobInformer.on({
          added: (cronJob) => queue.add(keyOf(cronJob)),
          updated(before, after) {
            const moved = before.spec.schedule !== after.spec.schedule || before.spec.timeZone !== after.spec.timeZone
            if (!moved) return queue.add(keyOf(after))
            const schedule = readSchedule(after)
            if (typeof schedule === 'string') {
              recorder.event(
                after,
                'Warning',
                'UnParseableCronJobSchedule',
                `unparseable schedule for cronjob: ${after.spec.schedule}`,
              )
              return
            }
            const ms = nextCheckMs(after, host.clock.now(), schedule)
            if (ms !== undefined) queue.addAfter(keyOf(after), Math.max(0, ms))
          },
        })
        enqueueController(jobInformer, 'CronJob', queue)
      },
      reconcile: (key, _, queue) => sync(key, queue),
    },
    signal,
  )
}
