/**
 * Names of drivers, pools, devices, requests and attributes.
 * In: a path and a name. Out: field errors.
 */
import { invalid, required, tooLong, tooLongMaxLength, typeInvalid } from '@elli/machinery/field'
import { checkCIdentifier } from '@elli/machinery/names'
import {
  checkDns1123Subdomain,
  dns1123Label,
  dns1123Subdomain,
  type Errors,
  type FieldPath,
  say,
  text,
} from '../checks.ts'
import { maxIdentifierLength, maxPoolNameLength } from './limits.validation.ts'

/** Drivers are named as those of CSI, except that an empty name is also told what names look like. */
export function validateDriverName(errors: Errors, path: FieldPath, name: string | undefined): void {
  const driver = text(name)
  if (driver === '') errors.push(required(path))
  if (driver.length > 63) errors.push(tooLong(path, driver, 63))
  say(errors, path, driver, checkDns1123Subdomain(driver.toLowerCase()))
}

export function validatePoolName(errors: Errors, path: FieldPath, name: string | undefined): void {
  const pool = text(name)
  if (pool === '') {
    errors.push(required(path))
    return
  }
  if (pool.length > maxPoolNameLength) errors.push(tooLongMaxLength(path, pool, maxPoolNameLength))
  for (const part of pool.split('/')) dns1123Subdomain(errors, path, part)
}

export function validateNodeName(errors: Errors, path: FieldPath, name: string): void {
  say(errors, path, name, checkDns1123Subdomain(name))
}

/** A request that the claim has. */
export function validateRequestReference(
  errors: Errors,
  path: FieldPath,
  name: string | undefined,
  requests: ReadonlySet<string>,
): void {
  const request = text(name)
  dns1123Label(errors, path, request)
  if (!requests.has(request)) errors.push(invalid(path, request, 'must be the name of a request in the claim'))
}

function validateIdentifier(errors: Errors, path: FieldPath, id: string): void {
  if (id.length > maxIdentifierLength) errors.push(tooLongMaxLength(path, id, maxIdentifierLength))
  for (const message of checkCIdentifier(id)) errors.push(typeInvalid(path, id, message))
}

/** `domain/identifier`, or an identifier of the driver's own domain. */
export function validateAttributeName(errors: Errors, path: FieldPath, name: string): void {
  if (name === '') {
    errors.push(required(path, 'name required'))
    return
  }
  const parts = name.split('/')
  const [first = '', second = ''] = parts
  if (parts.length === 1) validateIdentifier(errors, path, first)
  if (parts.length !== 2) return
  if (first === '') errors.push(required(path, 'the prefix must not be empty'))
  else validateDriverName(errors, path, first)
  if (second === '') errors.push(required(path, 'the name must not be empty'))
  else validateIdentifier(errors, path, second)
}

export function validateFullAttributeName(errors: Errors, path: FieldPath, name: string): void {
  validateAttributeName(errors, path, name)
  if (!name.includes('/')) errors.push(required(path.child('domain'), 'must include a prefix'))
}
