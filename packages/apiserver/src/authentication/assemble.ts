/**
 * All ways to log in, put together from flags and files, in upstream's order: front proxy, client certificates, then tokens
 * (file, service accounts, bootstrap, issuers, webhook), and last nobody at all.
 * In: parsed flags and the texts of files. Out: the authenticator of requests, and how a new text of the configuration gets in.
 * @see kubernetes v1.31 pkg/kubeapiserver/{options/authentication.go,authenticator/config.go}
 */
import type { Host } from '@elli/host/host'
import { errorText, forbidden } from '@elli/machinery/field'
import { ConfigurationError } from '../configuration/configuration-text.ts'
import { defaultRetryBackoff, defaultTimeoutMs, type RetryBackoff, type WebhookBackend } from '../webhook-backend.ts'
import type { Authenticator } from './authenticator.ts'
import { bearerTokenAuthenticator, type TokenAuthenticator } from './bearer-token.ts'
import { type BootstrapTokenOptions, bootstrapTokenAuthenticator } from './bootstrap-tokens.ts'
import {
  allSigningAlgorithms,
  type AuthenticationConfiguration,
  jwtAuthenticatorOfFlags,
  type OidcFlags,
  parseAuthenticationConfiguration,
} from './jwt/configuration.ts'
import type { Fetch } from './jwt/fetch.ts'
import { reloadableJwtAuthenticator } from './jwt/reloading.ts'
import { type RequestHeaderOptions, requestHeaderAuthenticator } from './request-header.ts'
import {
  serviceAccountAuthenticator,
  type ServiceAccountAuthenticatorOptions,
} from './service-account-authenticator.ts'
import { parseTokenFile, staticTokenAuthenticator } from './static-tokens.ts'
import { cachedTokenAuthenticator } from './token-cache.ts'
import { requestAuthenticator, type RequestAuthenticatorOptions } from './union.ts'
import { webhookTokenAuthenticator } from './webhook-token.ts'

export interface AuthenticationOptions {
  readonly host: Host
  featureEnabled(gate: string): boolean
  /** `--api-audiences`, or else the issuers of service account tokens. */
  readonly apiAudiences: readonly string[]
  /** `--requestheader-*`. */
  readonly requestHeader?: RequestHeaderOptions
  /** `--client-ca-file`; made by node/client-certificate.ts. */
  readonly clientCertificate?: Authenticator
  /** Text of `--token-auth-file`. */
  readonly tokenFile?: string
  /** For messages about it. */
  readonly tokenFilePath?: string
  readonly serviceAccount?: Omit<ServiceAccountAuthenticatorOptions, 'clock' | 'apiAudiences' | 'featureEnabled'>
  /** `--enable-bootstrap-token-auth`. */
  readonly bootstrapToken?: Pick<BootstrapTokenOptions, 'secret'>
  /** Text of `--authentication-config`; excludes `oidc`. */
  readonly configurationText?: string
  /** `--oidc-*`. */
  readonly oidc?: OidcFlags
  /** How issuers are asked; see jwt/fetch.ts. */
  readonly fetch: Fetch
  readonly webhook?: {
    /** Of the kubeconfig in `--authentication-token-webhook-config-file`. */
    readonly backend: WebhookBackend
    /** `--authentication-token-webhook-version`, default v1beta1. */
    readonly version?: string
    /** `--authentication-token-webhook-cache-ttl`, default 2 minutes. */
    readonly cacheTtlMs?: number
    readonly backoff?: RetryBackoff
  }
  /** `--anonymous-auth` as given; absent when it was not, which means yes. */
  readonly anonymousAuth?: boolean
  /** `--authorization-mode` has AlwaysAllow: then anonymous requests are not let in by the flag. */
  readonly everythingAllowed?: boolean
  /** See `ReloadableJwtOptions.reloaded`. */
  reloaded?(status: 'success' | 'failure'): void
}

export interface Authentication {
  readonly authenticator: Authenticator
  /** A new text of `--authentication-config`. */
  update(text: string): Promise<void>
  stop(): void
}

const defaultWebhookTtlMs = 120_000
/** Upstream keeps every good token for so long; here only those whose check is dear. */
const tokenTtlMs = 10_000

/** @throws ConfigurationError */
export function assembleAuthentication(options: AuthenticationOptions): Authentication {
  const { host, apiAudiences, configurationText: text, oidc = {} } = options
  const featureEnabled = (gate: string): boolean => options.featureEnabled(gate)
  const configuration = configurationOf(options)
  const jwt = reloadableJwtAuthenticator({
    configuration,
    ...(text === undefined ? {} : { text }),
    clock: host.clock,
    log: host.log,
    fetch: options.fetch,
    // A file says which keys are right by naming issuers; the algorithm is theirs to choose.
    signingAlgs: text === undefined ? (oidc.signingAlgs ?? ['RS256']) : allSigningAlgorithms,
    apiAudiences,
    disallowedIssuers: options.serviceAccount?.issuers ?? [],
    featureEnabled,
    reloaded: (status) => options.reloaded?.(status),
  })
  const kept = { host, successTtlMs: tokenTtlMs, failureTtlMs: 0, cacheRefusals: true }
  const tokens: TokenAuthenticator[] = []
  if (options.tokenFile !== undefined) {
    const users = parseTokenFile(options.tokenFile, options.tokenFilePath, (message) => host.log.warn(message))
    tokens.push(staticTokenAuthenticator(users, apiAudiences))
  }
  if (options.serviceAccount !== undefined) {
    const shared = { clock: host.clock, apiAudiences, featureEnabled }
    tokens.push(serviceAccountAuthenticator({ ...options.serviceAccount, ...shared }))
  }
  if (options.bootstrapToken !== undefined) {
    tokens.push(bootstrapTokenAuthenticator({ clock: host.clock, apiAudiences, ...options.bootstrapToken }))
  }
  // After the service accounts: an issuer may have to be asked for its keys, which costs more than a look at our own.
  tokens.push(cachedTokenAuthenticator(jwt, kept))
  if (options.webhook !== undefined) tokens.push(webhookTokens(options, options.webhook))
  return {
    authenticator: requestAuthenticator({
      authenticators: [
        ...(options.requestHeader === undefined ? [] : [requestHeaderAuthenticator(options.requestHeader)]),
        ...(options.clientCertificate === undefined ? [] : [options.clientCertificate]),
        bearerTokenAuthenticator(tokens),
      ],
      anonymous: anonymousOf(options, configuration.anonymous),
    }),
    update: (changed) => jwt.update(changed),
    stop: () => jwt.stop(),
  }
}

function configurationOf({ configurationText, oidc = {} }: AuthenticationOptions): AuthenticationConfiguration {
  if (configurationText !== undefined) return parseAuthenticationConfiguration(configurationText)
  const issuer = jwtAuthenticatorOfFlags(oidc)
  return { jwt: issuer === undefined ? [] : [issuer] }
}

function anonymousOf(
  { anonymousAuth, everythingAllowed = false, host }: AuthenticationOptions,
  file: AuthenticationConfiguration['anonymous'],
): RequestAuthenticatorOptions['anonymous'] {
  if (file !== undefined) {
    if (anonymousAuth !== undefined) {
      // The flag's name is misspelt in upstream's message too.
      const detail =
        '--anonynous-auth flag cannot be set when anonymous field is configured in authentication configuration file'
      throw new ConfigurationError(errorText(forbidden('anonymous', detail)))
    }
    const paths = (file.conditions ?? []).map(({ path }) => path ?? '')
    return file.enabled === true ? (paths.length > 0 ? { paths } : {}) : false
  }
  if (anonymousAuth === false) return false
  if (everythingAllowed) {
    host.log.warn(
      'AnonymousAuth is not allowed with the AlwaysAllow authorizer. Resetting AnonymousAuth to false. You should use a different authorizer',
    )
    return false
  }
  return {}
}

function webhookTokens(
  { host, apiAudiences }: AuthenticationOptions,
  {
    backend,
    version = 'v1beta1',
    cacheTtlMs = defaultWebhookTtlMs,
    backoff = defaultRetryBackoff,
  }: NonNullable<AuthenticationOptions['webhook']>,
): TokenAuthenticator {
  const tokens = webhookTokenAuthenticator({
    host,
    backend,
    version,
    apiAudiences,
    timeoutMs: defaultTimeoutMs,
    backoff,
  })
  const ttl = { successTtlMs: cacheTtlMs, failureTtlMs: cacheTtlMs }
  return cachedTokenAuthenticator(tokens, { host, ...ttl, cacheRefusals: false })
}

/** Gates that cannot be set as they are; each a reason not to start. */
export function gateProblems(featureEnabled: (gate: string) => boolean): string[] {
  const problems: string[] = []
  const needs = (gate: string, other: string, text: string): void => {
    if (featureEnabled(gate) && !featureEnabled(other)) problems.push(text)
  }
  needs(
    'ServiceAccountTokenNodeBinding',
    'ServiceAccountTokenNodeBindingValidation',
    'the "ServiceAccountTokenNodeBinding" feature gate can only be enabled if the "ServiceAccountTokenNodeBindingValidation" feature gate is also enabled',
  )
  needs(
    'AuthorizeNodeWithSelectors',
    'AuthorizeWithSelectors',
    'AuthorizeNodeWithSelectors feature requires AuthorizeWithSelectors feature to be enabled',
  )
  return problems
}
