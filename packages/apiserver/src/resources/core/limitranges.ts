/** LimitRanges on the server. */
import { goQuantity } from '../go-structs.ts'
import { limitranges } from '@elli/api/core/v1.resources'
import type { LimitRange, LimitRangeItem } from '@elli/api/core/v1'
import { at, duplicate, forbidden, invalid, required } from '@elli/machinery/field'
import { uuid } from '@elli/host/random'
import { approximateQuantity, canonicalQuantity, compareQuantities } from '@elli/machinery/quantity'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, type Errors, type FieldPath, list, qualifiedName } from '../checks.ts'
import { defaultTable } from '../printing.ts'
import { isOvercommitAllowed, validateContainerResourceName, validateResourceName } from './resources.validation.ts'

const validate = (range: LimitRange): Errors => collect((errors) => validateLimits(errors, range))

export const limitrangesStrategy: Strategy<LimitRange> = {
  resource: limitranges,
  prepareForCreate(range, { random }) {
    // Nobody ever names the one of a namespace but by looking, so a name may be missing.
    if (!range.metadata.name) range.metadata.name = uuid(random)
  },
  validate,
  validateUpdate: validate,
  table: defaultTable(),
}

function validateLimits(errors: Errors, range: LimitRange): void {
  const types = new Set<string>()
  for (const [i, limit] of list(range.spec?.limits).entries()) {
    const path = at('spec', 'limits').index(i)
    validateType(errors, path.child('type'), limit.type ?? '')
    if (types.has(limit.type)) errors.push(duplicate(path.child('type'), limit.type))
    types.add(limit.type)
    validateNames(errors, path, limit)
    const maps = [limit.max, limit.min, limit.maxLimitRequestRatio]
    if (limit.type !== 'Pod') maps.push(limit.default, limit.defaultRequest)
    const names = new Set(maps.flatMap((map) => Object.keys(map ?? {})))
    for (const name of names) validateAmounts(errors, path, limit, name)
  }
}

function validateType(errors: Errors, path: FieldPath, type: string): void {
  const before = errors.length
  qualifiedName(errors, path, type)
  if (errors.length > before || type.includes('/')) return
  if (!['Pod', 'Container', 'PersistentVolumeClaim'].includes(type)) {
    errors.push(invalid(path, type, 'must be a standard limit type or fully qualified'))
  }
}

function validateNames(errors: Errors, path: FieldPath, limit: LimitRangeItem): void {
  const check = ['Pod', 'Container'].includes(limit.type) ? validateContainerResourceName : validateResourceName
  const names = (field: 'max' | 'min' | 'default' | 'defaultRequest' | 'maxLimitRequestRatio'): void => {
    for (const name of Object.keys(limit[field] ?? {})) check(errors, path.child(field).key(name), name)
  }
  names('max')
  names('min')
  if (limit.type === 'Pod') {
    for (const field of ['default', 'defaultRequest'] as const) {
      if (Object.keys(limit[field] ?? {}).length > 0) {
        errors.push(forbidden(path.child(field), "may not be specified when `type` is 'Pod'"))
      }
    }
  } else {
    names('default')
    names('defaultRequest')
  }
  if (limit.type === 'PersistentVolumeClaim' && !limit.min?.['storage'] && !limit.max?.['storage']) {
    const detail = 'either minimum or maximum storage value is required, but neither was provided'
    errors.push(required(path.child('limits'), detail))
  }
  names('maxLimitRequestRatio')
}

function validateAmounts(errors: Errors, path: FieldPath, limit: LimitRangeItem, name: string): void {
  const min = limit.min?.[name]
  const max = limit.max?.[name]
  const defaultLimit = limit.type === 'Pod' ? undefined : limit.default?.[name]
  const defaultRequest = limit.type === 'Pod' ? undefined : limit.defaultRequest?.[name]
  const ratio = limit.maxLimitRequestRatio?.[name]
  /** Complains at `field` about `shown` when `a` is more than `b`. */
  const ordered = (
    a: string | undefined,
    aName: string,
    b: string | undefined,
    bName: string,
    field: string,
    shown: string | undefined,
  ): void => {
    if (a === undefined || b === undefined || shown === undefined || compareQuantities(a, b) <= 0) return
    const detail = `${aName} value ${canonicalQuantity(a)} is greater than ${bName} value ${canonicalQuantity(b)}`
    errors.push(invalid(path.child(field).key(name), goAmount(shown), detail))
  }
  ordered(min, 'min', max, 'max', 'min', min)
  ordered(min, 'min', defaultRequest, 'default request', 'defaultRequest', defaultRequest)
  ordered(defaultRequest, 'default request', max, 'max', 'defaultRequest', defaultRequest)
  ordered(defaultRequest, 'default request', defaultLimit, 'default limit', 'defaultRequest', defaultRequest)
  ordered(min, 'min', defaultLimit, 'default', 'default', min)
  ordered(defaultLimit, 'default', max, 'max', 'default', max)
  validateRatio(errors, path.child('maxLimitRequestRatio').key(name), ratio, min, max)
  if (
    !isOvercommitAllowed(name) &&
    defaultLimit !== undefined &&
    defaultRequest !== undefined &&
    compareQuantities(defaultLimit, defaultRequest) !== 0
  ) {
    const shown = canonicalQuantity(defaultRequest)
    const detail = `default value ${canonicalQuantity(defaultLimit)} must equal to defaultRequest value ${shown} in ${name}`
    errors.push(invalid(path.child('defaultRequest').key(name), goAmount(defaultRequest), detail))
  }
}

/** Messages have the text of the amount already, so upstream shows that too. */
const goAmount = (amount: string): unknown => goQuantity(amount, canonicalQuantity(amount))

function validateRatio(
  errors: Errors,
  path: FieldPath,
  ratio: string | undefined,
  min: string | undefined,
  max: string | undefined,
): void {
  if (ratio === undefined) return
  const shown = canonicalQuantity(ratio)
  if (compareQuantities(ratio, '1') < 0) errors.push(invalid(path, goAmount(ratio), `ratio ${shown} is less than 1`))
  if (min === undefined || max === undefined) return
  const limit = approximateQuantity(max) / approximateQuantity(min)
  if (approximateQuantity(ratio) > limit) {
    errors.push(invalid(path, goAmount(ratio), `ratio ${shown} is greater than max/min = ${limit.toFixed(6)}`))
  }
}
