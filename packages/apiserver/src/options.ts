/** What an API server is made of; everything comes from outside. */
import type { MetricOptions, MetricRegistry } from '@elli/host/metrics/registry'
import type { Host } from '@elli/host/host'
import type { Transport } from '@elli/host/wire'
import type { ResourceInfo } from '@elli/api/resources'
import type { Store } from '@elli/store/contract'
import type { ProxyClient } from './aggregation/remote-service.ts'
import type { AdmissionContext, AdmissionPlugin } from './admission/plugin.ts'
import type { Authenticator, UserInfo } from './authentication/authenticator.ts'
import type { VerificationKey } from './authentication/service-account-keys.ts'
import type { TokenIssuer } from './authentication/service-account-tokens.ts'
import type { Authorizer } from './authorization/authorizer.ts'
import type { Dial } from './outbound/outbound.ts'
import type { AuditOptions } from './audit/options.ts'
import type { EscalationCheck } from './authorization/escalation.ts'
import type { ServingOptions } from './corridor/options.ts'
import type { EncryptionOptions } from './encryption/at-rest.ts'
import type { Reads } from './reads.ts'
import type { StorageMediaType } from './registry/storage-codec.ts'
import type { Strategy } from './registry/strategy.ts'
import type { Tracer } from './tracing/tracer.ts'

/** What gatekeepers are built from, once the caches are there. */
export interface ServerContext {
  readonly host: Host
  readonly reads: Reads
  /** Where gatekeepers register what they count. */
  readonly registry: MetricRegistry
  featureEnabled(gate: string): boolean
}

export interface VersionInfo {
  readonly major: string
  readonly minor: string
  readonly gitVersion: string
  readonly gitCommit: string
  readonly gitTreeState: string
  readonly buildDate: string
  readonly goVersion: string
  readonly compiler: string
  readonly platform: string
}

export interface ServiceAccountOptions {
  readonly issuer: TokenIssuer
  readonly apiAudiences: readonly string[]
  /** The issuer's URL and public keys, for the discovery documents; without them these are not served. */
  readonly discovery?: {
    readonly issuer: string
    readonly keys: readonly VerificationKey[]
    readonly jwksUri?: string
  }
  /** 0 is unlimited. */
  readonly maxExpirationSeconds?: number
  readonly extendExpiration?: boolean
}

/** Where a node's kubelet listens. */
export interface NodeAddress {
  readonly name: string
  readonly host: string
  readonly port: number
}

/** How the API server reaches kubelets, and pods and services for proxying. */
export interface NodeTransport {
  /** HTTPS to a kubelet with the API server's client certificate. */
  kubelet(node: NodeAddress): Transport
  /** Plain or TLS connection to a pod or endpoint address. */
  direct(scheme: 'http' | 'https', host: string, port: number): Transport
}

export interface ApiServerOptions {
  readonly host: Host
  readonly store: Store
  /**
   * `--storage-media-type`. Default: JSON, which our own stores are fastest with; on an etcd that kube-apiservers may work
   * on too, give `application/vnd.kubernetes.protobuf`, as is upstream's default.
   */
  readonly storageMediaType?: StorageMediaType
  /**
   * Whether the server is there only when its caches are; default yes. On a slow store say no: requests that need a cache
   * are then told to come again (429) until it is there.
   */
  readonly waitForCaches?: boolean
  /** `--etcd-compaction-interval`; default 5 m, 0 for never. */
  readonly compactionIntervalMs?: number | undefined
  /** `--storage-initialization-timeout`: how long readiness waits for the caches behind the gate of that name; default 1 m. */
  readonly storageInitializationTimeoutMs?: number
  /** Default: every built-in resource. */
  readonly resources?: readonly ResourceInfo[]
  readonly strategies?: readonly Strategy[]
  /** Who asks; called once the caches are there. Default: everybody is anonymous. */
  readonly authenticator?: (context: ServerContext) => Authenticator
  /** Who may; default: everybody may everything. */
  readonly authorizer?: (context: ServerContext) => Authorizer
  /** Refuses writes of RBAC objects that would grant more than the writer has. */
  readonly escalationCheck?: (context: ServerContext, authorizer: Authorizer) => EscalationCheck
  /** The plugins, in upstream's order. */
  readonly admission?: (context: AdmissionContext) => readonly AdmissionPlugin[]
  readonly serviceAccounts?: ServiceAccountOptions
  /** Ranges of Services; without it no addresses are handed out. */
  readonly serviceNetwork?: ServiceNetworkOptions
  readonly featureGates?: Readonly<Record<string, boolean>>
  /** `--allow-privileged`: whether containers may be privileged. Default true, unlike upstream's flag. */
  readonly allowPrivileged?: boolean
  /** `--runtime-config`. */
  readonly runtimeConfig?: Readonly<Record<string, boolean>>
  /** `host:port` for discovery and the kubernetes Service's endpoints. */
  readonly externalAddress?: { readonly host: string; readonly port: number }
  /** Name of the machine: servers are told apart by it. Without it none tells which versions it stores. */
  readonly hostname?: string
  readonly nodeTransport?: NodeTransport
  /** Opens connections to webhooks and aggregated servers; without it every call to one fails. */
  readonly dial?: Dial
  /** `--enable-aggregator-routing`: calls to a Service go to one of its endpoints instead of its cluster address. */
  readonly routeToEndpoints?: boolean
  readonly version?: Partial<VersionInfo>
  /** Without it APIServices are objects like any other. */
  readonly aggregator?: AggregatorOptions
  /** Limits of time and number, browsers, shutdown. */
  readonly serving?: ServingOptions
  /** What is written down about requests; absent: nothing. */
  readonly audit?: AuditOptions
  /** What is stored encrypted; absent: nothing. */
  readonly encryption?: EncryptionOptions
  /** Which metrics are shown, and which values their labels may have. */
  readonly metrics?: MetricOptions
  /** Spans of requests and of what they set off; absent: none. */
  readonly tracer?: Tracer
  /** Run once when everything else is ready (bootstrap objects); failing keeps /readyz from becoming ok. */
  readonly postStart?: readonly PostStartHook[]
}

export interface ServiceNetworkOptions {
  /** One, or two for dual stack; e.g. `10.96.0.0/12`. */
  readonly cidrs: readonly string[]
  readonly nodePorts: { readonly from: number; readonly to: number }
}

/** The aggregation layer: APIServices are registered, watched over and followed. */
export interface AggregatorOptions {
  /** `--proxy-client-cert-file` and `--proxy-client-key-file`: what other servers know us by, as the files are now. */
  readonly proxyClient?: () => ProxyClient | undefined
}

export interface PostStartHook {
  /** Name of its health check, e.g. `rbac/bootstrap-roles`. */
  readonly name: string
  /** @param context its signal ends what the hook has set going, when the server closes */
  run(context: ServerContext & { transport(user: UserInfo): Transport; readonly signal: AbortSignal }): Promise<void>
}
