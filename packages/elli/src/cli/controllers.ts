/**
 * `elli controllers`: controllers and scheduler of a data directory's cluster, against its API server over HTTPS.
 * `elli up` runs it as a thread. Simulated nodes live here too, since they are clients like the others.
 */
import { restClient } from '@elli/client/rest'
import { sharedInformers } from '@elli/client/shared-informers'
import { loadKubeconfig } from '@elli/client/node/kubeconfig'
import { httpsTransport } from '@elli/client/node/transport'
import { runControllers } from '@elli/controllers/manager'
import type { Host } from '@elli/host/host'
import { TaskGroup } from '@elli/host/tasks'
import type { Transport } from '@elli/host/wire'
import { runScheduler } from '@elli/scheduler/scheduler'
import { runSimulator } from '@elli/simulator/simulator'
import { clusterFiles } from '../cluster/files.ts'
import { serviceAccountClients } from '../cluster/service-account-clients.ts'
import { type ClusterSettings, readSettings } from '../cluster/settings.ts'
import { componentHost } from '../processes/component-host.ts'
import { stopRequest } from '../processes/stop-signal.ts'
import { gitVersion } from '../version.ts'
import { chosenDataDir, dataDirFlag } from './data-dir.ts'
import { describeFlags, parseFlags, UsageError } from './flags.ts'
import type { Command } from './main.ts'

const table = {
  'data-dir': dataDirFlag,
  controllers: { kind: 'list', help: "controllers to run: '*' all on by default, 'foo' on, '-foo' off (default *)" },
} as const

export const controllers: Command = {
  summary: 'run controllers and scheduler alone (elli up does)',
  help: () => `Run the controllers and the scheduler of a cluster whose API server runs already.

Usage:
  elli controllers [flags]

Flags:
${describeFlags(table)}
`,
  async run(args) {
    const { flags, rest } = parseFlags(table, args)
    if (rest.length > 0) throw new UsageError(`unexpected argument ${JSON.stringify(rest[0])}`)
    const dataDir = chosenDataDir(flags['data-dir'])
    const files = clusterFiles(dataDir)
    const stop = stopRequest()
    const settings = (await readSettings(
      componentHost({ verbose: false, component: 'elli' }),
      dataDir,
    )) as ClusterSettings
    const host = componentHost({ logFile: files.controllersLog, verbose: settings.verbose, component: 'elli' })
    await using tasks = new TaskGroup(stop.signal)
    tasks.start((signal) => controllerManager(host, dataDir, settings, flags.controllers, signal))
    tasks.start((signal) => scheduler(host, dataDir, signal))
    if (settings.simulatedNodes > 0) tasks.start((signal) => simulator(host, dataDir, settings, signal))
    await tasks.settled()
    return 0
  },
}

/** The same server, trusted the same way, without a client certificate. */
async function connectAnonymously(host: Host, kubeconfig: string): Promise<Transport> {
  const { rest } = await loadKubeconfig(host, { path: kubeconfig })
  return httpsTransport(
    { server: rest.server, ...(rest.tls?.ca === undefined ? {} : { tls: { ca: rest.tls.ca } }) },
    host,
  )
}

async function connect(host: Host, kubeconfig: string, userAgent: string) {
  const transport = httpsTransport((await loadKubeconfig(host, { path: kubeconfig })).rest, host)
  return { transport, client: restClient(transport, { host, userAgent }) }
}

async function controllerManager(
  host: Host,
  dataDir: string,
  settings: ClusterSettings,
  chosen: string[],
  signal: AbortSignal,
): Promise<void> {
  const { transport, client } = await connect(
    host,
    clusterFiles(dataDir).controllerManagerKubeconfig,
    'elli-controller-manager',
  )
  const anonymous = await connectAnonymously(host, clusterFiles(dataDir).controllerManagerKubeconfig)
  try {
    const pki = clusterFiles(dataDir).pki
    const rootCaPem = await host.files.readText(`${pki}/ca.crt`)
    await runControllers(
      {
        host,
        informers: sharedInformers(client, host),
        clientFor: serviceAccountClients(host, client, anonymous),
        ...(chosen.length > 0 ? { controllers: chosen } : {}),
        options: {
          clusterCidrs: [settings.podCidr],
          serviceClusterIpRange: settings.serviceCidr,
          allocateNodeCidrs: true,
          rootCaPem,
          signing: { certificatePem: rootCaPem, keyPem: await host.files.readText(`${pki}/ca.key`) },
        },
      },
      signal,
    )
  } finally {
    await Promise.all([transport.close(), anonymous.close()])
  }
}

async function scheduler(host: Host, dataDir: string, signal: AbortSignal): Promise<void> {
  const { transport, client } = await connect(host, clusterFiles(dataDir).schedulerKubeconfig, 'elli-scheduler')
  try {
    await runScheduler({ host, client, informers: sharedInformers(client, host) }, signal)
  } finally {
    await transport.close()
  }
}

async function simulator(host: Host, dataDir: string, settings: ClusterSettings, signal: AbortSignal): Promise<void> {
  const { transport, client } = await connect(host, clusterFiles(dataDir).adminKubeconfig, 'elli-simulator')
  try {
    const names = Array.from({ length: settings.simulatedNodes }, (_, i) =>
      settings.runtime === 'none' && i === 0 ? settings.nodeName : `simulated-${i}`,
    )
    const informers = sharedInformers(client, host)
    await using tasks = new TaskGroup(signal)
    tasks.start((taskSignal) =>
      runSimulator(
        { host, client, informers, nodes: names.map((name) => ({ name })), kubeletVersion: gitVersion },
        taskSignal,
      ),
    )
    tasks.start((taskSignal) => informers.run(taskSignal))
    await tasks.settled()
  } finally {
    await transport.close()
  }
}
