/**
 * Who may come in: front proxies, client certificates, bearer tokens of every kind, and who shows nothing.
 * In: keys, files' texts, the server's own objects. Out: the authenticator of the corridor, and how to follow a changed file.
 */
import { bearerTokenAuthenticator, type TokenAuthenticator } from '@elli/apiserver/authentication/bearer-token'
import { bootstrapTokenAuthenticator } from '@elli/apiserver/authentication/bootstrap-tokens'
import {
  allSigningAlgorithms,
  type AuthenticationConfiguration,
  jwtAuthenticatorOfFlags,
  type OidcFlags,
} from '@elli/apiserver/authentication/jwt/configuration'
import { fetchOver } from '@elli/apiserver/authentication/jwt/fetch'
import { type ReloadableJwt, reloadableJwtAuthenticator } from '@elli/apiserver/authentication/jwt/reloading'
import {
  clientCertificateAuthenticator,
  requestHeaderVerifier,
} from '@elli/apiserver/authentication/node/client-certificate'
import { readVerificationKeys } from '@elli/apiserver/authentication/node/service-account-keys'
import { requestHeaderAuthenticator } from '@elli/apiserver/authentication/request-header'
import { serviceAccountAuthenticator, tokenObjects } from '@elli/apiserver/authentication/service-account-authenticator'
import { parseTokenFile, staticTokenAuthenticator } from '@elli/apiserver/authentication/static-tokens'
import { cachedTokenAuthenticator } from '@elli/apiserver/authentication/token-cache'
import { requestAuthenticator } from '@elli/apiserver/authentication/union'
import { webhookTokenAuthenticator } from '@elli/apiserver/authentication/webhook-token'
import type { Authenticator } from '@elli/apiserver/authentication/authenticator'
import type { ServerContext } from '@elli/apiserver/options'
import { defaultRetryBackoff, defaultTimeoutMs, type WebhookBackend } from '@elli/apiserver/webhook-backend'
import type { Secret } from '@elli/api/core/v1'
import { secrets } from '@elli/api/core/v1.resources'
import type { ApiServerMaterial } from './api-server.ts'
import { requestHeaderNames } from './bootstrap.ts'
import { outboundDial } from './outbound-dial.ts'

/** What goes beyond certificates and service accounts; all of it is off unless given. */
export interface AuthenticationSettings {
  /** Default true. */
  readonly anonymous?: boolean
  /** Default true: clusters of ours have bootstrap tokens from the start. */
  readonly bootstrapTokens?: boolean
  /** Text of `--token-auth-file`. */
  readonly tokenFile?: string
  readonly oidc?: OidcFlags
  /** `--authentication-config`; `follow` tells of later texts. */
  readonly file?: {
    readonly configuration: AuthenticationConfiguration
    readonly text: string
    follow(changed: (text: string) => void): void
  }
  readonly webhook?: { readonly backend: WebhookBackend; readonly version: string; readonly cacheTtlMs: number }
}

export function clusterAuthenticator(
  material: ApiServerMaterial,
  context: ServerContext,
  noteLegacyUse: (secret: Secret) => void,
): Authenticator {
  const { clientCaPem, frontProxyCaPem, authentication: settings = {} } = material
  const { clock } = context.host
  return requestAuthenticator({
    authenticators: [
      ...(frontProxyCaPem === undefined
        ? []
        : [
            requestHeaderAuthenticator({
              ...(material.requestHeader ?? requestHeaderNames),
              verify: requestHeaderVerifier({ clock, ca: () => frontProxyCaPem }),
            }),
          ]),
      ...(clientCaPem === undefined ? [] : [clientCertificateAuthenticator({ clock, ca: () => clientCaPem })]),
      bearerTokenAuthenticator(tokenAuthenticators(material, settings, context, noteLegacyUse)),
    ],
    anonymous: anonymousPaths(settings),
  })
}

function anonymousPaths({ anonymous = true, file }: AuthenticationSettings): false | { paths?: readonly string[] } {
  const chosen = file?.configuration.anonymous
  if (chosen === undefined) return anonymous ? {} : false
  if (chosen.enabled !== true) return false
  const paths = (chosen.conditions ?? []).map(({ path }) => path ?? '')
  return paths.length === 0 ? {} : { paths }
}

function tokenAuthenticators(
  material: ApiServerMaterial,
  settings: AuthenticationSettings,
  { host, reads, featureEnabled }: ServerContext,
  noteLegacyUse: (secret: Secret) => void,
): TokenAuthenticator[] {
  const issuers = [material.issuer, ...(material.furtherIssuers ?? [])]
  const apiAudiences = material.apiAudiences ?? issuers
  const { tokenFile, webhook } = settings
  const jwt = jwtAuthenticator(material, settings, { host, reads, featureEnabled }, issuers, apiAudiences)
  return [
    ...(tokenFile === undefined ? [] : [staticTokenAuthenticator(parseTokenFile(tokenFile), apiAudiences)]),
    serviceAccountAuthenticator({
      clock: host.clock,
      issuers,
      keys: readVerificationKeys(material.serviceAccount.publicPem),
      apiAudiences,
      objects: tokenObjects(reads),
      noteLegacyUse,
      featureEnabled,
    }),
    ...(settings.bootstrapTokens === false
      ? []
      : [
          bootstrapTokenAuthenticator({
            clock: host.clock,
            apiAudiences,
            secret: (name) => reads.get(secrets, 'kube-system', name),
          }),
        ]),
    ...(jwt === undefined ? [] : [jwt]),
    ...(webhook === undefined
      ? []
      : [
          cachedTokenAuthenticator(
            webhookTokenAuthenticator({
              host,
              backend: webhook.backend,
              version: webhook.version,
              apiAudiences,
              timeoutMs: defaultTimeoutMs,
              backoff: defaultRetryBackoff,
            }),
            { host, successTtlMs: webhook.cacheTtlMs, failureTtlMs: webhook.cacheTtlMs, cacheRefusals: false },
          ),
        ]),
  ]
}

function jwtAuthenticator(
  material: ApiServerMaterial,
  { file, oidc }: AuthenticationSettings,
  { host, featureEnabled }: ServerContext,
  disallowedIssuers: readonly string[],
  apiAudiences: readonly string[],
): ReloadableJwt | undefined {
  const ofFlags = oidc === undefined ? undefined : jwtAuthenticatorOfFlags(oidc)
  const configuration = file?.configuration ?? (ofFlags === undefined ? undefined : { jwt: [ofFlags] })
  if (configuration === undefined) return undefined
  const authenticator = reloadableJwtAuthenticator({
    configuration,
    ...(file === undefined ? {} : { text: file.text }),
    clock: host.clock,
    log: host.log,
    fetch: fetchOver(material.dial ?? outboundDial(host), host.clock),
    // A file takes every algorithm there is; the flag, those it names.
    signingAlgs: file === undefined ? (oidc?.signingAlgs ?? ['RS256']) : allSigningAlgorithms,
    apiAudiences,
    disallowedIssuers,
    featureEnabled,
  })
  file?.follow((text) => {
    void authenticator.update(text)
  })
  return authenticator
}
