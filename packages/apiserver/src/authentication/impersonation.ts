/**
 * `Impersonate-User`, `-Group`, `-Uid`, `-Extra-*`: acting as somebody else, after being allowed each attribute by itself.
 * In: headers and the real user. Out: the user to go on as, or undefined when nothing was asked for.
 * @throws ApiError 403 when one attribute is not allowed; PlainServerError when attributes come without a user
 */
import type { Attributes, Authorizer } from '../authorization/authorizer.ts'
import { forbiddenByAuthorizer } from '../authorization/forbidden.ts'
import { PlainServerError } from '../http/plain-server-error.ts'
import { type Credentials, headerValues, type UserInfo } from './authenticator.ts'
import { extraOf } from './request-header.ts'
import {
  anonymousUser,
  authenticatedGroup,
  serviceAccountGroups,
  serviceAccountUsername,
  splitServiceAccountUsername,
  unauthenticatedGroup,
} from './well-known.ts'

const extraPrefix = 'impersonate-extra-'

/** Headers that must not be seen by anybody after impersonation. */
export function isImpersonationHeader(name: string): boolean {
  return ['impersonate-user', 'impersonate-group', 'impersonate-uid'].includes(name) || name.startsWith(extraPrefix)
}

type Wanted = Pick<Attributes, 'resource' | 'name'> &
  Partial<Pick<Attributes, 'apiGroup' | 'apiVersion' | 'namespace' | 'subresource'>>

const authenticationKind = { apiGroup: 'authentication.k8s.io', apiVersion: 'v1' }

export async function impersonate(
  authorizer: Authorizer,
  credentials: Pick<Credentials, 'headers' | 'headerValues'>,
  requestor: UserInfo,
): Promise<UserInfo | undefined> {
  const { headers } = credentials
  const username = headers['impersonate-user'] ?? ''
  const uid = headers['impersonate-uid'] ?? ''
  const askedGroups = headerValues(credentials, 'impersonate-group')
  const extra = extraOf(credentials, [extraPrefix])
  // Each as an ObjectReference of Go prints: kind, namespace, name, uid, version, resource version, field path.
  const version = `${authenticationKind.apiGroup}/${authenticationKind.apiVersion}`
  const attributes = [
    ...askedGroups.map((group) => `{Group  ${group}    }`),
    ...Object.entries(extra).flatMap(([key, values]) =>
      values.map((value) => `{UserExtra  ${value}  ${version}  ${key}}`),
    ),
    ...(uid === '' ? [] : [`{UID  ${uid}  ${version}  }`]),
  ]
  if (username === '') {
    if (attributes.length === 0) return undefined
    throw new PlainServerError(`requested [${attributes.join(' ')}] without impersonating a user`)
  }

  const serviceAccount = splitServiceAccountUsername(username)
  const wanted: Wanted[] = [
    serviceAccount === undefined
      ? { resource: 'users', name: username }
      : { resource: 'serviceaccounts', ...serviceAccount },
    ...askedGroups.map((name) => ({ resource: 'groups', name })),
    ...Object.entries(extra).flatMap(([subresource, values]) =>
      values.map((name) => ({ ...authenticationKind, resource: 'userextras', subresource, name })),
    ),
    ...(uid === '' ? [] : [{ ...authenticationKind, resource: 'uids', name: uid }]),
  ]
  for (const each of wanted) await demand(authorizer, requestor, each)

  const own =
    serviceAccount !== undefined && askedGroups.length === 0 ? serviceAccountGroups(serviceAccount.namespace) : []
  return {
    name:
      serviceAccount === undefined ? username : serviceAccountUsername(serviceAccount.namespace, serviceAccount.name),
    groups: withBasicGroup(username, [...own, ...askedGroups]),
    extra,
    ...(uid === '' ? {} : { uid }),
  }
}

async function demand(authorizer: Authorizer, user: UserInfo, wanted: Wanted): Promise<void> {
  const attributes: Attributes = {
    user,
    verb: 'impersonate',
    isResource: true,
    // Users, groups and service accounts are asked about without a version.
    apiVersion: '',
    apiGroup: '',
    namespace: '',
    subresource: '',
    path: '',
    ...wanted,
  }
  const { decision, reason } = await authorizer.authorize(attributes)
  if (decision !== 'allow') throw forbiddenByAuthorizer(attributes, reason)
}

function withBasicGroup(username: string, groups: readonly string[]): string[] {
  if (username === anonymousUser) {
    return groups.includes(unauthenticatedGroup) ? [...groups] : [...groups, unauthenticatedGroup]
  }
  const told = groups.includes(authenticatedGroup) || groups.includes(unauthenticatedGroup)
  return told ? [...groups] : [...groups, authenticatedGroup]
}
