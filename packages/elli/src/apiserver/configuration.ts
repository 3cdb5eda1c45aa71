/**
 * What the flags of `elli apiserver` come to: the material of a server, its store, and where it listens.
 * In: parsed flags. Out: everything read from the files they name. @throws UsageError listing all that is wrong with them
 * Elsewhere: the flags (./flags.ts), building the server (../cluster/api-server.ts).
 */
import { loadAdmissionConfiguration } from '@elli/apiserver/admission/admission-configuration'
import type { AdmissionOptions } from '@elli/apiserver/admission/chain'
import type { AuditOptions, SinkMode } from '@elli/apiserver/audit/options'
import { auditProblems } from '@elli/apiserver/audit/options'
import { parseAuditPolicy } from '@elli/apiserver/audit/policy'
import type { LogFormat } from '@elli/apiserver/audit/log-sink'
import { gateProblems } from '@elli/apiserver/authentication/assemble'
import {
  type OidcFlags,
  oidcFlagProblems,
  parseAuthenticationConfiguration,
} from '@elli/apiserver/authentication/jwt/configuration'
import { parseAbacPolicies } from '@elli/apiserver/authorization/abac'
import {
  authorizationConfigurationOfFlags,
  type AuthorizationFlags,
  authorizationFlagProblems,
  parseAuthorizationConfiguration,
} from '@elli/apiserver/authorization/authorization-configuration'
import { type ServingOptions, servingProblems } from '@elli/apiserver/corridor/options'
import { otlpTracer } from '@elli/apiserver/node/otlp'
import type { AggregatorOptions, ApiServerOptions } from '@elli/apiserver/options'
import { parseRuntimeConfig } from '@elli/apiserver/runtime-config'
import { parseTracing } from '@elli/apiserver/tracing/configuration'
import { allResources } from '@elli/api/resources'
import type { Host } from '@elli/host/host'
import { uuid } from '@elli/host/random'
import { FeatureGateError, featureGates, parseFeatureGates } from '@elli/machinery/feature-gates'
import type { FlagValues } from '../cli/flags.ts'
import { UsageError } from '../cli/flags.ts'
import type { ApiServerMaterial } from '../cluster/api-server.ts'
import type { AuthenticationSettings } from '../cluster/authentication.ts'
import type { AuthorizationSettings } from '../cluster/authorization.ts'
import { webhookBackend } from '../cluster/webhook-backend.ts'
import { nodeAddress } from '../machine/addresses.ts'
import type { apiserverFlags } from './flags.ts'
import { followFile } from './follow-file.ts'
import { metricFlagProblems, metricOptions } from './metric-flags.ts'

export type Flags = FlagValues<typeof apiserverFlags>

export interface Configuration {
  readonly material: Omit<ApiServerMaterial, 'host' | 'store'>
  /** Default gates and those given. */
  featureEnabled(gate: string): boolean
}

export async function configuration(host: Host, flags: Flags): Promise<Configuration> {
  const problems: string[] = []
  const given = gates(flags, problems)
  const featureEnabled = featureGates(given, (text) => host.log.warn(text))
  const files = new Files(host)
  problems.push(...gateProblems(featureEnabled))
  const serving = servingOf(flags, problems)
  problems.push(...metricFlagProblems(flags))
  const issuers = flags['service-account-issuer']
  const keyFiles = flags['service-account-key-file']
  const signingFile = flags['service-account-signing-key-file']
  if (issuers.length === 0) problems.push('service-account-issuer is a required flag')
  if (signingFile === undefined) problems.push('service-account-signing-key-file is a required flag')
  problems.push(...fixedFlagProblems(flags))
  if (problems.length > 0) throw new UsageError(problems.join('; '))
  const [privatePem = '', publicPem, clientCaPem, frontProxyCaPem] = await Promise.all([
    files.read(signingFile),
    Promise.all((keyFiles.length > 0 ? keyFiles : [signingFile ?? '']).map((path) => files.must(path))),
    files.read(flags['client-ca-file']),
    files.read(flags['requestheader-client-ca-file']),
  ])
  const audiences = flags['api-audiences']
  const authentication = await authenticationOf(host, flags, files, featureEnabled)
  const authorization = await authorizationOf(host, flags, files, featureEnabled)
  const admission = await admissionOf(host, flags, files)
  const audit = await auditOf(host, flags, files)
  const jwksUri = flags['service-account-jwks-uri']
  const server: Partial<ApiServerOptions> = {
    serving,
    allowPrivileged: flags['allow-privileged'],
    runtimeConfig: parseRuntimeConfig(flags['runtime-config'], allResources),
    compactionIntervalMs: flags['etcd-compaction-interval'],
    storageInitializationTimeoutMs: flags['storage-initialization-timeout'],
    ...(await tracingOf(host, flags, files)),
    aggregator: await aggregatorOf(host, flags, files),
    ...(flags['enable-aggregator-routing'] ? { routeToEndpoints: true } : {}),
    ...(await encryptionOf(host, flags, files)),
    ...(audit === undefined ? {} : { audit }),
    metrics: await metricOptions(host, flags),
  }
  return {
    featureEnabled,
    material: {
      ...(clientCaPem === undefined ? {} : { clientCaPem }),
      ...(frontProxyCaPem === undefined ? {} : { frontProxyCaPem, requestHeader: requestHeaderOf(flags) }),
      serviceAccount: {
        privatePem,
        publicPem: publicPem.join('\n'),
        extendExpiration: flags['service-account-extend-token-expiration'],
        maxExpirationSeconds: flags['service-account-max-token-expiration'] / 1000,
        ...(jwksUri === undefined ? {} : { jwksUri }),
      },
      issuer: issuers[0] as string,
      furtherIssuers: issuers.slice(1),
      ...(audiences.length > 0 ? { apiAudiences: audiences } : {}),
      serviceCidr: flags['service-cluster-ip-range'],
      nodePorts: nodePorts(flags['service-node-port-range']),
      address: { host: flags['advertise-address'] ?? nodeAddress(), port: flags['secure-port'] },
      featureGates: given,
      authentication,
      authorization,
      admission,
      server,
    },
  }
}

/** Flags that command lines of kube-apiserver carry, of which this server knows only the usual value. */
function fixedFlagProblems(flags: Flags): string[] {
  const usual: readonly [keyof Flags, unknown][] = [
    ['external-hostname', undefined],
    ['http2-max-streams-per-connection', 0],
    ['event-ttl', 3_600_000],
    ['watch-cache', true],
    ['service-account-lookup', true],
  ]
  return usual
    .filter(([name, value]) => flags[name] !== value)
    .map(([name]) => `--${name} cannot be changed yet; leave it out`)
}

/** Reads files; what cannot be read is told with its path. */
class Files {
  readonly #host: Host
  constructor(host: Host) {
    this.#host = host
  }

  async must(path: string): Promise<string> {
    try {
      return await this.#host.files.readText(path)
    } catch (error) {
      throw new UsageError(`cannot read ${path}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  async read(path: string | undefined): Promise<string | undefined> {
    return path === undefined || path === '' ? undefined : this.must(path)
  }
}

function gates(flags: Flags, problems: string[]): Record<string, boolean> {
  try {
    const given = parseFeatureGates(flags['feature-gates'] ?? '')
    featureGates(given)
    return given
  } catch (error) {
    if (!(error instanceof FeatureGateError)) throw error
    problems.push(
      `invalid argument ${JSON.stringify(flags['feature-gates'])} for "--feature-gates" flag: ${error.message}`,
    )
    return {}
  }
}

function nodePorts(text: string): { from: number; to: number } {
  const [, from, to] = /^(\d+)-(\d+)$/.exec(text) ?? []
  if (from === undefined || to === undefined || Number(from) > Number(to))
    throw new UsageError(
      `invalid argument ${JSON.stringify(text)} for "--service-node-port-range" flag: must be FROM-TO`,
    )
  return { from: Number(from), to: Number(to) }
}

function requestHeaderOf(flags: Flags): NonNullable<ApiServerMaterial['requestHeader']> {
  return {
    usernameHeaders: flags['requestheader-username-headers'],
    groupHeaders: flags['requestheader-group-headers'],
    extraHeaderPrefixes: flags['requestheader-extra-headers-prefix'],
    allowedNames: flags['requestheader-allowed-names'],
  }
}

function servingOf(flags: Flags, problems: string[]): ServingOptions {
  const serving: ServingOptions = {
    requestTimeoutMs: flags['request-timeout'],
    minRequestTimeoutSeconds: flags['min-request-timeout'],
    priorityAndFairness: flags['enable-priority-and-fairness'],
    corsAllowedOrigins: flags['cors-allowed-origins'],
    strictTransportSecurity: flags['strict-transport-security-directives'],
    goawayChance: flags['goaway-chance'],
    maxRequestsInFlight: flags['max-requests-inflight'],
    maxMutatingRequestsInFlight: flags['max-mutating-requests-inflight'],
    shutdownDelayMs: flags['shutdown-delay-duration'],
    watchTerminationGraceMs: flags['shutdown-watch-termination-grace-period'],
    shutdownSendRetryAfter: flags['shutdown-send-retry-after'],
    livezGraceMs: flags['livez-grace-period'],
  }
  problems.push(...servingProblems(serving))
  return serving
}

/** The files are read again when they change: certificates are renewed while a server runs. */
async function aggregatorOf(host: Host, flags: Flags, files: Files): Promise<AggregatorOptions> {
  const [certFile, keyFile] = [flags['proxy-client-cert-file'], flags['proxy-client-key-file']]
  if ((certFile === undefined) !== (keyFile === undefined))
    throw new UsageError('must specify both --proxy-client-cert-file and --proxy-client-key-file')
  if (certFile === undefined || keyFile === undefined) return {}
  let client = { certPem: await files.must(certFile), keyPem: await files.must(keyFile) }
  const renew = (): void => {
    Promise.all([host.files.readText(certFile), host.files.readText(keyFile)])
      .then(([certPem, keyPem]) => {
        client = { certPem, keyPem }
      })
      .catch((error: unknown) => host.log.warn('the proxy client certificate cannot be read', { error: String(error) }))
  }
  followFile(host, certFile, client.certPem, renew)
  return { proxyClient: () => client }
}

async function tracingOf(host: Host, flags: Flags, files: Files): Promise<Pick<ApiServerOptions, 'tracer'>> {
  const text = await files.read(flags['tracing-config-file'])
  if (text === undefined) return {}
  const instanceId = `apiserver-${uuid(host.random.stream('apiserver/identity'))}`
  return { tracer: await otlpTracer({ ...parseTracing(text), instanceId }) }
}

async function encryptionOf(host: Host, flags: Flags, files: Files): Promise<Pick<ApiServerOptions, 'encryption'>> {
  const path = flags['encryption-provider-config']
  const reload = flags['encryption-provider-config-automatic-reload']
  const text = await files.read(path)
  if (text === undefined || path === undefined) {
    if (reload)
      throw new UsageError(
        '--encryption-provider-config-automatic-reload must be set with --encryption-provider-config',
      )
    return {}
  }
  return { encryption: { text, ...(reload ? { reload: () => host.files.readText(path) } : {}) } }
}

async function authenticationOf(
  host: Host,
  flags: Flags,
  files: Files,
  featureEnabled: (gate: string) => boolean,
): Promise<AuthenticationSettings> {
  const path = flags['authentication-config']
  const oidc = await oidcOf(flags, files)
  const problems = oidcFlagProblems(oidc, { configurationFile: path !== undefined, featureEnabled })
  if (problems.length > 0) throw new UsageError(problems.join('; '))
  const text = await files.read(path)
  const tokenFile = await files.read(flags['token-auth-file'])
  const webhookFile = flags['authentication-token-webhook-config-file']
  return {
    // Yes is what holds without the flag, and leaves the word to the file.
    ...(flags['anonymous-auth'] ? {} : { anonymous: false }),
    bootstrapTokens: flags['enable-bootstrap-token-auth'],
    ...(tokenFile === undefined ? {} : { tokenFile }),
    ...(oidc.issuerUrl === undefined ? {} : { oidc }),
    ...(text === undefined || path === undefined
      ? {}
      : {
          file: {
            configuration: parseAuthenticationConfiguration(text),
            text,
            follow: (changed) => followFile(host, path, text, changed),
          },
        }),
    ...(webhookFile === undefined
      ? {}
      : {
          webhook: {
            backend: webhookBackend(host, webhookFile),
            version: flags['authentication-token-webhook-version'],
            cacheTtlMs: flags['authentication-token-webhook-cache-ttl'],
          },
        }),
  }
}

async function oidcOf(flags: Flags, files: Files): Promise<OidcFlags> {
  const caPem = await files.read(flags['oidc-ca-file'])
  const signingAlgs = flags['oidc-signing-algs']
  const claims = flags['oidc-required-claim']
  const texts: Record<string, string | undefined> = {
    issuerUrl: flags['oidc-issuer-url'],
    clientId: flags['oidc-client-id'],
    caPem,
    usernameClaim: flags['oidc-username-claim'],
    usernamePrefix: flags['oidc-username-prefix'],
    groupsClaim: flags['oidc-groups-claim'],
    groupsPrefix: flags['oidc-groups-prefix'],
  }
  return {
    ...Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined)),
    ...(signingAlgs.length > 0 ? { signingAlgs } : {}),
    ...(Object.keys(claims).length > 0 ? { requiredClaims: claims } : {}),
  }
}

async function authorizationOf(
  host: Host,
  flags: Flags,
  files: Files,
  featureEnabled: (gate: string) => boolean,
): Promise<AuthorizationSettings> {
  const path = flags['authorization-config']
  const modes = flags['authorization-mode']
  const version = flags['authorization-webhook-version']
  const authorizedTtl = flags['authorization-webhook-cache-authorized-ttl']
  const unauthorizedTtl = flags['authorization-webhook-cache-unauthorized-ttl']
  const policyFile = await files.read(flags['authorization-policy-file'])
  const webhookConfigFile = flags['authorization-webhook-config-file']
  const options: AuthorizationFlags = {
    ...(modes.length > 0 ? { modes } : {}),
    ...(policyFile === undefined ? {} : { policyFile }),
    ...(webhookConfigFile === undefined ? {} : { webhookConfigFile }),
    ...(version === undefined ? {} : { webhookVersion: version }),
    ...(authorizedTtl === undefined ? {} : { webhookAuthorizedTtlMs: authorizedTtl }),
    ...(unauthorizedTtl === undefined ? {} : { webhookUnauthorizedTtlMs: unauthorizedTtl }),
  }
  const problems = authorizationFlagProblems(options, { configurationFile: path !== undefined, featureEnabled })
  if (problems.length > 0) throw new UsageError(problems.join('; '))
  const text = await files.read(path)
  if (text === undefined || path === undefined)
    return {
      configuration: authorizationConfigurationOfFlags(options),
      ...(policyFile === undefined
        ? {}
        : { abacPolicies: parseAbacPolicies(policyFile, flags['authorization-policy-file']) }),
    }
  return {
    configuration: parseAuthorizationConfiguration(text, { featureEnabled }),
    file: { text, follow: (changed) => followFile(host, path, text, changed) },
  }
}

async function admissionOf(host: Host, flags: Flags, files: Files): Promise<AdmissionOptions> {
  const path = flags['admission-control-config-file']
  const text = await files.read(path)
  return {
    enable: flags['enable-admission-plugins'],
    disable: flags['disable-admission-plugins'],
    webhookBackend: (kubeconfig) => webhookBackend(host, kubeconfig),
    ...(text === undefined || path === undefined
      ? {}
      : { configuration: await loadAdmissionConfiguration(text, path, (other) => files.must(other)) }),
  }
}

async function auditOf(host: Host, flags: Flags, files: Files): Promise<AuditOptions | undefined> {
  const policy = await files.read(flags['audit-policy-file'])
  const path = flags['audit-log-path']
  const webhookFile = flags['audit-webhook-config-file']
  if (policy === undefined || (path === undefined && webhookFile === undefined)) return undefined
  const backend = webhookFile === undefined ? undefined : webhookBackend(host, webhookFile)
  const url = backend === undefined ? undefined : new URL(backend.url)
  const options: AuditOptions = {
    policy: parseAuditPolicy(policy),
    ...(path === undefined
      ? {}
      : {
          log: {
            path,
            format: flags['audit-log-format'] as LogFormat,
            mode: flags['audit-log-mode'] as SinkMode,
            maxAgeDays: flags['audit-log-maxage'],
            maxBackups: flags['audit-log-maxbackup'],
            maxSizeMegabytes: flags['audit-log-maxsize'],
            ...(flags['audit-log-truncate-enabled'] ? { truncate: {} } : {}),
            standardOutput: { write: async (text: string) => void process.stdout.write(text), close: async () => {} },
          },
        }),
    ...(backend === undefined || url === undefined
      ? {}
      : {
          webhook: {
            transport: backend.transport,
            path: `${url.pathname}${url.search}`,
            mode: flags['audit-webhook-mode'] as SinkMode,
            initialBackoffMs: flags['audit-webhook-initial-backoff'],
            batch: {
              maxBatchSize: flags['audit-webhook-batch-max-size'],
              maxBatchWaitMs: flags['audit-webhook-batch-max-wait'],
              bufferSize: flags['audit-webhook-batch-buffer-size'],
              ...(flags['audit-webhook-batch-throttle-enable']
                ? {
                    throttle: {
                      qps: flags['audit-webhook-batch-throttle-qps'],
                      burst: flags['audit-webhook-batch-throttle-burst'],
                    },
                  }
                : {}),
            },
            ...(flags['audit-webhook-truncate-enabled'] ? { truncate: {} } : {}),
          },
        }),
  }
  const problems = auditProblems(options)
  if (problems.length > 0) throw new UsageError(problems.join('; '))
  return options
}
