/**
 * discovery.k8s.io/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ObjectReference, Protocol } from '../core/v1.ts'
import { ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, bool, int32, list, map, ref, string } from '../schema/schema.ts'
import type * as T from './v1beta1.types.ts'

const pkg = apiPackage({
  path: 'discovery/v1beta1',
  group: 'discovery.k8s.io',
  version: 'v1beta1',
  goPackage: 'k8s.io/api/discovery/v1beta1',
})
export const packageInfo = pkg.package

export const AddressType = pkg.enumeration('AddressType', ['IPv4', 'IPv6', 'FQDN'], { open: true })
export type AddressType = T.AddressType

export type EndpointSlice = T.EndpointSlice
export const EndpointSlice: MessageSchema<EndpointSlice> = pkg.message(
  'EndpointSlice',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    addressType: string(4, { required: true, enum: AddressType }),
    endpoints: list(2, () => Endpoint, { required: true, listType: 'atomic' }),
    ports: list(3, () => EndpointPort, { keepEmpty: true, listType: 'atomic' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.16',
      deprecated: '1.21',
      removed: '1.25',
      replacement: { group: 'discovery.k8s.io', version: 'v1', kind: 'EndpointSlice' },
    },
    description: 'A part of the addresses behind a service.',
  },
)

export type Endpoint = T.Endpoint
export const Endpoint: MessageSchema<Endpoint> = pkg.message('Endpoint', {
  addresses: list(1, 'string', { required: true, listType: 'set' }),
  conditions: ref(2, () => EndpointConditions, { description: 'Latest observations, one for each type.' }),
  hostname: string(3, { pointer: true }),
  targetRef: ref(4, () => ObjectReference, { pointer: true }),
  topology: map(5, 'string'),
  nodeName: string(6, { pointer: true }),
  hints: ref(7, () => EndpointHints, { pointer: true, featureGates: ['TopologyAwareHints'] }),
})

export type EndpointConditions = T.EndpointConditions
export const EndpointConditions: MessageSchema<EndpointConditions> = pkg.message('EndpointConditions', {
  ready: bool(1, { pointer: true }),
  serving: bool(2, { pointer: true }),
  terminating: bool(3, { pointer: true }),
})

export type EndpointHints = T.EndpointHints
export const EndpointHints: MessageSchema<EndpointHints> = pkg.message('EndpointHints', {
  forZones: list(1, () => ForZone, { listType: 'atomic' }),
})

export type ForZone = T.ForZone
export const ForZone: MessageSchema<ForZone> = pkg.message('ForZone', {
  name: string(1, { required: true }),
})

export type EndpointPort = T.EndpointPort
export const EndpointPort: MessageSchema<EndpointPort> = pkg.message(
  'EndpointPort',
  {
    name: string(1, { pointer: true }),
    protocol: string(2, { pointer: true, enum: Protocol }),
    port: int32(3, { pointer: true }),
    appProtocol: string(4, { pointer: true }),
  },
  { description: 'One port behind a service.' },
)

export type EndpointSliceList = T.EndpointSliceList
export const EndpointSliceList: MessageSchema<EndpointSliceList> = pkg.message(
  'EndpointSliceList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => EndpointSlice, { required: true, description: 'The objects.' }),
  },
  {
    kind: true,
    lifecycle: {
      introduced: '1.16',
      deprecated: '1.21',
      removed: '1.25',
      replacement: { group: 'discovery.k8s.io', version: 'v1', kind: 'EndpointSlice' },
    },
    description: 'A list of EndpointSlice objects.',
  },
)
