/**
 * The server side of every built-in resource: one line each. Adding a resource is its file and a line here.
 * Always: one strategy per kind as it is stored; other versions of the kind share it.
 */
import type { ApiObject } from '@elli/api/object'
import type { Strategy } from '../registry/strategy.ts'
import { mutatingwebhookconfigurationsStrategy } from './admissionregistration/mutatingwebhookconfigurations.ts'
import { validatingadmissionpoliciesStrategy } from './admissionregistration/validatingadmissionpolicies.ts'
import { validatingadmissionpolicybindingsStrategy } from './admissionregistration/validatingadmissionpolicybindings.ts'
import { validatingwebhookconfigurationsStrategy } from './admissionregistration/validatingwebhookconfigurations.ts'
import { customresourcedefinitionsStrategy } from './apiextensions/customresourcedefinitions.ts'
import { apiservicesStrategy } from './apiregistration/apiservices.ts'
import { storageversionsStrategy } from './apiserverinternal/storageversions.ts'
import { controllerrevisionsStrategy } from './apps/controllerrevisions.ts'
import { daemonsetsStrategy } from './apps/daemonsets.ts'
import { deploymentsStrategy } from './apps/deployments.ts'
import { replicasetsStrategy } from './apps/replicasets.ts'
import { statefulsetsStrategy } from './apps/statefulsets.ts'
import { horizontalpodautoscalersStrategy } from './autoscaling/horizontalpodautoscalers.ts'
import { cronjobsStrategy } from './batch/cronjobs.ts'
import { jobsStrategy } from './batch/jobs.ts'
import { certificatesigningrequestsStrategy } from './certificates/certificatesigningrequests.ts'
import { clustertrustbundlesStrategy } from './certificates/clustertrustbundles.ts'
import { leasecandidatesStrategy } from './coordination/leasecandidates.ts'
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
import { withFinalizerNames } from './finalizer-names.validation.ts'
import { flowschemasStrategy } from './flowcontrol/flowschemas.ts'
import { prioritylevelconfigurationsStrategy } from './flowcontrol/prioritylevelconfigurations.ts'
import { ingressclassesStrategy } from './networking/ingressclasses.ts'
import { ingressesStrategy } from './networking/ingresses.ts'
import { ipaddressesStrategy } from './networking/ipaddresses.ts'
import { networkpoliciesStrategy } from './networking/networkpolicies.ts'
import { servicecidrsStrategy } from './networking/servicecidrs.ts'
import { runtimeclassesStrategy } from './node/runtimeclasses.ts'
import { poddisruptionbudgetsStrategy } from './policy/poddisruptionbudgets.ts'
import { clusterrolebindingsStrategy } from './rbac/clusterrolebindings.ts'
import { clusterrolesStrategy } from './rbac/clusterroles.ts'
import { rolebindingsStrategy } from './rbac/rolebindings.ts'
import { rolesStrategy } from './rbac/roles.ts'
import { deviceclassesStrategy } from './resource/deviceclasses.ts'
import { podschedulingcontextsStrategy } from './resource/podschedulingcontexts.ts'
import { resourceclaimsStrategy } from './resource/resourceclaims.ts'
import { resourceclaimtemplatesStrategy } from './resource/resourceclaimtemplates.ts'
import { resourceslicesStrategy } from './resource/resourceslices.ts'
import { priorityclassesStrategy } from './scheduling/priorityclasses.ts'
import { csidriversStrategy } from './storage/csidrivers.ts'
import { csinodesStrategy } from './storage/csinodes.ts'
import { csistoragecapacitiesStrategy } from './storage/csistoragecapacities.ts'
import { storageclassesStrategy } from './storage/storageclasses.ts'
import { volumeattachmentsStrategy } from './storage/volumeattachments.ts'
import { volumeattributesclassesStrategy } from './storage/volumeattributesclasses.ts'
import { storageversionmigrationsStrategy } from './storagemigration/storageversionmigrations.ts'

/**
 * A strategy takes objects of its own kind only, and the registry hands it no others; the list forgets which kind that is.
 */
function entry<T extends ApiObject>(strategy: Strategy<T>): Strategy {
  return withFinalizerNames(strategy) as unknown as Strategy
}

export const strategies: readonly Strategy[] = [
  entry(mutatingwebhookconfigurationsStrategy),
  entry(validatingadmissionpoliciesStrategy),
  entry(validatingadmissionpolicybindingsStrategy),
  entry(validatingwebhookconfigurationsStrategy),
  entry(customresourcedefinitionsStrategy),
  entry(apiservicesStrategy),
  entry(storageversionsStrategy),
  entry(controllerrevisionsStrategy),
  entry(daemonsetsStrategy),
  entry(deploymentsStrategy),
  entry(replicasetsStrategy),
  entry(statefulsetsStrategy),
  entry(horizontalpodautoscalersStrategy),
  entry(cronjobsStrategy),
  entry(jobsStrategy),
  entry(certificatesigningrequestsStrategy),
  entry(clustertrustbundlesStrategy),
  entry(leasecandidatesStrategy),
  entry(leasesStrategy),
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
  entry(endpointslicesStrategy),
  entry(flowschemasStrategy),
  entry(prioritylevelconfigurationsStrategy),
  entry(ingressclassesStrategy),
  entry(ingressesStrategy),
  entry(ipaddressesStrategy),
  entry(networkpoliciesStrategy),
  entry(servicecidrsStrategy),
  entry(runtimeclassesStrategy),
  entry(poddisruptionbudgetsStrategy),
  entry(clusterrolebindingsStrategy),
  entry(clusterrolesStrategy),
  entry(rolebindingsStrategy),
  entry(rolesStrategy),
  entry(deviceclassesStrategy),
  entry(podschedulingcontextsStrategy),
  entry(resourceclaimsStrategy),
  entry(resourceclaimtemplatesStrategy),
  entry(resourceslicesStrategy),
  entry(priorityclassesStrategy),
  entry(csidriversStrategy),
  entry(csinodesStrategy),
  entry(csistoragecapacitiesStrategy),
  entry(storageclassesStrategy),
  entry(volumeattachmentsStrategy),
  entry(volumeattributesclassesStrategy),
  entry(storageversionmigrationsStrategy),
]
