/** Endpoints of one Service, packed as upstream packs them: addresses with the same ports share a subset. Pure. */
import type { EndpointAddress, EndpointPort, EndpointSubset, Pod, Service } from '@elli/api/core/v1'
import { isPodReady } from '@elli/machinery/pod/status'
import {
  hasServiceHostname,
  ipTypeOf,
  ipTypesOf,
  offersEndpoints,
  podAddresses,
  targetPortIn,
} from '../endpointslice/pod-endpoints.ts'

/** More addresses than this are cut, and the annotation `endpoints.kubernetes.io/over-capacity` says so. */
export const mostAddresses = 1000

export interface EndpointsDecision {
  subsets: EndpointSubset[]
  overCapacity: boolean
}

export function decide(service: Service, pods: readonly Pod[]): EndpointsDecision {
  const publishNotReady = service.spec.publishNotReadyAddresses === true
  const offering = pods.filter(
    (pod) => offersEndpoints(pod) && (publishNotReady || pod.metadata.deletionTimestamp === undefined),
  )
  /** Ports of an address, with readiness: what is equal here shares a subset. */
  const byAddress = new Map<string, { address: EndpointAddress; ready: boolean; ports: EndpointPort[] }>()
  for (const pod of offering) {
    const ip = podAddresses(pod).find((address) => ipTypeOf(address) === ipTypesOf(service)[0])
    if (ip === undefined) continue
    const ports = (service.spec.ports ?? []).flatMap((port): EndpointPort[] => {
      const number = targetPortIn(pod, port)
      if (number === undefined) return []
      return [
        {
          ...(port.name ? { name: port.name } : {}),
          port: number,
          protocol: port.protocol ?? 'TCP',
          ...(port.appProtocol === undefined ? {} : { appProtocol: port.appProtocol }),
        },
      ]
    })
    if (ports.length === 0 && (service.spec.ports ?? []).length > 0) continue
    byAddress.set(`${ip}/${pod.metadata.uid}`, {
      address: addressOf(pod, ip, service),
      ready: publishNotReady || isPodReady(pod),
      ports,
    })
  }
  const kept = capped([...byAddress.values()].sort((a, b) => compare(a.address, b.address)))
  const subsets = new Map<string, EndpointSubset>()
  for (const { address, ready, ports } of kept) {
    const ordered = [...ports].sort((a, b) => (portText(a) < portText(b) ? -1 : 1))
    const key = ordered.map(portText).join(',')
    const subset = subsets.get(key) ?? { ...(ordered.length > 0 ? { ports: ordered } : {}) }
    subsets.set(key, subset)
    const list = ready ? 'addresses' : 'notReadyAddresses'
    subset[list] = [...(subset[list] ?? []), address]
  }
  return {
    subsets: [...subsets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, subset]) => subset),
    overCapacity: byAddress.size > mostAddresses,
  }
}

function addressOf(pod: Pod, ip: string, service: Service): EndpointAddress {
  return {
    ip,
    ...(hasServiceHostname(pod, service) ? { hostname: pod.spec.hostname ?? '' } : {}),
    ...(pod.spec.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    targetRef: {
      kind: 'Pod',
      namespace: pod.metadata.namespace ?? '',
      name: pod.metadata.name ?? '',
      uid: pod.metadata.uid ?? '',
    },
  }
}

/** Ready addresses are kept before others. */
function capped<T extends { ready: boolean }>(addresses: T[]): T[] {
  if (addresses.length <= mostAddresses) return addresses
  return [...addresses.filter(({ ready }) => ready), ...addresses.filter(({ ready }) => !ready)].slice(0, mostAddresses)
}

function compare(a: EndpointAddress, b: EndpointAddress): number {
  const key = (address: EndpointAddress): string => `${address.ip}/${address.targetRef?.uid ?? ''}`
  return key(a) < key(b) ? -1 : 1
}

function portText(port: EndpointPort): string {
  return `${port.name ?? ''}/${port.protocol ?? ''}/${port.port}/${port.appProtocol ?? ''}`
}
