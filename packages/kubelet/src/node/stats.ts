/**
 * How much node, pods and containers use: from CRI, cgroups, /proc and the file systems.
 * Out: the summary that /stats/summary serves and eviction decides on. Always: rates come from two samples, about ten seconds apart;
 * sizes of volumes are counted at most once a minute. Elsewhere: the page (./server), thresholds (../eviction).
 */
import { readdir, lstat, statfs } from 'node:fs/promises'
import type {
  ContainerStats,
  CPUStats,
  FsStats,
  MemoryStats,
  NetworkStats,
  PodStats,
  Summary,
} from '@elli/api/config/kubelet-stats/v1alpha1'
import type { Pod } from '@elli/api/core/v1'
import type { Host } from '@elli/host/host'
import { toTime } from '@elli/host/time'
import type { Cri } from '../cri/runtime.ts'
import { labelKeys } from '../cri/labels.ts'
import type { ContainerStats as CriContainerStats } from '../cri/v1.types.ts'
import { podLogDirectory } from '../containers/sandbox-config.ts'
import type { ResolvedOptions } from '../options.ts'
import { isHostNetwork, nameOf, namespaceOf, uidOf } from '../pods/identity.ts'
import type { PodWorkers } from '../pods/pod-workers.ts'
import { usedVolumes } from '../volumes/manager.ts'
import type { MachineFacts } from './machine.ts'
import type { NodeCgroups } from './pod-cgroups.ts'

export interface StatsProvider {
  summary(options?: { onlyCpuAndMemory?: boolean }): Promise<Summary>
  imageFs(): Promise<FsStats & { usedByImages?: number }>
}

export interface StatsOptions {
  readonly host: Host
  readonly cri: Cri
  readonly cgroups: NodeCgroups
  readonly workers: PodWorkers
  readonly options: ResolvedOptions
  readonly machine: MachineFacts
}

const diskUsageAgeMs = 60_000

export function statsProvider(deps: StatsOptions): StatsProvider {
  const { host, cri, cgroups, options, machine } = deps
  const samples = new Map<string, { at: number; nanos: number; rate: number | undefined }>()
  const diskUsage = new Map<string, { at: number; usedBytes: number; inodes: number }>()
  const sandboxPids = new Map<string, number>()
  const now = (): string => toTime(host.clock.now())

  /** Cores in use, in billionths, from the growth since an earlier sample. */
  const rateOf = (key: string, nanos: number): number | undefined => {
    const at = host.clock.monotonicMs()
    const before = samples.get(key)
    if (!before) samples.set(key, { at, nanos, rate: undefined })
    else if (at - before.at >= 5_000) {
      samples.set(key, { at, nanos, rate: Math.max(0, Math.round(((nanos - before.nanos) / (at - before.at)) * 1000)) })
    }
    return samples.get(key)?.rate
  }

  const readNumber = async (path: string): Promise<number | undefined> => {
    const text = await host.files.readText(path).catch(() => '')
    const value = Number(text.trim().split(/\s/)[0])
    return text === '' || Number.isNaN(value) ? undefined : value
  }

  const cgroupCpu = async (folder: string | undefined, key: string): Promise<CPUStats> => {
    const time = now()
    if (folder === undefined) return { time }
    const v2 = /^usage_usec (\d+)$/m.exec(await host.files.readText(`${folder}/cpu.stat`).catch(() => ''))
    const nanos = v2 ? Number(v2[1]) * 1000 : await readNumber(`${folder}/cpuacct.usage`)
    if (nanos === undefined) return { time }
    const rate = rateOf(key, nanos)
    return { time, usageCoreNanoSeconds: nanos, ...(rate !== undefined && { usageNanoCores: rate }) }
  }

  const cgroupMemory = async (folder: string | undefined): Promise<MemoryStats> => {
    const time = now()
    if (folder === undefined) return { time }
    const usage =
      (await readNumber(`${folder}/memory.current`)) ?? (await readNumber(`${folder}/memory.usage_in_bytes`))
    const stat = await host.files.readText(`${folder}/memory.stat`).catch(() => '')
    const field = (...names: string[]): number | undefined => {
      for (const name of names) {
        const match = new RegExp(`^${name} (\\d+)$`, 'm').exec(stat)
        if (match) return Number(match[1])
      }
      return undefined
    }
    if (usage === undefined) return { time }
    const inactive = field('total_inactive_file', 'inactive_file') ?? 0
    const limit = (await readNumber(`${folder}/memory.max`)) ?? (await readNumber(`${folder}/memory.limit_in_bytes`))
    const workingSetBytes = Math.max(0, usage - inactive)
    const limited = limit !== undefined && limit < machine.memoryBytes
    return {
      time,
      usageBytes: usage,
      workingSetBytes,
      rssBytes: field('total_rss', 'anon') ?? 0,
      pageFaults: field('total_pgfault', 'pgfault') ?? 0,
      majorPageFaults: field('total_pgmajfault', 'pgmajfault') ?? 0,
      ...(limited && { availableBytes: Math.max(0, limit - workingSetBytes) }),
    }
  }

  /** The node's own numbers: its root cgroup may be hidden from us, /proc is not. */
  const nodeMemory = async (): Promise<MemoryStats> => {
    const text = await host.files.readText('/proc/meminfo')
    const bytes = (name: string): number =>
      Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0) * 1024
    const usageBytes = bytes('MemTotal') - bytes('MemFree')
    const inactiveFile = bytes('Inactive\\(file\\)')
    const workingSetBytes = Math.max(0, usageBytes - inactiveFile)
    return {
      time: now(),
      availableBytes: Math.max(0, bytes('MemTotal') - workingSetBytes),
      usageBytes,
      workingSetBytes,
      rssBytes: bytes('AnonPages'),
      pageFaults: 0,
      majorPageFaults: 0,
    }
  }

  const nodeCpu = async (): Promise<CPUStats> => {
    const line = (await host.files.readText('/proc/stat')).split('\n', 1)[0] ?? ''
    const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0] = line.trim().split(/\s+/).slice(1).map(Number)
    const nanos = (user + nice + system + irq + softirq) * 10_000_000
    const rate = rateOf('node', nanos)
    return { time: now(), usageCoreNanoSeconds: nanos, usageNanoCores: rate ?? 0 }
  }

  const filesystem = async (path: string): Promise<FsStats> => {
    const { bavail, bfree, blocks, bsize, files, ffree } = await statfs(path)
    return {
      time: now(),
      availableBytes: bavail * bsize,
      capacityBytes: blocks * bsize,
      usedBytes: (blocks - bfree) * bsize,
      inodesFree: ffree,
      inodes: files,
      inodesUsed: files - ffree,
    }
  }

  const usageBelow = async (path: string): Promise<{ usedBytes: number; inodes: number }> => {
    const known = diskUsage.get(path)
    if (known && host.clock.monotonicMs() - known.at < diskUsageAgeMs) return known
    const usage = await countBelow(path)
    diskUsage.set(path, { at: host.clock.monotonicMs(), ...usage })
    return usage
  }

  const network = async (path: string, time: string): Promise<NetworkStats | undefined> => {
    const text = await host.files.readText(path).catch(() => '')
    const interfaces = text.split('\n').flatMap((line) => {
      const match = /^\s*(\S+):\s*(.*)$/.exec(line)
      const [, name = 'lo', rest = ''] = match ?? []
      if (name === 'lo') return []
      const numbers = rest.trim().split(/\s+/).map(Number)
      return [
        {
          name,
          rxBytes: numbers[0] ?? 0,
          rxErrors: numbers[2] ?? 0,
          txBytes: numbers[8] ?? 0,
          txErrors: numbers[10] ?? 0,
        },
      ]
    })
    const main = interfaces.find(({ name }) => name === 'eth0') ?? interfaces[0]
    return main && { time, ...main, interfaces }
  }

  const podNetwork = async (pod: Pod): Promise<NetworkStats | undefined> => {
    const sandbox = deps.workers.get(uidOf(pod))?.runtime?.sandboxes.find(({ ready }) => ready)
    if (!sandbox || isHostNetwork(pod)) return undefined
    let pid = sandboxPids.get(sandbox.id)
    if (pid === undefined) {
      const { info } = await cri.runtime.podSandboxStatus({ podSandboxId: sandbox.id, verbose: true })
      pid = (JSON.parse(info['info'] ?? '{}') as { pid?: number }).pid ?? 0
      sandboxPids.set(sandbox.id, pid)
    }
    return pid > 0 ? network(`/proc/${pid}/net/dev`, now()) : undefined
  }

  const containerStats = (stats: CriContainerStats, pod: Pod, full: boolean): ContainerStats => {
    const id = stats.attributes?.id ?? ''
    const name = stats.attributes?.labels[labelKeys.containerName] ?? stats.attributes?.metadata?.name ?? ''
    const instance = deps.workers.get(uidOf(pod))?.runtime?.containers.find((one) => one.id === id)
    const time = now()
    const nanos = stats.cpu?.usageCoreNanoSeconds?.value
    const rate = nanos === undefined ? undefined : (stats.cpu?.usageNanoCores?.value ?? rateOf(id, nanos))
    const { memory, writableLayer } = stats
    return {
      name,
      startTime: toTime(instance?.startedAt ?? host.clock.now()),
      cpu: {
        time,
        ...(rate !== undefined && { usageNanoCores: rate }),
        ...(nanos !== undefined && { usageCoreNanoSeconds: nanos }),
      },
      memory: {
        time,
        workingSetBytes: memory?.workingSetBytes?.value ?? 0,
        ...(memory?.usageBytes && { usageBytes: memory.usageBytes.value }),
        ...(memory?.availableBytes &&
          memory.availableBytes.value > 0 &&
          memory.availableBytes.value < machine.memoryBytes && { availableBytes: memory.availableBytes.value }),
        ...(memory?.rssBytes && { rssBytes: memory.rssBytes.value }),
        ...(memory?.pageFaults && { pageFaults: memory.pageFaults.value }),
        ...(memory?.majorPageFaults && { majorPageFaults: memory.majorPageFaults.value }),
      },
      ...(full &&
        writableLayer && {
          rootfs: {
            time,
            usedBytes: writableLayer.usedBytes?.value ?? 0,
            inodesUsed: writableLayer.inodesUsed?.value ?? 0,
          },
        }),
    }
  }

  const podStats = async (
    pod: Pod,
    all: readonly CriContainerStats[],
    full: boolean,
    nodeFs: FsStats,
  ): Promise<PodStats> => {
    const known = deps.workers.get(uidOf(pod))?.runtime?.containers
    const own = all.filter(
      ({ attributes }) =>
        attributes?.labels[labelKeys.podUid] === uidOf(pod) &&
        known?.find(({ id }) => id === attributes.id)?.state === 'running',
    )
    const containers = own.map((stats) => containerStats(stats, pod, full))
    const base: PodStats = {
      podRef: { name: nameOf(pod), namespace: namespaceOf(pod), uid: uidOf(pod) },
      startTime: toTime(deps.workers.get(uidOf(pod))?.runtime?.sandboxes[0]?.createdAt ?? host.clock.now()),
      containers,
      cpu: await cgroupCpu(cgroups.folder('cpuacct', pod), `pod/${uidOf(pod)}`),
      memory: await cgroupMemory(cgroups.folder('memory', pod)),
    }
    if (!full) return base
    const net = await podNetwork(pod)
    const volumes = await Promise.all(
      usedVolumes(pod).flatMap(({ name, emptyDir }) =>
        emptyDir === undefined
          ? []
          : [volumeStats(name, `${options.podsDir}/${uidOf(pod)}/volumes/kubernetes.io~empty-dir/${name}`, nodeFs)],
      ),
    )
    const logDirectory = podLogDirectory(options.podLogsDir, pod)
    const withLogs = await Promise.all(
      containers.map(async (stats) => {
        const { usedBytes, inodes } = await usageBelow(`${logDirectory}/${stats.name}`)
        return { ...stats, logs: { ...nodeFs, usedBytes, inodesUsed: inodes } }
      }),
    )
    const used = [
      ...withLogs.map(({ logs }) => logs.usedBytes),
      ...withLogs.map(({ rootfs }) => rootfs?.usedBytes ?? 0),
      ...volumes.map(({ usedBytes }) => usedBytes),
    ]
    const processes = await host.files.readText(`${cgroups.folder('pids', pod) ?? ''}/pids.current`).catch(() => '')
    return {
      ...base,
      containers: withLogs,
      ...(net && { network: net }),
      ...(volumes.length > 0 && { volume: volumes }),
      'ephemeral-storage': { ...nodeFs, usedBytes: used.reduce((sum, bytes) => sum + bytes, 0) },
      ...(processes !== '' && { process_stats: { process_count: Number(processes.trim()) } }),
    }
  }

  const volumeStats = async (name: string, path: string, nodeFs: FsStats) => {
    const { usedBytes, inodes } = await usageBelow(path)
    return { ...nodeFs, usedBytes, inodesUsed: inodes, name }
  }

  const imageFs = async () => {
    const { imageFilesystems } = await cri.images.imageFsInfo({})
    const [first] = imageFilesystems
    const path = first?.fsId?.mountpoint || options.rootDir
    const stats = await filesystem((await host.files.stat(path)) ? path : options.rootDir)
    return {
      ...stats,
      usedBytes: first?.usedBytes?.value ?? stats.usedBytes ?? 0,
      inodesUsed: first?.inodesUsed?.value ?? 0,
    }
  }

  return {
    imageFs,
    async summary({ onlyCpuAndMemory = false } = {}) {
      const full = !onlyCpuAndMemory
      const { stats } = await cri.runtime.listContainerStats({})
      const nodeFs = await filesystem(options.rootDir)
      const pods = await Promise.all(deps.workers.active().map((pod) => podStats(pod, stats, full, nodeFs)))
      const present = new Set([
        ...stats.map(({ attributes }) => attributes?.id ?? ''),
        'node',
        ...pods.map(({ podRef }) => `pod/${podRef.uid}`),
      ])
      for (const key of samples.keys()) if (!present.has(key)) samples.delete(key)
      const net = await network('/proc/net/dev', now())
      const images = full ? await imageFs() : undefined
      return {
        node: {
          nodeName: options.nodeName,
          startTime: toTime(machine.bootTimeMs),
          cpu: await nodeCpu(),
          memory: await nodeMemory(),
          ...(full && {
            ...(net && { network: net }),
            fs: nodeFs,
            ...(images && { runtime: { imageFs: images, containerFs: images } }),
            rlimit: await processLimits(host, now()),
          }),
        },
        pods,
      }
    },
  }
}

async function processLimits(host: Host, time: string) {
  const maxpid = Number(await host.files.readText('/proc/sys/kernel/pid_max').catch(() => '0'))
  const threads = Number(await host.files.readText('/proc/sys/kernel/threads-max').catch(() => '0'))
  const loadavg = await host.files.readText('/proc/loadavg').catch(() => '')
  const curproc = Number(/\d+\/(\d+)/.exec(loadavg)?.[1] ?? 0)
  return { time, maxpid: Math.min(maxpid, threads), curproc }
}

async function countBelow(path: string): Promise<{ usedBytes: number; inodes: number }> {
  let [usedBytes, inodes] = [0, 0]
  const stat = await lstat(path).catch(() => undefined)
  if (!stat) return { usedBytes, inodes }
  usedBytes += stat.blocks * 512
  inodes++
  if (!stat.isDirectory()) return { usedBytes, inodes }
  for (const name of await readdir(path).catch((): string[] => [])) {
    const inner = await countBelow(`${path}/${name}`)
    usedBytes += inner.usedBytes
    inodes += inner.inodes
  }
  return { usedBytes, inodes }
}
