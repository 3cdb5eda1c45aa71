/** PersistentVolumeClaimResize: a claim may only grow when it is bound and its storage class allows it. */
import type { PersistentVolumeClaim } from '@elli/api/core/v1'
import { persistentvolumeclaims } from '@elli/api/core/v1.resources'
import { storageclasses } from '@elli/api/storage/v1.resources'
import { compareQuantities } from '@elli/machinery/quantity'
import type { AdmissionPluginFactory } from './plugin.ts'
import { handlesOnly, objectOf, oldObjectOf, refusal } from './requests.ts'

export const persistentVolumeClaimResize: AdmissionPluginFactory = ({ reads }) => ({
  name: 'PersistentVolumeClaimResize',
  handles: handlesOnly(persistentvolumeclaims, 'UPDATE'),
  validate(request) {
    const [claim, old] = [objectOf<PersistentVolumeClaim>(request), oldObjectOf<PersistentVolumeClaim>(request)]
    const size = ({ spec }: PersistentVolumeClaim): string => spec.resources?.requests?.['storage'] ?? '0'
    if (compareQuantities(size(claim), size(old)) <= 0) return
    if (old.status?.phase !== 'Bound') {
      throw refusal(request, 'Only bound persistent volume claims can be expanded')
    }
    const name = claimClass(claim)
    const storageClass =
      name === '' || name !== claimClass(old) ? undefined : reads.get(storageclasses, undefined, name)
    if (storageClass?.allowVolumeExpansion !== true) {
      throw refusal(
        request,
        'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize',
      )
    }
  },
})

/** The annotation of old times goes before the field. */
function claimClass({ metadata, spec }: PersistentVolumeClaim): string {
  return metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec.storageClassName ?? ''
}
