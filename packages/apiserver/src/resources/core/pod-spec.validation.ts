/**
 * The spec of a pod, also inside templates.
 * In: a defaulted PodSpec, its path, options. Out: field errors in upstream's order.
 * Elsewhere: what only pods have to satisfy (pods.validation.ts), templates (pod-template.validation.ts).
 */
import type * as core from '@elli/api/core/v1'
import { duplicate, type FieldPath, forbidden, invalid, required } from '@elli/machinery/field'
import {
  dns1123Label,
  dns1123Subdomain,
  type Errors,
  inclusiveRange,
  ip,
  labels,
  list,
  oneOf,
  qualifiedName,
} from '../checks.ts'
import {
  type ContainerSurroundings,
  validateContainers,
  validateEphemeralContainers,
  validateInitContainers,
} from './container.validation.ts'
import type { PodValidationOptions } from './pod-options.ts'
import { validateResourceRequirements } from './resources.validation.ts'
import { validateAffinity, validateTolerations, validateTopologySpread } from './scheduling.validation.ts'
import { validateHostProcess, validateOS, validatePodSecurityContext } from './security-context.validation.ts'
import { validateVolumes } from './volumes.validation.ts'

/** @param podName empty in templates, whose pods have no names yet */
export function validatePodSpec(
  errors: Errors,
  path: FieldPath,
  spec: core.PodSpec,
  podName: string,
  options: PodValidationOptions,
): void {
  if (spec.terminationGracePeriodSeconds === undefined) {
    errors.push(required(path.child('terminationGracePeriodSeconds'), ''))
  }
  const around: ContainerSurroundings = {
    spec,
    volumes: validateVolumes(errors, path.child('volumes'), list(spec.volumes), podName, options),
    podClaimNames: new Set(list(spec.resourceClaims).flatMap((claim) => (claim.name ? [claim.name] : []))),
    hostUsers: spec.hostUsers !== false,
    options,
  }
  validateResourceClaims(errors, path.child('resourceClaims'), list(spec.resourceClaims))
  validateContainers(errors, path.child('containers'), around)
  validateInitContainers(errors, path.child('initContainers'), around)
  validateEphemeralContainers(errors, path.child('ephemeralContainers'), around)
  validateHostNetworkPorts(errors, path.child('containers'), spec, options)
  if (!spec.restartPolicy) errors.push(required(path.child('restartPolicy'), ''))
  else oneOf(errors, path.child('restartPolicy'), spec.restartPolicy, ['Always', 'OnFailure', 'Never'])
  const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']
  if (!spec.dnsPolicy) errors.push(required(path.child('dnsPolicy'), ''))
  else oneOf(errors, path.child('dnsPolicy'), spec.dnsPolicy, dnsPolicies)
  labels(errors, path.child('nodeSelector'), spec.nodeSelector)
  validatePodSecurityContext(errors, path.child('securityContext'), spec, options)
  validateAffinity(errors, path.child('affinity'), spec.affinity, options)
  validateDNSConfig(errors, path.child('dnsConfig'), spec)
  for (const [i, gate] of list(spec.readinessGates).entries()) {
    qualifiedName(errors, path.child('readinessGates').index(i).child('conditionType'), gate.conditionType)
  }
  validateSchedulingGates(errors, path.child('schedulingGates'), list(spec.schedulingGates))
  validateTopologySpread(errors, path.child('topologySpreadConstraints'), list(spec.topologySpreadConstraints), options)
  validateHostProcess(errors, path, spec, options.allowPrivileged)
  validateHostUsers(errors, path, spec)
  if (spec.serviceAccountName) dns1123Subdomain(errors, path.child('serviceAccountName'), spec.serviceAccountName)
  if (spec.nodeName) dns1123Subdomain(errors, path.child('nodeName'), spec.nodeName)
  if (spec.activeDeadlineSeconds !== undefined) {
    inclusiveRange(errors, path.child('activeDeadlineSeconds'), spec.activeDeadlineSeconds, 1, 2147483647)
  }
  if (spec.hostname) dns1123Label(errors, path.child('hostname'), spec.hostname)
  if (spec.subdomain) dns1123Label(errors, path.child('subdomain'), spec.subdomain)
  validateTolerations(errors, path.child('tolerations'), list(spec.tolerations))
  for (const [i, alias] of list(spec.hostAliases).entries()) {
    const at = path.child('hostAliases').index(i)
    ip(errors, at.child('ip'), alias.ip ?? '')
    for (const [h, name] of list(alias.hostnames).entries()) {
      dns1123Subdomain(errors, at.child('hostnames').index(h), name)
    }
  }
  if (spec.priorityClassName) dns1123Subdomain(errors, path.child('priorityClassName'), spec.priorityClassName)
  if (spec.runtimeClassName !== undefined) {
    dns1123Subdomain(errors, path.child('runtimeClassName'), spec.runtimeClassName)
  }
  if (spec.preemptionPolicy !== undefined) {
    validatePreemptionPolicy(errors, path.child('preemptionPolicy'), spec.preemptionPolicy)
  }
  if (spec.overhead !== undefined) {
    validateResourceRequirements(
      errors,
      path.child('overhead'),
      { limits: spec.overhead },
      { podClaimNames: new Set(), allowIndivisibleHugePages: options.allowIndivisibleHugePages },
    )
  }
  validateOS(errors, path, spec)
}

export function validatePreemptionPolicy(errors: Errors, path: FieldPath, policy: string): void {
  if (policy === '') errors.push(required(path, ''))
  else oneOf(errors, path, policy, ['PreemptLowerPriority', 'Never'])
}

function validateResourceClaims(errors: Errors, path: FieldPath, claims: readonly core.PodResourceClaim[]): void {
  const names = new Set<string>()
  for (const [i, claim] of claims.entries()) {
    const at = path.index(i)
    if (!claim.name) errors.push(required(at.child('name'), ''))
    else if (names.has(claim.name)) errors.push(duplicate(at.child('name'), claim.name))
    else {
      dns1123Label(errors, at.child('name'), claim.name)
      names.add(claim.name)
    }
    const { resourceClaimName, resourceClaimTemplateName } = claim
    if (resourceClaimName !== undefined && resourceClaimTemplateName !== undefined) {
      const detail = 'at most one of `resourceClaimName` or `resourceClaimTemplateName` may be specified'
      errors.push(invalid(at, claim, detail))
    }
    if (resourceClaimName === undefined && resourceClaimTemplateName === undefined) {
      const detail = 'must specify one of: `resourceClaimName`, `resourceClaimTemplateName`'
      errors.push(invalid(at, claim, detail))
    }
    if (resourceClaimName !== undefined) dns1123Subdomain(errors, at.child('resourceClaimName'), resourceClaimName)
    if (resourceClaimTemplateName !== undefined) {
      dns1123Subdomain(errors, at.child('resourceClaimTemplateName'), resourceClaimTemplateName)
    }
  }
}

function validateHostNetworkPorts(
  errors: Errors,
  path: FieldPath,
  spec: core.PodSpec,
  options: PodValidationOptions,
): void {
  if (spec.hostNetwork !== true) return
  for (const [c, container] of list(spec.containers).entries()) {
    for (const [p, port] of list(container.ports).entries()) {
      const hostPort = port.hostPort ?? 0
      if ((options.resourceIsPod || hostPort !== 0) && hostPort !== port.containerPort) {
        errors.push(
          invalid(
            path.index(c).child('ports').index(p).child('hostPort'),
            hostPort,
            'must match `containerPort` when `hostNetwork` is true',
          ),
        )
      }
    }
  }
}

function validateDNSConfig(errors: Errors, path: FieldPath, spec: core.PodSpec): void {
  const config = spec.dnsConfig
  if (spec.dnsPolicy === 'None') {
    if (config === undefined) {
      errors.push(required(path, 'must provide `dnsConfig` when `dnsPolicy` is None'))
      return
    }
    if (list(config.nameservers).length === 0) {
      const detail = 'must provide at least one DNS nameserver when `dnsPolicy` is None'
      errors.push(required(path.child('nameservers'), detail))
      return
    }
  }
  if (config === undefined) return
  const nameservers = list(config.nameservers)
  const searches = list(config.searches)
  if (nameservers.length > 3) {
    errors.push(invalid(path.child('nameservers'), nameservers, 'must not have more than 3 nameservers'))
  }
  for (const [i, server] of nameservers.entries()) ip(errors, path.child('nameservers').index(i), server)
  if (searches.length > 32) {
    errors.push(invalid(path.child('searches'), searches, 'must not have more than 32 search paths'))
  }
  if (searches.join(' ').length > 2048) {
    const detail = 'must not have more than 2048 characters (including spaces) in the search list'
    errors.push(invalid(path.child('searches'), searches, detail))
  }
  for (const [i, search] of searches.entries()) {
    dns1123Subdomain(errors, path.child('searches').index(i), search.replace(/\.$/, ''))
  }
  for (const [i, option] of list(config.options).entries()) {
    if (!option.name) errors.push(required(path.child('options').index(i), 'must not be empty'))
  }
}

function validateSchedulingGates(errors: Errors, path: FieldPath, gates: readonly core.PodSchedulingGate[]): void {
  const seen = new Set<string>()
  for (const [i, gate] of gates.entries()) {
    qualifiedName(errors, path.index(i), gate.name ?? '')
    if (seen.has(gate.name)) errors.push(duplicate(path.index(i), gate.name))
    seen.add(gate.name)
  }
}

function validateHostUsers(errors: Errors, path: FieldPath, spec: core.PodSpec): void {
  if (spec.hostUsers !== false) return
  const detail = 'when `pod.Spec.HostUsers` is false'
  if (spec.hostNetwork) errors.push(forbidden(path.child('hostNetwork'), detail))
  if (spec.hostPID) errors.push(forbidden(path.child('HostPID'), detail))
  if (spec.hostIPC) errors.push(forbidden(path.child('HostIPC'), detail))
}
