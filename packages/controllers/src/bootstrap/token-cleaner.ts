/** Token cleaner: deletes bootstrap tokens that have expired, when they do. Reads and deletes secrets of kube-system. */
import type { Secret } from '@elli/api/core/v1'
import { secrets } from '@elli/api/core/v1.resources'
import { keyOf, splitKey } from '@elli/client/informer'
import { isConflict, isNotFound } from '@elli/machinery/errors'
import type { ControllerDefinition } from '../controller.ts'
import { runQueueLoop } from '../queue-loop.ts'
import { bootstrapTokenType, timeLeftMs } from './tokens.ts'

export const tokenCleaner: ControllerDefinition = {
  name: 'token-cleaner-controller',
  aliases: ['tokencleaner'],
  serviceAccount: 'token-cleaner',
  onByDefault: false,
  reads: [],
  writes: { '': { secrets: ['delete'] } },
  async run(context, signal) {
    const { host, client, informers } = context
    const tokens = informers.for(secrets, { namespace: 'kube-system', fieldSelector: `type=${bootstrapTokenType}` })
    await runQueueLoop(
      context,
      {
        name: 'token_cleaner',
        workers: 1,
        watch(queue) {
          const wake = (secret: Secret): void => queue.add(keyOf(secret))
          tokens.on({ added: wake, updated: (_, after) => wake(after) })
        },
        async reconcile(key, workSignal, queue) {
          const { namespace, name } = splitKey(key)
          const token = tokens.get(namespace, name)
          if (token === undefined) return
          const leftMs = timeLeftMs(token, host.clock.now())
          if (leftMs > 0) {
            if (Number.isFinite(leftMs)) queue.addAfter(key, leftMs)
            return
          }
          const { uid } = token.metadata
          try {
            const preconditions = uid ? { preconditions: { uid } } : {}
            await client.for(secrets).delete(name, { namespace, ...preconditions, signal: workSignal })
          } catch (error) {
            if (!isNotFound(error) && !isConflict(error)) throw error
          }
        },
      },
      signal,
    )
  },
}
