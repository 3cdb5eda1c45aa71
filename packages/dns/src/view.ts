/** The cluster as the zone sees it, read from informers. Indexes make every question a look-up, never a scan. */
import type { Service } from '@elli/api/core/v1'
import { namespaces, services } from '@elli/api/core/v1.resources'
import type { EndpointSlice } from '@elli/api/discovery/v1'
import { endpointslices } from '@elli/api/discovery/v1.resources'
import type { InformerFactory } from '@elli/client/informer'
import { clusterIps, endpointsOf } from './records.ts'
import type { ClusterView } from './zone.ts'

const serviceNameLabel = 'kubernetes.io/service-name'

export function informerView(informers: InformerFactory): ClusterView {
  const serviceInformer = informers.for(services)
  const sliceInformer = informers.for(endpointslices)
  const namespaceInformer = informers.for(namespaces)
  serviceInformer.addIndex('clusterIP', clusterIps)
  sliceInformer.addIndex('service', (slice: EndpointSlice) => {
    const name = slice.metadata.labels?.[serviceNameLabel]
    return name ? [`${slice.metadata.namespace}/${name}`] : []
  })
  sliceInformer.addIndex('address', (slice: EndpointSlice) =>
    (slice.endpoints ?? []).flatMap((endpoint) => endpoint.addresses),
  )
  const endpoints = (namespace: string, name: string) =>
    endpointsOf(sliceInformer.byIndex('service', `${namespace}/${name}`))
  return {
    service: (namespace, name) => serviceInformer.get(namespace, name),
    endpoints,
    namespaceExists: (name) => namespaceInformer.get(undefined, name) !== undefined,
    servicesWithIp: (address) => serviceInformer.byIndex('clusterIP', address),
    endpointsWithIp(address) {
      const owners = new Map<string, Service>()
      for (const slice of sliceInformer.byIndex('address', address)) {
        const name = slice.metadata.labels?.[serviceNameLabel]
        const service = name === undefined ? undefined : serviceInformer.get(slice.metadata.namespace, name)
        if (service) owners.set(`${service.metadata.namespace}/${service.metadata.name}`, service)
      }
      return [...owners.values()].flatMap((service) =>
        endpoints(service.metadata.namespace ?? '', service.metadata.name ?? '')
          .filter((endpoint) => endpoint.address === address)
          .map((endpoint) => ({ service, endpoint })),
      )
    },
  }
}
