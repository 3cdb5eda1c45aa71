/**
 * Service accounts: every active namespace has a service account `default`.
 * Reads namespaces and service accounts, creates service accounts. Nothing else: tokens and secrets are other controllers' work.
 */
import { namespaces, serviceaccounts } from '@elli/api/core/v1.resources'
import { isAlreadyExists, isForbidden } from '@elli/machinery/errors'
import type { ControllerDefinition } from '../controller.ts'
import { enqueueItself, runQueueLoop } from '../queue-loop.ts'

/** Names that upstream's ServiceAccountsToEnsure holds. */
const ensured = ['default']

export const serviceaccount: ControllerDefinition = {
  name: 'serviceaccount-controller',
  aliases: ['serviceaccount'],
  serviceAccount: 'service-account-controller',
  onByDefault: true,
  reads: [namespaces, serviceaccounts],
  writes: { '': { serviceaccounts: ['create'] } },
  async run(context, signal) {
    const namespaceInformer = context.informers.for(namespaces)
    const accountInformer = context.informers.for(serviceaccounts)
    const accounts = context.client.for(serviceaccounts)
    await runQueueLoop(
      context,
      {
        name: 'serviceaccount',
        workers: 1,
        watch(queue) {
          enqueueItself(namespaceInformer, queue)
          accountInformer.on({ deleted: (account) => queue.add(account.metadata.namespace ?? '') })
        },
        async reconcile(namespace) {
          if (namespaceInformer.get(undefined, namespace)?.status?.phase !== 'Active') return
          for (const name of ensured) {
            if (accountInformer.get(namespace, name)) continue
            try {
              await accounts.create(
                { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } },
                { signal },
              )
            } catch (error) {
              // Forbidden: the namespace began to terminate after the cache was read.
              if (!isAlreadyExists(error) && !isForbidden(error)) throw error
            }
          }
        },
      },
      signal,
    )
  },
}
