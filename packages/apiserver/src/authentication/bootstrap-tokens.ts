/**
 * Bootstrap tokens (`abcdef.0123456789abcdef`): what a new node logs in with before it has a certificate.
 * In: secrets `kube-system/bootstrap-token-<id>`. Out: user `system:bootstrap:<id>` in system:bootstrappers and the secret's groups.
 */
import type { Secret } from '@elli/api/core/v1'
import type { Clock, Instant } from '@elli/host/clock'
import { agnosticAudiences, type TokenAuthenticator } from './bearer-token.ts'
import { sameText } from './same-text.ts'

const tokenPattern = /^([a-z0-9]{6})\.([a-z0-9]{16})$/
const groupPattern = /^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/

export interface BootstrapTokenOptions {
  clock: Clock
  apiAudiences: readonly string[]
  /** A secret of kube-system. */
  secret(name: string): Secret | undefined
}

export function bootstrapTokenAuthenticator({
  clock,
  apiAudiences,
  secret,
}: BootstrapTokenOptions): TokenAuthenticator {
  return {
    name: 'bootstrap-token',
    async authenticate(token, requested) {
      const [, id, value] = tokenPattern.exec(token) ?? []
      if (id === undefined || value === undefined) return { kind: 'unknown' }
      const found = secret(`bootstrap-token-${id}`)
      if (found === undefined || found.metadata.deletionTimestamp !== undefined) return { kind: 'unknown' }
      const data = (key: string): string => Buffer.from(found.data?.[key] ?? '', 'base64').toString('utf8')
      const usable =
        found.type === 'bootstrap.kubernetes.io/token' &&
        sameText(data('token-secret'), value) &&
        data('token-id') === id &&
        !hasExpired(data('expiration'), clock.now()) &&
        data('usage-bootstrap-authentication') === 'true'
      const extra = data('auth-extra-groups')
      const extraGroups = extra === '' ? [] : extra.split(',')
      const { fits, audiences } = agnosticAudiences(apiAudiences, requested)
      if (!usable || !fits || !extraGroups.every((group) => groupPattern.test(group))) return { kind: 'unknown' }
      const groups = [...new Set(['system:bootstrappers', ...extraGroups])].sort()
      return { kind: 'user', user: { name: `system:bootstrap:${id}`, groups }, audiences }
    },
  }
}

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/

/** An expiration that cannot be read counts as passed. */
function hasExpired(expiration: string, now: Instant): boolean {
  if (expiration === '') return false
  return !rfc3339.test(expiration) || !(Date.parse(expiration) > now)
}
