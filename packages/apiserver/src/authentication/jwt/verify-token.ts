/**
 * An ID token against what its issuer and this server demand: issuer, audience, times, algorithm, signature.
 * In: the compact token. Out: its claims. @throws OidcError with upstream's words, cheap checks first.
 * @see github.com/coreos/go-oidc v2, IDTokenVerifier
 */
import type { Clock, Instant } from '@elli/host/clock'
import { goQuote } from '@elli/machinery/go-quote'
import { decodeProtectedHeader } from 'jose'
import { type Claims, OidcError, type Provider } from './provider.ts'

export interface TokenDemands {
  readonly clock: Clock
  readonly audiences: readonly string[]
  readonly signingAlgs: readonly string[]
}

const notBeforeLeewayMs = 60_000

export async function verifyToken(provider: Provider, token: string, demands: TokenDemands): Promise<Claims> {
  const claims = claimsOf(token)
  const { issuer } = provider
  const claimed = issuerOf(claims)
  if (claimed !== issuer) {
    const [expected, got] = [goQuote(issuer), goQuote(String(claims['iss'] ?? ''))]
    throw new OidcError(`oidc: id token issued by a different provider, expected ${expected} got ${got}`)
  }
  const audiences = audiencesOf(claims)
  const [first = ''] = demands.audiences
  if (demands.audiences.length === 1 && !audiences.includes(first)) {
    throw new OidcError(`oidc: expected audience ${goQuote(first)} got ${quoted(audiences)}`)
  }
  checkTimes(claims, demands.clock.now())
  const algorithm = decodeProtectedHeader(token).alg ?? ''
  if (!demands.signingAlgs.includes(algorithm)) {
    const expected = quoted(demands.signingAlgs)
    throw new OidcError(
      `oidc: id token signed with unsupported algorithm, expected ${expected} got ${goQuote(algorithm)}`,
    )
  }
  try {
    await provider.verifySignature(token, algorithm)
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new OidcError(`failed to verify signature: ${error.message}`, { cause: error })
  }
  if (!audiences.some((audience) => demands.audiences.includes(audience))) {
    const wanted = quoted(demands.audiences.toSorted())
    throw new OidcError(`oidc: expected audience in ${wanted} got ${quoted(audiences)}`)
  }
  return claims
}

/** The issuer a token claims, before anything is checked; undefined for what is no token of this form. */
export function untrustedIssuer(token: string): string | undefined {
  if (token.trim().startsWith('{') || token.split('.').length !== 3) return undefined
  try {
    return issuerOf(claimsOf(token))
  } catch (error) {
    if (error instanceof OidcError) return undefined
    throw error
  }
}

function issuerOf(claims: Claims): string | undefined {
  const { iss } = claims
  // Google has named itself without the scheme.
  if (iss === 'accounts.google.com') return 'https://accounts.google.com'
  return iss === undefined ? '' : typeof iss === 'string' ? iss : undefined
}

function claimsOf(token: string): Claims {
  const [header = '', payload = '', signature] = token.split('.')
  if (signature === undefined)
    throw new OidcError('oidc: malformed jwt: square/go-jose: compact JWS format must have three parts')
  try {
    JSON.parse(Buffer.from(header, 'base64url').toString('utf8'))
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
    if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) throw new Error('no object')
    return claims as Claims
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new OidcError(`oidc: failed to unmarshal claims: ${why}`, { cause: error })
  }
}

function audiencesOf({ aud }: Claims): string[] {
  if (typeof aud === 'string') return [aud]
  return Array.isArray(aud) ? aud.filter((one): one is string => typeof one === 'string') : []
}

function checkTimes({ exp, nbf }: Claims, now: Instant): void {
  const expiry = typeof exp === 'number' ? exp * 1000 : 0
  if (expiry < now) throw new OidcError(`oidc: token is expired (Token Expiry: ${goTime(expiry)})`)
  if (typeof nbf === 'number' && now + notBeforeLeewayMs < nbf * 1000) {
    throw new OidcError(`oidc: current time ${goTime(now)} before the nbf (not before) time: ${goTime(nbf * 1000)}`)
  }
}

function goTime(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`
}

function quoted(list: readonly string[]): string {
  return `[${list.map((item) => goQuote(item)).join(' ')}]`
}
