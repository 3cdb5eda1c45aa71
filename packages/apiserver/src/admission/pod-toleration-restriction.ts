/**
 * PodTolerationRestriction: pods of a namespace get its default tolerations, and may have those of its whitelist only.
 * Both are annotations of the namespace, or else come from the cluster's configuration.
 */
import { type Pod, Toleration } from '@elli/api/core/v1'
import { namespaces, pods } from '@elli/api/core/v1.resources'
import { decodeValue } from '@elli/api/schema/decodeJson'
import { notFound } from '@elli/machinery/errors'
import { at, errorText, type FieldError } from '@elli/machinery/field'
import { podQos } from '@elli/machinery/pod/qos'
import { ConfigurationError, readUnversioned } from '../configuration/configuration-text.ts'
import { validateTolerations } from '../resources/core/scheduling.validation.ts'
import type { AdmissionContext, AdmissionPluginFactory } from './plugin.ts'
import { canonicalText, handlesOnly, objectOf, plainError } from './requests.ts'

export interface PodTolerationRestrictionConfiguration {
  default: readonly Toleration[]
  whitelist: readonly Toleration[]
}

const annotations = {
  default: 'scheduler.alpha.kubernetes.io/defaultTolerations',
  whitelist: 'scheduler.alpha.kubernetes.io/tolerationsWhitelist',
} as const

/** @throws ConfigurationError */
export function parsePodTolerationRestrictionConfiguration(text: string): PodTolerationRestrictionConfiguration {
  const value = readUnversioned(text)
  const apiVersion = 'podtolerationrestriction.admission.k8s.io/v1alpha1'
  if (value['apiVersion'] !== apiVersion || value['kind'] !== 'Configuration') {
    throw new ConfigurationError(
      `no kind "${String(value['kind'] ?? '')}" is registered for version "${String(value['apiVersion'] ?? '')}"`,
    )
  }
  const configuration = { default: tolerationsIn(value['default']), whitelist: tolerationsIn(value['whitelist']) }
  const errors: FieldError[] = []
  const path = at('podtolerationrestriction')
  validateTolerations(errors, path.child('default'), configuration.default)
  validateTolerations(errors, path.child('whitelist'), configuration.whitelist)
  if (errors.length > 0) throw new ConfigurationError(`invalid config: [${errors.map(errorText).join(' ')}]`)
  return configuration
}

function tolerationsIn(value: unknown): Toleration[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value))
    throw new ConfigurationError('json: cannot unmarshal object into Go value of type []v1.Toleration')
  return value.map((item) => decodeValue(Toleration, item).object)
}

export function podTolerationRestriction(
  configuration: PodTolerationRestrictionConfiguration = { default: [], whitelist: [] },
): AdmissionPluginFactory {
  return (context) => ({
    name: 'PodTolerationRestriction',
    handles: handlesOnly(pods, 'CREATE', 'UPDATE'),
    async admit(request) {
      const pod = objectOf<Pod>(request)
      const extra: Toleration[] = []
      if (request.operation === 'CREATE') {
        const own = await ofNamespace(context, request.namespace, annotations.default)
        extra.push(...(own ?? configuration.default))
      }
      if (podQos(pod) !== 'BestEffort') {
        extra.push({ key: 'node.kubernetes.io/memory-pressure', operator: 'Exists', effect: 'NoSchedule' })
      }
      if (extra.length > 0) pod.spec.tolerations = mergeTolerations(pod.spec.tolerations ?? [], extra)
      await verify(context, configuration, request.namespace, pod)
    },
    validate: (request) => verify(context, configuration, request.namespace, objectOf<Pod>(request)),
  })
}

async function verify(
  context: AdmissionContext,
  configuration: PodTolerationRestrictionConfiguration,
  namespace: string,
  { spec }: Pod,
): Promise<void> {
  const tolerations = spec.tolerations ?? []
  if (tolerations.length === 0) return
  const own = await ofNamespace(context, namespace, annotations.whitelist)
  const whitelist = own ?? configuration.whitelist
  if (whitelist.length === 0) return
  if (tolerations.every((one) => whitelist.some((allowed) => isSuperset(allowed, one)))) return
  const scope = own === undefined ? 'cluster' : 'namespace'
  throw plainError(
    `pod tolerations (possibly merged with namespace default tolerations) conflict with its ${scope} whitelist`,
  )
}

/** Undefined when the namespace says nothing; an empty annotation says: none. */
async function ofNamespace(
  { reads }: AdmissionContext,
  name: string,
  annotation: string,
): Promise<readonly Toleration[] | undefined> {
  const namespace = reads.get(namespaces, undefined, name) ?? (await reads.getFresh(namespaces, undefined, name))
  if (namespace === undefined) throw notFound({ group: '', resource: 'namespaces' }, name)
  const text = namespace.metadata.annotations?.[annotation]
  if (text === undefined) return undefined
  if (text === '') return []
  try {
    return tolerationsIn(JSON.parse(text))
  } catch (error) {
    throw plainError(error instanceof Error ? error.message : String(error))
  }
}

/** Both lists as one; what another one covers is left out. */
export function mergeTolerations(first: readonly Toleration[], second: readonly Toleration[]): Toleration[] {
  const all = [...first, ...second]
  const merged: Toleration[] = []
  for (const [index, one] of all.entries()) {
    if (merged.some((kept) => isSuperset(kept, one))) continue
    const later = all.slice(index + 1)
    // Of two that are equal the first stays.
    if (later.some((other) => !isSame(one, other) && isSuperset(other, one))) continue
    merged.push(one)
  }
  return merged
}

function isSame(a: Toleration, b: Toleration): boolean {
  return canonicalText(a) === canonicalText(b)
}

/** Whether `wide` tolerates all that `narrow` does. */
function isSuperset(wide: Toleration, narrow: Toleration): boolean {
  if (isSame(wide, narrow)) return true
  // Without a key, Exists means every key and value.
  if ((wide.key ?? '') !== (narrow.key ?? '') && (wide.key || wide.operator !== 'Exists')) return false
  if (wide.effect && wide.effect !== narrow.effect) return false
  if (wide.effect === 'NoExecute' && wide.tolerationSeconds !== undefined) {
    if (narrow.tolerationSeconds === undefined || narrow.tolerationSeconds > wide.tolerationSeconds) return false
  }
  switch (wide.operator ?? '') {
    case '':
    case 'Equal':
      return narrow.operator === 'Equal' && (narrow.value ?? '') === (wide.value ?? '')
    case 'Exists':
      return true
    default:
      return false
  }
}
