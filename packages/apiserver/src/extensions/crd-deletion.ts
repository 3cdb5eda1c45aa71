/**
 * A CustomResourceDefinition goes in two steps: the first delete marks it Terminating and keeps it by a finalizer, the object goes
 * when all its instances have.
 * Elsewhere: deleting the instances (./instances.ts).
 */
import type { CustomResourceDefinition } from '@elli/api/apiextensions/v1'
import { toTime } from '@elli/host/time'
import type { DeletionRule } from '../registry/kind.ts'
import { setCondition } from './crd-conditions.ts'

export const cleanupFinalizer = 'customresourcecleanup.apiextensions.k8s.io'

export const crdDeletion: DeletionRule = {
  holds: () => false,
  begin(object, now) {
    const crd = object as CustomResourceDefinition
    const { metadata } = crd
    if (metadata.deletionTimestamp !== undefined) return undefined
    metadata.deletionTimestamp = toTime(now)
    const finalizers = metadata.finalizers ?? []
    if (!finalizers.includes(cleanupFinalizer)) metadata.finalizers = [...finalizers, cleanupFinalizer]
    setCondition(
      crd,
      {
        type: 'Terminating',
        status: 'True',
        reason: 'InstanceDeletionPending',
        message: 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
      },
      now,
    )
    return 'update'
  },
}
