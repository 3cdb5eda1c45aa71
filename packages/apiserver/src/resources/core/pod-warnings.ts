/**
 * Warnings about pods and pod templates: things that are allowed and probably not meant.
 * In: a spec with its metadata. Out: texts for Warning headers.
 * Always: `path` is undefined for pods, whose paths begin with `spec`, and the template's path otherwise.
 */
import type { ContainerPort, NodeSelectorTerm, PodSpec, PodTemplateSpec } from '@elli/api/core/v1'
import type { ObjectMeta } from '@elli/api/meta/v1'
import { type FieldPath, root } from '@elli/machinery/field'
import { goQuote } from '@elli/machinery/go-quote'
import { canonicalQuantity, milliValue } from '@elli/machinery/quantity'
import { list } from '../checks.ts'
import { appArmorPrefix, seccompContainerPrefix, seccompPod } from './pod-annotations.validation.ts'
import { containersWithPath } from './pod-containers.ts'

const deprecatedLabels: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
}

export function deprecatedNodeLabel(key: string): string | undefined {
  return deprecatedLabels[key]
}

const deprecatedAnnotations: Readonly<Record<string, string>> = {
  'scheduler.alpha.kubernetes.io/critical-pod': 'non-functional in v1.16+; use the "priorityClassName" field instead',
  'security.alpha.kubernetes.io/sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
  'security.alpha.kubernetes.io/unsafe-sysctls': 'non-functional in v1.11+; use the "sysctls" field instead',
}

const deprecatedVolumes = [
  ['photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+', 'photonPersistentDisk'],
  ['gitRepo', 'deprecated in v1.11', 'gitRepo'],
  ['scaleIO', 'deprecated in v1.16, non-functional in v1.22+', 'scaleIO'],
  ['flocker', 'deprecated in v1.22, non-functional in v1.25+', 'flocker'],
  ['storageos', 'deprecated in v1.22, non-functional in v1.25+', 'storageOS'],
  ['quobyte', 'deprecated in v1.22, non-functional in v1.25+', 'quobyte'],
  ['glusterfs', 'deprecated in v1.25, non-functional in v1.26+', 'glusterfs'],
  ['cephfs', 'deprecated in v1.28, non-functional in v1.31+', 'cephfs'],
  ['rbd', 'deprecated in v1.28, non-functional in v1.31+', 'rbd'],
] as const

export function templateWarnings(path: FieldPath, template: PodTemplateSpec | undefined): string[] {
  if (template?.spec === undefined) return []
  return podSpecWarnings(path, template.spec, template.metadata ?? {}, true)
}

export function podWarnings(spec: PodSpec, metadata: ObjectMeta): string[] {
  return podSpecWarnings(root, spec, metadata, false)
}

export function nodeSelectorTermWarnings(path: FieldPath, term: NodeSelectorTerm): string[] {
  return list(term.matchExpressions).flatMap(({ key }, i) => {
    const message = deprecatedNodeLabel(key)
    return message === undefined
      ? []
      : [`${path.child('matchExpressions').index(i).child('key')}: ${key} is ${message}`]
  })
}

/** Storage amounts with fractions of a byte are probably `m` written for `M`. */
export function fractionWarning(path: FieldPath, amount: string | undefined): string[] {
  if (amount === undefined || milliValue(amount) % 1000 === 0) return []
  return [`${path}: fractional byte value ${goQuote(canonicalQuantity(amount))} is invalid, must be an integer`]
}

function podSpecWarnings(path: FieldPath, spec: PodSpec, metadata: ObjectMeta, isTemplate: boolean): string[] {
  const annotations = metadata.annotations ?? {}
  const annotationPath = path.child('metadata', 'annotations')
  const at = path.child('spec')
  return [
    ...placementWarnings(at, spec),
    ...Object.entries(deprecatedAnnotations).flatMap(([key, message]) =>
      key in annotations ? [`${annotationPath.key(key)}: ${message}`] : [],
    ),
    ...volumeWarnings(at.child('volumes'), spec),
    ...repeatedItems(spec, at),
    ...fractionWarning(at.child('overhead').key('memory'), spec.overhead?.['memory']),
    ...fractionWarning(at.child('overhead').key('ephemeral-storage'), spec.overhead?.['ephemeral-storage']),
    ...(seccompPod in annotations && spec.securityContext?.seccompProfile === undefined
      ? [`${annotationPath.key(seccompPod)}: non-functional in v1.27+; use the "seccompProfile" field instead`]
      : []),
    ...containerWarnings(at, spec, annotations, annotationPath, isTemplate),
    ...portWarnings(at, spec),
    ...((spec.terminationGracePeriodSeconds ?? 0) < 0
      ? [
          `${at.child('terminationGracePeriodSeconds')}: must be >= 0; negative values are invalid and will be treated as 1`,
        ]
      : []),
    ...affinityWarnings(at.child('affinity'), spec),
  ]
}

function placementWarnings(at: FieldPath, spec: PodSpec): string[] {
  const warnings: string[] = []
  for (const key of Object.keys(spec.nodeSelector ?? {})) {
    const message = deprecatedNodeLabel(key)
    if (message !== undefined) warnings.push(`${at.child('nodeSelector').key(key)}: ${message}`)
  }
  const affinity = spec.affinity?.nodeAffinity
  const nodePath = at.child('affinity', 'nodeAffinity')
  const terms = nodePath.child('requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms')
  for (const [i, term] of list(affinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms).entries()) {
    warnings.push(...nodeSelectorTermWarnings(terms.index(i), term))
  }
  const preferred = nodePath.child('preferredDuringSchedulingIgnoredDuringExecution')
  for (const [i, term] of list(affinity?.preferredDuringSchedulingIgnoredDuringExecution).entries()) {
    warnings.push(...nodeSelectorTermWarnings(preferred.index(i).child('preference'), term.preference ?? {}))
  }
  for (const [i, constraint] of list(spec.topologySpreadConstraints).entries()) {
    const where = at.child('topologySpreadConstraints').index(i)
    const message = deprecatedNodeLabel(constraint.topologyKey)
    if (message !== undefined) {
      warnings.push(`${where.child('topologyKey')}: ${constraint.topologyKey} is ${message}`)
    }
    if (constraint.labelSelector === undefined) warnings.push(nullSelector(where.child('labelSelector')))
  }
  return warnings
}

function nullSelector(path: FieldPath): string {
  return `${path}: a null labelSelector results in matching no pod`
}

function affinityWarnings(at: FieldPath, spec: PodSpec): string[] {
  const warnings: string[] = []
  for (const name of ['podAffinity', 'podAntiAffinity'] as const) {
    const affinity = spec.affinity?.[name]
    const required = at.child(name, 'requiredDuringSchedulingIgnoredDuringExecution')
    for (const [i, term] of list(affinity?.requiredDuringSchedulingIgnoredDuringExecution).entries()) {
      if (term.labelSelector === undefined) warnings.push(nullSelector(required.index(i).child('labelSelector')))
    }
    const preferred = at.child(name, 'preferredDuringSchedulingIgnoredDuringExecution')
    for (const [i, item] of list(affinity?.preferredDuringSchedulingIgnoredDuringExecution).entries()) {
      if (item.podAffinityTerm?.labelSelector === undefined) {
        warnings.push(nullSelector(preferred.index(i).child('podAffinityTerm', 'labelSelector')))
      }
    }
  }
  return warnings
}

function volumeWarnings(at: FieldPath, spec: PodSpec): string[] {
  return list(spec.volumes).flatMap((volume, i) => [
    ...deprecatedVolumes.flatMap(([field, message, shown]) =>
      volume[field] === undefined ? [] : [`${at.index(i).child(shown)}: ${message}`],
    ),
    ...fractionWarning(
      at.index(i).child('ephemeral', 'volumeClaimTemplate', 'spec', 'resources', 'requests').key('storage'),
      volume.ephemeral?.volumeClaimTemplate?.spec?.resources?.requests?.['storage'],
    ),
  ])
}

function repeatedItems(spec: PodSpec, at: FieldPath): string[] {
  const warnings: string[] = []
  const ips = new Set<string>()
  for (const [i, { ip }] of list(spec.hostAliases).entries()) {
    if (ips.has(ip)) warnings.push(`${at.child('hostAliases').index(i).child('ip')}: duplicate ip ${goQuote(ip)}`)
    ips.add(ip)
  }
  const names = new Set<string>()
  const secrets = at.child('imagePullSecrets')
  for (const [i, { name = '' }] of list(spec.imagePullSecrets).entries()) {
    if (names.has(name)) warnings.push(`${secrets.index(i).child('name')}: duplicate name ${goQuote(name)}`)
    names.add(name)
  }
  for (const [i, { name }] of list(spec.imagePullSecrets).entries()) {
    if (!name) warnings.push(`${secrets.index(i).child('name')}: invalid empty name ""`)
  }
  return warnings
}

function containerWarnings(
  at: FieldPath,
  spec: PodSpec,
  annotations: Readonly<Record<string, string>>,
  annotationPath: FieldPath,
  isTemplate: boolean,
): string[] {
  const warnings: string[] = []
  for (const [container, path] of containersWithPath(spec, at)) {
    const seccomp = `${seccompContainerPrefix}${container.name}`
    if (seccomp in annotations && container.securityContext?.seccompProfile === undefined) {
      warnings.push(`${annotationPath.key(seccomp)}: non-functional in v1.27+; use the "seccompProfile" field instead`)
    }
    const appArmor = `${appArmorPrefix}${container.name}`
    const profile = spec.securityContext?.appArmorProfile ?? container.securityContext?.appArmorProfile
    if (isTemplate && profile === undefined && appArmor in annotations) {
      warnings.push(`${annotationPath.key(appArmor)}: deprecated since v1.30; use the "appArmorProfile" field instead`)
    }
    for (const resource of ['memory', 'ephemeral-storage']) {
      for (const list of ['limits', 'requests'] as const) {
        warnings.push(
          ...fractionWarning(path.child('resources', list).key(resource), container.resources?.[list]?.[resource]),
        )
      }
    }
    const names = new Set<string>()
    for (const [i, item] of list(container.env).entries()) {
      // A variable that builds on its own earlier value hides nothing.
      const reference = `$(${item.name})`
      const extends_ = item.value !== reference && (item.value ?? '').includes(reference)
      if (names.has(item.name) && (item.valueFrom !== undefined || !extends_)) {
        const name = goQuote(item.name)
        warnings.push(
          `${path.child('env').index(i)}: hides previous definition of ${name}, which may be dropped when using apply`,
        )
      }
      names.add(item.name)
    }
  }
  return warnings
}

function portWarnings(at: FieldPath, spec: PodSpec): string[] {
  const warnings: string[] = []
  const known = new Map<string, { path: FieldPath; port: ContainerPort }[]>()
  for (const [container, path] of containersWithPath(spec, at)) {
    for (const [i, port] of list(container.ports).entries()) {
      const where = path.child('ports').index(i)
      if (port.hostIP && !port.hostPort) {
        const shown = `{Name:${port.name ?? ''} HostPort:0 ContainerPort:${port.containerPort} Protocol:${port.protocol} HostIP:${port.hostIP}}`
        warnings.push(`${where}: hostIP set without hostPort: ${shown}`)
      }
      const key = `${port.containerPort}/${port.protocol}`
      const others = known.get(key) ?? []
      for (const other of others) {
        const [ip, otherIP] = [port.hostIP ?? '', other.port.hostIP ?? '']
        const [hostPort, otherHostPort] = [port.hostPort ?? 0, other.port.hostPort ?? 0]
        if (ip === otherIP && hostPort === otherHostPort) {
          warnings.push(`${where}: duplicate port definition with ${other.path}`)
        } else if (hostPort === 0 || otherHostPort === 0) {
          warnings.push(`${where}: overlapping port definition with ${other.path}`)
        } else if (hostPort === otherHostPort && (ip === '') !== (otherIP === '')) {
          warnings.push(`${where}: dangerously ambiguous port definition with ${other.path}`)
        }
      }
      known.set(key, [...others, { path: where, port }])
    }
  }
  return warnings
}
