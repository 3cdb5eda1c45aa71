/**
 * `elli controllers`: controllers and scheduler of a data directory's cluster, against its API server over HTTPS.
 * `elli up` runs it as a thread. Simulated nodes live here too, since they are clients like the others.
 */
import { restClient } from '@elli/client/rest'
import type { Client } from '@elli/client/client'
import type { InformerFactory } from '@elli/client/informer'
import { lentInformers, sharedInformers } from '@elli/client/shared-informers'
import { loadKubeconfig } from '@elli/client/node/kubeconfig'
import { httpsTransport } from '@elli/client/node/transport'
import { checkControllerNames, runControllers } from '@elli/controllers/manager'
import type { Host } from '@elli/host/host'
import { parseFeatureGates } from '@elli/machinery/feature-gates'
import { TaskGroup } from '@elli/host/tasks'
import type { Transport } from '@elli/host/wire'
import { runScheduler } from '@elli/scheduler/scheduler'
import { runSimulator } from '@elli/simulator/simulator'
import { controllerOptions } from '../cluster/controller-options.ts'
import { clusterFiles } from '../cluster/files.ts'
import { serviceAccountClients } from '../cluster/service-account-clients.ts'
import { type ClusterSettings, issuerOf, readSettings } from '../cluster/settings.ts'
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
    const unknown = checkControllerNames(flags.controllers)
    if (unknown !== undefined) throw new UsageError(unknown)
    const dataDir = chosenDataDir(flags['data-dir'])
    const files = clusterFiles(dataDir)
    const stop = stopRequest()
    const settings = (await readSettings(
      componentHost({ verbose: false, component: 'elli' }),
      dataDir,
    )) as ClusterSettings
    const host = componentHost({ logFile: files.controllersLog, verbose: settings.verbose, component: 'elli' })
    await using tasks = new TaskGroup(stop.signal)
    // One connection and one cache for all that is read here; what is written goes out in each one's own name.
    const { transport, client } = await connect(host, files.controllerManagerKubeconfig, 'kube-controller-manager')
    const informers = sharedInformers(client, host, { trimManagedFields: true })
    const lent = lentInformers(informers)
    tasks.start(async (signal) => {
      try {
        await informers.run(signal)
      } finally {
        await transport.close()
      }
    })
    tasks.start((signal) => controllerManager(host, dataDir, settings, flags.controllers, client, lent, signal))
    tasks.start((signal) => scheduler(host, dataDir, lent, signal))
    if (settings.simulatedNodes > 0) tasks.start((signal) => simulator(host, dataDir, settings, lent, signal))
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
  client: Client,
  informers: InformerFactory,
  signal: AbortSignal,
): Promise<void> {
  const anonymous = await connectAnonymously(host, clusterFiles(dataDir).controllerManagerKubeconfig)
  try {
    const pki = clusterFiles(dataDir).pki
    const [certificatePem, keyPem, serviceAccountPrivatePem] = await Promise.all(
      ['ca.crt', 'ca.key', 'sa.key'].map((file) => host.files.readText(`${pki}/${file}`)),
    )
    await runControllers(
      {
        host,
        informers,
        managerClient: client,
        clientFor: serviceAccountClients(host, client, anonymous),
        ...(chosen.length > 0 ? { controllers: chosen } : {}),
        options: controllerOptions(host, {
          podCidr: settings.podCidr,
          serviceCidr: settings.serviceCidr,
          issuer: issuerOf(settings),
          serviceAccountPrivatePem: serviceAccountPrivatePem ?? '',
          ca: { certificatePem: certificatePem ?? '', keyPem: keyPem ?? '' },
          featureGates: parseFeatureGates(settings.featureGates ?? ''),
        }),
      },
      signal,
    )
  } finally {
    await anonymous.close()
  }
}

async function scheduler(host: Host, dataDir: string, informers: InformerFactory, signal: AbortSignal): Promise<void> {
  const { transport, client } = await connect(host, clusterFiles(dataDir).schedulerKubeconfig, 'kube-scheduler')
  try {
    await runScheduler({ host, client, informers }, signal)
  } finally {
    await transport.close()
  }
}

async function simulator(
  host: Host,
  dataDir: string,
  settings: ClusterSettings,
  informers: InformerFactory,
  signal: AbortSignal,
): Promise<void> {
  const { transport, client } = await connect(host, clusterFiles(dataDir).adminKubeconfig, 'elli-simulator')
  try {
    const names = Array.from({ length: settings.simulatedNodes }, (_, i) =>
      settings.runtime === 'none' && i === 0 ? settings.nodeName : `simulated-${i}`,
    )
    await runSimulator(
      { host, client, informers, nodes: names.map((name) => ({ name })), kubeletVersion: gitVersion },
      signal,
    )
  } finally {
    await transport.close()
  }
}
