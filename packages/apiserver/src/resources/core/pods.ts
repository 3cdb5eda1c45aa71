/**
 * Pods on the server: first status, what updates may change, graceful deletion, field selectors, warnings.
 * Elsewhere: validation (pods.validation.ts), the table (pod-printing.ts), binding and eviction (subresources).
 */
import { pods } from '@elli/api/core/v1.resources'
import type { AppArmorProfile, Pod, PodAffinityTerm } from '@elli/api/core/v1'
import { toTime } from '@elli/host/time'
import { deepCopy } from '@elli/machinery/json'
import { checkDns1123Label } from '@elli/machinery/names'
import type { StatusStrategy, Strategy, StrategyContext } from '../../registry/strategy.ts'
import { collect, list } from '../checks.ts'
import { appArmorPrefix } from './pod-annotations.validation.ts'
import { allContainers } from './pod-containers.ts'
import { dropDisabledSpecFields } from './pod-disabled-fields.ts'
import { podValidationOptions, type PodValidationOptions } from './pod-options.ts'
import { podsTable } from './pod-printing.ts'
import { podWarnings } from './pod-warnings.ts'
import {
  validateEphemeralContainersUpdate,
  validatePodCreate,
  validatePodStatusUpdate,
  validatePodUpdate,
} from './pods.validation.ts'
import { computeQos } from '@elli/machinery/pod/qos'

function options(context: StrategyContext, old?: Pod): PodValidationOptions {
  return { ...podValidationOptions(context, old?.spec, old?.metadata), resourceIsPod: true }
}

const selectable: Readonly<Record<string, (pod: Pod) => string>> = {
  'spec.nodeName': (pod) => pod.spec.nodeName ?? '',
  'spec.restartPolicy': (pod) => pod.spec.restartPolicy ?? '',
  'spec.schedulerName': (pod) => pod.spec.schedulerName ?? '',
  'spec.serviceAccountName': (pod) => pod.spec.serviceAccountName ?? '',
  'spec.hostNetwork': (pod) => String(pod.spec.hostNetwork ?? false),
  'status.phase': (pod) => pod.status?.phase ?? '',
  'status.podIP': (pod) => pod.status?.podIPs?.[0]?.ip ?? '',
  'status.podIPs': (pod) =>
    list(pod.status?.podIPs)
      .map((item) => item.ip)
      .join(','),
  'status.nominatedNodeName': (pod) => pod.status?.nominatedNodeName ?? '',
}

/** The node went by another name once. */
const podLabels = {
  ...Object.fromEntries(Object.keys(selectable).map((label) => [label, label])),
  'spec.host': 'spec.nodeName',
}

export const podsStrategy: Strategy<Pod> = {
  resource: pods,

  prepareForCreate(pod, context) {
    pod.status = { phase: 'Pending', qosClass: computeQos(pod) }
    dropDisabledSpecFields(context, pod.spec)
    if (list(pod.spec.schedulingGates).length > 0) {
      pod.status.conditions = [
        {
          type: 'PodScheduled',
          status: 'False',
          lastTransitionTime: toTime(context.now),
          reason: 'SchedulingGated',
          message: 'Scheduling is blocked due to non-empty scheduling gates',
        },
      ]
    }
    if (context.featureEnabled('MatchLabelKeysInPodAffinity')) mergeLabelKeys(pod)
    alignAppArmor(pod)
  },
  validate: (pod, context) => collect((errors) => validatePodCreate(errors, pod, options(context))),
  prepareForUpdate(pod, old, context) {
    dropDisabledSpecFields(context, pod.spec, old.spec)
  },
  validateUpdate: (pod, old, context) =>
    collect((errors) =>
      validatePodUpdate(errors, pod, old, options(context, old), context.featureEnabled('InPlacePodVerticalScaling')),
    ),
  warnings(pod, old) {
    if (old !== undefined) return []
    const label = checkDns1123Label(pod.metadata.name ?? '')
    const hostname =
      label.length === 0
        ? []
        : [
            `metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [${label.join(' ')}]`,
          ]
    return [...hostname, ...podWarnings(pod.spec, pod.metadata)]
  },

  status: {
    // Fields of gates that are off are not dropped here: the kubelet writes what it knows of.
    prepareForUpdate(pod, old) {
      // A kubelet may neither revive a pod nor change whose it is.
      if (old.metadata.deletionTimestamp === undefined) delete pod.metadata.deletionTimestamp
      else pod.metadata.deletionTimestamp = old.metadata.deletionTimestamp
      if (old.metadata.ownerReferences === undefined) delete pod.metadata.ownerReferences
      else pod.metadata.ownerReferences = old.metadata.ownerReferences
    },
    validateUpdate: (pod, old, context) =>
      collect((errors) => validatePodStatusUpdate(errors, pod, old, options(context, old))),
  },

  gracePeriodSeconds(pod, requested) {
    const period = requested ?? pod.spec.terminationGracePeriodSeconds ?? 0
    // Nobody runs it yet, or nothing runs any more: there is nothing to wait for.
    if (!pod.spec.nodeName) return 0
    if (pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded') return 0
    return period < 0 ? 1 : period
  },

  fieldSelectors: selectable,
  fieldLabels: { v1: podLabels },
  table: podsTable,
}

/** The ephemeralcontainers subresource: everything but the ephemeral containers stays as stored. */
export const ephemeralContainersStrategy: StatusStrategy<Pod> = {
  prepareForUpdate(pod, old, context) {
    const { ephemeralContainers } = pod.spec
    const { resourceVersion, uid } = pod.metadata
    pod.metadata = { ...deepCopy(old.metadata) }
    if (resourceVersion !== undefined) pod.metadata.resourceVersion = resourceVersion
    if (uid !== undefined) pod.metadata.uid = uid
    pod.spec = deepCopy(old.spec)
    if (old.status !== undefined) pod.status = deepCopy(old.status)
    if (ephemeralContainers === undefined) delete pod.spec.ephemeralContainers
    else pod.spec.ephemeralContainers = ephemeralContainers
    dropDisabledSpecFields(context, pod.spec, old.spec)
  },
  validateUpdate: (pod, old, context) =>
    collect((errors) => validateEphemeralContainersUpdate(errors, pod, old, options(context, old))),
}

/** matchLabelKeys of affinity terms become requirements on the values that this pod has. */
function mergeLabelKeys(pod: Pod): void {
  const labels = pod.metadata.labels ?? {}
  const { podAffinity, podAntiAffinity } = pod.spec.affinity ?? {}
  for (const affinity of [podAffinity, podAntiAffinity]) {
    for (const item of list(affinity?.preferredDuringSchedulingIgnoredDuringExecution)) {
      mergeTermKeys(item.podAffinityTerm, labels)
    }
    for (const term of list(affinity?.requiredDuringSchedulingIgnoredDuringExecution)) mergeTermKeys(term, labels)
  }
}

function mergeTermKeys(term: PodAffinityTerm, labels: Readonly<Record<string, string>>): void {
  const selector = term.labelSelector
  if (selector === undefined) return
  const add = (keys: readonly string[] | undefined, operator: string): void => {
    for (const key of list(keys)) {
      const value = labels[key]
      if (value === undefined) continue
      selector.matchExpressions = [...list(selector.matchExpressions), { key, operator, values: [value] }]
    }
  }
  add(term.matchLabelKeys, 'In')
  add(term.mismatchLabelKeys, 'NotIn')
}

/** AppArmor was an annotation before it was a field; nodes of either age must understand the pod. */
function alignAppArmor(pod: Pod): void {
  if (pod.spec.os?.name === 'windows') return
  const ofPod = pod.spec.securityContext?.appArmorProfile
  for (const container of allContainers(pod.spec)) {
    const key = `${appArmorPrefix}${container.name}`
    const text = pod.metadata.annotations?.[key]
    const own = container.securityContext?.appArmorProfile
    if (text === undefined) {
      const profile = own ?? ofPod
      const annotation = profile === undefined ? undefined : annotationOf(profile)
      if (annotation !== undefined) pod.metadata.annotations = { ...pod.metadata.annotations, [key]: annotation }
    } else if (own === undefined) {
      const field = profileOf(text)
      const same = field?.type === ofPod?.type && field?.localhostProfile === ofPod?.localhostProfile
      if (field !== undefined && !same) {
        container.securityContext = { ...container.securityContext, appArmorProfile: field }
      }
    }
  }
}

function annotationOf(profile: AppArmorProfile): string | undefined {
  if (profile.type === 'Unconfined') return 'unconfined'
  if (profile.type === 'RuntimeDefault') return 'runtime/default'
  return profile.localhostProfile === undefined ? undefined : `localhost/${profile.localhostProfile}`
}

function profileOf(annotation: string): AppArmorProfile | undefined {
  if (annotation === 'unconfined') return { type: 'Unconfined' }
  if (annotation === 'runtime/default') return { type: 'RuntimeDefault' }
  const local = annotation.startsWith('localhost/') ? annotation.slice('localhost/'.length) : ''
  return local === '' || local.trim() !== local ? undefined : { type: 'Localhost', localhostProfile: local }
}
