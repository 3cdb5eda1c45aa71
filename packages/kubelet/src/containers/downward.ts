/**
 * The downward API: fields of the pod and resources of its containers, as text.
 * In: pod, addresses, node allocatable. Out: text, or an error that says which field is not supported. Pure.
 */
import type { Container, ObjectFieldSelector, Pod, ResourceFieldSelector } from '@elli/api/core/v1'
import { milliValue, quantityValue, scaledValue } from '@elli/machinery/quantity'
import { goQuote } from '@elli/machinery/go-quote'
import { findContainer } from '../pods/identity.ts'

export interface PodAddresses {
  readonly podIPs: readonly string[]
  readonly hostIPs: readonly string[]
}

export function podField(field: ObjectFieldSelector, pod: Pod, addresses: PodAddresses): string {
  const path = field.fieldPath
  const subscript = /^(metadata\.(?:annotations|labels))\['([^']*)'\]$/.exec(path)
  if (subscript) {
    const [, map, key = ''] = subscript
    return (map === 'metadata.labels' ? pod.metadata.labels : pod.metadata.annotations)?.[key] ?? ''
  }
  switch (path) {
    case 'metadata.name':
      return pod.metadata.name ?? ''
    case 'metadata.namespace':
      return pod.metadata.namespace ?? ''
    case 'metadata.uid':
      return pod.metadata.uid ?? ''
    case 'metadata.labels':
      return mapLines(pod.metadata.labels)
    case 'metadata.annotations':
      return mapLines(pod.metadata.annotations)
    case 'spec.nodeName':
      return pod.spec.nodeName ?? ''
    case 'spec.serviceAccountName':
      return pod.spec.serviceAccountName ?? ''
    case 'status.hostIP':
      return addresses.hostIPs[0] ?? ''
    case 'status.hostIPs':
      return addresses.hostIPs.join(',')
    case 'status.podIP':
      return addresses.podIPs[0] ?? ''
    case 'status.podIPs':
      return addresses.podIPs.join(',')
    default:
      throw new Error(`unsupported fieldPath: ${path}`)
  }
}

/** `key="escaped value"`, one per line, sorted. */
function mapLines(map: Readonly<Record<string, string>> | undefined): string {
  return Object.entries(map ?? {})
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}=${goQuote(value)}`)
    .join('\n')
}

export function resourceField(
  field: ResourceFieldSelector,
  pod: Pod,
  container: Container | undefined,
  allocatable: Readonly<Record<string, string>>,
): string {
  const subject = field.containerName ? findContainer(pod, field.containerName)?.container : container
  if (!subject) throw new Error(`container ${field.containerName ?? ''} not found`)
  const match = /^(limits|requests)\.(.+)$/.exec(field.resource)
  const [, list, name] = match ?? []
  if (list === undefined || name === undefined) throw new Error(`unsupported container resource : ${field.resource}`)
  const { limits = {}, requests = {} } = subject.resources ?? {}
  const quantity = list === 'limits' ? (limits[name] ?? allocatable[name]) : (requests[name] ?? limits[name])
  const divisor = field.divisor === undefined || field.divisor === '0' || field.divisor === '' ? '1' : field.divisor
  if (quantity === undefined) return '0'
  if (name === 'cpu') return String(Math.ceil(milliValue(quantity) / milliValue(divisor)))
  // Sizes beyond 2^53 are the node's, not the reader's, problem; small divisors ("1m") are rounded up to one.
  const units = scaledValue(quantity, 0)
  const by = BigInt(Math.max(1, quantityValue(divisor)))
  return String((units + by - 1n) / by)
}
