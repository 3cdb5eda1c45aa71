/**
 * How long a pod takes on a real node, its image being there: create sent → answered → bound → seen Running. One pod after the other,
 * then all at once. Needs root and containerd; starts an `elli up` of its own on other ports and networks than the usual ones.
 * PODS=30 changes the number; CPU_PROFILE=DIR keeps profiles of both processes; `--kubeconfig FILE --image IMAGE` measures another cluster.
 */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Pod } from '@elli/api/core/v1'
import { namespaces, pods, serviceaccounts } from '@elli/api/core/v1.resources'
import type { Client } from '@elli/client/client'
import { loadKubeconfig } from '@elli/client/node/kubeconfig'
import { httpsTransport } from '@elli/client/node/transport'
import { restClient } from '@elli/client/rest'
import { realHost } from '@elli/host/node/host'
import { buildBusyboxArchive } from '@elli/kubelet/node/image-archive'
import {
  cpuMs,
  elliCommand,
  freePort,
  percentile,
  printTable,
  type Row,
  startElli,
  temporaryDirectory,
} from './measure.ts'

const { values: flags } = parseArgs({ options: { kubeconfig: { type: 'string' }, image: { type: 'string' } } })
const profile = process.env['CPU_PROFILE']
const count = Number(process.env['PODS'] ?? 30)
const image = flags.image ?? 'bench.test/busybox:1'
const namespace = `bench-${process.pid}`
const host = realHost()

interface Times {
  answered: number
  bound: number
  running: number
}

function podNamed(name: string): Pod {
  return {
    metadata: { name, namespace },
    spec: {
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'main', image, command: ['sleep', '3600'], imagePullPolicy: 'Never' }],
    },
  }
}

/** Follows the namespace's pods; tells when each was first seen in a state. */
function follow(client: Client, signal: AbortSignal) {
  const seen = new Map<string, { bound?: number; running?: number }>()
  const waiting = new Map<string, () => void>()
  const done = (async () => {
    try {
      for await (const event of client.for(pods).watch({ namespace, signal })) {
        if (event.type !== 'ADDED' && event.type !== 'MODIFIED') continue
        const { metadata, spec, status } = event.object
        const times = seen.get(metadata.name ?? '') ?? {}
        seen.set(metadata.name ?? '', times)
        const now = performance.now()
        if (spec.nodeName) times.bound ??= now
        if (status?.phase !== 'Running') continue
        times.running ??= now
        waiting.get(metadata.name ?? '')?.()
      }
    } catch (error) {
      if (!signal.aborted) throw error
    }
  })()
  return {
    done,
    async run(name: string): Promise<Times> {
      const running = new Promise<void>((resolve) => waiting.set(name, resolve))
      const began = performance.now()
      await client.for(pods).create(podNamed(name))
      const answered = performance.now() - began
      await running
      const times = seen.get(name)
      return { answered, bound: (times?.bound ?? Number.NaN) - began, running: (times?.running ?? Number.NaN) - began }
    },
  }
}

async function measure(kubeconfig: string, pids: () => number[]): Promise<Row[]> {
  const transport = httpsTransport((await loadKubeconfig(host, { path: kubeconfig })).rest, host)
  const client = restClient(transport, { host, userAgent: 'bench' })
  await client.for(namespaces).create({ metadata: { name: namespace }, spec: {} })
  for (;;) {
    const accounts = await client.for(serviceaccounts).list({ namespace })
    if (accounts.items.some(({ metadata }) => metadata.name === 'default')) break
    await new Promise((wake) => setTimeout(wake, 50))
  }
  const stop = new AbortController()
  const watching = follow(client, stop.signal)
  const remove = async (names: readonly string[]): Promise<void> => {
    await Promise.all(names.map((name) => client.for(pods).delete(name, { namespace })))
    // Pods on their way out would be in the way of the next.
    while ((await client.for(pods).list({ namespace })).items.length > 0)
      await new Promise((wake) => setTimeout(wake, 100))
  }
  const used = (): number => pids().reduce((sum, pid) => sum + cpuMs(pid), 0)
  const single: Times[] = []
  await watching.run('warm-up')
  const before = used()
  for (let i = 0; i < count; i++) single.push(await watching.run(`single-${i}`))
  const cpuEach = (used() - before) / count
  await remove(['warm-up', ...single.map((_, i) => `single-${i}`)])
  const together = await Promise.all(Array.from({ length: count }, (_, i) => watching.run(`together-${i}`)))
  await client.for(namespaces).delete(namespace)
  stop.abort()
  await watching.done
  await transport.close()

  const at = (times: readonly Times[], which: keyof Times): string =>
    [50, 90, 99]
      .map(
        (percent) =>
          `${Math.round(
            percentile(
              times.map((time) => time[which]),
              percent,
            ),
          )}`,
      )
      .join(' / ')
  return [
    { what: 'one at a time, p50 / p90 / p99: answered', measured: `${at(single, 'answered')} ms` },
    { what: '  bound to the node', measured: `${at(single, 'bound')} ms` },
    { what: '  Running', target: 'p50 < 1000 ms', measured: `${at(single, 'running')} ms` },
    ...(pids().length > 0
      ? [{ what: '  CPU of Elli (both processes) per pod', measured: `${Math.round(cpuEach)} ms` }]
      : []),
    { what: `${count} at once: bound`, measured: `${at(together, 'bound')} ms` },
    { what: '  Running', measured: `${at(together, 'running')} ms` },
  ]
}

if (flags.kubeconfig !== undefined) printTable(await measure(flags.kubeconfig, () => []))
else if (process.getuid?.() !== 0) process.stdout.write('needs root: nothing measured\n')
else {
  const directory = temporaryDirectory()
  const elli = startElli({
    dataDir: directory.path,
    port: await freePort(),
    nodeArgs: profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`],
    args: [
      ...['--runtime', 'containerd', '--node-name', 'bench', '--kubelet-port', String(await freePort())],
      ...['--pod-cidr', '10.230.0.0/16', '--service-cidr', '10.130.0.0/16'],
    ],
  })
  try {
    await elli.said('is Ready after')
    const archive = join(directory.path, 'busybox.tar')
    writeFileSync(archive, await buildBusyboxArchive(host, image))
    execFileSync(process.execPath, [elliCommand, 'image', 'load', archive, '--data-dir', directory.path])
    const agent = Number(
      execFileSync('pgrep', ['-P', String(elli.pid), '-f', 'elli.mjs node'], { encoding: 'utf8' }).trim(),
    )
    printTable(await measure(elli.kubeconfig, () => [elli.pid, agent]))
  } finally {
    await elli.stop()
    directory.remove()
  }
}
