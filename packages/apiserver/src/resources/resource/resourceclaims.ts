/** ResourceClaims on the server. */
import { resourceclaims } from '@elli/api/resource/v1alpha3.resources'
import { type ResourceClaim, ResourceClaimSpec } from '@elli/api/resource/v1alpha3'
import { at } from '@elli/machinery/field'
import type { Strategy, StrategyContext } from '../../registry/strategy.ts'
import { collect, immutable, list } from '../checks.ts'
import { semanticEqual } from '../equality.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'
import { validateClaimStatusUpdate } from './claim-status.validation.ts'
import { validateClaimSpec } from './claims.validation.ts'

export const resourceclaimsStrategy: Strategy<ResourceClaim> = {
  resource: resourceclaims,
  prepareForCreate(claim, context) {
    claim.status = {}
    dropControllerFields(claim, undefined, context)
  },
  validate: (claim) => collect((errors) => validateClaimSpec(errors, at('spec'), claim.spec, false)),
  prepareForUpdate: dropControllerFields,
  validateUpdate: (claim, old) =>
    collect((errors) => {
      // The claim alone first, then beside the stored one: what is wrong is told twice.
      validateClaimSpec(errors, at('spec'), claim.spec, false)
      immutable(errors, at('spec'), claim.spec, old.spec, (a, b) =>
        semanticEqual(ResourceClaimSpec, a as ResourceClaimSpec, b as ResourceClaimSpec),
      )
      validateClaimSpec(errors, at('spec'), claim.spec, true)
    }),
  status: {
    prepareForUpdate: dropControllerFields,
    validateUpdate: (claim, old) => collect((errors) => validateClaimStatusUpdate(errors, claim, old)),
  },
  table: table<ResourceClaim>([column('State', 'How far the claim has got.'), ageColumn], (claim, now) => [
    stateText(claim),
    ageOf(claim, now),
  ]),
}

function stateText({ metadata, status = {} }: ResourceClaim): string {
  const deleted = metadata.deletionTimestamp !== undefined
  const states: string[] = deleted ? ['deleted'] : []
  if (status.allocation === undefined) {
    if (!deleted) states.push('pending')
  } else {
    states.push('allocated')
    if (list(status.reservedFor).length > 0) states.push('reserved')
    else if (deleted || status.deallocationRequested) states.push('deallocating')
  }
  return states.join(',')
}

/** Allocation by controllers of drivers is a feature of its own. */
function dropControllerFields(claim: ResourceClaim, old: ResourceClaim | undefined, gates: StrategyContext): void {
  if (gates.featureEnabled('DRAControlPlaneController')) return
  if (!old?.spec.controller) delete claim.spec.controller
  if (old === undefined) return
  const { status } = claim
  if (status === undefined) return
  if (!old.spec.controller && status.allocation !== undefined && old.status?.allocation === undefined) {
    delete status.allocation.controller
  }
  // Who has such an allocation may still give it back.
  if (old.status?.deallocationRequested !== true && !status.allocation?.controller) delete status.deallocationRequested
}
