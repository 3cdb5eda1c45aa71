/** The Service ranges of a cluster, from its options. */
import type { Service } from '@elli/api/core/v1'
import type { Host } from '@elli/host/host'
import type { ServiceNetworkOptions } from '../options.ts'
import { ServiceAllocation } from './allocation.ts'
import { IpRange, PortRange } from './ranges.ts'

export function serviceAllocation(
  options: ServiceNetworkOptions | undefined,
  host: Host,
  onDeleted: (service: Service) => void,
): ServiceAllocation | undefined {
  if (options === undefined) return undefined
  const random = host.random.stream('apiserver/services')
  return new ServiceAllocation(
    {
      ips: options.cidrs.map((cidr) => new IpRange(cidr, random)),
      ports: new PortRange(options.nodePorts.from, options.nodePorts.to, random),
    },
    onDeleted,
  )
}
