/**
 * `elli apiserver`: the API server alone, with kube-apiserver's flags, in front of etcd or a store of its own. Any component of
 * Kubernetes may work with it, and it may take kube-apiserver's place on an etcd. Ends with SIGTERM, gracefully.
 */
import { hostname } from 'node:os'
import type { ApiServer } from '@elli/apiserver/server'
import { ConfigurationError } from '@elli/apiserver/configuration/configuration-text'
import { loopbackUser } from '@elli/apiserver/authentication/well-known'
import { restClient } from '@elli/client/rest'
import { every } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import { aggregateSettled } from '../apiserver/settled.ts'
import { configuration, type Flags } from '../apiserver/configuration.ts'
import { apiserverFlags, flagGroups } from '../apiserver/flags.ts'
import { openStore } from '../apiserver/open-store.ts'
import { servingCertificate } from '../apiserver/serving-certificate.ts'
import { assembleApiServer } from '../cluster/api-server.ts'
import { restorePeriodMs, restoreSystemObjects } from '../cluster/bootstrap.ts'
import { openPort } from '../cluster/listening.ts'
import { nodeTransport } from '../cluster/node-transport.ts'
import { componentHost } from '../processes/component-host.ts'
import { stopRequest } from '../processes/stop-signal.ts'
import { describeFlags, parseFlags, UsageError } from './flags.ts'
import type { Command } from './main.ts'

export const apiserver: Command = {
  summary: 'run the API server alone, with the flags of kube-apiserver',
  help: () => `Run an API server, in front of etcd or with an embedded store of its own. The flags are those of kube-apiserver.

Usage:
  elli apiserver --etcd-servers URL,... | --data-dir DIR [flags]

${Object.entries(flagGroups)
  .map(([name, table]) => `${name[0]?.toUpperCase()}${name.slice(1)} flags:\n${describeFlags(table)}`)
  .join('\n\n')}

Log flags:
${describeFlags({ v: apiserverFlags.v })}
`,
  async run(args) {
    const { flags, rest } = parseFlags(apiserverFlags, args)
    if (rest.length > 0) throw new UsageError(`unknown command ${JSON.stringify(rest[0])} for "elli apiserver"`)
    const host = componentHost({ verbose: flags.v >= 4, component: 'apiserver' })
    try {
      return await serve(host, flags)
    } catch (error) {
      // What a file says is the administrator's business, and no place in our code.
      if (error instanceof ConfigurationError) throw new UsageError(error.message)
      throw error
    }
  },
}

async function serve(host: Host, flags: Flags): Promise<number> {
  const stop = stopRequest()
  const { material } = await configuration(host, flags)
  const certificate = await servingCertificate(host, flags, material)
  const nodes = await nodeConnections(host, flags)
  const { store, storageMediaType } = await openStore(host, flags)
  const closers: (() => Promise<void>)[] = [() => nodes.close(), () => store.close()]
  try {
    const server: ApiServer = await assembleApiServer({
      ...material,
      host,
      store,
      hostname: hostname(),
      nodeTransport: nodes,
      server: { ...material.server, storageMediaType },
    })
    closers.unshift(() => server.close())
    const listener = await openPort(
      server,
      {
        host: flags['bind-address'],
        port: flags['secure-port'],
        key: certificate.keyPem,
        cert: certificate.certificatePem,
        ...(material.clientCaPem === undefined ? {} : { clientCa: material.clientCaPem }),
        goawayChance: flags['goaway-chance'],
      },
      '--secure-port',
    )
    closers.unshift(() =>
      listener.close({
        shutdownDelayMs: flags['shutdown-delay-duration'],
        sendRetryAfter: flags['shutdown-send-retry-after'],
      }),
    )
    await server.ready()
    host.log.info('Serving securely', { address: `${flags['bind-address']}:${listener.port}` })
    const own = restClient(server.transport(loopbackUser), { host })
    const restoring = every(host.clock, restorePeriodMs, () => {
      restoreSystemObjects(own, { ...material, store }).catch((error: unknown) =>
        host.log.warn('system objects could not be restored', { err: String(error) }),
      )
    })
    await new Promise<void>((resolve) => {
      if (stop.signal.aborted) resolve()
      else stop.signal.addEventListener('abort', () => resolve(), { once: true })
    })
    restoring.cancel()
    return 0
  } finally {
    await aggregateSettled(closers)
  }
}

/** With the client certificate that kubelets know, if there is one. */
async function nodeConnections(host: Host, flags: Flags): Promise<ReturnType<typeof nodeTransport>> {
  const read = async (path: string | undefined): Promise<string> =>
    path === undefined ? '' : host.files.readText(path)
  const [certificatePem, keyPem, caPem] = await Promise.all([
    read(flags['kubelet-client-certificate']),
    read(flags['kubelet-client-key']),
    read(flags['kubelet-certificate-authority']),
  ])
  return nodeTransport(host, certificatePem === '' ? undefined : { certificatePem, keyPem }, caPem || undefined)
}
