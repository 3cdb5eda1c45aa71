/**
 * What a ResourceClaim asks for.
 * In: the spec of a claim or of a template for claims. Out: field errors.
 * Elsewhere: what was allocated (claim-status.validation.ts).
 */
import type { DeviceClaim, DeviceRequest, ResourceClaimSpec } from '@elli/api/resource/v1alpha3'
import { invalid, notSupported, required } from '@elli/machinery/field'
import { dns1123Label, dns1123Subdomain, type Errors, type FieldPath, list, text } from '../checks.ts'
import { validateDeviceConfiguration, validateRequestReferences } from './device-configuration.validation.ts'
import { validateDeviceSelectors } from './device-selectors.validation.ts'
import {
  maxConfigurations,
  maxConstraints,
  maxRequests,
  validateItems,
  validateUniqueItems,
} from './limits.validation.ts'
import { validateDriverName, validateFullAttributeName } from './names.validation.ts'

export function requestNames(claim: DeviceClaim | undefined): ReadonlySet<string> {
  return new Set(list(claim?.requests).map((request) => text(request.name)))
}

/** @param stored whether expressions may be of a newer release */
export function validateClaimSpec(errors: Errors, path: FieldPath, spec: ResourceClaimSpec, stored: boolean): void {
  const devices = path.child('devices')
  const names = requestNames(spec.devices)
  validateUniqueItems(
    errors,
    devices.child('requests'),
    spec.devices?.requests,
    maxRequests,
    (found, at, request) => validateRequest(found, at, request, stored),
    (request) => text(request.name),
    'name',
  )
  validateItems(errors, devices.child('constraints'), spec.devices?.constraints, maxConstraints, (found, at, item) => {
    validateRequestReferences(found, at.child('requests'), item.requests, names)
    const attribute = at.child('matchAttribute')
    if (item.matchAttribute === undefined) found.push(required(attribute))
    else validateFullAttributeName(found, attribute, item.matchAttribute)
  })
  validateItems(errors, devices.child('config'), spec.devices?.config, maxConfigurations, (found, at, item) => {
    validateRequestReferences(found, at.child('requests'), item.requests, names)
    validateDeviceConfiguration(found, at, item)
  })
  if (spec.controller) validateDriverName(errors, path.child('controller'), spec.controller)
}

function validateRequest(errors: Errors, path: FieldPath, request: DeviceRequest, stored: boolean): void {
  dns1123Label(errors, path.child('name'), text(request.name))
  const className = path.child('deviceClassName')
  if (request.deviceClassName) dns1123Subdomain(errors, className, request.deviceClassName)
  else errors.push(required(className))
  validateDeviceSelectors(errors, path.child('selectors'), request.selectors, stored)
  const mode = text(request.allocationMode)
  const count = request.count ?? 0
  if (mode === 'All') {
    if (count !== 0) {
      errors.push(invalid(path.child('count'), count, "must not be specified when allocationMode is 'All'"))
    }
  } else if (mode === 'ExactCount') {
    if (count <= 0) errors.push(invalid(path.child('count'), count, 'must be greater than zero'))
  } else {
    errors.push(notSupported(path.child('allocationMode'), mode, ['All', 'ExactCount']))
  }
}
