/**
 * Pods: creation, what an update may change, what a status may say, ephemeral containers, bindings.
 * In: the new pod and the stored one, options. Out: field errors.
 * Elsewhere: metadata (the registry), the spec itself (pod-spec.validation.ts).
 */
import * as core from '@elli/api/core/v1'
import { at, duplicate, type FieldPath, forbidden, invalid, notSupported, required, root } from '@elli/machinery/field'
import { goQuote } from '@elli/machinery/go-quote'
import { isIpv6 } from '@elli/machinery/ip'
import { deepCopy } from '@elli/machinery/json'
import { checkGroupId, checkUserId } from '@elli/machinery/names'
import { dns1123Subdomain, type Errors, inclusiveRange, ip, list, oneOf, qualifiedName, say } from '../checks.ts'
import { semanticEqual, semanticEqualLists } from '../equality.ts'
import { imageSpacing } from './container.validation.ts'
import {
  mirrorAnnotation,
  validatePodAnnotations,
  validatePodAnnotationUpdates,
  validateProfilesMatch,
} from './pod-annotations.validation.ts'
import type { PodValidationOptions } from './pod-options.ts'
import { validatePodSpec } from './pod-spec.validation.ts'
import { computeQos } from '@elli/machinery/pod/qos'
import { validateTolerations } from './scheduling.validation.ts'

const metadata = at('metadata')
const spec = at('spec')
const status = at('status')

function validatePod(errors: Errors, pod: core.Pod, options: PodValidationOptions): void {
  validatePodAnnotations(errors, metadata.child('annotations'), pod.metadata.annotations, pod.spec, options)
  validatePodSpec(errors, spec, pod.spec, pod.metadata.name ?? '', options)
  if (!pod.spec.serviceAccountName) {
    for (const [v, volume] of list(pod.spec.volumes).entries()) {
      for (const [s, source] of list(volume.projected?.sources).entries()) {
        if (source.serviceAccountToken === undefined) continue
        const path = spec.child('volumes').index(v).child('projected', 'sources').index(s)
        errors.push(
          forbidden(path.child('serviceAccountToken'), 'must not be specified when serviceAccountName is not set'),
        )
      }
    }
  }
  for (const name of ['containers', 'initContainers'] as const) {
    for (const [i, container] of list(pod.spec[name]).entries()) {
      imageSpacing(errors, spec.child(name).index(i), container)
    }
  }
}

export function validatePodCreate(errors: Errors, pod: core.Pod, options: PodValidationOptions): void {
  validatePod(errors, pod, options)
  if (list(pod.spec.ephemeralContainers).length > 0) {
    errors.push(forbidden(spec.child('ephemeralContainers'), 'cannot be set on create'))
  }
  if (pod.spec.nodeName && list(pod.spec.schedulingGates).length > 0) {
    errors.push(forbidden(spec.child('nodeName'), 'cannot be set until all schedulingGates have been cleared'))
  }
  validateProfilesMatch(errors, spec, pod.metadata, pod.spec)
}

const updatableFields = [
  '`spec.containers[*].image`',
  '`spec.initContainers[*].image`',
  '`spec.activeDeadlineSeconds`',
  '`spec.tolerations` (only additions to existing tolerations)',
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
]

export function validatePodUpdate(
  errors: Errors,
  pod: core.Pod,
  old: core.Pod,
  options: PodValidationOptions,
  resizable: boolean,
): void {
  validatePod(errors, pod, options)
  validatePodAnnotationUpdates(errors, metadata.child('annotations'), pod, old, options)
  for (const name of ['containers', 'initContainers'] as const) {
    if (!validateContainerUpdates(errors, spec.child(name), list(pod.spec[name]), list(old.spec[name]))) return
  }
  validateDeadlineUpdate(errors, pod.spec.activeDeadlineSeconds, old.spec.activeDeadlineSeconds)
  validateOnlyAddedTolerations(errors, spec.child('tolerations'), pod.spec, old.spec)
  validateOnlyDeletedGates(errors, spec.child('schedulingGates'), pod.spec, old.spec)
  if (semanticEqual(core.PodSpec, pod.spec, old.spec)) return
  if ((old.status?.qosClass ?? computeQos(old)) !== computeQos(pod)) {
    errors.push(invalid(metadata, pod.status?.qosClass ?? '', 'Pod QoS is immutable'))
  }
  const munged = withoutAllowedChanges(pod.spec, old.spec, resizable)
  if (list(old.spec.schedulingGates).length > 0) validateGatedChanges(errors, munged, old.spec)
  if (!semanticEqual(core.PodSpec, munged, old.spec)) {
    const fields = resizable
      ? [...updatableFields, '`spec.containers[*].resources` (for CPU/memory only)']
      : updatableFields
    errors.push(forbidden(spec, `pod updates may not change fields other than ${fields.join(',')}\n`))
  }
}

/** @returns whether the lists can be compared item by item */
function validateContainerUpdates(
  errors: Errors,
  path: FieldPath,
  containers: readonly core.Container[],
  old: readonly core.Container[],
): boolean {
  if (containers.length !== old.length) {
    errors.push(forbidden(path, 'pod updates may not add or remove containers'))
    return false
  }
  for (const [i, container] of containers.entries()) {
    if (!container.image) errors.push(required(path.index(i).child('image'), ''))
    imageSpacing(errors, path.index(i), container)
  }
  return true
}

function validateDeadlineUpdate(errors: Errors, seconds: number | undefined, old: number | undefined): void {
  const path = spec.child('activeDeadlineSeconds')
  if (seconds === undefined) {
    if (old !== undefined) {
      errors.push(invalid(path, undefined, 'must not update from a positive integer to nil value'))
    }
    return
  }
  if (seconds < 0 || seconds > 2147483647) {
    inclusiveRange(errors, path, seconds, 0, 2147483647)
    return
  }
  if (old !== undefined && old < seconds) {
    errors.push(invalid(path, seconds, 'must be less than or equal to previous value'))
  }
}

function validateOnlyAddedTolerations(errors: Errors, path: FieldPath, now: core.PodSpec, before: core.PodSpec): void {
  const tolerations = list(now.tolerations)
  for (const old of list(before.tolerations)) {
    const kept = tolerations.some((item) =>
      semanticEqual(core.Toleration, item, { ...old, tolerationSeconds: item.tolerationSeconds }),
    )
    if (!kept) {
      errors.push(forbidden(path, 'existing toleration can not be modified except its tolerationSeconds'))
      return
    }
  }
  validateTolerations(errors, path, tolerations)
}

function validateOnlyDeletedGates(errors: Errors, path: FieldPath, now: core.PodSpec, before: core.PodSpec): void {
  const known = new Set(list(before.schedulingGates).map((gate) => gate.name))
  for (const [i, gate] of list(now.schedulingGates).entries()) {
    if (known.has(gate.name)) continue
    const detail = `only deletion is allowed, but found new scheduling gate '${gate.name}'`
    errors.push(forbidden(path.index(i).child('name'), detail))
  }
}

/** The new spec with everything put back that an update may change; what still differs may not. */
function withoutAllowedChanges(now: core.PodSpec, before: core.PodSpec, resizable: boolean): core.PodSpec {
  const munged = deepCopy(now)
  for (const name of ['containers', 'initContainers'] as const) {
    for (const [i, container] of list(munged[name]).entries()) {
      const old = before[name]?.[i]
      if (old?.image === undefined) delete container.image
      else container.image = old.image
      if (resizable && name === 'containers' && container.resources !== undefined) {
        restoreComputeResources(container.resources, old?.resources)
      }
    }
  }
  if (before.activeDeadlineSeconds === undefined) delete munged.activeDeadlineSeconds
  else munged.activeDeadlineSeconds = before.activeDeadlineSeconds
  munged.schedulingGates = [...list(before.schedulingGates)]
  munged.tolerations = [...list(before.tolerations)]
  if ((before.terminationGracePeriodSeconds ?? 0) < 0 && munged.terminationGracePeriodSeconds === 1) {
    munged.terminationGracePeriodSeconds = before.terminationGracePeriodSeconds as number
  }
  return munged
}

function restoreComputeResources(resources: core.ResourceRequirements, old: core.ResourceRequirements | undefined) {
  for (const name of ['limits', 'requests'] as const) {
    const before = old?.[name]
    if (before === undefined) {
      delete resources[name]
      continue
    }
    const map: Record<string, string> = { ...resources[name] }
    for (const resource of ['cpu', 'memory']) {
      const amount = before[resource]
      if (amount === undefined) delete map[resource]
      else map[resource] = amount
    }
    resources[name] = map
  }
}

/** Pods held back by gates may still be narrowed to fewer nodes; accepted changes are put back in `munged`. */
function validateGatedChanges(errors: Errors, munged: core.PodSpec, old: core.PodSpec): void {
  const selector = munged.nodeSelector ?? {}
  for (const [key, value] of Object.entries(old.nodeSelector ?? {})) {
    if (selector[key] === value) continue
    const detail = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)'
    errors.push(invalid(spec.child('nodeSelector'), selector, detail))
    break
  }
  if (old.nodeSelector === undefined) delete munged.nodeSelector
  else munged.nodeSelector = old.nodeSelector
  const before = old.affinity?.nodeAffinity
  const now = munged.affinity?.nodeAffinity
  if (semanticEqual(core.NodeAffinity, now, before) && (now === undefined) === (before === undefined)) return
  validateNodeAffinityMutation(errors, spec.child('affinity', 'nodeAffinity'), now, before)
  const affinity = munged.affinity
  if (affinity === undefined) {
    if (before !== undefined) munged.affinity = { nodeAffinity: before }
  } else if (
    old.affinity === undefined &&
    affinity.podAffinity === undefined &&
    affinity.podAntiAffinity === undefined
  ) {
    delete munged.affinity
  } else if (before === undefined) delete affinity.nodeAffinity
  else affinity.nodeAffinity = before
}

function validateNodeAffinityMutation(
  errors: Errors,
  path: FieldPath,
  now: core.NodeAffinity | undefined,
  before: core.NodeAffinity | undefined,
): void {
  const name = 'requiredDuringSchedulingIgnoredDuringExecution'
  if (before?.[name] === undefined) return
  const oldTerms = list(before[name].nodeSelectorTerms)
  const newTerms = list(now?.[name]?.nodeSelectorTerms)
  const terms = path.child(name, 'nodeSelectorTerms')
  if (oldTerms.length > 0 && oldTerms.length !== newTerms.length) {
    const detail = 'no additions/deletions to non-empty NodeSelectorTerms list are allowed'
    errors.push(invalid(terms, newTerms, detail))
    return
  }
  for (const [i, oldTerm] of oldTerms.entries()) {
    const newTerm = newTerms[i] ?? {}
    if (!hasOnlyAdditions(newTerm, oldTerm)) {
      errors.push(invalid(terms.index(i), newTerm, 'only additions are allowed (no mutations or deletions)'))
    }
  }
}

function hasOnlyAdditions(now: core.NodeSelectorTerm, before: core.NodeSelectorTerm): boolean {
  const lists = ['matchExpressions', 'matchFields'] as const
  // An empty term selects nothing; anything added to it would widen it.
  if (lists.every((name) => list(before[name]).length === 0)) return lists.every((name) => list(now[name]).length === 0)
  return lists.every((name) => {
    const old = list(before[name])
    return semanticEqualLists(core.NodeSelectorRequirement, list(now[name]).slice(0, old.length), old)
  })
}

export function validatePodStatusUpdate(
  errors: Errors,
  pod: core.Pod,
  old: core.Pod,
  options: PodValidationOptions,
): void {
  const now = pod.status ?? {}
  const before = old.status ?? {}
  validatePodAnnotationUpdates(errors, metadata.child('annotations'), pod, old, options)
  for (const [i, condition] of list(now.conditions).entries()) {
    if (['PodScheduled', 'Ready', 'Initialized'].includes(condition.type)) continue
    qualifiedName(errors, metadata.child('conditions').index(i).child('Type'), condition.type)
  }
  if ((pod.spec.nodeName ?? '') !== (old.spec.nodeName ?? '')) {
    errors.push(forbidden(status.child('nodeName'), 'may not be changed directly'))
  }
  if (now.nominatedNodeName && now.nominatedNodeName !== before.nominatedNodeName) {
    dns1123Subdomain(errors, status.child('nominatedNodeName'), now.nominatedNodeName)
  }
  for (const name of ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'] as const) {
    validateTransitions(errors, status.child(name), list(now[name]), list(before[name]), name, old.spec)
  }
  validateClaimStatuses(errors, status.child('resourceClaimStatuses'), pod)
  validateAddresses(errors, status.child('podIPs'), list(now.podIPs))
  const hostIPs = list(now.hostIPs)
  if (hostIPs.length > 0) {
    if ((now.hostIP ?? '') !== hostIPs[0]?.ip) {
      errors.push(invalid(status.child('hostIPs').index(0).child('ip'), hostIPs[0]?.ip, 'must be equal to `hostIP`'))
    }
    validateAddresses(errors, status.child('hostIPs'), hostIPs)
  }
  for (const name of ['containerStatuses', 'initContainerStatuses', 'ephemeralContainerStatuses'] as const) {
    for (const [i, item] of list(now[name]).entries()) {
      validateContainerUser(errors, status.child(name).index(i).child('linux'), item.user, pod.spec.os?.name)
    }
  }
  validateAllocated(errors, status.child('containerStatuses'), list(now.containerStatuses), pod.spec.containers)
  validateAllocated(
    errors,
    status.child('initContainerStatuses'),
    list(now.initContainerStatuses),
    list(pod.spec.initContainers),
  )
  for (const [i, item] of list(now.ephemeralContainerStatuses).entries()) {
    if (list(item.allocatedResourcesStatus).length === 0) continue
    const path = status.child('ephemeralContainerStatuses').index(i).child('allocatedResourcesStatus')
    errors.push(forbidden(path, 'must not be specified in container status'))
  }
}

/** A container that has ended for good stays ended. */
function validateTransitions(
  errors: Errors,
  path: FieldPath,
  now: readonly core.ContainerStatus[],
  before: readonly core.ContainerStatus[],
  sort: 'containerStatuses' | 'initContainerStatuses' | 'ephemeralContainerStatuses',
  podSpec: core.PodSpec,
): void {
  const restartPolicy = sort === 'ephemeralContainerStatuses' ? 'Never' : podSpec.restartPolicy
  if (restartPolicy === 'Always') return
  for (const [i, old] of before.entries()) {
    const ended = old.state?.terminated
    if (ended === undefined) continue
    if (ended.exitCode !== 0 && restartPolicy === 'OnFailure') continue
    const isSidecar =
      sort === 'initContainerStatuses' &&
      list(podSpec.initContainers).some((item) => item.name === old.name && item.restartPolicy === 'Always')
    if (isSidecar) continue
    if (now.some((item) => item.name === old.name && item.state?.terminated === undefined)) {
      errors.push(forbidden(path.index(i).child('state'), 'may not be transitioned to non-terminated state'))
    }
  }
}

function validateClaimStatuses(errors: Errors, path: FieldPath, pod: core.Pod): void {
  const seen = new Set<string>()
  for (const [i, item] of list(pod.status?.resourceClaimStatuses).entries()) {
    const name = path.index(i).child('name')
    if (!list(pod.spec.resourceClaims).some((claim) => claim.name === item.name)) {
      errors.push(invalid(name, item.name, 'must match the name of an entry in `spec.resourceClaims`'))
    }
    if (seen.has(item.name)) errors.push(duplicate(name, item.name))
    seen.add(item.name)
    if (item.resourceClaimName !== undefined) dns1123Subdomain(errors, name, item.resourceClaimName)
  }
}

/** At most one address of each family, all of them sound. */
function validateAddresses(errors: Errors, path: FieldPath, addresses: readonly { ip: string }[]): void {
  for (const [i, address] of addresses.entries()) ip(errors, path.index(i), address.ip ?? '')
  if (addresses.length < 2) return
  const families = new Set(addresses.map((address) => isIpv6(address.ip)))
  if (families.size < 2 || addresses.length > 2) {
    errors.push(invalid(path, addresses, 'may specify no more than one IP for each IP family'))
  }
  const seen = new Set<string>()
  for (const [i, address] of addresses.entries()) {
    if (seen.has(address.ip)) errors.push(duplicate(path.index(i), address))
    seen.add(address.ip)
  }
}

function validateContainerUser(
  errors: Errors,
  path: FieldPath,
  user: core.ContainerUser | undefined,
  os: string | undefined,
): void {
  if (user?.linux === undefined) return
  if (os === 'windows') {
    errors.push(forbidden(path, 'cannot be set for a windows pod'))
    return
  }
  say(errors, path.child('uid'), user.linux.uid, checkUserId(user.linux.uid))
  say(errors, path.child('gid'), user.linux.gid, checkGroupId(user.linux.gid))
  for (const [i, group] of list(user.linux.supplementalGroups).entries()) {
    say(errors, path.child('supplementalGroups').index(i), group, checkGroupId(group))
  }
}

function validateAllocated(
  errors: Errors,
  path: FieldPath,
  statuses: readonly core.ContainerStatus[],
  containers: readonly core.Container[],
): void {
  for (const [i, item] of statuses.entries()) {
    for (const [j, allocated] of list(item.allocatedResourcesStatus).entries()) {
      const where = path.index(i).child('allocatedResourcesStatus').index(j)
      const container = containers.find((candidate) => candidate.name === item.name)
      if (container !== undefined && !(allocated.name in (container.resources?.requests ?? {}))) {
        const detail = "must match one of the container's resource requirements"
        errors.push(invalid(where.child('name'), allocated.name, detail))
      }
      const seen = new Set<string>()
      for (const [k, health] of list(allocated.resources).entries()) {
        const resource = where.child('resources').index(k)
        oneOf(errors, resource.child('health'), health.health ?? '', ['Healthy', 'Unhealthy', 'Unknown'])
        if (seen.has(health.resourceID)) errors.push(duplicate(resource.child('resourceID'), health.resourceID))
        seen.add(health.resourceID)
      }
    }
  }
}

/** The ephemeralcontainers subresource: containers may be added, never changed or removed. */
export function validateEphemeralContainersUpdate(
  errors: Errors,
  pod: core.Pod,
  old: core.Pod,
  options: PodValidationOptions,
): void {
  if (old.metadata.annotations?.[mirrorAnnotation] !== undefined) {
    errors.push(forbidden(root, 'static pods do not support ephemeral containers'))
    return
  }
  validatePod(errors, pod, options)
  validatePodAnnotationUpdates(errors, metadata.child('annotations'), pod, old, options)
  const path = spec.child('ephemeralContainers')
  const byName = new Map(list(pod.spec.ephemeralContainers).map((container) => [container.name, container]))
  for (const container of list(old.spec.ephemeralContainers)) {
    const now = byName.get(container.name)
    const name = goQuote(container.name)
    if (now === undefined) errors.push(forbidden(path, `existing ephemeral containers ${name} may not be removed\n`))
    else if (!semanticEqual(core.EphemeralContainer, container, now)) {
      errors.push(forbidden(path, `existing ephemeral containers ${name} may not be changed\n`))
    }
  }
}

/** The body of pods/binding. */
export function validateBinding(binding: core.Binding): Errors {
  const errors: Errors = []
  const { kind, name } = binding.target ?? {}
  if (kind && kind !== 'Node') errors.push(notSupported(at('target', 'kind'), kind, ['Node', '<empty>']))
  if (!name) errors.push(required(at('target', 'name'), ''))
  return errors
}

/** The query of pods/log. */
export function validateLogOptions(options: core.PodLogOptions): Errors {
  const errors: Errors = []
  const { tailLines, limitBytes, sinceSeconds, sinceTime } = options
  if (tailLines !== undefined && tailLines < 0) {
    errors.push(invalid(at('tailLines'), tailLines, 'must be greater than or equal to 0'))
  }
  if (limitBytes !== undefined && limitBytes < 1) {
    errors.push(invalid(at('limitBytes'), limitBytes, 'must be greater than 0'))
  }
  if (sinceSeconds !== undefined && sinceTime !== undefined) {
    errors.push(forbidden(root, 'at most one of `sinceTime` or `sinceSeconds` may be specified'))
  } else if (sinceSeconds !== undefined && sinceSeconds < 1) {
    errors.push(invalid(at('sinceSeconds'), sinceSeconds, 'must be greater than 0'))
  }
  return errors
}
