/**
 * The keys service account tokens are signed and checked with, and the two public documents about them.
 * Pure over keys that were read elsewhere (node/service-account-keys.ts).
 */
import { exportJWK, type CryptoKey, type JWK, type KeyObject } from 'jose'

export type SignatureAlgorithm = 'RS256' | 'ES256' | 'ES384' | 'ES512'

export interface VerificationKey {
  /** Base64url of the SHA-256 of the public key's DER form, as upstream names keys. */
  readonly keyId: string
  readonly algorithm: SignatureAlgorithm
  readonly publicKey: CryptoKey | KeyObject
}

export interface SigningKey extends VerificationKey {
  readonly privateKey: CryptoKey | KeyObject
}

export const jwksPath = '/openid/v1/jwks'
export const openIdConfigurationPath = '/.well-known/openid-configuration'
/** For how long clients may keep the two documents. */
export const keysCacheSeconds = 3600
export const jwksContentType = 'application/jwk-set+json'

/** Body of `/openid/v1/jwks`. */
export async function jwksDocument(keys: readonly VerificationKey[]): Promise<{ keys: JWK[] }> {
  const documents = keys.map(async ({ keyId, algorithm, publicKey }) => {
    const { kty, ...rest } = await exportJWK(publicKey)
    return { use: 'sig', kty, kid: keyId, alg: algorithm, ...rest } as JWK
  })
  return { keys: await Promise.all(documents) }
}

export interface OpenIdConfiguration {
  issuer: string
  jwks_uri: string
  response_types_supported: string[]
  subject_types_supported: string[]
  id_token_signing_alg_values_supported: string[]
}

/**
 * Body of `/.well-known/openid-configuration`.
 * @param jwksUri unset: the path of the JWKS at `externalAddress` (host or host:port)
 * @throws Error when issuer or jwksUri is no https URL: then upstream serves neither document
 */
export function openIdConfiguration(
  keys: readonly VerificationKey[],
  options: { issuer: string; jwksUri?: string; externalAddress: string },
): OpenIdConfiguration {
  const issuer = new URL(options.issuer)
  if (issuer.protocol !== 'https:') throw new Error(`issuer URL must use https scheme, got: ${options.issuer}`)
  if (issuer.search !== '') throw new Error(`issuer URL may not include a query, got: ${options.issuer}`)
  if (issuer.hash !== '') throw new Error(`issuer URL may not include a fragment, got: ${options.issuer}`)
  const jwksUri = options.jwksUri ?? `https://${options.externalAddress}${jwksPath}`
  if (new URL(jwksUri).protocol !== 'https:') throw new Error(`jwksURI requires https scheme, parsed as: ${jwksUri}`)
  return {
    issuer: options.issuer,
    jwks_uri: jwksUri,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [...new Set(keys.map(({ algorithm }) => algorithm))].sort(),
  }
}
