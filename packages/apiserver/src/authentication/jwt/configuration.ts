/**
 * AuthenticationConfiguration files (`--authentication-config`), and the same built from the `--oidc-*` flags.
 * In: the text of the file, or parsed flags. Out: one shape for both; v1alpha1 and v1beta1 do not differ.
 * Elsewhere: what may stand in it (./validation.ts).
 */
import { AuthenticationConfiguration as V1alpha1 } from '@elli/api/config/apiserver-config/v1alpha1'
import {
  AuthenticationConfiguration as V1beta1,
  type JWTAuthenticator,
} from '@elli/api/config/apiserver-config/v1beta1'
import {
  ConfigurationError,
  type ConfigurationKind,
  readConfiguration,
} from '../../configuration/configuration-text.ts'

export type AuthenticationConfiguration = V1beta1
export type { JWTAuthenticator } from '@elli/api/config/apiserver-config/v1beta1'

const kind = 'AuthenticationConfiguration'
const kinds: readonly ConfigurationKind<AuthenticationConfiguration>[] = [
  { apiVersion: 'apiserver.config.k8s.io/v1beta1', kind, schema: V1beta1 },
  { apiVersion: 'apiserver.config.k8s.io/v1alpha1', kind, schema: V1alpha1 },
]

/** @throws ConfigurationError */
export function parseAuthenticationConfiguration(text: string): AuthenticationConfiguration {
  if (text === '') throw new ConfigurationError('empty config data')
  const { object } = readConfiguration(text, kinds, { scheme: 'pkg/kubeapiserver/options' })
  return { ...object, jwt: (object.jwt ?? []).map(withNestedStructs) }
}

/** Go's structs are there when the file leaves them out; what validation reads then is their zero value. */
function withNestedStructs(authenticator: Partial<JWTAuthenticator>): JWTAuthenticator {
  const { issuer, claimMappings } = authenticator
  return {
    ...authenticator,
    issuer: { ...issuer, url: issuer?.url ?? '', audiences: issuer?.audiences ?? [] },
    claimMappings: { ...claimMappings, username: claimMappings?.username ?? {} },
  }
}

/** The flags `--oidc-*`; each as given, absent when it was not. */
export interface OidcFlags {
  issuerUrl?: string
  clientId?: string
  /** Text of `--oidc-ca-file`. */
  caPem?: string
  /** Default `sub`. */
  usernameClaim?: string
  /** Empty: the issuer and `#`, unless the claim is `email`; `-`: none. */
  usernamePrefix?: string
  groupsClaim?: string
  groupsPrefix?: string
  /** Default RS256. */
  signingAlgs?: readonly string[]
  requiredClaims?: Readonly<Record<string, string>>
}

/** What is wrong with the flags together; `configurationFile` says whether `--authentication-config` is given as well. */
export function oidcFlagProblems(
  flags: OidcFlags,
  { configurationFile, featureEnabled }: { configurationFile: boolean; featureEnabled(gate: string): boolean },
): string[] {
  const given = Object.values(flags).some((value) => value !== undefined)
  if (!configurationFile) {
    return given && (!flags.issuerUrl || !flags.clientId)
      ? ['oidc-issuer-url and oidc-client-id must be specified together when any oidc-* flags are set']
      : []
  }
  const gate = 'StructuredAuthenticationConfiguration'
  return [
    ...(featureEnabled(gate) ? [] : [`set --feature-gates=${gate}=true to use authentication-config file`]),
    ...(given ? ['authentication-config file and oidc-* flags are mutually exclusive'] : []),
  ]
}

/** The one issuer that the flags name; undefined without them. */
export function jwtAuthenticatorOfFlags(flags: OidcFlags): JWTAuthenticator | undefined {
  const {
    issuerUrl,
    clientId,
    caPem,
    usernameClaim = 'sub',
    groupsClaim,
    groupsPrefix = '',
    requiredClaims = {},
  } = flags
  if (!issuerUrl || !clientId) return undefined
  const rules = Object.entries(requiredClaims).map(([claim, requiredValue]) => ({ claim, requiredValue }))
  return {
    issuer: { url: issuerUrl, audiences: [clientId], ...(caPem ? { certificateAuthority: caPem } : {}) },
    claimMappings: {
      username: { claim: usernameClaim, prefix: usernamePrefix(issuerUrl, usernameClaim, flags.usernamePrefix ?? '') },
      ...(groupsClaim ? { groups: { claim: groupsClaim, prefix: groupsPrefix } } : {}),
    },
    ...(rules.length > 0 ? { claimValidationRules: rules } : {}),
  }
}

function usernamePrefix(issuerUrl: string, claim: string, prefix: string): string {
  if (prefix === '-') return ''
  return prefix === '' && claim !== 'email' ? `${issuerUrl}#` : prefix
}

/** Algorithms that tokens may be signed with; `none` and those with shared secrets are not among them. */
export const allSigningAlgorithms: readonly string[] = [
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
]
