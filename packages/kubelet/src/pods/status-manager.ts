/**
 * Keeps what the kubelet says about its pods, and brings it to the API.
 * In: generated statuses. Out: patches of pods/status; DELETE with grace 0 once a deleted pod is finished.
 * Always: the newest status wins; a failed write is tried again; a terminal status is not written while containers may run.
 * Elsewhere: generating (./pod-status.ts), the patch (./status-patch.ts).
 */
import type { Pod, PodStatus } from '@elli/api/core/v1'
import { pods as podResource } from '@elli/api/core/v1.resources'
import type { Client } from '@elli/client/client'
import type { Host } from '@elli/host/host'
import { isNotFound, isConflict } from '@elli/machinery/errors'
import { isMirrorPod, isStaticPod, isTerminalPhase, nameOf, namespaceOf, uidOf } from './identity.ts'
import { finishStatus, terminatedStatus } from './pod-status.ts'
import { sameJson } from './same-json.ts'
import { mergeStatus, statusPatch } from './status-patch.ts'

export interface StatusManager {
  get(podUid: string): PodStatus | undefined
  set(pod: Pod, status: PodStatus): void
  /** The pod's worker has ended: all containers are gone, nothing of it is left on the node. */
  finish(pod: Pod): void
  /** The API has a newer object; it may lack what we have written. */
  seen(pod: Pod): void
  forget(podUid: string): void
  run(signal: AbortSignal): Promise<void>
}

interface Entry {
  pod: Pod
  status: PodStatus
  finished: boolean
  dirty: boolean
}

export interface StatusManagerOptions {
  readonly host: Host
  readonly client: Client | undefined
  /** The pod as the API has it: a mirror pod for a static one; undefined when there is none. */
  apiPod(pod: Pod): Pod | undefined
  couldHaveRunningContainers(podUid: string): boolean
  /** A status was written, and this is what the API made of it. */
  written?(pod: Pod): void
}

const retryMs = 1_000
const writers = 4

export function statusManager(options: StatusManagerOptions): StatusManager {
  const { host, client } = options
  const entries = new Map<string, Entry>()
  const queue = new Set<string>()
  const newestWritten = new Map<string, Pod>()
  let wake = (): void => undefined

  const enqueue = (uid: string): void => {
    queue.add(uid)
    wake()
  }

  const set = (pod: Pod, next: PodStatus): void => {
    const uid = uidOf(pod)
    const before = entries.get(uid)
    const status = finishStatus(pod, next, before?.status, host.clock.now())
    const finished = before?.finished ?? false
    if (before && sameJson(before.status, status) && pod.metadata.deletionTimestamp === undefined) {
      before.pod = pod
      return
    }
    entries.set(uid, { pod, status, finished, dirty: true })
    enqueue(uid)
  }

  /** The informer's copy, or what our own last write returned when that is newer. */
  const currentApiPod = (pod: Pod): Pod | undefined => {
    const informed = options.apiPod(pod)
    const written = informed && newestWritten.get(uidOf(informed))
    if (!informed || !written) return informed
    const newer = Number(written.metadata.resourceVersion) > Number(informed.metadata.resourceVersion)
    if (!newer) newestWritten.delete(uidOf(informed))
    return newer ? written : informed
  }

  const write = async (uid: string, signal: AbortSignal): Promise<void> => {
    const entry = entries.get(uid)
    if (!entry || !client) return
    entry.dirty = false
    const api = currentApiPod(entry.pod)
    // A static pod whose mirror is not there yet: its worker makes one and says so through `seen`.
    if (!api) return
    if (!isStaticPod(entry.pod) && uidOf(api) !== uid) return
    const resource = client.for<Pod>(podResource)
    const where = { namespace: namespaceOf(api), signal }
    const merged = mergeStatus(api.status ?? {}, entry.status, {
      couldHaveRunningContainers: options.couldHaveRunningContainers(uid),
    })
    const body = statusPatch(api, merged)
    let current = api
    if (body) {
      current = await resource.patch(nameOf(api), { type: 'strategic', body }, { ...where, subresource: 'status' })
      newestWritten.set(uidOf(api), current)
      options.written?.(current)
    }
    const deletable = current.metadata.deletionTimestamp !== undefined && !isMirrorPod(current)
    if (deletable && entry.finished && isTerminalPhase(current.status?.phase)) {
      await resource.delete(nameOf(api), { ...where, gracePeriodSeconds: 0, preconditions: { uid: uidOf(api) } })
      newestWritten.delete(uidOf(api))
    }
  }

  const writeOrRetry = async (uid: string, signal: AbortSignal): Promise<void> => {
    try {
      await write(uid, signal)
    } catch (error) {
      // Deleted, or replaced by a pod of the same name: nothing is left to be said about this one.
      if (signal.aborted || isNotFound(error)) return
      newestWritten.delete(uid)
      if (!isConflict(error)) host.log.warn('cannot write a pod status', { uid, error })
      host.clock.after(retryMs, () => {
        if (entries.has(uid)) enqueue(uid)
      })
    }
  }

  return {
    get: (uid) => entries.get(uid)?.status,
    set,
    finish(pod) {
      const uid = uidOf(pod)
      const known = entries.get(uid)?.status ?? pod.status ?? {}
      set(pod, terminatedStatus(pod, known))
      const entry = entries.get(uid)
      if (!entry) return
      entry.finished = true
      enqueue(uid)
    },
    seen(pod) {
      for (const [uid, entry] of entries) {
        const about =
          uid === uidOf(pod) || (nameOf(entry.pod) === nameOf(pod) && namespaceOf(entry.pod) === namespaceOf(pod))
        if (!about) continue
        if (uid === uidOf(pod)) entry.pod = pod
        enqueue(uid)
      }
    },
    forget(uid) {
      entries.delete(uid)
      newestWritten.delete(uid)
    },
    async run(signal) {
      const running = new Map<string, Promise<void>>()
      const stop = new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve(), { once: true })
      })
      while (!signal.aborted) {
        const woken = new Promise<void>((resolve) => {
          wake = resolve
        })
        for (const uid of queue) {
          if (running.size >= writers) break
          if (running.has(uid)) continue
          queue.delete(uid)
          running.set(
            uid,
            writeOrRetry(uid, signal).finally(() => {
              running.delete(uid)
              wake()
            }),
          )
        }
        await Promise.race([woken, stop])
      }
      await Promise.allSettled(running.values())
    },
  }
}
