/** DefaultStorageClass and DefaultIngressClass: who names no class gets the one that is marked as default, the newest of several. */
import type { PersistentVolumeClaim } from '@elli/api/core/v1'
import { persistentvolumeclaims } from '@elli/api/core/v1.resources'
import type { Ingress } from '@elli/api/networking/v1'
import { ingressclasses, ingresses } from '@elli/api/networking/v1.resources'
import type { ApiObject } from '@elli/api/object'
import { storageclasses } from '@elli/api/storage/v1.resources'
import type { AdmissionPluginFactory } from './plugin.ts'
import { handlesOnly, objectOf } from './requests.ts'

export const defaultStorageClass: AdmissionPluginFactory = ({ reads }) => ({
  name: 'DefaultStorageClass',
  handles: handlesOnly(persistentvolumeclaims, 'CREATE'),
  admit(request) {
    const claim = objectOf<PersistentVolumeClaim>(request)
    const annotated = claim.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] !== undefined
    if (annotated || claim.spec.storageClassName !== undefined) return
    const chosen = newestMarked(reads.list(storageclasses), [
      'storageclass.kubernetes.io/is-default-class',
      'storageclass.beta.kubernetes.io/is-default-class',
    ])
    if (chosen !== undefined) claim.spec.storageClassName = chosen
  },
})

export const defaultIngressClass: AdmissionPluginFactory = ({ reads }) => ({
  name: 'DefaultIngressClass',
  handles: handlesOnly(ingresses, 'CREATE'),
  admit(request) {
    const ingress = objectOf<Ingress>(request)
    const annotated = ingress.metadata.annotations?.['kubernetes.io/ingress.class'] !== undefined
    if (annotated || ingress.spec?.ingressClassName !== undefined) return
    const chosen = newestMarked(reads.list(ingressclasses), ['ingressclass.kubernetes.io/is-default-class'])
    if (chosen !== undefined) ingress.spec = { ...ingress.spec, ingressClassName: chosen }
  },
})

/** Name of the newest object that one of the annotations marks; of equally old ones the first by name. */
function newestMarked(objects: readonly ApiObject[], annotations: readonly string[]): string | undefined {
  const marked = objects.filter(({ metadata }) => annotations.some((key) => metadata.annotations?.[key] === 'true'))
  const [first] = marked.toSorted((a, b) => {
    const [left, right] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '']
    if (left !== right) return left < right ? 1 : -1
    return (a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1
  })
  return first?.metadata.name
}
