/**
 * Fields that a write through a resource does not reach, whatever it says: nobody comes to own them by it.
 * In: a resource and subresource. Out: a set per version. Mostly status on the main resource and spec on /status.
 * @see upstream's GetResetFields of each strategy
 */
import type { ResourceInfo } from '@elli/api/resources'
import { emptySet, setOf, type FieldSet } from '@elli/machinery/apply/field-set'
import { fieldPath } from '@elli/machinery/apply/path-element'

const status = ['status']
const spec = ['spec']
const metadataAndSpec = ['metadata', 'spec']

/** Kinds whose main resource resets `status`, and what their /status resets. */
const resetByStatus: Readonly<Record<string, readonly string[]>> = {
  '/namespaces': spec,
  '/nodes': spec,
  '/persistentvolumes': spec,
  '/persistentvolumeclaims': spec,
  '/pods': ['spec', 'metadata.deletionTimestamp', 'metadata.ownerReferences'],
  '/replicationcontrollers': spec,
  '/resourcequotas': spec,
  '/services': spec,
  'admissionregistration.k8s.io/validatingadmissionpolicies': metadataAndSpec,
  'apiextensions.k8s.io/customresourcedefinitions': metadataAndSpec,
  'apiregistration.k8s.io/apiservices': metadataAndSpec,
  'apps/daemonsets': spec,
  'apps/deployments': ['spec', 'metadata.labels'],
  'apps/replicasets': spec,
  'apps/statefulsets': spec,
  'autoscaling/horizontalpodautoscalers': spec,
  'batch/cronjobs': spec,
  'batch/jobs': spec,
  'flowcontrol.apiserver.k8s.io/flowschemas': metadataAndSpec,
  'flowcontrol.apiserver.k8s.io/prioritylevelconfigurations': metadataAndSpec,
  'internal.apiserver.k8s.io/storageversions': metadataAndSpec,
  'networking.k8s.io/ingresses': spec,
  'policy/poddisruptionbudgets': spec,
  'resource.k8s.io/podschedulingcontexts': spec,
  'resource.k8s.io/resourceclaims': spec,
  'storage.k8s.io/volumeattachments': metadataAndSpec,
  'storagemigration.k8s.io/storageversionmigrations': metadataAndSpec,
}

/** By `group/resource/subresource`; the main resource's subresource is empty. */
const special: Readonly<Record<string, readonly string[]>> = {
  '/namespaces/finalize': status,
  'certificates.k8s.io/certificatesigningrequests/': ['spec', 'status'],
  'certificates.k8s.io/certificatesigningrequests/status': ['spec', 'status.conditions'],
  'certificates.k8s.io/certificatesigningrequests/approval': ['spec', 'status.certificate'],
}

export function resetFields(info: ResourceInfo, subresource: string, custom: boolean): FieldSet {
  const key = `${info.group}/${info.resource}`
  const names = special[`${key}/${subresource}`] ?? generic(info, resetByStatus[key], subresource, custom)
  return names.length === 0 ? emptySet : setOf(names.map((name) => fieldPath(...name.split('.'))))
}

function generic(
  info: ResourceInfo,
  ofStatus: readonly string[] | undefined,
  subresource: string,
  custom: boolean,
): readonly string[] {
  const known = ofStatus ?? (custom && info.subresources.some(({ name }) => name === 'status') ? spec : undefined)
  if (known === undefined) return []
  if (subresource === '') return status
  return subresource === 'status' ? known : []
}
