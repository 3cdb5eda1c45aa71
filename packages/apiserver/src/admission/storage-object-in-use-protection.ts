/** StorageObjectInUseProtection: a finalizer on every volume and claim, taken off by controllers once nobody uses them. */
import { persistentvolumeclaims, persistentvolumes } from '@elli/api/core/v1.resources'
import type { AdmissionPluginFactory } from './plugin.ts'
import { handlesOnly, isResource, objectOf } from './requests.ts'

export const storageObjectInUseProtection: AdmissionPluginFactory = () => {
  const handlesVolumes = handlesOnly(persistentvolumes, 'CREATE')
  const handlesClaims = handlesOnly(persistentvolumeclaims, 'CREATE')
  return {
    name: 'StorageObjectInUseProtection',
    handles: (...question) => handlesVolumes(...question) || handlesClaims(...question),
    admit(request) {
      const isVolume = isResource(request.resource, persistentvolumes)
      const finalizer = isVolume ? 'kubernetes.io/pv-protection' : 'kubernetes.io/pvc-protection'
      const { metadata } = objectOf(request)
      const finalizers = metadata.finalizers ?? []
      if (!finalizers.includes(finalizer)) metadata.finalizers = [...finalizers, finalizer]
    },
  }
}
