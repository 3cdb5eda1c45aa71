/** Who asks. Authenticators are tried in order; the first that knows the credentials answers. */
import { aggregate } from '@elli/machinery/field'

export interface UserInfo {
  name: string
  uid?: string
  groups: readonly string[]
  extra?: Readonly<Record<string, readonly string[]>>
}

export interface Credentials {
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>
  /** The verified or unverified client certificate chain, leaf first, DER. Empty when none was sent. */
  clientCertificates: readonly Uint8Array[]
  /** Path of the request, for anonymous on chosen endpoints. */
  path: string
  /** All values of a header that came several times; without it the joined value is split at commas. */
  headerValues?(name: string): readonly string[]
  /** For whom the credentials must be meant (TokenReview); unset means the API server itself. */
  audiences?: readonly string[]
}

/** Every value of a header, none when it was not sent. */
export function headerValues(
  credentials: Pick<Credentials, 'headers' | 'headerValues'>,
  name: string,
): readonly string[] {
  const all = credentials.headerValues?.(name)
  if (all !== undefined) return all
  const joined = credentials.headers[name]
  return joined === undefined ? [] : joined.split(',').map((value) => value.trim())
}

export type AuthenticationAnswer =
  | ({ kind: 'user'; user: UserInfo; audiences?: readonly string[] } & AuthenticationNotes)
  /** No credentials of this sort were sent: the next authenticator is asked. */
  | { kind: 'unknown' }
  /** Credentials were sent and are wrong; remembered, and the answer is 401 if nobody else takes them. */
  | ({ kind: 'refused'; reason: string } & AuthenticationNotes)

/** What the request and its audit event are told beside the answer. */
export interface AuthenticationNotes {
  /** For `Warning` headers. */
  warnings?: readonly string[]
  /** Audit annotations. */
  annotations?: Readonly<Record<string, string>>
}

export interface Authenticator {
  readonly name: string
  authenticate(credentials: Credentials): Promise<AuthenticationAnswer>
}

/** Several refusals as one; what they note is kept. Undefined without any. */
export function refusedTogether(
  refusals: readonly (AuthenticationAnswer & { kind: 'refused' })[],
): (AuthenticationAnswer & { kind: 'refused' }) | undefined {
  const reason = aggregate(refusals.map((refusal) => refusal.reason))
  if (reason === undefined) return undefined
  const annotations = Object.assign({}, ...refusals.map((refusal) => refusal.annotations)) as Record<string, string>
  return { kind: 'refused', reason, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) }
}
