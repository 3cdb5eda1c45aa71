/**
 * A standalone kubelet on a containerd of its own: static pods run, are probed, logged, entered, adopted after a restart, and vanish.
 * Needs root, containerd, runc, CNI plugins, nft and a static busybox; says what is missing when it is skipped.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { tmpdir } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { Pod, PodStatus } from '@elli/api/core/v1'
import { realHost } from '@elli/host/node/host'
import { containerdPaths, removeAllPods, startContainerd, stopContainerd, type Containerd } from './containerd.ts'
import { buildBusyboxArchive, importImageArchive } from './image-archive.ts'
import { runKubelet } from './kubelet.ts'
import { systemMounter } from './mounter.ts'
import { removeNodeCgroups } from './pod-cgroups.ts'
import { tableName } from '../network/nftables.ts'

const host = realHost({ logLevel: 'warn' })
const bridge = 'ellitest0'
const cgroupRoot = '/elli-kubelet-e2e'
const forever = new AbortController().signal

async function missing(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return 'root'
  for (const command of ['containerd', 'ctr', 'runc', 'nft', 'busybox']) {
    if ((await host.processes.find(command)) === undefined) return command
  }
  return (await host.files.stat('/usr/lib/cni/bridge')) ? undefined : 'CNI plugins in /usr/lib/cni'
}

const reason = await missing()

describe.skipIf(reason !== undefined)(
  `kubelet on containerd${reason === undefined ? '' : ` (needs ${reason})`}`,
  () => {
    let directory = ''
    let containerd: Containerd
    let kubelet: { stop: () => Promise<void>; port: number }

    async function start(): Promise<typeof kubelet> {
      const stop = new AbortController()
      let heard = (_port: number): void => undefined
      const port = new Promise<number>((resolve) => (heard = resolve))
      const running = runKubelet(
        {
          host,
          listening: (address) => heard(address.port),
          config: {
            nodeName: 'tester',
            rootDir: `${directory}/kubelet`,
            podLogsDir: `${directory}/logs/pods`,
            containerLogsDir: `${directory}/logs/containers`,
            criEndpoint: containerd.socket,
            cniConfDir: containerdPaths(`${directory}/containerd`).cniConfDir,
            bridgeName: bridge,
            podCIDR: '10.251.7.0/24',
            cgroupRoot,
            staticPodPath: `${directory}/manifests`,
            fileCheckSeconds: 1,
            clusterDNS: ['10.96.0.10'],
            port: 0,
            healthzPort: 0,
            anonymousAuth: true,
            authorizationMode: 'AlwaysAllow',
          },
        },
        stop.signal,
      )
      const first = await Promise.race([port, running.then(() => Promise.reject(new Error('the kubelet ended')))])
      return {
        port: first,
        stop: async () => {
          stop.abort(new Error('test is over'))
          await running
        },
      }
    }

    const get = async (path: string): Promise<string> => (await fetch(`http://127.0.0.1:${kubelet.port}${path}`)).text()

    async function podNamed(name: string): Promise<Pod | undefined> {
      const { items } = JSON.parse(await get('/pods')) as { items: Pod[] }
      return items.find(({ metadata }) => metadata.name === `${name}-tester`)
    }

    async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
      for (;;) {
        const seen = await look()
        if (seen) return seen
        await host.clock.sleep(50, forever)
      }
    }

    const statusWhen = (name: string, holds: (status: PodStatus) => boolean): Promise<PodStatus> =>
      until(async () => {
        const status = (await podNamed(name))?.status
        return status && holds(status) && status
      })

    const manifest = (name: string, spec: object): Promise<void> =>
      host.files.writeAtomic(
        `${directory}/manifests/${name}.json`,
        JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec }),
      )

    const isReady = (status: PodStatus): boolean =>
      status.conditions?.find(({ type }) => type === 'Ready')?.status === 'True'

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'ek-'))
      await host.files.mkdir(`${directory}/manifests`)
      containerd = await startContainerd(host, { directory: `${directory}/containerd` }, forever)
      await host.files.write(`${directory}/busybox.tar`, await buildBusyboxArchive(host, 'docker.io/library/box:1'))
      await importImageArchive(host, { socket: containerd.socket, path: `${directory}/busybox.tar` })
      kubelet = await start()
    })

    afterAll(async () => {
      await kubelet?.stop()
      await removeAllPods(host, containerd.socket, forever)
      await stopContainerd(host, `${directory}/containerd`, forever)
      await removeNodeCgroups(host, cgroupRoot)
      const mounter = systemMounter(host)
      for (const path of await mounter.below(directory)) await mounter.unmount(path)
      await host.processes.run('nft', ['delete', 'table', 'inet', tableName(bridge)])
      await host.processes.run('ip', ['link', 'delete', bridge])
      await rm(directory, { recursive: true })
    })

    const box = (command: string, extra: object = {}) => ({
      name: 'c',
      image: 'box:1',
      imagePullPolicy: 'Never',
      command: ['sh', '-c', command],
      ...extra,
    })

    const web = {
      terminationGracePeriodSeconds: 3,
      volumes: [
        { name: 'www', emptyDir: {} },
        { name: 'mem', emptyDir: { medium: 'Memory' } },
      ],
      initContainers: [
        { ...box('echo hello > /www/index.html'), name: 'init', volumeMounts: [{ name: 'www', mountPath: '/www' }] },
      ],
      containers: [
        box('trap "exit 0" TERM; echo up on $IP; httpd -p 80 -h /www; while true; do sleep 1 & wait $!; done', {
          env: [{ name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
          ports: [{ containerPort: 80, hostPort: 28765 }],
          readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 1 },
          volumeMounts: [
            { name: 'www', mountPath: '/www' },
            { name: 'mem', mountPath: '/mem' },
          ],
        }),
      ],
    }

    test('a static pod with an init container becomes ready, serves on its host port, and has logs', async () => {
      await manifest('web', web)
      const status = await statusWhen('web', isReady)
      expect(status.phase).toBe('Running')
      expect(status.initContainerStatuses?.[0]?.state?.terminated?.reason).toBe('Completed')
      expect(status.podIP).toMatch(/^10\.251\.7\./)
      expect(await (await fetch(`http://${status.podIP}/`)).text()).toBe('hello\n')
      expect(
        await until(() =>
          fetch('http://127.0.0.1:28765/').then(
            (answer) => answer.text(),
            () => undefined,
          ),
        ),
      ).toBe('hello\n')
      expect(await get('/containerLogs/default/web-tester/c')).toBe(`up on ${status.podIP}\n`)
      expect(await get('/containerLogs/default/web-tester/c?tailLines=0')).toBe('')
      const summary = JSON.parse(await get('/stats/summary')) as { pods: { podRef: { name: string } }[] }
      expect(summary.pods.map(({ podRef }) => podRef.name)).toEqual(['web-tester'])
    })

    async function exec(
      command: readonly string[],
      input: string | undefined,
    ): Promise<{ out: string; status: string }> {
      const query = new URLSearchParams({ output: '1', error: '1', input: input === undefined ? '0' : '1' })
      for (const part of command) query.append('command', part)
      const socket = new WebSocket(
        `ws://127.0.0.1:${kubelet.port}/exec/default/web-tester/c?${query}`,
        'v5.channel.k8s.io',
      )
      let [out, status] = ['', '']
      socket.on('message', (data: Buffer) => {
        if (data[0] === 3) status += data.toString('utf8', 1)
        else out += data.toString('utf8', 1)
      })
      await new Promise((resolve, reject) => {
        socket.on('open', resolve)
        socket.on('error', reject)
      })
      if (input !== undefined) {
        socket.send(Buffer.concat([Buffer.from([0]), Buffer.from(input)]))
        socket.send(Buffer.from([255, 0]))
      }
      await new Promise((resolve) => socket.on('close', resolve))
      return { out, status }
    }

    test('commands run inside, with input, half-closed, and their exit code comes back', async () => {
      const counted = await exec(['wc', '-c'], 'x'.repeat(200_000))
      expect(counted.out.trim()).toBe('200000')
      expect(JSON.parse(counted.status)).toMatchObject({ status: 'Success' })
      const failed = await exec(['sh', '-c', 'echo oops >&2; exit 7'], undefined)
      expect(failed.out).toBe('oops\n')
      expect(JSON.parse(failed.status)).toMatchObject({
        reason: 'NonZeroExitCode',
        details: { causes: [{ message: '7' }] },
      })
    })

    test('a restart of the kubelet leaves containers alone and knows them again', async () => {
      const before = (await podNamed('web'))?.status?.containerStatuses?.[0]
      await kubelet.stop()
      kubelet = await start()
      const after = (await statusWhen('web', isReady)).containerStatuses?.[0]
      expect(after?.containerID).toBe(before?.containerID)
      expect(after?.restartCount).toBe(0)
    })

    test('a container that keeps failing is restarted, then waits; its last words are kept', async () => {
      await manifest('crash', {
        containers: [box('echo last words; exit 3', { terminationMessagePolicy: 'FallbackToLogsOnError' })],
      })
      const status = await statusWhen('crash', ({ containerStatuses }) => {
        return containerStatuses?.[0]?.state?.waiting?.reason === 'CrashLoopBackOff'
      })
      expect(status.containerStatuses?.[0]).toMatchObject({
        restartCount: 1,
        lastState: { terminated: { exitCode: 3, reason: 'Error', message: 'last words\n' } },
      })
      expect(status.containerStatuses?.[0]?.state?.waiting?.message).toMatch(
        /^back-off 10s restarting failed container=c pod=crash-tester_default\(/,
      )
    })

    test('a failing liveness probe restarts the container', async () => {
      await manifest('live', {
        terminationGracePeriodSeconds: 1,
        containers: [
          box('sleep 1000', { livenessProbe: { exec: { command: ['false'] }, periodSeconds: 1, failureThreshold: 1 } }),
        ],
      })
      const status = await statusWhen(
        'live',
        ({ containerStatuses }) => (containerStatuses?.[0]?.restartCount ?? 0) > 0,
      )
      expect(status.containerStatuses?.[0]?.lastState?.terminated?.exitCode).toBe(137)
    })

    test('pods whose files are gone leave nothing behind', async () => {
      for (const name of ['web', 'crash', 'live']) await host.files.remove(`${directory}/manifests/${name}.json`)
      await until(async () => (JSON.parse(await get('/pods')) as { items: unknown[] }).items.length === 0)
      await until(async () => (await host.files.list(`${directory}/kubelet/pods`)).length === 0)
      await until(async () => (await host.files.list(`${directory}/logs/pods`)).length === 0)
      expect(await systemMounter(host).below(`${directory}/kubelet`)).toEqual([])
      expect(JSON.parse(await get('/runningpods/'))).toMatchObject({ items: [] })
      const sandboxes = await host.files.list(`${directory}/containerd/state/io.containerd.runtime.v2.task/k8s.io`)
      expect(sandboxes).toEqual([])
    })
  },
)
