/**
 * ReplicaSet: as many pods as the set asks for. Reads replicasets and pods; writes pods and the set's status.
 * @see kubernetes v1.31 API, apps/v1 ReplicaSet
 */
import type { ReplicaSet } from '@elli/api/apps/v1'
import { replicasets } from '@elli/api/apps/v1.resources'
import { pods } from '@elli/api/core/v1.resources'
import { selectorFromObject } from '@elli/machinery/labels'
import type { ControllerDefinition } from '../controller.ts'
import { emptyTemplate, type ReplicaKind, runReplicaController } from './replica-controller.ts'

const kind: ReplicaKind<ReplicaSet> = {
  queueName: 'replicaset',
  resource: replicasets,
  replicas: (set) => set.spec.replicas ?? 1,
  minReadySeconds: (set) => set.spec.minReadySeconds ?? 0,
  selector: (set) => selectorFromObject(set.spec.selector),
  template: (set) => set.spec.template ?? emptyTemplate,
  status: (set) => set.status ?? { replicas: 0 },
  withStatus: (set, status) => ({ ...set, status }),
}

export const replicaset: ControllerDefinition = {
  name: 'replicaset-controller',
  aliases: ['replicaset'],
  serviceAccount: 'replicaset-controller',
  onByDefault: true,
  reads: [replicasets, pods],
  writes: {
    apps: { 'replicasets/status': ['update'] },
    '': { pods: ['create', 'patch', 'delete'], events: ['create', 'patch', 'update'] },
  },
  run: (context, signal) => runReplicaController(context, kind, signal),
}
