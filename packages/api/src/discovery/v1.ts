/**
 * discovery.k8s.io/v1: every type of the group version, as schema.
 * Types: v1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { ObjectReference, Protocol } from '../core/v1.ts'
import { ListMeta, ObjectMeta } from '../meta/v1.ts'
import { apiPackage, type MessageSchema, bool, int32, list, map, ref, string } from '../schema/schema.ts'
import type * as T from './v1.types.ts'

const pkg = apiPackage({
  path: 'discovery/v1',
  group: 'discovery.k8s.io',
  version: 'v1',
  goPackage: 'k8s.io/api/discovery/v1',
})
export const packageInfo = pkg.package

export const AddressType = pkg.enumeration('AddressType', ['IPv4', 'IPv6', 'FQDN'])
export type AddressType = T.AddressType

export type EndpointSlice = T.EndpointSlice
export const EndpointSlice: MessageSchema<EndpointSlice> = pkg.message(
  'EndpointSlice',
  {
    metadata: ref(1, () => ObjectMeta, {
      description: 'Name, labels and everything else that objects of all kinds have.',
    }),
    addressType: string(4, {
      required: true,
      enum: AddressType,
      description: 'Sort of all addresses in the slice: IPv4, IPv6 or FQDN. Cannot be changed.',
    }),
    endpoints: list(2, () => Endpoint, {
      required: true,
      listType: 'atomic',
      description: 'The backends; 1000 at most.',
    }),
    ports: list(3, () => EndpointPort, {
      keepEmpty: true,
      listType: 'atomic',
      description: 'Ports that all backends of the slice have.',
    }),
  },
  { kind: true, description: 'A part of the addresses behind a service.' },
)

export type Endpoint = T.Endpoint
export const Endpoint: MessageSchema<Endpoint> = pkg.message(
  'Endpoint',
  {
    addresses: list(1, 'string', {
      required: true,
      listType: 'set',
      description:
        'Addresses of the backend, which all lead to the same; 1 to 100, and kube-proxy takes only the first.',
    }),
    conditions: ref(2, () => EndpointConditions, { description: 'Latest observations, one for each type.' }),
    hostname: string(3, { pointer: true, description: 'Name of the backend in DNS, below that of the service.' }),
    targetRef: ref(4, () => ObjectReference, {
      pointer: true,
      description: 'Object behind the endpoint, such as the pod.',
    }),
    deprecatedTopology: map(5, 'string', {
      description: 'Labels of the place from v1beta1; kept and not to be written.',
    }),
    nodeName: string(6, { pointer: true, description: 'Node the backend is on.' }),
    zone: string(7, { pointer: true, description: 'Zone the backend is in.' }),
    hints: ref(8, () => EndpointHints, { pointer: true, description: 'From where the backend should be used.' }),
  },
  { description: 'One backend of a service.' },
)

export type EndpointConditions = T.EndpointConditions
export const EndpointConditions: MessageSchema<EndpointConditions> = pkg.message(
  'EndpointConditions',
  {
    ready: bool(1, {
      pointer: true,
      description: 'Takes new connections; false for one on its way out. Unknown counts as true.',
    }),
    serving: bool(2, {
      pointer: true,
      description: 'Like ready, but also true for one on its way out that still answers. Unknown is what ready says.',
    }),
    terminating: bool(3, { pointer: true, description: 'On its way out. Unknown counts as false.' }),
  },
  { description: 'Whether a backend may be used.' },
)

export type EndpointHints = T.EndpointHints
export const EndpointHints: MessageSchema<EndpointHints> = pkg.message(
  'EndpointHints',
  {
    forZones: list(1, () => ForZone, {
      listType: 'atomic',
      description: 'Zones whose clients should use it, for routing by topology; 8 at most.',
    }),
  },
  { description: 'From where a backend should be used.' },
)

export type ForZone = T.ForZone
export const ForZone: MessageSchema<ForZone> = pkg.message(
  'ForZone',
  {
    name: string(1, { required: true, description: 'Name of the zone.' }),
  },
  { description: 'A zone that should use a backend.' },
)

export type EndpointPort = T.EndpointPort
export const EndpointPort: MessageSchema<EndpointPort> = pkg.message(
  'EndpointPort',
  {
    name: string(1, {
      pointer: true,
      description: 'Name of the port as in the service; names differ within the slice. May be empty.',
    }),
    protocol: string(2, { pointer: true, enum: Protocol, description: 'TCP, UDP or SCTP. Default: TCP.' }),
    port: int32(3, {
      pointer: true,
      description: 'Number of the port. Absent means that all ports are meant, whatever the reader makes of it.',
    }),
    appProtocol: string(4, {
      pointer: true,
      description:
        "Protocol that is spoken on the port: a name of IANA's, or one with a domain such as kubernetes.io/h2c.",
    }),
  },
  { structType: 'atomic', description: 'One port behind a service.' },
)

export type EndpointSliceList = T.EndpointSliceList
export const EndpointSliceList: MessageSchema<EndpointSliceList> = pkg.message(
  'EndpointSliceList',
  {
    metadata: ref(1, () => ListMeta, { description: 'Version of the list, and how to get the rest of it.' }),
    items: list(2, () => EndpointSlice, { required: true, description: 'The objects.' }),
  },
  { kind: true, description: 'A list of EndpointSlice objects.' },
)
