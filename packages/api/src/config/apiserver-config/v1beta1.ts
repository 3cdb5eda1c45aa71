/**
 * apiserver.config.k8s.io/v1beta1: every type of the group version, as schema.
 * Types: v1beta1.types.ts, written from this file. Order of fields is upstream's, which is the order of JSON.
 */
import { TracingConfiguration as componentBaseTracingV1TracingConfiguration } from '../component-base-tracing/v1.ts'
import { apiPackage, type MessageSchema, bool, duration, inline, list, ref, string } from '../../schema/schema.ts'
import type * as T from './v1beta1.types.ts'

const pkg = apiPackage({
  path: 'config/apiserver-config/v1beta1',
  group: 'apiserver.config.k8s.io',
  version: 'v1beta1',
  goPackage: 'k8s.io/apiserver/pkg/apis/apiserver/v1beta1',
})
export const packageInfo = pkg.package

export const ProtocolType = pkg.enumeration('ProtocolType', ['HTTPConnect', 'GRPC', 'Direct'], { open: true })
export type ProtocolType = T.ProtocolType

export const AudienceMatchPolicyType = pkg.enumeration('AudienceMatchPolicyType', ['MatchAny'], { open: true })
export type AudienceMatchPolicyType = T.AudienceMatchPolicyType

export const AuthorizerType = pkg.enumeration('AuthorizerType', ['Webhook'], { open: true })
export type AuthorizerType = T.AuthorizerType

export type EgressSelectorConfiguration = T.EgressSelectorConfiguration
export const EgressSelectorConfiguration: MessageSchema<EgressSelectorConfiguration> = pkg.message(
  'EgressSelectorConfiguration',
  {
    egressSelections: list(0, () => EgressSelection, { required: true }),
  },
  { kind: true },
)

export type EgressSelection = T.EgressSelection
export const EgressSelection: MessageSchema<EgressSelection> = pkg.message('EgressSelection', {
  name: string(0, { required: true }),
  connection: ref(0, () => Connection, { required: true }),
})

export type Connection = T.Connection
export const Connection: MessageSchema<Connection> = pkg.message('Connection', {
  proxyProtocol: string(0, { enum: ProtocolType }),
  transport: ref(0, () => Transport, { pointer: true }),
})

export type Transport = T.Transport
export const Transport: MessageSchema<Transport> = pkg.message('Transport', {
  tcp: ref(0, () => TCPTransport, { pointer: true }),
  uds: ref(0, () => UDSTransport, { pointer: true }),
})

export type TCPTransport = T.TCPTransport
export const TCPTransport: MessageSchema<TCPTransport> = pkg.message('TCPTransport', {
  url: string(0),
  tlsConfig: ref(0, () => TLSConfig, { pointer: true }),
})

export type UDSTransport = T.UDSTransport
export const UDSTransport: MessageSchema<UDSTransport> = pkg.message('UDSTransport', {
  udsName: string(0),
})

export type TLSConfig = T.TLSConfig
export const TLSConfig: MessageSchema<TLSConfig> = pkg.message('TLSConfig', {
  caBundle: string(0),
  clientKey: string(0),
  clientCert: string(0),
})

export type TracingConfiguration = T.TracingConfiguration
export const TracingConfiguration: MessageSchema<TracingConfiguration> = pkg.message(
  'TracingConfiguration',
  {
    tracingConfiguration: inline(0, () => componentBaseTracingV1TracingConfiguration),
  },
  { kind: true },
)

export type AuthenticationConfiguration = T.AuthenticationConfiguration
export const AuthenticationConfiguration: MessageSchema<AuthenticationConfiguration> = pkg.message(
  'AuthenticationConfiguration',
  {
    jwt: list(0, () => JWTAuthenticator, { required: true }),
    anonymous: ref(0, () => AnonymousAuthConfig, { pointer: true }),
  },
  { kind: true },
)

export type AnonymousAuthConfig = T.AnonymousAuthConfig
export const AnonymousAuthConfig: MessageSchema<AnonymousAuthConfig> = pkg.message('AnonymousAuthConfig', {
  enabled: bool(0, { required: true }),
  conditions: list(0, () => AnonymousAuthCondition),
})

export type AnonymousAuthCondition = T.AnonymousAuthCondition
export const AnonymousAuthCondition: MessageSchema<AnonymousAuthCondition> = pkg.message('AnonymousAuthCondition', {
  path: string(0, { required: true }),
})

export type JWTAuthenticator = T.JWTAuthenticator
export const JWTAuthenticator: MessageSchema<JWTAuthenticator> = pkg.message('JWTAuthenticator', {
  issuer: ref(0, () => Issuer, { required: true }),
  claimValidationRules: list(0, () => ClaimValidationRule),
  claimMappings: ref(0, () => ClaimMappings, { required: true }),
  userValidationRules: list(0, () => UserValidationRule),
})

export type Issuer = T.Issuer
export const Issuer: MessageSchema<Issuer> = pkg.message('Issuer', {
  url: string(0, { required: true }),
  discoveryURL: string(0, { pointer: true }),
  certificateAuthority: string(0),
  audiences: list(0, 'string', { required: true }),
  audienceMatchPolicy: string(0, { enum: AudienceMatchPolicyType }),
})

export type ClaimValidationRule = T.ClaimValidationRule
export const ClaimValidationRule: MessageSchema<ClaimValidationRule> = pkg.message('ClaimValidationRule', {
  claim: string(0),
  requiredValue: string(0),
  expression: string(0),
  message: string(0),
})

export type ClaimMappings = T.ClaimMappings
export const ClaimMappings: MessageSchema<ClaimMappings> = pkg.message('ClaimMappings', {
  username: ref(0, () => PrefixedClaimOrExpression, { required: true }),
  groups: ref(0, () => PrefixedClaimOrExpression),
  uid: ref(0, () => ClaimOrExpression, { keepEmpty: true }),
  extra: list(0, () => ExtraMapping),
})

export type PrefixedClaimOrExpression = T.PrefixedClaimOrExpression
export const PrefixedClaimOrExpression: MessageSchema<PrefixedClaimOrExpression> = pkg.message(
  'PrefixedClaimOrExpression',
  {
    claim: string(0),
    prefix: string(0, { pointer: true }),
    expression: string(0),
  },
)

export type ClaimOrExpression = T.ClaimOrExpression
export const ClaimOrExpression: MessageSchema<ClaimOrExpression> = pkg.message('ClaimOrExpression', {
  claim: string(0),
  expression: string(0),
})

export type ExtraMapping = T.ExtraMapping
export const ExtraMapping: MessageSchema<ExtraMapping> = pkg.message('ExtraMapping', {
  key: string(0, { required: true }),
  valueExpression: string(0, { required: true }),
})

export type UserValidationRule = T.UserValidationRule
export const UserValidationRule: MessageSchema<UserValidationRule> = pkg.message('UserValidationRule', {
  expression: string(0, { required: true }),
  message: string(0),
})

export type AuthorizationConfiguration = T.AuthorizationConfiguration
export const AuthorizationConfiguration: MessageSchema<AuthorizationConfiguration> = pkg.message(
  'AuthorizationConfiguration',
  {
    authorizers: list(0, () => AuthorizerConfiguration, { required: true }),
  },
  { kind: true },
)

export type AuthorizerConfiguration = T.AuthorizerConfiguration
export const AuthorizerConfiguration: MessageSchema<AuthorizerConfiguration> = pkg.message('AuthorizerConfiguration', {
  type: string(0, { required: true }),
  name: string(0, { required: true }),
  webhook: ref(0, () => WebhookConfiguration, { pointer: true }),
})

export type WebhookConfiguration = T.WebhookConfiguration
export const WebhookConfiguration: MessageSchema<WebhookConfiguration> = pkg.message('WebhookConfiguration', {
  authorizedTTL: duration(0, { required: true }),
  unauthorizedTTL: duration(0, { required: true }),
  timeout: duration(0, { required: true }),
  subjectAccessReviewVersion: string(0, { required: true }),
  matchConditionSubjectAccessReviewVersion: string(0, { required: true }),
  failurePolicy: string(0, { required: true }),
  connectionInfo: ref(0, () => WebhookConnectionInfo, { required: true }),
  matchConditions: list(0, () => WebhookMatchCondition, { required: true }),
})

export type WebhookConnectionInfo = T.WebhookConnectionInfo
export const WebhookConnectionInfo: MessageSchema<WebhookConnectionInfo> = pkg.message('WebhookConnectionInfo', {
  type: string(0, { required: true }),
  kubeConfigFile: string(0, { required: true, pointer: true }),
})

export type WebhookMatchCondition = T.WebhookMatchCondition
export const WebhookMatchCondition: MessageSchema<WebhookMatchCondition> = pkg.message('WebhookMatchCondition', {
  expression: string(0, { required: true }),
})
