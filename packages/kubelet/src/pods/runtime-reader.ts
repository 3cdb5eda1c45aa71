/**
 * Reads pods from the runtime: one in full, or all of them in outline.
 * Always: what a dead container left behind is read once and remembered, for it does not change any more.
 * Elsewhere: the snapshot's shape (./runtime-pod.ts), noticing changes (./pleg.ts).
 */
import { isCriNotFound, type CriRuntime } from '../cri/runtime.ts'
import type { ContainerStatus } from '../cri/v1.types.ts'
import { labelKeys } from '../cri/labels.ts'
import { terminationMessage, type MessageSources } from './termination-message.ts'
import {
  containerState,
  emptyRuntimePod,
  newestFirst,
  toRuntimeContainer,
  toRuntimeSandbox,
  type RuntimeContainer,
  type RuntimeContainerState,
  type RuntimePod,
  type RuntimeSandbox,
} from './runtime-pod.ts'

/** A pod as the lists show it: enough to notice changes and orphans. */
export interface PodOutline {
  readonly uid: string
  readonly name: string
  readonly namespace: string
  readonly sandboxes: ReadonlyMap<string, 'ready' | 'notready'>
  readonly containers: ReadonlyMap<string, { name: string; state: RuntimeContainerState; createdAt: number }>
}

export interface RuntimeReader {
  pod(uid: string, name: string, namespace: string): Promise<RuntimePod>
  outlines(): Promise<ReadonlyMap<string, PodOutline>>
}

/** Exit code of a process that SIGKILL ended: by the kernel for want of memory, or by somebody. */
const killed = 137

/**
 * @param moment waits long enough for the runtime to hear from the kernel why a container was killed: containerd learns of the
 *   exit and of the lack of memory by two ways, and until it knows the second it answers plain `Error`
 */
export function runtimeReader(
  runtime: CriRuntime,
  sources: MessageSources,
  moment: () => Promise<void>,
): RuntimeReader {
  const dead = new Map<string, RuntimeContainer>()

  const readStatus = async (id: string): Promise<ContainerStatus | undefined> => {
    const { status } = await runtime.containerStatus({ containerId: id })
    if (status?.exitCode !== killed || status.reason !== 'Error') return status
    await moment()
    return (await runtime.containerStatus({ containerId: id })).status
  }

  const readContainer = async (id: string, sandboxId: string): Promise<RuntimeContainer | undefined> => {
    const known = dead.get(id)
    if (known) return known
    try {
      const status = await readStatus(id)
      if (!status) return undefined
      const container = toRuntimeContainer(status, sandboxId)
      if (container.state !== 'exited') return container
      const said = await terminationMessage(status, sources)
      const message = [container.message, said].filter((text) => text !== '').join(': ')
      const full = { ...container, message }
      dead.set(id, full)
      return full
    } catch (error) {
      if (isCriNotFound(error)) return undefined
      throw error
    }
  }

  const readSandbox = async (id: string): Promise<RuntimeSandbox | undefined> => {
    try {
      const { status } = await runtime.podSandboxStatus({ podSandboxId: id })
      return status && toRuntimeSandbox(status)
    } catch (error) {
      if (isCriNotFound(error)) return undefined
      throw error
    }
  }

  return {
    async pod(uid, name, namespace) {
      const labelSelector = { [labelKeys.podUid]: uid }
      const [listedSandboxes, listedContainers] = await Promise.all([
        runtime.listPodSandbox({ filter: { labelSelector } }),
        runtime.listContainers({ filter: { labelSelector } }),
      ])
      if (listedSandboxes.items.length === 0 && listedContainers.containers.length === 0) {
        return emptyRuntimePod(uid, name, namespace)
      }
      const [sandboxes, containers] = await Promise.all([
        Promise.all(listedSandboxes.items.map(({ id }) => readSandbox(id))),
        Promise.all(listedContainers.containers.map(({ id, podSandboxId }) => readContainer(id, podSandboxId))),
      ])
      const ordered = newestFirst(sandboxes.filter((sandbox) => sandbox !== undefined))
      const current = ordered[0]
      return {
        uid,
        name,
        namespace,
        ips: current?.ready ? current.ips : [],
        sandboxes: ordered,
        containers: newestFirst(containers.filter((container) => container !== undefined)),
      }
    },
    async outlines() {
      const [{ items }, { containers }] = await Promise.all([runtime.listPodSandbox({}), runtime.listContainers({})])
      const pods = new Map<string, PodOutline>()
      const outline = (labels: Readonly<Record<string, string>>): PodOutline | undefined => {
        const uid = labels[labelKeys.podUid]
        if (uid === undefined) return undefined
        const known = pods.get(uid) ?? {
          uid,
          name: labels[labelKeys.podName] ?? '',
          namespace: labels[labelKeys.podNamespace] ?? '',
          sandboxes: new Map(),
          containers: new Map(),
        }
        pods.set(uid, known)
        return known
      }
      for (const { id, state, labels } of items) {
        const pod = outline(labels)
        if (pod) (pod.sandboxes as Map<string, string>).set(id, state === 'SANDBOX_READY' ? 'ready' : 'notready')
      }
      for (const { id, state, labels, createdAt } of containers) {
        const pod = outline(labels)
        if (!pod) continue
        const entry = { name: labels[labelKeys.containerName] ?? '', state: containerState(state), createdAt }
        ;(pod.containers as Map<string, typeof entry>).set(id, entry)
      }
      const present = new Set(containers.map(({ id }) => id))
      for (const id of dead.keys()) if (!present.has(id)) dead.delete(id)
      return pods
    },
  }
}
