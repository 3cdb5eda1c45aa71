/**
 * An issuer on the net: its discovery document, and the keys it signs with now.
 * In: its URL and a Fetch. Out: claims of tokens whose signature, issuer, audience and times are good.
 * Always: keys are fetched again when a token names one that is not known and the issuer's own limit has passed; askers
 * that come together share one fetch.
 */
import type { Clock, Instant } from '@elli/host/clock'
import { goQuote } from '@elli/machinery/go-quote'
import { compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose'
import type { Fetch } from './fetch.ts'

/** A refusal of a token, or of a document; its message is told to whoever reads the log. */
export class OidcError extends Error {
  override name = 'OidcError'
}

export type Claims = Record<string, unknown>

export interface Provider {
  readonly issuer: string
  /** @throws OidcError unless one of the issuer's keys has signed the token */
  verifySignature(token: string, algorithm: string): Promise<void>
}

export interface ProviderOptions {
  readonly clock: Clock
  readonly fetch: Fetch
  readonly issuer: string
  /** Asked instead of the issuer's own well-known path. */
  readonly discoveryUrl?: string
  readonly caPem?: string
}

/** @throws OidcError when the document cannot be had or is about somebody else */
export async function discoverProvider(options: ProviderOptions): Promise<Provider> {
  const { issuer, discoveryUrl, clock } = options
  const get = (url: string) => options.fetch({ url, ...(options.caPem === undefined ? {} : { caPem: options.caPem }) })
  const url = discoveryUrl ?? `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  const response = await get(url)
  if (response.status !== 200) throw new OidcError(`${response.status}: ${response.text}`)
  const document = parseObject(response.text, 'oidc: failed to decode provider discovery object')
  if (document['issuer'] !== issuer) {
    const got = goQuote(typeof document['issuer'] === 'string' ? document['issuer'] : '')
    const expected = goQuote(issuer)
    throw new OidcError(`oidc: issuer did not match the issuer returned by provider, expected ${expected} got ${got}`)
  }
  const jwksUri = document['jwks_uri']
  const keys = remoteKeys(clock, async () => get(typeof jwksUri === 'string' ? jwksUri : ''))
  return { issuer, verifySignature: keys }
}

/** Keys that were given, for an issuer that is not asked. */
export function fixedProvider(issuer: string, keys: readonly JWK[]): Provider {
  return {
    issuer,
    async verifySignature(token, algorithm) {
      if (!(await signedByOne(token, algorithm, keys))) throw new OidcError('failed to verify id token signature')
    },
  }
}

/** Keys are taken for stale a little before they are. */
const expiryDeltaMs = 30_000

function remoteKeys(
  clock: Clock,
  load: () => Promise<Awaited<ReturnType<Fetch>>>,
): (token: string, algorithm: string) => Promise<void> {
  let cached: readonly JWK[] = []
  let expires: Instant = 0
  let underway: Promise<readonly JWK[]> | undefined

  async function update(): Promise<readonly JWK[]> {
    const response = await load()
    if (response.status !== 200) throw new OidcError(`oidc: get keys failed: ${response.status} ${response.text}`)
    const { keys } = parseObject(response.text, 'oidc: failed to decode keys')
    cached = Array.isArray(keys) ? (keys as JWK[]) : []
    // An issuer that says nothing about caching is asked again for each unknown key.
    expires = clock.now() + maxAgeMs(response.headers['cache-control'] ?? '')
    return cached
  }

  return async (token, algorithm) => {
    if (await signedByOne(token, algorithm, cached)) return
    if (clock.now() + expiryDeltaMs <= expires) throw new OidcError('failed to verify id token signature')
    underway ??= update().finally(() => {
      underway = undefined
    })
    let fresh: readonly JWK[]
    try {
      fresh = await underway
    } catch (error) {
      throw new OidcError(`fetching keys ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    }
    if (!(await signedByOne(token, algorithm, fresh))) throw new OidcError('failed to verify id token signature')
  }
}

function maxAgeMs(cacheControl: string): number {
  if (/no-store|no-cache/i.test(cacheControl)) return 0
  const seconds = /max-age=(\d+)/i.exec(cacheControl)?.[1]
  return seconds === undefined ? 0 : Number(seconds) * 1000
}

async function signedByOne(token: string, algorithm: string, keys: readonly JWK[]): Promise<boolean> {
  const { kid } = decodeProtectedHeader(token)
  for (const key of keys) {
    if (kid !== undefined && kid !== '' && key.kid !== kid) continue
    try {
      await compactVerify(token, await importJWK(key, algorithm), { algorithms: [algorithm] })
      return true
    } catch {
      // Of another kind, or not the one: the next key is tried.
    }
  }
  return false
}

function parseObject(text: string, what: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new OidcError(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new OidcError(`${what}: no object`)
  return value as Record<string, unknown>
}
