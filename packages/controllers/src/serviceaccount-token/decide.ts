/**
 * Secrets that hold a service account's token for good, the way from before bound tokens. Pure.
 * In: the secret, its account, what it should hold. Out: what is missing.
 */
import type { Secret, ServiceAccount } from '@elli/api/core/v1'

export const tokenType = 'kubernetes.io/service-account-token'
export const nameAnnotation = 'kubernetes.io/service-account.name'
export const uidAnnotation = 'kubernetes.io/service-account.uid'

export function accountKeyOf({ type, metadata }: Secret): string | undefined {
  const name = metadata.annotations?.[nameAnnotation]
  return type === tokenType && name ? `${metadata.namespace}/${name}` : undefined
}

/** An account of the same name that came later is another one. */
export function belongsTo(secret: Secret, account: ServiceAccount): boolean {
  const uid = secret.metadata.annotations?.[uidAnnotation]
  return (
    secret.metadata.annotations?.[nameAnnotation] === account.metadata.name && (!uid || uid === account.metadata.uid)
  )
}

export interface Missing {
  token: boolean
  ca: boolean
  namespace: boolean
}

/** Undefined when nothing is. */
export function missingIn({ data = {} }: Secret, rootCaPem: string | undefined): Missing | undefined {
  const missing = {
    token: !data['token'],
    ca: rootCaPem !== undefined && data['ca.crt'] !== encode(rootCaPem),
    namespace: !data['namespace'],
  }
  return missing.token || missing.ca || missing.namespace ? missing : undefined
}

/** @param token only where one was missing */
export function filled(
  secret: Secret,
  account: ServiceAccount,
  missing: Missing,
  token: string,
  rootCaPem: string | undefined,
): Secret {
  const { name = '', uid = '', namespace = '' } = account.metadata
  return {
    ...secret,
    metadata: {
      ...secret.metadata,
      annotations: { ...secret.metadata.annotations, [nameAnnotation]: name, [uidAnnotation]: uid },
    },
    data: {
      ...secret.data,
      ...(missing.token ? { token: encode(token) } : {}),
      ...(missing.ca && rootCaPem !== undefined ? { 'ca.crt': encode(rootCaPem) } : {}),
      ...(missing.namespace ? { namespace: encode(namespace) } : {}),
    },
  }
}

function encode(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64')
}
