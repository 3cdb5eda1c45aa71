/**
 * Root CA publisher: every active namespace has ConfigMap `kube-root-ca.crt`, whose `ca.crt` is the cluster's CA bundle.
 * A deleted or changed one is put right. @see KEP-1205
 */
import type { ConfigMap } from '@elli/api/core/v1'
import { configmaps, namespaces } from '@elli/api/core/v1.resources'
import { isAlreadyExists, isForbidden } from '@elli/machinery/errors'
import type { ControllerDefinition } from '../controller.ts'
import { enqueueItself, runQueueLoop } from '../queue-loop.ts'

const configMapName = 'kube-root-ca.crt'

export const rootCaPublisher: ControllerDefinition = {
  name: 'root-ca-certificate-publisher-controller',
  aliases: ['root-ca-cert-publisher'],
  serviceAccount: 'root-ca-cert-publisher',
  onByDefault: true,
  reads: [namespaces, configmaps],
  writes: { '': { configmaps: ['create', 'update'] } },
  async run(context, signal) {
    const { rootCaPem } = context.options
    if (rootCaPem === undefined) return // nothing to publish: upstream needs --root-ca-file too
    const namespaceInformer = context.informers.for(namespaces)
    const configMapInformer = context.informers.for(configmaps, { fieldSelector: `metadata.name=${configMapName}` })
    const client = context.client.for(configmaps)
    await runQueueLoop(
      context,
      {
        name: 'root-ca-cert-publisher',
        workers: 1,
        watch(queue) {
          enqueueItself(namespaceInformer, queue)
          const ofNamespace = (configMap: ConfigMap): void => queue.add(configMap.metadata.namespace ?? '')
          configMapInformer.on({ updated: (_, after) => ofNamespace(after), deleted: ofNamespace })
        },
        async reconcile(namespace) {
          if (namespaceInformer.get(undefined, namespace)?.status?.phase !== 'Active') return
          const present = configMapInformer.get(namespace, configMapName)
          if (present) {
            const { data } = present
            if (data?.['ca.crt'] === rootCaPem && Object.keys(data).length === 1) return
            await client.update(
              { ...present, apiVersion: 'v1', kind: 'ConfigMap', data: { 'ca.crt': rootCaPem } },
              { signal },
            )
            return
          }
          try {
            await client.create(
              {
                apiVersion: 'v1',
                kind: 'ConfigMap',
                metadata: {
                  name: configMapName,
                  namespace,
                  annotations: {
                    'kubernetes.io/description':
                      'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints such as the internal service IP or kubernetes.default.svc. No other usage is guaranteed across distributions of Kubernetes clusters.',
                  },
                },
                data: { 'ca.crt': rootCaPem },
              },
              { signal },
            )
          } catch (error) {
            if (!isAlreadyExists(error) && !isForbidden(error)) throw error
          }
        },
      },
      signal,
    )
  },
}
