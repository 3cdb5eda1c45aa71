/**
 * Where a DaemonSet's pods belong: which nodes are meant, and the pod that is made for a node. Pure.
 * Always: a pod is bound to its node by an affinity to `metadata.name`, so that the scheduler places it.
 */
import type { DaemonSet } from '@elli/api/apps/v1'
import { daemonsets } from '@elli/api/apps/v1.resources'
import type { Affinity, Node, Pod, PodSpec, Toleration } from '@elli/api/core/v1'
import { SelectorError } from '@elli/machinery/labels'
import { RequiredNodeAffinity } from '@elli/machinery/pod/node-affinity'
import { repels, untoleratedTaint } from '@elli/machinery/pod/taints'
import { revisionHashLabel } from '../history.ts'
import { podFromTemplate } from '../pod-control.ts'

const templateGenerationLabel = 'pod-template-generation'
const templateGenerationAnnotation = 'deprecated.daemonset.template.generation'

const always = (key: string, effect: 'NoExecute' | 'NoSchedule'): Toleration => ({
  key: `node.kubernetes.io/${key}`,
  operator: 'Exists',
  effect,
})
const ownTolerations: readonly Toleration[] = [
  always('not-ready', 'NoExecute'),
  always('unreachable', 'NoExecute'),
  always('disk-pressure', 'NoSchedule'),
  always('memory-pressure', 'NoSchedule'),
  always('pid-pressure', 'NoSchedule'),
  always('unschedulable', 'NoSchedule'),
]

/** The template's tolerations and those that every daemon pod has: it stays whatever state its node is in. */
export function daemonTolerations(spec: PodSpec): Toleration[] {
  const tolerations = [...(spec.tolerations ?? [])]
  const wanted = spec.hostNetwork ? [...ownTolerations, always('network-unavailable', 'NoSchedule')] : ownTolerations
  for (const toleration of wanted) {
    const same = tolerations.findIndex(
      ({ key, operator, effect, value = '' }) =>
        key === toleration.key && operator === toleration.operator && effect === toleration.effect && value === '',
    )
    if (same < 0) tolerations.push(toleration)
    // One that ends after some seconds gives way to one that lasts.
    else tolerations[same] = toleration
  }
  return tolerations
}

export interface Placement {
  /** A pod should be made when there is none. */
  run: boolean
  /** A pod that is there may stay. */
  stay: boolean
}

export function placement(node: Node, set: DaemonSet): Placement {
  const spec = set.spec.template.spec ?? { containers: [] }
  if (spec.nodeName && spec.nodeName !== node.metadata.name) return { run: false, stay: false }
  if (!affinityAllows(spec, node)) return { run: false, stay: false }
  const tolerations = daemonTolerations(spec)
  const { taints } = node.spec ?? {}
  if (untoleratedTaint(taints, tolerations, repels) === undefined) return { run: true, stay: true }
  // What is there already goes only when it would be thrown off.
  const evicts = untoleratedTaint(taints, tolerations, ({ effect }) => effect === 'NoExecute')
  return { run: false, stay: evicts === undefined }
}

function affinityAllows(spec: PodSpec, node: Node): boolean {
  try {
    return new RequiredNodeAffinity({ spec }).matches(node)
  } catch (error) {
    if (error instanceof SelectorError) return false
    throw error
  }
}

export function templateGeneration(set: DaemonSet): string | undefined {
  const text = set.metadata.annotations?.[templateGenerationAnnotation]
  return text !== undefined && /^[+-]?\d+$/.test(text) ? String(BigInt(text)) : undefined
}

/** Whether a pod was made from the present template. */
export function isUpdated(pod: Pod, set: DaemonSet, hash: string): boolean {
  const labels = pod.metadata.labels ?? {}
  const generation = templateGeneration(set)
  return (
    (hash !== '' && labels[revisionHashLabel] === hash) ||
    (generation !== undefined && labels[templateGenerationLabel] === generation)
  )
}

export function podForNode(set: DaemonSet, nodeName: string, hash: string): Pod {
  const { template } = set.spec
  const generation = templateGeneration(set)
  const spec = template.spec ?? { containers: [] }
  return podFromTemplate(
    {
      metadata: {
        ...template.metadata,
        labels: {
          ...template.metadata?.labels,
          ...(generation === undefined ? {} : { [templateGenerationLabel]: generation }),
          ...(hash === '' ? {} : { [revisionHashLabel]: hash }),
        },
      },
      spec: { ...spec, tolerations: daemonTolerations(spec), affinity: affinityTo(nodeName, spec.affinity) },
    },
    set,
    daemonsets,
  )
}

/** What the template demanded of nodes is fulfilled by the choice of the node; preferences stay. */
function affinityTo(nodeName: string, affinity: Affinity | undefined): Affinity {
  return {
    ...affinity,
    nodeAffinity: {
      ...affinity?.nodeAffinity,
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: [nodeName] }] }],
      },
    },
  }
}

/** The node a pod runs on, or is meant for; undefined when it says neither. */
export function targetNode(pod: Pod): string | undefined {
  if (pod.spec.nodeName) return pod.spec.nodeName
  const terms = pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []
  for (const term of terms)
    for (const { key, operator, values } of term.matchFields ?? [])
      if (key === 'metadata.name' && operator === 'In' && values?.length === 1) return values[0]
  return undefined
}
