/** What a pod offers to a Service: addresses, ports and how ready it is. Pure; shared by Endpoints and EndpointSlices. */
import type { Node, Pod, Service, ServicePort } from '@elli/api/core/v1'
import type { Endpoint, EndpointPort } from '@elli/api/discovery/v1'
import { isPodReady, isPodTerminal } from '@elli/machinery/pod/status'

export type IpType = 'IPv4' | 'IPv6'

/** Finished pods and those without an address offer nothing. */
export function offersEndpoints(pod: Pod): boolean {
  return !isPodTerminal(pod) && podAddresses(pod).length > 0
}

export function podAddresses(pod: Pod): string[] {
  const all = (pod.status?.podIPs ?? []).flatMap(({ ip }) => (ip ? [ip] : []))
  return all.length > 0 ? all : pod.status?.podIP ? [pod.status.podIP] : []
}

export function ipTypeOf(address: string): IpType {
  return address.includes(':') ? 'IPv6' : 'IPv4'
}

/** Address types that a Service's slices come in. */
export function ipTypesOf(service: Service): IpType[] {
  const families = service.spec.ipFamilies ?? []
  if (families.length > 0) return families.map((family) => (family === 'IPv6' ? 'IPv6' : 'IPv4'))
  const { clusterIP = '' } = service.spec
  return clusterIP !== '' && clusterIP !== 'None' ? [ipTypeOf(clusterIP)] : ['IPv4']
}

/** The number behind a Service's target port in this pod; undefined when the pod has no port of that name. */
export function targetPortIn(pod: Pod, port: ServicePort): number | undefined {
  const target = port.targetPort ?? port.port
  if (typeof target === 'number') return target === 0 ? port.port : target
  const protocol = port.protocol ?? 'TCP'
  const containers = [
    ...pod.spec.containers,
    ...(pod.spec.initContainers ?? []).filter((container) => container.restartPolicy === 'Always'),
  ]
  for (const container of containers) {
    for (const candidate of container.ports ?? [])
      if (candidate.name === target && (candidate.protocol ?? 'TCP') === protocol) return candidate.containerPort
  }
  return undefined
}

export function endpointPortsOf(service: Service, pod: Pod): EndpointPort[] {
  return (service.spec.ports ?? []).flatMap((port): EndpointPort[] => {
    const number = targetPortIn(pod, port)
    if (number === undefined) return []
    return [
      {
        name: port.name ?? '',
        protocol: port.protocol ?? 'TCP',
        port: number,
        ...(port.appProtocol === undefined ? {} : { appProtocol: port.appProtocol }),
      },
    ]
  })
}

/** The pod asked to be known by its hostname in this Service's subdomain. */
export function hasServiceHostname(pod: Pod, service: Service): boolean {
  return (
    Boolean(pod.spec.hostname) &&
    pod.spec.subdomain === service.metadata.name &&
    pod.metadata.namespace === service.metadata.namespace
  )
}

/** @returns undefined when the pod has no address of the type */
export function podEndpoint(pod: Pod, node: Node | undefined, service: Service, type: IpType): Endpoint | undefined {
  const addresses = podAddresses(pod).filter((address) => ipTypeOf(address) === type)
  if (addresses.length === 0) return undefined
  const serving = isPodReady(pod)
  const terminating = pod.metadata.deletionTimestamp !== undefined
  const zone = node?.metadata.labels?.['topology.kubernetes.io/zone']
  return {
    addresses,
    conditions: {
      ready: service.spec.publishNotReadyAddresses === true || (serving && !terminating),
      serving,
      terminating,
    },
    ...(hasServiceHostname(pod, service) ? { hostname: pod.spec.hostname ?? '' } : {}),
    targetRef: {
      kind: 'Pod',
      namespace: pod.metadata.namespace ?? '',
      name: pod.metadata.name ?? '',
      uid: pod.metadata.uid ?? '',
    },
    ...(pod.spec.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    ...(zone ? { zone } : {}),
  }
}
