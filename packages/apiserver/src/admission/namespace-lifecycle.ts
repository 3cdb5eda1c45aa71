/**
 * NamespaceLifecycle: nothing is made in a namespace that does not exist or is going away; three namespaces stay for ever.
 * The cache may lag behind: a namespace it does not know, or one that was deleted moments ago, is read from storage.
 */
import { namespaces } from '@elli/api/core/v1.resources'
import { ApiError, forbidden, namespaceTerminatingCause, notFound } from '@elli/machinery/errors'
import type { AdmissionPluginFactory } from './plugin.ts'
import { isResource, refusal } from './requests.ts'

const immortal: readonly string[] = ['default', 'kube-system', 'kube-public']
/** For how long after a delete the cache is not trusted. */
const distrustMs = 30_000

export const namespaceLifecycle: AdmissionPluginFactory = ({ host, reads }) => {
  const deletedAt = new Map<string, number>()

  function recentlyDeleted(name: string): boolean {
    const at = deletedAt.get(name)
    if (at === undefined) return false
    if (host.clock.monotonicMs() - at < distrustMs) return true
    deletedAt.delete(name)
    return false
  }

  return {
    name: 'NamespaceLifecycle',
    handles: (operation, resource) =>
      operation !== 'CONNECT' && (resource.namespaced || isResource(resource, namespaces)),
    async admit(request) {
      const { operation, resource, namespace } = request
      if (isResource(resource, namespaces)) {
        if (operation !== 'DELETE' || request.subresource !== '') return
        const name = request.name
        if (immortal.includes(name)) {
          throw forbidden({ group: '', resource: 'namespaces' }, name, 'this namespace may not be deleted')
        }
        deletedAt.set(name, host.clock.monotonicMs())
        return
      }
      if (namespace === '' || operation === 'DELETE') return
      // Asking about permissions in a namespace must not tell whether it exists.
      if (isResource(resource, { group: 'authorization.k8s.io', resource: 'localsubjectaccessreviews' })) return

      let found = reads.get(namespaces, undefined, namespace)
      if (found === undefined || (found.status?.phase !== 'Terminating' && recentlyDeleted(namespace))) {
        found = await reads.getFresh(namespaces, undefined, namespace)
      }
      if (found === undefined) throw notFound({ group: '', resource: 'namespaces' }, namespace)
      if (operation !== 'CREATE' || found.status?.phase !== 'Terminating') return
      const { status } = refusal(
        request,
        `unable to create new content in namespace ${namespace} because it is being terminated`,
      )
      const cause = {
        reason: namespaceTerminatingCause,
        message: `namespace ${namespace} is being terminated`,
        field: 'metadata.namespace',
      }
      throw new ApiError({ ...status, details: { ...status.details, causes: [cause] } })
    },
  }
}
