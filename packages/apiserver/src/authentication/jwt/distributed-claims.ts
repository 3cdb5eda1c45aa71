/**
 * Claims that a token only points to: fetched from where it says, as a token of its own, checked like the first.
 * In: claims with `_claim_names` and `_claim_sources`. Out: the same with the claim in its place, if it was elsewhere.
 * @see OpenID Connect Core 1.0, section 5.6.2
 */
import { goQuote } from '@elli/machinery/go-quote'
import { type Fetch, succeeded } from './fetch.ts'
import { type Claims, OidcError, type Provider } from './provider.ts'
import { type TokenDemands, untrustedIssuer, verifyToken } from './verify-token.ts'

export interface DistributedClaimOptions {
  /** The one claim that is looked up, which is that of the groups. */
  readonly claim: string
  readonly fetch: Fetch
  readonly caPem?: string
  readonly demands: TokenDemands
  /** The issuer of the fetched token. @throws when it cannot be had */
  providerOf(issuer: string): Promise<Provider>
}

export async function expandClaims(options: DistributedClaimOptions, claims: Claims): Promise<Claims> {
  const { claim } = options
  if (Object.hasOwn(claims, claim) || claims['_claim_names'] === undefined) return claims
  const names = stringMap(claims['_claim_names'], 'error parsing distributed claim names')
  if (claims['_claim_sources'] === undefined) throw new OidcError('oidc: no claim sources')
  const sources = objectMap(claims['_claim_sources'], 'could not parse claim sources')
  const source = names[claim]
  if (source === undefined) return claims
  const place = sources[source]
  if (place === undefined) {
    throw new OidcError(`id token _claim_names contained a source ${source} missing in _claims_sources`)
  }
  const { endpoint, access_token: accessToken } = place as { endpoint?: unknown; access_token?: unknown }
  // Without an endpoint the claim may be an aggregated one, which is not supported.
  if (typeof endpoint !== 'string' || endpoint === '') return claims
  const value = await resolve(options, endpoint, typeof accessToken === 'string' ? accessToken : '')
  return { ...claims, [claim]: value }
}

async function resolve(options: DistributedClaimOptions, endpoint: string, accessToken: string): Promise<unknown> {
  const { claim, fetch, caPem, demands } = options
  const response = await fetch({
    url: endpoint,
    ...(accessToken === '' ? {} : { headers: { authorization: `Bearer ${accessToken}` } }),
    ...(caPem === undefined ? {} : { caPem }),
  })
  if (!succeeded(response)) {
    const why = `error while getting distributed claim JWT: ${response.status}`
    throw new OidcError(`while getting distributed claim ${goQuote(claim)}: ${why}`)
  }
  const token = response.text
  const issuer = untrustedIssuer(token)
  if (issuer === undefined) {
    throw new OidcError(
      `getting untrusted issuer from endpoint ${endpoint} failed for claim ${goQuote(claim)}: malformed token`,
    )
  }
  let provider: Provider
  try {
    provider = await options.providerOf(issuer)
  } catch (error) {
    const why = `verifier not initialized for issuer: ${goQuote(issuer)}`
    throw new OidcError(`verifying untrusted issuer ${issuer} failed: ${why}`, { cause: error })
  }
  let claims: Claims
  try {
    claims = await verifyToken(provider, token, demands)
  } catch (error) {
    if (!(error instanceof OidcError)) throw error
    throw new OidcError(`verify distributed claim token: ${error.message}`, { cause: error })
  }
  if (!Object.hasOwn(claims, claim)) {
    throw new OidcError(
      `jwt returned by distributed claim endpoint ${goQuote(endpoint)} did not contain claim: ${claim}`,
    )
  }
  return claims[claim]
}

function objectMap(value: unknown, what: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new OidcError(`oidc: ${what}: no object`)
  return value as Record<string, unknown>
}

function stringMap(value: unknown, what: string): Record<string, string> {
  const found = objectMap(value, what)
  for (const item of Object.values(found)) {
    if (typeof item !== 'string') throw new OidcError(`oidc: ${what}: no text`)
  }
  return found as Record<string, string>
}
