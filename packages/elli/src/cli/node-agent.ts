/**
 * `elli node`: the node agent of a data directory's cluster: containerd, kubelet, Service proxy and DNS, against the API server over HTTPS.
 * `elli up` runs it as a process of its own, so that neither's end takes the other along. When the parent vanishes it ends and
 * leaves pods running; when it is told to stop for good it takes pods, containerd and rules down.
 */
import { restClient } from '@elli/client/rest'
import { sharedInformers } from '@elli/client/shared-informers'
import { loadKubeconfig } from '@elli/client/node/kubeconfig'
import { httpsTransport } from '@elli/client/node/transport'
import { runDns } from '@elli/dns/node/server'
import type { Host } from '@elli/host/host'
import { TaskGroup } from '@elli/host/tasks'
import type { Transport } from '@elli/host/wire'
import {
  containerdPaths,
  keepContainerd,
  removeAllPods,
  runningPid,
  startContainerd,
  stopContainerd,
} from '@elli/kubelet/node/containerd'
import { featureGates, parseFeatureGates } from '@elli/machinery/feature-gates'
import { pauseImage } from '@elli/kubelet/node/image-archive'
import { removeNodeCgroups } from '@elli/kubelet/node/pod-cgroups'
import { runKubelet } from '@elli/kubelet/node/kubelet'
import { removeProxyTables, runProxy } from '@elli/proxy/node/proxy'
import { clusterFiles } from '../cluster/files.ts'
import { type ClusterSettings, readSettings } from '../cluster/settings.ts'
import { removePodNetwork, unmountBelow } from '../machine/clean-up.ts'
import { componentHost } from '../processes/component-host.ts'
import { stopRequest } from '../processes/stop-signal.ts'
import type { ParentMessage } from '../processes/supervised-process.ts'
import { gitVersion } from '../version.ts'
import { chosenDataDir, dataDirFlag } from './data-dir.ts'
import { errorStory } from './command-error.ts'
import { describeFlags, parseFlags, UsageError } from './flags.ts'
import type { Command } from './main.ts'

/** Bridge of the pod network; at most 15 characters, and no other of that name on the machine. */
const bridgeName = 'elli0'

const table = { 'data-dir': dataDirFlag } as const

export const nodeAgent: Command = {
  summary: 'run the node agent alone: kubelet, proxy and DNS (elli up does)',
  help: () => `Run the node agent of a cluster whose API server runs already: containerd, kubelet, Service proxy, DNS.

Usage:
  elli node [flags]

Flags:
${describeFlags(table)}
`,
  async run(args) {
    const { flags, rest } = parseFlags(table, args)
    if (rest.length > 0) throw new UsageError(`unexpected argument ${JSON.stringify(rest[0])}`)
    const dataDir = chosenDataDir(flags['data-dir'])
    const stop = stopRequest()
    const settings = (await readSettings(
      componentHost({ verbose: false, component: 'elli' }),
      dataDir,
    )) as ClusterSettings
    const host = componentHost({ verbose: settings.verbose, component: 'elli' })
    const directory = clusterFiles(dataDir).containerd
    try {
      tell({ kind: 'progress', text: 'starting containerd' })
      const containerd = await startContainerd(host, { directory }, stop.signal)
      tell({ kind: 'progress', text: containerd.started ? 'containerd runs' : 'containerd was running and is adopted' })
      await runNode(host, dataDir, settings, containerd.socket, stop.signal)
    } catch (error) {
      if (!stop.signal.aborted) {
        tell({ kind: 'failed', text: errorStory(error).split('\n')[0] ?? '' })
        throw error
      }
    } finally {
      if (stop.removePods) await takeDown(host, dataDir)
    }
    return 0
  },
}

async function runNode(
  host: Host,
  dataDir: string,
  settings: ClusterSettings,
  socket: string,
  signal: AbortSignal,
): Promise<void> {
  const files = clusterFiles(dataDir)
  const [caPem, servingCertificatePem, servingKeyPem] = await Promise.all(
    ['ca.crt', `kubelet-server-${settings.nodeName}.crt`, `kubelet-server-${settings.nodeName}.key`].map((file) =>
      host.files.readText(`${files.pki}/${file}`),
    ),
  )
  const connect = async (kubeconfig: string) =>
    httpsTransport((await loadKubeconfig(host, { path: kubeconfig })).rest, host)
  const [kubeletTransport, proxyTransport, dnsTransport] = (await Promise.all(
    [files.kubeletKubeconfig, files.proxyKubeconfig, files.dnsKubeconfig].map(connect),
  )) as [Transport, Transport, Transport]
  const kubeletClient = restClient(kubeletTransport, { host, userAgent: 'kubelet' })
  const proxyInformers = sharedInformers(restClient(proxyTransport, { host, userAgent: 'kube-proxy' }), host)
  const dnsInformers = sharedInformers(restClient(dnsTransport, { host, userAgent: 'elli-dns' }), host)
  try {
    await using tasks = new TaskGroup(signal)
    tasks.start((taskSignal) =>
      runKubelet(
        {
          host,
          client: kubeletClient,
          config: {
            nodeName: settings.nodeName,
            nodeIP: settings.nodeIp,
            rootDir: files.kubelet,
            podLogsDir: `${dataDir}/logs/pods`,
            containerLogsDir: `${dataDir}/logs/containers`,
            criEndpoint: socket,
            cniConfDir: containerdPaths(files.containerd).cniConfDir,
            bridgeName,
            staticPodPath: settings.staticPodPath,
            clusterCIDRs: [settings.podCidr],
            clusterDNS: [settings.dnsIp],
            clusterDomain: settings.clusterDomain,
            port: settings.kubeletPort,
            healthzPort: 0,
            tls: { cert: servingCertificatePem ?? '', key: servingKeyPem ?? '' },
            clientCA: caPem ?? '',
            sandboxImage: pauseImage,
            version: gitVersion,
          },
        },
        taskSignal,
      ),
    )
    const featureEnabled = featureGates(parseFeatureGates(settings.featureGates ?? ''))
    tasks.start((taskSignal) =>
      runProxy(
        {
          host,
          informers: proxyInformers,
          config: {
            nodeName: settings.nodeName,
            nodeIps: [settings.nodeIp],
            clusterCidrs: [settings.podCidr],
            multipleServiceCidrs: featureEnabled('MultiCIDRServiceAllocator'),
          },
        },
        taskSignal,
      ),
    )
    tasks.start((taskSignal) =>
      runDns(
        {
          host,
          informers: dnsInformers,
          config: {
            addresses: [settings.nodeIp],
            port: settings.dnsPort,
            dnsIp: settings.dnsIp,
            clusterDomain: settings.clusterDomain,
            resolvConf: '/etc/resolv.conf',
          },
        },
        taskSignal,
      ),
    )
    tasks.start((taskSignal) => keepContainerd(host, { directory: files.containerd }, taskSignal))
    tasks.start((taskSignal) => proxyInformers.run(taskSignal))
    tasks.start((taskSignal) => dnsInformers.run(taskSignal))
    tell({ kind: 'ready' })
    await tasks.settled()
  } finally {
    await Promise.all([kubeletTransport.close(), proxyTransport.close(), dnsTransport.close()])
  }
}

/** Ends what pods left in the kernel too: containers, mounts, rules, the bridge. Their data and images stay. */
async function takeDown(host: Host, dataDir: string): Promise<void> {
  const signal = AbortSignal.timeout(60_000)
  const files = clusterFiles(dataDir)
  if ((await runningPid(host, files.containerd)) !== undefined)
    await removeAllPods(host, containerdPaths(files.containerd).socket, signal)
  await stopContainerd(host, files.containerd, signal)
  await removeNodeCgroups(host, '/')
  await removeProxyTables(host)
  await removePodNetwork(host, bridgeName)
  await unmountBelow(host, files.kubelet)
  await unmountBelow(host, files.containerd)
}

function tell(message: ParentMessage): void {
  process.send?.(message)
}
