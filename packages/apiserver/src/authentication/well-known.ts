/** Names of users and groups that the API server itself gives out, and how service accounts are spelled as users. */
import type { UserInfo } from './authenticator.ts'

export const anonymousUser = 'system:anonymous'
export const authenticatedGroup = 'system:authenticated'
export const unauthenticatedGroup = 'system:unauthenticated'
export const privilegedGroup = 'system:masters'
export const serviceAccountsGroup = 'system:serviceaccounts'

const userPrefix = 'system:serviceaccount:'
const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/
const dnsSubdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/

export function serviceAccountUsername(namespace: string, name: string): string {
  return `${userPrefix}${namespace}:${name}`
}

export function serviceAccountGroups(namespace: string): string[] {
  return [serviceAccountsGroup, `${serviceAccountsGroup}:${namespace}`]
}

/** Namespace and name of a service account's user name; undefined for other users. */
export function splitServiceAccountUsername(username: string): { namespace: string; name: string } | undefined {
  if (!username.startsWith(userPrefix)) return undefined
  const [namespace = '', name = '', ...rest] = username.slice(userPrefix.length).split(':')
  if (rest.length > 0 || !dnsLabel.test(namespace) || name.length > 253 || !dnsSubdomain.test(name)) return undefined
  return { namespace, name }
}

/** Keys of UserInfo.extra that describe a service account token. */
export const extraKeys = {
  credentialId: 'authentication.kubernetes.io/credential-id',
  podName: 'authentication.kubernetes.io/pod-name',
  podUid: 'authentication.kubernetes.io/pod-uid',
  nodeName: 'authentication.kubernetes.io/node-name',
  nodeUid: 'authentication.kubernetes.io/node-uid',
} as const

/** How the API server calls itself. */
export const loopbackUser: UserInfo = { name: 'system:apiserver', groups: [privilegedGroup, authenticatedGroup] }
