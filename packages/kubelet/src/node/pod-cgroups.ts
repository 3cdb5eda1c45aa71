/**
 * Cgroups of pods below `kubepods`, in the cgroupfs way, for v1 hierarchies and for v2.
 * Always: made before the sandbox, removed after everything in it has ended; a controller that is missing is left out.
 * With the systemd driver the runtime makes the slices; here they are only named, limited and looked at.
 * Elsewhere: the numbers (../cgroups/values.ts).
 */
import { rmdir, readdir } from 'node:fs/promises'
import type { Pod } from '@elli/api/core/v1'
import { hasCode } from '@elli/host/files'
import type { Host } from '@elli/host/host'
import { milliValue, quantityValue } from '@elli/machinery/quantity'
import type { PodCgroups } from '../context.ts'
import {
  cgroupfsPodPath,
  cpuPeriodMicros,
  cpuShares,
  cpuWeight,
  podCgroupLimits,
  sliceFolder,
  systemdPodSlice,
  type PodCgroupLimits,
} from '../cgroups/values.ts'

export interface PodCgroupOptions {
  readonly host: Host
  readonly driver: 'cgroupfs' | 'systemd'
  /** Below which kubepods lies. */
  readonly root: string
  readonly enabled: boolean
  readonly podPidsLimit: number
  /** Before what is reserved for eviction. */
  readonly capacity: { readonly milliCpu: number; readonly memoryBytes: number }
}

interface Hierarchy {
  readonly mountPoint: string
  readonly controllers: ReadonlySet<string>
  readonly v2: boolean
}

export interface NodeCgroups extends PodCgroups {
  /** `kubepods` and the folders of the classes. */
  prepare(): Promise<void>
  /** Shares of the burstable class: what its pods ask for in sum. */
  updateClasses(burstableMilliCpu: number): Promise<void>
  readonly hierarchies: readonly Hierarchy[]
  /** Folder of a pod in the hierarchy that has a controller. */
  folder(controller: string, pod: Pod): string | undefined
  /** Folder of the node's root cgroup for a controller. */
  rootFolder(controller: string): string | undefined
}

export async function podCgroups(options: PodCgroupOptions): Promise<NodeCgroups> {
  const { host, driver, root } = options
  const hierarchies = await findHierarchies(host)
  // The runtime makes folders also in hierarchies without a controller (systemd's, the unified one beside v1).
  const everywhere = await allMountPoints(host)
  const kubepods = `${root.replace(/\/+$/, '')}/kubepods`
  const pathOf = (pod: Pod): string => {
    if (driver === 'cgroupfs') return cgroupfsPodPath(root, pod)
    return `/${sliceFolder(systemdPodSlice(pod))}`
  }
  const write = async (folder: string, file: string, value: string): Promise<void> => {
    try {
      await host.files.write(`${folder}/${file}`, value)
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw new Error(`cannot write ${value} to ${folder}/${file}`, { cause: error })
    }
  }
  const make = async (path: string): Promise<void> => {
    for (const hierarchy of hierarchies) {
      const parts = path.split('/').filter((part) => part !== '')
      for (let i = 1; i <= parts.length; i++) {
        const folder = `${hierarchy.mountPoint}/${parts.slice(0, i).join('/')}`
        if ((await host.files.stat(folder)) !== undefined) continue
        await host.files.mkdir(folder, { mode: 0o755 })
        const parent = folder.slice(0, folder.lastIndexOf('/'))
        if (hierarchy.v2) await passControllersOn(host, parent)
        else if (hierarchy.controllers.has('cpuset')) await inheritCpuset(host, parent, folder)
      }
    }
  }
  const limit = async (path: string, limits: Partial<PodCgroupLimits>): Promise<void> => {
    for (const { mountPoint, controllers, v2 } of hierarchies) {
      const folder = `${mountPoint}${path}`
      if (v2) {
        if (limits.cpuShares !== undefined) await write(folder, 'cpu.weight', String(cpuWeight(limits.cpuShares)))
        if (limits.cpuQuotaMicros !== undefined) {
          const quota = limits.cpuQuotaMicros > 0 ? String(limits.cpuQuotaMicros) : 'max'
          await write(folder, 'cpu.max', `${quota} ${cpuPeriodMicros}`)
        }
        if (limits.memoryBytes !== undefined) await write(folder, 'memory.max', String(limits.memoryBytes))
        if (options.podPidsLimit > 0) await write(folder, 'pids.max', String(options.podPidsLimit))
        continue
      }
      if (controllers.has('cpu')) {
        if (limits.cpuShares !== undefined) await write(folder, 'cpu.shares', String(limits.cpuShares))
        if (limits.cpuQuotaMicros !== undefined && limits.cpuQuotaMicros > 0) {
          await write(folder, 'cpu.cfs_period_us', String(cpuPeriodMicros))
          await write(folder, 'cpu.cfs_quota_us', String(limits.cpuQuotaMicros))
        }
      }
      if (controllers.has('memory') && limits.memoryBytes !== undefined) {
        await write(folder, 'memory.limit_in_bytes', String(limits.memoryBytes))
      }
      if (controllers.has('pids') && options.podPidsLimit > 0) {
        await write(folder, 'pids.max', String(options.podPidsLimit))
      }
    }
  }
  const classFolders = ['', '/burstable', '/besteffort']
  const usesFolders = options.enabled && driver === 'cgroupfs'
  const exists = async (pod: Pod): Promise<boolean> => {
    if (!usesFolders) return true
    for (const { mountPoint } of hierarchies) {
      if ((await host.files.stat(`${mountPoint}${pathOf(pod)}`)) === undefined) return false
    }
    return true
  }

  return {
    hierarchies,
    parentOf: (pod) => {
      if (!options.enabled) return root
      return driver === 'cgroupfs' ? cgroupfsPodPath(root, pod) : systemdPodSlice(pod)
    },
    folder(controller, pod) {
      const hierarchy = hierarchies.find(({ v2, controllers }) => v2 || controllers.has(controller))
      return hierarchy && `${hierarchy.mountPoint}${pathOf(pod)}`
    },
    rootFolder: (controller) =>
      hierarchies.find(({ v2, controllers }) => v2 || controllers.has(controller))?.mountPoint,
    async prepare() {
      if (!usesFolders) return
      for (const folder of classFolders) await make(`${kubepods}${folder}`)
      await limit(kubepods, {
        cpuShares: cpuShares(options.capacity.milliCpu),
        memoryBytes: options.capacity.memoryBytes,
      })
      await limit(`${kubepods}/besteffort`, { cpuShares: 2 })
      await limit(`${kubepods}/burstable`, { cpuShares: 2 })
    },
    async updateClasses(burstableMilliCpu) {
      if (usesFolders) await limit(`${kubepods}/burstable`, { cpuShares: cpuShares(burstableMilliCpu) })
    },
    exists,
    async ensure(pod) {
      if (await exists(pod)) return
      await make(pathOf(pod))
      await limit(pathOf(pod), podCgroupLimits(pod))
    },
    async remove(podUid) {
      if (!usesFolders) return
      for (const mountPoint of everywhere) {
        for (const folder of classFolders) await removeTree(host, `${mountPoint}${kubepods}${folder}/pod${podUid}`)
      }
    },
  }
}

/**
 * What a node that was taken down leaves: `kubepods` and its own root above it, from the innermost outwards. Folders with processes
 * are somebody else's and stay, with all above them.
 */
export async function removeNodeCgroups(host: Host, root: string): Promise<void> {
  const parts = root.split('/').filter((part) => part !== '')
  for (const mountPoint of await allMountPoints(host)) {
    let empty = await removeIfEmpty([mountPoint, ...parts, 'kubepods'].join('/'))
    for (let depth = parts.length; depth > 0 && empty; depth--) {
      empty = await removeIfEmpty([mountPoint, ...parts.slice(0, depth)].join('/'))
    }
  }
}

/** @returns whether the folder is gone */
async function removeIfEmpty(folder: string): Promise<boolean> {
  try {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) await removeIfEmpty(`${folder}/${entry.name}`)
    }
    await rmdir(folder)
    return true
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return true
    if (hasCode(error, 'EBUSY') || hasCode(error, 'ENOTEMPTY')) return false
    throw error
  }
}

const usedControllers = [
  'cpu',
  'cpuacct',
  'cpuset',
  'memory',
  'pids',
  'hugetlb',
  'blkio',
  'devices',
  'freezer',
  'net_cls',
  'net_prio',
  'perf_event',
]

async function findHierarchies(host: Host): Promise<Hierarchy[]> {
  const found: Hierarchy[] = []
  for (const line of (await host.files.readText('/proc/self/mounts')).split('\n')) {
    const [, mountPoint = '', type, options = ''] = line.split(' ')
    if (type === 'cgroup') {
      const controllers = new Set(options.split(',').filter((name) => usedControllers.includes(name)))
      if (controllers.size > 0) found.push({ mountPoint, controllers, v2: false })
    } else if (type === 'cgroup2' && mountPoint === '/sys/fs/cgroup') {
      const controllers = (await host.files.readText(`${mountPoint}/cgroup.controllers`)).trim().split(' ')
      found.push({ mountPoint, controllers: new Set(controllers), v2: true })
    }
  }
  return found
}

async function allMountPoints(host: Host): Promise<string[]> {
  const lines = (await host.files.readText('/proc/self/mounts')).split('\n').map((line) => line.split(' '))
  return lines.flatMap(([, mountPoint = '', type]) => (type === 'cgroup' || type === 'cgroup2' ? [mountPoint] : []))
}

/** On v2 a controller works in a folder only when its parent hands it on. */
async function passControllersOn(host: Host, parent: string): Promise<void> {
  const available = (await host.files.readText(`${parent}/cgroup.controllers`)).trim().split(' ')
  const wanted = available.filter((name) => usedControllers.includes(name) || name === 'io')
  await host.files.write(`${parent}/cgroup.subtree_control`, wanted.map((name) => `+${name}`).join(' '))
}

/** On v1 a new cpuset is empty, and nothing can run in it. */
async function inheritCpuset(host: Host, parent: string, folder: string): Promise<void> {
  for (const file of ['cpuset.cpus', 'cpuset.mems']) {
    await host.files.write(`${folder}/${file}`, (await host.files.readText(`${parent}/${file}`)).trim())
  }
}

/** Folders of cgroups cannot be emptied, only removed from the innermost outwards; a busy one is waited for. */
async function removeTree(host: Host, folder: string): Promise<void> {
  let entries
  try {
    entries = await readdir(folder, { withFileTypes: true })
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return
    throw error
  }
  for (const entry of entries) if (entry.isDirectory()) await removeTree(host, `${folder}/${entry.name}`)
  for (let attempt = 0; ; attempt++) {
    try {
      await rmdir(folder)
      return
    } catch (error) {
      if (hasCode(error, 'ENOENT')) return
      if (!hasCode(error, 'EBUSY') || attempt >= 50) throw error
      await killInside(host, folder)
      await host.clock.sleep(20, new AbortController().signal)
    }
  }
}

async function killInside(host: Host, folder: string): Promise<void> {
  const processes = await host.files.readText(`${folder}/cgroup.procs`).catch(() => '')
  for (const pid of processes.split('\n').map(Number)) {
    if (pid <= 1) continue
    try {
      process.kill(pid, 'SIGKILL')
    } catch (error) {
      if (!hasCode(error, 'ESRCH')) throw error
    }
  }
}

/** What kubepods may use: the node less what is reserved for it. */
export function kubepodsCapacity(
  machine: { cpus: number; memoryBytes: number },
  reserved: readonly Readonly<Record<string, string>>[],
): { milliCpu: number; memoryBytes: number } {
  let [milliCpu, memoryBytes] = [machine.cpus * 1000, machine.memoryBytes]
  for (const { cpu, memory } of reserved) {
    if (cpu !== undefined) milliCpu -= milliValue(cpu)
    if (memory !== undefined) memoryBytes -= quantityValue(memory)
  }
  return { milliCpu, memoryBytes }
}
