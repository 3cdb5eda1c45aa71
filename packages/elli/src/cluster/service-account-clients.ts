/**
 * Clients that act as service accounts of kube-system, over one shared connection: each sends a token of its own, asked for by
 * TokenRequest and renewed before it ends. This is upstream's --use-service-account-credentials, so every controller has just its own rights.
 */
import type { ServiceAccount } from '@elli/api/core/v1'
import { serviceaccounts } from '@elli/api/core/v1.resources'
import type { Client } from '@elli/client/client'
import { restClient } from '@elli/client/rest'
import { fromTime } from '@elli/host/time'
import type { Host } from '@elli/host/host'
import type { Transport, WireRequest } from '@elli/host/wire'
import { isAlreadyExists, isNotFound } from '@elli/machinery/errors'

const namespace = 'kube-system'

interface TokenAnswer {
  status: { token: string; expirationTimestamp: string }
}

/**
 * @param root a client that may create service accounts and their tokens
 * @param anonymous a transport without credentials of its own: a client certificate would win over the token
 */
export function serviceAccountClients(
  host: Host,
  root: Client,
  anonymous: Transport,
): (serviceAccount: string) => Client {
  return (name) =>
    restClient(withToken(anonymous, tokenSource(host, root, name)), {
      host,
      userAgent: `kube-controller-manager/${name}`,
    })
}

/** A function that answers with a token that is good for a while yet. */
function tokenSource(host: Host, root: Client, name: string): () => Promise<string> {
  let current: { token: Promise<string>; renewAt: number } | undefined
  async function request(): Promise<TokenAnswer> {
    const ask = (): Promise<TokenAnswer> =>
      root.for(serviceaccounts).subresource<TokenAnswer>('create', name, 'token', {
        namespace,
        body: { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 3600 } },
      })
    try {
      return await ask()
    } catch (error) {
      if (!isNotFound(error)) throw error
      await ensureServiceAccount(root, name)
      return ask()
    }
  }
  return () => {
    const now = host.clock.now()
    if (!current || now >= current.renewAt) {
      const fresh = { token: Promise.resolve(''), renewAt: now + 60_000 }
      fresh.token = request().then(
        (answer) => {
          const expires = fromTime(answer.status.expirationTimestamp)
          fresh.renewAt = host.clock.now() + (expires - host.clock.now()) * 0.8
          return answer.status.token
        },
        (error: unknown) => {
          if (current === fresh) current = undefined // the next call asks again
          throw error
        },
      )
      current = fresh
    }
    return current.token
  }
}

async function ensureServiceAccount(root: Client, name: string): Promise<void> {
  const account: ServiceAccount = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } }
  try {
    await root.for(serviceaccounts).create(account)
  } catch (error) {
    if (!isAlreadyExists(error)) throw error
  }
}

function withToken(transport: Transport, token: () => Promise<string>): Transport {
  const authorized = async (request: WireRequest): Promise<WireRequest> => ({
    ...request,
    headers: { ...request.headers, authorization: `Bearer ${await token()}` },
  })
  return {
    send: async (request) => transport.send(await authorized(request)),
    upgrade: async (request) => transport.upgrade(await authorized(request)),
    close: async () => {}, // the shared transport is closed by its owner
  }
}
