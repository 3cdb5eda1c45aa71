/**
 * Defaults of storage.k8s.io/v1beta1 that are more than a field's own.
 * In: objects of the group version. Out: the same with upstream's v1.31 defaults.
 */
import { type DefaultRule, defaultRule } from '../schema/defaults.ts'
import { CSIDriverSpec, StorageClass } from './v1beta1.ts'

export const storageV1beta1Defaults: readonly DefaultRule[] = [
  defaultRule(StorageClass, (storageClass) => {
    storageClass.reclaimPolicy ??= 'Delete'
    storageClass.volumeBindingMode ??= 'Immediate'
  }),
  defaultRule(CSIDriverSpec, (spec, gates) => {
    spec.attachRequired ??= true
    spec.podInfoOnMount ??= false
    spec.storageCapacity ??= false
    spec.fsGroupPolicy ??= 'ReadWriteOnceWithFSType'
    if ((spec.volumeLifecycleModes ?? []).length === 0) spec.volumeLifecycleModes = ['Persistent']
    spec.requiresRepublish ??= false
    if (gates('SELinuxMountReadWriteOncePod')) spec.seLinuxMount ??= false
  }),
]
