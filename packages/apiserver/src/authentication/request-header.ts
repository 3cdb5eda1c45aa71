/**
 * A front proxy that has already authenticated the user says so in headers (`X-Remote-User`, …).
 * Always: the headers count only over a connection with a client certificate of the proxy's CA and, if names are given, of one of those.
 * Elsewhere: checking the certificate (node/client-certificate.ts).
 */
import { type Authenticator, type Credentials, headerValues } from './authenticator.ts'

export interface RequestHeaderOptions {
  usernameHeaders: readonly string[]
  groupHeaders: readonly string[]
  extraHeaderPrefixes: readonly string[]
  /** Common names; empty allows every certificate of the CA. */
  allowedNames: readonly string[]
  /** The common name of a chain that the proxy's CA vouches for; the reason when it does not. */
  verify(chain: readonly Uint8Array[]): { commonName: string } | { refused: string }
}

export function requestHeaderAuthenticator(options: RequestHeaderOptions): Authenticator {
  const usernameHeaders = options.usernameHeaders.map((name) => name.toLowerCase())
  const groupHeaders = options.groupHeaders.map((name) => name.toLowerCase())
  const prefixes = options.extraHeaderPrefixes.map((prefix) => prefix.toLowerCase())
  return {
    name: 'request-header',
    async authenticate(credentials) {
      if (credentials.clientCertificates.length === 0) return { kind: 'unknown' }
      const name = usernameHeaders.map((header) => credentials.headers[header] ?? '').find((value) => value !== '')
      // A plain client of the same CA sends no such header; its certificate is looked at by the next authenticator.
      if (name === undefined) return { kind: 'unknown' }
      const verified = options.verify(credentials.clientCertificates)
      if ('refused' in verified) return { kind: 'refused', reason: verified.refused }
      if (options.allowedNames.length > 0 && !options.allowedNames.includes(verified.commonName)) {
        return { kind: 'refused', reason: `x509: subject with cn=${verified.commonName} is not in the allowed list` }
      }
      const groups = groupHeaders.flatMap((header) => headerValues(credentials, header)).filter((value) => value !== '')
      return { kind: 'user', user: { name, groups, extra: extraOf(credentials, prefixes) } }
    },
  }
}

/** Headers `<prefix><key>` as extra attributes; keys come percent-encoded and in lower case. */
export function extraOf(
  credentials: Pick<Credentials, 'headers' | 'headerValues'>,
  prefixes: readonly string[],
): Record<string, string[]> {
  const extra: Record<string, string[]> = {}
  for (const prefix of prefixes) {
    for (const header of Object.keys(credentials.headers)) {
      if (!header.startsWith(prefix)) continue
      const key = decodeKey(header.slice(prefix.length))
      extra[key] = [...(extra[key] ?? []), ...headerValues(credentials, header)]
    }
  }
  return extra
}

/** A key that is no valid encoding is kept as it came. */
function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded)
  } catch {
    return encoded
  }
}
