/**
 * Issues service account tokens: JWTs with upstream's `kubernetes.io` claims, bound to a pod, a node or a secret, or to nothing.
 * In: the objects the token is for. Out: the signed token and when it ends.
 * Elsewhere: checking tokens (service-account-authenticator.ts), the TokenRequest subresource (token-request.ts).
 */
import { uuid } from '@elli/host/random'
import type { Host } from '@elli/host/host'
import type { Instant } from '@elli/host/clock'
import { SignJWT } from 'jose'
import type { SigningKey } from './service-account-keys.ts'
import { serviceAccountUsername } from './well-known.ts'

/** What a token names: an object by name and uid. */
export interface TokenReference {
  name: string
  uid?: string
}

/** The private claims of a bound token. */
export interface KubernetesClaims {
  namespace: string
  serviceaccount: TokenReference
  pod?: TokenReference
  secret?: TokenReference
  node?: TokenReference
  /** Seconds since 1970: from then on using the token is noted as stale. */
  warnafter?: number
}

export interface IssueOptions {
  namespace: string
  serviceAccount: TokenReference
  pod?: TokenReference
  /** Alone: the token is bound to the node. With `pod`: where the pod runs. */
  node?: TokenReference
  secret?: TokenReference
  audiences: readonly string[]
  expirationSeconds: number
  warnAfterSeconds?: number
  /** Without the gate ServiceAccountTokenJTI a token has no id of its own. */
  withoutId?: boolean
}

export interface IssuedToken {
  token: string
  /** Goes into the audit annotation `authentication.kubernetes.io/issued-credential-id`. */
  credentialId?: string
  expires: Instant
}

export interface TokenIssuer {
  readonly issuer: string
  issue(options: IssueOptions): Promise<IssuedToken>
  /** The endless token of a secret of type kubernetes.io/service-account-token. */
  issueLegacy(options: { namespace: string; serviceAccount: TokenReference; secretName: string }): Promise<string>
}

export const legacyIssuer = 'kubernetes/serviceaccount'

export const legacyClaim = {
  namespace: 'kubernetes.io/serviceaccount/namespace',
  secretName: 'kubernetes.io/serviceaccount/secret.name',
  name: 'kubernetes.io/serviceaccount/service-account.name',
  uid: 'kubernetes.io/serviceaccount/service-account.uid',
} as const

export function tokenIssuer(
  host: Pick<Host, 'clock' | 'random'>,
  { issuer, key }: { issuer: string; key: SigningKey },
): TokenIssuer {
  const random = host.random.stream('apiserver/token-ids')
  const sign = (claims: Record<string, unknown>): Promise<string> =>
    new SignJWT(claims).setProtectedHeader({ alg: key.algorithm, kid: key.keyId }).sign(key.privateKey)

  return {
    issuer,
    async issue(options) {
      const { namespace, serviceAccount, pod, node, secret, audiences, expirationSeconds, warnAfterSeconds } = options
      if (secret !== undefined && (pod !== undefined || node !== undefined)) {
        throw new Error('internal error, token can only be bound to one object type')
      }
      const now = Math.floor(host.clock.now() / 1000)
      const jti = options.withoutId === true ? undefined : uuid(random)
      const kubernetes: KubernetesClaims = {
        namespace,
        serviceaccount: serviceAccount,
        ...(pod === undefined ? {} : { pod }),
        ...(node === undefined ? {} : { node }),
        ...(secret === undefined ? {} : { secret }),
        ...(warnAfterSeconds ? { warnafter: now + warnAfterSeconds } : {}),
      }
      const token = await sign({
        aud: [...audiences],
        exp: now + expirationSeconds,
        iat: now,
        iss: issuer,
        ...(jti === undefined ? {} : { jti }),
        'kubernetes.io': kubernetes,
        nbf: now,
        sub: serviceAccountUsername(namespace, serviceAccount.name),
      })
      const expires = (now + expirationSeconds) * 1000
      return { token, ...(jti === undefined ? {} : { credentialId: `JTI=${jti}` }), expires }
    },
    issueLegacy: ({ namespace, serviceAccount, secretName }) =>
      sign({
        iss: legacyIssuer,
        [legacyClaim.namespace]: namespace,
        [legacyClaim.secretName]: secretName,
        [legacyClaim.name]: serviceAccount.name,
        [legacyClaim.uid]: serviceAccount.uid ?? '',
        sub: serviceAccountUsername(namespace, serviceAccount.name),
      }),
  }
}
