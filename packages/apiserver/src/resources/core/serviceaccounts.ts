/** Service accounts on the server, and the bodies of requests for their tokens. */
import { serviceaccounts } from '@elli/api/core/v1.resources'
import type { ServiceAccount } from '@elli/api/core/v1'
import type { TokenRequest } from '@elli/api/authentication/v1'
import { at, invalid } from '@elli/machinery/field'
import type { Strategy } from '../../registry/strategy.ts'
import { type Errors, list } from '../checks.ts'
import { ageColumn, ageOf, column, table } from '../printing.ts'

/** Only names are kept: a reference may not say which version of a secret it means. */
function cleanReferences(account: ServiceAccount): void {
  if (account.secrets === undefined) return
  account.secrets = account.secrets.map(({ name }) => (name === undefined ? {} : { name }))
}

export const serviceaccountsStrategy: Strategy<ServiceAccount> = {
  resource: serviceaccounts,
  prepareForCreate: cleanReferences,
  prepareForUpdate: cleanReferences,
  table: table<ServiceAccount>(
    [column('Secrets', 'How many secrets the account may use.'), ageColumn],
    (account, now) => [list(account.secrets).length, ageOf(account, now)],
  ),
}

export function validateTokenRequest(request: TokenRequest): Errors {
  const seconds = request.spec?.expirationSeconds ?? 0
  const path = at('spec', 'expirationSeconds')
  if (seconds < 600) return [invalid(path, seconds, 'may not specify a duration less than 10 minutes')]
  if (seconds > 2 ** 32) return [invalid(path, seconds, 'may not specify a duration larger than 2^32 seconds')]
  return []
}
