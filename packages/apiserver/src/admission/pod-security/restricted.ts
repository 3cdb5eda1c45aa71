/** The restricted level: what a pod must do to be hardened, on top of baseline. */
import type { Volume } from '@elli/api/core/v1'
import { badSeccompTypes, validSeccompType } from './baseline.ts'
import {
  allContainers,
  type Check,
  type CheckedPod,
  faulty,
  type Finding,
  isWindows,
  named,
  plural,
  setters,
  sortedQuoted,
} from './check.ts'

/** Since 1.25 checks that make no sense on Windows leave it alone. */
function notOnWindows(check: (pod: CheckedPod) => Finding | undefined): (pod: CheckedPod) => Finding | undefined {
  return (pod) => (isWindows(pod) ? undefined : check(pod))
}

function allowPrivilegeEscalation(pod: CheckedPod): Finding | undefined {
  const containers = faulty(pod, ({ securityContext }) => securityContext?.allowPrivilegeEscalation !== false)
  if (containers.length === 0) return undefined
  return {
    reason: 'allowPrivilegeEscalation != false',
    detail: `${named('container', containers)} must set securityContext.allowPrivilegeEscalation=false`,
  }
}

function capabilitiesRestricted(pod: CheckedPod): Finding | undefined {
  const added = (container: ReturnType<typeof allContainers>[number]): string[] =>
    (container.securityContext?.capabilities?.add ?? []).filter((name) => name !== 'NET_BIND_SERVICE')
  const keeping = faulty(pod, ({ securityContext }) => !(securityContext?.capabilities?.drop ?? []).includes('ALL'))
  const adding = faulty(pod, (container) => added(container).length > 0)
  const details: string[] = []
  if (keeping.length > 0) {
    details.push(`${named('container', keeping)} must set securityContext.capabilities.drop=["ALL"]`)
  }
  if (adding.length > 0) {
    const names = sortedQuoted(allContainers(pod.spec).flatMap(added))
    details.push(`${named('container', adding)} must not include ${names} in securityContext.capabilities.add`)
  }
  return details.length === 0 ? undefined : { reason: 'unrestricted capabilities', detail: details.join('; ') }
}

const allowedVolumes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
] as const

/** In the order in which a volume with several sources is called. */
const restrictedVolumeTypes = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'gitRepo',
  'nfs',
  'iscsi',
  'glusterfs',
  'rbd',
  'flexVolume',
  'cinder',
  'cephfs',
  'flocker',
  'fc',
  'azureFile',
  'vsphereVolume',
  'quobyte',
  'azureDisk',
  'photonPersistentDisk',
  'portworxVolume',
  'scaleIO',
  'storageos',
] as const

function restrictedVolumes({ spec }: CheckedPod): Finding | undefined {
  const isBad = (volume: Volume): boolean => !allowedVolumes.some((type) => volume[type] !== undefined)
  const bad = (spec.volumes ?? []).filter(isBad)
  if (bad.length === 0) return undefined
  const typeOf = (volume: Volume): string =>
    restrictedVolumeTypes.find((type) => volume[type] !== undefined) ?? 'unknown'
  const types = new Set(bad.map(typeOf))
  const names = bad.map(({ name }) => name)
  const verb = bad.length === 1 ? 'uses' : 'use'
  const what = plural('restricted volume type', types.size)
  return {
    reason: 'restricted volume types',
    detail: `${named('volume', names)} ${verb} ${what} ${sortedQuoted(types)}`,
  }
}

function runAsNonRoot(pod: CheckedPod): Finding | undefined {
  if (pod.relaxed) return undefined
  const reason = 'runAsNonRoot != true'
  const own = pod.spec.securityContext?.runAsNonRoot
  const explicit = faulty(pod, ({ securityContext }) => securityContext?.runAsNonRoot === false)
  if (own === false || explicit.length > 0) {
    return { reason, detail: `${setters(own === false, explicit)} must not set securityContext.runAsNonRoot=false` }
  }
  const implicit = faulty(pod, ({ securityContext }) => securityContext?.runAsNonRoot === undefined && own !== true)
  if (implicit.length === 0) return undefined
  return { reason, detail: `pod or ${named('container', implicit)} must set securityContext.runAsNonRoot=true` }
}

function runAsUser(pod: CheckedPod): Finding | undefined {
  if (pod.relaxed) return undefined
  const own = pod.spec.securityContext?.runAsUser === 0
  const containers = faulty(pod, ({ securityContext }) => securityContext?.runAsUser === 0)
  if (!own && containers.length === 0) return undefined
  return { reason: 'runAsUser=0', detail: `${setters(own, containers)} must not set runAsUser=0` }
}

function seccompProfile(pod: CheckedPod): Finding | undefined {
  const bad = badSeccompTypes(pod)
  if (bad !== undefined) return bad
  const own = pod.spec.securityContext?.seccompProfile
  const isSet = own !== undefined && validSeccompType(own.type)
  const silent = faulty(pod, ({ securityContext }) => securityContext?.seccompProfile === undefined && !isSet)
  if (silent.length === 0) return undefined
  return {
    reason: 'seccompProfile',
    detail: `pod or ${named('container', silent)} must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"`,
  }
}

export const restrictedChecks: readonly Check[] = [
  {
    id: 'allowPrivilegeEscalation',
    versions: [
      [8, allowPrivilegeEscalation],
      [25, notOnWindows(allowPrivilegeEscalation)],
    ],
  },
  {
    id: 'capabilities_restricted',
    overrides: 'capabilities_baseline',
    versions: [
      [22, capabilitiesRestricted],
      [25, notOnWindows(capabilitiesRestricted)],
    ],
  },
  { id: 'restrictedVolumes', overrides: 'hostPathVolumes', versions: [[0, restrictedVolumes]] },
  { id: 'runAsNonRoot', versions: [[0, runAsNonRoot]] },
  { id: 'runAsUser', versions: [[23, runAsUser]] },
  {
    id: 'seccompProfile_restricted',
    overrides: 'seccompProfile_baseline',
    versions: [
      [19, seccompProfile],
      [25, notOnWindows(seccompProfile)],
    ],
  },
]
