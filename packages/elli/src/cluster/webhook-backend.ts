/** A kubeconfig as the address and credentials of a webhook that the server was started with. */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { WebhookBackend } from '@elli/apiserver/webhook-backend'
import { absolutePaths, parseKubeconfig, restConfigOf } from '@elli/client/node/kubeconfig'
import { httpsTransport } from '@elli/client/node/transport'
import type { Host } from '@elli/host/host'

/** @throws Error when the file cannot be read or does not say where to go */
export function webhookBackend(
  host: Pick<Host, 'clock' | 'files' | 'processes' | 'log'>,
  path: string,
): WebhookBackend {
  const file = resolve(path)
  const { rest } = restConfigOf(absolutePaths(parseKubeconfig(readFileSync(file, 'utf8')), dirname(file)))
  return { url: rest.server, transport: httpsTransport({ ...rest, server: new URL(rest.server).origin }, host) }
}
