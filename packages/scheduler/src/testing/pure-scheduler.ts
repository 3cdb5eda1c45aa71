/**
 * A scheduler without an API: the same cache, framework and cycle, driven by hand. For benchmarks and tests of decisions.
 * In: nodes, pods that are there, objects for the listers. Out: where a pod goes, or why it goes nowhere.
 */
import type { KubeList, ApiObject } from '@elli/api/object'
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
import type { KubeSchedulerProfile } from '@elli/api/config/kube-scheduler-config/v1'
import { restClient } from '@elli/client/rest'
import { keyOf, type Lister } from '@elli/client/informer'
import { FakeApiServer } from '@elli/client/testing/fake-transport'
import { simulatedHost } from '@elli/host/simulated'
import { SchedulerCache } from '../cache/cache.ts'
import { CycleState } from '../framework/cycle-state.ts'
import { Framework } from '../framework/framework.ts'
import type { Handle, Listers } from '../framework/handle.ts'
import type { PostFilterResult } from '../framework/plugin.ts'
import { PodInfo } from '../framework/pod-info.ts'
import { makePlugins } from '../framework/profile.ts'
import { WaitingPods } from '../framework/waiting-pods.ts'
import { inTreePlugins } from '../plugins/registry.ts'
import { Nominator } from '../queue/nominator.ts'
import { SchedulingCycle, type ScheduleResult } from '../scheduling-cycle.ts'

export interface World {
  nodes?: readonly Parameters<SchedulerCache['addNode']>[0][]
  /** On their nodes already. */
  pods?: readonly Pod[]
  waiting?: readonly Pod[]
  namespaces?: readonly Namespace[]
  services?: readonly Service[]
  replicationControllers?: readonly ReplicationController[]
  replicaSets?: readonly ReplicaSet[]
  statefulSets?: readonly StatefulSet[]
  podDisruptionBudgets?: readonly PodDisruptionBudget[]
  persistentVolumes?: readonly PersistentVolume[]
  persistentVolumeClaims?: readonly PersistentVolumeClaim[]
  storageClasses?: readonly StorageClass[]
  profile?: KubeSchedulerProfile
  seed?: number
}

export interface PureScheduler {
  readonly cache: SchedulerCache
  readonly framework: Framework
  readonly nominator: Nominator
  readonly state: CycleState
  schedule(pod: Pod): ScheduleResult
  /** Schedules and assumes. @returns the node, undefined when there is none */
  place(pod: Pod): string | undefined
  /** `node`, or the message of why not. */
  answer(pod: Pod): string
  preempt(pod: Pod): PostFilterResult
}

export function pureScheduler(world: World = {}): PureScheduler {
  const host = simulatedHost({ seed: world.seed ?? 1 })
  const client = restClient(new FakeApiServer(host.clock), { host })
  const cache = new SchedulerCache()
  const nominator = new Nominator()
  const listers: Listers = {
    pods: listerOf([...(world.pods ?? []), ...(world.waiting ?? [])]),
    namespaces: listerOf(world.namespaces),
    services: listerOf(world.services),
    replicationControllers: listerOf(world.replicationControllers),
    replicaSets: listerOf(world.replicaSets),
    statefulSets: listerOf(world.statefulSets),
    podDisruptionBudgets: listerOf(world.podDisruptionBudgets),
    persistentVolumes: listerOf(world.persistentVolumes),
    persistentVolumeClaims: listerOf(world.persistentVolumeClaims),
    storageClasses: listerOf(world.storageClasses),
  }
  const handle: Handle = {
    host,
    client,
    cache,
    listers,
    nominator,
    recorder: { event() {}, async flush() {} },
    observer: undefined,
    namespaceLabels: (namespace) => listers.namespaces.get(undefined, namespace)?.metadata.labels,
    framework: () => framework,
  }
  const framework: Framework = new Framework(
    'default-scheduler',
    makePlugins(world.profile ?? {}, inTreePlugins, handle),
    { nominator, waiting: new WaitingPods(host.clock) },
  )
  const cycle = new SchedulingCycle(cache, host.random.stream('scheduler'), 0)
  for (const node of world.nodes ?? []) cache.addNode(node)
  for (const pod of world.pods ?? []) cache.addPod(pod)
  let state = new CycleState()
  const schedule = (info: PodInfo): ScheduleResult => {
    state = new CycleState()
    return cycle.schedule(framework, state, info)
  }
  return {
    cache,
    framework,
    nominator,
    get state() {
      return state
    },
    schedule: (pod) => schedule(PodInfo.of(pod)),
    place(pod) {
      const info = PodInfo.of(pod)
      const result = schedule(info)
      if (result.kind !== 'found') return undefined
      cache.assume(info, result.nodeName)
      return result.nodeName
    },
    answer(pod) {
      const result = schedule(PodInfo.of(pod))
      if (result.kind === 'found') return result.nodeName
      return result.kind === 'no nodes' ? result.kind : result.error.message
    },
    preempt(pod) {
      const info = PodInfo.of(pod)
      const result = schedule(info)
      if (result.kind !== 'does not fit')
        throw new Error(`it is no use to preempt for a pod with the answer ${result.kind}`)
      return framework.runPostFilter(state, info, result.error.diagnosis.statuses)
    },
  }
}

function listerOf<T extends ApiObject>(items: KubeList<T>['items'] | readonly T[] = []): Lister<T> {
  const byKey = new Map(items.map((item) => [keyOf(item), item]))
  return {
    get: (namespace, name) => byKey.get(namespace ? `${namespace}/${name}` : name),
    list: (namespace) =>
      [...byKey.values()].filter((item) => namespace === undefined || item.metadata.namespace === namespace),
    byIndex: () => [],
  }
}
