/** Leases on the server. */
import { leases } from '@elli/api/coordination/v1.resources'
import type { Lease } from '@elli/api/coordination/v1'
import { at, forbidden, invalid } from '@elli/machinery/field'
import { checkQualifiedName } from '@elli/machinery/names'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, type Errors, type FieldPath, oneOf, say } from '../checks.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'

const validate = (lease: Lease): Errors => collect((errors) => validateSpec(errors, lease))

export const leasesStrategy: Strategy<Lease> = {
  resource: leases,
  allowCreateOnUpdate: true,
  allowUnconditionalUpdate: false,
  prepareForCreate(lease, context) {
    if (context.featureEnabled('CoordinatedLeaderElection')) return
    delete lease.spec.strategy
    delete lease.spec.preferredHolder
  },
  validate,
  prepareForUpdate(lease, old, context) {
    if (context.featureEnabled('CoordinatedLeaderElection')) return
    if (old.spec.strategy === undefined) delete lease.spec.strategy
    if (old.spec.preferredHolder === undefined) delete lease.spec.preferredHolder
  },
  validateUpdate: validate,
  table: table<Lease>([column('Holder', 'Who holds the lease.'), ageColumn], (lease, now) => [
    lease.spec.holderIdentity ?? '',
    ageOf(lease, now),
  ]),
}

function validateSpec(errors: Errors, lease: Lease): void {
  const spec = lease.spec ?? {}
  const path = at('spec')
  if (spec.leaseDurationSeconds !== undefined && spec.leaseDurationSeconds <= 0) {
    errors.push(invalid(path.child('leaseDurationSeconds'), spec.leaseDurationSeconds, 'must be greater than 0'))
  }
  if (spec.leaseTransitions !== undefined && spec.leaseTransitions < 0) {
    const detail = 'must be greater than or equal to 0'
    errors.push(invalid(path.child('leaseTransitions'), spec.leaseTransitions, detail))
  }
  if (spec.strategy !== undefined) validateLeaseStrategy(errors, path.child('strategy'), spec.strategy)
  if (spec.preferredHolder && !spec.strategy) {
    errors.push(forbidden(path.child('preferredHolder'), 'may only be specified if `strategy` is defined'))
  }
}

/** How a holder is chosen: a name of Kubernetes, or a qualified one of somebody else. */
export function validateLeaseStrategy(errors: Errors, path: FieldPath, strategy: string): void {
  const where = path.child('strategy')
  if (strategy.includes('/')) say(errors, where, strategy, checkQualifiedName(strategy))
  else oneOf(errors, where, strategy, ['OldestEmulationVersion'])
}
