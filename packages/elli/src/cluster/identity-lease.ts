/**
 * Keeps the lease by which this API server says that it lives, and removes those of servers that ended (gate APIServerIdentity).
 * In: the name of the machine. Out: post-start hooks by upstream's names; none without a name.
 * Elsewhere: what the lease says (@elli/apiserver/bootstrap/identity-lease).
 */
import { loopbackUser } from '@elli/apiserver/authentication/well-known'
import {
  hasExpired,
  identityGcMs,
  identityLease,
  identityName,
  identityNamespace,
  identityRenewMs,
  identitySelector,
  type Identity,
} from '@elli/apiserver/bootstrap/identity-lease'
import type { PostStartHook } from '@elli/apiserver/options'
import { leases } from '@elli/api/coordination/v1.resources'
import type { Client } from '@elli/client/client'
import { restClient } from '@elli/client/rest'
import { every } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import { uuid } from '@elli/host/random'
import { isAlreadyExists, isConflict, isNotFound } from '@elli/machinery/errors'

type HookContext = Parameters<PostStartHook['run']>[0]

/** @param prepare makes the namespace of the leases, where it is not there yet */
export function identityHooks(
  { hostname }: { hostname?: string },
  prepare: (client: Client) => Promise<void>,
): PostStartHook[] {
  if (hostname === undefined) return []
  const hook = (
    name: string,
    periodMs: number,
    once: (client: Client, context: HookContext) => Promise<void>,
  ): PostStartHook => ({
    name,
    async run(context) {
      if (!context.featureEnabled('APIServerIdentity')) return
      const { host, signal } = context
      const client = restClient(context.transport(loopbackUser), { host, userAgent: 'kube-apiserver' })
      const attempt = (): void => {
        once(client, context).catch((error: unknown) => {
          if (!signal.aborted)
            host.log.warn('leases of API servers were not looked after', { hook: name, error: String(error) })
        })
      }
      await prepare(client)
      attempt()
      const again = every(host.clock, periodMs, attempt)
      signal.addEventListener('abort', () => again.cancel(), { once: true })
    },
  })
  let identity: Identity | undefined
  return [
    hook('start-kube-apiserver-identity-lease-controller', identityRenewMs, (client, { host }) => {
      identity ??= { hostname, holder: `${identityName(hostname)}_${uuid(host.random.stream('apiserver/identity'))}` }
      return renew(client, host, identity)
    }),
    hook('start-kube-apiserver-identity-lease-garbage-collector', identityGcMs, (client, { host }) =>
      removeExpired(client, host),
    ),
  ]
}

async function renew(client: Client, host: Host, identity: Identity): Promise<void> {
  const resource = client.for(leases)
  try {
    const present = await resource.get(identityName(identity.hostname), { namespace: identityNamespace })
    await resource.update(identityLease(present, identity, host.clock.now()))
  } catch (error) {
    if (isConflict(error)) return // written by somebody else this very moment: the next turn renews it
    if (!isNotFound(error)) throw error
    try {
      await resource.create(identityLease(undefined, identity, host.clock.now()))
    } catch (second) {
      if (!isAlreadyExists(second)) throw second
    }
  }
}

async function removeExpired(client: Client, host: Host): Promise<void> {
  const resource = client.for(leases)
  const { items } = await resource.list({ namespace: identityNamespace, labelSelector: identitySelector })
  for (const lease of items) {
    const { name = '', uid = '', resourceVersion = '' } = lease.metadata
    if (!hasExpired(lease, host.clock.now())) continue
    try {
      await resource.delete(name, { namespace: identityNamespace, preconditions: { uid, resourceVersion } })
    } catch (error) {
      // Another server was faster, or its own came back.
      if (!isNotFound(error) && !isConflict(error)) throw error
    }
  }
}
