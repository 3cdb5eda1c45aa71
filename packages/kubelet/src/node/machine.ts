/**
 * What this machine is: processors, memory, names, kernel, addresses. Read from /proc, /sys and /etc once at start.
 * Elsewhere: the Node object made from it (../node-status/node-status.ts).
 */
import * as os from 'node:os'
import type { NodeSystemInfo } from '@elli/api/core/v1'
import type { Host } from '@elli/host/host'
import type { Machine } from '../context.ts'

export interface MachineFacts extends Machine {
  readonly bootTimeMs: number
  readonly systemInfo: Omit<NodeSystemInfo, 'containerRuntimeVersion' | 'kubeletVersion' | 'kubeProxyVersion'>
}

const architectures: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64', ia32: '386', arm: 'arm' }

export async function readMachine(host: Host): Promise<MachineFacts> {
  const text = (path: string): Promise<string> =>
    host.files.readText(path).then(
      (content) => content.trim(),
      () => '',
    )
  const release = await text('/etc/os-release')
  const cgroupControllers = await host.files.stat('/sys/fs/cgroup/cgroup.controllers')
  const machineId = (await text('/etc/machine-id')) || (await text('/var/lib/dbus/machine-id'))
  const hugePages = await host.files.list('/sys/kernel/mm/hugepages').catch((): string[] => [])
  return {
    cpus: os.cpus().length,
    memoryBytes: os.totalmem(),
    cgroupV2: cgroupControllers !== undefined,
    hugePageSizes: hugePages.flatMap((name) => hugePageSize(name) ?? []),
    hostname: os.hostname().toLowerCase(),
    appArmor: (await text('/sys/module/apparmor/parameters/enabled')) === 'Y',
    bootTimeMs: host.clock.now() - Math.round(os.uptime() * 1000),
    systemInfo: {
      machineID: machineId,
      systemUUID: (await text('/sys/class/dmi/id/product_uuid')) || machineId,
      bootID: await text('/proc/sys/kernel/random/boot_id'),
      kernelVersion: os.release(),
      osImage: /^PRETTY_NAME="?([^"\n]*)"?$/m.exec(release)?.[1] ?? 'Linux',
      operatingSystem: 'linux',
      architecture: architectures[process.arch] ?? process.arch,
    },
  }
}

/** `hugepages-2048kB` is `2Mi`. */
function hugePageSize(name: string): string | undefined {
  const kilobytes = Number(/^hugepages-(\d+)kB$/.exec(name)?.[1])
  if (!(kilobytes > 0)) return undefined
  if (kilobytes % (1024 * 1024) === 0) return `${kilobytes / (1024 * 1024)}Gi`
  return kilobytes % 1024 === 0 ? `${kilobytes / 1024}Mi` : `${kilobytes}Ki`
}

/** The address that leads out of this machine: that of the interface of the default route, else the first that is not loopback. */
export async function defaultAddress(host: Host): Promise<string | undefined> {
  const routes = await host.files.readText('/proc/net/route').catch(() => '')
  const outward = routes
    .split('\n')
    .map((line) => line.split('\t'))
    .find(([, destination]) => destination === '00000000')?.[0]
  const interfaces = os.networkInterfaces()
  const candidates = [outward, ...Object.keys(interfaces)].flatMap((name) => interfaces[name ?? ''] ?? [])
  return candidates.find(({ internal, family }) => !internal && family === 'IPv4')?.address
}

/** Bytes set aside for huge pages, by size. */
export async function readHugePages(host: Host, sizes: readonly string[]): Promise<Record<string, number>> {
  const out: Record<string, number> = {}
  for (const size of sizes) {
    const bytes =
      Number(size.slice(0, -2)) * { Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3 }[size.slice(-2) as 'Ki' | 'Mi' | 'Gi']
    const count = await host.files
      .readText(`/sys/kernel/mm/hugepages/hugepages-${bytes / 1024}kB/nr_hugepages`)
      .catch(() => '0')
    out[size] = Number(count) * bytes
  }
  return out
}
