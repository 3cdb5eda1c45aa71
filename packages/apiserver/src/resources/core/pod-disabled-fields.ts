/**
 * Fields of pods that belong to switched-off features: dropped on write, unless the stored object has them already.
 * In: a spec that may be changed, what was stored. Out: the same, without them.
 */
import type { PodSpec, PodTemplateSpec } from '@elli/api/core/v1'
import type { StrategyContext } from '../../registry/strategy.ts'
import { list } from '../checks.ts'
import { allContainers } from './pod-containers.ts'

type Gates = Pick<StrategyContext, 'featureEnabled'>

export function dropDisabledTemplateFields(
  gates: Gates,
  template: PodTemplateSpec | undefined,
  old?: PodTemplateSpec,
): void {
  if (template?.spec !== undefined) dropDisabledSpecFields(gates, template.spec, old?.spec)
}

export function dropDisabledSpecFields(gates: Gates, spec: PodSpec, old?: PodSpec): void {
  const disabled = (gate: string, inUse: (old: PodSpec) => boolean): boolean =>
    !gates.featureEnabled(gate) && !(old !== undefined && inUse(old))
  if (disabled('UserNamespacesSupport', (o) => o.hostUsers !== undefined)) delete spec.hostUsers
  if (disabled('SupplementalGroupsPolicy', (o) => o.securityContext?.supplementalGroupsPolicy !== undefined)) {
    delete spec.securityContext?.supplementalGroupsPolicy
  }
  if (disabled('InPlacePodVerticalScaling', usesResizePolicy)) {
    for (const container of allContainers(spec)) delete container.resizePolicy
  }
  if (disabled('DynamicResourceAllocation', (o) => list(o.resourceClaims).length > 0)) {
    for (const container of allContainers(spec)) delete container.resources?.claims
    delete spec.resourceClaims
  }
  const usesProcMount = (o: PodSpec): boolean =>
    allContainers(o).some(
      (c) => c.securityContext?.procMount !== undefined && c.securityContext.procMount !== 'Default',
    )
  if (disabled('ProcMountType', usesProcMount)) {
    // It was filled in for everybody once, so what is there becomes the default rather than going.
    for (const { securityContext } of allContainers(spec)) {
      if (securityContext?.procMount !== undefined) securityContext.procMount = 'Default'
    }
  }
  const usesTrustBundles = (o: PodSpec): boolean =>
    list(o.volumes).some((v) => list(v.projected?.sources).some((s) => s.clusterTrustBundle !== undefined))
  if (disabled('ClusterTrustBundleProjection', usesTrustBundles)) {
    for (const volume of list(spec.volumes)) {
      for (const source of list(volume.projected?.sources)) delete source.clusterTrustBundle
    }
  }
  if (disabled('ImageVolume', (o) => list(o.volumes).some((v) => v.image !== undefined))) {
    dropImageVolumes(spec)
  }
}

/** Without the source there is no volume, and nothing to mount. */
function dropImageVolumes(spec: PodSpec): void {
  const images = new Set(
    list(spec.volumes)
      .filter((volume) => volume.image !== undefined)
      .map((volume) => volume.name),
  )
  if (images.size === 0 || spec.volumes === undefined) return
  spec.volumes = spec.volumes.filter((volume) => volume.image === undefined)
  for (const container of allContainers(spec)) {
    if (container.volumeMounts === undefined) continue
    container.volumeMounts = container.volumeMounts.filter((mount) => !images.has(mount.name))
  }
}

function usesResizePolicy(spec: PodSpec): boolean {
  return allContainers(spec).some((container) => list(container.resizePolicy).length > 0)
}
