/** NamespaceExists: nothing is written in a namespace that does not exist. NamespaceLifecycle does this and more. */
import { namespaces } from '@elli/api/core/v1.resources'
import { notFound } from '@elli/machinery/errors'
import type { AdmissionPluginFactory } from './plugin.ts'
import { isResource } from './requests.ts'

export const namespaceExists: AdmissionPluginFactory = ({ reads }) => ({
  name: 'NamespaceExists',
  handles: (operation, resource) => operation !== 'CONNECT' && resource.namespaced && !isResource(resource, namespaces),
  async validate({ namespace }) {
    if (namespace === '' || reads.get(namespaces, undefined, namespace) !== undefined) return
    // The cache may lag behind.
    const found = await reads.getFresh(namespaces, undefined, namespace)
    if (found === undefined) throw notFound({ group: '', resource: 'namespaces' }, namespace)
  },
})
