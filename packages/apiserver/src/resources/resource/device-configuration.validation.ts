/**
 * Configuration for drivers: of classes, claims and allocations.
 * In: a configuration and the requests it may name. Out: field errors.
 */
import type { DeviceConfiguration, OpaqueDeviceConfiguration } from '@elli/api/resource/v1alpha3'
import { invalid, required } from '@elli/machinery/field'
import type { Errors, FieldPath } from '../checks.ts'
import { itself, maxRequests, validateUniqueItems } from './limits.validation.ts'
import { validateDriverName, validateRequestReference } from './names.validation.ts'

export function validateDeviceConfiguration(errors: Errors, path: FieldPath, config: DeviceConfiguration): void {
  if (config.opaque === undefined) errors.push(required(path.child('opaque')))
  else validateOpaque(errors, path.child('opaque'), config.opaque)
}

function validateOpaque(errors: Errors, path: FieldPath, { driver, parameters }: OpaqueDeviceConfiguration): void {
  validateDriverName(errors, path.child('driver'), driver)
  const at = path.child('parameters')
  // Whatever JSON a writer sends can get here, not only what the type says.
  const given: unknown = parameters
  if (given === undefined || given === null) errors.push(required(at))
  else if (typeof given !== 'object' || Array.isArray(given)) {
    errors.push(invalid(at, '<value omitted>', 'parameters must be a valid JSON object'))
  }
}

/** Which requests a constraint or configuration is about; none means all. */
export function validateRequestReferences(
  errors: Errors,
  path: FieldPath,
  names: readonly string[] | undefined,
  requests: ReadonlySet<string>,
): void {
  const check = (found: Errors, at: FieldPath, name: string): void =>
    validateRequestReference(found, at, name, requests)
  validateUniqueItems(errors, path, names, maxRequests, check, itself)
}
