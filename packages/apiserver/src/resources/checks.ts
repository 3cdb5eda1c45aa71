/**
 * The small checks that validation of every resource is made of, in one shape: where errors go, where we are, the value.
 * In: a list to collect into, a path, a value. Out: field errors with upstream's texts, in the order found.
 * Elsewhere: what a name may look like (@elli/machinery/names); checks that know a kind (the *.validation.ts files).
 */
import { type FieldError, type FieldPath, forbidden, invalid, notSupported } from '@elli/machinery/field'
import { parseIp } from '@elli/machinery/ip'
import {
  checkDns1035Label,
  checkDns1123Label,
  checkDns1123Subdomain,
  checkInRange,
  checkLabelValue,
  checkPortName,
  checkPortNumber,
  checkQualifiedName,
  immutableMessage,
  negativeMessage,
  validateCidr,
  validateIp,
} from '@elli/machinery/names'
import { plainEqual } from './equality.ts'

export { checkDns1123Label, checkDns1123Subdomain, checkDns1035Label, checkQualifiedName }
export type { FieldPath }

export type Errors = FieldError[]

/** Lists of objects may be absent, even required ones before validation has spoken. */
export function list<T>(items: readonly T[] | undefined | null): readonly T[] {
  return items ?? []
}

/** Required fields are missing from objects nobody has validated yet. */
export function text(value: string | undefined): string {
  return value ?? ''
}

/** One error per message. */
export function say(errors: Errors, path: FieldPath, value: unknown, messages: readonly string[]): void {
  for (const message of messages) errors.push(invalid(path, value, message))
}

export function dns1123Label(errors: Errors, path: FieldPath, value: string): void {
  say(errors, path, value, checkDns1123Label(value))
}

export function dns1123Subdomain(errors: Errors, path: FieldPath, value: string): void {
  say(errors, path, value, checkDns1123Subdomain(value))
}

export function qualifiedName(errors: Errors, path: FieldPath, value: string): void {
  say(errors, path, value, checkQualifiedName(value))
}

/** Namespaces are DNS labels, whether given or generated. */
export const checkNamespaceName = checkDns1123Label

export function labels(errors: Errors, path: FieldPath, map: Readonly<Record<string, string>> | undefined): void {
  for (const [key, value] of Object.entries(map ?? {})) {
    qualifiedName(errors, path, key)
    say(errors, path, value, checkLabelValue(value))
  }
}

/** Total size of keys and values of annotations, in bytes. */
const maxAnnotationBytes = 256 * 1024

export function annotations(errors: Errors, path: FieldPath, map: Readonly<Record<string, string>> | undefined): void {
  let size = 0
  for (const [key, value] of Object.entries(map ?? {})) {
    // Keys may be written in capitals, which labels may not.
    say(errors, path, key, checkQualifiedName(key.toLowerCase()))
    size += Buffer.byteLength(key) + Buffer.byteLength(value)
  }
  if (size > maxAnnotationBytes) {
    errors.push({
      type: 'FieldValueTooLong',
      field: path.toString(),
      badValue: '',
      detail: `must have at most ${maxAnnotationBytes} bytes`,
    })
  }
}

export function nonNegative(errors: Errors, path: FieldPath, value: number | undefined): void {
  if (value !== undefined && value < 0) errors.push(invalid(path, value, negativeMessage))
}

export function positive(errors: Errors, path: FieldPath, value: number): void {
  if (value <= 0) errors.push(invalid(path, value, 'must be greater than zero'))
}

export function inclusiveRange(errors: Errors, path: FieldPath, value: number, low: number, high: number): void {
  say(errors, path, value, checkInRange(value, low, high))
}

export function oneOf(errors: Errors, path: FieldPath, value: string, allowed: readonly string[]): boolean {
  if (allowed.includes(value)) return true
  errors.push(notSupported(path, value, allowed))
  return false
}

export function portNumber(errors: Errors, path: FieldPath, port: number): void {
  say(errors, path, port, checkPortNumber(port))
}

export function portNumberOrName(errors: Errors, path: FieldPath, port: number | string | undefined): void {
  if (typeof port === 'string') say(errors, path, port, checkPortName(port))
  else portNumber(errors, path, port ?? 0)
}

export function ip(errors: Errors, path: FieldPath, address: string): boolean {
  const found = validateIp(path, address)
  errors.push(...found)
  return found.length === 0
}

export function cidr(errors: Errors, path: FieldPath, range: string): void {
  errors.push(...validateCidr(path, range))
}

/** Addresses that Services and Endpoints may point at: neither the machine itself nor its links. */
export function nonSpecialIp(errors: Errors, path: FieldPath, address: string): void {
  const bytes = parseIp(address)
  if (bytes === undefined) {
    errors.push(invalid(path, address, 'must be a valid IP address'))
    return
  }
  const [a = 0, b = 0, c = 0] = bytes
  const four = bytes.length === 4
  if (bytes.every((byte) => byte === 0)) {
    errors.push(invalid(path, address, `may not be unspecified (${address})`))
  }
  const isLoopback = four ? a === 127 : bytes.every((byte, i) => byte === (i === 15 ? 1 : 0))
  if (isLoopback) errors.push(invalid(path, address, 'may not be in the loopback range (127.0.0.0/8, ::1/128)'))
  if (four ? a === 169 && b === 254 : a === 0xfe && (b & 0xc0) === 0x80) {
    errors.push(invalid(path, address, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'))
  }
  if (four ? a === 224 && b === 0 && c === 0 : a === 0xff && (b & 0x0f) === 0x02) {
    errors.push(invalid(path, address, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'))
  }
}

/** @param same how the two are compared; by default as plain JSON */
export function immutable(errors: Errors, path: FieldPath, value: unknown, old: unknown, same = plainEqual): void {
  if (!same(value, old)) errors.push(invalid(path, value, immutableMessage))
}

/** The fields of `value` that are set and not in `allowed` are refused, by name. */
export function onlyFields(
  errors: Errors,
  path: FieldPath,
  value: object,
  allowed: ReadonlySet<string>,
  detail: string,
): void {
  for (const [name, item] of Object.entries(value)) {
    if (!allowed.has(name) && !isZero(item)) errors.push(forbidden(path.child(name), detail))
  }
}

function isZero(value: unknown): boolean {
  return value === undefined || value === null || value === '' || value === 0 || value === false
}

/** Runs checks and hands back what they found. */
export function collect(check: (errors: Errors) => void): Errors {
  const errors: Errors = []
  check(errors)
  return errors
}
