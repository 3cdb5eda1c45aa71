/**
 * Who may come in: front proxies, client certificates, bearer tokens of every kind, and who shows nothing.
 * In: keys, files' texts, the server's own objects. Out: the authenticator of the corridor, which follows a changed file.
 * Elsewhere: the order in which they are asked (@elli/apiserver/authentication/assemble).
 */
import { assembleAuthentication } from '@elli/apiserver/authentication/assemble'
import type { Authenticator } from '@elli/apiserver/authentication/authenticator'
import type { AuthenticationConfiguration, OidcFlags } from '@elli/apiserver/authentication/jwt/configuration'
import { fetchOver } from '@elli/apiserver/authentication/jwt/fetch'
import {
  clientCertificateAuthenticator,
  requestHeaderVerifier,
} from '@elli/apiserver/authentication/node/client-certificate'
import { readVerificationKeys } from '@elli/apiserver/authentication/node/service-account-keys'
import { tokenObjects } from '@elli/apiserver/authentication/service-account-authenticator'
import { serviceAccountMetrics } from '@elli/apiserver/authentication/service-account-metrics'
import { reloadMetrics } from '@elli/apiserver/configuration/reload-metrics'
import type { ServerContext } from '@elli/apiserver/options'
import type { WebhookBackend } from '@elli/apiserver/webhook-backend'
import type { Secret } from '@elli/api/core/v1'
import { secrets } from '@elli/api/core/v1.resources'
import type { ApiServerMaterial } from './api-server.ts'
import { requestHeaderNames } from './bootstrap.ts'
import { outboundDial } from './outbound-dial.ts'

/** What goes beyond certificates and service accounts; all of it is off unless given. */
export interface AuthenticationSettings {
  /** As `--anonymous-auth` says; absent when it does not, which means yes unless the file says otherwise. */
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
  { host, reads, registry, featureEnabled }: ServerContext,
  noteLegacyUse: (secret: Secret) => void,
): Authenticator {
  const { clientCaPem, frontProxyCaPem, authentication: settings = {} } = material
  const { anonymous, bootstrapTokens = true, tokenFile, oidc, file, webhook } = settings
  const { clock } = host
  const issuers = [material.issuer, ...(material.furtherIssuers ?? [])]
  const modes = material.authorization?.configuration.authorizers ?? []
  const assembled = assembleAuthentication({
    host,
    featureEnabled,
    apiAudiences: material.apiAudiences ?? issuers,
    fetch: fetchOver(material.dial ?? outboundDial(host), clock),
    ...(frontProxyCaPem === undefined
      ? {}
      : {
          requestHeader: {
            ...(material.requestHeader ?? requestHeaderNames),
            verify: requestHeaderVerifier({ clock, ca: () => frontProxyCaPem }),
          },
        }),
    ...(clientCaPem === undefined
      ? {}
      : { clientCertificate: clientCertificateAuthenticator({ clock, ca: () => clientCaPem }) }),
    serviceAccount: {
      issuers,
      keys: readVerificationKeys(material.serviceAccount.publicPem),
      objects: tokenObjects(reads),
      noteLegacyUse,
      onUse: serviceAccountMetrics(registry),
    },
    ...(bootstrapTokens ? { bootstrapToken: { secret: (name) => reads.get(secrets, 'kube-system', name) } } : {}),
    ...(tokenFile === undefined ? {} : { tokenFile }),
    ...(oidc === undefined ? {} : { oidc }),
    ...(file === undefined
      ? {}
      : { configurationText: file.text, reloaded: reloadMetrics(registry, clock, 'authentication', '') }),
    ...(webhook === undefined ? {} : { webhook }),
    ...(anonymous === undefined ? {} : { anonymousAuth: anonymous }),
    everythingAllowed: material.authorization?.file === undefined && modes.some(({ type }) => type === 'AlwaysAllow'),
  })
  file?.follow((text) => {
    void assembled.update(text)
  })
  return assembled.authenticator
}
