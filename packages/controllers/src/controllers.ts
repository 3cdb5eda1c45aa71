/** Every controller there is, in the order in which the manager starts them. Adding one is a folder and a line here. */
import type { ControllerDefinition } from './controller.ts'
import { bootstrapSigner } from './bootstrap/signer.ts'
import { tokenCleaner } from './bootstrap/token-cleaner.ts'
import { csrApproving } from './certificates/approving.ts'
import { csrCleaner } from './certificates/cleaner.ts'
import { csrSigning } from './certificates/signing.ts'
import { clusterRoleAggregation } from './clusterrole-aggregation/index.ts'
import { cronjob } from './cronjob/index.ts'
import { daemonset } from './daemonset/index.ts'
import { deployment } from './deployment/index.ts'
import { disruption } from './disruption/index.ts'
import { endpointsController } from './endpoints/index.ts'
import { endpointsliceMirroring } from './endpointslice-mirroring/index.ts'
import { endpointslice } from './endpointslice/index.ts'
import { garbageCollector } from './garbage-collector/index.ts'
import { job } from './job/index.ts'
import { namespaceController } from './namespace/index.ts'
import { nodeIpam } from './node-ipam/index.ts'
import { nodeLifecycle } from './node-lifecycle/index.ts'
import { podGc } from './pod-gc/index.ts'
import { replicaset } from './replicaset/index.ts'
import { replicationcontroller } from './replicationcontroller/index.ts'
import { resourcequota } from './resourcequota/index.ts'
import { rootCaPublisher } from './root-ca/index.ts'
import { serviceCidr } from './service-cidr/index.ts'
import { storageVersionMigrator } from './storage-version-migrator/index.ts'
import { storageVersionGc } from './storage-version-gc/index.ts'
import { serviceAccountToken } from './serviceaccount-token/index.ts'
import { serviceaccount } from './serviceaccount/index.ts'
import { statefulset } from './statefulset/index.ts'
import { taintEviction } from './taint-eviction/index.ts'
import { ttl } from './ttl/index.ts'
import { ttlAfterFinished } from './ttlafterfinished/index.ts'
import { validatingAdmissionPolicyStatus } from './validatingadmissionpolicystatus/index.ts'
import { claimProtection, volumeProtection } from './volume-protection/index.ts'

export const controllers: readonly ControllerDefinition[] = [
  serviceaccount,
  rootCaPublisher,
  endpointsController,
  endpointslice,
  daemonset,
  deployment,
  replicaset,
  replicationcontroller,
  statefulset,
  job,
  cronjob,
  ttlAfterFinished,
  disruption,
  namespaceController,
  garbageCollector,
  taintEviction,
  nodeLifecycle,
  nodeIpam,
  podGc,
  resourcequota,
  clusterRoleAggregation,
  ttl,
  volumeProtection,
  claimProtection,
  csrApproving,
  csrSigning,
  csrCleaner,
  endpointsliceMirroring,
  serviceAccountToken,
  bootstrapSigner,
  tokenCleaner,
  validatingAdmissionPolicyStatus,
  serviceCidr,
  storageVersionGc,
  storageVersionMigrator,
]
