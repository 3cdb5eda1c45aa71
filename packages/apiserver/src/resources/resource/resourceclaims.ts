/** ResourceClaims on the server. */
import { resourceclaims } from '@elli/api/resource/v1alpha3.resources'
import { type ResourceClaim, ResourceClaimSpec } from '@elli/api/resource/v1alpha3'
import { at } from '@elli/machinery/field'
import type { Strategy } from '../../registry/strategy.ts'
import { collect, immutable, list } from '../checks.ts'
import { semanticEqual } from '../equality.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'

export const resourceclaimsStrategy: Strategy<ResourceClaim> = {
  resource: resourceclaims,
  prepareForCreate(claim) {
    claim.status = {}
  },
  validateUpdate: (claim, old) =>
    collect((errors) =>
      immutable(errors, at('spec'), claim.spec, old.spec, (a, b) =>
        semanticEqual(ResourceClaimSpec, a as ResourceClaimSpec, b as ResourceClaimSpec),
      ),
    ),
  status: {},
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
