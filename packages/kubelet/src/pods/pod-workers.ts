/**
 * All pods of this node: takes them in, gives each a worker, lets go of what is gone.
 * In: sets of pods from sources, changes seen in the runtime. Out: running workers; refusals; removal of dead containers.
 * Always: a pod is admitted once; a static pod waits until an older one of its name is gone; orphans are stopped only when
 * every source has spoken. Elsewhere: one pod's life (./pod-worker.ts), whether to take it in (../admission/admit.ts).
 */
import type { Pod } from '@elli/api/core/v1'
import type { Rejection } from '../admission/admit.ts'
import { podDirectory } from '../context.ts'
import { podLogDirectory } from '../containers/sandbox-config.ts'
import { isCriNotFound } from '../cri/runtime.ts'
import {
  describePod,
  fullNameOf,
  isMirrorPod,
  isStaticPod,
  isTerminalPhase,
  nameOf,
  namespaceOf,
  uidOf,
} from './identity.ts'
import { PodWorker, type Verdict, type WorkerDeps } from './pod-worker.ts'
import type { PodOutline } from './runtime-reader.ts'
import { sameJson } from './same-json.ts'

export interface PodWorkers {
  /** The complete set of pods of one source. */
  setSource(source: 'api' | 'file', pods: readonly Pod[]): void
  /** One pod is new or changed. */
  update(pod: Pod): void
  /** No source has this pod any more. */
  removed(pod: Pod): void
  wake(podUid: string): void
  end(podUid: string, verdict: Verdict): void
  get(podUid: string): PodWorker | undefined
  /** The newest objects of all pods of this node, static ones included, mirrors not. */
  pods(): readonly Pod[]
  /** Those that are not finished. */
  active(): readonly Pod[]
  mirror(pod: Pod): Pod | undefined
  /** Stops what runs without any pod and removes what is dead; called now and then. */
  housekeep(outlines: ReadonlyMap<string, PodOutline>): Promise<void>
  /** Every source has given its pods. */
  ready(): boolean
  idle(): Promise<void>
}

export interface PodWorkersOptions extends WorkerDeps {
  readonly sources: readonly ('api' | 'file')[]
  readonly signal: AbortSignal
  admit(pod: Pod, others: readonly Pod[]): Rejection | undefined
  /** The picture of a static pod that is no more. */
  removeMirror(mirror: Pod): Promise<void>
}

export function podWorkers(options: PodWorkersOptions): PodWorkers {
  const { context, statuses, signal } = options
  const { host } = context
  const pods = new Map<string, Pod>()
  const bySource = new Map<'api' | 'file', Set<string>>()
  const workers = new Map<string, PodWorker>()
  const running = new Map<string, Promise<void>>()
  const rejected = new Set<string>()
  const mirrors = new Map<string, Pod>()
  const spoken = new Set<'api' | 'file'>()

  const active = (): Pod[] =>
    [...pods.values()].filter((pod) => {
      const worker = workers.get(uidOf(pod))
      if (rejected.has(uidOf(pod)) || worker?.phase === 'terminated') return false
      return worker !== undefined || !isTerminalPhase(pod.status?.phase)
    })

  const startWorker = (pod: Pod, isOrphan = false): void => {
    const uid = uidOf(pod)
    const worker = new PodWorker(pod, options)
    workers.set(uid, worker)
    worker.update(pod)
    // Before its first step: an orphan must not be synced once, as that would start it anew.
    if (isOrphan) worker.end({ gone: true, graceSeconds: 1 })
    const run = async (): Promise<void> => {
      // Two instances of one static pod would fight over its ports and its mirror.
      while (isStaticPod(pod) && hasElder(worker) && !signal.aborted) {
        await host.clock.sleep(100, signal).catch(() => undefined)
      }
      await worker.run(signal)
      if (signal.aborted) return
      if (!pods.has(uid)) await bury(uid)
    }
    running.set(
      uid,
      run()
        .catch((error: unknown) => host.log.error('a pod worker ended unexpectedly', { pod: describePod(pod), error }))
        .finally(() => running.delete(uid)),
    )
  }

  const hasElder = (worker: PodWorker): boolean => {
    for (const [uid, other] of workers) {
      if (uid === worker.uid) return false
      if (fullNameOf(other.pod) === fullNameOf(worker.pod) && other.phase !== 'terminated') return true
    }
    return false
  }

  /** The pod is gone from its source and has ended: nothing of it is kept. */
  const bury = async (uid: string): Promise<void> => {
    const worker = workers.get(uid)
    rejected.delete(uid)
    statuses.forget(uid)
    if (!worker) return
    const { pod } = worker
    try {
      await removeFromRuntime(uid, nameOf(pod), namespaceOf(pod))
    } finally {
      // Until then it is no orphan; when it failed, it becomes one and is tried again.
      workers.delete(uid)
    }
    await host.files.remove(podLogDirectory(context.options.podLogsDir, pod))
    await host.files.remove(podDirectory(context, uid))
  }

  const removeFromRuntime = async (uid: string, name: string, namespace: string): Promise<void> => {
    const { runtime } = context.cri
    const left = await options.reader.pod(uid, name, namespace)
    for (const { id, name: container } of left.containers) {
      await ignoreMissing(runtime.removeContainer({ containerId: id }))
      await host.files.remove(`${context.options.containerLogsDir}/${name}_${namespace}_${container}-${id}.log`)
    }
    for (const { id } of left.sandboxes) {
      await ignoreMissing(runtime.stopPodSandbox({ podSandboxId: id }))
      await ignoreMissing(runtime.removePodSandbox({ podSandboxId: id }))
    }
    context.sandboxesChanged()
    options.touched()
  }

  const refuse = (pod: Pod, { reason, message }: Rejection): void => {
    rejected.add(uidOf(pod))
    context.record(pod, 'Warning', reason, message)
    statuses.set(pod, { phase: 'Failed', reason, message: `Pod was rejected: ${message}` })
  }

  const update = (pod: Pod): void => {
    const uid = uidOf(pod)
    if (isMirrorPod(pod)) {
      mirrors.set(fullNameOf(pod), pod)
      statuses.seen(pod)
      for (const worker of workers.values()) if (fullNameOf(worker.pod) === fullNameOf(pod)) worker.wake()
      return
    }
    const before = pods.get(uid)
    const isNew = before === undefined
    pods.set(uid, pod)
    statuses.seen(pod)
    const worker = workers.get(uid)
    if (worker) {
      if (before && !needsSync(before, pod)) worker.refresh(pod)
      else worker.update(pod)
      return
    }
    if (rejected.has(uid)) {
      if (pod.metadata.deletionTimestamp !== undefined) statuses.finish(pod)
      return
    }
    const fresh = isNew && !isTerminalPhase(pod.status?.phase) && pod.metadata.deletionTimestamp === undefined
    const refusal = fresh
      ? options.admit(
          pod,
          active().filter((other) => uidOf(other) !== uid),
        )
      : undefined
    if (refusal) refuse(pod, refusal)
    else startWorker(pod)
  }

  const removed = (pod: Pod): void => {
    if (isMirrorPod(pod)) {
      if (uidOf(mirrors.get(fullNameOf(pod)) ?? pod) === uidOf(pod)) mirrors.delete(fullNameOf(pod))
      for (const worker of workers.values()) if (fullNameOf(worker.pod) === fullNameOf(pod)) worker.wake()
      return
    }
    const uid = uidOf(pod)
    pods.delete(uid)
    const worker = workers.get(uid)
    if (!worker) {
      rejected.delete(uid)
      statuses.forget(uid)
    } else if (worker.phase === 'terminated') {
      void bury(uid).catch((error: unknown) =>
        host.log.warn('cannot remove a dead pod', { pod: describePod(pod), error }),
      )
    } else {
      // The last object tells the grace period that the deleter asked for.
      if (pod.metadata.deletionTimestamp !== undefined) worker.update(pod)
      worker.end({ gone: true, graceSeconds: pod.metadata.deletionGracePeriodSeconds })
    }
  }

  const stopOrphans = async (outlines: ReadonlyMap<string, PodOutline>): Promise<void> => {
    for (const { uid, name, namespace, sandboxes, containers } of outlines.values()) {
      if (pods.has(uid) || workers.has(uid)) continue
      const alive =
        [...sandboxes.values()].includes('ready') || [...containers.values()].some(({ state }) => state === 'running')
      // The lists may be a second old, and the pod buried meanwhile.
      const left = await options.reader.pod(uid, name, namespace)
      if (left.sandboxes.length === 0 && left.containers.length === 0) continue
      if (pods.has(uid) || workers.has(uid)) continue
      host.log.info('a pod that no source knows is removed', { uid, name, namespace, alive })
      startWorker(orphan(uid, name, namespace), true)
    }
  }

  const removeStrayMirrors = async (): Promise<void> => {
    const shown = new Set([...pods.values(), ...[...workers.values()].map(({ pod }) => pod)].map(fullNameOf))
    for (const [name, mirror] of mirrors) {
      if (!shown.has(name)) await options.removeMirror(mirror)
    }
  }

  const removeStrayFolders = async (): Promise<void> => {
    for (const uid of await host.files.list(context.options.podsDir).catch(() => [])) {
      if (pods.has(uid) || workers.has(uid)) continue
      await context.volumes.tearDown(uid)
      // Only pods that have a folder here are ours: another kubelet on this machine may share the tree of cgroups.
      await context.cgroups.remove(uid)
      await host.files.remove(podDirectory(context, uid))
    }
  }

  /** Logs outlive a kubelet that was stopped between removing a pod's containers and its folders. */
  const removeStrayLogs = async (): Promise<void> => {
    const { podLogsDir } = context.options
    for (const folder of await host.files.list(podLogsDir).catch(() => [])) {
      const [, , uid] = folder.split('_')
      if (uid === undefined || pods.has(uid) || workers.has(uid)) continue
      await host.files.remove(`${podLogsDir}/${folder}`)
    }
  }

  return {
    setSource(source, list) {
      const before = bySource.get(source) ?? new Set()
      const now = new Set(list.map(uidOf))
      bySource.set(source, now)
      for (const uid of before) {
        const pod = pods.get(uid)
        if (!now.has(uid) && pod) removed(pod)
      }
      for (const pod of list) if (!before.has(uidOf(pod))) update(pod)
      spoken.add(source)
    },
    update,
    removed,
    wake: (uid) => workers.get(uid)?.wake(),
    end: (uid, verdict) => workers.get(uid)?.end({ verdict, graceSeconds: verdict.graceSeconds }),
    get: (uid) => workers.get(uid),
    pods: () => [...pods.values()],
    active,
    mirror: (pod) => mirrors.get(fullNameOf(pod)),
    ready: () => options.sources.every((source) => spoken.has(source)),
    async housekeep(outlines) {
      if (!options.sources.every((source) => spoken.has(source))) return
      await stopOrphans(outlines)
      await removeStrayMirrors()
      await removeStrayFolders()
      await removeStrayLogs()
    },
    async idle() {
      await Promise.allSettled(running.values())
    },
  }
}

/** Whether a newer object asks for anything: most updates are our own statuses coming back. */
function needsSync(before: Pod, after: Pod): boolean {
  const { metadata: a, spec: oldSpec } = before
  const { metadata: b, spec: newSpec } = after
  if (a.deletionTimestamp !== b.deletionTimestamp || a.deletionGracePeriodSeconds !== b.deletionGracePeriodSeconds)
    return true
  if (!isTerminalPhase(before.status?.phase) && isTerminalPhase(after.status?.phase)) return true
  if (!sameJson(a.labels, b.labels) || !sameJson(a.annotations, b.annotations) || !sameJson(oldSpec, newSpec))
    return true
  const gates = (pod: Pod) =>
    (pod.spec.readinessGates ?? []).map(
      ({ conditionType }) => pod.status?.conditions?.find(({ type }) => type === conditionType)?.status,
    )
  return !sameJson(gates(before), gates(after))
}

/** A pod of which only the runtime still knows. */
function orphan(uid: string, name: string, namespace: string): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { uid, name, namespace },
    spec: { containers: [], terminationGracePeriodSeconds: 1 },
  }
}

async function ignoreMissing(call: Promise<unknown>): Promise<void> {
  try {
    await call
  } catch (error) {
    if (!isCriNotFound(error)) throw error
  }
}
