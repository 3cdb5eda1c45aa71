/** The API server of `elli up`: embedded store, PKI, HTTPS. Out: where it listens and a way in for this process. */
import { hostname } from 'node:os'
import type { Listener } from '@elli/apiserver/node/listen'
import { loopbackUser } from '@elli/apiserver/authentication/well-known'
import { restClient } from '@elli/client/rest'
import { every } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import type { Transport } from '@elli/host/wire'
import type { ClusterPki } from '../pki/cluster-pki.ts'
import { clusterFlags } from '../apiserver/cluster-flags.ts'
import { configuration } from '../apiserver/configuration.ts'
import { assembleApiServer } from './api-server.ts'
import { restorePeriodMs, restoreSystemObjects } from './bootstrap.ts'
import { clusterFiles } from './files.ts'
import { openPort } from './listening.ts'
import { nodeTransport, simulatedNodes } from './node-transport.ts'
import { openClusterStore } from './open-store.ts'
import type { ClusterSettings } from './settings.ts'

export interface RunningControlPlane {
  url: string
  /** system:masters, without a socket. */
  adminTransport: Transport
  close(): Promise<void>
}

export async function startControlPlane(
  host: Host,
  dataDir: string,
  settings: ClusterSettings,
  pki: ClusterPki,
): Promise<RunningControlPlane> {
  const flags = clusterFlags(clusterFiles(dataDir).pki, settings)
  const { material } = await configuration(host, flags)
  const store = await openClusterStore(host, dataDir, settings.unsafeNoFsync)
  const hasRealNode = settings.runtime !== 'none'
  const toNodes = nodeTransport(host, pki.apiserverKubeletClient, pki.ca.certificatePem)
  const server = await assembleApiServer({
    ...material,
    host,
    store,
    hostname: hostname(),
    nodeTransport: {
      kubelet: (node) => (hasRealNode && node.name === settings.nodeName ? toNodes : simulatedNodes).kubelet(node),
      direct: (scheme, address, port) => (hasRealNode ? toNodes : simulatedNodes).direct(scheme, address, port),
    },
  })
  let listener: Listener
  try {
    listener = await openPort(
      server,
      {
        host: settings.bindAddress,
        port: settings.httpsPort,
        key: pki.apiserver.keyPem,
        cert: pki.apiserver.certificatePem,
        clientCa: pki.ca.certificatePem,
        goawayChance: flags['goaway-chance'],
      },
      '--https-port',
    )
  } catch (error) {
    await server.close()
    await store.close()
    throw error
  }
  await server.ready()
  const own = restClient(server.transport(loopbackUser), { host })
  const restoring = every(host.clock, restorePeriodMs, () => {
    restoreSystemObjects(own, { ...material, store }).catch((error: unknown) =>
      host.log.warn('system objects could not be restored', {
        err: error instanceof Error ? error.message : String(error),
      }),
    )
  })
  return {
    url: `https://127.0.0.1:${listener.port}`,
    adminTransport: server.transport({ name: 'kubernetes-admin', groups: ['system:masters', 'system:authenticated'] }),
    async close() {
      restoring.cancel()
      await listener.close({
        shutdownDelayMs: flags['shutdown-delay-duration'],
        sendRetryAfter: flags['shutdown-send-retry-after'],
      })
      await server.close()
      await toNodes.close()
      await store.close()
    },
  }
}
