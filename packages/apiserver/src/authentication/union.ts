/**
 * Authenticators in order. The first that knows the credentials answers; refusals of the others are remembered.
 * Then: everybody known gets group system:authenticated, and who sent no credentials at all is anonymous, if that is allowed.
 * Always: wrong credentials are never taken for none. Adding a way to log in is one more entry in the list given here.
 */
import { type AuthenticationAnswer, type Authenticator, refusedTogether } from './authenticator.ts'
import { anonymousUser, authenticatedGroup, unauthenticatedGroup } from './well-known.ts'

export function unionAuthenticator(authenticators: readonly Authenticator[]): Authenticator {
  return {
    name: 'union',
    async authenticate(credentials) {
      const refusals: (AuthenticationAnswer & { kind: 'refused' })[] = []
      for (const authenticator of authenticators) {
        const answer = await authenticator.authenticate(credentials)
        if (answer.kind === 'user') return answer
        if (answer.kind === 'refused') refusals.push(answer)
      }
      return refusedTogether(refusals) ?? { kind: 'unknown' }
    },
  }
}

export function withAuthenticatedGroup(authenticator: Authenticator): Authenticator {
  return {
    name: authenticator.name,
    async authenticate(credentials) {
      const answer = await authenticator.authenticate(credentials)
      return answer.kind === 'user' ? { ...answer, user: addAuthenticatedGroup(answer.user) } : answer
    },
  }
}

function addAuthenticatedGroup(user: (AuthenticationAnswer & { kind: 'user' })['user']): typeof user {
  const told = user.groups.includes(authenticatedGroup) || user.groups.includes(unauthenticatedGroup)
  if (user.name === anonymousUser || told) return user
  return { ...user, groups: [...user.groups, authenticatedGroup] }
}

/** @param paths only these may be asked for without credentials; unset means all */
export function anonymousAuthenticator(paths?: readonly string[]): Authenticator {
  return {
    name: 'anonymous',
    async authenticate({ path }) {
      if (paths !== undefined && !paths.includes(path)) return { kind: 'unknown' }
      return { kind: 'user', user: { name: anonymousUser, groups: [unauthenticatedGroup] } }
    },
  }
}

export interface RequestAuthenticatorOptions {
  /** In the order they are asked: front proxy, client certificates, bearer tokens. */
  authenticators: readonly Authenticator[]
  anonymous: false | { paths?: readonly string[] }
}

/** What the corridor asks: `user`, or 401 for the other two answers. */
export function requestAuthenticator({ authenticators, anonymous }: RequestAuthenticatorOptions): Authenticator {
  const known = withAuthenticatedGroup(unionAuthenticator(authenticators))
  if (anonymous === false) return known
  const fallback = anonymousAuthenticator(anonymous.paths)
  return {
    name: 'request',
    async authenticate(credentials) {
      const answer = await known.authenticate(credentials)
      return answer.kind === 'unknown' ? fallback.authenticate(credentials) : answer
    },
  }
}
