/**
 * What a controller is: a name, what it reads and writes, and a loop that ends with its signal.
 * One folder per controller: index.ts (promise, wiring), decide.ts (pure: snapshot → decision), act.ts (decision → client calls), decide.test.ts.
 * The manager (./manager.ts) hands each the same context; `reads` and `writes` are what its ClusterRole follows from.
 */
import type { Secret, ServiceAccount } from '@elli/api/core/v1'
import type { ApiObject } from '@elli/api/object'
import type { ResourceInfo } from '@elli/api/resources'
import type { Client } from '@elli/client/client'
import type { EventRecorder } from '@elli/client/events.contract'
import type { InformerFactory } from '@elli/client/informer'
import type { Host } from '@elli/host/host'

export interface ControllerContext {
  readonly host: Host
  /** Acts as this controller's own service account. */
  readonly client: Client
  /** Shared by all controllers of the process. */
  readonly informers: InformerFactory
  readonly recorder: EventRecorder
  readonly options: ControllerOptions
}

/** Settings of kube-controller-manager that controllers look at, with upstream's defaults in ./options.ts. */
export interface ControllerOptions {
  readonly clusterCidrs: readonly string[]
  readonly serviceClusterIpRange: string
  readonly allocateNodeCidrs: boolean
  readonly nodeCidrMaskSize: number
  /** PEM of the CA that kube-root-ca.crt publishes and CSRs are signed with. */
  readonly rootCaPem: string | undefined
  readonly signing: { certificatePem: string; keyPem: string } | undefined
  /** Signs the token of a secret of type kubernetes.io/service-account-token; without it such secrets stay empty. */
  readonly legacyTokenSigner: ((account: ServiceAccount, secret: Secret) => Promise<string>) | undefined
  readonly nodeMonitorPeriodMs: number
  readonly nodeMonitorGracePeriodMs: number
  readonly nodeStartupGracePeriodMs: number
  readonly nodeEvictionRate: number
  readonly secondaryNodeEvictionRate: number
  readonly largeClusterSizeThreshold: number
  readonly unhealthyZoneThreshold: number
  readonly terminatedPodGcThreshold: number
  readonly resourceQuotaSyncPeriodMs: number
  readonly concurrentSyncs: number
  featureEnabled(gate: string): boolean
}

export interface ControllerDefinition {
  /** Upstream's name in `--controllers`, e.g. `replicaset-controller`. */
  readonly name: string
  /** Older names that `--controllers` also takes, e.g. `replicaset`. */
  readonly aliases: readonly string[]
  readonly reads: readonly ResourceInfo<ApiObject>[]
  /** Resource (with `/subresource`) of an API group → verbs, e.g. `{ '': { pods: ['create'] }, apps: { 'replicasets/status': ['update'] } }`. */
  readonly writes: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
  /** False for those that run only when named. */
  readonly onByDefault: boolean
  /** Name of its service account in kube-system, e.g. `replicaset-controller`. */
  readonly serviceAccount: string
  /** Acts as the controller manager itself, as those do that service accounts depend on. */
  readonly asManager?: true
  /** Runs until the signal; rejects only for bugs. */
  run(context: ControllerContext, signal: AbortSignal): Promise<void>
}
