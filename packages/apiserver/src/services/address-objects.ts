/**
 * IPAddress and ServiceCIDR objects as the allocator and its repair see them.
 * In: the server's own reads and writes. Out: the few things that are done with such objects.
 */
import type { Service } from '@elli/api/core/v1'
import { services } from '@elli/api/core/v1.resources'
import type { IPAddress, ServiceCIDR } from '@elli/api/networking/v1beta1'
import { ipaddresses, servicecidrs } from '@elli/api/networking/v1beta1.resources'
import { isNotFound } from '@elli/machinery/errors'
import { internalContext, type Reads } from '../reads.ts'
import { deleteObject } from '../registry/delete.ts'
import type { Environment } from '../registry/environment.ts'
import type { Kind } from '../registry/kind.ts'
import { familyOf } from './ip-families.ts'
import type { Holder } from './ranges.ts'

export const familyLabel = 'ipaddress.kubernetes.io/ip-family'
export const managedByLabel = 'ipaddress.kubernetes.io/managed-by'
export const managedByAllocator = 'ipallocator.k8s.io'

export interface AddressObjects {
  address(ip: string): IPAddress | undefined
  addresses(): readonly IPAddress[]
  ranges(): readonly ServiceCIDR[]
  service(namespace: string, name: string): Service | undefined
  /** @throws AlreadyExists */
  create(ip: string, holder: Holder): Promise<void>
  /** One that is gone already is as good. */
  remove(ip: string): Promise<void>
}

export function addressObjects(env: Environment, reads: Reads, kinds: ReadonlyMap<string, Kind>): AddressObjects {
  const kind = kinds.get(`${ipaddresses.group}/${ipaddresses.resource}`)
  return {
    address: (ip) => (kind === undefined ? undefined : reads.get(ipaddresses, undefined, ip)),
    addresses: () => (kind === undefined ? [] : reads.list(ipaddresses)),
    ranges: () => (kind === undefined ? [] : reads.list(servicecidrs)),
    service: (namespace, name) => reads.get(services, namespace, name),
    async create(ip, holder) {
      await reads.create(ipaddresses, addressOf(ip, holder))
    },
    async remove(ip) {
      if (kind === undefined) return
      try {
        await deleteObject(env, kind, '', ip, {}, internalContext(env, ''))
      } catch (error) {
        if (!isNotFound(error)) throw error
      }
    },
  }
}

function addressOf(ip: string, { namespace, name }: Holder): IPAddress {
  return {
    apiVersion: ipaddresses.apiVersion,
    kind: ipaddresses.kind,
    metadata: { name: ip, labels: { [familyLabel]: familyOf(ip), [managedByLabel]: managedByAllocator } },
    spec: { parentRef: { group: '', resource: 'services', namespace, name } },
  }
}

export function isManaged({ metadata }: IPAddress): boolean {
  return metadata.labels?.[managedByLabel] === managedByAllocator
}
