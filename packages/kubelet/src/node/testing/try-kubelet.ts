/** Runs a standalone kubelet on its own containerd, for trying things by hand: `tsx try-kubelet.ts <folder>`. */
import { realHost } from '@elli/host/node/host'
import { containerdPaths, startContainerd } from '../containerd.ts'
import { buildBusyboxArchive, importImageArchive } from '../image-archive.ts'
import { runKubelet } from '../kubelet.ts'

const directory = process.argv[2] ?? '/tmp/elli-kubelet-try'
const host = realHost({ logLevel: 'debug' })
const stop = new AbortController()
process.on('SIGINT', () => stop.abort(new Error('interrupted')))
process.on('SIGTERM', () => stop.abort(new Error('terminated')))
const containerd = await startContainerd(host, { directory: `${directory}/containerd` }, stop.signal)
await host.files.mkdir(`${directory}/manifests`)
await host.files.write(`${directory}/busybox.tar`, await buildBusyboxArchive(host))
await importImageArchive(host, { socket: containerd.socket, path: `${directory}/busybox.tar` })
await runKubelet(
  {
    host,
    config: {
      nodeName: 'try',
      rootDir: `${directory}/kubelet`,
      podLogsDir: `${directory}/logs/pods`,
      containerLogsDir: `${directory}/logs/containers`,
      criEndpoint: containerd.socket,
      cniConfDir: containerdPaths(`${directory}/containerd`).cniConfDir,
      bridgeName: 'ellitry0',
      cgroupRoot: '/elli-try',
      podCIDR: '10.244.77.0/24',
      staticPodPath: `${directory}/manifests`,
      fileCheckSeconds: 1,
      port: 20250,
      healthzPort: 20248,
      anonymousAuth: true,
      authorizationMode: 'AlwaysAllow',
    },
  },
  stop.signal,
)
