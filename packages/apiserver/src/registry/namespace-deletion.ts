/**
 * Namespaces go in two steps: the first delete marks them Terminating, the object goes when spec.finalizers is empty.
 * The namespace controller empties the namespace in between and takes its finalizer off through /finalize.
 * @see kubernetes pkg/registry/core/namespace/storage
 */
import type { Namespace } from '@elli/api/core/v1'
import { toTime } from '@elli/host/time'
import type { DeletionRule } from './kind.ts'

export const namespaceDeletion: DeletionRule = {
  holds: (object) => ((object as Namespace).spec?.finalizers ?? []).length > 0,
  begin(object, now) {
    const namespace = object as Namespace
    if (namespace.metadata.deletionTimestamp !== undefined) {
      return namespaceDeletion.holds(namespace) ? 'pending' : undefined
    }
    namespace.metadata.deletionTimestamp = toTime(now)
    namespace.status = { ...namespace.status, phase: 'Terminating' }
    return 'update'
  },
}
