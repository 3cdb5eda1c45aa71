/**
 * What a ResourceClaim got, for whom, and how it is given back.
 * In: the claim with its new status, the stored one. Out: field errors.
 */
import {
  AllocationResult,
  type DeviceAllocationConfiguration,
  type ResourceClaim,
  type ResourceClaimConsumerReference,
} from '@elli/api/resource/v1alpha3'
import { at, forbidden, notSupported, required } from '@elli/machinery/field'
import { dns1123Label, type Errors, type FieldPath, immutable, list, text } from '../checks.ts'
import { validateNodeSelector } from '../core/scheduling.validation.ts'
import { semanticEqual } from '../equality.ts'
import { requestNames } from './claims.validation.ts'
import { validateDeviceConfiguration, validateRequestReferences } from './device-configuration.validation.ts'
import {
  maxConfigurations,
  maxConsumers,
  maxRequests,
  validateItems,
  validateUniqueItems,
} from './limits.validation.ts'
import { validateDriverName, validatePoolName, validateRequestReference } from './names.validation.ts'

export function validateClaimStatusUpdate(errors: Errors, claim: ResourceClaim, old: ResourceClaim): void {
  const path = at('status')
  const status = claim.status ?? {}
  const before = old.status ?? {}
  const { allocation } = status
  if (allocation !== undefined) {
    validateAllocation(errors, path.child('allocation'), allocation, requestNames(claim.spec.devices))
  }
  const reservedFor = path.child('reservedFor')
  const consumers = list(status.reservedFor)
  validateUniqueItems(errors, reservedFor, consumers, maxConsumers, validateConsumer, (item) => text(item.uid), 'uid')

  if (consumers.length > 0) {
    if (allocation === undefined) {
      errors.push(forbidden(reservedFor, 'may not be specified when `allocated` is not set'))
    } else if (claim.metadata.deletionTimestamp !== undefined || status.deallocationRequested === true) {
      const known = new Set(list(before.reservedFor).map(consumerKey))
      if (consumers.some((item) => !known.has(consumerKey(item)))) {
        const detail = 'new entries may not be added while `deallocationRequested` or `deletionTimestamp` are set'
        errors.push(forbidden(reservedFor, detail))
      }
    }
  }
  if (allocation !== undefined && before.allocation !== undefined) {
    immutable(errors, path.child('allocation'), allocation, before.allocation, (a, b) =>
      semanticEqual(AllocationResult, a as AllocationResult, b as AllocationResult),
    )
  }
  validateDeallocation(errors, path, { status, before })
}

function validateDeallocation(
  errors: Errors,
  path: FieldPath,
  { status, before }: Record<'status' | 'before', NonNullable<ResourceClaim['status']>>,
): void {
  const requested = path.child('deallocationRequested')
  const wanted = status.deallocationRequested === true
  const wantedBefore = before.deallocationRequested === true
  if (!wantedBefore && wanted && list(status.reservedFor).length > 0) {
    errors.push(forbidden(requested, 'deallocation cannot be requested while `reservedFor` is set'))
  }
  if (status.allocation === undefined && wanted) {
    errors.push(forbidden(path, '`allocation` must be set when `deallocationRequested` is set'))
  }
  if (wantedBefore && !wanted && status.allocation !== undefined) {
    errors.push(forbidden(requested, 'may not be cleared when `allocation` is set'))
  }
}

function consumerKey({ apiGroup, resource, name, uid }: ResourceClaimConsumerReference): string {
  return JSON.stringify([apiGroup ?? '', resource, name, uid])
}

function validateConsumer(errors: Errors, path: FieldPath, consumer: ResourceClaimConsumerReference): void {
  for (const name of ['resource', 'name', 'uid'] as const) {
    if (!consumer[name]) errors.push(required(path.child(name)))
  }
}

function validateAllocation(
  errors: Errors,
  path: FieldPath,
  allocation: AllocationResult,
  requests: ReadonlySet<string>,
): void {
  const devices = path.child('devices')
  validateItems(errors, devices.child('results'), allocation.devices?.results, maxRequests, (found, place, item) => {
    validateRequestReference(found, place.child('request'), item.request, requests)
    validateDriverName(found, place.child('driver'), item.driver)
    validatePoolName(found, place.child('pool'), item.pool)
    dns1123Label(found, place.child('device'), text(item.device))
  })
  // Those of the class and those of the claim.
  const limit = 2 * maxConfigurations
  validateItems(errors, devices.child('config'), allocation.devices?.config, limit, (found, place, item) => {
    validateSource(found, place.child('source'), item.source)
    validateRequestReferences(found, place.child('requests'), item.requests, requests)
    validateDeviceConfiguration(found, place, item)
  })
  if (allocation.nodeSelector !== undefined) {
    validateNodeSelector(errors, path.child('nodeSelector'), allocation.nodeSelector)
  }
  if (allocation.controller) validateDriverName(errors, path.child('controller'), allocation.controller)
}

function validateSource(errors: Errors, path: FieldPath, source: DeviceAllocationConfiguration['source']): void {
  const given = text(source)
  if (given === '') errors.push(required(path))
  else if (given !== 'FromClaim' && given !== 'FromClass') {
    errors.push(notSupported(path, given, ['FromClaim', 'FromClass']))
  }
}
