/**
 * Where a Service of the cluster is to be reached from the API server.
 * In: the server's own cache of Services (and Endpoints). Out: an address.
 * Always: the Service's cluster address and port, its external name, or, with routing to endpoints, one endpoint by chance.
 * @see apiserver pkg/util/proxy
 */
import { endpoints, services } from '@elli/api/core/v1.resources'
import type { Service, ServicePort } from '@elli/api/core/v1'
import type { Random } from '@elli/host/random'
import { notFound, serviceUnavailable } from '@elli/machinery/errors'
import { goQuote } from '@elli/machinery/go-quote'
import type { AdmissionReads } from '../admission/plugin.ts'

export interface ServiceRouting {
  readonly reads: Pick<AdmissionReads, 'get'>
  /** `--enable-aggregator-routing`: endpoints are called themselves, as where no node proxy carries cluster addresses. */
  readonly routeToEndpoints?: boolean
  /** Where this server itself is; it answers for the Service default/kubernetes. */
  readonly loopback?: Address
  readonly random: Random
}

export interface Address {
  readonly host: string
  readonly port: number
}

export interface ServiceReference {
  readonly namespace: string
  readonly name: string
  readonly port?: number
}

/** @throws Error, in upstream's words, when there is no way there */
export function resolveService(routing: ServiceRouting, { namespace, name, port = 443 }: ServiceReference): Address {
  const { loopback } = routing
  if (loopback !== undefined && namespace === 'default' && name === 'kubernetes' && port === 443) return loopback
  const service = routing.reads.get(services, namespace, name)
  // The lister behind this names neither group nor plural.
  if (service === undefined) throw notFound({ group: '', resource: 'service' }, name)
  return routing.routeToEndpoints === true ? endpointOf(routing, service, port) : clusterAddressOf(service, port)
}

function clusterAddressOf(service: Service, port: number): Address {
  const { type = 'ClusterIP', clusterIP = '', externalName = '' } = service.spec
  switch (type) {
    case 'ClusterIP':
    case 'LoadBalancer':
    case 'NodePort':
      if (type === 'ClusterIP' && clusterIP === 'None') throw new Error('cannot route to service with ClusterIP "None"')
      return { host: clusterIP, port: portOf(service, port).port }
    case 'ExternalName':
      return { host: externalName, port }
    default:
      throw new Error(`unsupported service type ${goQuote(type)}`)
  }
}

function portOf(service: Service, port: number): ServicePort {
  const found = (service.spec.ports ?? []).find((item) => item.port === port)
  if (found !== undefined) return found
  throw serviceUnavailable(`no service port ${port} found for service ${goQuote(service.metadata.name ?? '')}`)
}

function endpointOf({ reads, random }: ServiceRouting, service: Service, port: number): Address {
  const { type = 'ClusterIP' } = service.spec
  if (type === 'ExternalName') throw new Error(`unsupported service type ${goQuote(type)}`)
  const { name = '', namespace } = service.metadata
  const wanted = portOf(service, port).name ?? ''
  const found = reads.get(endpoints, namespace, name)
  if (found === undefined) throw notFound({ group: '', resource: 'endpoints' }, name)
  const choices = (found.subsets ?? []).flatMap((subset) => {
    const open = (subset.ports ?? []).find((item) => (item.name ?? '') === wanted)
    return open === undefined ? [] : (subset.addresses ?? []).map(({ ip }) => ({ host: ip, port: open.port }))
  })
  const chosen = choices[choices.length === 0 ? 0 : random.below(choices.length)]
  if (chosen === undefined) throw serviceUnavailable(`no endpoints available for service ${goQuote(name)}`)
  return chosen
}
