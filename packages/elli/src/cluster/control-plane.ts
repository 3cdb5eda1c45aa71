/** The API server of `elli up`: embedded store, PKI, HTTPS. Out: where it listens and a way in for this process. */
import { listen } from '@elli/apiserver/node/listen'
import { loopbackUser } from '@elli/apiserver/authentication/well-known'
import { restClient } from '@elli/client/rest'
import { every } from '@elli/host/clock'
import type { Host } from '@elli/host/host'
import { hasCode } from '@elli/host/files'
import type { Transport } from '@elli/host/wire'
import type { Store } from '@elli/store/contract'
import { openEmbeddedStore } from '@elli/store/node/embedded'
import {
  StoreCorruptError,
  StoreDirectoryError,
  StoreFormatError,
  StoreLockedError,
  StoreWriteError,
} from '@elli/store/node/errors'
import { CommandError } from '../cli/command-error.ts'
import type { ClusterPki } from '../pki/cluster-pki.ts'
import { assembleApiServer } from './api-server.ts'
import { restorePeriodMs, restoreSystemObjects } from './bootstrap.ts'
import { clusterFiles } from './files.ts'
import { nodeTransport, simulatedNodes } from './node-transport.ts'
import { type ClusterSettings, issuerOf } from './settings.ts'

export interface RunningControlPlane {
  url: string
  /** system:masters, without a socket. */
  adminTransport: Transport
  close(): Promise<void>
}

const lockPatienceMs = 5000

/** A predecessor that was just killed may still be on its way out of the kernel: its lock is waited for a moment. */
async function openStore(host: Host, dataDir: string, settings: ClusterSettings): Promise<Store> {
  const deadline = host.clock.monotonicMs() + lockPatienceMs
  for (;;) {
    try {
      return await openEmbeddedStore(host, {
        directory: clusterFiles(dataDir).store,
        unsafeNoFsync: settings.unsafeNoFsync,
      })
    } catch (error) {
      if (error instanceof StoreLockedError && host.clock.monotonicMs() < deadline) {
        await host.clock.sleep(50, new AbortController().signal)
        continue
      }
      const known = [StoreLockedError, StoreCorruptError, StoreFormatError, StoreDirectoryError, StoreWriteError].some(
        (kind) => error instanceof kind,
      )
      if (known) throw new CommandError((error as Error).message, { cause: error })
      throw error
    }
  }
}

export async function startControlPlane(
  host: Host,
  dataDir: string,
  settings: ClusterSettings,
  pki: ClusterPki,
): Promise<RunningControlPlane> {
  const store = await openStore(host, dataDir, settings)
  const address = { host: settings.nodeIp, port: settings.httpsPort }
  const hasRealNode = settings.runtime !== 'none'
  const toNodes = nodeTransport(host, pki.apiserverKubeletClient, pki.ca.certificatePem)
  const server = await assembleApiServer({
    host,
    store,
    clientCaPem: pki.ca.certificatePem,
    frontProxyCaPem: pki.frontProxyCa.certificatePem,
    serviceAccount: pki.serviceAccount,
    issuer: issuerOf(settings),
    serviceCidr: settings.serviceCidr,
    address,
    nodeTransport: {
      kubelet: (node) => (hasRealNode && node.name === settings.nodeName ? toNodes : simulatedNodes).kubelet(node),
      direct: (scheme, address, port) => (hasRealNode ? toNodes : simulatedNodes).direct(scheme, address, port),
    },
  })
  let listener: Awaited<ReturnType<typeof listen>>
  try {
    listener = await listen(server, {
      host: settings.bindAddress,
      port: settings.httpsPort,
      key: pki.apiserver.keyPem,
      cert: pki.apiserver.certificatePem,
      clientCa: pki.ca.certificatePem,
    })
  } catch (error) {
    await server.close()
    await store.close()
    if (hasCode(error, 'EADDRINUSE') || (error instanceof Error && hasCode(error.cause, 'EADDRINUSE'))) {
      throw new CommandError(
        `port ${settings.httpsPort} is in use on ${settings.bindAddress}; stop what listens there (ss -ltnp), or choose another with --https-port`,
        { cause: error },
      )
    }
    const cause = error instanceof Error ? (error.cause ?? error) : error
    if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].some((code) => hasCode(cause, code)))
      throw new CommandError(
        `this machine has no address ${settings.bindAddress}; choose one of its own with --bind-address`,
        { cause: error },
      )
    if (hasCode(cause, 'EACCES'))
      throw new CommandError(
        `port ${settings.httpsPort} may not be used by this user; choose one above 1023 with --https-port`,
        { cause: error },
      )
    throw error
  }
  await server.ready()
  const own = restClient(server.transport(loopbackUser), { host })
  const restoring = every(host.clock, restorePeriodMs, () => {
    restoreSystemObjects(own, { serviceCidr: settings.serviceCidr, address }).catch((error: unknown) =>
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
      await listener.close()
      await server.close()
      await toNodes.close()
      await store.close()
    },
  }
}
