/**
 * Service account tokens for pods: asked for once, kept until 80 % of their life or 24 hours are over.
 * Always: a token that still works is given out when a new one cannot be had.
 */
import type { ServiceAccount } from '@elli/api/core/v1'
import { serviceaccounts } from '@elli/api/core/v1.resources'
import type { Client } from '@elli/client/client'
import type { Instant } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import { fromTime } from '@elli/host/time'
import type { TokenAsked } from '../volumes/plugin.ts'

interface Token {
  readonly text: string
  readonly issuedAt: Instant
  readonly expiresAt: Instant
  /** Drawn once per token, so that not all pods ask at the same moment. */
  readonly jitterMs: number
}

interface TokenAnswer {
  status?: { token?: string; expirationTimestamp?: string }
}

const dayMs = 24 * 3_600_000

export interface TokenCache {
  get(asked: TokenAsked): Promise<string>
  forgetPod(podUid: string): void
}

export function tokenCache(host: Host, client: Client): TokenCache {
  const tokens = new Map<string, Token>()
  const random = host.random.stream('kubelet/tokens')

  const request = async (asked: TokenAsked): Promise<Token> => {
    const { pod } = asked
    const answer = await client
      .for<ServiceAccount>(serviceaccounts)
      .subresource<TokenAnswer>('create', asked.serviceAccount, 'token', {
        namespace: asked.namespace,
        body: {
          apiVersion: 'authentication.k8s.io/v1',
          kind: 'TokenRequest',
          metadata: {},
          spec: {
            audiences: asked.audience === undefined || asked.audience === '' ? [] : [asked.audience],
            expirationSeconds: asked.expirationSeconds,
            boundObjectRef: { apiVersion: 'v1', kind: 'Pod', name: pod.metadata.name, uid: pod.metadata.uid },
          },
        },
      })
    const issuedAt = host.clock.now()
    return {
      text: answer.status?.token ?? '',
      issuedAt,
      expiresAt: fromTime(answer.status?.expirationTimestamp) ?? issuedAt + asked.expirationSeconds * 1000,
      jitterMs: random.below(10_000),
    }
  }

  return {
    async get(asked) {
      const { namespace, serviceAccount, audience = '', expirationSeconds, pod } = asked
      const key = [pod.metadata.uid, namespace, serviceAccount, audience, expirationSeconds].join('|')
      const known = tokens.get(key)
      if (known && !isDue(known, host.clock.now())) return known.text
      try {
        const token = await request(asked)
        tokens.set(key, token)
        return token.text
      } catch (error) {
        if (known && known.expiresAt > host.clock.now()) {
          host.log.warn('cannot renew a service account token; the old one is still good', { namespace, error })
          return known.text
        }
        throw new Error(`failed to fetch token: ${error instanceof Error ? error.message : String(error)}`, {
          cause: error,
        })
      }
    },
    forgetPod(podUid) {
      for (const key of tokens.keys()) if (key.startsWith(`${podUid}|`)) tokens.delete(key)
    },
  }
}

function isDue(token: Token, now: Instant): boolean {
  const life = token.expiresAt - token.issuedAt
  return now > token.issuedAt + Math.min(life * 0.8, dayMs) - token.jitterMs
}
