/**
 * Tokens that a webhook knows (`--authentication-token-webhook-config-file`): a TokenReview is posted, its status says who it is.
 * In: a token and for whom it must be meant. Out: a user; refused with the webhook's words, or with those of the connection.
 * Elsewhere: keeping answers for a while (./token-cache.ts).
 */
import type { TokenReview } from '@elli/api/authentication/v1'
import type { Host } from '@elli/host/host'
import { goQuote } from '@elli/machinery/go-quote'
import {
  type BackendCall,
  postReview,
  type Review,
  type RetryBackoff,
  type WebhookBackend,
} from '../webhook-backend.ts'
import type { AuthenticationAnswer, UserInfo } from './authenticator.ts'
import type { TokenAuthenticator } from './bearer-token.ts'

export interface WebhookTokenOptions {
  readonly host: Host
  readonly backend: WebhookBackend
  /** `--authentication-token-webhook-version`: v1beta1 unless it says v1. */
  readonly version: string
  /** For whom tokens are meant when the webhook does not say. */
  readonly apiAudiences: readonly string[]
  readonly timeoutMs: number
  readonly backoff: RetryBackoff
}

type PostedReview = Review & Pick<TokenReview, 'spec' | 'status'> & { metadata: object }

/** @throws Error for a version that is none */
export function webhookTokenAuthenticator(options: WebhookTokenOptions): TokenAuthenticator {
  const { host, backend, version, apiAudiences, timeoutMs, backoff } = options
  if (version !== 'v1' && version !== 'v1beta1') {
    throw new Error(
      `unsupported authentication webhook version ${goQuote(version)}, supported versions are "v1", "v1beta1"`,
    )
  }
  const random = host.random.stream('apiserver/token-webhook')
  const call: BackendCall = { backend, clock: host.clock, random, timeoutMs, backoff }
  return {
    name: 'webhook',
    async authenticate(token, requested): Promise<AuthenticationAnswer> {
      let answer: PostedReview
      try {
        answer = await postReview<PostedReview>(call, {
          apiVersion: `authentication.k8s.io/${version}`,
          kind: 'TokenReview',
          metadata: {},
          spec: { token, ...(requested === undefined ? {} : { audiences: [...requested] }) },
          status: { user: {} },
        })
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error)
        host.log.error('Failed to make webhook authenticator request', { error: reason })
        return { kind: 'refused', reason }
      }
      const status = answer.status ?? {}
      let audiences: readonly string[] | undefined
      if (requested !== undefined) {
        const got = (status.audiences ?? []).length > 0 ? (status.audiences ?? []) : apiAudiences
        audiences = requested.filter((audience) => got.includes(audience))
        if (audiences.length === 0) return { kind: 'unknown' }
      }
      if (status.authenticated !== true) {
        return status.error ? { kind: 'refused', reason: status.error } : { kind: 'unknown' }
      }
      const { username = '', uid, groups = [], extra } = status.user ?? {}
      const user: UserInfo = {
        name: username,
        groups,
        ...(uid ? { uid } : {}),
        ...(extra === undefined ? {} : { extra }),
      }
      return { kind: 'user', user, ...(audiences === undefined ? {} : { audiences }) }
    },
  }
}
