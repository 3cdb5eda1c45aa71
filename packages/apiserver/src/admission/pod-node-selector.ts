/**
 * PodNodeSelector: pods of a namespace go to the nodes that the namespace (by annotation) or the cluster's configuration says.
 * In: per namespace a list of allowed labels, `clusterDefaultNodeSelector` for namespaces without annotation.
 */
import type { Namespace, Pod } from '@elli/api/core/v1'
import { namespaces, pods } from '@elli/api/core/v1.resources'
import { forbidden, notFound } from '@elli/machinery/errors'
import { errorText, invalid } from '@elli/machinery/field'
import { isJsonObject } from '@elli/machinery/json'
import { checkLabelValue, checkQualifiedName } from '@elli/machinery/names'
import { readUnversioned } from '../configuration/configuration-text.ts'
import type { AdmissionContext, AdmissionPluginFactory, AdmissionRequest } from './plugin.ts'
import { handlesOnly, objectOf, plainError } from './requests.ts'

/** Selectors as text, by namespace. */
export type PodNodeSelectorConfiguration = Readonly<Record<string, string>>
type LabelMap = Readonly<Record<string, string>>

const annotation = 'scheduler.alpha.kubernetes.io/node-selector'
const clusterDefault = 'clusterDefaultNodeSelector'

/** @throws ConfigurationError */
export function parsePodNodeSelectorConfiguration(text: string): PodNodeSelectorConfiguration {
  const own = readUnversioned(text)['podNodeSelectorPluginConfig']
  if (!isJsonObject(own)) return {}
  return Object.fromEntries(Object.entries(own).map(([key, value]) => [key, typeof value === 'string' ? value : '']))
}

export function podNodeSelector(configuration: PodNodeSelectorConfiguration = {}): AdmissionPluginFactory {
  return (context) => {
    const validate = async (request: AdmissionRequest): Promise<LabelMap> => {
      const { metadata, spec } = objectOf<Pod>(request)
      const wanted = await selectorOf(context, configuration, request.namespace)
      const own = spec.nodeSelector ?? {}
      if (conflict(wanted, own)) {
        throw refuse(metadata.name, 'pod node label selector conflicts with its namespace node label selector')
      }
      return wanted
    }
    const allowed = (request: AdmissionRequest): void => {
      const { metadata, spec } = objectOf<Pod>(request)
      const whitelist = labelsOf(configuration[request.namespace] ?? '')
      if (!isSubset(spec.nodeSelector ?? {}, whitelist)) {
        throw refuse(metadata.name, 'pod node label selector labels conflict with its namespace whitelist')
      }
    }
    return {
      name: 'PodNodeSelector',
      handles: handlesOnly(pods, 'CREATE'),
      async admit(request) {
        const wanted = await validate(request)
        const { spec } = objectOf<Pod>(request)
        const merged = { ...wanted, ...spec.nodeSelector }
        if (Object.keys(merged).length > 0) spec.nodeSelector = merged
        allowed(request)
      },
      async validate(request) {
        await validate(request)
        allowed(request)
      },
    }
  }
}

function refuse(name: string | undefined, message: string): Error {
  return forbidden({ group: '', resource: 'pods' }, name ?? '', message)
}

async function selectorOf(
  { reads }: AdmissionContext,
  configuration: PodNodeSelectorConfiguration,
  namespace: string,
): Promise<LabelMap> {
  const found: Namespace | undefined =
    reads.get(namespaces, undefined, namespace) ?? (await reads.getFresh(namespaces, undefined, namespace))
  if (found === undefined) throw notFound({ group: '', resource: 'namespaces' }, namespace)
  const own = found.metadata.annotations?.[annotation]
  return labelsOf(own ?? configuration[clusterDefault] ?? '')
}

/** `a=b,c=d` as labels. @throws ApiError 500 for a text that is none, as upstream answers it */
function labelsOf(text: string): LabelMap {
  const labels: Record<string, string> = {}
  if (text === '') return labels
  for (const part of text.split(',')) {
    const [key = '', value, ...more] = part.split('=')
    if (value === undefined || more.length > 0) throw plainError(`invalid selector: [${part.split('=').join(' ')}]`)
    const [name, wanted] = [key.trim(), value.trim()]
    const wrongName = checkQualifiedName(name)
    // Upstream validates without a path, which Go prints as it prints nothing.
    if (wrongName.length > 0) throw plainError(errorText(invalid('<nil>', name, wrongName.join('; '))))
    const wrongValue = checkLabelValue(wanted)
    if (wrongValue.length > 0) throw plainError(errorText(invalid(`[${name}]`, wanted, wrongValue.join('; '))))
    labels[name] = wanted
  }
  return labels
}

function conflict(a: LabelMap, b: LabelMap): boolean {
  return Object.entries(a).some(([key, value]) => Object.hasOwn(b, key) && b[key] !== value)
}

function isSubset(labels: LabelMap, whitelist: LabelMap): boolean {
  if (Object.keys(whitelist).length === 0) return true
  return Object.entries(labels).every(([key, value]) => whitelist[key] === value)
}
