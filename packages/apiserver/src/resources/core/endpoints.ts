/** Endpoints on the server. */
import { endpoints } from '@elli/api/core/v1.resources'
import type { EndpointAddress, EndpointPort, Endpoints } from '@elli/api/core/v1'
import { at, required } from '@elli/machinery/field'
import type { Strategy } from '../../registry/strategy.ts'
import {
  collect,
  dns1123Label,
  dns1123Subdomain,
  type Errors,
  type FieldPath,
  ip,
  list,
  nonSpecialIp,
  oneOf,
  portNumber,
  qualifiedName,
} from '../checks.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'

const validate = (object: Endpoints): Errors => collect((errors) => validateSubsets(errors, object))

export const endpointsStrategy: Strategy<Endpoints> = {
  resource: endpoints,
  allowCreateOnUpdate: true,
  validate,
  validateUpdate: validate,
  table: table<Endpoints>([column('Endpoints', 'Addresses and ports that are ready.'), ageColumn], (object, now) => [
    endpointsText(object),
    ageOf(object, now),
  ]),
}

function endpointsText(object: Endpoints): string {
  const subsets = list(object.subsets)
  if (subsets.length === 0) return '<none>'
  const all = subsets.flatMap((subset) => {
    const addresses = list(subset.addresses).map((address) => address.ip)
    const ports = list(subset.ports)
    if (ports.length === 0) return addresses
    return ports.flatMap(({ port }) => addresses.map((address) => hostPort(address, port)))
  })
  // Unlike elsewhere nothing at all is printed as nothing: subsets without ready addresses give an empty cell.
  const shown = all.slice(0, 3).join(',')
  return all.length > 3 ? `${shown} + ${all.length - 3} more...` : shown
}

function hostPort(host: string, port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

function validateSubsets(errors: Errors, object: Endpoints): void {
  for (const [i, subset] of list(object.subsets).entries()) {
    const path = at('subsets').index(i)
    const addresses = list(subset.addresses)
    const notReady = list(subset.notReadyAddresses)
    const ports = list(subset.ports)
    if (addresses.length === 0 && notReady.length === 0) {
      errors.push(required(path, 'must specify `addresses` or `notReadyAddresses`'))
    }
    for (const [a, address] of addresses.entries()) validateAddress(errors, path.child('addresses').index(a), address)
    for (const [a, address] of notReady.entries()) {
      validateAddress(errors, path.child('notReadyAddresses').index(a), address)
    }
    for (const [p, port] of ports.entries()) {
      validatePort(errors, path.child('ports').index(p), port, ports.length > 1)
    }
  }
}

function validateAddress(errors: Errors, path: FieldPath, address: EndpointAddress): void {
  ip(errors, path.child('ip'), address.ip ?? '')
  if (address.hostname) dns1123Label(errors, path.child('hostname'), address.hostname)
  if (address.nodeName !== undefined) dns1123Subdomain(errors, path.child('nodeName'), address.nodeName)
  nonSpecialIp(errors, path.child('ip'), address.ip ?? '')
}

function validatePort(errors: Errors, path: FieldPath, port: EndpointPort, needsName: boolean): void {
  if (needsName && !port.name) errors.push(required(path.child('name'), ''))
  else if (port.name) dns1123Label(errors, path.child('name'), port.name)
  portNumber(errors, path.child('port'), port.port ?? 0)
  if (!port.protocol) errors.push(required(path.child('protocol'), ''))
  else oneOf(errors, path.child('protocol'), port.protocol, ['SCTP', 'TCP', 'UDP'])
  if (port.appProtocol !== undefined) qualifiedName(errors, path.child('appProtocol'), port.appProtocol)
}
