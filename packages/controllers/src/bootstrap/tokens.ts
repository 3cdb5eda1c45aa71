/**
 * Bootstrap tokens: secrets by which new nodes come to trust a cluster, and it them. Pure.
 * In: secrets, now. Out: until when they count, and those that sign. @see KEP for kubeadm join; type bootstrap.kubernetes.io/token
 */
import type { Secret } from '@elli/api/core/v1'
import type { Instant } from '@elli/host/clock'

export const bootstrapTokenType = 'bootstrap.kubernetes.io/token'
export const kubeconfigKey = 'kubeconfig'
export const signaturePrefix = 'jws-kubeconfig-'

function text({ data }: Secret, key: string): string {
  return Buffer.from(data?.[key] ?? '', 'base64').toString('utf8')
}

/** Milliseconds the token has left: 0 or less when it has expired, Infinity when it never does. A date that is none counts as over. */
export function timeLeftMs(secret: Secret, now: Instant): number {
  const expiration = text(secret, 'expiration')
  if (expiration === '') return Number.POSITIVE_INFINITY
  const instant = Date.parse(expiration)
  return Number.isNaN(instant) ? 0 : instant - now
}

/** Token id → secret, of those that may sign. */
export function signingTokens(secrets: readonly Secret[], now: Instant): Map<string, string> {
  const tokens = new Map<string, string>()
  for (const secret of secrets) {
    const id = text(secret, 'token-id')
    const value = text(secret, 'token-secret')
    if (secret.type !== bootstrapTokenType || !/^[a-z0-9]{6}$/.test(id) || value === '') continue
    if (secret.metadata.name !== `bootstrap-token-${id}` || timeLeftMs(secret, now) <= 0) continue
    if (text(secret, 'usage-bootstrap-signing') === 'true') tokens.set(id, value)
  }
  return tokens
}

/** The config map's data with just the signatures of these tokens; undefined when that is what it has. */
export function withSignatures(
  data: Readonly<Record<string, string>>,
  signatures: ReadonlyMap<string, string>,
): Record<string, string> | undefined {
  const next = Object.fromEntries(Object.entries(data).filter(([key]) => !key.startsWith(signaturePrefix)))
  for (const [id, signature] of signatures) next[signaturePrefix + id] = signature
  const keys = Object.keys(next)
  const isSame = keys.length === Object.keys(data).length && keys.every((key) => data[key] === next[key])
  return isSame ? undefined : next
}
