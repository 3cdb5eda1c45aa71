/** EndpointSlices on the server. */
import { endpointslices } from '@elli/api/discovery/v1.resources'
import type { Endpoint, EndpointPort, EndpointSlice } from '@elli/api/discovery/v1'
import { Endpoint as EndpointSchema, EndpointSlice as EndpointSliceSchema } from '@elli/api/discovery/v1'
import { at, duplicate, required, tooMany } from '@elli/machinery/field'
import { checkLabelValue, validateFullyQualifiedDomainName, validateIpv4, validateIpv6 } from '@elli/machinery/names'
import type { Strategy } from '../../registry/strategy.ts'
import {
  collect,
  dns1123Label,
  dns1123Subdomain,
  type Errors,
  type FieldPath,
  immutable,
  labels,
  list,
  nonSpecialIp,
  oneOf,
  qualifiedName,
  say,
} from '../checks.ts'
import { plainEqual, semanticEqual, semanticEqualLists } from '../equality.ts'
import { firstGeneration, nextGeneration } from '../generation.ts'
import { ageColumn, ageOf, column, listWithMore, table } from '../printing.ts'

export const endpointslicesStrategy: Strategy<EndpointSlice> = {
  resource: endpointslices,
  prepareForCreate(slice) {
    firstGeneration(slice)
    dropTopology(slice)
  },
  validate: (slice) => collect((errors) => validateSlice(errors, slice)),
  prepareForUpdate(slice, old) {
    const bare = (object: EndpointSlice): EndpointSlice => ({ ...object, metadata: {} })
    const changed =
      !semanticEqual(EndpointSliceSchema, bare(slice), bare(old)) ||
      !plainEqual(slice.metadata.labels, old.metadata.labels)
    if (changed) nextGeneration(slice, old)
    // Endpoints that stay as they are may keep what older versions wrote.
    if (!semanticEqualLists(EndpointSchema, slice.endpoints, old.endpoints)) dropTopology(slice)
  },
  validateUpdate: (slice, old) =>
    collect((errors) => {
      validateSlice(errors, slice)
      immutable(errors, at('addressType'), slice.addressType, old.addressType)
    }),
  warnings: (slice, old) =>
    old === undefined && slice.addressType === 'FQDN' ? ['spec.addressType: FQDN endpoints are deprecated'] : [],
  table: table<EndpointSlice>(
    [
      column('AddressType', 'What sort of addresses the slice holds.'),
      column('Ports', 'Ports of the endpoints.'),
      column('Endpoints', 'Addresses of the endpoints.'),
      ageColumn,
    ],
    (slice, now) => [
      slice.addressType,
      listWithMore(list(slice.ports).map(portText), 3, '<unset>'),
      listWithMore(
        list(slice.endpoints).flatMap((endpoint) => list(endpoint.addresses)),
        3,
        '<unset>',
      ),
      ageOf(slice, now),
    ],
  ),
}

function portText(port: EndpointPort): string {
  if (port.port !== undefined) return String(port.port)
  return port.name ?? '*'
}

/** In v1 the node has a field of its own; the rest of the old topology is gone. */
function dropTopology(slice: EndpointSlice): void {
  for (const endpoint of list(slice.endpoints)) delete endpoint.deprecatedTopology
}

function validateSlice(errors: Errors, slice: EndpointSlice): void {
  if (!slice.addressType) errors.push(required(at('addressType'), ''))
  else oneOf(errors, at('addressType'), slice.addressType, ['FQDN', 'IPv4', 'IPv6'])
  validateEndpoints(errors, at('endpoints'), slice)
  validatePorts(errors, at('ports'), list(slice.ports))
}

function validateEndpoints(errors: Errors, path: FieldPath, slice: EndpointSlice): void {
  const endpoints = list(slice.endpoints)
  if (endpoints.length > 1000) {
    errors.push(tooMany(path, endpoints.length, 1000))
    return
  }
  for (const [i, endpoint] of endpoints.entries()) {
    const where = path.index(i)
    validateAddresses(errors, where.child('addresses'), list(endpoint.addresses), slice.addressType)
    if (endpoint.nodeName !== undefined) dns1123Subdomain(errors, where.child('nodeName'), endpoint.nodeName)
    const topology = endpoint.deprecatedTopology ?? {}
    const count = Object.keys(topology).length
    if (count > 16) errors.push(tooMany(where.child('deprecatedTopology'), count, 16))
    labels(errors, where.child('deprecatedTopology'), topology)
    if (endpoint.hostname !== undefined) dns1123Label(errors, where.child('hostname'), endpoint.hostname)
    validateHints(errors, where.child('hints', 'forZones'), endpoint)
  }
}

function validateAddresses(errors: Errors, path: FieldPath, addresses: readonly string[], type: string): void {
  if (addresses.length === 0) errors.push(required(path, 'must contain at least 1 address'))
  else if (addresses.length > 100) errors.push(tooMany(path, addresses.length, 100))
  for (const [i, address] of addresses.entries()) {
    const where = path.index(i)
    if (type === 'IPv4') errors.push(...validateIpv4(where, address))
    if (type === 'IPv6') errors.push(...validateIpv6(where, address))
    if (type === 'FQDN') errors.push(...validateFullyQualifiedDomainName(where, address))
    else if (type === 'IPv4' || type === 'IPv6') nonSpecialIp(errors, where, address)
  }
}

function validateHints(errors: Errors, path: FieldPath, endpoint: Endpoint): void {
  const zones = list(endpoint.hints?.forZones)
  if (zones.length > 8) {
    errors.push(tooMany(path, zones.length, 8))
    return
  }
  const seen = new Set<string>()
  for (const [i, { name }] of zones.entries()) {
    const where = path.index(i).child('name')
    if (seen.has(name)) errors.push(duplicate(where, name))
    seen.add(name)
    say(errors, where, name, checkLabelValue(name))
  }
}

function validatePorts(errors: Errors, path: FieldPath, ports: readonly EndpointPort[]): void {
  if (ports.length > 20000) {
    errors.push(tooMany(path, ports.length, 20000))
    return
  }
  const seen = new Set<string>()
  for (const [i, port] of ports.entries()) {
    const where = path.index(i)
    const name = port.name ?? ''
    if (name !== '') dns1123Label(errors, where.child('name'), name)
    if (seen.has(name)) errors.push(duplicate(where.child('name'), name))
    seen.add(name)
    if (port.protocol === undefined) errors.push(required(where.child('protocol'), ''))
    else oneOf(errors, where.child('protocol'), port.protocol, ['SCTP', 'TCP', 'UDP'])
    if (port.appProtocol !== undefined) qualifiedName(errors, where.child('appProtocol'), port.appProtocol)
  }
}
