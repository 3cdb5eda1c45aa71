/**
 * Removes dead containers and sandboxes that nobody needs: one dead instance is kept per container of a pod that is still there.
 * Elsewhere: removal with the pod itself (../pods/pod-workers.ts).
 */
import type { KubeletContext } from '../context.ts'
import { isCriNotFound } from '../cri/runtime.ts'
import type { PodWorkers } from '../pods/pod-workers.ts'
import type { PodOutline } from '../pods/runtime-reader.ts'

const minimumAgeMs = 60_000

export interface ContainerGc {
  /** `all`: also the last instance of containers of pods that have ended. */
  collect(outlines: ReadonlyMap<string, PodOutline>, all: boolean): Promise<void>
}

export function containerGc(context: KubeletContext, workers: PodWorkers): ContainerGc {
  const { host, cri } = context
  const remove = async (pod: PodOutline, id: string, name: string): Promise<void> => {
    try {
      await cri.runtime.removeContainer({ containerId: id })
    } catch (error) {
      if (!isCriNotFound(error)) throw error
    }
    await host.files.remove(`${context.options.containerLogsDir}/${pod.name}_${pod.namespace}_${name}-${id}.log`)
  }
  return {
    async collect(outlines, all) {
      for (const pod of outlines.values()) {
        const worker = workers.get(pod.uid)
        if (!worker) continue
        const keep = all && worker.phase === 'terminated' ? 0 : 1
        const names = new Set([...pod.containers.values()].map((container) => container.name))
        for (const name of names) {
          const instances = [...pod.containers].filter(([, container]) => container.name === name)
          const newest = instances.toSorted(([, a], [, b]) => b.createdAt - a.createdAt)
          // The newest is the container itself, dead or alive; behind it one dead instance stays for `logs --previous`.
          const spare = keep === 0 ? 0 : newest[0]?.[1].state === 'exited' ? 1 : 2
          for (const [id, { state, createdAt }] of newest.slice(Math.max(spare, keep === 0 ? 0 : 2))) {
            const old = host.clock.now() - createdAt / 1e6 >= minimumAgeMs
            if (state === 'exited' && (old || all)) await remove(pod, id, name)
          }
        }
        const sandboxes = [...pod.sandboxes]
        if (sandboxes.length <= 1) continue
        const used = new Set(worker.runtime?.containers.map(({ sandboxId }) => sandboxId))
        for (const { id, ready } of worker.runtime?.sandboxes.slice(1) ?? []) {
          if (ready || used.has(id)) continue
          try {
            await cri.runtime.removePodSandbox({ podSandboxId: id })
          } catch (error) {
            if (!isCriNotFound(error)) throw error
          }
        }
      }
    },
  }
}
