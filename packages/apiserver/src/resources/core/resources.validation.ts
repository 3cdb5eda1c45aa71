/**
 * Names and amounts of compute resources: what may be called a resource where, and which amounts it may have.
 * In: ResourceList maps. Out: field errors with upstream's texts.
 * Elsewhere: quota scopes (resourcequotas.ts), limit ranges (limitranges.ts).
 */
import { verbatim } from '@elli/machinery/go-quote'
import { goQuantity } from '../go-structs.ts'
import type { ResourceClaim, ResourceRequirements } from '@elli/api/core/v1'
import { duplicate, type FieldPath, forbidden, invalid, notFound, required } from '@elli/machinery/field'
import {
  canonicalQuantity,
  compareQuantities,
  milliValue,
  quantitySign,
  quantityValue,
  tryParseQuantity,
} from '@elli/machinery/quantity'
import { dns1123Label, type Errors, checkQualifiedName, list, say } from '../checks.ts'

const hugePagesPrefix = 'hugepages-'
const requestsPrefix = 'requests.'

const objectCounts = [
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
]
const compute = [
  'cpu',
  'memory',
  'ephemeral-storage',
  'requests.cpu',
  'requests.memory',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
]
const containerResources: ReadonlySet<string> = new Set(['cpu', 'memory', 'ephemeral-storage'])
const quotaResources: ReadonlySet<string> = new Set([...compute, 'requests.storage', ...objectCounts])
const standardResources: ReadonlySet<string> = new Set([...quotaResources, 'storage'])
const integerResources: ReadonlySet<string> = new Set(objectCounts)

export function isHugePageResource(name: string): boolean {
  return name.startsWith(hugePagesPrefix)
}

function isQuotaHugePageResource(name: string): boolean {
  return isHugePageResource(name) || name.startsWith(`${requestsPrefix}${hugePagesPrefix}`)
}

export function isNativeResource(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/')
}

export function isExtendedResource(name: string): boolean {
  if (isNativeResource(name) || name.startsWith(requestsPrefix)) return false
  return checkQualifiedName(`${requestsPrefix}${name}`).length === 0
}

export function isOvercommitAllowed(name: string): boolean {
  return isNativeResource(name) && !isHugePageResource(name)
}

export function isStandardQuotaResource(name: string): boolean {
  return quotaResources.has(name) || isQuotaHugePageResource(name)
}

function isIntegerResource(name: string): boolean {
  return integerResources.has(name) || isExtendedResource(name)
}

export function validateResourceName(errors: Errors, path: FieldPath, name: string): void {
  const before = errors.length
  // Names of resources stand in messages without quotes.
  const shown = verbatim(name)
  say(errors, path, shown, checkQualifiedName(name))
  if (errors.length > before) return
  if (!name.includes('/') && !standardResources.has(name) && !isQuotaHugePageResource(name)) {
    errors.push(invalid(path, shown, 'must be a standard resource type or fully qualified'))
  }
}

export function validateContainerResourceName(errors: Errors, path: FieldPath, name: string): void {
  validateResourceName(errors, path, name)
  if (!name.includes('/')) {
    if (!containerResources.has(name) && !isHugePageResource(name)) {
      errors.push(invalid(path, verbatim(name), 'must be a standard resource for containers'))
    }
  } else if (!isNativeResource(name) && !isExtendedResource(name)) {
    errors.push(invalid(path, verbatim(name), "doesn't follow extended resource name standard"))
  }
}

export function validateQuotaResourceName(errors: Errors, path: FieldPath, name: string): void {
  validateResourceName(errors, path, name)
  if (!name.includes('/') && !isStandardQuotaResource(name)) {
    errors.push(invalid(path, verbatim(name), 'must be a standard resource for quota'))
  }
}

/** Unparsable amounts never get this far; the decoder refuses them. */
export function nonNegativeQuantity(errors: Errors, path: FieldPath, value: string): void {
  if (quantitySign(value) < 0) {
    errors.push(invalid(path, canonicalQuantity(value), 'must be greater than or equal to 0'))
  }
}

export function positiveQuantity(errors: Errors, path: FieldPath, value: string): void {
  if (quantitySign(value) <= 0) errors.push(invalid(path, canonicalQuantity(value), 'must be greater than zero'))
}

export function validateResourceQuantity(errors: Errors, path: FieldPath, name: string, value: string): void {
  nonNegativeQuantity(errors, path, value)
  if (isIntegerResource(name) && milliValue(value) % 1000 !== 0) {
    errors.push(invalid(path, goQuantity(value), 'must be an integer'))
  }
}

export function validateBasicResource(errors: Errors, path: FieldPath, value: string): void {
  if (quantityValue(value) < 0) errors.push(invalid(path, quantityValue(value), 'must be a valid resource quantity'))
}

function validateHugePageAmount(
  errors: Errors,
  path: FieldPath,
  name: string,
  value: string,
  allowIndivisible: boolean,
): void {
  if (allowIndivisible) return
  const page = tryParseQuantity(name.slice(hugePagesPrefix.length))
  const divisible =
    page !== undefined &&
    quantitySign(page) > 0 &&
    milliValue(page) % 1000 === 0 &&
    quantityValue(value) % quantityValue(page) === 0
  if (!divisible) {
    const text = canonicalQuantity(value)
    errors.push(invalid(path, text, `${text} is not positive integer multiple of ${name}`))
  }
}

export interface ResourceRequirementsOptions {
  /** Names in spec.resourceClaims; the claims of a container must be among them. */
  podClaimNames: ReadonlySet<string>
  /** Kept for objects that were stored before huge pages had to be whole. */
  allowIndivisibleHugePages?: boolean
}

export function validateResourceRequirements(
  errors: Errors,
  path: FieldPath,
  requirements: ResourceRequirements | undefined,
  options: ResourceRequirementsOptions,
): void {
  const limits = requirements?.limits ?? {}
  const requests = requirements?.requests ?? {}
  const limitsPath = path.child('limits')
  const requestsPath = path.child('requests')
  const allowIndivisible = options.allowIndivisibleHugePages === true
  for (const [name, amount] of Object.entries(limits)) {
    const at = limitsPath.key(name)
    validateContainerResourceName(errors, at, name)
    validateResourceQuantity(errors, at, name, amount)
    if (isHugePageResource(name)) validateHugePageAmount(errors, at, name, amount, allowIndivisible)
  }
  for (const [name, amount] of Object.entries(requests)) {
    const at = requestsPath.key(name)
    validateContainerResourceName(errors, at, name)
    validateResourceQuantity(errors, at, name, amount)
    const limit = limits[name]
    const text = canonicalQuantity(amount)
    if (limit !== undefined) {
      const limitText = canonicalQuantity(limit)
      if (compareQuantities(amount, limit) !== 0 && !isOvercommitAllowed(name)) {
        errors.push(invalid(requestsPath, text, `must be equal to ${name} limit of ${limitText}`))
      } else if (compareQuantities(amount, limit) > 0) {
        errors.push(invalid(requestsPath, text, `must be less than or equal to ${name} limit of ${limitText}`))
      }
    } else if (!isOvercommitAllowed(name)) {
      errors.push(required(limitsPath, 'Limit must be set for non overcommitable resources'))
    }
    if (isHugePageResource(name)) validateHugePageAmount(errors, at, name, amount, allowIndivisible)
  }
  const names = [...Object.keys(limits), ...Object.keys(requests)]
  if (names.some(isHugePageResource) && !names.includes('cpu') && !names.includes('memory')) {
    errors.push(forbidden(path, 'HugePages require cpu or memory'))
  }
  validateClaimNames(errors, path.child('claims'), list(requirements?.claims), options.podClaimNames)
}

function validateClaimNames(
  errors: Errors,
  path: FieldPath,
  claims: readonly ResourceClaim[],
  podClaimNames: ReadonlySet<string>,
): void {
  const seen = new Set<string>()
  for (const [i, claim] of claims.entries()) {
    const at = path.index(i)
    if (!claim.name) {
      errors.push(required(at, ''))
      continue
    }
    if (seen.has(claim.name)) {
      errors.push(duplicate(at, claim.name))
    } else {
      let key = claim.name
      if (claim.request) {
        dns1123Label(errors, at.child('request'), claim.request)
        key += `/${claim.request}`
      }
      if (seen.has(key)) errors.push(duplicate(at, key))
      else if (!claim.request) {
        // The whole claim after one of its requests names that request twice.
        for (const other of seen) if (other.startsWith(`${claim.name}/`)) errors.push(duplicate(at, claim.name))
      }
      seen.add(key)
    }
    if (!podClaimNames.has(claim.name)) {
      const known = [...podClaimNames].sort()
      const rest = known.length === 0 ? ' which is empty' : `: ${known.join(', ')}`
      errors.push({
        ...notFound(at, claim.name),
        detail: `must be one of the names in pod.spec.resourceClaims${rest}`,
      })
    }
  }
}
