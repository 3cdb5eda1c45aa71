/**
 * Bearer tokens: from the Authorization header, or from a WebSocket subprotocol, since browsers can set no header there.
 * In: TokenAuthenticators in order. Out: one Authenticator for requests; a token nobody knows is refused.
 */
import {
  type AuthenticationAnswer,
  type Authenticator,
  type Credentials,
  headerValues,
  refusedTogether,
} from './authenticator.ts'

export interface TokenAuthenticator {
  readonly name: string
  /** @param audiences for whom the token must be meant; undefined means the API server's own */
  authenticate(token: string, audiences: readonly string[] | undefined): Promise<AuthenticationAnswer>
}

const protocolPrefix = 'base64url.bearer.authorization.k8s.io.'

export function bearerTokenAuthenticator(tokens: readonly TokenAuthenticator[]): Authenticator {
  return {
    name: 'bearer-token',
    async authenticate(credentials) {
      const token = headerToken(credentials) ?? websocketBearerToken(credentials)?.token
      if (token === undefined) return { kind: 'unknown' }
      const refusals: (AuthenticationAnswer & { kind: 'refused' })[] = []
      for (const authenticator of tokens) {
        const answer = await authenticator.authenticate(token, credentials.audiences)
        if (answer.kind === 'user') return answer
        if (answer.kind === 'refused') refusals.push(answer)
      }
      return refusedTogether(refusals) ?? { kind: 'refused', reason: 'invalid bearer token' }
    },
  }
}

function headerToken({ headers }: Credentials): string | undefined {
  const [scheme = '', token = ''] = (headers['authorization'] ?? '').trim().split(' ')
  return scheme.toLowerCase() === 'bearer' && token !== '' ? token : undefined
}

/** A token offered as subprotocol, and the subprotocols left when it is taken out: the answer must choose among those. */
export function websocketBearerToken(
  credentials: Pick<Credentials, 'headers' | 'headerValues'>,
): { token: string; protocols: string[] } | undefined {
  const { headers } = credentials
  const upgrades = (headers['connection'] ?? '').toLowerCase().includes('upgrade')
  if (!upgrades || (headers['upgrade'] ?? '').toLowerCase() !== 'websocket') return undefined
  const offered = headerValues(credentials, 'sec-websocket-protocol')
    .flatMap((value) => value.split(','))
    .map((value) => value.trim())
  const encoded = offered.find((protocol) => protocol.startsWith(protocolPrefix))
  const protocols = offered.filter((protocol) => !protocol.startsWith(protocolPrefix))
  // A token alone would leave nothing to speak.
  if (encoded === undefined || protocols.length === 0) return undefined
  const token = Buffer.from(encoded.slice(protocolPrefix.length), 'base64url').toString('utf8')
  return token === '' ? undefined : { token, protocols }
}

/** For tokens that say nothing about audiences: they are good for the server's own. */
export function agnosticAudiences(
  own: readonly string[],
  requested: readonly string[] | undefined,
): { fits: boolean; audiences: readonly string[] } {
  if (requested === undefined) return { fits: true, audiences: own }
  const audiences = own.filter((audience) => requested.includes(audience))
  return { fits: audiences.length > 0, audiences }
}
