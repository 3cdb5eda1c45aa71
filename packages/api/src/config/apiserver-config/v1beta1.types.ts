/** Types of apiserver.config.k8s.io/v1beta1, written from the schema in v1beta1.ts by the update script; not edited by hand. */
import type { TracingConfiguration as config_component_base_tracing_v1_TracingConfiguration } from '../component-base-tracing/v1.types.ts'

/** Upstream names "HTTPConnect", "GRPC", "Direct". */
export type ProtocolType = string

/** Upstream names "MatchAny". */
export type AudienceMatchPolicyType = string

/** Upstream names "Webhook". */
export type AuthorizerType = string

export interface EgressSelectorConfiguration {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  egressSelections: EgressSelection[]
}

export interface EgressSelection {
  name: string
  connection: Connection
}

export interface Connection {
  proxyProtocol?: ProtocolType
  transport?: Transport
}

export interface Transport {
  tcp?: TCPTransport
  uds?: UDSTransport
}

export interface TCPTransport {
  url?: string
  tlsConfig?: TLSConfig
}

export interface UDSTransport {
  udsName?: string
}

export interface TLSConfig {
  caBundle?: string
  clientKey?: string
  clientCert?: string
}

export interface TracingConfiguration extends config_component_base_tracing_v1_TracingConfiguration {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
}

export interface AuthenticationConfiguration {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  jwt: JWTAuthenticator[]
  anonymous?: AnonymousAuthConfig
}

export interface AnonymousAuthConfig {
  enabled: boolean
  conditions?: AnonymousAuthCondition[]
}

export interface AnonymousAuthCondition {
  path: string
}

export interface JWTAuthenticator {
  issuer: Issuer
  claimValidationRules?: ClaimValidationRule[]
  claimMappings: ClaimMappings
  userValidationRules?: UserValidationRule[]
}

export interface Issuer {
  url: string
  discoveryURL?: string
  certificateAuthority?: string
  audiences: string[]
  audienceMatchPolicy?: AudienceMatchPolicyType
}

export interface ClaimValidationRule {
  claim?: string
  requiredValue?: string
  expression?: string
  message?: string
}

export interface ClaimMappings {
  username: PrefixedClaimOrExpression
  groups?: PrefixedClaimOrExpression
  uid?: ClaimOrExpression
  extra?: ExtraMapping[]
}

export interface PrefixedClaimOrExpression {
  claim?: string
  prefix?: string
  expression?: string
}

export interface ClaimOrExpression {
  claim?: string
  expression?: string
}

export interface ExtraMapping {
  key: string
  valueExpression: string
}

export interface UserValidationRule {
  expression: string
  message?: string
}

export interface AuthorizationConfiguration {
  /** Kind of the object, in CamelCase. */
  kind?: string
  /** APIVersion defines the group and version of the kind, such as apps/v1. */
  apiVersion?: string
  authorizers: AuthorizerConfiguration[]
}

export interface AuthorizerConfiguration {
  type: string
  name: string
  webhook?: WebhookConfiguration
}

export interface WebhookConfiguration {
  /** Duration such as 1m30s. */
  authorizedTTL: string
  /** Duration such as 1m30s. */
  unauthorizedTTL: string
  /** Duration such as 1m30s. */
  timeout: string
  subjectAccessReviewVersion: string
  matchConditionSubjectAccessReviewVersion: string
  failurePolicy: string
  connectionInfo: WebhookConnectionInfo
  matchConditions: WebhookMatchCondition[]
}

export interface WebhookConnectionInfo {
  type: string
  kubeConfigFile: string
}

export interface WebhookMatchCondition {
  expression: string
}
