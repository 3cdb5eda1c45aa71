/**
 * What validation of a pod spec lets pass because of feature gates, or because the stored object has it already.
 * In: the old spec and metadata of an update, gates. Out: PodValidationOptions.
 */
import type { PodSpec } from '@elli/api/core/v1'
import type { ObjectMeta } from '@elli/api/meta/v1'
import { at, root } from '@elli/machinery/field'
import { checkEnvVarName } from '@elli/machinery/names'
import { milliValue, quantityValue, tryParseQuantity } from '@elli/machinery/quantity'
import type { StrategyContext } from '../../registry/strategy.ts'
import { collect, list } from '../checks.ts'
import { hasInvalidSelectorValues, isInvalidSelector } from '../label-selector.validation.ts'
import { allContainers } from './pod-containers.ts'
import { isHugePageResource } from './resources.validation.ts'
import { localNonReservedPath } from './volume-sources.validation.ts'

export interface PodValidationOptions {
  allowInvalidPodDeletionCost: boolean
  allowInvalidLabelValueInSelector: boolean
  allowIndivisibleHugePages: boolean
  allowInvalidTopologySpreadConstraintLabelSelector: boolean
  allowNonLocalProjectedTokenPath: boolean
  allowNamespacedSysctlsForHostNetAndHostIPC: boolean
  /** True for pods, false for templates, whose writers may leave some things to be filled in later. */
  resourceIsPod: boolean
  allowRelaxedEnvironmentVariableValidation: boolean
  allowImageVolumeSource: boolean
  allowPrivileged: boolean
}

export function podValidationOptions(
  context: StrategyContext,
  oldSpec?: PodSpec,
  oldMeta?: ObjectMeta,
): PodValidationOptions {
  return {
    allowInvalidPodDeletionCost:
      !context.featureEnabled('PodDeletionCost') || (oldMeta !== undefined && !hasSoundDeletionCost(oldMeta)),
    allowInvalidLabelValueInSelector: oldSpec !== undefined && hasInvalidAffinitySelector(oldSpec),
    allowIndivisibleHugePages: oldSpec !== undefined && usesIndivisibleHugePages(oldSpec),
    allowInvalidTopologySpreadConstraintLabelSelector:
      oldSpec !== undefined &&
      list(oldSpec.topologySpreadConstraints).some((item) => isInvalidSelector(root, item.labelSelector)),
    allowNonLocalProjectedTokenPath: oldSpec !== undefined && hasNonLocalTokenPath(oldSpec),
    allowNamespacedSysctlsForHostNetAndHostIPC:
      oldSpec !== undefined && (oldSpec.hostNetwork || oldSpec.hostIPC) === true
        ? list(oldSpec.securityContext?.sysctls).some((sysctl) => isForbiddenWithHost(sysctl.name, oldSpec))
        : false,
    resourceIsPod: false,
    allowRelaxedEnvironmentVariableValidation:
      context.featureEnabled('RelaxedEnvironmentVariableValidation') ||
      (oldSpec !== undefined && usesRelaxedEnvironmentVariables(oldSpec)),
    allowPrivileged: context.allowPrivileged ?? true,
    allowImageVolumeSource:
      context.featureEnabled('ImageVolume') || list(oldSpec?.volumes).some((volume) => volume.image !== undefined),
  }
}

export function sysctlNamespace(name: string): 'net' | 'ipc' | undefined {
  const dotted = name.replaceAll('/', '.')
  if (dotted.startsWith('net.')) return 'net'
  if (/^(kernel\.(shm|msg)|kernel\.sem$|fs\.mqueue\.)/.test(dotted)) return 'ipc'
  return undefined
}

export function isForbiddenWithHost(name: string, spec: PodSpec): boolean {
  const namespace = sysctlNamespace(name)
  return (spec.hostNetwork === true && namespace === 'net') || (spec.hostIPC === true && namespace === 'ipc')
}

/** Controllers lower the cost of deleting a pod with this annotation; it is a 32-bit integer. */
export function hasSoundDeletionCost(meta: ObjectMeta): boolean {
  const text = meta.annotations?.['controller.kubernetes.io/pod-deletion-cost']
  if (text === undefined) return true
  if (!/^(0|-\d+|[1-9]\d*)$/.test(text)) return false
  const cost = Number(text)
  return cost >= -2147483648 && cost <= 2147483647
}

function hasInvalidAffinitySelector(spec: PodSpec): boolean {
  const { podAffinity, podAntiAffinity } = spec.affinity ?? {}
  const terms = [podAffinity, podAntiAffinity].flatMap((affinity) => [
    ...list(affinity?.requiredDuringSchedulingIgnoredDuringExecution),
    ...list(affinity?.preferredDuringSchedulingIgnoredDuringExecution).map((item) => item.podAffinityTerm),
  ])
  return terms.some(
    (term) => hasInvalidSelectorValues(term.labelSelector) || hasInvalidSelectorValues(term.namespaceSelector),
  )
}

function usesIndivisibleHugePages(spec: PodSpec): boolean {
  const maps = [...allContainers(spec).flatMap((c) => [c.resources?.limits, c.resources?.requests]), spec.overhead]
  return maps.some((map) =>
    Object.entries(map ?? {}).some(([name, amount]) => {
      if (!isHugePageResource(name)) return false
      const page = tryParseQuantity(name.slice('hugepages-'.length))
      if (page === undefined || milliValue(page) % 1000 !== 0 || quantityValue(page) <= 0) return true
      return quantityValue(amount) % quantityValue(page) !== 0
    }),
  )
}

function hasNonLocalTokenPath(spec: PodSpec): boolean {
  return list(spec.volumes).some((volume) =>
    list(volume.projected?.sources).some((source) => {
      const path = source.serviceAccountToken?.path
      return path !== undefined && collect((errors) => localNonReservedPath(errors, at('path'), path)).length > 0
    }),
  )
}

function usesRelaxedEnvironmentVariables(spec: PodSpec): boolean {
  return allContainers(spec).some(
    (container) =>
      list(container.env).some((item) => checkEnvVarName(item.name).length > 0) ||
      list(container.envFrom).some((item) => item.prefix && checkEnvVarName(item.prefix).length > 0),
  )
}
