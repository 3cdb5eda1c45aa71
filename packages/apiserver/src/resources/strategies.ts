/**
 * The server side of every built-in resource: one line each. Adding a resource is its file and a line here.
 * Always: one strategy per kind as it is stored; other versions of the kind share it.
 */
import type { ApiObject } from '@elli/api/object'
import type { Strategy } from '../registry/strategy.ts'
import { controllerrevisionsStrategy } from './apps/controllerrevisions.ts'
import { daemonsetsStrategy } from './apps/daemonsets.ts'
import { deploymentsStrategy } from './apps/deployments.ts'
import { replicasetsStrategy } from './apps/replicasets.ts'
import { statefulsetsStrategy } from './apps/statefulsets.ts'
import { cronjobsStrategy } from './batch/cronjobs.ts'
import { jobsStrategy } from './batch/jobs.ts'
import { certificatesigningrequestsStrategy } from './certificates/certificatesigningrequests.ts'
import { leasesStrategy } from './coordination/leases.ts'
import { configmapsStrategy } from './core/configmaps.ts'
import { endpointsStrategy } from './core/endpoints.ts'
import { eventsStrategy } from './core/events.ts'
import { limitrangesStrategy } from './core/limitranges.ts'
import { namespacesStrategy } from './core/namespaces.ts'
import { nodesStrategy } from './core/nodes.ts'
import { persistentvolumeclaimsStrategy } from './core/persistentvolumeclaims.ts'
import { persistentvolumesStrategy } from './core/persistentvolumes.ts'
import { podsStrategy } from './core/pods.ts'
import { podtemplatesStrategy } from './core/podtemplates.ts'
import { replicationcontrollersStrategy } from './core/replicationcontrollers.ts'
import { resourcequotasStrategy } from './core/resourcequotas.ts'
import { secretsStrategy } from './core/secrets.ts'
import { serviceaccountsStrategy } from './core/serviceaccounts.ts'
import { servicesStrategy } from './core/services.ts'
import { endpointslicesStrategy } from './discovery/endpointslices.ts'
import { runtimeclassesStrategy } from './node/runtimeclasses.ts'
import { poddisruptionbudgetsStrategy } from './policy/poddisruptionbudgets.ts'
import { clusterrolebindingsStrategy } from './rbac/clusterrolebindings.ts'
import { clusterrolesStrategy } from './rbac/clusterroles.ts'
import { rolebindingsStrategy } from './rbac/rolebindings.ts'
import { rolesStrategy } from './rbac/roles.ts'
import { priorityclassesStrategy } from './scheduling/priorityclasses.ts'
import { csidriversStrategy } from './storage/csidrivers.ts'
import { csinodesStrategy } from './storage/csinodes.ts'
import { csistoragecapacitiesStrategy } from './storage/csistoragecapacities.ts'
import { storageclassesStrategy } from './storage/storageclasses.ts'
import { volumeattachmentsStrategy } from './storage/volumeattachments.ts'
import { volumeattributesclassesStrategy } from './storage/volumeattributesclasses.ts'

/**
 * A strategy takes objects of its own kind only, and the registry hands it no others; the list forgets which kind that is.
 */
function entry<T extends ApiObject>(strategy: Strategy<T>): Strategy {
  return strategy as unknown as Strategy
}

export const strategies: readonly Strategy[] = [
  entry(configmapsStrategy),
  entry(endpointsStrategy),
  entry(eventsStrategy),
  entry(limitrangesStrategy),
  entry(namespacesStrategy),
  entry(nodesStrategy),
  entry(persistentvolumeclaimsStrategy),
  entry(persistentvolumesStrategy),
  entry(podsStrategy),
  entry(podtemplatesStrategy),
  entry(replicationcontrollersStrategy),
  entry(resourcequotasStrategy),
  entry(secretsStrategy),
  entry(serviceaccountsStrategy),
  entry(servicesStrategy),
  entry(controllerrevisionsStrategy),
  entry(daemonsetsStrategy),
  entry(deploymentsStrategy),
  entry(replicasetsStrategy),
  entry(statefulsetsStrategy),
  entry(cronjobsStrategy),
  entry(jobsStrategy),
  entry(certificatesigningrequestsStrategy),
  entry(leasesStrategy),
  entry(endpointslicesStrategy),
  entry(runtimeclassesStrategy),
  entry(poddisruptionbudgetsStrategy),
  entry(clusterrolebindingsStrategy),
  entry(clusterrolesStrategy),
  entry(rolebindingsStrategy),
  entry(rolesStrategy),
  entry(priorityclassesStrategy),
  entry(csidriversStrategy),
  entry(csinodesStrategy),
  entry(csistoragecapacitiesStrategy),
  entry(storageclassesStrategy),
  entry(volumeattachmentsStrategy),
  entry(volumeattributesclassesStrategy),
]
