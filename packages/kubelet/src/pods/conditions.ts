/**
 * The conditions that the kubelet writes into a pod's status.
 * In: spec, container statuses (init and regular), phase. Out: conditions without times. Pure.
 * Elsewhere: keeping foreign conditions and transition times (./pod-status.ts).
 */
import type { Container, ContainerStatus, Pod, PodCondition } from '@elli/api/core/v1'
import { goQuote } from '@elli/machinery/go-quote'
import { isSidecar, statusNamed } from './identity.ts'
import { anyRegularStarted, type Phase } from './phase.ts'

export const kubeletConditions: ReadonlySet<string> = new Set([
  'PodScheduled',
  'Ready',
  'Initialized',
  'ContainersReady',
  'PodReadyToStartContainers',
])

const listed = (names: readonly string[]): string => `[${names.join(' ')}]`

export function containersReadyCondition(pod: Pod, statuses: readonly ContainerStatus[], phase: Phase): PodCondition {
  const type = 'ContainersReady'
  const [unknown, unready]: [string[], string[]] = [[], []]
  for (const { name } of [...(pod.spec.initContainers ?? []).filter(isSidecar), ...pod.spec.containers]) {
    const status = statusNamed(statuses, name)
    if (!status) unknown.push(name)
    else if (!status.ready) unready.push(name)
  }
  if (phase === 'Succeeded' && unknown.length === 0) return { type, status: 'False', reason: 'PodCompleted' }
  if (phase === 'Failed') return { type, status: 'False', reason: 'PodFailed' }
  const message = [
    ...(unknown.length > 0 ? [`containers with unknown status: ${listed(unknown)}`] : []),
    ...(unready.length > 0 ? [`containers with unready status: ${listed(unready)}`] : []),
  ].join(', ')
  return message === '' ? { type, status: 'True' } : { type, status: 'False', reason: 'ContainersNotReady', message }
}

export function readyCondition(
  pod: Pod,
  conditions: readonly PodCondition[],
  statuses: readonly ContainerStatus[],
  phase: Phase,
): PodCondition {
  const containers = containersReadyCondition(pod, statuses, phase)
  if (containers.status !== 'True') return { ...containers, type: 'Ready' }
  const messages = (pod.spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const gate = conditions.find(({ type }) => type === conditionType)
    const name = goQuote(conditionType)
    if (!gate) return [`corresponding condition of pod readiness gate ${name} does not exist.`]
    return gate.status === 'True' ? [] : [`the status of pod readiness gate ${name} is not "True", but ${gate.status}`]
  })
  if (messages.length === 0) return { type: 'Ready', status: 'True' }
  return { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') }
}

export function initializedCondition(pod: Pod, statuses: readonly ContainerStatus[], phase: Phase): PodCondition {
  const type = 'Initialized'
  const [unknown, incomplete]: [string[], string[]] = [[], []]
  for (const container of pod.spec.initContainers ?? []) {
    const status = statusNamed(statuses, container.name)
    if (!status) unknown.push(container.name)
    else if (!isInitialized(container, status)) incomplete.push(container.name)
  }
  if (phase === 'Succeeded' && unknown.length === 0) return { type, status: 'True', reason: 'PodCompleted' }
  if (anyRegularStarted(pod, statuses)) return { type, status: 'True' }
  const message = [
    ...(unknown.length > 0 ? [`containers with unknown status: ${listed(unknown)}`] : []),
    ...(incomplete.length > 0 ? [`containers with incomplete status: ${listed(incomplete)}`] : []),
  ].join(', ')
  if (message === '') return { type, status: 'True' }
  return { type, status: 'False', reason: 'ContainersNotInitialized', message }
}

function isInitialized(container: Container, status: ContainerStatus): boolean {
  return isSidecar(container) ? status.started === true : status.ready
}

export function readyToStartContainersCondition(hasSandbox: boolean): PodCondition {
  return { type: 'PodReadyToStartContainers', status: hasSandbox ? 'True' : 'False' }
}
