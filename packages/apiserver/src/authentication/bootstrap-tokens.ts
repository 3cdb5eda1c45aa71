/**
 * Bootstrap tokens (`abcdef.0123456789abcdef`): what a new node logs in with before it has a certificate.
 * In: secrets `kube-system/bootstrap-token-<id>`. Out: user `system:bootstrap:<id>` in system:bootstrappers and the secret's groups.
 */
import type { Secret } from '@elli/api/core/v1'
import type { Clock } from '@elli/host/clock'
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
      const expiration = data('expiration')
      // An expiration that cannot be read counts as passed.
      const expired = expiration !== '' && !(Date.parse(expiration) > clock.now())
      const usable =
        found.type === 'bootstrap.kubernetes.io/token' &&
        sameText(data('token-secret'), value) &&
        data('token-id') === id &&
        !expired &&
        data('usage-bootstrap-authentication') === 'true'
      const extraGroups = data('auth-extra-groups')
        .split(',')
        .filter((group) => group !== '')
      const { fits, audiences } = agnosticAudiences(apiAudiences, requested)
      if (!usable || !fits || !extraGroups.every((group) => groupPattern.test(group))) return { kind: 'unknown' }
      const groups = ['system:bootstrappers', ...extraGroups]
      return { kind: 'user', user: { name: `system:bootstrap:${id}`, groups }, audiences }
    },
  }
}
