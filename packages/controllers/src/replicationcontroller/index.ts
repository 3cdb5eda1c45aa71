/** ReplicationController: the ReplicaSet of the core group; the same loop with an equality selector. */
import type { ReplicationController } from '@elli/api/core/v1'
import { pods, replicationcontrollers } from '@elli/api/core/v1.resources'
import { selectorFromSet } from '@elli/machinery/labels'
import type { ControllerDefinition } from '../controller.ts'
import { emptyTemplate, type ReplicaKind, runReplicaController } from '../replicaset/replica-controller.ts'

const kind: ReplicaKind<ReplicationController> = {
  queueName: 'replicationmanager',
  resource: replicationcontrollers,
  replicas: (set) => set.spec.replicas ?? 1,
  minReadySeconds: (set) => set.spec.minReadySeconds ?? 0,
  selector: (set) => selectorFromSet(set.spec.selector ?? {}),
  template: (set) => set.spec.template ?? emptyTemplate,
  status: (set) => set.status ?? { replicas: 0 },
  withStatus: (set, status) => ({ ...set, status }),
}

export const replicationcontroller: ControllerDefinition = {
  name: 'replicationcontroller-controller',
  aliases: ['replicationcontroller'],
  serviceAccount: 'replication-controller',
  onByDefault: true,
  reads: [replicationcontrollers, pods],
  writes: {
    '': {
      'replicationcontrollers/status': ['update'],
      pods: ['create', 'patch', 'delete'],
      events: ['create', 'patch', 'update'],
    },
  },
  run: (context, signal) => runReplicaController(context, kind, signal),
}
