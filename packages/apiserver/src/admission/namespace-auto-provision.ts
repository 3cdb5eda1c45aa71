/** NamespaceAutoProvision: what is made in a namespace that does not exist brings the namespace with it. */
import { namespaces } from '@elli/api/core/v1.resources'
import { isAlreadyExists } from '@elli/machinery/errors'
import type { AdmissionPluginFactory } from './plugin.ts'
import { isResource, refusal } from './requests.ts'

export const namespaceAutoProvision: AdmissionPluginFactory = ({ reads }) => ({
  name: 'NamespaceAutoProvision',
  handles: (operation, resource) => operation === 'CREATE' && resource.namespaced && !isResource(resource, namespaces),
  async admit(request) {
    const { namespace, dryRun } = request
    if (dryRun || namespace === '' || reads.get(namespaces, undefined, namespace) !== undefined) return
    try {
      await reads.create(namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace }, spec: {} })
    } catch (error) {
      if (isAlreadyExists(error)) return
      throw refusal(request, error instanceof Error ? error.message : String(error))
    }
  },
})
