/** What plugins are given: the cluster as the scheduler sees it, and the framework they run in. */
import type {
  Namespace,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  ReplicationController,
  Service,
} from '@elli/api/core/v1'
import type { ReplicaSet, StatefulSet } from '@elli/api/apps/v1'
import type { PodDisruptionBudget } from '@elli/api/policy/v1'
import type { StorageClass } from '@elli/api/storage/v1'
import type { Client } from '@elli/client/client'
import type { EventRecorder } from '@elli/client/events.contract'
import type { Lister } from '@elli/client/informer'
import type { Host } from '@elli/host/host'
import type { SchedulerCache } from '../cache/cache.ts'
import type { SchedulerObserver } from '../metrics.ts'
import type { Nominator } from '../queue/nominator.ts'
import type { NamespaceLabels } from './affinity-term.ts'
import type { Framework } from './framework.ts'

export interface Listers {
  readonly pods: Lister<Pod>
  readonly namespaces: Lister<Namespace>
  readonly services: Lister<Service>
  readonly replicationControllers: Lister<ReplicationController>
  readonly replicaSets: Lister<ReplicaSet>
  readonly statefulSets: Lister<StatefulSet>
  readonly podDisruptionBudgets: Lister<PodDisruptionBudget>
  readonly persistentVolumes: Lister<PersistentVolume>
  readonly persistentVolumeClaims: Lister<PersistentVolumeClaim>
  readonly storageClasses: Lister<StorageClass>
}

export interface Handle {
  readonly host: Pick<Host, 'clock' | 'random' | 'log'>
  readonly client: Client
  readonly cache: SchedulerCache
  readonly listers: Listers
  readonly nominator: Nominator
  readonly recorder: EventRecorder
  readonly observer: SchedulerObserver | undefined
  readonly namespaceLabels: NamespaceLabels
  /** The profile the plugin belongs to; not to be asked before all its plugins are made. */
  framework(): Framework
}
