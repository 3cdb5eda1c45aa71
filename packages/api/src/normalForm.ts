/**
 * What upstream's round through its internal types does to an object that is read, whatever its version: fields that
 * mirror each other are brought into line, obsolete ones disappear.
 * In: a resource and an object of it, as decoded and defaulted. Out: the object, changed.
 * Always: a second run changes nothing.
 * Elsewhere: defaults (defaults.ts), versions (conversion.ts).
 */
import { DaemonSet, StatefulSetSpec } from './apps/v1.ts'
import { withoutRoundTripAnnotations } from './autoscaling/conversion.ts'
import { HorizontalPodAutoscaler } from './autoscaling/v2.ts'
import { NodeSpec, Pod, PodSpec, PodStatus, PodTemplateSpec, Secret } from './core/v1.ts'
import type { ObjectMeta } from './meta/v1.ts'
import { encodeBase64 } from './schema/decodeJson.ts'
import { defaultRule, type DefaultRule, defaulter } from './schema/defaults.ts'
import type { MessageSchema } from './schema/schema.ts'

/** Set by no one since init containers are fields. */
const initContainerAnnotations = [
  'pod.beta.kubernetes.io/init-containers',
  'pod.alpha.kubernetes.io/init-containers',
  'pod.beta.kubernetes.io/init-container-statuses',
  'pod.alpha.kubernetes.io/init-container-statuses',
]

/** Upstream keeps the generation of a DaemonSet's template here, since v1 has no field for it. */
export const templateGenerationAnnotation = 'deprecated.daemonset.template.generation'

function dropInitContainers(metadata: ObjectMeta | undefined): void {
  for (const name of initContainerAnnotations) delete metadata?.annotations?.[name]
}

const utf8 = new TextEncoder()

const rules: readonly DefaultRule[] = [
  defaultRule(PodSpec, (spec) => {
    const account = spec.serviceAccountName || spec.serviceAccount
    if (account === undefined || account === '') return
    spec.serviceAccountName = account
    spec.serviceAccount = account
  }),
  defaultRule(Pod, (pod) => {
    dropInitContainers(pod.metadata)
    if ((pod.spec.terminationGracePeriodSeconds ?? 0) < 0) pod.spec.terminationGracePeriodSeconds = 1
  }),
  defaultRule(PodTemplateSpec, (template) => dropInitContainers(template.metadata)),
  defaultRule(PodStatus, (status) => {
    const [first] = status.podIPs ?? []
    if (status.podIP !== undefined && status.podIP !== '') {
      if (first?.ip !== status.podIP) status.podIPs = [{ ip: status.podIP }]
    } else if (first !== undefined) status.podIP = first.ip
  }),
  defaultRule(NodeSpec, (spec) => {
    const [first] = spec.podCIDRs ?? []
    if (spec.podCIDR !== undefined && spec.podCIDR !== '') {
      if (first !== spec.podCIDR) spec.podCIDRs = [spec.podCIDR]
    } else if (first !== undefined) spec.podCIDR = first
  }),
  defaultRule(Secret, (secret) => {
    if (secret.stringData === undefined) return
    const written = Object.entries(secret.stringData).map(([key, text]) => [key, encodeBase64(utf8.encode(text))])
    if (written.length > 0) secret.data = { ...secret.data, ...(Object.fromEntries(written) as Record<string, string>) }
    delete secret.stringData
  }),
  defaultRule(StatefulSetSpec, (spec) => {
    for (const template of spec.volumeClaimTemplates ?? []) {
      template.kind = 'PersistentVolumeClaim'
      template.apiVersion = 'v1'
    }
  }),
  defaultRule(DaemonSet, (daemonSet) => {
    const generation = daemonSet.metadata.annotations?.[templateGenerationAnnotation] ?? '0'
    daemonSet.metadata.annotations = {
      ...daemonSet.metadata.annotations,
      [templateGenerationAnnotation]: String(Number.parseInt(generation, 10) || 0),
    }
  }),
  defaultRule(HorizontalPodAutoscaler, (autoscaler) => {
    autoscaler.metadata = withoutRoundTripAnnotations(autoscaler.metadata)
  }),
]

const apply = defaulter(rules, { declared: false })

/** Changes the object, which must be the caller's own and not one from a cache. */
export function toNormalForm<T extends object>(info: { readonly schema: MessageSchema }, object: T): T {
  apply(info.schema, object, () => false)
  return object
}
