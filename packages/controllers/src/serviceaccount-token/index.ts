/**
 * Service account tokens in secrets: fills secrets of type kubernetes.io/service-account-token with a token, the CA and the namespace, removes
 * them with their account, and removes them from their account when they go. Reads and writes secrets and service accounts.
 * Always: an account that the cache lacks is asked for before a secret is deleted. Elsewhere: signing (ControllerOptions.legacyTokenSigner).
 */
import type { Secret, ServiceAccount } from '@elli/api/core/v1'
import { secrets, serviceaccounts } from '@elli/api/core/v1.resources'
import { keyOf, splitKey } from '@elli/client/informer'
import { retryOnConflict } from '@elli/client/retry'
import { isConflict, isNotFound } from '@elli/machinery/errors'
import type { ControllerContext, ControllerDefinition } from '../controller.ts'
import { runQueueLoop } from '../queue-loop.ts'
import { accountKeyOf, belongsTo, filled, missingIn, tokenType } from './decide.ts'

const accountIndex = 'service-account'

export const serviceAccountToken: ControllerDefinition = {
  name: 'serviceaccount-token-controller',
  aliases: ['serviceaccount-token'],
  serviceAccount: 'tokens-controller',
  asManager: true,
  onByDefault: true,
  reads: [serviceaccounts],
  writes: { '': { secrets: ['get', 'update', 'delete'], serviceaccounts: ['get', 'update'] } },
  async run(context, signal) {
    const { client, informers, options } = context
    const { legacyTokenSigner: sign, rootCaPem } = options
    if (sign === undefined) return
    const accounts = informers.for(serviceaccounts)
    const tokens = informers.for(secrets, { fieldSelector: `type=${tokenType}` })
    tokens.addIndex(accountIndex, (secret) => [accountKeyOf(secret) ?? []].flat())
    /** Deleted secrets, for whose accounts may still name them. */
    const gone = new Map<string, Secret>()

    await runQueueLoop(
      context,
      {
        name: 'serviceaccount_tokens_secret',
        watch(queue) {
          const wake = (secret: Secret): void => queue.add(keyOf(secret))
          const wakeTokens = (account: ServiceAccount): void => {
            for (const secret of tokens.byIndex(accountIndex, keyOf(account))) wake(secret)
          }
          accounts.on({ added: wakeTokens, updated: (_, after) => wakeTokens(after), deleted: wakeTokens })
          tokens.on({
            added: wake,
            updated: (_, after) => wake(after),
            deleted(secret) {
              gone.set(keyOf(secret), secret)
              wake(secret)
            },
          })
        },
        async reconcile(key, workSignal) {
          const { namespace, name } = splitKey(key)
          const secret = tokens.get(namespace, name)
          if (secret === undefined) {
            const last = gone.get(key)
            if (last) await removeReference(context, last, workSignal)
            gone.delete(key)
            return
          }
          const accountKey = accountKeyOf(secret)
          if (accountKey === undefined) return
          const account = await accountOf(context, secret, accountKey, workSignal)
          const place = { namespace, signal: workSignal }
          if (account === undefined) {
            const { uid } = secret.metadata
            await ignoringGone(
              client.for(secrets).delete(name, { ...place, ...(uid ? { preconditions: { uid } } : {}) }),
            )
            return
          }
          if (missingIn(secret, rootCaPem) === undefined) return
          const live = await client.for(secrets).get(name, place)
          if (live.metadata.uid !== secret.metadata.uid || !belongsTo(live, account)) return
          const missing = missingIn(live, rootCaPem)
          if (missing === undefined) return
          const token = missing.token ? await sign(account, live) : ''
          await client.for(secrets).update(filled(live, account, missing, token, rootCaPem), { signal: workSignal })
        },
      },
      signal,
    )
  },
}

async function accountOf(
  { client, informers }: ControllerContext,
  secret: Secret,
  key: string,
  signal: AbortSignal,
): Promise<ServiceAccount | undefined> {
  const { namespace, name } = splitKey(key)
  const cached = informers.for(serviceaccounts).get(namespace, name)
  if (cached && belongsTo(secret, cached)) return cached
  try {
    const live = await client.for(serviceaccounts).get(name, { namespace, signal })
    return belongsTo(secret, live) ? live : undefined
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

/** Takes a secret that is gone off its account's list. */
async function removeReference(
  { client, host }: ControllerContext,
  secret: Secret,
  signal: AbortSignal,
): Promise<void> {
  const { namespace, name } = splitKey(accountKeyOf(secret) ?? '')
  if (name === '') return
  const objects = client.for(serviceaccounts)
  const attempt = async (): Promise<void> => {
    const account = await objects.get(name, { namespace, signal })
    const references = account.secrets ?? []
    const kept = references.filter((reference) => reference.name !== secret.metadata.name)
    if (!belongsTo(secret, account) || kept.length === references.length) return
    await objects.update({ ...account, secrets: kept }, { signal })
  }
  await ignoringGone(retryOnConflict(host, attempt, signal))
}

async function ignoringGone(call: Promise<void>): Promise<void> {
  try {
    await call
  } catch (error) {
    // Gone, or replaced by one that is not meant.
    if (!isNotFound(error) && !isConflict(error)) throw error
  }
}
