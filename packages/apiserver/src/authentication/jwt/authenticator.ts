/**
 * Tokens of the issuers in an AuthenticationConfiguration. Each issuer is asked for its documents in the background, again
 * and again until it answers; until then its tokens are refused.
 * In: a validated configuration. Out: a TokenAuthenticator, and how its issuers are doing.
 * Elsewhere: replacing all of it when the file changes (./reloading.ts).
 */
import type { Clock } from '@elli/host/clock'
import type { Logger } from '@elli/host/log'
import { goQuote } from '@elli/machinery/go-quote'
import type { AuthenticationAnswer } from '../authenticator.ts'
import { agnosticAudiences, type TokenAuthenticator } from '../bearer-token.ts'
import type { AuthenticationConfiguration, JWTAuthenticator } from './configuration.ts'
import { expandClaims } from './distributed-claims.ts'
import type { Fetch } from './fetch.ts'
import { type Claims, discoverProvider, OidcError, type Provider } from './provider.ts'
import { userOfClaims } from './user-of-claims.ts'
import type { CompiledMappings } from './validation.ts'
import { untrustedIssuer, verifyToken } from './verify-token.ts'

export interface JwtAuthenticatorOptions {
  readonly clock: Clock
  readonly log: Logger
  readonly fetch: Fetch
  readonly signingAlgs: readonly string[]
  readonly apiAudiences: readonly string[]
}

export interface JwtAuthenticators extends TokenAuthenticator {
  /** What keeps issuers from being usable; empty when all are. */
  problems(): string[]
  /** Resolves when every issuer has answered, or asking was stopped. */
  settled(): Promise<void>
  /** Ends asking issuers that have not answered. */
  stop(): void
}

const retryMs = 10_000

interface Issuer {
  readonly url: string
  authenticate(token: string): Promise<AuthenticationAnswer>
  problem(): string | undefined
  readonly settled: Promise<void>
}

export function jwtAuthenticators(
  { jwt }: AuthenticationConfiguration,
  compiled: readonly CompiledMappings[],
  options: JwtAuthenticatorOptions,
): JwtAuthenticators {
  const stopping = new AbortController()
  const issuers = jwt.map((one, index) => {
    const mappings = compiled[index]
    if (mappings === undefined) throw new Error('an issuer was not compiled')
    return issuerOf(one, mappings, options, stopping.signal)
  })
  return {
    name: 'jwt',
    async authenticate(token, requested) {
      const { fits, audiences } = agnosticAudiences(options.apiAudiences, requested)
      if (!fits) return { kind: 'unknown' }
      const claimed = untrustedIssuer(token)
      if (claimed === undefined) return { kind: 'unknown' }
      for (const issuer of issuers) {
        if (issuer.url !== claimed) continue
        const answer = await issuer.authenticate(token)
        return answer.kind === 'user' ? { ...answer, audiences } : answer
      }
      return { kind: 'unknown' }
    },
    problems: () => issuers.flatMap((issuer) => issuer.problem() ?? []),
    async settled() {
      await Promise.all(issuers.map((issuer) => issuer.settled))
    },
    stop: () => stopping.abort(),
  }
}

function issuerOf(
  configuration: JWTAuthenticator,
  compiled: CompiledMappings,
  { clock, log, fetch, signingAlgs }: JwtAuthenticatorOptions,
  signal: AbortSignal,
): Issuer {
  const { url, discoveryURL, certificateAuthority, audiences } = configuration.issuer
  const trust = certificateAuthority ? { caPem: certificateAuthority } : {}
  const demands = { clock, audiences, signingAlgs }
  let provider: Provider | undefined
  let problem: string | undefined = `oidc: authenticator for issuer ${goQuote(url)} is not initialized`

  async function discover(): Promise<void> {
    while (!signal.aborted) {
      try {
        provider = await discoverProvider({
          clock,
          fetch,
          issuer: url,
          ...(discoveryURL ? { discoveryUrl: discoveryURL } : {}),
          ...trust,
        })
        problem = undefined
        return
      } catch (error) {
        problem = error instanceof Error ? error.message : String(error)
        log.error('oidc authenticator: initializing plugin', { issuer: url, error: problem })
      }
      // Ended by the signal alone.
      await clock.sleep(retryMs, signal).catch(() => undefined)
    }
  }
  const settled = discover()

  const others = new Map<string, Promise<Provider>>()
  function providerOf(issuer: string): Promise<Provider> {
    const known = others.get(issuer)
    if (known !== undefined) return known
    const asked = discoverProvider({ clock, fetch, issuer, ...trust })
    others.set(issuer, asked)
    asked.catch(() => others.delete(issuer))
    return asked
  }

  async function verifiedClaims(token: string): Promise<Claims> {
    if (provider === undefined) throw new OidcError('oidc: authenticator not initialized')
    let claims: Claims
    try {
      claims = await verifyToken(provider, token, demands)
    } catch (error) {
      throw wrapped('oidc: verify token', error)
    }
    const claim = configuration.claimMappings.groups?.claim ?? ''
    if (claim === '') return claims
    try {
      return await expandClaims({ claim, fetch, ...trust, demands, providerOf }, claims)
    } catch (error) {
      throw wrapped('oidc: could not expand distributed claims', error)
    }
  }

  return {
    url,
    settled,
    async authenticate(token) {
      try {
        const claims = await verifiedClaims(token)
        return { kind: 'user', user: userOfClaims(configuration, compiled, claims) }
      } catch (error) {
        if (error instanceof OidcError) return { kind: 'refused', reason: error.message }
        throw error
      }
    },
    problem: () =>
      problem === undefined ? undefined : `oidc: authenticator for issuer ${goQuote(url)} is not healthy: ${problem}`,
  }
}

/** Whatever goes wrong between here and an issuer refuses the token; only our own mistakes go further. */
function wrapped(what: string, error: unknown): OidcError {
  return new OidcError(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
}
