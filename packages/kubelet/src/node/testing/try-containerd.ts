import { realHost } from '@elli/host/node/host'
import { startContainerd, containerdPaths } from '../containerd.ts'
import { buildBusyboxArchive, importImageArchive } from '../image-archive.ts'
import { connectCri } from '../cri-client.ts'

const host = realHost()
const dir = process.argv[2] ?? '/tmp/elli-kubelet-try'
const signal = new AbortController().signal
console.time('start')
const c = await startContainerd(host, { directory: `${dir}/containerd` }, signal)
console.timeEnd('start')
console.log(c)
await host.files.write(`${dir}/bb.tar`, await buildBusyboxArchive(host))
console.time('import')
console.log(await importImageArchive(host, { socket: c.socket, path: `${dir}/bb.tar` }))
console.timeEnd('import')
const cri = connectCri({ endpoint: c.socket, clock: host.clock })
console.log(await cri.runtime.version({}), JSON.stringify(await cri.runtime.status({verbose:false})))
console.log(JSON.stringify(await cri.images.listImages({})))
const { podSandboxId } = await cri.runtime.runPodSandbox({
  config: { metadata: { name: 'a', namespace: 'd', uid: 'u', attempt: 0 }, logDirectory: '/tmp/x', linux: { cgroupParent: '/elli-test', securityContext: { namespaceOptions: { network: 'NODE' } } } },
})
console.log(podSandboxId, JSON.stringify(await cri.runtime.podSandboxStatus({ podSandboxId })))
await cri.runtime.stopPodSandbox({ podSandboxId })
await cri.runtime.removePodSandbox({ podSandboxId })
cri.close()
