/**
 * What a pod needs next: a sandbox, containers to kill, containers to start.
 * In: the pod, what the runtime has, what probes say. Out: PodActions, in the order in which they are to be carried out.
 * Pure; always: the same snapshot gives the same actions. Elsewhere: carrying them out (./sync-pod.ts), back-off (./back-off.ts).
 */
import type { Container, Pod } from '@elli/api/core/v1'
import { containerHash } from '../containers/hash.ts'
import { allContainers, ephemeral, isSidecar, restartPolicyOf, type PodContainer } from './identity.ts'
import { latest, type RuntimeContainer, type RuntimePod } from './runtime-pod.ts'
import { decideSandbox } from './sandbox-decision.ts'

export type KillReason = 'livenessProbe' | 'startupProbe' | 'unknown' | 'changed'

export interface KillAction {
  readonly container: Container
  readonly instance: RuntimeContainer
  readonly message: string
  readonly reason: KillReason
}

export interface PodActions {
  /** Everything that runs is stopped first, the sandbox too. */
  readonly killPod: boolean
  readonly createSandbox: boolean
  readonly attempt: number
  readonly sandboxId: string | undefined
  readonly kill: readonly KillAction[]
  readonly ephemeral: readonly PodContainer[]
  readonly init: readonly Container[]
  readonly regular: readonly Container[]
}

export interface ProbeVerdicts {
  /** The last stable result for a running container; undefined when it was not probed yet. */
  liveness(containerId: string): boolean | undefined
  startup(containerId: string): boolean | undefined
}

export function decideActions(pod: Pod, runtime: RuntimePod, probes: ProbeVerdicts): PodActions {
  const { needed, attempt, sandboxId } = decideSandbox(pod, runtime)
  const base = { killPod: needed, createSandbox: needed, attempt, sandboxId }
  if (needed) return { ...base, ...startAnew(pod, runtime, attempt) }
  const waitingEphemeral = (pod.spec.ephemeralContainers ?? [])
    .filter(({ name }) => !latest(runtime, name))
    .map(ephemeral)
  const init = decideInit(pod, runtime, probes)
  const unchanged = { ...base, ephemeral: waitingEphemeral }
  if (init.killPod) return { ...unchanged, killPod: true, kill: init.kill, init: [], regular: [] }
  if (!init.done) return { ...unchanged, kill: init.kill, init: init.start, regular: [] }
  const regular = decideRegular(pod, runtime, probes)
  const over = regular.kept === 0 && regular.start.length === 0
  return {
    ...unchanged,
    killPod: over,
    kill: [...init.kill, ...regular.kill],
    // Sidecars must not keep a pod alive whose work is over.
    init: over ? [] : init.start,
    regular: regular.start,
  }
}

function startAnew(pod: Pod, runtime: RuntimePod, attempt: number) {
  const nothing = { kill: [], ephemeral: [], init: [], regular: [] }
  if (restartPolicyOf(pod) === 'Never' && attempt !== 0 && runtime.containers.length > 0) {
    return { ...nothing, createSandbox: false }
  }
  const succeeded = (name: string): boolean => {
    const instance = latest(runtime, name)
    return instance?.state === 'exited' && instance.exitCode === 0
  }
  const regular = pod.spec.containers.filter(({ name }) => !(restartPolicyOf(pod) === 'OnFailure' && succeeded(name)))
  if (regular.length === 0 && pod.spec.containers.some(({ name }) => latest(runtime, name))) {
    return { ...nothing, createSandbox: false }
  }
  const [firstInit] = pod.spec.initContainers ?? []
  return firstInit ? { ...nothing, init: [firstInit] } : { ...nothing, regular }
}

interface InitDecision {
  /** Every init container is finished, or runs as a sidecar should. */
  done: boolean
  killPod: boolean
  start: Container[]
  kill: KillAction[]
}

/**
 * Walks from the last init container to the first, for finished ones may have been removed from the runtime:
 * the latest one that is known tells how far the pod has come.
 */
function decideInit(pod: Pod, runtime: RuntimePod, probes: ProbeVerdicts): InitDecision {
  const containers = pod.spec.initContainers ?? []
  if (containers.length === 0) return { done: true, killPod: false, start: [], kill: [] }
  const restarts = restartPolicyOf(pod) !== 'Never'
  const started = pod.spec.containers.some(({ name }) => {
    const state = latest(runtime, name)?.state
    return state === 'created' || state === 'running'
  })
  const start = new Set<number>()
  const kill: KillAction[] = []
  let done = started
  let pastThisOne = started
  const initialized = (index: number): void => {
    if (index === containers.length - 1) done = true
    else if (!pastThisOne) start.add(index + 1)
  }
  for (const [index, container] of [...containers.entries()].toReversed()) {
    const instance = latest(runtime, container.name)
    const sidecar = isSidecar(container)
    if (!instance) {
      if (pastThisOne && sidecar) start.add(index)
      continue
    }
    if (pastThisOne && !sidecar) continue
    switch (instance.state) {
      case 'created':
        start.add(index)
        break
      case 'running': {
        if (!sidecar) break
        const failed = (reason: KillReason, probe: string): void => {
          const message = `Init container ${container.name} failed ${probe} probe`
          kill.push({ container, instance, message, reason })
          start.add(index)
        }
        if (container.startupProbe) {
          const verdict = probes.startup(instance.id)
          if (verdict === false) failed('startupProbe', 'startup')
          if (verdict !== true) break
        }
        initialized(index)
        if (container.livenessProbe && probes.liveness(instance.id) === false) failed('livenessProbe', 'liveness')
        break
      }
      case 'exited':
        if (sidecar) start.add(index)
        else if (instance.exitCode === 0) initialized(index)
        else if (restarts) start.add(index)
        else return { done: false, killPod: true, start: [], kill }
        break
      case 'unknown':
        if (!sidecar && !restarts) return { done: false, killPod: true, start: [], kill }
        kill.push({
          container,
          instance,
          message: 'Init container is in "unknown" state, try killing it before restart',
          reason: 'unknown',
        })
        start.add(index)
        break
      default:
        instance.state satisfies never
    }
    pastThisOne = true
  }
  if (!pastThisOne) start.add(0)
  const inOrder = [...start].toSorted((a, b) => a - b).flatMap((index) => containers[index] ?? [])
  return { done, killPod: false, start: inOrder, kill }
}

function decideRegular(pod: Pod, runtime: RuntimePod, probes: ProbeVerdicts) {
  const start: Container[] = []
  const kill: KillAction[] = []
  let kept = 0
  for (const container of pod.spec.containers) {
    const instance = latest(runtime, container.name)
    if (instance?.state !== 'running') {
      if (!shouldRestart(container, pod, runtime)) continue
      start.push(container)
      if (instance?.state === 'unknown') {
        const message = 'Container is in "unknown" state, try killing it before restart'
        kill.push({ container, instance, message, reason: 'unknown' })
      }
      continue
    }
    const verdict = whyKill(container, instance, probes)
    if (!verdict) {
      kept++
      continue
    }
    const restart = verdict.reason === 'changed' || restartPolicyOf(pod) !== 'Never'
    if (restart) start.push(container)
    const message = restart ? `${verdict.message}, will be restarted` : verdict.message
    kill.push({ container, instance, message, reason: verdict.reason })
  }
  return { start, kill, kept }
}

function whyKill(
  container: Container,
  instance: RuntimeContainer,
  probes: ProbeVerdicts,
): { message: string; reason: KillReason } | undefined {
  if (instance.hash !== containerHash(container)) {
    return { message: `Container ${container.name} definition changed`, reason: 'changed' }
  }
  if (probes.liveness(instance.id) === false) {
    return { message: `Container ${container.name} failed liveness probe`, reason: 'livenessProbe' }
  }
  if (probes.startup(instance.id) === false) {
    return { message: `Container ${container.name} failed startup probe`, reason: 'startupProbe' }
  }
  return undefined
}

/** Whether a container that does not run is to be started (again), by the pod's restart policy. */
export function shouldRestart(container: Container, pod: Pod, runtime: RuntimePod): boolean {
  if (pod.metadata.deletionTimestamp !== undefined) return false
  const instance = latest(runtime, container.name)
  if (!instance) return true
  if (instance.state === 'running') return false
  if (instance.state !== 'exited') return true
  const policy = restartPolicyOf(pod)
  return policy === 'Always' || (policy === 'OnFailure' && instance.exitCode !== 0)
}

/** Names of all containers that the spec has, for telling strangers apart. */
export function containerNames(pod: Pod): ReadonlySet<string> {
  return new Set(allContainers(pod).map(({ container }) => container.name))
}
