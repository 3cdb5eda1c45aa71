/**
 * Answers about tokens, remembered for a short time; askers about the same token at the same time share one question.
 * In: a TokenAuthenticator and for how long its answers hold. Out: the same, faster.
 * Always: tokens are kept as keyed hashes; for other audiences the question is another one.
 */
import { createHmac } from 'node:crypto'
import type { Host } from '@elli/host/host'
import { ExpiringCache } from '../expiring-cache.ts'
import type { AuthenticationAnswer } from './authenticator.ts'
import type { TokenAuthenticator } from './bearer-token.ts'

export interface TokenCacheOptions {
  readonly host: Host
  /** 0 keeps nothing. */
  readonly successTtlMs: number
  readonly failureTtlMs: number
  /** Whether refusals are kept like tokens that nobody knows. */
  readonly cacheRefusals: boolean
}

const size = 32 * 1024

export function cachedTokenAuthenticator(
  authenticator: TokenAuthenticator,
  options: TokenCacheOptions,
): TokenAuthenticator {
  const { host, successTtlMs, failureTtlMs, cacheRefusals } = options
  if (successTtlMs <= 0 && failureTtlMs <= 0) return authenticator
  const answers = new ExpiringCache<AuthenticationAnswer>(host.clock, size)
  const underway = new Map<string, Promise<AuthenticationAnswer>>()
  // Without the secret nobody can find tokens that fall together.
  const secret = Buffer.from(host.random.stream('apiserver/token-cache').bytes(32))

  function keyOf(token: string, audiences: readonly string[] | undefined): string {
    const hash = createHmac('sha256', secret)
    for (const text of [token, String(audiences?.length ?? -1), ...(audiences ?? [])]) {
      hash.update(`${text.length}:`).update(text)
    }
    return hash.digest('base64')
  }

  async function ask(
    key: string,
    token: string,
    audiences: readonly string[] | undefined,
  ): Promise<AuthenticationAnswer> {
    const answer = await authenticator.authenticate(token, audiences)
    if (answer.kind === 'user') {
      if (successTtlMs > 0) answers.set(key, answer, successTtlMs)
    } else if (failureTtlMs > 0 && (answer.kind === 'unknown' || cacheRefusals)) {
      answers.set(key, answer, failureTtlMs)
    }
    return answer
  }

  return {
    name: authenticator.name,
    async authenticate(token, audiences) {
      const key = keyOf(token, audiences)
      const known = answers.get(key)
      if (known !== undefined) return known
      let asked = underway.get(key)
      if (asked === undefined) {
        asked = ask(key, token, audiences).finally(() => underway.delete(key))
        underway.set(key, asked)
      }
      return asked
    },
  }
}
